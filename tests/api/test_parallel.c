/* SPDX-License-Identifier: MIT */
/* Bases that are lent threads, by hosts that run tasks in every way there is: what they hold, find and report is that of a
 * base with one thread, to the last bit. Meant to be run under ThreadSanitizer too (-Db_sanitize=thread). */
#include "helper.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS = 6000, MIXED = 4500, POOL = 4 };

/* Runs tasks in one thread: in their order, backwards, with some left out, with all repeated. */
static void in_order(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    (void)user_data;
    for (size_t i = 0; i < count; i++)
        task(i, task_data);
}

static void reversed(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    (void)user_data;
    for (size_t i = count; i-- > 0;)
        task(i, task_data);
}

static void every_other(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    (void)user_data;
    for (size_t i = 1; i < count; i += 2)
        task(i, task_data);
}

static void twice(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    (void)user_data;
    for (size_t i = 0; i <= 2 * count; i++)
        task(i % (count + 1), task_data);
}

/* A pool of threads that wait for tasks. Two calls at the same time take turns. */
typedef struct pool {
    pthread_t threads[POOL];
    pthread_mutex_t mutex, turn;
    pthread_cond_t wanted, done;
    kbg_task_fn task;
    void *task_data;
    size_t next, count, running;
    bool twice, ended;
    atomic_size_t calls;
} pool;

static void *work(void *data)
{
    pool *p = data;
    pthread_mutex_lock(&p->mutex);
    while (!p->ended) {
        if (p->next == p->count) {
            pthread_cond_wait(&p->wanted, &p->mutex);
            continue;
        }
        size_t index = p->next++;
        p->running++;
        pthread_mutex_unlock(&p->mutex);
        p->task(p->twice ? index / 2 : index, p->task_data);
        pthread_mutex_lock(&p->mutex);
        if (--p->running == 0 && p->next == p->count)
            pthread_cond_signal(&p->done);
    }
    pthread_mutex_unlock(&p->mutex);
    return NULL;
}

static void by_pool(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    pool *p = user_data;
    atomic_fetch_add(&p->calls, 1);
    pthread_mutex_lock(&p->turn);
    pthread_mutex_lock(&p->mutex);
    p->task = task;
    p->task_data = task_data;
    p->next = 0;
    p->count = p->twice ? 2 * count : count;
    pthread_cond_broadcast(&p->wanted);
    while (p->next < p->count || p->running > 0)
        pthread_cond_wait(&p->done, &p->mutex);
    pthread_mutex_unlock(&p->mutex);
    pthread_mutex_unlock(&p->turn);
}

static void pool_init(pool *p, bool repeats)
{
    *p = (pool){ .twice = repeats };
    atomic_init(&p->calls, 0);
    assert_int_equal(pthread_mutex_init(&p->mutex, NULL), 0);
    assert_int_equal(pthread_mutex_init(&p->turn, NULL), 0);
    assert_int_equal(pthread_cond_init(&p->wanted, NULL), 0);
    assert_int_equal(pthread_cond_init(&p->done, NULL), 0);
    for (size_t i = 0; i < POOL; i++)
        assert_int_equal(pthread_create(&p->threads[i], NULL, work, p), 0);
}

static void pool_free(pool *p)
{
    pthread_mutex_lock(&p->mutex);
    p->ended = true;
    pthread_cond_broadcast(&p->wanted);
    pthread_mutex_unlock(&p->mutex);
    for (size_t i = 0; i < POOL; i++)
        assert_int_equal(pthread_join(p->threads[i], NULL), 0);
    pthread_mutex_destroy(&p->mutex);
    pthread_mutex_destroy(&p->turn);
    pthread_cond_destroy(&p->wanted);
    pthread_cond_destroy(&p->done);
}

/* The hosts that are tried: these, and two pools. */
static const struct {
    kbg_parallel_for_fn parallel_for;
    uint32_t threads;
} hosts[] = { { in_order, 3 }, { reversed, 2 }, { every_other, 2 }, { twice, 64 }, { by_pool, 2 }, { by_pool, POOL } };

/* Those that are enough where one thread has much to do. */
static const size_t two_hosts[] = { 1, 4 };

static pool pools[2]; /* the second one repeats its tasks */

static int start(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pools); i++)
        pool_init(&pools[i], i == 1);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pools); i++)
        pool_free(&pools[i]);
    return 0;
}

/* An empty base that a host lends threads; none if host is the number of hosts. */
static kbg_base *base_on(size_t host, const kbg_allocator *allocator, uint64_t line_bytes)
{
    kbg_base_options *options;
    assert_int_equal(kbg_base_options_new(allocator, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_LINE_BYTES, line_bytes), KBG_OK);
    if (host < COUNT_OF(hosts))
        assert_int_equal(kbg_base_options_set_parallel_for(options, hosts[host].parallel_for,
                                                           &pools[host + 1 == COUNT_OF(hosts)], hosts[host].threads),
                         KBG_OK);
    kbg_base *base = base_with(options, NULL);
    kbg_base_options_free(options);
    return base;
}

static const char *const words[] = { "退货",   "运费", "发票", "优惠券", "iPhone15", "保修", "物流", "套餐",
                                     "改地址", "会员", "199元", "A-102",  "为什么",   "不能", "多少", "換貨" };

/* The n-th of many texts: always the same, and no two with the same words in the same order for a long time. */
static void add_words(text *t, uint32_t n, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        n = n * 1664525u + 1013904223u;
        text_add_cstr(t, words[n >> 28]);
        if (n >> 26 & 1)
            text_add_format(t, "%u", n >> 20 & 63);
    }
}

static void add_item(text *t, uint32_t n, const char *prefix)
{
    text_add_format(t, "{\"id\":\"%s%05u\",\"category\":\"类%u\",\"question\":\"", prefix, n, n % 7);
    add_words(t, n, 3);
    text_add_cstr(t, "\",\"alternatives\":[\"");
    add_words(t, n + 77777, 2);
    text_add_format(t, "\"],\"short_codes\":[\"/%u\"],\"keywords\":[\"%s\"],\"answer\":\"", n % 900, words[n % 16]);
    add_words(t, n + 33333, n % 9);
    text_add_cstr(t, "\"}\n");
}

static const char *const messages[] = { "怎么退货",    "运费199元为什么不能退", "iPhone15保修多少", "改地址 A-102",
                                        "換貨優惠券4", "发票",                  "会员套餐",         "物流" };

/* All that a base holds and finds. */
static text contents(kbg_base *base)
{
    text t = dump(base);
    kbg_query query = KBG_QUERY_INIT;
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    kbg_view *view = kbg_base_view(base);
    text_add_format(&t, "revision %llu\n", (unsigned long long)kbg_view_revision(view));
    query.limit = 40;
    for (size_t m = 0; m < COUNT_OF(messages); m++) {
        kbg_hits *hits = search(searcher, messages[m], &query);
        for (size_t h = 0; h < kbg_hits_count(hits); h++) {
            const char *id = kbg_item_id(kbg_hits_item(hits, h), NULL);
            text_add_format(&t, "%s %a %a %zu", id, kbg_hits_score(hits, h), kbg_hits_confidence(hits, h),
                            kbg_hits_question(hits, h));
            text_add_format(&t, " at %llu", (unsigned long long)kbg_view_item_revision(view, id, strlen(id)));
            for (size_t r = 0; r < kbg_hits_reason_count(hits, h); r++)
                text_add_format(&t, " %a", kbg_hits_reason_value(hits, h, r));
            text_add_cstr(&t, "\n");
        }
        kbg_hits_free(hits);
        assert_int_equal(kbg_suggest(searcher, messages[m], strlen(messages[m]), &query, &hits, NULL), KBG_OK);
        for (size_t h = 0; h < kbg_hits_count(hits); h++)
            text_add_format(&t, "%s %s\n", kbg_item_id(kbg_hits_item(hits, h), NULL),
                            kbg_hits_completion(hits, h, NULL));
        kbg_hits_free(hits);
    }
    kbg_hits *hits = lookup(searcher, "/123", &query);
    for (size_t h = 0; h < kbg_hits_count(hits); h++)
        text_add_format(&t, "%s\n", kbg_item_id(kbg_hits_item(hits, h), NULL));
    kbg_hits_free(hits);
    kbg_view_unref(view);
    kbg_searcher_free(searcher);
    return t;
}

static void assert_contents(kbg_base *is, kbg_base *expected)
{
    text a = contents(is), b = contents(expected);
    assert_text(a.data, a.len, b.data);
    text_free(&a);
    text_free(&b);
}

/* Reads a text in pieces of odd sizes, in one thread only, and may fail at the end. */
typedef struct source {
    const char *text;
    size_t len;
    bool fails, is_elsewhere;
    pthread_t thread;
} source;

static size_t read_source(char *buffer, size_t size, void *user_data)
{
    source *s = user_data;
    size_t len = s->len < 7001 ? s->len : 7001;
    s->is_elsewhere |= !pthread_equal(s->thread, pthread_self());
    if (len == 0 && s->fails)
        return KBG_READ_FAILED;
    len = len < size ? len : size;
    if (len)
        memcpy(buffer, s->text, len);
    s->text += len;
    s->len -= len;
    return len;
}

static void add_error(text *t, const kbg_error *error)
{
    text_add_format(t, "%s:%llu:%llu@%llu %s %s\n", kbg_error_source(error), (unsigned long long)kbg_error_line(error),
                    (unsigned long long)kbg_error_column(error), (unsigned long long)kbg_error_offset(error),
                    kbg_status_name(kbg_error_status(error)), kbg_error_message(error));
}

/* Loads a text; says all that the load told. */
static text told(kbg_base *base, const text *jsonl, uint32_t flags, bool wants_report, bool fails)
{
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    kbg_report *report = NULL;
    kbg_error *error = NULL;
    source s = { jsonl->data, jsonl->len, fails, false, pthread_self() };
    text t = { 0 };
    options.flags = flags;
    options.source = view_of("items.jsonl");
    kbg_status status = kbg_base_load_from(base, KBG_FORMAT_JSONL, read_source, &s, &options,
                                           wants_report ? &report : NULL, &error);
    assert_false(s.is_elsewhere);
    text_add_format(&t, "%s\n", kbg_status_name(status));
    if (error)
        add_error(&t, error);
    if (report) {
        text_add_format(&t, "%zu added, %zu replaced, %zu skipped, %zu bad\n", kbg_report_item_count(report),
                        kbg_report_replaced_count(report), kbg_report_skipped_count(report),
                        kbg_report_bad_count(report));
        for (size_t i = 0; i < kbg_report_error_count(report); i++)
            add_error(&t, kbg_report_error(report, i));
    }
    kbg_report_free(report);
    kbg_error_free(error);
    return t;
}

static text good_lines(uint32_t count, const char *prefix)
{
    text jsonl = { 0 };
    for (uint32_t n = 0; n < count; n++)
        add_item(&jsonl, n, prefix);
    return jsonl;
}

static void a_base_holds_and_finds_what_it_does_with_one_thread(void **state)
{
    (void)state;
    text jsonl = good_lines(ITEMS, "i");
    kbg_base *one = base_on(COUNT_OF(hosts), NULL, 0);
    text expected_told = told(one, &jsonl, 0, true, false), expected = contents(one);
    assert_true(jsonl.len > 9 * (size_t)1 << 16); /* so two threads take it in several turns */
    for (size_t h = 0; h < COUNT_OF(hosts); h++) {
        kbg_base *base = base_on(h, NULL, 0);
        size_t calls = atomic_load(&pools[0].calls) + atomic_load(&pools[1].calls);
        text said = told(base, &jsonl, 0, true, false), is = contents(base);
        assert_text(said.data, said.len, expected_told.data);
        assert_text(is.data, is.len, expected.data);
        calls = atomic_load(&pools[0].calls) + atomic_load(&pools[1].calls) - calls;
        assert_int_equal(calls >= 5, hosts[h].parallel_for == by_pool);
        text_free(&said);
        text_free(&is);
        kbg_base_unref(base);
    }
    text_free(&expected);
    text_free(&expected_told);
    text_free(&jsonl);
    kbg_base_unref(one);
}

/* Good lines with every kind of bad ones between them, near the borders of chunks too: one in 61 is bad, and some lines
 * are blank, end with CR LF or are indented. */
static text mixed_lines(void)
{
    static const char *const bad[] = {
        "{\"id\":\"x\",\"question\":\"退\"",                           /* not closed */
        "{\"id\":\"x\",\"question\":7}",                               /* a wrong type */
        "{\"id\":\"x\"}",                                              /* a field is missing */
        "  {\"question\":\"退\",\"id\":\"i00005\"}",                   /* the id of another line */
        "{\"id\":\"x\",\"question\":\"\xE9\x80\"}",                    /* not UTF-8 */
        "{\"id\":\"x\",\"question\":\"退\",\"answer\":\"{{坏\"}",      /* a bad template */
        "{\"id\":\"x\",\"question\":\"退\",\"kind\":\"none\"}",        /* a value that is not allowed */
        "[1]",                                                         /* no object */
        "{\"id\":\"i00005\",\"question\":\"是我\",\"extra\":{\"a\":[1,2,3]}}",
    };
    text jsonl = { 0 };
    text_add_cstr(&jsonl, "\xEF\xBB\xBF");
    for (uint32_t n = 0; n < MIXED; n++) {
        if (n % 61 == 60) {
            text_add_cstr(&jsonl, bad[n / 61 % COUNT_OF(bad)]);
            text_add_cstr(&jsonl, n % 2 ? "\r\n" : "\n");
        }
        if (n % 503 == 502) {
            text_add_cstr(&jsonl, "{\"id\":\"");
            text_add_repeated(&jsonl, "长", n % 2 ? 700 : 30000); /* too long, or much too long */
            text_add_cstr(&jsonl, "\"}\n");
        }
        if (n % 97 == 96)
            text_add_cstr(&jsonl, n % 2 ? "\n" : "\r\n \t\n");
        if (n % 89 == 88)
            text_add_cstr(&jsonl, "  \t");
        add_item(&jsonl, n, "i");
    }
    text_add_cstr(&jsonl, "{\"id\":\"last\",\"question\":\"没有换行\"}");
    return jsonl;
}

static void bad_lines_are_reported_as_with_one_thread(void **state)
{
    static const struct {
        uint32_t flags;
        bool wants_report, fails;
    } rows[] = {
        { 0, false, false },
        { 0, true, false },
        { KBG_LOAD_SKIP_BAD, false, false },
        { KBG_LOAD_SKIP_BAD, true, false },
        { KBG_LOAD_SKIP_BAD | KBG_LOAD_SKIP_EXISTING, true, false },
        { KBG_LOAD_SKIP_BAD | KBG_LOAD_OVERWRITE, true, false },
        { 0, false, true },
        { KBG_LOAD_SKIP_BAD, true, true },
    };
    (void)state;
    text jsonl = mixed_lines(), some = good_lines(40, "i");
    assert_true(jsonl.len > 9 * (size_t)1 << 16);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base *one = base_on(COUNT_OF(hosts), NULL, 2000);
        load(one, some.data);
        text expected = told(one, &jsonl, rows[i].flags, rows[i].wants_report, rows[i].fails);
        for (size_t h = 0; h < COUNT_OF(two_hosts); h++) {
            kbg_base *base = base_on(two_hosts[h], NULL, 2000);
            load(base, some.data);
            text is = told(base, &jsonl, rows[i].flags, rows[i].wants_report, rows[i].fails);
            assert_text(is.data, is.len, expected.data);
            if (h == 0)
                assert_contents(base, one);
            text_free(&is);
            kbg_base_unref(base);
        }
        text_free(&expected);
        kbg_base_unref(one);
    }
    text_free(&jsonl);
    text_free(&some);
}

static void put(kbg_edit *edit, const char *prefix, uint32_t n)
{
    text line = { 0 };
    add_item(&line, n, prefix);
    assert_int_equal(kbg_edit_put_json(edit, line.data, line.len - 1, KBG_ANY_REVISION, NULL), KBG_OK);
    text_free(&line);
}

/* A life of a base: loads, batches, other word lists, compaction. */
static void live(kbg_base *base)
{
    kbg_words *lists;
    kbg_edit *edit;
    text jsonl = good_lines(ITEMS / 2, "i"), more = good_lines(ITEMS / 4, "m");
    load(base, jsonl.data);
    load(base, more.data);
    assert_int_equal(kbg_edit_begin(base, &edit, NULL), KBG_OK);
    for (uint32_t n = 0; n < 900; n++)
        put(edit, n % 3 ? "e" : "i", n);
    for (uint32_t n = 0; n < 300; n++) {
        char id[16];
        int len = snprintf(id, sizeof(id), "m%05u", n * 3);
        assert_int_equal(kbg_edit_remove(edit, id, (size_t)len, KBG_ANY_REVISION, NULL), KBG_OK);
    }
    assert_int_equal(kbg_edit_commit(edit, NULL, NULL), KBG_OK);
    kbg_edit_free(edit);
    assert_int_equal(kbg_words_new(NULL, &lists), KBG_OK);
    assert_int_equal(kbg_words_add_term(lists, view_of("优惠券退货"), view_of("退券"), NULL), KBG_OK);
    assert_int_equal(kbg_base_set_words(base, lists, NULL), KBG_OK);
    kbg_words_free(lists);
    text_free(&jsonl);
    jsonl = good_lines(ITEMS / 8, "n");
    load(base, jsonl.data);
    assert_int_equal(kbg_base_compact(base, NULL), KBG_OK);
    text_free(&jsonl);
    text_free(&more);
}

static void commits_word_lists_and_compactions_leave_the_same(void **state)
{
    (void)state;
    kbg_base *one = base_on(COUNT_OF(hosts), NULL, 0);
    live(one);
    text expected = contents(one);
    for (size_t h = 0; h < COUNT_OF(two_hosts); h++) {
        kbg_base *base = base_on(two_hosts[h], NULL, 0);
        live(base);
        text is = contents(base);
        assert_text(is.data, is.len, expected.data);
        text_free(&is);
        kbg_base_unref(base);
    }
    text_free(&expected);
    kbg_base_unref(one);
}

/* An allocator for many threads, whose n-th request fails. */
typedef struct counted {
    atomic_size_t calls, live;
    size_t fail_at;
} counted;

static bool refuses(counted *c)
{
    return atomic_fetch_add(&c->calls, 1) + 1 == c->fail_at;
}

static void *counted_malloc(size_t size, void *user_data)
{
    counted *c = user_data;
    void *block = refuses(c) ? NULL : malloc(size);
    if (block)
        atomic_fetch_add(&c->live, 1);
    return block;
}

static void *counted_realloc(void *block, size_t old_size, size_t size, void *user_data)
{
    return size > old_size && refuses(user_data) ? NULL : realloc(block, size);
}

static void counted_free(void *block, void *user_data)
{
    atomic_fetch_sub(&((counted *)user_data)->live, 1);
    free(block);
}

static void memory_that_runs_out_in_a_thread_changes_nothing(void **state)
{
    (void)state;
    text some = good_lines(20, "s"), jsonl = good_lines(ITEMS / 4, "i");
    size_t failed = 0;
    counted c = { .fail_at = 0 };
    atomic_init(&c.calls, 0);
    atomic_init(&c.live, 0);
    kbg_allocator allocator = { sizeof(allocator), counted_malloc, counted_realloc, counted_free, &c };
    kbg_base *base = base_on(COUNT_OF(hosts) - 1, &allocator, 0);
    load(base, some.data);
    for (size_t n = 1;; n += 1 + n / 8) {
        size_t live_before = atomic_load(&c.live);
        atomic_store(&c.calls, 0);
        c.fail_at = n;
        kbg_status status = load_status(base, jsonl.data, jsonl.len);
        c.fail_at = 0;
        if (status == KBG_OK)
            break;
        assert_int_equal(status, KBG_ERR_NOMEM);
        assert_int_equal(atomic_load(&c.live), live_before);
        failed++;
    }
    assert_true(failed > 20);
    kbg_base *again = base_on(COUNT_OF(hosts), NULL, 0);
    load(again, some.data);
    load(again, jsonl.data);
    assert_contents(base, again);
    kbg_base_unref(again);
    kbg_base_unref(base);
    assert_int_equal(atomic_load(&c.live), 0);
    text_free(&some);
    text_free(&jsonl);
}

/* One thread commits while another compacts: both are lent threads by the same pool. */
typedef struct committing {
    kbg_base *base;
    size_t wrong;
} committing;

static void *commit_on(void *data)
{
    committing *c = data;
    for (uint32_t round = 0; round < 12; round++) {
        char line[120];
        kbg_edit *edit = NULL;
        if (kbg_edit_begin(c->base, &edit, NULL) != KBG_OK) {
            c->wrong++;
            continue;
        }
        for (uint32_t n = 0; n < 400; n++) {
            int len = snprintf(line, sizeof(line), "{\"id\":\"c%u\",\"question\":\"%s%u%s\",\"answer\":\"%s\"}", n,
                               words[n % 16], round, words[(n + round) % 16], words[n / 16 % 16]);
            c->wrong += kbg_edit_put_json(edit, line, (size_t)len, KBG_ANY_REVISION, NULL) != KBG_OK;
        }
        kbg_status status;
        while ((status = kbg_edit_commit(edit, NULL, NULL)) == KBG_ERR_BUSY)
            ;
        c->wrong += status != KBG_OK;
        kbg_edit_free(edit);
    }
    return NULL;
}

static void compactions_and_commits_share_threads(void **state)
{
    (void)state;
    text jsonl = good_lines(ITEMS / 4, "i");
    kbg_base *base = base_on(COUNT_OF(hosts) - 2, NULL, 0), *again = base_on(COUNT_OF(hosts), NULL, 0);
    committing c = { base, 0 };
    pthread_t thread;
    load(base, jsonl.data);
    assert_int_equal(pthread_create(&thread, NULL, commit_on, &c), 0);
    for (int i = 0; i < 12; i++) {
        kbg_status status = kbg_base_compact(base, NULL);
        assert_true(status == KBG_OK || status == KBG_ERR_BUSY);
    }
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(c.wrong, 0);
    load(again, jsonl.data);
    c.base = again;
    (void)commit_on(&c);
    assert_contents(base, again);
    kbg_base_unref(base);
    kbg_base_unref(again);
    text_free(&jsonl);
}

/* A preview reads with threads too. */
static void a_preview_is_that_of_one_thread(void **state)
{
    (void)state;
    text jsonl = mixed_lines(), lists[2] = { { 0 } };
    for (size_t i = 0; i < 2; i++) {
        kbg_base *base = base_on(i ? COUNT_OF(hosts) - 1 : COUNT_OF(hosts), NULL, 2000);
        kbg_preview *preview = NULL;
        assert_int_equal(kbg_base_preview(base, KBG_FORMAT_JSONL, jsonl.data, jsonl.len, NULL, &preview, NULL), KBG_OK);
        for (size_t r = 0; r < kbg_preview_row_count(preview); r++)
            text_add_format(&lists[i], "%d %llu\n", (int)kbg_preview_row_state(preview, r),
                            (unsigned long long)kbg_preview_row_line(preview, r));
        kbg_preview_free(preview);
        kbg_base_unref(base);
    }
    assert_true(lists[0].len > 0);
    assert_text(lists[1].data, lists[1].len, lists[0].data);
    text_free(&lists[0]);
    text_free(&lists[1]);
    text_free(&jsonl);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_base_holds_and_finds_what_it_does_with_one_thread),
        cmocka_unit_test(bad_lines_are_reported_as_with_one_thread),
        cmocka_unit_test(commits_word_lists_and_compactions_leave_the_same),
        cmocka_unit_test(memory_that_runs_out_in_a_thread_changes_nothing),
        cmocka_unit_test(compactions_and_commits_share_threads),
        cmocka_unit_test(a_preview_is_that_of_one_thread),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
