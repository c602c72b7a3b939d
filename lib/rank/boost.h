/* SPDX-License-Identifier: MIT */
/* Boosts: what an item gains on top of what its text scores. Each is bounded by its weight, so that all
 * together they order near-equals and never bury a clearly better match. doc/ranking.md has the formulas. */
#ifndef KBG_RANK_BOOST_H
#define KBG_RANK_BOOST_H

#include "rank/filter.h"
#include "rank/hit.h"
#include "rank/weights.h"

/* Reasons that are boosts, from KBG__REASON_CATEGORY on. */
enum { KBG__BOOSTS = KBG__REASON_AUDIENCE - KBG__REASON_CATEGORY + 1 };

/* Stands for the use of a pinned item: more than any count has. */
#define KBG__USE_PINNED 1000.0

/* How much an item is used as the query sees it: ln(1 + usage count + decayed count); 0 if it is muted or the query leaves
 * hotness out. It can change from call to call. */
double kbg__boost_use(const kbg__filter *filter, uint32_t number, const kbg_item *item);

/* Sets reasons[r] for each boost reason r (others are left alone) and returns their sum. */
double kbg__boosts(const kbg__filter *filter, const kbg__weights *weights, uint32_t number, const kbg_item *item,
                   double reasons[KBG__REASONS]);

/* The sum for a query that prefers nothing and knows no instant, of an item that is neither pinned nor muted: usage count
 * and priority alone. */
double kbg__boosts_lasting(const kbg__columns *columns, const kbg__weights *weights, uint32_t number);

#endif
