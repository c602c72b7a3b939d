/* SPDX-License-Identifier: MIT */
/* From terms to candidates: the items that share a term with the message, with their BM25 scores; exact. */
#ifndef KBG_RANK_GATHER_H
#define KBG_RANK_GATHER_H

#include "rank/reach.h"
#include "rank/tally.h"

typedef struct kbg__candidate {
    uint32_t part; /* of the corpus */
    uint32_t item; /* of the part */
    uint32_t best_count;
    uint32_t best_face[KBG__BEST_QUESTIONS]; /* best questions first … */
    double best_score[KBG__BEST_QUESTIONS];  /* … with their scores */
    double item_score;                       /* of the item as one document */
    double text;                             /* both combined */
    size_t tallied, tallied_count;           /* its terms in kbg__gather.tally.kept */
} kbg__candidate;

/* Scratch memory of one searcher. */
typedef struct kbg__gather {
    const kbg_allocator *memory;
    size_t most;         /* only the best of so many candidates are wanted; 0 = all */
    kbg__filter *filter; /* … that pass it; NULL = any */
    kbg__norms norms;
    kbg__reach reach;
    kbg__tally tally;
    double *scores; /* of the questions of the item at hand */
    size_t score_capacity;
    double *bounds; /* the highest `most` scores, a heap with the least on top */
    size_t bound_capacity, bound_count;
    uint8_t *scored; /* items of the part at hand that were scored: a bit each */
    size_t scored_capacity;
    kbg__candidate *candidates;
    size_t candidate_capacity, count;
} kbg__gather;

void kbg__gather_init(kbg__gather *gather, const kbg_allocator *memory);
void kbg__gather_free(kbg__gather *gather);

/* Fills candidates: those of the first part, then those of the second … With `most` all but those are left out that
 * cannot be among the best, or do not pass the filter: the best are the same, to the last bit. */
kbg_status kbg__gather_run(kbg__gather *gather, const kbg__corpus *corpus, const kbg__weights *weights,
                           const kbg__query_terms *terms);

#endif
