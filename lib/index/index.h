/* SPDX-License-Identifier: MIT */
/* The inverted index of a snapshot: immutable once built.
 *
 * A face is one text of an item that can match: a question, its keywords together, or one answer. The faces of an item
 * follow each other. Postings name faces; an item as one document is the sum of its faces, so that one list serves
 * both ways of counting. */
#ifndef KBG_INDEX_INDEX_H
#define KBG_INDEX_INDEX_H

#include "base/interner.h"
#include "base/packed.h"
#include "base/parallel.h"
#include "index/forward.h"
#include "index/postings.h"
#include "item/store.h"

typedef enum kbg__face_field { KBG__FACE_QUESTION, KBG__FACE_KEYWORDS, KBG__FACE_ANSWER } kbg__face_field;

/* All terms of one token class. */
typedef struct kbg__term_class {
    kbg__interner terms;
    uint16_t *postings;   /* index/postings.h */
    uint32_t *ends;       /* for each term: the end of its postings; they begin where the ones before end */
    uint32_t *item_df;    /* … how many items hold it, … */
    uint8_t *most_asked;    /* … how often questions and keywords of one of them do at most, … */
    uint8_t *most_keywords; /* … keywords alone, … */
    uint8_t *most_answered; /* … answers, … */
    uint8_t *most_seldom;   /* … and answers by their postings of that kind; 255 stands for any number from there on */
} kbg__term_class;

/* What BM25 must know of a collection as a whole. */
typedef struct kbg__statistics {
    uint64_t items, questions;
    uint64_t question_units;                  /* sum of the lengths of all questions */
    uint64_t items_units, items_answer_units; /* of all questions and keywords, and of all answers */
} kbg__statistics;

void kbg__statistics_add(kbg__statistics *sum, const kbg__statistics *statistics);
/* Counts a face with so many units. */
void kbg__statistics_count(kbg__statistics *sum, kbg__face_field field, uint32_t units);
void kbg__statistics_subtract(kbg__statistics *sum, const kbg__statistics *statistics);

typedef struct kbg__index {
    const kbg_allocator *memory;
    kbg__term_class classes[KBG__TOKEN_CLASSES];
    kbg__statistics statistics;
    /* faces */
    size_t face_count;
    uint32_t *face_item;
    kbg__packed face_units; /* length in units */
    uint8_t *face_field;  /* kbg__face_field */
    uint16_t *face_form;  /* kbg__question_form */
    uint16_t *face_shape; /* index/shape.h */
    uint32_t *face_end;   /* forward index: what a face says ends here; it begins where the one before ends */
    uint16_t *forward;    /* index/forward.h */
    size_t forward_count;
    /* items */
    uint32_t *item_face;        /* first face of each item, and face_count behind the last */
    kbg__packed item_units;        /* length of its questions and keywords in units … */
    kbg__packed item_answer_units; /* … and of its answers */
    kbg__packed item_questions;    /* how many questions it has; they come first among its faces */
    uint8_t *item_shape;         /* index/shape.h */
    uint32_t *groups;            /* items with several questions, or none, ascending */
    size_t group_count;
    uint8_t *block_kind;         /* of each block of faces: the highest kbg__face_kind in it */
    bool is_plain;               /* each item is one question and nothing else */
    /* how units sound */
    uint16_t *unit_sound;  /* by term of class CHAR: text/sound.h */
    uint32_t *sound_units; /* these terms by sound … */
    uint32_t *sound_end;   /* … those of each sound end here; they begin where the ones before end */
} kbg__index;

enum { KBG__FACE_BLOCK = 64 };
static inline size_t kbg__face_blocks(const kbg__index *index)
{
    return (index->face_count + KBG__FACE_BLOCK - 1) / KBG__FACE_BLOCK;
}

static inline uint32_t kbg__face_units(const kbg__index *index, uint32_t face)
{
    return (uint32_t)kbg__packed_get(&index->face_units, face);
}

static inline uint32_t kbg__item_units(const kbg__index *index, uint32_t item)
{
    return (uint32_t)kbg__packed_get(&index->item_units, item);
}

static inline uint32_t kbg__item_answer_units(const kbg__index *index, uint32_t item)
{
    return (uint32_t)kbg__packed_get(&index->item_answer_units, item);
}

static inline uint32_t kbg__item_questions(const kbg__index *index, uint32_t item)
{
    return (uint32_t)kbg__packed_get(&index->item_questions, item);
}

/* Where the forward index of a face begins. */
static inline const uint16_t *kbg__index_forward(const kbg__index *index, uint32_t face)
{
    return index->forward + (face ? index->face_end[face - 1] : 0);
}

/* Builds the index of all items of a store. On failure *index is empty. */
kbg_status kbg__index_build(kbg__index *index, const kbg_allocator *memory, kbg__hash_key key,
                            const kbg__text_rules *rules, const kbg__words *words, const kbg__item_store *store);

/* Work that has nothing to do with an index and can be done while it is built: task(0, task_data) to task(count - 1,
 * task_data). It is not done if the index cannot be built. */
typedef struct kbg__beside {
    size_t count;
    kbg_task_fn task;
    void *task_data;
} kbg__beside;

/* The same, in threads that are lent (NULL = none) and with other work (NULL = none) beside it. */
kbg_status kbg__index_build_beside(kbg__index *index, const kbg_allocator *memory, kbg__hash_key key,
                                   const kbg__text_rules *rules, const kbg__words *words, const kbg__item_store *store,
                                   const kbg__parallel *parallel, const kbg__beside *beside);
void kbg__index_free(kbg__index *index);

/* Makes the arrays of a class of so many terms, all 0, but for its postings. KBG_ERR_LIMIT if there are too many to be
 * numbered. */
kbg_status kbg__term_class_reserve(kbg__term_class *class_, const kbg_allocator *memory, size_t terms);

static inline kbg__posting_kind kbg__posting_kind_of(kbg__face_field field, uint8_t frequency)
{
    if (field == KBG__FACE_QUESTION)
        return frequency > 1 ? KBG__POSTING_REPEATED : KBG__POSTING_SINGLE;
    return field == KBG__FACE_ANSWER && frequency <= KBG__SELDOM ? KBG__POSTING_SELDOM : KBG__POSTING_OTHER;
}

/* What was met of a term in the item at hand. */
typedef struct kbg__term_met {
    uint32_t item, asked, keywords, answered, seldom; /* item: its number + 1 */
} kbg__term_met;

/* Counts a posting of a term; those of one term come in the order of their faces. met is all 0 before the first. */
void kbg__term_class_count(kbg__term_class *class_, kbg__term_met *met, uint32_t term, uint32_t item,
                           kbg__face_field field, uint8_t frequency);

/* How many questions hold a term. */
uint32_t kbg__question_df(const kbg__term_class *class_, uint32_t term);

/* Fills lengths, item_questions, shapes and what says how units sound: the last step of making an index. face_units is by
 * face. */
kbg_status kbg__index_finish(kbg__index *index, const uint32_t *face_units);

kbg__postings kbg__index_postings(const kbg__index *index, kbg__token_class class_, uint32_t term);

#endif
