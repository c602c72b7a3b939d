/* SPDX-License-Identifier: MIT */
#include "item/ids.h"

#include "item/record.h"

#include <string.h>

void kbg__ids_init(kbg__ids *ids, const kbg_allocator *memory, kbg__hash_key key)
{
    *ids = (kbg__ids){ .memory = memory, .key = key };
}

void kbg__ids_free(kbg__ids *ids)
{
    kbg__free(ids->memory, ids->slots);
    kbg__ids_init(ids, ids->memory, ids->key);
}

/* How many items slots have room for: one is always free. */
static size_t room_of(size_t slot_count)
{
    return slot_count ? slot_count - 1 - (slot_count - 1) / 4 : 0;
}

/* How many slots items need. */
static size_t slots_for(size_t count)
{
    return count + count / 3 + 1;
}

static uint32_t mask_of(size_t slot_count)
{
    uint32_t mask = 1;
    while (mask < room_of(slot_count)) /* a number is below the mask, so no slot with one in it looks free */
        mask = mask << 1 | 1;
    return mask;
}

static const char *id_of(const kbg_item *item, size_t *len)
{
    return kbg__record_child_text((const char *)item, KBG__TAG_ID, 0, "", len);
}

/* The slot of an id, or the free one where it would go. There must be slots. */
static uint32_t *probe(const kbg__ids *ids, const kbg_item *const *items, uint64_t hash, const char *id, size_t len)
{
    size_t at = (size_t)((hash >> 32) * ids->slot_count >> 32);
    for (;; at = at + 1 < ids->slot_count ? at + 1 : 0) {
        uint32_t *slot = &ids->slots[at];
        if (*slot == KBG__NO_ITEM)
            return slot;
        if ((*slot ^ (uint32_t)hash) & ~ids->mask)
            continue;
        size_t there_len;
        const char *there = id_of(items[*slot & ids->mask], &there_len);
        if (there_len == len && (len == 0 || memcmp(there, id, len) == 0))
            return slot;
    }
}

/* Puts an item in; whether its id is new. There must be room. */
static bool put(kbg__ids *ids, const kbg_item *const *items, uint32_t number)
{
    size_t len;
    const char *id = id_of(items[number], &len);
    uint64_t hash = kbg__hash(ids->key, id, len);
    uint32_t *slot = probe(ids, items, hash, id, len);
    if (*slot != KBG__NO_ITEM)
        return false;
    *slot = ((uint32_t)hash & ~ids->mask) | number;
    return true;
}

/* Takes the items anew, in other slots. */
static kbg_status set(kbg__ids *ids, const kbg_item *const *items, size_t count, size_t slot_count)
{
    if (slot_count > UINT32_MAX)
        return KBG_ERR_NOMEM;
    uint32_t *slots = kbg__malloc(ids->memory, slot_count * sizeof(*slots));
    if (!slots)
        return KBG_ERR_NOMEM;
    memset(slots, 0xFF, slot_count * sizeof(*slots));
    kbg__free(ids->memory, ids->slots);
    ids->slots = slots;
    ids->slot_count = slot_count;
    ids->mask = mask_of(slot_count);
    for (ids->count = 0; ids->count < count; ids->count++)
        if (!put(ids, items, ids->count)) {
            kbg__ids_free(ids);
            return KBG_ERR_DUPLICATE;
        }
    return KBG_OK;
}

kbg_status kbg__ids_set(kbg__ids *ids, const kbg_item *const *items, size_t count)
{
    return set(ids, items, count, slots_for(count));
}

kbg_status kbg__ids_add(kbg__ids *ids, const kbg_item *const *items)
{
    if (ids->count >= room_of(ids->slot_count)) {
        size_t room = ids->count < 32 ? 48 : (size_t)ids->count * 2;
        kbg_status status = set(ids, items, ids->count, slots_for(room));
        if (status != KBG_OK)
            return status;
    }
    (void)put(ids, items, ids->count);
    ids->count++;
    return KBG_OK;
}

uint32_t kbg__ids_find(const kbg__ids *ids, const kbg_item *const *items, const char *id, size_t len)
{
    if (ids->count == 0)
        return KBG__NO_ITEM;
    uint32_t slot = *probe(ids, items, kbg__hash(ids->key, id, len), id, len);
    return slot == KBG__NO_ITEM ? KBG__NO_ITEM : slot & ids->mask;
}

void kbg__ids_sections(kbg__ids *ids, kbg__sections *s, size_t count)
{
    uint64_t key[2] = { ids->key.k0, ids->key.k1 };
    kbg__section_numbers(s, key, 2);
    kbg__section_count(s, &ids->slot_count, UINT32_MAX);
    kbg__section(s, (void **)&ids->slots, ids->slot_count, sizeof(*ids->slots));
    if (!kbg__sections_opening(s) || s->status != KBG_OK)
        return;
    size_t used = 0;
    ids->key = (kbg__hash_key){ key[0], key[1] };
    ids->mask = mask_of(ids->slot_count);
    ids->count = (uint32_t)count;
    for (size_t i = 0; i < ids->slot_count; i++) {
        bool is_free = ids->slots[i] == KBG__NO_ITEM;
        used += !is_free;
        if (!is_free && (ids->slots[i] & ids->mask) >= count)
            used = SIZE_MAX / 2;
    }
    if (used != count || count > room_of(ids->slot_count))
        kbg__sections_refuse(s, "the ids are not those of the items");
}
