/* SPDX-License-Identifier: MIT */
/* SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): a hash that hostile input cannot
 * steer into collisions as long as it does not know the key. */
#ifndef KBG_BASE_HASH_H
#define KBG_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct kbg__hash_key {
    uint64_t k0, k1;
} kbg__hash_key;

/* A key that differs from process to process where the system places memory at random. No result depends on it. */
kbg__hash_key kbg__hash_key_from_address(const void *address);

uint64_t kbg__hash(kbg__hash_key key, const char *data, size_t len);

enum { KBG__HASH_SHORT = 7 };

/* A hash of at most KBG__HASH_SHORT bytes, in a fifth of the time: two words of 32 bits, which say all about the text,
 * multiplied with the key (Lemire and Kaser, "Strongly universal string hashing is fast", 2014). Whatever two texts are
 * chosen without knowing the key, for all but 2 of 2^32 keys they have different hashes. */
static inline uint32_t kbg__hash_short(kbg__hash_key key, const char *data, size_t len)
{
    const unsigned char *s = (const unsigned char *)data;
    uint32_t low = 0, high = (uint32_t)len << 24;
    if (len >= 4) {
        uint32_t last;
        memcpy(&low, s, 4);
        memcpy(&last, s + len - 4, 4);
        high |= (uint32_t)((uint64_t)last >> 8 * (8 - len)); /* which is up to three bytes */
    } else if (len) {
        low = s[0] | (uint32_t)s[len / 2] << 8 | (uint32_t)s[len - 1] << 16;
    }
    /* constants, so that no key is weak because it is small */
    uint64_t sum = (key.k0 ^ UINT64_C(0x9E3779B97F4A7C15)) * low + (key.k1 ^ UINT64_C(0xBF58476D1CE4E5B9)) * high;
    return (uint32_t)(sum >> 32);
}

#endif
