/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "text/character.h"

static void characters_have_their_class(void **state)
{
    (void)state;
    static const struct {
        uint32_t first, last;
        kbg__character class_;
    } rows[] = {
        { 0x00, 0x08, KBG__CHARACTER_OTHER },
        { 0x09, 0x0D, KBG__CHARACTER_SPACE },
        { 0x0E, 0x1F, KBG__CHARACTER_OTHER },
        { ' ', ' ', KBG__CHARACTER_SPACE },
        { '!', '/', KBG__CHARACTER_OTHER },
        { '0', '9', KBG__CHARACTER_DIGIT },
        { ':', '@', KBG__CHARACTER_OTHER },
        { 'A', 'Z', KBG__CHARACTER_LETTER },
        { '[', '`', KBG__CHARACTER_OTHER },
        { 'a', 'z', KBG__CHARACTER_LETTER },
        { '{', 0x7F, KBG__CHARACTER_OTHER },
        { 0x85, 0x85, KBG__CHARACTER_SPACE },
        { 0xA0, 0xA0, KBG__CHARACTER_SPACE },
        { 0xE9, 0xE9, KBG__CHARACTER_LETTER },         /* é */
        { 0x300, 0x301, KBG__CHARACTER_LETTER },       /* combining marks */
        { 0x400, 0x44F, KBG__CHARACTER_LETTER },       /* Cyrillic */
        { 0x661, 0x669, KBG__CHARACTER_DIGIT },        /* Arabic digits */
        { 0x2028, 0x2029, KBG__CHARACTER_SPACE },
        { 0x3000, 0x3000, KBG__CHARACTER_SPACE },
        { 0x3001, 0x3002, KBG__CHARACTER_OTHER },      /* 、。 */
        { 0x3007, 0x3007, KBG__CHARACTER_IDEOGRAPH },  /* 〇 */
        { 0x3041, 0x3096, KBG__CHARACTER_IDEOGRAPH },  /* hiragana */
        { 0x30A1, 0x30FA, KBG__CHARACTER_IDEOGRAPH },  /* katakana */
        { 0x3400, 0x4DBF, KBG__CHARACTER_IDEOGRAPH },
        { 0x4E00, 0x9FFF, KBG__CHARACTER_IDEOGRAPH },
        { 0xAC00, 0xD7A3, KBG__CHARACTER_IDEOGRAPH },  /* Hangul */
        { 0xF900, 0xFA6D, KBG__CHARACTER_IDEOGRAPH },
        { 0xFF01, 0xFF0F, KBG__CHARACTER_OTHER },
        { 0xFF10, 0xFF19, KBG__CHARACTER_DIGIT },
        { 0xFFFD, 0xFFFD, KBG__CHARACTER_OTHER },
        { 0x1F600, 0x1F64F, KBG__CHARACTER_OTHER },    /* emoji */
        { 0x20000, 0x2A6DF, KBG__CHARACTER_IDEOGRAPH },
        { 0x10FFFF, 0x10FFFF, KBG__CHARACTER_OTHER },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        for (uint32_t c = rows[i].first; c <= rows[i].last; c++)
            if (kbg__character_of(c) != rows[i].class_)
                fail_msg("U+%04X is of class %d", (unsigned)c, (int)kbg__character_of(c));
}

/* What is answered without ICU is what ICU says; not all ICUs know the last characters of the block of ideographs. */
static void quick_answers_are_right(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++)
        if ((c < 0xD800 || c > 0xDFFF) && (c < 0x9FF0 || c > 0x9FFF) && kbg__character_of(c) != kbg__character_asked(c))
            fail_msg("U+%04X is of class %d", (unsigned)c, (int)kbg__character_of(c));
}

static void runs_are_of_letters_or_of_digits(void **state)
{
    (void)state;
    static const struct {
        uint32_t left, right;
        bool joins;
    } rows[] = {
        { 'a', 'b', true },      { '1', '2', true },  { 'a', '1', false }, { '1', 'a', false },   { 'a', ' ', false },
        { ' ', ' ', false },     { '-', '-', false }, { 0, 0, false },     { 0, 'a', false },     { 'a', 0xE9, true },
        { 0x9000, 0x9000, false }, { 'a', 0x9000, false }, { 0x1F600, 0x1F600, false },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(kbg__character_joins(rows[i].left, rows[i].right), rows[i].joins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_have_their_class),
        cmocka_unit_test(quick_answers_are_right),
        cmocka_unit_test(runs_are_of_letters_or_of_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
