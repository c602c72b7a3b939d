/* SPDX-License-Identifier: MIT */
/* How well and how fast a base answers judged messages.
 *
 *   quality [--set NAME=VALUE]... [--show N] [--now MS] [--whole] [--reliability] [--lexicon FILE] [--synonyms FILE]
 *           [--filler FILE] KB.jsonl QUERIES.tsv
 *
 * A line of QUERIES.tsv is: query id, message, ids of right items joined by commas, with tabs between. Prints one line:
 * items, queries, hit1 and hit5 (share of messages with a right item first, among the first five), mrr10 (mean of 1/rank
 * of the first right item within ten), search time p50 and p99 in µs, load time in s, peak resident memory in MB.
 * --set changes a ranking weight; --show prints misses with the first three items and the right one, with reasons; --now
 * sets the instant of the searches; --whole takes each message as one question; --lexicon, --synonyms and --filler replace a
 * shipped word list; --reliability prints, for ten ranges of the first hit's confidence, how many messages
 * fall into it, their mean confidence and the share that is right, then the expected calibration error. */
#include "word_lists.h"

#include <kbguide/kbguide.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void die(const char *what)
{
    fprintf(stderr, "quality: %s\n", what);
    exit(2);
}

static void die_error(kbg_error *error)
{
    fprintf(stderr, "quality: %s:%" PRIu64 ":%" PRIu64 ": %s\n", kbg_error_source(error), kbg_error_line(error),
            kbg_error_column(error), kbg_error_message(error));
    exit(2);
}

static size_t read_file(char *buffer, size_t size, void *file)
{
    size_t got = fread(buffer, 1, size, file);
    return got == 0 && ferror((FILE *)file) ? KBG_READ_FAILED : got;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Whether the id is one of those in a list joined by commas. */
static bool is_listed(const char *id, size_t len, const char *list)
{
    while (*list) {
        size_t n = strcspn(list, ",");
        if (n == len && memcmp(list, id, n) == 0)
            return true;
        list += n + (list[n] == ',');
    }
    return false;
}

static void show_hit(const kbg_hits *hits, size_t i, const char *mark)
{
    const kbg_item *item = kbg_hits_item(hits, i);
    size_t question = kbg_hits_question(hits, i);
    printf("  %s%2zu %8.3f %.2f  %s  [%s]\n      ", mark, i + 1, kbg_hits_score(hits, i), kbg_hits_confidence(hits, i),
           kbg_item_question(item, question == SIZE_MAX ? 0 : question, NULL), kbg_item_id(item, NULL));
    for (size_t r = 0; r < kbg_hits_reason_count(hits, i); r++)
        printf(" %s %.3f", kbg_hits_reason_name(hits, i, r), kbg_hits_reason_value(hits, i, r));
    printf("\n");
}

static void show_miss(const char *text, const char *right, const kbg_hits *hits, size_t rank)
{
    printf("%s   (right: %s)\n", text, right);
    for (size_t i = 0; i < 3 && i < kbg_hits_count(hits); i++)
        show_hit(hits, i, i == rank ? "*" : " ");
    if (rank >= 3 && rank < kbg_hits_count(hits))
        show_hit(hits, rank, "*");
}

/* Messages by the confidence of their first hit, in ten ranges. */
typedef struct reliability {
    size_t count[10], right[10];
    double confidence[10];
} reliability;

static void reliability_add(reliability *r, double confidence, bool is_right)
{
    int range = confidence < 1 ? (int)(confidence * 10) : 9;
    r->count[range]++;
    r->right[range] += is_right;
    r->confidence[range] += confidence;
}

static void reliability_print(const reliability *r, double all)
{
    double error = 0;
    printf("confidence  messages  mean    right\n");
    for (int i = 0; i < 10; i++) {
        double n = (double)r->count[i];
        if (n > 0)
            printf("%.1f - %.1f   %8zu  %.4f  %.4f\n", i / 10.0, (i + 1) / 10.0, r->count[i], r->confidence[i] / n,
                   (double)r->right[i] / n);
        error += fabs(r->confidence[i] - (double)r->right[i]) / all;
    }
    printf("expected calibration error %.4f\n", error);
}

int main(int argc, char **argv)
{
    const char *kb = NULL, *tsv = NULL;
    long show = 0;
    bool wants_reliability = false;
    reliability table = { 0 };
    kbg_query query = KBG_QUERY_INIT;
    kbg_base_options *options;
    kbg_base *base;
    kbg_searcher *searcher;
    kbg_words *words = NULL;
    kbg_error *error = NULL;
    if (kbg_base_options_new(NULL, &options) != KBG_OK)
        die("out of memory");
    for (int i = 1; i < argc; i++) {
        char *value;
        if (strcmp(argv[i], "--set") == 0 && i + 1 < argc && (value = strchr(argv[++i], '='))) {
            if (kbg_base_options_set_weight(options, argv[i], (size_t)(value - argv[i]), strtod(value + 1, NULL)))
                die("no such weight, or its value is out of range");
        } else if (strcmp(argv[i], "--show") == 0 && i + 1 < argc) {
            show = strtol(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--now") == 0 && i + 1 < argc) {
            query.now = strtoll(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--whole") == 0) {
            query.flags |= KBG_QUERY_WHOLE;
        } else if (strcmp(argv[i], "--reliability") == 0) {
            wants_reliability = true;
        } else if (take_word_list(argc, argv, &i, &words)) {
            continue;
        } else if (!kb) {
            kb = argv[i];
        } else {
            tsv = argv[i];
        }
    }
    if (!tsv)
        die("usage: quality [--set NAME=VALUE]... [--show N] [--now MS] [--reliability] [--lexicon FILE]\n"
            "               [--synonyms FILE] [--filler FILE] KB.jsonl QUERIES.tsv");
    if (kbg_base_new(options, &base, &error) != KBG_OK || kbg_base_set_words(base, words, &error) != KBG_OK)
        die_error(error);
    kbg_base_options_free(options);
    kbg_words_free(words);

    FILE *file = fopen(kb, "rb");
    kbg_load_options load = KBG_LOAD_OPTIONS_INIT;
    load.source = (kbg_text){ kb, strlen(kb) };
    if (!file)
        die("cannot open the base");
    double start = now_us();
    if (kbg_base_load_from(base, KBG_FORMAT_JSONL, read_file, file, &load, NULL, &error) != KBG_OK)
        die_error(error);
    double load_s = (now_us() - start) / 1e6;
    fclose(file);
    if (kbg_searcher_new(base, &searcher, &error) != KBG_OK)
        die_error(error);

    file = fopen(tsv, "rb");
    if (!file)
        die("cannot open the queries");
    char *line = NULL;
    size_t capacity = 0, count = 0, time_capacity = 0, hit1 = 0, hit5 = 0;
    ssize_t len;
    double reciprocal = 0, *times = NULL;
    while ((len = getline(&line, &capacity, file)) >= 0) {
        line[strcspn(line, "\r\n")] = '\0';
        char *text = strchr(line, '\t'), *right = text ? strchr(text + 1, '\t') : NULL;
        if (!right)
            continue;
        *text++ = '\0';
        *right++ = '\0';
        kbg_hits *hits;
        start = now_us();
        if (kbg_search(searcher, text, strlen(text), &query, &hits, &error) != KBG_OK)
            die_error(error);
        double us = now_us() - start;
        if (count == time_capacity) {
            time_capacity = time_capacity ? 2 * time_capacity : 4096;
            times = realloc(times, time_capacity * sizeof(*times));
            if (!times)
                die("out of memory");
        }
        times[count++] = us;
        size_t rank = SIZE_MAX;
        for (size_t i = 0; i < kbg_hits_count(hits) && rank == SIZE_MAX; i++) {
            size_t id_len;
            const char *id = kbg_item_id(kbg_hits_item(hits, i), &id_len);
            if (is_listed(id, id_len, right))
                rank = i;
        }
        hit1 += rank == 0;
        hit5 += rank < 5;
        if (rank < 10)
            reciprocal += 1.0 / (double)(rank + 1);
        if (rank != 0 && show-- > 0)
            show_miss(text, right, hits, rank);
        reliability_add(&table, kbg_hits_confidence(hits, 0), rank == 0);
        kbg_hits_free(hits);
    }
    if (count == 0)
        die("no queries");
    qsort(times, count, sizeof(*times), compare);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    kbg_view *view = kbg_base_view(base);
    double n = (double)count;
    printf("items=%zu queries=%zu hit1=%.4f hit5=%.4f mrr10=%.4f search_p50_us=%.1f search_p99_us=%.1f load_s=%.2f "
           "rss_mb=%.1f\n",
           kbg_view_item_count(view), count, (double)hit1 / n, (double)hit5 / n, reciprocal / n, times[count / 2],
           times[count * 99 / 100], load_s, (double)usage.ru_maxrss / 1024);
    kbg_view_unref(view);
    if (wants_reliability)
        reliability_print(&table, n);
    fclose(file);
    free(line);
    free(times);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    return 0;
}
