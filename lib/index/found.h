/* SPDX-License-Identifier: MIT */
/* Terms of one class on their way into postings: as they are found, face by face. */
#ifndef KBG_INDEX_FOUND_H
#define KBG_INDEX_FOUND_H

#include "index/index.h"

typedef struct kbg__found {
    uint32_t *numbers; /* of each face: its number, how many terms it has, and these */
    size_t capacity, used;
    size_t count; /* of terms */
} kbg__found;

void kbg__found_free(kbg__found *found, const kbg_allocator *memory);

/* Notes the terms of the next face, ascending, each as often as it stands there. */
kbg_status kbg__found_add(kbg__found *found, const kbg_allocator *memory, uint32_t face, const uint32_t *terms, size_t count);

/* Makes postings of all that was found of a class, which is released, and counts them; faces have their items and fields.
 * `sorted` has room enough; NULL: it is made here. */
kbg_status kbg__found_sort(kbg__found *found, kbg__index *index, kbg__token_class class_, kbg__sorted_postings *sorted);

#endif
