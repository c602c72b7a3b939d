/* SPDX-License-Identifier: MIT */
/* Loading on several cores: a host lends threads, the library has none of its own. Here they are made for each call; a
 * program that has a pool hands the tasks to that.
 *
 *   cores KB.jsonl
 *
 * Calls introduced: kbg_base_options_set_parallel_for. */
#include <kbguide/kbguide.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { THREADS = 4 };

/* The tasks of one call, and the next one that nobody has taken. */
typedef struct tasks {
    kbg_task_fn task;
    void *task_data;
    size_t count;
    atomic_size_t next;
} tasks;

static void *run(void *data)
{
    tasks *t = data;
    for (size_t index; (index = atomic_fetch_add(&t->next, 1)) < t->count;)
        t->task(index, t->task_data);
    return NULL;
}

/* Returns when all tasks are done. Whatever threads cannot be made: this one does the work of those. */
static void parallel_for(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    tasks t = { .task = task, .task_data = task_data, .count = count };
    pthread_t threads[THREADS - 1];
    size_t made = 0;
    (void)user_data;
    atomic_init(&t.next, 0);
    while (made < THREADS - 1 && made + 1 < count && pthread_create(&threads[made], NULL, run, &t) == 0)
        made++;
    (void)run(&t);
    while (made > 0)
        pthread_join(threads[--made], NULL);
}

static size_t read_file(char *buffer, size_t size, void *file)
{
    size_t got = fread(buffer, 1, size, file);
    return got == 0 && ferror((FILE *)file) ? KBG_READ_FAILED : got;
}

int main(int argc, char **argv)
{
    kbg_base_options *options = NULL;
    kbg_base *base = NULL;
    kbg_report *report = NULL;
    kbg_error *error = NULL;
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    int result = 1;
    if (!file) {
        fprintf(stderr, "usage: cores KB.jsonl\n");
        return 2;
    }
    if (kbg_base_options_new(NULL, &options) != KBG_OK ||
        kbg_base_options_set_parallel_for(options, parallel_for, NULL, THREADS) != KBG_OK) {
        fprintf(stderr, "out of memory\n");
        goto out;
    }
    if (kbg_base_new(options, &base, &error) != KBG_OK ||
        kbg_base_load_from(base, KBG_FORMAT_JSONL, read_file, file, NULL, &report, &error) != KBG_OK) {
        fprintf(stderr, "%s\n", kbg_error_message(error));
        goto out;
    }
    printf("%zu items loaded\n", kbg_report_item_count(report));
    result = 0;
out:
    kbg_error_free(error);
    kbg_report_free(report);
    kbg_base_unref(base);
    kbg_base_options_free(options);
    fclose(file);
    return result;
}
