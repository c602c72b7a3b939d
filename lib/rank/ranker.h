/* SPDX-License-Identifier: MIT */
/* From the tokens of a message to hits, in two steps: gather all items that share a term with it and select the best
 * that pass the filter; judge these by their features, boost, order and explain them. */
#ifndef KBG_RANK_RANKER_H
#define KBG_RANK_RANKER_H

#include "rank/boost.h"
#include "rank/features.h"
#include "rank/filter.h"
#include "rank/gather.h"
#include "rank/hit.h"

/* What is searched. */
typedef struct kbg__searched {
    const kbg__corpus *corpus;
    const kbg__weights *weights;
    const kbg__hotness *hotness; /* NULL = none */
} kbg__searched;

/* Candidates that reach the second step, at least; and if the query prefers something, which can lift some. What the base
 * holds has no say: the same items would be ranked otherwise beside others. */
enum { KBG__RERANKED = 32, KBG__RERANKED_PREFERRING = 50 };

/* A candidate in the second step. */
typedef struct kbg__ranked {
    const kbg__candidate *candidate;
    const kbg_item *item;
    double features[KBG__FEATURES];
    double boosts[KBG__BOOSTS]; /* from KBG__REASON_CATEGORY on; asked for once, because hotness can change */
    double score;
} kbg__ranked;

/* Scratch memory of one searcher; holds the hits of the last search. */
typedef struct kbg__ranker {
    const kbg_allocator *memory;
    kbg__query_terms terms;
    kbg__gather gather;
    kbg__filter filter;
    kbg__message message;
    const kbg__candidate **selected; /* the best candidates, a heap while they are selected */
    size_t selected_capacity;
    kbg__ranked *ranked; /* the same, best first after the second step */
    size_t ranked_capacity, ranked_count;
    double others; /* sum of exp(score - best score) of all but the best */
    kbg__hit *hits;
    size_t hit_capacity, hit_count;
    kbg__span *spans;
    size_t span_capacity, span_count;
} kbg__ranker;

void kbg__ranker_init(kbg__ranker *ranker, const kbg_allocator *memory);
void kbg__ranker_free(kbg__ranker *ranker);

/* Ranks items for a tokenized message. The query has been checked and its limit is set; min_confidence takes no part. */
kbg_status kbg__ranker_search(kbg__ranker *ranker, const kbg__searched *searched, const kbg__tokenizer *tokens,
                              const kbg_query *query);

/* Ranks the items of a code by hotness. `folded` is scratch memory. */
kbg_status kbg__ranker_lookup(kbg__ranker *ranker, const kbg__searched *searched, kbg__folded *folded,
                              const char *code, size_t len, const kbg_query *query);

#endif
