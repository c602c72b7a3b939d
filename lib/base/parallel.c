/* SPDX-License-Identifier: MIT */
#include "base/parallel.h"

#include <assert.h>
#include <stdatomic.h>

enum { WAITING, RUNNING, DONE };

/* Tasks that the host was handed. */
typedef struct handed {
    kbg_task_fn task;
    void *task_data;
    size_t count;
    atomic_uchar states[KBG__PARALLEL_TASKS_MOST];
} handed;

static void run_one(size_t index, void *task_data)
{
    handed *h = task_data;
    unsigned char waiting = WAITING;
    if (index >= h->count || !atomic_compare_exchange_strong(&h->states[index], &waiting, RUNNING))
        return;
    h->task(index, h->task_data);
    atomic_store(&h->states[index], DONE);
}

uint32_t kbg__parallel_threads(const kbg__parallel *parallel)
{
    return parallel && parallel->run ? parallel->threads : 1;
}

void kbg__parallel_run(const kbg__parallel *parallel, size_t count, kbg_task_fn task, void *task_data)
{
    handed h = { .task = task, .task_data = task_data, .count = count };
    assert(count <= KBG__PARALLEL_TASKS_MOST);
    for (size_t i = 0; i < count; i++)
        atomic_init(&h.states[i], WAITING);
    if (count > 1 && kbg__parallel_threads(parallel) > 1)
        parallel->run(count, run_one, &h, parallel->user_data);
    for (size_t i = 0; i < count; i++)
        run_one(i, &h);
    /* A host that comes back too early has tasks that still run: they use memory that is about to be freed. */
    for (size_t i = 0; i < count; i++)
        while (atomic_load(&h.states[i]) != DONE)
            ;
}
