/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/limits.h"

/* The defaults that options.h promises. */
static const struct {
    kbg_limit limit;
    uint64_t value, highest;
} rows[] = {
    { KBG_LIMIT_ITEMS, 10000000, 16777216 },
    { KBG_LIMIT_LINE_BYTES, 16777216, 1073741824 },
    { KBG_LIMIT_ID_BYTES, 256, 1073741824 },
    { KBG_LIMIT_CATEGORY_BYTES, 1024, 1073741824 },
    { KBG_LIMIT_CATEGORY_DEPTH, 16, 1073741824 },
    { KBG_LIMIT_QUESTION_BYTES, 16384, 1073741824 },
    { KBG_LIMIT_ALTERNATIVES, 10000, 1073741824 },
    { KBG_LIMIT_ANSWERS, 256, 1073741824 },
    { KBG_LIMIT_BODY_BYTES, 1048576, 1073741824 },
    { KBG_LIMIT_ATTACHMENTS, 64, 1073741824 },
    { KBG_LIMIT_URI_BYTES, 8192, 1073741824 },
    { KBG_LIMIT_LABEL_BYTES, 1024, 1073741824 },
    { KBG_LIMIT_LIST_LENGTH, 1000, 1073741824 },
    { KBG_LIMIT_PROPERTIES, 1000, 1073741824 },
    { KBG_LIMIT_PROPERTY_BYTES, 65536, 1073741824 },
    { KBG_LIMIT_EXTRA_BYTES, 1048576, 1073741824 },
    { KBG_LIMIT_MESSAGE_BYTES, 1048576, 1073741824 },
    { KBG_LIMIT_REPORT_ERRORS, 100000, 1073741824 },
    { KBG_LIMIT_SNIPPET_BYTES, 4194304, 1073741824 },
    { KBG_LIMIT_RULES, 100000, 1073741824 },
    { KBG_LIMIT_RULE_WORDS, 2000000, 1073741824 },
    { KBG_LIMIT_RULE_PATTERNS, 1000, 1073741824 },
    { KBG_LIMIT_PATTERN_BYTES, 4096, 65536 },
    { KBG_LIMIT_FINDINGS, 100000, 1073741824 },
    { KBG_LIMIT_DOCUMENT_BYTES, 4194304, 1073741824 },
    { KBG_LIMIT_NESTING, 100, 1000 },
    { KBG_LIMIT_REMOVED, 65536, 1073741824 },
    { KBG_LIMIT_HOT_ITEMS, 1000000, 16777216 },
};

static void defaults_are_as_promised(void **state)
{
    (void)state;
    kbg__limits limits;
    kbg__limits_init(&limits);
    assert_int_equal(ROWS(rows), KBG__LIMIT_COUNT);
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(limits.value[rows[i].limit], rows[i].value);
}

static void a_limit_takes_values_in_its_range(void **state)
{
    (void)state;
    kbg__limits limits;
    kbg__limits_init(&limits);
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__limits before = limits;
        uint64_t *value = &limits.value[rows[i].limit];
        assert_int_equal(kbg__limits_set(&limits, rows[i].limit, 1), KBG_OK);
        assert_int_equal(*value, 1);
        assert_int_equal(kbg__limits_set(&limits, rows[i].limit, rows[i].highest), KBG_OK);
        assert_int_equal(*value, rows[i].highest);
        assert_int_equal(kbg__limits_set(&limits, rows[i].limit, rows[i].highest + 1), KBG_ERR_OPTIONS);
        assert_int_equal(kbg__limits_set(&limits, rows[i].limit, UINT64_MAX), KBG_ERR_OPTIONS);
        assert_int_equal(*value, rows[i].highest);
        assert_int_equal(kbg__limits_set(&limits, rows[i].limit, 0), KBG_OK);
        assert_memory_equal(&limits, &before, sizeof(limits)); /* and no other limit was touched */
    }
}

static void other_limits_are_unknown(void **state)
{
    (void)state;
    kbg__limits limits, before;
    kbg__limits_init(&limits);
    before = limits;
    assert_int_equal(kbg__limits_set(&limits, (kbg_limit)KBG__LIMIT_COUNT, 1), KBG_ERR_OPTIONS);
    assert_int_equal(kbg__limits_set(&limits, (kbg_limit)4000000000u, 1), KBG_ERR_OPTIONS);
    assert_memory_equal(&limits, &before, sizeof(limits));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_as_promised),
        cmocka_unit_test(a_limit_takes_values_in_its_range),
        cmocka_unit_test(other_limits_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
