/* SPDX-License-Identifier: MIT */
/* Short codes: folded code to the items that have it. */
#ifndef KBG_INDEX_CODES_H
#define KBG_INDEX_CODES_H

#include "base/interner.h"
#include "item/store.h"
#include "text/fold.h"

typedef struct kbg__codes {
    const kbg_allocator *memory;
    kbg__interner codes;
    struct kbg__code_item {
        uint32_t code, item;
    } *items; /* sorted by code, then item */
    size_t capacity, count;
} kbg__codes;

kbg_status kbg__codes_build(kbg__codes *codes, const kbg_allocator *memory, kbg__hash_key key,
                            const kbg__item_store *store);
void kbg__codes_free(kbg__codes *codes);

/* The items of a code, sorted; *count is 0 if there are none. `folded` is scratch memory. */
kbg_status kbg__codes_find(const kbg__codes *codes, kbg__folded *folded, const char *code, size_t len,
                           const struct kbg__code_item **items, size_t *count);

#endif
