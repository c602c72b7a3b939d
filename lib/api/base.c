/* SPDX-License-Identifier: MIT */
#include "live/base.h"

#include "api/error.h"
#include "api/load_options.h"
#include "api/report.h"
#include "io/dump.h"
#include "io/lines.h"
#include "live/view.h"

#include <assert.h>

kbg_status kbg_base_new(const kbg_base_options *options, kbg_base **base, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    assert(base);
    if (error)
        *error = NULL;
    kbg_status status = kbg__base_new(options, base, &problem);
    if (status != KBG_OK)
        return kbg__fail(options ? &options->memory : &kbg__memory_default, status, &problem, kbg__no_source, error);
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
    if (!c->report)
        return c->skip_bad;
    c->own = kbg__report_add(c->report, problem, c->source);
    return c->own == KBG_OK;
}

kbg_status kbg_base_load_from(kbg_base *base, kbg_format format, kbg_read_fn read, void *user_data,
                              const kbg_load_options *options, kbg_report **report, kbg_error **error)
{
    kbg_load_options own;
    kbg__problem problem = { .status = KBG_OK };
    kbg__load_counts counts = { 0 };
    assert(base && read);
    if (error)
        *error = NULL;
    if (report)
        *report = NULL;
    kbg_status status = kbg__load_options_take(&own, format, options, &problem);
    if (status != KBG_OK)
        return kbg__fail(&base->memory, status, &problem, kbg__no_source, error);
    collecting c = { .base = base, .source = own.source, .skip_bad = own.flags & KBG_LOAD_SKIP_BAD };
    if (!c.skip_bad)
        c.error = error;
    if (report) {
        c.report = kbg__report_new(base);
        if (!c.report)
            return kbg__fail(&base->memory, KBG_ERR_NOMEM, NULL, kbg__no_source, error);
    }
    status = kbg__base_load(base, format, read, user_data, &own, collect, &c, &counts);
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
        c.report->counts = counts;
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

static bool collect_loss(const kbg__problem *problem, void *user_data)
{
    return !user_data || kbg__report_add(user_data, problem, kbg__no_source) == KBG_OK;
}

kbg_status kbg_base_dump(kbg_base *base, kbg_format format, kbg_write_fn write, void *user_data,
                         const kbg_dump_options *options, kbg_report **report, kbg_error **error)
{
    kbg_dump_options own;
    kbg__problem problem = { .status = KBG_OK };
    kbg_report *made = NULL;
    assert(base && write);
    if (error)
        *error = NULL;
    if (report)
        *report = NULL;
    kbg_status status = kbg__dump_options_take(&own, format, options, &problem);
    if (status != KBG_OK)
        return kbg__fail(&base->memory, status, &problem, kbg__no_source, error);
    if (report) {
        made = kbg__report_new(base);
        if (!made)
            return kbg__fail(&base->memory, KBG_ERR_NOMEM, NULL, kbg__no_source, error);
    }
    kbg__dump dump = { .memory = &base->memory,
                       .limits = &base->limits,
                       .format = format,
                       .options = &own,
                       .write = write,
                       .write_data = user_data,
                       .lost = collect_loss,
                       .lost_data = made };
    kbg_view *view = kbg__view_new(kbg__base_current(base));
    status = view ? kbg__dump_items(&dump, &view->items, &problem) : KBG_ERR_NOMEM;
    if (made && view)
        made->counts.added = view->items.count;
    kbg__view_free(view);
    if (status == KBG_OK) {
        if (report)
            *report = made;
        return KBG_OK;
    }
    kbg_report_free(made);
    return kbg__fail(&base->memory, status, &problem, kbg__no_source, error);
}
