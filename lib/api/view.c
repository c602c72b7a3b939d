/* SPDX-License-Identifier: MIT */
/* A view is a snapshot under its public name. */
#include "live/base.h"

#include <assert.h>

static const kbg__snapshot *snapshot_of(const kbg_view *view)
{
    assert(view);
    return (const kbg__snapshot *)(const void *)view;
}

kbg_view *kbg_base_view(kbg_base *base)
{
    assert(base);
    return (kbg_view *)(void *)kbg__base_current(base);
}

void kbg_view_unref(kbg_view *view)
{
    kbg__snapshot_unref((kbg__snapshot *)(void *)view);
}

uint64_t kbg_view_revision(const kbg_view *view)
{
    return snapshot_of(view)->revision;
}

size_t kbg_view_item_count(const kbg_view *view)
{
    return snapshot_of(view)->store.count;
}

const kbg_item *kbg_view_item(const kbg_view *view, size_t index)
{
    const kbg__item_store *store = &snapshot_of(view)->store;
    return index < store->count ? store->items[index] : NULL;
}

const kbg_item *kbg_view_find(const kbg_view *view, const char *id, size_t len)
{
    const kbg__snapshot *snapshot = snapshot_of(view);
    assert(id || len == 0);
    uint32_t number = kbg__interner_find(&snapshot->ids, id, len);
    return number == KBG__NOT_INTERNED ? NULL : snapshot->store.items[number];
}

size_t kbg_view_category_count(const kbg_view *view)
{
    return snapshot_of(view)->columns.categories.count;
}

const char *kbg_view_category(const kbg_view *view, size_t index, size_t *len)
{
    const kbg__interner *categories = &snapshot_of(view)->columns.categories;
    if (index < categories->count)
        return kbg__interner_text(categories, (uint32_t)index, len);
    if (len)
        *len = 0;
    return NULL;
}
