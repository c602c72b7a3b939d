/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/buffer.h"
#include "rule/pattern.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST = 4096 };

static kbg__pattern *pattern_of(const char *text, kbg_subject subject, bool fast)
{
    kbg__pattern *pattern = NULL;
    kbg__problem problem = { .status = KBG_OK };
    if (kbg__pattern_new(&kbg__memory_default, text, strlen(text), subject, MOST, fast, &pattern, &problem) != KBG_OK)
        fail_msg("%s: %s", text, problem.text);
    return pattern;
}

static kbg__pattern_matcher *matcher;

static int open_matcher(void **state)
{
    (void)state;
    return kbg__pattern_matcher_new(&kbg__memory_default, &matcher) == KBG_OK ? 0 : -1;
}

static int close_matcher(void **state)
{
    (void)state;
    kbg__pattern_matcher_free(matcher);
    return 0;
}

/* All matches as "start-end", with "(start-end)" behind it if the part is another. */
static void assert_matches(const char *pattern, kbg_subject subject, const char *text, size_t len, const char *expected)
{
    for (int fast = 0; fast < 2; fast++) {
        kbg__pattern *p = pattern_of(pattern, subject, fast);
        kbg__buffer out;
        kbg__buffer_init(&out, &kbg__memory_default);
        for (size_t at = 0; at < len;) {
            kbg__pattern_match match;
            char row[80];
            assert_int_equal(kbg__pattern_find(p, matcher, text, len, at, &match, NULL), KBG_OK);
            if (match.start == len)
                break;
            assert_true(match.start >= at && match.end > match.start && match.end <= len);
            snprintf(row, sizeof(row), "%s%zu-%zu", out.len ? " " : "", match.start, match.end);
            kbg__buffer_add_cstr(&out, row);
            if (match.part_start != match.start || match.part_end != match.end) {
                snprintf(row, sizeof(row), "(%zu-%zu)", match.part_start, match.part_end);
                kbg__buffer_add_cstr(&out, row);
            }
            at = match.end;
        }
        assert_text(out.data, out.len, expected);
        kbg__buffer_free(&out);
        kbg__pattern_free(p);
    }
}

static void matches_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        kbg_subject subject;
        const char *text, *expected;
    } rows[] = {
        { "退.", KBG_SUBJECT_MATCHING, "退货退款", "0-6 6-12" },
        { "\\d{3,}", KBG_SUBJECT_MATCHING, "a12b3456", "4-8" },
        { "No\\.1", KBG_SUBJECT_MATCHING, "no.1", "0-4" },  /* case does not count here */
        { "No\\.1", KBG_SUBJECT_ORIGINAL, "no.1 No.1", "5-9" },
        { "\\p{Han}+", KBG_SUBJECT_ORIGINAL, "a退货b", "1-7" },
        { "\\b退货\\b", KBG_SUBJECT_ORIGINAL, "我退货了", "" },
        { "x*", KBG_SUBJECT_ORIGINAL, "axxb", "1-3" },      /* an empty match is none */
        { "(?<=我)退", KBG_SUBJECT_ORIGINAL, "退我退", "6-9" },
        { "^b", KBG_SUBJECT_ORIGINAL, "a\nb", "" },
        { "(?m)^b$", KBG_SUBJECT_ORIGINAL, "a\nb\nb", "2-3 4-5" },
        { "a.c", KBG_SUBJECT_ORIGINAL, "a\nc", "" },
        { "a\\Kb", KBG_SUBJECT_ORIGINAL, "ab", "1-2" },
        { "\\+86(?<part>\\d+)", KBG_SUBJECT_ORIGINAL, "+86123", "0-6(3-6)" },
        { "a(?<part>b)?", KBG_SUBJECT_ORIGINAL, "a", "0-1" }, /* a part that took no part */
        { "a(?=(?<part>b))", KBG_SUBJECT_ORIGINAL, "ab", "0-1" }, /* a part outside the match */
        { "(?C1)a(?C)", KBG_SUBJECT_ORIGINAL, "a", "0-1" },   /* callouts call nobody */
        { "b", KBG_SUBJECT_ORIGINAL, "\xFF" "b\xE4\xBD" "b", "1-2 4-5" },
        { "\\xFF", KBG_SUBJECT_ORIGINAL, "\xFF", "" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_matches(rows[i].pattern, rows[i].subject, rows[i].text, strlen(rows[i].text), rows[i].expected);
}

static void a_long_text_is_gone_through_in_windows(void **state)
{
    (void)state;
    enum { LEN = 20000 };
    char *text = malloc(LEN);
    assert_non_null(text);
    memset(text, '.', LEN);
    /* at every place of the first windows, also across their ends */
    kbg__pattern *p = pattern_of("(?<![0-9])1[0-9]{10}(?![0-9])", KBG_SUBJECT_ORIGINAL, true);
    for (size_t at = 0; at < 3500; at += 3) {
        kbg__pattern_match match;
        memcpy(text + at, "13800001111", 11);
        memcpy(text + LEN - 11, "13800002222", 11);
        assert_int_equal(kbg__pattern_find(p, matcher, text, LEN, 0, &match, NULL), KBG_OK);
        assert_int_equal(match.start, at);
        assert_int_equal(match.end, at + 11);
        assert_int_equal(kbg__pattern_find(p, matcher, text, LEN, match.end, &match, NULL), KBG_OK);
        assert_int_equal(match.start, LEN - 11);
        memset(text + at, '.', 11);
    }
    kbg__pattern_free(p);

    /* a match as long as the reach is found wherever it begins */
    memset(text, '.', LEN);
    p = pattern_of("b.{510}e", KBG_SUBJECT_ORIGINAL, true);
    for (size_t at = 900; at < 1200; at++) {
        kbg__pattern_match match;
        text[at] = 'b';
        text[at + 511] = 'e';
        assert_int_equal(kbg__pattern_find(p, matcher, text, LEN, 0, &match, NULL), KBG_OK);
        assert_int_equal(match.start, at);
        text[at] = text[at + 511] = '.';
    }
    kbg__pattern_free(p);

    /* windows of characters of several bytes begin and end between characters; $ is the end of the text only */
    for (size_t i = 0; i + 3 <= LEN; i += 3)
        memcpy(text + i, "退", 3);
    assert_matches("货", KBG_SUBJECT_ORIGINAL, text, LEN - LEN % 3, "");
    assert_matches("退$", KBG_SUBJECT_MATCHING, text, LEN - LEN % 3, "19995-19998");
    free(text);
}

static void bad_patterns_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        kbg_status status;
        const char *message;
    } rows[] = {
        { "ab[c", KBG_ERR_PATTERN, "pattern, byte 4: missing terminating ] for character class" },
        { "(", KBG_ERR_PATTERN, "pattern, byte 1: missing closing parenthesis" },
        { "退(?<a", KBG_ERR_PATTERN, "pattern, byte 7: syntax error in subpattern name (missing terminator?)" },
        { "a\\C", KBG_ERR_PATTERN, "pattern, byte 3: using \\C is disabled by the application" },
        { "((((((((((((((((((((((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))))))))))))))))))))))",
          KBG_OK, "" },
        { "(((((((((((((((((((((((((((((((((((((((((((((((((((a)))))))))))))))))))))))))))))))))))))))))))))))))))",
          KBG_ERR_PATTERN, "pattern, byte 51: parentheses are too deeply nested" },
        { "(?J)(?<part>a)|(?<part>b)", KBG_ERR_VALUE, "pattern has two groups named part" },
        { "(?:(?:(?:a{1,500}){1,500}){1,500}){1,500}", KBG_ERR_PATTERN, NULL },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__problem problem = { .status = KBG_OK };
        kbg__pattern *p = NULL;
        assert_int_equal(kbg__pattern_new(&kbg__memory_default, rows[i].pattern, strlen(rows[i].pattern),
                                          KBG_SUBJECT_ORIGINAL, MOST, false, &p, &problem),
                         rows[i].status);
        assert_int_equal(p != NULL, rows[i].status == KBG_OK);
        if (rows[i].message)
            assert_string_equal(problem.text, rows[i].message);
        kbg__pattern_free(p);
    }
    kbg__problem problem = { .status = KBG_OK };
    kbg__pattern *p;
    assert_int_equal(kbg__pattern_new(&kbg__memory_default, LIT("abcd"), KBG_SUBJECT_ORIGINAL, 3, true, &p, &problem),
                     KBG_ERR_LIMIT);
    assert_string_equal(problem.text, "pattern has 4 bytes, the limit is 3");
    char groups[64 * 3 + 1] = "";
    for (int i = 0; i < 63; i++)
        strcat(groups, "(a)");
    kbg__pattern_free(pattern_of(groups, KBG_SUBJECT_ORIGINAL, true));
    strcat(groups, "(a)");
    assert_int_equal(
        kbg__pattern_new(&kbg__memory_default, groups, strlen(groups), KBG_SUBJECT_ORIGINAL, MOST, true, &p, &problem),
        KBG_ERR_LIMIT);
    assert_string_equal(problem.text, "pattern has 64 groups, the limit is 63");
}

static void patterns_that_run_wild_end_with_an_error(void **state)
{
    (void)state;
    static const char *const patterns[] = { "(a+)+b[bd]",         "(a|aa)+$",
                                            "(?:a*)*c|(a|a?)+d",  "^(?:a+)+(?:a+)+(?:a+)+[bd]",
                                            "(?:(?:a?){30})*b",   "((a*)*)*b",
                                            "(?R)?(a+)+[bd]" };
    char text[1500];
    memset(text, 'a', sizeof(text));
    memcpy(text + sizeof(text) - 3, "!bd", 3); /* what must stand in a match is there */
    for (int fast = 0; fast < 2; fast++)
        for (size_t i = 0; i < ROWS(patterns); i++) {
            kbg__pattern *p = pattern_of(patterns[i], KBG_SUBJECT_MATCHING, fast);
            kbg__pattern_match match;
            kbg__problem problem = { .status = KBG_OK };
            kbg_status status = kbg__pattern_find(p, matcher, text, sizeof(text), 0, &match, &problem);
            if (status == KBG_OK)
                fail_msg("%s ended with a match at %zu", patterns[i], match.start);
            assert_int_equal(status, KBG_ERR_PATTERN);
            assert_int_equal(strncmp(problem.text, LIT("its pattern gave up on this text: ")), 0);
            kbg__pattern_free(p);
        }
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    test_memory memory;
    kbg__pattern *p;
    kbg__pattern_matcher *m;
    test_memory_init(&memory);
    memory.fail_at = 1;
    assert_int_equal(
        kbg__pattern_new(&memory.allocator, LIT("a"), KBG_SUBJECT_ORIGINAL, MOST, true, &p, NULL), KBG_ERR_NOMEM);
    assert_null(p);
    memory.fail_at = 2;
    assert_int_equal(kbg__pattern_matcher_new(&memory.allocator, &m), KBG_ERR_NOMEM);
    assert_null(m);
    assert_int_equal(memory.blocks, 0);
    kbg__pattern_free(NULL);
    kbg__pattern_matcher_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(matches_are_found, open_matcher, close_matcher),
        cmocka_unit_test_setup_teardown(a_long_text_is_gone_through_in_windows, open_matcher, close_matcher),
        cmocka_unit_test(bad_patterns_are_refused),
        cmocka_unit_test_setup_teardown(patterns_that_run_wild_end_with_an_error, open_matcher, close_matcher),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
