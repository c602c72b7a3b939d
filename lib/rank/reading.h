/* SPDX-License-Identifier: MIT */
/* A message read as a question puts it: with synonyms that the question has in place of words that it lacks. */
#ifndef KBG_RANK_READING_H
#define KBG_RANK_READING_H

#include "rank/message.h"

/* The units of the message that a unit of a reading stands for. */
typedef struct kbg__origin {
    uint32_t first, end;
} kbg__origin;

typedef struct kbg__reading {
    kbg__unit_row row;
    kbg__origin origins[KBG__UNITS_COMPARED];
} kbg__reading;

/* Reads the message for a question of `count` units, as in kbg__index.units. False if it has none of the synonyms: there is
 * no reading then. */
bool kbg__reading_make(kbg__reading *reading, const kbg__message *message, const uint32_t *units, size_t count);

/* The units of the message behind places of a reading. */
kbg__places kbg__reading_origins(const kbg__reading *reading, kbg__places places);

#endif
