/* SPDX-License-Identifier: MIT */
/* The inverted index of a snapshot: immutable once built.
 *
 * A face is one text of an item that can match: a question, its keywords together, or one answer. The faces of an item
 * follow each other. Postings name faces; an item as one document is the sum of its faces, so that one list serves
 * both ways of counting. */
#ifndef KBG_INDEX_INDEX_H
#define KBG_INDEX_INDEX_H

#include "base/interner.h"
#include "item/store.h"
#include "text/tokenizer.h"

typedef enum kbg__face_field { KBG__FACE_QUESTION, KBG__FACE_KEYWORDS, KBG__FACE_ANSWER } kbg__face_field;

#define KBG__UNIT_TOUCHES (UINT32_C(1) << 31)

/* All terms of one token class. */
typedef struct kbg__term_class {
    kbg__interner terms;
    size_t *ends;            /* for each term: the end of its postings; they begin where the one before ends */
    uint32_t *faces;         /* postings: the face … */
    uint8_t *frequencies;    /* … and how often the term is in it, at most 255 */
    uint32_t *question_df;   /* for each term: how many questions hold it … */
    uint32_t *item_df;       /* … and how many items */
    uint8_t *most_frequency; /* for each term: how often it is in a question at most, … */
    uint8_t *least_units;    /* … and the length of the shortest question that holds it, at most 255; 0 if none does */
} kbg__term_class;

/* What BM25 must know of a collection as a whole. */
typedef struct kbg__statistics {
    uint64_t items, questions;
    uint64_t question_units;                  /* sum of the lengths of all questions */
    uint64_t items_units, items_answer_units; /* of all questions and keywords, and of all answers */
} kbg__statistics;

void kbg__statistics_add(kbg__statistics *sum, const kbg__statistics *statistics);
void kbg__statistics_subtract(kbg__statistics *sum, const kbg__statistics *statistics);

typedef struct kbg__index {
    const kbg_allocator *memory;
    kbg__term_class classes[KBG__TOKEN_CLASSES];
    kbg__statistics statistics;
    /* faces */
    size_t face_count;
    uint32_t *face_item;
    uint32_t *face_units; /* length in units */
    uint8_t *face_field;  /* kbg__face_field */
    uint16_t *face_form;  /* kbg__question_form */
    size_t *face_end;     /* forward index: the units of a face end here; they begin where the one before ends */
    uint32_t *units;      /* terms of class CHAR in order; KBG__UNIT_TOUCHES is set if it touches the one before */
    size_t unit_count;
    /* items */
    uint32_t *item_face;        /* first face of each item, and face_count behind the last */
    uint32_t *item_units;       /* length of its questions and keywords in units … */
    uint32_t *item_answer_units; /* … and of its answers */
    uint32_t *item_questions;    /* how many questions it has; they come first among its faces */
    uint32_t most_questions;     /* of an item */
    /* how units sound */
    uint16_t *unit_sound;  /* by term of class CHAR: text/sound.h */
    uint32_t *sound_units; /* these terms by sound … */
    uint32_t *sound_end;   /* … those of each sound end here; they begin where the ones before end */
} kbg__index;

/* A term's postings. */
typedef struct kbg__postings {
    const uint32_t *faces;
    const uint8_t *frequencies;
    size_t count;
    uint32_t question_df, item_df;
    uint8_t most_frequency, least_units; /* as in kbg__term_class */
} kbg__postings;

/* Builds the index of all items of a store. On failure *index is empty. */
kbg_status kbg__index_build(kbg__index *index, const kbg_allocator *memory, kbg__hash_key key,
                            const kbg__text_rules *rules, const kbg__words *words, const kbg__item_store *store);
void kbg__index_free(kbg__index *index);

/* Takes a posting into the bounds of its term; the arrays must be there. */
void kbg__term_class_bound(kbg__term_class *class_, uint32_t term, kbg__face_field field, uint32_t units,
                           uint8_t frequency);

/* Fills item_questions and what says how units sound: the last step of making an index. */
kbg_status kbg__index_finish(kbg__index *index);

kbg__postings kbg__index_postings(const kbg__index *index, kbg__token_class class_, uint32_t term);

/* The first posting whose face is not below `face`. */
size_t kbg__postings_seek(const kbg__postings *postings, uint32_t face);

#endif
