/* SPDX-License-Identifier: MIT */
/* Finds any number of words in a text in one pass (Aho and Corasick, "Efficient string matching", 1975): what a text
 * costs does not depend on how many words there are. Letters compare as they are: fold words and text alike first. */
#ifndef KBG_TEXT_AUTOMATON_H
#define KBG_TEXT_AUTOMATON_H

#include "base/memory.h"

/* Immutable, for all threads. */
typedef struct kbg__automaton kbg__automaton;

/* Takes an occurrence: the number of the word in the list, and the bytes [start, end) of the text. Says whether to go
 * on. */
typedef bool (*kbg__automaton_fn)(uint32_t word, size_t start, size_t end, void *user_data);

/* Builds from a list of words in UTF-8; copies what it needs. An empty word is never found, equal words are each found.
 * Takes time in proportion to the bytes of all words (and to sort them), and per word 8 bytes and per distinct prefix
 * 20 bytes of memory, while it builds 16 bytes a word and 12 a prefix more. KBG_ERR_UTF8 for an ill-formed word;
 * KBG_ERR_LIMIT from 2^31 words or 2^32 - 2 prefixes on; KBG_ERR_NOMEM. */
kbg_status kbg__automaton_new(const kbg_allocator *memory, const kbg_text *words, size_t count,
                              kbg__automaton **automaton);
void kbg__automaton_free(kbg__automaton *automaton); /* NULL is allowed */

/* The bytes of memory that an automaton takes. */
size_t kbg__automaton_bytes(const kbg__automaton *automaton);

/* Every occurrence of every word: by end, at the same end the longest first, equal words in their order. Time is that
 * of the text plus that of the occurrences, of which a text can have as many as its length times that of the longest
 * word. Ill-formed bytes match nothing. False if `take` ended it. */
bool kbg__automaton_all(const kbg__automaton *automaton, const char *text, size_t len, kbg__automaton_fn take,
                        void *user_data);

/* Occurrences that do not overlap, from left to right: the longest word at the first place where one begins (of equal
 * words the first), then on behind its end. Time is at most the length of the text times that of the longest word. */
bool kbg__automaton_longest(const kbg__automaton *automaton, const char *text, size_t len, kbg__automaton_fn take,
                            void *user_data);

#endif
