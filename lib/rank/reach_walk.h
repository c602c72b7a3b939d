/* SPDX-License-Identifier: MIT */
/* Lists of postings are walked, and what they give at most is added up. */
#ifndef KBG_RANK_REACH_WALK_H
#define KBG_RANK_REACH_WALK_H

#include "rank/reach.h"

/* Adds what lists give to reach->faces and reach->items: all of them to some faces that caches hold, then to the next ones. */
void kbg__reach_walk(kbg__reach *reach, const kbg__index *index, kbg__reach_list *lists, size_t count);

/* Adds what a list gives to one item and its faces. */
void kbg__reach_walk_item(kbg__reach *reach, const kbg__index *index, const kbg__reach_list *list, uint32_t item);

#endif
