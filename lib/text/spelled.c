/* SPDX-License-Identifier: MIT */
#include "text/spelled.h"

#include "base/utf8.h"
#include "text/character.h"

#include <string.h>

kbg_status kbg__spelled_init(kbg__spelled *spelled, const kbg_allocator *memory, const kbg__emoticons *emoticons)
{
    *spelled = (kbg__spelled){ .memory = memory, .emoticons = emoticons };
    kbg__matching_init(&spelled->matching, memory);
    return emoticons ? kbg__emoticon_matcher_new(emoticons, &spelled->matcher) : KBG_OK;
}

void kbg__spelled_free(kbg__spelled *spelled)
{
    kbg__emoticon_matcher_free(spelled->matcher);
    kbg__matching_free(&spelled->matching);
    kbg__free(spelled->memory, spelled->runs);
}

/* The bytes of the character at text[at] that counts as a letter or digit; 0 if none does. */
static size_t letter_at(const char *text, size_t len, size_t at, bool *is_letter)
{
    size_t next = at;
    if (at >= len)
        return 0;
    kbg__character what = kbg__character_of(kbg__utf8_next(text, len, &next));
    *is_letter = what == KBG__CHARACTER_LETTER;
    return what == KBG__CHARACTER_LETTER || what == KBG__CHARACTER_DIGIT ? next - at : 0;
}

/* The byte behind the letter that stands alone at text[at], `at` if there is none: neither letter nor digit behind it. */
static size_t single_end(const char *text, size_t len, size_t at)
{
    bool is_letter, ignored;
    size_t size = letter_at(text, len, at, &is_letter);
    return size && is_letter && letter_at(text, len, at + size, &ignored) == 0 ? at + size : at;
}

/* The byte behind what stands between two spelled letters at text[at], `at` if that is nothing: at most three signs or
 * spaces, the same one several times counting once. What ends a clause or a line stays, and so does an apostrophe. */
static size_t gap_end(const char *text, size_t len, size_t at)
{
    uint32_t last = 0;
    for (unsigned count = 0; at < len;) {
        size_t next = at;
        uint32_t c = kbg__utf8_next(text, len, &next);
        kbg__character what = kbg__character_of(c);
        bool is_sign = what == KBG__CHARACTER_OTHER && !kbg__matching_ends_clause(c) && c != '\'' && c != 0x2019;
        if (c == '\n' || (what != KBG__CHARACTER_SPACE && !is_sign) || (c != last && ++count > 3))
            break;
        last = c;
        at = next;
    }
    return at;
}

/* The byte behind the spelled word that begins at text[at], `at` if none does. A word of three letters or more ends where
 * something else stands between two than between those before, so that b-e-s-t v.i.p and b e s t v.i.p are two. */
static size_t run_end(const char *text, size_t len, size_t at)
{
    enum { ENOUGH = 3 };
    size_t end = single_end(text, len, at), before = at;
    size_t gap = 0, gap_len = 0; /* the first one, none if others followed */
    unsigned count = end > at;
    while (count) {
        size_t next = gap_end(text, len, end), behind = single_end(text, len, next);
        bool same = gap_len == next - end && memcmp(text + gap, text + end, gap_len) == 0;
        if (next == end || behind == next)
            break;
        bool is_space = gap_len == 1 && text[gap] == ' ';
        if (count >= ENOUGH && gap_len && !same)
            return is_space && count > ENOUGH ? before : end; /* the letter behind a space begins the next one */
        if (count == ENOUGH - 1 && is_space && !same) /* so does this one */
            return at;
        if (count == 1) {
            gap = end;
            gap_len = next - end;
        } else if (!same) {
            gap_len = 0;
        }
        before = end;
        end = behind;
        count++;
    }
    return count >= ENOUGH ? end : at;
}

/* The first spelled word at or behind text[at]; *end is set to the byte behind it. `len` if there is none. */
static size_t find_run(const char *text, size_t len, size_t at, size_t *end)
{
    bool is_letter, joined = false; /* to the letter or digit before */
    for (size_t size; at < len; at += size) {
        size = letter_at(text, len, at, &is_letter);
        *end = size && !joined ? run_end(text, len, at) : at;
        if (*end > at)
            return at;
        joined = size > 0;
        if (size == 0) {
            size_t next = at;
            (void)kbg__utf8_next(text, len, &next);
            size = next - at;
        }
    }
    return len;
}

/* Moves bytes with their map to an earlier place, and returns where they end then. */
static size_t move(kbg__matching *m, size_t to, size_t from, size_t end)
{
    if (to != from && end > from) {
        memmove(m->text.data + to, m->text.data + from, end - from);
        memmove(m->start + to, m->start + from, (end - from) * sizeof(*m->start));
        memmove(m->end + to, m->end + from, (end - from) * sizeof(*m->end));
    }
    return to + (end - from);
}

/* Puts the letters of spelled words together, where they are. */
static kbg_status join_runs(kbg__spelled *s)
{
    kbg__matching *m = &s->matching;
    const char *text = m->text.data;
    size_t len = m->text.len, out = 0, at = 0;
    while (at < len) {
        size_t end, start = find_run(text, len, at, &end);
        out = move(m, out, at, start);
        at = start;
        if (start == len)
            break;
        if (kbg__grow(s->memory, (void **)&s->runs, &s->run_capacity, s->run_count + 1, sizeof(*s->runs)) != KBG_OK)
            return KBG_ERR_NOMEM;
        kbg__spelled_run *run = &s->runs[s->run_count++];
        run->start = out;
        while (at < end) {
            size_t behind = single_end(text, len, at);
            out = move(m, out, at, behind);
            at = behind < end ? gap_end(text, len, behind) : end;
        }
        run->end = out;
    }
    m->text.len = out;
    return KBG_OK;
}

kbg_status kbg__spelled_make(kbg__spelled *s, const kbg__matching *matching, const char *text, size_t len, bool *differs)
{
    size_t start = len, end = len, run;
    kbg_status status = KBG_OK;
    *differs = false;
    s->run_count = 0;
    if (s->emoticons)
        status = kbg__emoticon_find(s->emoticons, s->matcher, text, len, 0, &start, &end);
    if (status != KBG_OK)
        return status;
    if (start < end) {
        *differs = true;
        status = kbg__matching_make_without(&s->matching, s->emoticons, s->matcher, text, len);
    } else if (find_run(matching->text.data, matching->text.len, 0, &run) < matching->text.len) {
        *differs = true;
        status = kbg__matching_copy(&s->matching, matching);
    }
    return status == KBG_OK && *differs ? join_runs(s) : status;
}

static bool is_all_a_or_i(const char *text, size_t start, size_t end)
{
    while (start < end && (text[start] == 'a' || text[start] == 'i'))
        start++;
    return start == end;
}

bool kbg__spelled_is_whole(const kbg__spelled *s, size_t start, size_t end, kbg__edge first, kbg__edge last)
{
    const char *text = s->matching.text.data;
    size_t low = 0, high = s->run_count; /* the first run that ends behind `start` */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->runs[middle].end <= start)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < s->run_count && s->runs[low].start < end; low++) {
        const kbg__spelled_run *run = &s->runs[low];
        if (run->start < start && is_all_a_or_i(text, run->start, start))
            first = KBG__EDGE_ANY;
        if (run->end > end && is_all_a_or_i(text, end, run->end))
            last = KBG__EDGE_ANY;
    }
    return kbg__matching_is_whole(&s->matching, start, end, first, last);
}
