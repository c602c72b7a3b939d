/* SPDX-License-Identifier: MIT */
#include "text/parts.h"

#include "base/utf8.h"

#include <string.h>

static bool ends_sentence(uint32_t c)
{
    static const uint32_t ends[] = { 0x3002, 0xFF1F, 0xFF01, 0xFF1B, 0x2026, '?', '!', ';' }; /* 。？！；… ?!; */
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (c == ends[i])
            return true;
    return false;
}

static bool breaks_line(uint32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Whether a unit that is not filler came from bytes [start, end) of the message. *next is the first token that can be
 * there, and is moved on. */
static bool says_something(const kbg__tokenizer *t, size_t *next, uint32_t start, uint32_t end)
{
    bool found = false;
    for (; *next < t->token_count; ++*next) {
        const kbg__token *token = &t->tokens[*next];
        if (token->class_ != KBG__TOKEN_CHAR)
            continue;
        uint32_t from = t->folded.start[token->start];
        if (from >= end)
            break;
        found = found || (from >= start && !token->is_filler);
    }
    return found;
}

size_t kbg__parts_find(const char *text, size_t len, const kbg__tokenizer *tokens, kbg__part parts[KBG__PARTS_MOST])
{
    size_t count = 0, next = 0, start = 0, at = 0;
    while (at < len) {
        size_t before = at;
        uint32_t c = kbg__utf8_next(text, len, &at);
        bool line = breaks_line(c);
        if (!line && !ends_sentence(c) && at < len)
            continue;
        for (size_t peek = at; peek < len && !line; at = peek) /* ?! and …… end it together */
            if (!ends_sentence(kbg__utf8_next(text, len, &peek)))
                break;
        kbg__part part = { (uint32_t)start, (uint32_t)(line ? before : at) };
        start = at;
        while (part.start < part.end && strchr(" \t", text[part.start]) && text[part.start])
            part.start++;
        while (part.end > part.start && strchr(" \t", text[part.end - 1]) && text[part.end - 1])
            part.end--;
        if (!says_something(tokens, &next, part.start, part.end))
            continue;
        if (count == KBG__PARTS_MOST)
            parts[count - 1].end = part.end;
        else
            parts[count++] = part;
    }
    return count;
}
