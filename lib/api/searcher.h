/* SPDX-License-Identifier: MIT */
/* The searcher: what one thread needs to search and render. */
#ifndef KBG_API_SEARCHER_H
#define KBG_API_SEARCHER_H

#include "live/base.h"
#include "rank/ranker.h"
#include "render/renderer.h"

#include <kbguide/search.h>

struct kbg_searcher {
    kbg_base *base;
    kbg__snapshot *snapshot; /* the one of the last search */
    kbg__tokenizer tokenizer;
    kbg__ranker ranker;
    kbg__renderer renderer;
};

/* Makes public hits of what the searcher's ranker holds; they take a reference to the snapshot. */
kbg_status kbg__hits_new(const kbg_searcher *searcher, kbg_hits **hits);

#endif
