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
    /* while it is walked: */
    const uint16_t *at;   /* the next block */
    const int16_t *gives; /* what the term gives, by shape of face; NULL: not worked out */
} kbg__reach_list;

/* What a term gives to a question that has it once, in units, by the shape of the face. */
typedef int16_t kbg__reach_gives[KBG__FACE_SHAPES];

/* What the lists that are not walked yet can give. */
typedef struct kbg__reach_rest {
    int32_t face[KBG__FACE_SHAPES], group[KBG__ITEM_SHAPES]; /* the latter for items with several questions or none */
} kbg__reach_rest;

/* The part that is searched. */
typedef struct kbg__reach_part {
    const kbg__corpus_part *part;
    const kbg__query_terms *terms;
    uint32_t number;
    kbg__filter *filter; /* NULL = any item passes; else the part is in its hand */
} kbg__reach_part;

/* Scratch memory of one searcher. */
typedef struct kbg__reach {
    const kbg_allocator *memory;
    kbg__bounds bounds;
    double scale; /* units of a score of 1 */
    int32_t most; /* units of what no score is above … */
    bool has_room; /* … and a question has room for twice as much */
    kbg__reach_part part;
    int16_t *faces;   /* by face of the part at hand … */
    int16_t *highest; /* … the highest of each block of faces at the last look … */
    int16_t *items;   /* … and by item with several questions, or none */
    size_t face_capacity, highest_capacity, item_capacity;
    kbg__reach_list *lists;
    size_t list_capacity, list_count;
    size_t done, walked, left; /* lists that were walked, their postings, and those of the others */
    size_t next;               /* postings behind which the next look is */
    kbg__reach_gives *gives; /* of lists that are walked together */
    size_t gives_capacity;
    double *weights; /* scratch */
    size_t weight_capacity;
    kbg__reach_rest rest;
    kbg__reached *reached; /* items that were found */
    size_t reached_capacity, count;
    kbg__reached *unsorted;
    size_t unsorted_capacity, unsorted_count;
    size_t look; /* for tests: the first look is behind so many postings; 0 = where it pays */
} kbg__reach;

void kbg__reach_init(kbg__reach *reach, const kbg_allocator *memory);
void kbg__reach_free(kbg__reach *reach);

/* Sets what is the same for all parts. */
void kbg__reach_set(kbg__reach *reach, const kbg__norms *norms, const kbg__weights *weights,
                    const kbg__query_terms *terms);

/* A score that an item must have, in the units of bounds: what has a lower bound has it not. */
int32_t kbg__reach_units(const kbg__reach *reach, double score);

/* Takes a part of the corpus; no list is walked. */
kbg_status kbg__reach_begin(kbg__reach *reach, const kbg__reach_part *part);

/* Walks lists until it is time for a look; false if all are walked. */
bool kbg__reach_on(kbg__reach *reach);

/* Fills reached with about `most` items that have got most up to now and pass the filter. */
kbg_status kbg__reach_likely(kbg__reach *reach, size_t most);

/* Fills reached with all items of the part that can reach a score of `certain` (units; above 0 unless all lists are walked)
 * and pass the filter, the highest bound first (many only about so), and maybe others, none of them dead. *few is false,
 * and reached without a meaning, if these are so many that it is better to walk on. */
kbg_status kbg__reach_collect(kbg__reach *reach, int32_t certain, bool *few);

/* A closer bound of an item that was collected: to be asked for once, for the lists that are left are looked up for it. */
int32_t kbg__reach_bound(kbg__reach *reach, const kbg__reached *reached);

#endif
