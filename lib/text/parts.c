/* SPDX-License-Identifier: MIT */
#include "text/parts.h"

#include "base/utf8.h"
#include "text/character.h"

#include <unicode/uchar.h>

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
    return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Whether a character behind the end of a sentence still belongs to it: closing quotes and brackets, marks. */
static bool closes(uint32_t c)
{
    return U_GET_GC_MASK((UChar32)c) & (U_GC_PE_MASK | U_GC_PF_MASK | U_GC_M_MASK);
}

static bool is_ascii_sign(uint32_t c)
{
    return c > ' ' && c < 0x7F;
}

/* Whether the sign at an offset of the message was left in by folding, which takes emoticon codes out. *next is the
 * first byte of the folded text that can come from there, and is moved on. */
static bool is_left_in(const kbg__folded *folded, size_t *next, size_t at)
{
    while (*next < folded->text.len && folded->end[*next] <= at)
        ++*next;
    for (size_t i = *next; i < folded->text.len && folded->start[i] <= at; i++)
        if (folded->text.data[i] != ' ')
            return true;
    return false;
}

/* Moves *at behind all that ends the sentence whose first end `c` stands before it: ?! …… ！”. False if none ends there:
 * an ASCII sign with ASCII on both sides is part of a URL or code. */
static bool take_end(const char *text, size_t len, size_t *at, uint32_t c, uint32_t before)
{
    bool is_ascii = is_ascii_sign(c);
    uint32_t behind = 0;
    for (size_t peek = *at; peek < len; *at = peek, behind = 0) {
        behind = kbg__utf8_next(text, len, &peek);
        if (!ends_sentence(behind) && !closes(behind))
            break;
        is_ascii = is_ascii && is_ascii_sign(behind);
    }
    return !(is_ascii && is_ascii_sign(before) && is_ascii_sign(behind));
}

/* Whether a unit that is not filler came from a part. *next is the first token that can be there, and is moved on. */
static bool says_something(const kbg__tokenizer *t, size_t *next, kbg__part part)
{
    const kbg__folded *folded = &t->folded;
    for (size_t i = *next; i < t->token_count; i++) {
        const kbg__token *token = &t->tokens[i];
        if (token->class_ != KBG__TOKEN_CHAR || folded->end[token->end - 1] <= part.start) {
            *next += i == *next;
            continue;
        }
        if (folded->start[token->start] >= part.end)
            return false;
        if (!token->is_filler)
            return true;
    }
    return false;
}

size_t kbg__parts_find(const char *text, size_t len, const kbg__tokenizer *tokens, kbg__part parts[KBG__PARTS_MOST])
{
    size_t count = 0, next_token = 0, next_byte = 0, at = 0;
    uint32_t before = 0;
    kbg__part part = { 0, 0 };
    while (at < len) {
        size_t start = at;
        uint32_t c = kbg__utf8_next(text, len, &at);
        bool ends = breaks_line(c);
        if (ends_sentence(c) && is_left_in(&tokens->folded, &next_byte, start))
            ends = take_end(text, len, &at, c, before);
        if (kbg__character_of(c) != KBG__CHARACTER_SPACE) {
            part.start = part.end ? part.start : (uint32_t)start;
            part.end = (uint32_t)at;
        }
        before = c;
        if (!ends && at < len)
            continue;
        if (part.end && says_something(tokens, &next_token, part)) {
            if (count == KBG__PARTS_MOST)
                parts[count - 1].end = part.end;
            else
                parts[count++] = part;
        }
        part = (kbg__part){ 0, 0 };
    }
    return count;
}
