/* SPDX-License-Identifier: MIT */
#include "index/hotness.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

struct kbg__hotness_slots {
    struct kbg__hotness_slots *older; /* outgrown; somebody may still read it */
    size_t count;                     /* a power of two */
    _Atomic(kbg__hotness_entry *) of[];
};

enum { LEAST_SLOTS = 16, UNIT_BITS = 20 };

void kbg__hotness_init(kbg__hotness *hotness, const kbg_allocator *memory, kbg__hash_key key, int64_t half_life,
                       size_t most)
{
    hotness->memory = memory;
    hotness->key = key;
    hotness->half_life = half_life;
    hotness->most = most;
    atomic_flag_clear(&hotness->feeding);
    atomic_init(&hotness->slots, NULL);
    atomic_init(&hotness->first, NULL);
    atomic_init(&hotness->count, 0);
    atomic_init(&hotness->marked, 0);
}

void kbg__hotness_free(kbg__hotness *hotness)
{
    kbg__hotness_entry *entry = atomic_load(&hotness->first);
    struct kbg__hotness_slots *slots = atomic_load(&hotness->slots);
    while (entry) {
        kbg__hotness_entry *next = entry->next;
        kbg__free(hotness->memory, entry);
        entry = next;
    }
    while (slots) {
        struct kbg__hotness_slots *older = slots->older;
        kbg__free(hotness->memory, slots);
        slots = older;
    }
    kbg__hotness_init(hotness, hotness->memory, hotness->key, hotness->half_life, hotness->most);
}

static void lock(kbg__hotness *hotness)
{
    while (atomic_flag_test_and_set_explicit(&hotness->feeding, memory_order_acquire))
        ;
}

static void unlock(kbg__hotness *hotness)
{
    atomic_flag_clear_explicit(&hotness->feeding, memory_order_release);
}

/* The slot of an id: where it is, or the empty one where it goes. */
static _Atomic(kbg__hotness_entry *) *slot_of(struct kbg__hotness_slots *slots, uint64_t hash, const char *id, size_t len)
{
    for (size_t at = (size_t)hash & (slots->count - 1);; at = (at + 1) & (slots->count - 1)) {
        const kbg__hotness_entry *entry = atomic_load_explicit(&slots->of[at], memory_order_acquire);
        if (!entry || (entry->hash == hash && entry->id_len == len && memcmp(entry->id, id, len) == 0))
            return &slots->of[at];
    }
}

const kbg__hotness_entry *kbg__hotness_find(const kbg__hotness *hotness, const char *id, size_t len)
{
    struct kbg__hotness_slots *slots = atomic_load_explicit(&hotness->slots, memory_order_acquire);
    if (!slots)
        return NULL;
    return atomic_load_explicit(slot_of(slots, kbg__hash(hotness->key, id, len), id, len), memory_order_acquire);
}

const kbg__hotness_entry *kbg__hotness_first(const kbg__hotness *hotness)
{
    return atomic_load_explicit(&hotness->first, memory_order_acquire);
}

kbg_hot_mark kbg__hotness_mark(const kbg__hotness_entry *entry)
{
    return (kbg_hot_mark)atomic_load_explicit(&entry->mark, memory_order_relaxed);
}

/* Makes room for one more slot; at most three quarters are taken. */
static kbg_status grow(kbg__hotness *hotness, size_t entries)
{
    struct kbg__hotness_slots *old = atomic_load_explicit(&hotness->slots, memory_order_relaxed);
    size_t count = old ? old->count : LEAST_SLOTS / 2;
    if (old && (entries + 1) * 4 <= count * 3)
        return KBG_OK;
    if (count > SIZE_MAX / 4 / sizeof(old->of[0]))
        return KBG_ERR_NOMEM;
    count *= 2;
    struct kbg__hotness_slots *made = kbg__malloc(hotness->memory, sizeof(*made) + count * sizeof(made->of[0]));
    if (!made)
        return KBG_ERR_NOMEM;
    made->older = old;
    made->count = count;
    for (size_t i = 0; i < count; i++)
        atomic_init(&made->of[i], NULL);
    kbg__hotness_entry *entry = atomic_load_explicit(&hotness->first, memory_order_relaxed);
    for (; entry; entry = entry->next)
        atomic_store_explicit(slot_of(made, entry->hash, entry->id, entry->id_len), entry, memory_order_relaxed);
    atomic_store_explicit(&hotness->slots, made, memory_order_release);
    return KBG_OK;
}

/* The entry of an id, made if there is none. */
static kbg_status reserve(kbg__hotness *hotness, const char *id, size_t len, kbg__hotness_entry **out,
                          kbg__problem *problem)
{
    uint64_t hash = kbg__hash(hotness->key, id, len);
    size_t entries = atomic_load_explicit(&hotness->count, memory_order_relaxed);
    struct kbg__hotness_slots *slots = atomic_load_explicit(&hotness->slots, memory_order_relaxed);
    *out = slots ? atomic_load_explicit(slot_of(slots, hash, id, len), memory_order_relaxed) : NULL;
    if (*out)
        return KBG_OK;
    if (entries >= hotness->most)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "hotness of %zu items is kept already, the limit is %zu", entries,
                                hotness->most);
    if (grow(hotness, entries) != KBG_OK)
        return KBG_ERR_NOMEM;
    kbg__hotness_entry *made = kbg__malloc(hotness->memory, sizeof(*made) + len);
    if (!made)
        return KBG_ERR_NOMEM;
    made->hash = hash;
    made->id_len = (uint32_t)len;
    memcpy(made->id, id, len);
    atomic_init(&made->mark, KBG_HOT_AS_USED);
    for (int i = 0; i < KBG__HOTNESS_BUCKETS; i++) {
        atomic_init(&made->keys[i], 0);
        atomic_init(&made->sums[i], 0);
    }
    made->next = atomic_load_explicit(&hotness->first, memory_order_relaxed);
    slots = atomic_load_explicit(&hotness->slots, memory_order_relaxed);
    atomic_store_explicit(slot_of(slots, hash, id, len), made, memory_order_release);
    atomic_store_explicit(&hotness->first, made, memory_order_release);
    atomic_store_explicit(&hotness->count, entries + 1, memory_order_release);
    *out = made;
    return KBG_OK;
}

/* 2^31 * 2^(part / 2^25) for a part below 2^24, from 2^31 * 2^(2^(i - 25)) for each bit i of it. Integers alone, so that
 * it is the same everywhere; each step is rounded, which makes 10^-8 at most. */
static uint64_t power(uint32_t part)
{
    static const uint32_t of_bit[24] = {
        2147483692, 2147483737, 2147483825, 2147484003, 2147484358, 2147485068, 2147486487, 2147489326,
        2147495005, 2147506361, 2147529075, 2147574502, 2147665360, 2147847087, 2148210589, 2148937775,
        2150392887, 2153306067, 2159144272, 2170868212, 2194507417, 2242560872, 2341847524, 2553802834,
    };
    uint64_t product = UINT64_C(1) << 31;
    for (int i = 0; i < 24; i++)
        if (part >> i & 1)
            product = (product * of_bit[i] + (UINT64_C(1) << 30)) >> 31;
    return product;
}

/* Bucket and units of a use. */
static kbg__hotness_bucket bucket_of(const kbg__hotness *hotness, const kbg__use *use)
{
    uint64_t half_life = (uint64_t)hotness->half_life, twice = 2 * (uint64_t)use->at;
    uint32_t part = (uint32_t)(((twice % half_life) << 24) / half_life);
    /* At most 2^33.3 and 2^30.5. */
    uint64_t amount = (uint64_t)floor(fabs(use->amount) * (1 << UNIT_BITS) + 0.5), factor = (power(part) + 1) >> 1;
    int64_t units = (int64_t)((amount * factor + (UINT64_C(1) << 29)) >> 30);
    return (kbg__hotness_bucket){ (uint32_t)(twice / half_life) + 1, use->amount < 0 ? -units : units };
}

/* The sum of two that are within the bound each. */
static int64_t bounded_sum(int64_t a, int64_t b)
{
    if (b > 0)
        return a > KBG__HOTNESS_SUM_MOST - b ? KBG__HOTNESS_SUM_MOST : a + b;
    return a < -KBG__HOTNESS_SUM_MOST - b ? -KBG__HOTNESS_SUM_MOST : a + b;
}

/* Adds to a bucket of an entry. Cannot fail. */
static void add(kbg__hotness_entry *entry, kbg__hotness_bucket bucket)
{
    int oldest = 0;
    uint32_t oldest_key = UINT32_MAX;
    for (int i = 0; i < KBG__HOTNESS_BUCKETS; i++) {
        uint32_t key = atomic_load_explicit(&entry->keys[i], memory_order_relaxed);
        if (key == bucket.key) {
            int64_t sum = atomic_load_explicit(&entry->sums[i], memory_order_relaxed);
            atomic_store_explicit(&entry->sums[i], bounded_sum(sum, bucket.sum), memory_order_release);
            return;
        }
        if (key < oldest_key) { /* an empty one is the oldest of all */
            oldest_key = key;
            oldest = i;
        }
    }
    if (bucket.key < oldest_key)
        return;
    /* Who reads the new sum sees afterwards that the old key is gone; an old key never comes back. */
    atomic_store_explicit(&entry->keys[oldest], 0, memory_order_relaxed);
    atomic_store_explicit(&entry->sums[oldest], bucket.sum, memory_order_release);
    atomic_store_explicit(&entry->keys[oldest], bucket.key, memory_order_release);
}

kbg_status kbg__hotness_take(kbg__hotness *hotness, const kbg__use *uses, size_t count, kbg__problem *problem)
{
    kbg__hotness_entry *entry;
    kbg_status status = KBG_OK;
    lock(hotness);
    for (size_t i = 0; i < count && status == KBG_OK; i++)
        if (bucket_of(hotness, &uses[i]).sum != 0)
            status = reserve(hotness, uses[i].id, uses[i].id_len, &entry, problem);
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        kbg__hotness_bucket bucket = bucket_of(hotness, &uses[i]);
        if (bucket.sum == 0)
            continue;
        status = reserve(hotness, uses[i].id, uses[i].id_len, &entry, problem); /* it is there */
        add(entry, bucket);
    }
    unlock(hotness);
    return status;
}

static void set_mark(kbg__hotness *hotness, kbg__hotness_entry *entry, kbg_hot_mark mark)
{
    kbg_hot_mark old = kbg__hotness_mark(entry);
    size_t marked = atomic_load_explicit(&hotness->marked, memory_order_relaxed);
    marked = marked + (mark != KBG_HOT_AS_USED) - (old != KBG_HOT_AS_USED);
    atomic_store_explicit(&entry->mark, mark, memory_order_relaxed);
    atomic_store_explicit(&hotness->marked, marked, memory_order_relaxed);
}

kbg_status kbg__hotness_set_mark(kbg__hotness *hotness, const char *id, size_t len, kbg_hot_mark mark,
                                 kbg__problem *problem)
{
    kbg__hotness_entry *entry;
    kbg_status status = KBG_OK;
    lock(hotness);
    if (mark != KBG_HOT_AS_USED || kbg__hotness_find(hotness, id, len)) {
        status = reserve(hotness, id, len, &entry, problem);
        if (status == KBG_OK)
            set_mark(hotness, entry, mark);
    }
    unlock(hotness);
    return status;
}

kbg_status kbg__hotness_add(kbg__hotness *hotness, const char *id, size_t len, kbg_hot_mark mark,
                            const kbg__hotness_bucket *buckets, size_t count, kbg__problem *problem)
{
    kbg__hotness_entry *entry;
    lock(hotness);
    kbg_status status = reserve(hotness, id, len, &entry, problem);
    if (status == KBG_OK) {
        for (size_t i = 0; i < count; i++)
            add(entry, buckets[i]);
        if (mark > kbg__hotness_mark(entry))
            set_mark(hotness, entry, mark);
    }
    unlock(hotness);
    return status;
}

size_t kbg__hotness_buckets(const kbg__hotness_entry *entry, kbg__hotness_bucket buckets[KBG__HOTNESS_BUCKETS])
{
    size_t count = 0;
    for (int i = 0; i < KBG__HOTNESS_BUCKETS; i++) {
        kbg__hotness_bucket one;
        one.key = atomic_load_explicit(&entry->keys[i], memory_order_acquire);
        one.sum = atomic_load_explicit(&entry->sums[i], memory_order_acquire);
        if (one.key == 0 || atomic_load_explicit(&entry->keys[i], memory_order_relaxed) != one.key)
            continue; /* none, or just being replaced */
        size_t at = count++;
        for (; at > 0 && buckets[at - 1].key > one.key; at--)
            buckets[at] = buckets[at - 1];
        buckets[at] = one;
    }
    return count;
}

kbg__hotness_now kbg__hotness_at(const kbg__hotness *hotness, int64_t now)
{
    if (now <= 0)
        return (kbg__hotness_now){ 0, 0 };
    uint64_t half_life = (uint64_t)hotness->half_life;
    uint64_t twice = 2 * (uint64_t)(now < KBG__INSTANT_MOST ? now : KBG__INSTANT_MOST);
    return (kbg__hotness_now){ (uint32_t)(twice / half_life) + 1,
                               exp2(-0.5 * (double)(twice % half_life) / (double)half_life) };
}

double kbg__hotness_count(const kbg__hotness_entry *entry, const kbg__hotness_now *now)
{
    static const double root_of_half = 0.70710678118654752440;
    kbg__hotness_bucket buckets[KBG__HOTNESS_BUCKETS];
    size_t count = kbg__hotness_buckets(entry, buckets);
    double sum = 0;
    for (size_t i = 0; i < count && buckets[i].key <= now->key; i++) {
        uint32_t behind = now->key - buckets[i].key; /* in buckets, each a root of a half */
        double units = (double)buckets[i].sum * (behind % 2 ? root_of_half : 1);
        sum += ldexp(units, -(int)(behind / 2) - UNIT_BITS);
    }
    return sum > 0 ? sum * now->share : 0;
}
