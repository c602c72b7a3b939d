/* SPDX-License-Identifier: MIT */
#include "io/list_cell.h"

#include <string.h>

/* Escapes: the letter and what it stands for. */
static const char letters[] = "\\|nrts", meant[] = "\\|\n\r\t ";

static bool is_separator(char c)
{
    return c == '|' || c == '\n' || c == '\r';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static const char *escape_of(char letter)
{
    return letter ? strchr(letters, letter) : NULL;
}

bool kbg__list_cell_next(const char *cell, size_t len, size_t *at, kbg__buffer *out, size_t *start)
{
    *start = out->len;
    while (*at < len && (is_blank(cell[*at]) || is_separator(cell[*at])))
        ++*at;
    if (*at == len)
        return false;
    size_t end = *start; /* of what is no blank at the end */
    while (*at < len && !is_separator(cell[*at])) {
        char c = cell[(*at)++];
        const char *escape = c == '\\' && *at < len ? escape_of(cell[*at]) : NULL;
        if (escape) {
            c = meant[escape - letters];
            ++*at;
        }
        kbg__buffer_add_byte(out, c);
        if (escape || !is_blank(c))
            end = out->len;
    }
    if (!out->failed)
        out->len = end;
    return true;
}

void kbg__list_cell_add(kbg__buffer *out, const char *entry, size_t len, char separator, bool first)
{
    if (!first)
        kbg__buffer_add_byte(out, separator);
    for (size_t i = 0; i < len; i++) {
        bool at_end = i == 0 || i == len - 1;
        const char *place = entry[i] ? strchr(meant, entry[i]) : NULL;
        if (place && (!is_blank(entry[i]) || at_end)) {
            kbg__buffer_add_byte(out, '\\');
            kbg__buffer_add_byte(out, letters[place - meant]);
        } else {
            kbg__buffer_add_byte(out, entry[i]);
        }
    }
}
