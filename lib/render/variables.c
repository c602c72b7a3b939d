/* SPDX-License-Identifier: MIT */
#include "render/variables.h"

#include "base/utf8.h"
#include "item/language.h"
#include "item/template.h"
#include "render/ordinary.h"
#include "text/character.h"

#include <stdio.h>
#include <string.h>

void kbg__variables_init(kbg__variables *variables, const kbg_allocator *memory)
{
    *variables = (kbg__variables){ .memory = memory, .most = SIZE_MAX };
    kbg__buffer_init(&variables->marked, memory);
    kbg__buffer_init(&variables->texts, memory);
    kbg__buffer_init(&variables->report, memory);
    kbg__buffer_init(&variables->choices, memory);
    kbg__buffer_init(&variables->slot_list, memory);
    kbg__interner_init(&variables->missing, memory, kbg__hash_key_from_address(variables));
    kbg__interner_init(&variables->slots, memory, kbg__hash_key_from_address(variables));
}

void kbg__variables_free(kbg__variables *variables)
{
    kbg__buffer_free(&variables->marked);
    kbg__buffer_free(&variables->texts);
    kbg__buffer_free(&variables->report);
    kbg__buffer_free(&variables->choices);
    kbg__buffer_free(&variables->slot_list);
    kbg__interner_free(&variables->missing);
    kbg__interner_free(&variables->slots);
    kbg__free(variables->memory, variables->list);
    kbg__variables_init(variables, variables->memory);
}

/* A list of names is kept for the next body unless it has become long. */
static void clear_names(kbg__interner *names)
{
    enum { KEPT_NAMES = 1000 };
    if (names->count > KEPT_NAMES)
        kbg__interner_free(names);
    else
        kbg__interner_clear(names);
}

static void clear(kbg__variables *v)
{
    kbg__buffer *const buffers[] = { &v->marked, &v->texts, &v->report, &v->choices, &v->slot_list };
    for (size_t i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++)
        kbg__buffer_clear(buffers[i]);
    clear_names(&v->missing);
    clear_names(&v->slots);
    v->count = 0;
}

size_t kbg__variables_bytes(const kbg__variables *v)
{
    return v->marked.capacity + v->texts.capacity + v->report.capacity + v->choices.capacity + v->slot_list.capacity +
           v->capacity * sizeof(*v->list);
}

/* One walk over a body. */
typedef struct taking {
    const char *body;
    size_t len;
    const kbg_render_options *options;
    size_t at; /* where the token at hand begins */
    size_t line, line_start;
    unsigned depth, skipped; /* open conditions, and the one whose text is left out; 0 = none */
} taking;

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

/* A face, or with KBG__NO_FACE a text that is to stay as it is. */
static kbg_status add_face(kbg__variables *v, size_t face, const char *text, size_t len)
{
    if (begin_variable(v, face == KBG__NO_FACE ? KBG__VARIABLE_LITERAL : KBG__VARIABLE_FACE) != KBG_OK)
        return KBG_ERR_NOMEM;
    v->list[v->count].face = (uint8_t)face;
    kbg__buffer_add(&v->texts, text, len);
    return end_variable(v);
}

/* Adds a name to the report of those without value, with its place: `who (1:5)`. */
static void report(kbg__variables *v, const taking *t, const char *name, size_t len)
{
    char place[48];
    if (v->report.len > KBG__PROBLEM_TEXT) /* no more of it is shown */
        return;
    if (v->report.len)
        kbg__buffer_add_cstr(&v->report, ", ");
    kbg__buffer_add(&v->report, name, len);
    (void)snprintf(place, sizeof(place), " (%zu:%zu)", t->line,
                   1 + kbg__utf8_count(t->body + t->line_start, t->at - t->line_start));
    kbg__buffer_add_cstr(&v->report, place);
}

/* Appends a name as it stands between its signs. */
static void add_kept(kbg__variables *v, const char *open, kbg_text name, const char *close)
{
    kbg__buffer_add_cstr(&v->texts, open);
    for (size_t at = 0; at < name.len;) {
        uint32_t c = kbg__utf8_next(name.data, name.len, &at);
        kbg__buffer_add_code_point(&v->texts, is_mark(c) ? 0xFFFD : c);
    }
    kbg__buffer_add_cstr(&v->texts, close);
}

static kbg_status add_variable(kbg__variables *v, const taking *t, const kbg__directive *token)
{
    const kbg_render_options *options = t->options;
    kbg_text value = { NULL, 0 };
    if (begin_variable(v, KBG__VARIABLE_VALUE) != KBG_OK)
        return KBG_ERR_NOMEM;
    if (options->variable && options->variable(token->name.data, token->name.len, &value, options->user_data)) {
        kbg__variables_add_data(&v->texts, value.data, value.len);
    } else if (token->other.data) {
        kbg__variables_add_data(&v->texts, token->other.data, token->other.len);
    } else {
        uint32_t missing;
        bool is_new;
        if (kbg__interner_add(&v->missing, token->name.data, token->name.len, &missing, &is_new) != KBG_OK)
            return KBG_ERR_NOMEM;
        if (is_new)
            report(v, t, token->name.data, token->name.len);
        if (options->flags & KBG_RENDER_KEEP_MISSING)
            add_kept(v, "{{", token->name, "}}");
    }
    return end_variable(v);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether a value may stand in a slot. */
static bool fits_slot(const kbg__directive *token, kbg_text value)
{
    size_t at = 0, digits = 0, points = 0;
    switch (token->slot) {
    case KBG__SLOT_TEXT:
        return true;
    case KBG__SLOT_NUMBER:
        at = value.len && (value.data[0] == '-' || value.data[0] == '+');
        for (; at < value.len && (is_digit(value.data[at]) || value.data[at] == '.'); at++) {
            digits += is_digit(value.data[at]);
            points += value.data[at] == '.';
        }
        return at == value.len && digits && points <= 1;
    case KBG__SLOT_DATE:
        for (; at < value.len; at++)
            if ((at == 4 || at == 7) ? value.data[at] != '-' : !is_digit(value.data[at]))
                return false;
        return value.len == 10 && memcmp(value.data + 5, "12", 2) <= 0 && memcmp(value.data + 5, "01", 2) >= 0 &&
               memcmp(value.data + 8, "31", 2) <= 0 && memcmp(value.data + 8, "01", 2) >= 0;
    case KBG__SLOT_CHOICE:
        break;
    }
    for (size_t end; at <= token->other.len; at = end + 1) {
        for (end = at; end < token->other.len && token->other.data[end] != '|';)
            end++;
        if (end - at == value.len && memcmp(token->other.data + at, value.data, value.len) == 0)
            return true;
    }
    return false;
}

static kbg_status add_slot(kbg__variables *v, const taking *t, const kbg__directive *token, kbg__problem *problem)
{
    static const char *const kinds[] = { "text", "a number", "a date such as 2026-11-11", "one of its choices" };
    const kbg_render_options *options = t->options;
    char name[KBG__QUOTE], quote[KBG__QUOTE];
    kbg_text value = { NULL, 0 };
    if (begin_variable(v, KBG__VARIABLE_VALUE) != KBG_OK)
        return KBG_ERR_NOMEM;
    if (options->slot && options->slot(token->name.data, token->name.len, &value, options->user_data)) {
        if (!fits_slot(token, value))
            return kbg__problem_set(problem, KBG_ERR_VARIABLE, "slot \"%s\": \"%s\" is not %s",
                                    kbg__quote(name, token->name.data, token->name.len),
                                    kbg__quote(quote, value.data, value.len), kinds[token->slot]);
        kbg__variables_add_data(&v->texts, value.data, value.len);
        return end_variable(v);
    }
    uint32_t number;
    bool is_new;
    if (kbg__interner_add(&v->slots, token->name.data, token->name.len, &number, &is_new) != KBG_OK)
        return KBG_ERR_NOMEM;
    if (is_new) {
        const kbg__slot slot = { .kind = token->slot, .choices = v->choices.len, .choices_len = token->other.len };
        kbg__buffer_add(&v->choices, token->other.data, token->other.len);
        kbg__buffer_add_byte(&v->choices, '\0');
        kbg__buffer_add(&v->slot_list, (const char *)&slot, sizeof(slot));
        if (!(options->flags & KBG_RENDER_KEEP_SLOTS))
            report(v, t, token->name.data, token->name.len);
    }
    add_kept(v, "【", token->name, "】");
    return end_variable(v);
}

/* The end of the code to dial that begins at body[at], such as *100#, **21*10086# or *#06#; `at` if none does. */
static size_t dial_code_end(const char *body, size_t len, size_t at)
{
    size_t end = at;
    bool has_digit = false;
    if (at > 0 && is_digit(body[at - 1]))
        return at;
    while (end < len && body[end] == '*' && end - at < 2)
        end++;
    end += end < len && body[end] == '#';
    for (; end < len && end - at < 40 && (is_digit(body[end]) || (body[end] == '*' && has_digit)); end++)
        has_digit |= is_digit(body[end]);
    return has_digit && end < len && body[end] == '#' && body[end - 1] != '*' ? end + 1 : at;
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

/* Whether a condition holds for what the caller says of the customer. */
static bool holds(const kbg__directive *token, const kbg_render_options *options)
{
    kbg_text wanted = token->other;
    bool found = false;
    switch (token->condition) {
    case KBG__IF_AUDIENCE:
        for (size_t i = 0; i < options->audience_count; i++)
            found |= options->audience[i].len == wanted.len &&
                     memcmp(options->audience[i].data, wanted.data, wanted.len) == 0;
        break;
    case KBG__IF_CHANNEL:
        found = options->channel.len == wanted.len && memcmp(options->channel.data, wanted.data, wanted.len) == 0;
        break;
    case KBG__IF_LANGUAGE:
        found = options->language.len && kbg__language_matches(wanted.data, wanted.len, options->language.data,
                                                               options->language.len);
        break;
    }
    return found != token->negated;
}

/* A condition that stands alone in its line takes the line away with it. Returns the byte to go on at. */
static size_t drop_line(kbg__variables *v, taking *t, size_t end)
{
    size_t before = t->at, behind = end;
    while (before > t->line_start && t->body[before - 1] == ' ')
        before--;
    while (behind < t->len && (t->body[behind] == ' ' || t->body[behind] == '\r'))
        behind++;
    if (before > t->line_start || (behind < t->len && t->body[behind] != '\n'))
        return end;
    while (v->marked.len && v->marked.data[v->marked.len - 1] == ' ')
        v->marked.len--;
    if (behind < t->len)
        behind++;
    t->line++;
    t->line_start = behind;
    return behind;
}

/* Takes what begins with two braces or brackets. */
static kbg_status take_token(kbg__variables *v, taking *t, size_t *at, kbg__problem *problem)
{
    kbg__directive token;
    kbg_status status = kbg__template_read(t->body, t->len, t->at, &token, problem);
    bool skips = t->skipped > 0;
    if (status != KBG_OK)
        return status;
    *at = token.end;
    switch (token.kind) {
    case KBG__DIRECTIVE_NONE:
        *at = t->at + 1;
        if (!skips)
            kbg__buffer_add_byte(&v->marked, t->body[t->at]);
        return KBG_OK;
    case KBG__DIRECTIVE_VARIABLE:
        return skips ? KBG_OK : add_variable(v, t, &token);
    case KBG__DIRECTIVE_SLOT:
        return skips ? KBG_OK : add_slot(v, t, &token, problem);
    case KBG__DIRECTIVE_IF:
        t->depth++;
        if (!skips && !holds(&token, t->options))
            t->skipped = t->depth;
        break;
    case KBG__DIRECTIVE_ELSE:
        if (t->skipped == t->depth)
            t->skipped = 0;
        else if (!skips)
            t->skipped = t->depth;
        break;
    case KBG__DIRECTIVE_END:
        if (t->skipped == t->depth)
            t->skipped = 0;
        t->depth--;
        break;
    }
    *at = drop_line(v, t, *at);
    return KBG_OK;
}

kbg_status kbg__variables_take(kbg__variables *v, const char *body, size_t len, const kbg_render_options *options,
                               kbg__problem *problem)
{
    taking t = { .body = body, .len = len, .options = options, .line = 1 };
    clear(v);
    kbg_status status = kbg__template_check(body, len, NULL, NULL, problem);
    for (size_t at = 0; at < len && status == KBG_OK;) {
        t.at = at;
        at = kbg__ordinary_end(body, len, at);
        if (at > t.at) {
            if (!t.skipped)
                kbg__buffer_add(&v->marked, body + t.at, at - t.at);
            continue;
        }
        uint32_t c = kbg__utf8_next(body, len, &at);
        bool is_escaped = c == '\\' && at < len; /* what follows is taken as it is */
        if ((c == '{' || c == '[') && at < len && (unsigned char)body[at] == c) {
            status = take_token(v, &t, &at, problem);
            continue;
        }
        size_t start = t.at;
        if (is_escaped) {
            for (int i = 0; i < 2 && !t.skipped && body[at] == '|'; i++) /* no end of a cell */
                kbg__buffer_add_code_point(&v->marked, KBG__MARK_JOINT);
            if (!t.skipped)
                kbg__buffer_add_byte(&v->marked, '\\');
            start = at;
            c = kbg__utf8_next(body, len, &at);
        }
        if (c == '\n') {
            t.line++;
            t.line_start = at;
        }
        if (t.skipped)
            continue;
        size_t face_end, face = !is_escaped && (c == '/' || c == '[' || c >= 0x2000)
                                    ? kbg__face_at(body, len, start, &face_end)
                                    : KBG__NO_FACE;
        if (face != KBG__NO_FACE) {
            status = add_face(v, face, body + start, face_end - start);
            at = face_end;
            continue;
        }
        size_t code_end = !is_escaped && c == '*' ? dial_code_end(body, len, start) : start;
        if (code_end > start) {
            status = add_face(v, KBG__NO_FACE, body + start, code_end - start);
            at = code_end;
            continue;
        }
        if (!is_escaped && c == '*' && at < len && body[at] == '*') {
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
    if (status == KBG_OK && (v->marked.failed || v->texts.failed || v->report.failed || v->choices.failed ||
                             v->slot_list.failed))
        status = KBG_ERR_NOMEM;
    bool may_miss = options->flags & (KBG_RENDER_KEEP_MISSING | KBG_RENDER_EMPTY_MISSING);
    size_t count = (may_miss ? 0 : v->missing.count) + (options->flags & KBG_RENDER_KEEP_SLOTS ? 0 : v->slots.count);
    if (status != KBG_OK || count == 0)
        return status;
    return kbg__problem_set(problem, KBG_ERR_VARIABLE, "%zu without value: %.*s", count, (int)v->report.len,
                            v->report.data);
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
