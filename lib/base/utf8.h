/* SPDX-License-Identifier: MIT */
/* UTF-8, code point by code point. */
#ifndef KBG_BASE_UTF8_H
#define KBG_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Decodes the code point at text[*at] and moves *at behind it. Ill-formed bytes give U+FFFD, one for each maximal
 * subpart (Unicode 15.0, section 3.9). *at must be below len. */
uint32_t kbg__utf8_next(const char *text, size_t len, size_t *at);

/* Writes a code point as 1 to 4 bytes and returns how many. It must not be a surrogate or above U+10FFFF. */
size_t kbg__utf8_put(char *out, uint32_t code_point);

/* The offset of the first ill-formed byte, or len if there is none. */
size_t kbg__utf8_check(const char *text, size_t len);

/* How many code points a text has; an ill-formed subpart counts as one. */
size_t kbg__utf8_count(const char *text, size_t len);

#endif
