/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "live/figures_saved.h"

#include <string.h>

/* What is left to read. */
typedef struct reading {
    const char *data;
    size_t at, len;
    kbg__problem *problem;
} reading;

static kbg_status refuse_at(const reading *r, size_t at, kbg_status status, const char *what)
{
    kbg__place place = { 1, at + 1, at };
    if (r->problem)
        kbg__problem_at(r->problem, &place);
    return kbg__problem_set(r->problem, status, "%s", what);
}

static kbg_status get_fixed(reading *r, int bytes, uint64_t *value)
{
    *value = 0;
    if (r->len - r->at < (size_t)bytes)
        return refuse_at(r, r->len, KBG_ERR_SYNTAX, "the figures end too early");
    for (int i = 0; i < bytes; i++)
        *value |= (uint64_t)(unsigned char)r->data[r->at++] << (8 * i);
    return KBG_OK;
}

/* A number in its shortest form. */
static kbg_status get(reading *r, uint64_t *value)
{
    size_t start = r->at;
    *value = 0;
    for (int shift = 0;; shift += 7) {
        if (r->at == r->len)
            return refuse_at(r, r->len, KBG_ERR_SYNTAX, "the figures end too early");
        uint64_t byte = (unsigned char)r->data[r->at++];
        if ((shift == 63 && byte > 1) || (shift > 0 && byte == 0))
            return refuse_at(r, start, KBG_ERR_SYNTAX, "a number is not written in the shortest form");
        *value |= (byte & 0x7F) << shift;
        if (byte < 0x80)
            return KBG_OK;
    }
}

/* A number that has a highest value. */
static kbg_status get_bounded(reading *r, uint64_t most, const char *what, uint64_t *value)
{
    size_t start = r->at;
    kbg_status status = get(r, value);
    if (status == KBG_OK && *value > most)
        status = refuse_at(r, start, KBG_ERR_LIMIT, what);
    return status;
}

static kbg_status get_head(reading *r, kbg_figures_options *options)
{
    uint32_t *const numbers[] = { &options->flags,          &options->period_minutes, NULL,
                                  &options->max_periods,    &options->max_items,      &options->max_categories,
                                  &options->max_agents,     &options->max_messages,   &options->max_message_bytes };
    uint64_t value;
    kbg__problem problem;
    if (r->len < 4 || memcmp(r->data, "KBGF", 4) != 0)
        return refuse_at(r, 0, KBG_ERR_SYNTAX, "these are no figures");
    r->at = 4;
    kbg_status status = get_fixed(r, 4, &value);
    if (status == KBG_OK && value != KBG__FIGURES_VERSION)
        status = refuse_at(r, 4, KBG_ERR_SYNTAX, "the figures are of another version of the format");
    size_t start = r->at;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]) && status == KBG_OK; i++) {
        status = get_fixed(r, 4, &value);
        if (numbers[i])
            *numbers[i] = (uint32_t)value;
        else
            options->utc_offset_minutes =
                value < UINT32_C(1) << 31 ? (int32_t)value : -(int32_t)(UINT32_MAX - value) - 1;
    }
    if (status == KBG_OK)
        status = get_fixed(r, 8, &value);
    if (status != KBG_OK)
        return status;
    memcpy(&options->unanswered_below, &value, sizeof(value));
    status = get_fixed(r, 8, &options->seed);
    if (status != KBG_OK)
        return status;
    kbg_figures_options complete = *options;
    if (kbg__figures_options_complete(&complete, &problem) != KBG_OK)
        return refuse_at(r, start, KBG_ERR_VALUE, problem.text);
    /* What is written has no default in it. */
    if (memcmp(&complete, options, sizeof(complete)) != 0)
        return refuse_at(r, start, KBG_ERR_VALUE, "an option is 0");
    return KBG_OK;
}

static bool is_message(kbg__figures_kind kind)
{
    return kind == KBG__FIGURES_UNANSWERED || kind == KBG__FIGURES_ASKED;
}

static uint64_t most_bytes(const kbg_figures_options *options, kbg__figures_kind kind)
{
    return kind == KBG__FIGURES_TOTAL      ? 0
           : kind == KBG__FIGURES_CATEGORY ? KBG__FIGURES_CATEGORY_BYTES
           : is_message(kind)              ? options->max_message_bytes
                                           : KBG__FIGURES_NAME_BYTES;
}

static kbg_status get_text(reading *r, const kbg_figures_options *options, kbg__figures_kind kind, kbg_text *text)
{
    size_t start = r->at;
    uint64_t len;
    kbg_status status = get_bounded(r, most_bytes(options, kind), "a text is longer than its limit", &len);
    if (status != KBG_OK)
        return status;
    if (len > r->len - r->at)
        return refuse_at(r, r->len, KBG_ERR_SYNTAX, "the figures end too early");
    *text = (kbg_text){ r->data + r->at, (size_t)len };
    size_t good = kbg__utf8_check(text->data, text->len);
    if (good != text->len)
        return refuse_at(r, r->at + good, KBG_ERR_UTF8, "a text is ill-formed UTF-8");
    if ((len == 0 && kind != KBG__FIGURES_TOTAL) || (!is_message(kind) && len && memchr(text->data, '\0', text->len)))
        return refuse_at(r, start, KBG_ERR_VALUE, "a text is empty or has a NUL");
    r->at += text->len;
    return KBG_OK;
}

static kbg_status get_counts(reading *r, kbg__figures_kind kind, const kbg_allocator *memory, kbg__counts *counts)
{
    uint64_t count, step, value, slot = 0;
    size_t start = r->at;
    kbg_status status = get_bounded(r, KBG__SLOTS, "there are more counts than kinds of them", &count);
    if (status == KBG_OK && count == 0)
        status = refuse_at(r, start, KBG_ERR_VALUE, "there are no counts");
    if (status == KBG_OK && count > (r->len - r->at) / 2) /* before room is made for them */
        status = refuse_at(r, r->len, KBG_ERR_SYNTAX, "the figures end too early");
    if (status == KBG_OK)
        status = kbg__resize(memory, (void **)&counts->list, &counts->capacity, (size_t)count, sizeof(*counts->list));
    for (; counts->count < count && status == KBG_OK; counts->count++) {
        start = r->at;
        status = get_bounded(r, KBG__SLOTS, "a count is of an unknown kind", &step);
        slot += step;
        if (status == KBG_OK)
            status = get(r, &value);
        if (status != KBG_OK)
            return status;
        if (step == 0 || value == 0 || !kbg__slot_is_known((uint32_t)slot) ||
            (is_message(kind) && slot != KBG_EVENT_ASKED))
            return refuse_at(r, start, KBG_ERR_VALUE, "a count is 0, out of order, or of an unknown kind");
        counts->list[counts->count] = (kbg__count){ (uint32_t)slot, value };
    }
    return status;
}

static kbg_status get_table(reading *r, kbg_figures *figures, kbg__figures_period *period, kbg__figures_kind kind)
{
    kbg__figures_table *table = &period->tables[kind];
    bool unwanted = is_message(kind) && !(figures->options.flags & KBG_FIGURES_KEEP_MESSAGES);
    size_t start = r->at;
    uint64_t count;
    kbg__figure *cell = NULL;
    kbg_text text = { "", 0 };
    kbg_status status =
        get_bounded(r, unwanted ? 0 : table->most, "a period has more of something than its limit", &count);
    if (status == KBG_OK && kind == KBG__FIGURES_TOTAL && count == 0)
        return refuse_at(r, start, KBG_ERR_VALUE, "a period has no total");
    for (uint64_t i = 0; i < count && status == KBG_OK; i++) {
        start = r->at;
        status = get_text(r, &figures->options, kind, &text);
        if (status != KBG_OK)
            return status;
        uint64_t hash = kbg__hash(figures->content.key, text.data, text.len);
        if (!kbg__figures_table_append(table, &figures->memory, cell, hash, text.data, text.len, &cell))
            return refuse_at(r, start, KBG_ERR_VALUE, "texts are not in order");
        status = cell ? get_counts(r, kind, &figures->memory, &cell->counts) : KBG_ERR_NOMEM;
    }
    kbg__figures_table_trim(table, &figures->memory);
    return status;
}

static kbg_status get_period(reading *r, kbg_figures *figures)
{
    const kbg_figures_options *options = &figures->options;
    kbg__figures_content *content = &figures->content;
    size_t start = r->at;
    uint64_t bits;
    int64_t number;
    kbg__figures_period *period;
    kbg_status status = get_fixed(r, 8, &bits);
    if (status != KBG_OK)
        return status;
    memcpy(&number, &bits, sizeof(number));
    if (number < kbg__figures_period_of(options, 0) ||
        number > kbg__figures_period_of(options, KBG__FIGURES_END - 1) ||
        (content->count && number <= content->periods[content->count - 1]->number))
        return refuse_at(r, start, KBG_ERR_VALUE, "a period is out of order or outside of the years 1970 to 9999");
    status = kbg__figures_content_period(content, number, &period);
    for (int kind = 0; kind < KBG__FIGURES_KINDS && status == KBG_OK; kind++)
        status = get_table(r, figures, period, (kbg__figures_kind)kind);
    return status;
}

static kbg_status get_end(reading *r)
{
    size_t start = r->at;
    uint64_t sum;
    kbg_status status = get_fixed(r, 8, &sum);
    if (status == KBG_OK && sum != kbg__figures_checksum(r->data, start))
        status = refuse_at(r, start, KBG_ERR_SYNTAX, "the checksum is wrong");
    if (status == KBG_OK && r->at != r->len)
        status = refuse_at(r, r->at, KBG_ERR_SYNTAX, "something stands behind the figures");
    return status;
}

kbg_status kbg__figures_decode(const kbg_allocator *memory, const char *data, size_t len, kbg_figures **figures,
                               kbg__problem *problem)
{
    reading r = { .data = data, .len = len, .problem = problem };
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    uint64_t count = 0;
    kbg_figures *made = NULL;
    *figures = NULL;
    kbg_status status = get_head(&r, &options);
    if (status == KBG_OK)
        status = kbg__figures_new(memory, &options, &made);
    if (status == KBG_OK)
        status = get(&r, &made->content.older);
    if (status == KBG_OK)
        status = get_bounded(&r, options.max_periods, "there are more periods than the limit", &count);
    for (uint64_t i = 0; i < count && status == KBG_OK; i++)
        status = get_period(&r, made);
    if (status == KBG_OK)
        status = get_end(&r);
    if (status != KBG_OK) {
        if (made)
            kbg__figures_unref(made);
        return status;
    }
    *figures = made;
    return KBG_OK;
}
