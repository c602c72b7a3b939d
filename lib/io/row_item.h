/* SPDX-License-Identifier: MIT */
/* One item from one row of a table. */
#ifndef KBG_IO_ROW_ITEM_H
#define KBG_IO_ROW_ITEM_H

#include "io/header.h"
#include "io/rows.h"
#include "item/draft.h"

/* A text that a list has as an entry, and the cell it stands in. */
typedef struct kbg__entry {
    size_t start, len; /* in kbg__row_item.text */
    size_t cell;
} kbg__entry;

typedef struct kbg__row_item {
    const kbg__header *header;
    kbg__draft draft;   /* its record is the item */
    kbg__buffer text;   /* cells as they are decoded */
    kbg__entry *entries;
    size_t capacity, count;
} kbg__row_item;

void kbg__row_item_init(kbg__row_item *item, const kbg_allocator *memory, const kbg__limits *limits,
                        const kbg__header *header);
void kbg__row_item_free(kbg__row_item *item);

/* Reads a row; draft.record then holds the item. `more` are further questions (each with a NUL behind it). On failure
 * problem has the place of the cell. */
kbg_status kbg__row_item_read(kbg__row_item *item, const kbg__row *row, const kbg__buffer *more,
                              kbg__problem *problem);

#endif
