/* SPDX-License-Identifier: MIT */
/* What is counted in one period of things of one kind: a map from texts to counts that keeps the `most` texts with the
 * smallest hashes. Which texts these are depends on the set of texts alone and not on their order, and what is kept in
 * the end was kept all the time, so its counts are exact (a bottom-k sample; Cohen and Kaplan: "Summarizing data using
 * bottom-k sketches", PODC 2007).
 *
 * Buckets are chosen by the high bits of the hash and chains are in order, so walking the table meets the cells in
 * order of hash and text: the order of the saved form, and from the end the one in which cells are dropped. A full
 * table has only hashes below a bound that falls; as many of their highest bits as are 0 in all of them choose no
 * bucket. */
#ifndef KBG_LIVE_FIGURES_TABLE_H
#define KBG_LIVE_FIGURES_TABLE_H

#include "base/hash.h"
#include "live/figures_counts.h"

typedef struct kbg__figure {
    struct kbg__figure *next;
    uint64_t hash;
    kbg__counts counts;
    size_t len;
    char text[]; /* with a NUL behind it */
} kbg__figure;

typedef struct kbg__figures_table {
    kbg__figure **buckets;
    uint32_t bits;  /* there are 2^bits buckets, if any */
    uint32_t zeros; /* highest bits of the hash that are passed over; only of a full table */
    size_t count, most;
    size_t highest; /* no bucket behind it has a cell */
} kbg__figures_table;

void kbg__figures_table_free(kbg__figures_table *table, const kbg_allocator *memory);

/* The cell of a text, NULL if there is none. */
kbg__figure *kbg__figures_table_find(const kbg__figures_table *table, uint64_t hash, const char *text, size_t len);

/* The cell of a text that is not beyond, made if there is none; with `most` cells it may be one too many. NULL when
 * memory runs out. */
kbg__figure *kbg__figures_table_get(kbg__figures_table *table, const kbg_allocator *memory, uint64_t hash,
                                    const char *text, size_t len);

/* Makes a cell behind `last`, the last one that there is (NULL = none); *cell is NULL when memory runs out. False if
 * the text does not belong behind it. */
bool kbg__figures_table_append(kbg__figures_table *table, const kbg_allocator *memory, kbg__figure *last, uint64_t hash,
                               const char *text, size_t len, kbg__figure **cell);

/* Whether a text would be dropped by the next trim, by what the table has now. */
bool kbg__figures_table_is_beyond(const kbg__figures_table *table, uint64_t hash, const char *text, size_t len);

/* Drops the cells that are too many. */
void kbg__figures_table_trim(kbg__figures_table *table, const kbg_allocator *memory);

/* Drops cells without counts: what an addition leaves that could not be finished. */
void kbg__figures_table_sweep(kbg__figures_table *table, const kbg_allocator *memory);

/* The order of a cell and a text: below 0, 0, above 0. */
int kbg__figures_compare(const kbg__figure *cell, uint64_t hash, const char *text, size_t len);

/* The last cell in order, NULL if there is none. */
const kbg__figure *kbg__figures_table_last(const kbg__figures_table *table);

/* Walks the cells in order: `after` is the cell before, NULL for the first. NULL behind the last. */
kbg__figure *kbg__figures_table_next(const kbg__figures_table *table, const kbg__figure *after);

/* Adds the cells of another table, all or, when memory runs out, none of their counts. */
kbg_status kbg__figures_table_reserve(kbg__figures_table *table, const kbg_allocator *memory,
                                      const kbg__figures_table *from);
void kbg__figures_table_merge(kbg__figures_table *table, const kbg_allocator *memory, const kbg__figures_table *from);

#endif
