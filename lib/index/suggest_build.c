/* SPDX-License-Identifier: MIT */
/* Builds what completes: collects the entries, puts the best first, then sorts the positions of their characters. */
#include "index/suggest.h"

#include "index/suggest_text.h"
#include "item/record.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* Differences of positions have at most 29 bits, so that a list takes less than 4 GiB. */
enum { TEXT_MOST = 1 << 29 };

/* An entry as it is found. */
typedef struct found {
    double goodness;
    uint32_t rank;   /* of its item by id */
    uint32_t source;
    uint32_t start;  /* in the text as it is found */
    uint16_t len;
} found;

typedef struct building {
    kbg__suggest *suggest;
    const kbg__item_store *store;
    uint32_t *ranked; /* the items in the order of their ids; NULL if that is the order of their numbers */
    kbg__folded folded;
    found *found;
    size_t found_capacity, found_count;
    uint16_t *text; /* of the entries as they are found */
    uint8_t *marks; /* for each character of it its code and BEGINS; later the same for suggest->text */
    size_t text_capacity, mark_capacity, text_len;
} building;

/* A match may begin here. */
enum { BEGINS = KBG__CODES, CODE = BEGINS - 1 };

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

static void add_character(building *b, uint16_t character, bool begins)
{
    b->text[b->text_len] = character;
    b->marks[b->text_len++] = (uint8_t)(kbg__suggest_code(character) | (begins ? BEGINS : 0u));
}

static kbg_status add_entry(building *b, kbg__field field, const found *of)
{
    const kbg_allocator *memory = b->suggest->memory;
    size_t start = b->text_len, most = start + KBG__SUGGEST_LONGEST + 1;
    kbg_status status = kbg__fold(&b->folded, NULL, NULL, field.value, field.len);
    kbg__suggest_reader reader = { .text = b->folded.text.data, .len = b->folded.text.len };
    if (status == KBG_OK)
        status = kbg__grow(memory, (void **)&b->text, &b->text_capacity, most, sizeof(*b->text));
    if (status == KBG_OK)
        status = kbg__grow(memory, (void **)&b->marks, &b->mark_capacity, most, 1);
    while (status == KBG_OK && b->text_len - start < KBG__SUGGEST_LONGEST && kbg__suggest_read(&reader)) {
        add_character(b, reader.character[0], reader.begins);
        if (reader.count == 2)
            add_character(b, reader.character[1], false);
    }
    if (status != KBG_OK || b->text_len == start)
        return status;
    if (kbg__grow(memory, (void **)&b->found, &b->found_capacity, b->found_count + 1, sizeof(*b->found)))
        return KBG_ERR_NOMEM;
    if (b->text_len + b->found_count >= TEXT_MOST - KBG__SUGGEST_LONGEST)
        return KBG_ERR_LIMIT;
    found *entry = &b->found[b->found_count++];
    *entry = *of;
    entry->start = (uint32_t)start;
    entry->len = (uint16_t)(b->text_len - start);
    return KBG_OK;
}

static kbg_status add_item(building *b, uint32_t rank, const double *goodness)
{
    uint32_t number = b->ranked ? b->ranked[rank] : rank;
    kbg__field whole = kbg__record_field((const char *)b->store->items[number]);
    uint32_t counts[KBG__SUGGEST_FIELDS] = { 0 };
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
        found of = { .goodness = goodness[number], .rank = rank, .source = place * KBG__SUGGEST_FIELDS + which };
        status = add_entry(b, field, &of);
    }
    return status;
}

static int best_first(const void *left, const void *right)
{
    const found *a = left, *b = right;
    if (a->goodness != b->goodness)
        return a->goodness > b->goodness ? -1 : 1;
    if (a->len != b->len)
        return a->len < b->len ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    uint32_t a_field = a->source % KBG__SUGGEST_FIELDS, b_field = b->source % KBG__SUGGEST_FIELDS;
    if (a_field != b_field)
        return a_field < b_field ? -1 : 1;
    return (a->source > b->source) - (a->source < b->source);
}

/* Writes the entries in order, and their text into `row`. */
static void lay_out(building *b, uint16_t *row, uint8_t *marks, size_t len)
{
    kbg__suggest *s = b->suggest;
    size_t at = 1, ends = 0;
    for (size_t i = 0; i < b->found_count; i++) {
        const found *from = &b->found[i];
        kbg__packed_set(&s->items, i, b->ranked ? b->ranked[from->rank] : from->rank);
        kbg__packed_set(&s->sources, i, from->source);
        memcpy(row + at, b->text + from->start, from->len * sizeof(*row));
        memcpy(marks + at, b->marks + from->start, from->len);
        at += from->len + (size_t)1; /* KBG__SUGGEST_END is there */
    }
    for (size_t i = 0; i < len; i++) {
        if (i % KBG__SUGGEST_BLOCK == 0)
            kbg__packed_set(&s->blocks, i / KBG__SUGGEST_BLOCK, ends);
        ends += row[i] == KBG__SUGGEST_END;
        if (marks[i] & BEGINS)
            s->begins[i / 8] = (uint8_t)(s->begins[i / 8] | 1u << i % 8);
    }
}

/* Makes all but the lists; the marks are those of the text then, and what was found is gone. */
static kbg_status set_entries(building *b)
{
    kbg__suggest *s = b->suggest;
    size_t len = 1 + b->text_len + b->found_count, items = b->store->count;
    uint32_t most_source = 0;
    for (size_t i = 0; i < b->found_count; i++)
        most_source = b->found[i].source > most_source ? b->found[i].source : most_source;
    uint16_t *row = kbg__calloc(s->memory, len, sizeof(*row));
    uint8_t *marks = kbg__calloc(s->memory, len, 1);
    s->begins = kbg__calloc(s->memory, len / 8 + 1, 1);
    kbg_status status = row && marks && s->begins ? KBG_OK : KBG_ERR_NOMEM;
    if (status == KBG_OK)
        status = kbg__packed_init(&s->items, s->memory, b->found_count, items ? items - 1 : 0);
    if (status == KBG_OK)
        status = kbg__packed_init(&s->sources, s->memory, b->found_count, most_source);
    if (status == KBG_OK)
        status = kbg__packed_init(&s->blocks, s->memory, (len - 1) / KBG__SUGGEST_BLOCK + 1, b->found_count + 1);
    if (status == KBG_OK)
        lay_out(b, row, marks, len);
    s->entry_count = b->found_count;
    kbg__free(s->memory, b->found);
    kbg__free(s->memory, b->text);
    kbg__free(s->memory, b->marks);
    b->found = NULL;
    b->text = NULL;
    b->marks = marks;
    if (status == KBG_OK)
        status = kbg__suggest_set_text(s, row, len);
    kbg__free(s->memory, row);
    return status;
}

/* Which list a position goes into: the triple at it, or the number of its character, which is in the order of keys. */
static uint32_t list_of(const building *b, bool triples, uint32_t position)
{
    const uint8_t *marks = b->marks + position;
    if (!triples)
        return (uint32_t)kbg__packed_bits(&b->suggest->text, position);
    uint32_t second = marks[1] & CODE; /* KBG__SUGGEST_END stands behind, at the least */
    uint32_t third = second ? marks[2] & CODE : KBG__CODE_END;
    return ((uint32_t)(marks[0] & CODE) * KBG__CODES + second) * KBG__CODES + third;
}

/* Sorts positions by list, a number of 18 bits at most, and keeps the order of those in one: nine bits a round, the least
 * significant first. */
static void sort_positions(const building *b, bool triples, uint32_t **positions, uint32_t **spare, size_t count)
{
    size_t ends[2][512 + 1] = { { 0 } };
    for (size_t i = 0; i < count; i++) {
        uint32_t list = list_of(b, triples, (*positions)[i]);
        ends[0][(list & 511u) + 1]++;
        ends[1][(list >> 9) + 1]++;
    }
    for (unsigned round = 0; round < 2; round++) {
        for (size_t d = 1; d <= 512; d++)
            ends[round][d] += ends[round][d - 1];
        for (size_t i = 0; i < count; i++)
            (*spare)[ends[round][list_of(b, triples, (*positions)[i]) >> 9 * round & 511u]++] = (*positions)[i];
        uint32_t *swap = *positions;
        *positions = *spare;
        *spare = swap;
    }
}

/* Writes lists to where there is room, or works out how many there are and how many bytes they have. */
static size_t write_lists(const building *b, bool triples, const uint32_t *positions, size_t count,
                          kbg__suggest_lists *lists)
{
    size_t len = 0, made = 0;
    uint32_t before = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        uint32_t list = list_of(b, triples, positions[i]), step = positions[i];
        if (list == before) {
            step -= positions[i - 1];
        } else if (lists->of) {
            uint32_t key = triples ? list : kbg__suggest_character_key(b->suggest->alphabet[list]);
            lists->of[made] = (kbg__suggest_list){ key, (uint32_t)len };
        }
        made += list != before;
        before = list;
        for (; step > 0x7F; step >>= 7, len++)
            if (lists->bytes)
                lists->bytes[len] = (uint8_t)(step | 0x80u);
        if (lists->bytes)
            lists->bytes[len] = (uint8_t)step;
        len++;
    }
    if (lists->of)
        lists->of[made] = (kbg__suggest_list){ UINT32_MAX, (uint32_t)len };
    lists->count = made;
    return len;
}

/* Makes the lists of triples, or those of characters, of all first positions or of all inside. */
static kbg_status make_lists(const building *b, bool triples, bool first, uint32_t **positions, uint32_t **spare)
{
    kbg__suggest *s = b->suggest;
    kbg__suggest_lists *lists = triples ? &s->triples[first] : &s->characters[first];
    size_t count = 0;
    bool is_first = false;
    for (uint32_t i = 0; i < s->text_len; i++) {
        bool ends = (b->marks[i] & CODE) == KBG__CODE_END;
        if (!ends && is_first == first && (triples || b->marks[i] & BEGINS))
            (*positions)[count++] = i;
        is_first = ends;
    }
    sort_positions(b, triples, positions, spare, count);
    size_t len = write_lists(b, triples, *positions, count, lists);
    kbg__suggest_list *of = kbg__calloc(s->memory, lists->count + 1, sizeof(*of));
    uint8_t *bytes = kbg__malloc(s->memory, len);
    lists->of = of;
    lists->bytes = bytes;
    if (!of || (len && !bytes))
        return KBG_ERR_NOMEM;
    (void)write_lists(b, triples, *positions, count, lists);
    return KBG_OK;
}

static kbg_status make_pairs(kbg__suggest *s, bool first)
{
    const kbg__suggest_lists *lists = &s->triples[first];
    size_t list = 0;
    s->pairs[first] = kbg__calloc(s->memory, KBG__SUGGEST_PAIRS, sizeof(*s->pairs[first]));
    if (!s->pairs[first])
        return KBG_ERR_NOMEM;
    for (size_t pair = 0; pair < KBG__SUGGEST_PAIRS; pair++) {
        while (list < lists->count && lists->of[list].key / KBG__CODES < pair)
            list++;
        s->pairs[first][pair] = (uint32_t)list;
    }
    return KBG_OK;
}

static kbg_status make_all_lists(building *b)
{
    kbg__suggest *s = b->suggest;
    uint32_t *positions = kbg__malloc(s->memory, s->text_len * sizeof(*positions));
    uint32_t *spare = kbg__malloc(s->memory, s->text_len * sizeof(*spare));
    kbg_status status = positions && spare ? KBG_OK : KBG_ERR_NOMEM;
    for (int first = 0; first < 2 && status == KBG_OK; first++) {
        status = make_lists(b, true, first, &positions, &spare);
        if (status == KBG_OK)
            status = make_lists(b, false, first, &positions, &spare);
        if (status == KBG_OK)
            status = make_pairs(s, first);
    }
    kbg__free(s->memory, positions);
    kbg__free(s->memory, spare);
    return status;
}

kbg_status kbg__suggest_build(kbg__suggest *suggest, const kbg_allocator *memory, const kbg__item_store *store,
                              const double *goodness)
{
    building b = { .suggest = suggest, .store = store };
    *suggest = (kbg__suggest){ .memory = memory };
    kbg__folded_init(&b.folded, memory, false);
    kbg_status status = rank_items(&b);
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        status = add_item(&b, (uint32_t)i, goodness);
    kbg__folded_free(&b.folded);
    if (status == KBG_OK && b.found_count > 1)
        qsort(b.found, b.found_count, sizeof(*b.found), best_first);
    if (status == KBG_OK)
        status = set_entries(&b);
    kbg__free(memory, b.ranked);
    kbg__free(memory, b.found);
    kbg__free(memory, b.text);
    if (status == KBG_OK)
        status = make_all_lists(&b);
    kbg__free(memory, b.marks);
    if (status != KBG_OK)
        kbg__suggest_free(suggest);
    return status;
}
