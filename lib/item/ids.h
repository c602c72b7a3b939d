/* SPDX-License-Identifier: MIT */
/* Finds items by their ids. All it holds is numbers: an id is read where it stands, in the record of its item. */
#ifndef KBG_ITEM_IDS_H
#define KBG_ITEM_IDS_H

#include "base/hash.h"
#include "base/sections.h"
#include "item/store.h"

#define KBG__NO_ITEM UINT32_MAX

typedef struct kbg__ids {
    const kbg_allocator *memory;
    kbg__hash_key key;
    uint32_t count;    /* items 0 to count - 1 can be found */
    uint32_t mask;     /* of the bits that a number takes in a slot */
    uint32_t *slots;   /* open addressing, linear probing, at most 3/4 full: a number and, in the bits above it, some of
                          the hash of its id; KBG__NO_ITEM = free */
    size_t slot_count;
} kbg__ids;

void kbg__ids_init(kbg__ids *ids, const kbg_allocator *memory, kbg__hash_key key);
void kbg__ids_free(kbg__ids *ids);

/* Takes items 0 to count - 1, with no more room than they need. KBG_ERR_DUPLICATE if two of them have one id; nothing can
 * be found then. */
kbg_status kbg__ids_set(kbg__ids *ids, const kbg_item *const *items, size_t count);

/* Takes the next item, items[count], whose id none has yet. */
kbg_status kbg__ids_add(kbg__ids *ids, const kbg_item *const *items);

/* The number of the item with an id, KBG__NO_ITEM if there is none. */
uint32_t kbg__ids_find(const kbg__ids *ids, const kbg_item *const *items, const char *id, size_t len);

/* Writes where the items are found, or finds it in an opened file, for `count` items, and checks that a search comes to
 * an end and to an item. That it comes to each item is not checked: that would take a tenth of the time that opening takes,
 * and two items with one id are refused when they are merged. */
void kbg__ids_sections(kbg__ids *ids, kbg__sections *sections, size_t count);

#endif
