/* SPDX-License-Identifier: MIT */
/* Which lists of kbg__suggest hold the positions at which what was typed can match: for each place of a match the
 * fewest positions that can be had. */
#ifndef KBG_RANK_TYPED_LISTS_H
#define KBG_RANK_TYPED_LISTS_H

#include "index/suggest.h"
#include "rank/typed.h"

typedef struct kbg__typed_list {
    uint32_t list;
    uint32_t pair; /* of triples: a pair of codes that does not stand behind that of the list */
    bool triples;  /* or characters */
    bool first;    /* of first positions */
    uint8_t before; /* how much of what was typed stands before the positions of the list */
    uint8_t fit;    /* the place of its matches, and how they are written at best; better ones are in other lists too */
    kbg__suggest_pattern pattern; /* what stands at the positions of matches */
} kbg__typed_list;

/* The classes of characters that an element can be. */
typedef struct kbg__typed_classes {
    uint8_t low, span;
    enum { KBG__CLASSES_UNKNOWN, KBG__CLASSES_NONE, KBG__CLASSES_SOME } known : 8;
} kbg__typed_classes;

typedef struct kbg__typed_lists {
    const kbg_allocator *memory;
    uint64_t enough; /* lists of so many bits are short enough: shorter ones are not looked for */
    kbg__typed_list *of;
    size_t capacity, count;
    struct kbg__typed_key *keys; /* scratch */
    size_t key_capacity, key_count;
    /* by the place of an element in what was typed, and how many letters of a sound it has; 0 if it is a character */
    kbg__typed_classes classes[KBG__TYPED_MOST][KBG__SYLLABLE_LETTERS + 1];
} kbg__typed_lists;

void kbg__typed_lists_init(kbg__typed_lists *lists, const kbg_allocator *memory);
void kbg__typed_lists_free(kbg__typed_lists *lists);

/* Sets the lists for what was typed. They hold positions of all matches, some twice, and other positions. */
kbg_status kbg__typed_lists_set(kbg__typed_lists *lists, const kbg__suggest *suggest, const kbg__typed *typed);

/* Begins the walk of a list: the blocks that it names, and what to look for in them. */
void kbg__typed_list_open(const kbg__typed_list *list, const kbg__suggest *suggest, kbg__suggest_cursor *cursor,
                          kbg__suggest_pattern *pattern);

#endif
