/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/problem.h"
#include "base/utf8.h"

static void a_message_is_formatted_and_the_place_stays(void **state)
{
    (void)state;
    kbg__problem problem = { .line = 3, .column = 4, .offset = 5 };
    assert_int_equal(kbg__problem_set(&problem, KBG_ERR_VALUE, "%s is %d", "priority", 101), KBG_ERR_VALUE);
    assert_int_equal(problem.status, KBG_ERR_VALUE);
    assert_string_equal(problem.text, "priority is 101");
    assert_int_equal(problem.line, 3);
    assert_int_equal(problem.column, 4);
    assert_int_equal(problem.offset, 5);
    assert_int_equal(kbg__problem_set(NULL, KBG_ERR_TYPE, "%s", "x"), KBG_ERR_TYPE);
}

/* A text of three-byte characters behind 0 to 3 letters, so that the cut falls on every byte of a character. */
static void a_long_message_is_cut_at_a_code_point(void **state)
{
    (void)state;
    for (size_t letters = 0; letters < 4; letters++) {
        char text[700] = "";
        kbg__problem problem;
        size_t len = letters;
        memset(text, 'a', letters);
        for (; len + 3 < sizeof(text); len += 3)
            memcpy(text + len, "货", 3);
        assert_int_equal(kbg__problem_set(&problem, KBG_ERR_VALUE, "%s", text), KBG_ERR_VALUE);
        size_t kept = strlen(problem.text);
        assert_true(kept < KBG__PROBLEM_TEXT && kept >= KBG__PROBLEM_TEXT - 5);
        assert_int_equal(kbg__utf8_check(problem.text, kept), kept);
        assert_memory_equal(problem.text, text, kept);
    }
}

static void a_long_message_of_letters_fills_the_room(void **state)
{
    (void)state;
    char text[700] = "";
    kbg__problem problem;
    memset(text, 'a', sizeof(text) - 1);
    assert_int_equal(kbg__problem_set(&problem, KBG_ERR_VALUE, "%s", text), KBG_ERR_VALUE);
    assert_int_equal(strlen(problem.text), KBG__PROBLEM_TEXT - 1);
}

#define TEN "一二三四五六七八九十"
#define FORTY TEN TEN TEN TEN

static void quotes_are_short_and_clean(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        const char *expected;
    } rows[] = {
        { LIT(""), "" },
        { LIT("退货"), "退货" },
        { LIT("a\nb\tc\x7F"), "a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD" },
        { LIT("a\0b"), "a\xEF\xBF\xBD" "b" },
        { LIT("\xC2\x85|\xC2\xA0"), "\xEF\xBF\xBD|\xC2\xA0" }, /* NEL is a control, a no-break space is none */
        { LIT("退\xE8\xB4"), "退\xEF\xBF\xBD" },
        { LIT(FORTY), FORTY },
        { LIT(FORTY "一"), FORTY "…" },
        { LIT("\xF0\x9F\x98\x80" FORTY), "\xF0\x9F\x98\x80" TEN TEN TEN "一二三四五六七八九…" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        char quote[KBG__QUOTE];
        assert_ptr_equal(kbg__quote(quote, rows[i].text, rows[i].len), quote);
        assert_string_equal(quote, rows[i].expected);
    }
}

static void the_longest_quote_fits(void **state)
{
    (void)state;
    char text[44 * 4], quote[KBG__QUOTE];
    for (size_t i = 0; i < sizeof(text); i += 4)
        memcpy(text + i, "\xF0\x9F\x98\x80", 4);
    assert_int_equal(strlen(kbg__quote(quote, text, sizeof(text))), KBG__QUOTE - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_formatted_and_the_place_stays),
        cmocka_unit_test(a_long_message_is_cut_at_a_code_point),
        cmocka_unit_test(a_long_message_of_letters_fills_the_room),
        cmocka_unit_test(quotes_are_short_and_clean),
        cmocka_unit_test(the_longest_quote_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
