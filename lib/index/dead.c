/* SPDX-License-Identifier: MIT */
#include "index/dead.h"

#include <stdlib.h>
#include <string.h>

static int by_term(const void *left, const void *right)
{
    uint32_t a = ((const kbg__dead_term *)left)->term, b = ((const kbg__dead_term *)right)->term;
    return (a > b) - (a < b);
}

/* Adds the terms of the dying to those of the dead before, sorted. */
static kbg_status add_class(kbg__dead *dead, const kbg__dead_class *before, const kbg__term_class *index,
                            const kbg__term_class *dying, kbg__dead_class *out)
{
    size_t old = before ? before->count : 0, kept = 0;
    kbg__dead_term *terms = kbg__calloc(&dead->memory, old + dying->terms.count + 1, sizeof(*terms));
    out->terms = terms;
    if (!terms)
        return KBG_ERR_NOMEM;
    if (old)
        memcpy(terms, before->terms, old * sizeof(*terms));
    for (uint32_t t = 0; t < dying->terms.count; t++) {
        size_t len;
        const char *text = kbg__interner_text(&dying->terms, t, &len);
        terms[old + t] = (kbg__dead_term){ kbg__interner_find(&index->terms, text, len), kbg__question_df(dying, t),
                                           dying->item_df[t] };
    }
    size_t count = old + dying->terms.count;
    if (count > 1)
        qsort(terms, count, sizeof(*terms), by_term);
    for (size_t i = 0; i < count; i++) {
        if (kept && terms[kept - 1].term == terms[i].term) {
            terms[kept - 1].question_df += terms[i].question_df;
            terms[kept - 1].item_df += terms[i].item_df;
        } else {
            terms[kept++] = terms[i];
        }
    }
    out->count = kept;
    return KBG_OK;
}

kbg_status kbg__dead_new(const kbg_allocator *memory, const kbg__index *index, const kbg__dead *before,
                         const uint32_t *items, size_t count, const kbg__index *dying, kbg__dead **dead)
{
    kbg__dead *made = kbg__calloc(memory, 1, sizeof(*made));
    size_t bytes = index->statistics.items / 8 + 1;
    *dead = made;
    if (!made)
        return KBG_ERR_NOMEM;
    made->memory = *memory;
    atomic_init(&made->references, 1);
    made->bits = kbg__calloc(memory, bytes, 1);
    kbg_status status = made->bits ? KBG_OK : KBG_ERR_NOMEM;
    if (status == KBG_OK && before) {
        memcpy(made->bits, before->bits, bytes);
        made->count = before->count;
        made->statistics = before->statistics;
    }
    for (int c = 0; c < KBG__TOKEN_CLASSES && status == KBG_OK; c++)
        status = add_class(made, before ? &before->classes[c] : NULL, &index->classes[c], &dying->classes[c],
                           &made->classes[c]);
    if (status != KBG_OK) {
        kbg__dead_unref(made);
        *dead = NULL;
        return status;
    }
    for (size_t i = 0; i < count; i++)
        made->bits[items[i] / 8] |= (uint8_t)(1u << items[i] % 8);
    made->count += count;
    kbg__statistics_add(&made->statistics, &dying->statistics);
    return KBG_OK;
}

kbg__dead *kbg__dead_ref(kbg__dead *dead)
{
    if (dead)
        atomic_fetch_add_explicit(&dead->references, 1, memory_order_relaxed);
    return dead;
}

void kbg__dead_unref(kbg__dead *dead)
{
    if (!dead || atomic_fetch_sub_explicit(&dead->references, 1, memory_order_acq_rel) != 1)
        return;
    kbg_allocator memory = dead->memory;
    for (int c = 0; c < KBG__TOKEN_CLASSES; c++)
        kbg__free(&memory, dead->classes[c].terms);
    kbg__free(&memory, dead->bits);
    kbg__free(&memory, dead);
}

kbg__dead_term kbg__dead_term_of(const kbg__dead *dead, kbg__token_class class_, uint32_t term)
{
    kbg__dead_term none = { term, 0, 0 };
    if (!dead || dead->classes[class_].count == 0)
        return none;
    const kbg__dead_term *found = bsearch(&none, dead->classes[class_].terms, dead->classes[class_].count,
                                          sizeof(none), by_term);
    return found ? *found : none;
}
