/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/language.h"

static void a_range_matches_its_tag_and_those_below(void **state)
{
    (void)state;
    static const struct {
        const char *range, *tag;
        bool matches;
    } rows[] = {
        { "zh", "zh", true },          { "zh", "zh-Hans", true },      { "zh", "zh-Hant-HK", true },
        { "zh-Hant", "zh-Hant-HK", true }, { "zh-Hant", "zh-Hant", true }, { "ZH-hant", "zh-HANT-hk", true },
        { "zh-Hant", "zh", false },    { "zh-Hant", "zh-Hans", false }, { "zh", "zhx", false },
        { "zh", "en", false },         { "zh-Han", "zh-Hans", false }, { "zh", "", false },
        { "en", "en_US", false },      { "zh-H", "zh-Hans", false },   { "@a", "`a", false },
        { "[a", "{a", false },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        if (kbg__language_matches(rows[i].range, strlen(rows[i].range), rows[i].tag, strlen(rows[i].tag)) !=
            rows[i].matches)
            fail_msg("range %s, tag %s", rows[i].range, rows[i].tag);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_range_matches_its_tag_and_those_below) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
