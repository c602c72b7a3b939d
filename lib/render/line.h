/* SPDX-License-Identifier: MIT */
/* What a line of a quote or a list begins with. */
#ifndef KBG_RENDER_LINE_H
#define KBG_RENDER_LINE_H

#include "render/writer.h"

typedef enum kbg__line_kind {
    KBG__LINE_FIRST, /* the first line of a block */
    KBG__LINE_NEXT,
    KBG__LINE_AGAIN, /* the first line of a part that goes on inside a block */
    KBG__LINE_BLANK
} kbg__line_kind;

/* Makes the beginning of a line in writer->line: quote marks, markers of items that begin with it, indents. In a part that
 * goes on with an item of a numbered list the number stands again. A blank line has no markers and ends without spaces.
 * Containers that the channel has texts for, such as tags, give nothing. */
void kbg__line_start(kbg__writer *writer, uint32_t container, kbg__line_kind kind);

/* Whether a quote is not too deep for the channel. */
bool kbg__line_is_marked(const kbg_profile *profile, const kbg__container *quote);

#endif
