/* SPDX-License-Identifier: MIT */
/* Cells of CSV and TSV. */
#ifndef KBG_IO_CELL_H
#define KBG_IO_CELL_H

#include "base/buffer.h"

/* Appends a cell to a row: behind a delimiter unless it is the first, quoted where that is needed. `guard` says
 * whether a formula is made a text. */
void kbg__cell_add(kbg__buffer *row, kbg_text text, char delimiter, bool first, bool guard);

#endif
