/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/instant.h"

#include <stdio.h>

static const struct {
    const char *text;
    int64_t milliseconds;
} good[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "1970-01-01T00:00:00.001Z", 1 },
    { "1969-12-31T23:59:59.999Z", -1 },
    { "1970-01-01T08:00:00+08:00", 0 },
    { "1969-12-31T19:00:00-05:00", 0 },
    { "1970-01-01T00:00:00-00:00", 0 },
    { "1970-01-01T05:30:00+05:30", 0 },
    { "1970-01-02T00:00:00Z", 86400000 },
    { "2000-02-29T00:00:00Z", INT64_C(951782400000) },
    { "2000-03-01T00:00:00Z", INT64_C(951868800000) },
    { "2026-11-11T00:00:00+08:00", INT64_C(1794326400000) },
    { "2026-11-10T16:00:00Z", INT64_C(1794326400000) },
    { "2026-11-11T00:00:00.5+08:00", INT64_C(1794326400500) },
    { "2026-11-11T00:00:00.1239999+08:00", INT64_C(1794326400123) },
    { "2026-11-11T00:00:00.05+08:00", INT64_C(1794326400050) },
    { "2016-12-31T23:59:60Z", INT64_C(1483228800000) },
    { "2017-01-01T00:00:00Z", INT64_C(1483228800000) },
    { "0000-03-01T00:00:00Z", INT64_C(-62162035200000) },
    { "0000-01-01T00:00:00Z", INT64_C(-62167219200000) },
    { "9999-12-31T23:59:59.999Z", INT64_C(253402300799999) },
    { "1970-01-01T23:59:00+23:59", 0 },
};

static const char *const bad[] = {
    "",
    "2026-11-11",
    "2026-11-11T00:00:00",       /* no zone */
    "2026-11-11 00:00:00Z",      /* no T */
    "2026-11-11t00:00:00Z",
    "2026-11-11T00:00:00z",
    "2026-11-11T00:00Z",         /* no seconds */
    "2026-11-11T00:00:00.Z",     /* no digit in the fraction */
    "2026-11-11T00:00:00,5Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-32T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-02-29T00:00:00Z",      /* no leap year */
    "1900-02-29T00:00:00Z",
    "2026-11-11T24:00:00Z",
    "2026-11-11T00:60:00Z",
    "2026-11-11T00:00:61Z",
    "2026-11-11T00:00:00+24:00",
    "2026-11-11T00:00:00+08:60",
    "2026-11-11T00:00:00+0800",
    "2026-11-11T00:00:00+8:00",
    "2026-11-11T00:00:00+08:00 ",
    "2026-11-11T00:00:00ZZ",
    " 2026-11-11T00:00:00Z",
    "26-11-11T00:00:00Z",
    "+2026-11-11T00:00:00Z",
    "2026-11-11T00:00:00+08:0",
    "２０２６-11-11T00:00:00Z",
};

static void instants_are_read_to_the_millisecond(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(good); i++) {
        int64_t milliseconds = 77;
        if (!kbg__instant_parse(good[i].text, strlen(good[i].text), &milliseconds) ||
            milliseconds != good[i].milliseconds)
            fail_msg("%s gives %lld", good[i].text, (long long)milliseconds);
    }
}

static void anything_else_is_refused(void **state)
{
    (void)state;
    int64_t milliseconds;
    for (size_t i = 0; i < ROWS(bad); i++)
        if (kbg__instant_parse(bad[i], strlen(bad[i]), &milliseconds))
            fail_msg("%s gives %lld", bad[i], (long long)milliseconds);
}

static void every_cut_of_an_instant_is_refused(void **state)
{
    (void)state;
    static const char text[] = "2026-11-11T00:00:00.25+08:00";
    int64_t milliseconds;
    assert_true(kbg__instant_parse(text, sizeof(text) - 1, &milliseconds));
    for (size_t len = 0; len < sizeof(text) - 1; len++)
        assert_false(kbg__instant_parse(text, len, &milliseconds));
}

/* Counts days one by one through two cycles of the calendar, and compares. */
static void each_day_follows_the_day_before(void **state)
{
    (void)state;
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t expected = INT64_C(-62167219200000);
    for (int year = 0; year < 2800; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
            for (int day = 1; day <= days[month - 1] + (leap && month == 2); day++, expected += 86400000) {
                char text[40];
                int64_t milliseconds = 1;
                int len = snprintf(text, sizeof(text), "%04d-%02d-%02dT00:00:00Z", year, month, day);
                if (!kbg__instant_parse(text, (size_t)len, &milliseconds) || milliseconds != expected)
                    fail_msg("%s gives %lld", text, (long long)milliseconds);
            }
        }
}

static void instants_are_written_in_a_zone(void **state)
{
    (void)state;
    static const struct {
        int64_t at;
        int32_t zone;
        const char *text;
    } rows[] = {
        { 0, 0, "1970-01-01T00:00:00+00:00" },
        { 0, 480, "1970-01-01T08:00:00+08:00" },
        { 0, -570, "1969-12-31T14:30:00-09:30" },
        { -1, 0, "1969-12-31T23:59:59+00:00" },
        { 999, 0, "1970-01-01T00:00:00+00:00" },
        { INT64_C(1794326400000), 480, "2026-11-11T00:00:00+08:00" },
        { INT64_C(951782400000), 0, "2000-02-29T00:00:00+00:00" },
        { INT64_C(253402300799999), 0, "9999-12-31T23:59:59+00:00" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        char text[KBG__INSTANT_TEXT];
        kbg__instant_format(rows[i].at, rows[i].zone, text);
        assert_string_equal(text, rows[i].text);
    }
    /* Each day, and a second of it, comes back. */
    for (int64_t day = -719528; day < 300000; day++) {
        char text[KBG__INSTANT_TEXT];
        int64_t at = day * 86400000 + (day + 719528) * 7919 % 86400 * 1000, back = 1;
        int32_t zone = (int32_t)(day % 1000);
        if (day < -719520 || day > 299990)
            zone = 0;
        kbg__instant_format(at, zone, text);
        if (!kbg__instant_parse(text, KBG__INSTANT_TEXT - 1, &back) || back != at)
            fail_msg("%s comes back as %lld", text, (long long)back);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants_are_read_to_the_millisecond),
        cmocka_unit_test(anything_else_is_refused),
        cmocka_unit_test(every_cut_of_an_instant_is_refused),
        cmocka_unit_test(each_day_follows_the_day_before),
        cmocka_unit_test(instants_are_written_in_a_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
