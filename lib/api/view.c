/* SPDX-License-Identifier: MIT */
#include "live/base.h"
#include "live/view.h"

#include <kbguide/edit.h>

#include <assert.h>

kbg_view *kbg_base_view(kbg_base *base)
{
    assert(base);
    return kbg__view_new(kbg__base_current(base));
}

void kbg_view_unref(kbg_view *view)
{
    kbg__view_free(view);
}

uint64_t kbg_view_revision(const kbg_view *view)
{
    assert(view);
    return view->snapshot->revision;
}

size_t kbg_view_item_count(const kbg_view *view)
{
    assert(view);
    return view->items.count;
}

const kbg_item *kbg_view_item(const kbg_view *view, size_t index)
{
    assert(view);
    return index < view->items.count ? view->items.items[index] : NULL;
}

const kbg_item *kbg_view_find(const kbg_view *view, const char *id, size_t len)
{
    assert(view && (id || len == 0));
    return kbg__snapshot_item(view->snapshot, id, len);
}

uint64_t kbg_view_item_revision(const kbg_view *view, const char *id, size_t len)
{
    kbg__found_item found;
    assert(view && (id || len == 0));
    if (!kbg__snapshot_find(view->snapshot, id, len, &found))
        return 0;
    return kbg__packed_get(&view->snapshot->parts[found.part].segment->revisions, found.item);
}

size_t kbg_view_segment_count(const kbg_view *view)
{
    assert(view);
    return view->snapshot->corpus.count;
}

static const kbg__interner *categories_of(const kbg_view *view)
{
    assert(view);
    const kbg__snapshot *s = view->snapshot;
    return view->is_own || s->corpus.count == 0 ? &view->categories : &s->parts[0].segment->columns.categories;
}

size_t kbg_view_category_count(const kbg_view *view)
{
    return categories_of(view)->count;
}

const char *kbg_view_category(const kbg_view *view, size_t index, size_t *len)
{
    const kbg__interner *categories = categories_of(view);
    if (index < categories->count)
        return kbg__interner_text(categories, (uint32_t)index, len);
    if (len)
        *len = 0;
    return NULL;
}
