/* SPDX-License-Identifier: MIT */
/* Searches for a message that may ask several things. */
#ifndef KBG_RANK_PARTS_H
#define KBG_RANK_PARTS_H

#include "rank/ranker.h"
#include "text/parts.h"

/* A part that has a first hit of at least this confidence, and of at least that of the message's, is a question of its
 * own. */
#define KBG__PART_CONFIDENCE 0.5

/* Scratch memory of one searcher; holds the hits of the last search. */
typedef struct kbg__answer {
    const kbg_allocator *memory;
    kbg__part parts[KBG__PARTS_MOST];
    size_t part_count; /* at least 1 */
    kbg__hit *hits;
    size_t hit_capacity, hit_count;
    kbg__span *spans;
    size_t span_capacity, span_count;
} kbg__answer;

void kbg__answer_init(kbg__answer *answer, const kbg_allocator *memory);
void kbg__answer_free(kbg__answer *answer);

/* Takes the hits of the last search of the ranker, for a message of `len` bytes as one part. */
kbg_status kbg__answer_take(kbg__answer *answer, const kbg__ranker *ranker, size_t len);

/* Searches for the message as a whole, and part by part if it has several. If two parts or more are questions of their
 * own with different first hits, these come first, in the order of the message, and behind them the other hits of all
 * parts, merged by confidence; each item once, `limit` in all. Else the hits are those of the whole. Those below
 * min_confidence are left out at the very end. Each hit says which part it answers. At most 1 + KBG__PARTS_MOST
 * searches. */
kbg_status kbg__answer_search(kbg__answer *answer, kbg__ranker *ranker, const kbg__searched *searched,
                              kbg__tokenizer *tokens, const kbg__words *words, const char *text, size_t len,
                              const kbg_query *query);

#endif
