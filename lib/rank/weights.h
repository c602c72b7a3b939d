/* SPDX-License-Identifier: MIT */
/* The constants of the ranking, by name. doc/ranking.md explains each. */
#ifndef KBG_RANK_WEIGHTS_H
#define KBG_RANK_WEIGHTS_H

#include <kbguide/options.h>

/* What a candidate is judged by in the second step; features.c computes them, doc/ranking.md explains them. */
typedef enum kbg__feature {
    KBG__FEATURE_BM25,         /* the score of the first step over what the message would score against itself */
    KBG__FEATURE_BEST,         /* the same for the best question alone … */
    KBG__FEATURE_SECOND,       /* … for the second best … */
    KBG__FEATURE_ITEM,         /* … for the item as one document … */
    KBG__FEATURE_ITEM_PAIRS,   /* … and for its pairs only */
    KBG__FEATURE_AGREEMENT,    /* second best over best */
    KBG__FEATURE_COVERED,      /* kbg__comparison with the likest of the best questions … */
    KBG__FEATURE_COVERS,
    KBG__FEATURE_COVERS_RARE,
    KBG__FEATURE_PAIRS,
    KBG__FEATURE_ORDER,
    KBG__FEATURE_LIKENESS,
    KBG__FEATURE_RUNS_MISSING,
    KBG__FEATURE_RARE_MISSING,
    KBG__FEATURE_RARE_EXTRA,
    KBG__FEATURE_LENGTH,       /* the shorter over the longer, in units */
    KBG__FEATURE_FORM,         /* 1 if both ask in the same way */
    KBG__FEATURE_NEGATION,     /* 1 if just one is negated */
    KBG__FEATURE_TOGETHER,     /* share of the message's mass that the best questions have together */
    KBG__FEATURE_LIKENESS_MEAN, /* likeness, mean of the best questions */
    KBG__FEATURE_LIKELIHOOD,   /* mean log likelihood ratio of the message's units under the item, Dirichlet-smoothed */
    KBG__FEATURE_LIKELIHOOD_PAIRS,
    KBG__FEATURE_VOTES,        /* share of the item's questions that hold a unit, mean over what tells candidates apart */
    KBG__FEATURE_QUESTIONS,    /* ln(1 + number of questions) */
    KBG__FEATURES
} kbg__feature;

typedef enum kbg__weight {
    KBG__WEIGHT_CLASS_WORD, /* the classes follow the order of kbg__token_class */
    KBG__WEIGHT_CLASS_CHAR,
    KBG__WEIGHT_CLASS_PAIR,
    KBG__WEIGHT_CLASS_CODE,
    KBG__WEIGHT_CLASS_SOUND,
    KBG__WEIGHT_FILLER,
    KBG__WEIGHT_SOUND_SHARE,
    KBG__WEIGHT_QUESTION_K1,
    KBG__WEIGHT_QUESTION_B,
    KBG__WEIGHT_ITEM_K1,
    KBG__WEIGHT_ITEM_B,
    KBG__WEIGHT_FIELD_ANSWER,
    KBG__WEIGHT_BEST_DECAY,
    KBG__WEIGHT_ITEM_SHARE,
    KBG__WEIGHT_ITEM_HALF,
    KBG__WEIGHT_BOOST_CATEGORY,
    KBG__WEIGHT_BOOST_HOTNESS,
    KBG__WEIGHT_BOOST_PRIORITY,
    KBG__WEIGHT_BOOST_STAGE,
    KBG__WEIGHT_BOOST_AUDIENCE,
    KBG__WEIGHT_HOT_HALF,
    KBG__WEIGHT_HOT_SHOWN, /* those of events follow the order of kbg_event_type from KBG_EVENT_SHOWN on */
    KBG__WEIGHT_HOT_PICKED,
    KBG__WEIGHT_HOT_SENT,
    KBG__WEIGHT_HOT_EDITED,
    KBG__WEIGHT_HOT_RESOLVED,
    KBG__WEIGHT_HOT_REJECTED,
    KBG__WEIGHT_FEATURE, /* + kbg__feature */
    KBG__WEIGHT_GROWTH = KBG__WEIGHT_FEATURE + KBG__FEATURES, /* + kbg__feature */
    KBG__WEIGHT_COUNT = KBG__WEIGHT_GROWTH + KBG__FEATURES
} kbg__weight;

typedef struct kbg__weights {
    double value[KBG__WEIGHT_COUNT];
} kbg__weights;

void kbg__weights_init(kbg__weights *weights);

/* What a feature counts for an item: what matters differs with the number of its questions, so a weight grows (or falls) with
 * the feature KBG__FEATURE_QUESTIONS. */
double kbg__feature_weight(const kbg__weights *weights, kbg__feature feature, const double features[KBG__FEATURES]);

/* KBG_ERR_OPTIONS if no weight has the name or the value is out of range; from 0, values begin at 1e-9. */
kbg_status kbg__weights_set(kbg__weights *weights, const char *name, size_t len, double value);

/* NULL if index is out of range. */
const char *kbg__weight_name(size_t index);

#endif
