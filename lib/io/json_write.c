/* SPDX-License-Identifier: MIT */
#include "io/json_write.h"

#include <jansson.h>

static json_t *write_object(const char *parent, kbg__level level);

static json_t *write_text(kbg__field field)
{
    return json_stringn_nocheck(field.value, field.len);
}

/* Entries of a list from the `first` field with the tag on; NULL if there are none. */
static json_t *write_list(const char *parent, const kbg__schema_field *field, size_t first, bool *failed)
{
    kbg__field whole = kbg__record_field(parent);
    json_t *list = NULL;
    size_t n = 0;
    for (const char *at = whole.value; at < whole.value + whole.len;) {
        kbg__field entry = kbg__record_field(at);
        at = entry.next;
        if (entry.tag != field->tag || n++ < first)
            continue;
        if (!list)
            list = json_array();
        json_t *value = field->shape == KBG__SHAPE_OBJECTS ? write_object(entry.at, field->child) : write_text(entry);
        if (!list || json_array_append_new(list, value) != 0)
            *failed = true;
    }
    return list;
}

static json_t *write_properties(const char *parent, const kbg__schema_field *field, bool *failed)
{
    kbg__field whole = kbg__record_field(parent), key = { .tag = KBG__TAG_END };
    json_t *object = NULL;
    for (const char *at = whole.value; at < whole.value + whole.len;) {
        kbg__field entry = kbg__record_field(at);
        at = entry.next;
        if (entry.tag == field->tag)
            key = entry;
        if (entry.tag != field->tag + 1)
            continue;
        if (!object)
            object = json_object();
        if (!object || json_object_set_new_nocheck(object, key.value, write_text(entry)) != 0)
            *failed = true;
    }
    return object;
}

/* The value of a field; NULL if the object has none, or on failure. */
static json_t *write_field(const char *parent, const kbg__schema_field *field, bool *failed)
{
    /* The alternatives are the questions behind the first. */
    bool alternatives = field->tag == KBG__TAG_QUESTION && field->shape == KBG__SHAPE_TEXTS;
    if (field->shape == KBG__SHAPE_TEXTS || field->shape == KBG__SHAPE_OBJECTS)
        return write_list(parent, field, alternatives, failed);
    if (field->shape == KBG__SHAPE_PROPERTIES)
        return write_properties(parent, field, failed);
    kbg__tag tag = field->shape == KBG__SHAPE_INSTANT ? field->tag + 1 : field->tag;
    kbg__field there = kbg__record_child(parent, tag, 0);
    if (there.tag == KBG__TAG_END)
        return NULL;
    json_t *value = NULL;
    if (field->shape == KBG__SHAPE_NAME)
        value = json_string(kbg__name_of(field->names, (int)kbg__record_value_number(there)));
    else if (field->shape == KBG__SHAPE_INTEGER)
        value = json_integer(kbg__record_value_number(there));
    else
        value = write_text(there);
    *failed |= !value;
    return value;
}

/* Adds the keys that the library does not know. In a file from a stranger the text may be no object: nothing is added. */
static bool add_extra(json_t *object, kbg__field extra)
{
    json_error_t error;
    json_t *more = json_loadb(extra.value, extra.len, 0, &error);
    if (!more)
        return json_error_code(&error) != json_error_out_of_memory;
    bool added = !json_is_object(more) || json_object_update_missing(object, more) == 0;
    json_decref(more);
    return added;
}

static json_t *write_object(const char *parent, kbg__level level)
{
    json_t *object = json_object();
    bool failed = !object;
    for (const kbg__schema_field *field = kbg__schema(level); field->key && !failed; field++) {
        json_t *value = write_field(parent, field, &failed);
        if (value && json_object_set_new_nocheck(object, field->key, value) != 0)
            failed = true;
    }
    kbg__field extra = kbg__record_child(parent, KBG__TAG_EXTRA, 0);
    if (extra.tag != KBG__TAG_END && !failed)
        failed = !add_extra(object, extra);
    if (!failed)
        return object;
    json_decref(object);
    return NULL;
}

static int append(const char *data, size_t len, void *out)
{
    kbg__buffer_add(out, data, len);
    return kbg__buffer_status(out) == KBG_OK ? 0 : -1;
}

kbg_status kbg__json_write_list(kbg__buffer *out, const char *parent, const kbg__schema_field *field)
{
    bool failed = false;
    json_t *list = write_list(parent, field, 0, &failed);
    failed |= list && json_dump_callback(list, append, out, JSON_COMPACT | JSON_REAL_PRECISION(17)) != 0;
    json_decref(list);
    return failed ? KBG_ERR_NOMEM : kbg__buffer_status(out);
}

kbg_status kbg__json_write_item(kbg__buffer *out, const kbg_item *item)
{
    json_t *object = write_object((const char *)item, KBG__LEVEL_ITEM);
    bool failed = !object ||
                  json_dump_callback(object, append, out, JSON_COMPACT | JSON_REAL_PRECISION(17)) != 0;
    json_decref(object);
    kbg__buffer_add_byte(out, '\n');
    return failed ? KBG_ERR_NOMEM : kbg__buffer_status(out);
}

const char *kbg__jansson_version(void)
{
    return jansson_version_str();
}
