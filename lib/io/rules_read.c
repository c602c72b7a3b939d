/* SPDX-License-Identifier: MIT */
#include "io/rules_read.h"

#include "base/instant.h"
#include "base/utf8.h"
#include "io/json_parse.h"
#include "io/json_place.h"
#include "io/lines.h"
#include "item/names.h"

#include <inttypes.h>
#include <string.h>

typedef enum shape { TEXT, TEXTS, NAME, NUMBER, INSTANT } shape;

enum { LISTS = 4 };

/* The keys of a rule, and where their values go in a kbg_rule. */
typedef struct field {
    const char *key;
    shape shape;
    size_t offset;       /* of the text, the pointer to texts, or the number */
    size_t count_offset; /* of TEXTS */
    int which;           /* of TEXTS: its list; of a NAME: its set of names */
} field;

static const field fields[] = {
    { "id", TEXT, offsetof(kbg_rule, id), 0, 0 },
    { "class", TEXT, offsetof(kbg_rule, class_name), 0, 0 },
    { "direction", NAME, offsetof(kbg_rule, direction), 0, KBG__NAMES_DIRECTION },
    { "severity", NAME, offsetof(kbg_rule, severity), 0, KBG__NAMES_SEVERITY },
    { "action", NAME, offsetof(kbg_rule, action), 0, KBG__NAMES_ACTION },
    { "words", TEXTS, offsetof(kbg_rule, words), offsetof(kbg_rule, word_count), 0 },
    { "exceptions", TEXTS, offsetof(kbg_rule, exceptions), offsetof(kbg_rule, exception_count), 1 },
    { "pattern", TEXT, offsetof(kbg_rule, pattern), 0, 0 },
    { "subject", NAME, offsetof(kbg_rule, subject), 0, KBG__NAMES_SUBJECT },
    { "checksum", NAME, offsetof(kbg_rule, checksum), 0, KBG__NAMES_CHECKSUM },
    { "keep_first", NUMBER, offsetof(kbg_rule, keep_first), 0, 0 },
    { "keep_last", NUMBER, offsetof(kbg_rule, keep_last), 0, 0 },
    { "replacement", TEXT, offsetof(kbg_rule, replacement), 0, 0 },
    { "reason", TEXT, offsetof(kbg_rule, reason), 0, 0 },
    { "item", TEXT, offsetof(kbg_rule, item), 0, 0 },
    { "channels", TEXTS, offsetof(kbg_rule, channels), offsetof(kbg_rule, channel_count), 2 },
    { "categories", TEXTS, offsetof(kbg_rule, categories), offsetof(kbg_rule, category_count), 3 },
    { "valid_from", INSTANT, offsetof(kbg_rule, valid_from), 0, 0 },
    { "valid_until", INSTANT, offsetof(kbg_rule, valid_until), 0, 0 },
};

typedef struct reading {
    const kbg_allocator *memory;
    kbg_rule rule;
    kbg_text *lists[LISTS];
    size_t capacity[LISTS];
    kbg__problem *problem;
    size_t entry; /* of a list, where reading it failed */
} reading;

static kbg_status wrong_type(const reading *r, const char *key, const char *wanted)
{
    return kbg__problem_set(r->problem, KBG_ERR_TYPE, "%s must be %s", key, wanted);
}

static kbg_text text_of(json_t *string)
{
    return (kbg_text){ json_string_value(string), json_string_length(string) };
}

static kbg_status read_list(reading *r, const field *f, json_t *value)
{
    size_t count = json_array_size(value);
    if (!json_is_array(value))
        return wrong_type(r, f->key, "a list of strings");
    if (count == 0)
        return kbg__problem_set(r->problem, KBG_ERR_VALUE, "%s is empty", f->key);
    kbg_status status =
        kbg__grow(r->memory, (void **)&r->lists[f->which], &r->capacity[f->which], count, sizeof(kbg_text));
    if (status != KBG_OK)
        return status;
    kbg_text *list = r->lists[f->which];
    for (size_t i = 0; i < count; i++) {
        json_t *entry = json_array_get(value, i);
        r->entry = i;
        if (!json_is_string(entry))
            return wrong_type(r, f->key, "a list of strings");
        list[i] = text_of(entry);
    }
    r->entry = SIZE_MAX;
    memcpy((char *)&r->rule + f->offset, &list, sizeof(list));
    memcpy((char *)&r->rule + f->count_offset, &count, sizeof(count));
    return KBG_OK;
}

static kbg_status read_name(reading *r, const field *f, kbg_text text)
{
    char quote[KBG__QUOTE];
    int number = kbg__name_value((kbg__name_set)f->which, text.data, text.len);
    if (number < 0)
        return kbg__problem_set(r->problem, KBG_ERR_VALUE, "%s \"%s\" is not one of the names it may have", f->key,
                                kbg__quote(quote, text.data, text.len));
    uint32_t value = (uint32_t)number;
    memcpy((char *)&r->rule + f->offset, &value, sizeof(value));
    return KBG_OK;
}

static kbg_status read_instant(reading *r, const field *f, kbg_text text)
{
    char quote[KBG__QUOTE];
    int64_t instant;
    if (!kbg__instant_parse(text.data, text.len, &instant))
        return kbg__problem_set(r->problem, KBG_ERR_VALUE,
                                "%s \"%s\" is not an instant with a zone, such as 2026-11-11T00:00:00+08:00", f->key,
                                kbg__quote(quote, text.data, text.len));
    if (instant <= 0)
        return kbg__problem_set(r->problem, KBG_ERR_VALUE, "%s lies before 1970", f->key);
    memcpy((char *)&r->rule + f->offset, &instant, sizeof(instant));
    return KBG_OK;
}

static kbg_status read_field(reading *r, const field *f, json_t *value)
{
    if (f->shape == TEXTS)
        return read_list(r, f, value);
    if (f->shape == NUMBER) {
        if (!json_is_integer(value))
            return wrong_type(r, f->key, "an integer");
        json_int_t number = json_integer_value(value);
        if (number < 0 || number > 64)
            return kbg__problem_set(r->problem, KBG_ERR_VALUE, "%s is %" PRId64 ", it must be from 0 to 64", f->key,
                                    (int64_t)number);
        uint32_t kept = (uint32_t)number;
        memcpy((char *)&r->rule + f->offset, &kept, sizeof(kept));
        return KBG_OK;
    }
    if (!json_is_string(value))
        return wrong_type(r, f->key, "a string");
    kbg_text text = text_of(value);
    if (f->shape == NAME)
        return read_name(r, f, text);
    if (f->shape == INSTANT)
        return read_instant(r, f, text);
    memcpy((char *)&r->rule + f->offset, &text, sizeof(text));
    return KBG_OK;
}

/* Reads a rule and hands it on. *key is set to that of the field to blame. */
static kbg_status read_rule(reading *r, json_t *root, kbg__rule_fn take, void *user_data, const char **key)
{
    char quote[KBG__QUOTE];
    r->rule = (kbg_rule)KBG_RULE_INIT;
    for (void *i = json_object_iter(root); i; i = json_object_iter_next(root, i)) {
        const field *f = fields, *end = fields + sizeof(fields) / sizeof(fields[0]);
        *key = json_object_iter_key(i);
        while (f < end && strcmp(f->key, *key) != 0)
            f++;
        if (f == end)
            return kbg__problem_set(r->problem, KBG_ERR_VALUE, "a rule has no key \"%s\"",
                                    kbg__quote(quote, *key, strlen(*key)));
        kbg_status status = read_field(r, f, json_object_iter_value(i));
        if (status != KBG_OK)
            return status;
    }
    *key = NULL;
    return take(&r->rule, key, &r->entry, r->problem, user_data);
}

/* Reads the object of one line. problem->offset is relative to the line. */
static kbg_status read_line(reading *r, const char *text, size_t len, kbg__rule_fn take, void *user_data)
{
    kbg__json_path path = { 0 };
    const char *key = NULL;
    json_t *root;
    kbg_status status = kbg__json_parse(text, len, &root, r->problem);
    if (status != KBG_OK)
        return status;
    r->entry = SIZE_MAX;
    status = read_rule(r, root, take, user_data, &key);
    if (status != KBG_OK && key) {
        path.step[path.depth++] = kbg__json_ordinal(root, key);
        if (r->entry != SIZE_MAX)
            path.step[path.depth++] = r->entry;
    }
    json_decref(root);
    if (status != KBG_OK)
        r->problem->offset = kbg__json_place(text, len, &path);
    return status;
}

static bool is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
            return false;
    return true;
}

kbg_status kbg__rules_read(const kbg_allocator *memory, const kbg__limits *limits, const char *text, size_t len,
                           kbg__rule_fn take, void *user_data, kbg__problem *problem)
{
    reading r = { .memory = memory, .problem = problem };
    kbg_text rest = { text, len };
    size_t most = (size_t)limits->value[KBG_LIMIT_LINE_BYTES];
    kbg__lines lines;
    kbg_status status;
    kbg__lines_init(&lines, memory, kbg__lines_read_text, &rest, most);
    for (;;) {
        status = kbg__lines_next(&lines);
        if (status == KBG_ERR_LIMIT)
            (void)kbg__problem_set(problem, status, "the line is longer than the limit of %zu bytes", most);
        if (status == KBG_OK && !lines.text)
            break;
        if (status == KBG_OK && !is_blank(lines.text, lines.len))
            status = read_line(&r, lines.text, lines.len, take, user_data);
        if (status != KBG_OK)
            break;
    }
    if (status != KBG_OK) {
        problem->line = lines.line;
        problem->column = 1 + (lines.text ? kbg__utf8_count(lines.text, (size_t)problem->offset) : 0);
        problem->offset += lines.offset;
    }
    kbg__lines_free(&lines);
    for (int i = 0; i < LISTS; i++)
        kbg__free(memory, r.lists[i]);
    return status;
}
