/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <assert.h>
#include <setjmp.h>
#include <stddef.h>
#include <string.h>

/* Bytes of the first chunk; each has twice those of the one before, up to the most, or as many as a large block needs. One
 * chunk is kept for the next run, if it has no more than the most. */
enum { CHUNK_LEAST = 16384, CHUNK_MOST = 1 << 20 };

struct kbg__arena_chunk {
    struct kbg__arena_chunk *next;
    size_t size, used; /* of the bytes */
    _Alignas(max_align_t) char bytes[];
};

typedef struct kbg__arena_chunk chunk;

/* What stands before a block: how many bytes it has, always a multiple of its own. */
typedef struct head {
    _Alignas(max_align_t) size_t size;
} head;

/* The arena of what runs in this thread; NULL = nothing runs. The functions are handed nothing by which they could find
 * it, and it is here for no longer than a run. */
static _Thread_local kbg__arena *current;

void kbg__arena_init(kbg__arena *arena, const kbg_allocator *memory)
{
    *arena = (kbg__arena){ .memory = memory, .wanted = CHUNK_LEAST };
}

void kbg__arena_free(kbg__arena *arena)
{
    while (arena->chunks) {
        chunk *next = arena->chunks->next;
        kbg__free(arena->memory, arena->chunks);
        arena->chunks = next;
    }
    arena->wanted = CHUNK_LEAST;
}

/* Empties the arena. If one chunk was not enough, the next one shall be. */
static void clear(kbg__arena *arena)
{
    size_t used = 0;
    for (const chunk *c = arena->chunks; c; c = c->next)
        used += c->used;
    if (arena->chunks && !arena->chunks->next && arena->chunks->size <= CHUNK_MOST) {
        arena->chunks->used = 0;
        return;
    }
    kbg__arena_free(arena);
    arena->wanted = used > CHUNK_LEAST && used <= CHUNK_MOST ? used : CHUNK_LEAST;
}

static size_t rounded(size_t size)
{
    return (size + sizeof(head) - 1) / sizeof(head) * sizeof(head);
}

static void *take(size_t size)
{
    kbg__arena *arena = current;
    assert(arena);
    if (size <= SIZE_MAX / 2 - sizeof(chunk) - 2 * sizeof(head)) {
        size = rounded(size) + sizeof(head);
        chunk *c = arena->chunks;
        if (!c || size > c->size - c->used) {
            size_t wanted = !c ? arena->wanted : c->size < CHUNK_MOST / 2 ? 2 * c->size : CHUNK_MOST;
            wanted = wanted > size ? wanted : size;
            c = kbg__malloc(arena->memory, sizeof(chunk) + wanted);
            if (c) {
                *c = (chunk){ .next = arena->chunks, .size = wanted };
                arena->chunks = c;
            }
        }
        if (c) {
            head *made = (head *)(void *)(c->bytes + c->used);
            made->size = size - sizeof(head);
            c->used += size;
            return made + 1;
        }
    }
    longjmp(*(jmp_buf *)arena->exit, 1);
}

/* Whether a block is the last one of the chunk in use. */
static bool is_last(const head *block)
{
    const chunk *c = current->chunks;
    return (const char *)(block + 1) + block->size == c->bytes + c->used;
}

void kbg__arena_release(void *place)
{
    if (!place)
        return;
    head *block = (head *)place - 1;
    if (is_last(block))
        current->chunks->used -= block->size + sizeof(head);
}

void *kbg__arena_calloc(size_t count, size_t size)
{
    size_t bytes = size && count > SIZE_MAX / size ? SIZE_MAX : count * size;
    void *place = take(bytes);
    memset(place, 0, bytes);
    return place;
}

void *kbg__arena_realloc(void *place, size_t size)
{
    if (!place)
        return take(size);
    head *block = (head *)place - 1;
    if (size <= block->size)
        return place;
    if (is_last(block)) { /* it may grow where it is */
        chunk *c = current->chunks;
        size_t before = c->used - block->size;
        if (size <= c->size - before && rounded(size) <= c->size - before) {
            block->size = rounded(size);
            c->used = before + block->size;
            return place;
        }
    }
    void *moved = take(size);
    memcpy(moved, place, block->size);
    kbg__arena_release(place);
    return moved;
}

static void end(kbg__arena *arena, kbg__arena *before)
{
    current = before;
    arena->exit = NULL;
    clear(arena);
}

kbg_status kbg__arena_run(kbg__arena *arena, void (*work)(void *data), void *data)
{
    kbg__arena *const before = current;
    jmp_buf exit;
    arena->exit = &exit;
    current = arena;
    if (setjmp(exit)) {
        end(arena, before);
        return KBG_ERR_NOMEM;
    }
    work(data);
    end(arena, before);
    return KBG_OK;
}
