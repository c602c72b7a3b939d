/* SPDX-License-Identifier: MIT */
/* The sketch of response times against exact quantiles. */
#include "support.h"

#include "live/figures_counts.h"

#include <stdlib.h>

static void buckets_follow_each_other_without_a_gap(void **state)
{
    (void)state;
    static const struct {
        uint32_t value, bucket, least, middle;
    } rows[] = {
        { 0, 0, 0, 0 },          { 1, 1, 1, 1 },          { 127, 127, 127, 127 },     { 128, 128, 128, 129 },
        { 129, 128, 128, 129 },  { 130, 129, 130, 131 },  { 255, 191, 254, 255 },     { 256, 192, 256, 258 },
        { 259, 192, 256, 258 },  { 260, 193, 260, 262 },  { 10000, 526, 9984, 10048 }, { 60000, 693, 59904, 60160 },
        { UINT32_MAX, 1727, 0xFE000000, 0xFF000000 },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(kbg__sketch_bucket(rows[i].value), rows[i].bucket);
        assert_int_equal(kbg__sketch_least(rows[i].bucket), rows[i].least);
        assert_int_equal(kbg__sketch_value(rows[i].bucket), rows[i].middle);
    }
    for (uint32_t b = 0; b < KBG__SKETCH_BUCKETS; b++) {
        uint32_t least = kbg__sketch_least(b);
        assert_int_equal(kbg__sketch_bucket(least), b);
        assert_int_equal(kbg__sketch_bucket(kbg__sketch_value(b)), b);
        if (b > 0)
            assert_int_equal(kbg__sketch_bucket(least - 1), b - 1);
    }
    assert_int_equal(kbg__sketch_bucket(UINT32_MAX), KBG__SKETCH_BUCKETS - 1);
}

static int by_value(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Draws a response time of one of four shapes. */
static uint32_t draw(test_random *random, int shape)
{
    uint32_t a = test_random_below(random, 60000), b = test_random_below(random, 60000);
    switch (shape) {
    case 0: /* even */
        return a;
    case 1: /* most are fast, a long tail */
        return (uint32_t)(UINT64_C(5000000) / (1 + test_random_below(random, 4000)));
    case 2: /* two humps */
        return a % 2 ? 2000 + a / 60 : 45000 + b / 20;
    default: /* over the whole range */
        return test_random_below(random, UINT32_MAX) >> test_random_below(random, 31);
    }
}

static void quantiles_are_within_one_percent(void **state)
{
    (void)state;
    enum { VALUES = 5001 };
    static const uint32_t quantiles[] = { 0, 1, 10, 250, 500, 900, 990, 999, 1000 };
    static uint32_t values[VALUES];
    test_random random = { 7 };
    for (int shape = 0; shape < 4; shape++) {
        kbg__counts counts = { 0 };
        for (size_t i = 0; i < VALUES; i++) {
            values[i] = draw(&random, shape);
            assert_int_equal(kbg__counts_add(&counts, &kbg__memory_default,
                                             KBG__SLOT_RESPONSE + kbg__sketch_bucket(values[i]), KBG__COUNT_UNIT),
                             KBG_OK);
        }
        qsort(values, VALUES, sizeof(values[0]), by_value);
        for (size_t q = 0; q < ROWS(quantiles); q++) {
            uint32_t told;
            size_t rank = (VALUES * quantiles[q] + 999) / 1000; /* nearest rank, from 1 */
            double exact = values[rank ? rank - 1 : 0];
            assert_true(kbg__counts_quantile(&counts, quantiles[q], &told));
            double error = told > exact ? told - exact : exact - told;
            if (error > exact / 128)
                fail_msg("shape %d, quantile %u: %u instead of %.0f", shape, quantiles[q], told, exact);
        }
        kbg__counts_free(&counts, &kbg__memory_default);
    }
}

static void weights_count_in_quantiles(void **state)
{
    (void)state;
    kbg__counts counts = { 0 };
    uint32_t value;
    assert_false(kbg__counts_quantile(&counts, 500, &value));
    assert_int_equal(kbg__counts_add(&counts, &kbg__memory_default, KBG_EVENT_ANSWERED, 7), KBG_OK);
    assert_false(kbg__counts_quantile(&counts, 500, &value));
    assert_int_equal(kbg__counts_add(&counts, &kbg__memory_default, KBG__SLOT_RESPONSE + 5, 900), KBG_OK);
    assert_int_equal(kbg__counts_add(&counts, &kbg__memory_default, KBG__SLOT_RESPONSE + 9, 100), KBG_OK);
    static const struct {
        uint32_t quantile, value;
    } rows[] = { { 0, 5 }, { 500, 5 }, { 900, 5 }, { 901, 9 }, { 1000, 9 } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_true(kbg__counts_quantile(&counts, rows[i].quantile, &value));
        assert_int_equal(value, rows[i].value);
    }
    kbg__counts_free(&counts, &kbg__memory_default);
}

static void sketches_merge_to_that_of_all_values(void **state)
{
    (void)state;
    test_random random = { 11 };
    for (int round = 0; round < 50; round++) {
        kbg__counts all = { 0 }, parts[4] = { { 0 } };
        for (int i = 0; i < 300; i++) {
            uint32_t slot = KBG__SLOT_RESPONSE + kbg__sketch_bucket(draw(&random, 3));
            assert_int_equal(kbg__counts_add(&all, &kbg__memory_default, slot, 1000), KBG_OK);
            assert_int_equal(kbg__counts_add(&parts[test_random_below(&random, 4)], &kbg__memory_default, slot, 1000),
                             KBG_OK);
        }
        for (int i = 1; i < 4; i++) {
            assert_int_equal(kbg__counts_reserve(&parts[0], &kbg__memory_default, &parts[i]), KBG_OK);
            kbg__counts_merge(&parts[0], &parts[i]);
            kbg__counts_free(&parts[i], &kbg__memory_default);
        }
        assert_int_equal(parts[0].count, all.count);
        for (size_t i = 0; i < all.count; i++) {
            assert_int_equal(parts[0].list[i].slot, all.list[i].slot);
            assert_int_equal(parts[0].list[i].value, all.list[i].value);
        }
        kbg__counts_free(&parts[0], &kbg__memory_default);
        kbg__counts_free(&all, &kbg__memory_default);
    }
}

static void counts_stop_at_the_highest_number(void **state)
{
    (void)state;
    kbg__counts counts = { 0 }, more = { 0 };
    assert_int_equal(kbg__counts_add(&counts, &kbg__memory_default, 1, UINT64_MAX - 1), KBG_OK);
    assert_int_equal(kbg__counts_add(&counts, &kbg__memory_default, 1, 1), KBG_OK);
    assert_true(kbg__counts_get(&counts, 1) == UINT64_MAX);
    assert_int_equal(kbg__counts_add(&counts, &kbg__memory_default, 1, 1), KBG_OK);
    assert_int_equal(kbg__counts_add(&more, &kbg__memory_default, 1, 5), KBG_OK);
    assert_int_equal(kbg__counts_reserve(&counts, &kbg__memory_default, &more), KBG_OK);
    kbg__counts_merge(&counts, &more);
    assert_true(kbg__counts_get(&counts, 1) == UINT64_MAX);
    assert_int_equal(kbg__counts_get(&counts, 2), 0);
    assert_int_equal(kbg__counts_add(&counts, &kbg__memory_default, 2, 0), KBG_OK);
    assert_int_equal(counts.count, 1);
    kbg__counts_free(&counts, &kbg__memory_default);
    kbg__counts_free(&more, &kbg__memory_default);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buckets_follow_each_other_without_a_gap),
        cmocka_unit_test(quantiles_are_within_one_percent),
        cmocka_unit_test(weights_count_in_quantiles),
        cmocka_unit_test(sketches_merge_to_that_of_all_values),
        cmocka_unit_test(counts_stop_at_the_highest_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
