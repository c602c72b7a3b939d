/* SPDX-License-Identifier: MIT */
#include "speed.h"

#include "base/utf8.h"
#include "text/sound.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What the calls of one measurement are made with: texts, or items of a view. */
typedef struct inputs {
    kbg_text *texts;
    const kbg_item **items;
    size_t count, capacity;
    char **kept; /* what texts point into */
    size_t kept_count;
    kbg_view *view;
} inputs;

static void *must(void *block)
{
    if (!block)
        die("out of memory");
    return block;
}

static void add_input(inputs *in, kbg_text text, const kbg_item *item)
{
    if (in->count == in->capacity) {
        in->capacity = in->capacity ? 2 * in->capacity : 1024;
        in->texts = must(realloc(in->texts, in->capacity * sizeof(*in->texts)));
        in->items = must(realloc((void *)in->items, in->capacity * sizeof(*in->items)));
    }
    in->texts[in->count] = text;
    in->items[in->count++] = item;
}

static char *keep(inputs *in, char *text)
{
    in->kept = must(realloc(in->kept, (in->kept_count + 1) * sizeof(*in->kept)));
    return in->kept[in->kept_count++] = must(text);
}

static void take_messages(inputs *in, kbg_base *base, const speed_run *run)
{
    messages m = read_messages(run->queries);
    (void)base;
    for (size_t i = 0; i < speed_sampled(m.count, run->sample); i++) {
        char *text = keep(in, strdup(m.of[speed_place(i, m.count, run->sample)]));
        add_input(in, (kbg_text){ text, strlen(text) }, NULL);
    }
    free_messages(&m);
}

static kbg_view *view_of(inputs *in, kbg_base *base)
{
    return in->view = must(kbg_base_view(base));
}

/* A title, keystroke by keystroke: as it is written, or each ideograph as the letters of its sound. */
static void type(inputs *in, const char *title, size_t len, bool by_sound)
{
    char *typed = keep(in, malloc(6 * len + 1));
    size_t end = 0;
    for (size_t at = 0; at < len;) {
        size_t from = at;
        uint32_t code_point = kbg__utf8_next(title, len, &at);
        const char *letters = by_sound ? kbg__sound_letters(kbg__sound_of(code_point)) : "";
        if (*letters == '\0') {
            memcpy(typed + end, title + from, at - from);
            end += at - from;
            add_input(in, (kbg_text){ typed, end }, NULL);
        }
        for (; *letters; letters++) {
            typed[end++] = *letters;
            add_input(in, (kbg_text){ typed, end }, NULL);
        }
    }
}

static void take_titles(inputs *in, kbg_base *base, const speed_run *run, bool by_sound)
{
    size_t items = kbg_view_item_count(view_of(in, base));
    for (size_t i = 0; i < speed_sampled(items, run->sample); i++) {
        size_t len;
        const char *title = kbg_item_question(kbg_view_item(in->view, speed_place(i, items, run->sample)), 0, &len);
        type(in, title, len, by_sound);
    }
}

static void take_typed(inputs *in, kbg_base *base, const speed_run *run)
{
    take_titles(in, base, run, false);
}

static void take_spelled(inputs *in, kbg_base *base, const speed_run *run)
{
    take_titles(in, base, run, true);
}

/* Keeps an even sample of what was found. */
static void thin_out(inputs *in, size_t most)
{
    size_t count = speed_sampled(in->count, most);
    for (size_t i = 0; i < count; i++) {
        size_t place = speed_place(i, in->count, most);
        in->texts[i] = in->texts[place];
        in->items[i] = in->items[place];
    }
    in->count = count;
}

/* Short codes of the items; if there are none, ids, which are looked up in vain. */
static void take_codes(inputs *in, kbg_base *base, const speed_run *run)
{
    size_t items = kbg_view_item_count(view_of(in, base));
    for (int of_ids = 0; of_ids < 2 && in->count == 0; of_ids++)
        for (size_t i = 0; i < items; i++) {
            const kbg_item *item = kbg_view_item(in->view, i);
            kbg_text code = { NULL, 0 };
            if (of_ids)
                code.data = kbg_item_id(item, &code.len);
            else if (kbg_item_list_count(item, KBG_LIST_SHORT_CODES))
                code.data = kbg_item_list_text(item, KBG_LIST_SHORT_CODES, 0, &code.len);
            if (code.data)
                add_input(in, code, item);
        }
    thin_out(in, run->sample);
}

/* The starter rules stand for those that a host would have. */
static void set_rules(kbg_base *base)
{
    kbg_rules *rules;
    kbg_error *error = NULL;
    if (kbg_rules_new(NULL, &rules, &error) != KBG_OK)
        die_error(error);
    for (int which = KBG_STARTER_ADVERTISING; which <= KBG_STARTER_SIGNALS; which++)
        if (kbg_rules_add_starter(rules, (kbg_starter)which, &error) != KBG_OK)
            die_error(error);
    if (kbg_base_set_rules(base, rules, &error) != KBG_OK)
        die_error(error);
    kbg_rules_free(rules);
}

/* The answers that can be rendered as they are: their variables need no values, and no rule rejects them. */
static void take_answers(inputs *in, kbg_base *base, const speed_run *run)
{
    kbg_searcher *searcher;
    kbg_error *error = NULL;
    size_t items = kbg_view_item_count(view_of(in, base));
    set_rules(base);
    if (kbg_searcher_new(base, &searcher, &error) != KBG_OK)
        die_error(error);
    for (size_t i = 0; i < items; i++)
        if (kbg_item_answer_count(kbg_view_item(in->view, i)))
            add_input(in, (kbg_text){ NULL, 0 }, kbg_view_item(in->view, i));
    thin_out(in, run->sample);
    size_t good = 0;
    for (size_t i = 0; i < in->count; i++) {
        kbg_snippet *snippet;
        if (kbg_render(searcher, in->items[i], NULL, &snippet, NULL) == KBG_OK)
            in->items[good++] = in->items[i];
        kbg_snippet_free(snippet);
    }
    in->count = good;
    kbg_searcher_free(searcher);
}

static void take_checked(inputs *in, kbg_base *base, const speed_run *run)
{
    set_rules(base);
    take_messages(in, base, run);
}

/* Each makes one call, frees what it gave, and returns how many hits, parts or findings that were. */
static size_t count_hits(kbg_status status, kbg_hits *hits, kbg_error *error)
{
    if (status != KBG_OK)
        die_error(error);
    size_t count = kbg_hits_count(hits);
    kbg_hits_free(hits);
    return count;
}

static size_t do_search(kbg_searcher *searcher, kbg_text text, const kbg_item *item)
{
    kbg_hits *hits;
    kbg_error *error = NULL;
    (void)item;
    kbg_status status = kbg_search(searcher, text.data, text.len, NULL, &hits, &error);
    return count_hits(status, hits, error);
}

static size_t do_suggest(kbg_searcher *searcher, kbg_text text, const kbg_item *item)
{
    kbg_hits *hits;
    kbg_error *error = NULL;
    (void)item;
    kbg_status status = kbg_suggest(searcher, text.data, text.len, NULL, &hits, &error);
    return count_hits(status, hits, error);
}

static size_t do_lookup(kbg_searcher *searcher, kbg_text text, const kbg_item *item)
{
    kbg_hits *hits;
    kbg_error *error = NULL;
    (void)item;
    kbg_status status = kbg_lookup(searcher, text.data, text.len, NULL, &hits, &error);
    return count_hits(status, hits, error);
}

static size_t do_render(kbg_searcher *searcher, kbg_text text, const kbg_item *item)
{
    kbg_snippet *snippet;
    kbg_error *error = NULL;
    (void)text;
    if (kbg_render(searcher, item, NULL, &snippet, &error) != KBG_OK)
        die_error(error);
    size_t count = kbg_snippet_part_count(snippet);
    kbg_snippet_free(snippet);
    return count;
}

static size_t do_check(kbg_searcher *searcher, kbg_text text, const kbg_item *item)
{
    kbg_findings *findings;
    kbg_error *error = NULL;
    (void)item;
    if (kbg_check(searcher, text.data, text.len, NULL, &findings, &error) != KBG_OK)
        die_error(error);
    size_t count = kbg_findings_count(findings);
    kbg_findings_free(findings);
    return count;
}

typedef struct call_kind {
    const char *name;
    void (*take)(inputs *in, kbg_base *base, const speed_run *run);
    size_t (*call)(kbg_searcher *searcher, kbg_text text, const kbg_item *item);
} call_kind;

static const call_kind kinds[] = {
    { "search", take_messages, do_search }, { "suggest", take_typed, do_suggest },
    { "suggest pinyin", take_spelled, do_suggest }, { "lookup", take_codes, do_lookup },
    { "render", take_answers, do_render }, { "check", take_checked, do_check },
};

/* One thread of one measurement. */
typedef struct worker {
    const call_kind *kind;
    const inputs *in;
    const speed_run *run;
    kbg_searcher *searcher;
    size_t first;      /* input to begin with, so that threads do not make the same call at the same time */
    times *times;      /* by round */
    double *begin, *end; /* by round, on the wall */
    double *cpu_us;    /* by round */
    size_t allocations, results; /* in all rounds that are measured */
    pthread_barrier_t *barrier;
} worker;

static void run_round(worker *w, size_t round)
{
    const inputs *in = w->in;
    times *t = &w->times[round];
    size_t allocations = speed_allocations();
    w->begin[round] = speed_clock_us(true);
    double start_cpu = speed_clock_us(false);
    for (size_t i = 0; i < in->count; i++) {
        size_t n = (w->first + i) % in->count;
        double start = speed_clock_us(w->run->wall);
        w->results += w->kind->call(w->searcher, in->texts[n], in->items[n]);
        t->of[i] = speed_clock_us(w->run->wall) - start;
    }
    w->cpu_us[round] = speed_clock_us(false) - start_cpu;
    w->end[round] = speed_clock_us(true);
    w->allocations += speed_allocations() - allocations;
    t->count = in->count;
}

static void *work(void *user_data)
{
    worker *w = user_data;
    for (size_t i = 0; i < w->in->count; i++) {
        size_t n = (w->first + i) % w->in->count;
        w->kind->call(w->searcher, w->in->texts[n], w->in->items[n]);
    }
    for (size_t round = 0; round < w->run->rounds; round++) {
        pthread_barrier_wait(w->barrier);
        run_round(w, round);
    }
    return NULL;
}

static worker new_worker(const call_kind *kind, kbg_base *base, const inputs *in, const speed_run *run)
{
    kbg_error *error = NULL;
    worker w = { .kind = kind, .in = in, .run = run };
    if (kbg_searcher_new(base, &w.searcher, &error) != KBG_OK)
        die_error(error);
    w.times = must(calloc(run->rounds, sizeof(*w.times)));
    w.begin = must(calloc(3 * run->rounds, sizeof(*w.begin)));
    w.end = w.begin + run->rounds;
    w.cpu_us = w.end + run->rounds;
    for (size_t r = 0; r < run->rounds; r++)
        w.times[r].of = must(malloc(in->count * sizeof(*w.times[r].of)));
    return w;
}

static void free_worker(worker *w)
{
    for (size_t r = 0; r < w->run->rounds; r++)
        free(w->times[r].of);
    free(w->times);
    free(w->begin);
    kbg_searcher_free(w->searcher);
}

/* The median over the rounds of what each gives. */
typedef double (*of_round)(worker *workers, size_t threads, size_t round, double share);

static double median(worker *workers, size_t threads, of_round of, double share)
{
    times t = { 0 };
    for (size_t r = 0; r < workers[0].run->rounds; r++)
        add_time(&t, of(workers, threads, r, share));
    double value = time_at(&t, .5);
    free(t.of);
    return value;
}

/* The time that a share of the calls of a round did not take longer than. */
static double quantile(worker *workers, size_t threads, size_t round, double share)
{
    times all = { 0 };
    for (size_t w = 0; w < threads; w++)
        for (size_t i = 0; i < workers[w].times[round].count; i++)
            add_time(&all, workers[w].times[round].of[i]);
    double value = time_at(&all, share);
    free(all.of);
    return value;
}

/* Calls a second on the wall. */
static double throughput(worker *workers, size_t threads, size_t round, double share)
{
    double begin = workers[0].begin[round], end = workers[0].end[round];
    (void)share;
    for (size_t w = 1; w < threads; w++) {
        begin = workers[w].begin[round] < begin ? workers[w].begin[round] : begin;
        end = workers[w].end[round] > end ? workers[w].end[round] : end;
    }
    return (double)(threads * workers[0].in->count) / (end - begin) * 1e6;
}

/* Calls a second of processor time: how much threads are in each other's way, on a machine that others use too. */
static double throughput_of_processor(worker *workers, size_t threads, size_t round, double share)
{
    double us = 0;
    (void)share;
    for (size_t w = 0; w < threads; w++)
        us += workers[w].cpu_us[round];
    return (double)(threads * workers[0].in->count) / us * 1e6;
}

static json_t *measure(const call_kind *kind, kbg_base *base, const inputs *in, const speed_run *run, size_t threads)
{
    worker *workers = must(calloc(threads, sizeof(*workers)));
    pthread_t *started = must(calloc(threads, sizeof(*started)));
    pthread_barrier_t barrier;
    if (pthread_barrier_init(&barrier, NULL, (unsigned)threads) != 0)
        die("cannot make a barrier");
    for (size_t i = 0; i < threads; i++) {
        workers[i] = new_worker(kind, base, in, run);
        workers[i].first = i * in->count / threads;
        workers[i].barrier = &barrier;
    }
    for (size_t i = 1; i < threads; i++)
        if (pthread_create(&started[i], NULL, work, &workers[i]) != 0)
            die("cannot start a thread");
    work(&workers[0]);
    size_t allocations = 0, results = 0;
    for (size_t i = 0; i < threads; i++) {
        if (i)
            pthread_join(started[i], NULL);
        allocations += workers[i].allocations;
        results += workers[i].results;
    }
    double calls = (double)(threads * run->rounds * in->count);
    json_t *row = json_object();
    json_object_set_new(row, "call", json_string(kind->name));
    json_object_set_new(row, "threads", json_integer((json_int_t)threads));
    json_object_set_new(row, "inputs", json_integer((json_int_t)in->count));
    json_object_set_new(row, "p50_us", speed_figure(median(workers, threads, quantile, .5)));
    json_object_set_new(row, "p95_us", speed_figure(median(workers, threads, quantile, .95)));
    json_object_set_new(row, "p99_us", speed_figure(median(workers, threads, quantile, .99)));
    json_object_set_new(row, "most_us", speed_figure(median(workers, threads, quantile, 1)));
    json_object_set_new(row, "calls_per_s", speed_figure(median(workers, threads, throughput, 0)));
    json_object_set_new(row, "calls_per_cpu_s", speed_figure(median(workers, threads, throughput_of_processor, 0)));
    json_object_set_new(row, "allocations", speed_figure((double)allocations / calls));
    json_object_set_new(row, "results", speed_figure((double)results / calls));
    for (size_t i = 0; i < threads; i++)
        free_worker(&workers[i]);
    pthread_barrier_destroy(&barrier);
    free(started);
    free(workers);
    return row;
}

json_t *speed_calls(kbg_base *base, const speed_run *run)
{
    json_t *rows = json_array();
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        inputs in = { 0 };
        if (run->only && strcmp(run->only, kinds[k].name) != 0)
            continue;
        kinds[k].take(&in, base, run);
        for (size_t threads = 1; threads <= run->threads && in.count; threads++)
            json_array_append_new(rows, measure(&kinds[k], base, &in, run, threads));
        for (size_t i = 0; i < in.kept_count; i++)
            free(in.kept[i]);
        free(in.kept);
        free(in.texts);
        free((void *)in.items);
        kbg_view_unref(in.view);
    }
    return rows;
}
