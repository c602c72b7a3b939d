/* SPDX-License-Identifier: MIT */
/* How much each item was used lately: a decayed count by item id, which outlives edits of the item and loads.
 *
 * A use of `amount` at instant t counts amount * 2^-((now - t) / half-life) at `now`. Time is cut into buckets of half a
 * half-life, bucket b from b * half-life / 2 on. An item has a sum for each of at most KBG__HOTNESS_BUCKETS buckets, in
 * which a use stands as if it had happened at the beginning of the bucket and been greater by what it lost since
 * (Cormode, Shkapenyuk, Srivastava and Xu, "Forward Decay", 2009):
 *
 *     unit(use)  = round(amount * 2^20) * f(t) / 2^30, rounded half up     f(t) = 2^30 * 2^((t - begin of b) / half-life)
 *     count(now) = max(0, sum over b of sum[b] / 2^20 * 2^-((now - begin of b) / half-life))
 *
 * Units are integers and f is computed with integers, so a sum does not depend on the order of the uses nor on how they
 * were handed over, and counts are added up from the oldest bucket on, so they do not either. A unit is 2^-20; a use is
 * wrong by 1.3 units and by 10^-7 of itself at most. What is less than half a unit does not count at all.
 *
 * Of the buckets in which an item was used, the newest are kept: an older one is dropped, or not taken up, when the item
 * has as many newer ones. So what is kept follows from the uses alone, too. With all buckets in use they go back 12
 * half-lives, and what is dropped counts less than 2^-11.5 of what it did. An instant in the far future costs an item one
 * of its buckets, no more. Buckets behind the one of `now` do not count; uses behind `now` within it do.
 *
 * Threads: uses come from any thread and wait for each other (a spin lock); who reads counts waits for nobody. Entries
 * and tables of slots are never freed while the hotness is there. A bucket is replaced in three steps, so that a reader
 * sees the old one, the new one or none, and never the number of one with the sum of the other. */
#ifndef KBG_INDEX_HOTNESS_H
#define KBG_INDEX_HOTNESS_H

#include "base/hash.h"
#include "base/memory.h"
#include "base/problem.h"

#include <kbguide/event.h>
#include <stdatomic.h>

enum { KBG__HOTNESS_BUCKETS = 24 };

/* Half-lives, and instants (until the end of the year 9999), in milliseconds. */
#define KBG__HALF_LIFE_LEAST INT64_C(3600000)          /* an hour */
#define KBG__HALF_LIFE_MOST (INT64_C(3650) * 86400000) /* ten years */
#define KBG__HALF_LIFE (INT64_C(7) * 86400000)
#define KBG__INSTANT_MOST INT64_C(253402300799999)

/* An amount is at most this, above or below 0: a greatest weight of 1,000 times a greatest factor of 10. */
#define KBG__USE_MOST 10000.0

/* A sum stays within this, above or below 0, about 4 * 10^12 uses. It takes 3 * 10^8 of the greatest uses of one item
 * in one bucket to get there, and only there the order could matter. */
#define KBG__HOTNESS_SUM_MOST (INT64_C(1) << 62)

typedef struct kbg__hotness_entry {
    struct kbg__hotness_entry *next; /* of all, for a walk */
    uint64_t hash;
    atomic_int_least64_t sums[KBG__HOTNESS_BUCKETS];
    atomic_uint_least32_t keys[KBG__HOTNESS_BUCKETS]; /* 1 + number of the bucket; 0 = none */
    atomic_uint mark;                                 /* a kbg_hot_mark */
    uint32_t id_len;
    char id[];
} kbg__hotness_entry;

typedef struct kbg__hotness {
    const kbg_allocator *memory;
    kbg__hash_key key;
    int64_t half_life;
    size_t most; /* entries */
    atomic_flag feeding; /* held by who changes something */
    _Atomic(struct kbg__hotness_slots *) slots; /* open addressing; NULL = nothing yet */
    _Atomic(kbg__hotness_entry *) first;
    atomic_size_t count;  /* of entries */
    atomic_size_t marked; /* of entries that are pinned or muted */
} kbg__hotness;

/* One use. */
typedef struct kbg__use {
    const char *id;
    size_t id_len;
    int64_t at;    /* from 0 to KBG__INSTANT_MOST */
    double amount; /* below 0 takes away */
} kbg__use;

/* Makes an empty one. An entry takes 312 bytes and those of its id, and 22 to 43 bytes of slots (with those that were
 * outgrown). */
void kbg__hotness_init(kbg__hotness *hotness, const kbg_allocator *memory, kbg__hash_key key, int64_t half_life,
                       size_t most);
void kbg__hotness_free(kbg__hotness *hotness);

/* Takes uses: all of them, or none if memory runs out (KBG_ERR_NOMEM) or there would be too many entries
 * (KBG_ERR_LIMIT). The entries of new ids are kept even then; they are empty. */
kbg_status kbg__hotness_take(kbg__hotness *hotness, const kbg__use *uses, size_t count, kbg__problem *problem);

/* Pins or mutes an item, or takes that back. Errors as above. */
kbg_status kbg__hotness_set_mark(kbg__hotness *hotness, const char *id, size_t len, kbg_hot_mark mark,
                                 kbg__problem *problem);

/* The entry of an id; NULL if it has none, which is to say: not used, not marked. Waits for nobody, as all that follow. */
const kbg__hotness_entry *kbg__hotness_find(const kbg__hotness *hotness, const char *id, size_t len);

/* All entries: the first, then `next`. */
const kbg__hotness_entry *kbg__hotness_first(const kbg__hotness *hotness);

kbg_hot_mark kbg__hotness_mark(const kbg__hotness_entry *entry);

/* An instant at which many counts are asked for. */
typedef struct kbg__hotness_now {
    uint32_t key; /* of its bucket; 0 = not known, all counts are 0 then */
    double share; /* what is left since the beginning of the bucket */
} kbg__hotness_now;

/* Instants before 1970, and 0, are not known; those behind KBG__INSTANT_MOST are KBG__INSTANT_MOST. */
kbg__hotness_now kbg__hotness_at(const kbg__hotness *hotness, int64_t now);

/* The decayed count of an entry, 0 or more; its mark takes no part. */
double kbg__hotness_count(const kbg__hotness_entry *entry, const kbg__hotness_now *now);

/* Buckets of an entry, oldest first; returns how many. */
typedef struct kbg__hotness_bucket {
    uint32_t key;
    int64_t sum;
} kbg__hotness_bucket;
size_t kbg__hotness_buckets(const kbg__hotness_entry *entry, kbg__hotness_bucket buckets[KBG__HOTNESS_BUCKETS]);

/* Adds buckets to the entry of an id, and a mark (the stronger of two stays: muted, pinned, as used). For what reads and
 * merges. Errors as above. */
kbg_status kbg__hotness_add(kbg__hotness *hotness, const char *id, size_t len, kbg_hot_mark mark,
                            const kbg__hotness_bucket *buckets, size_t count, kbg__problem *problem);

#endif
