/* SPDX-License-Identifier: MIT */
/* A text as suggestions see it: its letters, digits and ideographs after folding, one by one as UTF-16. Spaces, signs
 * and emoji do not count; they only part what stands before from what stands behind. */
#ifndef KBG_INDEX_SUGGEST_TEXT_H
#define KBG_INDEX_SUGGEST_TEXT_H

#include "text/character.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads a folded text; set text and len, all else 0. */
typedef struct kbg__suggest_reader {
    const char *text;
    size_t len;
    size_t start, end;     /* bytes of the character that was read last */
    kbg__character what;   /* its class … */
    bool touches;          /* … and whether it touches the character before it … */
    bool begins;           /* … and whether a match may begin at it: not within a run of letters or digits */
    uint16_t character[2]; /* as UTF-16 */
    int count;             /* of these, 1 or 2 */
} kbg__suggest_reader;

/* Reads the next character that counts; false at the end. */
bool kbg__suggest_read(kbg__suggest_reader *reader);

#endif
