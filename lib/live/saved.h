/* SPDX-License-Identifier: MIT */
/* The saved file of a base: a head, then sections (base/sections.h). doc/saved.md describes it. */
#ifndef KBG_LIVE_SAVED_H
#define KBG_LIVE_SAVED_H

#include "live/base.h"

/* Writes what a base holds now. KBG_ERR_WRITE, KBG_ERR_NOMEM. */
kbg_status kbg__base_save(kbg_base *base, const char *path, kbg__problem *problem);

/* Fills a base that was just made and that nobody else has from a file. *is_indexed_anew (not NULL) tells that the file
 * was indexed by another version or with other settings. KBG_ERR_READ, KBG_ERR_FILE (problem->offset is the place),
 * KBG_ERR_LIMIT, KBG_ERR_NOMEM. */
kbg_status kbg__base_restore(kbg_base *base, const char *path, bool *is_indexed_anew, kbg__problem *problem);

#endif
