/* SPDX-License-Identifier: MIT */
#include "markup_check.h"

#include <stdlib.h>
#include <string.h>

typedef struct reader {
    const char *at, *end;
    text *seen;
    const char *open[128]; /* names of open elements */
    size_t open_len[128], depth;
} reader;

static bool starts(const reader *r, const char *wanted)
{
    size_t len = strlen(wanted);
    return (size_t)(r->end - r->at) >= len && memcmp(r->at, wanted, len) == 0;
}

static bool is_listed(const char *list, const char *name, size_t len)
{
    for (const char *at = list; *at;) {
        size_t n = strcspn(at, " ");
        if (n == len && memcmp(at, name, n) == 0)
            return true;
        at += n + (at[n] == ' ');
    }
    return false;
}

/* Reads a character reference; only those named are known. */
static const char *read_reference(reader *r, const char *names)
{
    static const struct {
        const char *name, *value;
    } known[] = { { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" } };
    const char *semicolon = memchr(r->at, ';', (size_t)(r->end - r->at) < 10 ? (size_t)(r->end - r->at) : 10);
    if (!semicolon)
        return "an ampersand that begins no entity";
    const char *name = r->at + 1;
    size_t len = (size_t)(semicolon - name);
    r->at = semicolon + 1;
    if (len > 1 && name[0] == '#') {
        unsigned value = 0;
        for (size_t i = 1; i < len; i++) {
            if (name[i] < '0' || name[i] > '9')
                return "a bad numeric entity";
            value = value * 10 + (unsigned)(name[i] - '0');
        }
        if (value == 0 || value > 0x7F)
            return "a numeric entity of no ASCII character";
        text_add_format(r->seen, "%c", (int)value);
        return NULL;
    }
    if (!is_listed(names, name, len))
        return "an unknown entity";
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (strlen(known[i].name) == len && memcmp(known[i].name, name, len) == 0)
            text_add_cstr(r->seen, known[i].value);
    return NULL;
}

/* What a kind of HTML allows. */
typedef struct rules {
    const char *tags, *empty_tags; /* with spaces between */
    const char *attributes;        /* tag.attribute */
    const char *schemes, *image_schemes;
    const char *lines; /* tags that begin a line for the reader */
} rules;

static bool has_scheme(const char *value, size_t len, const char *schemes)
{
    const char *colon = memchr(value, ':', len);
    return colon && is_listed(schemes, value, (size_t)(colon - value));
}

/* Reads name="value" pairs up to the end of a tag. */
static const char *read_attributes(reader *r, const rules *rule, const char *tag, size_t tag_len)
{
    while (r->at < r->end && *r->at == ' ') {
        char both[80];
        const char *name = ++r->at;
        while (r->at < r->end && ((*r->at >= 'a' && *r->at <= 'z') || *r->at == '-'))
            r->at++;
        size_t len = (size_t)(r->at - name);
        if (len == 0 || len + tag_len > 70)
            return "a bad name of an attribute";
        if (strncmp(name, "on", 2) == 0)
            return "an event handler";
        memcpy(both, tag, tag_len);
        both[tag_len] = '.';
        memcpy(both + tag_len + 1, name, len);
        if (!is_listed(rule->attributes, both, tag_len + 1 + len))
            return "an attribute that is not allowed";
        if (!starts(r, "=\""))
            return "an attribute without a quoted value";
        const char *value = r->at += 2;
        text ignored = { 0 }, *seen = r->seen;
        r->seen = &ignored;
        while (r->at < r->end && *r->at != '"') {
            const char *wrong = NULL;
            if (*r->at == '<' || *r->at == '>' || (unsigned char)*r->at < 0x20)
                wrong = "a sign in an attribute that must be escaped";
            else if (*r->at == '&')
                wrong = read_reference(r, "amp lt gt quot");
            else
                r->at++;
            if (wrong) {
                text_free(&ignored);
                return wrong;
            }
        }
        r->seen = seen;
        text_free(&ignored);
        if (r->at == r->end)
            return "an attribute that does not end";
        size_t value_len = (size_t)(r->at++ - value);
        if (len == 4 && memcmp(name, "href", 4) == 0 && !has_scheme(value, value_len, rule->schemes))
            return "a link with a scheme that is not allowed";
        if (len == 3 && memcmp(name, "src", 3) == 0 && !has_scheme(value, value_len, rule->image_schemes))
            return "an image with a scheme that is not allowed";
    }
    return NULL;
}

static const char *read_tag(reader *r, const rules *rule)
{
    bool closes = starts(r, "</");
    const char *name = r->at += closes ? 2 : 1;
    while (r->at < r->end && ((*r->at >= 'a' && *r->at <= 'z') || *r->at == '-' || (*r->at >= '1' && *r->at <= '6')))
        r->at++;
    size_t len = (size_t)(r->at - name);
    bool is_empty = is_listed(rule->empty_tags, name, len);
    if (!is_empty && !is_listed(rule->tags, name, len))
        return "a tag that is not allowed";
    if (is_listed(rule->lines, name, len))
        text_add_cstr(r->seen, "\n");
    if (closes) {
        if (is_empty || r->depth == 0 || r->open_len[r->depth - 1] != len ||
            memcmp(r->open[r->depth - 1], name, len) != 0)
            return "an end tag that closes nothing";
        r->depth--;
    } else {
        const char *wrong = read_attributes(r, rule, name, len);
        if (wrong)
            return wrong;
        if (!is_empty) {
            if (r->depth == COUNT_OF(r->open))
                return "too deep";
            r->open[r->depth] = name;
            r->open_len[r->depth++] = len;
        }
    }
    if (r->at == r->end || *r->at++ != '>')
        return "a tag that does not end";
    return NULL;
}

static const char *read_html(const char *part, size_t len, const rules *rule, const char *entities, text *seen)
{
    reader r = { .at = part, .end = part + len, .seen = seen };
    while (r.at < r.end) {
        const char *wrong = NULL;
        if (*r.at == '<')
            wrong = read_tag(&r, rule);
        else if (*r.at == '>')
            wrong = "a bare >";
        else if (*r.at == '&')
            wrong = read_reference(&r, entities);
        else
            text_add(seen, r.at++, 1);
        if (wrong)
            return wrong;
    }
    return r.depth ? "a tag that is not closed" : NULL;
}

const char *check_telegram_html(const char *part, size_t len, text *seen)
{
    static const rules rule = { "b strong i em u ins s strike del code pre a blockquote tg-spoiler", "",
                                "a.href code.class", "http https mailto tel tg", "", "" };
    return read_html(part, len, &rule, "lt gt amp quot", seen);
}

const char *check_html(const char *part, size_t len, bool is_matrix, text *seen)
{
    static const rules web = {
        "p h1 h2 h3 h4 h5 h6 ul ol li blockquote strong em code pre a table thead tbody tr th td", "br hr img",
        "a.href a.rel a.target ol.start code.class img.src img.alt", "http https mailto tel", "http https",
        "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre br hr tr"
    };
    static const rules matrix = {
        "del h1 h2 h3 h4 h5 h6 blockquote p a ul ol sup sub li b i u strong em s code table thead tbody tr th td caption "
        "pre span details summary div",
        "hr br img", "a.href ol.start code.class img.src img.alt", "https http ftp mailto magnet", "mxc",
        "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre br hr tr"
    };
    return read_html(part, len, is_matrix ? &matrix : &web, "lt gt amp quot", seen);
}

/* MarkdownV2: one pass with the open entities on a stack. */
typedef enum entity { BOLD, ITALIC, UNDERLINE, STRIKE, SPOILER, LINK } entity;

const char *check_telegram_mdv2(const char *part, size_t len, text *seen)
{
    entity open[32];
    size_t depth = 0;
    const char *at = part, *end = part + len;
    while (at < end) {
        char c = *at, next = at + 1 < end ? at[1] : '\0';
        if (c == '\\') {
            if ((unsigned char)next < 1 || (unsigned char)next > 126)
                return "a backslash before nothing";
            text_add(seen, at + 1, 1);
            at += 2;
        } else if (c == '`') {
            bool is_block = end - at >= 3 && memcmp(at, "```", 3) == 0;
            at += is_block ? 3 : 1;
            if (is_block) { /* the first line is the language, if it is one word */
                const char *line = at;
                while (line < end && *line != '\n' && *line != ' ' && *line != '`')
                    line++;
                if (line < end && *line == '\n')
                    at = line + 1;
            }
            for (;; at++) {
                if (at == end)
                    return "code that does not end";
                if (*at == '\\' && at + 1 < end)
                    at++;
                else if (*at == '`' && (!is_block || (end - at >= 3 && memcmp(at, "```", 3) == 0)))
                    break;
                else if (*at == '`')
                    return "a bare backtick in code";
                text_add(seen, at, 1);
            }
            at += is_block ? 3 : 1;
        } else if (c == '*' || c == '~' || c == '_' || c == '|') {
            bool twice = next == c;
            entity kind = c == '*' ? BOLD : c == '~' ? STRIKE : c == '|' ? SPOILER : twice ? UNDERLINE : ITALIC;
            if (c == '|' && !twice)
                return "a bare |";
            at += c == '|' || (c == '_' && twice) ? 2 : 1;
            if (depth && open[depth - 1] == kind) {
                depth--;
            } else {
                for (size_t i = 0; i < depth; i++)
                    if (open[i] == kind)
                        return "entities that overlap";
                if (depth == COUNT_OF(open))
                    return "too deep";
                open[depth++] = kind;
            }
        } else if (c == '[') {
            if (depth == COUNT_OF(open))
                return "too deep";
            open[depth++] = LINK;
            at++;
        } else if (c == ']') {
            if (!depth || open[depth - 1] != LINK || next != '(')
                return "a bare ]";
            depth--;
            for (at += 2; at < end && *at != ')'; at++)
                at += *at == '\\';
            if (at >= end)
                return "a link that does not end";
            at++;
        } else if (c == '>' && (at == part || at[-1] == '\n')) {
            at++;
        } else if (strchr("()>#+-={}.!", c) && c) {
            return "a sign that must be escaped";
        } else {
            text_add(seen, at++, 1);
        }
    }
    return depth ? "an entity that does not end" : NULL;
}

static const char *read_json_string(reader *r, text *out)
{
    for (r->at++; r->at < r->end && *r->at != '"'; r->at++) {
        if ((unsigned char)*r->at < 0x20)
            return "a control character in a string";
        if (*r->at != '\\') {
            text_add(out, r->at, 1);
            continue;
        }
        if (++r->at == r->end)
            break;
        if (*r->at == 'u') {
            for (int i = 1; i <= 4; i++)
                if (r->end - r->at <= i || !strchr("0123456789abcdefABCDEF", r->at[i]))
                    return "a bad escape";
            r->at += 4;
            text_add_cstr(out, "?");
        } else if (strchr("\"\\/bfnrt", *r->at)) {
            text_add(out, *r->at == 'n' ? "\n" : r->at, 1);
        } else {
            return "a bad escape";
        }
    }
    if (r->at == r->end)
        return "a string that does not end";
    r->at++;
    return NULL;
}

static const char *read_json(reader *r, bool is_text)
{
    text string = { 0 };
    const char *wrong = NULL;
    text_add_cstr(&string, "");
    if (r->at == r->end) {
        wrong = "JSON that does not end";
    } else if (*r->at == '"') {
        wrong = read_json_string(r, &string);
        if (is_text) {
            text_add(r->seen, string.data, string.len);
            text_add_cstr(r->seen, "\n");
        }
    } else if (*r->at == '[' || *r->at == '{') {
        char close = *r->at == '[' ? ']' : '}';
        r->at++;
        for (bool first = true; !wrong && r->at < r->end && *r->at != close; first = false) {
            bool named = false;
            if (!first && *r->at++ != ',')
                wrong = "no comma";
            if (!wrong && close == '}') {
                text_clear(&string);
                text_add_cstr(&string, "");
                wrong = r->at < r->end && *r->at == '"' ? read_json_string(r, &string) : "no name of a member";
                named = strcmp(string.data, "text") == 0 || strcmp(string.data, "content") == 0;
                if (!wrong && (r->at == r->end || *r->at++ != ':'))
                    wrong = "no colon";
            }
            if (!wrong)
                wrong = read_json(r, named);
        }
        if (!wrong && r->at++ == r->end)
            wrong = "JSON that does not end";
    } else {
        wrong = "an unexpected value";
    }
    text_free(&string);
    return wrong;
}

const char *check_json(const char *part, size_t len, text *seen)
{
    reader r = { .at = part, .end = part + len, .seen = seen };
    const char *wrong = read_json(&r, false);
    return wrong ? wrong : r.at < r.end ? "something behind the JSON" : NULL;
}

size_t count_code_points(const char *data, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)data[i] & 0xC0) != 0x80;
    return count;
}

size_t count_utf16(const char *data, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)data[i] & 0xC0) == 0x80 ? 0 : (unsigned char)data[i] >= 0xF0 ? 2 : 1;
    return count;
}

size_t count_json(const char *data, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += strchr("\"\\\n\t\r\b\f", data[i]) && data[i] ? 2 : (unsigned char)data[i] < 0x20 ? 6 : 1;
    return count;
}

size_t count_septets(const char *data, size_t len)
{
    static const char one[] = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    static const char two[] = "\f^{}\\[~]|€";
    size_t count = 0;
    for (size_t i = 0, size; i < len; i += size) {
        char c[5] = "";
        unsigned char lead = (unsigned char)data[i];
        size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        memcpy(c, data + i, size);
        if (!c[0] || (!strstr(one, c) && !strstr(two, c)))
            return SIZE_MAX;
        count += strstr(one, c) ? 1 : 2;
    }
    return count;
}
