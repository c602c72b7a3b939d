/* SPDX-License-Identifier: MIT */
/* The inverted index of a snapshot: immutable once built.
 *
 * A face is one text of an item that can match: a question, its keywords together, or one answer. The faces of an item
 * follow each other. Postings name faces; an item as one document is the sum of its faces, so that one list serves
 * both ways of counting. */
#ifndef KBG_INDEX_INDEX_H
#define KBG_INDEX_INDEX_H

#include "base/interner.h"
#include "base/parallel.h"
#include "item/store.h"
#include "text/tokenizer.h"

typedef enum kbg__face_field { KBG__FACE_QUESTION, KBG__FACE_KEYWORDS, KBG__FACE_ANSWER } kbg__face_field;

#define KBG__UNIT_TOUCHES (UINT32_C(1) << 31)

/* The postings of a term by what they say: in a question more than once, in a question once, in another face. */
typedef enum kbg__posting_kind {
    KBG__POSTING_REPEATED,
    KBG__POSTING_SINGLE,
    KBG__POSTING_OTHER,
    KBG__POSTING_KINDS
} kbg__posting_kind;

/* All terms of one token class. */
typedef struct kbg__term_class {
    kbg__interner terms;
    uint32_t *ends;       /* for each term and kind: the end of its postings; they begin where the ones before end */
    uint32_t *faces;      /* postings: the face, ascending in each kind of a term, … */
    uint8_t *frequencies; /* … and how often the term is in it, at most 255 */
    uint32_t *item_df;    /* for each term: how many items hold it, … */
    uint8_t *most_asked;    /* … how often questions and keywords of one of them do at most, … */
    uint8_t *most_keywords; /* … keywords alone, … */
    uint8_t *most_answered; /* … and answers; 255 stands for any number from there on */
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
    uint16_t *face_shape; /* index/shape.h */
    uint32_t *face_end;   /* forward index: the units of a face end here; they begin where the one before ends */
    uint32_t *units;      /* terms of class CHAR in order; KBG__UNIT_TOUCHES is set if it touches the one before */
    size_t unit_count;    /* answers have no units */
    uint32_t *other_end;  /* the same for all else in a face … */
    uint32_t *others;     /* … (kbg__class_term, each as often as it stands there), ascending */
    size_t other_count;
    /* items */
    uint32_t *item_face;        /* first face of each item, and face_count behind the last */
    uint32_t *item_units;       /* length of its questions and keywords in units … */
    uint32_t *item_answer_units; /* … and of its answers */
    uint32_t *item_questions;    /* how many questions it has; they come first among its faces */
    uint8_t *item_shape;         /* index/shape.h */
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

/* A term with its class in one number. */
enum { KBG__CLASS_TERM_BITS = 29 };
static inline uint32_t kbg__class_term(kbg__token_class class_, uint32_t term)
{
    return (uint32_t)class_ << KBG__CLASS_TERM_BITS | term;
}

/* A term's postings. */
typedef struct kbg__postings {
    uint32_t term;
    const uint32_t *faces;
    const uint8_t *frequencies;
    size_t count;
    uint32_t ends[KBG__POSTING_KINDS];
    uint8_t most_asked, most_keywords, most_answered; /* as in kbg__term_class */
} kbg__postings;

/* Postings in the order of their faces, whatever their kind. */
typedef struct kbg__posting_walk {
    const kbg__postings *postings;
    size_t at[KBG__POSTING_KINDS];
} kbg__posting_walk;

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

static inline kbg__posting_kind kbg__posting_kind_of(kbg__face_field field, uint8_t frequency)
{
    return field != KBG__FACE_QUESTION ? KBG__POSTING_OTHER : frequency > 1 ? KBG__POSTING_REPEATED : KBG__POSTING_SINGLE;
}

/* How many questions hold a term. */
static inline uint32_t kbg__question_df(const kbg__term_class *class_, uint32_t term)
{
    size_t first = (size_t)term * KBG__POSTING_KINDS;
    return class_->ends[first + KBG__POSTING_SINGLE] - (first ? class_->ends[first - 1] : 0);
}

/* Makes the arrays of a class of so many terms and postings; all 0. KBG_ERR_LIMIT if there are too many to be
 * numbered. */
kbg_status kbg__term_class_reserve(kbg__term_class *class_, const kbg_allocator *memory, size_t terms, size_t postings);

/* What was met of a term in the item at hand. */
typedef struct kbg__term_met {
    uint32_t item, asked, keywords, answered; /* item: its number + 1 */
} kbg__term_met;

/* Counts a posting of a term; those of one term come in the order of their faces. met is all 0 before the first. */
void kbg__term_class_count(kbg__term_class *class_, kbg__term_met *met, uint32_t term, uint32_t item,
                           kbg__face_field field, uint8_t frequency);

/* Fills item_questions, shapes and what says how units sound: the last step of making an index. */
kbg_status kbg__index_finish(kbg__index *index);

kbg__postings kbg__index_postings(const kbg__index *index, kbg__token_class class_, uint32_t term);

kbg__posting_walk kbg__posting_walk_of(const kbg__postings *postings);
/* False behind the last. */
bool kbg__posting_next(kbg__posting_walk *walk, uint32_t *face, uint8_t *frequency, kbg__posting_kind *kind);

#endif
