/* SPDX-License-Identifier: MIT */
#include "io/cell.h"

#include "io/formula.h"

#include <string.h>

void kbg__cell_add(kbg__buffer *row, kbg_text text, char delimiter, bool first, bool guard)
{
    bool quoted = false;
    if (!first)
        kbg__buffer_add_byte(row, delimiter);
    guard = (guard && kbg__is_formula(text.data, text.len)) || kbg__is_guarded_formula(text.data, text.len);
    for (size_t i = 0; i < text.len && !quoted; i++)
        quoted = text.data[i] == '"' || text.data[i] == '\n' || text.data[i] == '\r' || text.data[i] == ',' ||
                 text.data[i] == ';' || text.data[i] == '\t' || text.data[i] == delimiter;
    if (quoted)
        kbg__buffer_add_byte(row, '"');
    if (guard)
        kbg__buffer_add_byte(row, '\'');
    for (size_t from = 0; from < text.len;) {
        const char *quote = quoted ? memchr(text.data + from, '"', text.len - from) : NULL;
        size_t to = quote ? (size_t)(quote - text.data) + 1 : text.len;
        kbg__buffer_add(row, text.data + from, to - from);
        if (quote)
            kbg__buffer_add_byte(row, '"');
        from = to;
    }
    if (quoted)
        kbg__buffer_add_byte(row, '"');
}
