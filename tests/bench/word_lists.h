/* SPDX-License-Identifier: MIT */
/* The options --lexicon FILE, --synonyms FILE and --filler FILE of the measuring programs: each replaces a shipped
 * list. */
#ifndef KBG_TESTS_WORD_LISTS_H
#define KBG_TESTS_WORD_LISTS_H

#include <kbguide/kbguide.h>

/* Takes option argv[*i] with its file, if it is one of these, and moves *i to the file. *words is made when it is needed;
 * NULL stands for the shipped lists. Ends the program if the file cannot be used. */
bool take_word_list(int argc, char **argv, int *i, kbg_words **words);

#endif
