/* SPDX-License-Identifier: MIT */
/* The writer for a 飞书 post: JSON, a list of paragraphs, each a list of elements. Lines become paragraphs. */
#ifndef KBG_RENDER_POST_H
#define KBG_RENDER_POST_H

#include "render/writer.h"

void kbg__post_begin(kbg__writer *writer);
void kbg__post_advance(kbg__writer *writer, size_t to);
void kbg__post_end(kbg__writer *writer);

#endif
