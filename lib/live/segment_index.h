/* SPDX-License-Identifier: MIT */
/* Indexes the items of a segment, in several threads if the host lends them and the segment is large enough: what completes
 * is made beside the index. */
#ifndef KBG_LIVE_SEGMENT_INDEX_H
#define KBG_LIVE_SEGMENT_INDEX_H

#include "index/merge.h"
#include "live/segment.h"

/* Makes the index, ids, columns, codes and what completes. The texts are read with `words`; or, if inputs is not NULL, not
 * read again: these indexes together hold the items. KBG_ERR_FILE as kbg__segment_finish(). */
kbg_status kbg__segment_index(kbg__segment *segment, const kbg__segment_rules *rules, const kbg__words *words,
                              const kbg__merged *inputs, size_t count);

#endif
