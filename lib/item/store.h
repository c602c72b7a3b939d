/* SPDX-License-Identifier: MIT */
/* The items of a snapshot: immutable records in large blocks that snapshots share. */
#ifndef KBG_ITEM_STORE_H
#define KBG_ITEM_STORE_H

#include "base/memory.h"

#include <kbguide/item.h>

typedef struct kbg__item_store {
    const kbg_allocator *memory;
    const kbg_item **items;
    size_t capacity, count;
    struct kbg__item_block **blocks;
    size_t block_capacity, block_count;
    bool open; /* the last block was made by this store and can take more */
} kbg__item_store;

void kbg__item_store_init(kbg__item_store *store, const kbg_allocator *memory);
void kbg__item_store_free(kbg__item_store *store);

/* Fills an empty store with all items of another; the blocks are shared, not copied. */
kbg_status kbg__item_store_share(kbg__item_store *store, const kbg__item_store *other);

/* Appends a copy of a record. */
kbg_status kbg__item_store_add(kbg__item_store *store, const char *record, size_t len);

/* Puts a copy of a record in the place of an item; stores that share the old one keep it. */
kbg_status kbg__item_store_replace(kbg__item_store *store, size_t index, const char *record, size_t len);

#endif
