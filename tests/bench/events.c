/* SPDX-License-Identifier: MIT */
/* What events cost, and whether searches feel them.
 *
 *   events [--feeders N] [--searches N] KB.jsonl MESSAGES
 *
 * MESSAGES has a message a line; of a line with tabs the second cell is it. Prints the time of an event in ns, one at a
 * time and in batches of 1,000, over all items of the base in turn; of kbg_base_hotness() in ns; of kbg_base_hot() over
 * all items in ms; the memory of hotness in bytes an item. Then the time of kbg_search() in µs (p50, p99): before any
 * event, with all items used, and while N threads (default 1) feed batches of 100 without a pause. That is processor time
 * of the searching thread alone, so that threads without a core of their own do not count for it; what waits by
 * spinning would. */
#include <inttypes.h>
#include <kbguide/kbguide.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int64_t at = INT64_C(1794369600000);
static atomic_size_t bytes_in_use;

static void die(const char *what)
{
    fprintf(stderr, "events: %s\n", what);
    exit(2);
}

static double ns_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double now_ns(void)
{
    return ns_of(CLOCK_MONOTONIC);
}

/* Each block has its size in front of it. */
typedef union head {
    size_t size;
    max_align_t align;
} head;

static void *count_malloc(size_t size, void *user_data)
{
    head *block = malloc(sizeof(head) + size);
    (void)user_data;
    if (!block)
        return NULL;
    atomic_fetch_add_explicit(&bytes_in_use, size, memory_order_relaxed);
    block->size = size;
    return block + 1;
}

static void *count_realloc(void *old, size_t old_size, size_t size, void *user_data)
{
    head *block = realloc((head *)old - 1, sizeof(head) + size);
    (void)user_data;
    if (!block)
        return NULL;
    atomic_fetch_add_explicit(&bytes_in_use, size - old_size, memory_order_relaxed);
    block->size = size;
    return block + 1;
}

static void count_free(void *old, void *user_data)
{
    head *block = (head *)old - 1;
    (void)user_data;
    atomic_fetch_sub_explicit(&bytes_in_use, block->size, memory_order_relaxed);
    free(block);
}

static size_t read_file(char *buffer, size_t size, void *file)
{
    return fread(buffer, 1, size, file);
}

static kbg_event event_at(const kbg_view *view, size_t i)
{
    kbg_event event = KBG_EVENT_INIT;
    event.type = KBG_EVENT_SENT;
    event.item.data = kbg_item_id(kbg_view_item(view, i % kbg_view_item_count(view)), &event.item.len);
    event.at = at - (int64_t)(i * 7919 % 12000) * 600000; /* within 83 days */
    return event;
}

static void feed(kbg_base *base, const kbg_view *view, size_t count, size_t batch)
{
    kbg_event events[1000];
    for (size_t i = 0; i < count; i += batch) {
        for (size_t k = 0; k < batch; k++)
            events[k] = event_at(view, i + k);
        if (kbg_base_event(base, events, batch, NULL, NULL) != KBG_OK)
            die("an event was refused");
    }
}

typedef struct feeder {
    kbg_base *base;
    const kbg_view *view;
    atomic_bool *stop;
    size_t fed;
} feeder;

static void *feed_on(void *data)
{
    feeder *f = data;
    for (; !atomic_load(f->stop); f->fed += 10000)
        feed(f->base, f->view, 10000, 100);
    return NULL;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void search(const char *name, kbg_searcher *searcher, char *const *messages, size_t message_count, size_t count)
{
    kbg_query query = KBG_QUERY_INIT;
    double *us = calloc(count, sizeof(*us));
    if (!us)
        die("out of memory");
    query.now = at;
    for (size_t i = 0; i < count; i++) {
        kbg_hits *hits;
        const char *message = messages[i % message_count];
        double start = ns_of(CLOCK_THREAD_CPUTIME_ID);
        if (kbg_search(searcher, message, strlen(message), &query, &hits, NULL) != KBG_OK)
            die("a search failed");
        us[i] = (ns_of(CLOCK_THREAD_CPUTIME_ID) - start) / 1e3;
        kbg_hits_free(hits);
    }
    qsort(us, count, sizeof(*us), compare);
    printf("%-12s searches=%zu p50_us=%.0f p99_us=%.0f\n", name, count, us[count / 2], us[count * 99 / 100]);
    free(us);
}

static size_t read_messages(const char *path, char **messages, size_t most)
{
    char line[4096];
    size_t count = 0;
    FILE *file = fopen(path, "rb");
    while (file && count < most && fgets(line, sizeof(line), file)) {
        char *tab = strchr(line, '\t'), *begin = tab ? tab + 1 : line;
        begin[strcspn(begin, "\t\r\n")] = '\0';
        messages[count] = strdup(begin);
        if (!messages[count++])
            die("out of memory");
    }
    if (file)
        fclose(file);
    return count;
}

int main(int argc, char **argv)
{
    enum { MESSAGES = 2000, FEEDERS = 16 };
    static char *messages[MESSAGES];
    const char *kb = NULL, *path = NULL;
    size_t feeders = 1, searches = 2000;
    kbg_allocator allocator = { sizeof(allocator), count_malloc, count_realloc, count_free, NULL };
    kbg_base_options *options = NULL;
    kbg_base *base = NULL;
    kbg_searcher *searcher = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--feeders") == 0 && i + 1 < argc)
            feeders = strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--searches") == 0 && i + 1 < argc)
            searches = strtoul(argv[++i], NULL, 10);
        else if (!kb)
            kb = argv[i];
        else
            path = argv[i];
    }
    FILE *file = kb ? fopen(kb, "rb") : NULL;
    size_t message_count = path ? read_messages(path, messages, MESSAGES) : 0;
    if (!file || message_count == 0 || searches == 0 || feeders > FEEDERS)
        die("usage: events [--feeders N] [--searches N] KB.jsonl MESSAGES");
    if (kbg_base_options_new(&allocator, &options) != KBG_OK || kbg_base_new(options, &base, NULL) != KBG_OK ||
        kbg_base_load_from(base, KBG_FORMAT_JSONL, read_file, file, NULL, NULL, NULL) != KBG_OK ||
        kbg_searcher_new(base, &searcher, NULL) != KBG_OK)
        die("the base cannot be loaded");
    kbg_view *view = kbg_base_view(base);
    size_t items = kbg_view_item_count(view), all = items / 1000 * 1000 + 1000;
    search("unused", searcher, messages, message_count, searches);

    size_t bytes = atomic_load(&bytes_in_use);
    double start = now_ns();
    feed(base, view, all, 1);
    double first = (now_ns() - start) / (double)all;
    double memory = (double)(atomic_load(&bytes_in_use) - bytes) / (double)items;
    start = now_ns();
    feed(base, view, 10 * all, 1);
    double single = (now_ns() - start) / (double)(10 * all);
    start = now_ns();
    feed(base, view, 10 * all, 1000);
    double batched = (now_ns() - start) / (double)(10 * all);
    double sum = 0;
    start = now_ns();
    for (size_t i = 0; i < all; i++) {
        kbg_event event = event_at(view, i);
        sum += kbg_base_hotness(base, event.item.data, event.item.len, at);
    }
    double read = (now_ns() - start) / (double)all;
    kbg_hot_options hot = KBG_HOT_OPTIONS_INIT;
    kbg_hits *hits;
    hot.now = at;
    start = now_ns();
    if (kbg_base_hot(base, &hot, &hits, NULL) != KBG_OK)
        die("the hot list failed");
    double listed = (now_ns() - start) / 1e6;
    kbg_hits_free(hits);
    printf("items=%zu first_ns=%.0f single_ns=%.0f batched_ns=%.0f read_ns=%.0f list_ms=%.1f bytes_per_item=%.0f sum=%.3g\n",
           items, first, single, batched, read, listed, memory, sum);

    search("used", searcher, messages, message_count, searches);
    atomic_bool stop;
    atomic_init(&stop, false);
    pthread_t threads[FEEDERS];
    feeder users[FEEDERS];
    for (size_t i = 0; i < feeders; i++) {
        users[i] = (feeder){ base, view, &stop, 0 };
        if (pthread_create(&threads[i], NULL, feed_on, &users[i]) != 0)
            die("no thread");
    }
    start = now_ns();
    search("while fed", searcher, messages, message_count, searches);
    double seconds = (now_ns() - start) / 1e9, fed = 0;
    atomic_store(&stop, true);
    for (size_t i = 0; i < feeders; i++) {
        pthread_join(threads[i], NULL);
        fed += (double)users[i].fed;
    }
    printf("events_per_s=%.0f\n", fed / seconds);
    for (size_t i = 0; i < message_count; i++)
        free(messages[i]);
    kbg_view_unref(view);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    kbg_base_options_free(options);
    return 0;
}
