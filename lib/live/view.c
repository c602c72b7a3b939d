/* SPDX-License-Identifier: MIT */
#include "live/view.h"

#include <stdlib.h>

typedef struct placed {
    uint64_t place;
    const kbg_item *item;
    uint32_t part, category;
} placed;

static int by_place(const void *left, const void *right)
{
    uint64_t a = ((const placed *)left)->place, b = ((const placed *)right)->place;
    return (a > b) - (a < b);
}

/* Whether the snapshot has one part only, all alive and in order. */
static bool is_plain(const kbg__snapshot *s)
{
    if (s->corpus.count != 1 || s->parts[0].dead)
        return s->corpus.count == 0;
    const kbg__segment *segment = s->parts[0].segment;
    for (size_t i = 1; i < segment->store.count; i++)
        if (kbg__packed_get(&segment->places, i - 1) >= kbg__packed_get(&segment->places, i))
            return false;
    return true;
}

/* Notes the category of each item. */
static kbg_status add_category(kbg_view *view, const kbg__segment *segment, uint32_t category)
{
    size_t len;
    uint32_t number;
    if (category == KBG__NOT_INTERNED)
        return KBG_OK;
    const char *path = kbg__interner_text(&segment->columns.categories, category, &len);
    return kbg__interner_add(&view->categories, path, len, &number, NULL);
}

static kbg_status fill(kbg_view *view)
{
    const kbg__snapshot *s = view->snapshot;
    kbg_status status = KBG_OK;
    size_t count = 0;
    placed *all = kbg__calloc(&view->memory, s->item_count + 1, sizeof(*all));
    const kbg_item **items = kbg__calloc(&view->memory, s->item_count + 1, sizeof(*items));
    view->items.items = items;
    view->is_own = true;
    if (!all || !items)
        status = KBG_ERR_NOMEM;
    for (uint32_t p = 0; p < s->corpus.count && status == KBG_OK; p++) {
        const kbg__segment *segment = s->parts[p].segment;
        for (uint32_t i = 0; i < segment->store.count; i++)
            if (!kbg__is_dead(s->parts[p].dead, i))
                all[count++] = (placed){ kbg__packed_get(&segment->places, i), segment->store.items[i], p,
                                         kbg__column_of(&segment->columns, i)->category };
    }
    if (count > 1)
        qsort(all, count, sizeof(*all), by_place);
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        items[i] = all[i].item;
        status = add_category(view, s->parts[all[i].part].segment, all[i].category);
    }
    view->items.count = count;
    kbg__free(&view->memory, all);
    return status;
}

kbg_view *kbg__view_new(kbg__snapshot *snapshot)
{
    kbg_view *view = kbg__calloc(&snapshot->memory, 1, sizeof(*view));
    if (!view) {
        kbg__snapshot_unref(snapshot);
        return NULL;
    }
    view->memory = snapshot->memory;
    view->snapshot = snapshot;
    view->items.memory = &view->memory;
    kbg_status status = KBG_OK;
    if (!is_plain(snapshot)) {
        kbg__interner_init(&view->categories, &view->memory, snapshot->parts[0].segment->ids.key);
        status = fill(view);
    } else if (snapshot->corpus.count) {
        view->items.items = snapshot->parts[0].segment->store.items;
        view->items.count = snapshot->parts[0].segment->store.count;
    }
    if (status == KBG_OK)
        return view;
    kbg__view_free(view);
    return NULL;
}

void kbg__view_free(kbg_view *view)
{
    if (!view)
        return;
    kbg_allocator memory = view->memory;
    if (view->is_own) {
        kbg__free(&memory, (void *)view->items.items);
        kbg__interner_free(&view->categories);
    }
    kbg__snapshot_unref(view->snapshot);
    kbg__free(&memory, view);
}
