/* SPDX-License-Identifier: MIT */
#include "io/json_place.h"

#include <stdbool.h>
#include <string.h>

static bool is_one_of(const char *set, char c)
{
    return c != '\0' && strchr(set, c);
}

static size_t skip_space(const char *text, size_t len, size_t at)
{
    while (at < len && is_one_of(" \t\r\n", text[at]))
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
            while (at < len && !is_one_of(",]} \t\r\n", text[at]))
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

/* The value of the four hexadecimal digits at text[at], -1 if they are not there. */
static int hex_value(const char *text, size_t len, size_t at)
{
    int value = 0;
    for (size_t i = at; i < at + 4; i++) {
        static const char digits[] = "0123456789abcdef";
        char c = i < len ? text[i] : '\0';
        const char *digit = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
        if (!digit)
            return -1;
        value = value * 16 + (int)(digit - digits);
    }
    return value;
}

size_t kbg__json_string_place(const char *text, size_t len, size_t at, size_t byte)
{
    size_t seen = 0;
    for (at++; at < len && text[at] != '"' && seen < byte;) {
        if (text[at] != '\\') {
            seen++;
            at++;
            continue;
        }
        int value = text[at + 1] == 'u' ? hex_value(text, len, at + 2) : 0;
        bool is_pair = value >= 0xD800 && value <= 0xDFFF;
        seen += value < 0x80 ? 1 : value < 0x800 ? 2 : is_pair ? 4 : 3;
        at += text[at + 1] != 'u' ? 2 : is_pair ? 12 : 6;
    }
    return at;
}

/* How many bytes the escape at text[at] takes, 0 if it is not allowed: NUL and half a surrogate pair are not. */
static size_t escape_size(const char *text, size_t len, size_t at)
{
    if (at + 1 >= len || text[at + 1] != 'u')
        return at + 1 < len && is_one_of("\"\\/bfnrt", text[at + 1]) ? 2 : 0;
    int value = hex_value(text, len, at + 2);
    if (value <= 0 || (value >= 0xDC00 && value <= 0xDFFF))
        return 0;
    if (value < 0xD800 || value > 0xDBFF)
        return 6;
    bool pair = at + 7 < len && text[at + 6] == '\\' && text[at + 7] == 'u';
    int low = pair ? hex_value(text, len, at + 8) : -1;
    return low >= 0xDC00 && low <= 0xDFFF ? 12 : 0;
}

/* Goes over the string at *at. *bad is set to the place of what is not allowed in it, if there is such a thing. */
static bool check_string(const char *text, size_t len, size_t *at, size_t *bad)
{
    size_t i = *at + 1;
    while (i < len && text[i] != '"') {
        size_t size = text[i] == '\\' ? escape_size(text, len, i) : (unsigned char)text[i] >= 0x20;
        if (size == 0) {
            *bad = i;
            return false;
        }
        i += size;
    }
    *at = i + 1;
    return true;
}

size_t kbg__json_bad_place(const char *text, size_t len, size_t stop)
{
    for (size_t at = skip_space(text, len, 0); at < len; at = skip_space(text, len, at)) {
        size_t start = at, bad;
        if (at >= stop) /* the text ended too early */
            return stop;
        if (text[at] == '"') {
            if (!check_string(text, len, &at, &bad))
                return bad;
        } else if (is_one_of("{}[],:", text[at])) {
            at++;
        } else {
            while (at < len && !is_one_of("{}[],:\" \t\r\n", text[at]))
                at++;
        }
        if (at >= stop)
            return at <= len ? start : len;
    }
    return len;
}
