/* SPDX-License-Identifier: MIT */
#include "text/words_read.h"

#include "base/utf8.h"

#include <string.h>

enum { WORDS_ON_LINE = 64 };

/* One line, taken apart. */
typedef struct line {
    const char *text;  /* the whole input … */
    size_t start, end; /* … and where the line stands in it */
    uint64_t number;
    kbg_text words[WORDS_ON_LINE];
    size_t count;
    bool one_way; /* a single > between two words, at arrow_at */
    size_t arrow_at;
    kbg_text note; /* what stands behind the colon, which is at colon_at */
    bool has_note;
    size_t colon_at;
} line;

/* Reports something about the place `at` (in the input) of a line. Returns status. */
static kbg_status at_place(const line *l, size_t at, kbg_status status, kbg__problem *problem)
{
    if (!problem)
        return status;
    problem->line = l->number;
    problem->column = kbg__utf8_count(l->text + l->start, at - l->start) + 1;
    problem->offset = at;
    return status;
}

/* The sign at text[at], in ASCII also if it is full width; 0 if it is none that parts a line. *size is its length. */
static char sign_at(const char *text, size_t end, size_t at, size_t *size)
{
    static const struct {
        const char *text;
        char sign;
    } signs[] = { { "=", '=' }, { ">", '>' }, { ":", ':' }, { "＝", '=' }, { "＞", '>' }, { "：", ':' } };
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        *size = strlen(signs[i].text);
        if (end - at >= *size && memcmp(text + at, signs[i].text, *size) == 0)
            return signs[i].sign;
    }
    *size = 1;
    return 0;
}

/* Whether the three bytes at text are a full-width space. */
static bool is_wide_space(const char *text)
{
    return memcmp(text, "\xE3\x80\x80", 3) == 0;
}

/* Without spaces and tabs around it. */
static kbg_text trimmed(const char *text, size_t start, size_t end)
{
    for (size_t size = 1; size && start < end; start += size)
        size = text[start] == ' ' || text[start] == '\t' ? 1 : end - start >= 3 && is_wide_space(text + start) ? 3 : 0;
    for (size_t size = 1; size && start < end; end -= size)
        size = text[end - 1] == ' ' || text[end - 1] == '\t'      ? 1
               : end - start >= 3 && is_wide_space(text + end - 3) ? 3
                                                                   : 0;
    return (kbg_text){ text + start, end - start };
}

static kbg_status take_apart(line *l, kbg__problem *problem)
{
    size_t from = l->start, size;
    for (size_t at = l->start; at <= l->end; at += size) {
        char sign = at < l->end ? sign_at(l->text, l->end, at, &size) : '\n';
        if (sign == 0)
            continue;
        kbg_text word = trimmed(l->text, from, at);
        size_t place = (size_t)(word.data - l->text);
        if (l->has_note && sign != '\n')
            return at_place(l, at, kbg__problem_set(problem, KBG_ERR_SYNTAX, "nothing may follow what stands behind :"),
                            problem);
        if (l->has_note) {
            l->note = word;
        } else if (word.len == 0) {
            return at_place(l, place, kbg__problem_set(problem, KBG_ERR_VALUE, "there is no word here"), problem);
        } else if (l->count == WORDS_ON_LINE) {
            return at_place(l, place,
                            kbg__problem_set(problem, KBG_ERR_LIMIT, "a line has at most %d words", WORDS_ON_LINE),
                            problem);
        } else {
            l->words[l->count++] = word;
        }
        if (sign == '\n')
            break;
        if ((sign == '>' && l->count > 1) || (sign == '=' && l->one_way))
            return at_place(l, at, kbg__problem_set(problem, KBG_ERR_SYNTAX, "> stands between two words only"),
                            problem);
        if (sign == '>') {
            l->one_way = true;
            l->arrow_at = at;
        }
        if (sign == ':') {
            l->has_note = true;
            l->colon_at = at;
        }
        from = at + size;
    }
    return KBG_OK;
}

/* A number such as 0.8; -1 if it is none. */
static double number_of(kbg_text text)
{
    double value = 0, unit = 1;
    bool point = false, digit = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9' && i < 20) {
            digit = true;
            value = value * 10 + (c - '0');
            unit *= point ? 10 : 1;
        } else {
            return -1;
        }
    }
    return digit ? value / unit : -1;
}

static kbg_status take_term(kbg__words *words, const line *l, kbg__problem *problem)
{
    if (l->has_note || l->one_way)
        return at_place(l, l->one_way ? l->arrow_at : l->colon_at,
                        kbg__problem_set(problem, KBG_ERR_SYNTAX, "a line is: term = alias = alias"),
                        problem);
    for (size_t i = 0; i < l->count; i++) {
        kbg_text none = { NULL, 0 };
        kbg_status status = kbg__words_add_term(words, l->words[0], i ? l->words[i] : none, problem);
        if (status != KBG_OK)
            return at_place(l, (size_t)(l->words[i].data - l->text), status, problem);
    }
    return KBG_OK;
}

static kbg_status take_synonyms(kbg__words *words, const line *l, kbg__problem *problem)
{
    double weight = l->has_note ? number_of(l->note) : KBG__SYNONYM_WEIGHT;
    kbg_status status = KBG_OK;
    if (l->count < 2)
        return at_place(l, (size_t)(l->words[0].data - l->text),
                        kbg__problem_set(problem, KBG_ERR_SYNTAX,
                                         "a line is: word = word = word : weight, or word > word : weight"),
                        problem);
    if (!(weight > 0 && weight <= 1))
        return at_place(l, (size_t)(l->note.data - l->text),
                        kbg__problem_set(problem, KBG_ERR_VALUE, "a weight is a number above 0 and at most 1"),
                        problem);
    for (size_t i = 0; i < l->count && status == KBG_OK; i++) {
        status = kbg__words_check(words, l->words[i], problem);
        if (status != KBG_OK)
            return at_place(l, (size_t)(l->words[i].data - l->text), status, problem);
    }
    for (size_t i = 0; i < l->count; i++) {
        for (size_t j = 0; j < l->count; j++) {
            if (i == j || (l->one_way && i > j))
                continue;
            status = kbg__words_add_synonym(words, l->words[i], l->words[j], weight, problem);
            if (status != KBG_OK)
                return at_place(l, (size_t)(l->words[i > j ? i : j].data - l->text), status, problem);
        }
    }
    return KBG_OK;
}

static kbg_status take_filler(kbg__words *words, const line *l, kbg__problem *problem)
{
    static const char *const names[] = { [KBG_FILLER_ALONE] = "alone",
                                         [KBG_FILLER_LEADS] = "leads",
                                         [KBG_FILLER_TRAILS] = "trails" };
    int place = l->has_note ? -1 : KBG_FILLER_ALONE;
    for (int i = 0; i < 3 && l->has_note; i++)
        if (l->note.len == strlen(names[i]) && memcmp(l->note.data, names[i], l->note.len) == 0)
            place = i;
    if (place < 0 || l->count != 1)
        return at_place(l, (size_t)((l->count != 1 ? l->words[1].data : l->note.data) - l->text),
                        kbg__problem_set(problem, KBG_ERR_SYNTAX, "a line is: text, text : leads, or text : trails"),
                        problem);
    kbg_status status = kbg__words_add_filler(words, l->words[0], (kbg_filler_place)place, problem);
    return status == KBG_OK ? status : at_place(l, (size_t)(l->words[0].data - l->text), status, problem);
}

kbg_status kbg__words_read(kbg__words *words, kbg_word_list list, const char *text, size_t len, kbg__problem *problem)
{
    kbg_status status = KBG_OK;
    size_t at = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0, bad = kbg__utf8_check(text, len);
    uint64_t number = 0;
    while (at < len && status == KBG_OK) {
        const char *found = memchr(text + at, '\n', len - at);
        size_t behind = found ? (size_t)(found - text) + 1 : len, end = found ? behind - 1 : len;
        if (end > at && text[end - 1] == '\r')
            end--;
        line l = { .text = text, .start = at, .end = end, .number = ++number };
        at = behind;
        if (bad < behind)
            return at_place(&l, bad,
                            kbg__problem_set(problem, KBG_ERR_UTF8, "the byte 0x%02X is not well-formed UTF-8",
                                             (unsigned)(unsigned char)text[bad]),
                            problem);
        kbg_text content = trimmed(text, l.start, l.end);
        if (content.len == 0 || content.data[0] == '#')
            continue;
        status = take_apart(&l, problem);
        if (status == KBG_OK)
            status = list == KBG_WORDS_LEXICON    ? take_term(words, &l, problem)
                     : list == KBG_WORDS_SYNONYMS ? take_synonyms(words, &l, problem)
                                                  : take_filler(words, &l, problem);
    }
    return status;
}

extern const char kbg__shipped_lexicon[], kbg__shipped_synonyms[], kbg__shipped_filler[];

kbg_status kbg__words_add_shipped(kbg__words *words)
{
    const char *const texts[] = { [KBG_WORDS_LEXICON] = kbg__shipped_lexicon,
                                  [KBG_WORDS_SYNONYMS] = kbg__shipped_synonyms,
                                  [KBG_WORDS_FILLER] = kbg__shipped_filler };
    kbg_status status = KBG_OK;
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER && status == KBG_OK; list++)
        status = kbg__words_read(words, (kbg_word_list)list, texts[list], strlen(texts[list]), NULL);
    return status;
}
