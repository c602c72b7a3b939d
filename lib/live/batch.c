/* SPDX-License-Identifier: MIT */
#include "live/batch.h"

#include "item/record.h"

void kbg__batch_init(kbg__batch *batch, const kbg_allocator *memory, kbg__hash_key key)
{
    *batch = (kbg__batch){ .memory = memory };
    kbg__ids_init(&batch->ids, memory, key);
    kbg__item_store_init(&batch->store, memory);
}

void kbg__batch_free(kbg__batch *batch)
{
    kbg__ids_free(&batch->ids);
    kbg__item_store_free(&batch->store);
    kbg__free(batch->memory, batch->expected);
    batch->expected = NULL;
    batch->capacity = 0;
}

/* Makes room for what is expected of one more id. */
static kbg_status expect(kbg__batch *batch, uint64_t expected)
{
    bool is_first = !batch->expected;
    if (is_first && expected == KBG__ANY_REVISION)
        return KBG_OK;
    if (kbg__grow(batch->memory, (void **)&batch->expected, &batch->capacity, batch->ids.count + (size_t)1,
                  sizeof(*batch->expected)))
        return KBG_ERR_NOMEM;
    for (size_t i = is_first ? 0 : batch->ids.count; i <= batch->ids.count; i++)
        batch->expected[i] = KBG__ANY_REVISION;
    return KBG_OK;
}

static kbg_status change(kbg__batch *batch, const char *record, size_t len, uint64_t expected)
{
    kbg__item_store *store = &batch->store;
    size_t id_len;
    const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &id_len);
    uint32_t number = kbg__ids_find(&batch->ids, store->items, id, id_len);
    if (batch->ids.count >= KBG__NO_ITEM - 1)
        return KBG_ERR_LIMIT;
    if (expect(batch, expected) || kbg__item_store_add(store, record, len))
        return KBG_ERR_NOMEM;
    if (number == KBG__NO_ITEM) {
        number = batch->ids.count;
        if (kbg__ids_add(&batch->ids, store->items)) {
            store->count--;
            return KBG_ERR_NOMEM;
        }
    } else {
        store->items[number] = store->items[--store->count];
    }
    if (expected != KBG__ANY_REVISION)
        batch->expected[number] = expected;
    return KBG_OK;
}

kbg_status kbg__batch_put(kbg__batch *batch, const char *record, size_t len, uint64_t expected)
{
    return change(batch, record, len, expected);
}

kbg_status kbg__batch_remove(kbg__batch *batch, const char *id, size_t len, uint64_t expected)
{
    kbg__buffer field, record;
    kbg__buffer_init(&field, batch->memory);
    kbg__buffer_init(&record, batch->memory);
    kbg__record_text(&field, KBG__TAG_ID, id, len);
    kbg__record_text(&record, KBG__TAG_END, field.data, field.len);
    kbg_status status = field.failed || record.failed ? KBG_ERR_NOMEM : KBG_OK;
    if (status == KBG_OK)
        status = change(batch, record.data, record.len, expected);
    kbg__buffer_free(&field);
    kbg__buffer_free(&record);
    return status;
}

kbg__change kbg__batch_change(const kbg__batch *batch, uint32_t number)
{
    kbg__change c = { .expected = batch->expected ? batch->expected[number] : KBG__ANY_REVISION };
    const char *record = (const char *)batch->store.items[number];
    c.id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &c.len);
    c.record = kbg__record_field(record).tag == KBG__TAG_ITEM ? record : NULL;
    return c;
}

const char *kbg__batch_find(const kbg__batch *batch, const char *id, size_t len)
{
    uint32_t number = kbg__ids_find(&batch->ids, batch->store.items, id, len);
    return number == KBG__NO_ITEM ? NULL : kbg__batch_change(batch, number).record;
}
