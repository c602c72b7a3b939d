/* SPDX-License-Identifier: MIT */
/* The items that are used most. */
#ifndef KBG_LIVE_HOT_H
#define KBG_LIVE_HOT_H

#include "live/base.h"
#include "rank/hit.h"

/* Makes the hot list of a base as one of its snapshots has it: pinned items, then those that were used, by decayed count,
 * then by id. The options have been checked and their limit is set. *hits is to be freed with the memory of the base. */
kbg_status kbg__base_hot(kbg_base *base, const kbg__snapshot *snapshot, const kbg_hot_options *options, kbg__hit **hits,
                         size_t *count);

#endif
