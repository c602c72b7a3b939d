/* SPDX-License-Identifier: MIT */
/* Text that means nothing to any step of a rendering, most of all text; it is copied as it is. */
#ifndef KBG_RENDER_ORDINARY_H
#define KBG_RENDER_ORDINARY_H

#include <stddef.h>

/* The end of the ordinary characters from text[at] on; `at` if there are none. Ordinary are spaces, letters, digits and signs of
 * ASCII, ideographs, kana and the like, and full-width signs: nothing that a variable, slot, face, code to dial, address,
 * mark or emphasis could begin with, that ends a line or a cell, or that is left out. Only well-formed characters count. */
size_t kbg__ordinary_end(const char *text, size_t len, size_t at);

#endif
