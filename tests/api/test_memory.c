/* SPDX-License-Identifier: MIT */
/* Memory that runs out: every flow is run with its n-th request for memory refused, n = 1, 2, … until it passes. Each
 * time it must report KBG_ERR_NOMEM, leave everything as it was, and pass when it is run again on the same objects; in
 * the end nothing may be left. ICU, PCRE2, cmark and jansson have their own allocators and take no part. */
#define _POSIX_C_SOURCE 200809L
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the flows work on. A flow gets those objects made that come before its own step. */
typedef struct world {
    counter count;
    kbg_base_options *options;
    kbg_base *base;
    kbg_view *view; /* of the base when the flow begins */
    kbg_searcher *searcher;
    kbg_words *words;
    kbg_rules *rules;
    kbg_figures *figures, *more_figures;
    text jsonl;
    char path[64]; /* of a saved file */
} world;

enum { ITEMS = 24, BAD_LINES = 30 };

static const char full[] =
    "{\"id\":\"full\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"stage\":\"assist\",\"question\":\"怎么退货 A-102 退貨\","
    "\"alternatives\":[\"我要退货\",\"return it\"],\"answers\":[{\"body\":\"**您好** {{name|亲}}\\n\\n- {{order}}\\n"
    "- [看这里](https://example.com/{{order}})\\n\\n> ![图](https://example.com/i.png) {{lost}}\",\"channel\":\"c\","
    "\"language\":\"zh\",\"audience\":[\"vip\"],"
    "\"attachments\":[{\"kind\":\"image\",\"uri\":\"u\",\"title\":\"t\",\"x\":1}]}],"
    "\"short_codes\":[\"/th\",\"／ｔｈ2\"],\"keywords\":[\"k\"],\"products\":[\"p\"],\"audience\":[\"vip\"],"
    "\"priority\":5,\"valid_from\":\"2026-01-01T00:00:00Z\",\"related\":[\"0\"],\"properties\":{\"k\":\"v\"},"
    "\"usage_count\":3,\"note\":{\"deep\":[1,2]}}\n";

static const char in_parts[] =
    "{\"id\":\"parts\",\"question\":\"分段\",\"answers\":[{\"body\":\"**第一句话说完了**，[微笑]好。{{order}}第二句也说完了👨‍👩‍👧。\\n\\n"
    "![图](https://example.com/1.png)\\n\\n1. 一件[[数量:number]]很长的东西，放不下一段就断开\\n2. 二\\n\\n"
    "> 引用[链接](https://example.com/)很长很长很长，也断开\",\"attachments\":[{\"kind\":\"file\",\"uri\":\"u\"}]}]}\n";

static void add_items(text *jsonl, int first)
{
    for (int i = 0; i < ITEMS; i++)
        text_add_format(jsonl,
                        "{\"id\":\"%d\",\"question\":\"订单%d怎么退货\",\"alternatives\":[\"第%d单要退\",\"A%d 退款\"],"
                        "\"category\":\"c%d\",\"short_codes\":[\"/%d\",\"/th\"],\"answer\":\"编号 %d\"}\n",
                        first + i, i, i, i, i, i, i);
}

static void make_options(world *w)
{
    kbg_allocator allocator = allocator_of(&w->count);
    assert_int_equal(kbg_base_options_new(&allocator, &w->options), KBG_OK);
}

/* A view of the base, which takes memory that is not refused. */
static kbg_view *view_now(world *w)
{
    size_t fail_at = w->count.fail_at, calls = w->count.calls;
    w->count.fail_at = 0;
    kbg_view *view = kbg_base_view(w->base);
    w->count.fail_at = fail_at;
    w->count.calls = calls;
    assert_non_null(view);
    return view;
}

static void make_base(world *w)
{
    make_options(w);
    w->base = base_with(w->options, NULL);
    assert_int_equal(kbg_base_set_words(w->base, NULL, NULL), KBG_OK); /* else the first load reads the lists */
    w->view = view_now(w);
}

/* Runs tasks one after the other, the last one first. */
static void run_reversed(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    (void)user_data;
    for (size_t i = count; i-- > 0;)
        task(i, task_data);
}

/* A base that is lent threads, and a text that is large enough for them: few items, with long answers. */
static void make_lent(world *w)
{
    make_options(w);
    assert_int_equal(kbg_base_options_set_parallel_for(w->options, run_reversed, NULL, 2), KBG_OK);
    w->base = base_with(w->options, NULL);
    assert_int_equal(kbg_base_set_words(w->base, NULL, NULL), KBG_OK);
    w->view = view_now(w);
    for (int i = 0; i < ITEMS; i++) {
        text_add_format(&w->jsonl, "{\"id\":\"%d\",\"question\":\"订单%d怎么退货\",\"short_codes\":[\"/%d\"],\"answer\":\"", i,
                        i, i);
        text_add_repeated(&w->jsonl, i % 2 ? "编号退款" : "return A-102 ", 300);
        text_add_cstr(&w->jsonl, "\"}\n");
    }
    text_add_cstr(&w->jsonl, "{\"id\":\"0\"}\n");
}

static void make_loaded(world *w)
{
    text jsonl = { 0 };
    make_base(w);
    text_add_cstr(&jsonl, full);
    add_items(&jsonl, 0);
    load(w->base, jsonl.data);
    text_free(&jsonl);
    kbg_view_unref(w->view);
    w->view = view_now(w);
}

static void make_searcher(world *w)
{
    make_loaded(w);
    w->searcher = searcher_of(kbg_base_ref(w->base));
}

static void make_words(world *w)
{
    kbg_allocator allocator = allocator_of(&w->count);
    make_loaded(w);
    assert_int_equal(kbg_words_new(&allocator, &w->words), KBG_OK);
    assert_int_equal(kbg_words_add_term(w->words, view_of("订单7"), view_of("七号单"), NULL), KBG_OK);
    assert_int_equal(kbg_words_add_synonym(w->words, view_of("七号单"), view_of("编号"), 0.5, NULL), KBG_OK);
}

static const char some_rules[] =
    "{\"id\":\"w\",\"class\":\"c\",\"words\":[\"最\",\"best\"],\"exceptions\":[\"最近\"],\"channels\":[\"c\"],"
    "\"action\":\"replace\",\"replacement\":\"很\"}\n"
    "{\"id\":\"p\",\"class\":\"c\",\"pattern\":\"\\\\d+\",\"action\":\"mask\",\"keep_first\":1,"
    "\"categories\":[\"a/b\"]}\n";

static void make_rules(world *w)
{
    make_base(w);
    assert_int_equal(kbg_rules_new(w->options, &w->rules, NULL), KBG_OK);
    assert_int_equal(kbg_rules_load(w->rules, some_rules, strlen(some_rules), (kbg_text){ 0 }, NULL), KBG_OK);
}

static void make_checker(world *w)
{
    make_rules(w);
    assert_int_equal(kbg_base_set_rules(w->base, w->rules, NULL), KBG_OK);
    w->searcher = searcher_of(kbg_base_ref(w->base));
}

static void make_parts(world *w)
{
    make_base(w);
    load(w->base, in_parts);
    kbg_view_unref(w->view);
    w->view = view_now(w);
    w->searcher = searcher_of(kbg_base_ref(w->base));
}

/* Events of two days, for most of which there is no room. */
static void add_events(kbg_figures *figures, const kbg_view *view, int first)
{
    kbg_event events[20];
    char names[20][16];
    for (int i = 0; i < 20; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "%d", first + i);
        kbg_event e = KBG_EVENT_INIT;
        e.type = 1 + (uint32_t)(first + i) % 10;
        e.at = (int64_t)(i % 2 + first) * 86400000;
        e.rank = (uint32_t)i % 5;
        e.response_ms = (uint32_t)(i * i * 100);
        e.item = e.agent = e.message = view_of(names[i]);
        events[i] = e;
    }
    assert_int_equal(kbg_figures_add(figures, events, 20, view, NULL), KBG_OK);
}

static void make_figures(world *w)
{
    kbg_allocator allocator = allocator_of(&w->count);
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    make_loaded(w);
    options.flags = KBG_FIGURES_KEEP_MESSAGES;
    options.max_items = options.max_agents = options.max_messages = 6;
    options.max_periods = 3;
    assert_int_equal(kbg_figures_new(&allocator, &options, &w->figures, NULL), KBG_OK);
    assert_int_equal(kbg_figures_new(&allocator, &options, &w->more_figures, NULL), KBG_OK);
    add_events(w->figures, w->view, 1);
    add_events(w->more_figures, w->view, 2);
    assert_int_equal(kbg_rules_new(w->options, &w->rules, NULL), KBG_OK);
    assert_int_equal(kbg_rules_load(w->rules, some_rules, strlen(some_rules), (kbg_text){ 0 }, NULL), KBG_OK);
    assert_int_equal(kbg_figures_set_rules(w->figures, w->rules, NULL), KBG_OK);
}

static void destroy(world *w)
{
    if (w->path[0])
        (void)unlink(w->path);
    kbg_figures_unref(w->figures);
    kbg_figures_unref(w->more_figures);
    kbg_words_free(w->words);
    kbg_rules_free(w->rules);
    kbg_base_options_free(w->options);
    kbg_view_unref(w->view);
    kbg_searcher_free(w->searcher);
    kbg_base_unref(w->base);
    text_free(&w->jsonl);
    assert_int_equal(w->count.live, 0);
    assert_int_equal(w->count.bytes, 0);
}

/* The status of a failure as the function and its error tell it. */
static kbg_status agreed(kbg_status status, kbg_error *error)
{
    assert_int_equal(kbg_error_status(error), status);
    kbg_error_free(error);
    return status;
}

static kbg_status run_options(world *w)
{
    kbg_allocator allocator = allocator_of(&w->count);
    kbg_base_options *options = (kbg_base_options *)w; /* anything but NULL */
    kbg_status status = kbg_base_options_new(&allocator, &options);
    assert_int_equal(options != NULL, status == KBG_OK);
    if (status == KBG_OK)
        status = kbg_base_options_set_emoticons(options, "<[a-z]+>", 8);
    kbg_base_options_free(options);
    return status;
}

/* A refused change leaves the pattern that was there. */
static kbg_status run_emoticons(world *w)
{
    kbg_status status = kbg_base_options_set_emoticons(w->options, "<[a-z]+>", 8);
    if (status != KBG_OK) {
        size_t fail_at = w->count.fail_at;
        w->count.fail_at = 0;
        kbg_searcher *searcher =
            searcher_of(base_with(w->options, "{\"id\":\"a\",\"question\":\"<hug> [微笑]\"}"));
        assert_search(searcher, "hug", NULL, "a");
        assert_search(searcher, "微笑", NULL, "");
        kbg_searcher_free(searcher);
        w->count.fail_at = fail_at;
    }
    return status;
}

static kbg_status run_base_new(world *w)
{
    kbg_base *base = (kbg_base *)w;
    kbg_error *error = NULL;
    kbg_status status = kbg_base_new(w->options, &base, &error);
    assert_int_equal(base != NULL, status == KBG_OK);
    kbg_base_unref(base);
    return agreed(status, error);
}

static kbg_status run_bad_pattern(world *w)
{
    kbg_base *base = NULL;
    kbg_error *error = NULL;
    kbg_status status = kbg_base_options_set_emoticons(w->options, "(", 1);
    if (status != KBG_OK)
        return status;
    status = kbg_base_new(w->options, &base, &error);
    return agreed(status, error);
}

/* A load adds all or nothing: on failure the view of before is still the current one. */
static kbg_status run_load_with(world *w, uint32_t flags, bool wants_report, size_t bad_lines)
{
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    kbg_report *report = wants_report ? (kbg_report *)w : NULL;
    kbg_error *error = NULL;
    if (w->jsonl.len == 0) {
        text_add_cstr(&w->jsonl, full);
        add_items(&w->jsonl, 1000);
        text_add_repeated(&w->jsonl, "{\"id\":\"0\"}\n", bad_lines);
    }
    size_t before = kbg_view_item_count(w->view);
    options.flags = flags;
    options.source = view_of("items.jsonl");
    kbg_status status = kbg_base_load(w->base, KBG_FORMAT_JSONL, w->jsonl.data, w->jsonl.len, &options,
                                      wants_report ? &report : NULL, &error);
    size_t added = status == KBG_OK ? ITEMS + 1 : 0;
    kbg_view *view = view_now(w);
    assert_int_equal(kbg_view_item_count(view), before + added);
    assert_int_equal(kbg_view_revision(view), kbg_view_revision(w->view) + (added > 0));
    kbg_view_unref(view);
    if (wants_report && status == KBG_ERR_NOMEM) {
        assert_null(report);
    } else if (wants_report) {
        assert_int_equal(kbg_report_item_count(report), added);
        assert_int_equal(kbg_report_bad_count(report), bad_lines);
        assert_int_equal(kbg_report_error_count(report), bad_lines);
        for (size_t i = 0; i < bad_lines; i++) {
            assert_int_equal(kbg_error_status(kbg_report_error(report, i)), KBG_ERR_VALUE);
            assert_int_equal(kbg_error_line(kbg_report_error(report, i)), ITEMS + 2 + i);
        }
    }
    kbg_report_free(report);
    return agreed(status, error);
}

static kbg_status run_load(world *w)
{
    return run_load_with(w, 0, false, 0);
}

static kbg_status run_load_report(world *w)
{
    return run_load_with(w, 0, true, 0);
}

static kbg_status run_load_bad(world *w)
{
    return run_load_with(w, 0, false, 1);
}

static kbg_status run_load_bad_report(world *w)
{
    return run_load_with(w, 0, true, BAD_LINES);
}

static kbg_status run_load_skip(world *w)
{
    return run_load_with(w, KBG_LOAD_SKIP_BAD, false, BAD_LINES);
}

static kbg_status run_load_skip_report(world *w)
{
    return run_load_with(w, KBG_LOAD_SKIP_BAD, true, BAD_LINES);
}

/* The same in tasks, with a bad line at the end. */
static kbg_status run_load_lent(world *w)
{
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    kbg_report *report = NULL;
    kbg_error *error = NULL;
    options.flags = KBG_LOAD_SKIP_BAD;
    kbg_status status =
        kbg_base_load(w->base, KBG_FORMAT_JSONL, w->jsonl.data, w->jsonl.len, &options, &report, &error);
    assert_int_equal(report != NULL, status == KBG_OK);
    if (report) {
        assert_int_equal(kbg_report_item_count(report), ITEMS);
        assert_int_equal(kbg_report_bad_count(report), 1);
        assert_int_equal(kbg_error_line(kbg_report_error(report, 0)), ITEMS + 1);
    }
    kbg_report_free(report);
    kbg_view *view = view_now(w);
    assert_int_equal(kbg_view_item_count(view), status == KBG_OK ? ITEMS : 0);
    kbg_view_unref(view);
    return agreed(status, error);
}

/* A second load, on top of items that are there. */
static kbg_status run_load_more(world *w)
{
    if (w->jsonl.len == 0)
        add_items(&w->jsonl, 1000);
    kbg_error *error = NULL;
    kbg_status status =
        kbg_base_load(w->base, KBG_FORMAT_JSONL, w->jsonl.data, w->jsonl.len, NULL, NULL, &error);
    kbg_view *view = view_now(w);
    assert_int_equal(kbg_view_item_count(view), kbg_view_item_count(w->view) + (status == KBG_OK ? ITEMS : 0));
    assert_int_equal(kbg_view_find(view, "1023", 4) != NULL, status == KBG_OK);
    assert_non_null(kbg_view_find(view, "23", 2));
    kbg_view_unref(view);
    return agreed(status, error);
}

static kbg_status run_view(world *w)
{
    kbg_view *view = kbg_base_view(w->base);
    if (!view)
        return KBG_ERR_NOMEM;
    assert_int_equal(kbg_view_item_count(view), ITEMS + 1);
    kbg_view_unref(view);
    return KBG_OK;
}

static kbg_status run_searcher_new(world *w)
{
    kbg_searcher *searcher = (kbg_searcher *)w;
    kbg_error *error = NULL;
    kbg_status status = kbg_searcher_new(w->base, &searcher, &error);
    assert_int_equal(searcher != NULL, status == KBG_OK);
    kbg_searcher_free(searcher);
    return agreed(status, error);
}

static kbg_status run_search(world *w)
{
    static const char message[] = "您好，我的订单7怎么退貨？ａ7 退款 /:^_^ iphone15 128g";
    kbg_hits *hits = (kbg_hits *)w;
    kbg_error *error = NULL;
    kbg_query query = KBG_QUERY_INIT;
    query.limit = 1000;
    kbg_status status = kbg_search(w->searcher, message, strlen(message), &query, &hits, &error);
    assert_int_equal(hits != NULL, status == KBG_OK);
    if (status == KBG_OK) {
        assert_int_equal(kbg_hits_count(hits), ITEMS);
        assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), "7");
    }
    kbg_hits_free(hits);
    return agreed(status, error);
}

/* Two questions: a search for the message and one for each part. */
static kbg_status run_search_parts(world *w)
{
    static const char message[] = "您好！第3单要退？return it！谢谢";
    kbg_hits *hits = (kbg_hits *)w;
    kbg_error *error = NULL;
    kbg_text vip = view_of("vip");
    kbg_query query = KBG_QUERY_INIT;
    query.now = INT64_C(1800000000000);
    query.audience = &vip;
    query.audience_count = 1;
    query.limit = 1000;
    kbg_status status = kbg_search(w->searcher, message, strlen(message), &query, &hits, &error);
    assert_int_equal(hits != NULL, status == KBG_OK);
    if (status == KBG_OK) {
        assert_int_equal(kbg_hits_part_count(hits), 2);
        assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), "3");
        assert_string_equal(kbg_item_id(kbg_hits_item(hits, 1), NULL), "full");
    }
    kbg_hits_free(hits);
    return agreed(status, error);
}

static kbg_status run_search_refused(world *w)
{
    kbg_hits *hits = NULL;
    kbg_error *error = NULL;
    kbg_query query = KBG_QUERY_INIT;
    query.limit = 1001;
    kbg_status status = kbg_search(w->searcher, "q", 1, &query, &hits, &error);
    return agreed(status, error);
}

static kbg_status run_lookup(world *w)
{
    kbg_hits *hits = (kbg_hits *)w;
    kbg_error *error = NULL;
    kbg_query query = KBG_QUERY_INIT;
    query.limit = 100;
    query.flags = KBG_QUERY_ANY_AUDIENCE | KBG_QUERY_ANY_TIME;
    kbg_status status = kbg_lookup(w->searcher, "／ＴＨ", strlen("／ＴＨ"), &query, &hits, &error);
    assert_int_equal(hits != NULL, status == KBG_OK);
    if (status == KBG_OK)
        assert_int_equal(kbg_hits_count(hits), ITEMS + 1);
    kbg_hits_free(hits);
    return agreed(status, error);
}

static kbg_status run_words_new(world *w)
{
    kbg_allocator allocator = allocator_of(&w->count);
    kbg_words *words = (kbg_words *)w;
    kbg_status status = kbg_words_new(&allocator, &words);
    assert_int_equal(words != NULL, status == KBG_OK);
    kbg_words_free(words);
    return status;
}

/* All of a text or nothing. */
static kbg_status load_words(world *w, kbg_word_list list, const char *lines, kbg_status expected, size_t entries)
{
    size_t before = kbg_words_count(w->words, list);
    kbg_error *error = NULL;
    kbg_status status = kbg_words_load(w->words, list, lines, strlen(lines), view_of("words.txt"), &error);
    (void)agreed(status, error);
    assert_int_equal(kbg_words_count(w->words, list), before + (status == KBG_OK ? entries : 0));
    assert_true(status == expected || status == KBG_ERR_NOMEM);
    kbg_words_clear(w->words, list);
    return status;
}

static kbg_status run_words_load(world *w)
{
    kbg_status status = load_words(w, KBG_WORDS_LEXICON, "订单套餐 = 单套餐 = 套单\n", KBG_OK, 3);
    if (status == KBG_OK)
        status = load_words(w, KBG_WORDS_SYNONYMS, "退掉 = 退还 = 退回去\n", KBG_OK, 6);
    if (status == KBG_OK)
        status = load_words(w, KBG_WORDS_FILLER, "打扰您啦 : leads\n", KBG_OK, 1);
    return status;
}

static kbg_status run_words_bad(world *w)
{
    return load_words(w, KBG_WORDS_SYNONYMS, "退掉 = 退还\n退掉 = 退还 : 9\n", KBG_ERR_VALUE, 0);
}

static kbg_status run_words_add(world *w)
{
    kbg_error *error = NULL;
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
        kbg_words_clear(w->words, (kbg_word_list)list);
    kbg_status status = kbg_words_add_term(w->words, view_of("订单套餐"), view_of("套单"), &error);
    if (status == KBG_OK)
        status = kbg_words_add_synonym(w->words, view_of("退掉"), view_of("退还"), 0.5, &error);
    if (status == KBG_OK)
        status = kbg_words_add_filler(w->words, view_of("打扰您啦"), KBG_FILLER_LEADS, &error);
    return agreed(status, error);
}

/* The base is as it was, or has the new lists. */
static kbg_status run_set_words(world *w)
{
    kbg_error *error = NULL;
    kbg_status status = kbg_base_set_words(w->base, w->words, &error);
    kbg_view *view = view_now(w);
    assert_int_equal(kbg_view_item_count(view), ITEMS + 1);
    assert_int_equal(kbg_view_revision(view), kbg_view_revision(w->view) + (status == KBG_OK));
    kbg_view_unref(view);
    return agreed(status, error);
}

static kbg_status run_suggest(world *w)
{
    kbg_hits *hits = (kbg_hits *)w;
    kbg_error *error = NULL;
    kbg_query query = KBG_QUERY_INIT;
    query.limit = 100;
    query.flags = KBG_QUERY_ANY_AUDIENCE | KBG_QUERY_ANY_TIME;
    kbg_status status = kbg_suggest(w->searcher, "zenmetuih", strlen("zenmetuih"), &query, &hits, &error);
    assert_int_equal(hits != NULL, status == KBG_OK);
    if (status == KBG_OK) {
        assert_int_equal(kbg_hits_count(hits), ITEMS + 1);
        assert_string_equal(kbg_hits_completion(hits, 0, NULL), "怎么退货 A-102 退貨");
    }
    kbg_hits_free(hits);
    return agreed(status, error);
}

static bool give(const char *name, size_t name_len, kbg_text *value, void *user_data)
{
    (void)user_data;
    *value = view_of("A-102 <退>");
    return name_len == 5 && memcmp(name, "order", 5) == 0;
}

static kbg_status run_render_with(world *w, uint32_t flags)
{
    static const char expected[] = "您好 亲\n\n· A-102 <退>\n· 看这里 https://example.com/A-102%20%3C%E9%80%80%3E\n\n"
                                   "> [图片：图] https://example.com/i.png {{lost}}\n[图片] t u";
    kbg_snippet *snippet = (kbg_snippet *)w;
    kbg_error *error = NULL;
    kbg_text vip = view_of("vip");
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    options.flags = flags | KBG_RENDER_ATTACHMENT_LINES;
    options.channel = view_of("c");
    options.audience = &vip;
    options.audience_count = 1;
    options.variable = give;
    kbg_status status = kbg_render(w->searcher, kbg_view_find(w->view, "full", 4), &options, &snippet, &error);
    assert_int_equal(snippet != NULL, status == KBG_OK);
    if (status == KBG_OK) {
        size_t len;
        const char *part = kbg_snippet_part(snippet, 0, &len);
        assert_text(part, len, expected);
        assert_int_equal(kbg_snippet_missing_count(snippet), 1);
        assert_string_equal(kbg_snippet_missing(snippet, 0, NULL), "lost");
        assert_int_equal(kbg_snippet_attachment_count(snippet), 1);
    }
    kbg_snippet_free(snippet);
    return agreed(status, error);
}

/* Cut into parts, with a profile of the host's, slots and attachments between parts. */
static kbg_status run_render_parts(world *w)
{
    kbg_snippet *snippet = (kbg_snippet *)w;
    kbg_error *error = NULL;
    kbg_profile *profile = NULL;
    kbg_allocator allocator = allocator_of(&w->count);
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_status status = kbg_profile_new(&allocator, "discord", 7, &profile);
    assert_int_equal(profile != NULL, status == KBG_OK);
    if (status == KBG_OK)
        status = kbg_profile_set_text(profile, KBG_PROFILE_LABEL, "({part}/{parts})", 16);
    if (status == KBG_OK)
        status = kbg_profile_set_emoticon(profile, "微笑", 6, ":)", 2);
    if (status == KBG_OK) {
        kbg_profile *copy = NULL;
        status = kbg_profile_clone(profile, &copy);
        kbg_profile_free(profile);
        profile = copy;
    }
    if (status == KBG_OK) {
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_LIMIT, 60), KBG_OK);
        options.own_profile = profile;
        options.flags = KBG_RENDER_KEEP_SLOTS;
        options.variable = give;
        status = kbg_render(w->searcher, kbg_view_find(w->view, "parts", 5), &options, &snippet, &error);
        assert_int_equal(snippet != NULL, status == KBG_OK);
        if (status == KBG_OK) {
            assert_int_equal(kbg_snippet_part_count(snippet), 3);
            assert_int_equal(kbg_snippet_slot_count(snippet), 1);
            assert_int_equal(kbg_snippet_attachment_count(snippet), 2);
        }
        kbg_snippet_free(snippet);
    }
    kbg_profile_free(profile);
    kbg_error_free(error);
    return status;
}

static kbg_status run_variables(world *w)
{
    const kbg_text names[] = { { "name", 4 }, { "order", 5 } };
    return kbg_base_options_set_variables(w->options, names, 2);
}

static kbg_status run_render(world *w)
{
    return run_render_with(w, KBG_RENDER_KEEP_MISSING);
}

static kbg_status run_render_missing(world *w)
{
    return run_render_with(w, 0);
}

static kbg_status run_rules_new(world *w)
{
    kbg_rules *rules = (kbg_rules *)w;
    kbg_error *error = NULL;
    kbg_status status = kbg_rules_new(w->options, &rules, &error);
    assert_int_equal(rules != NULL, status == KBG_OK);
    kbg_rules_free(rules);
    return agreed(status, error);
}

/* All rules of a text or none; on success the list is made anew, so that the flow can run again. */
static kbg_status run_rules_load(world *w)
{
    static const char more[] = "{\"id\":\"m1\",\"class\":\"c\",\"words\":[\"一\",\"二\"],\"categories\":[\"x\"]}\n"
                               "{\"id\":\"m2\",\"class\":\"c\",\"pattern\":\"a|b\"}\n";
    kbg_error *error = NULL;
    size_t before = kbg_rules_count(w->rules);
    kbg_status status = kbg_rules_load(w->rules, more, strlen(more), view_of("r"), &error);
    assert_int_equal(kbg_rules_count(w->rules), status == KBG_OK ? before + 2 : before);
    return agreed(status, error);
}

static kbg_status run_rules_bad(world *w)
{
    kbg_error *error = NULL;
    kbg_status status = kbg_rules_load(w->rules, "{\"id\":\"m1\"}", 11, (kbg_text){ 0 }, &error);
    assert_int_equal(kbg_rules_count(w->rules), 2);
    return agreed(status, error);
}

static kbg_status run_rules_add(world *w)
{
    kbg_error *error = NULL;
    kbg_rule rule = KBG_RULE_INIT;
    kbg_text words[] = { view_of("一"), view_of("二 二") };
    rule.id = view_of("one");
    rule.class_name = view_of("c");
    rule.words = rule.exceptions = rule.channels = rule.categories = words;
    rule.word_count = rule.exception_count = rule.channel_count = rule.category_count = 2;
    kbg_status status = kbg_rules_add(w->rules, &rule, &error);
    assert_int_equal(kbg_rules_count(w->rules), status == KBG_OK ? 3 : 2);
    return agreed(status, error);
}

static kbg_status run_starter(world *w)
{
    kbg_error *error = NULL;
    kbg_status status = kbg_rules_add_starter(w->rules, KBG_STARTER_PRIVATE, &error);
    assert_int_equal(kbg_rules_count(w->rules), status == KBG_OK ? 9 : 2);
    return agreed(status, error);
}

static kbg_status run_set_rules(world *w)
{
    kbg_error *error = NULL;
    kbg_status status = kbg_base_set_rules(w->base, w->rules, &error);
    return agreed(status, error);
}

/* An answer that a rule replaces something in, and one that a rule rejects. */
static void make_checked(world *w)
{
    static const char items[] = "{\"id\":\"x\",\"question\":\"q\",\"answer\":\"Best 12345\"}\n"
                                "{\"id\":\"y\",\"question\":\"q\",\"answer\":\"最差\"}\n";
    static const char reject[] = "{\"id\":\"r\",\"class\":\"c\",\"words\":[\"最差\"],\"action\":\"reject\"}";
    make_rules(w);
    assert_int_equal(kbg_rules_load(w->rules, reject, strlen(reject), (kbg_text){ 0 }, NULL), KBG_OK);
    assert_int_equal(kbg_base_set_rules(w->base, w->rules, NULL), KBG_OK);
    load(w->base, items);
    kbg_view_unref(w->view);
    w->view = view_now(w);
    w->searcher = searcher_of(kbg_base_ref(w->base));
}

static kbg_status render_item(world *w, const char *id)
{
    kbg_snippet *snippet = (kbg_snippet *)w;
    kbg_error *error = NULL;
    kbg_status status = kbg_render(w->searcher, kbg_view_find(w->view, id, strlen(id)), NULL, &snippet, &error);
    assert_int_equal(snippet != NULL, status == KBG_OK);
    if (status == KBG_OK) {
        assert_string_equal(kbg_snippet_part(snippet, 0, NULL), "很 1****");
        assert_int_equal(kbg_findings_count(kbg_snippet_findings(snippet)), 1); /* the digit that the mask leaves */
    }
    kbg_snippet_free(snippet);
    return agreed(status, error);
}

static kbg_status run_render_checked(world *w)
{
    return render_item(w, "x");
}

static kbg_status run_render_rejected(world *w)
{
    return render_item(w, "y");
}

static kbg_status run_check(world *w)
{
    static const char message[] = "最 好，最近 B e s t 12345[微笑]好", expected[] = "很 好，最近 很 1****[微笑]好";
    kbg_findings *findings = (kbg_findings *)w;
    kbg_error *error = NULL;
    kbg_status status = kbg_check(w->searcher, message, strlen(message), NULL, &findings, &error);
    assert_int_equal(findings != NULL, status == KBG_OK);
    if (status == KBG_OK) {
        assert_int_equal(kbg_findings_count(findings), 3);
        assert_string_equal(kbg_findings_text(findings, NULL), expected);
    }
    kbg_findings_free(findings);
    return agreed(status, error);
}

static bool take(const char *data, size_t len, void *user_data)
{
    text_add(user_data, data, len);
    return true;
}

static kbg_status run_dump(world *w)
{
    text out = { 0 };
    kbg_error *error = NULL;
    kbg_status status = kbg_base_dump(w->base, KBG_FORMAT_JSONL, take, &out, NULL, NULL, &error);
    if (status == KBG_OK)
        assert_memory_equal(out.data, full, strlen("{\"id\":\"full\""));
    text_free(&out);
    return agreed(status, error);
}

/* Loads an input of another format, on top of what is there. */
static kbg_status run_import(world *w, kbg_format format, const char *input, uint32_t flags, size_t added)
{
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    kbg_report *report = NULL;
    kbg_error *error = NULL;
    options.flags = flags;
    options.section_chars = 10;
    kbg_status status = kbg_base_load(w->base, format, input, strlen(input), &options, &report, &error);
    kbg_view *view = view_now(w);
    size_t count = kbg_view_item_count(w->view) + (status == KBG_OK ? added : 0);
    assert_int_equal(kbg_view_item_count(view), count);
    assert_int_equal(kbg_view_revision(view), kbg_view_revision(w->view) + (status == KBG_OK));
    kbg_view_unref(view);
    kbg_report_free(report);
    return agreed(status, error);
}

static const char table[] =
    "id,question,alternatives,answer,\"answer[channel=c,audience=a|b]\",attachments,keywords,property:p,extra,metadata\n"
    "new,'=q,a|b\\|c,x,y,\"[{\"\"kind\"\":\"\"link\"\",\"\"uri\"\":\"\"u\"\"}]\",k,v,\"{\"\"n\"\":1}\",m:n\n"
    "7,changed,,,,,,,,\n,generated,,,,,,,,\nbad\n";

static kbg_status run_import_csv(world *w)
{
    return run_import(w, KBG_FORMAT_CSV, table, KBG_LOAD_OVERWRITE | KBG_LOAD_SKIP_BAD, 2);
}

static kbg_status run_import_gbk(world *w)
{
    return run_import(w, KBG_FORMAT_CSV, "\xBF\xEC\xBD\xDD\xB6\xCC\xD3\xEF\n\xC4\xE3&#44;\xBA\xC3\n", 0, 1);
}

static kbg_status run_import_qna(world *w)
{
    return run_import(w, KBG_FORMAT_TSV, "Question\tAnswer\tQnaId\na\tx\\ny\t1\nb\tx\\ny\t1\nc\tz\t2\n", 0, 2);
}

static kbg_status run_import_markdown(world *w)
{
    return run_import(w, KBG_FORMAT_MARKDOWN, "p\n\n# A\n\n## B *c*\n\n一二三四五六\n\n七八九十一二\n", 0, 3);
}

static kbg_status run_preview(world *w)
{
    kbg_preview *preview = (kbg_preview *)w;
    kbg_error *error = NULL;
    kbg_status status = kbg_base_preview(w->base, KBG_FORMAT_CSV, table, strlen(table), NULL, &preview, &error);
    assert_int_equal(preview != NULL, status == KBG_OK);
    if (status == KBG_OK) {
        assert_int_equal(kbg_preview_state_count(preview, KBG_ROW_NEW), 2);
        assert_int_equal(kbg_preview_state_count(preview, KBG_ROW_CHANGED), 1);
        assert_int_equal(kbg_preview_state_count(preview, KBG_ROW_BAD), 1);
    }
    kbg_preview_free(preview);
    return agreed(status, error);
}

static kbg_status run_export(world *w, kbg_format format, size_t lost)
{
    text out = { 0 };
    kbg_error *error = NULL;
    kbg_report *report = (kbg_report *)w;
    kbg_status status = kbg_base_dump(w->base, format, take, &out, NULL, &report, &error);
    assert_int_equal(report != NULL, status == KBG_OK);
    if (status == KBG_OK)
        assert_int_equal(kbg_report_bad_count(report), lost);
    kbg_report_free(report);
    text_free(&out);
    return agreed(status, error);
}

static kbg_status run_export_csv(world *w)
{
    return run_export(w, KBG_FORMAT_CSV, 0);
}

static kbg_status run_export_markdown(world *w)
{
    return run_export(w, KBG_FORMAT_MARKDOWN, ITEMS + 1);
}

/* Events count all or none. */
static kbg_status run_events(world *w)
{
    kbg_event events[3] = { KBG_EVENT_INIT, KBG_EVENT_INIT, KBG_EVENT_INIT };
    kbg_error *error = NULL;
    double before = kbg_base_hotness(w->base, "0", 1, 1000);
    for (size_t i = 0; i < COUNT_OF(events); i++) {
        events[i].type = KBG_EVENT_SENT;
        events[i].at = 1000;
        events[i].item = view_of(i == 1 ? "not there yet" : "0");
    }
    kbg_status status = kbg_base_event(w->base, events, COUNT_OF(events), NULL, &error);
    assert_true((kbg_base_hotness(w->base, "0", 1, 1000) > before) == (status == KBG_OK));
    return agreed(status, error);
}

static kbg_status run_hot_mark(world *w)
{
    kbg_error *error = NULL;
    kbg_status status = kbg_base_set_hot_mark(w->base, "1", 1, KBG_HOT_PINNED, &error);
    assert_int_equal(kbg_base_hot_mark(w->base, "1", 1), status == KBG_OK ? KBG_HOT_PINNED : KBG_HOT_AS_USED);
    return agreed(status, error);
}

static void make_hot(world *w)
{
    make_searcher(w);
    assert_int_equal(run_events(w), KBG_OK);
    assert_int_equal(run_hot_mark(w), KBG_OK);
}

static kbg_status run_hot(world *w)
{
    kbg_hot_options options = KBG_HOT_OPTIONS_INIT;
    kbg_hits *hits = (kbg_hits *)w;
    kbg_error *error = NULL;
    options.now = 1000;
    kbg_status status = kbg_base_hot(w->base, &options, &hits, &error);
    assert_int_equal(hits != NULL, status == KBG_OK);
    if (status == KBG_OK)
        assert_ids(hits, "1 0");
    kbg_hits_free(hits);
    return agreed(status, error);
}

/* What was counted, whatever is refused. */
static text bytes_of(world *w)
{
    size_t fail_at = w->count.fail_at;
    text out = { 0 };
    w->count.fail_at = 0;
    assert_int_equal(kbg_figures_write(w->figures, take, &out, NULL), KBG_OK);
    w->count.fail_at = fail_at;
    return out;
}

static void assert_unchanged(world *w, text before, bool is_unchanged)
{
    text after = bytes_of(w);
    assert_int_equal(before.len == after.len && memcmp(before.data, after.data, after.len) == 0, is_unchanged);
    text_free(&before);
    text_free(&after);
}

static kbg_status run_figures_new(world *w)
{
    kbg_allocator allocator = allocator_of(&w->count);
    kbg_figures *figures = (kbg_figures *)w;
    kbg_error *error = NULL;
    kbg_status status = kbg_figures_new(&allocator, NULL, &figures, &error);
    assert_int_equal(figures != NULL, status == KBG_OK);
    kbg_figures_unref(figures);
    return agreed(status, error);
}

static kbg_status run_figures_rules(world *w)
{
    kbg_error *error = NULL;
    kbg_status status = kbg_figures_set_rules(w->figures, w->rules, &error);
    return agreed(status, error);
}

static kbg_status run_figures_add(world *w)
{
    kbg_event events[3] = { KBG_EVENT_INIT, KBG_EVENT_INIT, KBG_EVENT_INIT };
    kbg_error *error = NULL;
    /* A new period, which takes the place of one, and one that is there; a message to mask. */
    for (int64_t i = 0; i < 3; i++) {
        events[i].type = KBG_EVENT_ASKED;
        events[i].at = (i + 1) * 86400000;
        events[i].item = events[i].agent = view_of(i == 1 ? "full" : "7");
        events[i].message = view_of("最好 12345");
    }
    size_t calls = w->count.calls;
    text before = bytes_of(w);
    w->count.calls = calls;
    kbg_status status = kbg_figures_add(w->figures, events, 3, w->view, &error);
    calls = w->count.calls;
    assert_unchanged(w, before, status != KBG_OK);
    w->count.calls = calls;
    return agreed(status, error);
}

static kbg_status merge(world *w, kbg_figures *from)
{
    kbg_error *error = NULL;
    size_t calls = w->count.calls;
    text before = bytes_of(w);
    w->count.calls = calls;
    kbg_status status = kbg_figures_merge(w->figures, from, &error);
    calls = w->count.calls;
    assert_unchanged(w, before, status != KBG_OK);
    w->count.calls = calls;
    return agreed(status, error);
}

static kbg_status run_figures_merge(world *w)
{
    return merge(w, w->more_figures);
}

/* Figures of another allocator have to be copied. */
static kbg_status run_figures_merge_other(world *w)
{
    kbg_figures *from;
    size_t calls = w->count.calls;
    text bytes = bytes_of(w);
    w->count.calls = calls;
    assert_int_equal(kbg_figures_read(NULL, bytes.data, bytes.len, &from, NULL), KBG_OK);
    kbg_status status = merge(w, from);
    kbg_figures_unref(from);
    text_free(&bytes);
    return status;
}

static kbg_status run_figures_write(world *w)
{
    text out = { 0 };
    kbg_error *error = NULL;
    kbg_status status = kbg_figures_write(w->figures, take, &out, &error);
    text_free(&out);
    return agreed(status, error);
}

static kbg_status run_figures_read(world *w)
{
    kbg_allocator allocator = allocator_of(&w->count);
    kbg_figures *figures = (kbg_figures *)w;
    kbg_error *error = NULL;
    size_t calls = w->count.calls;
    text bytes = bytes_of(w);
    w->count.calls = calls;
    kbg_status status = kbg_figures_read(&allocator, bytes.data, bytes.len, &figures, &error);
    assert_int_equal(figures != NULL, status == KBG_OK);
    kbg_figures_unref(figures);
    text_free(&bytes);
    return agreed(status, error);
}

static kbg_status run_figures_json(world *w)
{
    text out = { 0 };
    kbg_error *error = NULL;
    kbg_figures_report_options options = KBG_FIGURES_REPORT_OPTIONS_INIT;
    options.view = w->view;
    options.least_rejected = 1;
    kbg_status status = kbg_figures_json(w->figures, &options, take, &out, &error);
    text_free(&out);
    return agreed(status, error);
}

static kbg_status run_figures_csv(world *w)
{
    text out = { 0 };
    kbg_error *error = NULL;
    kbg_figures_report_options options = KBG_FIGURES_REPORT_OPTIONS_INIT;
    options.view = w->view;
    kbg_status status = kbg_figures_csv(w->figures, KBG_FIGURES_NEVER_USED, &options, take, &out, &error);
    text_free(&out);
    return agreed(status, error);
}

/* All items and the revision, whatever is refused. */
static text content_of(world *w)
{
    size_t fail_at = w->count.fail_at, calls = w->count.calls;
    w->count.fail_at = 0;
    text all = dump(w->base);
    kbg_view *view = kbg_base_view(w->base);
    text_add_format(&all, "revision %u", (unsigned)kbg_view_revision(view));
    kbg_view_unref(view);
    w->count.fail_at = fail_at;
    w->count.calls = calls;
    return all;
}

static void assert_content(world *w, text before, bool is_unchanged)
{
    text after = content_of(w);
    assert_int_equal(strcmp(before.data, after.data) == 0, is_unchanged);
    text_free(&before);
    text_free(&after);
}

static void put_now(kbg_edit *edit, const char *json)
{
    assert_int_equal(kbg_edit_put_json(edit, json, strlen(json), KBG_ANY_REVISION, NULL), KBG_OK);
}

/* A small base of three segments; two items of the first are dead. */
static void make_segments(world *w)
{
    kbg_words *words;
    kbg_edit *edit;
    make_options(w);
    w->base = base_with(w->options, NULL);
    assert_int_equal(kbg_words_new(NULL, &words), KBG_OK);
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
        kbg_words_clear(words, (kbg_word_list)list);
    assert_int_equal(kbg_base_set_words(w->base, words, NULL), KBG_OK);
    kbg_words_free(words);
    text items = { 0 };
    for (int i = 0; i < 11; i++)
        text_add_format(&items, "{\"id\":\"%d\",\"question\":\"退货%d\",\"category\":\"c\"}\n", i, i % 3);
    load(w->base, items.data);
    text_free(&items);
    assert_int_equal(kbg_edit_begin(w->base, &edit, NULL), KBG_OK);
    put_now(edit, "{\"id\":\"0\",\"question\":\"换货\"}");
    put_now(edit, "{\"id\":\"20\",\"question\":\"换货\",\"short_codes\":[\"/h\"]}");
    put_now(edit, "{\"id\":\"21\",\"question\":\"运费\"}");
    put_now(edit, "{\"id\":\"22\",\"question\":\"发票\"}");
    assert_int_equal(kbg_edit_commit(edit, NULL, NULL), KBG_OK);
    put_now(edit, "{\"id\":\"30\",\"question\":\"发票抬头\"}");
    assert_int_equal(kbg_edit_remove(edit, "1", 1, KBG_ANY_REVISION, NULL), KBG_OK);
    assert_int_equal(kbg_edit_commit(edit, NULL, NULL), KBG_OK);
    kbg_edit_free(edit);
    w->view = view_now(w);
    assert_int_equal(kbg_view_segment_count(w->view), 3);
}

/* Edits count all or none, and those that were refused are no part of the batch. */
static kbg_status run_edit(world *w)
{
    static const char json[] = "{\"id\":\"21\",\"question\":\"包邮吗\",\"short_codes\":[\"/b\"]}";
    kbg_edit *edit = (kbg_edit *)w;
    kbg_error *error = NULL;
    text before = content_of(w);
    size_t taken = 0;
    kbg_status status = kbg_edit_begin(w->base, &edit, &error);
    assert_int_equal(edit != NULL, status == KBG_OK);
    if (status == KBG_OK)
        taken += (status = kbg_edit_put_json(edit, json, sizeof(json) - 1, KBG_ANY_REVISION, &error)) == KBG_OK;
    if (status == KBG_OK)
        taken += (status = kbg_edit_put(edit, kbg_view_item(w->view, 4), KBG_ANY_REVISION, &error)) == KBG_OK;
    if (status == KBG_OK)
        taken += (status = kbg_edit_remove(edit, "3", 1, KBG_ANY_REVISION, &error)) == KBG_OK;
    if (edit)
        assert_int_equal(kbg_edit_count(edit), taken);
    if (status == KBG_OK) {
        status = kbg_edit_commit(edit, NULL, &error);
        assert_int_equal(kbg_edit_count(edit), status == KBG_OK ? 0 : taken);
    }
    kbg_edit_free(edit);
    assert_content(w, before, status != KBG_OK);
    return agreed(status, error);
}

static size_t segments_of(world *w)
{
    kbg_view *view = view_now(w);
    size_t count = kbg_view_segment_count(view);
    kbg_view_unref(view);
    return count;
}

static kbg_status run_compact(world *w)
{
    kbg_error *error = NULL;
    text before = content_of(w);
    kbg_status status = kbg_base_compact(w->base, &error);
    assert_int_equal(segments_of(w), status == KBG_OK ? 1 : 3);
    assert_content(w, before, true);
    return agreed(status, error);
}

/* What changed is listed, and put into a batch. */
static kbg_status run_changes(world *w)
{
    kbg_changes *changes = (kbg_changes *)w;
    kbg_edit *edit = NULL;
    kbg_error *error = NULL;
    kbg_status status = kbg_base_changes(w->base, 0, &changes, &error);
    assert_int_equal(changes != NULL, status == KBG_OK);
    if (status == KBG_OK)
        status = kbg_edit_begin(w->base, &edit, &error);
    if (status == KBG_OK)
        status = kbg_edit_apply(edit, changes, &error);
    if (status == KBG_OK)
        assert_int_equal(kbg_edit_count(edit), 11 + 3 + 1);
    kbg_edit_free(edit);
    kbg_changes_free(changes);
    return agreed(status, error);
}

static void make_path(world *w)
{
    strcpy(w->path, "/tmp/kbguide-memory-XXXXXX");
    int file = mkstemp(w->path);
    assert_true(file >= 0);
    assert_int_equal(close(file), 0);
    make_segments(w);
}

static kbg_status run_save(world *w)
{
    kbg_error *error = NULL;
    text before = content_of(w);
    kbg_status status = kbg_base_save(w->base, w->path, &error);
    FILE *file = fopen(w->path, "rb");
    assert_non_null(file);
    if (status != KBG_OK)
        assert_int_equal(fgetc(file), EOF); /* as make_path() left it */
    assert_int_equal(fclose(file), 0);
    assert_content(w, before, true);
    return agreed(status, error);
}

static void make_saved(world *w)
{
    make_path(w);
    assert_int_equal(run_save(w), KBG_OK);
}

static kbg_status open_saved(world *w, bool is_anew)
{
    kbg_base *base = w->base;
    kbg_error *error = NULL;
    bool anew = !is_anew;
    text before = content_of(w);
    kbg_status status = kbg_base_open(w->options, w->path, &w->base, &anew, &error);
    assert_int_equal(w->base != NULL, status == KBG_OK);
    if (status == KBG_OK)
        assert_int_equal(anew, is_anew);
    if (w->base) {
        assert_content(w, before, true);
        kbg_base_unref(w->base);
    } else {
        text_free(&before);
    }
    w->base = base;
    return agreed(status, error);
}

static kbg_status run_open(world *w)
{
    return open_saved(w, false);
}

static void make_saved_otherwise(world *w)
{
    make_saved(w);
    assert_int_equal(kbg_base_options_set_weight(w->options, "question.k1", 11, 1.5), KBG_OK);
}

static kbg_status run_open_anew(world *w)
{
    return open_saved(w, true);
}

static const struct {
    const char *name;
    void (*make)(world *w);
    kbg_status (*run)(world *w);
    kbg_status expected; /* once there is memory enough */
    size_t least;        /* requests for memory that the flow has at least */
    bool keeps;          /* what the flow makes stays behind when it has passed */
} flows[] = {
    { "options", NULL, run_options, KBG_OK, 2, false },
    { "emoticons", make_options, run_emoticons, KBG_OK, 1, true },
    { "base new", make_options, run_base_new, KBG_OK, 4, false },
    { "base new, bad pattern", make_options, run_bad_pattern, KBG_ERR_PATTERN, 4, true },
    { "load", make_base, run_load, KBG_OK, 50, true },
    { "load with report", make_base, run_load_report, KBG_OK, 50, true },
    { "load of a bad line", make_base, run_load_bad, KBG_ERR_VALUE, 10, false },
    { "load of bad lines with report", make_base, run_load_bad_report, KBG_ERR_VALUE, 10 + BAD_LINES, false },
    { "load without bad lines", make_base, run_load_skip, KBG_OK, 50, true },
    { "load without bad lines with report", make_base, run_load_skip_report, KBG_OK, 50 + BAD_LINES, true },
    { "load with threads", make_lent, run_load_lent, KBG_OK, 300, true },
    { "load of more", make_loaded, run_load_more, KBG_OK, 50, true },
    { "view", make_loaded, run_view, KBG_OK, 1, false },
    { "searcher new", make_loaded, run_searcher_new, KBG_OK, 3, false },
    { "search", make_searcher, run_search, KBG_OK, 12, true },
    { "search of parts", make_searcher, run_search_parts, KBG_OK, 12, true },
    { "search that is refused", make_searcher, run_search_refused, KBG_ERR_OPTIONS, 1, false },
    { "words new", NULL, run_words_new, KBG_OK, 20, false },
    { "words load", make_words, run_words_load, KBG_OK, 20, true },
    { "words load of a bad line", make_words, run_words_bad, KBG_ERR_VALUE, 8, true },
    { "words add", make_words, run_words_add, KBG_OK, 12, true },
    { "words set", make_words, run_set_words, KBG_OK, 50, true },
    { "lookup", make_searcher, run_lookup, KBG_OK, 4, true },
    { "suggest", make_searcher, run_suggest, KBG_OK, 8, true },
    { "render", make_searcher, run_render, KBG_OK, 8, true },
    { "variables", make_options, run_variables, KBG_OK, 3, true },
    { "render in parts", make_parts, run_render_parts, KBG_OK, 30, true },
    { "render with a name missing", make_searcher, run_render_missing, KBG_ERR_VARIABLE, 6, true },
    { "dump", make_loaded, run_dump, KBG_OK, 1, false },
    { "rules new", make_base, run_rules_new, KBG_OK, 2, false },
    { "rules load", make_rules, run_rules_load, KBG_OK, 15, true },
    { "rules load of a bad line", make_rules, run_rules_bad, KBG_ERR_VALUE, 8, false },
    { "rules add", make_rules, run_rules_add, KBG_OK, 3, true },
    { "rules add starter", make_rules, run_starter, KBG_OK, 10, true },
    { "set rules", make_rules, run_set_rules, KBG_OK, 10, true },
    { "check", make_checker, run_check, KBG_OK, 8, true },
    { "render with rules", make_checked, run_render_checked, KBG_OK, 8, true },
    { "render of what is rejected", make_checked, run_render_rejected, KBG_ERR_FORBIDDEN, 8, true },
    { "load of CSV", make_loaded, run_import_csv, KBG_OK, 60, true },
    { "load of CSV in GB18030", make_loaded, run_import_gbk, KBG_OK, 50, true },
    { "load of TSV of QnA Maker", make_loaded, run_import_qna, KBG_OK, 50, true },
    { "load of Markdown", make_loaded, run_import_markdown, KBG_OK, 50, true },
    { "preview", make_loaded, run_preview, KBG_OK, 20, false },
    { "dump of CSV", make_loaded, run_export_csv, KBG_OK, 10, false },
    { "events", make_loaded, run_events, KBG_OK, 4, true },
    { "hot mark", make_loaded, run_hot_mark, KBG_OK, 2, true },
    { "hot list", make_hot, run_hot, KBG_OK, 4, false },
    { "search with hotness", make_hot, run_search, KBG_OK, 12, true },
    { "dump of Markdown", make_loaded, run_export_markdown, KBG_OK, ITEMS, false },
    { "edits", make_segments, run_edit, KBG_OK, 100, true },
    { "compaction", make_segments, run_compact, KBG_OK, 50, true },
    { "changes", make_segments, run_changes, KBG_OK, 5, false },
    { "save", make_path, run_save, KBG_OK, 50, false },
    { "open", make_saved, run_open, KBG_OK, 10, false },
    { "open and index anew", make_saved_otherwise, run_open_anew, KBG_OK, 100, false },
    { "new figures", NULL, run_figures_new, KBG_OK, 1, false },
    { "rules of figures", make_figures, run_figures_rules, KBG_OK, 10, true },
    { "events of figures", make_figures, run_figures_add, KBG_OK, 50, true },
    { "figures merged", make_figures, run_figures_merge, KBG_OK, 5, true },
    { "figures of another allocator merged", make_figures, run_figures_merge_other, KBG_OK, 20, true },
    { "figures written", make_figures, run_figures_write, KBG_OK, 2, false },
    { "figures read", make_figures, run_figures_read, KBG_OK, 50, false },
    { "figures as JSON", make_figures, run_figures_json, KBG_OK, 100, false },
    { "figures as CSV", make_figures, run_figures_csv, KBG_OK, 50, false },
};

static void each_refused_request_is_reported(bool and_all_behind)
{
    for (size_t i = 0; i < COUNT_OF(flows); i++) {
        size_t n = 1, step = flows[i].run == run_load_lent ? 7 : 1; /* it has too many requests to try each */
        for (;; n += step) {
            world w = { 0 };
            if (flows[i].make)
                flows[i].make(&w);
            size_t live = w.count.live;
            w.count.calls = 0;
            w.count.fail_at = n;
            w.count.fail_on = and_all_behind;
            kbg_status status = flows[i].run(&w);
            bool was_refused = w.count.calls >= n;
            if (status != (was_refused ? KBG_ERR_NOMEM : flows[i].expected))
                fail_msg("%s, request %zu: %s", flows[i].name, n, kbg_status_name(status));
            if (!flows[i].keeps)
                assert_int_equal(w.count.live, live);
            w.count.fail_at = 0;
            if (was_refused) /* the same objects, with memory enough */
                assert_int_equal(flows[i].run(&w), flows[i].expected);
            destroy(&w);
            if (!was_refused)
                break;
        }
        if (n - 1 < flows[i].least)
            fail_msg("%s: %zu requests", flows[i].name, n - 1);
    }
}

static void a_refused_request_is_reported_by_every_flow(void **state)
{
    (void)state;
    each_refused_request_is_reported(false);
}

static void so_is_a_time_in_which_all_are_refused(void **state)
{
    (void)state;
    each_refused_request_is_reported(true);
}

static void a_block_that_cannot_be_made_smaller_is_kept(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(flows); i++) {
        world w = { .count = { .no_shrinking = true } };
        if (flows[i].make)
            flows[i].make(&w);
        assert_int_equal(flows[i].run(&w), flows[i].expected);
        destroy(&w);
    }
}

static void out_of_memory_is_described_without_memory(void **state)
{
    (void)state;
    world w = { 0 };
    kbg_error *error = NULL, *again = NULL;
    kbg_base *base = NULL;
    make_options(&w);
    w.count.calls = 0;
    w.count.fail_at = 1;
    w.count.fail_on = true;
    assert_int_equal(kbg_base_new(w.options, &base, &error), KBG_ERR_NOMEM);
    assert_int_equal(kbg_base_new(w.options, &base, &again), KBG_ERR_NOMEM);
    assert_string_equal(kbg_error_message(error), "out of memory");
    assert_string_equal(kbg_error_source(error), "");
    assert_int_equal(kbg_error_line(error), 0);
    kbg_error_free(error);
    kbg_error_free(error); /* one for all: freeing it does nothing */
    assert_int_equal(kbg_error_status(again), KBG_ERR_NOMEM);
    kbg_error_free(again);
    destroy(&w);
}

static void all_memory_of_a_base_comes_from_its_allocator(void **state)
{
    (void)state;
    world w = { 0 };
    make_searcher(&w);
    size_t calls = w.count.calls;
    assert_true(calls > 100);
    assert_int_equal(run_search(&w), KBG_OK);
    assert_true(w.count.calls > calls);
    /* A searcher that has been used needs none: hits go into the memory of those that were freed. */
    calls = w.count.calls;
    assert_int_equal(run_search(&w), KBG_OK);
    assert_int_equal(w.count.calls, calls);
    assert_int_equal(run_search_parts(&w), KBG_OK);
    calls = w.count.calls;
    assert_int_equal(run_search_parts(&w), KBG_OK);
    assert_int_equal(run_search(&w), KBG_OK);
    assert_int_equal(w.count.calls, calls);
    assert_int_equal(run_suggest(&w), KBG_OK);
    calls = w.count.calls;
    assert_int_equal(run_suggest(&w), KBG_OK);
    assert_int_equal(w.count.calls, calls);
    destroy(&w);

    w = (world){ 0 };
    make_checker(&w);
    assert_int_equal(run_check(&w), KBG_OK);
    calls = w.count.calls;
    assert_int_equal(run_check(&w), KBG_OK);
    assert_int_equal(w.count.calls, calls);
    destroy(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refused_request_is_reported_by_every_flow),
        cmocka_unit_test(so_is_a_time_in_which_all_are_refused),
        cmocka_unit_test(a_block_that_cannot_be_made_smaller_is_kept),
        cmocka_unit_test(out_of_memory_is_described_without_memory),
        cmocka_unit_test(all_memory_of_a_base_comes_from_its_allocator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
