/* SPDX-License-Identifier: MIT */
/* A list of texts in one cell: entries with `|` or line breaks between them. In an entry \\ stands for a backslash, \|
 * for a bar, \n and \r for line breaks, \t and \s for a tab or a space at an end; other backslashes are themselves. */
#ifndef KBG_IO_LIST_CELL_H
#define KBG_IO_LIST_CELL_H

#include "base/buffer.h"

/* Appends the next entry of a cell, from *at on, to out; false if there is none. Empty entries are passed over. The
 * entry begins at *start of out and ends at its end. */
bool kbg__list_cell_next(const char *cell, size_t len, size_t *at, kbg__buffer *out, size_t *start);

/* Appends an entry, and before it the separator ('|' or '\n') unless it is the first. */
void kbg__list_cell_add(kbg__buffer *out, const char *entry, size_t len, char separator, bool first);

#endif
