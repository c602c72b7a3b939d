/* SPDX-License-Identifier: MIT */
/* Eight threads on one base, each with its own searcher, while another thread loads: what they find is what one thread
 * alone finds. Meant to be run under ThreadSanitizer too (-Db_sanitize=thread). */
#include "helper.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 60, LOADS = 25, TOPICS = 12, MESSAGES = 10 };

/* Items that the messages are about are in the base from the beginning. What is loaded later stands in the way of
 * none of them: it is in another category, and the queries want this one. Its texts do change how rare a term is, so
 * scores may move; the order of hits and all else is compared, and scores where nothing is loaded. */
static const char *const topics[TOPICS] = { "怎么退货",     "退货运费谁出", "发票怎么开",   "支持七天无理由吗",
                                            "什么时候发货", "可以改地址吗", "怎么查物流",   "优惠券怎么用",
                                            "手机保修多久", "会员有什么好处", "套餐怎么升级", "iPhone15 有货吗" };

static const char *const messages[MESSAGES] = {
    "怎么退货",   "運費誰出呀，我要退貨", "亲/:^_^发票怎么开", "ｉＰｈｏｎｅ15有貨嗎", "改一下地址[微笑]",
    "优惠券咋用", "手机保修",             "物流查询",          "啥时候发货",           "套餐升级 会员",
};

static kbg_base *make_base(void)
{
    text jsonl = { 0 };
    for (int i = 0; i < TOPICS; i++)
        text_add_format(&jsonl,
                        "{\"id\":\"t%02d\",\"category\":\"fixed\",\"question\":\"%s\",\"short_codes\":[\"/%d\"],"
                        "\"answer\":\"**%s**：{{name}}，请看 {{order|订单}}\"}\n",
                        i, topics[i], i, topics[i]);
    kbg_base *base = base_of(jsonl.data);
    text_free(&jsonl);
    return base;
}

/* What one message gave: the id of each hit, its spans and question, and the snippet of the first; with scores too if
 * they are wanted. Written without cmocka, which is for one thread: false if something failed. */
typedef struct result {
    char text[2048];
    size_t len;
    bool failed;
} result;

static void add(result *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(result *r, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int len = vsnprintf(r->text + r->len, sizeof(r->text) - r->len, format, list);
    va_end(list);
    if (len < 0 || (size_t)len >= sizeof(r->text) - r->len)
        r->failed = true;
    else
        r->len += (size_t)len;
}

static bool give(const char *name, size_t name_len, kbg_text *value, void *user_data)
{
    *value = *(const kbg_text *)user_data;
    return name_len == 4 && memcmp(name, "name", 4) == 0;
}

static void ask(kbg_searcher *searcher, const char *message, bool with_scores, result *r)
{
    kbg_query query = KBG_QUERY_INIT;
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_text value = view_of(message);
    kbg_hits *hits = NULL;
    kbg_snippet *snippet = NULL;
    *r = (result){ .len = 0 };
    query.category = view_of("fixed");
    query.limit = 1;
    if (kbg_search(searcher, message, strlen(message), &query, &hits, NULL) != KBG_OK) {
        r->failed = true;
        return;
    }
    add(r, "%zu", kbg_hits_count(hits));
    for (size_t h = 0; h < kbg_hits_count(hits); h++) {
        add(r, " %s %zu", kbg_item_id(kbg_hits_item(hits, h), NULL), kbg_hits_question(hits, h));
        for (size_t s = 0; s < kbg_hits_span_count(hits, h); s++) {
            size_t start, end;
            (void)kbg_hits_span(hits, h, s, &start, &end);
            add(r, " %zu-%zu", start, end);
        }
        if (with_scores)
            add(r, " %a %a", kbg_hits_score(hits, h), kbg_hits_confidence(hits, h));
    }
    options.variable = give;
    options.user_data = &value;
    if (kbg_hits_count(hits) == 0 ||
        kbg_render(searcher, kbg_hits_item(hits, 0), &options, &snippet, NULL) != KBG_OK) {
        r->failed = true;
    } else {
        add(r, " %s", kbg_snippet_part(snippet, 0, NULL));
        kbg_snippet_free(snippet);
    }
    kbg_hits_free(hits);
    if (kbg_lookup(searcher, "/3", 2, &query, &hits, NULL) != KBG_OK) {
        r->failed = true;
        return;
    }
    add(r, " %zu %s", kbg_hits_count(hits), kbg_item_id(kbg_hits_item(hits, 0), NULL));
    kbg_hits_free(hits);
    if (kbg_suggest(searcher, message, strlen(message), &query, &hits, NULL) != KBG_OK) {
        r->failed = true;
        return;
    }
    add(r, " %zu", kbg_hits_count(hits));
    if (kbg_hits_count(hits))
        add(r, " %s", kbg_hits_completion(hits, 0, NULL));
    kbg_hits_free(hits);
}

typedef struct worker {
    kbg_base *base;
    const result *expected;
    bool with_scores;
    atomic_bool *go;
    size_t number, wrong;
} worker;

static void *work(void *data)
{
    worker *w = data;
    while (!atomic_load(w->go))
        ;
    for (size_t round = 0; round < ROUNDS; round++) {
        /* Searchers come and go too. */
        kbg_searcher *searcher = NULL;
        if (kbg_searcher_new(w->base, &searcher, NULL) != KBG_OK) {
            w->wrong++;
            continue;
        }
        for (size_t m = 0; m < MESSAGES; m++) {
            size_t which = (m + w->number + round) % MESSAGES;
            result r;
            ask(searcher, messages[which], w->with_scores, &r);
            if (r.failed || strcmp(r.text, w->expected[which].text) != 0)
                w->wrong++;
        }
        kbg_view *view = kbg_base_view(w->base);
        if (!kbg_view_find(view, "t00", 3) || kbg_view_item_count(view) < TOPICS)
            w->wrong++;
        kbg_view_unref(view);
        kbg_searcher_free(searcher);
    }
    return NULL;
}

typedef struct loader {
    kbg_base *base;
    atomic_bool *go;
    size_t wrong, busy;
    int first;
} loader;

static void *load_more(void *data)
{
    loader *l = data;
    while (!atomic_load(l->go))
        ;
    for (int i = 0; i < LOADS; i++) {
        char line[256];
        int len = snprintf(line, sizeof(line), "{\"id\":\"x%d\",\"category\":\"other\",\"question\":\"编号%d\"}\n",
                           l->first + i, l->first + i);
        kbg_status status;
        while ((status = kbg_base_load(l->base, KBG_FORMAT_JSONL, line, (size_t)len, NULL, NULL, NULL)) ==
               KBG_ERR_BUSY)
            l->busy++;
        l->wrong += status != KBG_OK;
    }
    return NULL;
}

/* Gives the base other word lists again and again: ones that concern no message, the shipped ones between them. */
static void *change_words(void *data)
{
    loader *l = data;
    kbg_words *words = NULL;
    while (!atomic_load(l->go))
        ;
    if (kbg_words_new(NULL, &words) != KBG_OK ||
        kbg_words_add_term(words, view_of("满天星礼盒"), view_of("满天星"), NULL) != KBG_OK ||
        kbg_words_add_synonym(words, view_of("满天星"), view_of("花束"), 0.5, NULL) != KBG_OK)
        l->wrong++;
    for (int i = 0; i < LOADS; i++) {
        kbg_status status;
        while ((status = kbg_base_set_words(l->base, i % 2 ? NULL : words, NULL)) == KBG_ERR_BUSY)
            l->busy++;
        l->wrong += status != KBG_OK;
    }
    kbg_words_free(words);
    return NULL;
}

static void expect(kbg_base *base, bool with_scores, result expected[MESSAGES])
{
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    for (size_t m = 0; m < MESSAGES; m++) {
        ask(searcher, messages[m], with_scores, &expected[m]);
        assert_false(expected[m].failed);
    }
    kbg_searcher_free(searcher);
}

/* Runs the workers, and that many loaders beside them; the second one can change the word lists instead. */
static void run(kbg_base *base, bool with_scores, size_t loaders, bool with_words)
{
    result expected[MESSAGES];
    atomic_bool go;
    pthread_t threads[THREADS], loading[2];
    worker workers[THREADS];
    loader loads[2];
    atomic_init(&go, false);
    expect(base, with_scores, expected);
    for (size_t i = 0; i < THREADS; i++) {
        workers[i] = (worker){ base, expected, with_scores, &go, i, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (size_t i = 0; i < loaders; i++) {
        loads[i] = (loader){ .base = base, .go = &go, .first = (int)(i * LOADS) };
        assert_int_equal(pthread_create(&loading[i], NULL, with_words && i + 1 == loaders ? change_words : load_more,
                                        &loads[i]),
                         0);
    }
    atomic_store(&go, true);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (size_t i = 0; i < loaders; i++)
        assert_int_equal(pthread_join(loading[i], NULL), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(workers[i].wrong, 0);
    for (size_t i = 0; i < loaders; i++)
        assert_int_equal(loads[i].wrong, 0);
    kbg_view *view = kbg_base_view(base);
    assert_int_equal(kbg_view_item_count(view), TOPICS + (loaders - with_words) * LOADS);
    assert_int_equal(kbg_view_revision(view), 1 + loaders * LOADS);
    kbg_view_unref(view);
}

static void eight_threads_find_what_one_finds(void **state)
{
    (void)state;
    kbg_base *base = make_base();
    run(base, true, 0, false);
    kbg_base_unref(base);
}

static void eight_threads_find_what_one_finds_while_another_loads(void **state)
{
    (void)state;
    kbg_base *base = make_base();
    run(base, false, 1, false);
    kbg_base_unref(base);
}

static void of_two_threads_that_load_both_get_through(void **state)
{
    (void)state;
    kbg_base *base = make_base();
    run(base, false, 2, false);
    kbg_base_unref(base);
}

static void eight_threads_find_what_one_finds_while_word_lists_change(void **state)
{
    (void)state;
    kbg_base *base = make_base();
    run(base, true, 1, true);
    kbg_base_unref(base);
    base = make_base();
    run(base, false, 2, true);
    kbg_base_unref(base);
}

/* The last reference to everything may be given back by any thread, in any order. */
typedef struct holding {
    kbg_base *base;
    kbg_view *view;
    kbg_hits *hits;
    const kbg_item *item;
    size_t wrong;
} holding;

static void *let_go(void *data)
{
    holding *h = data;
    kbg_base_unref(h->base);
    size_t len;
    h->wrong += strcmp(kbg_item_question(h->item, 0, &len), topics[0]) != 0;
    kbg_view_unref(h->view);
    h->wrong += kbg_hits_item(h->hits, 0) != h->item;
    h->wrong += strcmp(kbg_item_question(h->item, 0, &len), topics[0]) != 0;
    kbg_hits_free(h->hits);
    return NULL;
}

static void the_last_one_out_may_be_any_thread(void **state)
{
    (void)state;
    for (int round = 0; round < 50; round++) {
        kbg_base *base = make_base();
        kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
        pthread_t threads[THREADS];
        holding held[THREADS];
        for (size_t i = 0; i < THREADS; i++) {
            held[i] = (holding){ .base = kbg_base_ref(base), .view = kbg_base_view(base) };
            held[i].hits = search(searcher, topics[0], NULL);
            held[i].item = kbg_hits_item(held[i].hits, 0);
        }
        kbg_searcher_free(searcher);
        kbg_base_unref(base);
        for (size_t i = 0; i < THREADS; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, let_go, &held[i]), 0);
        for (size_t i = 0; i < THREADS; i++) {
            assert_int_equal(pthread_join(threads[i], NULL), 0);
            assert_int_equal(held[i].wrong, 0);
        }
    }
}

/* Two lists of rules take turns; each check sees one of them as a whole, and so does each rendering in both its steps. */
typedef struct rule_user {
    kbg_base *base;
    kbg_rules *lists[2]; /* of those who replace */
    atomic_bool *go;
    size_t wrong, seen[2];
} rule_user;

enum { CHECKS = 3000, REPLACEMENTS = 300 };

/* What one list replaces in the item the other finds. */
static void render_one(rule_user *u, kbg_searcher *searcher, const kbg_item *item)
{
    kbg_snippet *snippet = NULL;
    u->wrong += kbg_render(searcher, item, NULL, &snippet, NULL) != KBG_OK;
    if (!snippet)
        return;
    const kbg_findings *findings = kbg_snippet_findings(snippet);
    const char *part = kbg_snippet_part(snippet, 0, NULL);
    bool is_first = strcmp(part, "甲 二 三[微笑]五") == 0;
    u->wrong += !is_first && strcmp(part, "一 二 丙[微笑]五") != 0;
    u->wrong += kbg_findings_count(findings) != 1;
    u->wrong += strcmp(kbg_findings_class(findings, 0, NULL), is_first ? "a" : "b") != 0;
    kbg_snippet_free(snippet);
}

static void *check_texts(void *data)
{
    static const char message[] = "一 二 三";
    rule_user *u = data;
    kbg_searcher *searcher = NULL;
    u->wrong += kbg_searcher_new(u->base, &searcher, NULL) != KBG_OK;
    kbg_view *view = kbg_base_view(u->base);
    while (!atomic_load(u->go))
        ;
    for (int i = 0; i < CHECKS && searcher; i++) {
        kbg_findings *findings = NULL;
        render_one(u, searcher, kbg_view_item(view, 0));
        u->wrong += kbg_check(searcher, message, strlen(message), NULL, &findings, NULL) != KBG_OK;
        if (kbg_findings_count(findings) != 2) {
            u->wrong++;
        } else { /* both are of the same list */
            const char *first = kbg_findings_class(findings, 0, NULL), *second = kbg_findings_class(findings, 1, NULL);
            u->wrong += strcmp(first, second) != 0;
            u->seen[first[0] == 'b']++;
        }
        kbg_findings_free(findings);
    }
    kbg_view_unref(view);
    kbg_searcher_free(searcher);
    return NULL;
}

static void *replace_rules(void *data)
{
    rule_user *u = data;
    while (!atomic_load(u->go))
        ;
    for (int i = 0; i < REPLACEMENTS; i++)
        u->wrong += kbg_base_set_rules(u->base, u->lists[i % 2], NULL) != KBG_OK;
    return NULL;
}

static void rules_are_replaced_while_others_check(void **state)
{
    (void)state;
    static const char *const lines[2] = {
        "{\"id\":\"1\",\"class\":\"a\",\"words\":[\"一\"],\"action\":\"replace\",\"replacement\":\"甲\"}\n{\"id\":\"2\",\"class\":\"a\",\"pattern\":\"二\"}",
        "{\"id\":\"1\",\"class\":\"b\",\"words\":[\"三\",\"四\"],\"action\":\"replace\",\"replacement\":\"丙\"}\n{\"id\":\"2\",\"class\":\"b\",\"pattern\":\"[一四]\"}"
    };
    kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"q\",\"answer\":\"一 二 三[微笑]五\"}");
    kbg_rules *lists[2];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(kbg_rules_new(NULL, &lists[i], NULL), KBG_OK);
        assert_int_equal(kbg_rules_load(lists[i], lines[i], strlen(lines[i]), (kbg_text){ 0 }, NULL), KBG_OK);
    }
    assert_int_equal(kbg_base_set_rules(base, lists[0], NULL), KBG_OK);
    atomic_bool go;
    atomic_init(&go, false);
    pthread_t threads[THREADS];
    rule_user users[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        users[i] = (rule_user){ .base = base, .lists = { lists[0], lists[1] }, .go = &go };
        assert_int_equal(pthread_create(&threads[i], NULL, i < 2 ? replace_rules : check_texts, &users[i]), 0);
    }
    atomic_store(&go, true);
    size_t seen = 0;
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(users[i].wrong, 0);
        seen += users[i].seen[0] + users[i].seen[1];
    }
    assert_int_equal(seen, (THREADS - 2) * CHECKS);
    for (int i = 0; i < 2; i++)
        kbg_rules_free(lists[i]);
    kbg_base_unref(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_threads_find_what_one_finds),
        cmocka_unit_test(eight_threads_find_what_one_finds_while_another_loads),
        cmocka_unit_test(of_two_threads_that_load_both_get_through),
        cmocka_unit_test(eight_threads_find_what_one_finds_while_word_lists_change),
        cmocka_unit_test(the_last_one_out_may_be_any_thread),
        cmocka_unit_test(rules_are_replaced_while_others_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
