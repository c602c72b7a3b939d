/* SPDX-License-Identifier: MIT */
/* Rows of numbers in as few bits as the widest of them needs, once they are all known. */
#ifndef KBG_BASE_PACKED_H
#define KBG_BASE_PACKED_H

#include "base/memory.h"
#include "base/sections.h"

/* Number i is base + i * step + i-th of the packed ones. Numbers that are all the same, or each one more than the one
 * before, take no bytes. */
typedef struct kbg__packed {
    uint64_t base;
    uint64_t mask;  /* of the bits that a number takes: 0 to 56 of them, or 64 */
    uint32_t bits;
    uint32_t step;  /* 0 or 1 */
    uint8_t *bytes; /* the first number in the lowest bits of the first bytes, and KBG__PACKED_SPARE bytes behind the
                       last; NULL if numbers have no bits */
    size_t size;    /* of bytes */
} kbg__packed;

enum { KBG__PACKED_SPARE = 8 };

/* Makes room for `count` numbers from 0 to `most`, all 0. */
kbg_status kbg__packed_init(kbg__packed *packed, const kbg_allocator *memory, size_t count, uint64_t most);
void kbg__packed_free(kbg__packed *packed, const kbg_allocator *memory);

/* Sets a number that is 0, after kbg__packed_init. */
void kbg__packed_set(kbg__packed *packed, size_t index, uint64_t number);

/* Packs numbers. */
kbg_status kbg__packed_of(kbg__packed *packed, const kbg_allocator *memory, const uint64_t *numbers, size_t count);

/* Packs the numbers that a function gives, which is asked for each of them twice. */
typedef uint64_t (*kbg__packed_number)(const void *data, size_t index);
kbg_status kbg__packed_from(kbg__packed *packed, const kbg_allocator *memory, size_t count, kbg__packed_number number,
                            const void *data);

/* The bits of a number, of which there must be some. */
static inline uint64_t kbg__packed_bits(const kbg__packed *packed, size_t index)
{
    uint64_t at = (uint64_t)index * packed->bits;
    const uint8_t *s = packed->bytes + at / 8;
    /* Written so that compilers make one load of it. */
    uint64_t word = (uint64_t)s[0] | (uint64_t)s[1] << 8 | (uint64_t)s[2] << 16 | (uint64_t)s[3] << 24 |
                    (uint64_t)s[4] << 32 | (uint64_t)s[5] << 40 | (uint64_t)s[6] << 48 | (uint64_t)s[7] << 56;
    return word >> at % 8 & packed->mask;
}

static inline uint64_t kbg__packed_get(const kbg__packed *packed, size_t index)
{
    uint64_t number = packed->base + packed->step * (uint64_t)index;
    return packed->bits ? number + kbg__packed_bits(packed, index) : number;
}

/* Writes `count` numbers, or finds them in an opened file. Those are any numbers then. */
void kbg__packed_sections(kbg__packed *packed, kbg__sections *sections, size_t count);

/* Numbers that are to be packed, one behind the other. As long as kbg__packed has them for nothing, so has this. */
typedef struct kbg__packing {
    uint64_t first, step;
    size_t count, capacity;
    uint64_t *numbers; /* NULL as long as number i is first + i * step */
} kbg__packing;

kbg_status kbg__packing_add(kbg__packing *packing, const kbg_allocator *memory, uint64_t number);
kbg_status kbg__packing_end(kbg__packing *packing, const kbg_allocator *memory, kbg__packed *packed);
void kbg__packing_free(kbg__packing *packing, const kbg_allocator *memory);

#endif
