/* SPDX-License-Identifier: MIT */
/* Lists of postings are walked, and what they give at most is added up. */
#ifndef KBG_RANK_REACH_WALK_H
#define KBG_RANK_REACH_WALK_H

#include "rank/reach.h"

/* Adds what a list gives to reach->faces and reach->items. */
void kbg__reach_walk(kbg__reach *reach, const kbg__index *index, const kbg__reach_list *list);

/* Adds what a list gives to one item and its faces. */
void kbg__reach_walk_item(kbg__reach *reach, const kbg__index *index, const kbg__reach_list *list, uint32_t item);

#endif
