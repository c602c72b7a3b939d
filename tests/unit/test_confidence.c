/* SPDX-License-Identifier: MIT */
/* The formula by hand, and what holds whatever its constants are. */
#include "support.h"

#include "rank/confidence.h"

#include <float.h>
#include <math.h>

enum { STEPS = 16 };

/* Evidence number n of a grid over its first two parts, each in 0 to 1; the odds are even, the rest is 0. */
static kbg__evidence grid(int n)
{
    kbg__evidence e = { 0 };
    double *parts[] = { &e.likeness, &e.item };
    for (size_t i = 0; i < ROWS(parts); i++, n /= STEPS + 1)
        *parts[i] = (double)(n % (STEPS + 1)) / STEPS;
    return e;
}

enum { GRID = (STEPS + 1) * (STEPS + 1) };

static const double all_odds[] = { -DBL_MAX, -1e9, -100, -6, -1, -DBL_MIN, 0, DBL_MIN, 0.01, 1, 3, KBG__ODDS_MOST,
                                  100, 1e9, DBL_MAX };

/* x and confidence worked out with the formula of doc/ranking.md. */
static void confidence_is_computed_as_documented(void **state)
{
    (void)state;
    static const struct {
        kbg__evidence e;
        double x;
    } rows[] = {
        { { .likeness = 0.98 }, 3.39 },
        { { .likeness = 0.98, .item = 0.5, .item_pairs = 0.1, .likelihood_pairs = 1 }, 0.827 },
        { { .likeness = 0.98, .odds = -1, .item = 1 }, -1.69 },
        { { .likeness = 1, .odds = 4, .item_pairs = 0.2 }, 7.3649921 },
        { { .likeness = 0.25, .odds = 1, .item = 0.3, .item_pairs = 0.05, .likelihood_pairs = 2 }, -2.5522466 },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        double expected = 1 / (1 + exp(-rows[i].x)), got = kbg__confidence(&rows[i].e);
        if (fabs(got - expected) > 1e-7)
            fail_msg("row %zu: %.9f, not %.9f", i, got, expected);
    }
}

static void confidence_is_a_chance(void **state)
{
    (void)state;
    for (int n = 0; n < GRID; n++)
        for (size_t m = 0; m < ROWS(all_odds); m++) {
            kbg__evidence e = grid(n);
            e.odds = all_odds[m];
            double confidence = kbg__confidence(&e);
            assert_true(isfinite(confidence) && confidence >= 0 && confidence <= 1);
        }
}

static void confidence_rises_with_the_odds(void **state)
{
    (void)state;
    for (int n = 0; n < GRID; n++) {
        kbg__evidence e = grid(n);
        double last = 0;
        for (size_t m = 0; m < ROWS(all_odds); m++) {
            e.odds = all_odds[m];
            double confidence = kbg__confidence(&e);
            assert_true(confidence >= last);
            last = confidence;
        }
        /* Clearly so where hits differ, and not behind the greatest that counts. */
        for (e.odds = 0, last = -1; e.odds <= KBG__ODDS_MOST; e.odds += 0.5) {
            double confidence = kbg__confidence(&e);
            assert_true(confidence > last);
            last = confidence;
        }
        e.odds = KBG__ODDS_MOST;
        double most = kbg__confidence(&e);
        e.odds = 2 * KBG__ODDS_MOST;
        assert_true(kbg__confidence(&e) == most);
    }
}

static void confidence_rises_with_the_likeness(void **state)
{
    (void)state;
    static const double some[] = { -2, 0, 0.5, 2, KBG__ODDS_MOST };
    for (int n = 0; n < GRID; n++)
        for (size_t m = 0; m < ROWS(some); m++) {
            kbg__evidence e = grid(n);
            double last = -1;
            e.odds = some[m];
            for (int step = 0; step <= 10; step++) {
                e.likeness = step / 10.0;
                double confidence = kbg__confidence(&e);
                assert_true(confidence > last);
                last = confidence;
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(confidence_is_computed_as_documented),
        cmocka_unit_test(confidence_is_a_chance),
        cmocka_unit_test(confidence_rises_with_the_odds),
        cmocka_unit_test(confidence_rises_with_the_likeness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
