/* SPDX-License-Identifier: MIT */
/* Once a searcher has seen its kind of work, no call asks the allocator for memory: scratch memory stays with the
 * searcher, and what is handed out goes into blocks that were given back. Given the sample base as an argument. */
#include "helper.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static text sample;

/* What the sample base has not: tables, images, code, links, slots, long answers, names without value. */
static const char more_items[] =
    "{\"id\":\"x-table\",\"question\":\"各档资费表\",\"answer\":\"资费如下\\n\\n| 档位 | 月费 |\\n|---|---|\\n| **甲** | 39元 |\\n"
    "| 乙 | [59元](https://a.example/b) |\\n\\n> 以`账单`为准\\n\\n```\\n*100#\\n```\\n\\n![示意图](https://a.example/p.png)\"}\n"
    "{\"id\":\"x-slot\",\"question\":\"预约上门\",\"answers\":[{\"body\":\"{{称呼}}，已约[[日期:date]][[时段=上午|下午]]，"
    "工号{{工号}}，{{称呼}}请留意来电/:^_^ **“免费”**上门。\",\"attachments\":[{\"kind\":\"image\",\"uri\":\"https://a.example/i.png\","
    "\"alt\":\"图\"},{\"kind\":\"file\",\"uri\":\"https://a.example/f.pdf\",\"title\":\"须知\"}]}]}\n";

/* 办理步骤, with a number behind each so that no part is like another. */
static void add_long_item(text *jsonl)
{
    text_add_cstr(jsonl, "{\"id\":\"x-long\",\"question\":\"全部办理步骤\",\"answer\":\"");
    for (int i = 1; i <= 120; i++)
        text_add_format(jsonl, "%d. 第%d步，请打开**设置**里的第%d项，确认号码后点保存；联系电话13800138%03d。\\n", i, i, i, i);
    text_add_cstr(jsonl, "\"}\n");
}

static const char own_rules[] =
    "{\"id\":\"free\",\"class\":\"banned\",\"words\":[\"免费\"],\"action\":\"replace\",\"replacement\":\"不另收费\"}\n"
    "{\"id\":\"best\",\"class\":\"banned\",\"words\":[\"全网最低\"],\"action\":\"reject\"}\n";

static const char *const messages[] = {
    "亲，怎么退货？运费谁出？套餐能不能改成低一档的", "宽带上不了网，已经报修两次了，什么时候能来人", "tuihuo", "流量不够用",
    "你好，请问一下，5G套餐有哪些？最低消费是多少？合约期多长？提前解约要赔钱吗？", "", "？？？", "攜號轉網怎麼辦理",
};

static const char *const typed[] = { "t", "tc", "套餐", "kuandai", "k", "宽带怎", "流l", "", "/nh" };

static const char *const checked[] = {
    "这是国家级的全网最低价，加微信 1 3 8 0 0 1 3 8 0 0 0 联系我", "好的，请稍等", "",
    "身份证11010519491231002X，手机13800138000，我要投诉你们，退款", "免费免费免费送，最好的套餐",
};

typedef struct fixture {
    counter memory;
    kbg_allocator allocator;
    kbg_base *base;
    kbg_searcher *searcher;
    kbg_view *view;
} fixture;

static void set_rules(kbg_base *base)
{
    kbg_rules *rules;
    assert_int_equal(kbg_rules_new(NULL, &rules, NULL), KBG_OK);
    for (int which = KBG_STARTER_ADVERTISING; which <= KBG_STARTER_SIGNALS; which++)
        assert_int_equal(kbg_rules_add_starter(rules, (kbg_starter)which, NULL), KBG_OK);
    assert_int_equal(kbg_rules_load(rules, own_rules, strlen(own_rules), (kbg_text){ 0 }, NULL), KBG_OK);
    assert_int_equal(kbg_base_set_rules(base, rules, NULL), KBG_OK);
    kbg_rules_free(rules);
}

static void set_up(fixture *f)
{
    kbg_base_options *options;
    text jsonl = { 0 };
    *f = (fixture){ .memory = { 0 } };
    f->allocator = allocator_of(&f->memory);
    assert_int_equal(kbg_base_options_new(&f->allocator, &options), KBG_OK);
    text_add(&jsonl, sample.data, sample.len);
    text_add_cstr(&jsonl, more_items);
    add_long_item(&jsonl);
    f->base = base_with(options, jsonl.data);
    kbg_base_options_free(options);
    text_free(&jsonl);
    set_rules(f->base);
    assert_int_equal(kbg_searcher_new(f->base, &f->searcher, NULL), KBG_OK);
    f->view = kbg_base_view(f->base);
}

static void tear_down(fixture *f)
{
    kbg_view_unref(f->view);
    kbg_searcher_free(f->searcher);
    kbg_base_unref(f->base);
    assert_int_equal(f->memory.live, 0);
    assert_int_equal(f->memory.bytes, 0);
}

/* Each makes all its calls once, frees what they gave, and returns how many hits, findings or parts that were. */
static size_t do_search(fixture *f)
{
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        kbg_hits *hits = search(f->searcher, messages[i], NULL);
        count += kbg_hits_count(hits);
        kbg_hits_free(hits);
    }
    return count;
}

static size_t do_suggest(fixture *f)
{
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        kbg_hits *hits;
        assert_int_equal(kbg_suggest(f->searcher, typed[i], strlen(typed[i]), NULL, &hits, NULL), KBG_OK);
        count += kbg_hits_count(hits);
        kbg_hits_free(hits);
    }
    return count;
}

static size_t do_lookup(fixture *f)
{
    static const char *const codes[] = { "/nh", "/th", "none", "" };
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        kbg_hits *hits = lookup(f->searcher, codes[i], NULL);
        count += kbg_hits_count(hits);
        kbg_hits_free(hits);
    }
    return count;
}

static size_t do_check(fixture *f)
{
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(checked); i++) {
        kbg_findings *findings;
        assert_int_equal(kbg_check(f->searcher, checked[i], strlen(checked[i]), NULL, &findings, NULL), KBG_OK);
        count += kbg_findings_count(findings);
        kbg_findings_free(findings);
    }
    return count;
}

static bool give_value(const char *name, size_t len, kbg_text *value, void *user_data)
{
    (void)name;
    *value = view_of(user_data);
    return len % 2 == 0; /* some have none */
}

/* Renders an item for a profile in one of a few ways; NULL where the channel cannot have it. */
static kbg_snippet *render(fixture *f, const kbg_item *item, const char *profile, unsigned way)
{
    static const uint32_t flags[] = {
        KBG_RENDER_KEEP_MISSING | KBG_RENDER_KEEP_SLOTS | KBG_RENDER_CUT | KBG_RENDER_REJECTED,
        KBG_RENDER_EMPTY_MISSING | KBG_RENDER_KEEP_SLOTS | KBG_RENDER_CUT | KBG_RENDER_REJECTED |
            KBG_RENDER_ATTACHMENT_LINES | KBG_RENDER_UNCHANGED,
    };
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_snippet *snippet;
    options.profile = view_of(profile);
    options.flags = flags[way % COUNT_OF(flags)];
    options.variable = give_value;
    options.user_data = (void *)"张*三*";
    kbg_status status = kbg_render(f->searcher, item, &options, &snippet, NULL);

    assert_true(status == KBG_OK || status == KBG_ERR_LIMIT);
    return snippet;
}

static size_t do_render(fixture *f)
{
    size_t count = 0, items = kbg_view_item_count(f->view);
    for (size_t i = 0; i < items; i += i + 12 < items ? 9 : 1)

        for (size_t p = 0; p < kbg_profile_count(); p++) {
            kbg_snippet *snippet = render(f, kbg_view_item(f->view, i), kbg_profile_name(p), (unsigned)(i + p));
            count += snippet ? kbg_snippet_part_count(snippet) : 0;
            kbg_snippet_free(snippet);
        }
    return count;
}

static const struct {
    const char *name;
    size_t (*call)(fixture *f);
} kinds[] = {
    { "search", do_search }, { "suggest", do_suggest }, { "lookup", do_lookup },
    { "check", do_check },   { "render", do_render },
};

static void no_call_asks_for_memory(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        fixture f;
        set_up(&f);
        size_t before = f.memory.calls, results = kinds[k].call(&f);
        assert_true(results > 0);
        assert_true(f.memory.calls > before); /* it would be seen */
        for (int round = 0; round < 2; round++) {
            before = f.memory.calls;
            size_t live = f.memory.live;
            assert_int_equal(kinds[k].call(&f), results);
            if (f.memory.calls != before)
                fail_msg("%s asked %zu times", kinds[k].name, f.memory.calls - before);
            assert_int_equal(f.memory.live, live);
        }
        tear_down(&f);
    }
}

static void calls_of_all_kinds_share_what_is_kept(void **state)
{
    (void)state;
    fixture f;
    set_up(&f);
    for (int round = 0; round < 3; round++) {
        size_t before = f.memory.calls;
        for (size_t k = 0; k < COUNT_OF(kinds); k++)
            assert_true(kinds[k].call(&f) > 0);
        assert_true(round == 0 ? f.memory.calls > before : f.memory.calls == before);
    }
    tear_down(&f);
}

/* The ids of hits and their spans, in one text. */
static text hits_text(const kbg_hits *hits)
{
    text out = { 0 };
    text_add_cstr(&out, "");
    for (size_t i = 0; i < kbg_hits_count(hits); i++) {
        text_add_format(&out, "%s %a", kbg_item_id(kbg_hits_item(hits, i), NULL), kbg_hits_score(hits, i));
        for (size_t k = 0, start, end; k < kbg_hits_span_count(hits, i); k++) {
            assert_true(kbg_hits_span(hits, i, k, &start, &end));
            text_add_format(&out, " %zu-%zu", start, end);
        }
        text_add_cstr(&out, "\n");
    }
    return out;
}

/* Searches while the last hits, the snippet of their first and what was found in the last text are still there. */
static void what_is_out_stays_as_it_is(void **state)
{
    (void)state;
    fixture f;
    kbg_hits *hits = NULL;
    kbg_snippet *snippet = NULL;
    kbg_findings *findings = NULL;
    text expected_hits = { 0 }, expected_part = { 0 }, expected_check = { 0 };
    size_t calls = 0, len;
    set_up(&f);
    for (size_t i = 0; i < 4 * COUNT_OF(messages); i++) {
        const char *message = messages[i % COUNT_OF(messages)], *text_checked = checked[i % COUNT_OF(checked)];
        const kbg_item *item = kbg_view_item(f.view, kbg_view_item_count(f.view) - 1 - i % 5);
        kbg_findings *next_findings;
        kbg_hits *next_hits = search(f.searcher, message, NULL);
        kbg_snippet *next_snippet = render(&f, item, i % 2 ? "sms_cn" : "qianniu", 0);
        assert_non_null(next_snippet);
        assert_int_equal(kbg_check(f.searcher, text_checked, strlen(text_checked), NULL, &next_findings, NULL), KBG_OK);
        if (i > 0) {
            text now = hits_text(hits);
            assert_string_equal(now.data, expected_hits.data);
            text_free(&now);
            assert_string_equal(kbg_snippet_part(snippet, 0, NULL), expected_part.data);
            assert_string_equal(kbg_findings_text(findings, NULL), expected_check.data);
        }
        kbg_hits_free(hits);
        kbg_snippet_free(snippet);
        kbg_findings_free(findings);
        hits = next_hits;
        snippet = next_snippet;
        findings = next_findings;
        text_free(&expected_hits);
        expected_hits = hits_text(hits);
        text_clear(&expected_part);
        text_add_cstr(&expected_part, kbg_snippet_part(snippet, 0, NULL));
        text_clear(&expected_check);
        const char *after = kbg_findings_text(findings, &len);
        text_add(&expected_check, after, len + 1);
        if (i == 2 * COUNT_OF(messages))
            calls = f.memory.calls;
    }
    assert_int_equal(f.memory.calls, calls);
    kbg_hits_free(hits);
    kbg_snippet_free(snippet);
    kbg_findings_free(findings);
    text_free(&expected_hits);
    text_free(&expected_part);
    text_free(&expected_check);
    tear_down(&f);
}

typedef struct given {
    kbg_hits *hits;
    kbg_snippet *snippet;
    kbg_findings *findings;
} given;

static given take_all(fixture *f)
{
    given g;
    g.hits = search(f->searcher, messages[0], NULL);
    g.snippet = render(f, kbg_view_item(f->view, 0), "sms_cn", 0);
    assert_int_equal(kbg_check(f->searcher, checked[0], strlen(checked[0]), NULL, &g.findings, NULL), KBG_OK);
    return g;
}

static void *free_all(void *user_data)
{
    given *g = user_data;
    kbg_hits_free(g->hits);
    kbg_snippet_free(g->snippet);
    kbg_findings_free(g->findings);
    return NULL;
}

static void another_thread_may_free(void **state)
{
    (void)state;
    fixture f;
    set_up(&f);
    for (int round = 0; round < 4; round++) {
        pthread_t thread;
        size_t before = f.memory.calls;
        given g = take_all(&f);
        assert_true(round == 0 ? f.memory.calls > before : f.memory.calls == before);
        assert_int_equal(pthread_create(&thread, NULL, free_all, &g), 0);
        assert_int_equal(pthread_join(thread, NULL), 0);
    }
    tear_down(&f);
}

static void searcher_and_base_may_go_first(void **state)
{
    (void)state;
    fixture f;
    set_up(&f);
    given first = take_all(&f), second = take_all(&f);
    text before = hits_text(first.hits);
    kbg_view_unref(f.view);
    free_all(&second);
    size_t live = f.memory.live;
    kbg_searcher_free(f.searcher);
    assert_true(f.memory.live < live);
    kbg_base_unref(f.base);
    text after = hits_text(first.hits);
    assert_string_equal(before.data, after.data);
    assert_true(strlen(kbg_snippet_part(first.snippet, 0, NULL)) > 0);
    assert_non_null(kbg_snippet_findings(first.snippet));
    assert_true(kbg_findings_count(first.findings) > 0);
    assert_string_equal(kbg_findings_class(first.findings, 0, NULL), "banned");
    text_free(&before);
    text_free(&after);
    free_all(&first);
    assert_int_equal(f.memory.live, 0);
    assert_int_equal(f.memory.bytes, 0);
}

/* One huge answer does not stay for ever. */
static void large_results_are_not_kept(void **state)
{
    (void)state;
    fixture f;
    text jsonl = { 0 };
    set_up(&f);
    text_add_cstr(&jsonl, "{\"id\":\"x-huge\",\"question\":\"全文\",\"answer\":\"");
    text_add_repeated(&jsonl, "这是**很长**的一段，", 6000);
    text_add_cstr(&jsonl, "\"}\n");
    load(f.base, jsonl.data);
    text_free(&jsonl);
    kbg_view_unref(f.view);
    f.view = kbg_base_view(f.base);
    (void)do_render(&f);
    const kbg_item *huge = kbg_view_item(f.view, kbg_view_item_count(f.view) - 1);
    assert_string_equal(kbg_item_id(huge, NULL), "x-huge");
    size_t most = 0;
    for (int round = 0; round < 3; round++) {
        size_t before = f.memory.bytes;
        kbg_snippet *snippet = render(&f, huge, "html", 0);
        assert_non_null(snippet);
        size_t out = f.memory.bytes;
        kbg_snippet_free(snippet);
        most = f.memory.bytes;
        assert_true(out - most > 100000);
        assert_true(round == 0 || most == before);
    }
    assert_true(most > 0);
    tear_down(&f);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_call_asks_for_memory),
        cmocka_unit_test(calls_of_all_kinds_share_what_is_kept),
        cmocka_unit_test(what_is_out_stays_as_it_is),
        cmocka_unit_test(another_thread_may_free),
        cmocka_unit_test(searcher_and_base_may_go_first),
        cmocka_unit_test(large_results_are_not_kept),
    };
    char block[65536];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file)
        return 2;
    for (size_t len; (len = fread(block, 1, sizeof(block), file)) > 0;)
        text_add(&sample, block, len);
    fclose(file);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_free(&sample);
    return failed;
}
