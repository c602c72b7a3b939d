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

/* Finds the terms of a folded text and writes aliases as their terms, which map to where the alias came from. A term or
 * alias of two ideographs counts only where no ICU word crosses its edges: 畅享 is not in 舒畅享受. Uses the breaker. */
kbg_status kbg__lexicon_apply(kbg__lexicon *lexicon, const kbg__words *words, kbg__breaker *breaker,
                              kbg__folded *folded);

#endif
