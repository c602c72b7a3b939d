/* SPDX-License-Identifier: MIT */
/* Word lists as bytes, for saved files: one entry behind the other, each a kind (1 byte), its texts (length in 2 bytes,
 * least significant first, then the bytes) and what else it has. */
#ifndef KBG_TEXT_WORDS_SAVE_H
#define KBG_TEXT_WORDS_SAVE_H

#include "text/words.h"

/* Appends all entries of lists, finished or not. Failures stick in the buffer. */
void kbg__words_save(const kbg__words *words, kbg__buffer *out);

/* Adds the entries to empty lists. KBG_ERR_FILE if the bytes are none. */
kbg_status kbg__words_restore(kbg__words *words, const char *data, size_t len);

#endif
