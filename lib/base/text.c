/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include "base/utf8.h"

#include <string.h>

bool kbg__text_begins(kbg_text text, const char *word)
{
    size_t len = strlen(word);
    return text.len >= len && (len == 0 || memcmp(text.data, word, len) == 0);
}

bool kbg__text_is(kbg_text text, const char *word)
{
    return text.len == strlen(word) && kbg__text_begins(text, word);
}

bool kbg__text_equal(kbg_text left, kbg_text right)
{
    return left.len == right.len && (left.len == 0 || memcmp(left.data, right.data, left.len) == 0);
}

int kbg__text_compare(kbg_text left, kbg_text right)
{
    size_t shorter = left.len < right.len ? left.len : right.len;
    int order = shorter ? memcmp(left.data, right.data, shorter) : 0;
    return order ? order : left.len < right.len ? -1 : left.len > right.len;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

kbg_text kbg__text_trimmed(kbg_text text)
{
    while (text.len && is_blank(text.data[0])) {
        text.data++;
        text.len--;
    }
    while (text.len && is_blank(text.data[text.len - 1]))
        text.len--;
    return text;
}

kbg_text kbg__text_first_line(kbg_text text, size_t chars)
{
    size_t end = 0, at = 0;
    text = kbg__text_trimmed(text);
    while (end < text.len && text.data[end] != '\n' && text.data[end] != '\r')
        end++;
    for (; chars > 0 && at < end; chars--)
        (void)kbg__utf8_next(text.data, end, &at);
    return kbg__text_trimmed((kbg_text){ text.data, at });
}
