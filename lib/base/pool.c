/* SPDX-License-Identifier: MIT */
#include "base/pool.h"

#include <stdatomic.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ADDRESS_SANITIZER 1
#endif
#endif

#ifdef HAS_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#endif

/* What stands before the bytes of a block that is out. */
typedef struct block {
    _Alignas(max_align_t) kbg__pool *pool;
    size_t size; /* with this */
} block;

struct kbg__pool {
    kbg_allocator memory; /* a copy: blocks can outlive the base */
    atomic_size_t references; /* the owner's, and one for each block that is out */
    atomic_bool is_closed;
    _Atomic(block *) kept[KBG__POOL_SIZES][KBG__POOL_KEPT];
};

/* A block that is kept is nobody's: the address sanitizer reports its use as if it were freed. */
static void forbid(const block *b)
{
#ifdef HAS_ADDRESS_SANITIZER
    __asan_poison_memory_region(b, b->size);
#else
    (void)b;
#endif
}

static void allow(const block *b, size_t size)
{
#ifdef HAS_ADDRESS_SANITIZER
    __asan_unpoison_memory_region(b, size);
#else
    (void)b;
    (void)size;
#endif
}

/* The number of the least size that holds so many bytes; KBG__POOL_SIZES if none does. */
static size_t number_of(size_t size)
{
    size_t number = 0;
    while (number < KBG__POOL_SIZES && (size_t)KBG__POOL_LEAST << number < size)
        number++;
    return number;
}

kbg__pool *kbg__pool_new(const kbg_allocator *memory)
{
    kbg__pool *pool = kbg__malloc(memory, sizeof(*pool));
    if (!pool)
        return NULL;
    pool->memory = *memory;
    atomic_init(&pool->references, 1);
    atomic_init(&pool->is_closed, false);
    for (size_t n = 0; n < KBG__POOL_SIZES; n++)
        for (size_t i = 0; i < KBG__POOL_KEPT; i++)
            atomic_init(&pool->kept[n][i], NULL);
    return pool;
}

static void free_kept(kbg__pool *pool)
{
    for (size_t n = 0; n < KBG__POOL_SIZES; n++)
        for (size_t i = 0; i < KBG__POOL_KEPT; i++) {
            block *b = atomic_exchange_explicit(&pool->kept[n][i], NULL, memory_order_acquire);
            if (!b)
                continue;
            allow(b, (size_t)KBG__POOL_LEAST << n);
            kbg__free(&pool->memory, b);
        }
}

static void unref(kbg__pool *pool)
{
    if (atomic_fetch_sub_explicit(&pool->references, 1, memory_order_acq_rel) != 1)
        return;
    kbg_allocator memory = pool->memory;
    free_kept(pool);
    kbg__free(&memory, pool);
}

void kbg__pool_close(kbg__pool *pool)
{
    if (!pool)
        return;
    atomic_store_explicit(&pool->is_closed, true, memory_order_relaxed);
    free_kept(pool);
    unref(pool);
}

/* Takes out one of the blocks that are kept in a row of the pool; NULL if there is none. */
static block *take_kept(_Atomic(block *) *row, size_t size)
{
    for (size_t i = 0; i < KBG__POOL_KEPT; i++) {
        if (!atomic_load_explicit(&row[i], memory_order_relaxed))
            continue;
        block *b = atomic_exchange_explicit(&row[i], NULL, memory_order_acquire);
        if (b) {
            allow(b, size);
            return b;
        }
    }
    return NULL;
}

void *kbg__pool_take(kbg__pool *pool, size_t size)
{
    if (size > SIZE_MAX - sizeof(block))
        return NULL;
    size += sizeof(block);
    size_t number = number_of(size);
    block *b = NULL;
    if (number < KBG__POOL_SIZES) {
        size = (size_t)KBG__POOL_LEAST << number;
        b = take_kept(pool->kept[number], size);
    }
    if (!b && !(b = kbg__malloc(&pool->memory, size)))
        return NULL;
    *b = (block){ .pool = pool, .size = size };
    atomic_fetch_add_explicit(&pool->references, 1, memory_order_relaxed);
    return b + 1;
}

/* Keeps a block in the first place of a row that is free; false if none is. */
static bool keep(_Atomic(block *) *row, block *b)
{
    for (size_t i = 0; i < KBG__POOL_KEPT; i++) {
        block *none = NULL;
        if (!atomic_load_explicit(&row[i], memory_order_relaxed) &&
            atomic_compare_exchange_strong_explicit(&row[i], &none, b, memory_order_release, memory_order_relaxed))
            return true;
    }
    return false;
}

void kbg__pool_give(void *place)
{
    if (!place)
        return;
    block *b = (block *)place - 1;
    kbg__pool *pool = b->pool;
    size_t size = b->size, number = number_of(size);
    bool may_keep = number < KBG__POOL_SIZES && !atomic_load_explicit(&pool->is_closed, memory_order_relaxed);
    if (may_keep)
        forbid(b);
    if (!may_keep || !keep(pool->kept[number], b)) {
        allow(b, size);
        kbg__free(&pool->memory, b);
    }
    unref(pool);
}
