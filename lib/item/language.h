/* SPDX-License-Identifier: MIT */
/* BCP 47 language tags. */
#ifndef KBG_ITEM_LANGUAGE_H
#define KBG_ITEM_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Basic filtering of RFC 4647, section 3.3.1: the range `zh` matches `zh` and `zh-Hans`; case does not count. */
bool kbg__language_matches(const char *range, size_t range_len, const char *tag, size_t tag_len);

#endif
