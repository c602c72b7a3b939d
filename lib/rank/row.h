/* SPDX-License-Identifier: MIT */
/* A row of units with their masses, and where in it a unit or a sound stands. */
#ifndef KBG_RANK_ROW_H
#define KBG_RANK_ROW_H

#include "rank/places.h"

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

/* The places of a term or sound, and the next one with the same hash. */
typedef struct kbg__row_entry {
    kbg__places places;
    uint32_t key;
    uint32_t next; /* 1 + its place among the entries; 0 = none */
} kbg__row_entry;

/* The hash of a term or sound is its low byte: both are numbered without gaps. */
enum { KBG__ROW_HASHES = 256 };
typedef struct kbg__row_table {
    size_t count;
    uint8_t first[KBG__ROW_HASHES]; /* 1 + the place of the first entry with a hash; 0 = none */
    kbg__row_entry entries[KBG__UNITS_COMPARED];
} kbg__row_table;

typedef struct kbg__unit_row {
    size_t count;
    double whole, pairs; /* sum of the masses of all units, of all pairs (a pair has the mass of its two units) */
    kbg__message_unit units[KBG__UNITS_COMPARED];
    /* set by kbg__unit_row_index() */
    kbg__places touching; /* units that touch the one before */
    kbg__places gaps;     /* of these, the ones where the message may lack a unit between */
    kbg__row_table terms;
    kbg__row_table sounds; /* of doubtful units */
} kbg__unit_row;

void kbg__unit_row_clear(kbg__unit_row *row);

/* Adds a unit, unless there is no room. */
void kbg__unit_row_add(kbg__unit_row *row, kbg__message_unit unit);

/* Makes ready for looking up, when all units are there with their terms. */
void kbg__unit_row_index(kbg__unit_row *row);

/* Where a term or sound may stand: 0 if nowhere, else for kbg__row_places(). */
static inline uint32_t kbg__row_look(const kbg__row_table *table, uint32_t key)
{
    return table->first[key % KBG__ROW_HASHES];
}

/* All places of it. */
static inline kbg__places kbg__row_places(const kbg__row_table *table, uint32_t look, uint32_t key)
{
    for (; look; look = table->entries[look - 1].next)
        if (table->entries[look - 1].key == key)
            return table->entries[look - 1].places;
    return (kbg__places){ 0, 0 };
}

#endif
