/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <math.h>

static const char items[] =
    "{\"id\":\"a\",\"question\":\"q\"}\n"
    "{\"id\":\"b\",\"question\":\"q\",\"category\":\"售后/退换货\",\"stage\":\"assist\",\"audience\":[\"VIP\"],"
    "\"priority\":100,\"usage_count\":99}\n"
    "{\"id\":\"c\",\"question\":\"q\",\"category\":\"售前\",\"stage\":\"greet\",\"priority\":-50,\"usage_count\":9}\n";

static const kbg_text after[] = { TEXT("售后") };
static const kbg_text vip[] = { TEXT("VIP") };

/* Hotness is relative to the hottest item: ln(100) for b, ln(10) for c, which is a half of it. */
static void shares_follow_the_query(void **state)
{
    (void)state;
    static const kbg_query nothing = { .flags = KBG_QUERY_NO_HOTNESS }, hot = { .flags = 0 };
    static const kbg_query all = { .preferred = after,
                                   .preferred_count = 1,
                                   .stage = KBG_STAGE_ASSIST,
                                   .audience = vip,
                                   .audience_count = 1 };
    static const kbg_query greet = { .stage = KBG_STAGE_GREET, .flags = KBG_QUERY_NO_HOTNESS };
    static const struct {
        const kbg_query *query;
        uint32_t item;
        double category, hotness, priority, stage, audience; /* parts of each weight */
    } rows[] = {
        { &nothing, 0, 0, 0, 0, 0, 0 },  { &nothing, 1, 0, 0, 1, 0, 0 }, { &nothing, 2, 0, 0, -0.5, 0, 0 },
        { &hot, 0, 0, 0, 0, 0, 0 },      { &hot, 1, 0, 1, 1, 0, 0 },     { &hot, 2, 0, 0.5, -0.5, 0, 0 },
        { &all, 0, 0, 0, 0, 0, 0 },      { &all, 1, 1, 1, 1, 1, 1 },     { &all, 2, 0, 0.5, -0.5, 0, 0 },
        { &greet, 0, 0, 0, 0, 0, 0 },    { &greet, 1, 0, 0, 1, 0, 0 },   { &greet, 2, 0, 0, -0.5, 1, 0 },
    };
    test_base base;
    kbg__filter filter;
    test_base_init(&base, LIT(items));
    kbg__filter_init(&filter, &kbg__memory_default);
    static const char *const names[] = { "boost.category", "boost.hotness", "boost.priority", "boost.stage",
                                         "boost.audience" };
    static const double weights[] = { 0.1, 0.2, 0.3, 0.4, 0.5 };
    for (size_t i = 0; i < ROWS(names); i++)
        assert_int_equal(kbg__weights_set(&base.weights, names[i], strlen(names[i]), weights[i]), KBG_OK);
    for (size_t i = 0; i < ROWS(rows); i++) {
        double shares[KBG__REASONS];
        for (int r = 0; r < (int)KBG__REASONS; r++)
            shares[r] = 77;
        assert_int_equal(kbg__filter_set(&filter, rows[i].query, &base.corpus), KBG_OK);
        double sum = kbg__boosts(&filter, &base.weights, rows[i].item, base.store.items[rows[i].item], shares);
        const double expected[] = { rows[i].category * 0.1, rows[i].hotness * 0.2, rows[i].priority * 0.3,
                                    rows[i].stage * 0.4, rows[i].audience * 0.5 };
        double total = 0;
        for (int r = 0; r < (int)KBG__REASONS; r++) {
            int boost = r - (int)KBG__REASON_CATEGORY;
            if (boost < 0 || boost > 4) {
                assert_true(shares[r] == 77); /* the other reasons are left alone */
                continue;
            }
            assert_true(fabs(shares[r] - expected[boost]) < 1e-7); /* hotness is kept as a float */
            total += shares[r];
        }
        assert_close(sum, total);
    }
    kbg__filter_free(&filter);
    test_base_free(&base);
}

static void a_base_that_nobody_used_has_no_hotness(void **state)
{
    (void)state;
    static const kbg_query query = { .flags = 0 };
    test_base base;
    kbg__filter filter;
    double shares[KBG__REASONS] = { 0 };
    test_base_init(&base, LIT("{\"id\":\"a\",\"question\":\"q\"}"));
    kbg__filter_init(&filter, &kbg__memory_default);
    assert_int_equal(kbg__filter_set(&filter, &query, &base.corpus), KBG_OK);
    assert_true(kbg__boosts(&filter, &base.weights, 0, base.store.items[0], shares) == 0);
    kbg__filter_free(&filter);
    test_base_free(&base);
}

/* A query that prefers nothing gives just these. */
static void lasting_boosts_do_not_depend_on_the_query(void **state)
{
    (void)state;
    static const kbg_query hot = { .flags = 0 };
    test_base base;
    kbg__filter filter;
    test_base_init(&base, LIT(items));
    kbg__filter_init(&filter, &kbg__memory_default);
    assert_int_equal(kbg__filter_set(&filter, &hot, &base.corpus), KBG_OK);
    for (uint32_t i = 0; i < 3; i++) {
        double shares[KBG__REASONS];
        double lasting = kbg__boosts_lasting(&base.columns, &base.weights, i);
        assert_true(lasting == kbg__boosts(&filter, &base.weights, i, base.store.items[i], shares));
        assert_true((lasting != 0) == (i > 0));
    }
    kbg__filter_free(&filter);
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lasting_boosts_do_not_depend_on_the_query),
        cmocka_unit_test(shares_follow_the_query),
        cmocka_unit_test(a_base_that_nobody_used_has_no_hotness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
