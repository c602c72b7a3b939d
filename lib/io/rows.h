/* SPDX-License-Identifier: MIT */
/* CSV and TSV (RFC 4180, and what Excel makes of it) taken row by row; at most one row is held. */
#ifndef KBG_IO_ROWS_H
#define KBG_IO_ROWS_H

#include "text/decoder.h"

/* The most cells of a row: the columns of an Excel sheet. */
enum { KBG__MOST_CELLS = 16384 };

typedef struct kbg__cell {
    size_t start, len; /* in the text of the row */
    kbg__place place;
} kbg__cell;

typedef struct kbg__row {
    kbg__buffer text; /* of all cells, without quotes */
    kbg__cell *cells;
    size_t capacity, count;
    kbg__place place; /* where the row begins */
} kbg__row;

typedef struct kbg__rows {
    kbg__decoder *decoder;
    uint32_t delimiter; /* 0 until recognised */
    size_t most;        /* bytes of a row */
    struct kbg__rows_ahead *ahead; /* what was read to recognise the delimiter */
    bool behind_cr;     /* a LF belongs to the line break that was read */
    bool at_end;
} kbg__rows;

void kbg__rows_init(kbg__rows *rows, kbg__decoder *decoder, uint32_t delimiter, size_t most);
void kbg__rows_free(kbg__rows *rows);

void kbg__row_init(kbg__row *row, const kbg_allocator *memory);
void kbg__row_free(kbg__row *row);

/* Takes the next row; blank lines are passed over. At the end of the input the row has no cells. A row that is bad
 * (kbg__is_bad_line) has message and place, the next call goes on behind it; other failures end the input. */
kbg_status kbg__rows_next(kbg__rows *rows, kbg__row *row, kbg__problem *problem);

/* The text of a cell; empty if the row is shorter. */
kbg_text kbg__row_cell(const kbg__row *row, size_t index);

#endif
