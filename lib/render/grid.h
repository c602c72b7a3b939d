/* SPDX-License-Identifier: MIT */
/* Tables of the writer. Three ways: between the texts of the profile (HTML), as rows of bars (Markdown), and as plain
 * rows, which is the plain text of a part. A part that begins inside a table begins with its headings again. */
#ifndef KBG_RENDER_GRID_H
#define KBG_RENDER_GRID_H

#include "render/writer.h"

/* Opens the table of the block at hand, up to the text of the cell at hand. */
void kbg__grid_open(kbg__writer *writer);

/* Writes what stands for a run between two cells or rows. */
void kbg__grid_put(kbg__writer *writer, const kbg__run *run);

/* Closes the table after what was written of it. */
void kbg__grid_close(kbg__writer *writer);

#endif
