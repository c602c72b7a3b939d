/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

/* Decodes one code point of *size bytes; false if the bytes are ill-formed, *size is then the maximal subpart. */
static bool decode(const unsigned char *s, size_t len, uint32_t *code_point, size_t *size)
{
    unsigned char c = s[0];
    size_t more;
    unsigned char low = 0x80, high = 0xBF; /* bounds of the second byte, Unicode table 3-7 */
    if (c < 0x80) {
        *code_point = c;
        *size = 1;
        return true;
    } else if (c >= 0xC2 && c <= 0xDF) {
        more = 1;
        *code_point = c & 0x1Fu;
    } else if (c >= 0xE0 && c <= 0xEF) {
        more = 2;
        *code_point = c & 0x0Fu;
        if (c == 0xE0)
            low = 0xA0;
        if (c == 0xED)
            high = 0x9F;
    } else if (c >= 0xF0 && c <= 0xF4) {
        more = 3;
        *code_point = c & 0x07u;
        if (c == 0xF0)
            low = 0x90;
        if (c == 0xF4)
            high = 0x8F;
    } else {
        *size = 1;
        return false;
    }
    for (size_t i = 1; i <= more; i++) {
        if (i >= len || s[i] < low || s[i] > high) {
            *size = i;
            return false;
        }
        *code_point = *code_point << 6 | (s[i] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    *size = more + 1;
    return true;
}

uint32_t kbg__utf8_next_unusual(const char *text, size_t len, size_t *at)
{
    uint32_t code_point;
    size_t size;
    bool good = decode((const unsigned char *)text + *at, len - *at, &code_point, &size);
    *at += size;
    return good ? code_point : 0xFFFD;
}

/* Whether three bytes are a well-formed character of the usual kind: of three bytes without E0 and ED, whose second byte
 * has other bounds. */
static bool is_usual(const unsigned char *s)
{
    return (s[0] & 0xF0) == 0xE0 && s[0] != 0xE0 && s[0] != 0xED && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80;
}

/* The same of the first three of four bytes, which are looked at as one number, in whatever order the machine has them. */
static bool is_usual_of_four(const unsigned char *s)
{
    static const union four {
        unsigned char bytes[4];
        uint32_t number;
    } mask = { { 0xF0, 0xC0, 0xC0, 0 } }, wanted = { { 0xE0, 0x80, 0x80, 0 } };
    uint32_t here;
    memcpy(&here, s, sizeof(here));
    return (here & mask.number) == wanted.number && s[0] != 0xE0 && s[0] != 0xED;
}

size_t kbg__utf8_check(const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t at = 0;
    while (at < len) {
        uint32_t code_point;
        size_t size;
        while (at < len && s[at] < 0x80)
            at++;
        while (len - at >= 4 && is_usual_of_four(s + at))
            at += 3;
        if (len - at == 3 && is_usual(s + at))
            at += 3;
        if (at == len)
            break;
        if (!decode((const unsigned char *)text + at, len - at, &code_point, &size))
            return at;
        at += size;
    }
    return len;
}

size_t kbg__utf8_count(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t at = 0; at < len; count++)
        (void)kbg__utf8_next(text, len, &at);
    return count;
}
