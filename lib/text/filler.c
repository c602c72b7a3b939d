/* SPDX-License-Identifier: MIT */
#include "text/filler.h"

#include "base/utf8.h"
#include "text/character.h"

#include <string.h>

/* The longest filler at the beginning (or end) of a text that may stand in `place` (ALONE: any); 0 if none. */
static size_t longest(const kbg__words *words, const char *text, size_t len, bool at_end, kbg_filler_place place)
{
    for (size_t size = len < words->longest_filler ? len : words->longest_filler; size > 0; size--) {
        const char *begin = at_end ? text + len - size : text;
        if ((begin[0] & 0xC0) == 0x80 || (begin + size < text + len && (begin[size] & 0xC0) == 0x80))
            continue;
        uint32_t number = kbg__interner_find(&words->filler, begin, size);
        if (number != KBG__NOT_INTERNED && (place == KBG_FILLER_ALONE || words->places[number] == place))
            return size;
    }
    return 0;
}

/* Whether a clause is filler from end to end, taking the longest entry at each step. */
static bool is_whole(const kbg__words *words, const char *text, size_t len)
{
    while (len) {
        size_t size = longest(words, text, len, false, KBG_FILLER_ALONE);
        if (size == 0)
            return false;
        text += size;
        len -= size;
    }
    return true;
}

static void mark_clause(const kbg__words *words, const char *text, bool *is_filler, size_t start, size_t end)
{
    if (is_whole(words, text + start, end - start)) {
        memset(is_filler + start, true, end - start);
        return;
    }
    for (size_t size; (size = longest(words, text + start, end - start, false, KBG_FILLER_LEADS)) && size < end - start; start += size)
        memset(is_filler + start, true, size);
    for (size_t size; (size = longest(words, text + start, end - start, true, KBG_FILLER_TRAILS)) && size < end - start; end -= size)
        memset(is_filler + end - size, true, size);
}

void kbg__filler_mark(const kbg__words *words, const kbg__folded *folded, bool *is_filler)
{
    const kbg__buffer *text = &folded->text;
    bool anything_else = false;
    size_t clause = 0;
    for (size_t at = 0; at < text->len;) {
        size_t start = at;
        bool is_sign = kbg__character_of(kbg__utf8_next(text->data, text->len, &at)) <= KBG__CHARACTER_SPACE;
        bool gap = start > 0 && folded->start[start] > folded->end[start - 1];
        if ((is_sign || gap) && clause < start)
            mark_clause(words, text->data, is_filler, clause, start);
        if (is_sign || gap)
            clause = is_sign ? at : start;
    }
    if (clause < text->len)
        mark_clause(words, text->data, is_filler, clause, text->len);
    for (size_t at = 0; at < text->len && !anything_else;) {
        size_t start = at;
        anything_else = kbg__character_of(kbg__utf8_next(text->data, text->len, &at)) > KBG__CHARACTER_SPACE &&
                        !is_filler[start];
    }
    if (!anything_else && text->len)
        memset(is_filler, false, text->len);
}
