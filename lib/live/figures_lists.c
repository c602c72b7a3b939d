/* SPDX-License-Identifier: MIT */
/* The lists of a report in which items stand first for what was done with them. */
#include "base/text.h"
#include "item/record.h"
#include "live/figures_report.h"

#include <stdlib.h>

static kbg_text text_of(const kbg__figure *cell)
{
    return (kbg_text){ cell->text, cell->len };
}

uint64_t kbg__figures_uses(const kbg__counts *counts)
{
    uint64_t picked = kbg__counts_get(counts, KBG_EVENT_PICKED);
    uint64_t sent = kbg__count_sum(kbg__counts_get(counts, KBG_EVENT_SENT), kbg__counts_get(counts, KBG_EVENT_EDITED));
    return picked > sent ? picked : sent;
}

kbg_text kbg__figures_question(const kbg__figures_report *report, kbg_text id)
{
    const kbg__figures_items *items = report->items;
    const kbg_item *item = items ? items->find(items->holder, id.data, id.len) : NULL;
    kbg_text question = { "", 0 };
    if (item)
        question.data = kbg__record_child_text((const char *)item, KBG__TAG_QUESTION, 0, "", &question.len);
    return question;
}

static int by_uses(const void *left, const void *right)
{
    const kbg__figures_entry *a = left, *b = right;
    return a->uses != b->uses ? (a->uses > b->uses ? -1 : 1) : kbg__text_compare(a->id, b->id);
}

/* By the share of rejections, then by their number. A rejected item was used, whether that was told or not. */
static int by_rejections(const void *left, const void *right)
{
    const kbg__figures_entry *a = left, *b = right;
    double x = (double)a->rejected / (double)a->uses, y = (double)b->rejected / (double)b->uses;
    if (x != y)
        return x > y ? -1 : 1;
    return a->rejected != b->rejected ? (a->rejected > b->rejected ? -1 : 1) : kbg__text_compare(a->id, b->id);
}

/* Makes a list with room for so many entries. */
static kbg_status list_new(const kbg__figures_report *report, size_t most, kbg__figures_entry **list, size_t *count)
{
    *count = 0;
    *list = most ? kbg__calloc(report->memory, most, sizeof(**list)) : NULL;
    return most && !*list ? KBG_ERR_NOMEM : KBG_OK;
}

kbg_status kbg__figures_most_used(const kbg__figures_report *report, kbg__figures_entry **list, size_t *count)
{
    const kbg__figures_list *items = &report->lists[KBG__FIGURES_ITEM];
    kbg_status status = list_new(report, items->sums.count, list, count);
    for (size_t i = 0; i < items->sums.count && status == KBG_OK; i++) {
        uint64_t uses = kbg__figures_uses(&items->cells[i]->counts);
        if (uses)
            (*list)[(*count)++] = (kbg__figures_entry){ .id = text_of(items->cells[i]), .uses = uses };
    }
    if (status == KBG_OK && *count)
        qsort(*list, *count, sizeof(**list), by_uses);
    return status;
}

kbg_status kbg__figures_often_rejected(const kbg__figures_report *report, kbg__figures_entry **list, size_t *count)
{
    const kbg__figures_list *items = &report->lists[KBG__FIGURES_ITEM];
    uint64_t least = (uint64_t)report->options->least_rejected * KBG__COUNT_UNIT;
    kbg_status status = list_new(report, items->sums.count, list, count);
    for (size_t i = 0; i < items->sums.count && status == KBG_OK; i++) {
        const kbg__counts *counts = &items->cells[i]->counts;
        uint64_t uses = kbg__figures_uses(counts), rejected = kbg__counts_get(counts, KBG_EVENT_REJECTED);
        if (rejected >= least)
            (*list)[(*count)++] = (kbg__figures_entry){ .id = text_of(items->cells[i]),
                                                        .uses = uses > rejected ? uses : rejected,
                                                        .rejected = rejected };
    }
    if (status == KBG_OK && *count)
        qsort(*list, *count, sizeof(**list), by_rejections);
    return status;
}

/* Whether it is certain that nobody used an item. */
static bool is_never_used(const kbg__figures_report *report, kbg_text id)
{
    const kbg__figures_table *sums = &report->lists[KBG__FIGURES_ITEM].sums;
    uint64_t hash = kbg__hash(report->content.key, id.data, id.len);
    const kbg__figure *cell = kbg__figures_table_find(sums, hash, id.data, id.len);
    if (cell)
        return kbg__figures_uses(&cell->counts) == 0;
    return !kbg__figures_table_is_beyond(sums, hash, id.data, id.len);
}

kbg_status kbg__figures_never_used(const kbg__figures_report *report, kbg__figures_entry **list, size_t *count)
{
    const kbg__figures_items *items = report->items;
    size_t all = items->count(items->holder);
    kbg_status status = list_new(report, all, list, count);
    for (size_t i = 0; i < all && status == KBG_OK; i++) {
        const char *item = (const char *)items->item(items->holder, i);
        kbg_text id;
        id.data = kbg__record_child_text(item, KBG__TAG_ID, 0, "", &id.len);
        if (kbg__record_child_number(item, KBG__TAG_STATE, KBG_STATE_PUBLISHED) == KBG_STATE_PUBLISHED &&
            is_never_used(report, id))
            (*list)[(*count)++] = (kbg__figures_entry){ .id = id };
    }
    if (status == KBG_OK && *count)
        qsort(*list, *count, sizeof(**list), by_uses);
    return status;
}
