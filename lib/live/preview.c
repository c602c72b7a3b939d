/* SPDX-License-Identifier: MIT */
#include "live/preview.h"

#include "io/load.h"
#include "item/record.h"

#include <inttypes.h>

/* One preview being made. */
typedef struct previewing {
    const kbg_base *base;
    const kbg__snapshot *current;
    kbg_preview *preview;
    kbg__interner ids;  /* of the input */
    uint32_t *first;    /* the item in which each id came first */
    size_t first_capacity;
    bool *conflicting;  /* which ids have several contents */
    size_t conflicting_capacity;
    size_t new_count;   /* ids that the base does not have */
    kbg__make_error make;
    void *make_data;
    kbg_status own;     /* what went wrong with a bad row */
} previewing;

static kbg_status add_row(kbg_preview *preview, kbg__preview_row row)
{
    kbg_status status = kbg__grow(&preview->memory, (void **)&preview->rows, &preview->capacity, preview->count + 1,
                                  sizeof(*preview->rows));
    if (status == KBG_OK)
        preview->rows[preview->count++] = row;
    return status;
}

/* The item of the base with an id, NULL if there is none. */
static const char *find(const kbg__snapshot *snapshot, const char *id, size_t len)
{
    return (const char *)kbg__snapshot_item(snapshot, id, len);
}

static kbg_status take_item(const char *record, size_t len, kbg__problem *problem, void *user_data)
{
    previewing *p = user_data;
    kbg_preview *preview = p->preview;
    uint64_t most = p->base->limits.value[KBG_LIMIT_ITEMS];
    kbg__place place = { problem->line, problem->column, problem->offset };
    size_t id_len;
    uint32_t number, item = (uint32_t)preview->store.count;
    bool is_new;
    const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &id_len);
    bool too_many = preview->store.count >= most ||
                    (kbg__interner_find(&p->ids, id, id_len) == KBG__NOT_INTERNED && !find(p->current, id, id_len) &&
                     p->current->item_count + p->new_count >= most);
    if (too_many)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "the base is full: it has %" PRIu64 " items", most);
    if (kbg__item_store_add(&preview->store, record, len) != KBG_OK ||
        kbg__interner_add(&p->ids, id, id_len, &number, &is_new) != KBG_OK ||
        kbg__grow(&preview->memory, (void **)&p->first, &p->first_capacity, (size_t)p->ids.count,
                  sizeof(*p->first)) != KBG_OK ||
        kbg__grow(&preview->memory, (void **)&p->conflicting, &p->conflicting_capacity, (size_t)p->ids.count,
                  sizeof(*p->conflicting)) != KBG_OK)
        return KBG_ERR_NOMEM;
    if (is_new) {
        p->first[number] = item;
        p->conflicting[number] = false;
        p->new_count += !find(p->current, id, id_len);
    } else if (!kbg__record_equal((const char *)preview->store.items[p->first[number]], record)) {
        p->conflicting[number] = true;
    }
    return add_row(preview, (kbg__preview_row){ KBG_ROW_NEW, item, place, NULL });
}

static bool take_bad(const kbg__problem *problem, void *user_data)
{
    previewing *p = user_data;
    kbg_preview *preview = p->preview;
    kbg__preview_row row = { KBG_ROW_BAD, UINT32_MAX, { problem->line, problem->column, problem->offset }, NULL };
    preview->counts[KBG_ROW_BAD]++;
    if (preview->counts[KBG_ROW_BAD] > p->base->limits.value[KBG_LIMIT_REPORT_ERRORS])
        return true;
    p->own = add_row(preview, row);
    if (p->own == KBG_OK && !p->make(problem, p->make_data, &preview->rows[preview->count - 1].error))
        p->own = KBG_ERR_NOMEM;
    return p->own == KBG_OK;
}

/* Finds the states of all rows that are not bad, now that the whole input is known. */
static void judge(const previewing *p)
{
    kbg_preview *preview = p->preview;
    for (size_t i = 0; i < preview->count; i++) {
        kbg__preview_row *row = &preview->rows[i];
        if (row->state == KBG_ROW_BAD)
            continue;
        const char *record = (const char *)preview->store.items[row->item];
        size_t len;
        const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &len), *there = find(p->current, id, len);
        uint32_t number = kbg__interner_find(&p->ids, id, len);
        if (p->conflicting[number])
            row->state = KBG_ROW_CONFLICT;
        else if (p->first[number] != row->item || (there && kbg__record_equal(there, record)))
            row->state = KBG_ROW_EQUAL;
        else
            row->state = there ? KBG_ROW_CHANGED : KBG_ROW_NEW;
        preview->counts[row->state]++;
    }
}

kbg_status kbg__base_preview(kbg_base *base, kbg_format format, kbg_read_fn read, void *read_data,
                             const kbg_load_options *options, kbg__make_error make, void *make_data,
                             kbg_preview **preview)
{
    kbg_preview *made = kbg__calloc(&base->memory, 1, sizeof(*made));
    previewing p = { .base = base, .preview = made, .make = make, .make_data = make_data };
    kbg__load_sink sink = { .item = take_item, .bad = take_bad, .user_data = &p };
    *preview = made;
    if (!made)
        return KBG_ERR_NOMEM;
    made->memory = base->memory;
    kbg__item_store_init(&made->store, &made->memory);
    kbg__interner_init(&p.ids, &base->memory, base->key);
    kbg__snapshot *current = kbg__base_current(base);
    p.current = current;
    kbg_status status = kbg__load_items(&base->memory, &base->limits, &base->parallel, format, read, read_data, options,
                                        &sink);
    if (status == KBG_OK)
        status = p.own;
    if (status == KBG_OK)
        judge(&p);
    kbg__snapshot_unref(current);
    kbg__free(&base->memory, p.first);
    kbg__free(&base->memory, p.conflicting);
    kbg__interner_free(&p.ids);
    return status;
}

void kbg__preview_free(kbg_preview *preview)
{
    kbg_allocator memory = preview->memory;
    kbg__item_store_free(&preview->store);
    kbg__free(&memory, preview->rows);
    kbg__free(&memory, preview);
}
