/* SPDX-License-Identifier: MIT */
/* What figures cost.
 *
 *   figures [ITEMS [EVENTS]]
 *
 * Adds EVENTS (default 1,000,000) made-up events of one day about ITEMS (default 100,000) items, 200 agents and, one in
 * four, as many different messages as items, to figures that keep messages, in batches of 1 and of 100. Prints
 * processor times: of one event in µs; of a merge, of writing, of reading and of reports in ms; and the memory of the
 * figures and the length of the saved form, in bytes an item. */
#include <kbguide/kbguide.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static size_t bytes_in_use;

static void *count_malloc(size_t size, void *user_data)
{
    size_t *block = malloc(size + 16);
    (void)user_data;
    if (!block)
        return NULL;
    *block = size;
    bytes_in_use += size;
    return (char *)block + 16;
}

static void count_free(void *block, void *user_data)
{
    size_t *whole = (size_t *)(void *)((char *)block - 16);
    (void)user_data;
    bytes_in_use -= *whole;
    free(whole);
}

static void *count_realloc(void *block, size_t old_size, size_t size, void *user_data)
{
    size_t *whole = realloc((char *)block - 16, size + 16);
    (void)user_data;
    if (!whole)
        return NULL;
    bytes_in_use += size - old_size;
    *whole = size;
    return (char *)whole + 16;
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void check(kbg_status status)
{
    if (status == KBG_OK)
        return;
    fprintf(stderr, "figures: %s\n", kbg_status_text(status));
    exit(2);
}

typedef struct output {
    char *data;
    size_t len, capacity;
} output;

static bool keep(const char *data, size_t len, void *user_data)
{
    output *out = user_data;
    if (len > out->capacity - out->len) {
        out->capacity = (out->len + len) * 2;
        out->data = realloc(out->data, out->capacity);
        if (!out->data)
            return false;
    }
    for (size_t i = 0; i < len; i++)
        out->data[out->len++] = data[i];
    return true;
}

static uint32_t below(uint32_t bound)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 32) % bound);
}

enum { BATCH_MOST = 100 };

static void make_event(kbg_event *event, char names[3][48], uint32_t items)
{
    static const uint32_t types[] = { KBG_EVENT_ASKED,  KBG_EVENT_SHOWN, KBG_EVENT_SHOWN, KBG_EVENT_PICKED,
                                      KBG_EVENT_ASKED,  KBG_EVENT_SENT,  KBG_EVENT_EDITED, KBG_EVENT_ANSWERED };
    *event = (kbg_event)KBG_EVENT_INIT;
    event->type = types[below(8)];
    event->at = INT64_C(1794326400000) + below(86400000);
    event->rank = 1 + below(12);
    event->response_ms = below(120000);
    event->confidence = below(100) / 100.0;
    event->item.len = (size_t)snprintf(names[0], 48, "item-%u", (unsigned)below(items));
    event->agent.len = (size_t)snprintf(names[1], 48, "agent-%u", (unsigned)below(200));
    event->message.len = (size_t)snprintf(names[2], 48, "请问第%u号套餐多少钱", (unsigned)below(items));
    event->item.data = names[0];
    event->agent.data = names[1];
    event->message.data = names[2];
}

static kbg_figures *fill(const kbg_allocator *allocator, const kbg_figures_options *options, uint32_t items,
                         uint32_t count, size_t batch)
{
    static kbg_event events[BATCH_MOST];
    static char names[BATCH_MOST][3][48];
    kbg_figures *figures;
    double used = 0;
    check(kbg_figures_new(allocator, options, &figures, NULL));
    for (uint32_t i = 0; i < count; i += (uint32_t)batch) {
        for (size_t k = 0; k < batch; k++)
            make_event(&events[k], names[k], items);
        double start = now_ms();
        check(kbg_figures_add(figures, events, batch, NULL, NULL));
        used += now_ms() - start;
    }
    printf("an event, %3zu at a time  %8.3f us\n", batch, used * 1e3 / count);
    return figures;
}

int main(int argc, char **argv)
{
    uint32_t items = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 100000;
    uint32_t count = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 1000000;
    kbg_allocator allocator = { sizeof(allocator), count_malloc, count_realloc, count_free, NULL };
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    output saved = { NULL, 0, 0 }, json = { NULL, 0, 0 };
    kbg_figures *read;
    options.max_messages = 1;
    items = items ? items : 1;
    kbg_figures *plain = fill(&allocator, &options, items, count, BATCH_MOST);
    printf("memory                   %8.0f bytes an item, without messages\n", (double)bytes_in_use / items);
    kbg_figures_unref(plain);
    options.flags = KBG_FIGURES_KEEP_MESSAGES;
    options.max_messages = 0;
    kbg_figures *figures = fill(&allocator, &options, items, count, 1);
    kbg_figures *other = fill(&allocator, &options, items, count, BATCH_MOST);
    double start = now_ms();
    check(kbg_figures_merge(figures, other, NULL));
    double merged = now_ms();
    check(kbg_figures_write(figures, keep, &saved, NULL));
    double written = now_ms();
    check(kbg_figures_read(NULL, saved.data, saved.len, &read, NULL));
    double was_read = now_ms();
    check(kbg_figures_json(figures, NULL, keep, &json, NULL));
    double reported = now_ms();
    printf("merge                    %8.1f ms\nwrite                    %8.1f ms\nread                     %8.1f ms\n"
           "JSON with groups         %8.1f ms\nsaved                    %8.0f bytes an item, messages included\n",
           merged - start, written - merged, was_read - written, reported - was_read, (double)saved.len / items);
    free(saved.data);
    free(json.data);
    kbg_figures_unref(read);
    kbg_figures_unref(other);
    kbg_figures_unref(figures);
    return 0;
}
