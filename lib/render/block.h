/* SPDX-License-Identifier: MIT */
/* Blocks of the writer: quotes and lists that they stand in, and what stands before and behind each. */
#ifndef KBG_RENDER_BLOCK_H
#define KBG_RENDER_BLOCK_H

#include "render/line.h"
#include "render/writer.h"

/* Opens the block at hand, after what must be closed and opened before it. */
void kbg__block_open(kbg__writer *writer);
void kbg__block_close(kbg__writer *writer);

/* Closes quotes and lists until a container is the innermost; 0 = all. */
void kbg__block_close_containers(kbg__writer *writer, uint32_t down_to);

#endif
