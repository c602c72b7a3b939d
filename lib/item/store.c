/* SPDX-License-Identifier: MIT */
#include "item/store.h"

#include <stdatomic.h>
#include <string.h>

enum { BLOCK_BYTES = 1 << 18 };

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

kbg_status kbg__item_store_share(kbg__item_store *store, const kbg__item_store *other)
{
    if (kbg__resize(store->memory, (void **)&store->items, &store->capacity, other->count, sizeof(*store->items)) ||
        kbg__resize(store->memory, (void **)&store->blocks, &store->block_capacity, other->block_count,
                    sizeof(*store->blocks)))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < other->block_count; i++) {
        atomic_fetch_add_explicit(&other->blocks[i]->references, 1, memory_order_relaxed);
        store->blocks[i] = other->blocks[i];
    }
    for (size_t i = 0; i < other->count; i++)
        store->items[i] = other->items[i];
    store->block_count = other->block_count;
    store->count = other->count;
    store->open = false;
    return KBG_OK;
}

/* Copies a record into a block; NULL if memory runs out. */
static const kbg_item *keep(kbg__item_store *store, const char *record, size_t len)
{
    struct kbg__item_block *block = store->open ? store->blocks[store->block_count - 1] : NULL;
    if (!block || block->size - block->used < len) {
        size_t size = len > BLOCK_BYTES ? len : BLOCK_BYTES;
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

kbg_status kbg__item_store_replace(kbg__item_store *store, size_t index, const char *record, size_t len)
{
    const kbg_item *item = keep(store, record, len);
    if (!item)
        return KBG_ERR_NOMEM;
    store->items[index] = item;
    return KBG_OK;
}
