/* SPDX-License-Identifier: MIT */
#include "render/markup.h"

#include "render/measure.h"

#include <stdio.h>
#include <string.h>

void kbg__json_escape(kbg__buffer *out, const char *text, size_t len)
{
    size_t start = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        char escape[8];
        kbg__buffer_add(out, text + start, i - start);
        start = i + 1;
        if (c == '\n')
            kbg__buffer_add(out, "\\n", 2);
        else if (c == '"' || c == '\\')
            kbg__buffer_add(out, c == '"' ? "\\\"" : "\\\\", 2);
        else if (c == '\t')
            kbg__buffer_add(out, "\\t", 2);
        else
            kbg__buffer_add(out, escape, (size_t)snprintf(escape, sizeof(escape), "\\u%04x", c));
    }
    kbg__buffer_add(out, text + start, len - start);
}

void kbg__markup_put(kbg__writer *w, const char *text, size_t len)
{
    if (w->in_content && w->profile->number[KBG_PROFILE_JSON])
        kbg__json_escape(w->out, text, len);
    else
        kbg__buffer_add(w->out, text, len);
}

void kbg__markup_put_text(kbg__writer *w, kbg_profile_text text)
{
    kbg__markup_put(w, w->profile->text[text].data, w->profile->text[text].len);
}

/* Appends `written`, of which the reader sees `seen`. */
static void put_seen(kbg__writer *w, const char *written, size_t written_len, const char *seen, size_t seen_len)
{
    kbg__markup_put(w, written, written_len);
    if (w->profile->number[KBG_PROFILE_COUNTED] == KBG_COUNTED_TEXT)
        w->cost += kbg__measure(w->unit, seen, seen_len);
}

static void put_escaped(kbg__writer *w, unsigned char c)
{
    static const struct {
        char sign;
        const char *entity;
    } entities[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" } };
    const char seen[] = { (char)c };
    char written[8];
    size_t len = 0;
    switch ((kbg_escape)w->profile->number[KBG_PROFILE_ESCAPE]) {
    case KBG_ESCAPE_ENTITY:
        for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
            if (entities[i].sign == (char)c)
                len = (size_t)snprintf(written, sizeof(written), "%s", entities[i].entity);
        if (len)
            break;
        /* fall through */
    case KBG_ESCAPE_NUMBER:
        len = (size_t)snprintf(written, sizeof(written), "&#%u;", c);
        break;
    case KBG_ESCAPE_BACKSLASH:
        written[len++] = '\\';
        /* fall through */
    case KBG_ESCAPE_NONE:
        written[len++] = (char)c;
        break;
    }
    put_seen(w, written, len, seen, 1);
}

static void put_separator(kbg__writer *w)
{
    kbg_text separator = w->profile->text[KBG_PROFILE_SEPARATOR];
    put_seen(w, separator.data, separator.len, separator.data, separator.len);
}

static void put_address(kbg__writer *w, kbg_text url)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.data[i];
        if (kbg__profile_has_sign(w->profile, KBG__CONTEXT_ENCODED, c)) {
            const char encoded[] = { '%', digits[c >> 4], digits[c & 15] };
            kbg__markup_put(w, encoded, sizeof(encoded));
        } else if (kbg__profile_has_sign(w->profile, KBG__CONTEXT_URL, c)) {
            uint64_t cost = w->cost;
            put_escaped(w, c);
            w->cost = cost;
        } else {
            kbg__markup_put(w, url.data + i, 1);
        }
    }
}

kbg_text kbg__markup_fill(kbg__writer *w, kbg_text pattern, const kbg__filling *filling)
{
    for (size_t at = 0; at < pattern.len;) {
        const char *here = pattern.data + at;
        size_t rest = pattern.len - at;
        if (rest >= 6 && memcmp(here, "{text}", 6) == 0)
            return (kbg_text){ here + 6, rest - 6 };
        if (rest >= 5 && memcmp(here, "{url}", 5) == 0) {
            put_address(w, filling->url);
            at += 5;
        } else if (rest >= 10 && memcmp(here, "{language}", 10) == 0) {
            kbg__markup_put(w, filling->language.data, filling->language.len);
            at += 10;
        } else if (rest >= 3 && memcmp(here, "{n}", 3) == 0) {
            char number[16];
            kbg__markup_put(w, number, (size_t)snprintf(number, sizeof(number), "%d", filling->n));
            at += 3;
        } else if (rest >= 3 && memcmp(here, "{#}", 3) == 0) {
            kbg__markup_put(w, "######", (size_t)(filling->n < 6 ? filling->n : 6));
            at += 3;
        } else {
            kbg__markup_put(w, here, 1);
            at++;
        }
    }
    return (kbg_text){ "", 0 };
}

static size_t sign_number(const kbg_profile *profile, char c)
{
    kbg_text signs = profile->text[KBG_PROFILE_PAIRED];
    for (size_t i = 0; i < signs.len && i < 8; i++)
        if (signs.data[i] == c)
            return i;
    return 8;
}

/* How much of a line is looked at; in a longer one every sign is taken to be one of a pair. */
enum { LINE_BYTES = 4096 };

void kbg__markup_look_at_line(kbg__writer *w, const kbg__block *block, size_t at)
{
    unsigned counts[9] = { 0 };
    w->line_signs = 0;
    if (!kbg__profile_has(w->profile, KBG_PROFILE_PAIRED))
        return;
    const char *text = w->document->text.data;
    size_t end = block->end - at < LINE_BYTES ? block->end : at + LINE_BYTES;
    bool is_long = end < block->end;
    for (size_t i = at; i < end; i++) {
        if (text[i] == '\n') {
            is_long = false;
            break;
        }
        if (kbg__profile_has_sign(w->profile, KBG__CONTEXT_PAIRED, (unsigned char)text[i]))
            counts[sign_number(w->profile, text[i])]++;
    }
    for (size_t i = w->run; i < block->run_end && w->document->runs[i].start < end; i++) {
        if (w->document->runs[i].kind == KBG__RUN_BREAK || w->document->runs[i].kind == KBG__RUN_ROW)
            break;
        static const kbg_profile_text opens[] = { KBG_PROFILE_STRONG_OPEN, KBG_PROFILE_EMPHASIS_OPEN,
                                                  KBG_PROFILE_CODE_OPEN };
        for (unsigned k = 0; k < 3; k++)
            if (w->document->runs[i].styles >> k & 1)
                counts[sign_number(w->profile, w->profile->text[opens[k]].data[0])] += 2;
    }
    for (unsigned i = 0; i < 8; i++)
        if (counts[i] > 1 || is_long)
            w->line_signs |= (uint8_t)(1u << i);
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Whether one of the words that call people begins at text[at]. */
static bool is_mention(const kbg_profile *profile, const char *text, size_t len, size_t at)
{
    kbg_text words = profile->text[KBG_PROFILE_MENTIONS];
    for (size_t start = 0; start < words.len;) {
        size_t end = start;
        while (end < words.len && words.data[end] != ' ')
            end++;
        if (end > start && end - start <= len - at && memcmp(words.data + start, text + at, end - start) == 0)
            return true;
        start = end + 1;
    }
    return false;
}

/* Whether text[at], the first character of a line, would be markup there. */
static bool begins_markup(const kbg__writer *w, const char *text, size_t len, size_t at)
{
    char c = text[at], next = at + 1 < len ? text[at + 1] : '\n';
    if (c == '1' || !kbg__profile_has_sign(w->profile, KBG__CONTEXT_LINE, (unsigned char)c))
        return false; /* numbers are looked at by number_sign() */
    return (c != '-' && c != '+' && c != '*') || next == ' ' || next == '\t' || next == '\n' || next == c;
}

/* The offset of the sign behind the number that begins at text[at], SIZE_MAX if it would be no marker of a list. */
static size_t number_sign(const char *text, size_t len, size_t at)
{
    size_t end = at;
    while (end < len && end - at < 10 && text[end] >= '0' && text[end] <= '9')
        end++;
    bool is_marker = end > at && end < len && (text[end] == '.' || text[end] == ')') &&
                     (end + 1 == len || text[end + 1] == ' ' || text[end + 1] == '\n');
    return is_marker ? end : SIZE_MAX;
}

/* What becomes of one sign. */
typedef enum treatment { AS_IT_IS, ESCAPED, SEPARATED_BEFORE, SEPARATED_BEHIND } treatment;

static treatment treat(const kbg__writer *w, kbg__context context, const char *text, size_t len, size_t at,
                       bool is_address)
{
    const kbg_profile *p = w->profile;
    unsigned char c = (unsigned char)text[at];
    char next = at + 1 < len ? text[at + 1] : '\n';
    if (kbg__profile_has_sign(p, context, c))
        return ESCAPED;
    if (context == KBG__CONTEXT_CODE) /* a fence in the code would end it */
        return c == '`' && at > 0 && text[at - 1] == '`' ? SEPARATED_BEHIND : AS_IT_IS;
    if (is_address)
        return AS_IT_IS;
    if (c == '@' && is_mention(p, text, len, at))
        return SEPARATED_BEHIND;
    if (kbg__profile_has_sign(p, KBG__CONTEXT_PAIRED, c) && w->line_signs >> sign_number(p, (char)c) & 1)
        return SEPARATED_BEHIND;
    if (!kbg__profile_has_sign(p, KBG__CONTEXT_SEPARATED, c))
        return AS_IT_IS;
    bool begins = c == '<' ? is_letter(next) || strchr("/@!#", next) : c == ']' ? next == '(' : true;
    return begins ? SEPARATED_BEHIND : AS_IT_IS;
}

void kbg__markup_put_visible(kbg__writer *w, kbg__context context, const kbg__block *block, const char *text,
                             size_t len, size_t at, uint8_t styles)
{
    /* The neighbours of a sign may lie outside of the run. */
    const char *whole = block ? w->document->text.data : text;
    size_t end = block ? at + len : len, behind = block ? block->end : len, start = block ? at : 0;
    size_t number = SIZE_MAX, first = start;
    bool has_lines = kbg__profile_has(w->profile, KBG_PROFILE_ESCAPED_LINE) && context == KBG__CONTEXT_TEXT && block;
    bool is_first = !w->in_line && has_lines && !(styles & (KBG__STYLE_ADDRESS | KBG__STYLE_FACE));
    bool can_escape = w->profile->number[KBG_PROFILE_ESCAPE] != KBG_ESCAPE_NONE;
    w->last_close = '\0';
    if (len)
        w->in_line = true;
    if (is_first && kbg__profile_has_sign(w->profile, KBG__CONTEXT_LINE, '1'))
        number = number_sign(whole, behind, start);
    for (size_t i = start; i < end; i++) {
        unsigned char c = (unsigned char)whole[i];
        if (c >= 0x80)
            continue;
        treatment wanted = styles & KBG__STYLE_FACE
                               ? AS_IT_IS
                               : treat(w, context, whole, behind, i, styles & KBG__STYLE_ADDRESS);
        if ((i == first && is_first && begins_markup(w, whole, behind, i)) || i == number)
            wanted = can_escape ? ESCAPED : SEPARATED_BEFORE;
        if (wanted == AS_IT_IS)
            continue;
        size_t upto = wanted == SEPARATED_BEHIND ? i + 1 : i;
        put_seen(w, whole + start, upto - start, whole + start, upto - start);
        start = wanted == ESCAPED ? i + 1 : upto;
        if (wanted == ESCAPED)
            put_escaped(w, c);
        else
            put_separator(w);
    }
    put_seen(w, whole + start, end - start, whole + start, end - start);
}

void kbg__markup_put_plain(kbg__writer *w, kbg_text text)
{
    kbg__markup_put_visible(w, KBG__CONTEXT_TEXT, NULL, text.data, text.len, 0, KBG__STYLE_FACE);
}

kbg_text kbg__markup_url(const kbg__writer *w, uint32_t link)
{
    const kbg__link *l = &w->document->links[link - 1];
    return (kbg_text){ w->document->urls.data + l->start, l->len };
}
