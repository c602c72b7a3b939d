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

/* Four threads feed events while four search: whatever the order in which the events come in, the counts are those of one
 * thread that has fed them all. */
typedef struct event_user {
    kbg_base *base;
    atomic_bool *go;
    uint32_t number;
    size_t wrong;
} event_user;

enum { BATCHES = 300, BATCH = 7, HOT_SEARCHES = 150 };

static const int64_t event_now = INT64_C(1794369600000);

/* Feeds the events of one thread, which are the same each time; false if one was refused. */
static bool feed(kbg_base *base, uint32_t number)
{
    static const uint32_t types[] = { KBG_EVENT_SHOWN, KBG_EVENT_PICKED, KBG_EVENT_SENT, KBG_EVENT_EDITED,
                                      KBG_EVENT_RESOLVED, KBG_EVENT_REJECTED };
    uint32_t random = 12345 + number;
    for (int b = 0; b < BATCHES; b++) {
        kbg_event events[BATCH];
        char ids[BATCH][8];
        for (int i = 0; i < BATCH; i++) {
            random = random * 1664525u + 1013904223u;
            (void)snprintf(ids[i], sizeof(ids[i]), "t%02u", (random >> 8) % (TOPICS + 20)); /* some are not there */
            events[i] = (kbg_event)KBG_EVENT_INIT;
            events[i].type = types[(random >> 16) % COUNT_OF(types)];
            events[i].at = event_now - (int64_t)(random % 300000) * 60000; /* 30 half-lives */
            events[i].weight = 0.1 + random % 10;
            events[i].item = view_of(ids[i]);
        }
        if (kbg_base_event(base, events, BATCH, NULL, NULL) != KBG_OK)
            return false;
    }
    return true;
}

static void *feed_events(void *data)
{
    event_user *u = data;
    while (!atomic_load(u->go))
        ;
    u->wrong += !feed(u->base, u->number);
    for (int i = 0; i < BATCHES; i++) /* marks come and go, and are off in the end */
        u->wrong += kbg_base_set_hot_mark(u->base, "t03", 3, (kbg_hot_mark)((BATCHES - 1 - i) % 3), NULL) != KBG_OK;
    return NULL;
}

/* What is found keeps its promises at any moment. */
static size_t check_hot_hits(const kbg_hits *hits, bool add_up)
{
    size_t wrong = 0;
    for (size_t h = 0; h < kbg_hits_count(hits); h++) {
        double sum = 0, score = kbg_hits_score(hits, h), size = 0;
        for (size_t r = 0; r < kbg_hits_reason_count(hits, h); r++) {
            double value = kbg_hits_reason_value(hits, h, r);
            sum += value;
            size += value < 0 ? -value : value;
        }
        wrong += h > 0 && score > kbg_hits_score(hits, h - 1);
        wrong += add_up && (sum - score > 1e-9 * size || score - sum > 1e-9 * size);
    }
    return wrong;
}

static void *search_hot(void *data)
{
    event_user *u = data;
    kbg_searcher *searcher = NULL;
    u->wrong += kbg_searcher_new(u->base, &searcher, NULL) != KBG_OK;
    while (!atomic_load(u->go))
        ;
    for (size_t i = 0; i < HOT_SEARCHES && searcher; i++) {
        kbg_query query = KBG_QUERY_INIT;
        kbg_hot_options options = KBG_HOT_OPTIONS_INIT;
        const char *message = messages[i % MESSAGES];
        kbg_hits *hits = NULL;
        query.now = options.now = event_now;
        u->wrong += kbg_search(searcher, message, strlen(message), &query, &hits, NULL) != KBG_OK;
        u->wrong += kbg_hits_part_count(hits) == 1 ? check_hot_hits(hits, true) : 0;
        kbg_hits_free(hits);
        u->wrong += kbg_suggest(searcher, "t", 1, &query, &hits, NULL) != KBG_OK;
        u->wrong += check_hot_hits(hits, true);
        kbg_hits_free(hits);
        u->wrong += kbg_lookup(searcher, "/3", 2, &query, &hits, NULL) != KBG_OK;
        u->wrong += kbg_hits_count(hits) != 1;
        kbg_hits_free(hits);
        u->wrong += kbg_base_hot(u->base, &options, &hits, NULL) != KBG_OK;
        u->wrong += kbg_hits_count(hits) > TOPICS; /* a pinned item may come before one that is used more */
        kbg_hits_free(hits);
        u->wrong += !(kbg_base_hotness(u->base, "t01", 3, event_now) >= 0);
    }
    kbg_searcher_free(searcher);
    return NULL;
}

static void events_come_in_while_others_search(void **state)
{
    (void)state;
    kbg_base *base = make_base(), *alone = make_base();
    atomic_bool go;
    atomic_init(&go, false);
    pthread_t threads[THREADS];
    event_user users[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        users[i] = (event_user){ .base = base, .go = &go, .number = (uint32_t)i };
        assert_int_equal(pthread_create(&threads[i], NULL, i % 2 ? feed_events : search_hot, &users[i]), 0);
    }
    atomic_store(&go, true);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (uint32_t i = 0; i < THREADS; i++) {
        assert_int_equal(users[i].wrong, 0);
        assert_true(i % 2 == 0 || feed(alone, i));
    }
    size_t hot = 0;
    for (int i = 0; i < TOPICS + 20; i++) {
        char id[8];
        size_t len = (size_t)snprintf(id, sizeof(id), "t%02d", i);
        for (int day = -100; day < 100; day += 7) { /* to the last bit */
            int64_t now = event_now + day * INT64_C(86400000);
            assert_true(kbg_base_hotness(base, id, len, now) == kbg_base_hotness(alone, id, len, now));
        }
        hot += kbg_base_hotness(base, id, len, event_now) > 0;
    }
    assert_int_equal(hot, TOPICS + 20);
    assert_int_equal(kbg_base_hot_mark(base, "t03", 3), KBG_HOT_AS_USED);
    kbg_base_unref(base);
    kbg_base_unref(alone);
}

/* Eight threads feed events into one object, while one writes reports and one merges. */
typedef struct feeder {
    kbg_figures *figures;
    const kbg_view *view;
    uint32_t number;
    atomic_bool *go;
    size_t wrong;
} feeder;

enum { ADDED = 150, EVENTS = 7 };

/* Events that differ from thread to thread and from batch to batch. */
static void make_batch(uint32_t number, uint32_t round, char names[EVENTS][32], kbg_event events[EVENTS])
{
    for (uint32_t i = 0; i < EVENTS; i++) {
        uint32_t n = (number * ADDED + round) * EVENTS + i;
        kbg_event e = KBG_EVENT_INIT;
        (void)snprintf(names[i], 32, "t%02u", (unsigned)(n * 7 % 40));
        e.type = 1 + n % 10;
        e.at = (int64_t)(n % 5) * 86400000;
        e.rank = n % 13;
        e.response_ms = n * 37;
        e.item = e.agent = e.message = view_of(names[i]);
        events[i] = e;
    }
}

static void *count_events(void *data)
{
    feeder *f = data;
    char names[EVENTS][32];
    kbg_event events[EVENTS];
    while (!atomic_load(f->go))
        ;
    for (uint32_t round = 0; round < ADDED; round++) {
        make_batch(f->number, round, names, events);
        f->wrong += kbg_figures_add(f->figures, events, EVENTS, f->view, NULL) != KBG_OK;
    }
    return NULL;
}

static bool forget(const char *data, size_t len, void *user_data)
{
    (void)data;
    *(size_t *)user_data += len;
    return true;
}

static void *look_on(void *data)
{
    feeder *f = data;
    size_t len = 0;
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    kbg_figures *sum = NULL;
    options.flags = KBG_FIGURES_KEEP_MESSAGES;
    options.max_items = options.max_agents = options.max_messages = 10;
    options.max_periods = 3;
    f->wrong += kbg_figures_new(NULL, &options, &sum, NULL) != KBG_OK;
    while (!atomic_load(f->go))
        ;
    for (int i = 0; i < 10; i++) {
        f->wrong += kbg_figures_merge(sum, f->figures, NULL) != KBG_OK;
        f->wrong += kbg_figures_csv(f->figures, KBG_FIGURES_ITEMS, NULL, forget, &len, NULL) != KBG_OK;
        f->wrong += kbg_figures_json(f->figures, NULL, forget, &len, NULL) != KBG_OK;
        f->wrong += kbg_figures_set_rules(f->figures, NULL, NULL) != KBG_OK;
    }
    kbg_figures_unref(sum);
    return NULL;
}

/* Appends to a text that is large enough for it. */
typedef struct written {
    char data[65536];
    size_t len;
} written;

static bool keep(const char *data, size_t len, void *user_data)
{
    written *w = user_data;
    if (len > sizeof(w->data) - w->len)
        return false;
    memcpy(w->data + w->len, data, len);
    w->len += len;
    return true;
}

static void eight_threads_count_what_one_counts(void **state)
{
    (void)state;
    static written of_many, of_one;
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    kbg_figures *many, *one;
    kbg_base *base = make_base();
    kbg_view *view = kbg_base_view(base);
    options.flags = KBG_FIGURES_KEEP_MESSAGES;
    options.max_items = options.max_agents = options.max_messages = 10;
    options.max_periods = 3;
    assert_int_equal(kbg_figures_new(NULL, &options, &many, NULL), KBG_OK);
    assert_int_equal(kbg_figures_new(NULL, &options, &one, NULL), KBG_OK);
    atomic_bool go;
    atomic_init(&go, false);
    pthread_t threads[THREADS + 1];
    feeder feeders[THREADS + 1];
    for (uint32_t i = 0; i <= THREADS; i++) {
        feeders[i] = (feeder){ .figures = many, .view = view, .number = i, .go = &go };
        assert_int_equal(pthread_create(&threads[i], NULL, i < THREADS ? count_events : look_on, &feeders[i]), 0);
    }
    atomic_store(&go, true);
    for (size_t i = 0; i <= THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(feeders[i].wrong, 0);
    }
    for (uint32_t number = THREADS; number-- > 0;) {
        for (uint32_t round = 0; round < ADDED; round++) {
            char names[EVENTS][32];
            kbg_event events[EVENTS];
            make_batch(number, round, names, events);
            assert_int_equal(kbg_figures_add(one, events, EVENTS, view, NULL), KBG_OK);
        }
    }
    assert_int_equal(kbg_figures_write(many, keep, &of_many, NULL), KBG_OK);
    assert_int_equal(kbg_figures_write(one, keep, &of_one, NULL), KBG_OK);
    assert_int_equal(of_many.len, of_one.len);
    assert_memory_equal(of_many.data, of_one.data, of_one.len);
    of_many.len = of_one.len = 0;
    assert_int_equal(kbg_figures_json(many, NULL, keep, &of_many, NULL), KBG_OK);
    assert_int_equal(kbg_figures_json(one, NULL, keep, &of_one, NULL), KBG_OK);
    assert_int_equal(of_many.len, of_one.len);
    assert_memory_equal(of_many.data, of_one.data, of_one.len);
    kbg_figures_unref(many);
    kbg_figures_unref(one);
    kbg_view_unref(view);
    kbg_base_unref(base);
}

/* Eight threads search while two edit and two feed events. Each editor has ids of its own, so that what is there in the end
 * is determined, and each batch gives two items one number: who sees two numbers sees half a batch. */
enum { EDITORS = 2, FEEDERS = 2, OWN_IDS = 12, BATCHES_FEW = 60 };

static int edit_batches = BATCHES_FEW; /* a program argument makes them more */

typedef struct desk_user {
    kbg_base *base;
    atomic_bool *go, *done;
    uint32_t number;
    size_t wrong, asked;
} desk_user;

static void put_own(kbg_edit *edit, uint32_t editor, const char *which, uint32_t number, size_t *wrong)
{
    char json[256];
    int len = snprintf(json, sizeof(json),
                       "{\"id\":\"e%u-%s\",\"category\":\"类%u\",\"question\":\"%s%u怎么办\",\"alternatives\":[\"第%u次%s\"],"
                       "\"short_codes\":[\"/e%u\"],\"answer\":\"%u\"}",
                       editor, which, number % 3, topics[number % TOPICS], number, number, topics[number / 5 % TOPICS],
                       number % 7, number);
    *wrong += kbg_edit_put_json(edit, json, (size_t)len, KBG_ANY_REVISION, NULL) != KBG_OK;
}

/* Commits the batches of one editor, which are the same each time. */
static size_t edit_all(kbg_base *base, uint32_t editor, bool compacts)
{
    kbg_edit *edit = NULL;
    size_t wrong = 0;
    uint32_t random = 777 + editor;
    if (kbg_edit_begin(base, &edit, NULL) != KBG_OK)
        return 1;
    for (int b = 0; b < edit_batches; b++) {
        char which[8], id[16];
        kbg_status status;
        put_own(edit, editor, "p", (uint32_t)b, &wrong);
        put_own(edit, editor, "q", (uint32_t)b, &wrong);
        for (int i = 0; i < 3; i++) {
            random = random * 1664525u + 1013904223u;
            (void)snprintf(which, sizeof(which), "%u", (random >> 8) % OWN_IDS);
            int len = snprintf(id, sizeof(id), "e%u-%s", editor, which);
            if ((random >> 16) % 3)
                put_own(edit, editor, which, random >> 20, &wrong);
            else
                wrong += kbg_edit_remove(edit, id, (size_t)len, KBG_ANY_REVISION, NULL) != KBG_OK;
        }
        while ((status = kbg_edit_commit(edit, NULL, NULL)) == KBG_ERR_BUSY)
            ;
        wrong += status != KBG_OK;
        if (compacts && b % 8 == 7) {
            status = kbg_base_compact(base, NULL);
            wrong += status != KBG_OK && status != KBG_ERR_BUSY;
        }
    }
    kbg_edit_free(edit);
    return wrong;
}

static void *edit_beside(void *data)
{
    desk_user *u = data;
    while (!atomic_load(u->go))
        ;
    u->wrong += edit_all(u->base, u->number, u->number == 0);
    return NULL;
}

static bool feed_all(kbg_base *base, uint32_t number)
{
    bool fed = true;
    for (int i = 0; i < edit_batches / BATCHES_FEW; i++)
        fed = feed(base, number + FEEDERS * (uint32_t)i) && fed;
    return fed;
}

static void *feed_beside(void *data)
{
    desk_user *u = data;
    while (!atomic_load(u->go))
        ;
    u->wrong += !feed_all(u->base, u->number);
    return NULL;
}

/* Both items of a pair are there with one number, or none is. */
static size_t check_pair(const kbg_view *view, uint32_t editor)
{
    char p[8], q[8];
    (void)snprintf(p, sizeof(p), "e%u-p", editor);
    (void)snprintf(q, sizeof(q), "e%u-q", editor);
    const kbg_item *first = kbg_view_find(view, p, 4), *second = kbg_view_find(view, q, 4);
    if (!first || !second)
        return first != second;
    return strcmp(kbg_answer_body(kbg_item_answer(first, 0), NULL), kbg_answer_body(kbg_item_answer(second, 0), NULL)) != 0;
}

static void *search_beside(void *data)
{
    desk_user *u = data;
    kbg_searcher *searcher = NULL;
    u->wrong += kbg_searcher_new(u->base, &searcher, NULL) != KBG_OK;
    while (!atomic_load(u->go))
        ;
    for (size_t i = u->number; searcher && !atomic_load(u->done); i++) {
        const char *message = messages[i % MESSAGES];
        kbg_query query = KBG_QUERY_INIT;
        kbg_hits *hits = NULL;
        query.now = event_now;
        u->wrong += kbg_search(searcher, message, strlen(message), &query, &hits, NULL) != KBG_OK;
        u->wrong += kbg_hits_count(hits) == 0;
        u->wrong += kbg_hits_part_count(hits) == 1 ? check_hot_hits(hits, true) : 0;
        kbg_hits_free(hits);
        u->wrong += kbg_suggest(searcher, message, 3, &query, &hits, NULL) != KBG_OK;
        u->wrong += check_hot_hits(hits, true);
        kbg_hits_free(hits);
        u->wrong += kbg_lookup(searcher, "/3", 2, &query, &hits, NULL) != KBG_OK || kbg_hits_count(hits) != 1;
        kbg_hits_free(hits);
        kbg_view *view = kbg_base_view(u->base);
        for (uint32_t e = 0; e < EDITORS; e++)
            u->wrong += check_pair(view, e);
        kbg_view_unref(view);
        u->asked++;
    }
    kbg_searcher_free(searcher);
    return NULL;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The dump of a base with its lines sorted: the order of new items is that in which the editors came to commit. */
static text sorted_dump(kbg_base *base)
{
    char *lines[TOPICS + EDITORS * (OWN_IDS + 2)];
    size_t count = 0;
    text all = dump(base), sorted = { 0 };
    for (char *line = strtok(all.data, "\n"); line; line = strtok(NULL, "\n")) {
        assert_true(count < COUNT_OF(lines));
        lines[count++] = line;
    }
    qsort(lines, count, sizeof(lines[0]), by_text);
    for (size_t i = 0; i < count; i++)
        text_add_format(&sorted, "%s\n", lines[i]);
    text_free(&all);
    return sorted;
}

/* Hits of all messages are the same to the last bit. */
static void assert_same_answers(kbg_base *is, kbg_base *expected)
{
    kbg_searcher *a = searcher_of(kbg_base_ref(is)), *b = searcher_of(kbg_base_ref(expected));
    kbg_query query = KBG_QUERY_INIT;
    query.now = event_now;
    for (size_t m = 0; m < MESSAGES; m++) {
        kbg_hits *left = search(a, messages[m], &query), *right = search(b, messages[m], &query);
        assert_int_equal(kbg_hits_count(left), kbg_hits_count(right));
        for (size_t h = 0; h < kbg_hits_count(left); h++) {
            assert_string_equal(kbg_item_id(kbg_hits_item(left, h), NULL), kbg_item_id(kbg_hits_item(right, h), NULL));
            assert_true(kbg_hits_score(left, h) == kbg_hits_score(right, h));
            assert_true(kbg_hits_confidence(left, h) == kbg_hits_confidence(right, h));
            assert_int_equal(kbg_hits_reason_count(left, h), kbg_hits_reason_count(right, h));
            for (size_t r = 0; r < kbg_hits_reason_count(left, h); r++)
                assert_true(kbg_hits_reason_value(left, h, r) == kbg_hits_reason_value(right, h, r));
        }
        kbg_hits_free(left);
        kbg_hits_free(right);
    }
    kbg_searcher_free(a);
    kbg_searcher_free(b);
}

static void a_desk_at_work_leaves_what_one_thread_would(void **state)
{
    (void)state;
    kbg_base *base = make_base(), *replayed = make_base(), *fresh = base_of(NULL);
    atomic_bool go, done;
    enum { ALL = THREADS + EDITORS + FEEDERS };
    pthread_t threads[ALL];
    desk_user users[ALL];
    size_t asked = 0;
    atomic_init(&go, false);
    atomic_init(&done, false);
    for (uint32_t i = 0; i < ALL; i++) {
        bool edits = i < EDITORS, feeds = !edits && i < EDITORS + FEEDERS;
        users[i] = (desk_user){ base, &go, &done, edits ? i : feeds ? i - EDITORS : i - EDITORS - FEEDERS, 0, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, edits ? edit_beside : feeds ? feed_beside : search_beside,
                                        &users[i]), 0);
    }
    atomic_store(&go, true);
    for (size_t i = 0; i < ALL; i++) {
        if (i == EDITORS + FEEDERS)
            atomic_store(&done, true);
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(users[i].wrong, 0);
        asked += users[i].asked;
    }
    assert_true(asked > 0);
    for (uint32_t i = 0; i < EDITORS; i++)
        assert_int_equal(edit_all(replayed, i, false), 0);
    for (uint32_t i = 0; i < FEEDERS; i++)
        assert_true(feed_all(replayed, i));
    text is = sorted_dump(base), expected = sorted_dump(replayed);
    assert_text(is.data, is.len, expected.data);
    load(fresh, is.data);
    for (uint32_t i = FEEDERS; i > 0; i--)
        assert_true(feed_all(fresh, i - 1));
    assert_same_answers(base, replayed);
    assert_same_answers(base, fresh);
    kbg_view *view = kbg_base_view(base);
    assert_int_equal(kbg_view_revision(view), 1 + EDITORS * edit_batches);
    kbg_view_unref(view);
    printf("%d batches, %zu rounds of searches beside them\n", EDITORS * edit_batches, asked);
    text_free(&is);
    text_free(&expected);
    kbg_base_unref(base);
    kbg_base_unref(replayed);
    kbg_base_unref(fresh);
}

enum { GIVERS = 3, TAKERS = 2, GIVEN = 300, PLACES = 8 };

/* What one thread leaves for another: hits, a snippet and findings, and what they say. */
typedef struct parcel {
    kbg_hits *hits;
    kbg_snippet *snippet;
    kbg_findings *findings;
    char expected[512];
} parcel;

static void describe(const parcel *p, char out[512])
{
    (void)snprintf(out, 512, "%zu %s %a|%s|%zu %s", kbg_hits_count(p->hits),
                   kbg_item_id(kbg_hits_item(p->hits, 0), NULL), kbg_hits_score(p->hits, 0),
                   kbg_snippet_part(p->snippet, 0, NULL), kbg_findings_count(p->findings),
                   kbg_findings_text(p->findings, NULL));
}

typedef struct post {
    kbg_base *base;
    _Atomic(parcel *) places[PLACES];
    atomic_int giving;
    atomic_size_t wrong, taken;
} post;

/* Searches, renders, checks, and leaves all of it to others. */
static void *give_away(void *data)
{
    post *p = data;
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_text value = view_of("王先生");
    kbg_searcher *searcher = NULL;
    options.variable = give;
    options.user_data = &value;
    for (size_t i = 0; i < GIVEN; i++) {
        const char *message = messages[i % MESSAGES];
        parcel *made = calloc(1, sizeof(*made)), *none = NULL;
        if (i % 50 == 0) { /* what it made outlives it */
            kbg_searcher_free(searcher);
            searcher = NULL;
        }
        if (!made || (!searcher && kbg_searcher_new(p->base, &searcher, NULL) != KBG_OK) ||
            kbg_search(searcher, message, strlen(message), NULL, &made->hits, NULL) != KBG_OK ||
            kbg_render(searcher, kbg_hits_item(made->hits, 0), &options, &made->snippet, NULL) != KBG_OK ||
            kbg_check(searcher, message, strlen(message), NULL, &made->findings, NULL) != KBG_OK) {
            atomic_fetch_add(&p->wrong, 1);
            break;
        }
        describe(made, made->expected);
        for (size_t at = i;; at++, none = NULL)
            if (atomic_compare_exchange_strong(&p->places[at % PLACES], &none, made))
                break;
    }
    kbg_searcher_free(searcher);
    atomic_fetch_sub(&p->giving, 1);
    return NULL;
}

/* Looks at what others made, and frees it. */
static void *take_over(void *data)
{
    post *p = data;
    for (bool last = false;;) {
        size_t found = 0;
        for (size_t i = 0; i < PLACES; i++) {
            char now[512];
            parcel *taken = atomic_exchange(&p->places[i], NULL);
            if (!taken)
                continue;
            describe(taken, now);
            if (strcmp(now, taken->expected) != 0)
                atomic_fetch_add(&p->wrong, 1);
            kbg_hits_free(taken->hits);
            kbg_snippet_free(taken->snippet);
            kbg_findings_free(taken->findings);
            free(taken);
            found++;
        }
        atomic_fetch_add(&p->taken, found);
        if (last && found == 0)
            return NULL;
        last = atomic_load(&p->giving) == 0;
    }
}

static void what_one_thread_made_another_frees(void **state)
{
    (void)state;
    post p = { .base = make_base() };
    pthread_t threads[GIVERS + TAKERS];
    for (size_t i = 0; i < PLACES; i++)
        atomic_init(&p.places[i], NULL);
    atomic_init(&p.giving, GIVERS);
    atomic_init(&p.wrong, 0);
    atomic_init(&p.taken, 0);
    for (size_t i = 0; i < GIVERS + TAKERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, i < GIVERS ? give_away : take_over, &p), 0);
    for (size_t i = 0; i < GIVERS + TAKERS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(atomic_load(&p.wrong), 0);
    assert_int_equal(atomic_load(&p.taken), GIVERS * GIVEN);
    kbg_base_unref(p.base);
}

/* With a number: only the last test, with so many times as many batches. */
int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_threads_find_what_one_finds),
        cmocka_unit_test(eight_threads_find_what_one_finds_while_another_loads),
        cmocka_unit_test(of_two_threads_that_load_both_get_through),
        cmocka_unit_test(eight_threads_find_what_one_finds_while_word_lists_change),
        cmocka_unit_test(the_last_one_out_may_be_any_thread),
        cmocka_unit_test(rules_are_replaced_while_others_check),
        cmocka_unit_test(events_come_in_while_others_search),
        cmocka_unit_test(eight_threads_count_what_one_counts),
        cmocka_unit_test(what_one_thread_made_another_frees),
        cmocka_unit_test(a_desk_at_work_leaves_what_one_thread_would),
    };
    if (argc > 1) {
        edit_batches = BATCHES_FEW * atoi(argv[1]);
        cmocka_set_test_filter("a_desk_*");
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
