/* SPDX-License-Identifier: MIT */
/* Blocks that are handed out, given back by any thread at any time, and kept for the next of their size. Each block
 * that is out holds the pool, and so does its owner: whoever lets go of it last frees it. No thread waits for another. */
#ifndef KBG_BASE_POOL_H
#define KBG_BASE_POOL_H

#include "base/memory.h"

/* Sizes of blocks that are kept: powers of two from the least to the most; of each that many, so two megabytes in all.
 * Larger blocks go back to the allocator. */
enum { KBG__POOL_LEAST = 256, KBG__POOL_MOST = 65536, KBG__POOL_SIZES = 9, KBG__POOL_KEPT = 16 };

typedef struct kbg__pool kbg__pool;

/* NULL if memory runs out. The allocator is copied. */
kbg__pool *kbg__pool_new(const kbg_allocator *memory);

/* The owner lets go: frees what is kept, and what is given back from now on. NULL is allowed. */
void kbg__pool_close(kbg__pool *pool);

/* A block of `size` bytes at least, for anything; NULL if memory runs out. */
void *kbg__pool_take(kbg__pool *pool, size_t size);

/* Gives a block back to its pool, which may be closed. NULL is allowed. */
void kbg__pool_give(void *block);

#endif
