/* SPDX-License-Identifier: MIT */
#include "live/snapshot.h"

#include "item/record.h"
#include "rank/suggester.h"

kbg_status kbg__snapshot_new(const kbg_allocator *memory, kbg__hash_key key, const kbg__snapshot *from,
                             kbg__word_set *words, kbg__snapshot **snapshot)
{
    kbg__snapshot *s = kbg__calloc(memory, 1, sizeof(*s));
    *snapshot = s;
    if (!s)
        return KBG_ERR_NOMEM;
    s->memory = *memory;
    atomic_init(&s->references, 1);
    kbg__interner_init(&s->ids, &s->memory, key);
    kbg__item_store_init(&s->store, &s->memory);
    s->words = kbg__word_set_ref(words);
    kbg_status status = KBG_OK;
    if (from) {
        s->revision = from->revision + 1;
        status = kbg__item_store_share(&s->store, &from->store);
        if (status == KBG_OK)
            status = kbg__interner_copy(&s->ids, &from->ids);
    }
    if (status != KBG_OK) {
        kbg__snapshot_unref(s);
        *snapshot = NULL;
    }
    return status;
}

kbg_status kbg__snapshot_put(kbg__snapshot *snapshot, const char *record, size_t len, bool replace, kbg__put *put,
                             uint32_t *number)
{
    size_t id_len;
    bool added;
    const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &id_len);
    kbg_status status = kbg__interner_add(&snapshot->ids, id, id_len, number, &added);
    if (status != KBG_OK)
        return status;
    if (added) {
        *put = KBG__PUT_ADDED;
        return kbg__item_store_add(&snapshot->store, record, len);
    }
    if (kbg__record_equal((const char *)snapshot->store.items[*number], record)) {
        *put = KBG__PUT_EQUAL;
        return KBG_OK;
    }
    *put = replace ? KBG__PUT_REPLACED : KBG__PUT_REFUSED;
    return replace ? kbg__item_store_replace(&snapshot->store, *number, record, len) : KBG_OK;
}

kbg_status kbg__snapshot_finish(kbg__snapshot *snapshot, const kbg__text_rules *rules, const kbg__weights *weights)
{
    const kbg_allocator *memory = &snapshot->memory;
    kbg__hash_key key = snapshot->ids.key;
    kbg__interner_shrink(&snapshot->ids);
    kbg_status status = kbg__index_build(&snapshot->index, memory, key, rules, &snapshot->words->words,
                                         &snapshot->store);
    if (status == KBG_OK)
        status = kbg__columns_build(&snapshot->columns, memory, key, &snapshot->store);
    if (status == KBG_OK)
        status = kbg__codes_build(&snapshot->codes, memory, key, &snapshot->store);
    if (status == KBG_OK)
        status = kbg__suggester_index(&snapshot->suggest, memory, &snapshot->store, &snapshot->columns, weights);
    return status;
}

kbg__snapshot *kbg__snapshot_ref(kbg__snapshot *snapshot)
{
    atomic_fetch_add_explicit(&snapshot->references, 1, memory_order_relaxed);
    return snapshot;
}

void kbg__snapshot_unref(kbg__snapshot *snapshot)
{
    if (!snapshot || atomic_fetch_sub_explicit(&snapshot->references, 1, memory_order_acq_rel) != 1)
        return;
    kbg_allocator memory = snapshot->memory;
    kbg__suggest_free(&snapshot->suggest);
    kbg__codes_free(&snapshot->codes);
    kbg__columns_free(&snapshot->columns);
    kbg__index_free(&snapshot->index);
    kbg__item_store_free(&snapshot->store);
    kbg__interner_free(&snapshot->ids);
    kbg__word_set_unref(snapshot->words);
    kbg__free(&memory, snapshot);
}
