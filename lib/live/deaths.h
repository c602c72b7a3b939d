/* SPDX-License-Identifier: MIT */
#ifndef KBG_LIVE_DEATHS_H
#define KBG_LIVE_DEATHS_H

#include "live/snapshot.h"

/* The dead of a part when some more of its items die (all of this part); one reference. Their texts are read once more to
 * know what they counted for. */
kbg_status kbg__deaths(const kbg__segment_rules *rules, const kbg__words *words, const kbg__segment_part *part,
                       const kbg__found_item *dying, size_t count, kbg__dead **dead);

#endif
