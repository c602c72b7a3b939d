/* SPDX-License-Identifier: MIT */
/* Memory that runs out: every flow is run with its n-th request for memory refused, n = 1, 2, … until it passes. Each
 * time it must report KBG_ERR_NOMEM, leave everything as it was, and pass when it is run again on the same objects; in
 * the end nothing may be left. ICU, PCRE2, cmark and jansson have their own allocators and take no part. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

/* What the flows work on. A flow gets those objects made that come before its own step. */
typedef struct world {
    counter count;
    kbg_base_options *options;
    kbg_base *base;
    kbg_view *view; /* of the base when the flow begins */
    kbg_searcher *searcher;
    text jsonl;
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

static void make_base(world *w)
{
    make_options(w);
    w->base = base_with(w->options, NULL);
    w->view = kbg_base_view(w->base);
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
    w->view = kbg_base_view(w->base);
}

static void make_searcher(world *w)
{
    make_loaded(w);
    w->searcher = searcher_of(kbg_base_ref(w->base));
}

static void make_parts(world *w)
{
    make_base(w);
    load(w->base, in_parts);
    kbg_view_unref(w->view);
    w->view = kbg_base_view(w->base);
    w->searcher = searcher_of(kbg_base_ref(w->base));
}

static void destroy(world *w)
{
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
    kbg_view *view = kbg_base_view(w->base);
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

/* A second load, on top of items that are there. */
static kbg_status run_load_more(world *w)
{
    if (w->jsonl.len == 0)
        add_items(&w->jsonl, 1000);
    kbg_error *error = NULL;
    kbg_status status =
        kbg_base_load(w->base, KBG_FORMAT_JSONL, w->jsonl.data, w->jsonl.len, NULL, NULL, &error);
    kbg_view *view = kbg_base_view(w->base);
    assert_int_equal(kbg_view_item_count(view), kbg_view_item_count(w->view) + (status == KBG_OK ? ITEMS : 0));
    assert_int_equal(kbg_view_find(view, "1023", 4) != NULL, status == KBG_OK);
    assert_non_null(kbg_view_find(view, "23", 2));
    kbg_view_unref(view);
    return agreed(status, error);
}

/* Taking a view needs no memory. */
static kbg_status run_view(world *w)
{
    kbg_view *view = kbg_base_view(w->base);
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

static bool take(const char *data, size_t len, void *user_data)
{
    text_add(user_data, data, len);
    return true;
}

static kbg_status run_dump(world *w)
{
    text out = { 0 };
    kbg_error *error = NULL;
    kbg_status status = kbg_base_dump(w->base, KBG_FORMAT_JSONL, take, &out, &error);
    if (status == KBG_OK)
        assert_memory_equal(out.data, full, strlen("{\"id\":\"full\""));
    text_free(&out);
    return agreed(status, error);
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
    { "load of more", make_loaded, run_load_more, KBG_OK, 50, true },
    { "view", make_loaded, run_view, KBG_OK, 0, false },
    { "searcher new", make_loaded, run_searcher_new, KBG_OK, 3, false },
    { "search", make_searcher, run_search, KBG_OK, 12, true },
    { "search that is refused", make_searcher, run_search_refused, KBG_ERR_OPTIONS, 1, false },
    { "lookup", make_searcher, run_lookup, KBG_OK, 4, true },
    { "render", make_searcher, run_render, KBG_OK, 8, true },
    { "variables", make_options, run_variables, KBG_OK, 3, true },
    { "render in parts", make_parts, run_render_parts, KBG_OK, 30, true },
    { "render with a name missing", make_searcher, run_render_missing, KBG_ERR_VARIABLE, 6, true },
    { "dump", make_loaded, run_dump, KBG_OK, 1, false },
};

static void each_refused_request_is_reported(bool and_all_behind)
{
    for (size_t i = 0; i < COUNT_OF(flows); i++) {
        size_t n = 1;
        for (;; n++) {
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
    /* A searcher that has been used needs memory for the hits only. */
    calls = w.count.calls;
    assert_int_equal(run_search(&w), KBG_OK);
    assert_int_equal(w.count.calls, calls + 1);
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
