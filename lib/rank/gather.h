/* SPDX-License-Identifier: MIT */
/* From terms to candidates: every item that shares a term with the message, with its two BM25 scores. Exhaustive and
 * exact. */
#ifndef KBG_RANK_GATHER_H
#define KBG_RANK_GATHER_H

#include "rank/filter.h"
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

/* Frequencies, lengths and numbers of questions of which there is a table. */
enum { KBG__TABLE_FREQUENCIES = 4, KBG__TABLE_UNITS = 128, KBG__TABLE_QUESTIONS = 64 };

/* What an item has so far. */
typedef struct kbg__gathered {
    double item;    /* its score as one document … */
    double best;    /* … and that of its best question */
    bool is_wanted; /* it may come among the best; else its scores are not those of all terms */
} kbg__gathered;

/* Scratch memory of one searcher. Between searches all scores are 0. */
typedef struct kbg__gather {
    const kbg_allocator *memory;
    size_t most;         /* only the best of so many candidates are wanted; 0 = all */
    kbg__filter *filter; /* … that pass it; NULL = any */
    kbg__norms norms;
    double questions[KBG__TABLE_FREQUENCIES][KBG__TABLE_UNITS]; /* kbg__bm25_frequency() by frequency and length … */
    double items[KBG__TABLE_FREQUENCIES][KBG__TABLE_UNITS];     /* … also of items that have no answers */
    double shares[KBG__TABLE_QUESTIONS]; /* kbg__item_share() by number of questions */
    double firsts[KBG__TABLE_QUESTIONS]; /* what the best of so many questions counts */
    double *face_score; /* by face of the part at hand */
    kbg__gathered *of;  /* by its items */
    size_t face_capacity, of_capacity;
    uint32_t *touched; /* items with a score: those that are wanted first */
    size_t touched_capacity, touched_count, wanted_count;
    uint32_t *order;   /* places of terms, the heaviest first … */
    double *rest;      /* … and what those from each on can give to an item of the part at hand, at most */
    size_t order_capacity, rest_capacity;
    double *bounds;    /* the highest `most` scores that are certain, a heap with the least on top */
    size_t bound_capacity, bound_count;
    kbg__candidate *candidates;
    size_t candidate_capacity, count;
} kbg__gather;

void kbg__gather_init(kbg__gather *gather, const kbg_allocator *memory);
void kbg__gather_free(kbg__gather *gather);

/* Fills candidates: those of the first part, then those of the second … With `most` all but those are left out that
 * cannot be among the best: the best are the same, to the last bit. */
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

#endif
