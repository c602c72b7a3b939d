/* SPDX-License-Identifier: MIT */
#include "rank/weights.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    double value, low, high;
} table[KBG__WEIGHT_COUNT] = {
    [KBG__WEIGHT_CLASS_WORD] = { "class.word", 0.3, 0, 100 },
    [KBG__WEIGHT_CLASS_CHAR] = { "class.char", 1, 0, 100 },
    [KBG__WEIGHT_CLASS_PAIR] = { "class.pair", 0.3, 0, 100 },
    [KBG__WEIGHT_CLASS_CODE] = { "class.code", 1, 0, 100 },
    [KBG__WEIGHT_CLASS_SOUND] = { "class.sound", 0.4, 0, 100 },
    [KBG__WEIGHT_FILLER] = { "filler.share", 0.2, 0, 1 },
    [KBG__WEIGHT_SOUND_SHARE] = { "sound.share", 0.8, 0, 1 },
    [KBG__WEIGHT_QUESTION_K1] = { "question.k1", 1.2, 0, 100 },
    [KBG__WEIGHT_QUESTION_B] = { "question.b", 0.75, 0, 1 },
    [KBG__WEIGHT_ITEM_K1] = { "item.k1", 1.2, 0, 100 },
    [KBG__WEIGHT_ITEM_B] = { "item.b", 0.75, 0, 1 },
    [KBG__WEIGHT_FIELD_ANSWER] = { "field.answer", 0.1, 0, 1 },
    [KBG__WEIGHT_BEST_DECAY] = { "best.decay", 0.5, 0, 1 },
    [KBG__WEIGHT_ITEM_SHARE] = { "item.share", 0.5, 0, 1 },
    [KBG__WEIGHT_ITEM_HALF] = { "item.half", 1, 0, 1000 },
    [KBG__WEIGHT_BOOST_CATEGORY] = { "boost.category", 0.6, 0, 5 },
    [KBG__WEIGHT_BOOST_HOTNESS] = { "boost.hotness", 0.3, 0, 5 },
    [KBG__WEIGHT_BOOST_PRIORITY] = { "boost.priority", 0.4, 0, 5 },
    [KBG__WEIGHT_BOOST_STAGE] = { "boost.stage", 0.4, 0, 5 },
    [KBG__WEIGHT_BOOST_AUDIENCE] = { "boost.audience", 0.3, 0, 5 },
    [KBG__WEIGHT_HOT_HALF] = { "hot.half", 50, 0.01, 1000000 },
    [KBG__WEIGHT_HOT_SHOWN] = { "hot.shown", 0, -10, 10 },
    [KBG__WEIGHT_HOT_PICKED] = { "hot.picked", 0.5, -10, 10 },
    [KBG__WEIGHT_HOT_SENT] = { "hot.sent", 1, -10, 10 },
    [KBG__WEIGHT_HOT_EDITED] = { "hot.edited", 0.5, -10, 10 },
    [KBG__WEIGHT_HOT_RESOLVED] = { "hot.resolved", 1, -10, 10 },
    [KBG__WEIGHT_HOT_REJECTED] = { "hot.rejected", -1, -10, 10 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_BM25] = { "feature.bm25", 1.92, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_BEST] = { "feature.best", 2.08, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_SECOND] = { "feature.second", -2.15, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_ITEM] = { "feature.item", 0.93, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_ITEM_PAIRS] = { "feature.item_pairs", -0.51, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_AGREEMENT] = { "feature.agreement", 0.90, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_COVERED] = { "feature.covered", 1.59, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_COVERS] = { "feature.covers", 3.17, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_COVERS_RARE] = { "feature.covers_rare", 0.50, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_PAIRS] = { "feature.pairs", -1.82, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_ORDER] = { "feature.order", 0.43, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_LIKENESS] = { "feature.likeness", 1.05, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_RUNS_MISSING] = { "feature.runs_missing", -0.68, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_RARE_MISSING] = { "feature.rare_missing", 1.49, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_RARE_EXTRA] = { "feature.rare_extra", 0.86, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_LENGTH] = { "feature.length", 1.32, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_FORM] = { "feature.form", 0.52, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_NEGATION] = { "feature.negation", -0.24, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_TOGETHER] = { "feature.together", 2.75, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_LIKENESS_MEAN] = { "feature.likeness_mean", 1.44, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_LIKELIHOOD] = { "feature.likelihood", 0.62, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_LIKELIHOOD_PAIRS] = { "feature.likelihood_pairs", 0.30, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_VOTES] = { "feature.votes", 3.68, -100, 100 },
    [KBG__WEIGHT_FEATURE + KBG__FEATURE_QUESTIONS] = { "feature.questions", 0.04, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_BM25] = { "growth.bm25", 0.28, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_BEST] = { "growth.best", 0.10, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_SECOND] = { "growth.second", -0.23, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_ITEM] = { "growth.item", 0.19, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_ITEM_PAIRS] = { "growth.item_pairs", 1.31, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_AGREEMENT] = { "growth.agreement", 0.14, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_COVERED] = { "growth.covered", -0.22, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_COVERS] = { "growth.covers", 0.28, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_COVERS_RARE] = { "growth.covers_rare", -0.31, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_PAIRS] = { "growth.pairs", -0.56, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_ORDER] = { "growth.order", 0.19, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_LIKENESS] = { "growth.likeness", 0.02, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_RUNS_MISSING] = { "growth.runs_missing", -1.20, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_RARE_MISSING] = { "growth.rare_missing", -0.10, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_RARE_EXTRA] = { "growth.rare_extra", -0.08, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_LENGTH] = { "growth.length", -0.07, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_FORM] = { "growth.form", -0.15, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_NEGATION] = { "growth.negation", -0.10, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_TOGETHER] = { "growth.together", 0.04, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_LIKENESS_MEAN] = { "growth.likeness_mean", 0.56, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_LIKELIHOOD] = { "growth.likelihood", 0.04, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_LIKELIHOOD_PAIRS] = { "growth.likelihood_pairs", 0.07, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_VOTES] = { "growth.votes", 0.50, -100, 100 },
    [KBG__WEIGHT_GROWTH + KBG__FEATURE_QUESTIONS] = { "growth.questions", 0, -100, 100 },
};

void kbg__weights_init(kbg__weights *weights)
{
    for (int i = 0; i < KBG__WEIGHT_COUNT; i++)
        weights->value[i] = table[i].value;
}

kbg_status kbg__weights_set(kbg__weights *weights, const char *name, size_t len, double value)
{
    for (int i = 0; i < KBG__WEIGHT_COUNT; i++) {
        if (strlen(table[i].name) != len || memcmp(table[i].name, name, len) != 0)
            continue;
        if (!(value >= table[i].low && value <= table[i].high)) /* written so that NaN is refused */
            return KBG_ERR_OPTIONS;
        if (value != 0 && fabs(value) < 1e-9) /* sums of such numbers are no longer exact */
            return KBG_ERR_OPTIONS;
        weights->value[i] = value;
        return KBG_OK;
    }
    return KBG_ERR_OPTIONS;
}

double kbg__feature_weight(const kbg__weights *weights, kbg__feature feature, const double features[KBG__FEATURES])
{
    return weights->value[KBG__WEIGHT_FEATURE + feature] +
           weights->value[KBG__WEIGHT_GROWTH + feature] * features[KBG__FEATURE_QUESTIONS];
}

const char *kbg__weight_name(size_t index)
{
    return index < KBG__WEIGHT_COUNT ? table[index].name : NULL;
}
