/* SPDX-License-Identifier: MIT */
#include <kbguide/edit.h>

#include "api/error.h"
#include "base/utf8.h"
#include "io/json_read.h"
#include "item/record.h"
#include "live/base.h"
#include "live/changes.h"

#include <assert.h>
#include <inttypes.h>

struct kbg_edit {
    kbg_base *base;
    kbg__batch batch;
    kbg__draft draft;
};

_Static_assert(KBG_ANY_REVISION == KBG__ANY_REVISION, "");

kbg_status kbg_edit_begin(kbg_base *base, kbg_edit **edit, kbg_error **error)
{
    assert(base && edit);
    if (error)
        *error = NULL;
    kbg_edit *made = kbg__calloc(&base->memory, 1, sizeof(*made));
    *edit = made;
    if (!made)
        return kbg__fail(&base->memory, KBG_ERR_NOMEM, NULL, kbg__no_source, error);
    made->base = kbg_base_ref(base);
    kbg__batch_init(&made->batch, &base->memory, base->key);
    kbg__draft_init(&made->draft, &base->memory, &base->limits);
    return KBG_OK;
}

static kbg_status ended(const kbg_edit *edit, kbg_status status, const kbg__problem *problem, kbg_error **error)
{
    return status == KBG_OK ? KBG_OK : kbg__fail(&edit->base->memory, status, problem, kbg__no_source, error);
}

static kbg_status put(kbg_edit *edit, const kbg_item *item, uint64_t expected)
{
    const char *record = (const char *)item;
    return kbg__batch_put(&edit->batch, record, (size_t)(kbg__record_field(record).next - record), expected);
}

kbg_status kbg_edit_put(kbg_edit *edit, const kbg_item *item, uint64_t expected, kbg_error **error)
{
    assert(edit && item);
    if (error)
        *error = NULL;
    return ended(edit, put(edit, item, expected), NULL, error);
}

/* The place of an offset in a text of several lines. */
static kbg__place place_of(const char *text, size_t offset)
{
    kbg__place place = { 1, 1, offset };
    size_t start = 0;
    for (size_t i = 0; i < offset; i++)
        if (text[i] == '\n') {
            place.line++;
            start = i + 1;
        }
    place.column = 1 + kbg__utf8_count(text + start, offset - start);
    return place;
}

kbg_status kbg_edit_put_json(kbg_edit *edit, const char *json, size_t len, uint64_t expected, kbg_error **error)
{
    assert(edit && (json || len == 0));
    uint64_t most = edit->base->limits.value[KBG_LIMIT_LINE_BYTES];
    kbg__problem problem = { .status = KBG_OK };
    kbg_status status;
    if (error)
        *error = NULL;
    if (len > most) {
        status = kbg__problem_set(&problem, KBG_ERR_LIMIT, "the item has %zu bytes, the limit is %" PRIu64, len, most);
    } else {
        status = kbg__json_read_item(&edit->draft, json ? json : "", len, &problem);
        kbg__place place = place_of(json, problem.offset < len ? (size_t)problem.offset : len);
        if (status != KBG_OK)
            kbg__problem_at(&problem, &place);
    }
    if (status == KBG_OK)
        status = kbg__batch_put(&edit->batch, edit->draft.record.data, edit->draft.record.len, expected);
    return ended(edit, status, &problem, error);
}

kbg_status kbg_edit_remove(kbg_edit *edit, const char *id, size_t len, uint64_t expected, kbg_error **error)
{
    assert(edit && (id || len == 0));
    uint64_t most = edit->base->limits.value[KBG_LIMIT_ID_BYTES];
    kbg__problem problem = { .status = KBG_OK };
    kbg_status status;
    if (error)
        *error = NULL;
    if (len > most)
        status = kbg__problem_set(&problem, KBG_ERR_LIMIT, "the id has %zu bytes, the limit is %" PRIu64, len, most);
    else
        status = kbg__batch_remove(&edit->batch, id, len, expected);
    return ended(edit, status, &problem, error);
}

kbg_status kbg_edit_commit(kbg_edit *edit, uint64_t *revision, kbg_error **error)
{
    kbg__commit_counts counts;
    kbg__problem problem = { .status = KBG_OK };
    uint64_t now = 0;
    assert(edit);
    if (error)
        *error = NULL;
    kbg_status status = kbg__base_commit(edit->base, &edit->batch, &now, &counts, &problem);
    if (revision)
        *revision = now;
    if (status != KBG_OK)
        return ended(edit, status, &problem, error);
    kbg__batch_free(&edit->batch);
    kbg__batch_init(&edit->batch, &edit->base->memory, edit->base->key);
    return KBG_OK;
}

size_t kbg_edit_count(const kbg_edit *edit)
{
    assert(edit);
    return edit->batch.ids.count;
}

kbg_status kbg_edit_apply(kbg_edit *edit, const kbg_changes *changes, kbg_error **error)
{
    kbg_status status = KBG_OK;
    assert(edit && changes);
    if (error)
        *error = NULL;
    for (size_t i = 0; i < changes->count && status == KBG_OK; i++) {
        const kbg__changed *entry = &changes->entries[i];
        if (entry->item)
            status = put(edit, entry->item, KBG__ANY_REVISION);
        else
            status = kbg__batch_remove(&edit->batch, entry->id, entry->id_len, KBG__ANY_REVISION);
    }
    return ended(edit, status, NULL, error);
}

void kbg_edit_free(kbg_edit *edit)
{
    if (!edit)
        return;
    kbg_base *base = edit->base;
    kbg__draft_free(&edit->draft);
    kbg__batch_free(&edit->batch);
    kbg__free(&base->memory, edit);
    kbg_base_unref(base);
}

kbg_status kbg_base_compact(kbg_base *base, kbg_error **error)
{
    assert(base);
    if (error)
        *error = NULL;
    kbg_status status = kbg__base_compact(base, false);
    return status == KBG_OK ? KBG_OK : kbg__fail(&base->memory, status, NULL, kbg__no_source, error);
}
