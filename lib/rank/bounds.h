/* SPDX-License-Identifier: MIT */
/* What a term gives to a text of a shape at most (index/shape.h): tables that are worked out once for a corpus. */
#ifndef KBG_RANK_BOUNDS_H
#define KBG_RANK_BOUNDS_H

#include "index/shape.h"
#include "rank/norms.h"

/* How often a term is in an item, rounded up: kbg__level_of(). */
enum { KBG__BOUND_LEVELS = 12 };

typedef struct kbg__bounds {
    bool is_filled;
    kbg__norms norms; /* what they were worked out from … */
    double share, half, decay;
    /* For a question of a shape, by its share of the item's score: */
    float once[KBG__FACE_SHAPES]; /* a term that is in it once, with a weight of 1 */
    double question_share[KBG__FACE_SHAPES], question_norm[KBG__FACE_SHAPES];
    float twice[KBG__FACE_SHAPES], single_twice[KBG__FACE_SHAPES]; /* as once and single, with a term that is in it twice */
    uint32_t most_units[KBG__FACE_SHAPES];
    /* For an item as one document, by its share, with a term as often as a level says: */
    float single[KBG__BOUND_LEVELS][KBG__FACE_SHAPES]; /* with one question of a shape */
    float group[KBG__BOUND_LEVELS][KBG__ITEM_SHAPES];  /* with several or none, and itself of a shape */
    /* … and with a term f times: most * f / (f + norm). */
    float group_most[KBG__ITEM_SHAPES], group_norm[KBG__ITEM_SHAPES];
    double item_share[KBG__FACE_SHAPES], item_norm[KBG__FACE_SHAPES];
    float best[KBG__BEST_QUESTIONS + 1][KBG__BEST_QUESTIONS]; /* what the best of so many questions count, the last row: or more */
    uint8_t asked_level[UINT8_MAX + 1], answered_level[UINT8_MAX + 1]; /* by frequency of a posting: 255 is any */
} kbg__bounds;

/* Works the tables out, unless they are there. */
void kbg__bounds_fill(kbg__bounds *bounds, const kbg__norms *norms, const kbg__weights *weights);

/* The first level that is not below a frequency; the last one is any. */
int kbg__level_of(double frequency);

/* The level of once. */
enum { KBG__LEVEL_ONCE = 5 };

#endif
