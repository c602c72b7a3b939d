/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "render/renderer.h"

#include <stdio.h>

static bool value_of(const char *name, size_t len, kbg_text *value, void *user_data)
{
    (void)user_data;
    static const kbg_text markup = TEXT("*李明* <b>[x](y)"), query = TEXT("a b&c/中~._-");
    if (len == 1 && name[0] == 'n')
        *value = markup;
    else if (len == 1 && name[0] == 'q')
        *value = query;
    return len == 1 && (name[0] == 'n' || name[0] == 'q' || name[0] == 'e');
}

/* Renders a body for the profile `plain`, as one part. */
static kbg_status render_with(kbg__buffer *out, const kbg_allocator *memory, const char *body, size_t len, size_t most,
                              uint64_t deepest)
{
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    const kbg__extras none = { .front = { NULL, 0 } };
    kbg__variables variables;
    kbg__document document;
    kbg__buffer line;
    kbg__writer writer;
    kbg_profile plain;
    options.variable = value_of;
    kbg__variables_init(&variables, &kbg__memory_default);
    kbg__document_init(&document, memory);
    kbg__buffer_init(&line, memory);
    kbg__profile_init(&plain, &kbg__memory_default, 0);
    assert_int_equal(kbg__variables_take(&variables, body, len, &options, NULL), KBG_OK);
    kbg_status status = kbg__document_read(&document, &variables, &plain, most, deepest, NULL);
    if (status == KBG_OK) {
        kbg__writer_begin(&writer, &plain, KBG_UNIT_UTF8_BYTES, &document, &none, out, &line, 0);
        writer.most = most;
        kbg__writer_advance(&writer, document.text.len);
        kbg__writer_end(&writer);
        status = out->failed ? KBG_ERR_NOMEM : out->len - writer.begin > most ? KBG_ERR_LIMIT : KBG_OK;
    }
    kbg__buffer_free(&line);
    kbg__document_free(&document);
    kbg__variables_free(&variables);
    return status;
}

static kbg_status render(kbg__buffer *out, const char *body, size_t len, size_t most)
{
    return render_with(out, out->memory, body, len, most, 1000);
}

static const struct {
    const char *body, *text;
} rows[] = {
    /* lines and paragraphs stay */
    { "", "" },
    { "您好", "您好" },
    { "您好\n请稍等", "您好\n请稍等" },
    { "您好\n\n\n请稍等\n", "您好\n\n请稍等" },
    { "您好  \n请稍等", "您好\n请稍等" },
    { "您好\\\n请稍等", "您好\n请稍等" },
    { "您好\r\n请稍等\r\n\r\n再见", "您好\n请稍等\n\n再见" },
    { "1\\. 不是列表", "1. 不是列表" },
    { "&lt;亲&gt; &amp; \\*", "<亲> & *" },
    { "&#xFFFF;&#65534;[a](u:&#xFFFF;)", "\xEF\xBF\xBD\xEF\xBF\xBD" "a u:\xEF\xBF\xBD" },
    /* headings and rules */
    { "# 退货\n说明", "退货\n说明" },
    { "退货\n===\n\n说明", "退货\n\n说明" },
    { "退货\n===\n说明", "退货\n说明" },
    { "退货\n运费\n---\n\n说明", "退货\n运费\n\n说明" },
    { "一\n\n***\n二", "一\n\n————————\n二" },
    /* marks of emphasis go */
    { "请在**七天内**退*货*", "请在七天内退货" },
    { "***全部***和`代码 *x*`", "全部和代码 *x*" },
    /* lists */
    { "- 一\n- 二", "· 一\n· 二" },
    { "* 一\n\n* 二", "· 一\n\n· 二" },
    { "步骤：\n1. 一\n2. 二\n\n好", "步骤：\n1. 一\n2. 二\n\n好" },
    { "9. 一\n9. 二\n9. 三", "9. 一\n10. 二\n11. 三" },
    { "1. 一\n   续\n10) 另", "1. 一\n   续\n10. 另" },
    { "- 一\n  - 二\n    1. 三\n       - 四\n- 五", "· 一\n  · 二\n    1. 三\n       · 四\n· 五" },
    { "- 一\n\n  段\n- 二", "· 一\n\n  段\n· 二" },
    { "- - 一\n  - 二", "· · 一\n  · 二" },
    { "- 1. 一\n  2. 二", "· 1. 一\n  2. 二" },
    { "-\n- 二", "· \n· 二" },
    { "- # 标题\n  文", "· 标题\n  文" },
    { "10. 一\n11. 二\n\n    续", "10. 一\n11. 二\n\n    续" },
    /* quotes */
    { "> 一\n> 二", "> 一\n> 二" },
    { "> 一\n二", "> 一\n> 二" },
    { "> 一\n>\n> 二", "> 一\n>\n> 二" },
    { "前\n> 一", "前\n> 一" },
    { "前\n\n> 一\n\n后", "前\n\n> 一\n\n后" },
    { "> 一\n\n> 二", "> 一\n\n> 二" },
    { "> 一\n>\n> > 二\n>\n> 三", "> 一\n>\n> > 二\n>\n> 三" },
    { "> > 一\n\n二", "> > 一\n\n二" },
    { "一\n\n>\n\n二", "一\n\n二" },
    { "- 一\n\n> 二", "· 一\n\n> 二" },
    { "- > 一\n  > 二\n- 三", "· > 一\n  > 二\n· 三" },
    { "> - 一\n>   二\n>\n> - 三", "> · 一\n>   二\n>\n> · 三" },
    /* code */
    { "```\na\n\n  b\n```\n后", "a\n\n  b\n后" },
    { "~~~c\n*x* {{n}}\n~~~", "*x* *李明* <b>[x](y)" },
    { "前\n\n    a\n      b\n\n后", "前\n\na\n  b\n\n后" },
    { "前\n\n    a\n\n\n后", "前\n\na\n\n后" },
    { "前\r\r    a\r\r后", "前\n\na\n\n后" },
    { "    a\n后", "a\n后" },
    { "> ```\n> a\n\n后", "> a\n\n后" },
    { "> ```\n> a\n后", "> a\n后" },
    { "> ```\n> a\n>\n> b\n> ```", "> a\n>\n> b" },
    { "- ```\n  a\n\n  b\n  ```", "· a\n\n  b" },
    { "`a\nb`", "a b" },
    /* links: a space before and behind the address */
    { "见[说明](https://shop.example/a)。谢谢", "见说明 https://shop.example/a 。谢谢" },
    { "[说明](https://shop.example/a)，", "说明 https://shop.example/a ，" },
    { "[说明](https://shop.example/a) 好", "说明 https://shop.example/a 好" },
    { "[说明](https://shop.example/a)\n好", "说明 https://shop.example/a\n好" },
    { "[说明](https://shop.example/a)\n\n好", "说明 https://shop.example/a\n\n好" },
    { "[一](u:1)[二](u:2)**三**", "一 u:1 二 u:2 三" },
    { "- [一](u:1)\n- 二", "· 一 u:1\n· 二" },
    { "[*粗*体](u:1 \"题\")！", "粗体 u:1 ！" },
    { "[](u:1)。", "u:1 。" },
    { "[说明](<>)。", "说明。" },
    { "见<https://shop.example/a>。", "见https://shop.example/a 。" },
    { "写信给<kf@shop.example>。", "写信给kf@shop.example 。" },
    { "[https://shop.example/](https://shop.example/)。", "https://shop.example/ 。" },
    { "[甲]。\n\n[甲]: https://shop.example/j", "甲 https://shop.example/j 。" },
    { "[乙]。", "[乙]。" },
    { "[a](u:a%20b&amp;c)", "a u:a%20b&c" },
    /* images */
    { "![流程图](https://shop.example/a.png)。", "[图片：流程图] https://shop.example/a.png 。" },
    { "![](a.png)", "[图片] a.png" },
    { "![图]()后", "[图片：图]后" },
    { "[![图](a.png)](u:1)。", "[图片：图] a.png u:1 。" },
    { "一![图](a.png)\n二", "一[图片：图] a.png\n二" },
    /* HTML */
    { "一<br>二<br/>三<br />四<BR>五", "一\n二\n三\n四\n五" },
    { "> 一<br>二", "> 一\n> 二" },
    { "<b>重点</b><brx>", "<b>重点</b><brx>" },
    { "<div>\n*x*\n</div>\n\n后", "<div>\n*x*\n</div>\n\n后" },
    { "一<!-- 注 -->二", "一<!-- 注 -->二" },
    /* tables */
    { "| 套餐 | 月费 |\n|------|-----:|\n| 畅享 | **59元** |\n| 尊享 | |\n|无|1|多|", "套餐：畅享；月费：59元\n套餐：尊享\n套餐：无；月费：1；多" },
    { "前\n\na|b\n-|-\n{{n}}|[链](u:1)\n\n后", "前\n\na：*李明* <b>[x](y)；b：链 u:1\n\n后" },
    { "a|b\n不是|-\nc|d", "a|b\n不是|-\nc|d" },
    { "a|b\n-|-", "a|b\n-|-" },
    { "甲\n-|-\nc|d", "甲\n-|-\nc|d" },
    /* variables are data everywhere, and percent-encoded in addresses */
    { "{{n}}您好", "*李明* <b>[x](y)您好" },
    { "**{{n}}**", "*李明* <b>[x](y)" },
    { "请**{{n}}**看", "请*李明* <b>[x](y)看" },
    { "`{{n}}`", "*李明* <b>[x](y)" },
    { "[{{n}}](https://shop.example/{{q}}?q={{q}}#{{e}})。",
      "*李明* <b>[x](y) https://shop.example/a%20b%26c%2F%E4%B8%AD~._-?q=a%20b%26c%2F%E4%B8%AD~._-# 。" },
    { "![{{n}}]({{q}})", "[图片：*李明* <b>[x](y)] a%20b%26c%2F%E4%B8%AD~._-" },
    { "<a href=\"{{q}}\">", "<a href=\"a b&c/中~._-\">" },
    { "- {{n}}\n- {{e}}", "· *李明* <b>[x](y)\n· " },
    { "\\{{n}} `\\{{n}}`", "{{n}} \\{{n}}" },
    { "[说明](u:1){{e}}。", "说明 u:1 。" },
};

static void bodies_become_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__buffer out;
        kbg__buffer_init(&out, &kbg__memory_default);
        assert_int_equal(render(&out, rows[i].body, strlen(rows[i].body), 100000), KBG_OK);
        if (out.len != strlen(rows[i].text) || (out.len && memcmp(out.data, rows[i].text, out.len) != 0))
            print_error("%s\n", rows[i].body);
        assert_text(out.data ? out.data : "", out.len, rows[i].text);
        kbg__buffer_free(&out);
    }
}

static void nul_becomes_the_replacement_character(void **state)
{
    (void)state;
    kbg__buffer out;
    kbg__buffer_init(&out, &kbg__memory_default);
    assert_int_equal(render(&out, LIT("退\0货"), 100), KBG_OK);
    assert_text(out.data, out.len, "退\xEF\xBF\xBD货");
    kbg__buffer_free(&out);
}

static void text_is_appended_and_counted_by_itself(void **state)
{
    (void)state;
    kbg__buffer out;
    kbg__buffer_init(&out, &kbg__memory_default);
    kbg__buffer_add_cstr(&out, "0123456789|");
    assert_int_equal(render(&out, LIT("退货"), 6), KBG_OK);
    assert_text(out.data, out.len, "0123456789|退货");
    assert_int_equal(render(&out, LIT("退货"), 5), KBG_ERR_LIMIT);
    kbg__buffer_free(&out);
}

/* Bodies whose text would be far larger than they are end at the limit, and soon behind it. */
static void hostile_bodies_end_at_the_limit(void **state)
{
    (void)state;
    enum { DEPTH = 3000, LINES = 3000, MOST = 100000 };
    static const char *const begins[] = { "<a", "x<!-- x", "x" };
    for (size_t i = 0; i < ROWS(begins); i++) {
        kbg__buffer body, out;
        kbg__buffer_init(&body, &kbg__memory_default);
        kbg__buffer_init(&out, &kbg__memory_default);
        for (int k = 0; k < DEPTH; k++)
            kbg__buffer_add_byte(&body, '>');
        kbg__buffer_add_cstr(&body, begins[i]);
        for (int k = 0; k < LINES; k++)
            kbg__buffer_add_cstr(&body, "\nb"); /* lines that still belong to the quotes */
        kbg__buffer_add_cstr(&body, i == 0 ? ">" : " -->");
        assert_int_equal(render(&out, body.data, body.len, MOST), KBG_ERR_LIMIT);
        assert_true(out.len < MOST + 4 * DEPTH);
        kbg__buffer_free(&body);
        kbg__buffer_free(&out);
    }
}

static void deep_nesting_is_rendered(void **state)
{
    (void)state;
    enum { DEPTH = 1000 };
    kbg__buffer body, out;
    kbg__buffer_init(&body, &kbg__memory_default);
    kbg__buffer_init(&out, &kbg__memory_default);
    for (int k = 0; k < DEPTH; k++)
        kbg__buffer_add_cstr(&body, "> ");
    kbg__buffer_add_cstr(&body, "底");
    assert_int_equal(render(&out, body.data, body.len, 100000), KBG_OK);
    assert_int_equal(out.len, body.len);
    assert_memory_equal(out.data, body.data, out.len);

    kbg__buffer_clear(&body);
    kbg__buffer_clear(&out);
    for (int k = 0; k < DEPTH; k++)
        kbg__buffer_add_cstr(&body, "- ");
    kbg__buffer_add_cstr(&body, "底");
    assert_int_equal(render(&out, body.data, body.len, 100000), KBG_OK);
    assert_int_equal(out.len, DEPTH * strlen("· ") + strlen("底"));
    kbg__buffer_free(&body);
    kbg__buffer_free(&out);
}

static void long_lists_are_numbered(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    kbg__buffer body, out, expected;
    kbg__buffer_init(&body, &kbg__memory_default);
    kbg__buffer_init(&out, &kbg__memory_default);
    kbg__buffer_init(&expected, &kbg__memory_default);
    for (int k = 1; k <= COUNT; k++) {
        char line[20];
        kbg__buffer_add_cstr(&body, "1. a\n");
        snprintf(line, sizeof(line), "%s%d. a", k > 1 ? "\n" : "", k);
        kbg__buffer_add_cstr(&expected, line);
    }
    assert_int_equal(render(&out, body.data, body.len, 1000000), KBG_OK);
    assert_int_equal(out.len, expected.len);
    assert_memory_equal(out.data, expected.data, out.len);
    kbg__buffer_free(&body);
    kbg__buffer_free(&out);
    kbg__buffer_free(&expected);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    static const char body[] = "# 退货\n\n> - [说明](u:1)\n>   1. 一\n\n```\n代码代码代码代码代码代码\n\n代码\n```\n";
    test_memory memory;
    size_t fail_at = 1;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        kbg__buffer out;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__buffer_init(&out, &memory.allocator);
        status = render_with(&out, &memory.allocator, LIT(body), 10000, 100);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        kbg__buffer_free(&out);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 7);
}

static void what_is_nested_too_deep_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        uint64_t deepest;
    } cases[] = {
        { "退货", 0 },       { "> 退货", 1 },         { "> > 退货", 2 },      { "- 退货", 1 },
        { "- - 退货", 2 },   { "1. > - 退货", 3 },    { "- 一\n  - 二", 2 },  { "- 一\n\n  续", 1 },
        { "    代码", 0 },   { "> 一\n> 二", 1 },     { "-退货", 0 },         { "1.5 倍", 0 },
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        kbg__buffer out;
        kbg__buffer_init(&out, &kbg__memory_default);
        assert_int_equal(
            render_with(&out, &kbg__memory_default, cases[i].body, strlen(cases[i].body), 1000, cases[i].deepest), KBG_OK);
        if (cases[i].deepest)
            assert_int_equal(render_with(&out, &kbg__memory_default, cases[i].body, strlen(cases[i].body), 1000,
                                         cases[i].deepest - 1),
                             KBG_ERR_LIMIT);
        kbg__buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_become_text),
        cmocka_unit_test(nul_becomes_the_replacement_character),
        cmocka_unit_test(text_is_appended_and_counted_by_itself),
        cmocka_unit_test(hostile_bodies_end_at_the_limit),
        cmocka_unit_test(deep_nesting_is_rendered),
        cmocka_unit_test(long_lists_are_numbered),
        cmocka_unit_test(what_is_nested_too_deep_is_refused),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
