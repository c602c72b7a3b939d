/* SPDX-License-Identifier: MIT */
/* The matching text, in which words are found however they are written: folded, and without what stands between
 * ideographs to hide them. Line breaks and the punctuation that ends clauses stay and keep words apart. */
#ifndef KBG_TEXT_MATCHING_H
#define KBG_TEXT_MATCHING_H

#include "text/fold.h"

typedef struct kbg__matching {
    kbg__buffer text; /* well-formed UTF-8 */
    uint32_t *start;  /* for each byte of text: first byte of its source … */
    uint32_t *end;    /* … and the byte behind it */
    size_t start_capacity, end_capacity;
    kbg__folded line;
} kbg__matching;

void kbg__matching_init(kbg__matching *matching, const kbg_allocator *memory);
void kbg__matching_free(kbg__matching *matching);

/* Makes the matching text of a text of less than 4 GiB; the former content is replaced. It differs from the folded
 * text in this: lines are folded each by itself and joined by "\n"; no space stands beside an ideograph; signs,
 * symbols and combining marks that stand between two ideographs are left out, unless one of , ! ? ; : 。 、 is among
 * them. */
kbg_status kbg__matching_make(kbg__matching *matching, const char *text, size_t len);

/* The same with codes of faces left out, as if spaces stood there. */
kbg_status kbg__matching_make_without(kbg__matching *matching, const kbg__emoticons *emoticons,
                                      kbg__emoticon_matcher *matcher, const char *text, size_t len);

/* Replaces a matching text by a copy of another. */
kbg_status kbg__matching_copy(kbg__matching *matching, const kbg__matching *from);

/* Whether a sign ends a clause and keeps the words beside it apart. */
bool kbg__matching_ends_clause(uint32_t c);

/* Whether a word, given as its matching text, can be found wherever it is written: not if it is empty or nothing but
 * signs, nor if it begins or ends with a sign beside an ideograph, which would be left out of a text. */
bool kbg__matching_is_word(const char *form, size_t len);

/* What the letters of a form at its ends must not have beside them in a text, so that words of letters are found whole:
 * a letter no letter, a digit no digit. */
typedef enum kbg__edge { KBG__EDGE_ANY, KBG__EDGE_LETTER, KBG__EDGE_DIGIT } kbg__edge;
kbg__edge kbg__matching_edge(const char *form, size_t len, bool at_end);

/* Whether the matching text has the word with these edges at [start, end) as a whole. */
bool kbg__matching_is_whole(const kbg__matching *matching, size_t start, size_t end, kbg__edge first, kbg__edge last);

#endif
