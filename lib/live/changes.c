/* SPDX-License-Identifier: MIT */
#include "live/changes.h"

#include "item/record.h"

#include <stdlib.h>
#include <string.h>

static int compare_texts(const kbg__changed *a, const kbg__changed *b)
{
    size_t len = a->id_len < b->id_len ? a->id_len : b->id_len;
    int order = len ? memcmp(a->id, b->id, len) : 0;
    return order ? order : (a->id_len > b->id_len) - (a->id_len < b->id_len);
}

/* By id, the newest first. */
static int by_id(const void *left, const void *right)
{
    const kbg__changed *a = left, *b = right;
    int order = compare_texts(a, b);
    return order ? order : (a->revision < b->revision) - (a->revision > b->revision);
}

static int by_revision(const void *left, const void *right)
{
    const kbg__changed *a = left, *b = right;
    if (a->revision != b->revision)
        return a->revision < b->revision ? -1 : 1;
    return compare_texts(a, b);
}

static kbg_status add(kbg_changes *c, kbg__changed changed)
{
    if (kbg__grow(&c->memory, (void **)&c->entries, &c->capacity, c->count + 1, sizeof(*c->entries)))
        return KBG_ERR_NOMEM;
    c->entries[c->count++] = changed;
    return KBG_OK;
}

static kbg_status add_part(kbg_changes *c, const kbg__segment_part *part, uint64_t since)
{
    const kbg__segment *s = part->segment;
    kbg_status status = KBG_OK;
    for (uint32_t i = 0; i < s->store.count && status == KBG_OK; i++) {
        kbg__changed put = { .revision = kbg__packed_get(&s->revisions, i), .item = s->store.items[i] };
        if (put.revision <= since || kbg__is_dead(part->dead, i))
            continue;
        put.id = kbg__record_child_text((const char *)put.item, KBG__TAG_ID, 0, "", &put.id_len);
        status = add(c, put);
    }
    for (uint32_t i = 0; i < s->removed.count && status == KBG_OK; i++) {
        kbg__changed removed = { .revision = s->removed_at[i] };
        removed.id = kbg__interner_text(&s->removed, i, &removed.id_len);
        if (removed.revision > since && !kbg__snapshot_item(c->snapshot, removed.id, removed.id_len))
            status = add(c, removed); /* it is not there again */
    }
    return status;
}

kbg_status kbg__changes_new(kbg__snapshot *snapshot, uint64_t since, kbg_changes **changes)
{
    kbg_status status = since > snapshot->revision ? KBG_ERR_VALUE
                        : since < snapshot->horizon && since > 0 ? KBG_ERR_TOO_OLD : KBG_OK;
    kbg_changes *c = status == KBG_OK ? kbg__calloc(&snapshot->memory, 1, sizeof(*c)) : NULL;
    *changes = NULL;
    if (!c) {
        kbg__snapshot_unref(snapshot);
        return status == KBG_OK ? KBG_ERR_NOMEM : status;
    }
    c->memory = snapshot->memory;
    c->snapshot = snapshot;
    for (size_t i = 0; i < snapshot->corpus.count && status == KBG_OK; i++)
        status = add_part(c, &snapshot->parts[i], since);
    if (status != KBG_OK) {
        kbg__changes_free(c);
        return status;
    }
    /* An id can have been removed several times. */
    size_t kept = 0;
    if (c->count > 1)
        qsort(c->entries, c->count, sizeof(*c->entries), by_id);
    for (size_t i = 0; i < c->count; i++)
        if (kept == 0 || compare_texts(&c->entries[kept - 1], &c->entries[i]) != 0)
            c->entries[kept++] = c->entries[i];
    c->count = kept;
    if (kept > 1)
        qsort(c->entries, kept, sizeof(*c->entries), by_revision);
    *changes = c;
    return KBG_OK;
}

void kbg__changes_free(kbg_changes *c)
{
    if (!c)
        return;
    kbg_allocator memory = c->memory;
    kbg__free(&memory, c->entries);
    kbg__snapshot_unref(c->snapshot);
    kbg__free(&memory, c);
}
