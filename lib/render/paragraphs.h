/* SPDX-License-Identifier: MIT */
/* Bodies that are paragraphs of text and nothing else, as most are: what cmark would make of them is known without it. */
#ifndef KBG_RENDER_PARAGRAPHS_H
#define KBG_RENDER_PARAGRAPHS_H

#include "render/reading.h"

/* Whether a body has nothing that CommonMark, or a table, could begin with. Some bodies of paragraphs are not seen as such:
 * those in which a line begins or ends with a space, or that have signs which may mean nothing where they stand. */
bool kbg__paragraphs_only(const char *body, size_t len);

/* Reads such a body. */
void kbg__paragraphs_read(kbg__reading *reading);

#endif
