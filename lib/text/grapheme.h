/* SPDX-License-Identifier: MIT */
/* Grapheme clusters (UAX #29): what a reader takes for one character. */
#ifndef KBG_TEXT_GRAPHEME_H
#define KBG_TEXT_GRAPHEME_H

#include "base/memory.h"

/* What one thread needs to find them. */
typedef struct kbg__graphemes kbg__graphemes;

/* Reports KBG_ERR_ICU_DATA if ICU has no rules for it. */
kbg_status kbg__graphemes_new(const kbg_allocator *memory, kbg__graphemes **graphemes);
void kbg__graphemes_free(kbg__graphemes *graphemes);

/* Sets starts[i] to whether a cluster begins at text[i], for i from 0 to len; starts[0] and starts[len] are set. The text
 * must be well-formed and have 1 GiB at most. */
kbg_status kbg__graphemes_find(kbg__graphemes *graphemes, const char *text, size_t len, bool *starts);

/* Whether a code point belongs to the cluster of the one before it, whatever that is: combining marks, joiners. */
bool kbg__grapheme_joins(uint32_t code_point);

#endif
