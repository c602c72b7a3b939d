/* SPDX-License-Identifier: MIT */
/* A segment in a saved file: what cannot be made again first (items, their places and revisions, removed ids), then what
 * is made from it. */
#ifndef KBG_LIVE_SEGMENT_SAVED_H
#define KBG_LIVE_SEGMENT_SAVED_H

#include "live/file.h"
#include "live/segment.h"

kbg_status kbg__segment_save(kbg__segment *segment, kbg__sections *sections);

/* The segment of a file, with one reference. If its index is trusted it stays where it is in the file, else the items are
 * copied and indexed anew. limits[0] and limits[1] are the highest revision and the place behind the last one. */
kbg_status kbg__segment_restore(const kbg__segment_rules *rules, uint64_t serial, const kbg__words *words,
                                kbg__mapping *mapping, bool is_trusted, const uint64_t limits[2],
                                kbg__sections *sections, kbg__segment **segment);

#endif
