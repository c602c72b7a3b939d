/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "rule/checksum.h"

/* The numbers are made up: the first seventeen (or fifteen) digits are anything, the last one is worked out by hand
 * from the definitions. */
static void check_digits_are_checked(void **state)
{
    (void)state;
    static const struct {
        kbg_checksum checksum;
        const char *text;
        bool holds;
    } rows[] = {
        { KBG_CHECKSUM_NONE, "", true },
        { KBG_CHECKSUM_NONE, "1", true },
        { KBG_CHECKSUM_LUHN, "4000000000000002", true },
        { KBG_CHECKSUM_LUHN, "4000 0000-0000.0002", true },
        { KBG_CHECKSUM_LUHN, "４００００００００００００００２", true },
        { KBG_CHECKSUM_LUHN, "４０００００００００００００００２", false },
        { KBG_CHECKSUM_LUHN, "4000000000000001", false },
        { KBG_CHECKSUM_LUHN, "0400000000000002", false },
        { KBG_CHECKSUM_LUHN, "6200000000000000000", true },
        { KBG_CHECKSUM_LUHN, "62000000000000000000", false }, /* 20 digits */
        { KBG_CHECKSUM_LUHN, "00000000000", false },          /* 11 digits */
        { KBG_CHECKSUM_LUHN, "000000000000", true },
        { KBG_CHECKSUM_LUHN, "400000000000000X", false },
        { KBG_CHECKSUM_RESIDENT_ID, "11010519491231002X", true },
        { KBG_CHECKSUM_RESIDENT_ID, "11010519491231002x", true },
        { KBG_CHECKSUM_RESIDENT_ID, "１１０１０５１９４９１２３１００２Ｘ", true },
        { KBG_CHECKSUM_RESIDENT_ID, "110105 19491231 002X", true },
        { KBG_CHECKSUM_RESIDENT_ID, "110105194912310020", false },
        { KBG_CHECKSUM_RESIDENT_ID, "1101051949123100X2", false },
        { KBG_CHECKSUM_RESIDENT_ID, "11010519491231002", false },
        { KBG_CHECKSUM_RESIDENT_ID, "000000000000000001", true },
        { KBG_CHECKSUM_RESIDENT_ID, "100000000000000005", true },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        if (kbg__checksum_holds(rows[i].checksum, rows[i].text, strlen(rows[i].text)) != rows[i].holds)
            fail_msg("%s", rows[i].text);
}

/* The definitions in their usual form, with the weights and the check characters written out. */
static bool is_resident_id(const char *digits)
{
    static const int weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += weights[i] * (digits[i] - '0');
    return "10X98765432"[sum % 11] == digits[17];
}

static bool is_luhn(const char *digits, size_t count)
{
    static const int doubled[] = { 0, 2, 4, 6, 8, 1, 3, 5, 7, 9 };
    int sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (count - i) % 2 ? digits[i] - '0' : doubled[digits[i] - '0'];
    return sum % 10 == 0;
}

static void they_are_those_of_the_tables(void **state)
{
    (void)state;
    test_random random = { 99 };
    int holding = 0;
    for (int run = 0; run < 20000; run++) {
        char digits[20];
        size_t count = 12 + test_random_below(&random, 8);
        for (size_t i = 0; i < 19; i++)
            digits[i] = (char)('0' + test_random_below(&random, 10));
        assert_int_equal(kbg__checksum_holds(KBG_CHECKSUM_LUHN, digits, count), is_luhn(digits, count));
        if (run % 3 == 0)
            digits[17] = 'X';
        bool expected = is_resident_id(digits);
        holding += expected;
        assert_int_equal(kbg__checksum_holds(KBG_CHECKSUM_RESIDENT_ID, digits, 18), expected);
    }
    assert_true(holding > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_digits_are_checked),
        cmocka_unit_test(they_are_those_of_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
