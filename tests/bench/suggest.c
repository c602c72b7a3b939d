/* SPDX-License-Identifier: MIT */
/* How fast suggestions come while the standard questions of a base are typed.
 *
 *   suggest [--every N] [--limit N] [--prefer CATEGORY] [--hot N] [--cpu] KB.jsonl
 *
 * Types every N-th question (default: so that about 1,000 are typed), one keystroke after the other, in four ways: as
 * characters, as full pinyin, as initials, and mixed (two characters as written, two by their sounds, and so on);
 * letters and digits stay as they are. Prints the items and entries, the memory of the structure in bytes an item,
 * the load time in s, then for each way, and for the first three keystrokes of each, the time of kbg_suggest() in µs
 * (with freeing the hits): p50, p95, p99, max; how often the item stands among the hits at the last keystroke, and the
 * slowest text. --hot gives every N-th item use, item by item more, and asks at an instant. --cpu measures the time of this process alone, which other programs on the machine lengthen less. */
#include "index/suggest_text.h"
#include "live/base.h"
#include "text/sound.h"

#include <inttypes.h>
#include <kbguide/kbguide.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TYPED_MOST = 4096, FIRST_KEYSTROKES = 3 };

typedef enum way { CHARACTERS, PINYIN, INITIALS, MIXED, WAYS } way;

static const char *const way_names[WAYS] = { "characters", "pinyin", "initials", "mixed" };

typedef struct times {
    double *us;
    size_t count, capacity;
} times;

static bool wants_cpu;

static double now_us(void)
{
    struct timespec t;
    clock_gettime(wants_cpu ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void die(const char *what)
{
    fprintf(stderr, "suggest: %s\n", what);
    exit(2);
}

static void die_error(kbg_error *error)
{
    fprintf(stderr, "suggest: %s:%" PRIu64 ": %s\n", kbg_error_source(error), kbg_error_line(error),
            kbg_error_message(error));
    exit(2);
}

/* Gives every n-th item use within the last eleven half-lives. */
static void heat(kbg_base *base, const kbg__segment *segment, size_t n, int64_t now)
{
    kbg_error *error = NULL;
    for (size_t i = 0; i < segment->store.count; i += n)
        for (size_t k = 0; k <= i / n % 20; k++) {
            kbg_event event = KBG_EVENT_INIT;
            event.type = KBG_EVENT_SENT;
            event.at = now - (int64_t)(k * k % 22) * 302400000 - (int64_t)i;
            event.weight = (double)(1 + i / n % 97);
            event.item.data = kbg_item_id(segment->store.items[i], &event.item.len);
            if (kbg_base_event(base, &event, 1, NULL, &error) != KBG_OK)
                die_error(error);
        }
}

static size_t read_file(char *buffer, size_t size, void *file)
{
    size_t got = fread(buffer, 1, size, file);
    return got == 0 && ferror((FILE *)file) ? KBG_READ_FAILED : got;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void add_time(times *t, double us)
{
    if (t->count == t->capacity) {
        t->capacity = t->capacity ? 2 * t->capacity : 4096;
        t->us = realloc(t->us, t->capacity * sizeof(*t->us));
        if (!t->us)
            die("out of memory");
    }
    t->us[t->count++] = us;
}

static void print_times(const char *name, times *t)
{
    qsort(t->us, t->count, sizeof(*t->us), compare);
    if (t->count)
        printf("%-22s keystrokes=%zu p50_us=%.1f p95_us=%.1f p99_us=%.1f max_us=%.1f", name, t->count,
               t->us[t->count / 2], t->us[t->count * 95 / 100], t->us[t->count * 99 / 100], t->us[t->count - 1]);
    free(t->us);
}

/* Writes a folded question as it is typed and notes where each keystroke ends; returns how many keystrokes. */
static size_t type(way how, const char *text, size_t len, char out[TYPED_MOST], size_t ends[TYPED_MOST])
{
    kbg__suggest_reader reader = { .text = text, .len = len };
    size_t at = 0, count = 0;
    for (size_t n = 0; kbg__suggest_read(&reader) && at + 8 < TYPED_MOST; n++) {
        uint16_t sound = reader.count == 1 ? kbg__sound_of(reader.character[0]) : KBG__NO_SOUND;
        bool written = how == CHARACTERS || sound == KBG__NO_SOUND || (how == MIXED && n % 4 < 2);
        if (written) {
            memcpy(out + at, text + reader.start, reader.end - reader.start);
            at += reader.end - reader.start;
            ends[count++] = at;
            continue;
        }
        const char *letters = kbg__sound_letters(sound);
        size_t most = how == INITIALS ? 1 : strlen(letters);
        for (size_t i = 0; i < most; i++) {
            out[at++] = letters[i];
            ends[count++] = at;
        }
    }
    return count;
}

int main(int argc, char **argv)
{
    const char *kb = NULL;
    size_t every = 0, hot = 0;
    kbg_query query = KBG_QUERY_INIT;
    kbg_text preferred = { NULL, 0 };
    kbg_base *base;
    kbg_searcher *searcher;
    kbg_error *error = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--every") == 0 && i + 1 < argc)
            every = strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--limit") == 0 && i + 1 < argc)
            query.limit = (uint32_t)strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--prefer") == 0 && ++i < argc)
            preferred = (kbg_text){ argv[i], strlen(argv[i]) };
        else if (strcmp(argv[i], "--hot") == 0 && i + 1 < argc)
            hot = strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--cpu") == 0)
            wants_cpu = true;
        else
            kb = argv[i];
    }
    query.preferred = preferred.len ? &preferred : NULL;
    query.preferred_count = preferred.len > 0;
    FILE *file = kb ? fopen(kb, "rb") : NULL;
    if (!file)
        die("usage: suggest [--every N] [--limit N] [--prefer CATEGORY] [--hot N] [--cpu] KB.jsonl");
    if (kbg_base_new(NULL, &base, &error) != KBG_OK)
        die_error(error);
    double start = now_us();
    if (kbg_base_load_from(base, KBG_FORMAT_JSONL, read_file, file, NULL, NULL, &error) != KBG_OK)
        die_error(error);
    double load_s = (now_us() - start) / 1e6;
    fclose(file);
    if (kbg_searcher_new(base, &searcher, &error) != KBG_OK)
        die_error(error);

    kbg__snapshot *snapshot = kbg__base_current(base);
    if (snapshot->corpus.count == 0)
        die("no items");
    const kbg__segment *segment = snapshot->parts[0].segment; /* a first load makes one */
    size_t items = segment->store.count;
    if (hot) {
        query.now = INT64_C(1794268800000);
        heat(base, segment, hot, query.now);
    }
    if (every == 0)
        every = items > 1000 ? items / 1000 : 1;
    double *goodness = calloc(items, sizeof(*goodness));
    kbg__suggest again;
    start = now_us();
    if (!goodness || kbg__suggest_build(&again, &kbg__memory_default, &segment->store, goodness) != KBG_OK)
        die("out of memory");
    double build_s = (now_us() - start) / 1e6;
    kbg__suggest_free(&again);
    free(goodness);
    printf("items=%zu entries=%zu bytes_per_item=%.1f load_s=%.2f of which suggest_s=%.2f\n", items,
           segment->suggest.entry_count, (double)kbg__suggest_size(&segment->suggest) / (double)items, load_s,
           build_s);

    kbg__folded folded;
    kbg__folded_init(&folded, &kbg__memory_default, false);
    for (int how = 0; how < WAYS; how++) {
        times all = { 0 }, first = { 0 };
        size_t typed_count = 0, found_count = 0;
        double slowest = 0;
        char slowest_text[TYPED_MOST + 1] = "";
        for (size_t i = 0; i < items; i += every) {
            static char typed[TYPED_MOST];
            static size_t ends[TYPED_MOST];
            size_t len;
            const char *question = kbg_item_question(segment->store.items[i], 0, &len);
            if (kbg__fold(&folded, NULL, NULL, question, len) != KBG_OK)
                die("out of memory");
            size_t count = type((way)how, folded.text.data, folded.text.len, typed, ends);
            bool found = false;
            for (size_t k = 0; k < count; k++) {
                kbg_hits *hits;
                start = now_us();
                if (kbg_suggest(searcher, typed, ends[k], &query, &hits, &error) != KBG_OK)
                    die_error(error);
                for (size_t h = 0; k + 1 == count && h < kbg_hits_count(hits); h++)
                    found |= kbg_hits_item(hits, h) == segment->store.items[i];
                kbg_hits_free(hits);
                double us = now_us() - start;
                add_time(&all, us);
                if (k < FIRST_KEYSTROKES)
                    add_time(&first, us);
                if (us > slowest) {
                    slowest = us;
                    memcpy(slowest_text, typed, ends[k]);
                    slowest_text[ends[k]] = '\0';
                }
            }
            typed_count += count > 0;
            found_count += found;
        }
        char name[64];
        print_times(way_names[how], &all);
        printf(" found=%.3f slowest=%s\n", (double)found_count / (double)typed_count, slowest_text);
        (void)snprintf(name, sizeof(name), "%s, first %d", way_names[how], FIRST_KEYSTROKES);
        print_times(name, &first);
        printf("\n");
    }
    kbg__folded_free(&folded);
    kbg__snapshot_unref(snapshot);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    return 0;
}
