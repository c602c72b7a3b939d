/* SPDX-License-Identifier: MIT */
/* How one question compares with a message, unit by unit. What tells which question is the likest one is worked out for
 * each of them, the rest for that one alone. */
#ifndef KBG_RANK_COMPARE_H
#define KBG_RANK_COMPARE_H

#include "rank/reading.h"

/* A question that was compared. It points into the message, which must stay and keep its part. */
typedef struct kbg__compared {
    double likeness;     /* twice what is common over both, plus the same for pairs; 0 to 2 */
    kbg__places covered; /* units of the message that the question has */
    /* for kbg__compared_measure() */
    const kbg__unit_row *row; /* the message as it was read */
    size_t count, shared_count;
    uint32_t units[KBG__UNITS_COMPARED]; /* of the question, as kbg__forward_unit() has them */
    double whole, pairs;        /* masses of the units of the question, and of its pairs */
    double common, lost;        /* mass of those that the message has, and is taken to lack by mistake */
    double common_pairs;        /* mass of the pairs of the question that stand in the message … */
    double message_pairs;       /* … and of those of the message that stand in the question */
    double masses[KBG__UNITS_COMPARED]; /* by unit of the question … */
    double found[KBG__UNITS_COMPARED];  /* … and how much of it the message has, 0 to 1 */
    kbg__shared_unit shared[KBG__UNITS_COMPARED];
} kbg__compared;

/* How much of a message a question has, and the other way round; all between 0 and 1. A doubtful unit
 * that only sounds alike counts by sound_share, and only next to one that is the same or sounds alike too: single
 * syllables are too few to tell anything. */
typedef struct kbg__comparison {
    double covered;      /* share of the message's mass that the question has too */
    double covers;       /* share of the question's mass that the message has too */
    double covers_rare;  /* the same with squared masses: rare units count more */
    double pairs;        /* share of the message's pairs that the question has */
    double order;        /* longest common subsequence, by mass, over what is common */
    double likeness;     /* as in kbg__compared */
    double runs_missing; /* share of the message in letters and digits that the question lacks */
    double rare_missing; /* mass of the rarest unit that the question lacks, over that of an unknown one */
    double rare_extra;   /* … that only the question has */
} kbg__comparison;

/* Compares with the question that is a face of the part at hand. Where the question lacks a word of the message and has
 * a synonym of it, the message is read as if it had the synonym, whose units count by its weight. */
void kbg__message_compare(const kbg__message *message, uint32_t face, kbg__compared *compared);

/* Measures in full what was compared, before KBG__READINGS - 1 other questions are. */
void kbg__compared_measure(const kbg__message *message, const kbg__compared *compared, kbg__comparison *comparison);

#endif
