/* SPDX-License-Identifier: MIT */
/* All that a base holds at one moment. Immutable once published, shared by counting references. */
#ifndef KBG_LIVE_SNAPSHOT_H
#define KBG_LIVE_SNAPSHOT_H

#include "index/codes.h"
#include "index/columns.h"
#include "index/index.h"
#include "index/suggest.h"
#include "live/word_set.h"
#include "rank/weights.h"

#include <stdatomic.h>

typedef struct kbg__snapshot {
    kbg_allocator memory; /* a copy: a snapshot can outlive its base */
    atomic_size_t references;
    uint64_t revision;
    kbg__interner ids; /* the number of an id is the number of its item */
    kbg__item_store store;
    kbg__word_set *words;
    kbg__index index;
    kbg__columns columns;
    kbg__codes codes;
    kbg__suggest suggest;
} kbg__snapshot;

/* A snapshot with the items of `from` (none if NULL) and no index yet; one reference. It takes a reference to the
 * words. */
kbg_status kbg__snapshot_new(const kbg_allocator *memory, kbg__hash_key key, const kbg__snapshot *from,
                             kbg__word_set *words, kbg__snapshot **snapshot);

/* What putting an item did. */
typedef enum kbg__put { KBG__PUT_ADDED, KBG__PUT_REPLACED, KBG__PUT_EQUAL, KBG__PUT_REFUSED } kbg__put;

/* Adds an item, or with `replace` puts it in the place of the one that has its id. An item with the same id and content
 * is left alone; without `replace` so is one with other content. *number is the number of the item. */
kbg_status kbg__snapshot_put(kbg__snapshot *snapshot, const char *record, size_t len, bool replace, kbg__put *put,
                             uint32_t *number);

/* Builds index, columns, codes and what completes; no item is added afterwards. */
kbg_status kbg__snapshot_finish(kbg__snapshot *snapshot, const kbg__text_rules *rules, const kbg__weights *weights);

kbg__snapshot *kbg__snapshot_ref(kbg__snapshot *snapshot);
void kbg__snapshot_unref(kbg__snapshot *snapshot); /* NULL is allowed */

#endif
