/* SPDX-License-Identifier: MIT */
/* A message read as a question puts it: with synonyms that the question has in place of words that it lacks. */
#ifndef KBG_RANK_READING_H
#define KBG_RANK_READING_H

#include "rank/message.h"

/* A unit of a question that may stand in the message, or sounds as one of it does. */
typedef struct kbg__shared_unit {
    uint16_t at;               /* its place in the question */
    uint16_t number, sound_number; /* of kbg__message; not both are 0 */
    uint16_t taken;            /* the unit of the message that it is taken for; KBG__UNITS_COMPARED if for none */
    kbg__places common;        /* the units that it may be taken for: the same, or sounding the same next to another */
} kbg__shared_unit;

/* The reading of the message with the synonyms that a question has. The question is given by its units, as in
 * kbg__compared, and those it may share. NULL if it has no synonym: the message is read as it is then. A reading stays
 * while KBG__READINGS - 1 others are asked for. */
const kbg__message_reading *kbg__reading_of(const kbg__message *message, const uint32_t *units, size_t count,
                                    const kbg__shared_unit *shared, size_t shared_count);

/* The units of the message behind places of a reading. */
kbg__places kbg__reading_origins(const kbg__message_reading *reading, kbg__places places);

#endif
