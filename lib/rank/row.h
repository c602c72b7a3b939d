/* SPDX-License-Identifier: MIT */
/* A row of units with their masses, and where in it the terms and sounds of a message stand. */
#ifndef KBG_RANK_ROW_H
#define KBG_RANK_ROW_H

#include "rank/places.h"

/* Another way to say some units of a message: a synonym. */
enum { KBG__MESSAGE_SYNONYMS = 64, KBG__SYNONYM_UNITS = 8 };

/* Numbers of the terms of a message and of its synonyms, from 1. */
enum {
    KBG__TERM_NUMBERS = 1 + KBG__UNITS_COMPARED + KBG__MESSAGE_SYNONYMS * KBG__SYNONYM_UNITS,
    KBG__NUMBER_HASHES = 256
};

typedef struct kbg__numbered_term {
    uint32_t term;
    uint32_t next; /* the next number with the same hash; 0 = none */
} kbg__numbered_term;

typedef struct kbg__term_numbers {
    uint32_t count;                   /* and 0, which is none */
    uint16_t first[KBG__NUMBER_HASHES]; /* the first number with a hash: the low byte of the term */
    kbg__numbered_term of[KBG__TERM_NUMBERS];
} kbg__term_numbers;

void kbg__term_numbers_clear(kbg__term_numbers *numbers);

/* The number of a term; a new one if it has none. */
uint32_t kbg__term_numbers_add(kbg__term_numbers *numbers, uint32_t term);

/* The number of a term; 0 if it has none. */
static inline uint32_t kbg__term_numbers_find(const kbg__term_numbers *numbers, uint32_t term)
{
    uint32_t number = numbers->first[term % KBG__NUMBER_HASHES];
    while (number && numbers->of[number].term != term)
        number = numbers->of[number].next;
    return number;
}

typedef struct kbg__message_unit {
    uint32_t term;  /* of class CHAR in the part at hand, or KBG__NOT_INTERNED */
    uint16_t number;  /* of the term in kbg__term_numbers; 0 if the part lacks it */
    uint16_t sound; /* text/sound.h */
    uint16_t sound_number; /* number among the sounds of doubtful units of the message, from 1; 0 for others */
    bool is_known;  /* an item has it */
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
    /* set by kbg__unit_row_index() */
    kbg__places touching; /* units that touch the one before */
    kbg__places gaps;     /* of these, the ones where the message may lack a unit in between */
    kbg__places terms[KBG__TERM_NUMBERS];                /* by number: where the term stands … */
    kbg__places sounds[KBG__UNITS_COMPARED + 1];  /* … and by sound_number: doubtful units that sound so */
} kbg__unit_row;

void kbg__unit_row_clear(kbg__unit_row *row);

/* Adds a unit, unless there is no room. */
void kbg__unit_row_add(kbg__unit_row *row, kbg__message_unit unit);

/* Notes where terms and sounds stand, when all units are there with their numbers: `numbers` and `sounds` of them. */
void kbg__unit_row_index(kbg__unit_row *row, size_t numbers, size_t sounds);

#endif
