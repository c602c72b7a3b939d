/* SPDX-License-Identifier: MIT */
#include "render/variables.h"

#include "base/utf8.h"
#include "text/character.h"

#include <stdio.h>
#include <string.h>

void kbg__variables_init(kbg__variables *variables, const kbg_allocator *memory)
{
    *variables = (kbg__variables){ .memory = memory, .most = SIZE_MAX };
    kbg__buffer_init(&variables->marked, memory);
    kbg__buffer_init(&variables->texts, memory);
    kbg__interner_init(&variables->missing, memory, kbg__hash_key_from_address(variables));
}

void kbg__variables_free(kbg__variables *variables)
{
    kbg__buffer_free(&variables->marked);
    kbg__buffer_free(&variables->texts);
    kbg__interner_free(&variables->missing);
    kbg__free(variables->memory, variables->list);
    kbg__variables_init(variables, variables->memory);
}

/* One variable as it stands in the body. */
typedef struct place {
    const char *name, *otherwise; /* otherwise is NULL if no text is given for a missing value */
    size_t name_len, otherwise_len;
    size_t end; /* the byte of the body behind it */
} place;

static bool is_name(const char *name, size_t len)
{
    if (len == 0 || len > KBG__VARIABLE_NAME_BYTES)
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)name[i];
        if (!(c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
              c == '.' || c == '-'))
            return false;
    }
    return true;
}

/* Reads the variable that begins at body[at]. */
static kbg_status read_place(const char *body, size_t len, size_t at, place *p, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    size_t name = at + 2, end = name, bar = 0;
    while (end + 1 < len && !(body[end] == '}' && body[end + 1] == '}') && body[end] != '\n' &&
           !(body[end] == '{' && body[end + 1] == '{')) {
        if (body[end] == '|' && !bar)
            bar = end;
        end++;
    }
    if (end + 1 >= len || body[end] != '}')
        return kbg__problem_set(problem, KBG_ERR_TEMPLATE, "a variable begins with {{ and does not end with }}");
    size_t name_end = bar ? bar : end;
    while (name < name_end && body[name] == ' ')
        name++;
    while (name_end > name && body[name_end - 1] == ' ')
        name_end--;
    *p = (place){ .name = body + name, .name_len = name_end - name, .end = end + 2 };
    if (bar) {
        p->otherwise = body + bar + 1;
        p->otherwise_len = end - bar - 1;
    }
    if (is_name(p->name, p->name_len))
        return KBG_OK;
    return kbg__problem_set(problem, KBG_ERR_TEMPLATE, "\"%s\" is not the name of a variable",
                            kbg__quote(quote, p->name, p->name_len));
}

static bool is_bidi_control(uint32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_mark(uint32_t c)
{
    return c >= KBG__MARK_BEGIN && c <= KBG__MARK_JOINT;
}

/* The byte behind a numeric character reference to a mark that begins at body[at]; 0 if none does. cmark would turn it
 * into the mark itself, in autolinks also behind a backslash. */
static size_t mark_reference(const char *body, size_t len, size_t at)
{
    uint32_t c = 0;
    if (len - at < 4 || body[at] != '&' || body[at + 1] != '#')
        return 0;
    bool hex = body[at + 2] == 'x' || body[at + 2] == 'X';
    for (at += 2 + hex; at < len && c <= 0x10FFFF; at++) {
        char digit = body[at];
        if (digit >= '0' && digit <= '9')
            c = c * (hex ? 16 : 10) + (uint32_t)(digit - '0');
        else if (hex && ((digit >= 'a' && digit <= 'f') || (digit >= 'A' && digit <= 'F')))
            c = c * 16 + 10 + (uint32_t)((digit | 0x20) - 'a');
        else
            break;
    }
    return at < len && body[at] == ';' && is_mark(c) ? at + 1 : 0;
}

void kbg__variables_add_data(kbg__buffer *out, const char *value, size_t len)
{
    for (size_t at = 0; at < len;) {
        uint32_t c = kbg__utf8_next(value, len, &at);
        bool is_break = c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
        if (is_break)
            kbg__buffer_add_byte(out, ' ');
        else if (c >= 0x20 && !(c >= 0x7F && c < 0xA0) && !is_bidi_control(c))
            kbg__buffer_add_code_point(out, is_mark(c) ? 0xFFFD : c);
    }
}

/* Begins a variable; its text is what is appended to `texts` until it is ended. */
static kbg_status begin_variable(kbg__variables *v, kbg__variable_kind kind)
{
    if (kbg__grow(v->memory, (void **)&v->list, &v->capacity, v->count + 1, sizeof(*v->list)))
        return KBG_ERR_NOMEM;
    v->list[v->count] = (kbg__variable){ .start = v->texts.len, .kind = (uint8_t)kind };
    return KBG_OK;
}

/* Puts the mark of the variable into the body. */
static kbg_status end_variable(kbg__variables *v)
{
    char number[24];
    kbg__variable *variable = &v->list[v->count];
    variable->len = v->texts.len - variable->start;
    if (v->texts.len > v->most)
        return KBG_ERR_LIMIT;
    kbg__buffer_add_code_point(&v->marked, KBG__MARK_BEGIN);
    (void)snprintf(number, sizeof(number), "%zu", v->count);
    kbg__buffer_add_cstr(&v->marked, number);
    kbg__buffer_add_code_point(&v->marked, KBG__MARK_END);
    v->count++;
    return KBG_OK;
}

static kbg_status add_face(kbg__variables *v, size_t face, const char *text, size_t len)
{
    if (begin_variable(v, KBG__VARIABLE_FACE) != KBG_OK)
        return KBG_ERR_NOMEM;
    v->list[v->count].face = (uint8_t)face;
    kbg__buffer_add(&v->texts, text, len);
    return end_variable(v);
}

static kbg_status add_variable(kbg__variables *v, const place *p, const kbg_render_options *options)
{
    if (begin_variable(v, KBG__VARIABLE_VALUE) != KBG_OK)
        return KBG_ERR_NOMEM;
    kbg_text value = { NULL, 0 };
    if (options->variable && options->variable(p->name, p->name_len, &value, options->user_data)) {
        kbg__variables_add_data(&v->texts, value.data, value.len);
    } else if (p->otherwise) {
        kbg__variables_add_data(&v->texts, p->otherwise, p->otherwise_len);
    } else {
        uint32_t missing;
        if (kbg__interner_add(&v->missing, p->name, p->name_len, &missing, NULL) != KBG_OK)
            return KBG_ERR_NOMEM;
        if (options->flags & KBG_RENDER_KEEP_MISSING) {
            kbg__buffer_add_cstr(&v->texts, "{{");
            for (size_t at = 0; at < p->name_len;) {
                uint32_t c = kbg__utf8_next(p->name, p->name_len, &at);
                kbg__buffer_add_code_point(&v->texts, is_mark(c) ? 0xFFFD : c);
            }
            kbg__buffer_add_cstr(&v->texts, "}}");
        }
    }
    return end_variable(v);
}

static kbg_status report_missing(const kbg__variables *v, kbg__problem *problem)
{
    char names[KBG__PROBLEM_TEXT] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < v->missing.count; i++) {
        int len = snprintf(names + used, sizeof(names) - used, "%s%s", used ? ", " : "",
                           kbg__interner_text(&v->missing, i, NULL));
        used += (size_t)len;
        if (used >= sizeof(names))
            break;
    }
    return kbg__problem_set(problem, KBG_ERR_VARIABLE, "%u without value: %s", (unsigned)v->missing.count, names);
}

typedef enum side { SIDE_SPACE, SIDE_PUNCTUATION, SIDE_WORD } side;

static side side_of(uint32_t c)
{
    switch (kbg__character_of(c)) {
    case KBG__CHARACTER_SPACE:
        return SIDE_SPACE;
    case KBG__CHARACTER_OTHER:
        return c < 0x20 ? SIDE_SPACE : SIDE_PUNCTUATION;
    default:
        return SIDE_WORD;
    }
}

/* Copies two or more stars, with a joint where they stand between a word and a punctuation mark. */
static size_t add_stars(kbg__buffer *out, const char *body, size_t len, size_t start)
{
    size_t end = start, last = start, at;
    while (end < len && body[end] == '*')
        end++;
    while (last > 0 && ((unsigned char)body[last - 1] & 0xC0) == 0x80)
        last--;
    last -= last > 0;
    at = end;
    side before = start == 0 ? SIDE_SPACE : side_of(kbg__utf8_next(body, start, &last));
    if (start >= 2 && memcmp(body + start - 2, "}}", 2) == 0) /* behind a variable */
        before = SIDE_WORD;
    uint32_t next = at < len ? kbg__utf8_next(body, len, &at) : ' ';
    side behind = side_of(next);
    if (next == '\\' || next == '{') /* an escaped sign, or a variable */
        behind = next == '{' ? SIDE_WORD : SIDE_PUNCTUATION;
    if (before == SIDE_PUNCTUATION && behind == SIDE_WORD)
        kbg__buffer_add_code_point(out, KBG__MARK_JOINT);
    kbg__buffer_add(out, body + start, end - start);
    if (before == SIDE_WORD && behind == SIDE_PUNCTUATION)
        kbg__buffer_add_code_point(out, KBG__MARK_JOINT);
    return end;
}

kbg_status kbg__variables_take(kbg__variables *v, const char *body, size_t len, const kbg_render_options *options,
                               kbg__problem *problem)
{
    uint64_t line = 1;
    size_t line_start = 0;
    kbg_status status = KBG_OK;
    for (size_t at = 0; at < len && status == KBG_OK;) {
        size_t start = at;
        uint32_t c = kbg__utf8_next(body, len, &at);
        if (c == '\\' && at < len) { /* what follows is taken as it is */
            kbg__buffer_add_byte(&v->marked, '\\');
            start = at;
            c = kbg__utf8_next(body, len, &at);
        } else if (c == '{' && at < len && body[at] == '{') {
            place p = { 0 };
            status = read_place(body, len, start, &p, problem);
            if (status == KBG_OK) {
                status = add_variable(v, &p, options);
                at = p.end;
            } else if (problem) {
                problem->line = line;
                problem->column = 1 + kbg__utf8_count(body + line_start, start - line_start);
                problem->offset = start;
            }
            continue;
        }
        if (c == '\n') {
            line++;
            line_start = at;
        }
        size_t face_end, face = c == '/' || c == '[' || c >= 0x2000 ? kbg__face_at(body, len, start, &face_end)
                                                                    : KBG__NO_FACE;
        if (face != KBG__NO_FACE) {
            status = add_face(v, face, body + start, face_end - start);
            at = face_end;
            continue;
        }
        if (c == '*' && at < len && body[at] == '*') {
            at = add_stars(&v->marked, body, len, start);
            continue;
        }
        size_t behind = c == '&' ? mark_reference(body, len, start) : 0;
        if (behind)
            at = behind;
        if (behind || is_mark(c))
            c = 0xFFFD;
        kbg__buffer_add_code_point(&v->marked, c);
    }
    if (status == KBG_OK && (v->marked.failed || v->texts.failed))
        status = KBG_ERR_NOMEM;
    if (status == KBG_OK && v->missing.count &&
        !(options->flags & (KBG_RENDER_KEEP_MISSING | KBG_RENDER_EMPTY_MISSING)))
        status = report_missing(v, problem);
    return status;
}

const kbg__variable *kbg__variables_at(const kbg__variables *variables, const char *text, size_t len, size_t at,
                                       size_t *behind)
{
    size_t number = 0;
    if (len - at < 3 || kbg__utf8_next(text, len, &at) != KBG__MARK_BEGIN)
        return NULL;
    while (at < len && text[at] >= '0' && text[at] <= '9')
        number = number * 10 + (size_t)(text[at++] - '0');
    if (at >= len || kbg__utf8_next(text, len, &at) != KBG__MARK_END || number >= variables->count)
        return NULL;
    *behind = at;
    return &variables->list[number];
}
