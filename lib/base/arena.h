/* SPDX-License-Identifier: MIT */
/* Memory for a library that asks for it through functions without a place for ours, and that cannot be told of a failure
 * (cmark): blocks one behind the other in a few chunks, which all go at once. A failed allocation ends what runs, as if by
 * a return; all that the library had asked for is in the arena. */
#ifndef KBG_BASE_ARENA_H
#define KBG_BASE_ARENA_H

#include "base/memory.h"

typedef struct kbg__arena {
    const kbg_allocator *memory;
    struct kbg__arena_chunk *chunks; /* the one in use first */
    size_t wanted; /* bytes of the next first chunk */
    void *exit;    /* where a failure goes to, while something runs */
} kbg__arena;

void kbg__arena_init(kbg__arena *arena, const kbg_allocator *memory);
void kbg__arena_free(kbg__arena *arena);

/* Runs something that takes memory with the functions below; then all blocks go, and at most a megabyte is kept for the next
 * run. KBG_ERR_NOMEM if memory ran out: the work
 * was ended then where it asked for memory, and must not hold anything else that it had to give back. */
kbg_status kbg__arena_run(kbg__arena *arena, void (*work)(void *data), void *data);

/* As those of the C library, but that they do not fail, for what runs in this thread. */
void *kbg__arena_calloc(size_t count, size_t size);
void *kbg__arena_realloc(void *block, size_t size);
void kbg__arena_release(void *block);

#endif
