/* SPDX-License-Identifier: MIT */
/* What lists of postings that were not walked can still give to texts of each shape. */
#ifndef KBG_RANK_REACH_REST_H
#define KBG_RANK_REACH_REST_H

#include "rank/reach.h"

/* Fills reach->rest for the lists from `first` on. */
void kbg__reach_rest_fill(kbg__reach *reach, const kbg__reach_part *part, size_t first);

#endif
