/* SPDX-License-Identifier: MIT */
/* Bits of a word. */
#ifndef KBG_BASE_BITS_H
#define KBG_BASE_BITS_H

#include <stdint.h>

/* How many are set. */
static inline uint32_t kbg__bit_count(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

/* The lowest bit of a word that is not 0. */
static inline unsigned kbg__lowest_bit(uint64_t word)
{
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(word);
#else
    unsigned bit = 0;
    for (; !(word & 0xFF); word >>= 8)
        bit += 8;
    for (; !(word & 1); word >>= 1)
        bit++;
    return bit;
#endif
}

#endif
