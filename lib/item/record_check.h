/* SPDX-License-Identifier: MIT */
#ifndef KBG_ITEM_RECORD_CHECK_H
#define KBG_ITEM_RECORD_CHECK_H

#include <stddef.h>

/* The length of the record of an item that bytes begin with; 0 if they begin with none. It is checked: every length
 * inside its parent, every text well-formed with a NUL behind it, every number in its range, an id and a question there.
 * For bytes that come from a file. */
size_t kbg__record_check(const char *data, size_t len);

#endif
