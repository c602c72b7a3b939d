/* SPDX-License-Identifier: MIT */
/* Rows and cells of tables: between the texts of the profile (HTML), as rows of bars (Markdown), or as plain rows. */
#ifndef KBG_RENDER_CELL_H
#define KBG_RENDER_CELL_H

#include "render/writer.h"

/* Whether tables stand between texts of the profile. */
bool kbg__cell_has_texts(const kbg__writer *writer);

/* Whether the headings are being written. */
bool kbg__cell_is_head(const kbg__writer *writer);

/* Begins a row whose first cells are elsewhere. */
void kbg__cell_open_row(kbg__writer *writer, unsigned cells);

/* Ends a row in the cell at hand; the row of headings, whose last cell that was written is `cell`. */
void kbg__cell_close_row(kbg__writer *writer);
void kbg__cell_close_head(kbg__writer *writer, unsigned cell);

/* Writes what stands for a run between two cells or rows. */
void kbg__cell_put(kbg__writer *writer, const kbg__run *run);

#endif
