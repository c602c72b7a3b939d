/* SPDX-License-Identifier: MIT */
#include "io/formula.h"

#include "base/utf8.h"

bool kbg__is_formula(const char *text, size_t len)
{
    size_t at = 0;
    switch (len ? kbg__utf8_next(text, len, &at) : 0) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case 0xFF1D:
    case 0xFF0B:
    case 0xFF0D:
    case 0xFF20:
        return true;
    default:
        return false;
    }
}

bool kbg__is_guarded_formula(const char *text, size_t len)
{
    size_t quotes = 0;
    while (quotes < len && text[quotes] == '\'')
        quotes++;
    return quotes > 0 && kbg__is_formula(text + quotes, len - quotes);
}
