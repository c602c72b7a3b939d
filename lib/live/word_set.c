/* SPDX-License-Identifier: MIT */
#include "live/word_set.h"

#include "text/words_read.h"

kbg_status kbg__word_set_new(const kbg_allocator *memory, const kbg__breaker_source *source, const kbg__words *from,
                             kbg__word_set **set)
{
    kbg__word_set *made = kbg__calloc(memory, 1, sizeof(*made));
    *set = made;
    if (!made)
        return KBG_ERR_NOMEM;
    made->memory = *memory;
    atomic_init(&made->references, 1);
    kbg__words_init(&made->words, &made->memory);
    kbg_status status = from ? kbg__words_copy(&made->words, from) : kbg__words_add_shipped(&made->words);
    if (status == KBG_OK)
        status = kbg__words_finish(&made->words, source);
    if (status != KBG_OK) {
        kbg__word_set_unref(made);
        *set = NULL;
    }
    return status;
}

kbg__word_set *kbg__word_set_ref(kbg__word_set *set)
{
    atomic_fetch_add_explicit(&set->references, 1, memory_order_relaxed);
    return set;
}

void kbg__word_set_unref(kbg__word_set *set)
{
    if (!set || atomic_fetch_sub_explicit(&set->references, 1, memory_order_acq_rel) != 1)
        return;
    kbg_allocator memory = set->memory;
    kbg__words_free(&set->words);
    kbg__free(&memory, set);
}
