/* SPDX-License-Identifier: MIT */
/* What the length of a text, and the number of questions of an item, do to its score. */
#ifndef KBG_RANK_NORMS_H
#define KBG_RANK_NORMS_H

#include "index/index.h"
#include "rank/bm25.h"
#include "rank/weights.h"

enum { KBG__BEST_QUESTIONS = 5 };

/* What BM25 takes from weights and statistics. */
typedef struct kbg__norms {
    double question_k1, question_b, question_average;
    double item_k1, item_b, item_average;
    double answer; /* what the length and the terms of answers count */
} kbg__norms;

kbg__norms kbg__norms_of(const kbg__statistics *statistics, const kbg__weights *weights);

/* The denominators of BM25 for a question and for an item as one document. */
double kbg__question_norm(const kbg__norms *norms, const kbg__index *index, uint32_t face);
double kbg__item_norm(const kbg__norms *norms, const kbg__index *index, uint32_t item);

/* The share of the item as one document in the score of an item, 0 to 1: it grows with the number n of its questions,
 * share * n / (n + half). */
double kbg__item_share(const kbg__index *index, const kbg__weights *weights, uint32_t item);

/* What the j-th best question counts, so that all that can count add up to 1. */
double kbg__best_weight(const kbg__index *index, const kbg__weights *weights, uint32_t item, uint32_t j);

/* The same for a number of questions, without an item. */
double kbg__share_of(const kbg__weights *weights, double questions);
double kbg__best_weight_of(const kbg__weights *weights, uint32_t questions, uint32_t j);

#endif
