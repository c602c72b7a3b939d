/* SPDX-License-Identifier: MIT */
#include "live/figures_table.h"

#include "base/text.h"

#include <string.h>

static size_t bucket_count(const kbg__figures_table *table)
{
    return table->buckets ? (size_t)1 << table->bits : 0;
}

static size_t bucket_of(const kbg__figures_table *table, uint64_t hash)
{
    return table->bits ? (size_t)(hash << table->zeros >> (64 - table->bits)) : 0;
}

/* Whether a hash has a bit that no hash of the table has. */
static bool is_above(const kbg__figures_table *table, uint64_t hash)
{
    return table->zeros && hash >> (64 - table->zeros);
}

static void free_cell(kbg__figure *cell, const kbg_allocator *memory)
{
    kbg__counts_free(&cell->counts, memory);
    kbg__free(memory, cell);
}

void kbg__figures_table_free(kbg__figures_table *table, const kbg_allocator *memory)
{
    for (size_t i = 0; i < bucket_count(table); i++) {
        while (table->buckets[i]) {
            kbg__figure *cell = table->buckets[i];
            table->buckets[i] = cell->next;
            free_cell(cell, memory);
        }
    }
    kbg__free(memory, table->buckets);
    *table = (kbg__figures_table){ .most = table->most };
}

int kbg__figures_compare(const kbg__figure *cell, uint64_t hash, const char *text, size_t len)
{
    if (cell->hash != hash)
        return cell->hash < hash ? -1 : 1;
    return kbg__text_compare((kbg_text){ cell->text, cell->len }, (kbg_text){ text, len });
}

/* The link at which a text stands or would stand. There must be buckets. */
static kbg__figure **link_of(const kbg__figures_table *table, uint64_t hash, const char *text, size_t len)
{
    kbg__figure **link = &table->buckets[bucket_of(table, hash)];
    while (*link && kbg__figures_compare(*link, hash, text, len) < 0)
        link = &(*link)->next;
    return link;
}

kbg__figure *kbg__figures_table_find(const kbg__figures_table *table, uint64_t hash, const char *text, size_t len)
{
    kbg__figure *cell = table->buckets && !is_above(table, hash) ? *link_of(table, hash, text, len) : NULL;
    return cell && kbg__figures_compare(cell, hash, text, len) == 0 ? cell : NULL;
}

/* Twice as many buckets: each becomes two, whose chains keep their order. */
static kbg_status grow(kbg__figures_table *table, const kbg_allocator *memory)
{
    kbg__figures_table grown = *table;
    size_t old_count = bucket_count(table);
    grown.bits = table->buckets ? table->bits + 1 : 0;
    if (grown.bits >= 8 * sizeof(size_t) - 4)
        return KBG_ERR_NOMEM;
    grown.buckets = kbg__calloc(memory, (size_t)1 << grown.bits, sizeof(*grown.buckets));
    if (!grown.buckets)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < old_count; i++) {
        kbg__figure **links[2] = { &grown.buckets[2 * i], &grown.buckets[2 * i + 1] };
        for (kbg__figure *cell = table->buckets[i], *next; cell; cell = next) {
            size_t half = bucket_of(&grown, cell->hash) & 1;
            next = cell->next;
            cell->next = NULL;
            *links[half] = cell;
            links[half] = &cell->next;
        }
    }
    kbg__free(memory, table->buckets);
    grown.highest = 2 * table->highest + (table->buckets ? 1 : 0);
    *table = grown;
    return KBG_OK;
}

/* Makes a cell that is in no chain yet. */
static kbg__figure *cell_new(kbg__figures_table *table, const kbg_allocator *memory, uint64_t hash, const char *text,
                             size_t len)
{
    if (table->count >= bucket_count(table) && grow(table, memory) != KBG_OK)
        return NULL;
    kbg__figure *cell = kbg__malloc(memory, sizeof(*cell) + len + 1);
    if (!cell)
        return NULL;
    *cell = (kbg__figure){ .hash = hash, .len = len };
    if (len)
        memcpy(cell->text, text, len);
    cell->text[len] = '\0';
    table->count++;
    if (bucket_of(table, hash) > table->highest)
        table->highest = bucket_of(table, hash);
    return cell;
}

kbg__figure *kbg__figures_table_get(kbg__figures_table *table, const kbg_allocator *memory, uint64_t hash,
                                    const char *text, size_t len)
{
    kbg__figure *cell = kbg__figures_table_find(table, hash, text, len);
    if (cell)
        return cell;
    cell = cell_new(table, memory, hash, text, len);
    if (!cell)
        return NULL;
    kbg__figure **link = link_of(table, hash, text, len);
    cell->next = *link;
    *link = cell;
    return cell;
}

bool kbg__figures_table_append(kbg__figures_table *table, const kbg_allocator *memory, kbg__figure *last, uint64_t hash,
                               const char *text, size_t len, kbg__figure **cell)
{
    *cell = NULL;
    if (last && kbg__figures_compare(last, hash, text, len) >= 0)
        return false;
    *cell = cell_new(table, memory, hash, text, len);
    if (!*cell)
        return true;
    if (last && bucket_of(table, last->hash) == bucket_of(table, hash))
        last->next = *cell;
    else
        table->buckets[bucket_of(table, hash)] = *cell;
    return true;
}

const kbg__figure *kbg__figures_table_last(const kbg__figures_table *table)
{
    if (table->count == 0)
        return NULL;
    size_t bucket = table->highest;
    while (!table->buckets[bucket])
        bucket--;
    const kbg__figure *cell = table->buckets[bucket];
    while (cell->next)
        cell = cell->next;
    return cell;
}

bool kbg__figures_table_is_beyond(const kbg__figures_table *table, uint64_t hash, const char *text, size_t len)
{
    return table->count >= table->most &&
           (table->most == 0 || kbg__figures_compare(kbg__figures_table_last(table), hash, text, len) < 0);
}

/* Passes over one more bit, which is 0 in all hashes: the lower half of the buckets becomes all of them. From the
 * end, so that each goes where nothing is any more. */
static void spread(kbg__figures_table *table)
{
    table->zeros++;
    for (size_t i = table->highest + 1; i-- > 0;) {
        kbg__figure *cell = table->buckets[i], *next;
        table->buckets[i] = NULL;
        kbg__figure **links[2] = { &table->buckets[2 * i], &table->buckets[2 * i + 1] };
        for (; cell; cell = next) {
            size_t half = bucket_of(table, cell->hash) & 1;
            next = cell->next;
            cell->next = NULL;
            *links[half] = cell;
            links[half] = &cell->next;
        }
    }
    table->highest = 2 * table->highest + 1;
    while (table->highest && !table->buckets[table->highest])
        table->highest--;
}

void kbg__figures_table_trim(kbg__figures_table *table, const kbg_allocator *memory)
{
    while (table->count > table->most) {
        while (!table->buckets[table->highest])
            table->highest--;
        kbg__figure **link = &table->buckets[table->highest];
        while ((*link)->next)
            link = &(*link)->next;
        free_cell(*link, memory);
        *link = NULL;
        table->count--;
    }
    if (table->count == 0 || table->count < table->most)
        return;
    while (table->highest && !table->buckets[table->highest])
        table->highest--;
    while (table->highest < bucket_count(table) / 2 && table->bits + table->zeros < 64)
        spread(table);
}

void kbg__figures_table_sweep(kbg__figures_table *table, const kbg_allocator *memory)
{
    for (size_t i = 0; i < bucket_count(table); i++) {
        for (kbg__figure **link = &table->buckets[i]; *link;) {
            kbg__figure *cell = *link;
            if (cell->counts.count) {
                link = &cell->next;
                continue;
            }
            *link = cell->next;
            free_cell(cell, memory);
            table->count--;
        }
    }
    if (table->count == 0) { /* it is as new, and has no bound for hashes */
        table->zeros = 0;
        table->highest = 0;
    }
}

kbg__figure *kbg__figures_table_next(const kbg__figures_table *table, const kbg__figure *after)
{
    if (after && after->next)
        return after->next;
    for (size_t i = after ? bucket_of(table, after->hash) + 1 : 0; i < bucket_count(table); i++)
        if (table->buckets[i])
            return table->buckets[i];
    return NULL;
}

/* Fills an empty table with the cells of another that keeps as many, in its buckets. */
static kbg_status copy_cells(kbg__figures_table *table, const kbg_allocator *memory, const kbg__figures_table *from)
{
    kbg__figure **buckets = kbg__calloc(memory, bucket_count(from), sizeof(*buckets));
    if (!buckets)
        return KBG_ERR_NOMEM;
    kbg__free(memory, table->buckets);
    *table = (kbg__figures_table){ .buckets = buckets, .bits = from->bits, .zeros = from->zeros, .most = from->most };
    kbg__figure *last = NULL;
    for (const kbg__figure *cell = NULL; (cell = kbg__figures_table_next(from, cell)) != NULL;) {
        (void)kbg__figures_table_append(table, memory, last, cell->hash, cell->text, cell->len, &last);
        if (!last || kbg__counts_reserve(&last->counts, memory, &cell->counts) != KBG_OK)
            return KBG_ERR_NOMEM;
    }
    return KBG_OK;
}

kbg_status kbg__figures_table_reserve(kbg__figures_table *table, const kbg_allocator *memory,
                                      const kbg__figures_table *from)
{
    if (table->count == 0 && from->count && table->most == from->most)
        return copy_cells(table, memory, from);
    for (const kbg__figure *cell = NULL; (cell = kbg__figures_table_next(from, cell)) != NULL;) {
        if (kbg__figures_table_is_beyond(table, cell->hash, cell->text, cell->len))
            break; /* and so are all behind it */
        kbg__figure *to = kbg__figures_table_get(table, memory, cell->hash, cell->text, cell->len);
        if (!to || kbg__counts_reserve(&to->counts, memory, &cell->counts) != KBG_OK)
            return KBG_ERR_NOMEM;
    }
    return KBG_OK;
}

void kbg__figures_table_merge(kbg__figures_table *table, const kbg_allocator *memory, const kbg__figures_table *from)
{
    for (const kbg__figure *cell = NULL; (cell = kbg__figures_table_next(from, cell)) != NULL;) {
        kbg__figure *to = kbg__figures_table_find(table, cell->hash, cell->text, cell->len);
        if (to)
            kbg__counts_merge(&to->counts, &cell->counts);
    }
    kbg__figures_table_trim(table, memory);
}
