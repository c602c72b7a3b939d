/* SPDX-License-Identifier: MIT */
#include "render/breaks.h"

#include "base/utf8.h"
#include "render/face.h"
#include "text/character.h"

#include <string.h>

void kbg__breaks_init(kbg__breaks *breaks, const kbg_allocator *memory)
{
    *breaks = (kbg__breaks){ .memory = memory };
}

void kbg__breaks_free(kbg__breaks *breaks)
{
    kbg__free(breaks->memory, breaks->rank);
    kbg__free(breaks->memory, breaks->starts);
    kbg__breaks_init(breaks, breaks->memory);
}

/* Whether a code point is in a list, which is a UTF-8 text. */
static bool is_in(const char *list, uint32_t c)
{
    char bytes[5] = "";
    if (c == 0)
        return false;
    bytes[kbg__utf8_put(bytes, c)] = '\0';
    return strstr(list, bytes) != NULL;
}

/* No part begins with these … */
static bool is_no_start(uint32_t c, bool is_code)
{
    if (c < 0x80)
        return !is_code && c && strchr(",.;:!?)]}%", (int)c);
    return c == 0x2019 || c == 0x201D || c == 0x2026 ||
           (c >= 0x3001 && c <= 0xFF5D && is_in("，。、；：！？）】》」』〉〕〗］｝％～·々ー…", c));
}

/* … and none ends with these. */
static bool is_no_end(uint32_t c, bool is_code)
{
    if (c < 0x80)
        return !is_code && c && strchr("([{", (int)c);
    return c == 0x2018 || c == 0x201C || c == 0xA5 ||
           (c >= 0x3008 && c <= 0xFFE5 && is_in("（【《「『〈〔〖［｛￥", c));
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0x3000;
}

static bool is_sentence_end(uint32_t c)
{
    return c == '!' || c == '?' || c == ';' || c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF1B;
}

static bool is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D ||
           (c >= 0x3009 && is_in("）】》」』", c));
}

static bool is_clause_end(uint32_t c)
{
    return c == 0xFF0C || c == 0x3001 || c == 0xFF1A;
}

static uint32_t before(const char *text, size_t start, size_t at, size_t *place)
{
    *place = at;
    if (at <= start)
        return 0;
    do
        (*place)--;
    while (*place > start && ((unsigned char)text[*place] & 0xC0) == 0x80);
    size_t next = *place;
    return kbg__utf8_next(text, at, &next);
}

/* How good a break before text[at] is, by what stands before it. */
static kbg__rank natural_rank(const char *text, size_t start, size_t at)
{
    size_t place;
    uint32_t c = before(text, start, at, &place);
    bool after_space = is_space(c);
    if (c == '\n')
        return KBG__RANK_LINE;
    while (is_space(c))
        c = before(text, start, place, &place);
    if (is_clause_end(c) || (after_space && (c == ',' || c == ':')))
        return KBG__RANK_CLAUSE;
    while (is_closing(c))
        c = before(text, start, place, &place);
    if (is_sentence_end(c) || (after_space && c == '.'))
        return KBG__RANK_SENTENCE;
    return after_space ? KBG__RANK_SPACE : KBG__RANK_GRAPHEME;
}

/* ---- what should stay in one piece ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c)
{
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The length of the character of a word at text[at], 0 if it is none: letters and digits of all scripts but those that
 * are written without spaces. */
static size_t word_character(const char *text, size_t len, size_t at)
{
    size_t next = at;
    if (at >= len)
        return 0;
    if ((unsigned char)text[at] < 0x80)
        return is_alphanumeric(text[at]) || text[at] == '_';
    kbg__character kind = kbg__character_of(kbg__utf8_next(text, len, &next));
    return kind == KBG__CHARACTER_LETTER || kind == KBG__CHARACTER_DIGIT ? next - at : 0;
}

/* The end of the address that begins at text[at], without signs that a sentence has behind it. */
static size_t address_end(const char *text, size_t len, size_t at)
{
    size_t end = at;
    if (len - at < 8 || (memcmp(text + at, "http://", 7) != 0 && memcmp(text + at, "https://", 8) != 0))
        return at;
    while (end < len && (unsigned char)text[end] > 0x20 && (unsigned char)text[end] < 0x7F && !strchr("<>\"", text[end]))
        end++;
    while (strchr(".,;:!?'", text[end - 1]))
        end--;
    return end;
}

/* The end of the word, number, order id, phone number or date with its unit that begins at text[at]. */
static size_t word_end(const char *text, size_t len, size_t at)
{
    size_t end = address_end(text, len, at);
    if (end > at)
        return end;
    while (end < len && strchr("@#*+$", text[end]) && text[end] && end - at < 2)
        end++;
    if (!word_character(text, len, end))
        return at;
    for (;;) {
        size_t more = word_character(text, len, end);
        if (more) {
            end += more;
            continue;
        }
        if (end + 1 >= len || end == at)
            break;
        char last = text[end - 1], joint = text[end], next = text[end + 1];
        bool digits = is_digit(last) && is_digit(next);
        bool words = (is_alphanumeric(last) || (unsigned char)last >= 0x80) && word_character(text, len, end + 1);
        bool groups = digits && joint == ' ' && end - at >= 3 && is_digit(text[end - 2]) && end + 2 < len &&
                      is_digit(text[end + 2]);
        if (!groups && !(digits && joint == ',') && !(words && joint && strchr("-.:/'@+#&=~?", joint)))
            break;
        end++;
    }
    while (end < len && (text[end] == '%' || text[end] == '#' || text[end] == '*') && is_alphanumeric(text[end - 1]))
        end++;
    size_t next = end;
    if (end < len && (is_digit(text[end - 1]) || text[end - 1] == '%') && (unsigned char)text[end] >= 0x80 &&
        kbg__character_of(kbg__utf8_next(text, len, &next)) == KBG__CHARACTER_IDEOGRAPH)
        end = next; /* a unit: 15天, 129元 */
    return end;
}

/* The end of a code that begins at text[at], `at` if none does: [微笑], :smile:, &amp;, <@U1>, /:^_^ */
static size_t code_end(const char *text, size_t len, size_t at)
{
    enum { MOST = 40 };
    static const char pairs[][2] = { { '[', ']' }, { ':', ':' }, { '&', ';' }, { '<', '>' } };
    size_t behind;
    if (text[at] == '/')
        return kbg__face_at(text, len, at, &behind) != KBG__NO_FACE ? behind : at;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        if (text[at] != pairs[i][0])
            continue;
        for (size_t end = at + 1; end < len && end - at < MOST; end++) {
            if (text[end] == pairs[i][1])
                return end > at + 1 ? end + 1 : at;
            if (text[end] == ' ' || text[end] == '\n' || (text[at] != '[' && (unsigned char)text[end] >= 0x80) ||
                (text[at] == ':' && !is_alphanumeric(text[end]) && !strchr("_+-", text[end])))
                break;
        }
    }
    return at;
}

static void protect(uint8_t *rank, size_t start, size_t end)
{
    for (size_t i = start + 1; i < end; i++)
        if (rank[i] != KBG__RANK_NONE && rank[i] < KBG__RANK_ATOM)
            rank[i] = KBG__RANK_ATOM;
}

/* How long the text of a link may be to be kept in one piece. */
enum { SHORT_LINK = 120 };

static void protect_atoms(const kbg__document *d, const kbg__block *block, uint8_t *rank)
{
    const char *text = d->text.data;
    for (size_t i = block->run; i < block->run_end; i++) {
        const kbg__run *run = &d->runs[i];
        size_t end = i;
        if (run->styles & KBG__STYLE_ATOM)
            protect(rank, run->start, run->end);
        if (!run->link || (i > block->run && run[-1].link == run->link))
            continue;
        while (end < block->run_end && d->runs[end].link == run->link)
            end++;
        if (d->runs[end - 1].end - run->start <= SHORT_LINK)
            protect(rank, run->start, d->runs[end - 1].end);
    }
    for (size_t at = block->start; at < block->end;) {
        size_t end = word_end(text, block->end, at);
        if (end == at)
            end = code_end(text, block->end, at);
        protect(rank, at, end);
        if (end == at)
            (void)kbg__utf8_next(text, block->end, &end);
        at = end;
    }
}

/* The headings of a table stay together, and with a row. */
static void keep_headings(const kbg__block *block, uint8_t *rank)
{
    for (size_t at = block->start + 1; at < block->body; at++)
        if (rank[at] != KBG__RANK_NONE && rank[at] < KBG__RANK_GRAPHEME)
            rank[at] = KBG__RANK_GRAPHEME;
    if (rank[block->body] != KBG__RANK_NONE && rank[block->body] < KBG__RANK_SPACE)
        rank[block->body] = KBG__RANK_SPACE;
}

static kbg_status rank_inside(kbg__breaks *breaks, kbg__graphemes *graphemes, const kbg__document *d,
                              const kbg__block *block)
{
    const char *text = d->text.data;
    size_t len = block->end - block->start;
    bool is_code = block->kind == KBG__BLOCK_CODE;
    if (kbg__grow(breaks->memory, (void **)&breaks->starts, &breaks->starts_capacity, len + 1, sizeof(bool)))
        return KBG_ERR_NOMEM;
    kbg_status status = kbg__graphemes_find(graphemes, text + block->start, len, breaks->starts);
    if (status != KBG_OK)
        return status;
    uint32_t last = 0, last_seen = 0; /* the code point before, and the one before any space */
    for (size_t at = block->start; at < block->end;) {
        size_t here = at;
        uint32_t c = kbg__utf8_next(text, block->end, &at);
        if (here > block->start) {
            bool same = c == last && (c == 0x2026 || c == 0x2014);
            kbg__rank rank = KBG__RANK_ATOM;
            if (!breaks->starts[here - block->start])
                rank = KBG__RANK_CODE_POINT;
            else if (!(is_space(c) && !is_code) && c != '\n' && !same && !is_no_start(c, is_code) &&
                     !is_no_end(last_seen, is_code) && !kbg__grapheme_joins(c))
                rank = natural_rank(text, block->start, here);
            breaks->rank[here] = (uint8_t)rank;
        }
        last = c;
        if (!is_space(c))
            last_seen = c;
    }
    if (block->kind == KBG__BLOCK_TABLE)
        keep_headings(block, breaks->rank);
    protect_atoms(d, block, breaks->rank);
    return KBG_OK;
}

/* How good a break before a block is. */
static kbg__rank rank_before(const kbg__document *d, size_t index)
{
    const kbg__block *block = &d->blocks[index], *other = &d->blocks[index - 1];
    size_t place, next = block->start;
    uint32_t first = block->end > block->start ? kbg__utf8_next(d->text.data, block->end, &next) : 0;
    uint32_t last = before(d->text.data, other->start, other->end, &place);
    while (is_space(last))
        last = before(d->text.data, other->start, place, &place);
    if (is_no_start(first, block->kind == KBG__BLOCK_CODE) || is_no_end(last, other->kind == KBG__BLOCK_CODE) ||
        kbg__grapheme_joins(first))
        return KBG__RANK_ATOM;
    if (other->level) /* a heading and what it is the heading of */
        return KBG__RANK_SPACE;
    if (last == ':' || last == 0xFF1A) /* what is announced there */
        return KBG__RANK_LINE;
    for (uint32_t c = block->container; c; c = kbg__document_container(d, c)->parent) {
        const kbg__container *container = kbg__document_container(d, c);
        if (container->first_block != index)
            break;
        if (container->kind == KBG__CONTAINER_ITEM)
            return other->container ? KBG__RANK_ITEM : block->blank_before ? KBG__RANK_PARAGRAPH : KBG__RANK_LINE;
    }
    return block->blank_before ? KBG__RANK_PARAGRAPH : KBG__RANK_LINE;
}

kbg_status kbg__breaks_find(kbg__breaks *breaks, kbg__graphemes *graphemes, const kbg__document *d)
{
    kbg_status status = KBG_OK;
    if (kbg__grow(breaks->memory, (void **)&breaks->rank, &breaks->rank_capacity, d->text.len + 1, 1))
        return KBG_ERR_NOMEM;
    memset(breaks->rank, KBG__RANK_NONE, d->text.len + 1);
    for (size_t i = 0; i < d->block_count && status == KBG_OK; i++) {
        if (i > 0)
            breaks->rank[d->blocks[i].start] = (uint8_t)rank_before(d, i);
        status = rank_inside(breaks, graphemes, d, &d->blocks[i]);
    }
    return status;
}

size_t kbg__breaks_end(const kbg__document *d, size_t from, size_t at)
{
    if (at == 0 || at <= from)
        return at;
    const kbg__block *block = &d->blocks[kbg__document_block_at(d, at - 1)];
    size_t end = at - 1 == block->end ? block->end : at;
    size_t start = from > block->start ? from : block->start;
    if (block->start == block->end) /* one without text, such as a line */
        return at;
    if (block->kind == KBG__BLOCK_CODE) {
        while (end > start && d->text.data[end - 1] == '\n')
            end--;
    } else {
        for (size_t place = end; end > start; end = place) {
            uint32_t c = before(d->text.data, start, end, &place);
            if (!is_space(c) && c != '\n')
                break;
        }
    }
    return end > start ? end : at;
}
