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

/* With hot.half 99 the 99 uses of b bring ln(100) / (ln(100) + ln(100)) of the weight, the 9 of c
 * ln(10) / (ln(10) + ln(100)). */
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
        { &hot, 0, 0, 0, 0, 0, 0 },      { &hot, 1, 0, 0.5, 1, 0, 0 },   { &hot, 2, 0, 1.0 / 3, -0.5, 0, 0 },
        { &all, 0, 0, 0, 0, 0, 0 },      { &all, 1, 1, 0.5, 1, 1, 1 },   { &all, 2, 0, 1.0 / 3, -0.5, 0, 0 },
        { &greet, 0, 0, 0, 0, 0, 0 },    { &greet, 1, 0, 0, 1, 0, 0 },   { &greet, 2, 0, 0, -0.5, 1, 0 },
    };
    test_base base;
    kbg__filter filter;
    test_base_init(&base, LIT(items));
    kbg__filter_init(&filter, &kbg__memory_default);
    static const char *const names[] = { "boost.category", "boost.hotness", "boost.priority", "boost.stage",
                                         "boost.audience", "hot.half" };
    static const double weights[] = { 0.1, 0.2, 0.3, 0.4, 0.5, 99 };
    for (size_t i = 0; i < ROWS(names); i++)
        assert_int_equal(kbg__weights_set(&base.weights, names[i], strlen(names[i]), weights[i]), KBG_OK);
    for (size_t i = 0; i < ROWS(rows); i++) {
        double shares[KBG__REASONS];
        for (int r = 0; r < (int)KBG__REASONS; r++)
            shares[r] = 77;
        assert_int_equal(kbg__filter_set(&filter, rows[i].query, &base.corpus, NULL), KBG_OK);
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
    assert_int_equal(kbg__filter_set(&filter, &query, &base.corpus, NULL), KBG_OK);
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
    assert_int_equal(kbg__filter_set(&filter, &hot, &base.corpus, NULL), KBG_OK);
    for (uint32_t i = 0; i < 3; i++) {
        double shares[KBG__REASONS];
        double lasting = kbg__boosts_lasting(&base.columns, &base.weights, i);
        assert_true(lasting == kbg__boosts(&filter, &base.weights, i, base.store.items[i], shares));
        assert_true((lasting != 0) == (i > 0));
    }
    kbg__filter_free(&filter);
    test_base_free(&base);
}

static const int64_t now = INT64_C(1794268800000), half_life = INT64_C(86400000);

/* What was used of late adds up with the usage count; a mark goes above both. With hot.half 99 a hundred uses in all are
 * worth ln(100 + 1) / (ln(100 + 1) + ln(100)) of the weight. */
static void hotness_is_that_of_the_moment(void **state)
{
    (void)state;
    static const struct {
        int item;
        double used; /* at `now` */
        kbg_hot_mark mark;
        int64_t now;
        uint32_t flags;
        double uses; /* that count; below 0: as many as there can be */
    } rows[] = {
        { 0, 0, KBG_HOT_AS_USED, now, 0, 0 },
        { 0, 8, KBG_HOT_AS_USED, now, 0, 8 },
        { 0, 8, KBG_HOT_AS_USED, now + half_life, 0, 4 },
        { 0, 8, KBG_HOT_AS_USED, now + 3 * half_life, 0, 1 },
        { 0, 8, KBG_HOT_AS_USED, 0, 0, 0 },
        { 0, 8, KBG_HOT_AS_USED, now, KBG_QUERY_NO_HOTNESS, 0 },
        { 0, -8, KBG_HOT_AS_USED, now, 0, 0 },
        { 1, 0, KBG_HOT_AS_USED, now, 0, 99 },
        { 1, 1, KBG_HOT_AS_USED, now, 0, 100 },
        { 1, 2, KBG_HOT_AS_USED, now + half_life, 0, 100 },
        { 1, 2, KBG_HOT_AS_USED, 0, 0, 99 },
        { 1, 2, KBG_HOT_AS_USED, now, KBG_QUERY_NO_HOTNESS, 0 },
        { 1, -50, KBG_HOT_AS_USED, now, 0, 99 },
        { 0, 0, KBG_HOT_PINNED, now, 0, -1 },
        { 0, 0, KBG_HOT_PINNED, 0, 0, -1 },
        { 0, 0, KBG_HOT_PINNED, now, KBG_QUERY_NO_HOTNESS, 0 },
        { 1, 10000, KBG_HOT_PINNED, now, 0, -1 },
        { 1, 10000, KBG_HOT_MUTED, now, 0, 0 },
        { 1, 0, KBG_HOT_MUTED, 0, 0, 0 },
    };
    test_base base;
    kbg__filter filter;
    test_base_init(&base, LIT(items));
    assert_int_equal(kbg__weights_set(&base.weights, LIT("hot.half"), 99), KBG_OK);
    kbg__filter_init(&filter, &kbg__memory_default);
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__hotness hotness;
        kbg_query query = { .now = rows[i].now, .flags = rows[i].flags };
        const kbg_item *item = base.store.items[rows[i].item];
        const char *id = test_id(item);
        kbg__use use = { id, strlen(id), now, rows[i].used };
        double reasons[KBG__REASONS];
        kbg__hotness_init(&hotness, &kbg__memory_default, test_key, half_life, 10);
        assert_int_equal(kbg__hotness_take(&hotness, &use, 1, NULL), KBG_OK);
        assert_int_equal(kbg__hotness_set_mark(&hotness, id, strlen(id), rows[i].mark, NULL), KBG_OK);
        assert_int_equal(kbg__filter_set(&filter, &query, &base.corpus, &hotness), KBG_OK);
        (void)kbg__boosts(&filter, &base.weights, (uint32_t)rows[i].item, item, reasons);
        double log_uses = log(1 + rows[i].uses);
        double share = rows[i].uses < 0 ? 1 : log_uses / (log_uses + log(100));
        if (fabs(reasons[KBG__REASON_HOTNESS] - 0.3 * share) > 1e-7)
            fail_msg("row %zu: %.17g, not %.17g", i, reasons[KBG__REASON_HOTNESS], 0.3 * share);
        double use_is = kbg__boost_use(&filter, (uint32_t)rows[i].item, item);
        assert_true(rows[i].uses < 0 ? use_is == KBG__USE_PINNED : fabs(use_is - log_uses) < 1e-6);
        kbg__hotness_free(&hotness);
    }
    kbg__filter_free(&filter);
    test_base_free(&base);
}

/* Of two items that were used, the one used more has more, however often; and never as much as a pinned one. */
static void hotness_grows_with_use_and_stays_below_its_weight(void **state)
{
    (void)state;
    test_base base;
    kbg__filter filter;
    double last = 0;
    test_base_init(&base, LIT(items));
    kbg__filter_init(&filter, &kbg__memory_default);
    for (double used = 0.001; used <= 10000; used *= 3) {
        kbg__hotness hotness;
        static const kbg_query query = { .now = now };
        kbg__use use = { "a", 1, now, used };
        double reasons[KBG__REASONS];
        kbg__hotness_init(&hotness, &kbg__memory_default, test_key, half_life, 10);
        for (int i = 0; i < 1000; i++)
            assert_int_equal(kbg__hotness_take(&hotness, &use, 1, NULL), KBG_OK);
        assert_int_equal(kbg__filter_set(&filter, &query, &base.corpus, &hotness), KBG_OK);
        (void)kbg__boosts(&filter, &base.weights, 0, base.store.items[0], reasons);
        assert_true(reasons[KBG__REASON_HOTNESS] > last && reasons[KBG__REASON_HOTNESS] < 0.3);
        last = reasons[KBG__REASON_HOTNESS];
        kbg__hotness_free(&hotness);
    }
    kbg__filter_free(&filter);
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hotness_is_that_of_the_moment),
        cmocka_unit_test(hotness_grows_with_use_and_stays_below_its_weight),
        cmocka_unit_test(lasting_boosts_do_not_depend_on_the_query),
        cmocka_unit_test(shares_follow_the_query),
        cmocka_unit_test(a_base_that_nobody_used_has_no_hotness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
