/* SPDX-License-Identifier: MIT */
/* Texts of faces on their way into an index. They are collected until there is work for all threads, then cut into
 * tokens, which stay until the next texts are added. Memory follows the number of threads, not that of texts. */
#ifndef KBG_INDEX_FACE_TEXTS_H
#define KBG_INDEX_FACE_TEXTS_H

#include "base/parallel.h"
#include "text/tokenizer.h"

/* The tokens of one face. */
typedef struct kbg__face_tokens {
    const char *folded;       /* the text that they are stretches of */
    const kbg__token *tokens; /* in order of class; may be NULL if there are none … */
    uint32_t ends[KBG__TOKEN_CLASSES]; /* … those of a class end here; they begin where the ones before end */
    uint32_t units; /* the length of the face */
    uint16_t form;  /* kbg__question_form */
} kbg__face_tokens;

typedef struct kbg__face_texts {
    const kbg_allocator *memory;
    const kbg__text_rules *rules;
    const kbg__words *words;
    const kbg__parallel *parallel;
    struct kbg__face_text *texts;
    size_t text_capacity, count;
    size_t bytes;           /* of all of them */
    kbg__buffer copies;     /* of texts that do not stay */
    struct kbg__face_piece *pieces;
    size_t piece_count;
} kbg__face_texts;

kbg_status kbg__face_texts_init(kbg__face_texts *texts, const kbg_allocator *memory, const kbg__text_rules *rules,
                                const kbg__words *words, const kbg__parallel *parallel);
void kbg__face_texts_free(kbg__face_texts *texts);

/* Adds a text, which must stay where it is until the tokens are made; with `copied` it need not. */
kbg_status kbg__face_texts_add(kbg__face_texts *texts, const char *text, size_t len, bool copied);

/* Whether there are so many that it is time for their tokens. */
bool kbg__face_texts_full(const kbg__face_texts *texts);

/* Makes the tokens of all texts that were added. */
kbg_status kbg__face_texts_cut(kbg__face_texts *texts);

/* The tokens of a text: 0 to count - 1. */
const kbg__face_tokens *kbg__face_texts_tokens(const kbg__face_texts *texts, size_t number);

/* Forgets texts and tokens; keeps the memory, unless a text was long. */
void kbg__face_texts_clear(kbg__face_texts *texts);

#endif
