/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

kbg__hash_key kbg__hash_key_from_address(const void *address)
{
    /* splitmix64 finalisers spread the few random bits of an address over the whole key. */
    uint64_t x = (uint64_t)(uintptr_t)address ^ (uint64_t)(uintptr_t)&kbg__hash * UINT64_C(0x9E3779B97F4A7C15);
    kbg__hash_key key;
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    key.k0 = x ^ x >> 31;
    x = (key.k0 ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    key.k1 = x ^ x >> 29;
    return key;
}

static inline uint64_t rotate(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

/* Eight bytes, the least significant first; written so that compilers make one load of it. */
static inline uint64_t little(const unsigned char *s)
{
    return (uint64_t)s[0] | (uint64_t)s[1] << 8 | (uint64_t)s[2] << 16 | (uint64_t)s[3] << 24 | (uint64_t)s[4] << 32 |
           (uint64_t)s[5] << 40 | (uint64_t)s[6] << 48 | (uint64_t)s[7] << 56;
}

uint64_t kbg__hash(kbg__hash_key key, const char *data, size_t len)
{
    const unsigned char *s = (const unsigned char *)data;
    uint64_t v[4] = { key.k0 ^ UINT64_C(0x736f6d6570736575), key.k1 ^ UINT64_C(0x646f72616e646f6d),
                      key.k0 ^ UINT64_C(0x6c7967656e657261), key.k1 ^ UINT64_C(0x7465646279746573) };
    size_t at = 0;
    while (at + 8 <= len) {
        uint64_t word = little(s + at);
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
        at += 8;
    }
    uint64_t last = (uint64_t)len << 56;
    if (len > 8 && at < len)
        last |= little(s + len - 8) >> 8 * (8 - (len - at)); /* without what is in the word before */
    for (size_t i = 0; len < 8 && i < len; i++)
        last |= (uint64_t)s[i] << 8 * i;
    v[3] ^= last;
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xFF;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}
