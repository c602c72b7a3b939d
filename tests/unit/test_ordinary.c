/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "render/ordinary.h"

static bool is_ordinary(uint32_t c)
{
    if (c < 0x80)
        return c >= 0x20 && c < 0x7F && !strchr("{[/*\\&|hH", (int)c);
    return (c >= 0x3000 && c <= 0xCFFF) || (c >= 0xFF00 && c <= 0xFF7F);
}

static void each_character_is_ordinary_or_not(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char text[9] = "好";
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        size_t len = 3 + kbg__utf8_put(text + 3, c), expected = is_ordinary(c) ? len : 3;
        if (kbg__ordinary_end(text, len, 0) != expected)
            fail_msg("U+%04X", (unsigned)c);
        assert_int_equal(kbg__ordinary_end(text, len, 3), expected);
        for (size_t cut = 3; cut < len; cut++)
            assert_int_equal(kbg__ordinary_end(text, cut, 0), 3);
        text[len] = 'a';
        assert_int_equal(kbg__ordinary_end(text, len + 1, 0), is_ordinary(c) ? len + 1 : 3);
    }
}

static void ill_formed_text_is_not(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len, end;
    } rows[] = {
        { LIT(""), 0 },
        { LIT("abc"), 3 },
        { LIT("a\xE5\xA5"), 1 },
        { LIT("a\xE5\xA5g"), 1 },
        { LIT("a\xE5g\xBD"), 1 },
        { LIT("a\xE5\xC5\xBD"), 1 },
        { LIT("a\xE5\xA5\xFF"), 1 },
        { LIT("a\xEF\xBC" "b"), 1 },
        { LIT("a\xBD"), 1 },
        { LIT("a\xE2\x80\x9C"), 1 },
        { LIT("a\0b"), 1 },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(kbg__ordinary_end(rows[i].text, rows[i].len, 0), rows[i].end);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_character_is_ordinary_or_not),
        cmocka_unit_test(ill_formed_text_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
