/* SPDX-License-Identifier: MIT */
/* Which items a query allows and which it prefers. Exact: an item passes or it does not. */
#ifndef KBG_RANK_FILTER_H
#define KBG_RANK_FILTER_H

#include "index/corpus.h"
#include "index/hotness.h"
#include "item/audience.h"

#include <kbguide/search.h>

typedef struct kbg__filter {
    const kbg_allocator *memory;
    const kbg_query *query;
    const kbg__corpus *corpus;
    const kbg__columns *columns; /* of the part at hand */
    const uint8_t *categories;   /* by number of category of that part: bits below */
    uint8_t *bits;               /* of all parts, one behind the other */
    size_t bit_capacity;
    size_t *starts; /* of each part in bits */
    size_t start_capacity;
    const kbg__hotness *hotness; /* NULL if it makes no difference to the query */
    kbg__hotness_now now;        /* the instant of the query */
} kbg__filter;

enum { KBG__CATEGORY_WANTED = 1, KBG__CATEGORY_PREFERRED = 2 };

void kbg__filter_init(kbg__filter *filter, const kbg_allocator *memory);
void kbg__filter_free(kbg__filter *filter);

/* Takes a checked query, and the hotness of the items (NULL = none); all of them and the corpus must stay until the next
 * call. The first part is the one at hand. */
kbg_status kbg__filter_set(kbg__filter *filter, const kbg_query *query, const kbg__corpus *corpus,
                           const kbg__hotness *hotness);

/* Takes another part in hand: the numbers of items below are of that part. */
void kbg__filter_take(kbg__filter *filter, size_t part);

bool kbg__filter_passes(const kbg__filter *filter, uint32_t number, const kbg_item *item);
bool kbg__filter_prefers_category(const kbg__filter *filter, uint32_t number);

#endif
