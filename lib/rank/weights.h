/* SPDX-License-Identifier: MIT */
/* The constants of the ranking, by name. doc/ranking.md explains each. */
#ifndef KBG_RANK_WEIGHTS_H
#define KBG_RANK_WEIGHTS_H

#include <kbguide/options.h>

typedef enum kbg__weight {
    KBG__WEIGHT_CLASS_WORD, /* the classes follow the order of kbg__token_class */
    KBG__WEIGHT_CLASS_CHAR,
    KBG__WEIGHT_CLASS_PAIR,
    KBG__WEIGHT_CLASS_CODE,
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
    KBG__WEIGHT_COUNT
} kbg__weight;

typedef struct kbg__weights {
    double value[KBG__WEIGHT_COUNT];
} kbg__weights;

void kbg__weights_init(kbg__weights *weights);

/* KBG_ERR_OPTIONS if no weight has the name or the value is out of range. */
kbg_status kbg__weights_set(kbg__weights *weights, const char *name, size_t len, double value);

/* NULL if index is out of range. */
const char *kbg__weight_name(size_t index);

#endif
