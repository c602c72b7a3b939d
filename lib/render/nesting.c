/* SPDX-License-Identifier: MIT */
#include "render/nesting.h"

#include <stdbool.h>

static bool is_end(char c)
{
    return c == '\n' || c == '\r';
}

/* The byte behind a list marker at body[at], `at` if there is none. */
static size_t skip_marker(const char *body, size_t len, size_t at)
{
    size_t end = at;
    if (body[at] == '-' || body[at] == '+' || body[at] == '*') {
        end++;
    } else {
        while (end < len && end - at < 9 && body[end] >= '0' && body[end] <= '9')
            end++;
        if (end == at || end == len || (body[end] != '.' && body[end] != ')'))
            return at;
        end++;
    }
    return end == len || body[end] == ' ' || body[end] == '\t' || is_end(body[end]) ? end : at;
}

/* A line can stay in as many lists as its indent has room for, two columns each, but in no more than were open so far; and
 * open one more with each marker at its beginning. A list is two containers to us, the list and its item. */
uint64_t kbg__nesting(const char *body, size_t len)
{
    uint64_t deepest = 0;
    for (size_t at = 0; at < len;) {
        uint64_t columns = 0, markers = 0;
        while (at < len && !is_end(body[at])) {
            size_t behind = skip_marker(body, len, at);
            if (body[at] == ' ' || body[at] == '\t') {
                columns += body[at] == ' ' ? 1 : 4;
                at++;
            } else if (body[at] == '>') {
                markers++;
                at++;
            } else if (behind > at) {
                markers++;
                at = behind;
            } else {
                break;
            }
        }
        uint64_t kept = columns / 2 < deepest ? columns / 2 : deepest;
        if (kept + markers > deepest)
            deepest = kept + markers;
        while (at < len && !is_end(body[at]))
            at++;
        while (at < len && is_end(body[at]))
            at++;
    }
    return deepest;
}
