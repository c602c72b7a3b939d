/* SPDX-License-Identifier: MIT */
/* What is to be put into a base and removed from it, all at once. */
#ifndef KBG_LIVE_BATCH_H
#define KBG_LIVE_BATCH_H

#include "item/ids.h"

/* The revision of any item will do. */
#define KBG__ANY_REVISION UINT64_MAX

typedef struct kbg__batch {
    const kbg_allocator *memory;
    kbg__item_store store; /* for each id that is changed the item that is put, or what stands for its removal: a record
                              with another tag, and with the id alone */
    kbg__ids ids;          /* of these */
    uint64_t *expected;    /* revision that the base's item must have, 0 = there must be none; or KBG__ANY_REVISION.
                              NULL as long as it is that for all */
    size_t capacity;
} kbg__batch;

void kbg__batch_init(kbg__batch *batch, const kbg_allocator *memory, kbg__hash_key key);
void kbg__batch_free(kbg__batch *batch);

/* Puts a copy of a record, or removes an id. A later change of an id takes the place of the one before, whose
 * expectation stays if it has none of its own. */
kbg_status kbg__batch_put(kbg__batch *batch, const char *record, size_t len, uint64_t expected);
kbg_status kbg__batch_remove(kbg__batch *batch, const char *id, size_t len, uint64_t expected);

/* The record that is put for an id; NULL if there is none. */
const char *kbg__batch_find(const kbg__batch *batch, const char *id, size_t len);

/* One change: the id, the record that is put (NULL if the id is removed), and the expectation. */
typedef struct kbg__change {
    const char *id, *record;
    size_t len;
    uint64_t expected;
} kbg__change;

kbg__change kbg__batch_change(const kbg__batch *batch, uint32_t number);

#endif
