/* SPDX-License-Identifier: MIT */
#include "live/figures_content.h"

#include <string.h>

enum { MINUTE = 60000 };

void kbg__figures_content_init(kbg__figures_content *content, const kbg_allocator *memory,
                               const kbg_figures_options *options)
{
    /* The same key everywhere: which cells are kept must not differ from process to process. */
    *content = (kbg__figures_content){ .memory = memory,
                                       .options = options,
                                       .key = { options->seed, UINT64_C(0x66696775726573) } };
}

size_t kbg__figures_most(const kbg_figures_options *options, kbg__figures_kind kind)
{
    switch (kind) {
    case KBG__FIGURES_ITEM:
        return options->max_items;
    case KBG__FIGURES_CATEGORY:
        return options->max_categories;
    case KBG__FIGURES_AGENT:
        return options->max_agents;
    case KBG__FIGURES_UNANSWERED:
    case KBG__FIGURES_ASKED:
        return options->max_messages;
    default:
        return 1;
    }
}

int64_t kbg__figures_period_of(const kbg_figures_options *options, int64_t at)
{
    int64_t length = (int64_t)options->period_minutes * MINUTE;
    int64_t local = at + (int64_t)options->utc_offset_minutes * MINUTE;
    return local / length - (local % length < 0);
}

int64_t kbg__figures_period_begins(const kbg_figures_options *options, int64_t number)
{
    return number * (int64_t)options->period_minutes * MINUTE - (int64_t)options->utc_offset_minutes * MINUTE;
}

uint64_t kbg__figures_events(const kbg__counts *counts)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < counts->count && counts->list[i].slot <= KBG_EVENT_SOLD; i++)
        sum = kbg__count_sum(sum, counts->list[i].value);
    return sum;
}

static kbg__figures_period *period_new(const kbg__figures_content *content, int64_t number)
{
    kbg__figures_period *period = kbg__calloc(content->memory, 1, sizeof(*period));
    if (!period)
        return NULL;
    atomic_init(&period->references, 1);
    period->number = number;
    for (int kind = 0; kind < KBG__FIGURES_KINDS; kind++)
        period->tables[kind].most = kbg__figures_most(content->options, (kbg__figures_kind)kind);
    return period;
}

static void period_unref(kbg__figures_period *period, const kbg_allocator *memory)
{
    if (atomic_fetch_sub_explicit(&period->references, 1, memory_order_acq_rel) != 1)
        return;
    for (int kind = 0; kind < KBG__FIGURES_KINDS; kind++)
        kbg__figures_table_free(&period->tables[kind], memory);
    kbg__free(memory, period);
}

static kbg_status period_reserve(kbg__figures_period *period, const kbg_allocator *memory,
                                 const kbg__figures_period *from)
{
    kbg_status status = KBG_OK;
    for (int kind = 0; kind < KBG__FIGURES_KINDS && status == KBG_OK; kind++)
        status = kbg__figures_table_reserve(&period->tables[kind], memory, &from->tables[kind]);
    return status;
}

static void period_merge(kbg__figures_period *period, const kbg_allocator *memory, const kbg__figures_period *from)
{
    for (int kind = 0; kind < KBG__FIGURES_KINDS; kind++)
        kbg__figures_table_merge(&period->tables[kind], memory, &from->tables[kind]);
}

void kbg__figures_content_free(kbg__figures_content *content)
{
    for (size_t i = 0; i < content->count; i++)
        period_unref(content->periods[i], content->memory);
    kbg__free(content->memory, content->periods);
    content->periods = NULL;
    content->capacity = content->count = 0;
    content->older = 0;
}

/* The place of the period with a number, or where it would go. */
static size_t place_of(const kbg__figures_content *content, int64_t number)
{
    size_t low = 0, high = content->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (content->periods[middle]->number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_there(const kbg__figures_content *content, size_t place, int64_t number)
{
    return place < content->count && content->periods[place]->number == number;
}

static kbg_status make_room(kbg__figures_content *content, size_t more)
{
    return kbg__grow(content->memory, (void **)&content->periods, &content->capacity, content->count + more,
                     sizeof(kbg__figures_period *));
}

/* There must be room. */
static void insert(kbg__figures_content *content, size_t place, kbg__figures_period *period)
{
    memmove(content->periods + place + 1, content->periods + place, (content->count - place) * sizeof(period));
    content->periods[place] = period;
    content->count++;
}

/* Drops the first periods if there are too many. */
static void trim(kbg__figures_content *content)
{
    size_t most = content->options->max_periods, extra = content->count > most ? content->count - most : 0;
    for (size_t i = 0; i < extra; i++) {
        const kbg__figure *total = kbg__figures_table_last(&content->periods[i]->tables[KBG__FIGURES_TOTAL]);
        if (total)
            content->older = kbg__count_sum(content->older, kbg__figures_events(&total->counts));
        period_unref(content->periods[i], content->memory);
    }
    content->count -= extra;
    if (extra)
        memmove(content->periods, content->periods + extra, content->count * sizeof(kbg__figures_period *));
}

kbg_status kbg__figures_content_period(kbg__figures_content *content, int64_t number, kbg__figures_period **period)
{
    size_t place = place_of(content, number);
    *period = NULL;
    if (!is_there(content, place, number)) {
        if (place == 0 && content->count >= content->options->max_periods)
            return KBG_OK;
        if (make_room(content, 1) != KBG_OK)
            return KBG_ERR_NOMEM;
        kbg__figures_period *made = period_new(content, number);
        if (!made)
            return KBG_ERR_NOMEM;
        insert(content, place, made);
        trim(content);
        place = place_of(content, number);
    }
    *period = content->periods[place];
    return KBG_OK;
}

kbg_status kbg__figures_content_share(kbg__figures_content *content, const kbg__figures_content *from, int64_t first,
                                      int64_t last)
{
    content->older = from->older;
    if (from->count && make_room(content, from->count) != KBG_OK)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < from->count; i++) {
        kbg__figures_period *period = from->periods[i];
        if (period->number < first || period->number > last)
            continue;
        atomic_fetch_add_explicit(&period->references, 1, memory_order_relaxed);
        content->periods[content->count++] = period;
    }
    return KBG_OK;
}

/* NULL when memory runs out. */
static kbg__figures_period *period_copy(const kbg__figures_content *content, const kbg__figures_period *from)
{
    kbg__figures_period *own = period_new(content, from->number);
    if (!own)
        return NULL;
    if (period_reserve(own, content->memory, from) != KBG_OK) {
        period_unref(own, content->memory);
        return NULL;
    }
    period_merge(own, content->memory, from);
    return own;
}

kbg_status kbg__figures_content_copy(kbg__figures_content *content, const kbg__figures_content *from)
{
    content->older = from->older;
    if (from->count && make_room(content, from->count) != KBG_OK)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < from->count; i++) {
        kbg__figures_period *period = period_copy(content, from->periods[i]);
        if (!period)
            return KBG_ERR_NOMEM;
        content->periods[content->count++] = period;
    }
    return KBG_OK;
}

/* Puts a copy of a shared period in its place. */
static kbg_status unshare(kbg__figures_content *content, size_t place)
{
    kbg__figures_period *shared = content->periods[place];
    if (atomic_load_explicit(&shared->references, memory_order_acquire) == 1)
        return KBG_OK;
    kbg__figures_period *own = period_copy(content, shared);
    if (!own)
        return KBG_ERR_NOMEM;
    content->periods[place] = own;
    period_unref(shared, content->memory);
    return KBG_OK;
}

/* Makes all room that a merge needs. What a failure leaves is cells without counts. */
static kbg_status reserve(kbg__figures_content *content, const kbg__figures_content *from)
{
    size_t missing = 0;
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < from->count && status == KBG_OK; i++) {
        size_t place = place_of(content, from->periods[i]->number);
        if (!is_there(content, place, from->periods[i]->number)) {
            missing++;
            continue;
        }
        status = unshare(content, place);
        if (status == KBG_OK)
            status = period_reserve(content->periods[place], content->memory, from->periods[i]);
        if (status != KBG_OK)
            break;
    }
    return status == KBG_OK && missing ? make_room(content, missing) : status;
}

static void sweep(kbg__figures_content *content, const kbg__figures_content *from)
{
    for (size_t i = 0; i < from->count; i++) {
        size_t place = place_of(content, from->periods[i]->number);
        if (!is_there(content, place, from->periods[i]->number) ||
            atomic_load_explicit(&content->periods[place]->references, memory_order_acquire) != 1)
            continue;
        for (int kind = 0; kind < KBG__FIGURES_KINDS; kind++)
            kbg__figures_table_sweep(&content->periods[place]->tables[kind], content->memory);
    }
}

kbg_status kbg__figures_content_merge(kbg__figures_content *content, const kbg__figures_content *from)
{
    kbg_status status = reserve(content, from);
    if (status != KBG_OK) {
        sweep(content, from);
        return status;
    }
    for (size_t i = 0; i < from->count; i++) {
        kbg__figures_period *period = from->periods[i];
        size_t place = place_of(content, period->number);
        if (is_there(content, place, period->number)) {
            period_merge(content->periods[place], content->memory, period);
        } else {
            atomic_fetch_add_explicit(&period->references, 1, memory_order_relaxed);
            insert(content, place, period);
        }
    }
    content->older = kbg__count_sum(content->older, from->older);
    trim(content);
    return KBG_OK;
}
