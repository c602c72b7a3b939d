/* SPDX-License-Identifier: MIT */
/* A message without its small talk as a row of units with their masses. */
#ifndef KBG_RANK_MESSAGE_H
#define KBG_RANK_MESSAGE_H

#include "index/corpus.h"
#include "rank/masses.h"
#include "rank/row.h"
#include "rank/weights.h"

/* Another way to say some units of the message: a synonym. */
enum { KBG__MESSAGE_SYNONYMS = 64, KBG__SYNONYM_UNITS = 8 };
typedef struct kbg__message_synonym {
    uint32_t first, end; /* units of the message */
    const char *text;
    size_t len;
    bool is_here; /* the part at hand has all its units */
    uint32_t count, units[KBG__SYNONYM_UNITS]; /* terms of class CHAR that can stand there, as in kbg__index.units */
    uint64_t bits; /* kbg__term_bit() of all of them */
    uint32_t runs; /* bit n: unit n is of letters or digits */
    double share;
} kbg__message_synonym;

typedef struct kbg__message {
    kbg__masses masses;
    const kbg__index *index; /* of the part at hand */
    const kbg__tokenizer *tokens;
    kbg__unit_row row;
    size_t synonym_count;
    kbg__message_synonym synonyms[KBG__MESSAGE_SYNONYMS]; /* by place; at one place by weight, best first */
    uint32_t form; /* text/question_form.h */
    double sound_share; /* what a unit that only sounds alike has in common, of its mass */
} kbg__message;

/* A bit for a unit of a face: what lacks the bit of a term lacks the term. */
static inline uint64_t kbg__term_bit(uint32_t unit)
{
    return UINT64_C(1) << (unit & 63);
}

void kbg__message_init(kbg__message *message, const kbg_allocator *memory);
void kbg__message_free(kbg__message *message);

/* Takes the tokens of a message, which must stay. A run of letters that no item has and that spells syllables becomes one
 * unit a syllable. */
kbg_status kbg__message_set(kbg__message *message, const kbg__corpus *corpus, const kbg__weights *weights,
                            const kbg__tokenizer *tokens);

/* Reads the message for a part of the corpus: takes it in hand. */
kbg_status kbg__message_take(kbg__message *message, size_t part);

#endif
