/* SPDX-License-Identifier: MIT */
/* A snapshot as a host sees it: living items in the order in which their ids came into the base. */
#ifndef KBG_LIVE_VIEW_H
#define KBG_LIVE_VIEW_H

#include "live/snapshot.h"

#include <kbguide/base.h>

struct kbg_view {
    kbg_allocator memory; /* a copy: a view can outlive its base */
    kbg__snapshot *snapshot;
    kbg__item_store items; /* has no blocks of its own */
    bool is_own;           /* its array is */
    kbg__interner categories; /* by their first item */
};

/* Takes over the caller's reference to the snapshot. NULL if memory runs out; the reference is given back then too. */
kbg_view *kbg__view_new(kbg__snapshot *snapshot);
void kbg__view_free(kbg_view *view); /* NULL is allowed */

#endif
