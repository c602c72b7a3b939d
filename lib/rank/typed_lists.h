/* SPDX-License-Identifier: MIT */
/* Which lists of kbg__suggest hold the positions at which what was typed can match: for each place of a match the
 * fewest positions that can be had. */
#ifndef KBG_RANK_TYPED_LISTS_H
#define KBG_RANK_TYPED_LISTS_H

#include "index/suggest.h"
#include "rank/typed.h"

typedef struct kbg__typed_list {
    kbg__suggest_cursor cursor;
    uint8_t before; /* how much of what was typed stands before the positions of the list */
    uint8_t fit;    /* the place of its matches, and how they are written at best; better ones are in other lists too */
} kbg__typed_list;

typedef struct kbg__typed_lists {
    const kbg_allocator *memory;
    size_t enough; /* lists of so many bytes are short enough: shorter ones are not looked for */
    kbg__typed_list *of;
    size_t capacity, count;
    struct kbg__typed_key *keys; /* scratch */
    size_t key_capacity, key_count;
} kbg__typed_lists;

void kbg__typed_lists_init(kbg__typed_lists *lists, const kbg_allocator *memory);
void kbg__typed_lists_free(kbg__typed_lists *lists);

/* Sets the lists for what was typed. They hold positions of all matches, some twice, and other positions. */
kbg_status kbg__typed_lists_set(kbg__typed_lists *lists, const kbg__suggest *suggest, const kbg__typed *typed);

#endif
