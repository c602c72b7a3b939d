/* SPDX-License-Identifier: MIT */
/* Which items a query allows and which it prefers. Exact: an item passes or it does not. */
#ifndef KBG_RANK_FILTER_H
#define KBG_RANK_FILTER_H

#include "index/columns.h"
#include "index/hotness.h"
#include "item/audience.h"

#include <kbguide/search.h>

typedef struct kbg__filter {
    const kbg_allocator *memory;
    const kbg_query *query;
    const kbg__columns *columns;
    const kbg__hotness *hotness; /* NULL if it makes no difference to the query */
    kbg__hotness_now now;        /* the instant of the query */
    uint8_t *categories; /* by number of category: bits below */
    size_t category_capacity;
} kbg__filter;

enum { KBG__CATEGORY_WANTED = 1, KBG__CATEGORY_PREFERRED = 2 };

void kbg__filter_init(kbg__filter *filter, const kbg_allocator *memory);
void kbg__filter_free(kbg__filter *filter);

/* Takes a checked query, and the hotness of the items (NULL = none); all of them must stay until the next call. */
kbg_status kbg__filter_set(kbg__filter *filter, const kbg_query *query, const kbg__columns *columns,
                           const kbg__hotness *hotness);

bool kbg__filter_passes(const kbg__filter *filter, uint32_t number, const kbg_item *item);
bool kbg__filter_prefers_category(const kbg__filter *filter, uint32_t number);

#endif
