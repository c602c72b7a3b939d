/* SPDX-License-Identifier: MIT */
#include "index/columns.h"

#include "item/record.h"

#include <string.h>

static bool has_channels(const char *answer)
{
    return kbg__record_count(answer, KBG__TAG_CHANNEL) + kbg__record_count(answer, KBG__TAG_LANGUAGE) > 0;
}

static kbg_status fill(kbg__columns *columns, kbg__column *column, const kbg_item *item)
{
    kbg__field whole = kbg__record_field((const char *)item);
    kbg_status status = KBG_OK;
    bool has_answer = false;
    memset(column, 0, sizeof(*column)); /* the bytes of equal columns are equal */
    column->category = KBG__NOT_INTERNED;
    for (const char *at = whole.value; at < whole.value + whole.len && status == KBG_OK;) {
        kbg__field field = kbg__record_field(at);
        at = field.next;
        switch (field.tag) {
        case KBG__TAG_CATEGORY:
            status = kbg__interner_add(&columns->categories, field.value, field.len, &column->category, NULL);
            break;
        case KBG__TAG_KIND:
            column->kind = (uint8_t)kbg__record_value_number(field);
            break;
        case KBG__TAG_STAGE:
            column->stage = (uint8_t)kbg__record_value_number(field);
            break;
        case KBG__TAG_STATE:
            column->state = (uint8_t)kbg__record_value_number(field);
            break;
        case KBG__TAG_PRIORITY:
            column->priority = (int8_t)kbg__record_value_number(field);
            break;
        case KBG__TAG_USAGE_COUNT:
            column->usage = (float)kbg__record_value_number(field);
            break;
        case KBG__TAG_AUDIENCE:
            column->has |= KBG__HAS_AUDIENCE;
            break;
        case KBG__TAG_VALID_FROM:
        case KBG__TAG_VALID_UNTIL:
            column->has |= KBG__HAS_VALIDITY;
            break;
        case KBG__TAG_ANSWER:
            has_answer = true;
            if (has_channels(field.at))
                column->has |= KBG__HAS_CHANNELS;
            break;
        default:
            break;
        }
    }
    if (!has_answer)
        column->has |= KBG__HAS_CHANNELS;
    return status;
}

/* Keeps the different columns, and no more memory than is needed. */
static kbg_status keep(kbg__columns *columns, const kbg__interner *different)
{
    kbg__interner_shrink(&columns->categories);
    columns->count = different->count;
    columns->different = kbg__calloc(columns->memory, columns->count + 1, sizeof(*columns->different));
    if (!columns->different)
        return KBG_ERR_NOMEM;
    for (uint32_t i = 0; i < different->count; i++)
        memcpy(&columns->different[i], kbg__interner_text(different, i, NULL), sizeof(*columns->different));
    return KBG_OK;
}

kbg_status kbg__columns_build(kbg__columns *columns, const kbg_allocator *memory, kbg__hash_key key,
                              const kbg__item_store *store)
{
    kbg__interner different;
    kbg__packing numbers = { 0 };
    kbg_status status = KBG_OK;
    *columns = (kbg__columns){ .memory = memory };
    kbg__interner_init(&columns->categories, memory, key);
    kbg__interner_init(&different, memory, key);
    for (size_t i = 0; i < store->count && status == KBG_OK; i++) {
        kbg__column column;
        uint32_t number;
        status = fill(columns, &column, store->items[i]);
        if (status == KBG_OK)
            status = kbg__interner_add(&different, (const char *)&column, sizeof(column), &number, NULL);
        if (status == KBG_OK)
            status = kbg__packing_add(&numbers, memory, number);
    }
    if (status == KBG_OK)
        status = kbg__packing_end(&numbers, memory, &columns->numbers);
    if (status == KBG_OK)
        status = keep(columns, &different);
    kbg__packing_free(&numbers, memory);
    kbg__interner_free(&different);
    if (status != KBG_OK)
        kbg__columns_free(columns);
    return status;
}

void kbg__columns_free(kbg__columns *columns)
{
    if (!columns->memory)
        return;
    kbg__interner_free(&columns->categories);
    kbg__free(columns->memory, columns->different);
    kbg__packed_free(&columns->numbers, columns->memory);
    *columns = (kbg__columns){ 0 };
}
