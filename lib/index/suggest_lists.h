/* SPDX-License-Identifier: MIT */
/* Lists of blocks of a text, in which something stands: each ascends and has a block once. A list is a run of bits: of
 * how many bits the lower part of each distance is, then how far each block is behind the one behind the last. Such a
 * distance is its upper part as so many zeros and a one, then its lower part (Rice's code); if that would be too many
 * zeros, as many as may be and then the whole distance. Immutable once built. */
#ifndef KBG_INDEX_SUGGEST_LISTS_H
#define KBG_INDEX_SUGGEST_LISTS_H

#include "base/bits.h"
#include "base/packed.h"

#include <stdbool.h>

/* Bits of what a list begins with, how many zeros there may be, and bits of a distance that stands there whole. */
enum {
    KBG__SUGGEST_SHIFT_BITS = 5,
    KBG__SUGGEST_SHIFT_MOST = (1 << KBG__SUGGEST_SHIFT_BITS) - 1,
    KBG__SUGGEST_ZEROS_MOST = 16,
    KBG__SUGGEST_WHOLE_BITS = 28
};

typedef struct kbg__suggest_lists {
    size_t count;
    kbg__packed starts; /* of each list the bit at which it begins, and the end of the last */
    uint8_t *bytes;     /* the first bit is the lowest one of the first byte; KBG__PACKED_SPARE bytes behind the last */
} kbg__suggest_lists;

/* Walks a list. */
typedef struct kbg__suggest_cursor {
    const uint8_t *bytes;
    uint64_t at, end; /* bits */
    uint32_t next;    /* the block behind the one at hand */
    uint32_t shift;
} kbg__suggest_cursor;

static inline uint64_t kbg__suggest_list_start(const kbg__suggest_lists *lists, size_t list)
{
    return kbg__packed_get(&lists->starts, list);
}

kbg__suggest_cursor kbg__suggest_cursor_of(const kbg__suggest_lists *lists, size_t list);

/* The bits from a place on: 57 at least. */
static inline uint64_t kbg__suggest_bits_at(const uint8_t *bytes, uint64_t at)
{
    const uint8_t *s = bytes + at / 8;
    uint64_t word = (uint64_t)s[0] | (uint64_t)s[1] << 8 | (uint64_t)s[2] << 16 | (uint64_t)s[3] << 24 |
                    (uint64_t)s[4] << 32 | (uint64_t)s[5] << 40 | (uint64_t)s[6] << 48 | (uint64_t)s[7] << 56;
    return word >> at % 8;
}

/* Moves to the next block; false at the end. Whatever bits there are, blocks ascend. */
static inline bool kbg__suggest_next_block(kbg__suggest_cursor *cursor, uint32_t *block)
{
    if (cursor->at >= cursor->end)
        return false;
    uint64_t word = kbg__suggest_bits_at(cursor->bytes, cursor->at);
    uint32_t low = (uint32_t)word & ((1u << KBG__SUGGEST_ZEROS_MOST) - 1), distance;
    if (low) {
        uint32_t zeros = kbg__lowest_bit(low);
        uint32_t rest = (uint32_t)(word >> (zeros + 1)) & ((UINT32_C(1) << cursor->shift) - 1);
        distance = zeros << cursor->shift | rest;
        cursor->at += zeros + 1 + cursor->shift;
    } else {
        distance = (uint32_t)(word >> KBG__SUGGEST_ZEROS_MOST) & ((UINT32_C(1) << KBG__SUGGEST_WHOLE_BITS) - 1);
        cursor->at += KBG__SUGGEST_ZEROS_MOST + KBG__SUGGEST_WHOLE_BITS;
    }
    *block = cursor->next + distance;
    if (*block < cursor->next || *block == UINT32_MAX) /* only in a file that somebody has forged */
        return false;
    cursor->next = *block + 1;
    return true;
}

/* How many bytes so many bits take. */
static inline size_t kbg__suggest_list_bytes(uint64_t bits)
{
    return (size_t)(bits / 8) + 1 + KBG__PACKED_SPARE;
}

size_t kbg__suggest_lists_size(const kbg__suggest_lists *lists);
void kbg__suggest_lists_free(kbg__suggest_lists *lists, const kbg_allocator *memory);

#endif
