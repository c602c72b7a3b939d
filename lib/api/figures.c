/* SPDX-License-Identifier: MIT */
#include "api/figures.h"

#include "api/error.h"
#include "api/rule.h"
#include "base/sized.h"
#include "live/base.h"
#include "live/figures_saved.h"

#include <assert.h>

static size_t count_items(const void *holder)
{
    return kbg_view_item_count(holder);
}

static const kbg_item *item_at(const void *holder, size_t index)
{
    return kbg_view_item(holder, index);
}

static const kbg_item *find_item(const void *holder, const char *id, size_t len)
{
    return kbg_view_find(holder, id, len);
}

kbg__figures_items kbg__figures_items_of(const kbg_view *view)
{
    return (kbg__figures_items){ view, count_items, item_at, find_item };
}

static kbg_status fail(const kbg_figures *figures, kbg_status status, const kbg__problem *problem, kbg_error **error)
{
    return kbg__fail(&figures->memory, status, problem, kbg__no_source, error);
}

kbg_status kbg_figures_new(const kbg_allocator *allocator, const kbg_figures_options *options,
                           kbg_figures **figures, kbg_error **error)
{
    kbg_allocator memory;
    kbg_figures_options own = KBG_FIGURES_OPTIONS_INIT;
    kbg__problem problem = { .status = KBG_OK };
    assert(figures);
    *figures = NULL;
    if (error)
        *error = NULL;
    kbg_status status = kbg__memory_init(&memory, allocator);
    if (status == KBG_OK)
        status = kbg__sized_copy(&own, sizeof(own), sizeof(own), options);
    if (status == KBG_OK)
        status = kbg__figures_options_complete(&own, &problem);
    if (status == KBG_OK)
        status = kbg__figures_new(&memory, &own, figures);
    return status == KBG_OK ? KBG_OK : kbg__fail(&memory, status, &problem, kbg__no_source, error);
}

kbg_figures *kbg_figures_ref(kbg_figures *figures)
{
    assert(figures);
    atomic_fetch_add_explicit(&figures->references, 1, memory_order_relaxed);
    return figures;
}

void kbg_figures_unref(kbg_figures *figures)
{
    if (figures)
        kbg__figures_unref(figures);
}

kbg_status kbg_figures_set_rules(kbg_figures *figures, const kbg_rules *rules, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    assert(figures);
    if (error)
        *error = NULL;
    kbg_status status = kbg__figures_set_rules(figures, rules ? rules->list : NULL, &problem);
    return status == KBG_OK ? KBG_OK : fail(figures, status, &problem, error);
}

kbg_status kbg_figures_add(kbg_figures *figures, const kbg_event *events, size_t count, const kbg_view *view,
                           kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    kbg__figures_items items = kbg__figures_items_of(view);
    assert(figures && (events || count == 0));
    if (error)
        *error = NULL;
    kbg_status status = kbg__figures_add(figures, events, count, view ? &items : NULL, &problem);
    return status == KBG_OK ? KBG_OK : fail(figures, status, &problem, error);
}

kbg_status kbg_figures_merge(kbg_figures *into, kbg_figures *from, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    assert(into && from);
    if (error)
        *error = NULL;
    kbg_status status = kbg__figures_merge(into, from, &problem);
    return status == KBG_OK ? KBG_OK : fail(into, status, &problem, error);
}

kbg_status kbg_figures_write(kbg_figures *figures, kbg_write_fn write, void *user_data, kbg_error **error)
{
    kbg__buffer out;
    assert(figures && write);
    if (error)
        *error = NULL;
    kbg__buffer_init(&out, &figures->memory);
    kbg_status status = kbg__figures_encode(figures, &out);
    if (status == KBG_OK && !write(out.data, out.len, user_data))
        status = KBG_ERR_WRITE;
    kbg__buffer_free(&out);
    return status == KBG_OK ? KBG_OK : fail(figures, status, NULL, error);
}

kbg_status kbg_figures_read(const kbg_allocator *allocator, const char *data, size_t len, kbg_figures **figures,
                            kbg_error **error)
{
    kbg_allocator memory;
    kbg__problem problem = { .status = KBG_OK };
    assert(figures && (data || len == 0));
    *figures = NULL;
    if (error)
        *error = NULL;
    kbg_status status = kbg__memory_init(&memory, allocator);
    if (status == KBG_OK)
        status = kbg__figures_decode(&memory, data, len, figures, &problem);
    return status == KBG_OK ? KBG_OK : kbg__fail(&memory, status, &problem, kbg__no_source, error);
}

void kbg_base_set_figures(kbg_base *base, kbg_figures *figures)
{
    assert(base);
    kbg__base_set_figures(base, figures);
}

kbg_figures *kbg_base_figures(kbg_base *base)
{
    assert(base);
    return kbg__base_figures(base);
}
