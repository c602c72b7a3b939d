/* SPDX-License-Identifier: MIT */
#include "base/instant.h"
#include "io/cell.h"
#include "live/figures_number.h"
#include "live/figures_output.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct writing {
    const kbg__figures_report *report;
    kbg_write_fn write;
    void *user_data;
    kbg__buffer row;
    bool first;
    kbg_status status;
} writing;

static void put_text(writing *w, kbg_text text)
{
    bool guard = !(w->report->options->flags & KBG_DUMP_FORMULAS);
    kbg__cell_add(&w->row, text.len ? text : (kbg_text){ "", 0 }, (char)w->report->options->delimiter, w->first, guard);
    w->first = false;
}

static void put_literal(writing *w, const char *literal)
{
    put_text(w, (kbg_text){ literal, strlen(literal) });
}

static void put_number(writing *w, uint64_t number)
{
    char text[KBG__FIGURES_NUMBER];
    (void)snprintf(text, sizeof(text), "%" PRIu64, number);
    put_literal(w, text);
}

static void put_count(writing *w, uint64_t count)
{
    char text[KBG__FIGURES_NUMBER];
    put_literal(w, kbg__figures_count(text, count));
}

static void put_share(writing *w, uint64_t part, uint64_t whole)
{
    char text[KBG__FIGURES_NUMBER];
    put_literal(w, kbg__figures_share(text, part, whole));
}

static void end_row(writing *w)
{
    kbg__buffer_add_cstr(&w->row, "\r\n");
    if (w->status == KBG_OK)
        w->status = kbg__buffer_status(&w->row);
    if (w->status == KBG_OK && !w->write(w->row.data, w->row.len, w->user_data))
        w->status = KBG_ERR_WRITE;
    kbg__buffer_clear(&w->row);
    w->first = true;
}

static void put_header(writing *w, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_literal(w, names[i]);
}

/* The columns that all but the first tables have; what is of nothing is empty. */
static void put_figure_header(writing *w)
{
    static const char *const names[] = { "unanswered",     "first_contact",           "pick_rate",
                                         "sent_unchanged", "first_contact_resolution", "conversion",
                                         "under_10_s",     "under_30_s",               "under_60_s",
                                         "p50_ms",         "p90_ms",                   "p99_ms" };
    put_header(w, kbg__figures_event_names, KBG_EVENT_SOLD);
    put_header(w, names, sizeof(names) / sizeof(names[0]));
    end_row(w);
}

static void put_figures(writing *w, const kbg__counts *counts)
{
    static const uint32_t quantiles[] = { 500, 900, 990 };
    uint64_t sent = kbg__counts_get(counts, KBG_EVENT_SENT), closed = kbg__counts_get(counts, KBG_EVENT_CLOSED);
    uint64_t answered = kbg__counts_get(counts, KBG_EVENT_ANSWERED);
    for (uint32_t type = KBG_EVENT_ASKED; type <= KBG_EVENT_SOLD; type++)
        put_count(w, kbg__counts_get(counts, type));
    put_count(w, kbg__counts_get(counts, KBG__SLOT_UNANSWERED));
    put_count(w, kbg__counts_get(counts, KBG__SLOT_FIRST_CONTACT));
    put_share(w, kbg__counts_get(counts, KBG_EVENT_PICKED), kbg__counts_get(counts, KBG_EVENT_SHOWN));
    put_share(w, sent, kbg__count_sum(sent, kbg__counts_get(counts, KBG_EVENT_EDITED)));
    put_share(w, kbg__counts_get(counts, KBG__SLOT_FIRST_CONTACT), closed);
    put_share(w, kbg__counts_get(counts, KBG_EVENT_SOLD), closed);
    put_share(w, kbg__counts_get(counts, KBG__SLOT_UNDER_10), answered);
    put_share(w, kbg__counts_get(counts, KBG__SLOT_UNDER_30), answered);
    put_share(w, kbg__counts_get(counts, KBG__SLOT_UNDER_60), answered);
    for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++) {
        uint32_t value;
        if (kbg__counts_quantile(counts, quantiles[i], &value))
            put_number(w, value);
        else
            put_literal(w, "");
    }
    end_row(w);
}

static void put_cells(writing *w, const char *name, kbg__figures_kind kind)
{
    const kbg__figures_list *list = &w->report->lists[kind];
    bool questions = kind == KBG__FIGURES_ITEM && w->report->items;
    put_literal(w, name);
    if (questions)
        put_literal(w, "question");
    put_figure_header(w);
    for (size_t i = 0; i < list->sums.count && w->status == KBG_OK; i++) {
        kbg_text text = { list->cells[i]->text, list->cells[i]->len };
        put_text(w, text);
        if (questions)
            put_text(w, kbg__figures_question(w->report, text));
        put_figures(w, &list->cells[i]->counts);
    }
}

static void put_periods(writing *w)
{
    const kbg__figures_content *content = &w->report->content;
    char text[KBG__INSTANT_TEXT];
    put_literal(w, "period");
    put_figure_header(w);
    for (size_t i = 0; i < content->count && w->status == KBG_OK; i++) {
        const kbg__figures_period *period = content->periods[i];
        kbg__instant_format(kbg__figures_period_begins(content->options, period->number),
                            content->options->utc_offset_minutes, text);
        put_literal(w, text);
        put_figures(w, &kbg__figures_table_last(&period->tables[KBG__FIGURES_TOTAL])->counts);
    }
}

static void put_ranks(writing *w)
{
    static const char *const names[] = { "rank", "shown", "picked", "pick_rate" };
    const kbg__counts *total = kbg__figures_total(w->report);
    put_header(w, names, sizeof(names) / sizeof(names[0]));
    end_row(w);
    for (uint32_t rank = 1; rank <= KBG__RANKS; rank++) {
        uint32_t slot = rank % KBG__RANKS;
        uint64_t shown = kbg__counts_get(total, KBG__SLOT_SHOWN + slot);
        uint64_t picked = kbg__counts_get(total, KBG__SLOT_PICKED + slot);
        if (slot)
            put_number(w, slot);
        else
            put_literal(w, "unknown");
        put_count(w, shown);
        put_count(w, picked);
        put_share(w, picked, shown);
        end_row(w);
    }
}

static void put_unanswered(writing *w)
{
    static const char *const names[] = { "group", "group_count", "group_messages", "message", "count" };
    const kbg__groups *groups = &w->report->groups[KBG__FIGURES_UNANSWERED];
    put_header(w, names, sizeof(names) / sizeof(names[0]));
    end_row(w);
    for (size_t i = 0; i < groups->count && i < w->report->options->max_entries; i++) {
        const kbg__group *group = &groups->list[i];
        for (size_t k = 0; k < group->size && k < w->report->options->max_examples && w->status == KBG_OK; k++) {
            const kbg__grouped *message = &w->report->messages[KBG__FIGURES_UNANSWERED][group->first + k];
            put_number(w, i + 1);
            put_count(w, group->count);
            put_number(w, group->size);
            put_text(w, message->message);
            put_count(w, message->count);
            end_row(w);
        }
    }
}

static kbg_status put_never_used(writing *w)
{
    static const char *const names[] = { "item", "question" };
    kbg__figures_entry *list;
    size_t count;
    kbg_status status = kbg__figures_never_used(w->report, &list, &count);
    if (status != KBG_OK)
        return status;
    put_header(w, names, sizeof(names) / sizeof(names[0]));
    end_row(w);
    for (size_t i = 0; i < count && w->status == KBG_OK; i++) {
        put_text(w, list[i].id);
        put_text(w, kbg__figures_question(w->report, list[i].id));
        end_row(w);
    }
    kbg__free(w->report->memory, list);
    return KBG_OK;
}

kbg_status kbg__figures_csv(const kbg__figures_report *report, kbg_figures_table table, kbg_write_fn write,
                            void *user_data)
{
    writing w = { .report = report, .write = write, .user_data = user_data, .first = true };
    kbg_status status = KBG_OK;
    kbg__buffer_init(&w.row, report->memory);
    if (report->options->flags & KBG_DUMP_BOM)
        kbg__buffer_add_cstr(&w.row, "\xEF\xBB\xBF");
    switch (table) {
    case KBG_FIGURES_ITEMS:
        put_cells(&w, "item", KBG__FIGURES_ITEM);
        break;
    case KBG_FIGURES_CATEGORIES:
        put_cells(&w, "category", KBG__FIGURES_CATEGORY);
        break;
    case KBG_FIGURES_AGENTS:
        put_cells(&w, "agent", KBG__FIGURES_AGENT);
        break;
    case KBG_FIGURES_PERIODS:
        put_periods(&w);
        break;
    case KBG_FIGURES_RANKS:
        put_ranks(&w);
        break;
    case KBG_FIGURES_UNANSWERED:
        put_unanswered(&w);
        break;
    case KBG_FIGURES_NEVER_USED:
        status = put_never_used(&w);
        break;
    }
    kbg__buffer_free(&w.row);
    return status == KBG_OK ? w.status : status;
}
