/* SPDX-License-Identifier: MIT */
/* From terms to candidates: every item that shares a term with the message, with its two BM25 scores. Exhaustive and
 * exact. */
#ifndef KBG_RANK_GATHER_H
#define KBG_RANK_GATHER_H

#include "rank/filter.h"
#include "rank/norms.h"
#include "rank/terms.h"

typedef struct kbg__candidate {
    uint32_t part; /* of the corpus */
    uint32_t item; /* of the part */
    uint32_t best_count;
    uint32_t best_face[KBG__BEST_QUESTIONS]; /* best questions first … */
    double best_score[KBG__BEST_QUESTIONS];  /* … with their scores */
    double item_score;                       /* of the item as one document */
    double text;                             /* both combined */
} kbg__candidate;

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
    kbg__norm_tables tables;
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

#endif
