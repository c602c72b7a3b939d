/* SPDX-License-Identifier: MIT */
/* Finished word lists, shared by snapshots by counting references. */
#ifndef KBG_LIVE_WORD_SET_H
#define KBG_LIVE_WORD_SET_H

#include "text/words.h"

#include <stdatomic.h>

typedef struct kbg__word_set {
    kbg_allocator memory; /* a copy: a set can outlive its base */
    atomic_size_t references;
    kbg__words words;
} kbg__word_set;

/* Copies lists, the shipped ones if `from` is NULL, and finishes them; one reference. */
kbg_status kbg__word_set_new(const kbg_allocator *memory, const kbg__breaker_source *source, const kbg__words *from,
                             kbg__word_set **set);
kbg__word_set *kbg__word_set_ref(kbg__word_set *set);
void kbg__word_set_unref(kbg__word_set *set); /* NULL is allowed */

#endif
