/* SPDX-License-Identifier: MIT */
#include "item/draft.h"

#include "base/instant.h"
#include "base/interner.h"
#include "item/category.h"
#include "item/template.h"

#include <inttypes.h>
#include <kbguide/item.h>

void kbg__draft_init(kbg__draft *draft, const kbg_allocator *memory, const kbg__limits *limits)
{
    *draft = (kbg__draft){ .limits = limits };
    for (int i = 0; i < KBG__LEVELS; i++)
        kbg__buffer_init(&draft->fields[i], memory);
    kbg__buffer_init(&draft->record, memory);
}

void kbg__draft_free(kbg__draft *draft)
{
    for (int i = 0; i < KBG__LEVELS; i++)
        kbg__buffer_free(&draft->fields[i]);
    kbg__buffer_free(&draft->record);
}

void kbg__draft_begin(kbg__draft *draft)
{
    draft->level = KBG__LEVEL_ITEM;
    draft->valid_from = draft->valid_until = KBG_NO_INSTANT;
    for (int i = 0; i < KBG__LEVELS; i++)
        kbg__buffer_clear(&draft->fields[i]);
    kbg__buffer_clear(&draft->record);
    draft->given[KBG__LEVEL_ITEM] = 0;
}

/* Notes that a field of the open object has a value. */
static void note(kbg__draft *draft, const kbg__schema_field *field)
{
    draft->given[draft->level] |= UINT32_C(1) << (field - kbg__schema(draft->level));
}

static bool has(const kbg__draft *draft, const kbg__schema_field *field)
{
    return draft->given[draft->level] >> (field - kbg__schema(draft->level)) & 1;
}

static kbg_status check_length(const kbg__draft *draft, const char *what, size_t len, kbg_limit limit,
                               kbg__problem *problem)
{
    uint64_t most = draft->limits->value[limit];
    if (len <= most)
        return KBG_OK;
    return kbg__problem_set(problem, KBG_ERR_LIMIT, "%s has %zu bytes, the limit is %" PRIu64, what, len, most);
}

static bool has_control(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
            return true;
    return false;
}

static kbg_status check_category(const kbg__draft *draft, const char *text, size_t len, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    size_t depth = kbg__category_depth(text, len);
    uint64_t most = draft->limits->value[KBG_LIMIT_CATEGORY_DEPTH];
    if (depth == 0)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "category \"%s\" has an empty name in its path",
                                kbg__quote(quote, text, len));
    if (depth > most)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "category is %zu names deep, the limit is %" PRIu64, depth,
                                most);
    return KBG_OK;
}

static kbg_status add_name(kbg__draft *draft, const kbg__schema_field *field, const char *text, size_t len,
                           kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    int value = kbg__name_value(field->names, text, len);
    if (value < 0)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "%s \"%s\" is not one of the names it may have", field->key,
                                kbg__quote(quote, text, len));
    kbg__record_number(&draft->fields[draft->level], field->tag, value);
    note(draft, field);
    return KBG_OK;
}

static kbg_status add_instant(kbg__draft *draft, const kbg__schema_field *field, const char *text, size_t len,
                              kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    int64_t instant;
    if (!kbg__instant_parse(text, len, &instant))
        return kbg__problem_set(problem, KBG_ERR_VALUE,
                                "%s \"%s\" is not an instant with a zone, such as 2026-11-11T00:00:00+08:00",
                                field->key, kbg__quote(quote, text, len));
    kbg__record_number(&draft->fields[draft->level], field->tag, instant);
    kbg__record_text(&draft->fields[draft->level], field->tag + 1, text, len);
    if (field->tag == KBG__TAG_VALID_FROM)
        draft->valid_from = instant;
    if (field->tag == KBG__TAG_VALID_UNTIL)
        draft->valid_until = instant;
    return KBG_OK;
}

static bool is_known(const char *name, size_t len, const void *user_data)
{
    return kbg__interner_find(user_data, name, len) != KBG__NOT_INTERNED;
}

/* A template that could not be rendered is refused now, and not when a customer waits. The place of the problem is one in
 * the text. */
static kbg_status check_template(const kbg__draft *draft, const char *text, size_t len, kbg__problem *problem)
{
    const kbg__interner *names = draft->limits->variables;
    return kbg__template_check(text, len, names ? is_known : NULL, names, problem);
}

kbg_status kbg__draft_text(kbg__draft *draft, const kbg__schema_field *field, const char *text, size_t len,
                           kbg__problem *problem)
{
    if (field->shape == KBG__SHAPE_NAME)
        return add_name(draft, field, text, len, problem);
    if (field->shape == KBG__SHAPE_INSTANT)
        return add_instant(draft, field, text, len, problem);
    if (len == 0 && field->may_be_empty)
        return KBG_OK;
    if (len == 0)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "%s is empty", field->key);
    kbg_status status = check_length(draft, field->key, len, field->limit, problem);
    if (status == KBG_OK && field->tag == KBG__TAG_CATEGORY)
        status = check_category(draft, text, len, problem);
    if (status == KBG_OK && (field->tag == KBG__TAG_ID || field->tag == KBG__TAG_CATEGORY) && has_control(text, len))
        status = kbg__problem_set(problem, KBG_ERR_VALUE, "%s holds a control character", field->key);
    if (status == KBG_OK && field->tag == KBG__TAG_BODY)
        status = check_template(draft, text, len, problem);
    if (status == KBG_OK) {
        kbg__record_text(&draft->fields[draft->level], field->tag, text, len);
        note(draft, field);
    }
    return status;
}

kbg_status kbg__draft_integer(kbg__draft *draft, const kbg__schema_field *field, int64_t number,
                              kbg__problem *problem)
{
    if (number < field->low || number > field->high)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "%s is %" PRId64 ", it must be from %" PRId64 " to %" PRId64,
                                field->key, number, field->low, field->high);
    if (number != 0)
        kbg__record_number(&draft->fields[draft->level], field->tag, number);
    return KBG_OK;
}

kbg_status kbg__draft_property(kbg__draft *draft, const kbg__schema_field *field, const char *key, size_t key_len,
                               const char *value, size_t len, kbg__problem *problem)
{
    kbg_status status = KBG_OK;
    if (key_len == 0)
        status = kbg__problem_set(problem, KBG_ERR_VALUE, "%s has an empty key", field->key);
    if (status == KBG_OK)
        status = check_length(draft, "a property's key", key_len, KBG_LIMIT_LABEL_BYTES, problem);
    if (status == KBG_OK)
        status = check_length(draft, "a property's value", len, field->limit, problem);
    if (status == KBG_OK) {
        kbg__record_text(&draft->fields[draft->level], field->tag, key, key_len);
        kbg__record_text(&draft->fields[draft->level], field->tag + 1, value, len);
    }
    return status;
}

kbg_status kbg__draft_extra(kbg__draft *draft, const char *json, size_t len, kbg__problem *problem)
{
    kbg_status status = check_length(draft, "the unknown keys of an object", len, KBG_LIMIT_EXTRA_BYTES, problem);
    if (status == KBG_OK)
        kbg__record_text(&draft->fields[draft->level], KBG__TAG_EXTRA, json, len);
    return status;
}

kbg_status kbg__draft_count(const kbg__draft *draft, const kbg__schema_field *field, size_t count,
                            kbg__problem *problem)
{
    uint64_t most = draft->limits->value[field->count_limit];
    if (count <= most)
        return KBG_OK;
    return kbg__problem_set(problem, KBG_ERR_LIMIT, "%s has %zu entries, the limit is %" PRIu64, field->key, count,
                            most);
}

void kbg__draft_open(kbg__draft *draft, const kbg__schema_field *field)
{
    draft->level = field->child;
    draft->given[draft->level] = 0;
    kbg__buffer_clear(&draft->fields[draft->level]);
}

/* Wraps the open object's fields into one field, written to the end of `out`. */
static void wrap(kbg__draft *draft, kbg__tag tag, kbg__buffer *out)
{
    kbg__buffer *fields = &draft->fields[draft->level];
    out->failed |= fields->failed;
    kbg__record_text(out, tag, fields->data, fields->len);
}

static kbg_status check_required(const kbg__draft *draft, kbg__problem *problem)
{
    if (draft->fields[draft->level].failed)
        return KBG_ERR_NOMEM;
    for (const kbg__schema_field *field = kbg__schema(draft->level); field->key; field++)
        if (field->required && !has(draft, field))
            return kbg__problem_set(problem, KBG_ERR_VALUE, "%s is missing", field->key);
    return KBG_OK;
}

kbg_status kbg__draft_close(kbg__draft *draft, const kbg__schema_field *field, kbg__problem *problem)
{
    kbg_status status = check_required(draft, problem);
    if (status == KBG_OK && draft->level == KBG__LEVEL_ANSWER &&
        !has(draft, kbg__schema_find(KBG__LEVEL_ANSWER, "body")) &&
        !has(draft, kbg__schema_find(KBG__LEVEL_ANSWER, "attachments")))
        status = kbg__problem_set(problem, KBG_ERR_VALUE, "an answer has neither a body nor attachments");
    if (status == KBG_OK)
        wrap(draft, field->tag, &draft->fields[draft->level - 1]);
    draft->level--;
    note(draft, field);
    return status;
}

kbg_status kbg__draft_end(kbg__draft *draft, const kbg__schema_field **wrong, kbg__problem *problem)
{
    *wrong = NULL;
    kbg_status status = check_required(draft, problem);
    if (status != KBG_OK)
        return status;
    if (draft->valid_from != KBG_NO_INSTANT && draft->valid_until != KBG_NO_INSTANT &&
        draft->valid_until <= draft->valid_from) {
        *wrong = kbg__schema_find(KBG__LEVEL_ITEM, "valid_until");
        return kbg__problem_set(problem, KBG_ERR_VALUE, "valid_until is not after valid_from");
    }
    wrap(draft, KBG__TAG_ITEM, &draft->record);
    return kbg__buffer_status(&draft->record);
}
