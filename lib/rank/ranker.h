/* SPDX-License-Identifier: MIT */
/* From the tokens of a message to hits: gather, filter, boost, select, explain. */
#ifndef KBG_RANK_RANKER_H
#define KBG_RANK_RANKER_H

#include "index/codes.h"
#include "rank/boost.h"
#include "rank/filter.h"
#include "rank/gather.h"
#include "rank/hit.h"

/* What is searched. */
typedef struct kbg__searched {
    const kbg__index *index;
    const kbg__columns *columns;
    const kbg__codes *codes;
    const kbg_item *const *items;
    const kbg__weights *weights;
} kbg__searched;

/* Scratch memory of one searcher; holds the hits of the last search. */
typedef struct kbg__ranker {
    const kbg_allocator *memory;
    kbg__query_terms terms;
    kbg__gather gather;
    kbg__filter filter;
    kbg__candidate *selected; /* the best candidates, a heap while they are selected */
    size_t selected_capacity;
    kbg__hit *hits;
    size_t hit_capacity, hit_count;
    kbg__span *spans;
    size_t span_capacity, span_count;
} kbg__ranker;

void kbg__ranker_init(kbg__ranker *ranker, const kbg_allocator *memory);
void kbg__ranker_free(kbg__ranker *ranker);

/* Ranks items for a tokenized message. The query has been checked and its limit is set. */
kbg_status kbg__ranker_search(kbg__ranker *ranker, const kbg__searched *searched, const kbg__tokenizer *tokens,
                              const kbg_query *query);

/* Ranks the items of a code by hotness. `folded` is scratch memory. */
kbg_status kbg__ranker_lookup(kbg__ranker *ranker, const kbg__searched *searched, kbg__folded *folded,
                              const char *code, size_t len, const kbg_query *query);

#endif
