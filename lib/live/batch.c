/* SPDX-License-Identifier: MIT */
#include "live/batch.h"

#include "item/record.h"

void kbg__batch_init(kbg__batch *batch, const kbg_allocator *memory, kbg__hash_key key)
{
    *batch = (kbg__batch){ .memory = memory };
    kbg__interner_init(&batch->ids, memory, key);
    kbg__item_store_init(&batch->store, memory);
}

void kbg__batch_free(kbg__batch *batch)
{
    kbg__interner_free(&batch->ids);
    kbg__item_store_free(&batch->store);
    kbg__free(batch->memory, batch->changes);
    batch->changes = NULL;
    batch->capacity = 0;
}

static kbg_status change(kbg__batch *batch, const char *id, size_t len, uint32_t item, uint64_t expected)
{
    uint32_t number;
    bool added;
    if (kbg__grow(batch->memory, (void **)&batch->changes, &batch->capacity, batch->ids.count + (size_t)1,
                  sizeof(*batch->changes)) ||
        kbg__interner_add(&batch->ids, id, len, &number, &added))
        return KBG_ERR_NOMEM;
    if (!added && expected == KBG__ANY_REVISION)
        expected = batch->changes[number].expected;
    batch->changes[number] = (kbg__change){ item, expected };
    return KBG_OK;
}

kbg_status kbg__batch_put(kbg__batch *batch, const char *record, size_t len, uint64_t expected)
{
    size_t id_len;
    const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &id_len);
    if (batch->store.count >= UINT32_MAX - 1)
        return KBG_ERR_LIMIT;
    kbg_status status = kbg__item_store_add(&batch->store, record, len);
    return status == KBG_OK ? change(batch, id, id_len, (uint32_t)batch->store.count - 1, expected) : status;
}

kbg_status kbg__batch_remove(kbg__batch *batch, const char *id, size_t len, uint64_t expected)
{
    return change(batch, id, len, UINT32_MAX, expected);
}

const char *kbg__batch_find(const kbg__batch *batch, const char *id, size_t len)
{
    uint32_t number = kbg__interner_find(&batch->ids, id, len);
    if (number == KBG__NOT_INTERNED || batch->changes[number].item == UINT32_MAX)
        return NULL;
    return (const char *)batch->store.items[batch->changes[number].item];
}
