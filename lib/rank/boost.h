/* SPDX-License-Identifier: MIT */
/* Boosts: what an item gains on top of what its text scores. Each is bounded by its weight, so that all
 * together they order near-equals and never bury a clearly better match. doc/ranking.md has the formulas. */
#ifndef KBG_RANK_BOOST_H
#define KBG_RANK_BOOST_H

#include "rank/filter.h"
#include "rank/hit.h"
#include "rank/weights.h"

/* Sets reasons[r] for each boost reason r (others are left alone) and returns their sum. */
double kbg__boosts(const kbg__filter *filter, const kbg__weights *weights, uint32_t number, const kbg_item *item,
                   double reasons[KBG__REASONS]);

/* The sum for a query that prefers nothing: hotness and priority alone. */
double kbg__boosts_lasting(const kbg__columns *columns, const kbg__weights *weights, uint32_t number);

#endif
