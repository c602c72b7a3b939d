/* SPDX-License-Identifier: MIT */
#include "index/columns.h"

#include "item/record.h"

static bool has_channels(const char *answer)
{
    return kbg__record_count(answer, KBG__TAG_CHANNEL) + kbg__record_count(answer, KBG__TAG_LANGUAGE) > 0;
}

static kbg_status fill(kbg__columns *columns, kbg__column *column, const kbg_item *item)
{
    kbg__field whole = kbg__record_field((const char *)item);
    kbg_status status = KBG_OK;
    bool has_answer = false;
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

kbg_status kbg__columns_build(kbg__columns *columns, const kbg_allocator *memory, kbg__hash_key key,
                              const kbg__item_store *store)
{
    *columns = (kbg__columns){ .memory = memory };
    kbg__interner_init(&columns->categories, memory, key);
    columns->of = kbg__calloc(memory, store->count + 1, sizeof(*columns->of));
    kbg_status status = columns->of ? KBG_OK : KBG_ERR_NOMEM;
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        status = fill(columns, &columns->of[i], store->items[i]);
    if (status != KBG_OK)
        kbg__columns_free(columns);
    return status;
}

void kbg__columns_free(kbg__columns *columns)
{
    if (!columns->memory)
        return;
    kbg__interner_free(&columns->categories);
    kbg__free(columns->memory, columns->of);
    *columns = (kbg__columns){ 0 };
}
