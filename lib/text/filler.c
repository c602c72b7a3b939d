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
    size_t size;
    while ((size = longest(words, text + start, end - start, false, KBG_FILLER_LEADS)) && size < end - start) {
        memset(is_filler + start, true, size);
        start += size;
    }
    while ((size = longest(words, text + start, end - start, true, KBG_FILLER_TRAILS)) && size < end - start) {
        memset(is_filler + end - size, true, size);
        end -= size;
    }
}

static bool is_sign(const kbg__buffer *text, size_t at)
{
    return kbg__character_of(kbg__utf8_next(text->data, text->len, &at)) <= KBG__CHARACTER_SPACE;
}

/* Whether a clause that began before ends at a place: there, or where something was left out before it. */
static bool ends_clause(const kbg__folded *folded, size_t at)
{
    return at == folded->text.len || folded->start[at] > folded->end[at - 1] || is_sign(&folded->text, at);
}

void kbg__filler_mark(const kbg__words *words, const kbg__folded *folded, bool *is_filler)
{
    const kbg__buffer *text = &folded->text;
    bool anything_else = false;
    for (size_t at = 0, end; at < text->len; at = end) {
        end = at;
        do
            (void)kbg__utf8_next(text->data, text->len, &end);
        while (!is_sign(text, at) && !ends_clause(folded, end));
        if (is_sign(text, at))
            continue;
        /* An entry may hold what ends a clause: thank you */
        size_t size = longest(words, text->data + at, text->len - at, false, KBG_FILLER_ALONE);
        if (size > end - at && ends_clause(folded, at + size)) {
            end = at + size;
            memset(is_filler + at, true, size);
        } else {
            mark_clause(words, text->data, is_filler, at, end);
        }
    }
    for (size_t at = 0; at < text->len && !anything_else;) {
        size_t start = at;
        (void)kbg__utf8_next(text->data, text->len, &at);
        anything_else = !is_sign(text, start) && !is_filler[start];
    }
    if (!anything_else && text->len)
        memset(is_filler, false, text->len);
}
