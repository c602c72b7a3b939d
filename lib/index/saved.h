/* SPDX-License-Identifier: MIT */
/* The arrays of an index and of what stands beside it in a saved file (base/sections.h). Each function writes them, or
 * finds them in an opened file and checks all that a search relies on, so that any bytes are safe to search. What was
 * found must not be freed. */
#ifndef KBG_INDEX_SAVED_H
#define KBG_INDEX_SAVED_H

#include "base/sections.h"
#include "index/codes.h"
#include "index/columns.h"
#include "index/index.h"
#include "index/suggest.h"

/* `items` is how many items there are. */
void kbg__index_sections(kbg__index *index, kbg__sections *sections, size_t items);
void kbg__columns_sections(kbg__columns *columns, kbg__sections *sections, size_t items);
void kbg__codes_sections(kbg__codes *codes, kbg__sections *sections, size_t items);
void kbg__suggest_sections(kbg__suggest *suggest, kbg__sections *sections, size_t items);

#endif
