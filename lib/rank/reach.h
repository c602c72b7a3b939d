/* SPDX-License-Identifier: MIT */
/* What score each item of a part may reach at most: lists of postings are walked, those first that tell most for their
 * length, until so few items can still come among the best that these are better looked at one by one.
 *
 * Scores are counted here in whole numbers, rounded up; each question has one, which has room for the item's score as a
 * document if the item has but one question. The idea is that of MaxScore (Turtle and Flood, "Query evaluation: strategies
 * and optimizations", 1995) with bounds by length. */
#ifndef KBG_RANK_REACH_H
#define KBG_RANK_REACH_H

#include "rank/bounds.h"
#include "rank/filter.h"
#include "rank/terms.h"

/* An item that may come among the best. */
typedef struct kbg__reached {
    uint32_t item;
    int32_t bound; /* of its score, in units of kbg__reach.scale */
} kbg__reached;

/* Postings that are walked together. */
typedef struct kbg__reach_list {
    const kbg__query_term *term;
    const kbg__postings *postings;
    kbg__posting_kind kind;
    double worth; /* for its length */
} kbg__reach_list;

/* What the lists that are not walked yet can give. */
typedef struct kbg__reach_rest {
    int32_t face[KBG__FACE_SHAPES], group[KBG__ITEM_SHAPES]; /* the latter for items with several questions or none */
} kbg__reach_rest;

/* Scratch memory of one searcher. */
typedef struct kbg__reach {
    const kbg_allocator *memory;
    kbg__bounds bounds;
    double scale;  /* units of a score of 1 */
    bool has_room; /* no question can get more than an int16_t has room for */
    int16_t *faces;   /* by face of the part at hand … */
    int16_t *highest; /* … the highest of each block of faces … */
    int16_t *items;   /* … and by item */
    size_t face_capacity, highest_capacity, item_capacity;
    kbg__reach_list *lists;
    size_t list_capacity, list_count;
    double *weights; /* scratch */
    size_t weight_capacity;
    kbg__reach_rest rest;
    kbg__reached *reached; /* items that are left, the highest bound first */
    size_t reached_capacity, count;
    size_t walked; /* postings of the part */
    size_t look;   /* for tests: it is asked whether enough were walked behind so many, and then at each doubling; 0 = when it is
                    * promising */
    kbg__reached *unsorted;
    size_t unsorted_capacity;
} kbg__reach;

/* The part that is searched. */
typedef struct kbg__reach_part {
    const kbg__corpus_part *part;
    const kbg__query_terms *terms;
    uint32_t number;
    kbg__filter *filter; /* NULL = any item passes; else the part is in its hand */
    size_t most;         /* how many of the best are wanted; 0 = all items with a term */
    double certain;      /* so many have this score already, or a higher one; below 0 if not */
} kbg__reach_part;

void kbg__reach_init(kbg__reach *reach, const kbg_allocator *memory);
void kbg__reach_free(kbg__reach *reach);

/* Sets what is the same for all parts. */
void kbg__reach_set(kbg__reach *reach, const kbg__norms *norms, const kbg__weights *weights,
                    const kbg__query_terms *terms);

/* A score that an item must have, in the units of bounds: what has a lower bound has it not. */
int32_t kbg__reach_units(const kbg__reach *reach, double score);

/* Finds the items of a part that can come among the best and pass the filter: all those are in `reached`, and maybe
 * others, none of them dead. */
kbg_status kbg__reach_run(kbg__reach *reach, const kbg__reach_part *part);

#endif
