/* SPDX-License-Identifier: MIT */
/* Input that no keeper or customer means well with, or that is larger than anyone expects. The name of each test says
 * what happens. The first argument is how many items the large base has. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t large_count = 200000;

static const char shop[] = "{\"id\":\"a\",\"question\":\"怎么退货\",\"short_codes\":[\"/th\"]}\n"
                           "{\"id\":\"b\",\"question\":\"运费多少\"}\n";

static void an_empty_base_finds_nothing_and_dumps_nothing(void **state)
{
    static const char *const inputs[] = { "", "\n", " \t\r\n\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF\r\n" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        kbg_base *base = base_of(inputs[i]);
        text out = dump(base);
        assert_int_equal(out.len, 0);
        text_free(&out);
        kbg_searcher *searcher = searcher_of(base);
        assert_search(searcher, "怎么退货", NULL, "");
        assert_lookup(searcher, "/th", NULL, "");
        kbg_searcher_free(searcher);
    }
}

static void an_empty_message_finds_nothing(void **state)
{
    static const char *const messages[] = { "", " ", "\xE3\x80\x80\n\t", "？！。，", "/:^_^[微笑]#E-s01", "\xE2\x80\x8B" };
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    for (size_t i = 0; i < COUNT_OF(messages); i++)
        assert_search(searcher, messages[i], NULL, "");
    kbg_hits *hits = NULL;
    assert_int_equal(kbg_search(searcher, NULL, 0, NULL, &hits, NULL), KBG_OK);
    assert_int_equal(kbg_hits_count(hits), 0);
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
}

static void a_message_of_emoji_only_finds_nothing_else(void **state)
{
    static const char *const messages[] = { "😀", "👨‍👩‍👧‍👦", "🇨🇳🇨🇳", "👍🏽👍🏿", "❤️", "😀😀😀😀😀😀😀😀 😭" };
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    for (size_t i = 0; i < COUNT_OF(messages); i++)
        assert_search(searcher, messages[i], NULL, "");
    kbg_searcher_free(searcher);
}

/* Messages of a mebibyte in shapes that are costly to some step; all hold 退货 at their end. */
static void a_message_of_a_mebibyte_is_searched(void **state)
{
    static const struct {
        const char *unit, *end;
        const char *expected;
    } rows[] = {
        { "x", " 怎么退货", "a" },          /* one long run of letters */
        { "订", "，怎么退货", "a" },        /* one term many times */
        { "天地玄黄宇宙洪荒", "怎么退货", "a" },
        { " ", "怎么退货", "a" },
        { "/:^_^", "怎么退货", "a" },       /* nothing but emoticon codes */
        { "/:", "怎么退货", "a" },          /* what could become one */
        { "[", "怎么退货", "a" },
        { "\xCC\x81", " 怎么退货", "a" },   /* one run of combining marks */
        { "\xEF\xB7\xBA", " 怎么退货", "a" }, /* each folds to 18 characters */
        { "\xE0\xB8\x81", " 怎么退货", "a" }, /* Thai, broken by a dictionary */
        { "\xFF", "怎么退货", "a" },
        { "1", " 怎么退货", "a" },
        { "-1", " 怎么退货", "a" },         /* one long code */
        { "👨‍👩‍👧‍👦", "怎么退货", "a" },
        { "怎么退货运费多少", "", "a b" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text message = { 0 };
        size_t len = (size_t)1 << 20, end = strlen(rows[i].end);
        text_add_repeated(&message, rows[i].unit, (len - end) / strlen(rows[i].unit));
        text_add_cstr(&message, rows[i].end);
        kbg_hits *hits = NULL;
        kbg_error *error = NULL;
        if (kbg_search(searcher, message.data, message.len, NULL, &hits, &error) != KBG_OK)
            fail_msg("row %zu: %s", i, kbg_error_message(error));
        assert_ids(hits, rows[i].expected);
        for (size_t s = 0; s < kbg_hits_span_count(hits, 0); s++) {
            size_t from, to;
            assert_true(kbg_hits_span(hits, 0, s, &from, &to));
            assert_true(from < to && to <= message.len);
        }
        kbg_hits_free(hits);
        text_free(&message);
    }
    assert_search(searcher, "怎么退货", NULL, "a");
    kbg_searcher_free(searcher);
}

static void a_message_over_the_limit_is_refused(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    text message = { 0 };
    kbg_hits *hits = NULL;
    kbg_error *error = NULL;
    text_add_repeated(&message, " ", ((size_t)1 << 20) - 12);
    text_add_cstr(&message, "怎么退货");
    assert_search(searcher, message.data, NULL, "a");
    text_add_cstr(&message, " ");
    assert_int_equal(kbg_search(searcher, message.data, message.len, NULL, &hits, &error), KBG_ERR_LIMIT);
    assert_string_equal(kbg_error_message(error), "the message has 1048577 bytes, the limit is 1048576");
    kbg_error_free(error);
    assert_null(hits);
    assert_int_equal(kbg_lookup(searcher, message.data, message.len, NULL, &hits, NULL), KBG_ERR_LIMIT);
    assert_null(hits);
    assert_search(searcher, "怎么退货", NULL, "a");
    text_free(&message);
    kbg_searcher_free(searcher);
}

static void nul_bytes_in_a_message_are_left_out(void **state)
{
    static const struct {
        kbg_text message;
        const char *expected;
    } rows[] = {
        { { "\0", 1 }, "" },
        { { "\0\0\0\0", 4 }, "" },
        { { "怎么退货\0", 13 }, "a" },
        { { "\0怎么\0退货", 14 }, "a" },
        { { "\xE6\x80\0\x8E", 4 }, "" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_hits *hits = NULL;
        assert_int_equal(kbg_search(searcher, rows[i].message.data, rows[i].message.len, NULL, &hits, NULL), KBG_OK);
        assert_ids(hits, rows[i].expected);
        kbg_hits_free(hits);
    }
    kbg_hits *hits = NULL;
    assert_int_equal(kbg_lookup(searcher, "\0/th", 4, NULL, &hits, NULL), KBG_OK);
    assert_ids(hits, "a");
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
}

static void nul_bytes_in_a_base_are_a_syntax_error(void **state)
{
    static const kbg_text inputs[] = {
        { "\0", 1 },
        { "{\"id\":\"a\0\",\"question\":\"q\"}", 26 },
        { "{\"id\":\"a\",\"question\":\"q\"}\0", 26 },
        { "{\"id\":\"a\",\0\"question\":\"q\"}", 26 },
        { "{\"id\":\"a\\u0000\",\"question\":\"q\"}", 31 },
        { "{\"id\":\"a\",\"question\":\"q\",\"\\u0000\":1}", 36 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        kbg_base *base = base_of(NULL);
        assert_int_equal(load_status(base, inputs[i].data, inputs[i].len), KBG_ERR_SYNTAX);
        kbg_base_unref(base);
    }
}

/* Not well-formed, each for another reason. */
static const char *const ill_formed[] = {
    "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x80\x80", "\xE2\x82", "\xED\xA0\x80", "\xED\xBF\xBF",
    "\xF0\x80\x80\x80", "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF",
};

static void ill_formed_bytes_in_a_message_part_it_and_do_no_harm(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    for (size_t i = 0; i < COUNT_OF(ill_formed); i++) {
        text message = { 0 };
        assert_search(searcher, ill_formed[i], NULL, "");
        text_add_format(&message, "%s怎么%s退货%s", ill_formed[i], ill_formed[i], ill_formed[i]);
        assert_search(searcher, message.data, NULL, "a");
        assert_lookup(searcher, ill_formed[i], NULL, "");
        text_free(&message);
        /* In a buffer that ends where the message does. */
        size_t len = strlen(ill_formed[i]);
        char *exact = malloc(len);
        kbg_hits *hits = NULL;
        assert_non_null(exact);
        memcpy(exact, ill_formed[i], len);
        assert_int_equal(kbg_search(searcher, exact, len, NULL, &hits, NULL), KBG_OK);
        assert_int_equal(kbg_hits_count(hits), 0);
        kbg_hits_free(hits);
        free(exact);
    }
    kbg_searcher_free(searcher);
}

static void ill_formed_bytes_in_a_base_are_refused_with_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ill_formed); i++) {
        text jsonl = { 0 };
        kbg_base *base = base_of(NULL);
        kbg_error *error = NULL;
        text_add_format(&jsonl, "{\"id\":\"退\",\"question\":\"q\"}\n{\"id\":\"退%s\",\"question\":\"q\"}",
                        ill_formed[i]);
        assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, jsonl.data, jsonl.len, NULL, NULL, &error),
                         KBG_ERR_UTF8);
        assert_int_equal(kbg_error_line(error), 2);
        assert_int_equal(kbg_error_column(error), 9);
        assert_int_equal(kbg_error_offset(error), 28 + 10);
        kbg_error_free(error);
        kbg_base_unref(base);
        text_free(&jsonl);
    }
}

/* Many items, made as they are read. */
typedef struct generator {
    size_t next, count;
    char line[128];
    size_t len, at;
} generator;

static size_t generate(char *buffer, size_t size, void *user_data)
{
    generator *g = user_data;
    size_t filled = 0;
    while (filled < size) {
        if (g->at == g->len) {
            if (g->next == g->count)
                break;
            g->len = (size_t)snprintf(g->line, sizeof(g->line), "{\"id\":\"%zu\",\"question\":\"订单%zu退货\"}\n", g->next,
                                      g->next);
            g->at = 0;
            g->next++;
        }
        size_t len = g->len - g->at < size - filled ? g->len - g->at : size - filled;
        memcpy(buffer + filled, g->line + g->at, len);
        filled += len;
        g->at += len;
    }
    return filled;
}

static void a_large_base_is_loaded_from_a_reader_and_searched(void **state)
{
    (void)state;
    generator g = { .count = large_count };
    kbg_base *base = base_of(NULL);
    kbg_report *report = NULL;
    assert_int_equal(kbg_base_load_from(base, KBG_FORMAT_JSONL, generate, &g, NULL, &report, NULL), KBG_OK);
    assert_int_equal(kbg_report_item_count(report), large_count);
    assert_int_equal(kbg_report_bad_count(report), 0);
    kbg_report_free(report);
    kbg_view *view = kbg_base_view(base);
    assert_int_equal(kbg_view_item_count(view), large_count);
    kbg_view_unref(view);
    kbg_searcher *searcher = searcher_of(base);
    for (size_t i = 0; i < 10; i++) {
        char message[64], id[32];
        kbg_query query = KBG_QUERY_INIT;
        size_t number = large_count / 10 * i + i;
        query.limit = 1;
        (void)snprintf(message, sizeof(message), "订单%zu怎么退货", number);
        (void)snprintf(id, sizeof(id), "%zu", number);
        assert_search(searcher, message, &query, id);
    }
    kbg_query all = KBG_QUERY_INIT;
    all.limit = 1000;
    kbg_hits *hits = search(searcher, "退货", &all);
    assert_int_equal(kbg_hits_count(hits), 1000);
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
}

static void an_item_may_have_ten_thousand_alternatives_and_no_more(void **state)
{
    (void)state;
    for (size_t count = 10000; count <= 10001; count++) {
        text jsonl = { 0 };
        kbg_base *base = base_of(NULL);
        kbg_error *error = NULL;
        text_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"退货\",\"alternatives\":[\"0号问法\"");
        for (size_t i = 1; i < count; i++)
            text_add_format(&jsonl, ",\"%zu号问法\"", i);
        text_add_cstr(&jsonl, "]}");
        kbg_status status = kbg_base_load(base, KBG_FORMAT_JSONL, jsonl.data, jsonl.len, NULL, NULL, &error);
        text_free(&jsonl);
        if (count > 10000) {
            assert_int_equal(status, KBG_ERR_LIMIT);
            assert_string_equal(kbg_error_message(error), "alternatives has 10001 entries, the limit is 10000");
            kbg_error_free(error);
            kbg_base_unref(base);
            continue;
        }
        assert_int_equal(status, KBG_OK);
        kbg_searcher *searcher = searcher_of(base);
        kbg_hits *hits = search(searcher, "9999号问法", NULL);
        assert_ids(hits, "a");
        assert_int_equal(kbg_item_question_count(kbg_hits_item(hits, 0)), 10001);
        assert_int_equal(kbg_hits_question(hits, 0), 10000);
        assert_string_equal(kbg_item_question(kbg_hits_item(hits, 0), 10000, NULL), "9999号问法");
        kbg_hits_free(hits);
        kbg_searcher_free(searcher);
    }
}

static void a_category_a_hundred_levels_deep_is_over_the_limit_unless_that_is_raised(void **state)
{
    (void)state;
    kbg_base_options *options = NULL;
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    text jsonl = { 0 };
    text_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"退货\",\"category\":\"层");
    text_add_repeated(&jsonl, "/层", 99);
    text_add_cstr(&jsonl, "\"}");
    for (int raised = 0; raised < 2; raised++) {
        if (raised)
            assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_CATEGORY_DEPTH, 100), KBG_OK);
        kbg_base *base = base_with(options, NULL);
        kbg_error *error = NULL;
        kbg_status status = kbg_base_load(base, KBG_FORMAT_JSONL, jsonl.data, jsonl.len, NULL, NULL, &error);
        if (!raised) {
            assert_int_equal(status, KBG_ERR_LIMIT);
            assert_string_equal(kbg_error_message(error), "category is 100 names deep, the limit is 16");
            kbg_error_free(error);
            kbg_base_unref(base);
            continue;
        }
        assert_int_equal(status, KBG_OK);
        kbg_searcher *searcher = searcher_of(base);
        text path = { 0 };
        text_add_cstr(&path, "层");
        for (int depth = 1; depth <= 101; depth++) {
            kbg_query query = KBG_QUERY_INIT;
            query.category = (kbg_text){ path.data, path.len };
            assert_search(searcher, "退货", &query, depth <= 100 ? "a" : "");
            text_add_cstr(&path, "/层");
        }
        text_free(&path);
        kbg_searcher_free(searcher);
    }
    text_free(&jsonl);
    kbg_base_options_free(options);
}

static void items_related_in_a_circle_are_kept_as_they_are(void **state)
{
    static const char jsonl[] = "{\"id\":\"a\",\"question\":\"怎么退货\",\"related\":[\"b\",\"a\"]}\n"
                                "{\"id\":\"b\",\"question\":\"怎么退货\",\"related\":[\"c\"]}\n"
                                "{\"id\":\"c\",\"question\":\"怎么退货\",\"related\":[\"a\",\"nowhere\",\"a\"]}\n";
    (void)state;
    kbg_base *base = base_of(jsonl);
    text out = dump(base);
    assert_string_equal(out.data, jsonl);
    text_free(&out);
    kbg_searcher *searcher = searcher_of(base);
    assert_search(searcher, "怎么退货", NULL, "a b c");
    kbg_searcher_free(searcher);
}

static void a_validity_that_ends_before_it_begins_is_refused(void **state)
{
    static const struct {
        const char *from, *until;
        kbg_status status;
    } rows[] = {
        { "2026-11-12T00:00:00Z", "2026-11-11T00:00:00Z", KBG_ERR_VALUE },
        { "2026-11-11T00:00:00Z", "2026-11-11T00:00:00Z", KBG_ERR_VALUE },
        { "2026-11-11T08:00:00+08:00", "2026-11-11T00:00:00Z", KBG_ERR_VALUE }, /* the same instant */
        { "2026-11-11T00:00:00+08:00", "2026-11-10T23:00:00Z", KBG_OK },
        { "2026-11-11T00:00:00Z", "2026-11-11T00:00:00.001Z", KBG_OK },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        /* In both orders of the keys; the error is at valid_until in both. */
        for (int swapped = 0; swapped < 2; swapped++) {
            text jsonl = { 0 };
            kbg_base *base = base_of(NULL);
            kbg_error *error = NULL;
            text_add_format(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"valid_%s\":\"%s\",\"valid_%s\":\"%s\"}",
                            swapped ? "until" : "from", swapped ? rows[i].until : rows[i].from,
                            swapped ? "from" : "until", swapped ? rows[i].from : rows[i].until);
            assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, jsonl.data, jsonl.len, NULL, NULL, &error),
                             rows[i].status);
            if (rows[i].status != KBG_OK) {
                const char *key = strstr(jsonl.data, "\"valid_until\":");
                assert_string_equal(kbg_error_message(error), "valid_until is not after valid_from");
                assert_int_equal(kbg_error_offset(error), (size_t)(key - jsonl.data) + strlen("\"valid_until\":"));
            }
            kbg_error_free(error);
            kbg_base_unref(base);
            text_free(&jsonl);
        }
    }
}

static void a_value_nested_too_deeply_is_a_syntax_error(void **state)
{
    static const char *const open[] = { "[", "{\"k\":" }, *const close[] = { "]", "}" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(open); i++) {
        text jsonl = { 0 };
        kbg_base *base = base_of(NULL);
        text_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"x\":");
        text_add_repeated(&jsonl, open[i], 100000);
        text_add_cstr(&jsonl, "1");
        text_add_repeated(&jsonl, close[i], 100000);
        text_add_cstr(&jsonl, "}");
        assert_int_equal(load_status(base, jsonl.data, jsonl.len), KBG_ERR_SYNTAX);
        text_free(&jsonl);
        kbg_base_unref(base);
    }
}

static void a_line_over_the_limit_is_skipped_without_being_held(void **state)
{
    (void)state;
    kbg_base_options *options = NULL;
    counter count = { 0 };
    kbg_allocator allocator = allocator_of(&count);
    assert_int_equal(kbg_base_options_new(&allocator, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_LINE_BYTES, 100), KBG_OK);
    kbg_base *base = base_with(options, NULL);
    kbg_base_options_free(options);
    text jsonl = { 0 };
    kbg_load_options skip = KBG_LOAD_OPTIONS_INIT;
    kbg_report *report = NULL;
    skip.flags = KBG_LOAD_SKIP_BAD;
    text_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"q\"}\n{\"id\":\"b\",\"question\":\"");
    text_add_repeated(&jsonl, "q", 1000000);
    text_add_cstr(&jsonl, "\"}\n{\"id\":\"c\",\"question\":\"q\"}\n{\"id\":\"d\"}");
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, jsonl.data, jsonl.len, &skip, &report, NULL), KBG_OK);
    assert_int_equal(kbg_report_item_count(report), 2);
    assert_int_equal(kbg_report_error_count(report), 2);
    assert_int_equal(kbg_error_status(kbg_report_error(report, 0)), KBG_ERR_LIMIT);
    assert_int_equal(kbg_error_line(kbg_report_error(report, 0)), 2);
    assert_int_equal(kbg_error_column(kbg_report_error(report, 0)), 1);
    assert_int_equal(kbg_error_offset(kbg_report_error(report, 0)), 26);
    assert_int_equal(kbg_error_status(kbg_report_error(report, 1)), KBG_ERR_VALUE);
    assert_int_equal(kbg_error_line(kbg_report_error(report, 1)), 4);
    assert_int_equal(kbg_error_offset(kbg_report_error(report, 1)), jsonl.len - 10);
    kbg_report_free(report);
    kbg_base_unref(base);
    assert_int_equal(count.live, 0);
    text_free(&jsonl);
}

/* Bodies of a mebibyte in shapes that are costly to some step. */
static void a_body_of_a_mebibyte_is_rendered_or_refused(void **state)
{
    static const struct {
        const char *begin, *unit, *end;
    } rows[] = {
        { "", "x", "" },      { "", "1. a\n", "" }, { "", "- ", "" },       { "", "> ", "" },   { "", "*", "" },
        { "", "[", "" },      { "", "![](", "" },   { "", "`", "" },        { "", "<", "" },    { "", "a\n\n", "" },
        { "", "_a ", "" },    { "", "&amp;", "" },  { "", "**a *b_ ", "" }, { "", "\\{", "" }, { "", "{{v|x}}", "" },
        { "", "# a\n", "" }, { "> - ", "a\n> - ", "a" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text jsonl = { 0 };
        text_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"");
        size_t most = ((size_t)1 << 20) - strlen(rows[i].begin) - strlen(rows[i].end);
        text body = { 0 };
        text_add_cstr(&body, rows[i].begin);
        text_add_repeated(&body, rows[i].unit, most / strlen(rows[i].unit));
        text_add_cstr(&body, rows[i].end);
        for (size_t c = 0; c < body.len; c++) {
            if (body.data[c] == '\n')
                text_add(&jsonl, "\\n", 2);
            else if (body.data[c] == '\\')
                text_add(&jsonl, "\\\\", 2);
            else
                text_add(&jsonl, body.data + c, 1);
        }
        text_add_cstr(&jsonl, "\"}");
        kbg_base *base = base_of(jsonl.data);
        kbg_view *view = kbg_base_view(base);
        kbg_searcher *searcher = searcher_of(base);
        kbg_snippet *snippet = NULL;
        kbg_error *error = NULL;
        kbg_status status = kbg_render(searcher, kbg_view_item(view, 0), NULL, &snippet, &error);
        if (status != KBG_OK)
            assert_int_equal(status, KBG_ERR_LIMIT);
        assert_int_equal(kbg_error_status(error), status);
        assert_int_equal(snippet != NULL, status == KBG_OK);
        kbg_snippet_free(snippet);
        kbg_error_free(error);
        kbg_searcher_free(searcher);
        kbg_view_unref(view);
        text_free(&jsonl);
        text_free(&body);
    }
}

static void a_body_with_very_many_names_without_value_lists_each_once(void **state)
{
    enum { NAMES = 100000 };
    (void)state;
    text jsonl = { 0 };
    text_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"");
    for (size_t i = 0; i < NAMES; i++)
        text_add_format(&jsonl, "{{%zx}}", i);
    text_add_cstr(&jsonl, "{{0}}\"}");
    kbg_base *base = base_of(jsonl.data);
    kbg_view *view = kbg_base_view(base);
    kbg_searcher *searcher = searcher_of(base);
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_snippet *snippet = NULL;
    options.flags = KBG_RENDER_EMPTY_MISSING;
    assert_int_equal(kbg_render(searcher, kbg_view_item(view, 0), &options, &snippet, NULL), KBG_OK);
    assert_int_equal(kbg_snippet_missing_count(snippet), NAMES);
    assert_string_equal(kbg_snippet_missing(snippet, 0, NULL), "0");
    assert_string_equal(kbg_snippet_missing(snippet, NAMES - 1, NULL), "1869f");
    kbg_snippet_free(snippet);
    kbg_searcher_free(searcher);
    kbg_view_unref(view);
    text_free(&jsonl);
}

/* A file of a million lines is taken whole; one more entry than a list can have is an error with its place, and the
 * list is as it was. */
static void a_word_list_of_a_million_lines_works(void **state)
{
    enum { MOST = 1000000 };
    static const struct {
        kbg_word_list list;
        const char *rest, *more;
        size_t column;
    } rows[] = {
        { KBG_WORDS_LEXICON, "", "w7a\n又一个 = 还有一个", 1 },
        { KBG_WORDS_SYNONYMS, " > 退货 : 0.5", "w7a > 退货\n又一个 > 退货", 7 },
        { KBG_WORDS_FILLER, " : leads", "w7a\n又一个", 1 },
    };
    (void)state;
    kbg_words *words = NULL;
    kbg_text none = { NULL, 0 };
    assert_int_equal(kbg_words_new(NULL, &words), KBG_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text lines = { 0 };
        kbg_error *error = NULL;
        for (int n = 0; n < MOST; n++)
            text_add_format(&lines, "w%da%s\n", n, rows[i].rest);
        kbg_words_clear(words, rows[i].list);
        assert_int_equal(kbg_words_load(words, rows[i].list, lines.data, lines.len, none, NULL), KBG_OK);
        text_free(&lines);
        assert_int_equal(kbg_words_load(words, rows[i].list, rows[i].more, strlen(rows[i].more), none, &error),
                         KBG_ERR_LIMIT);
        assert_int_equal(kbg_error_line(error), 2);
        assert_int_equal(kbg_error_column(error), rows[i].column);
        kbg_error_free(error);
        assert_int_equal(kbg_words_count(words, rows[i].list), MOST);
    }
    kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"怎么退货w7a\"}\n{\"id\":\"b\",\"question\":\"怎么换\"}");
    assert_int_equal(kbg_base_set_words(base, words, NULL), KBG_OK);
    kbg_words_free(words);
    kbg_searcher *searcher = searcher_of(base);
    assert_search(searcher, "w999999a", NULL, "a");
    assert_search(searcher, "W 7 A", NULL, "a");
    kbg_searcher_free(searcher);
}

/* Words and messages in shapes that are costly to some step. */
static void hostile_words_and_messages_end(void **state)
{
    (void)state;
    kbg_words *words = NULL;
    text word = { 0 }, message = { 0 };
    kbg_text none = { NULL, 0 };
    assert_int_equal(kbg_words_new(NULL, &words), KBG_OK);
    for (size_t n = 2; n <= 85; n++) { /* every one a part of the next */
        text_clear(&word);
        text_add_repeated(&word, "龘", n);
        kbg_text here = { word.data, word.len };
        assert_int_equal(kbg_words_add_term(words, here, none, NULL), KBG_OK);
        assert_int_equal(kbg_words_add_synonym(words, here, view_of("退货"), 1, NULL), KBG_OK);
        assert_int_equal(kbg_words_add_filler(words, here, KBG_FILLER_TRAILS, NULL), KBG_OK);
    }
    /* An alias of two letters for a term of 256 bytes. */
    text_clear(&word);
    text_add_repeated(&word, "长 ", 60);
    assert_int_equal(kbg_words_add_term(words, (kbg_text){ word.data, word.len }, view_of("zq"), NULL), KBG_OK);
    kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"怎么退货\"}\n");
    assert_int_equal(kbg_base_set_words(base, words, NULL), KBG_OK);
    kbg_words_free(words);
    kbg_searcher *searcher = searcher_of(base);
    static const char *const units[] = { "龘", "龘 龘龘", "zq,", "z q", " " };
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        kbg_hits *hits = NULL;
        text_clear(&message);
        text_add_repeated(&message, units[i], 100000 / strlen(units[i]));
        assert_int_equal(kbg_search(searcher, message.data, message.len, NULL, &hits, NULL), KBG_OK);
        assert_int_equal(kbg_hits_count(hits), i < 2);
        kbg_hits_free(hits);
    }
    kbg_searcher_free(searcher);
    text_free(&word);
    text_free(&message);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_base_finds_nothing_and_dumps_nothing),
        cmocka_unit_test(an_empty_message_finds_nothing),
        cmocka_unit_test(a_message_of_emoji_only_finds_nothing_else),
        cmocka_unit_test(a_message_of_a_mebibyte_is_searched),
        cmocka_unit_test(a_message_over_the_limit_is_refused),
        cmocka_unit_test(nul_bytes_in_a_message_are_left_out),
        cmocka_unit_test(nul_bytes_in_a_base_are_a_syntax_error),
        cmocka_unit_test(ill_formed_bytes_in_a_message_part_it_and_do_no_harm),
        cmocka_unit_test(ill_formed_bytes_in_a_base_are_refused_with_their_place),
        cmocka_unit_test(a_large_base_is_loaded_from_a_reader_and_searched),
        cmocka_unit_test(an_item_may_have_ten_thousand_alternatives_and_no_more),
        cmocka_unit_test(a_category_a_hundred_levels_deep_is_over_the_limit_unless_that_is_raised),
        cmocka_unit_test(items_related_in_a_circle_are_kept_as_they_are),
        cmocka_unit_test(a_validity_that_ends_before_it_begins_is_refused),
        cmocka_unit_test(a_value_nested_too_deeply_is_a_syntax_error),
        cmocka_unit_test(a_line_over_the_limit_is_skipped_without_being_held),
        cmocka_unit_test(a_body_of_a_mebibyte_is_rendered_or_refused),
        cmocka_unit_test(a_body_with_very_many_names_without_value_lists_each_once),
        cmocka_unit_test(a_word_list_of_a_million_lines_works),
        cmocka_unit_test(hostile_words_and_messages_end),
    };
    if (argc > 1)
        large_count = strtoul(argv[1], NULL, 10);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
