/* SPDX-License-Identifier: MIT */
/* Loads on one core and on several: each in a process of its own, so that it has a peak of memory of its own. */
#include "speed.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Tasks for threads that are made for them. */
typedef struct lent {
    kbg_task_fn task;
    void *task_data;
    size_t count;
    atomic_size_t next;
} lent;

static void *run_tasks(void *data)
{
    lent *l = data;
    for (size_t i; (i = atomic_fetch_add(&l->next, 1)) < l->count;)
        l->task(i, l->task_data);
    return NULL;
}

enum { MOST = 64 };

/* A host: how many threads it lends, and what would be saved if they had cores of their own. */
typedef struct host {
    size_t threads;
    double saved_us;
} host;

static void parallel_for(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    const host *h = user_data;
    lent l = { .task = task, .task_data = task_data, .count = count };
    pthread_t threads[MOST];
    size_t made = 0;
    atomic_init(&l.next, 0);
    while (made + 1 < h->threads && made + 1 < count && pthread_create(&threads[made], NULL, run_tasks, &l) == 0)
        made++;
    (void)run_tasks(&l);
    for (size_t i = 0; i < made; i++)
        pthread_join(threads[i], NULL);
}

/* Runs tasks one after the other, and deals their times to threads as if there were any: each takes the next task when it
 * is free. So other programs on the machine have no part in it. */
static void deal(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    host *h = user_data;
    double busy[MOST] = { 0 }, all = 0, longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t free_one = 0;
        double start = speed_clock_us(false);
        task(i, task_data);
        double us = speed_clock_us(false) - start;
        for (size_t t = 1; t < h->threads; t++)
            free_one = busy[t] < busy[free_one] ? t : free_one;
        busy[free_one] += us;
        all += us;
        longest = busy[free_one] > longest ? busy[free_one] : longest;
    }
    h->saved_us += all - longest;
}

/* What one load took. */
typedef struct taken {
    double wall_us, cpu_us, path_us, resident, peak; /* path: the processor time that nobody can share */
} taken;

static taken load_once(FILE *items, kbg_parallel_for_fn run, size_t threads)
{
    kbg_error *error = NULL;
    host h = { threads, 0 };
    kbg_base *base = speed_base(run, &h, run ? (uint32_t)threads : 0);
    double empty = (double)speed_status_bytes("VmRSS"), start = speed_clock_us(true), cpu = speed_process_us();
    if (kbg_base_load_from(base, KBG_FORMAT_JSONL, speed_read, items, NULL, NULL, &error) != KBG_OK)
        die_error(error);
    taken t = { .wall_us = speed_clock_us(true) - start, .cpu_us = speed_process_us() - cpu };
    t.path_us = t.cpu_us - h.saved_us;
    t.resident = (double)speed_status_bytes("VmRSS") - empty;
    t.peak = (double)speed_status_bytes("VmHWM") - empty;
    kbg_base_unref(base);
    return t;
}

static taken load_apart(FILE *items, kbg_parallel_for_fn run, size_t threads)
{
    taken t = { 0 };
    int ends[2], status = 1;
    if (pipe(ends) != 0)
        die("cannot make a pipe");
    rewind(items);
    pid_t child = fork();
    if (child == 0) {
        t = load_once(items, run, threads);
        _exit(write(ends[1], &t, sizeof(t)) == (ssize_t)sizeof(t) ? 0 : 1);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], &t, sizeof(t));
    close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0 || got != (ssize_t)sizeof(t))
        die("cannot load in a process of its own");
    return t;
}

json_t *speed_cores(FILE *items, const speed_run *run)
{
    json_t *rows = json_array();
    times wall[2] = { { 0 } }, cpu[2] = { { 0 } }, path[2] = { { 0 } }, resident[2] = { { 0 } }, peak[2] = { { 0 } };
    for (size_t round = 0; round < run->rounds; round++)
        for (size_t i = 0; i < 2; i++) {
            taken t = load_apart(items, i ? parallel_for : NULL, i ? run->threads : 1);
            add_time(&wall[i], t.wall_us);
            add_time(&cpu[i], t.cpu_us);
            add_time(&path[i], i ? load_apart(items, deal, run->threads).path_us : t.path_us);
            add_time(&resident[i], t.resident);
            add_time(&peak[i], t.peak);
        }
    for (size_t i = 0; i < 2; i++) {
        json_t *row = json_object();
        json_object_set_new(row, "threads", json_integer((json_int_t)(i ? run->threads : 1)));
        json_object_set_new(row, "wall_s", speed_figure(time_at(&wall[i], 0.5) / 1e6));
        json_object_set_new(row, "cpu_s", speed_figure(time_at(&cpu[i], 0.5) / 1e6));
        json_object_set_new(row, "path_s", speed_figure(time_at(&path[i], 0.5) / 1e6));
        json_object_set_new(row, "resident_bytes", speed_figure(time_at(&resident[i], 0.5)));
        json_object_set_new(row, "peak_bytes", speed_figure(time_at(&peak[i], 0.5)));
        json_array_append_new(rows, row);
        free(wall[i].of);
        free(cpu[i].of);
        free(path[i].of);
        free(resident[i].of);
        free(peak[i].of);
    }
    return rows;
}
