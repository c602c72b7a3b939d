/* SPDX-License-Identifier: MIT */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reserve(text *t, size_t len)
{
    if (t->capacity - t->len > len)
        return;
    t->capacity = (t->len + len + 1) * 2;
    t->data = realloc(t->data, t->capacity);
    assert_non_null(t->data);
}

void text_add(text *t, const char *data, size_t len)
{
    reserve(t, len);
    if (len)
        memcpy(t->data + t->len, data, len);
    t->len += len;
    t->data[t->len] = '\0';
}

void text_add_cstr(text *t, const char *cstr)
{
    text_add(t, cstr, strlen(cstr));
}

void text_add_repeated(text *t, const char *cstr, size_t count)
{
    size_t len = strlen(cstr);
    reserve(t, len * count);
    while (count--)
        text_add(t, cstr, len);
}

void text_add_format(text *t, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    assert_true(len >= 0);
    reserve(t, (size_t)len);
    va_start(list, format);
    (void)vsnprintf(t->data + t->len, (size_t)len + 1, format, list);
    va_end(list);
    t->len += (size_t)len;
}

void text_clear(text *t)
{
    t->len = 0;
}

void text_free(text *t)
{
    free(t->data);
    *t = (text){ 0 };
}

kbg_text view_of(const char *cstr)
{
    return (kbg_text){ cstr, strlen(cstr) };
}

kbg_status load_status(kbg_base *base, const char *jsonl, size_t len)
{
    kbg_error *error = NULL;
    kbg_status status = kbg_base_load(base, KBG_FORMAT_JSONL, jsonl, len, NULL, NULL, &error);
    assert_int_equal(kbg_error_status(error), status);
    kbg_error_free(error);
    return status;
}

void load(kbg_base *base, const char *jsonl)
{
    kbg_error *error = NULL;
    kbg_status status = kbg_base_load(base, KBG_FORMAT_JSONL, jsonl, strlen(jsonl), NULL, NULL, &error);
    if (status != KBG_OK)
        fail_msg("line %llu: %s", (unsigned long long)kbg_error_line(error), kbg_error_message(error));
    assert_null(error);
}

kbg_base *base_with(const kbg_base_options *options, const char *jsonl)
{
    kbg_base *base = NULL;
    assert_int_equal(kbg_base_new(options, &base, NULL), KBG_OK);
    assert_non_null(base);
    if (jsonl)
        load(base, jsonl);
    return base;
}

text item_with_body(const char *body)
{
    text line = { 0 };
    text_add_cstr(&line, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"");
    for (const char *c = body; *c; c++)
        text_add_format(&line, (unsigned char)*c < 0x20 ? "\\u%04X" : *c == '"' || *c == '\\' ? "\\%c" : "%c",
                        (unsigned char)*c);
    text_add_cstr(&line, "\"}");
    return line;
}

kbg_base *base_of(const char *jsonl)
{
    return base_with(NULL, jsonl);
}

kbg_searcher *searcher_of(kbg_base *base)
{
    kbg_searcher *searcher = NULL;
    assert_int_equal(kbg_searcher_new(base, &searcher, NULL), KBG_OK);
    assert_non_null(searcher);
    kbg_base_unref(base);
    return searcher;
}

kbg_searcher *searcher_over(const char *jsonl)
{
    return searcher_of(base_of(jsonl));
}

kbg_hits *search(kbg_searcher *searcher, const char *message, const kbg_query *query)
{
    kbg_hits *hits = NULL;
    kbg_error *error = NULL;
    if (kbg_search(searcher, message, strlen(message), query, &hits, &error) != KBG_OK)
        fail_msg("%s: %s", message, kbg_error_message(error));
    assert_null(error);
    assert_non_null(hits);
    return hits;
}

kbg_hits *lookup(kbg_searcher *searcher, const char *code, const kbg_query *query)
{
    kbg_hits *hits = NULL;
    kbg_error *error = NULL;
    if (kbg_lookup(searcher, code, strlen(code), query, &hits, &error) != KBG_OK)
        fail_msg("%s: %s", code, kbg_error_message(error));
    assert_null(error);
    assert_non_null(hits);
    return hits;
}

void assert_ids(const kbg_hits *hits, const char *expected)
{
    text ids = { 0 };
    text_add_cstr(&ids, "");
    for (size_t i = 0; i < kbg_hits_count(hits); i++) {
        size_t len;
        const char *id = kbg_item_id(kbg_hits_item(hits, i), &len);
        if (i)
            text_add(&ids, " ", 1);
        text_add(&ids, id, len);
    }
    assert_string_equal(ids.data, expected);
    text_free(&ids);
}

void assert_search(kbg_searcher *searcher, const char *message, const kbg_query *query, const char *expected)
{
    kbg_hits *hits = search(searcher, message, query);
    assert_ids(hits, expected);
    kbg_hits_free(hits);
}

void assert_lookup(kbg_searcher *searcher, const char *code, const kbg_query *query, const char *expected)
{
    kbg_hits *hits = lookup(searcher, code, query);
    assert_ids(hits, expected);
    kbg_hits_free(hits);
}

void assert_text(const char *actual, size_t actual_len, const char *expected)
{
    assert_non_null(actual);
    assert_string_equal(actual, expected);
    assert_int_equal(actual_len, strlen(expected));
}

static bool take(const char *data, size_t len, void *user_data)
{
    assert_true(len > 0);
    text_add(user_data, data, len);
    return true;
}

text dump(kbg_base *base)
{
    text out = { 0 };
    text_add_cstr(&out, "");
    assert_int_equal(kbg_base_dump(base, KBG_FORMAT_JSONL, take, &out, NULL, NULL, NULL), KBG_OK);
    return out;
}

/* Each block has its size in front of it. */
typedef union block {
    size_t size;
    max_align_t align;
} block;

static bool is_refused(counter *c)
{
    c->calls++;
    return c->fail_at && (c->fail_on ? c->calls >= c->fail_at : c->calls == c->fail_at);
}

static void *counted_malloc(size_t size, void *user_data)
{
    counter *c = user_data;
    assert_true(size > 0);
    block *b = is_refused(c) ? NULL : malloc(sizeof(*b) + size);
    if (!b)
        return NULL;
    b->size = size;
    c->live++;
    c->bytes += size;
    return b + 1;
}

static void *counted_realloc(void *place, size_t old_size, size_t size, void *user_data)
{
    counter *c = user_data;
    block *b = (block *)place - 1;
    assert_non_null(place);
    assert_true(size > 0);
    assert_int_equal(b->size, old_size);
    if (size > old_size ? is_refused(c) : c->no_shrinking)
        return NULL;
    /* Always to another place, so that a use of the old one is seen. */
    block *moved = malloc(sizeof(*moved) + size);
    if (!moved)
        return NULL;
    memcpy(moved + 1, place, size < old_size ? size : old_size);
    moved->size = size;
    c->bytes = c->bytes - old_size + size;
    free(b);
    return moved + 1;
}

static void counted_free(void *place, void *user_data)
{
    counter *c = user_data;
    assert_non_null(place);
    block *b = (block *)place - 1;
    c->live--;
    c->bytes -= b->size;
    free(b);
}

kbg_allocator allocator_of(counter *c)
{
    return (kbg_allocator){ sizeof(kbg_allocator), counted_malloc, counted_realloc, counted_free, c };
}
