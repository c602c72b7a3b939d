/* SPDX-License-Identifier: MIT */
/* options.h: each limit, weight and pattern is tested by what it does. */
#include "helper.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static kbg_base_options *options_new(void)
{
    kbg_base_options *options = NULL;
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    assert_non_null(options);
    return options;
}

static bool give_repeated(const char *name, size_t name_len, kbg_text *value, void *user_data)
{
    (void)name;
    (void)name_len;
    *value = *(const kbg_text *)user_data;
    return true;
}

/* Each of these puts `n` of what a limit bounds into a new base with these options, and says how that went. */

static kbg_status load_text(const kbg_base_options *options, text *jsonl)
{
    kbg_base *base = base_with(options, NULL);
    kbg_status status = load_status(base, jsonl->data, jsonl->len);
    text_free(jsonl);
    kbg_base_unref(base);
    return status;
}

/* An item in which `n` times `unit` stands between `before` and `behind`. */
static kbg_status load_around(const kbg_base_options *options, const char *before, const char *unit, size_t n,
                              const char *behind)
{
    text jsonl = { 0 };
    text_add_cstr(&jsonl, before);
    text_add_repeated(&jsonl, unit, n);
    text_add_cstr(&jsonl, behind);
    return load_text(options, &jsonl);
}

static kbg_status with_items(const kbg_base_options *options, size_t n)
{
    text jsonl = { 0 };
    for (size_t i = 0; i < n; i++)
        text_add_format(&jsonl, "{\"id\":\"%zu\",\"question\":\"q\"}\n", i);
    return load_text(options, &jsonl);
}

static kbg_status with_line(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\"", " ", n - 25, "}\n");
}

static kbg_status with_id(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"question\":\"q\",\"id\":\"", "i", n, "\"}");
}

static kbg_status with_category(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"category\":\"", "c", n, "\"}");
}

static kbg_status with_depth(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"category\":\"c", "/c", n - 1, "\"}");
}

static kbg_status with_question(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"", "q", n, "\"}");
}

static kbg_status with_alternative(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"alternatives\":[\"", "q", n, "\"]}");
}

static kbg_status with_alternatives(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"alternatives\":[\"q\"", ",\"q\"", n - 1, "]}");
}

static kbg_status with_answers(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"body\":\"b\"}", ",{\"body\":\"b\"}",
                       n - 1, "]}");
}

static kbg_status with_body(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"", "b", n, "\"}");
}

static kbg_status with_attachments(const kbg_base_options *options, size_t n)
{
    return load_around(options,
                       "{\"id\":\"a\",\"question\":\"q\",\"answers\":"
                       "[{\"attachments\":[{\"kind\":\"file\",\"uri\":\"u\"}",
                       ",{\"kind\":\"file\",\"uri\":\"u\"}", n - 1, "]}]}");
}

static kbg_status with_uri(const kbg_base_options *options, size_t n)
{
    return load_around(options,
                       "{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"attachments\":[{\"kind\":\"link\",\"uri\":\"",
                       "u", n, "\"}]}]}");
}

static kbg_status with_title(const kbg_base_options *options, size_t n)
{
    return load_around(options,
                       "{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"attachments\":"
                       "[{\"kind\":\"link\",\"uri\":\"u\",\"title\":\"",
                       "t", n, "\"}]}]}");
}

static kbg_status with_keyword(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"keywords\":[\"", "k", n, "\"]}");
}

static kbg_status with_property_key(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"properties\":{\"", "k", n, "\":\"v\"}}");
}

static kbg_status with_list(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"products\":[\"p\"", ",\"p\"", n - 1, "]}");
}

static kbg_status with_properties(const kbg_base_options *options, size_t n)
{
    text jsonl = { 0 };
    text_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"properties\":{\"0\":\"v\"");
    for (size_t i = 1; i < n; i++)
        text_add_format(&jsonl, ",\"%zu\":\"v\"", i);
    text_add_cstr(&jsonl, "}}");
    return load_text(options, &jsonl);
}

static kbg_status with_property(const kbg_base_options *options, size_t n)
{
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"properties\":{\"k\":\"", "v", n, "\"}}");
}

static kbg_status with_extra(const kbg_base_options *options, size_t n)
{
    /* Kept is {"x":"…"}, which has 8 bytes around the value. */
    return load_around(options, "{\"id\":\"a\",\"question\":\"q\",\"x\":\"", "v", n - 8, "\"}");
}

static kbg_status with_message(const kbg_base_options *options, size_t n)
{
    text message = { 0 };
    kbg_hits *hits = NULL;
    kbg_error *error = NULL;
    kbg_searcher *searcher = searcher_of(base_with(options, "{\"id\":\"a\",\"question\":\"q\"}"));
    text_add_repeated(&message, "q ", n / 2);
    text_add_repeated(&message, "q", n % 2);
    kbg_status status = kbg_search(searcher, message.data, n, NULL, &hits, &error);
    assert_int_equal(kbg_hits_count(hits), status == KBG_OK);
    assert_int_equal(kbg_error_status(error), status);
    kbg_hits_free(hits);
    kbg_error_free(error);
    hits = NULL;
    assert_int_equal(kbg_lookup(searcher, message.data, n, NULL, &hits, NULL), status);
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
    text_free(&message);
    return status;
}

/* The limit on a report is no failure: LIMIT stands here for a bad line that was counted and not kept. */
static kbg_status with_bad_lines(const kbg_base_options *options, size_t n)
{
    text jsonl = { 0 };
    kbg_report *report = NULL;
    kbg_base *base = base_with(options, NULL);
    text_add_repeated(&jsonl, "[]\n", n);
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, jsonl.data, jsonl.len, NULL, &report, NULL),
                     KBG_ERR_SYNTAX);
    assert_int_equal(kbg_report_bad_count(report), n);
    size_t kept = kbg_report_error_count(report);
    assert_int_equal(kbg_error_line(kbg_report_error(report, kept - 1)), kept);
    assert_null(kbg_report_error(report, kept));
    kbg_report_free(report);
    kbg_base_unref(base);
    text_free(&jsonl);
    assert_in_range(kept, n - 1, n);
    return kept == n ? KBG_OK : KBG_ERR_LIMIT;
}

/* The value of the one variable makes the whole snippet. */
static kbg_status with_snippet(const kbg_base_options *options, size_t n)
{
    text value = { 0 };
    kbg_base *base = base_with(options, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"{{v}}\"}");
    kbg_view *view = kbg_base_view(base);
    kbg_searcher *searcher = searcher_of(base);
    kbg_render_options render = KBG_RENDER_OPTIONS_INIT;
    kbg_snippet *snippet = NULL;
    kbg_error *error = NULL;
    text_add_repeated(&value, "v", n);
    kbg_text whole = { value.data, value.len };
    render.variable = give_repeated;
    render.user_data = &whole;
    kbg_status status = kbg_render(searcher, kbg_view_item(view, 0), &render, &snippet, &error);
    assert_int_equal(kbg_error_status(error), status);
    if (status == KBG_OK) {
        size_t len;
        (void)kbg_snippet_part(snippet, 0, &len);
        assert_int_equal(len, n);
    } else {
        assert_null(snippet);
    }
    kbg_snippet_free(snippet);
    kbg_error_free(error);
    kbg_view_unref(view);
    kbg_searcher_free(searcher);
    text_free(&value);
    return status;
}

/* A body of quotes in quotes. */
static kbg_status with_nesting(const kbg_base_options *options, size_t n)
{
    text jsonl = { 0 };
    kbg_render_options render = KBG_RENDER_OPTIONS_INIT;
    kbg_snippet *snippet = NULL;
    text_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"");
    text_add_repeated(&jsonl, "> ", n);
    text_add_cstr(&jsonl, "b\"}");
    kbg_base *base = base_with(options, jsonl.data);
    kbg_view *view = kbg_base_view(base);
    kbg_searcher *searcher = searcher_of(base);
    kbg_status status = kbg_render(searcher, kbg_view_item(view, 0), &render, &snippet, NULL);
    assert_int_equal(snippet != NULL, status == KBG_OK);
    kbg_snippet_free(snippet);
    kbg_view_unref(view);
    kbg_searcher_free(searcher);
    text_free(&jsonl);
    return status;
}

/* Loads a text of another format into an empty base. */
static kbg_status load_as(const kbg_base_options *options, kbg_format format, const kbg_load_options *load, text *input)
{
    kbg_base *base = base_with(options, NULL);
    kbg_error *error = NULL;
    kbg_status status = kbg_base_load(base, format, input->data, input->len, load, NULL, &error);
    assert_int_equal(kbg_error_status(error), status);
    kbg_error_free(error);
    kbg_base_unref(base);
    text_free(input);
    return status;
}

/* The texts of a row count, and neither quotes nor commas: here an id, a cell that is passed over and a question. */
static kbg_status with_row(const kbg_base_options *options, size_t n)
{
    text csv = { 0 };
    text_add_cstr(&csv, "id,skip,question\na,");
    text_add_repeated(&csv, "v", n - 2);
    text_add_cstr(&csv, ",q\n");
    static const kbg_column skip = { { "skip", 4 }, { NULL, 0 } };
    kbg_load_options load = KBG_LOAD_OPTIONS_INIT;
    load.columns = &skip;
    load.column_count = 1;
    return load_as(options, KBG_FORMAT_CSV, &load, &csv);
}

static kbg_status with_document(const kbg_base_options *options, size_t n)
{
    text markdown = { 0 };
    text_add_cstr(&markdown, "# 问题\n\n答案\n");
    text_add_repeated(&markdown, "\n", n - markdown.len);
    return load_as(options, KBG_FORMAT_MARKDOWN, NULL, &markdown);
}

static kbg_status load_rules(const kbg_base_options *options, text *jsonl)
{
    kbg_rules *rules = NULL;
    kbg_error *error = NULL;
    assert_int_equal(kbg_rules_new(options, &rules, NULL), KBG_OK);
    kbg_status status = kbg_rules_load(rules, jsonl->data, jsonl->len, view_of("r"), &error);
    assert_int_equal(kbg_error_status(error), status);
    kbg_error_free(error);
    kbg_rules_free(rules);
    text_free(jsonl);
    return status;
}

static kbg_status with_rules(const kbg_base_options *options, size_t n)
{
    text jsonl = { 0 };
    for (size_t i = 0; i < n; i++)
        text_add_format(&jsonl, "{\"id\":\"%zu\",\"class\":\"c\",\"words\":[\"w\"]}\n", i);
    return load_rules(options, &jsonl);
}

/* Words and exceptions of two rules. */
static kbg_status with_rule_words(const kbg_base_options *options, size_t n)
{
    text jsonl = { 0 };
    text_add_cstr(&jsonl, "{\"id\":\"a\",\"class\":\"c\",\"words\":[\"v\"],\"exceptions\":[\"e\"]}\n"
                          "{\"id\":\"b\",\"class\":\"c\",\"words\":[\"w\"");
    text_add_repeated(&jsonl, ",\"w\"", n - 3);
    text_add_cstr(&jsonl, "]}");
    return load_rules(options, &jsonl);
}

static kbg_status with_rule_patterns(const kbg_base_options *options, size_t n)
{
    text jsonl = { 0 };
    for (size_t i = 0; i < n; i++)
        text_add_format(&jsonl, "{\"id\":\"%zu\",\"class\":\"c\",\"pattern\":\"p\"}\n", i);
    return load_rules(options, &jsonl);
}

static kbg_status with_pattern(const kbg_base_options *options, size_t n)
{
    text jsonl = { 0 };
    text_add_cstr(&jsonl, "{\"id\":\"a\",\"class\":\"c\",\"pattern\":\"");
    text_add_repeated(&jsonl, "p", n);
    text_add_cstr(&jsonl, "\"}");
    return load_rules(options, &jsonl);
}

/* Occurrences of a word, of which one is an exception. */
static kbg_status with_findings(const kbg_base_options *options, size_t n)
{
    static const char word[] = "{\"id\":\"a\",\"class\":\"c\",\"words\":[\"最\"],\"exceptions\":[\"近\"]}";
    text message = { 0 };
    kbg_rules *rules = NULL;
    kbg_base *base = base_with(options, NULL);
    kbg_findings *findings = NULL;
    assert_int_equal(kbg_rules_new(NULL, &rules, NULL), KBG_OK);
    assert_int_equal(kbg_rules_load(rules, word, strlen(word), view_of(""), NULL), KBG_OK);
    assert_int_equal(kbg_base_set_rules(base, rules, NULL), KBG_OK);
    kbg_rules_free(rules);
    kbg_searcher *searcher = searcher_of(base);
    text_add_repeated(&message, "最", n - 1);
    text_add_cstr(&message, "近");
    kbg_status status = kbg_check(searcher, message.data, message.len, NULL, &findings, NULL);
    assert_int_equal(kbg_findings_count(findings), status == KBG_OK ? n - 1 : 0);
    kbg_findings_free(findings);
    kbg_searcher_free(searcher);
    text_free(&message);
    return status;
}

/* A text that is checked. */
static kbg_status with_checked(const kbg_base_options *options, size_t n)
{
    text message = { 0 };
    kbg_findings *findings = NULL;
    kbg_searcher *searcher = searcher_of(base_with(options, NULL));
    text_add_repeated(&message, "c", n);
    kbg_status status = kbg_check(searcher, message.data, message.len, NULL, &findings, NULL);
    kbg_findings_free(findings);
    kbg_searcher_free(searcher);
    text_free(&message);
    return status;
}

/* An event with a text of so many bytes. */
static kbg_status with_event(const kbg_base_options *options, size_t n, char which)
{
    text filled = { 0 };
    kbg_event event = KBG_EVENT_INIT;
    kbg_base *base = base_with(options, NULL);
    text_add_repeated(&filled, "x", n);
    event.type = KBG_EVENT_ASKED;
    event.at = 1;
    *(which == 'i' ? &event.item : which == 'a' ? &event.agent : &event.message) = (kbg_text){ filled.data, filled.len };
    kbg_status status = kbg_base_event(base, &event, 1, NULL, NULL);
    kbg_base_unref(base);
    text_free(&filled);
    return status;
}

static kbg_status with_event_id(const kbg_base_options *options, size_t n)
{
    return with_event(options, n, 'i');
}

static kbg_status with_event_agent(const kbg_base_options *options, size_t n)
{
    return with_event(options, n, 'a');
}

static kbg_status with_event_message(const kbg_base_options *options, size_t n)
{
    return with_event(options, n, 'm');
}

static kbg_status with_hot_items(const kbg_base_options *options, size_t n)
{
    kbg_status status = KBG_OK;
    kbg_base *base = base_with(options, NULL);
    for (size_t i = 0; i < n && status == KBG_OK; i++) {
        char id[24];
        int len = snprintf(id, sizeof(id), "%zu", i);
        status = kbg_base_set_hot_mark(base, id, (size_t)len, KBG_HOT_PINNED, NULL);
    }
    kbg_base_unref(base);
    return status;
}

static uint64_t highest_of(kbg_limit limit)
{
    return limit == KBG_LIMIT_ITEMS           ? 16777216
           : limit == KBG_LIMIT_HOT_ITEMS     ? 16777216
           : limit == KBG_LIMIT_PATTERN_BYTES ? 65536
           : limit == KBG_LIMIT_NESTING       ? 1000
                                              : UINT64_C(1) << 30;
}

/* A row for each limit, or several where it bounds several things; `original` is the default, 0 where that is too much
 * for a test. */
static const struct {
    kbg_limit limit;
    kbg_status (*put)(const kbg_base_options *options, size_t n);
    size_t original;
} limits[] = {
    { KBG_LIMIT_ITEMS, with_items, 0 },
    { KBG_LIMIT_LINE_BYTES, with_line, 16 << 20 },
    { KBG_LIMIT_ID_BYTES, with_id, 256 },
    { KBG_LIMIT_CATEGORY_BYTES, with_category, 1024 },
    { KBG_LIMIT_CATEGORY_DEPTH, with_depth, 16 },
    { KBG_LIMIT_QUESTION_BYTES, with_question, 16384 },
    { KBG_LIMIT_QUESTION_BYTES, with_alternative, 16384 },
    { KBG_LIMIT_ALTERNATIVES, with_alternatives, 10000 },
    { KBG_LIMIT_ANSWERS, with_answers, 256 },
    { KBG_LIMIT_BODY_BYTES, with_body, 1 << 20 },
    { KBG_LIMIT_ATTACHMENTS, with_attachments, 64 },
    { KBG_LIMIT_URI_BYTES, with_uri, 8192 },
    { KBG_LIMIT_LABEL_BYTES, with_title, 1024 },
    { KBG_LIMIT_LABEL_BYTES, with_keyword, 1024 },
    { KBG_LIMIT_LABEL_BYTES, with_property_key, 1024 },
    { KBG_LIMIT_LIST_LENGTH, with_list, 1000 },
    { KBG_LIMIT_PROPERTIES, with_properties, 1000 },
    { KBG_LIMIT_PROPERTY_BYTES, with_property, 65536 },
    { KBG_LIMIT_EXTRA_BYTES, with_extra, 1 << 20 },
    { KBG_LIMIT_MESSAGE_BYTES, with_message, 1 << 20 },
    { KBG_LIMIT_REPORT_ERRORS, with_bad_lines, 100000 },
    { KBG_LIMIT_SNIPPET_BYTES, with_snippet, 4 << 20 },
    { KBG_LIMIT_MESSAGE_BYTES, with_checked, 1 << 20 },
    { KBG_LIMIT_RULES, with_rules, 0 },
    { KBG_LIMIT_RULE_WORDS, with_rule_words, 0 },
    { KBG_LIMIT_RULE_PATTERNS, with_rule_patterns, 1000 },
    { KBG_LIMIT_PATTERN_BYTES, with_pattern, 4096 },
    { KBG_LIMIT_FINDINGS, with_findings, 100000 },
    { KBG_LIMIT_LINE_BYTES, with_row, 16 << 20 },
    { KBG_LIMIT_DOCUMENT_BYTES, with_document, 4 << 20 },
    { KBG_LIMIT_NESTING, with_nesting, 100 },
    { KBG_LIMIT_HOT_ITEMS, with_hot_items, 0 },
    { KBG_LIMIT_ID_BYTES, with_event_id, 256 },
    { KBG_LIMIT_LABEL_BYTES, with_event_agent, 1024 },
    { KBG_LIMIT_MESSAGE_BYTES, with_event_message, 1 << 20 },
};

static void the_default_of_a_limit_is_the_documented_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        if (!limits[i].original)
            continue;
        assert_int_equal(limits[i].put(NULL, limits[i].original), KBG_OK);
        assert_int_equal(limits[i].put(NULL, limits[i].original + 1), KBG_ERR_LIMIT);
    }
}

static void a_limit_that_is_set_counts_and_bounds_the_next_value(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        kbg_base_options *options = options_new();
        assert_int_equal(kbg_base_options_set_limit(options, limits[i].limit, 100), KBG_OK);
        assert_int_equal(limits[i].put(options, 100), KBG_OK);
        assert_int_equal(limits[i].put(options, 101), KBG_ERR_LIMIT);
        kbg_base_options_free(options);
    }
}

static void a_limit_of_zero_means_the_default(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        if (!limits[i].original || limits[i].original > 100000)
            continue;
        kbg_base_options *options = options_new();
        assert_int_equal(kbg_base_options_set_limit(options, limits[i].limit, 10), KBG_OK);
        assert_int_equal(kbg_base_options_set_limit(options, limits[i].limit, 0), KBG_OK);
        assert_int_equal(limits[i].put(options, limits[i].original), KBG_OK);
        assert_int_equal(limits[i].put(options, limits[i].original + 1), KBG_ERR_LIMIT);
        kbg_base_options_free(options);
    }
}

static void a_limit_out_of_range_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        uint64_t most = highest_of(limits[i].limit);
        const uint64_t refused[] = { most + 1, UINT32_MAX, UINT64_MAX };
        kbg_base_options *options = options_new();
        assert_int_equal(kbg_base_options_set_limit(options, limits[i].limit, 1), KBG_OK);
        assert_int_equal(kbg_base_options_set_limit(options, limits[i].limit, most), KBG_OK);
        assert_int_equal(kbg_base_options_set_limit(options, limits[i].limit, 100), KBG_OK);
        for (size_t j = 0; j < COUNT_OF(refused); j++)
            assert_int_equal(kbg_base_options_set_limit(options, limits[i].limit, refused[j]), KBG_ERR_OPTIONS);
        assert_int_equal(limits[i].put(options, 101), KBG_ERR_LIMIT);
        kbg_base_options_free(options);
    }
}

static void a_half_life_has_a_range(void **state)
{
    static const struct {
        uint64_t milliseconds;
        kbg_status status;
    } rows[] = {
        { 0, KBG_OK },
        { 1, KBG_ERR_OPTIONS },
        { 3599999, KBG_ERR_OPTIONS },
        { 3600000, KBG_OK },
        { UINT64_C(315360000000), KBG_OK },
        { UINT64_C(315360000001), KBG_ERR_OPTIONS },
        { UINT64_MAX, KBG_ERR_OPTIONS },
    };
    (void)state;
    kbg_base_options *options = options_new();
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(kbg_base_options_set_half_life(options, rows[i].milliseconds), rows[i].status);
    kbg_base_options_free(options);
}

static void run_none(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    (void)count;
    (void)task;
    (void)task_data;
    (void)user_data;
}

static void threads_that_are_lent_have_a_range(void **state)
{
    static const struct {
        kbg_parallel_for_fn parallel_for;
        uint32_t threads;
        kbg_status status;
    } rows[] = {
        { run_none, 1, KBG_OK },          { run_none, 64, KBG_OK }, { NULL, 0, KBG_OK },
        { run_none, 0, KBG_ERR_OPTIONS }, { run_none, 65, KBG_ERR_OPTIONS },
        { run_none, UINT32_MAX, KBG_ERR_OPTIONS },                  { NULL, 1, KBG_ERR_OPTIONS },
    };
    (void)state;
    kbg_base_options *options = options_new();
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(kbg_base_options_set_parallel_for(options, rows[i].parallel_for, NULL, rows[i].threads),
                         rows[i].status);
    kbg_base_options_free(options);
}

static void an_unknown_limit_is_refused(void **state)
{
    static const int unknown[] = { 28, 29, 255, 1000, INT32_MAX, -1, INT32_MIN };
    (void)state;
    kbg_base_options *options = options_new();
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        assert_int_equal(kbg_base_options_set_limit(options, (kbg_limit)unknown[i], 0), KBG_ERR_OPTIONS);
        assert_int_equal(kbg_base_options_set_limit(options, (kbg_limit)unknown[i], 100), KBG_ERR_OPTIONS);
    }
    kbg_base_options_free(options);
}

static kbg_status set_weight(kbg_base_options *options, const char *name, double value)
{
    return kbg_base_options_set_weight(options, name, strlen(name), value);
}

static void weights_have_names_of_their_own(void **state)
{
    (void)state;
    size_t count = kbg_weight_count();
    assert_true(count >= 17);
    for (size_t i = 0; i < count; i++) {
        const char *name = kbg_weight_name(i);
        assert_non_null(name);
        assert_non_null(strchr(name, '.'));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(name, kbg_weight_name(j));
    }
    assert_null(kbg_weight_name(count));
    assert_null(kbg_weight_name(SIZE_MAX));
    assert_true(kbg_weight_default(count) == 0);
    assert_true(kbg_weight_default(SIZE_MAX) == 0);
}

static void every_default_weight_can_be_set(void **state)
{
    (void)state;
    kbg_base_options *options = options_new();
    for (size_t i = 0; i < kbg_weight_count(); i++) {
        assert_true(isfinite(kbg_weight_default(i)));
        assert_int_equal(set_weight(options, kbg_weight_name(i), kbg_weight_default(i)), KBG_OK);
    }
    kbg_base_options_free(options);
}

static void a_weight_that_is_not_finite_or_out_of_range_is_refused(void **state)
{
    static const double refused[] = { NAN, -NAN, INFINITY, -INFINITY, 1e300, -1e300 };
    (void)state;
    kbg_base_options *options = options_new();
    for (size_t i = 0; i < kbg_weight_count(); i++)
        for (size_t j = 0; j < COUNT_OF(refused); j++)
            assert_int_equal(set_weight(options, kbg_weight_name(i), refused[j]), KBG_ERR_OPTIONS);
    kbg_base_options_free(options);
}

static void an_unknown_weight_is_refused(void **state)
{
    static const kbg_text unknown[] = { { "", 0 },           { "class", 5 },       { "class.cha", 9 },
                                        { "class.chars", 11 }, { "CLASS.CHAR", 10 }, { " class.char", 11 },
                                        { "class.char\0", 11 }, { "class.char ", 11 } };
    (void)state;
    kbg_base_options *options = options_new();
    for (size_t i = 0; i < COUNT_OF(unknown); i++)
        assert_int_equal(kbg_base_options_set_weight(options, unknown[i].data, unknown[i].len, 0.5), KBG_ERR_OPTIONS);
    assert_int_equal(kbg_base_options_set_weight(options, "class.charX", 10, 0.5), KBG_OK);
    kbg_base_options_free(options);
}

/* Items with the same text tie, so that only the boost decides; without it the id does. */
static const char two_items[] = "{\"id\":\"a\",\"question\":\"怎么退货\"}\n"
                                "{\"id\":\"b\",\"question\":\"怎么退货\",\"priority\":100}\n";

static void a_weight_takes_part_in_the_score(void **state)
{
    static const struct {
        double value;
        kbg_status status;
        const char *expected;
    } rows[] = {
        { 0.5, KBG_OK, "b a" },
        { 0, KBG_OK, "a b" },
        { 1e-6, KBG_OK, "b a" },
        { 5.00001, KBG_ERR_OPTIONS, "a b" }, /* what was set before counts */
        { -1e-6, KBG_ERR_OPTIONS, "a b" },
        { NAN, KBG_ERR_OPTIONS, "a b" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base_options *options = options_new();
        assert_int_equal(set_weight(options, "boost.priority", 0), KBG_OK);
        assert_int_equal(set_weight(options, "boost.priority", rows[i].value), rows[i].status);
        kbg_searcher *searcher = searcher_of(base_with(options, two_items));
        kbg_base_options_free(options);
        assert_search(searcher, "怎么退货", NULL, rows[i].expected);
        kbg_searcher_free(searcher);
    }
}

static void without_weight_for_any_class_nothing_is_found(void **state)
{
    (void)state;
    kbg_base_options *options = options_new();
    size_t classes = 0;
    for (size_t i = 0; i < kbg_weight_count(); i++)
        if (strncmp(kbg_weight_name(i), "class.", 6) == 0) {
            assert_int_equal(set_weight(options, kbg_weight_name(i), 0), KBG_OK);
            classes++;
        }
    assert_int_equal(classes, 5);
    kbg_searcher *searcher = searcher_of(base_with(options, two_items));
    assert_search(searcher, "怎么退货", NULL, "");
    kbg_searcher_free(searcher);
    kbg_base_options_free(options);
}

/* Whatever a host sets: scores are finite, reasons add up, confidences are shares. */
static void scores_stay_sound_with_any_weights(void **state)
{
    static const char jsonl[] =
        "{\"id\":\"a\",\"question\":\"怎么退货 A-102\",\"alternatives\":[\"退货要运费吗\",\"……\"],\"answer\":\"七天内可以换货\"}\n"
        "{\"id\":\"b\",\"question\":\"换货\",\"keywords\":[\"退货\"],\"priority\":-100,\"usage_count\":9}\n"
        "{\"id\":\"c\",\"question\":\"？\",\"answer\":\"退货 换货 运费\",\"usage_count\":9007199254740992}\n";
    static const char *const messages[] = { "怎么退货", "换货", "七天", "A-102 运费退货换货怎么要吗", "可以" };
    static const double values[] = { 0, 5e-324, 1e-310, 1e-9, 0.5, 1 };
    (void)state;
    for (size_t i = 0; i < kbg_weight_count() * (kbg_weight_count() + 1); i++) {
        /* Two weights at a time, or one (the last round of each): those are what cancel each other. */
        size_t one = i / (kbg_weight_count() + 1), other = i % (kbg_weight_count() + 1);
        if (other <= one)
            continue;
        for (size_t j = 0; j < COUNT_OF(values); j++) {
            kbg_base_options *options = options_new();
            (void)set_weight(options, kbg_weight_name(one), values[j]);
            if (other < kbg_weight_count())
                (void)set_weight(options, kbg_weight_name(other), values[j]);
            kbg_searcher *searcher = searcher_of(base_with(options, jsonl));
            kbg_base_options_free(options);
            for (size_t m = 0; m < COUNT_OF(messages); m++) {
                kbg_hits *hits = search(searcher, messages[m], NULL);
                for (size_t h = 0; h < kbg_hits_count(hits); h++) {
                    double score = kbg_hits_score(hits, h), confidence = kbg_hits_confidence(hits, h), sum = 0, size = 0;
                    for (size_t r = 0; r < kbg_hits_reason_count(hits, h); r++) {
                        sum += kbg_hits_reason_value(hits, h, r);
                        size += fabs(kbg_hits_reason_value(hits, h, r));
                    }
                    assert_true(isfinite(score));
                    assert_true(h == 0 || score <= kbg_hits_score(hits, h - 1));
                    assert_true(confidence >= 0 && confidence <= 1);
                    assert_true(fabs(sum - score) <= 1e-9 * size + 1e-300);
                }
                kbg_hits_free(hits);
            }
            kbg_searcher_free(searcher);
        }
    }
}

static void a_weight_too_small_for_exact_sums_is_refused(void **state)
{
    static const double refused[] = { 5e-324, 1e-310, 9.9e-10 };
    (void)state;
    kbg_base_options *options = options_new();
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        assert_int_equal(set_weight(options, "class.char", refused[i]), KBG_ERR_OPTIONS);
    assert_int_equal(set_weight(options, "class.char", 1e-9), KBG_OK);
    assert_int_equal(set_weight(options, "feature.order", -1e-9), KBG_OK);
    assert_int_equal(set_weight(options, "feature.order", -9.9e-10), KBG_ERR_OPTIONS);
    kbg_base_options_free(options);
}

static void an_emoticon_pattern_takes_codes_out_of_questions_and_messages(void **state)
{
    static const char jsonl[] = "{\"id\":\"braces\",\"question\":\"<hug> parcel\"}\n"
                                "{\"id\":\"default\",\"question\":\"[微笑] order\"}\n";
    static const struct {
        const char *pattern; /* NULL = the default */
        const char *message, *expected;
    } rows[] = {
        { NULL, "hug", "braces" },
        { NULL, "微笑", "" },
        { NULL, "[微笑]", "" },
        { NULL, "/:^_^order", "default" },
        { "<[a-z]+>", "hug", "" },
        { "<[a-z]+>", "<parcel>", "" },
        { "<[a-z]+>", "parcel", "braces" },
        { "<[a-z]+>", "微笑", "default" },
        { "", "hug", "braces" },
        { "", "微笑", "default" },
        { "", "[微笑]", "default" },
        { "x*", "hug", "braces" }, /* what matches nothing at all takes nothing out */
        { "微|笑", "[微笑]", "" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base_options *options = options_new();
        const char *pattern = rows[i].pattern;
        assert_int_equal(kbg_base_options_set_emoticons(options, "order|parcel", 12), KBG_OK);
        assert_int_equal(kbg_base_options_set_emoticons(options, pattern, pattern ? strlen(pattern) : 0), KBG_OK);
        kbg_searcher *searcher = searcher_of(base_with(options, jsonl));
        kbg_base_options_free(options);
        assert_search(searcher, rows[i].message, NULL, rows[i].expected);
        kbg_searcher_free(searcher);
    }
}

static void a_bad_emoticon_pattern_is_refused_when_the_base_is_made(void **state)
{
    static const struct {
        const char *pattern, *message; /* PCRE2's own words follow */
    } rows[] = {
        { "(", "emoticon pattern, byte 1: " },
        { "微[", "emoticon pattern, byte 4: " },
        { "\\C", "emoticon pattern, byte 2: " },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base_options *options = options_new();
        kbg_base *base = (kbg_base *)options; /* anything but NULL */
        kbg_error *error = NULL;
        assert_int_equal(kbg_base_options_set_emoticons(options, rows[i].pattern, strlen(rows[i].pattern)), KBG_OK);
        assert_int_equal(kbg_base_new(options, &base, &error), KBG_ERR_PATTERN);
        assert_null(base);
        assert_int_equal(kbg_error_status(error), KBG_ERR_PATTERN);
        const char *message = kbg_error_message(error);
        assert_true(strncmp(message, rows[i].message, strlen(rows[i].message)) == 0);
        assert_true(strlen(message) > strlen(rows[i].message));
        kbg_error_free(error);
        assert_int_equal(kbg_base_new(options, &base, NULL), KBG_ERR_PATTERN);
        kbg_base_options_free(options);
    }
}

static void the_length_of_an_emoticon_pattern_is_limited(void **state)
{
    (void)state;
    kbg_base_options *options = options_new();
    text pattern = { 0 };
    text_add_cstr(&pattern, "hug(?#");
    text_add_repeated(&pattern, "x", 65536 - 7);
    text_add_cstr(&pattern, ")");
    assert_int_equal(pattern.len, 65536);
    assert_int_equal(kbg_base_options_set_emoticons(options, pattern.data, pattern.len), KBG_OK);
    text_add_cstr(&pattern, "|");
    assert_int_equal(kbg_base_options_set_emoticons(options, pattern.data, pattern.len), KBG_ERR_OPTIONS);
    kbg_searcher *searcher = searcher_of(base_with(options, "{\"id\":\"a\",\"question\":\"hug order\"}"));
    assert_search(searcher, "hug", NULL, "");
    assert_search(searcher, "order", NULL, "a");
    kbg_searcher_free(searcher);
    text_free(&pattern);
    kbg_base_options_free(options);
}

static void a_pattern_that_runs_into_its_limits_fails_that_search_only(void **state)
{
    (void)state;
    kbg_base_options *options = options_new();
    assert_int_equal(kbg_base_options_set_emoticons(options, "(?:a|aa|a+)+[!?]$", 17), KBG_OK);
    kbg_searcher *searcher = searcher_of(base_with(options, "{\"id\":\"a\",\"question\":\"order\"}"));
    kbg_base_options_free(options);
    kbg_hits *hits = NULL;
    kbg_error *error = NULL;
    text message = { 0 };
    text_add_repeated(&message, "a", 200);
    text_add_cstr(&message, "! order");
    assert_int_equal(kbg_search(searcher, message.data, message.len, NULL, &hits, &error), KBG_ERR_PATTERN);
    assert_null(hits);
    assert_int_equal(kbg_error_status(error), KBG_ERR_PATTERN);
    kbg_error_free(error);
    assert_search(searcher, "aa! order", NULL, "a");
    kbg_searcher_free(searcher);
    text_free(&message);
}

static void an_impossible_allocator_is_refused(void **state)
{
    (void)state;
    counter count = { 0 };
    kbg_allocator bad[6];
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        bad[i] = allocator_of(&count);
    bad[0].size = 0;
    bad[1].size = sizeof(kbg_allocator) - 1;
    bad[2].size = sizeof(kbg_allocator) + 8;
    bad[3].malloc = NULL;
    bad[4].realloc = NULL;
    bad[5].free = NULL;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        kbg_base_options *options = (kbg_base_options *)&count; /* anything but NULL */
        assert_int_equal(kbg_base_options_new(&bad[i], &options), KBG_ERR_OPTIONS);
        assert_null(options);
    }
    assert_int_equal(count.calls, 0);
}

static void options_may_be_changed_and_freed_once_the_base_is_made(void **state)
{
    (void)state;
    counter count = { 0 };
    kbg_allocator allocator = allocator_of(&count);
    kbg_base_options *options = NULL;
    assert_int_equal(kbg_base_options_new(&allocator, &options), KBG_OK);
    allocator = (kbg_allocator){ 0 }; /* the struct was copied */
    assert_int_equal(kbg_base_options_set_emoticons(options, "hug", 3), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_ID_BYTES, 5), KBG_OK);
    kbg_base *base = base_with(options, "{\"id\":\"12345\",\"question\":\"hug order\"}");
    assert_int_equal(kbg_base_options_set_emoticons(options, "order", 5), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_ID_BYTES, 500), KBG_OK);
    kbg_base_options_free(options);
    assert_int_equal(load_status(base, "{\"id\":\"123456\",\"question\":\"q\"}", 30), KBG_ERR_LIMIT);
    kbg_searcher *searcher = searcher_of(base);
    assert_search(searcher, "order", NULL, "12345");
    assert_search(searcher, "hug", NULL, "");
    assert_true(count.live > 0);
    kbg_searcher_free(searcher);
    assert_int_equal(count.live, 0);
}

static void no_options_can_be_freed(void **state)
{
    (void)state;
    kbg_base_options_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_of_a_limit_is_the_documented_one),
        cmocka_unit_test(a_limit_that_is_set_counts_and_bounds_the_next_value),
        cmocka_unit_test(a_limit_of_zero_means_the_default),
        cmocka_unit_test(a_limit_out_of_range_is_refused_and_changes_nothing),
        cmocka_unit_test(an_unknown_limit_is_refused),
        cmocka_unit_test(a_half_life_has_a_range),
        cmocka_unit_test(threads_that_are_lent_have_a_range),
        cmocka_unit_test(weights_have_names_of_their_own),
        cmocka_unit_test(every_default_weight_can_be_set),
        cmocka_unit_test(a_weight_that_is_not_finite_or_out_of_range_is_refused),
        cmocka_unit_test(an_unknown_weight_is_refused),
        cmocka_unit_test(a_weight_takes_part_in_the_score),
        cmocka_unit_test(without_weight_for_any_class_nothing_is_found),
        cmocka_unit_test(scores_stay_sound_with_any_weights),
        cmocka_unit_test(a_weight_too_small_for_exact_sums_is_refused),
        cmocka_unit_test(an_emoticon_pattern_takes_codes_out_of_questions_and_messages),
        cmocka_unit_test(a_bad_emoticon_pattern_is_refused_when_the_base_is_made),
        cmocka_unit_test(the_length_of_an_emoticon_pattern_is_limited),
        cmocka_unit_test(a_pattern_that_runs_into_its_limits_fails_that_search_only),
        cmocka_unit_test(an_impossible_allocator_is_refused),
        cmocka_unit_test(options_may_be_changed_and_freed_once_the_base_is_made),
        cmocka_unit_test(no_options_can_be_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
