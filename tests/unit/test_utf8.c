/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"

/* Well-formed: one code point and its bytes, at both ends of each length and around the surrogates. */
static const struct {
    uint32_t code_point;
    const char *bytes;
    size_t len;
} good[] = {
    { 0x00, LIT("\0") },
    { 0x7F, LIT("\x7F") },
    { 0x80, LIT("\xC2\x80") },
    { 0x7FF, LIT("\xDF\xBF") },
    { 0x800, LIT("\xE0\xA0\x80") },
    { 0x9000, LIT("\xE9\x80\x80") }, /* 退 is U+9000 */
    { 0xD7FF, LIT("\xED\x9F\xBF") },
    { 0xE000, LIT("\xEE\x80\x80") },
    { 0xFFFD, LIT("\xEF\xBF\xBD") },
    { 0xFFFF, LIT("\xEF\xBF\xBF") },
    { 0x10000, LIT("\xF0\x90\x80\x80") },
    { 0x1F600, LIT("\xF0\x9F\x98\x80") },
    { 0x10FFFF, LIT("\xF4\x8F\xBF\xBF") },
};

/* Ill-formed: how many U+FFFD it reads as, and where the first bad byte stands. */
static const struct {
    const char *bytes;
    size_t len;
    size_t count;
    size_t first_bad;
} bad[] = {
    { LIT("\x80"), 1, 0 },
    { LIT("\xBF\xBF"), 2, 0 },
    { LIT("\xC0\xAF"), 2, 0 },                     /* overlong / */
    { LIT("\xC1\xBF"), 2, 0 },
    { LIT("\xC2"), 1, 0 },                         /* cut */
    { LIT("\xE0\x9F\xBF"), 3, 0 },                 /* overlong */
    { LIT("\xE0\xA0"), 1, 0 },                     /* cut: one maximal subpart */
    { LIT("\xED\xA0\x80"), 3, 0 },                 /* a surrogate */
    { LIT("\xED\xBF\xBF"), 3, 0 },
    { LIT("\xF0\x8F\xBF\xBF"), 4, 0 },             /* overlong */
    { LIT("\xF0\x9F\x98"), 1, 0 },                 /* cut */
    { LIT("\xF1\x80\x80\xE1\x80\xC0"), 3, 0 },     /* three subparts */
    { LIT("\xF4\x90\x80\x80"), 4, 0 },             /* above U+10FFFF */
    { LIT("\xF5\x80\x80\x80"), 4, 0 },
    { LIT("\xFE\xFF"), 2, 0 },
};

static void code_points_are_decoded_and_encoded(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(good); i++) {
        char out[4];
        size_t at = 0;
        assert_int_equal(kbg__utf8_next(good[i].bytes, good[i].len, &at), good[i].code_point);
        assert_int_equal(at, good[i].len);
        assert_int_equal(kbg__utf8_put(out, good[i].code_point), good[i].len);
        assert_memory_equal(out, good[i].bytes, good[i].len);
        assert_int_equal(kbg__utf8_check(good[i].bytes, good[i].len), good[i].len);
        assert_int_equal(kbg__utf8_count(good[i].bytes, good[i].len), 1);
    }
}

static void all_code_points_come_back(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c = c == 0xD7FF ? 0xE000 : c + 1) {
        char bytes[4];
        size_t len = kbg__utf8_put(bytes, c), at = 0;
        if (kbg__utf8_check(bytes, len) != len || kbg__utf8_next(bytes, len, &at) != c || at != len)
            fail_msg("U+%04X", (unsigned)c);
    }
}

static void ill_formed_bytes_give_one_replacement_per_subpart(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(bad); i++) {
        size_t at = 0, count = 0;
        while (at < bad[i].len) {
            assert_int_equal(kbg__utf8_next(bad[i].bytes, bad[i].len, &at), 0xFFFD);
            count++;
        }
        assert_int_equal(at, bad[i].len);
        assert_int_equal(count, bad[i].count);
        assert_int_equal(kbg__utf8_count(bad[i].bytes, bad[i].len), bad[i].count);
        assert_int_equal(kbg__utf8_check(bad[i].bytes, bad[i].len), bad[i].first_bad);
    }
}

static void text_goes_on_behind_an_ill_formed_byte(void **state)
{
    (void)state;
    static const char text[] = "退\xE8\xB4货";
    static const uint32_t expected[] = { 0x9000, 0xFFFD, 0x8D27 };
    size_t at = 0;
    for (size_t i = 0; i < ROWS(expected); i++)
        assert_int_equal(kbg__utf8_next(text, sizeof(text) - 1, &at), expected[i]);
    assert_int_equal(at, sizeof(text) - 1);
    assert_int_equal(kbg__utf8_check(text, sizeof(text) - 1), 3);
}

static void an_empty_text_is_well_formed(void **state)
{
    (void)state;
    assert_int_equal(kbg__utf8_check(NULL, 0), 0);
    assert_int_equal(kbg__utf8_count(NULL, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_points_are_decoded_and_encoded),
        cmocka_unit_test(all_code_points_come_back),
        cmocka_unit_test(ill_formed_bytes_give_one_replacement_per_subpart),
        cmocka_unit_test(text_goes_on_behind_an_ill_formed_byte),
        cmocka_unit_test(an_empty_text_is_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
