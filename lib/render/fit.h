/* SPDX-License-Identifier: MIT */
/* Emphasis made to fit the channel: where its signs would be shown as signs, it is narrowed or dropped. */
#ifndef KBG_RENDER_FIT_H
#define KBG_RENDER_FIT_H

#include "render/document.h"

/* Goes over the runs of the last block. */
kbg_status kbg__fit_block(kbg__document *document, const kbg_profile *profile);

/* The code point before and at an offset of the text, 0 where the line of the block ends. */
uint32_t kbg__fit_before(const kbg__document *document, const kbg__block *block, size_t at);
uint32_t kbg__fit_behind(const kbg__document *document, const kbg__block *block, size_t at);

/* Whether a sign of emphasis needs a separator between itself and a neighbour outside. */
bool kbg__fit_needs_separator(const kbg_profile *profile, uint32_t neighbour);

#endif
