/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "rank/bm25.h"

#include <math.h>

/* ln(1 + (n - df + 0.5) / (df + 0.5)) = ln((n + 1) / (df + 0.5)), worked by hand to the fraction. */
static void idf_follows_the_formula(void **state)
{
    (void)state;
    static const struct {
        double n, df, ratio;
    } rows[] = {
        { 1, 1, 4.0 / 3 },     { 1, 0, 4 },  { 10, 1, 22.0 / 3 }, { 10, 10, 22.0 / 21 },
        { 100, 50, 202.0 / 101 }, { 3, 3, 8.0 / 7 }, { 0, 0, 2 },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_close(kbg__bm25_idf(rows[i].n, rows[i].df), log(rows[i].ratio));
    assert_close(kbg__bm25_idf(1, 0), 1.3862943611198906);
    assert_close(kbg__bm25_idf(1, 1), 0.28768207245178093);
}

static void idf_falls_with_the_frequency_and_stays_above_0(void **state)
{
    (void)state;
    for (double df = 0; df < 1000; df++) {
        assert_true(kbg__bm25_idf(1000, df) > kbg__bm25_idf(1000, df + 1));
        assert_true(kbg__bm25_idf(1000, df + 1) > 0);
    }
    assert_true(kbg__bm25_idf(16777216, 16777216) > 0);
}

static void norm_follows_the_length(void **state)
{
    (void)state;
    static const struct {
        double k1, b, length, average, norm;
    } rows[] = {
        { 1.2, 0.75, 10, 10, 1.2 },   /* an average text */
        { 1.2, 0.75, 20, 10, 2.1 },   /* 1.2 * (0.25 + 1.5) */
        { 1.2, 0.75, 0, 10, 0.3 },    /* 1.2 * 0.25 */
        { 1.2, 0, 99, 10, 1.2 },      /* b = 0: length does not count */
        { 2, 1, 5, 10, 1 },           /* b = 1: in proportion */
        { 0, 0.75, 5, 10, 0 },
        { 1.2, 0.75, 0, 0, 1.2 },     /* no text at all has a length */
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_close(kbg__bm25_norm(rows[i].k1, rows[i].b, rows[i].length, rows[i].average), rows[i].norm);
}

static void frequency_saturates(void **state)
{
    (void)state;
    static const struct {
        double k1, norm, tf, share;
    } rows[] = {
        { 1.2, 1.2, 0, 0 },          { 1.2, 1.2, 1, 1 },       /* 2.2 / 2.2 */
        { 1.2, 1.2, 2, 1.375 },                                /* 4.4 / 3.2 */
        { 1.2, 2.1, 1, 22.0 / 31 },                            /* 2.2 / 3.1 */
        { 1.2, 0.3, 0.1, 0.55 },                               /* 0.22 / 0.4 */
        { 0, 0, 1, 1 },              { 0, 0, 7, 1 },           /* k1 = 0: once is enough */
        { 0, 0, 0, 0 },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_close(kbg__bm25_frequency(rows[i].k1, rows[i].norm, rows[i].tf), rows[i].share);
    for (double tf = 1; tf < 255; tf++) {
        assert_true(kbg__bm25_frequency(1.2, 0.7, tf) < kbg__bm25_frequency(1.2, 0.7, tf + 1));
        assert_true(kbg__bm25_frequency(1.2, 0.7, tf + 1) < 2.2);
    }
}

/* Three documents: "a b", "a a c d", "b"; the query "a c"; k1 = 1.2, b = 0.75; average length 7/3. */
static void a_small_table_by_hand(void **state)
{
    (void)state;
    static const struct {
        double length, tf_a, tf_c;
        double score;
    } rows[] = {
        /* norm 1.2 * (0.25 + 0.75 * 6/7) = 0.3 + 5.4/7; a: ln(1.6) * 2.2 / (1 + norm) */
        { 2, 1, 0, 0.470003629245735553650937 * 2.2 / (1 + 0.3 + 5.4 / 7) },
        /* norm 1.2 * (0.25 + 0.75 * 12/7) = 0.3 + 10.8/7; c: ln(8/3) */
        { 4, 2, 1,
          0.470003629245735553650937 * 4.4 / (2 + 0.3 + 10.8 / 7) +
              0.980829253011726236856451 * 2.2 / (1 + 0.3 + 10.8 / 7) },
        { 1, 0, 0, 0 },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        double norm = kbg__bm25_norm(1.2, 0.75, rows[i].length, 7.0 / 3);
        assert_close(kbg__bm25_idf(3, 2) * kbg__bm25_frequency(1.2, norm, rows[i].tf_a) +
                         kbg__bm25_idf(3, 1) * kbg__bm25_frequency(1.2, norm, rows[i].tf_c),
                     rows[i].score);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idf_follows_the_formula),
        cmocka_unit_test(idf_falls_with_the_frequency_and_stays_above_0),
        cmocka_unit_test(norm_follows_the_length),
        cmocka_unit_test(frequency_saturates),
        cmocka_unit_test(a_small_table_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
