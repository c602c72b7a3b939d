/* SPDX-License-Identifier: MIT */
/* A message without its small talk as a row of units with their masses, and how one question compares with it. */
#ifndef KBG_RANK_MESSAGE_H
#define KBG_RANK_MESSAGE_H

#include "index/corpus.h"
#include "rank/masses.h"
#include "rank/weights.h"

/* Units of a message or question that are compared; the rest of a longer one does not count here. Bounds the time, which
 * is the product of both lengths. */
enum { KBG__UNITS_COMPARED = 128 };

typedef struct kbg__message_unit {
    uint32_t term;  /* of class CHAR in the part at hand, or KBG__NOT_INTERNED */
    bool is_known;  /* an item has it */
    uint16_t sound; /* text/sound.h */
    bool touches;  /* the unit before */
    bool is_doubtful; /* may be misspelt: a pair with a neighbour is unknown to the index, or it was spelt in letters */
    bool is_strange;  /* makes a pair with the unit before it that is unknown to the index */
    bool is_run;   /* of letters or digits */
    double mass;   /* mean of its idf over questions and over items */
    double share;  /* what it has in common with the same unit of a question: 1, less in place of a synonym */
    uint32_t start, end; /* bytes of the folded message */
} kbg__message_unit;

typedef struct kbg__unit_row {
    size_t count;
    double whole, pairs; /* sum of the masses of all units, of all pairs (a pair has the mass of its two units) */
    kbg__message_unit units[KBG__UNITS_COMPARED];
} kbg__unit_row;

/* Another way to say some units of the message: a synonym. */
enum { KBG__MESSAGE_SYNONYMS = 64, KBG__SYNONYM_UNITS = 8 };
typedef struct kbg__message_synonym {
    uint32_t first, end; /* units of the message */
    const char *text;
    size_t len;
    bool is_here; /* the part at hand has all its units */
    uint32_t count, units[KBG__SYNONYM_UNITS]; /* terms of class CHAR that can stand there, as in kbg__index.units */
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

/* How much of a message a question has, and the other way round; all between 0 and 1. A doubtful unit
 * that only sounds alike counts by sound_share, and only next to one that is the same or sounds alike too: single
 * syllables are too few to tell anything. */
typedef struct kbg__comparison {
    double covered;      /* share of the message's mass that the question has too */
    double covers;       /* share of the question's mass that the message has too */
    double covers_rare;  /* the same with squared masses: rare units count more */
    double pairs;        /* share of the message's pairs that the question has */
    double order;        /* longest common subsequence, by mass, over what is common */
    double likeness;     /* twice what is common over both, plus the same for pairs; 0 to 2 */
    double runs_missing; /* share of the message in letters and digits that the question lacks */
    double rare_missing; /* mass of the rarest unit that the question lacks, over that of an unknown one */
    double rare_extra;   /* … that only the question has */
} kbg__comparison;

void kbg__message_init(kbg__message *message, const kbg_allocator *memory);
void kbg__message_free(kbg__message *message);

/* Takes the tokens of a message, which must stay. A run of letters that no item has and that spells syllables becomes one
 * unit a syllable. */
kbg_status kbg__message_set(kbg__message *message, const kbg__corpus *corpus, const kbg__weights *weights,
                            const kbg__tokenizer *tokens);

/* Reads the message for a part of the corpus: takes it in hand. */
kbg_status kbg__message_take(kbg__message *message, size_t part);

/* Compares with the question that is a face of the part at hand; covered[i] is set for each unit i of the message that it has,
 * and left alone for others. Where the question lacks a word of the message and has a synonym of it, the message is read
 * as if it had the synonym, whose units count by its weight. */
void kbg__message_compare(const kbg__message *message, uint32_t face, bool covered[KBG__UNITS_COMPARED],
                          kbg__comparison *comparison);

#endif
