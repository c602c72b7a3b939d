/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void *default_malloc(size_t size, void *user_data)
{
    (void)user_data;
    return malloc(size);
}

static void *default_realloc(void *block, size_t old_size, size_t size, void *user_data)
{
    (void)old_size;
    (void)user_data;
    return realloc(block, size);
}

static void default_free(void *block, void *user_data)
{
    (void)user_data;
    free(block);
}

const kbg_allocator kbg__memory_default = { sizeof(kbg_allocator), default_malloc, default_realloc, default_free,
                                            NULL };

kbg_status kbg__memory_init(kbg_allocator *out, const kbg_allocator *given)
{
    *out = kbg__memory_default;
    if (!given)
        return KBG_OK;
    if (given->size != sizeof(kbg_allocator) || !given->malloc || !given->realloc || !given->free)
        return KBG_ERR_OPTIONS;
    *out = *given;
    return KBG_OK;
}

void *kbg__malloc(const kbg_allocator *memory, size_t size)
{
    return size ? memory->malloc(size, memory->user_data) : NULL;
}

void *kbg__calloc(const kbg_allocator *memory, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    void *block = kbg__malloc(memory, count * size);
    if (block)
        memset(block, 0, count * size);
    return block;
}

void kbg__free(const kbg_allocator *memory, void *block)
{
    if (block)
        memory->free(block, memory->user_data);
}

kbg_status kbg__resize(const kbg_allocator *memory, void **data, size_t *capacity, size_t count, size_t size)
{
    if (count > SIZE_MAX / size)
        return KBG_ERR_NOMEM;
    if (count == *capacity)
        return KBG_OK;
    if (count == 0) {
        kbg__free(memory, *data);
        *data = NULL;
        *capacity = 0;
        return KBG_OK;
    }
    void *grown = *data ? memory->realloc(*data, *capacity * size, count * size, memory->user_data)
                        : kbg__malloc(memory, count * size);
    if (!grown)
        return count < *capacity ? KBG_OK : KBG_ERR_NOMEM;
    *data = grown;
    *capacity = count;
    return KBG_OK;
}

kbg_status kbg__grow_now(const kbg_allocator *memory, void **data, size_t *capacity, size_t need, size_t size)
{
    size_t count = *capacity + *capacity / 2;
    if (count < *capacity || count < need)
        count = need;
    if (count < 16)
        count = 16;
    return kbg__resize(memory, data, capacity, count, size);
}
