/* SPDX-License-Identifier: MIT */
/* UTF-8, code point by code point. */
#ifndef KBG_BASE_UTF8_H
#define KBG_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The same as kbg__utf8_next, for all that is neither ASCII nor a character of the usual three bytes. */
uint32_t kbg__utf8_next_unusual(const char *text, size_t len, size_t *at);

/* Decodes the code point at text[*at] and moves *at behind it. Ill-formed bytes give U+FFFD, one for each maximal
 * subpart (Unicode 15.0, section 3.9). *at must be below len. */
static inline uint32_t kbg__utf8_next(const char *text, size_t len, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text + *at;
    if (s[0] < 0x80) {
        ++*at;
        return s[0];
    }
    if (s[0] >= 0xE1 && s[0] <= 0xEC && len - *at >= 3) { /* any two bytes of 80 to BF may follow */
        uint32_t second = s[1] ^ 0x80u, third = s[2] ^ 0x80u;
        if ((second | third) < 0x40) {
            *at += 3;
            return (s[0] & 0x0Fu) << 12 | second << 6 | third;
        }
    }
    size_t behind = *at; /* of its own, so that compilers can keep *at in a register */
    uint32_t c = kbg__utf8_next_unusual(text, len, &behind);
    *at = behind;
    return c;
}

/* The same of a text that is known to be well-formed. */
static inline uint32_t kbg__utf8_take(const char *text, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text + *at;
    if (s[0] < 0x80) {
        *at += 1;
        return s[0];
    }
    if (s[0] < 0xE0) {
        *at += 2;
        return (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
    }
    if (s[0] < 0xF0) {
        *at += 3;
        return (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
    }
    *at += 4;
    return (s[0] & 0x07u) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
}

/* Writes a code point as 1 to 4 bytes and returns how many. It must not be a surrogate or above U+10FFFF. */
static inline size_t kbg__utf8_put(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0u | c >> 6);
        out[1] = (char)(0x80u | (c & 0x3Fu));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0u | c >> 12);
        out[1] = (char)(0x80u | (c >> 6 & 0x3Fu));
        out[2] = (char)(0x80u | (c & 0x3Fu));
        return 3;
    }
    out[0] = (char)(0xF0u | c >> 18);
    out[1] = (char)(0x80u | (c >> 12 & 0x3Fu));
    out[2] = (char)(0x80u | (c >> 6 & 0x3Fu));
    out[3] = (char)(0x80u | (c & 0x3Fu));
    return 4;
}

/* The offset of the first ill-formed byte, or len if there is none. */
size_t kbg__utf8_check(const char *text, size_t len);

/* How many code points a text has; an ill-formed subpart counts as one. */
size_t kbg__utf8_count(const char *text, size_t len);

#endif
