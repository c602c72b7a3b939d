/* SPDX-License-Identifier: MIT */
/* Code points of UTF-16. ICU's own macros for this do not compile without conversion warnings. */
#ifndef KBG_TEXT_UTF16_H
#define KBG_TEXT_UTF16_H

#include <stdint.h>
#include <unicode/umachine.h>

/* The code point at units[*at], which is moved behind it. The text must be well-formed. */
static inline uint32_t kbg__utf16_next(const UChar *units, int32_t *at)
{
    uint32_t c = units[(*at)++];
    if ((c & 0xFC00u) == 0xD800u)
        c = 0x10000u + ((c & 0x3FFu) << 10) + (units[(*at)++] & 0x3FFu);
    return c;
}

/* Appends a code point. */
static inline void kbg__utf16_put(UChar *units, int32_t *count, uint32_t c)
{
    if (c >= 0x10000u) {
        units[(*count)++] = (UChar)(0xD7C0u + (c >> 10));
        c = 0xDC00u | (c & 0x3FFu);
    }
    units[(*count)++] = (UChar)c;
}

#endif
