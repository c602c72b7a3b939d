/* SPDX-License-Identifier: MIT */
#include "live/snapshot.h"

kbg_status kbg__snapshot_new(const kbg_allocator *memory, kbg__word_set *words, kbg__snapshot **snapshot)
{
    kbg__snapshot *s = kbg__calloc(memory, 1, sizeof(*s));
    *snapshot = s;
    if (!s)
        return KBG_ERR_NOMEM;
    s->memory = *memory;
    atomic_init(&s->references, 1);
    s->words = words ? kbg__word_set_ref(words) : NULL;
    return KBG_OK;
}

kbg_status kbg__snapshot_add(kbg__snapshot *s, kbg__segment *segment, kbg__dead *dead)
{
    kbg__segment_part part = { segment, dead };
    size_t count = s->corpus.count, living = kbg__segment_living(&part);
    uint32_t first = 0;
    s->horizon = segment->horizon > s->horizon ? segment->horizon : s->horizon;
    if (living == 0 && segment->removed.count == 0)
        return KBG_OK;
    if (count)
        first = s->corpus_parts[count - 1].first + (uint32_t)s->parts[count - 1].segment->store.count;
    if (segment->store.count > UINT32_MAX - 1 - first)
        return KBG_ERR_LIMIT;
    if (kbg__grow(&s->memory, (void **)&s->parts, &s->capacity, count + 1, sizeof(*s->parts)) ||
        kbg__grow(&s->memory, (void **)&s->corpus_parts, &s->corpus_capacity, count + 1, sizeof(*s->corpus_parts)))
        return KBG_ERR_NOMEM;
    s->parts[count] = (kbg__segment_part){ kbg__segment_ref(segment), kbg__dead_ref(dead) };
    s->corpus_parts[count] = (kbg__corpus_part){ .index = &segment->index,
                                                 .columns = &segment->columns,
                                                 .codes = &segment->codes,
                                                 .suggest = &segment->suggest,
                                                 .items = segment->store.items,
                                                 .dead = dead,
                                                 .first = first,
                                                 .serial = segment->serial };
    s->corpus.parts = s->corpus_parts;
    s->corpus.count = count + 1;
    s->corpus.statistics = kbg__corpus_statistics(s->corpus_parts, count + 1);
    s->item_count += living;
    return KBG_OK;
}

bool kbg__snapshot_find(const kbg__snapshot *s, const char *id, size_t len, kbg__found_item *found)
{
    for (size_t i = s->corpus.count; i-- > 0;) {
        const kbg__segment *segment = s->parts[i].segment;
        uint32_t item = kbg__ids_find(&segment->ids, segment->store.items, id, len);
        if (item == KBG__NO_ITEM || kbg__is_dead(s->parts[i].dead, item))
            continue;
        *found = (kbg__found_item){ (uint32_t)i, item };
        return true;
    }
    return false;
}

const kbg_item *kbg__snapshot_item(const kbg__snapshot *s, const char *id, size_t len)
{
    kbg__found_item found;
    return kbg__snapshot_find(s, id, len, &found) ? s->parts[found.part].segment->store.items[found.item] : NULL;
}

const kbg_item *kbg__snapshot_item_at(const kbg__snapshot *s, uint32_t number)
{
    size_t part = s->corpus.count - 1;
    while (s->corpus_parts[part].first > number)
        part--;
    return s->corpus_parts[part].items[number - s->corpus_parts[part].first];
}

kbg__snapshot *kbg__snapshot_ref(kbg__snapshot *snapshot)
{
    atomic_fetch_add_explicit(&snapshot->references, 1, memory_order_relaxed);
    return snapshot;
}

void kbg__snapshot_unref(kbg__snapshot *s)
{
    if (!s || atomic_fetch_sub_explicit(&s->references, 1, memory_order_acq_rel) != 1)
        return;
    kbg_allocator memory = s->memory;
    for (size_t i = 0; i < s->corpus.count; i++) {
        kbg__segment_unref(s->parts[i].segment);
        kbg__dead_unref(s->parts[i].dead);
    }
    kbg__word_set_unref(s->words);
    kbg__free(&memory, s->parts);
    kbg__free(&memory, s->corpus_parts);
    kbg__free(&memory, s);
}
