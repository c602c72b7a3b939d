/* SPDX-License-Identifier: MIT */
/* The lowest layer of the writer: bytes of markup, and text with its signs escaped. */
#ifndef KBG_RENDER_MARKUP_H
#define KBG_RENDER_MARKUP_H

#include "render/writer.h"

/* Appends markup, which nobody reads. */
void kbg__markup_put(kbg__writer *writer, const char *text, size_t len);
void kbg__markup_put_text(kbg__writer *writer, kbg_profile_text text);

/* Appends a text of the profile; {url}, {n}, {#} and {language} are filled in, {text} ends it. Returns what is behind
 * {text}, of no length if there is no {text}. */
typedef struct kbg__filling {
    kbg_text url, language;
    int n; /* level of a heading, number of an item */
} kbg__filling;
kbg_text kbg__markup_fill(kbg__writer *writer, kbg_text pattern, const kbg__filling *filling);

/* Appends text that is read, in a context. `block` is where it stands, NULL for a text from elsewhere; `at` is its offset
 * in the document then. */
void kbg__markup_put_visible(kbg__writer *writer, kbg__context context, const kbg__block *block, const char *text,
                             size_t len, size_t at, uint8_t styles);

/* Appends text that is read and needs no escaping. */
void kbg__markup_put_plain(kbg__writer *writer, kbg_text text);

/* The address of a link or image. */
kbg_text kbg__markup_url(const kbg__writer *writer, uint32_t link);

/* Looks at the line that begins at an offset of the document: which signs occur in pairs. */
void kbg__markup_look_at_line(kbg__writer *writer, const kbg__block *block, size_t at);

#endif
