/* SPDX-License-Identifier: MIT */
/* Lists of postings are walked, and what they give at most is added up. */
#ifndef KBG_RANK_REACH_WALK_H
#define KBG_RANK_REACH_WALK_H

#include "rank/reach.h"

/* Where the postings of a list begin and end among those of its term. */
static inline uint32_t kbg__reach_list_begin(const kbg__reach_list *list)
{
    return list->kind ? list->postings->ends[list->kind - 1] : 0;
}
static inline uint32_t kbg__reach_list_end(const kbg__reach_list *list)
{
    return list->postings->ends[list->kind];
}
static inline size_t kbg__reach_list_length(const kbg__reach_list *list)
{
    return kbg__reach_list_end(list) - kbg__reach_list_begin(list);
}

/* Adds what a list gives to reach->faces and reach->items. */
void kbg__reach_walk(kbg__reach *reach, const kbg__index *index, const kbg__reach_list *list);

/* Adds what a list gives to one item and its faces. */
void kbg__reach_walk_item(kbg__reach *reach, const kbg__index *index, const kbg__reach_list *list, uint32_t item);

#endif
