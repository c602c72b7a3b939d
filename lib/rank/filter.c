/* SPDX-License-Identifier: MIT */
#include "rank/filter.h"

#include "item/category.h"
#include "item/language.h"
#include "item/record.h"

#include <string.h>

void kbg__filter_init(kbg__filter *filter, const kbg_allocator *memory)
{
    *filter = (kbg__filter){ .memory = memory };
}

void kbg__filter_free(kbg__filter *filter)
{
    kbg__free(filter->memory, filter->bits);
    kbg__free(filter->memory, filter->starts);
    kbg__filter_init(filter, filter->memory);
}

/* Hotness tells items apart at an instant, and by their marks at any time. */
static void set_hotness(kbg__filter *filter, const kbg_query *query, const kbg__hotness *hotness)
{
    filter->hotness = NULL;
    if (!hotness || (query->flags & KBG_QUERY_NO_HOTNESS))
        return;
    filter->now = kbg__hotness_at(hotness, query->now);
    if (atomic_load_explicit(filter->now.key ? &hotness->count : &hotness->marked, memory_order_relaxed))
        filter->hotness = hotness;
}

static uint8_t category_bits(const kbg_query *query, const kbg__columns *columns, uint32_t category)
{
    size_t len;
    const char *path = kbg__interner_text(&columns->categories, category, &len);
    uint8_t bits = 0;
    if (kbg__category_below(query->category.data, query->category.len, path, len))
        bits |= KBG__CATEGORY_WANTED;
    for (size_t p = 0; p < query->preferred_count; p++)
        if (query->preferred[p].len &&
            kbg__category_below(query->preferred[p].data, query->preferred[p].len, path, len))
            bits |= KBG__CATEGORY_PREFERRED;
    return bits;
}

kbg_status kbg__filter_set(kbg__filter *filter, const kbg_query *query, const kbg__corpus *corpus,
                           const kbg__hotness *hotness)
{
    size_t count = 0;
    filter->query = query;
    filter->corpus = corpus;
    filter->columns = NULL;
    set_hotness(filter, query, hotness);
    if (kbg__grow(filter->memory, (void **)&filter->starts, &filter->start_capacity, corpus->count,
                  sizeof(*filter->starts)))
        return KBG_ERR_NOMEM;
    for (size_t p = 0; p < corpus->count; p++) {
        filter->starts[p] = count;
        count += corpus->parts[p].columns->categories.count;
    }
    if (kbg__grow(filter->memory, (void **)&filter->bits, &filter->bit_capacity, count, 1))
        return KBG_ERR_NOMEM;
    for (size_t p = 0; p < corpus->count; p++)
        for (uint32_t i = 0; i < corpus->parts[p].columns->categories.count; i++)
            filter->bits[filter->starts[p] + i] = category_bits(query, corpus->parts[p].columns, i);
    if (corpus->count)
        kbg__filter_take(filter, 0);
    return KBG_OK;
}

void kbg__filter_take(kbg__filter *filter, size_t part)
{
    filter->columns = filter->corpus->parts[part].columns;
    filter->categories = filter->bits ? filter->bits + filter->starts[part] : NULL;
}

static bool is_valid_at(const kbg_item *item, int64_t now)
{
    const char *record = (const char *)item;
    int64_t until = kbg__record_child_number(record, KBG__TAG_VALID_UNTIL, KBG_NO_INSTANT);
    return now >= kbg__record_child_number(record, KBG__TAG_VALID_FROM, INT64_MIN) &&
           (until == KBG_NO_INSTANT || now < until);
}

/* An answer fits a channel or language if none is wanted or if it does not name one. */
static bool fits_channel(const char *answer, kbg_text wanted)
{
    kbg__field field = kbg__record_child(answer, KBG__TAG_CHANNEL, 0);
    return wanted.len == 0 || field.tag == KBG__TAG_END ||
           (field.len == wanted.len && memcmp(field.value, wanted.data, wanted.len) == 0);
}

static bool fits_language(const char *answer, kbg_text wanted)
{
    kbg__field field = kbg__record_child(answer, KBG__TAG_LANGUAGE, 0);
    return wanted.len == 0 || field.tag == KBG__TAG_END ||
           kbg__language_matches(wanted.data, wanted.len, field.value, field.len);
}

/* Whether one answer fits channel and language both. */
static bool has_fitting_answer(const kbg_item *item, const kbg_query *query)
{
    kbg__field whole = kbg__record_field((const char *)item);
    for (const char *at = whole.value; at < whole.value + whole.len;) {
        kbg__field field = kbg__record_field(at);
        at = field.next;
        if (field.tag == KBG__TAG_ANSWER && fits_channel(field.at, query->channel) &&
            fits_language(field.at, query->language))
            return true;
    }
    return false;
}

bool kbg__filter_passes(const kbg__filter *filter, uint32_t number, const kbg_item *item)
{
    const kbg_query *query = filter->query;
    const kbg__column *column = kbg__column_of(filter->columns, number);
    uint32_t states = query->states ? query->states : KBG_BIT(KBG_STATE_PUBLISHED);
    if (!(states & KBG_BIT(column->state)) || (query->kinds && !(query->kinds & KBG_BIT(column->kind))))
        return false;
    if (query->category.len && (column->category == KBG__NOT_INTERNED ||
                                !(filter->categories[column->category] & KBG__CATEGORY_WANTED)))
        return false;
    if ((column->has & KBG__HAS_VALIDITY) && !(query->flags & KBG_QUERY_ANY_TIME) &&
        (query->now == 0 || !is_valid_at(item, query->now)))
        return false;
    if ((column->has & KBG__HAS_AUDIENCE) && !(query->flags & KBG_QUERY_ANY_AUDIENCE) &&
        !kbg__audience_matches((const char *)item, query->audience, query->audience_count))
        return false;
    if ((column->has & KBG__HAS_CHANNELS) && (query->channel.len || query->language.len) &&
        !has_fitting_answer(item, query))
        return false;
    return true;
}

bool kbg__filter_prefers_category(const kbg__filter *filter, uint32_t number)
{
    uint32_t category = kbg__column_of(filter->columns, number)->category;
    return category != KBG__NOT_INTERNED && (filter->categories[category] & KBG__CATEGORY_PREFERRED);
}
