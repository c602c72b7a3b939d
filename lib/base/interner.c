/* SPDX-License-Identifier: MIT */
#include "base/interner.h"

#include "base/utf8.h"

#include <string.h>

struct kbg__interner_slot {
    uint32_t hash;
    uint32_t number; /* KBG__NOT_INTERNED = free */
};

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

/* The slot of a text, or the free slot where it would go. There must be slots. */
static struct kbg__interner_slot *probe(const kbg__interner *interner, uint32_t hash, const char *text, size_t len)
{
    size_t mask = interner->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        struct kbg__interner_slot *slot = &interner->slots[i];
        if (slot->number == KBG__NOT_INTERNED)
            return slot;
        if (slot->hash != hash)
            continue;
        size_t there_len;
        const char *there = kbg__interner_text(interner, slot->number, &there_len);
        if (there_len == len && (len == 0 || memcmp(there, text, len) == 0))
            return slot;
    }
}

uint32_t kbg__interner_find(const kbg__interner *interner, const char *text, size_t len)
{
    if (interner->slot_count == 0)
        return KBG__NOT_INTERNED;
    return probe(interner, (uint32_t)kbg__hash(interner->key, text, len), text, len)->number;
}

static kbg_status rehash(kbg__interner *interner, size_t slot_count)
{
    struct kbg__interner_slot *slots = kbg__calloc(interner->pool.memory, slot_count, sizeof(*slots));
    if (!slots)
        return KBG_ERR_NOMEM;
    memset(slots, 0xFF, slot_count * sizeof(*slots));
    for (size_t i = 0; i < interner->slot_count; i++) {
        struct kbg__interner_slot slot = interner->slots[i];
        if (slot.number == KBG__NOT_INTERNED)
            continue;
        size_t at = slot.hash & (slot_count - 1);
        while (slots[at].number != KBG__NOT_INTERNED)
            at = (at + 1) & (slot_count - 1);
        slots[at] = slot;
    }
    kbg__free(interner->pool.memory, interner->slots);
    interner->slots = slots;
    interner->slot_count = slot_count;
    return KBG_OK;
}

kbg_status kbg__interner_add(kbg__interner *interner, const char *text, size_t len, uint32_t *number, bool *added)
{
    if (interner->count >= interner->slot_count / 4 * 3) {
        kbg_status status = rehash(interner, interner->slot_count ? interner->slot_count * 2 : 64);
        if (status != KBG_OK)
            return status;
    }
    uint32_t hash = (uint32_t)kbg__hash(interner->key, text, len);
    struct kbg__interner_slot *slot = probe(interner, hash, text, len);
    if (added)
        *added = slot->number == KBG__NOT_INTERNED;
    if (slot->number != KBG__NOT_INTERNED) {
        *number = slot->number;
        return KBG_OK;
    }
    if (interner->count == KBG__NOT_INTERNED - 1)
        return KBG_ERR_NOMEM;
    kbg_status status = kbg__grow(interner->pool.memory, (void **)&interner->ends, &interner->capacity,
                                  (size_t)interner->count + 1, sizeof(*interner->ends));
    if (status != KBG_OK)
        return status;
    /* Room for both at once, so that a failure leaves no half-added text. */
    if (!kbg__buffer_reserve(&interner->pool, len + 1)) {
        interner->pool.failed = false;
        return KBG_ERR_NOMEM;
    }
    kbg__buffer_add(&interner->pool, text, len);
    kbg__buffer_add_byte(&interner->pool, '\0');
    slot->hash = hash;
    slot->number = interner->count;
    interner->ends[interner->count++] = interner->pool.len;
    *number = slot->number;
    return KBG_OK;
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
    (void)kbg__resize(interner->pool.memory, (void **)&interner->ends, &interner->capacity, interner->count,
                      sizeof(*interner->ends));
    (void)kbg__resize(interner->pool.memory, (void **)&interner->pool.data, &interner->pool.capacity,
                      interner->pool.len, 1);
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
        uint32_t number = n->slots[i].number;
        if (number != KBG__NOT_INTERNED && number >= n->count)
            return false;
        used += number != KBG__NOT_INTERNED;
    }
    return before == n->pool.len && used == n->count && used <= n->slot_count / 4 * 3 &&
           (n->slot_count & (n->slot_count - 1)) == 0;
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
    kbg__section_count(s, &n->slot_count, SIZE_MAX);
    kbg__section(s, (void **)&n->pool.data, n->pool.len, 1);
    kbg__section(s, (void **)&n->ends, n->count, sizeof(*n->ends));
    kbg__section(s, (void **)&n->slots, n->slot_count, sizeof(*n->slots));
    if (kbg__sections_opening(s) && s->status == KBG_OK && !is_whole(n))
        kbg__sections_refuse(s, "a list of texts is not whole");
}
