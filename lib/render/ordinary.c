/* SPDX-License-Identifier: MIT */
#include "render/ordinary.h"

#include <stdbool.h>

static bool is_ordinary_sign(unsigned char c)
{
    switch (c) {
    case '{': /* variables */
    case '[': /* slots, faces */
    case '/': /* faces */
    case '*': /* emphasis, codes to dial */
    case '\\':
    case '&': /* references */
    case '|': /* cells */
    case 'h': /* addresses */
    case 'H':
        return false;
    default:
        return c >= 0x20 && c < 0x7F;
    }
}

/* Whether a character of three bytes is one of U+3000 to U+CFFF or U+FF00 to U+FF7F. */
static bool is_wide(const unsigned char *c)
{
    return ((c[0] >= 0xE3 && c[0] <= 0xEC && c[1] >= 0x80 && c[1] <= 0xBF) ||
            (c[0] == 0xEF && (c[1] == 0xBC || c[1] == 0xBD))) &&
           c[2] >= 0x80 && c[2] <= 0xBF;
}

size_t kbg__ordinary_end(const char *text, size_t len, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (;;)
        if (len - at >= 3 && is_wide(bytes + at))
            at += 3;
        else if (at < len && is_ordinary_sign(bytes[at]))
            at++;
        else
            return at;
}
