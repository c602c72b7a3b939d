/* SPDX-License-Identifier: MIT */
/* Confidence in plain numbers. */
#ifndef KBG_RANK_CONFIDENCE_H
#define KBG_RANK_CONFIDENCE_H

/* What the confidence of a hit is computed from. */
typedef struct kbg__evidence {
    double coverage; /* best question's score over what the message would score against itself, 0 to 1 */
    double length;   /* the shorter of message and best question over the longer, in units, 0 to 1 */
    double margin;   /* how far the score is above the next hit's (below the best one's: negative), as a share of the
                        best, -1 to 1 */
} kbg__evidence;

/* The chance that a hit is right, 0 to 1: a logistic model. doc/ranking.md says how its constants were fitted. */
double kbg__confidence(const kbg__evidence *evidence);

#endif
