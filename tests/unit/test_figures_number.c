/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "live/figures_number.h"

static void shares_have_four_digits_rounded_half_up(void **state)
{
    (void)state;
    static const struct {
        uint64_t part, whole;
        const char *text;
    } rows[] = {
        { 0, 0, "" },
        { 5, 0, "" },
        { 0, 7, "0.0000" },
        { 1, 3, "0.3333" },
        { 2, 3, "0.6667" },
        { 1, 20000, "0.0001" }, /* exactly half */
        { 1, 20001, "0.0000" },
        { 19999, 20000, "1.0000" },
        { 7, 7, "1.0000" },
        { 7, 2, "3.5000" }, /* more sales than consultations that were closed */
        { UINT64_MAX, UINT64_MAX, "1.0000" },
        { UINT64_MAX / 2, UINT64_MAX, "0.5000" },
        { UINT64_MAX, 1, "18446744073709551615.0000" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        char text[KBG__FIGURES_NUMBER];
        assert_string_equal(kbg__figures_share(text, rows[i].part, rows[i].whole), rows[i].text);
    }
}

static void counts_have_the_digits_they_need(void **state)
{
    (void)state;
    static const struct {
        uint64_t count;
        const char *text;
    } rows[] = {
        { 0, "0" },          { 1, "0.001" },     { 10, "0.01" },     { 500, "0.5" },
        { 1000, "1" },       { 12340, "12.34" }, { 100000, "100" }, { UINT64_MAX, "18446744073709551.615" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        char text[KBG__FIGURES_NUMBER];
        assert_string_equal(kbg__figures_count(text, rows[i].count), rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_have_four_digits_rounded_half_up),
        cmocka_unit_test(counts_have_the_digits_they_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
