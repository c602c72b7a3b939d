/* SPDX-License-Identifier: MIT */
#include "live/base.h"

#include "api/error.h"
#include "base/sized.h"
#include "io/json_write.h"
#include "io/lines.h"

#include <assert.h>

static const kbg_text no_source = { NULL, 0 };

kbg_status kbg_base_new(const kbg_base_options *options, kbg_base **base, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    assert(base);
    if (error)
        *error = NULL;
    kbg_status status = kbg__base_new(options, base, &problem);
    if (status != KBG_OK)
        return kbg__fail(options ? &options->memory : &kbg__memory_default, status, &problem, no_source, error);
    return KBG_OK;
}

kbg_base *kbg_base_ref(kbg_base *base)
{
    assert(base);
    atomic_fetch_add_explicit(&base->references, 1, memory_order_relaxed);
    return base;
}

void kbg_base_unref(kbg_base *base)
{
    if (base)
        kbg__base_unref(base);
}

struct kbg_report {
    kbg_allocator memory;
    size_t item_count, bad_count;
    kbg_error **errors;
    size_t capacity, error_count;
};

/* Takes the bad lines of one load: the first into an error, all into a report, if these are wanted. */
typedef struct collecting {
    const kbg_base *base;
    kbg_report *report;
    bool skip_bad;
    kbg_text source;
    kbg_error **error;
    kbg_status first; /* of the first bad line */
    kbg_status own;   /* what went wrong while collecting */
} collecting;

static bool collect(const kbg__problem *problem, void *user_data)
{
    collecting *c = user_data;
    if (c->first == KBG_OK) {
        c->first = problem->status;
        if (kbg__fail(&c->base->memory, problem->status, problem, c->source, c->error) == KBG_ERR_NOMEM) {
            c->own = KBG_ERR_NOMEM;
            return false;
        }
    }
    kbg_report *report = c->report;
    if (!report)
        return c->skip_bad;
    report->bad_count++;
    if (report->error_count >= c->base->limits.value[KBG_LIMIT_REPORT_ERRORS])
        return true;
    c->own = kbg__grow(&report->memory, (void **)&report->errors, &report->capacity, report->error_count + 1,
                       sizeof(*report->errors));
    if (c->own != KBG_OK)
        return false;
    c->own = kbg__fail(&c->base->memory, problem->status, problem, c->source, &report->errors[report->error_count]);
    report->error_count++;
    if (c->own != KBG_ERR_NOMEM)
        c->own = KBG_OK;
    return c->own == KBG_OK;
}

kbg_status kbg_base_load_from(kbg_base *base, kbg_format format, kbg_read_fn read, void *user_data,
                              const kbg_load_options *options, kbg_report **report, kbg_error **error)
{
    kbg_load_options own = { 0 };
    assert(base && read);
    if (error)
        *error = NULL;
    if (report)
        *report = NULL;
    kbg_status status = kbg__sized_copy(&own, sizeof(own), sizeof(own), options);
    if (status != KBG_OK || (own.flags & ~KBG_LOAD_SKIP_BAD) || format != KBG_FORMAT_JSONL)
        return kbg__fail(&base->memory, KBG_ERR_OPTIONS, NULL, no_source, error);
    collecting c = { .base = base, .source = own.source, .skip_bad = own.flags & KBG_LOAD_SKIP_BAD };
    if (!c.skip_bad)
        c.error = error;
    if (report) {
        c.report = kbg__calloc(&base->memory, 1, sizeof(*c.report));
        if (!c.report)
            return kbg__fail(&base->memory, KBG_ERR_NOMEM, NULL, no_source, error);
        c.report->memory = base->memory;
    }
    size_t added = 0;
    status = kbg__base_load(base, read, user_data, c.skip_bad, collect, &c, &added);
    if (status == KBG_OK)
        status = c.own;
    if (status != KBG_OK) {
        if (error)
            kbg_error_free(*error);
        status = kbg__fail(&base->memory, status, NULL, own.source, error);
    } else if (!c.skip_bad) {
        status = c.first;
    }
    if (report && status == KBG_ERR_NOMEM) {
        kbg_report_free(c.report);
    } else if (report) {
        c.report->item_count = added;
        *report = c.report;
    }
    return status;
}

kbg_status kbg_base_load(kbg_base *base, kbg_format format, const char *text, size_t len,
                         const kbg_load_options *options, kbg_report **report, kbg_error **error)
{
    kbg_text rest = { text, len };
    assert(text || len == 0);
    return kbg_base_load_from(base, format, kbg__lines_read_text, &rest, options, report, error);
}

kbg_status kbg_base_dump(kbg_base *base, kbg_format format, kbg_write_fn write, void *user_data, kbg_error **error)
{
    assert(base && write);
    if (error)
        *error = NULL;
    if (format != KBG_FORMAT_JSONL)
        return kbg__fail(&base->memory, KBG_ERR_OPTIONS, NULL, no_source, error);
    kbg__buffer line;
    kbg__buffer_init(&line, &base->memory);
    kbg__snapshot *snapshot = kbg__base_current(base);
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < snapshot->store.count && status == KBG_OK; i++) {
        kbg__buffer_clear(&line);
        status = kbg__json_write_item(&line, snapshot->store.items[i]);
        if (status == KBG_OK && !write(line.data, line.len, user_data))
            status = KBG_ERR_WRITE;
    }
    kbg__snapshot_unref(snapshot);
    kbg__buffer_free(&line);
    return status == KBG_OK ? KBG_OK : kbg__fail(&base->memory, status, NULL, no_source, error);
}

size_t kbg_report_item_count(const kbg_report *report)
{
    return report->item_count;
}

size_t kbg_report_bad_count(const kbg_report *report)
{
    return report->bad_count;
}

size_t kbg_report_error_count(const kbg_report *report)
{
    return report->error_count;
}

const kbg_error *kbg_report_error(const kbg_report *report, size_t index)
{
    return index < report->error_count ? report->errors[index] : NULL;
}

void kbg_report_free(kbg_report *report)
{
    if (!report)
        return;
    kbg_allocator memory = report->memory;
    for (size_t i = 0; i < report->error_count; i++)
        kbg_error_free(report->errors[i]);
    kbg__free(&memory, report->errors);
    kbg__free(&memory, report);
}
