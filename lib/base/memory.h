/* SPDX-License-Identifier: MIT */
/* Memory of one object family: every allocation goes through the allocator that the host gave. */
#ifndef KBG_BASE_MEMORY_H
#define KBG_BASE_MEMORY_H

#include <kbguide/options.h>

/* The allocator over the C library's malloc. */
extern const kbg_allocator kbg__memory_default;

/* Checks what a host gave (NULL = the default) and copies it to *out. */
kbg_status kbg__memory_init(kbg_allocator *out, const kbg_allocator *given);

/* NULL when memory runs out or size is 0. */
void *kbg__malloc(const kbg_allocator *memory, size_t size);

/* Like kbg__malloc, filled with zeros. */
void *kbg__calloc(const kbg_allocator *memory, size_t count, size_t size);

void kbg__free(const kbg_allocator *memory, void *block);

/* The same as kbg__grow, where there is not room enough. */
kbg_status kbg__grow_now(const kbg_allocator *memory, void **data, size_t *capacity, size_t need, size_t size);

/* Makes room for `need` elements of `size` bytes in *data, which has room for *capacity now; grows by half at least.
 * On failure *data and *capacity stay as they were. */
static inline kbg_status kbg__grow(const kbg_allocator *memory, void **data, size_t *capacity, size_t need,
                                   size_t size)
{
    return need <= *capacity ? KBG_OK : kbg__grow_now(memory, data, capacity, need, size);
}

/* Like kbg__grow, to exactly `count` elements, up or down. Shrinking cannot fail: the larger block is kept then. */
kbg_status kbg__resize(const kbg_allocator *memory, void **data, size_t *capacity, size_t count, size_t size);

#endif
