/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "text/fold.h"

static const struct {
    const char *text, *folded;
} rows[] = {
    { "", "" },
    { "退货", "退货" },
    /* width and case */
    { "ＩＰｈｏｎｅ１５", "iphone15" },
    { "！？，", "!?," },
    { "ABC xyz", "abc xyz" },
    { "ﾃｽﾄ", "テスト" },
    { "ｶﾞ", "ガ" },
    { "か\xE3\x82\x99", "が" }, /* a combining mark joins its base */
    { "é e\xCC\x81", "é é" },
    { "ＳＴＲＡẞＥ Straße", "strasse strasse" },
    { "①②", "12" },
    { "㎡", "m2" },
    { "ﬁ", "fi" },
    /* script: one character to one, and what is good Simplified text stays */
    { "退貨運費", "退货运费" },
    { "開發票", "开发票" },
    { "著名的俱樂部", "著名的俱乐部" },
    { "乾隆", "乾隆" },
    { "貨\xCC\x81運", "货\xCC\x81运" }, /* with a combining mark behind */
    { "貨 運 a 費", "货运 a 费" },
    { "\xEF\xA4\x80", "岂" }, /* U+F900, a compatibility form of 豈 */
    /* white space */
    { "  退 货  ", "退货" },
    { "退\xE3\x80\x80货", "退货" },
    { "a  b\t\r\nc", "a b c" },
    { "我要 iPhone 15 吗", "我要 iphone 15 吗" },
    { "退 a 货", "退 a 货" },
    { "退 ？货", "退 ?货" },
    { "こん にちは", "こんにちは" },
    { "\xC2\xA0" "a\xE2\x80\xA8" "b\xC2\x85", "a b" },
    /* what is not seen */
    { "退\xE2\x80\x8B货", "退货" },             /* zero width space */
    { "\xEF\xBB\xBF退货", "退货" },             /* byte order mark */
    { "a\x01" "b\x7F" "c\xC2\x9F" "d", "abcd" }, /* controls */
    { "退\xEF\xB8\x8F货", "退货" },             /* variation selector */
    { "\xE2\x80\xAE退货", "退货" },             /* bidirectional override */
    { "a\xC2\xAD" "b", "ab" },                   /* soft hyphen */
    /* ill-formed bytes */
    { "退\xFF货", "退\xEF\xBF\xBD货" },
    { "\xE9\x80", "\xEF\xBF\xBD" },
    /* emoji stay */
    { "好\xF0\x9F\x91\x8D", "好\xF0\x9F\x91\x8D" },
};

static void texts_are_normalised(void **state)
{
    (void)state;
    kbg__folded folded;
    kbg__folded_init(&folded, &kbg__memory_default, true);
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(kbg__fold(&folded, NULL, NULL, rows[i].text, strlen(rows[i].text)), KBG_OK);
        assert_text(folded.text.data ? folded.text.data : "", folded.text.len, rows[i].folded);
    }
    kbg__folded_free(&folded);
}

static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    kbg__folded folded;
    kbg__folded_init(&folded, &kbg__memory_default, false);
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(kbg__fold(&folded, NULL, NULL, rows[i].folded, strlen(rows[i].folded)), KBG_OK);
        assert_text(folded.text.data ? folded.text.data : "", folded.text.len, rows[i].folded);
    }
    kbg__folded_free(&folded);
}

static void the_map_leads_back_to_the_source(void **state)
{
    (void)state;
    /* For each byte of "退a12货" the bytes of the source that it came from. */
    static const char text[] = "  退 Ａ①2\xE2\x80\x8B貨";
    static const struct {
        uint32_t start, end;
    } expected[] = {
        { 2, 5 },   { 2, 5 },   { 2, 5 },   /* 退 */
        { 5, 6 },                           /* the space */
        { 6, 9 },                           /* Ａ */
        { 9, 12 },                          /* ① */
        { 12, 16 },                         /* 2 and the zero width space, which nothing is left of */
        { 16, 19 }, { 16, 19 }, { 16, 19 }, /* 貨 */
    };
    kbg__folded folded;
    kbg__folded_init(&folded, &kbg__memory_default, true);
    assert_int_equal(kbg__fold(&folded, NULL, NULL, LIT(text)), KBG_OK);
    assert_text(folded.text.data, folded.text.len, "退 a12货");
    assert_int_equal(folded.text.len, ROWS(expected));
    for (size_t i = 0; i < ROWS(expected); i++) {
        assert_int_equal(folded.start[i], expected[i].start);
        assert_int_equal(folded.end[i], expected[i].end);
    }
    kbg__folded_free(&folded);
}

static void emoticon_codes_are_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *text, *folded;
    } codes[] = {
        { "[微笑]退货", "退货" },       { "退[微笑]货", "退货" }, { "a[OK]b", "a b" },
        { "亲/:^_^在吗/::)", "亲在吗" }, { "[未知]", "[未知]" },   { "[微笑][微笑]", "" },
    };
    kbg__emoticons *emoticons;
    kbg__emoticon_matcher *matcher;
    kbg__folded folded;
    assert_int_equal(kbg__emoticons_new(&kbg__memory_default, kbg__emoticon_default_pattern,
                                        strlen(kbg__emoticon_default_pattern), &emoticons, NULL),
                     KBG_OK);
    assert_int_equal(kbg__emoticon_matcher_new(emoticons, &matcher), KBG_OK);
    kbg__folded_init(&folded, &kbg__memory_default, true);
    for (size_t i = 0; i < ROWS(codes); i++) {
        assert_int_equal(kbg__fold(&folded, emoticons, matcher, codes[i].text, strlen(codes[i].text)), KBG_OK);
        assert_text(folded.text.data ? folded.text.data : "", folded.text.len, codes[i].folded);
    }
    kbg__folded_free(&folded);
    kbg__emoticon_matcher_free(matcher);
    kbg__emoticons_free(emoticons);
}

/* Any bytes at all give well-formed text with a map that goes forward and stays inside the source. */
static void any_bytes_give_good_text_and_a_good_map(void **state)
{
    (void)state;
    static const char *const pieces[] = { "退", "Ａ", "a", " ", "\xCC\x81", "\xE3\x82\x99", "\xFF", "\xE9\x80", "①",
                                          "\xEF\xB7\xBA", "\xF0\x9F\x91\x8D", "\n", "\xE1\x84\x80", "\xE1\x85\xA1" };
    test_random random = { 20261111 };
    kbg__folded folded;
    kbg__folded_init(&folded, &kbg__memory_default, true);
    for (int round = 0; round < 2000; round++) {
        kbg__buffer text;
        kbg__buffer_init(&text, &kbg__memory_default);
        for (uint32_t n = test_random_below(&random, 200); n; n--)
            kbg__buffer_add_cstr(&text, pieces[test_random_below(&random, ROWS(pieces))]);
        assert_int_equal(kbg__fold(&folded, NULL, NULL, text.data, text.len), KBG_OK);
        assert_int_equal(kbg__utf8_check(folded.text.data, folded.text.len), folded.text.len);
        for (size_t i = 0; i < folded.text.len; i++) {
            assert_true(folded.start[i] < folded.end[i] && folded.end[i] <= text.len);
            assert_true(i == 0 || folded.start[i] >= folded.start[i - 1]);
        }
        kbg__buffer_free(&text);
    }
    kbg__folded_free(&folded);
}

static void a_long_run_of_marks_is_cut_and_kept(void **state)
{
    (void)state;
    kbg__buffer text;
    kbg__folded folded;
    kbg__buffer_init(&text, &kbg__memory_default);
    kbg__buffer_add_cstr(&text, "x");
    for (int i = 0; i < 20000; i++)
        kbg__buffer_add_cstr(&text, "\xCC\x95"); /* U+0315 joins no base */
    kbg__folded_init(&folded, &kbg__memory_default, true);
    assert_int_equal(kbg__fold(&folded, NULL, NULL, text.data, text.len), KBG_OK);
    assert_int_equal(folded.text.len, text.len);
    assert_memory_equal(folded.text.data, text.data, text.len);
    kbg__folded_free(&folded);
    kbg__buffer_free(&text);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    size_t fail_at = 1;
    for (bool failed = true; failed; fail_at++) {
        test_memory memory;
        kbg__folded folded;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__folded_init(&folded, &memory.allocator, true);
        kbg_status status = kbg__fold(&folded, NULL, NULL, LIT("请问怎么申请退货运费"));
        failed = status != KBG_OK;
        if (failed) {
            assert_int_equal(status, KBG_ERR_NOMEM);
            assert_int_equal(kbg__fold(&folded, NULL, NULL, LIT("退貨")), KBG_OK);
            assert_text(folded.text.data, folded.text.len, "退货");
        }
        kbg__folded_free(&folded);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_normalised),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(the_map_leads_back_to_the_source),
        cmocka_unit_test(emoticon_codes_are_left_out),
        cmocka_unit_test(any_bytes_give_good_text_and_a_good_map),
        cmocka_unit_test(a_long_run_of_marks_is_cut_and_kept),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
