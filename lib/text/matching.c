/* SPDX-License-Identifier: MIT */
#include "text/matching.h"

#include "base/utf8.h"
#include "text/character.h"

#include <string.h>
#include <unicode/uchar.h>

void kbg__matching_init(kbg__matching *matching, const kbg_allocator *memory)
{
    *matching = (kbg__matching){ .start = NULL };
    kbg__buffer_init(&matching->text, memory);
    kbg__folded_init(&matching->line, memory, true);
}

void kbg__matching_free(kbg__matching *matching)
{
    const kbg_allocator *memory = matching->text.memory;
    kbg__free(memory, matching->start);
    kbg__free(memory, matching->end);
    kbg__buffer_free(&matching->text);
    kbg__folded_free(&matching->line);
    kbg__matching_init(matching, memory);
}

typedef enum sort {
    SOLID, /* letters, digits, and what keeps words apart */
    SPACE,
    IDEOGRAPH,
    SIGN /* can be seen through */
} sort;

bool kbg__matching_ends_clause(uint32_t c)
{
    return c == ',' || c == '!' || c == '?' || c == ';' || c == ':' || c == 0x3002 || c == 0x3001;
}

static sort sort_of(uint32_t c, bool behind_ideograph)
{
    switch (kbg__character_of(c)) {
    case KBG__CHARACTER_SPACE:
        return SPACE;
    case KBG__CHARACTER_IDEOGRAPH:
        return IDEOGRAPH;
    case KBG__CHARACTER_DIGIT:
        return SOLID;
    case KBG__CHARACTER_LETTER:
        if (behind_ideograph && c >= 0x300 && (U_GET_GC_MASK((UChar32)c) & (U_GC_MN_MASK | U_GC_ME_MASK)))
            return SIGN;
        return SOLID;
    case KBG__CHARACTER_OTHER:
        break;
    }
    return kbg__matching_ends_clause(c) ? SOLID : SIGN;
}

/* Makes room for `len` more bytes with their map. */
static kbg_status reserve(kbg__matching *m, size_t len)
{
    const kbg_allocator *memory = m->text.memory;
    size_t need = m->text.len + len;
    if (!kbg__buffer_reserve(&m->text, len) ||
        kbg__grow(memory, (void **)&m->start, &m->start_capacity, need, sizeof(uint32_t)) != KBG_OK ||
        kbg__grow(memory, (void **)&m->end, &m->end_capacity, need, sizeof(uint32_t)) != KBG_OK)
        return KBG_ERR_NOMEM;
    return KBG_OK;
}

/* Appends the folded line, whose source begins at `offset`. */
static kbg_status add_line(kbg__matching *m, size_t offset)
{
    const kbg__folded *line = &m->line;
    if (line->text.len == 0)
        return KBG_OK;
    if (reserve(m, line->text.len) != KBG_OK)
        return KBG_ERR_NOMEM;
    sort last = SOLID;                /* of what is no space and no sign */
    size_t behind_last = m->text.len; /* where spaces and signs behind that begin */
    char *text = m->text.data;
    size_t out = m->text.len;
    for (size_t at = 0, next = 0; at < line->text.len; at = next) {
        sort s = sort_of(kbg__utf8_next(line->text.data, line->text.len, &next), last == IDEOGRAPH);
        if (s == SPACE && last == IDEOGRAPH && out == behind_last)
            continue;
        if (s == IDEOGRAPH && last == IDEOGRAPH)
            out = behind_last;
        else if (s == IDEOGRAPH && out > behind_last && text[out - 1] == ' ')
            out--;
        for (; at < next; at++, out++) {
            text[out] = line->text.data[at];
            m->start[out] = line->start[at] + (uint32_t)offset;
            m->end[out] = line->end[at] + (uint32_t)offset;
        }
        if (s == SOLID || s == IDEOGRAPH) {
            last = s;
            behind_last = out;
        }
    }
    m->text.len = out;
    return KBG_OK;
}

kbg_status kbg__matching_copy(kbg__matching *m, const kbg__matching *from)
{
    size_t len = from->text.len;
    kbg__buffer_clear(&m->text);
    if (reserve(m, len) != KBG_OK)
        return KBG_ERR_NOMEM;
    if (len) {
        memcpy(m->text.data, from->text.data, len);
        memcpy(m->start, from->start, len * sizeof(*m->start));
        memcpy(m->end, from->end, len * sizeof(*m->end));
    }
    m->text.len = len;
    return KBG_OK;
}

kbg_status kbg__matching_make(kbg__matching *m, const char *text, size_t len)
{
    return kbg__matching_make_without(m, NULL, NULL, text, len);
}

kbg_status kbg__matching_make_without(kbg__matching *m, const kbg__emoticons *emoticons, kbg__emoticon_matcher *matcher,
                                      const char *text, size_t len)
{
    kbg__buffer_clear(&m->text);
    for (size_t at = 0; at < len;) {
        const char *stop = memchr(text + at, '\n', len - at);
        size_t end = stop ? (size_t)(stop - text) : len;
        kbg_status status = kbg__fold(&m->line, emoticons, matcher, text + at, end - at);
        if (status == KBG_OK)
            status = add_line(m, at);
        if (status == KBG_OK && stop)
            status = reserve(m, 1);
        if (status != KBG_OK)
            return status;
        if (stop) {
            m->start[m->text.len] = (uint32_t)end;
            m->end[m->text.len] = (uint32_t)end + 1;
            m->text.data[m->text.len++] = '\n';
        }
        at = end + (stop != NULL);
    }
    return KBG_OK;
}

/* The last character before `end`, which is moved to where it begins. The text must be well-formed. */
static uint32_t previous(const char *text, size_t *end)
{
    do
        --*end;
    while (((unsigned char)text[*end] & 0xC0u) == 0x80u);
    size_t at = *end;
    return kbg__utf8_next(text, at + 4, &at);
}

bool kbg__matching_is_word(const char *form, size_t len)
{
    sort first = SIGN, last = SIGN; /* of the letters at both ends; SIGN = none was met */
    bool sign_before = false, sign_behind = false;
    for (size_t at = 0; at < len;) {
        sort s = sort_of(kbg__utf8_next(form, len, &at), last == IDEOGRAPH);
        if (s == SIGN) {
            sign_before |= first == SIGN;
            sign_behind = true;
        } else if (s != SPACE) {
            first = first == SIGN ? s : first;
            last = s;
            sign_behind = false;
        }
    }
    return first != SIGN && !(sign_before && first == IDEOGRAPH) && !(sign_behind && last == IDEOGRAPH);
}

static kbg__edge edge_of(uint32_t c)
{
    kbg__character what = kbg__character_of(c);
    if (what == KBG__CHARACTER_LETTER)
        return KBG__EDGE_LETTER;
    return what == KBG__CHARACTER_DIGIT ? KBG__EDGE_DIGIT : KBG__EDGE_ANY;
}

kbg__edge kbg__matching_edge(const char *form, size_t len, bool at_end)
{
    size_t at = at_end ? len : 0;
    return edge_of(at_end ? previous(form, &at) : kbg__utf8_next(form, len, &at));
}

bool kbg__matching_is_whole(const kbg__matching *matching, size_t start, size_t end, kbg__edge first, kbg__edge last)
{
    const kbg__buffer *text = &matching->text;
    if (first != KBG__EDGE_ANY && start > 0 && edge_of(previous(text->data, &start)) == first)
        return false;
    return last == KBG__EDGE_ANY || end >= text->len || edge_of(kbg__utf8_next(text->data, text->len, &end)) != last;
}
