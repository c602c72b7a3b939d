/* SPDX-License-Identifier: MIT */
/* SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): a hash that hostile input cannot
 * steer into collisions as long as it does not know the key. */
#ifndef KBG_BASE_HASH_H
#define KBG_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct kbg__hash_key {
    uint64_t k0, k1;
} kbg__hash_key;

/* A key that differs from process to process where the system places memory at random. No result depends on it. */
kbg__hash_key kbg__hash_key_from_address(const void *address);

uint64_t kbg__hash(kbg__hash_key key, const char *data, size_t len);

#endif
