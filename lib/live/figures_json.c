/* SPDX-License-Identifier: MIT */
#include "base/instant.h"
#include "io/json_stream.h"
#include "live/figures_number.h"
#include "live/figures_output.h"

#include <inttypes.h>
#include <stdio.h>

const char *const kbg__figures_event_names[KBG_EVENT_SOLD] = { "asked",    "shown",    "picked",   "sent",   "edited",
                                                               "resolved", "rejected", "answered", "closed", "sold" };

typedef struct writing {
    const kbg__figures_report *report;
    kbg__json_stream out;
} writing;

static void put_number(writing *w, const char *key, uint64_t number)
{
    char text[KBG__FIGURES_NUMBER];
    (void)snprintf(text, sizeof(text), "%" PRIu64, number);
    kbg__json_key(&w->out, key);
    kbg__json_literal(&w->out, text);
}

static void put_count(writing *w, const char *key, uint64_t count)
{
    char text[KBG__FIGURES_NUMBER];
    kbg__json_key(&w->out, key);
    kbg__json_literal(&w->out, kbg__figures_count(text, count));
}

static void put_share(writing *w, const char *key, uint64_t part, uint64_t whole)
{
    char text[KBG__FIGURES_NUMBER];
    kbg__json_key(&w->out, key);
    kbg__json_literal(&w->out, whole ? kbg__figures_share(text, part, whole) : "null");
}

static void put_text(writing *w, const char *key, kbg_text text)
{
    kbg__json_key(&w->out, key);
    kbg__json_text(&w->out, text);
}

static void put_period(writing *w, const char *key, int64_t number)
{
    const kbg_figures_options *options = w->report->content.options;
    char text[KBG__INSTANT_TEXT];
    kbg__instant_format(kbg__figures_period_begins(options, number), options->utc_offset_minutes, text);
    put_text(w, key, (kbg_text){ text, KBG__INSTANT_TEXT - 1 });
}

static void open_list(writing *w, const char *key)
{
    kbg__json_key(&w->out, key);
    kbg__json_open(&w->out, '[');
}

static void put_ranks(writing *w, const kbg__counts *counts)
{
    open_list(w, "ranks");
    for (uint32_t rank = 1; rank <= KBG__RANKS; rank++) { /* 0, not known, comes last */
        uint32_t slot = rank % KBG__RANKS;
        uint64_t shown = kbg__counts_get(counts, KBG__SLOT_SHOWN + slot);
        uint64_t picked = kbg__counts_get(counts, KBG__SLOT_PICKED + slot);
        if (shown == 0 && picked == 0)
            continue;
        kbg__json_open(&w->out, '{');
        if (slot)
            put_number(w, "rank", slot);
        else
            put_text(w, "rank", (kbg_text){ "unknown", 7 });
        put_count(w, "shown", shown);
        put_count(w, "picked", picked);
        put_share(w, "pick_rate", picked, shown);
        kbg__json_close(&w->out, '}');
    }
    kbg__json_close(&w->out, ']');
}

static void put_response(writing *w, const kbg__counts *counts)
{
    static const struct {
        const char *key;
        uint32_t thousandths;
    } quantiles[] = { { "p50_ms", 500 }, { "p90_ms", 900 }, { "p99_ms", 990 } };
    uint64_t answered = kbg__counts_get(counts, KBG_EVENT_ANSWERED);
    uint32_t value;
    kbg__json_key(&w->out, "response");
    if (!answered) {
        kbg__json_literal(&w->out, "null");
        return;
    }
    kbg__json_open(&w->out, '{');
    put_share(w, "under_10_s", kbg__counts_get(counts, KBG__SLOT_UNDER_10), answered);
    put_share(w, "under_30_s", kbg__counts_get(counts, KBG__SLOT_UNDER_30), answered);
    put_share(w, "under_60_s", kbg__counts_get(counts, KBG__SLOT_UNDER_60), answered);
    for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++)
        if (kbg__counts_quantile(counts, quantiles[i].thousandths, &value))
            put_number(w, quantiles[i].key, value);
    kbg__json_close(&w->out, '}');
}

/* The figures of one thing, as keys of the object that is open. */
static void put_figures(writing *w, const kbg__counts *counts)
{
    uint64_t sent = kbg__counts_get(counts, KBG_EVENT_SENT), closed = kbg__counts_get(counts, KBG_EVENT_CLOSED);
    for (uint32_t type = KBG_EVENT_ASKED; type <= KBG_EVENT_SOLD; type++)
        put_count(w, kbg__figures_event_names[type - KBG_EVENT_ASKED], kbg__counts_get(counts, type));
    put_count(w, "unanswered", kbg__counts_get(counts, KBG__SLOT_UNANSWERED));
    put_count(w, "first_contact", kbg__counts_get(counts, KBG__SLOT_FIRST_CONTACT));
    put_share(w, "pick_rate", kbg__counts_get(counts, KBG_EVENT_PICKED), kbg__counts_get(counts, KBG_EVENT_SHOWN));
    put_share(w, "sent_unchanged", sent, kbg__count_sum(sent, kbg__counts_get(counts, KBG_EVENT_EDITED)));
    put_share(w, "first_contact_resolution", kbg__counts_get(counts, KBG__SLOT_FIRST_CONTACT), closed);
    put_share(w, "conversion", kbg__counts_get(counts, KBG_EVENT_SOLD), closed);
    put_response(w, counts);
    put_ranks(w, counts);
}

static void put_cells(writing *w, const char *key, const char *name, kbg__figures_kind kind)
{
    const kbg__figures_list *list = &w->report->lists[kind];
    open_list(w, key);
    for (size_t i = 0; i < list->sums.count; i++) {
        kbg_text text = { list->cells[i]->text, list->cells[i]->len };
        kbg__json_open(&w->out, '{');
        put_text(w, name, text);
        if (kind == KBG__FIGURES_ITEM && w->report->items)
            put_text(w, "question", kbg__figures_question(w->report, text));
        put_figures(w, &list->cells[i]->counts);
        kbg__json_close(&w->out, '}');
    }
    kbg__json_close(&w->out, ']');
}

static void put_periods(writing *w)
{
    const kbg__figures_content *content = &w->report->content;
    open_list(w, "periods");
    for (size_t i = 0; i < content->count; i++) {
        kbg__json_open(&w->out, '{');
        put_period(w, "period", content->periods[i]->number);
        put_figures(w, &kbg__figures_table_last(&content->periods[i]->tables[KBG__FIGURES_TOTAL])->counts);
        kbg__json_close(&w->out, '}');
    }
    kbg__json_close(&w->out, ']');
}

static void put_groups(writing *w, const char *key, kbg__figures_kind kind)
{
    const kbg__groups *groups = &w->report->groups[kind];
    open_list(w, key);
    for (size_t i = 0; i < groups->count && i < w->report->options->max_entries; i++) {
        const kbg__group *group = &groups->list[i];
        kbg__json_open(&w->out, '{');
        put_count(w, "count", group->count);
        put_number(w, "messages", group->size);
        open_list(w, "examples");
        for (size_t k = 0; k < group->size && k < w->report->options->max_examples; k++) {
            const kbg__grouped *message = &w->report->messages[kind][group->first + k];
            kbg__json_open(&w->out, '{');
            put_text(w, "message", message->message);
            put_count(w, "count", message->count);
            kbg__json_close(&w->out, '}');
        }
        kbg__json_close(&w->out, ']');
        kbg__json_close(&w->out, '}');
    }
    kbg__json_close(&w->out, ']');
}

/* A ranked list; what is not 0 of its numbers is told. */
static void put_entries(writing *w, const char *key, const kbg__figures_entry *list, size_t count)
{
    open_list(w, key);
    for (size_t i = 0; i < count && i < w->report->options->max_entries; i++) {
        kbg__json_open(&w->out, '{');
        put_text(w, "item", list[i].id);
        if (w->report->items)
            put_text(w, "question", kbg__figures_question(w->report, list[i].id));
        if (list[i].rejected)
            put_count(w, "rejected", list[i].rejected);
        if (list[i].uses)
            put_count(w, "uses", list[i].uses);
        if (list[i].rejected)
            put_share(w, "share", list[i].rejected, list[i].uses);
        kbg__json_close(&w->out, '}');
    }
    kbg__json_close(&w->out, ']');
}

static kbg_status put_lists(writing *w)
{
    kbg__figures_entry *list;
    size_t count;
    kbg_status status = kbg__figures_most_used(w->report, &list, &count);
    if (status != KBG_OK)
        return status;
    put_entries(w, "most_used", list, count);
    kbg__free(w->report->memory, list);
    status = kbg__figures_often_rejected(w->report, &list, &count);
    if (status != KBG_OK)
        return status;
    put_entries(w, "often_rejected", list, count);
    kbg__free(w->report->memory, list);
    if (!w->report->items)
        return KBG_OK;
    status = kbg__figures_never_used(w->report, &list, &count);
    if (status != KBG_OK)
        return status;
    put_number(w, "never_used_count", count);
    put_entries(w, "never_used", list, count);
    kbg__free(w->report->memory, list);
    return KBG_OK;
}

static void put_head(writing *w)
{
    const kbg__figures_report *report = w->report;
    const kbg__figures_content *content = &report->content;
    const kbg__counts *total = kbg__figures_total(report);
    put_number(w, "period_minutes", content->options->period_minutes);
    if (content->count) {
        put_period(w, "first_period", content->periods[0]->number);
        put_period(w, "last_period", content->periods[content->count - 1]->number);
    }
    put_count(w, "events", kbg__figures_events(total));
    put_count(w, "events_older", content->older);
    put_count(w, "left_out_of_items", report->lists[KBG__FIGURES_ITEM].left_out);
    put_count(w, "left_out_of_categories", report->lists[KBG__FIGURES_CATEGORY].left_out);
    put_count(w, "left_out_of_agents", report->lists[KBG__FIGURES_AGENT].left_out);
    put_count(w, "left_out_of_messages", report->lists[KBG__FIGURES_ASKED].left_out);
    put_count(w, "messages_withheld", kbg__counts_get(total, KBG__SLOT_WITHHELD));
}

kbg_status kbg__figures_json(const kbg__figures_report *report, kbg_write_fn write, void *user_data)
{
    writing w = { .report = report };
    kbg__json_stream_init(&w.out, report->memory, write, user_data);
    kbg__json_open(&w.out, '{');
    put_head(&w);
    kbg__json_key(&w.out, "total");
    kbg__json_open(&w.out, '{');
    put_figures(&w, kbg__figures_total(report));
    kbg__json_close(&w.out, '}');
    put_periods(&w);
    put_cells(&w, "categories", "category", KBG__FIGURES_CATEGORY);
    put_cells(&w, "agents", "agent", KBG__FIGURES_AGENT);
    put_cells(&w, "items", "item", KBG__FIGURES_ITEM);
    kbg_status status = put_lists(&w);
    if (report->content.options->flags & KBG_FIGURES_KEEP_MESSAGES) {
        put_groups(&w, "most_asked", KBG__FIGURES_ASKED);
        put_groups(&w, "unanswered", KBG__FIGURES_UNANSWERED);
    }
    kbg__json_close(&w.out, '}');
    kbg__buffer_add_byte(&w.out.buffer, '\n');
    kbg_status written = kbg__json_stream_finish(&w.out);
    return status == KBG_OK ? written : status;
}
