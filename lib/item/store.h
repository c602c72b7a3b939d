/* SPDX-License-Identifier: MIT */
/* Items: immutable records in blocks that stores share. */
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

/* Appends a copy of a record. */
kbg_status kbg__item_store_add(kbg__item_store *store, const char *record, size_t len);

/* Makes an empty store lean on the blocks of another, so that it can point at records there. */
kbg_status kbg__item_store_lean(kbg__item_store *store, const kbg__item_store *other);

/* Appends an item whose record is in a block that the store leans on. */
kbg_status kbg__item_store_point(kbg__item_store *store, const kbg_item *item);

/* Gives back memory kept for growth. */
void kbg__item_store_shrink(kbg__item_store *store);

#endif
