/* SPDX-License-Identifier: MIT */
/* Small talk around a question, as the word list says: 亲，在吗, 请问一下, 谢谢啦. */
#ifndef KBG_TEXT_FILLER_H
#define KBG_TEXT_FILLER_H

#include "text/words.h"

/* Marks the bytes of a folded text (with its map) that are filler: is_filler[i] for byte i, of folded->text.len; says
 * whether there are any. scratch is for one byte more than the text has.
 *
 * Clauses are what stands between spaces, punctuation and other signs of the original, or between these an entry that
 * holds some. A clause that is filler from end to end is marked whole; of others, what leads in or trails off. If
 * nothing else is in the text, nothing is marked: then the small talk is the message. */
bool kbg__filler_mark(const kbg__words *words, const kbg__folded *folded, bool *is_filler, uint8_t *scratch);

#endif
