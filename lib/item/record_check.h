/* SPDX-License-Identifier: MIT */
#ifndef KBG_ITEM_RECORD_CHECK_H
#define KBG_ITEM_RECORD_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* Whether bytes are the record of one item and nothing else: every length inside its parent, every text well-formed with
 * a NUL behind it, every number in its range, an id and a question there. For bytes that come from a file. */
bool kbg__record_check(const char *data, size_t len);

#endif
