/* SPDX-License-Identifier: MIT */
/* How often an item has the terms of a message: counted over its forward index (index/forward.h), whose pairs and sounds are
 * found where its units touch. */
#ifndef KBG_RANK_TALLY_H
#define KBG_RANK_TALLY_H

#include "rank/terms.h"

/* Counts of one term in an item. */
typedef struct kbg__tallied {
    uint32_t rank;
    uint32_t asked;     /* in questions and keywords … */
    uint32_t answered;  /* … and in answers */
    uint32_t questions; /* that hold it */
} kbg__tallied;

/* Scratch memory of one searcher. Terms are named by their rank (kbg__query_terms.order). */
typedef struct kbg__tally {
    const kbg_allocator *memory;
    const kbg__query_terms *terms; /* of the part at hand */
    size_t part;
    uint64_t *keys;  /* hash table of what they are in the forward index … */
    uint32_t *ranks; /* … with their ranks */
    size_t key_capacity, rank_capacity, mask;
    uint8_t *marks;   /* by unit of the part: what it can be of them; 0 for most … */
    uint32_t *marked; /* … but for these */
    size_t mark_capacity, marked_capacity, marked_count;
    uint32_t *frequencies; /* in the face at hand, by rank; 0 for all that are not in `here` */
    uint32_t *here;        /* ranks that it has, ascending */
    size_t frequency_capacity, here_capacity, here_count;
    kbg__tallied *of; /* in the item at hand, by rank; all counts 0 for those that are not in `there` */
    uint32_t *there;  /* ranks that it has, ascending behind kbg__tally_end() */
    size_t of_capacity, there_capacity, there_count;
    kbg__tallied *kept; /* what kbg__tally_keep() kept */
    size_t kept_capacity, kept_count;
} kbg__tally;

void kbg__tally_init(kbg__tally *tally, const kbg_allocator *memory);
void kbg__tally_free(kbg__tally *tally);

/* Takes the terms of a message as they are in a part of the corpus, which has the index. They must stay. */
kbg_status kbg__tally_set(kbg__tally *tally, const kbg__index *index, const kbg__query_terms *terms, size_t part);

/* Counts an item face by face: begin, each face, end. What was counted stays until the next begin or set. */
void kbg__tally_begin(kbg__tally *tally);
void kbg__tally_face(kbg__tally *tally, const kbg__index *index, uint32_t face);
void kbg__tally_end(kbg__tally *tally);

/* Whether an item is better counted term by term over the postings: kbg__tally_postings() between begin and end, rank
 * by rank. */
bool kbg__tally_is_long(const kbg__tally *tally, const kbg__index *index, uint32_t item);

/* Counts one term in an item, and tells each question that has it. */
typedef void (*kbg__tally_visit)(void *user_data, uint32_t face, uint8_t frequency);
void kbg__tally_postings(kbg__tally *tally, const kbg__index *index, uint32_t item, uint32_t rank,
                         const kbg__postings *postings, kbg__tally_visit visit, void *user_data);

/* Keeps the counts of the item at hand by rank, behind those that are kept; *first is the place. They stay until
 * kept_count is set back, whatever part is taken. */
kbg_status kbg__tally_keep(kbg__tally *tally, size_t *first);

#endif
