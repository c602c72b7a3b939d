/* SPDX-License-Identifier: MIT */
/* How fast a base loads and answers, and how much memory it takes.
 *
 *   speed [--items N] [--threads T] [--sample N] [--rounds N] [--wall] [--only CALL] [--hostile] [--json]
 *         KB.jsonl QUERIES.tsv
 *
 * Loads KB.jsonl, cut to or grown to N items (grown.h), and prints: the load and its memory, by parts; the time that
 * ICU word breaks alone take over the same texts, in the same run; with T above 1 (and at most 64) how long the load
 * takes on the wall when the base is lent T threads, and its memory, in turns with one thread, and how long it would take
 * if they had cores of their own ("path": tasks are run one after the other, and the processor time of each is dealt to
 * the thread that would be free first); then for 1 to T threads (default 1) the times of each kind of call, the memory of what it gave being given back in them: search (the messages of QUERIES.tsv),
 * suggest (titles of items, keystroke by keystroke, as written and in pinyin), lookup (short codes; ids, in vain, if
 * there are none), render and check (with the starter rules). --sample limits messages, titles and items of a
 * measurement (default 1,000, evenly). Each measurement has a round that does not count and then N rounds (default
 * 3); a figure is the median of these. Times are those of the processor, which other programs on the machine
 * lengthen less than those of the wall (--wall). Allocations are calls of malloc and realloc through the base's
 * allocator. --only makes one measurement only; --hostile makes searches for messages that mean no good instead.
 * --json prints all figures for programs. */
#include "speed.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static _Thread_local size_t allocations;

static void *counted_malloc(size_t size, void *user_data)
{
    (void)user_data;
    allocations++;
    return malloc(size);
}

static void *counted_realloc(void *block, size_t old_size, size_t size, void *user_data)
{
    (void)old_size;
    (void)user_data;
    allocations++;
    return realloc(block, size);
}

static void counted_free(void *block, void *user_data)
{
    (void)user_data;
    free(block);
}

size_t speed_allocations(void)
{
    return allocations;
}

kbg_base *speed_base(kbg_parallel_for_fn parallel_for, void *user_data, uint32_t threads)
{
    kbg_allocator counting = { sizeof(counting), counted_malloc, counted_realloc, counted_free, NULL };
    kbg_base_options *options;
    kbg_base *base;
    kbg_error *error = NULL;
    if (kbg_base_options_new(&counting, &options) != KBG_OK)
        die("out of memory");
    if (kbg_base_options_set_parallel_for(options, parallel_for, user_data, threads) != KBG_OK)
        die("so many threads cannot be lent");
    if (kbg_base_new(options, &base, &error) != KBG_OK)
        die_error(error);
    kbg_base_options_free(options);
    return base;
}

static double clock_us(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

double speed_clock_us(bool wall)
{
    return clock_us(wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID);
}

double speed_process_us(void)
{
    return clock_us(CLOCK_PROCESS_CPUTIME_ID);
}

size_t speed_sampled(size_t count, size_t most)
{
    return count < most ? count : most;
}

size_t speed_place(size_t n, size_t count, size_t most)
{
    return count < most ? n : n * count / most;
}

json_t *speed_figure(double value)
{
    char text[64];
    snprintf(text, sizeof(text), "%.6g", value);
    return json_real(strtod(text, NULL));
}

/* How long asking for the time takes; it is in every time. */
static double clock_cost_us(bool wall)
{
    enum { TIMES = 100000 };
    double start = speed_clock_us(wall);
    for (int i = 1; i < TIMES; i++)
        (void)speed_clock_us(wall);
    return (speed_clock_us(wall) - start) / TIMES;
}

static json_t *describe(const speed_run *run)
{
    char details[256];
    json_t *what = json_object();
    kbg_version_details(details, sizeof(details));
    json_object_set_new(what, "kb", json_string(run->kb));
    json_object_set_new(what, "queries", run->queries ? json_string(run->queries) : json_null());
    json_object_set_new(what, "items", json_integer((json_int_t)run->items));
    json_object_set_new(what, "threads", json_integer((json_int_t)run->threads));
    json_object_set_new(what, "sample", json_integer((json_int_t)run->sample));
    json_object_set_new(what, "rounds", json_integer((json_int_t)run->rounds));
    json_object_set_new(what, "clock", json_string(run->wall ? "wall" : "processor"));
    json_object_set_new(what, "clock_us", speed_figure(clock_cost_us(run->wall)));
    json_object_set_new(what, "version", json_string(details));
    return what;
}

static double figure(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name));
}

static const char *name_in(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "-";
}

static void print_run(const json_t *what)
{
    printf("%s\nbase %s, messages %s\n", name_in(what, "version"), name_in(what, "kb"), name_in(what, "queries"));
    printf("items %.0f (0: as they are), threads to %.0f, sample %.0f, rounds %.0f, clock of the %s "
           "(%.2f us to read)\n\n",
           figure(what, "items"), figure(what, "threads"), figure(what, "sample"), figure(what, "rounds"),
           name_in(what, "clock"), figure(what, "clock_us"));
}

static void print_load(const json_t *load)
{
    double items = figure(load, "items"), all = 0;
    const char *name;
    json_t *bytes;
    printf("load          %.0f items, %.1f MB of JSON Lines, %.1f MB of texts\n", items,
           figure(load, "json_bytes") / 1e6, figure(load, "text_bytes") / 1e6);
    printf("  time        %.3f s processor, %.3f s wall; %.0f items/s, %.1f MB/s; %.0f allocations\n",
           figure(load, "cpu_s"), figure(load, "wall_s"), figure(load, "items_per_s"), figure(load, "json_mb_per_s"),
           figure(load, "allocations"));
    printf("  word break  %.3f s for ICU alone; load / word break = %.2f\n", figure(load, "word_break_s"),
           figure(load, "load_to_word_break"));
    printf("  memory      %.1f MB resident, %.1f MB at most (%.1f MB before); %.0f bytes an item; %.2f x texts, "
           "%.2f x JSON Lines\n",
           figure(load, "resident_bytes") / 1e6, figure(load, "peak_bytes") / 1e6, figure(load, "empty_bytes") / 1e6,
           figure(load, "resident_per_item"), figure(load, "resident_to_text"), figure(load, "resident_to_json"));
    printf("  bytes an item by part:");
    json_object_foreach(json_object_get(load, "parts"), name, bytes)
    {
        printf(" %s %.1f", name, json_number_value(bytes) / items);
        all += json_number_value(bytes);
    }
    printf(", other %.1f\n\n", (figure(load, "resident_bytes") - all) / items);
}

static void print_cores(const json_t *rows)
{
    size_t i;
    json_t *row;
    const json_t *one = json_array_get(rows, 0);
    printf("load, threads    wall s  faster    path s  faster     cpu s  resident MB  at most MB\n");
    json_array_foreach(rows, i, row)
        printf("%13.0f %9.3f %6.2fx %9.3f %6.2fx %9.3f %12.1f %11.1f\n", figure(row, "threads"), figure(row, "wall_s"),
               figure(one, "wall_s") / figure(row, "wall_s"), figure(row, "path_s"),
               figure(one, "path_s") / figure(row, "path_s"), figure(row, "cpu_s"),
               figure(row, "resident_bytes") / 1e6, figure(row, "peak_bytes") / 1e6);
    printf("\n");
}

static void print_calls(const json_t *rows)
{
    size_t i;
    json_t *row;
    printf("call            threads  inputs    p50 us    p95 us    p99 us   most us   calls/s  calls/cpu s  "
           "allocations  results\n");
    json_array_foreach(rows, i, row)
        printf("%-14s %8.0f %7.0f %9.1f %9.1f %9.1f %9.1f %9.0f %12.0f %12.2f %8.2f\n", name_in(row, "call"),
               figure(row, "threads"), figure(row, "inputs"), figure(row, "p50_us"), figure(row, "p95_us"),
               figure(row, "p99_us"), figure(row, "most_us"), figure(row, "calls_per_s"),
               figure(row, "calls_per_cpu_s"), figure(row, "allocations"), figure(row, "results"));
}

static void print_hostile(const json_t *rows)
{
    size_t i;
    json_t *row;
    printf("message                         characters    bytes  status    hits         ms  us/character\n");
    json_array_foreach(rows, i, row)
        printf("%-31s %10.0f %8.0f  %-8s %5.0f %10.2f %13.2f\n", name_in(row, "message"), figure(row, "characters"),
               figure(row, "bytes"), name_in(row, "status"), figure(row, "hits"), figure(row, "us") / 1e3,
               figure(row, "us_per_character"));
}

static size_t number_of(const char *text)
{
    char *end;
    unsigned long long value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end)
        die("speed: a number is expected");
    return (size_t)value;
}

int main(int argc, char **argv)
{
    speed_run run = { .sample = 1000, .rounds = 3, .threads = 1 };
    bool wants_json = false, hostile = false;
    for (int i = 1; i < argc; i++) {
        if (i + 1 < argc && strcmp(argv[i], "--items") == 0)
            run.items = number_of(argv[++i]);
        else if (i + 1 < argc && strcmp(argv[i], "--threads") == 0)
            run.threads = number_of(argv[++i]);
        else if (i + 1 < argc && strcmp(argv[i], "--sample") == 0)
            run.sample = number_of(argv[++i]);
        else if (i + 1 < argc && strcmp(argv[i], "--rounds") == 0)
            run.rounds = number_of(argv[++i]);
        else if (i + 1 < argc && strcmp(argv[i], "--only") == 0)
            run.only = argv[++i];
        else if (strcmp(argv[i], "--wall") == 0)
            run.wall = true;
        else if (strcmp(argv[i], "--hostile") == 0)
            hostile = true;
        else if (strcmp(argv[i], "--json") == 0)
            wants_json = true;
        else if (!run.kb)
            run.kb = argv[i];
        else
            run.queries = argv[i];
    }
    if (!run.kb || (!run.queries && !hostile) || !run.threads || !run.sample || !run.rounds)
        die("usage: speed [--items N] [--threads T] [--sample N] [--rounds N] [--wall] [--only CALL] [--hostile]\n"
            "             [--json] KB.jsonl QUERIES.tsv");
    json_t *all = json_object(), *what = describe(&run);
    FILE *items = speed_items(&run);
    json_t *cores = run.threads > 1 ? speed_cores(items, &run) : json_array();
    rewind(items);
    kbg_base *base = speed_base(NULL, NULL, 0);
    json_t *load = speed_load(base, items), *rows = hostile ? speed_hostile(base, &run) : speed_calls(base, &run);
    fclose(items);
    json_object_set_new(all, "run", what);
    json_object_set_new(all, "load", load);
    json_object_set_new(all, "load_on_cores", cores);
    json_object_set_new(all, hostile ? "hostile" : "calls", rows);
    if (wants_json) {
        json_dumpf(all, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(6));
        putchar('\n');
    } else {
        print_run(what);
        print_load(load);
        if (json_array_size(cores))
            print_cores(cores);
        (hostile ? print_hostile : print_calls)(rows);
    }
    json_decref(all);
    kbg_base_unref(base);
    return 0;
}
