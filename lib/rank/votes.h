/* SPDX-License-Identifier: MIT */
/* What the units of a message tell about its best candidates: one that most of them have does not tell them apart, however
 * rare it is in the base. */
#ifndef KBG_RANK_VOTES_H
#define KBG_RANK_VOTES_H

#include "rank/gather.h"

/* Candidates that are counted, the best of the first step: always as many, so that what a query wants beyond them does not
 * change their scores. */
enum { KBG__VOTERS = 16 };

/* Works out how much each unit counts: its idf over items times its idf over the best candidates, which have it if one of their
 * questions does. The candidates stand best first; the tally keeps their terms. */
void kbg__votes_set(kbg__query_terms *terms, const kbg__tally *tally, const kbg__candidate *const *candidates, size_t count);

/* The share of the votes that an item with so many questions has: each of its questions that holds a unit is for it, and one
 * more question that holds nothing is against it, so that an item with a single question has no certainty. 0 to 1. */
double kbg__votes_of(const kbg__query_terms *terms, const kbg__tally *tally, const kbg__candidate *candidate,
                     uint32_t questions);

#endif
