/* SPDX-License-Identifier: MIT */
/* The profile `plain`: a CommonMark body as text without markup. */
#ifndef KBG_RENDER_PLAIN_H
#define KBG_RENDER_PLAIN_H

#include "render/variables.h"

/* Appends the body behind variables->marked to out, variables filled in, at most `most` bytes in all (KBG_ERR_LIMIT).
 *
 * Lines stay lines and blank lines stay blank lines, as the author wrote them; marks of emphasis go; bullets become
 * `· `, quotes keep `> `, a link becomes its text and its address with spaces around it (so that no chat program takes
 * the next sign into the address), an image `[图片：alt]` and its address. HTML tags other than <br> stay visible. */
kbg_status kbg__plain_render(kbg__buffer *out, const kbg__variables *variables, size_t most);

/* Appends one line for an attachment: `[图片] title address`. */
void kbg__plain_attachment(kbg__buffer *out, const kbg_attachment *attachment);

/* The version of cmark as it runs. */
const char *kbg__cmark_version(void);

#endif
