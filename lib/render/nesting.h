/* SPDX-License-Identifier: MIT */
/* How deep the quotes and lists of a body can stand in each other, from a look at its lines. cmark's time grows with the
 * number of lines times the depth, and ours with what is written for each line, so a body that goes too deep is refused
 * before it is parsed. */
#ifndef KBG_RENDER_NESTING_H
#define KBG_RENDER_NESTING_H

#include <stddef.h>
#include <stdint.h>

/* Not less than the depth in the tree. A little more for text that only looks like markers. */
uint64_t kbg__nesting(const char *body, size_t len);

#endif
