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
    const kbg_item *item;
    uint32_t number; /* of the item */
    uint32_t source;
    uint32_t start, len; /* in the text as it is found */
} found;

/* A position with the key of the list it goes into. */
typedef struct posting {
    uint32_t key, position;
} posting;

typedef struct building {
    kbg__suggest *suggest;
    kbg__folded folded;
    found *found;
    size_t found_capacity, found_count;
    uint16_t *text; /* of the entries as they are found */
    uint8_t *marks; /* for each character of it its code and BEGINS; later the same for suggest->text */
    size_t text_capacity, mark_capacity, text_len;
} building;

/* A match may begin here. */
enum { BEGINS = KBG__CODES, CODE = BEGINS - 1 };

static kbg_status add_character(building *b, uint16_t character, bool begins)
{
    const kbg_allocator *memory = b->suggest->memory;
    if (kbg__grow(memory, (void **)&b->text, &b->text_capacity, b->text_len + 1, sizeof(*b->text)) ||
        kbg__grow(memory, (void **)&b->marks, &b->mark_capacity, b->text_len + 1, 1))
        return KBG_ERR_NOMEM;
    b->text[b->text_len] = character;
    b->marks[b->text_len++] = (uint8_t)(kbg__suggest_code(character) | (begins ? BEGINS : 0u));
    return KBG_OK;
}

static kbg_status add_entry(building *b, kbg__field field, const found *of)
{
    size_t start = b->text_len;
    kbg_status status = kbg__fold(&b->folded, NULL, NULL, field.value, field.len);
    kbg__suggest_reader reader = { .text = b->folded.text.data, .len = b->folded.text.len };
    while (status == KBG_OK && b->text_len - start < KBG__SUGGEST_LONGEST && kbg__suggest_read(&reader)) {
        status = add_character(b, reader.character[0], reader.begins);
        if (status == KBG_OK && reader.count == 2)
            status = add_character(b, reader.character[1], false);
    }
    if (status != KBG_OK || b->text_len == start)
        return status;
    if (kbg__grow(b->suggest->memory, (void **)&b->found, &b->found_capacity, b->found_count + 1, sizeof(*b->found)))
        return KBG_ERR_NOMEM;
    if (b->text_len + b->found_count >= TEXT_MOST - KBG__SUGGEST_LONGEST)
        return KBG_ERR_LIMIT;
    found *entry = &b->found[b->found_count++];
    *entry = *of;
    entry->start = (uint32_t)start;
    entry->len = (uint32_t)(b->text_len - start);
    return KBG_OK;
}

static kbg_status add_item(building *b, const kbg_item *item, uint32_t number, double goodness)
{
    kbg__field whole = kbg__record_field((const char *)item);
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
        found of = { .goodness = goodness, .item = item, .number = number,
                     .source = place * KBG__SUGGEST_FIELDS + which };
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
    if (a->number != b->number) {
        int order = kbg__record_compare_ids((const char *)a->item, (const char *)b->item);
        return order ? order : (a->number > b->number) - (a->number < b->number);
    }
    uint32_t a_field = a->source % KBG__SUGGEST_FIELDS, b_field = b->source % KBG__SUGGEST_FIELDS;
    if (a_field != b_field)
        return a_field < b_field ? -1 : 1;
    return (a->source > b->source) - (a->source < b->source);
}

/* Writes the text and the entries in order, and the marks of the text. */
static kbg_status lay_out(building *b)
{
    kbg__suggest *s = b->suggest;
    size_t len = 1 + b->text_len + b->found_count;
    uint8_t *marks = kbg__calloc(s->memory, len, 1);
    s->text = kbg__calloc(s->memory, len, sizeof(*s->text));
    s->block_entry = kbg__calloc(s->memory, len / KBG__SUGGEST_BLOCK + 1, sizeof(*s->block_entry));
    s->begins = kbg__calloc(s->memory, len / 8 + 1, 1);
    if (b->found_count)
        s->entries = kbg__calloc(s->memory, b->found_count, sizeof(*s->entries));
    if (!marks || !s->text || !s->block_entry || !s->begins || (b->found_count && !s->entries)) {
        kbg__free(s->memory, marks);
        return KBG_ERR_NOMEM;
    }
    s->text_len = len;
    s->entry_count = b->found_count;
    size_t at = 1, block = 0;
    for (size_t i = 0; i < b->found_count; i++) {
        const found *from = &b->found[i];
        s->entries[i] = (kbg__suggest_entry){ (uint32_t)at, from->number, from->source };
        memcpy(s->text + at, b->text + from->start, from->len * sizeof(*s->text));
        memcpy(marks + at, b->marks + from->start, from->len);
        at += from->len + 1; /* KBG__SUGGEST_END is there */
        for (; block * KBG__SUGGEST_BLOCK < at && block <= len / KBG__SUGGEST_BLOCK; block++)
            s->block_entry[block] = (uint32_t)i;
    }
    for (size_t i = 0; i < len; i++)
        if (marks[i] & BEGINS)
            s->begins[i / 8] = (uint8_t)(s->begins[i / 8] | 1u << i % 8);
    kbg__free(s->memory, b->marks);
    b->marks = marks;
    b->mark_capacity = len;
    return KBG_OK;
}

/* Sorts by key and keeps the order of equal ones: nine bits a round, the least significant first. */
static void sort_postings(posting **postings, posting **spare, size_t count, unsigned key_bits)
{
    for (unsigned shift = 0; shift < key_bits; shift += 9) {
        size_t ends[512 + 1] = { 0 };
        for (size_t i = 0; i < count; i++)
            ends[((*postings)[i].key >> shift & 511u) + 1]++;
        for (size_t d = 1; d <= 512; d++)
            ends[d] += ends[d - 1];
        for (size_t i = 0; i < count; i++)
            (*spare)[ends[(*postings)[i].key >> shift & 511u]++] = (*postings)[i];
        posting *swap = *postings;
        *postings = *spare;
        *spare = swap;
    }
}

static kbg_status write_lists(const kbg_allocator *memory, kbg__suggest_lists *lists, const posting *postings,
                              size_t count)
{
    kbg__buffer bytes;
    size_t capacity = 0;
    kbg__buffer_init(&bytes, memory);
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        bool starts = i == 0 || postings[i].key != postings[i - 1].key;
        if (starts) {
            status = kbg__grow(memory, (void **)&lists->of, &capacity, lists->count + 1, sizeof(*lists->of));
            if (status == KBG_OK)
                lists->of[lists->count++] = (kbg__suggest_list){ postings[i].key, (uint32_t)bytes.len };
        }
        uint32_t step = postings[i].position - (starts ? 0 : postings[i - 1].position);
        for (; step > 0x7F; step >>= 7)
            kbg__buffer_add_byte(&bytes, (char)(step | 0x80u));
        kbg__buffer_add_byte(&bytes, (char)step);
    }
    if (status == KBG_OK)
        status = kbg__buffer_status(&bytes);
    if (status == KBG_OK)
        status = kbg__resize(memory, (void **)&lists->of, &capacity, lists->count + 1, sizeof(*lists->of));
    if (status != KBG_OK) {
        kbg__buffer_free(&bytes);
        return status;
    }
    lists->of[lists->count] = (kbg__suggest_list){ UINT32_MAX, (uint32_t)bytes.len };
    (void)kbg__resize(memory, (void **)&bytes.data, &bytes.capacity, bytes.len, 1);
    lists->bytes = (uint8_t *)bytes.data;
    return KBG_OK;
}

/* Makes the lists of triples, or those of characters, of all first positions or of all inside. */
static kbg_status make_lists(building *b, bool triples, bool first, posting **postings, posting **spare)
{
    kbg__suggest *s = b->suggest;
    const uint8_t *marks = b->marks;
    size_t count = 0;
    for (size_t i = 1; i < s->text_len; i++) {
        if (s->text[i] == KBG__SUGGEST_END || (s->text[i - 1] == KBG__SUGGEST_END) != first ||
            !(triples || marks[i] & BEGINS))
            continue;
        uint32_t second = marks[i + 1] & CODE; /* KBG__SUGGEST_END stands behind, at the least */
        uint32_t third = second ? marks[i + 2] & CODE : KBG__CODE_END;
        uint32_t triple = ((uint32_t)(marks[i] & CODE) * KBG__CODES + second) * KBG__CODES + third;
        (*postings)[count].key = triples ? triple : kbg__suggest_character_key(s->text[i]);
        (*postings)[count++].position = (uint32_t)i;
    }
    sort_postings(postings, spare, count, triples ? 18 : 27);
    return write_lists(s->memory, triples ? &s->triples[first] : &s->characters[first], *postings, count);
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
    posting *postings = kbg__calloc(s->memory, s->text_len, sizeof(*postings));
    posting *spare = kbg__calloc(s->memory, s->text_len, sizeof(*spare));
    kbg_status status = postings && spare ? KBG_OK : KBG_ERR_NOMEM;
    for (int first = 0; first < 2 && status == KBG_OK; first++) {
        status = make_lists(b, true, first, &postings, &spare);
        if (status == KBG_OK)
            status = make_lists(b, false, first, &postings, &spare);
        if (status == KBG_OK)
            status = make_pairs(s, first);
    }
    kbg__free(s->memory, postings);
    kbg__free(s->memory, spare);
    return status;
}

kbg_status kbg__suggest_build(kbg__suggest *suggest, const kbg_allocator *memory, const kbg__item_store *store,
                              const double *goodness)
{
    building b = { .suggest = suggest };
    *suggest = (kbg__suggest){ .memory = memory };
    kbg__folded_init(&b.folded, memory, false);
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        status = add_item(&b, store->items[i], (uint32_t)i, goodness[i]);
    if (status == KBG_OK && b.found_count > 1)
        qsort(b.found, b.found_count, sizeof(*b.found), best_first);
    if (status == KBG_OK)
        status = lay_out(&b);
    kbg__folded_free(&b.folded);
    kbg__free(memory, b.found);
    kbg__free(memory, b.text);
    if (status == KBG_OK)
        status = make_all_lists(&b);
    kbg__free(memory, b.marks);
    if (status != KBG_OK)
        kbg__suggest_free(suggest);
    return status;
}
