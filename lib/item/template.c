/* SPDX-License-Identifier: MIT */
#include "item/template.h"

#include "base/utf8.h"

#include <string.h>

static bool is_name(const char *name, size_t len)
{
    if (len == 0 || len > KBG__TEMPLATE_NAME_BYTES)
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)name[i];
        if (!(c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
              c == '.' || c == '-'))
            return false;
    }
    return true;
}

static kbg_text trimmed(const char *from, const char *to)
{
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    return (kbg_text){ from, (size_t)(to - from) };
}

static bool is(kbg_text text, const char *wanted)
{
    return text.len == strlen(wanted) && memcmp(text.data, wanted, text.len) == 0;
}

/* Reads `audience=vip` or `channel!=sms`. */
static kbg_status read_condition(kbg_text inside, kbg__directive *token, kbg__problem *problem)
{
    static const char *const keys[] = { "audience", "channel", "language" };
    char quote[KBG__QUOTE];
    const char *end = inside.data + inside.len, *sign = memchr(inside.data, '=', inside.len);
    token->kind = KBG__DIRECTIVE_IF;
    if (!sign)
        return kbg__problem_set(problem, KBG_ERR_TEMPLATE, "\"%s\" is not a condition such as audience=vip",
                                kbg__quote(quote, inside.data, inside.len));
    token->negated = sign > inside.data && sign[-1] == '!';
    kbg_text key = trimmed(inside.data, sign - token->negated);
    token->other = trimmed(sign + 1, end);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (is(key, keys[i]) && token->other.len) {
            token->condition = (kbg__condition)i;
            return KBG_OK;
        }
    return kbg__problem_set(problem, KBG_ERR_TEMPLATE, "\"%s\" is not a condition such as audience=vip",
                            kbg__quote(quote, inside.data, inside.len));
}

static kbg_status read_braces(const char *body, size_t len, size_t at, kbg__directive *token, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    size_t begin = at + 2, end = begin, bar = 0;
    while (end + 1 < len && !(body[end] == '}' && body[end + 1] == '}') && body[end] != '\n' &&
           !(body[end] == '{' && body[end + 1] == '{')) {
        if (body[end] == '|' && !bar)
            bar = end;
        end++;
    }
    if (end + 1 >= len || body[end] != '}')
        return kbg__problem_set(problem, KBG_ERR_TEMPLATE, "a variable begins with {{ and does not end with }}");
    token->end = end + 2;
    kbg_text inside = trimmed(body + begin, body + end);
    if (inside.len > 4 && memcmp(inside.data, "#if ", 4) == 0)
        return read_condition(trimmed(inside.data + 4, inside.data + inside.len), token, problem);
    if (is(inside, "else") || is(inside, "/if")) {
        token->kind = inside.data[0] == 'e' ? KBG__DIRECTIVE_ELSE : KBG__DIRECTIVE_END;
        return KBG_OK;
    }
    token->kind = KBG__DIRECTIVE_VARIABLE;
    token->name = trimmed(body + begin, body + (bar ? bar : end));
    if (bar)
        token->other = (kbg_text){ body + bar + 1, end - bar - 1 };
    if (is_name(token->name.data, token->name.len))
        return KBG_OK;
    return kbg__problem_set(problem, KBG_ERR_TEMPLATE, "\"%s\" is not the name of a variable",
                            kbg__quote(quote, token->name.data, token->name.len));
}

static kbg_status read_brackets(const char *body, size_t len, size_t at, kbg__directive *token, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    size_t begin = at + 2, end = begin, sign = 0;
    token->end = begin;
    while (end + 1 < len && !(body[end] == ']' && body[end + 1] == ']') && body[end] != '\n' && body[end] != '[' &&
           end - begin <= 4 * KBG__TEMPLATE_NAME_BYTES) {
        if ((body[end] == ':' || body[end] == '=') && !sign)
            sign = end;
        end++;
    }
    if (end + 1 >= len || body[end] != ']' || body[end + 1] != ']')
        return KBG_OK;
    token->name = trimmed(body + begin, body + (sign ? sign : end));
    if (!is_name(token->name.data, token->name.len))
        return KBG_OK;
    token->kind = KBG__DIRECTIVE_SLOT;
    token->end = end + 2;
    if (!sign)
        return KBG_OK;
    token->other = trimmed(body + sign + 1, body + end);
    if (body[sign] == '=') {
        token->slot = KBG__SLOT_CHOICE;
        for (size_t i = 0, start = 0; i <= token->other.len; i++) {
            if (i < token->other.len && token->other.data[i] != '|')
                continue;
            if (i == start)
                return kbg__problem_set(problem, KBG_ERR_TEMPLATE, "a choice of \"%s\" is empty",
                                        kbg__quote(quote, token->name.data, token->name.len));
            start = i + 1;
        }
        return KBG_OK;
    }
    token->slot = is(token->other, "number") ? KBG__SLOT_NUMBER : is(token->other, "date") ? KBG__SLOT_DATE : KBG__SLOT_TEXT;
    if (token->slot == KBG__SLOT_TEXT && !is(token->other, "text"))
        return kbg__problem_set(problem, KBG_ERR_TEMPLATE, "\"%s\" is not text, number or date",
                                kbg__quote(quote, token->other.data, token->other.len));
    token->other = (kbg_text){ NULL, 0 };
    return KBG_OK;
}

kbg_status kbg__template_read(const char *body, size_t len, size_t at, kbg__directive *token, kbg__problem *problem)
{
    *token = (kbg__directive){ .kind = KBG__DIRECTIVE_NONE, .end = at + 2 };
    return body[at] == '{' ? read_braces(body, len, at, token, problem) : read_brackets(body, len, at, token, problem);
}

void kbg__template_place(const char *body, size_t at, kbg__problem *problem)
{
    size_t line_start = 0;
    if (!problem)
        return;
    problem->line = 1;
    for (size_t i = 0; i < at; i++)
        if (body[i] == '\n') {
            problem->line++;
            line_start = i + 1;
        }
    problem->column = 1 + kbg__utf8_count(body + line_start, at - line_start);
    problem->offset = at;
}

kbg_status kbg__template_check(const char *body, size_t len, kbg__template_known known, const void *user_data,
                               kbg__problem *problem)
{
    struct {
        size_t at;
        bool has_else;
    } open[KBG__TEMPLATE_DEPTH];
    size_t depth = 0, at = 0;
    kbg_status status = KBG_OK;
    char quote[KBG__QUOTE];
    while (at + 1 < len) {
        kbg__directive token;
        size_t start = at;
        if (body[at] == '\\') {
            at += 2;
            continue;
        }
        if ((body[at] != '{' && body[at] != '[') || body[at + 1] != body[at]) {
            at++;
            continue;
        }
        status = kbg__template_read(body, len, at, &token, problem);
        at = token.kind == KBG__DIRECTIVE_NONE ? at + 1 : token.end;
        if (status == KBG_OK && token.kind == KBG__DIRECTIVE_VARIABLE && known &&
            !known(token.name.data, token.name.len, user_data))
            status = kbg__problem_set(problem, KBG_ERR_TEMPLATE, "no variable has the name \"%s\"",
                                      kbg__quote(quote, token.name.data, token.name.len));
        else if (status == KBG_OK && token.kind == KBG__DIRECTIVE_IF && depth == KBG__TEMPLATE_DEPTH)
            status = kbg__problem_set(problem, KBG_ERR_TEMPLATE, "{{#if}} is nested more than %d deep",
                                      KBG__TEMPLATE_DEPTH);
        else if (status == KBG_OK && (token.kind == KBG__DIRECTIVE_ELSE || token.kind == KBG__DIRECTIVE_END) && depth == 0)
            status = kbg__problem_set(problem, KBG_ERR_TEMPLATE, "{{%s}} without {{#if}}",
                                      token.kind == KBG__DIRECTIVE_ELSE ? "else" : "/if");
        else if (status == KBG_OK && token.kind == KBG__DIRECTIVE_ELSE && open[depth - 1].has_else)
            status = kbg__problem_set(problem, KBG_ERR_TEMPLATE, "a second {{else}} for the same {{#if}}");
        if (status != KBG_OK) {
            kbg__template_place(body, start, problem);
            return status;
        }
        if (token.kind == KBG__DIRECTIVE_IF) {
            open[depth].at = start;
            open[depth++].has_else = false;
        } else if (token.kind == KBG__DIRECTIVE_ELSE) {
            open[depth - 1].has_else = true;
        } else if (token.kind == KBG__DIRECTIVE_END) {
            depth--;
        }
    }
    if (depth == 0)
        return KBG_OK;
    status = kbg__problem_set(problem, KBG_ERR_TEMPLATE, "{{#if}} without {{/if}}");
    kbg__template_place(body, open[depth - 1].at, problem);
    return status;
}
