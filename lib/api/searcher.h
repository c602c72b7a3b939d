/* SPDX-License-Identifier: MIT */
/* The searcher: what one thread needs to search, render and check. */
#ifndef KBG_API_SEARCHER_H
#define KBG_API_SEARCHER_H

#include "base/pool.h"
#include "live/base.h"
#include "rank/parts.h"
#include "rank/suggester.h"
#include "render/renderer.h"
#include "rule/checker.h"

#include <kbguide/search.h>

struct kbg_searcher {
    kbg_base *base;
    kbg__pool *pool; /* of what is handed out */
    kbg__snapshot *snapshot; /* the one of the last search */
    kbg__tokenizer tokenizer;
    kbg__ranker ranker;
    kbg__answer answer; /* the hits of the last search */
    kbg__rule_set *rule_set; /* the one of the last check; NULL = none */
    kbg__checker checker;
    kbg__suggester suggester;
    kbg__renderer renderer;
    kbg__buffer line; /* of a rendering: the last one that rules looked at */
};

/* Begins a search for a text of len bytes: copies and checks the query, checks the length, and takes the current
 * snapshot. */
kbg_status kbg__searcher_begin(kbg_searcher *searcher, size_t len, const kbg_query *query, kbg_query *own,
                               kbg__searched *searched, kbg__problem *problem);

/* Makes public hits of copies, in a block of the pool (NULL: in one of their own); they take a reference to the
 * snapshot. */
kbg_status kbg__hits_new(kbg__pool *pool, kbg__snapshot *snapshot, const kbg__hit *from, size_t count,
                         const kbg__span *spans, size_t span_count, const kbg__part *parts, size_t part_count,
                         kbg_hits **hits);

#endif
