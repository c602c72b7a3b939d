/* SPDX-License-Identifier: MIT */
/* From terms to candidates: every item that shares a term with the message, with its two BM25 scores. Exhaustive and
 * exact. */
#ifndef KBG_RANK_GATHER_H
#define KBG_RANK_GATHER_H

#include "rank/terms.h"

enum { KBG__BEST_QUESTIONS = 5 };

typedef struct kbg__candidate {
    uint32_t part; /* of the corpus */
    uint32_t item; /* of the part */
    uint32_t best_count;
    uint32_t best_face[KBG__BEST_QUESTIONS]; /* best questions first … */
    double best_score[KBG__BEST_QUESTIONS];  /* … with their scores */
    double item_score;                       /* of the item as one document */
    double text;                             /* both combined */
} kbg__candidate;

/* What BM25 takes from weights and statistics. */
typedef struct kbg__norms {
    double question_k1, question_b, question_average;
    double item_k1, item_b, item_average;
    double answer; /* what the length and the terms of answers count */
} kbg__norms;

kbg__norms kbg__norms_of(const kbg__statistics *statistics, const kbg__weights *weights);

/* Scratch memory of one searcher. Between searches all scores are 0. */
typedef struct kbg__gather {
    const kbg_allocator *memory;
    kbg__norms norms;
    double *face_score; /* by face of the part at hand */
    uint32_t *slot;     /* by item of the part: place in candidates + 1, or 0 */
    size_t face_capacity, slot_capacity;
    uint32_t *touched; /* faces of questions with a score */
    size_t touched_capacity, touched_count;
    kbg__candidate *candidates;
    size_t candidate_capacity, count;
} kbg__gather;

void kbg__gather_init(kbg__gather *gather, const kbg_allocator *memory);
void kbg__gather_free(kbg__gather *gather);

/* Fills candidates: those of the first part, then those of the second … */
kbg_status kbg__gather_run(kbg__gather *gather, const kbg__corpus *corpus, const kbg__weights *weights,
                           const kbg__query_terms *terms);

/* The denominators of BM25 for a question and for an item as one document. */
double kbg__question_norm(const kbg__norms *norms, const kbg__index *index, uint32_t face);
double kbg__item_norm(const kbg__norms *norms, const kbg__index *index, uint32_t item);

/* The share of the item as one document in the score of an item, 0 to 1: it grows with the number n of its questions,
 * share * n / (n + half). */
double kbg__item_share(const kbg__index *index, const kbg__weights *weights, uint32_t item);

/* What the j-th best question counts, so that all that can count add up to 1. */
double kbg__best_weight(const kbg__index *index, const kbg__weights *weights, uint32_t item, uint32_t j);

/* How many questions an item has. */
uint32_t kbg__question_count(const kbg__index *index, uint32_t item);

#endif
