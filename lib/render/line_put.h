/* SPDX-License-Identifier: MIT */
#ifndef KBG_RENDER_LINE_PUT_H
#define KBG_RENDER_LINE_PUT_H

#include "render/line.h"
#include "render/writer.h"

/* Writes what a line in a container begins with. */
void kbg__line_put(kbg__writer *writer, uint32_t container, kbg__line_kind kind);

#endif
