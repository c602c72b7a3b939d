/* SPDX-License-Identifier: MIT */
/* What filters and boosts ask of every candidate, kept beside the records. Items of which all of it is the same share a
 * column, as most do: there are a few for each category. */
#ifndef KBG_INDEX_COLUMNS_H
#define KBG_INDEX_COLUMNS_H

#include "base/interner.h"
#include "base/packed.h"
#include "item/store.h"

enum {
    KBG__HAS_AUDIENCE = 1, /* the item is for certain customers */
    KBG__HAS_VALIDITY = 2, /* it has a beginning or an end */
    KBG__HAS_CHANNELS = 4  /* not all channels and languages: an answer is for a certain one, or there is no answer */
};

typedef struct kbg__column {
    uint32_t category; /* number in kbg__columns.categories; KBG__NOT_INTERNED = none */
    float usage;       /* usage count */
    int8_t priority;
    uint8_t kind, stage, state;
    uint8_t has; /* KBG__HAS_* */
} kbg__column;

typedef struct kbg__columns {
    const kbg_allocator *memory;
    kbg__column *different; /* all columns that there are */
    size_t count;
    kbg__packed numbers; /* of these, by item */
    kbg__interner categories;
} kbg__columns;

static inline const kbg__column *kbg__column_of(const kbg__columns *columns, uint32_t item)
{
    return &columns->different[kbg__packed_get(&columns->numbers, item)];
}

kbg_status kbg__columns_build(kbg__columns *columns, const kbg_allocator *memory, kbg__hash_key key,
                              const kbg__item_store *store);
void kbg__columns_free(kbg__columns *columns);

#endif
