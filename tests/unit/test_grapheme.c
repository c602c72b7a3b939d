/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "text/grapheme.h"

/* Clusters are shown with a bar between them. */
static const struct {
    const char *text, *shown;
} rows[] = {
    { "", "" },
    { "a", "a" },
    { "你好，ab", "你|好|，|a|b" },
    { "e\xCC\x81x", "e\xCC\x81|x" },
    { "\xCC\x81x", "\xCC\x81|x" },
    { "o\xCC\x88\xCC\xA3\xCC\x81!", "o\xCC\x88\xCC\xA3\xCC\x81|!" },
    { "😀😀", "😀|😀" },
    { "👨‍👩‍👧‍👦好", "👨‍👩‍👧‍👦|好" },
    { "👍🏽👍", "👍🏽|👍" },
    { "🇨🇳🇯🇵🇺", "🇨🇳|🇯🇵|🇺" },
    { "❤️1️⃣", "❤️|1️⃣" },
    { "𠮷野", "𠮷|野" },
    { "각가", "각|가" },
    { "नी", "नी" },
    { "a\r\nb\nc", "a|\r\n|b|\n|c" },
};

static void clusters_are_found(void **state)
{
    (void)state;
    kbg__graphemes *graphemes;
    assert_int_equal(kbg__graphemes_new(&kbg__memory_default, &graphemes), KBG_OK);
    for (size_t i = 0; i < ROWS(rows); i++) {
        bool starts[100];
        char shown[200];
        size_t len = strlen(rows[i].text), out = 0;
        assert_int_equal(kbg__graphemes_find(graphemes, rows[i].text, len, starts), KBG_OK);
        assert_true(starts[0] && starts[len]);
        for (size_t at = 0; at < len; at++) {
            if (at && starts[at])
                shown[out++] = '|';
            shown[out++] = rows[i].text[at];
        }
        assert_text((shown[out] = '\0', shown), out, rows[i].shown);
    }
    kbg__graphemes_free(graphemes);
}

/* What is answered without ICU must be what ICU says: each code point between two letters. */
static void the_short_way_agrees_with_icu(void **state)
{
    (void)state;
    kbg__graphemes *graphemes;
    assert_int_equal(kbg__graphemes_new(&kbg__memory_default, &graphemes), KBG_OK);
    for (uint32_t c = 1; c < 0x30000; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        bool shorter[32], longer[32];
        kbg__buffer text;
        kbg__buffer_init(&text, &kbg__memory_default);
        kbg__buffer_add_byte(&text, 'a');
        kbg__buffer_add_code_point(&text, c);
        kbg__buffer_add_cstr(&text, "b");
        size_t len = text.len;
        kbg__buffer_add_cstr(&text, "\xE2\x80\x8D"); /* a joiner makes ICU look at the whole text */
        assert_int_equal(kbg__graphemes_find(graphemes, text.data, len, shorter), KBG_OK);
        assert_int_equal(kbg__graphemes_find(graphemes, text.data, text.len, longer), KBG_OK);
        for (size_t at = 0; at < len; at++)
            if (shorter[at] != longer[at])
                fail_msg("U+%04X at %zu", (unsigned)c, at);
        if (kbg__grapheme_joins(c))
            assert_false(shorter[1]);
        kbg__buffer_free(&text);
    }
    kbg__graphemes_free(graphemes);
}

static void marks_and_joiners_join(void **state)
{
    (void)state;
    static const uint32_t joining[] = { 0x301, 0x200D, 0xFE0F, 0x1F3FD, 0x903, 0x20E3 };
    static const uint32_t others[] = { 'a', ' ', 0x4F60, 0x1F600, 0x1F1E8, 0x200B };
    for (size_t i = 0; i < ROWS(joining); i++)
        assert_true(kbg__grapheme_joins(joining[i]));
    for (size_t i = 0; i < ROWS(others); i++)
        assert_false(kbg__grapheme_joins(others[i]));
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    size_t fail_at = 1;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        test_memory memory;
        kbg__graphemes *graphemes;
        bool starts[100];
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        status = kbg__graphemes_new(&memory.allocator, &graphemes);
        if (status == KBG_OK)
            status = kbg__graphemes_find(graphemes, LIT("👨‍👩‍👧‍👦"), starts);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        kbg__graphemes_free(graphemes);
        assert_int_equal(memory.blocks, 0);
    }
    assert_int_equal(fail_at, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clusters_are_found),
        cmocka_unit_test(the_short_way_agrees_with_icu),
        cmocka_unit_test(marks_and_joiners_join),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
