/* SPDX-License-Identifier: MIT */
/* Confidence in plain numbers. */
#ifndef KBG_RANK_CONFIDENCE_H
#define KBG_RANK_CONFIDENCE_H

/* The odds of a hit that has no other beside it, and the largest that count. */
#define KBG__ODDS_MOST 8.0

/* What the confidence of a hit is computed from. */
typedef struct kbg__evidence {
    double likeness; /* of the message and the likest question: halved if the message has pairs, 0 to 1 */
    double odds;     /* ln of the odds against all other candidates, if the chance of each is in proportion to exp(score) */
    double item;     /* score of the item as one document, over that of the message itself (KBG__FEATURE_ITEM) … */
    double item_pairs;       /* … of its pairs only, over that of the pairs of the message; `item` if it has none */
    double likelihood_pairs; /* mean log likelihood ratio of the message's pairs under the item (KBG__FEATURE_LIKELIHOOD_PAIRS) */
} kbg__evidence;

/* The chance that a hit is right, 0 to 1: a logistic model. doc/ranking.md says how its constants were fitted. */
double kbg__confidence(const kbg__evidence *evidence);

#endif
