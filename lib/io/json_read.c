/* SPDX-License-Identifier: MIT */
#include "io/json_read.h"

#include "io/json_parse.h"
#include "io/json_place.h"

#include <stdlib.h>
#include <string.h>

/* One reading: the draft that is filled and the way to the value at hand. */
typedef struct reading {
    kbg__draft *draft;
    kbg__problem *problem;
    kbg__json_path path;
} reading;

static void enter(reading *r, size_t step)
{
    r->path.step[r->path.depth++] = step;
}

/* Goes back a step; a failure keeps the path, which says where it was. */
static kbg_status leave(reading *r, kbg_status status)
{
    if (status == KBG_OK)
        r->path.depth--;
    return status;
}

/* The most fields that a level has; a draft has a bit for each. */
enum { FIELDS_MOST = 32 };

typedef struct member {
    json_t *value; /* NULL = it is not there */
    size_t ordinal;
} member;

/* What an object holds, by field of the schema. */
typedef struct members {
    member of[FIELDS_MOST];
    member answer; /* of an item: short for answers */
    bool any_unknown;
} members;

static void take_members(members *m, json_t *object, kbg__level level)
{
    const kbg__schema_field *fields = kbg__schema(level);
    size_t ordinal = 0;
    *m = (members){ 0 };
    for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i)) {
        const char *key = json_object_iter_key(i);
        const kbg__schema_field *field = kbg__schema_find(level, key);
        member here = { json_object_iter_value(i), ordinal++ };
        if (field)
            m->of[field - fields] = here;
        else if (level == KBG__LEVEL_ITEM && strcmp(key, "answer") == 0)
            m->answer = here;
        else
            m->any_unknown = true;
    }
}

static kbg_status wrong_type(reading *r, const char *key, const char *wanted)
{
    return kbg__problem_set(r->problem, KBG_ERR_TYPE, "%s must be %s", key, wanted);
}

static kbg_status read_object(reading *r, json_t *object, kbg__level level);

static kbg_status read_text(reading *r, const kbg__schema_field *field, json_t *value)
{
    if (!json_is_string(value))
        return wrong_type(r, field->key, "a string");
    return kbg__draft_text(r->draft, field, json_string_value(value), json_string_length(value), r->problem);
}

static kbg_status read_entry(reading *r, const kbg__schema_field *field, json_t *value)
{
    if (field->shape == KBG__SHAPE_TEXTS) {
        if (!json_is_string(value))
            return wrong_type(r, field->key, "a list of strings");
        return read_text(r, field, value);
    }
    if (!json_is_object(value))
        return wrong_type(r, field->key, "a list of objects");
    kbg__draft_open(r->draft, field);
    kbg_status status = read_object(r, value, field->child);
    return status == KBG_OK ? kbg__draft_close(r->draft, field, r->problem) : status;
}

static kbg_status read_list(reading *r, const kbg__schema_field *field, json_t *value)
{
    if (!json_is_array(value))
        return wrong_type(r, field->key, "a list");
    size_t count = json_array_size(value);
    kbg_status status = kbg__draft_count(r->draft, field, count, r->problem);
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        enter(r, i);
        status = leave(r, read_entry(r, field, json_array_get(value, i)));
    }
    return status;
}

static kbg_status read_properties(reading *r, const kbg__schema_field *field, json_t *value)
{
    if (!json_is_object(value))
        return wrong_type(r, field->key, "an object");
    kbg_status status = kbg__draft_count(r->draft, field, json_object_size(value), r->problem);
    size_t n = 0;
    for (void *i = json_object_iter(value); i && status == KBG_OK; i = json_object_iter_next(value, i)) {
        json_t *text = json_object_iter_value(i);
        enter(r, n++);
        if (!json_is_string(text))
            return wrong_type(r, "a property's value", "a string");
        const char *key = json_object_iter_key(i);
        status = leave(r, kbg__draft_property(r->draft, field, key, strlen(key), json_string_value(text),
                                              json_string_length(text), r->problem));
    }
    return status;
}

static kbg_status read_field(reading *r, const kbg__schema_field *field, json_t *value)
{
    switch (field->shape) {
    case KBG__SHAPE_TEXT:
    case KBG__SHAPE_NAME:
    case KBG__SHAPE_INSTANT:
        return read_text(r, field, value);
    case KBG__SHAPE_TEXTS:
    case KBG__SHAPE_OBJECTS:
        return read_list(r, field, value);
    case KBG__SHAPE_PROPERTIES:
        return read_properties(r, field, value);
    case KBG__SHAPE_INTEGER:
        break;
    }
    if (!json_is_integer(value))
        return wrong_type(r, field->key, "an integer");
    return kbg__draft_integer(r->draft, field, json_integer_value(value), r->problem);
}

/* `answer`, a lone string, is short for `answers` with one body. */
static kbg_status read_short_answer(reading *r, bool has_answers, json_t *value)
{
    const kbg__schema_field *answers = kbg__schema_find(KBG__LEVEL_ITEM, "answers");
    const kbg__schema_field *body = kbg__schema_find(KBG__LEVEL_ANSWER, "body");
    if (has_answers)
        return kbg__problem_set(r->problem, KBG_ERR_VALUE, "answer and answers are both there");
    if (!json_is_string(value))
        return wrong_type(r, "answer", "a string");
    if (json_string_length(value) == 0)
        return KBG_OK;
    kbg__draft_open(r->draft, answers);
    kbg_status status = read_text(r, body, value);
    return status == KBG_OK ? kbg__draft_close(r->draft, answers, r->problem) : status;
}

/* Keys that the schema does not know are kept as JSON. */
static kbg_status read_extra(reading *r, json_t *object, kbg__level level)
{
    json_t *extra = NULL;
    kbg_status status = KBG_OK;
    for (void *i = json_object_iter(object); i && status == KBG_OK; i = json_object_iter_next(object, i)) {
        const char *key = json_object_iter_key(i);
        if (kbg__schema_find(level, key) || (level == KBG__LEVEL_ITEM && strcmp(key, "answer") == 0))
            continue;
        if (!extra)
            extra = json_object();
        if (!extra || json_object_set_nocheck(extra, key, json_object_iter_value(i)) != 0)
            status = KBG_ERR_NOMEM;
    }
    if (extra && status == KBG_OK) {
        char *json = json_dumps(extra, JSON_COMPACT | JSON_REAL_PRECISION(17));
        status = json ? kbg__draft_extra(r->draft, json, strlen(json), r->problem) : KBG_ERR_NOMEM;
        free(json);
    }
    json_decref(extra);
    return status;
}

static kbg_status read_object(reading *r, json_t *object, kbg__level level)
{
    kbg_status status = KBG_OK;
    members m;
    take_members(&m, object, level);
    const member *at = m.of;
    for (const kbg__schema_field *field = kbg__schema(level); field->key && status == KBG_OK; field++, at++) {
        if (at->value) {
            enter(r, at->ordinal);
            status = leave(r, read_field(r, field, at->value));
        }
        if (field->tag == KBG__TAG_ANSWER && status == KBG_OK && m.answer.value) {
            enter(r, m.answer.ordinal);
            status = leave(r, read_short_answer(r, at->value != NULL, m.answer.value));
        }
    }
    return status == KBG_OK && m.any_unknown ? read_extra(r, object, level) : status;
}

kbg_status kbg__json_read_item(kbg__draft *draft, const char *text, size_t len, kbg__problem *problem)
{
    reading r = { .draft = draft, .problem = problem };
    const kbg__schema_field *wrong = NULL;
    json_t *root;
    kbg_status status = kbg__json_parse(text, len, &root, problem);
    if (status != KBG_OK)
        return status;
    kbg__draft_begin(draft);
    status = read_object(&r, root, KBG__LEVEL_ITEM);
    if (status == KBG_OK) {
        status = kbg__draft_end(draft, &wrong, problem);
        if (wrong)
            enter(&r, kbg__json_ordinal(root, wrong->key));
    }
    json_decref(root);
    if (status != KBG_OK) {
        size_t inside = (size_t)problem->offset, place = kbg__json_place(text, len, &r.path);
        problem->offset = status == KBG_ERR_TEMPLATE ? kbg__json_string_place(text, len, place, inside) : place;
    }
    return status;
}

kbg_status kbg__json_read_list(kbg__draft *draft, const kbg__schema_field *field, const char *text, size_t len,
                               kbg__problem *problem)
{
    reading r = { .draft = draft, .problem = problem };
    json_t *root;
    kbg_status status = kbg__json_parse_any(text, len, &root, problem);
    if (status == KBG_OK)
        status = read_list(&r, field, root);
    json_decref(root);
    return status;
}

kbg_status kbg__json_read_extra(kbg__draft *draft, const char *text, size_t len, kbg__problem *problem)
{
    reading r = { .draft = draft, .problem = problem };
    json_t *root;
    kbg_status status = kbg__json_parse_any(text, len, &root, problem);
    if (status != KBG_OK)
        return status;
    if (!json_is_object(root))
        status = wrong_type(&r, "extra", "an object");
    for (void *i = json_object_iter(root); i && status == KBG_OK; i = json_object_iter_next(root, i)) {
        const char *key = json_object_iter_key(i);
        if (kbg__schema_find(KBG__LEVEL_ITEM, key) || strcmp(key, "answer") == 0)
            status = kbg__problem_set(problem, KBG_ERR_VALUE, "extra holds %s, which is a known key", key);
    }
    if (status == KBG_OK)
        status = read_extra(&r, root, KBG__LEVEL_ITEM);
    json_decref(root);
    return status;
}

size_t kbg__json_place_of_key(const char *text, size_t len, const char *key)
{
    json_t *root = json_loadb(text, len, 0, NULL);
    size_t place = 0;
    if (root && json_object_get(root, key)) {
        kbg__json_path path = { .depth = 1, .step = { kbg__json_ordinal(root, key) } };
        place = kbg__json_place(text, len, &path);
    }
    json_decref(root);
    return place;
}
