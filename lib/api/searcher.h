/* SPDX-License-Identifier: MIT */
/* The searcher: what one thread needs to search, render and check. */
#ifndef KBG_API_SEARCHER_H
#define KBG_API_SEARCHER_H

#include "live/base.h"
#include "rank/parts.h"
#include "rule/checker.h"

#include <kbguide/search.h>

struct kbg_searcher {
    kbg_base *base;
    kbg__snapshot *snapshot; /* the one of the last search */
    kbg__tokenizer tokenizer;
    kbg__ranker ranker;
    kbg__answer answer; /* the hits of the last search */
    kbg__rule_set *rule_set; /* the one of the last check; NULL = none */
    kbg__checker checker;
};

/* Makes public hits of the searcher's answer; they take a reference to the snapshot. */
kbg_status kbg__hits_new(const kbg_searcher *searcher, kbg_hits **hits);

#endif
