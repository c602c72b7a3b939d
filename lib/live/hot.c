/* SPDX-License-Identifier: MIT */
#include "live/hot.h"

#include "rank/filter.h"

#include <stdlib.h>

/* One item of the list, while it is made. */
typedef struct hot {
    const kbg_item *item;
    double count;
    uint32_t number;
    bool is_pinned;
} hot;

static int by_heat(const void *left, const void *right)
{
    const hot *a = left, *b = right;
    if (a->is_pinned != b->is_pinned)
        return a->is_pinned ? -1 : 1;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return kbg__record_compare_ids((const char *)a->item, (const char *)b->item);
}

/* Whether an entry belongs on the list; fills *one. */
static bool is_hot(const kbg__snapshot *snapshot, kbg__filter *filter, uint32_t stages,
                   const kbg__hotness_entry *entry, hot *one)
{
    kbg_hot_mark mark = kbg__hotness_mark(entry);
    one->count = kbg__hotness_count(entry, &filter->now);
    one->is_pinned = mark == KBG_HOT_PINNED;
    if (mark == KBG_HOT_MUTED || (!one->is_pinned && !(one->count > 0)))
        return false;
    kbg__found_item found;
    if (!kbg__snapshot_find(snapshot, entry->id, entry->id_len, &found))
        return false;
    const kbg__corpus_part *part = &snapshot->corpus.parts[found.part];
    one->number = part->first + found.item;
    one->item = part->items[found.item];
    if (stages && !(stages & KBG_BIT(kbg__column_of(part->columns, found.item)->stage)))
        return false;
    kbg__filter_take(filter, found.part);
    return kbg__filter_passes(filter, found.item, one->item);
}

kbg_status kbg__base_hot(kbg_base *base, const kbg__snapshot *snapshot, const kbg_hot_options *options, kbg__hit **hits,
                         size_t *count)
{
    kbg_query query = { .flags = options->flags | KBG_QUERY_ANY_AUDIENCE,
                        .kinds = options->kinds,
                        .states = options->states,
                        .now = options->now,
                        .category = options->category };
    kbg__filter filter;
    hot *list = NULL, one;
    size_t found = 0, capacity = 0;
    *hits = NULL;
    *count = 0;
    kbg__filter_init(&filter, &base->memory);
    kbg_status status = kbg__filter_set(&filter, &query, &snapshot->corpus, &base->hotness);
    const kbg__hotness_entry *entry = kbg__hotness_first(&base->hotness);
    for (; entry && status == KBG_OK; entry = entry->next) {
        if (!is_hot(snapshot, &filter, options->stages, entry, &one))
            continue;
        status = kbg__grow(&base->memory, (void **)&list, &capacity, found + 1, sizeof(*list));
        if (status == KBG_OK)
            list[found++] = one;
    }
    if (found > 1)
        qsort(list, found, sizeof(*list), by_heat);
    found = found < options->limit ? found : options->limit;
    if (status == KBG_OK && found) {
        *hits = kbg__calloc(&base->memory, found, sizeof(**hits));
        status = *hits ? KBG_OK : KBG_ERR_NOMEM;
    }
    if (*hits) {
        for (size_t i = 0; i < found; i++) {
            (*hits)[i] = (kbg__hit){ .item = list[i].number, .question = UINT32_MAX, .score = list[i].count };
            (*hits)[i].reasons[KBG__REASON_HOT] = list[i].count;
        }
        *count = found;
    }
    kbg__free(&base->memory, list);
    kbg__filter_free(&filter);
    return status;
}
