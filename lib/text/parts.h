/* SPDX-License-Identifier: MIT */
/* A message of several sentences or lines, cut into the parts that say something. */
#ifndef KBG_TEXT_PARTS_H
#define KBG_TEXT_PARTS_H

#include "text/tokenizer.h"

enum { KBG__PARTS_MOST = 8 };

/* Bytes [start, end) of the message, with the signs that end them and without white space around. */
typedef struct kbg__part {
    uint32_t start, end;
} kbg__part;

/* Cuts at line breaks and behind 。？！；… and ASCII ?!; with closing quotes and brackets. An ASCII sign between two other
 * ASCII signs, letters or digits does not cut (URLs, codes), nor does one in an emoticon code. What says nothing but
 * filler is no part; what is behind the last part that fits joins it. `tokens` are those of the whole message, with
 * their map. Returns how many parts there are. Time follows the length of the message. */
size_t kbg__parts_find(const char *text, size_t len, const kbg__tokenizer *tokens, kbg__part parts[KBG__PARTS_MOST]);

#endif
