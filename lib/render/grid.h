/* SPDX-License-Identifier: MIT */
/* Tables of the writer, made of rows (render/cell.h). A part that begins inside a table begins with its headings again. */
#ifndef KBG_RENDER_GRID_H
#define KBG_RENDER_GRID_H

#include "render/writer.h"

/* Opens the table of the block at hand, up to the text of the cell at hand. */
void kbg__grid_open(kbg__writer *writer);

/* Closes the table after what was written of it. */
void kbg__grid_close(kbg__writer *writer);

#endif
