/* SPDX-License-Identifier: MIT */
/* A text read once more, for words that are hidden so that only a reader sees them: spelled letter by letter (b e s t,
 * b.e.s.t), or with codes of faces between their characters. It stands beside the matching text and does not replace it, so
 * that nothing is lost that is found there.
 *
 * Letters are spelled if three or more follow each other, each alone, with the same space or signs between. In English only "a" and
 * "I" are words of one letter, so no sentence has three in a row, but for initials and enumerations. */
#ifndef KBG_TEXT_SPELLED_H
#define KBG_TEXT_SPELLED_H

#include "text/matching.h"

/* A spelled word in the text. */
typedef struct kbg__spelled_run {
    size_t start, end;
} kbg__spelled_run;

typedef struct kbg__spelled {
    const kbg_allocator *memory;
    const kbg__emoticons *emoticons; /* NULL = codes of faces are text */
    kbg__emoticon_matcher *matcher;
    kbg__matching matching;
    kbg__spelled_run *runs; /* in order of the text */
    size_t run_capacity, run_count;
} kbg__spelled;

/* emoticons must outlive it; NULL is allowed. */
kbg_status kbg__spelled_init(kbg__spelled *spelled, const kbg_allocator *memory, const kbg__emoticons *emoticons);
void kbg__spelled_free(kbg__spelled *spelled);

/* Reads a text, whose matching text is given. *differs is set to whether there is anything that the matching text has not.
 * KBG_ERR_PATTERN if the pattern of the codes ran into its limits. */
kbg_status kbg__spelled_make(kbg__spelled *spelled, const kbg__matching *matching, const char *text, size_t len,
                             bool *differs);

/* Like kbg__matching_is_whole(). In a spelled word only "a" and "i" may stand before or behind. */
bool kbg__spelled_is_whole(const kbg__spelled *spelled, size_t start, size_t end, kbg__edge first, kbg__edge last);

#endif
