/* SPDX-License-Identifier: MIT */
/* Terms of the trade in a folded text: each is found whole, and written as the lexicon writes it whatever alias stands
 * there. */
#ifndef KBG_TEXT_LEXICON_H
#define KBG_TEXT_LEXICON_H

#include "text/breaker.h"
#include "text/finder.h"
#include "text/words.h"

/* Scratch memory; holds the terms of the last text. */
typedef struct kbg__lexicon {
    kbg__finder finder; /* found: the terms, by their place in the text as it is after kbg__lexicon_apply() */
    kbg__folded written;
} kbg__lexicon;

void kbg__lexicon_init(kbg__lexicon *lexicon, const kbg_allocator *memory, bool with_map);
void kbg__lexicon_free(kbg__lexicon *lexicon);

/* Finds the terms of a folded text and writes aliases as their terms, which map to where the alias came from. Where a
 * run of letters or digits would grow over an edge of a term a space parts them; a space between ideographs is dropped.
 * Sets *is_broken if the breaker holds the words of the text as it is afterwards. KBG_ERR_LIMIT if the text would have
 * more than 1 GiB. */
kbg_status kbg__lexicon_apply(kbg__lexicon *lexicon, const kbg__words *words, kbg__breaker *breaker, bool *is_broken,
                              kbg__folded *folded);

#endif
