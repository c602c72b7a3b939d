/* SPDX-License-Identifier: MIT */
/* Bounds hold for any text of their shape: they are at least what a text gets. */
#include "support.h"

#include "rank/bounds.h"

typedef struct text {
    uint32_t questions, units, keywords, answers;
} text;

static text make_text(test_random *random)
{
    static const uint32_t most[] = { 3, 12, 40, 300, 3000 };
    text t = { 1 + (test_random_below(random, 2) ? test_random_below(random, 12) : 0),
               test_random_below(random, most[test_random_below(random, 4)]), 0, 0 };
    if (test_random_below(random, 2))
        t.keywords = test_random_below(random, most[test_random_below(random, 3)]);
    if (test_random_below(random, 2))
        t.answers = test_random_below(random, most[test_random_below(random, 5)]);
    return t;
}

static kbg__weights make_weights(test_random *random)
{
    static const struct {
        const char *name;
        double values[4];
    } rows[] = {
        { "question.k1", { 1.2, 0, 3, 100 } }, { "question.b", { 0.75, 0, 1, 0.5 } }, { "item.k1", { 1.2, 0, 2, 50 } },
        { "item.b", { 0.75, 0, 1, 0.25 } },    { "field.answer", { 0.1, 0, 1, 0.02 } }, { "item.share", { 0.5, 0, 1, 0.9 } },
        { "item.half", { 1, 0, 20, 0.5 } },    { "best.decay", { 0.5, 0, 1, 0.9 } },
    };
    kbg__weights weights;
    kbg__weights_init(&weights);
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(kbg__weights_set(&weights, rows[i].name, strlen(rows[i].name),
                                          rows[i].values[test_random_below(random, 4)]),
                         KBG_OK);
    return weights;
}

/* Compares the bounds of a text with what a term of weight 1 gives to it; questions are all of the same length. */
static void check_text(const kbg__bounds *b, const kbg__weights *weights, const text *t, uint32_t frequency)
{
    const kbg__norms *n = &b->norms;
    uint16_t face = kbg__face_shape(t->questions, t->units, (uint64_t)t->keywords * 10 + t->answers);
    uint8_t item = kbg__item_shape(t->questions, t->questions * t->units + t->keywords);
    double share = kbg__share_of(weights, t->questions);
    double length = t->questions * t->units + t->keywords + n->answer * t->answers;
    double question_norm = kbg__bm25_norm(n->question_k1, n->question_b, t->units, n->question_average);
    double item_norm = kbg__bm25_norm(n->item_k1, n->item_b, length, n->item_average);
    double question = (1 - share) * kbg__bm25_frequency(n->question_k1, question_norm, frequency);
    double whole = share * kbg__bm25_frequency(n->item_k1, item_norm, frequency);
    double bound = frequency == 1   ? (double)b->once[face]
                   : frequency == 2 ? (double)b->twice[face]
                                    : b->question_share[face] *
                                          kbg__bm25_frequency(n->question_k1, b->question_norm[face], frequency);
    double slack = 1 + 1e-9;
    assert_true(bound * slack >= question);
    int level = b->asked_level[frequency];
    assert_true((double)b->group[level][item] * slack >= whole);
    float times = (float)frequency;
    assert_true((double)(b->group_most[item] * times / (times + b->group_norm[item])) * (1 + 1e-6) >= whole);
    for (uint32_t j = 0; j < KBG__BEST_QUESTIONS; j++)
        assert_true((double)b->best[t->questions < KBG__BEST_QUESTIONS ? t->questions : KBG__BEST_QUESTIONS][j] >=
                    kbg__best_weight_of(weights, t->questions, j));
    if (t->questions > 1)
        return;
    assert_true((double)b->single[level][face] * slack >= whole);
    double answered = share * kbg__bm25_frequency(n->item_k1, item_norm, frequency * n->answer);
    assert_true((double)b->single[b->answered_level[frequency]][face] * slack >= answered);
}

static void bounds_hold(void **state)
{
    (void)state;
    test_random random = { 77 };
    static kbg__bounds bounds;
    for (int round = 0; round < 60; round++) {
        kbg__weights weights = make_weights(&random);
        kbg__statistics statistics = { 1000, 2000, 2000 * (1 + test_random_below(&random, 40)), 30000,
                                       1000 * test_random_below(&random, 900) };
        kbg__norms norms = kbg__norms_of(&statistics, &weights);
        kbg__bounds_fill(&bounds, &norms, &weights);
        for (int i = 0; i < 400; i++) {
            text t = make_text(&random);
            check_text(&bounds, &weights, &t, 1 + test_random_below(&random, i % 4 ? 3 : 254));
        }
    }
}

static void levels_are_not_below(void **state)
{
    (void)state;
    static const struct {
        double frequency;
        int level;
    } rows[] = { { 0, 0 }, { 0.1, 0 }, { 0.11, 1 }, { 0.2, 1 }, { 0.3, 2 }, { 0.31, 3 }, { 0.5, 3 }, { 0.8, 4 },
                 { 0.9, KBG__LEVEL_ONCE }, { 1, KBG__LEVEL_ONCE }, { 1.5, 6 }, { 2, 6 }, { 3, 7 }, { 4, 7 }, { 4.1, 8 },
                 { 16, 9 }, { 17, 10 }, { 32, 10 }, { 32.5, 11 }, { 1e9, 11 } };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(kbg__level_of(rows[i].frequency), rows[i].level);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_hold),
        cmocka_unit_test(levels_are_not_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
