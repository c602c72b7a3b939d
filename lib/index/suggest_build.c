/* SPDX-License-Identifier: MIT */
/* Builds what completes: collects the entries and puts the best first. */
#include "index/suggest.h"

#include "index/suggest_text.h"
#include "item/record.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 1 << 29 };

/* An entry as it is found. */
typedef struct found {
    uint64_t badness; /* the goodness of its item as a number that is the smaller, the better it is */
    uint32_t item;
    uint32_t source;
    uint32_t start; /* in the text as it is found */
    uint32_t len;
} found;

typedef struct building {
    kbg__suggest *suggest;
    const kbg__item_store *store;
    uint32_t *ranked; /* the items in the order of their ids; NULL if that is the order of their numbers */
    kbg__folded folded;
    found *found; /* in the order of ids, then question, codes, keywords, products */
    size_t found_capacity, found_count;
    uint32_t *text; /* of the entries as they are found: characters with KBG__SUGGEST_BEGINS */
    size_t text_capacity, text_len;
} building;

typedef struct named {
    const char *item;
    uint32_t number;
} named;

static int by_id(const void *left, const void *right)
{
    const named *a = left, *b = right;
    int order = kbg__record_compare_ids(a->item, b->item);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* Finds the order of the items by their ids, in which most come anyway. */
static kbg_status rank_items(building *b)
{
    const kbg_allocator *memory = b->suggest->memory;
    const kbg__item_store *store = b->store;
    size_t at = 1;
    while (at < store->count &&
           kbg__record_compare_ids((const char *)store->items[at - 1], (const char *)store->items[at]) < 0)
        at++;
    if (at >= store->count)
        return KBG_OK;
    named *all = kbg__calloc(memory, store->count, sizeof(*all));
    b->ranked = kbg__calloc(memory, store->count, sizeof(*b->ranked));
    kbg_status status = all && b->ranked ? KBG_OK : KBG_ERR_NOMEM;
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        all[i] = (named){ (const char *)store->items[i], (uint32_t)i };
    if (status == KBG_OK)
        qsort(all, store->count, sizeof(*all), by_id);
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        b->ranked[i] = all[i].number;
    kbg__free(memory, all);
    return status;
}

/* Reads the characters of an entry; there is room for them. */
static void read_characters(building *b)
{
    kbg__suggest_reader reader = { .text = b->folded.text.data, .len = b->folded.text.len };
    size_t start = b->text_len;
    while (b->text_len - start < KBG__SUGGEST_LONGEST && kbg__suggest_read(&reader)) {
        b->text[b->text_len++] = reader.character[0] | (reader.begins ? KBG__SUGGEST_BEGINS : 0);
        if (reader.count == 2)
            b->text[b->text_len++] = reader.character[1];
    }
}

/* Adds an entry of an item, the entries of which begin at `first`. */
static kbg_status add_entry(building *b, kbg__field field, size_t first, const found *of)
{
    const kbg_allocator *memory = b->suggest->memory;
    size_t start = b->text_len, at = b->found_count;
    kbg_status status = kbg__fold(&b->folded, NULL, NULL, field.value, field.len);
    if (status == KBG_OK)
        status = kbg__grow(memory, (void **)&b->text, &b->text_capacity, start + KBG__SUGGEST_LONGEST + 1,
                           sizeof(*b->text));
    if (status != KBG_OK)
        return status;
    read_characters(b);
    if (b->text_len == start)
        return KBG_OK;
    if (kbg__grow(memory, (void **)&b->found, &b->found_capacity, b->found_count + 1, sizeof(*b->found)))
        return KBG_ERR_NOMEM;
    if (b->text_len + b->found_count >= TEXT_MOST - KBG__SUGGEST_LONGEST)
        return KBG_ERR_LIMIT;
    for (; at > first && b->found[at - 1].source % KBG__SUGGEST_FIELDS > of->source % KBG__SUGGEST_FIELDS; at--)
        b->found[at] = b->found[at - 1];
    b->found[at] = *of;
    b->found[at].start = (uint32_t)start;
    b->found[at].len = (uint32_t)(b->text_len - start);
    b->found_count++;
    return KBG_OK;
}

static uint64_t badness_of(double goodness)
{
    uint64_t bits, sign = UINT64_C(1) << 63;
    goodness += 0.0; /* there is one zero */
    memcpy(&bits, &goodness, sizeof(bits));
    return bits & sign ? bits : ~bits & ~sign;
}

static kbg_status add_item(building *b, uint32_t number, double goodness)
{
    kbg__field whole = kbg__record_field((const char *)b->store->items[number]);
    uint32_t counts[KBG__SUGGEST_FIELDS] = { 0 };
    size_t first = b->found_count;
    kbg_status status = KBG_OK;
    for (const char *at = whole.value; at < whole.value + whole.len && status == KBG_OK;) {
        kbg__field field = kbg__record_field(at);
        kbg__suggest_field which = field.tag == KBG__TAG_QUESTION     ? KBG__SUGGEST_QUESTION
                                   : field.tag == KBG__TAG_SHORT_CODE ? KBG__SUGGEST_SHORT_CODE
                                   : field.tag == KBG__TAG_KEYWORD    ? KBG__SUGGEST_KEYWORD
                                   : field.tag == KBG__TAG_PRODUCT    ? KBG__SUGGEST_PRODUCT
                                                                      : KBG__SUGGEST_FIELDS;
        at = field.next;
        if (which == KBG__SUGGEST_FIELDS || (which == KBG__SUGGEST_QUESTION && counts[which]++ > 0))
            continue;
        uint32_t place = which == KBG__SUGGEST_QUESTION ? 0 : counts[which]++;
        found of = { .badness = badness_of(goodness), .item = number, .source = place * KBG__SUGGEST_FIELDS + which };
        status = add_entry(b, field, first, &of);
    }
    return status;
}

/* What a round of sorting goes by: first the length, then the badness, eight bits a round, the least significant
 * first. */
enum { ROUNDS = 9, DIGITS = 512 };

static uint32_t digit_of(const found *of, unsigned round)
{
    return round == 0 ? of->len : (uint32_t)(of->badness >> 8 * (round - 1) & 0xFF);
}

/* Sorts the entries; those that are alike keep their order. */
static kbg_status sort_found(building *b)
{
    size_t count = b->found_count;
    if (count < 2)
        return KBG_OK;
    found *spare = kbg__malloc(b->suggest->memory, count * sizeof(*spare));
    if (!spare)
        return KBG_ERR_NOMEM;
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t ends[DIGITS + 1] = { 0 };
        for (size_t i = 0; i < count; i++)
            ends[digit_of(&b->found[i], round) + 1]++;
        if (ends[digit_of(&b->found[0], round) + 1] == count)
            continue;
        for (size_t d = 1; d <= DIGITS; d++)
            ends[d] += ends[d - 1];
        for (size_t i = 0; i < count; i++)
            spare[ends[digit_of(&b->found[i], round)]++] = b->found[i];
        found *swap = b->found;
        b->found = spare;
        spare = swap;
    }
    kbg__free(b->suggest->memory, spare);
    return KBG_OK;
}

/* Writes the entries in order, and what there was of them as they were found is gone. Makes their text, with
 * KBG__SUGGEST_END between. */
static kbg_status lay_out(building *b, uint32_t **text, size_t *len)
{
    kbg__suggest *s = b->suggest;
    size_t count = b->found_count, items = b->store->count, at = 1;
    uint32_t most_source = 0;
    for (size_t i = 0; i < count; i++)
        most_source = b->found[i].source > most_source ? b->found[i].source : most_source;
    *len = 1 + b->text_len + count;
    *text = kbg__calloc(s->memory, *len, sizeof(**text));
    if (!*text || kbg__packed_init(&s->items, s->memory, count, items ? items - 1 : 0) ||
        kbg__packed_init(&s->sources, s->memory, count, most_source))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        const found *from = &b->found[i];
        kbg__packed_set(&s->items, i, from->item);
        kbg__packed_set(&s->sources, i, from->source);
        memcpy(*text + at, b->text + from->start, from->len * sizeof(**text));
        at += from->len + (size_t)1; /* KBG__SUGGEST_END is there */
    }
    s->entry_count = count;
    return KBG_OK;
}

kbg_status kbg__suggest_build(kbg__suggest *suggest, const kbg_allocator *memory, const kbg__item_store *store,
                              const double *goodness)
{
    building b = { .suggest = suggest, .store = store };
    uint32_t *text = NULL;
    size_t len;
    *suggest = (kbg__suggest){ .memory = memory };
    kbg__folded_init(&b.folded, memory, false);
    kbg_status status = rank_items(&b);
    for (size_t i = 0; i < store->count && status == KBG_OK; i++) {
        uint32_t number = b.ranked ? b.ranked[i] : (uint32_t)i;
        status = add_item(&b, number, goodness[number]);
    }
    kbg__folded_free(&b.folded);
    kbg__free(memory, b.ranked);
    if (status == KBG_OK)
        status = sort_found(&b);
    if (status == KBG_OK)
        status = lay_out(&b, &text, &len);
    kbg__free(memory, b.found);
    kbg__free(memory, b.text);
    if (status == KBG_OK)
        status = kbg__suggest_set_text(suggest, text, len);
    if (status == KBG_OK)
        status = kbg__suggest_make_lists(suggest, text);
    kbg__free(memory, text);
    if (status != KBG_OK)
        kbg__suggest_free(suggest);
    return status;
}
