/* SPDX-License-Identifier: MIT */
/* The measurements of the speed program (speed.c). Each gives its figures as a JSON object, which is printed as it
 * is or as a table. */
#ifndef KBG_TESTS_SPEED_H
#define KBG_TESTS_SPEED_H

#include "grown.h"

#include <jansson.h>
#include <stdbool.h>

/* What one run does. */
typedef struct speed_run {
    const char *kb, *queries;
    size_t items;   /* 0 = those of the file */
    size_t sample;  /* inputs of a measurement, and titles that are typed */
    size_t rounds;  /* each is measured as often, behind one round that is not */
    size_t threads; /* calls: 1 to this; loads: 1 and this */
    bool wall;      /* times are those of the clock on the wall and not of the processor */
    const char *only; /* the one measurement wanted; NULL = all */
} speed_run;

/* The time of this thread's processor, or of the clock on the wall, in µs. */
double speed_clock_us(bool wall);

/* The processor time of all threads. */
double speed_process_us(void);

/* A base whose memory is counted: speed_allocations() is how often this thread has asked for memory. It has the threads
 * that parallel_for (NULL = none) lends. */
kbg_base *speed_base(kbg_parallel_for_fn parallel_for, void *user_data, uint32_t threads);
size_t speed_allocations(void);

/* A line of /proc/self/status in bytes; 0 where there is none. */
size_t speed_status_bytes(const char *name);

/* The items of the run, in a file from its beginning; and a reader of a file, which is its user_data. */
FILE *speed_items(const speed_run *run);
size_t speed_read(char *buffer, size_t size, void *user_data);

/* Up to `most` of `count` things, evenly: the place of the n-th. */
size_t speed_sampled(size_t count, size_t most);
size_t speed_place(size_t n, size_t count, size_t most);

/* Loads items into an empty base: speed, memory, and the memory of each part (speed_load.c). */
json_t *speed_load(kbg_base *base, FILE *items);

/* Loads them with one thread and with those of the run, in turns: an array with an object for each (speed_cores.c). */
json_t *speed_cores(FILE *items, const speed_run *run);

/* Bytes of each part of what a base holds (speed_parts.c). */
json_t *speed_parts(kbg_base *base);

/* What calls cost: an array with an object for each kind of call and number of threads (speed_calls.c). */
json_t *speed_calls(kbg_base *base, const speed_run *run);

/* What hostile messages cost: an array with an object for each (speed_hostile.c). */
json_t *speed_hostile(kbg_base *base, const speed_run *run);

/* A figure with as many decimals as are worth reading. */
json_t *speed_figure(double value);

#endif
