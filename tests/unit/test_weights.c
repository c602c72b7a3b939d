/* SPDX-License-Identifier: MIT */
/* Names and ranges; the values themselves are tuned, and the quality tests watch over them. */
#include "support.h"

#include <math.h>

static const struct {
    int weight;
    const char *name;
    double low, high;
} rows[] = {
    { KBG__WEIGHT_CLASS_WORD, "class.word", 0, 100 },
    { KBG__WEIGHT_CLASS_CHAR, "class.char", 0, 100 },
    { KBG__WEIGHT_CLASS_PAIR, "class.pair", 0, 100 },
    { KBG__WEIGHT_CLASS_CODE, "class.code", 0, 100 },
    { KBG__WEIGHT_CLASS_SOUND, "class.sound", 0, 100 },
    { KBG__WEIGHT_FILLER, "filler.share", 0, 1 },
    { KBG__WEIGHT_SOUND_SHARE, "sound.share", 0, 1 },
    { KBG__WEIGHT_QUESTION_K1, "question.k1", 0, 100 },
    { KBG__WEIGHT_QUESTION_B, "question.b", 0, 1 },
    { KBG__WEIGHT_ITEM_K1, "item.k1", 0, 100 },
    { KBG__WEIGHT_ITEM_B, "item.b", 0, 1 },
    { KBG__WEIGHT_FIELD_ANSWER, "field.answer", 0, 1 },
    { KBG__WEIGHT_BEST_DECAY, "best.decay", 0, 1 },
    { KBG__WEIGHT_ITEM_SHARE, "item.share", 0, 1 },
    { KBG__WEIGHT_ITEM_HALF, "item.half", 0, 1000 },
    { KBG__WEIGHT_BOOST_CATEGORY, "boost.category", 0, 5 },
    { KBG__WEIGHT_BOOST_HOTNESS, "boost.hotness", 0, 5 },
    { KBG__WEIGHT_BOOST_PRIORITY, "boost.priority", 0, 5 },
    { KBG__WEIGHT_BOOST_STAGE, "boost.stage", 0, 5 },
    { KBG__WEIGHT_BOOST_AUDIENCE, "boost.audience", 0, 5 },
    { KBG__WEIGHT_HOT_HALF, "hot.half", 0.01, 1000000 },
    { KBG__WEIGHT_HOT_SHOWN, "hot.shown", -10, 10 },
    { KBG__WEIGHT_HOT_PICKED, "hot.picked", -10, 10 },
    { KBG__WEIGHT_HOT_SENT, "hot.sent", -10, 10 },
    { KBG__WEIGHT_HOT_EDITED, "hot.edited", -10, 10 },
    { KBG__WEIGHT_HOT_RESOLVED, "hot.resolved", -10, 10 },
    { KBG__WEIGHT_HOT_REJECTED, "hot.rejected", -10, 10 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_BM25, "feature.bm25", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_BEST, "feature.best", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_SECOND, "feature.second", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_ITEM, "feature.item", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_ITEM_PAIRS, "feature.item_pairs", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_AGREEMENT, "feature.agreement", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_COVERED, "feature.covered", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_COVERS, "feature.covers", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_COVERS_RARE, "feature.covers_rare", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_PAIRS, "feature.pairs", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_ORDER, "feature.order", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_LIKENESS, "feature.likeness", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_RUNS_MISSING, "feature.runs_missing", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_RARE_MISSING, "feature.rare_missing", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_RARE_EXTRA, "feature.rare_extra", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_LENGTH, "feature.length", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_FORM, "feature.form", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_NEGATION, "feature.negation", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_TOGETHER, "feature.together", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_LIKENESS_MEAN, "feature.likeness_mean", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_LIKELIHOOD, "feature.likelihood", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_LIKELIHOOD_PAIRS, "feature.likelihood_pairs", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_VOTES, "feature.votes", -100, 100 },
    { KBG__WEIGHT_FEATURE + KBG__FEATURE_QUESTIONS, "feature.questions", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_BM25, "growth.bm25", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_BEST, "growth.best", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_SECOND, "growth.second", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_ITEM, "growth.item", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_ITEM_PAIRS, "growth.item_pairs", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_AGREEMENT, "growth.agreement", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_COVERED, "growth.covered", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_COVERS, "growth.covers", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_COVERS_RARE, "growth.covers_rare", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_PAIRS, "growth.pairs", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_ORDER, "growth.order", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_LIKENESS, "growth.likeness", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_RUNS_MISSING, "growth.runs_missing", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_RARE_MISSING, "growth.rare_missing", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_RARE_EXTRA, "growth.rare_extra", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_LENGTH, "growth.length", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_FORM, "growth.form", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_NEGATION, "growth.negation", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_TOGETHER, "growth.together", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_LIKENESS_MEAN, "growth.likeness_mean", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_LIKELIHOOD, "growth.likelihood", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_LIKELIHOOD_PAIRS, "growth.likelihood_pairs", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_VOTES, "growth.votes", -100, 100 },
    { KBG__WEIGHT_GROWTH + KBG__FEATURE_QUESTIONS, "growth.questions", -100, 100 },
};

static void names_stand_in_order(void **state)
{
    (void)state;
    assert_int_equal(ROWS(rows), KBG__WEIGHT_COUNT);
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(rows[i].weight, i);
        assert_string_equal(kbg__weight_name((size_t)rows[i].weight), rows[i].name);
    }
    assert_null(kbg__weight_name(KBG__WEIGHT_COUNT));
    assert_null(kbg__weight_name(SIZE_MAX));
    static const int classes[KBG__TOKEN_CLASSES] = {
        [KBG__TOKEN_WORD] = KBG__WEIGHT_CLASS_WORD,   [KBG__TOKEN_CHAR] = KBG__WEIGHT_CLASS_CHAR,
        [KBG__TOKEN_PAIR] = KBG__WEIGHT_CLASS_PAIR,   [KBG__TOKEN_CODE] = KBG__WEIGHT_CLASS_CODE,
        [KBG__TOKEN_SOUND] = KBG__WEIGHT_CLASS_SOUND,
    };
    for (int i = 0; i < (int)KBG__TOKEN_CLASSES; i++)
        assert_int_equal(classes[i], KBG__WEIGHT_CLASS_WORD + i);
}

static void defaults_lie_in_their_range(void **state)
{
    (void)state;
    kbg__weights weights;
    kbg__weights_init(&weights);
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_true(weights.value[rows[i].weight] >= rows[i].low && weights.value[rows[i].weight] <= rows[i].high);
}

static void a_weight_takes_values_in_its_range(void **state)
{
    (void)state;
    kbg__weights weights;
    kbg__weights_init(&weights);
    for (size_t i = 0; i < ROWS(rows); i++) {
        const double bad[] = { nextafter(rows[i].low, -INFINITY), nextafter(rows[i].high, INFINITY), -INFINITY,
                               INFINITY, NAN };
        const double good[] = { rows[i].low, rows[i].high, rows[i].high / 3 };
        size_t len = strlen(rows[i].name);
        kbg__weights before = weights;
        for (size_t k = 0; k < ROWS(bad); k++) {
            assert_int_equal(kbg__weights_set(&weights, rows[i].name, len, bad[k]), KBG_ERR_OPTIONS);
            assert_memory_equal(&weights, &before, sizeof(weights));
        }
        for (size_t k = 0; k < ROWS(good); k++) {
            assert_int_equal(kbg__weights_set(&weights, rows[i].name, len, good[k]), KBG_OK);
            assert_true(weights.value[rows[i].weight] == good[k]);
        }
        before.value[rows[i].weight] = good[2];
        assert_memory_equal(&weights, &before, sizeof(weights)); /* no other was touched */
    }
}

static void other_names_are_unknown(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t len;
    } unknown[] = { { LIT("") }, { LIT("class") }, { LIT("class.wor") }, { LIT("class.word\0") },
                    { LIT("Class.word") }, { LIT("class.words") }, { LIT("feature") },
                    { LIT("feature.") }, { LIT("feature.item_pair") } };
    kbg__weights weights;
    kbg__weights_init(&weights);
    for (size_t i = 0; i < ROWS(unknown); i++)
        assert_int_equal(kbg__weights_set(&weights, unknown[i].name, unknown[i].len, 0.1), KBG_ERR_OPTIONS);
}

static void a_feature_weight_grows_with_the_questions(void **state)
{
    (void)state;
    kbg__weights weights;
    double features[KBG__FEATURES] = { 0 };
    kbg__weights_init(&weights);
    for (int k = 0; k < KBG__FEATURES; k++) {
        weights.value[KBG__WEIGHT_FEATURE + k] = k - 7;
        weights.value[KBG__WEIGHT_GROWTH + k] = 11 - 2 * k;
        features[k] = 1e6; /* none but the number of questions counts */
    }
    static const double questions[] = { 0, 0.5, 1, 4.25 };
    for (size_t i = 0; i < ROWS(questions); i++) {
        features[KBG__FEATURE_QUESTIONS] = questions[i];
        for (int k = 0; k < KBG__FEATURES; k++)
            assert_true(kbg__feature_weight(&weights, (kbg__feature)k, features) ==
                        k - 7 + (11 - 2 * k) * questions[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stand_in_order),
        cmocka_unit_test(defaults_lie_in_their_range),
        cmocka_unit_test(a_weight_takes_values_in_its_range),
        cmocka_unit_test(other_names_are_unknown),
        cmocka_unit_test(a_feature_weight_grows_with_the_questions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
