/* SPDX-License-Identifier: MIT */
/* Emphasis, code and links of the writer: what is open, and in which order. */
#ifndef KBG_RENDER_MARKS_H
#define KBG_RENDER_MARKS_H

#include "render/writer.h"

/* Brings the open marks to what a run wants: closes from the inside, opens from the outside, the longest first. `next` is the
 * code point behind, 0 at the end of a line or part. */
void kbg__marks_set(kbg__writer *writer, uint8_t styles, uint32_t link, uint32_t next);

/* Writes the address of what the document has as a link or an image and the profile has not: the plain text of a part. */
void kbg__marks_put_address(kbg__writer *writer, kbg_text url);

#endif
