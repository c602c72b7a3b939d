/* SPDX-License-Identifier: MIT */
#include "live/figures_report.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static kbg_text text_of(const kbg__figure *cell)
{
    return (kbg_text){ cell->text, cell->len };
}

static int by_text(const void *left, const void *right)
{
    return kbg__text_compare(text_of(*(const kbg__figure *const *)left), text_of(*(const kbg__figure *const *)right));
}

/* Drops the cells that some period may have dropped: those behind the last cell of a full one. */
static void drop_partial(const kbg__figures_report *report, kbg__figures_kind kind, kbg__figures_table *sums)
{
    const kbg__figure *bound = NULL;
    for (size_t i = 0; i < report->content.count; i++) {
        const kbg__figures_table *table = &report->content.periods[i]->tables[kind];
        const kbg__figure *last = kbg__figures_table_last(table);
        if (table->count >= table->most && last &&
            (!bound || kbg__figures_compare(last, bound->hash, bound->text, bound->len) < 0))
            bound = last;
    }
    if (!bound || kind == KBG__FIGURES_TOTAL)
        return;
    size_t whole = 0;
    for (const kbg__figure *cell = NULL; (cell = kbg__figures_table_next(sums, cell)) != NULL; whole++)
        if (kbg__figures_compare(cell, bound->hash, bound->text, bound->len) > 0)
            break;
    sums->most = whole;
    kbg__figures_table_trim(sums, report->memory);
}

static kbg_status make_list(kbg__figures_report *report, kbg__figures_kind kind)
{
    kbg__figures_list *list = &report->lists[kind];
    kbg_status status = KBG_OK;
    bool is_message = kind == KBG__FIGURES_UNANSWERED || kind == KBG__FIGURES_ASKED;
    list->sums.most = is_message ? report->content.options->max_messages : SIZE_MAX;
    for (size_t i = 0; i < report->content.count && status == KBG_OK; i++) {
        status = kbg__figures_table_reserve(&list->sums, report->memory, &report->content.periods[i]->tables[kind]);
        if (status == KBG_OK)
            kbg__figures_table_merge(&list->sums, report->memory, &report->content.periods[i]->tables[kind]);
    }
    if (status != KBG_OK)
        return status;
    drop_partial(report, kind, &list->sums);
    if (list->sums.count == 0)
        return KBG_OK;
    list->cells = kbg__calloc(report->memory, list->sums.count, sizeof(*list->cells));
    if (!list->cells)
        return KBG_ERR_NOMEM;
    size_t n = 0;
    for (const kbg__figure *cell = NULL; (cell = kbg__figures_table_next(&list->sums, cell)) != NULL;)
        list->cells[n++] = cell;
    qsort(list->cells, n, sizeof(*list->cells), by_text);
    return KBG_OK;
}

const kbg__counts *kbg__figures_total(const kbg__figures_report *report)
{
    static const kbg__counts none = { NULL, 0, 0 };
    const kbg__figures_list *list = &report->lists[KBG__FIGURES_TOTAL];
    return list->sums.count ? &list->cells[0]->counts : &none;
}

/* Counts what the total has and the cells have not. Of categories, those at the top hold all others. */
static void count_left_out(kbg__figures_report *report)
{
    static const uint32_t slots[KBG__FIGURES_KINDS] = {
        [KBG__FIGURES_ITEM] = KBG__SLOT_WITH_ITEM,          [KBG__FIGURES_CATEGORY] = KBG__SLOT_WITH_CATEGORY,
        [KBG__FIGURES_AGENT] = KBG__SLOT_WITH_AGENT,        [KBG__FIGURES_ASKED] = KBG__SLOT_WITH_MESSAGE,
    };
    for (int kind = 0; kind < KBG__FIGURES_KINDS; kind++) {
        kbg__figures_list *list = &report->lists[kind];
        uint64_t all = slots[kind] ? kbg__counts_get(kbg__figures_total(report), slots[kind]) : 0, told = 0;
        for (size_t i = 0; i < list->sums.count; i++)
            if (kind != KBG__FIGURES_CATEGORY || !memchr(list->cells[i]->text, '/', list->cells[i]->len))
                told = kbg__count_sum(told, kbg__figures_events(&list->cells[i]->counts));
        list->left_out = all > told ? all - told : 0;
    }
}

static kbg_status group(kbg__figures_report *report, kbg__figures_kind kind)
{
    const kbg__figures_list *list = &report->lists[kind];
    size_t count = list->sums.count;
    if (count == 0)
        return KBG_OK;
    kbg__grouped *messages = kbg__calloc(report->memory, count, sizeof(*messages));
    report->messages[kind] = messages;
    if (!messages)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < count; i++)
        messages[i] = (kbg__grouped){ .message = text_of(list->cells[i]),
                                      .count = kbg__counts_get(&list->cells[i]->counts, KBG_EVENT_ASKED) };
    return kbg__group_messages(report->memory, messages, count, &report->groups[kind]);
}

kbg_status kbg__figures_report_make(kbg__figures_report *report, kbg_figures *figures,
                                    const kbg_figures_report_options *options, const kbg__figures_items *items,
                                    bool grouped)
{
    *report = (kbg__figures_report){ .memory = &figures->memory, .options = options, .items = items };
    kbg_status status = kbg__figures_take(figures, options->from, options->until, &report->content);
    for (int kind = 0; kind < KBG__FIGURES_KINDS && status == KBG_OK; kind++)
        status = make_list(report, (kbg__figures_kind)kind);
    if (status != KBG_OK)
        return status;
    count_left_out(report);
    if (grouped)
        status = group(report, KBG__FIGURES_UNANSWERED);
    return grouped && status == KBG_OK ? group(report, KBG__FIGURES_ASKED) : status;
}

void kbg__figures_report_free(kbg__figures_report *report)
{
    for (int kind = 0; kind < KBG__FIGURES_KINDS; kind++) {
        kbg__figures_table_free(&report->lists[kind].sums, report->memory);
        kbg__free(report->memory, (void *)report->lists[kind].cells);
        kbg__free(report->memory, report->messages[kind]);
        kbg__groups_free(&report->groups[kind], report->memory);
    }
    kbg__figures_content_free(&report->content);
}
