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

static void parallel_for(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    enum { MOST = 64 };
    lent l = { .task = task, .task_data = task_data, .count = count };
    pthread_t threads[MOST];
    size_t others = *(const size_t *)user_data - 1, made = 0;
    atomic_init(&l.next, 0);
    while (made < others && made + 1 < count && pthread_create(&threads[made], NULL, run_tasks, &l) == 0)
        made++;
    (void)run_tasks(&l);
    for (size_t i = 0; i < made; i++)
        pthread_join(threads[i], NULL);
}

/* What one load took. */
typedef struct taken {
    double wall_us, cpu_us, resident, peak;
} taken;

static taken load_once(FILE *items, size_t threads)
{
    kbg_error *error = NULL;
    kbg_base *base = speed_base(threads > 1 ? parallel_for : NULL, &threads, threads > 1 ? (uint32_t)threads : 0);
    double empty = (double)speed_status_bytes("VmRSS"), start = speed_clock_us(true), cpu = speed_process_us();
    if (kbg_base_load_from(base, KBG_FORMAT_JSONL, speed_read, items, NULL, NULL, &error) != KBG_OK)
        die_error(error);
    taken t = { .wall_us = speed_clock_us(true) - start, .cpu_us = speed_process_us() - cpu };
    t.resident = (double)speed_status_bytes("VmRSS") - empty;
    t.peak = (double)speed_status_bytes("VmHWM") - empty;
    kbg_base_unref(base);
    return t;
}

static taken load_apart(FILE *items, size_t threads)
{
    taken t = { 0 };
    int ends[2], status = 1;
    if (pipe(ends) != 0)
        die("cannot make a pipe");
    rewind(items);
    pid_t child = fork();
    if (child == 0) {
        t = load_once(items, threads);
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
    times wall[2] = { { 0 } }, cpu[2] = { { 0 } }, resident[2] = { { 0 } }, peak[2] = { { 0 } };
    for (size_t round = 0; round < run->rounds; round++)
        for (size_t i = 0; i < 2; i++) {
            taken t = load_apart(items, i ? run->threads : 1);
            add_time(&wall[i], t.wall_us);
            add_time(&cpu[i], t.cpu_us);
            add_time(&resident[i], t.resident);
            add_time(&peak[i], t.peak);
        }
    for (size_t i = 0; i < 2; i++) {
        json_t *row = json_object();
        json_object_set_new(row, "threads", json_integer((json_int_t)(i ? run->threads : 1)));
        json_object_set_new(row, "wall_s", speed_figure(time_at(&wall[i], 0.5) / 1e6));
        json_object_set_new(row, "cpu_s", speed_figure(time_at(&cpu[i], 0.5) / 1e6));
        json_object_set_new(row, "resident_bytes", speed_figure(time_at(&resident[i], 0.5)));
        json_object_set_new(row, "peak_bytes", speed_figure(time_at(&peak[i], 0.5)));
        json_array_append_new(rows, row);
        free(wall[i].of);
        free(cpu[i].of);
        free(resident[i].of);
        free(peak[i].of);
    }
    return rows;
}
