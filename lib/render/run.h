/* SPDX-License-Identifier: MIT */
/* Runs of the writer: text, line breaks, images, ends of cells. */
#ifndef KBG_RENDER_RUN_H
#define KBG_RENDER_RUN_H

#include "render/writer.h"

/* Writes a run of the block at hand from the writer's place up to an offset. */
void kbg__run_put(kbg__writer *writer, const kbg__run *run, size_t end);

#endif
