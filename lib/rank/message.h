/* SPDX-License-Identifier: MIT */
/* A message without its small talk as a row of units with their masses. */
#ifndef KBG_RANK_MESSAGE_H
#define KBG_RANK_MESSAGE_H

#include "index/corpus.h"
#include "rank/masses.h"
#include "rank/norms.h"
#include "rank/row.h"
#include "rank/terms.h"

/* Another way to say some units of the message: a synonym. */
typedef struct kbg__message_synonym {
    uint32_t first, end; /* units of the message */
    const char *text;
    size_t len;
    uint32_t heaviest;   /* synonym at the same place */
    uint32_t count, units[KBG__SYNONYM_UNITS]; /* terms of class CHAR that can stand there, as kbg__forward_unit() has them */
    uint16_t numbers[KBG__SYNONYM_UNITS]; /* of these terms … */
    uint64_t number_bits;                 /* … and kbg__number_bit() of all of them */
    uint32_t runs; /* bit n: unit n is of letters or digits */
    double share;
} kbg__message_synonym;

/* The units of the message that a unit of a reading stands for. */
typedef struct kbg__origin {
    uint8_t first, end;
} kbg__origin;

/* The message as a question puts it. */
typedef struct kbg__message_reading {
    uint64_t chosen; /* bit n: with kbg__message.synonyms[n]; 0 = there is none as yet */
    uint64_t used;   /* when it was, by the clock */
    kbg__unit_row row;
    kbg__origin origins[KBG__UNITS_COMPARED];
} kbg__message_reading;

/* The readings of a message for the part at hand that were made last: enough for the questions of an item that are
 * compared with each other. */
enum { KBG__READINGS = KBG__BEST_QUESTIONS };
typedef struct kbg__readings {
    uint64_t clock;
    kbg__message_reading of[KBG__READINGS];
} kbg__readings;

typedef struct kbg__message {
    kbg__masses masses;
    const kbg__index *index; /* of the part at hand */
    const kbg__tokenizer *tokens;
    kbg__unit_row row;
    kbg__term_numbers numbers; /* of terms of the part at hand */
    uint8_t *sound_numbers; /* by sound: its number among those of doubtful units, from 1; 0 for others */
    size_t sound_capacity, sound_count;
    kbg__readings *readings; /* made by rank/reading.c; NULL as long as no message had a synonym */
    size_t synonym_count;
    kbg__message_synonym synonyms[KBG__MESSAGE_SYNONYMS]; /* by place; at one place by weight, best first */
    size_t here_count;
    uint8_t here[KBG__MESSAGE_SYNONYMS]; /* those whose units the part at hand has */
    uint32_t form; /* text/question_form.h */
    double sound_share; /* what a unit that only sounds alike has in common, of its mass */
} kbg__message;

/* A bit for the number of a term: a question that lacks the bit lacks the term. */
static inline uint64_t kbg__number_bit(uint32_t number)
{
    return UINT64_C(1) << (number & 63);
}

void kbg__message_init(kbg__message *message, const kbg_allocator *memory);
void kbg__message_free(kbg__message *message);

/* Takes the tokens of a message, which must stay. A run of letters that no item has and that spells syllables becomes one
 * unit a syllable. `terms`, if not NULL, are those of the same tokens and corpus: they save looking known units up. */
kbg_status kbg__message_set(kbg__message *message, const kbg__corpus *corpus, const kbg__weights *weights,
                            const kbg__tokenizer *tokens, const kbg__query_terms *terms);

/* Reads the message for a part of the corpus: takes it in hand. */
kbg_status kbg__message_take(kbg__message *message, size_t part);

#endif
