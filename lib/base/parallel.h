/* SPDX-License-Identifier: MIT */
/* Tasks that may run at the same time, in threads that the host lends. */
#ifndef KBG_BASE_PARALLEL_H
#define KBG_BASE_PARALLEL_H

#include <kbguide/options.h>

enum { KBG__PARALLEL_THREADS_MOST = 64, KBG__PARALLEL_TASKS_MOST = 4 * KBG__PARALLEL_THREADS_MOST };

/* What the host lends; all 0 = nothing. */
typedef struct kbg__parallel {
    kbg_parallel_for_fn run; /* NULL = the thread at hand does everything */
    void *user_data;
    uint32_t threads; /* at least 2 if there is `run` */
} kbg__parallel;

/* How many threads work is to be made for: 1 without any that are lent. parallel may be NULL here and below. */
uint32_t kbg__parallel_threads(const kbg__parallel *parallel);

/* Runs task(0, data) to task(count - 1, data), each once whatever the host does: what it runs again does nothing, what
 * it leaves out is run here. They have all ended, and what they wrote can be read, when this returns. count is at most
 * KBG__PARALLEL_TASKS_MOST. */
void kbg__parallel_run(const kbg__parallel *parallel, size_t count, kbg_task_fn task, void *task_data);

#endif
