/* SPDX-License-Identifier: MIT */
#include "item/language.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool kbg__language_matches(const char *range, size_t range_len, const char *tag, size_t tag_len)
{
    if (tag_len < range_len)
        return false;
    for (size_t i = 0; i < range_len; i++)
        if (lower(range[i]) != lower(tag[i]))
            return false;
    return tag_len == range_len || tag[range_len] == '-';
}
