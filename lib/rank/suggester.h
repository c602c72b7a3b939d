/* SPDX-License-Identifier: MIT */
/* From what an agent has typed to the items that complete it, best first: by fit (where it matches, how it is
 * written), then by boosts, then the shorter entry, then by item id. Hotness of the moment, which entries cannot stand in
 * the order of, takes part when the best are found: it orders KBG__SUGGEST_POOL of them, or as many as are wanted. */
#ifndef KBG_RANK_SUGGESTER_H
#define KBG_RANK_SUGGESTER_H

#include "rank/ranker.h"
#include "rank/typed_lists.h"

/* What a keystroke may cost: characters looked at, and matches for which item, filter and boosts are asked. */
enum { KBG__SUGGEST_LOOKED_MOST = 262144, KBG__SUGGEST_JUDGED_MOST = 4096 };

enum { KBG__SUGGEST_POOL = 64 };

/* What was typed may have this many bytes; longer texts complete nothing. */
enum { KBG__SUGGEST_BYTES_MOST = 4096 };

/* An item that completes what was typed, with its best entry. */
typedef struct kbg__suggested {
    double boosts;
    double hotness; /* of these, hotness */
    double lasting; /* of these, what the item gains whatever is asked for; entries stand in the order of it */
    uint32_t fit;
    uint32_t length;   /* of the entry in characters */
    uint32_t part; /* of the corpus … */
    uint32_t item; /* … and of the part */
    uint32_t position; /* of the match … */
    uint32_t count;    /* … and how many characters it has */
    uint32_t entry;
} kbg__suggested;

/* Scratch memory of one searcher; holds the hits of the last run. */
typedef struct kbg__suggester {
    const kbg_allocator *memory;
    kbg__folded folded;
    kbg__typed typed;
    kbg__typed_lists lists;
    kbg__filter filter;
    kbg__suggested *best; /* best first */
    size_t best_capacity, best_count;
    uint64_t seen[1024]; /* a bit for each of the best items of the part at hand, by number modulo the bits; other bits may be set too */
    kbg__hit *hits;
    size_t hit_capacity, hit_count;
    kbg__span *spans;
    size_t span_capacity, span_count;
} kbg__suggester;

void kbg__suggester_init(kbg__suggester *suggester, const kbg_allocator *memory);
void kbg__suggester_free(kbg__suggester *suggester);

/* Builds what completes. The entries of items that gain most from hotness and priority stand first, so that a list
 * need not be walked to its end. */
kbg_status kbg__suggester_index(kbg__suggest *suggest, const kbg_allocator *memory, const kbg__item_store *store,
                                const kbg__columns *columns, const kbg__weights *weights);

/* Ranks the items that complete a text. The query has been checked and its limit is set. */
kbg_status kbg__suggester_run(kbg__suggester *suggester, const kbg__searched *searched, const char *text, size_t len,
                              const kbg_query *query);

#endif
