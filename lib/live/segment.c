/* SPDX-License-Identifier: MIT */
#include "live/segment.h"

#include "item/record.h"
#include "live/segment_index.h"

#include <stdlib.h>
#include <string.h>

kbg_status kbg__segment_new(const kbg__segment_rules *rules, uint64_t serial, kbg__segment **segment)
{
    kbg__segment *s = kbg__calloc(rules->memory, 1, sizeof(*s));
    *segment = s;
    if (!s)
        return KBG_ERR_NOMEM;
    s->memory = *rules->memory;
    s->serial = serial;
    atomic_init(&s->references, 1);
    kbg__ids_init(&s->ids, &s->memory, rules->key);
    kbg__interner_init(&s->removed, &s->memory, rules->key);
    kbg__item_store_init(&s->store, &s->memory);
    return KBG_OK;
}

/* Notes place and revision of the item that comes next. */
static kbg_status note(kbg__segment *s, uint64_t place, uint64_t revision)
{
    kbg_status status = kbg__packing_add(&s->adding[0], &s->memory, place);
    return status == KBG_OK ? kbg__packing_add(&s->adding[1], &s->memory, revision) : status;
}

kbg_status kbg__segment_add(kbg__segment *s, const kbg_item *item, uint64_t place, uint64_t revision)
{
    kbg_status status = note(s, place, revision);
    return status == KBG_OK ? kbg__item_store_point(&s->store, item) : status;
}

kbg_status kbg__segment_note_removed(kbg__segment *s, const char *id, size_t len, uint64_t revision)
{
    uint32_t number;
    bool added;
    if (kbg__grow(&s->memory, (void **)&s->removed_at, &s->removed_capacity, s->removed.count + (size_t)1,
                  sizeof(*s->removed_at)) ||
        kbg__interner_add(&s->removed, id, len, &number, &added))
        return KBG_ERR_NOMEM;
    if (added || s->removed_at[number] < revision)
        s->removed_at[number] = revision;
    return KBG_OK;
}

/* What is known without an index. */
static kbg_status begin(kbg__segment *s)
{
    kbg__item_store_shrink(&s->store);
    kbg_status status = kbg__packing_end(&s->adding[0], &s->memory, &s->places);
    return status == KBG_OK ? kbg__packing_end(&s->adding[1], &s->memory, &s->revisions) : status;
}

kbg_status kbg__segment_finish(kbg__segment *s, const kbg__segment_rules *rules, const kbg__words *words)
{
    kbg_status status = begin(s);
    return status == KBG_OK ? kbg__segment_index(s, rules, words, NULL, 0) : status;
}

size_t kbg__segment_living(const kbg__segment_part *part)
{
    return part->segment->store.count - (part->dead ? part->dead->count : 0);
}

/* Adds what is left of a part. */
static kbg_status add_part(kbg__segment *s, const kbg__segment_part *part)
{
    const kbg__segment *from = part->segment;
    kbg_status status = KBG_OK;
    for (uint32_t i = 0; i < from->store.count && status == KBG_OK; i++) {
        const char *record = (const char *)from->store.items[i];
        if (kbg__is_dead(part->dead, i))
            continue;
        status = note(s, kbg__packed_get(&from->places, i), kbg__packed_get(&from->revisions, i));
        if (status == KBG_OK)
            status = kbg__item_store_add(&s->store, record, (size_t)(kbg__record_field(record).next - record));
    }
    s->horizon = s->horizon > from->horizon ? s->horizon : from->horizon;
    for (uint32_t i = 0; i < from->removed.count && status == KBG_OK; i++) {
        size_t len;
        const char *id = kbg__interner_text(&from->removed, i, &len);
        status = kbg__segment_note_removed(s, id, len, from->removed_at[i]);
    }
    return status;
}

static int by_size(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Forgets the oldest of the removed ids. */
static kbg_status forget(kbg__segment *s, uint64_t most)
{
    size_t count = s->removed.count;
    kbg__interner all = s->removed;
    if (count <= most)
        return KBG_OK;
    uint64_t *at = kbg__calloc(&s->memory, count, sizeof(*at)), *sorted = kbg__calloc(&s->memory, count, sizeof(*at));
    kbg_status status = at && sorted ? KBG_OK : KBG_ERR_NOMEM;
    if (status == KBG_OK) {
        memcpy(at, s->removed_at, count * sizeof(*at));
        memcpy(sorted, at, count * sizeof(*at));
        qsort(sorted, count, sizeof(*sorted), by_size);
        uint64_t horizon = sorted[count - 1 - (size_t)most];
        s->horizon = horizon > s->horizon ? horizon : s->horizon;
        kbg__interner_init(&s->removed, &s->memory, all.key);
        for (uint32_t i = 0; i < count && status == KBG_OK; i++) {
            size_t len;
            const char *id = kbg__interner_text(&all, i, &len);
            if (at[i] > s->horizon)
                status = kbg__segment_note_removed(s, id, len, at[i]);
        }
        kbg__interner_free(&all);
    }
    kbg__free(&s->memory, at);
    kbg__free(&s->memory, sorted);
    return status;
}

kbg_status kbg__segment_gather(const kbg__segment_rules *rules, uint64_t serial, const kbg__segment_part *parts,
                               size_t count, uint64_t most_removed, kbg__segment **segment)
{
    kbg_status status = kbg__segment_new(rules, serial, segment);
    for (size_t i = 0; i < count && status == KBG_OK; i++)
        status = add_part(*segment, &parts[i]);
    if (status == KBG_OK)
        status = forget(*segment, most_removed);
    if (status != KBG_OK) {
        kbg__segment_unref(*segment);
        *segment = NULL;
    }
    return status;
}

kbg_status kbg__segment_merge(const kbg__segment_rules *rules, uint64_t serial, const kbg__segment_part *parts,
                              size_t count, uint64_t most_removed, kbg__segment **segment)
{
    kbg_status status = kbg__segment_gather(rules, serial, parts, count, most_removed, segment);
    if (status != KBG_OK)
        return status;
    kbg__segment *s = *segment;
    kbg__merged *inputs = kbg__calloc(rules->memory, count + 1, sizeof(*inputs));
    status = inputs ? begin(s) : KBG_ERR_NOMEM;
    for (size_t i = 0; i < count && status == KBG_OK; i++)
        inputs[i] = (kbg__merged){ &parts[i].segment->index, parts[i].dead };
    if (status == KBG_OK)
        status = kbg__segment_index(s, rules, NULL, inputs, count);
    kbg__free(rules->memory, inputs);
    if (status != KBG_OK) {
        kbg__segment_unref(s);
        *segment = NULL;
    }
    return status;
}

kbg__segment *kbg__segment_ref(kbg__segment *segment)
{
    atomic_fetch_add_explicit(&segment->references, 1, memory_order_relaxed);
    return segment;
}

void kbg__segment_unref(kbg__segment *s)
{
    if (!s || atomic_fetch_sub_explicit(&s->references, 1, memory_order_acq_rel) != 1)
        return;
    kbg_allocator memory = s->memory;
    if (s->mapping) {
        kbg__item_store_free(&s->store);
        kbg__mapping_unref(s->mapping);
        kbg__free(&memory, s);
        return;
    }
    kbg__suggest_free(&s->suggest);
    kbg__codes_free(&s->codes);
    kbg__columns_free(&s->columns);
    kbg__index_free(&s->index);
    kbg__item_store_free(&s->store);
    kbg__ids_free(&s->ids);
    kbg__interner_free(&s->removed);
    kbg__packed_free(&s->places, &memory);
    kbg__packed_free(&s->revisions, &memory);
    for (int i = 0; i < 2; i++)
        kbg__packing_free(&s->adding[i], &memory);
    kbg__free(&memory, s->removed_at);
    kbg__free(&memory, s);
}
