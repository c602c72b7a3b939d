/* SPDX-License-Identifier: MIT */
/* Numbers in order. */
#ifndef KBG_BASE_SORT_H
#define KBG_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Sorts numbers, the least first; few of them faster than qsort() does. NULL is allowed for none. */
void kbg__sort_numbers(uint32_t *numbers, size_t count);

#endif
