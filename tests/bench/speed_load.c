/* SPDX-License-Identifier: MIT */
#include "speed.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unistd.h>

/* Texts that are turned into UTF-16 before the clock starts. */
enum { TEXTS_AT_ONCE = 1024 };

size_t speed_status_bytes(const char *name)
{
    char line[256];
    size_t kb = 0, len = strlen(name);
    FILE *file = fopen("/proc/self/status", "rb");
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, name, len) == 0 && line[len] == ':')
            kb = strtoull(line + len + 1, NULL, 10);
    if (file)
        fclose(file);
    return kb * 1024;
}

/* Growing the items takes memory, so another process does it. */
FILE *speed_items(const speed_run *run)
{
    if (!run->items) {
        FILE *file = fopen(run->kb, "rb");
        if (!file)
            die("cannot open the base");
        return file;
    }
    FILE *file = tmpfile();
    if (!file)
        die("cannot make a file for the items");
    pid_t child = fork();
    int status = 1;
    if (child == 0) {
        write_grown(run->kb, run->items, file);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        die("cannot grow the base");
    rewind(file);
    return file;
}

size_t speed_read(char *buffer, size_t size, void *user_data)
{
    size_t got = fread(buffer, 1, size, user_data);
    return got == 0 && ferror(user_data) ? KBG_READ_FAILED : got;
}

/* ICU's word breaks over texts, nothing else. */
typedef struct breaks {
    UBreakIterator *iterator;
    UChar *units;
    size_t used, capacity, count;
    size_t ends[TEXTS_AT_ONCE];
    size_t texts, bytes, found;
    double us;
} breaks;

static void break_texts(breaks *b)
{
    UErrorCode error = U_ZERO_ERROR;
    double start = speed_clock_us(false);
    for (size_t i = 0; i < b->count; i++) {
        size_t from = i ? b->ends[i - 1] : 0;
        ubrk_setText(b->iterator, b->units + from, (int32_t)(b->ends[i] - from), &error);
        ubrk_first(b->iterator);
        while (ubrk_next(b->iterator) != UBRK_DONE)
            b->found++;
    }
    b->us += speed_clock_us(false) - start;
    if (U_FAILURE(error))
        die("ICU cannot break a text");
    b->count = b->used = 0;
}

static void add_text(breaks *b, const char *text, size_t len)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t units = 0;
    if (len == 0)
        return;
    if (b->capacity - b->used < len) { /* UTF-16 has no more units than UTF-8 has bytes */
        b->capacity = 2 * (b->used + len);
        b->units = realloc(b->units, b->capacity * sizeof(*b->units));
        if (!b->units)
            die("out of memory");
    }
    u_strFromUTF8(b->units + b->used, (int32_t)len, &units, text, (int32_t)len, &error);
    if (U_FAILURE(error))
        die("an item is not well-formed");
    b->used += (size_t)units;
    b->ends[b->count++] = b->used;
    b->texts++;
    b->bytes += len;
    if (b->count == TEXTS_AT_ONCE)
        break_texts(b);
}

/* What a search can match: questions, keywords and answers. */
static void break_items(breaks *b, kbg_base *base)
{
    UErrorCode error = U_ZERO_ERROR;
    kbg_view *view = kbg_base_view(base);
    b->iterator = ubrk_open(UBRK_WORD, "zh", NULL, 0, &error);
    if (U_FAILURE(error) || !view)
        die("ICU cannot break words");
    for (size_t i = 0; i < kbg_view_item_count(view); i++) {
        const kbg_item *item = kbg_view_item(view, i);
        size_t len;
        for (size_t q = 0; q < kbg_item_question_count(item); q++) {
            const char *text = kbg_item_question(item, q, &len);
            add_text(b, text, len);
        }
        for (size_t k = 0; k < kbg_item_list_count(item, KBG_LIST_KEYWORDS); k++) {
            const char *text = kbg_item_list_text(item, KBG_LIST_KEYWORDS, k, &len);
            add_text(b, text, len);
        }
        for (size_t a = 0; a < kbg_item_answer_count(item); a++) {
            const char *text = kbg_answer_body(kbg_item_answer(item, a), &len);
            add_text(b, text, len);
        }
    }
    break_texts(b);
    kbg_view_unref(view);
    ubrk_close(b->iterator);
    free(b->units);
}

json_t *speed_load(kbg_base *base, FILE *file)
{
    kbg_error *error = NULL;
    size_t empty = speed_status_bytes("VmRSS"), allocations = speed_allocations();
    double start = speed_clock_us(true), start_cpu = speed_clock_us(false);
    if (kbg_base_load_from(base, KBG_FORMAT_JSONL, speed_read, file, NULL, NULL, &error) != KBG_OK)
        die_error(error);
    double cpu_s = (speed_clock_us(false) - start_cpu) / 1e6, wall_s = (speed_clock_us(true) - start) / 1e6;
    size_t resident = speed_status_bytes("VmRSS"), peak = speed_status_bytes("VmHWM");
    long bytes = ftell(file);
    allocations = speed_allocations() - allocations;
    kbg_view *view = kbg_base_view(base);
    size_t items = view ? kbg_view_item_count(view) : 0;
    kbg_view_unref(view);
    if (items == 0)
        die("no items");
    breaks b = { 0 };
    break_items(&b, base);
    double taken = (double)(resident - empty), text = (double)b.bytes;
    json_t *load = json_object();
    json_object_set_new(load, "items", json_integer((json_int_t)items));
    json_object_set_new(load, "json_bytes", json_integer((json_int_t)bytes));
    json_object_set_new(load, "texts", json_integer((json_int_t)b.texts));
    json_object_set_new(load, "text_bytes", json_integer((json_int_t)b.bytes));
    json_object_set_new(load, "cpu_s", speed_figure(cpu_s));
    json_object_set_new(load, "wall_s", speed_figure(wall_s));
    json_object_set_new(load, "items_per_s", speed_figure((double)items / cpu_s));
    json_object_set_new(load, "json_mb_per_s", speed_figure((double)bytes / 1e6 / cpu_s));
    json_object_set_new(load, "word_break_s", speed_figure(b.us / 1e6));
    json_object_set_new(load, "words", json_integer((json_int_t)b.found));
    json_object_set_new(load, "load_to_word_break", speed_figure(cpu_s * 1e6 / b.us));
    json_object_set_new(load, "allocations", json_integer((json_int_t)allocations));
    json_object_set_new(load, "empty_bytes", json_integer((json_int_t)empty));
    json_object_set_new(load, "resident_bytes", json_integer((json_int_t)(resident - empty)));
    json_object_set_new(load, "peak_bytes", json_integer((json_int_t)(peak - empty)));
    json_object_set_new(load, "resident_per_item", speed_figure(taken / (double)items));
    json_object_set_new(load, "resident_to_text", speed_figure(taken / text));
    json_object_set_new(load, "resident_to_json", speed_figure(taken / (double)bytes));
    json_object_set_new(load, "parts", speed_parts(base));
    return load;
}
