/* SPDX-License-Identifier: MIT */
/* render.h. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static kbg_render_options options_new(void)
{
    return (kbg_render_options)KBG_RENDER_OPTIONS_INIT;
}

/* A searcher and a view of its one item. */
typedef struct fixture {
    kbg_searcher *searcher;
    kbg_view *view;
    const kbg_item *item;
} fixture;

static fixture fixture_of(const char *jsonl)
{
    kbg_base *base = base_of(jsonl);
    fixture f = { .view = kbg_base_view(base) };
    f.searcher = searcher_of(base);
    f.item = kbg_view_item(f.view, 0);
    return f;
}

static void fixture_free(fixture *f)
{
    kbg_searcher_free(f->searcher);
    kbg_view_unref(f->view);
}

/* An item with one answer, whose body is this text. */
static fixture fixture_with_body(const char *body)
{
    text jsonl = { 0 };
    text_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"");
    for (const char *c = body; *c; c++) {
        if ((unsigned char)*c < 0x20)
            text_add_format(&jsonl, "\\u%04X", (unsigned)*c);
        else
            text_add_format(&jsonl, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
    }
    text_add_cstr(&jsonl, "\"}");
    fixture f = fixture_of(jsonl.data);
    text_free(&jsonl);
    return f;
}

/* Values of variables: name, value, name, value, …, NULL. */
static bool from_table(const char *name, size_t name_len, kbg_text *value, void *user_data)
{
    const char *const *table = user_data;
    assert_null(value->data);
    assert_int_equal(value->len, 0);
    for (; *table; table += 2)
        if (strlen(table[0]) == name_len && memcmp(table[0], name, name_len) == 0) {
            *value = view_of(table[1]);
            return true;
        }
    return false;
}

static void assert_renders(const fixture *f, const kbg_render_options *options, const char *expected)
{
    kbg_snippet *snippet = NULL;
    kbg_error *error = NULL;
    if (kbg_render(f->searcher, f->item, options, &snippet, &error) != KBG_OK)
        fail_msg("%s", kbg_error_message(error));
    assert_null(error);
    assert_int_equal(kbg_snippet_part_count(snippet), 1);
    size_t len;
    const char *part = kbg_snippet_part(snippet, 0, &len);
    assert_text(part, len, expected);
    assert_ptr_equal(kbg_snippet_part(snippet, 0, NULL), part);
    kbg_snippet_free(snippet);
}

static void assert_fails(const fixture *f, const kbg_render_options *options, kbg_status status, const char *message)
{
    kbg_snippet *snippet = (kbg_snippet *)f->searcher; /* anything but NULL */
    kbg_error *error = NULL;
    assert_int_equal(kbg_render(f->searcher, f->item, options, &snippet, &error), status);
    assert_null(snippet);
    assert_int_equal(kbg_error_status(error), status);
    if (message)
        assert_string_equal(kbg_error_message(error), message);
    kbg_error_free(error);
    assert_int_equal(kbg_render(f->searcher, f->item, options, &snippet, NULL), status);
}

static void a_body_becomes_plain_text(void **state)
{
    static const struct {
        const char *body, *expected;
    } rows[] = {
        { "您好，退货请走 **订单** 页面。", "您好，退货请走 订单 页面。" },
        { "one\ntwo\n\nthree", "one\ntwo\n\nthree" },
        { "- a\n- b", "· a\n· b" },
        { "3. a\n4. b", "3. a\n4. b" },
        { "> quoted", "> quoted" },
        { "[text](https://example.com/x)。", "text https://example.com/x 。" },
        { "<https://example.com/>", "https://example.com/" },
        { "![alt](https://example.com/a.png)", "[图片：alt] https://example.com/a.png" },
        { "a<br>b", "a\nb" },
        { "`code` *em*", "code em" },
        { "# title", "title" },
        { "\\*no markup\\*", "*no markup*" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fixture f = fixture_with_body(rows[i].body);
        kbg_render_options options = options_new();
        assert_renders(&f, NULL, rows[i].expected);
        options.profile = view_of("plain");
        assert_renders(&f, &options, rows[i].expected);
        fixture_free(&f);
    }
}

static void variables_are_filled_in(void **state)
{
    static const char *const values[] = { "name", "王女士", "订单号", "A-102", "empty", "", "a.b-c_1", "x", NULL };
    static const struct {
        const char *body, *expected;
    } rows[] = {
        { "您好 {{name}}", "您好 王女士" },
        { "{{name}}{{name}}", "王女士王女士" },
        { "{{ name }}", "王女士" },
        { "{{订单号}}", "A-102" },
        { "[{{empty}}]", "[]" },
        { "{{a.b-c_1}}", "x" },
        { "{{name|亲}}", "王女士" },
        { "{{nobody|亲}}", "亲" },
        { "{{nobody|}}!", "!" },
        { "{{nobody| a|b }}!", " a|b !" },
        { "\\{{name}}", "{{name}}" },
        { "{name} { {name} } }}", "{name} { {name} } }}" },
        { "**{{name}}**", "王女士" },
        { "`{{name}}`", "王女士" },
        { "[x](https://example.com/?o={{订单号}}&n={{name}})",
          "x https://example.com/?o=A-102&n=%E7%8E%8B%E5%A5%B3%E5%A3%AB" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fixture f = fixture_with_body(rows[i].body);
        kbg_render_options options = options_new();
        options.variable = from_table;
        options.user_data = (void *)(uintptr_t)values;
        assert_renders(&f, &options, rows[i].expected);
        fixture_free(&f);
    }
}

/* The value stands between < and >. */
static void values_are_data(void **state)
{
    static const struct {
        const char *value, *expected;
    } rows[] = {
        { "**bold** `code` <br> [a](b) # - > \\ &amp;", "**bold** `code` <br> [a](b) # - > \\ &amp;" },
        { "{{v}}", "{{v}}" },
        { "{{other|x}}", "{{other|x}}" },
        { "one\ntwo\r\nthree\tfour", "one two  three four" },
        { "a\x01\x02\x1F\x7F" "b\xC2\x80\xC2\x9F" "c", "abc" },
        { "a\xC2\x85" "b\xE2\x80\xA8" "c\xE2\x80\xA9" "d", "a b c d" },
        { "\xE2\x80\xAE" "evil\xE2\x80\xAC\xE2\x80\x8E\xE2\x80\x8F\xE2\x81\xA6\xE2\x81\xA9\xD8\x9C.", "evil." },
        { "\xFF.\xC3", "\xEF\xBF\xBD.\xEF\xBF\xBD" },
        { "\xEF\xB7\x90" "0\xEF\xB7\x91", "\xEF\xBF\xBD" "0\xEF\xBF\xBD" }, /* what marks variables inside */
        { "😀 e\xCC\x81 退", "😀 e\xCC\x81 退" },
    };
    (void)state;
    fixture f = fixture_with_body("before \\<{{v}}\\> after");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *const values[] = { "v", rows[i].value, NULL };
        kbg_render_options options = options_new();
        text expected = { 0 };
        options.variable = from_table;
        options.user_data = (void *)(uintptr_t)values;
        text_add_format(&expected, "before <%s> after", rows[i].expected);
        assert_renders(&f, &options, expected.data);
        text_free(&expected);
    }
    fixture_free(&f);
}

static bool give_with_nul(const char *name, size_t name_len, kbg_text *value, void *user_data)
{
    (void)name;
    (void)name_len;
    (void)user_data;
    *value = (kbg_text){ "a\0b", 3 };
    return true;
}

static void a_nul_in_a_value_is_taken_out(void **state)
{
    (void)state;
    fixture f = fixture_with_body("{{v}}");
    kbg_render_options options = options_new();
    options.variable = give_with_nul;
    assert_renders(&f, &options, "ab");
    fixture_free(&f);
}

static void all_names_without_value_are_reported(void **state)
{
    static const char *const values[] = { "known", "k", NULL };
    static const struct {
        const char *body, *message;
        const char *missing[4];
        const char *kept, *emptied;
    } rows[] = {
        { "{{a}}", "1 without value: a (1:1)", { "a" }, "{{a}}", "" },
        { "{{b}} {{known}} {{a}} {{b}}", "2 without value: b (1:1), a (1:17)", { "b", "a" }, "{{b}} k {{a}} {{b}}", " k  " },
        { "{{ 订单号 }}。{{b|x}}", "1 without value: 订单号 (1:1)", { "订单号" }, "{{订单号}}。x", "。x" },
        { "x{{a}}{{c}}{{b}}y", "3 without value: a (1:2), c (1:7), b (1:12)", { "a", "c", "b" }, "x{{a}}{{c}}{{b}}y", "xy" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fixture f = fixture_with_body(rows[i].body);
        for (int policy = 0; policy < 3; policy++) {
            kbg_render_options options = options_new();
            options.variable = from_table;
            options.user_data = (void *)(uintptr_t)values;
            options.flags = policy == 0 ? 0 : policy == 1 ? KBG_RENDER_KEEP_MISSING : KBG_RENDER_EMPTY_MISSING;
            if (policy == 0) {
                assert_fails(&f, &options, KBG_ERR_VARIABLE, rows[i].message);
                continue;
            }
            kbg_snippet *snippet = NULL;
            assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
            size_t len, count = 0;
            const char *part = kbg_snippet_part(snippet, 0, &len);
            assert_text(part, len, policy == 1 ? rows[i].kept : rows[i].emptied);
            for (; rows[i].missing[count]; count++) {
                const char *name = kbg_snippet_missing(snippet, count, &len);
                assert_text(name, len, rows[i].missing[count]);
                assert_ptr_equal(kbg_snippet_missing(snippet, count, NULL), name);
            }
            assert_int_equal(kbg_snippet_missing_count(snippet), count);
            len = 9;
            assert_null(kbg_snippet_missing(snippet, count, &len));
            assert_int_equal(len, 0);
            assert_null(kbg_snippet_missing(snippet, SIZE_MAX, NULL));
            kbg_snippet_free(snippet);
        }
        fixture_free(&f);
    }
}

static void without_a_callback_no_variable_has_a_value(void **state)
{
    (void)state;
    fixture f = fixture_with_body("{{a|x}} {{b}}");
    kbg_render_options options = options_new();
    assert_fails(&f, NULL, KBG_ERR_VARIABLE, "1 without value: b (1:9)");
    options.flags = KBG_RENDER_EMPTY_MISSING;
    assert_renders(&f, &options, "x ");
    fixture_free(&f);
}

/* Templates that cannot be used, with their places in the body. */
static const struct {
    const char *body, *message;
    uint64_t line, column, offset;
} bad_templates[] = {
    { "{{", "a variable begins with {{ and does not end with }}", 1, 1, 0 },
    { "ab {{name", "a variable begins with {{ and does not end with }}", 1, 4, 3 },
    { "退货 {{name}", "a variable begins with {{ and does not end with }}", 1, 4, 7 },
    { "one\n退{{na\nme}}", "a variable begins with {{ and does not end with }}", 2, 2, 7 },
    { "{{a {{b}}", "a variable begins with {{ and does not end with }}", 1, 1, 0 },
    { "{{}}", "\"\" is not the name of a variable", 1, 1, 0 },
    { "x {{ }}", "\"\" is not the name of a variable", 1, 3, 2 },
    { "x\n\n\n{{a b}}", "\"a b\" is not the name of a variable", 4, 1, 4 },
    { "{{a}}\n {{a!}}", "\"a!\" is not the name of a variable", 2, 2, 7 },
    { "{{|x}}", "\"\" is not the name of a variable", 1, 1, 0 },
    { "\\{{a}} {{(}}", "\"(\" is not the name of a variable", 1, 8, 7 },
    { "\"引\"\t\\\\{{(}}", "\"(\" is not the name of a variable", 1, 7, 8 },
    /* conditions */
    { "好{{#if audience=vip}}贵宾", "{{#if}} without {{/if}}", 1, 2, 3 },
    { "{{#if audience=a}}{{#if channel=b}}{{/if}}", "{{#if}} without {{/if}}", 1, 1, 0 },
    { "好\n{{/if}}", "{{/if}} without {{#if}}", 2, 1, 4 },
    { "{{else}}", "{{else}} without {{#if}}", 1, 1, 0 },
    { "{{#if audience=a}}{{else}}{{else}}{{/if}}", "a second {{else}} for the same {{#if}}", 1, 27, 26 },
    { "{{#if vip}}{{/if}}", "\"vip\" is not a condition such as audience=vip", 1, 1, 0 },
    { "{{#if level=vip}}{{/if}}", "\"level=vip\" is not a condition such as audience=vip", 1, 1, 0 },
    { "{{#if audience=}}{{/if}}", "\"audience=\" is not a condition such as audience=vip", 1, 1, 0 },
    { "{{#each a}}", "\"#each a\" is not the name of a variable", 1, 1, 0 },
    /* slots */
    { "[[数量:numbr]]", "\"numbr\" is not text, number or date", 1, 1, 0 },
    { "您选[[颜色=红||黑]]", "a choice of \"颜色\" is empty", 1, 3, 6 },
    { "[[颜色=]]", "a choice of \"颜色\" is empty", 1, 1, 0 },
};

static void a_bad_template_is_found_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad_templates); i++) {
        kbg_error *error = NULL;
        const char *body = bad_templates[i].body;
        assert_int_equal(kbg_template_check(body, strlen(body), NULL, 0, &error), KBG_ERR_TEMPLATE);
        assert_int_equal(kbg_error_status(error), KBG_ERR_TEMPLATE);
        assert_string_equal(kbg_error_message(error), bad_templates[i].message);
        assert_int_equal(kbg_error_line(error), bad_templates[i].line);
        assert_int_equal(kbg_error_column(error), bad_templates[i].column);
        assert_int_equal(kbg_error_offset(error), bad_templates[i].offset);
        kbg_error_free(error);
        assert_int_equal(kbg_template_check(body, strlen(body), NULL, 0, NULL), KBG_ERR_TEMPLATE);
    }
}

/* A load refuses it, with the place in its own input. */
static void a_bad_template_is_refused_by_a_load(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad_templates); i++) {
        text jsonl = { 0 };
        kbg_base *base = base_of(NULL);
        kbg_error *error = NULL;
        uint64_t offset = 0, column = 1;
        text_add_cstr(&jsonl, "{\"id\":\"ok\",\"question\":\"q\"}\n{\"id\":\"a\",\"question\":\"问\",\"answers\":[{\"body\":\"\"}");
        jsonl.len -= 2; /* into the string */
        for (const char *c = bad_templates[i].body; *c; c++) {
            if (c == bad_templates[i].body + bad_templates[i].offset)
                offset = jsonl.len;
            if ((unsigned char)*c < 0x20)
                text_add_format(&jsonl, *c == '\n' ? "\\n" : "\\u%04X", (unsigned)*c);
            else
                text_add_format(&jsonl, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
        }
        for (const char *c = strchr(jsonl.data, '\n') + 1; c < jsonl.data + offset; c++)
            column += ((unsigned char)*c & 0xC0) != 0x80;
        text_add_cstr(&jsonl, "\"}]}\n");
        assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, jsonl.data, jsonl.len, NULL, NULL, &error),
                         KBG_ERR_TEMPLATE);
        assert_string_equal(kbg_error_message(error), bad_templates[i].message);
        assert_int_equal(kbg_error_line(error), 2);
        assert_int_equal(kbg_error_offset(error), offset);
        assert_int_equal(kbg_error_column(error), column);
        kbg_error_free(error);
        kbg_base_unref(base);
        text_free(&jsonl);
    }
}

static void unknown_names_are_refused_if_the_known_are_told(void **state)
{
    const kbg_text names[] = { { "name", 4 }, { "订单号", 9 } };
    static const struct {
        const char *body;
        bool is_good;
    } rows[] = {
        { "{{name}} {{ 订单号 }} {{name|x}} [[任何]]", true },
        { "{{names}}", false },
        { "{{nam}}", false },
        { "{{Name|x}}", false },
        { "\\{{other}}", true },
        { "{{#if audience=vip}}{{other}}{{/if}}", false },
    };
    (void)state;
    kbg_base_options *options = NULL;
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_variables(options, names, 2), KBG_OK);
    assert_int_equal(kbg_base_options_set_variables(options, names, 10001), KBG_ERR_OPTIONS);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base *base = base_with(options, NULL);
        text jsonl = { 0 };
        kbg_status expected = rows[i].is_good ? KBG_OK : KBG_ERR_TEMPLATE;
        text_add_format(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"%s%s\"}",
                        rows[i].body[0] == '\\' ? "\\" : "", rows[i].body);
        assert_int_equal(kbg_template_check(rows[i].body, strlen(rows[i].body), names, 2, NULL), expected);
        assert_int_equal(kbg_template_check(rows[i].body, strlen(rows[i].body), NULL, 0, NULL), KBG_OK);
        assert_int_equal(load_status(base, jsonl.data, jsonl.len), expected);
        text_free(&jsonl);
        kbg_base_unref(base);
    }
    assert_int_equal(kbg_base_options_set_variables(options, NULL, 0), KBG_OK);
    kbg_searcher_free(searcher_of(base_with(options, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"{{other}}\"}")));
    kbg_base_options_free(options);
}

static void conditions_choose_text(void **state)
{
    static const char body[] = "您好\n{{#if audience=vip}}\n尊敬的会员{{name}}，免运费。\n{{else}}\n满 99 元免运费。\n{{/if}}\n"
                               "谢谢{{#if channel!=sms}}，[详情](https://a.example/){{/if}}{{#if language=zh}}。{{/if}}";
    static const struct {
        const char *audience, *channel, *language, *expected;
    } rows[] = {
        { "", "", "", "您好\n满 99 元免运费。\n谢谢，详情 https://a.example/" },
        { "vip", "", "zh-Hans", "您好\n尊敬的会员李明，免运费。\n谢谢，详情 https://a.example/ 。" },
        { "new", "sms", "en", "您好\n满 99 元免运费。\n谢谢" },
        { "vip", "sms", "zh", "您好\n尊敬的会员李明，免运费。\n谢谢。" },
    };
    static const char *const values[] = { "name", "李明", NULL };
    (void)state;
    fixture f = fixture_with_body(body);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_render_options options = options_new();
        kbg_text audience = view_of(rows[i].audience);
        options.audience = &audience;
        options.audience_count = audience.len > 0;
        options.channel = view_of(rows[i].channel);
        options.language = view_of(rows[i].language);
        /* What is left out asks for nothing. */
        options.variable = strcmp(rows[i].audience, "vip") == 0 ? from_table : NULL;
        options.user_data = (void *)(uintptr_t)values;
        assert_renders(&f, &options, rows[i].expected);
    }
    fixture_free(&f);
}

static void conditions_nest(void **state)
{
    static const struct {
        const char *channel, *expected;
    } rows[] = { { "", "ade" }, { "x", "abe" }, { "y", "ace" } };
    (void)state;
    fixture f = fixture_with_body("a{{#if channel=x}}b{{else}}{{#if channel=y}}c{{else}}d{{/if}}{{/if}}e");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_render_options options = options_new();
        options.channel = view_of(rows[i].channel);
        assert_renders(&f, &options, rows[i].expected);
    }
    fixture_free(&f);
}

static void slots_are_filled_by_the_agent(void **state)
{
    static const char body[] = "共[[数量:number]]件，[[颜色=红|黑]]色，[[日期:date]]前送到，备注[[备注]]，再说一次[[数量:number]]。\\[[x]] [[ a b ]] [[y";
    static const struct {
        const char *values[9], *expected; /* NULL: it fails with … */
        const char *message;
    } rows[] = {
        { { "数量", "2", "颜色", "黑", "日期", "2026-11-12", "备注", "*轻放*" },
          "共2件，黑色，2026-11-12前送到，备注*轻放*，再说一次2。[[x]] [[ a b ]] [[y", NULL },
        { { "数量", "两", "颜色", "黑", "日期", "2026-11-12", "备注", "" }, NULL,
          "slot \"数量\": \"两\" is not a number" },
        { { "数量", "2", "颜色", "白", "日期", "2026-11-12", "备注", "" }, NULL,
          "slot \"颜色\": \"白\" is not one of its choices" },
        { { "数量", "-1.50", "颜色", "红", "日期", "11-12", "备注", "" }, NULL,
          "slot \"日期\": \"11-12\" is not a date such as 2026-11-11" },
        { { "颜色", "红", "日期", "2026-11-12" }, NULL, "2 without value: 数量 (1:2), 备注 (1:46)" },
    };
    (void)state;
    fixture f = fixture_with_body(body);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_render_options options = options_new();
        options.slot = from_table;
        options.user_data = (void *)(uintptr_t)rows[i].values;
        if (rows[i].expected)
            assert_renders(&f, &options, rows[i].expected);
        else
            assert_fails(&f, &options, KBG_ERR_VARIABLE, rows[i].message);
    }
    static const struct {
        const char *name, *choices;
        kbg_slot_kind kind;
    } slots[] = { { "数量", "", KBG_SLOT_NUMBER },
                  { "颜色", "红|黑", KBG_SLOT_CHOICE },
                  { "日期", "", KBG_SLOT_DATE },
                  { "备注", "", KBG_SLOT_TEXT } };
    kbg_render_options options = options_new();
    kbg_snippet *snippet = NULL;
    options.flags = KBG_RENDER_KEEP_SLOTS;
    assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
    assert_string_equal(kbg_snippet_part(snippet, 0, NULL),
                        "共【数量】件，【颜色】色，【日期】前送到，备注【备注】，再说一次【数量】。[[x]] [[ a b ]] [[y");
    assert_int_equal(kbg_snippet_slot_count(snippet), COUNT_OF(slots));
    for (size_t i = 0; i < COUNT_OF(slots); i++) {
        kbg_slot_kind kind;
        const char *choices;
        assert_string_equal(kbg_snippet_slot(snippet, i, &kind, &choices), slots[i].name);
        assert_int_equal(kind, slots[i].kind);
        assert_string_equal(choices, slots[i].choices);
    }
    assert_null(kbg_snippet_slot(snippet, COUNT_OF(slots), NULL, NULL));
    kbg_snippet_free(snippet);
    fixture_free(&f);
}

static void a_number_chooses_among_equal_answers(void **state)
{
    static const struct {
        uint64_t number;
        const char *channel, *variant, *expected;
        uint32_t fits[4];
    } rows[] = {
        { 0, "", "", "0", { 128 | 256, 128, 32, 128 } },
        { 1, "", "", "1", { 128, 128 | 256, 32, 128 } },
        { 2, "", "", "3", { 128, 128, 32, 128 | 256 } },
        { 3, "", "", "0", { 128 | 256, 128, 32, 128 } },
        { UINT64_MAX, "", "", "0", { 128 | 256, 128, 32, 128 } }, /* 2^64 - 1 is a multiple of 3 */
        { 1, "", "A", "0", { 16 | 128 | 256, 0, 32, 0 } },
        { 5, "sms", "", "2", { 0, 0, 1 | 128 | 256, 0 } },
    };
    (void)state;
    fixture f = fixture_of("{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"body\":\"0\",\"variant\":\"A\"},"
                           "{\"body\":\"1\",\"variant\":\"B\"},{\"body\":\"2\",\"channel\":\"sms\"},{\"body\":\"3\"}]}");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_render_options options = options_new();
        options.variant_number = rows[i].number;
        options.channel = view_of(rows[i].channel);
        options.variant = view_of(rows[i].variant);
        assert_renders(&f, &options, rows[i].expected);
        for (size_t k = 0; k < 4; k++) {
            uint32_t fit = 0;
            assert_int_equal(kbg_answer_fit(f.item, k, &options, &fit), KBG_OK);
            assert_int_equal(fit, rows[i].fits[k]);
        }
        uint32_t fit = 1;
        assert_int_equal(kbg_answer_fit(f.item, 4, &options, &fit), KBG_ERR_OPTIONS);
        assert_int_equal(fit, 0);
    }
    fixture_free(&f);
}

static void the_answer_that_fits_best_is_chosen(void **state)
{
    static const char jsonl[] = "{\"id\":\"a\",\"question\":\"q\",\"answers\":["
                                "{\"body\":\"0\"},"
                                "{\"body\":\"1\",\"variant\":\"short\"},"
                                "{\"body\":\"2\",\"language\":\"en-US\"},"
                                "{\"body\":\"3\",\"language\":\"zh-Hans\",\"variant\":\"short\"},"
                                "{\"body\":\"4\",\"channel\":\"sms\"},"
                                "{\"body\":\"5\",\"channel\":\"sms\",\"language\":\"en\"},"
                                "{\"body\":\"6\",\"channel\":\"sms\",\"audience\":[\"vip\",\"老客\"]},"
                                "{\"body\":\"7\",\"audience\":[\"vip\"]},"
                                "{\"body\":\"8\",\"audience\":[\"new\"],\"language\":\"en\"}]}";
    static const struct {
        const char *channel, *language, *variant, *audience[3];
        const char *expected;
    } rows[] = {
        { "", "", "", { NULL }, "0" },
        { "", "", "short", { NULL }, "1" },
        { "", "", "other", { NULL }, "0" },
        { "", "en", "", { NULL }, "2" },
        { "", "EN-us", "", { NULL }, "2" },
        { "", "en-GB", "", { NULL }, "0" },
        { "", "zh", "", { NULL }, "3" },
        { "", "zh", "short", { NULL }, "3" },
        { "", "fr", "short", { NULL }, "1" },
        { "sms", "", "", { NULL }, "4" },
        { "sms", "en", "", { NULL }, "5" },
        { "sms", "zh", "", { NULL }, "4" },
        { "sms", "", "short", { NULL }, "4" },
        { "SMS", "", "", { NULL }, "0" },
        { "sms", "", "", { "老客" }, "6" },
        { "sms", "", "", { "x", "vip" }, "6" },
        { "email", "", "", { "vip" }, "7" },
        { "", "", "", { "vip" }, "7" },
        { "", "", "", { "new", "vip" }, "7" },
        { "", "en", "", { "new", "vip" }, "8" },
        { "", "en", "", { "VIP" }, "2" },
    };
    (void)state;
    fixture f = fixture_of(jsonl);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_render_options options = options_new();
        kbg_text audience[3];
        kbg_snippet *snippet = NULL;
        options.channel = view_of(rows[i].channel);
        options.language = view_of(rows[i].language);
        options.variant = view_of(rows[i].variant);
        options.audience = audience;
        for (; rows[i].audience[options.audience_count]; options.audience_count++)
            audience[options.audience_count] = view_of(rows[i].audience[options.audience_count]);
        assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
        assert_string_equal(kbg_snippet_part(snippet, 0, NULL), rows[i].expected);
        assert_int_equal(kbg_snippet_answer(snippet), rows[i].expected[0] - '0');
        kbg_snippet_free(snippet);
    }
    fixture_free(&f);
}

static void an_item_without_a_fitting_answer_is_an_error(void **state)
{
    static const struct {
        const char *answers, *channel, *audience;
    } rows[] = {
        { "[]", "", "" },
        { "[]", "sms", "vip" },
        { "[{\"body\":\"b\",\"channel\":\"sms\"}]", "", "" },
        { "[{\"body\":\"b\",\"channel\":\"sms\"}]", "wechat", "" },
        { "[{\"body\":\"b\",\"audience\":[\"vip\"]}]", "", "" },
        { "[{\"body\":\"b\",\"audience\":[\"vip\"]}]", "", "new" },
        { "[{\"body\":\"b\",\"audience\":[\"vip\"],\"channel\":\"sms\"}]", "wechat", "vip" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text jsonl = { 0 };
        text_add_format(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"answers\":%s}", rows[i].answers);
        fixture f = fixture_of(jsonl.data);
        kbg_render_options options = options_new();
        kbg_text audience = view_of(rows[i].audience);
        options.channel = view_of(rows[i].channel);
        options.audience = &audience;
        options.audience_count = 1;
        assert_fails(&f, &options, KBG_ERR_NO_ANSWER, kbg_status_text(KBG_ERR_NO_ANSWER));
        fixture_free(&f);
        text_free(&jsonl);
    }
}

static const char with_attachments[] =
    "{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"body\":\"见下图\",\"attachments\":["
    "{\"kind\":\"image\",\"uri\":\"https://example.com/1\",\"title\":\"步骤\",\"alt\":\"不用\"},"
    "{\"kind\":\"animation\",\"uri\":\"u2\",\"alt\":\"演示\"},{\"kind\":\"file\",\"uri\":\"u3\"},"
    "{\"kind\":\"link\",\"uri\":\"u4\",\"media_type\":\"text/html\"},{\"kind\":\"card\",\"uri\":\"u5\"}]},"
    "{\"channel\":\"sms\",\"attachments\":[{\"kind\":\"file\",\"uri\":\"only\"}]}]}";

static void attachments_go_with_the_snippet(void **state)
{
    static const kbg_media media[] = { KBG_MEDIA_IMAGE, KBG_MEDIA_ANIMATION, KBG_MEDIA_FILE, KBG_MEDIA_LINK,
                                       KBG_MEDIA_CARD };
    (void)state;
    fixture f = fixture_of(with_attachments);
    kbg_snippet *snippet = NULL;
    size_t len;
    assert_int_equal(kbg_render(f.searcher, f.item, NULL, &snippet, NULL), KBG_OK);
    assert_string_equal(kbg_snippet_part(snippet, 0, NULL), "见下图");
    assert_int_equal(kbg_snippet_attachment_count(snippet), COUNT_OF(media));
    for (size_t i = 0; i < COUNT_OF(media); i++)
        assert_int_equal(kbg_attachment_media(kbg_snippet_attachment(snippet, i)), media[i]);
    const char *uri = kbg_attachment_uri(kbg_snippet_attachment(snippet, 0), &len);
    assert_text(uri, len, "https://example.com/1");
    const char *title = kbg_attachment_title(kbg_snippet_attachment(snippet, 0), &len);
    assert_text(title, len, "步骤");
    const char *type = kbg_attachment_media_type(kbg_snippet_attachment(snippet, 3), &len);
    assert_text(type, len, "text/html");
    assert_null(kbg_snippet_attachment(snippet, COUNT_OF(media)));
    assert_null(kbg_snippet_attachment(snippet, SIZE_MAX));
    kbg_snippet_free(snippet);
    fixture_free(&f);
}

static void attachments_are_written_as_lines_on_request(void **state)
{
    (void)state;
    fixture f = fixture_of(with_attachments);
    kbg_render_options options = options_new();
    options.flags = KBG_RENDER_ATTACHMENT_LINES;
    assert_renders(&f, &options, "见下图\n[图片] 步骤 https://example.com/1\n[动图] 演示 u2\n[文件] u3\n[链接] u4\n[卡片] u5");
    options.channel = view_of("sms");
    assert_renders(&f, &options, "[文件] only");
    fixture_free(&f);
}

static void an_answer_of_attachments_only_has_one_empty_part(void **state)
{
    (void)state;
    fixture f = fixture_of(with_attachments);
    kbg_render_options options = options_new();
    kbg_snippet *snippet = NULL;
    size_t len = 9;
    options.channel = view_of("sms");
    assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
    assert_int_equal(kbg_snippet_part_count(snippet), 1);
    assert_string_equal(kbg_snippet_part(snippet, 0, &len), "");
    assert_int_equal(len, 0);
    assert_int_equal(kbg_snippet_answer(snippet), 1);
    assert_int_equal(kbg_snippet_attachment_count(snippet), 1);
    assert_int_equal(kbg_snippet_missing_count(snippet), 0);
    len = 9;
    assert_null(kbg_snippet_part(snippet, 1, &len));
    assert_int_equal(len, 0);
    assert_null(kbg_snippet_part(snippet, SIZE_MAX, NULL));
    kbg_snippet_free(snippet);
    kbg_snippet_free(NULL);
    fixture_free(&f);
}

static void render_options_out_of_range_are_refused(void **state)
{
    static const kbg_text many[65] = { { NULL, 0 } };
    struct {
        kbg_render_options known;
        unsigned char more[8];
    } longer = { .known = KBG_RENDER_OPTIONS_INIT };
    kbg_render_options bad[] = { options_new(), options_new(), options_new(), options_new(), options_new(),
                                 options_new(), options_new(), options_new(), options_new(), options_new() };
    static const char *const messages[] = {
        "render options: size is not valid",           "render options: size is not valid",
        "render options: size is not valid",           "render options: flags is not valid",
        "render options: flags is not valid",          "render options: audience_count is not valid",
        "render options: audience is not valid",       "no profile has the name \"plai\"",
        "no profile has the name \"plains\"",          "no profile has the name \"Plain\"",
    };
    (void)state;
    fixture f = fixture_with_body("b");
    bad[0].size = 0;
    bad[1].size = sizeof(kbg_render_options) - 1;
    bad[2].size = 4097;
    bad[3].flags = 128;
    bad[4].flags = KBG_RENDER_KEEP_MISSING | KBG_RENDER_EMPTY_MISSING;
    bad[5].audience = many;
    bad[5].audience_count = 65;
    bad[6].audience_count = 1; /* of nothing */
    bad[7].profile = view_of("plai");
    bad[8].profile = view_of("plains");
    bad[9].profile = view_of("Plain");
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_fails(&f, &bad[i], KBG_ERR_OPTIONS, messages[i]);
    longer.known.size = sizeof(longer);
    assert_renders(&f, &longer.known, "b");
    longer.more[7] = 1;
    assert_fails(&f, &longer.known, KBG_ERR_OPTIONS, "render options: size is not valid");
    fixture_free(&f);
}

static void a_snippet_too_long_is_an_error_with_and_without_attachments(void **state)
{
    static const struct {
        uint64_t limit;
        uint32_t flags;
        kbg_status status;
    } rows[] = {
        { 9, 0, KBG_OK },
        { 8, 0, KBG_ERR_LIMIT },
        { 8, KBG_RENDER_ATTACHMENT_LINES, KBG_ERR_LIMIT },
        /* 9 bytes of body, 38 + 19 + 12 + 12 + 12 of lines with their breaks */
        { 102, KBG_RENDER_ATTACHMENT_LINES, KBG_OK },
        { 101, KBG_RENDER_ATTACHMENT_LINES, KBG_ERR_LIMIT },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base_options *settings = NULL;
        assert_int_equal(kbg_base_options_new(NULL, &settings), KBG_OK);
        assert_int_equal(kbg_base_options_set_limit(settings, KBG_LIMIT_SNIPPET_BYTES, rows[i].limit), KBG_OK);
        kbg_base *base = base_with(settings, with_attachments);
        kbg_base_options_free(settings);
        fixture f = { .view = kbg_base_view(base) };
        f.searcher = searcher_of(base);
        f.item = kbg_view_item(f.view, 0);
        kbg_render_options options = options_new();
        options.flags = rows[i].flags;
        if (rows[i].status == KBG_OK) {
            kbg_snippet *snippet = NULL;
            size_t len;
            assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
            (void)kbg_snippet_part(snippet, 0, &len);
            assert_int_equal(len, rows[i].limit);
            kbg_snippet_free(snippet);
        } else {
            text message = { 0 };
            text_add_format(&message, "the snippet is over the limit of %llu bytes", (unsigned long long)rows[i].limit);
            assert_fails(&f, &options, KBG_ERR_LIMIT, message.data);
            text_free(&message);
        }
        fixture_free(&f);
    }
}

static void a_snippet_outlives_all_it_was_made_of(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(
        "{\"id\":\"a\",\"question\":\"退货\",\"answers\":[{\"body\":\"{{a}} 退 {{b}}\",\"attachments\":["
        "{\"kind\":\"image\",\"uri\":\"https://example.com/1\",\"title\":\"步骤\"}]}]}");
    kbg_render_options options = options_new();
    kbg_snippet *snippet = NULL;
    options.flags = KBG_RENDER_KEEP_MISSING;
    kbg_hits *hits = search(searcher, "退货", NULL);
    assert_int_equal(kbg_render(searcher, kbg_hits_item(hits, 0), &options, &snippet, NULL), KBG_OK);
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
    size_t len;
    assert_string_equal(kbg_snippet_part(snippet, 0, &len), "{{a}} 退 {{b}}");
    assert_int_equal(len, 15);
    assert_string_equal(kbg_snippet_missing(snippet, 1, NULL), "b");
    const kbg_attachment *attachment = kbg_snippet_attachment(snippet, 0);
    assert_int_equal(kbg_attachment_media(attachment), KBG_MEDIA_IMAGE);
    assert_string_equal(kbg_attachment_uri(attachment, &len), "https://example.com/1");
    assert_string_equal(kbg_attachment_title(attachment, &len), "步骤");
    assert_string_equal(kbg_attachment_alt(attachment, &len), "");
    kbg_snippet_free(snippet);
}

static void a_failed_rendering_leaves_the_searcher_usable(void **state)
{
    (void)state;
    fixture f = fixture_with_body("{{a}}");
    kbg_render_options options = options_new();
    options.flags = KBG_RENDER_EMPTY_MISSING;
    for (int i = 0; i < 3; i++) {
        assert_fails(&f, NULL, KBG_ERR_VARIABLE, "1 without value: a (1:1)");
        assert_renders(&f, &options, "");
        assert_search(f.searcher, "q", NULL, "a");
    }
    fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_becomes_plain_text),
        cmocka_unit_test(variables_are_filled_in),
        cmocka_unit_test(values_are_data),
        cmocka_unit_test(a_nul_in_a_value_is_taken_out),
        cmocka_unit_test(all_names_without_value_are_reported),
        cmocka_unit_test(without_a_callback_no_variable_has_a_value),
        cmocka_unit_test(a_bad_template_is_found_with_its_place),
        cmocka_unit_test(a_bad_template_is_refused_by_a_load),
        cmocka_unit_test(unknown_names_are_refused_if_the_known_are_told),
        cmocka_unit_test(conditions_choose_text),
        cmocka_unit_test(conditions_nest),
        cmocka_unit_test(slots_are_filled_by_the_agent),
        cmocka_unit_test(a_number_chooses_among_equal_answers),
        cmocka_unit_test(the_answer_that_fits_best_is_chosen),
        cmocka_unit_test(an_item_without_a_fitting_answer_is_an_error),
        cmocka_unit_test(attachments_go_with_the_snippet),
        cmocka_unit_test(attachments_are_written_as_lines_on_request),
        cmocka_unit_test(an_answer_of_attachments_only_has_one_empty_part),
        cmocka_unit_test(render_options_out_of_range_are_refused),
        cmocka_unit_test(a_snippet_too_long_is_an_error_with_and_without_attachments),
        cmocka_unit_test(a_snippet_outlives_all_it_was_made_of),
        cmocka_unit_test(a_failed_rendering_leaves_the_searcher_usable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
