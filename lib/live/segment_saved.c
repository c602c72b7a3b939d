/* SPDX-License-Identifier: MIT */
#include "live/segment_saved.h"

#include "index/saved.h"
#include "item/record.h"
#include "item/record_check.h"

#include <string.h>

/* The records one behind the other; each knows its length. */
static kbg_status save_records(const kbg__segment *segment, kbg__sections *s)
{
    const kbg__item_store *store = &segment->store;
    kbg__buffer bytes;
    size_t count = store->count;
    kbg__buffer_init(&bytes, &segment->memory);
    for (size_t i = 0; i < count; i++) {
        const char *record = (const char *)store->items[i];
        kbg__buffer_add(&bytes, record, (size_t)(kbg__record_field(record).next - record));
    }
    kbg_status status = kbg__buffer_status(&bytes);
    if (status == KBG_OK) {
        kbg__section_count(s, &count, SIZE_MAX);
        kbg__section_count(s, &bytes.len, SIZE_MAX);
        kbg__section(s, (void **)&bytes.data, bytes.len, 1);
        status = s->status;
    }
    kbg__buffer_free(&bytes);
    return status;
}

/* What is written and found in the same way. */
static void facts(kbg__segment *g, kbg__sections *s, size_t items)
{
    kbg__section_numbers(s, &g->horizon, 1);
    kbg__packed_sections(&g->places, s, items);
    kbg__packed_sections(&g->revisions, s, items);
    kbg__interner_sections(&g->removed, s);
    kbg__section(s, (void **)&g->removed_at, g->removed.count, sizeof(*g->removed_at));
}

static void derived(kbg__segment *g, kbg__sections *s, size_t items)
{
    kbg__ids_sections(&g->ids, s, items);
    kbg__index_sections(&g->index, s, items);
    kbg__columns_sections(&g->columns, s, items);
    kbg__codes_sections(&g->codes, s, items);
    kbg__suggest_sections(&g->suggest, s, items);
}

kbg_status kbg__segment_save(kbg__segment *segment, kbg__sections *s)
{
    kbg_status status = save_records(segment, s);
    if (status != KBG_OK)
        return status;
    facts(segment, s, segment->store.count);
    derived(segment, s, segment->store.count);
    return s->status;
}

/* Checks the records and points at them. */
static kbg_status find_records(kbg__segment *g, kbg__sections *s)
{
    size_t count = 0, len = 0, start = 0;
    char *bytes;
    kbg__section_count(s, &count, UINT32_MAX - 1);
    kbg__section_count(s, &len, SIZE_MAX);
    kbg__section(s, (void **)&bytes, len, 1);
    if (count > len)
        kbg__sections_refuse(s, "there are more items than bytes");
    if (s->status != KBG_OK)
        return s->status;
    if (kbg__resize(&g->memory, (void **)&g->store.items, &g->store.capacity, count, sizeof(*g->store.items)))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        size_t size = kbg__record_check(bytes + start, len - start);
        if (size == 0) {
            kbg__sections_refuse(s, "a record is no item");
            return s->status;
        }
        g->store.items[i] = (const kbg_item *)(const void *)(bytes + start);
        start += size;
    }
    if (start != len)
        kbg__sections_refuse(s, "there is something behind the records");
    g->store.count = count;
    return s->status;
}

/* Whether places and revisions are in their ranges, and what was removed has ids. */
static bool check_facts(const kbg__segment *g, const uint64_t limits[2])
{
    for (size_t i = 0; i < g->store.count; i++) {
        uint64_t revision = kbg__packed_get(&g->revisions, i);
        if (kbg__packed_get(&g->places, i) >= limits[1] || revision == 0 || revision > limits[0])
            return false;
    }
    for (size_t i = 0; i < g->removed.count; i++)
        if (g->removed_at[i] == 0 || g->removed_at[i] > limits[0])
            return false;
    return g->horizon <= limits[0] && kbg__interner_has_texts(&g->removed);
}

/* Copies what was found into a segment of its own, and indexes it. */
static kbg_status copy(const kbg__segment_rules *rules, uint64_t serial, const kbg__words *words,
                       kbg__segment *found, kbg__segment **segment, kbg__sections *s)
{
    kbg__segment_part part = { found, NULL };
    kbg_status status = kbg__segment_gather(rules, serial, &part, 1, UINT64_MAX, segment);
    if (status == KBG_OK)
        status = kbg__segment_finish(*segment, rules, words);
    if (status == KBG_ERR_FILE) {
        kbg__sections_refuse(s, "two items have one id");
        status = s->status;
    }
    return status;
}

kbg_status kbg__segment_restore(const kbg__segment_rules *rules, uint64_t serial, const kbg__words *words,
                                kbg__mapping *mapping, bool is_trusted, const uint64_t limits[2],
                                kbg__sections *s, kbg__segment **segment)
{
    kbg__segment *found, *anew = NULL;
    *segment = NULL;
    kbg_status status = kbg__segment_new(rules, serial, &found);
    if (status != KBG_OK)
        return status;
    found->mapping = kbg__mapping_ref(mapping);
    status = find_records(found, s);
    if (status == KBG_OK) {
        facts(found, s, found->store.count);
        if (s->status == KBG_OK && !check_facts(found, limits))
            kbg__sections_refuse(s, "a place or a revision is out of range");
        status = s->status;
    }
    if (status == KBG_OK && !is_trusted) {
        status = copy(rules, serial, words, found, &anew, s);
        kbg__segment_unref(found);
        found = anew;
    } else if (status == KBG_OK) {
        derived(found, s, found->store.count);
        if (s->status == KBG_OK && s->at != s->len)
            kbg__sections_refuse(s, "there is something behind the last section");
        status = s->status;
    }
    if (status != KBG_OK) {
        kbg__segment_unref(found);
        return status;
    }
    *segment = found;
    return KBG_OK;
}
