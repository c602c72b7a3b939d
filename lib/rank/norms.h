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

/* Frequencies, lengths and numbers of questions of which there is a table. */
enum { KBG__TABLE_FREQUENCIES = 4, KBG__TABLE_UNITS = 128, KBG__TABLE_QUESTIONS = 64 };

/* The usual values, so that they need not be worked out for each posting. */
typedef struct kbg__norm_tables {
    double questions[KBG__TABLE_FREQUENCIES][KBG__TABLE_UNITS]; /* kbg__bm25_frequency() by frequency and length … */
    double items[KBG__TABLE_FREQUENCIES][KBG__TABLE_UNITS];     /* … also of items that have no answers */
    double shares[KBG__TABLE_QUESTIONS]; /* kbg__item_share() by number of questions */
    double firsts[KBG__TABLE_QUESTIONS]; /* what the best of so many questions counts */
} kbg__norm_tables;

void kbg__norm_tables_fill(kbg__norm_tables *tables, const kbg__norms *norms, const kbg__weights *weights);

/* The same for a number of questions, without an item. */
double kbg__share_of(const kbg__weights *weights, double questions);
double kbg__best_weight_of(const kbg__weights *weights, uint32_t questions, uint32_t j);

/* What a term with a weight of 1 gives to a question: from the table if it is a usual one. */
static inline double kbg__question_frequency(const kbg__norm_tables *tables, const kbg__norms *n, uint32_t units,
                                             uint8_t frequency)
{
    if (units < KBG__TABLE_UNITS && frequency - 1u < KBG__TABLE_FREQUENCIES)
        return tables->questions[frequency - 1][units];
    return kbg__bm25_frequency(n->question_k1, kbg__bm25_norm(n->question_k1, n->question_b, units, n->question_average),
                               frequency);
}

/* The same for an item: `frequency` times in its questions and keywords, `answer` in its answers as these count. */
static inline double kbg__item_frequency(const kbg__norm_tables *tables, const kbg__norms *norms,
                                         const kbg__index *index, uint32_t item, uint32_t frequency, double answer)
{
    if (index->item_answer_units[item] == 0 && index->item_units[item] < KBG__TABLE_UNITS &&
        frequency - 1u < KBG__TABLE_FREQUENCIES)
        return tables->items[frequency - 1][index->item_units[item]];
    return kbg__bm25_frequency(norms->item_k1, kbg__item_norm(norms, index, item), frequency + answer);
}

#endif
