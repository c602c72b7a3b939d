/* SPDX-License-Identifier: MIT */
/* All that a base holds at one moment. Immutable once published, shared by counting references. */
#ifndef KBG_LIVE_SNAPSHOT_H
#define KBG_LIVE_SNAPSHOT_H

#include "live/segment.h"
#include "live/word_set.h"

typedef struct kbg__snapshot {
    kbg_allocator memory; /* a copy: a snapshot can outlive its base */
    atomic_size_t references;
    uint64_t generation;  /* of its publication */
    uint64_t revision;    /* of the content; compaction leaves it as it is */
    uint64_t horizon;     /* all changes behind this revision are known */
    uint64_t next_place;  /* of the next new id */
    kbg__word_set *words; /* NULL as long as nothing was indexed */
    kbg__segment_part *parts;      /* a reference to each … */
    kbg__corpus_part *corpus_parts; /* … and how searches see it */
    size_t capacity, corpus_capacity;
    kbg__corpus corpus;   /* of the corpus_parts */
    size_t item_count;    /* of living items */
} kbg__snapshot;

/* A snapshot of nothing; it takes a reference to the words (may be NULL). One reference. */
kbg_status kbg__snapshot_new(const kbg_allocator *memory, kbg__word_set *words, kbg__snapshot **snapshot);

/* Adds a part, to whose segment and dead it takes references; nothing if none of its items lives and it tells of no
 * removed ids. */
kbg_status kbg__snapshot_add(kbg__snapshot *snapshot, kbg__segment *segment, kbg__dead *dead);

/* Where an item is. */
typedef struct kbg__found_item {
    uint32_t part, item;
} kbg__found_item;

/* Finds a living item; false if there is none with this id. */
bool kbg__snapshot_find(const kbg__snapshot *snapshot, const char *id, size_t len, kbg__found_item *found);

/* The item with an id, NULL if there is none. */
const kbg_item *kbg__snapshot_item(const kbg__snapshot *snapshot, const char *id, size_t len);

/* The item with a number of the corpus. */
const kbg_item *kbg__snapshot_item_at(const kbg__snapshot *snapshot, uint32_t number);

kbg__snapshot *kbg__snapshot_ref(kbg__snapshot *snapshot);
void kbg__snapshot_unref(kbg__snapshot *snapshot); /* NULL is allowed */

#endif
