/* SPDX-License-Identifier: MIT */
#include "item/store.h"

#include <stdatomic.h>
#include <string.h>

/* A block has twice the size of the one before, up to the largest: a store of few items is small. */
enum { FIRST_BLOCK_BYTES = 1 << 10, BLOCK_BYTES = 1 << 18 };

struct kbg__item_block {
    atomic_size_t references;
    size_t size, used;
    char bytes[];
};

void kbg__item_store_init(kbg__item_store *store, const kbg_allocator *memory)
{
    *store = (kbg__item_store){ .memory = memory };
}

void kbg__item_store_free(kbg__item_store *store)
{
    for (size_t i = 0; i < store->block_count; i++)
        if (atomic_fetch_sub_explicit(&store->blocks[i]->references, 1, memory_order_acq_rel) == 1)
            kbg__free(store->memory, store->blocks[i]);
    kbg__free(store->memory, store->blocks);
    kbg__free(store->memory, (void *)store->items);
    kbg__item_store_init(store, store->memory);
}

kbg_status kbg__item_store_lean(kbg__item_store *store, const kbg__item_store *other)
{
    if (kbg__resize(store->memory, (void **)&store->blocks, &store->block_capacity, other->block_count,
                    sizeof(*store->blocks)))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < other->block_count; i++) {
        atomic_fetch_add_explicit(&other->blocks[i]->references, 1, memory_order_relaxed);
        store->blocks[i] = other->blocks[i];
    }
    store->block_count = other->block_count;
    store->open = false;
    return KBG_OK;
}

/* Copies a record into a block; NULL if memory runs out. */
static const kbg_item *keep(kbg__item_store *store, const char *record, size_t len)
{
    struct kbg__item_block *block = store->open ? store->blocks[store->block_count - 1] : NULL;
    if (!block || block->size - block->used < len) {
        size_t size = block ? 2 * block->size : FIRST_BLOCK_BYTES;
        size = size < BLOCK_BYTES ? size : BLOCK_BYTES;
        size = len > size ? len : size;
        if (size > SIZE_MAX - sizeof(*block) ||
            kbg__grow(store->memory, (void **)&store->blocks, &store->block_capacity, store->block_count + 1,
                      sizeof(*store->blocks)))
            return NULL;
        block = kbg__malloc(store->memory, sizeof(*block) + size);
        if (!block)
            return NULL;
        atomic_init(&block->references, 1);
        block->size = size;
        block->used = 0;
        store->blocks[store->block_count++] = block;
        store->open = true;
    }
    char *place = block->bytes + block->used;
    memcpy(place, record, len);
    block->used += len;
    return (const kbg_item *)(const void *)place;
}

kbg_status kbg__item_store_add(kbg__item_store *store, const char *record, size_t len)
{
    if (kbg__grow(store->memory, (void **)&store->items, &store->capacity, store->count + 1, sizeof(*store->items)))
        return KBG_ERR_NOMEM;
    const kbg_item *item = keep(store, record, len);
    if (!item)
        return KBG_ERR_NOMEM;
    store->items[store->count++] = item;
    return KBG_OK;
}

kbg_status kbg__item_store_point(kbg__item_store *store, const kbg_item *item)
{
    if (kbg__grow(store->memory, (void **)&store->items, &store->capacity, store->count + 1, sizeof(*store->items)))
        return KBG_ERR_NOMEM;
    store->items[store->count++] = item;
    return KBG_OK;
}

void kbg__item_store_shrink(kbg__item_store *store)
{
    (void)kbg__resize(store->memory, (void **)&store->items, &store->capacity, store->count, sizeof(*store->items));
    (void)kbg__resize(store->memory, (void **)&store->blocks, &store->block_capacity, store->block_count,
                      sizeof(*store->blocks));
}
