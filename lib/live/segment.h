/* SPDX-License-Identifier: MIT */
/* Some of the items of a base with an index of their own, and ids that were removed when they were put. Immutable once
 * finished, shared by counting references. */
#ifndef KBG_LIVE_SEGMENT_H
#define KBG_LIVE_SEGMENT_H

#include "base/packed.h"
#include "base/parallel.h"
#include "index/corpus.h"
#include "item/ids.h"
#include "live/file.h"
#include "rank/weights.h"

typedef struct kbg__segment {
    kbg_allocator memory; /* a copy: a segment can outlive its base */
    atomic_size_t references;
    uint64_t serial;      /* no two segments of a base have the same */
    kbg__mapping *mapping; /* all arrays but store.items are in this file; NULL = they are its own */
    kbg__item_store store;
    kbg__ids ids;           /* of its items */
    kbg__packed places;     /* of each item in the order of the base: when its id came into it */
    kbg__packed revisions;  /* of the base when each item was put */
    kbg__packing adding[2]; /* these two of what is added */
    kbg__interner removed; /* ids … */
    uint64_t *removed_at;  /* … and the revision of the base when each was removed */
    size_t removed_capacity;
    uint64_t horizon;      /* the revision up to which removed ids were forgotten */
    kbg__index index;
    kbg__columns columns;
    kbg__codes codes;
    kbg__suggest suggest;
} kbg__segment;

/* What is the same for all segments of a base. */
typedef struct kbg__segment_rules {
    const kbg_allocator *memory;
    kbg__hash_key key;
    const kbg__text_rules *text;
    const kbg__weights *weights;
    const kbg__parallel *parallel; /* NULL = none */
} kbg__segment_rules;

/* An empty segment to fill; one reference. */
kbg_status kbg__segment_new(const kbg__segment_rules *rules, uint64_t serial, kbg__segment **segment);

/* Puts an item behind the others; its id is new to the segment, its record is in a block that the store leans on
 * (item/store.h). */
kbg_status kbg__segment_add(kbg__segment *segment, const kbg_item *item, uint64_t place, uint64_t revision);

/* Notes a removed id; of one that was removed several times the last time counts. */
kbg_status kbg__segment_note_removed(kbg__segment *segment, const char *id, size_t len, uint64_t revision);

/* Indexes what was added; nothing is added afterwards. Two items can have one id only in a file that somebody has
 * forged: KBG_ERR_FILE. */
kbg_status kbg__segment_finish(kbg__segment *segment, const kbg__segment_rules *rules, const kbg__words *words);

/* A part of a snapshot: a segment without those of its items that are dead. */
typedef struct kbg__segment_part {
    kbg__segment *segment;
    kbg__dead *dead; /* NULL = none */
} kbg__segment_part;

/* How many items of a part are alive. */
size_t kbg__segment_living(const kbg__segment_part *part);

/* A segment with what is left of several parts, not yet indexed, ids neither. Of removed ids it remembers the
 * `most_removed` newest at most. */
kbg_status kbg__segment_gather(const kbg__segment_rules *rules, uint64_t serial, const kbg__segment_part *parts,
                               size_t count, uint64_t most_removed, kbg__segment **segment);

/* Makes one segment of several parts that were indexed with the same words, without reading them again; one reference.
 * KBG_ERR_FILE as kbg__segment_finish(). */
kbg_status kbg__segment_merge(const kbg__segment_rules *rules, uint64_t serial, const kbg__segment_part *parts,
                              size_t count, uint64_t most_removed, kbg__segment **segment);

kbg__segment *kbg__segment_ref(kbg__segment *segment);
void kbg__segment_unref(kbg__segment *segment); /* NULL is allowed */

#endif
