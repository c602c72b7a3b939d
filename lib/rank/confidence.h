/* SPDX-License-Identifier: MIT */
/* Confidence in plain numbers. */
#ifndef KBG_RANK_CONFIDENCE_H
#define KBG_RANK_CONFIDENCE_H

/* The margin of a hit that has no other beside it, and the largest that counts. */
#define KBG__MARGIN_ALONE 6.0

/* What the confidence of a hit is computed from. */
typedef struct kbg__evidence {
    double likeness; /* likeness of the message and the likest question, 0 to 1 */
    double length;   /* the shorter over the longer, in units, 0 to 1 */
    double margin;   /* how far the score is above the next hit's (below the best one's: negative) */
} kbg__evidence;

/* The chance that a hit is right, 0 to 1: a logistic model. doc/ranking.md says how its constants were fitted. */
double kbg__confidence(const kbg__evidence *evidence);

#endif
