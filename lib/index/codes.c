/* SPDX-License-Identifier: MIT */
#include "index/codes.h"

#include "item/record.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    const struct kbg__code_item *a = left, *b = right;
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

static kbg_status add_item(kbg__codes *codes, kbg__folded *folded, const kbg_item *item, uint32_t number)
{
    kbg__field whole = kbg__record_field((const char *)item);
    kbg_status status = KBG_OK;
    for (const char *at = whole.value; at < whole.value + whole.len && status == KBG_OK;) {
        kbg__field field = kbg__record_field(at);
        at = field.next;
        if (field.tag != KBG__TAG_SHORT_CODE)
            continue;
        uint32_t code;
        status = kbg__fold(folded, NULL, NULL, field.value, field.len);
        if (status == KBG_OK)
            status = kbg__interner_add(&codes->codes, folded->text.data, folded->text.len, &code, NULL);
        if (status == KBG_OK)
            status = kbg__grow(codes->memory, (void **)&codes->items, &codes->capacity, codes->count + 1,
                               sizeof(*codes->items));
        if (status == KBG_OK)
            codes->items[codes->count++] = (struct kbg__code_item){ code, number };
    }
    return status;
}

kbg_status kbg__codes_build(kbg__codes *codes, const kbg_allocator *memory, kbg__hash_key key,
                            const kbg__item_store *store)
{
    kbg__folded folded;
    kbg_status status = KBG_OK;
    *codes = (kbg__codes){ .memory = memory };
    kbg__interner_init(&codes->codes, memory, key);
    kbg__folded_init(&folded, memory, false);
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        status = add_item(codes, &folded, store->items[i], (uint32_t)i);
    kbg__folded_free(&folded);
    if (status != KBG_OK) {
        kbg__codes_free(codes);
        return status;
    }
    if (codes->count > 1)
        qsort(codes->items, codes->count, sizeof(*codes->items), compare);
    /* An item that names a code twice (in other width or case) has it once. */
    size_t kept = 0;
    for (size_t i = 0; i < codes->count; i++)
        if (kept == 0 || compare(&codes->items[kept - 1], &codes->items[i]) != 0)
            codes->items[kept++] = codes->items[i];
    codes->count = kept;
    return KBG_OK;
}

void kbg__codes_free(kbg__codes *codes)
{
    if (!codes->memory)
        return;
    kbg__interner_free(&codes->codes);
    kbg__free(codes->memory, codes->items);
    *codes = (kbg__codes){ 0 };
}

kbg_status kbg__codes_find(const kbg__codes *codes, kbg__folded *folded, const char *code, size_t len,
                           const struct kbg__code_item **items, size_t *count)
{
    *items = NULL;
    *count = 0;
    kbg_status status = kbg__fold(folded, NULL, NULL, code, len);
    if (status != KBG_OK || folded->text.len == 0)
        return status;
    uint32_t number = kbg__interner_find(&codes->codes, folded->text.data, folded->text.len);
    if (number == KBG__NOT_INTERNED)
        return KBG_OK;
    size_t low = 0, high = codes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (codes->items[middle].code < number)
            low = middle + 1;
        else
            high = middle;
    }
    *items = codes->items + low;
    while (low + *count < codes->count && codes->items[low + *count].code == number)
        ++*count;
    return KBG_OK;
}
