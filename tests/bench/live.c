/* SPDX-License-Identifier: MIT */
/* What it costs to change a base while it serves, and to save and open it.
 *
 *   live [--items N] [--seconds S] [--rate R] [--edits E] [--processes P] FILE.kbg KB.jsonl MESSAGES.tsv
 *
 * Loads KB.jsonl, cut to or grown to N items, and prints: 2,000 commits of one item each, p50 and p99; searches (processor
 * time) for S seconds alone, then with R commits a second going on in another thread (and a compaction every 1,000 commits); the time
 * to save the base as FILE.kbg, the size of that file, and the time to open it and to answer the first message; the memory
 * of P processes that have the file open and search in it (Linux: resident, and with shared pages divided by those who
 * share them). Then
 * changes the first 10,000 items again and again, E times in all, and prints the resident memory ten times on the way. */
#include "grown.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EDITED = 10000 };

typedef struct editing {
    kbg_base *base;
    char **ids, **questions; /* of the items at the beginning */
    size_t count, next;
    double rate; /* commits a second */
    times commits;
    atomic_bool ends;
} editing;

static double resident_mb(void)
{
    long pages = 0, all;
    FILE *file = fopen("/proc/self/statm", "rb");
    if (file && fscanf(file, "%ld %ld", &all, &pages) != 2)
        pages = 0;
    if (file)
        fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1048576;
}

static void take_items(editing *e)
{
    kbg_view *view = kbg_base_view(e->base);
    e->count = view ? kbg_view_item_count(view) : 0;
    e->ids = calloc(e->count + 1, sizeof(*e->ids));
    e->questions = calloc(e->count + 1, sizeof(*e->questions));
    for (size_t i = 0; i < e->count && e->ids && e->questions; i++) {
        e->ids[i] = strdup(kbg_item_id(kbg_view_item(view, i), NULL));
        e->questions[i] = strdup(kbg_item_question(kbg_view_item(view, i), 0, NULL));
        for (char *c = e->questions[i]; c && *c; c++)
            *c = *c == '"' || *c == '\\' ? ' ' : *c;
    }
    kbg_view_unref(view);
    if (e->count == 0)
        die("no items");
}

/* Gives an item the question of another one, with a number behind it, and commits that. */
static void edit_one(editing *e, size_t among)
{
    char json[40000];
    kbg_edit *edit;
    kbg_error *error;
    size_t number = e->next++, item = number * 7919 % among, other = number * 2654435761u % e->count;
    int len = snprintf(json, sizeof(json), "{\"id\":\"%s\",\"question\":\"%.30000s %zu\"}", e->ids[item],
                       e->questions[other], number % 1000);
    double start = now_us();
    if (kbg_edit_begin(e->base, &edit, &error) != KBG_OK ||
        kbg_edit_put_json(edit, json, (size_t)len, KBG_ANY_REVISION, &error) != KBG_OK ||
        kbg_edit_commit(edit, NULL, &error) != KBG_OK)
        die_error(error);
    kbg_edit_free(edit);
    add_time(&e->commits, now_us() - start);
}

static void compact(kbg_base *base)
{
    kbg_error *error;
    if (kbg_base_compact(base, &error) != KBG_OK)
        die_error(error);
}

static void *edit_on(void *user_data)
{
    editing *e = user_data;
    double next = now_us();
    while (!atomic_load(&e->ends)) {
        edit_one(e, e->count);
        if (e->next % 1000 == 0)
            compact(e->base);
        next += 1e6 / e->rate;
        double left = next - now_us();
        struct timespec pause = { 0, left > 0 ? (long)(left * 1e3) % 1000000000 : 0 };
        nanosleep(&pause, NULL);
    }
    return NULL;
}

/* Processor time of this thread. */
static double processor_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Searches for some seconds. Times are processor times, so that a busy machine does not count as a slow search. */
static void search_on(kbg_base *base, const messages *m, double seconds, times *t)
{
    kbg_searcher *searcher;
    kbg_error *error;
    if (kbg_searcher_new(base, &searcher, &error) != KBG_OK)
        die_error(error);
    double end = now_us() + seconds * 1e6;
    for (size_t i = 0; now_us() < end; i++) {
        kbg_hits *hits;
        const char *text = m->of[i % m->count];
        double start = processor_us();
        if (kbg_search(searcher, text, strlen(text), NULL, &hits, &error) != KBG_OK)
            die_error(error);
        kbg_hits_free(hits);
        add_time(t, processor_us() - start);
    }
    kbg_searcher_free(searcher);
}

static void measure_searches(editing *e, const messages *m, double seconds)
{
    times alone = { 0 }, beside = { 0 };
    pthread_t thread;
    search_on(e->base, m, seconds, &alone);
    e->commits.count = 0;
    atomic_init(&e->ends, false);
    if (pthread_create(&thread, NULL, edit_on, e) != 0)
        die("cannot start a thread");
    search_on(e->base, m, seconds, &beside);
    atomic_store(&e->ends, true);
    pthread_join(thread, NULL);
    printf("search alone: %zu, p50 %.0f us, p99 %.0f us\n", alone.count, time_at(&alone, .5), time_at(&alone, .99));
    printf("search beside %zu commits: %zu, p50 %.0f us, p99 %.0f us; commits p50 %.0f us, p99 %.0f us\n",
           e->commits.count, beside.count, time_at(&beside, .5), time_at(&beside, .99), time_at(&e->commits, .5),
           time_at(&e->commits, .99));
    free(alone.of);
    free(beside.of);
}

static void measure_file(kbg_base *base, const char *path, const messages *m)
{
    kbg_base *opened;
    kbg_searcher *searcher;
    kbg_hits *hits;
    kbg_error *error;
    struct stat about;
    compact(base);
    double start = now_us();
    if (kbg_base_save(base, path, &error) != KBG_OK)
        die_error(error);
    double saved = now_us() - start;
    if (stat(path, &about) != 0)
        die("the file is not there");
    times open_times = { 0 }, first = { 0 };
    for (int i = 0; i < 11; i++) {
        start = now_us();
        if (kbg_base_open(NULL, path, &opened, NULL, &error) != KBG_OK)
            die_error(error);
        add_time(&open_times, now_us() - start);
        if (kbg_searcher_new(opened, &searcher, &error) != KBG_OK ||
            kbg_search(searcher, m->of[0], strlen(m->of[0]), NULL, &hits, &error) != KBG_OK)
            die_error(error);
        kbg_hits_free(hits);
        add_time(&first, now_us() - start);
        kbg_searcher_free(searcher);
        kbg_base_unref(opened);
    }
    printf("save %.0f ms, file %.1f MB, open %.1f ms, open and first answer %.1f ms (medians of 11)\n", saved / 1e3,
           (double)about.st_size / 1e6, time_at(&open_times, .5) / 1e3, time_at(&first, .5) / 1e3);
    free(open_times.of);
    free(first.of);
}

/* A number of /proc/PID/smaps_rollup in MB. */
static double rollup_mb(pid_t pid, const char *name)
{
    char path[64], line[256];
    double found = 0;
    snprintf(path, sizeof(path), "/proc/%ld/smaps_rollup", (long)pid);
    FILE *file = fopen(path, "rb");
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, name, strlen(name)) == 0)
            found = strtod(line + strlen(name), NULL) / 1024;
    if (file)
        fclose(file);
    return found;
}

/* Opens the file, searches, says that it is ready, and waits to be ended. */
static void be_process(const char *path, const messages *m, int ready, int end)
{
    kbg_base *base;
    times t = { 0 };
    char byte = 0;
    if (kbg_base_open(NULL, path, &base, NULL, NULL) != KBG_OK)
        _exit(2);
    search_on(base, m, 2, &t);
    if (write(ready, &byte, 1) != 1 || read(end, &byte, 1) < 0)
        _exit(2);
    _exit(0);
}

static void measure_processes(const char *program, const char *path, const char *names, size_t count)
{
    pid_t children[64];
    int ready[2], end[2];
    double resident = 0, shared = 0;
    char byte;
    if (count > 64 || pipe(ready) != 0 || pipe(end) != 0)
        die("cannot make so many processes");
    for (size_t i = 0; i < count; i++) {
        children[i] = fork();
        if (children[i] == 0) { /* a new program, which has nothing of this one's memory */
            char in[16], out[16];
            snprintf(in, sizeof(in), "%d", ready[1]);
            snprintf(out, sizeof(out), "%d", end[0]);
            close(end[1]);
            execl(program, program, "--process", in, out, path, names, (char *)NULL);
            _exit(2);
        }
    }
    for (size_t i = 0; i < count; i++)
        if (read(ready[0], &byte, 1) != 1)
            die("a process has failed");
    for (size_t i = 0; i < count; i++) {
        resident += rollup_mb(children[i], "Rss:");
        shared += rollup_mb(children[i], "Pss:");
    }
    close(end[1]);
    for (size_t i = 0; i < count; i++)
        (void)waitpid(children[i], NULL, 0);
    printf("%zu processes: resident %.1f MB each, %.1f MB each with shared pages divided\n", count,
           resident / (double)count, shared / (double)count);
}

int main(int argc, char **argv)
{
    const char *names[3];
    size_t given = 0, items = 0, edits = 0, processes = 0;
    double seconds = 5;
    editing e = { .rate = 100 };
    if (argc == 6 && strcmp(argv[1], "--process") == 0) {
        messages own = read_messages(argv[5]);
        be_process(argv[4], &own, atoi(argv[2]), atoi(argv[3]));
    }
    for (int i = 1; i < argc; i++) {
        if (i + 1 < argc && strcmp(argv[i], "--processes") == 0)
            processes = strtoull(argv[++i], NULL, 10);
        else if (i + 1 < argc && strcmp(argv[i], "--items") == 0)
            items = strtoull(argv[++i], NULL, 10);
        else if (i + 1 < argc && strcmp(argv[i], "--seconds") == 0)
            seconds = strtod(argv[++i], NULL);
        else if (i + 1 < argc && strcmp(argv[i], "--rate") == 0)
            e.rate = strtod(argv[++i], NULL);
        else if (i + 1 < argc && strcmp(argv[i], "--edits") == 0)
            edits = strtoull(argv[++i], NULL, 10);
        else if (given < 3)
            names[given++] = argv[i];
    }
    if (given < 3)
        die("usage: live [--items N] [--seconds S] [--rate R] [--edits E] [--processes P] FILE.kbg KB.jsonl MESSAGES.tsv");
    messages m = read_messages(names[2]);
    if (kbg_base_new(NULL, &e.base, NULL) != KBG_OK)
        die("out of memory");
    double start = now_us();
    size_t bytes = load_grown(e.base, names[1], items);
    compact(e.base);
    take_items(&e);
    printf("items %zu, %.1f MB of JSON Lines, load %.2f s, resident %.0f MB\n", e.count, (double)bytes / 1e6,
           (now_us() - start) / 1e6, resident_mb());
    for (int i = 0; i < 2000; i++)
        edit_one(&e, e.count);
    printf("commits of one item: p50 %.0f us, p99 %.0f us, most %.0f us\n", time_at(&e.commits, .5),
           time_at(&e.commits, .99), time_at(&e.commits, 1));
    compact(e.base);
    measure_searches(&e, &m, seconds);
    measure_file(e.base, names[0], &m);
    if (processes)
        measure_processes(argv[0], names[0], names[2], processes);
    for (size_t i = 0; i < edits; i++) {
        if (i % (edits / 10 ? edits / 10 : 1) == 0)
            printf("edits %zu: resident %.1f MB\n", i, resident_mb());
        e.commits.count = 0;
        edit_one(&e, e.count < EDITED ? e.count : EDITED);
    }
    for (size_t i = 0; i < e.count; i++) {
        free(e.ids[i]);
        free(e.questions[i]);
    }
    free(e.ids);
    free(e.questions);
    free(e.commits.of);
    free_messages(&m);
    kbg_base_unref(e.base);
    return 0;
}
