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

/* Cuts behind 。？！；… (full width or not) and at line breaks; what has no token but filler joins no part, and what is
 * behind the last part that fits joins it. `tokens` are those of the whole message. Returns how many there are. */
size_t kbg__parts_find(const char *text, size_t len, const kbg__tokenizer *tokens, kbg__part parts[KBG__PARTS_MOST]);

#endif
