/* SPDX-License-Identifier: MIT */
/* The items that figures are looked up in, whatever holds them. */
#ifndef KBG_LIVE_FIGURES_ITEMS_H
#define KBG_LIVE_FIGURES_ITEMS_H

#include <kbguide/item.h>

typedef struct kbg__figures_items {
    const void *holder; /* handed to each call */
    size_t (*count)(const void *holder);
    const kbg_item *(*item)(const void *holder, size_t index);
    const kbg_item *(*find)(const void *holder, const char *id, size_t len); /* NULL = there is none */
} kbg__figures_items;

#endif
