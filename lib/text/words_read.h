/* SPDX-License-Identifier: MIT */
/* The text format of word lists: an entry a line; doc/words.md. */
#ifndef KBG_TEXT_WORDS_READ_H
#define KBG_TEXT_WORDS_READ_H

#include "text/words.h"

/* What a synonym counts if the line does not say. */
#define KBG__SYNONYM_WEIGHT 0.8

/* Adds the entries of a text; ends at the first that is wrong and reports its place. */
kbg_status kbg__words_read(kbg__words *words, kbg_word_list list, const char *text, size_t len, kbg__problem *problem);

/* Adds the shipped lists (lib/text/words/). */
kbg_status kbg__words_add_shipped(kbg__words *words);

#endif
