/* SPDX-License-Identifier: MIT */
#include "base/interner.h"

#include "base/utf8.h"

#include <string.h>

/* A slot is the number of a text, in as many bits as the number of slots needs, and the lower bits of its hash in the
 * others. */
#define FREE UINT32_MAX

void kbg__interner_init(kbg__interner *interner, const kbg_allocator *memory, kbg__hash_key key)
{
    *interner = (kbg__interner){ .key = key };
    kbg__buffer_init(&interner->pool, memory);
}

void kbg__interner_free(kbg__interner *interner)
{
    const kbg_allocator *memory = interner->pool.memory;
    kbg__free(memory, interner->ends);
    kbg__free(memory, interner->slots);
    kbg__buffer_free(&interner->pool);
    kbg__interner_init(interner, memory, interner->key);
}

void kbg__interner_clear(kbg__interner *interner)
{
    if (interner->count)
        memset(interner->slots, 0xFF, interner->slot_count * sizeof(*interner->slots));
    interner->count = 0;
    kbg__buffer_clear(&interner->pool);
}

const char *kbg__interner_text(const kbg__interner *interner, uint32_t number, size_t *len)
{
    size_t start = number ? interner->ends[number - 1] : 0;
    if (len)
        *len = interner->ends[number] - start - 1;
    return interner->pool.data + start;
}

static inline uint32_t hash_of(const kbg__interner *interner, const char *text, size_t len)
{
    return len <= KBG__HASH_SHORT ? kbg__hash_short(interner->key, text, len)
                                  : (uint32_t)kbg__hash(interner->key, text, len);
}

static inline bool is_same(const char *left, const char *right, size_t len)
{
    if (len > 8)
        return memcmp(left, right, len) == 0;
    if (len < 4)
        return len == 0 || (left[0] == right[0] && left[len / 2] == right[len / 2] && left[len - 1] == right[len - 1]);
    uint32_t a[2], b[2]; /* the first and the last four bytes, which may overlap */
    memcpy(&a[0], left, 4);
    memcpy(&a[1], left + len - 4, 4);
    memcpy(&b[0], right, 4);
    memcpy(&b[1], right + len - 4, 4);
    return a[0] == b[0] && a[1] == b[1];
}

/* Where a search for a hash begins: slots are in the order of the upper bits. */
static inline size_t first_slot(uint32_t hash, size_t slot_count)
{
    return (size_t)((uint64_t)hash * slot_count >> 32);
}

/* Where a text goes that has no slot yet. */
static size_t free_slot(const uint32_t *slots, size_t slot_count, uint32_t hash)
{
    size_t i = first_slot(hash, slot_count);
    while (slots[i] != FREE)
        i = i + 1 == slot_count ? 0 : i + 1;
    return i;
}

/* The slot of a text, or a free slot if it has none. There must be slots. */
static inline size_t probe(const kbg__interner *interner, uint32_t hash, const char *text, size_t len)
{
    uint32_t number_mask = interner->number_mask, rest = hash * (number_mask + 1);
    size_t i = first_slot(hash, interner->slot_count);
    for (;; i = i + 1 == interner->slot_count ? 0 : i + 1) {
        uint32_t slot = interner->slots[i], number = slot & number_mask;
        if (slot == FREE)
            return i;
        if ((slot & ~number_mask) != rest)
            continue;
        size_t there_len;
        const char *there = kbg__interner_text(interner, number, &there_len);
        if (there_len == len && is_same(there, text, len))
            return i;
    }
}

/* The number in a slot; KBG__NOT_INTERNED if it is free. */
static inline uint32_t number_in(const kbg__interner *interner, size_t slot)
{
    return interner->slots[slot] == FREE ? KBG__NOT_INTERNED : interner->slots[slot] & interner->number_mask;
}

uint32_t kbg__interner_find(const kbg__interner *interner, const char *text, size_t len)
{
    if (interner->slot_count == 0)
        return KBG__NOT_INTERNED;
    return number_in(interner, probe(interner, hash_of(interner, text, len), text, len));
}

/* The lowest ones, for as many slots; all of them where there is one number more than texts. */
static uint32_t number_mask_of(size_t slot_count)
{
    uint32_t mask = 0;
    while (mask < slot_count && mask != UINT32_MAX)
        mask = mask << 1 | 1;
    return mask;
}

/* Gives each text its slot, in slots that may hold anything. */
static void fill(kbg__interner *interner, uint32_t *slots, size_t slot_count)
{
    uint32_t number_mask = number_mask_of(slot_count);
    memset(slots, 0xFF, slot_count * sizeof(*slots));
    for (uint32_t number = 0; number < interner->count; number++) {
        size_t len;
        const char *text = kbg__interner_text(interner, number, &len);
        uint32_t hash = hash_of(interner, text, len);
        slots[free_slot(slots, slot_count, hash)] = number | hash * (number_mask + 1);
    }
    interner->slots = slots;
    interner->slot_count = slot_count;
    interner->number_mask = number_mask;
}

static kbg_status grow_slots(kbg__interner *interner)
{
    size_t slot_count = interner->slot_count ? interner->slot_count * 2 : 64;
    uint32_t *slots = kbg__malloc(interner->pool.memory, slot_count * sizeof(*slots)), *before = interner->slots;
    if (!slots)
        return KBG_ERR_NOMEM;
    fill(interner, slots, slot_count);
    kbg__free(interner->pool.memory, before);
    return KBG_OK;
}

/* Adds a new text. */
static kbg_status append(kbg__interner *interner, uint32_t hash, const char *text, size_t len)
{
    if (len >= UINT32_MAX - interner->pool.len) /* so there are fewer than 2^31 texts */
        return KBG_ERR_NOMEM;
    if (interner->count >= interner->slot_count / 4 * 3) {
        kbg_status status = grow_slots(interner);
        if (status != KBG_OK)
            return status;
    }
    kbg_status status = kbg__grow(interner->pool.memory, (void **)&interner->ends, &interner->capacity,
                                  (size_t)interner->count + 1, sizeof(*interner->ends));
    if (status != KBG_OK)
        return status;
    /* Room for both at once, so that a failure leaves no half-added text. */
    char *place = kbg__buffer_reserve(&interner->pool, len + 1);
    if (!place) {
        interner->pool.failed = false;
        return KBG_ERR_NOMEM;
    }
    if (len)
        memcpy(place, text, len);
    place[len] = '\0';
    interner->pool.len += len + 1;
    size_t slot = free_slot(interner->slots, interner->slot_count, hash);
    interner->slots[slot] = interner->count | hash * (interner->number_mask + 1);
    interner->ends[interner->count++] = (uint32_t)interner->pool.len;
    return KBG_OK;
}

kbg_status kbg__interner_add(kbg__interner *interner, const char *text, size_t len, uint32_t *number, bool *added)
{
    uint32_t hash = hash_of(interner, text, len);
    uint32_t there = interner->slot_count ? number_in(interner, probe(interner, hash, text, len)) : KBG__NOT_INTERNED;
    kbg_status status = KBG_OK;
    *number = there;
    if (added)
        *added = there == KBG__NOT_INTERNED;
    if (there == KBG__NOT_INTERNED) {
        *number = interner->count;
        status = append(interner, hash, text, len);
    }
    return status;
}

kbg_status kbg__interner_copy(kbg__interner *interner, const kbg__interner *from)
{
    kbg_status status = KBG_OK;
    for (uint32_t i = 0; i < from->count && status == KBG_OK; i++) {
        size_t len;
        uint32_t number;
        const char *text = kbg__interner_text(from, i, &len);
        status = kbg__interner_add(interner, text, len, &number, NULL);
    }
    return status;
}

void kbg__interner_shrink(kbg__interner *interner)
{
    const kbg_allocator *memory = interner->pool.memory;
    size_t slot_count = ((size_t)interner->count + 2) / 3 * 4, slot_capacity = interner->slot_count;
    if (slot_count < slot_capacity) {
        fill(interner, interner->slots, slot_count);
        (void)kbg__resize(memory, (void **)&interner->slots, &slot_capacity, slot_count, sizeof(*interner->slots));
    }
    (void)kbg__resize(memory, (void **)&interner->ends, &interner->capacity, interner->count, sizeof(*interner->ends));
    (void)kbg__resize(memory, (void **)&interner->pool.data, &interner->pool.capacity, interner->pool.len, 1);
}

bool kbg__interner_has_texts(const kbg__interner *interner)
{
    for (uint32_t i = 0; i < interner->count; i++) {
        size_t len;
        const char *text = kbg__interner_text(interner, i, &len);
        if (len == 0 || kbg__utf8_check(text, len) != len)
            return false;
    }
    return true;
}

/* Whether what was found in a file can be searched: each text ends with a NUL inside the pool, each has one slot, and a
 * search comes to a free slot. */
static bool is_whole(const kbg__interner *n)
{
    size_t used = 0, before = 0;
    for (size_t i = 0; i < n->count; before = n->ends[i], i++)
        if (n->ends[i] <= before || n->ends[i] > n->pool.len || n->pool.data[n->ends[i] - 1] != '\0')
            return false;
    for (size_t i = 0; i < n->slot_count; i++) {
        uint32_t number = number_in(n, i);
        if (number != KBG__NOT_INTERNED && number >= n->count)
            return false;
        used += number != KBG__NOT_INTERNED;
    }
    return before == n->pool.len && used == n->count && used <= n->slot_count / 4 * 3;
}

void kbg__interner_sections(kbg__interner *n, kbg__sections *s)
{
    uint64_t key[2] = { n->key.k0, n->key.k1 };
    size_t count = n->count;
    kbg__section_numbers(s, key, 2);
    n->key = (kbg__hash_key){ key[0], key[1] };
    kbg__section_count(s, &count, KBG__NOT_INTERNED - 1);
    n->count = (uint32_t)count;
    kbg__section_count(s, &n->pool.len, SIZE_MAX);
    kbg__section_count(s, &n->slot_count, UINT32_MAX);
    n->number_mask = number_mask_of(n->slot_count);
    kbg__section(s, (void **)&n->pool.data, n->pool.len, 1);
    kbg__section(s, (void **)&n->ends, n->count, sizeof(*n->ends));
    kbg__section(s, (void **)&n->slots, n->slot_count, sizeof(*n->slots));
    if (kbg__sections_opening(s) && s->status == KBG_OK && !is_whole(n))
        kbg__sections_refuse(s, "a list of texts is not whole");
}
