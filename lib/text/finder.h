/* SPDX-License-Identifier: MIT */
/* Which words of an automaton stand in a folded text: from left to right, the longest at each place, none over another.
 * Spaces inside do not count, and letters or digits are not cut from a longer run: ip15p is not in vip15p. One or two ideographs can stand in a row by chance: they count only where no ICU word crosses their edges, so 畅享 is
 * not in 舒畅享受. */
#ifndef KBG_TEXT_FINDER_H
#define KBG_TEXT_FINDER_H

#include "base/buffer.h"
#include "text/automaton.h"
#include "text/breaker.h"

typedef struct kbg__occurrence {
    uint32_t word;
    uint32_t start, end; /* bytes of the text */
} kbg__occurrence;

/* Scratch memory; holds what was found last. */
typedef struct kbg__finder {
    const kbg_allocator *memory;
    kbg__occurrence *found;
    size_t capacity, count;
    kbg__buffer bare;  /* the text without spaces … */
    uint32_t *places;  /* … and where each of its bytes stands */
    size_t place_capacity;
    struct kbg__finder_best *best; /* by byte of the text without spaces: the longest word that begins there */
    size_t best_capacity;
} kbg__finder;

void kbg__finder_init(kbg__finder *finder, const kbg_allocator *memory);
void kbg__finder_free(kbg__finder *finder);

/* A NULL automaton finds nothing. *is_broken says whether the breaker holds the words of the text already; it is asked
 * for them, and *is_broken set, only when they matter. */
kbg_status kbg__finder_run(kbg__finder *finder, const kbg__automaton *automaton, kbg__breaker *breaker, bool *is_broken,
                           const char *text, size_t len);

#endif
