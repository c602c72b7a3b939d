/* SPDX-License-Identifier: MIT */
/* Bodies without markup are read without cmark; what comes of them is what cmark would have made. */
#include "support.h"

#include "render/paragraphs.h"

#include <stdio.h>

static void only_what_can_be_no_markup_is_text(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        bool expected;
    } rows[] = {
        { "", true },
        { "您好", true },
        { "您好\n请稍等。\n\n\n再见！\n", true },
        { "\n\n您好", true },
        { "一 二, a-b a+b 1+1=2 #1 ~5% > 3 (甲) \"乙\" '丙' :丁; @ $ ^ % { } ! ?", true },
        { "2026年", true },
        { "3.5折", false }, /* could have been the number of a list */
        { "共3.5折", true },
        { "1. 一", false },
        { "12) 一", false },
        { "好\n1. 一", false },
        { "好\n12", true },
        { "好\n12.", false },
        { "见https://shop.example/a?b=c", true },
        { "见https://shop.example/a?b=c&d", false },
        { "*", false },
        { "a_b", false },
        { "`a`", false },
        { "[a]", false },
        { "a]", false },
        { "<a>", false },
        { "a|b", false },
        { "a\\b", false },
        { "&lt;", false },
        { "# 一", false },
        { "> 一", false },
        { "+ 一", false },
        { "- 一", false },
        { "一\n---", false },
        { "一\n===", false },
        { "~~~", false },
        { "    一", false },
        { " 一", false },
        { "一\n 二", false },
        { "一 \n二", false },
        { "一 ", false },
        { " ", false },
        { "一\n \n二", false },
        { "\t一", false },
        { "一\t二", false },
        { "一\r\n二", false },
        { "一\v二", false },
        { "一\x01", false },
        { "\xEF\xBB\xBF# 一", false },
        { "一\xEF\xBB\xBF二", true },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        if (kbg__paragraphs_only(rows[i].body, strlen(rows[i].body)) != rows[i].expected)
            fail_msg("row %zu: %s", i, rows[i].body);
    assert_false(kbg__paragraphs_only(LIT("一\0二")));
}

static bool give(const char *name, size_t len, kbg_text *value, void *user_data)
{
    static const kbg_text values[] = { TEXT("李明"), TEXT(""), TEXT("*a* <b>\n# [x](y)  ") };
    (void)user_data;
    *value = values[len % ROWS(values)];
    (void)name;
    return true;
}

static void read_body(kbg__document *d, kbg__variables *v, const char *body, size_t len, const kbg_profile *profile)
{
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    options.variable = give;
    kbg__variables_init(v, &kbg__memory_default);
    kbg__document_init(d, &kbg__memory_default);
    assert_int_equal(kbg__variables_take(v, body, len, &options, NULL), KBG_OK);
    assert_int_equal(kbg__document_read(d, v, profile, 1000000, 100, NULL), KBG_OK);
}

static void assert_same(const kbg__document *a, const kbg__document *b, const char *body)
{
    bool same = a->text.len == b->text.len &&
                (a->text.len == 0 || memcmp(a->text.data, b->text.data, a->text.len) == 0) &&
                a->urls.len == b->urls.len && memcmp(a->urls.data, b->urls.data, a->urls.len) == 0 &&
                a->run_count == b->run_count && a->block_count == b->block_count && a->link_count == b->link_count &&
                a->container_count == b->container_count && a->warnings == b->warnings &&
                a->no_headings == b->no_headings;
    for (size_t i = 0; same && i < a->run_count; i++)
        same = a->runs[i].start == b->runs[i].start && a->runs[i].end == b->runs[i].end &&
               a->runs[i].link == b->runs[i].link && a->runs[i].kind == b->runs[i].kind &&
               a->runs[i].styles == b->runs[i].styles;
    for (size_t i = 0; same && i < a->block_count; i++)
        same = a->blocks[i].kind == b->blocks[i].kind && a->blocks[i].blank_before == b->blocks[i].blank_before &&
               a->blocks[i].start == b->blocks[i].start && a->blocks[i].end == b->blocks[i].end &&
               a->blocks[i].run == b->blocks[i].run && a->blocks[i].run_end == b->blocks[i].run_end &&
               a->blocks[i].container == b->blocks[i].container;
    if (!same)
        fail_msg("not as cmark has it: %s", body);
}

/* A space behind the end changes nothing for CommonMark, but such a body goes to cmark. */
static void what_comes_of_text_is_what_cmark_makes(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "您好", "，", "a", "Z", "0", "12", "1. ", "1) ", " ", " ", "\n", "\n", "\n\n", "!", ".", ")", "-", "+", "=", "#", ">", "~", ":",
        "\"", "'", "(", "{{n}}", "{{nn}}", "{{nnn}}", "https://shop.example/a?b=c", "http://x", "/:^_^", "🙂",
        "\xEF\xBB\xBF", "\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\xA8", "\xC2\x85", "\x7F", "e\xCC\x81", "100#", "。", "\xFF",
        "*", "_", "|", "[", "`", "\t", "\r\n",
    };
    test_random random = { 20261111 };
    size_t compared = 0, with_blocks = 0;
    for (int round = 0; round < 40000; round++) {
        char body[600];
        size_t len = 0;
        kbg__document fast, slow;
        kbg__variables v, w;
        kbg_profile profile;
        /* Mostly text; the last pieces now and then. */
        for (uint32_t n = 1 + test_random_below(&random, 12); n > 0; n--) {
            uint32_t bound = test_random_below(&random, 20) ? ROWS(pieces) - 7 : ROWS(pieces);
            const char *piece = pieces[test_random_below(&random, bound)];
            memcpy(body + len, piece, strlen(piece));
            len += strlen(piece);
        }
        memcpy(body + len, " ", 2);
        kbg__profile_init(&profile, &kbg__memory_default, test_random_below(&random, (uint32_t)kbg_profile_count()));
        read_body(&fast, &v, body, len, &profile);
        if (kbg__paragraphs_only(v.marked.data, v.marked.len)) {
            read_body(&slow, &w, body, len + 1, &profile);
            assert_false(kbg__paragraphs_only(w.marked.data, w.marked.len));
            assert_same(&fast, &slow, body);
            compared++;
            with_blocks += fast.block_count > 1;
            kbg__document_free(&slow);
            kbg__variables_free(&w);
        }
        kbg__document_free(&fast);
        kbg__variables_free(&v);
    }
    assert_true(compared > 5000);
    assert_true(with_blocks > 500);
    printf("%zu bodies compared, %zu of several paragraphs\n", compared, with_blocks);
}

static void each_failure_is_reported(void **state)
{
    (void)state;
    static const char body[] = "您好，请看https://shop.example/a\n第二行🙂\n\n第二段";
    for (size_t fail_at = 1;; fail_at++) {
        kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
        test_memory memory;
        kbg__document d;
        kbg__variables v;
        kbg_profile profile;
        test_memory_init(&memory);
        kbg__variables_init(&v, &kbg__memory_default);
        kbg__document_init(&d, &memory.allocator);
        kbg__profile_init(&profile, &kbg__memory_default, 1);
        assert_int_equal(kbg__variables_take(&v, LIT(body), &options, NULL), KBG_OK);
        memory.fail_at = fail_at;
        kbg_status status = kbg__document_read(&d, &v, &profile, 1000, 100, NULL);
        kbg__document_free(&d);
        kbg__variables_free(&v);
        assert_int_equal(memory.blocks, 0);
        if (memory.calls < fail_at) {
            assert_int_equal(status, KBG_OK);
            assert_true(fail_at > 4);
            return;
        }
        assert_int_equal(status, KBG_ERR_NOMEM);
    }
}

static void the_limit_holds_for_text_too(void **state)
{
    (void)state;
    static const struct {
        size_t most;
        kbg_status status;
    } rows[] = { { 1000, KBG_OK }, { 20, KBG_OK }, { 11, KBG_ERR_LIMIT }, { 3, KBG_ERR_LIMIT }, { 0, KBG_ERR_LIMIT } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
        kbg__document d;
        kbg__variables v;
        kbg_profile profile;
        kbg__variables_init(&v, &kbg__memory_default);
        kbg__document_init(&d, &kbg__memory_default);
        kbg__profile_init(&profile, &kbg__memory_default, 0);
        assert_int_equal(kbg__variables_take(&v, LIT("您好\n\n请稍等"), &options, NULL), KBG_OK);
        assert_int_equal(kbg__document_read(&d, &v, &profile, rows[i].most, 100, NULL), rows[i].status);
        kbg__document_free(&d);
        kbg__variables_free(&v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_can_be_no_markup_is_text),
        cmocka_unit_test(what_comes_of_text_is_what_cmark_makes),
        cmocka_unit_test(each_failure_is_reported),
        cmocka_unit_test(the_limit_holds_for_text_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
