/* SPDX-License-Identifier: MIT */
#include "text/filler.h"

#include "base/utf8.h"
#include "text/character.h"

#include <string.h>

/* What stands at a place of the text: an entry begins there, one ends there. */
enum { BEGINS = 1, ENDS = 2 };

typedef struct marking {
    const kbg__words *words;
    const char *text;
    const uint8_t *edges; /* by byte of the text, and for its end */
    bool *is_filler;
} marking;

/* The longest filler at the beginning (or end) of bytes [start, end) that may stand in `place` (ALONE: any); 0 if there
 * is none. */
static size_t longest(const marking *m, size_t start, size_t end, bool at_end, kbg_filler_place place)
{
    const kbg__words *words = m->words;
    size_t most = end - start < words->longest_filler ? end - start : words->longest_filler;
    if (!(m->edges[at_end ? end : start] & (at_end ? ENDS : BEGINS)))
        return 0;
    for (size_t size = most; size > 0; size--) {
        size_t from = at_end ? end - size : start, to = from + size;
        if (!(m->edges[from] & BEGINS) || !(m->edges[to] & ENDS))
            continue;
        uint32_t number = kbg__interner_find(&words->filler, m->text + from, size);
        if (number != KBG__NOT_INTERNED && (place == KBG_FILLER_ALONE || words->places[number] == place))
            return size;
    }
    return 0;
}

/* Whether a clause is filler from end to end, taking the longest entry at each step. */
static bool is_whole(const marking *m, size_t start, size_t end)
{
    while (start < end) {
        size_t size = longest(m, start, end, false, KBG_FILLER_ALONE);
        if (size == 0)
            return false;
        start += size;
    }
    return true;
}

static void mark_clause(const marking *m, size_t start, size_t end)
{
    if (is_whole(m, start, end)) {
        memset(m->is_filler + start, true, end - start);
        return;
    }
    size_t size;
    while ((size = longest(m, start, end, false, KBG_FILLER_LEADS)) && size < end - start) {
        memset(m->is_filler + start, true, size);
        start += size;
    }
    while ((size = longest(m, start, end, true, KBG_FILLER_TRAILS)) && size < end - start) {
        memset(m->is_filler + end - size, true, size);
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

static bool note_edges(uint32_t word, size_t start, size_t end, void *user_data)
{
    uint8_t *edges = user_data;
    (void)word;
    edges[start] |= BEGINS;
    edges[end] |= ENDS;
    return true;
}

bool kbg__filler_mark(const kbg__words *words, const kbg__folded *folded, bool *is_filler, uint8_t *scratch)
{
    const kbg__buffer *text = &folded->text;
    marking m = { words, text->data, scratch, is_filler };
    bool anything_else = false;
    if (text->len == 0)
        return false;
    memset(is_filler, false, text->len);
    if (!words->find_filler)
        return false;
    memset(scratch, 0, text->len + 1);
    (void)kbg__automaton_all(words->find_filler, text->data, text->len, note_edges, scratch);
    if (!memchr(scratch, BEGINS, text->len) && !memchr(scratch, BEGINS | ENDS, text->len))
        return false;
    for (size_t at = 0, end; at < text->len; at = end) {
        end = at;
        do
            (void)kbg__utf8_next(text->data, text->len, &end);
        while (!is_sign(text, at) && !ends_clause(folded, end));
        if (is_sign(text, at))
            continue;
        /* An entry may hold what ends a clause: thank you */
        size_t size = longest(&m, at, text->len, false, KBG_FILLER_ALONE);
        if (size > end - at && ends_clause(folded, at + size)) {
            end = at + size;
            memset(is_filler + at, true, size);
        } else {
            mark_clause(&m, at, end);
        }
    }
    for (size_t at = 0; at < text->len && !anything_else;) {
        size_t start = at;
        (void)kbg__utf8_next(text->data, text->len, &at);
        anything_else = !is_sign(text, start) && !is_filler[start];
    }
    if (!anything_else)
        memset(is_filler, false, text->len);
    return anything_else && memchr(is_filler, true, text->len);
}
