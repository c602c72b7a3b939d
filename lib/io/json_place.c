/* SPDX-License-Identifier: MIT */
#include "io/json_place.h"

#include <string.h>

static size_t skip_space(const char *text, size_t len, size_t at)
{
    while (at < len && strchr(" \t\r\n", text[at]))
        at++;
    return at;
}

static size_t skip_string(const char *text, size_t len, size_t at)
{
    for (at++; at < len && text[at] != '"'; at++)
        if (text[at] == '\\')
            at++;
    return at + 1;
}

static size_t skip_value(const char *text, size_t len, size_t at)
{
    size_t depth = 0;
    do {
        char c = text[at];
        if (c == '"') {
            at = skip_string(text, len, at);
            continue;
        }
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        else if (depth == 0) { /* a number or a word ends before what follows it */
            while (at < len && !strchr(",]} \t\r\n", text[at]))
                at++;
            return at;
        }
        at++;
    } while (depth > 0 && at < len);
    return at;
}

size_t kbg__json_place(const char *text, size_t len, const kbg__json_path *path)
{
    size_t at = skip_space(text, len, 0);
    for (size_t i = 0; i < path->depth && at < len; i++) {
        int in_object = text[at] == '{';
        at = skip_space(text, len, at + 1);
        for (size_t n = 0;; n++) {
            if (in_object) { /* over the key and the colon */
                at = skip_space(text, len, skip_string(text, len, at));
                at = skip_space(text, len, at + 1);
            }
            if (n == path->step[i] || at >= len)
                break;
            at = skip_space(text, len, skip_value(text, len, at));
            at = skip_space(text, len, at + 1); /* over the comma */
        }
    }
    return at < len ? at : len;
}
