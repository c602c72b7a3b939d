/* SPDX-License-Identifier: MIT */
/* Which faces have a term, and how often, in two bytes a posting.
 *
 * Faces are numbers of 30 bits. Those that have their upper bits in common make a block: a word of two bytes with these bits
 * and the kind, one with the number of postings less one, then for each posting the lower 16 bits of its face, ascending; then,
 * but for single ones, a byte each that says how often. The blocks of a term follow each other by kind and by face. */
#ifndef KBG_INDEX_POSTINGS_H
#define KBG_INDEX_POSTINGS_H

#include "base/memory.h"

#include <stdbool.h>
#include <stdint.h>

/* The postings of a term by what they say: in a question more than once, in a question once, in an answer at most
 * KBG__SELDOM times, in an answer more often or in keywords. */
typedef enum kbg__posting_kind {
    KBG__POSTING_REPEATED,
    KBG__POSTING_SINGLE,
    KBG__POSTING_OTHER,
    KBG__POSTING_SELDOM,
    KBG__POSTING_KINDS
} kbg__posting_kind;

enum { KBG__SELDOM = 2 };

enum { KBG__FACE_LOW_BITS = 16, KBG__FACE_HIGH_BITS = 14, KBG__FACE_BITS = KBG__FACE_LOW_BITS + KBG__FACE_HIGH_BITS };

/* A term's postings. */
typedef struct kbg__postings {
    const uint16_t *words;             /* blocks, … */
    uint32_t ends[KBG__POSTING_KINDS]; /* … those of a kind end here; they begin where the ones before end */
    uint32_t counts[KBG__POSTING_KINDS];
    uint32_t term;
    uint8_t most_asked, most_keywords, most_answered, most_seldom; /* as in kbg__term_class */
} kbg__postings;

typedef struct kbg__posting_block {
    kbg__posting_kind kind;
    uint32_t base; /* each face is this and … */
    uint32_t count;
    const uint16_t *lows;       /* … one of these */
    const uint8_t *frequencies; /* at most 255; NULL: each is 1 */
} kbg__posting_block;

/* Reads a block; returns where the next begins. */
static inline const uint16_t *kbg__posting_block_at(const uint16_t *words, kbg__posting_block *block)
{
    block->kind = (kbg__posting_kind)(words[0] >> KBG__FACE_HIGH_BITS);
    block->base = (uint32_t)(words[0] & ((1u << KBG__FACE_HIGH_BITS) - 1)) << KBG__FACE_LOW_BITS;
    block->count = words[1] + UINT32_C(1);
    block->lows = words + 2;
    words = block->lows + block->count;
    if (block->kind == KBG__POSTING_SINGLE) {
        block->frequencies = NULL;
        return words;
    }
    block->frequencies = (const uint8_t *)words;
    return words + (block->count + 1) / 2;
}

/* Whether a block is of faces that may be `first` or behind it, but before `behind`. */
static inline bool kbg__posting_block_meets(const kbg__posting_block *block, uint32_t first, uint32_t behind)
{
    return block->base < behind && first >> KBG__FACE_LOW_BITS <= block->base >> KBG__FACE_LOW_BITS;
}

/* The postings of a block whose faces are so. */
kbg__posting_block kbg__posting_block_between(const kbg__posting_block *block, uint32_t first, uint32_t behind);

/* The blocks of a kind: from the first to, but without, the end. */
static inline const uint16_t *kbg__postings_begin(const kbg__postings *postings, kbg__posting_kind kind)
{
    return postings->words + (kind ? postings->ends[kind - 1] : 0);
}
static inline const uint16_t *kbg__postings_end(const kbg__postings *postings, kbg__posting_kind kind)
{
    return postings->words + postings->ends[kind];
}

static inline uint32_t kbg__postings_count(const kbg__postings *postings)
{
    return postings->counts[KBG__POSTING_REPEATED] + postings->counts[KBG__POSTING_SINGLE] +
           postings->counts[KBG__POSTING_OTHER] + postings->counts[KBG__POSTING_SELDOM];
}

/* How many questions hold the term. */
static inline uint32_t kbg__postings_question_df(const kbg__postings *postings)
{
    return postings->counts[KBG__POSTING_REPEATED] + postings->counts[KBG__POSTING_SINGLE];
}

/* The postings that stand in `count` words. */
kbg__postings kbg__postings_of(const uint16_t *words, size_t count);

/* Whether words are blocks of faces below face_count, kind after kind, and end with a block; whether faces of a kind ascend,
 * and none has a term 0 times. */
bool kbg__postings_are_whole(const uint16_t *words, size_t count, size_t face_count);

/* One posting after another, by kind and by face. */
typedef struct kbg__posting_walk {
    const uint16_t *next, *end;
    kbg__posting_block block;
    uint32_t at; /* in the block */
} kbg__posting_walk;

typedef struct kbg__posting {
    uint32_t face;
    uint8_t frequency;
    kbg__posting_kind kind;
} kbg__posting;

kbg__posting_walk kbg__posting_walk_of(const kbg__postings *postings);
kbg__posting_walk kbg__posting_walk_kind(const kbg__postings *postings, kbg__posting_kind kind);
/* False behind the last. */
bool kbg__posting_next(kbg__posting_walk *walk, kbg__posting *posting);

/* Postings on their way into blocks: those of term t and kind k are faces up to number ends[t * KBG__POSTING_KINDS + k]; they
 * begin where the ones before end. Faces ascend, and each stands there as often as it has the term. */
typedef struct kbg__sorted_postings {
    uint32_t *ends;
    uint32_t *faces;
} kbg__sorted_postings;

/* Room for so many terms and faces; the ends are all 0. KBG_ERR_LIMIT if there are too many to be numbered. */
kbg_status kbg__sorted_postings_init(kbg__sorted_postings *sorted, const kbg_allocator *memory, size_t terms,
                                     size_t faces);
void kbg__sorted_postings_free(kbg__sorted_postings *sorted, const kbg_allocator *memory);

/* Makes blocks: those of term t end behind word ends[t]. KBG_ERR_LIMIT if there are too many words to be numbered. */
kbg_status kbg__sorted_postings_pack(const kbg__sorted_postings *sorted, const kbg_allocator *memory, size_t terms,
                                     uint32_t *ends, uint16_t **words);

#endif
