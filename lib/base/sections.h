/* SPDX-License-Identifier: MIT */
/* The arrays of a saved file, one behind the other. The same calls in the same order write them and find them again, so
 * that both sides cannot drift apart.
 *
 * A section is its length in bytes and a checksum (8 bytes each), then the bytes, then zeros up to a multiple of 16. It
 * begins at a multiple of 16. Numbers are those of the machine that writes; the head of the file says which kind. */
#ifndef KBG_BASE_SECTIONS_H
#define KBG_BASE_SECTIONS_H

#include "base/problem.h"

#include <stddef.h>

/* Takes the next bytes of a file; false if they could not be written. */
typedef bool (*kbg__sections_write)(const void *data, size_t len, void *user_data);

typedef struct kbg__sections {
    kbg__sections_write write; /* NULL when opening */
    void *user_data;
    const char *data; /* the file, when opening; at a multiple of 16 */
    size_t len;
    size_t at;     /* where the next section begins */
    kbg_status status; /* of the first failure; nothing is done after it */
    kbg__problem *problem;
} kbg__sections;

void kbg__sections_save(kbg__sections *sections, kbg__sections_write write, void *user_data, size_t at,
                        kbg__problem *problem);
void kbg__sections_open(kbg__sections *sections, const char *data, size_t len, size_t at, kbg__problem *problem);

static inline bool kbg__sections_opening(const kbg__sections *sections)
{
    return !sections->write;
}

/* An array of `count` elements of `size` bytes. Opening sets *data to where it is in the file, NULL if it has no
 * elements; it must have just so many. */
void kbg__section(kbg__sections *sections, void **data, size_t count, size_t size);

/* Numbers that are copied. */
void kbg__section_numbers(kbg__sections *sections, uint64_t *numbers, size_t count);

/* A count, which may not be over `most`. */
void kbg__section_count(kbg__sections *sections, size_t *count, size_t most);

/* Notes that what was read is not valid: KBG_ERR_FILE, with the place of the section behind. */
void kbg__sections_refuse(kbg__sections *sections, const char *what);

/* The checksum of bytes: it differs whenever just one aligned word of 8 bytes does. */
uint64_t kbg__sections_sum(const void *data, size_t len);

#endif
