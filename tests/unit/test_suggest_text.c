/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "index/suggest_text.h"

/* What is read of a folded text: `|` before a character at which a match may begin, `.` before one that does not touch
 * the one before. */
static void characters_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *folded, *read;
    } rows[] = {
        { "退货", "|退|货" },
        { "退，货。", "|退.|货" },
        { "/th", ".|th" }, /* a sign stands before it */
        { "iphone15 pro", "|iphone|15.|pro" },
        { "wi-fi", "|wi.|fi" },
        { "5g套餐", "|5|g|套|餐" },
        { "ルーター", "|ル|ー|タ|ー" },
        { "naïve", "|naïve" },
        { "√2", ".|2" },
        { "😀退😀", ".|退" },
        { "𠮷a", "|𠮷|a" },
        { "", "" },
        { "？！ …", "" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__suggest_reader reader = { .text = rows[i].folded, .len = strlen(rows[i].folded) };
        char read[128] = "";
        size_t end = 0;
        while (kbg__suggest_read(&reader)) {
            assert_true(reader.start >= end && reader.end > reader.start);
            if (!reader.touches && reader.start > 0)
                strcat(read, ".");
            if (reader.begins)
                strcat(read, "|");
            strncat(read, rows[i].folded + reader.start, reader.end - reader.start);
            end = reader.end;
        }
        assert_false(kbg__suggest_read(&reader));
        assert_string_equal(read, rows[i].read);
    }
}

static void characters_are_utf16(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint16_t units[2];
        int count;
    } rows[] = {
        { "a", { 'a' }, 1 },
        { "退", { 0x9000 }, 1 },
        { "\xEF\xBF\xBF", { 0 }, 0 }, /* U+FFFF is no character */
        { "𐐀", { 0xD801, 0xDC00 }, 2 },
        { "𠮷", { 0xD842, 0xDFB7 }, 2 },
        { "\xFF退", { 0x9000 }, 1 }, /* what is ill-formed does not count */
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__suggest_reader reader = { .text = rows[i].text, .len = strlen(rows[i].text) };
        assert_int_equal(kbg__suggest_read(&reader), rows[i].count > 0);
        assert_int_equal(reader.count, rows[i].count);
        for (int k = 0; k < rows[i].count; k++)
            assert_int_equal(reader.character[k], rows[i].units[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_read),
        cmocka_unit_test(characters_are_utf16),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
