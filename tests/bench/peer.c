/* SPDX-License-Identifier: MIT */
#include "peer.h"

#include "base/utf8.h"
#include "grown.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

void peer_die(const char *what, const char *detail)
{
    fprintf(stderr, "%s: %s\n", what, detail);
    exit(2);
}

static void *must(void *block)
{
    if (!block)
        peer_die("peer", "out of memory");
    return block;
}

/* Growing bytes. */
typedef struct bytes {
    char *data;
    size_t len, capacity;
} bytes;

static void append(bytes *b, const char *data, size_t len)
{
    if (b->capacity - b->len <= len) {
        b->capacity = 2 * (b->len + len) + 16;
        b->data = must(realloc(b->data, b->capacity));
    }
    memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

/* The case folding of a text, as code points. */
static UChar32 *folded;
static int32_t folded_len;

static void *grow(void *block, int32_t *capacity, int32_t need, size_t size)
{
    if (*capacity >= need)
        return block;
    *capacity = 2 * need + 16;
    return must(realloc(block, (size_t)*capacity * size));
}

static void fold(const char *text, size_t len)
{
    static UChar *units, *normal;
    static int32_t unit_capacity, normal_capacity, folded_capacity;
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *folding = unorm2_getNFKCCasefoldInstance(&error);
    int32_t count = 0, need = 0;
    units = grow(units, &unit_capacity, (int32_t)len + 1, sizeof(*units));
    u_strFromUTF8WithSub(units, unit_capacity, &count, text, (int32_t)len, 0xFFFD, NULL, &error);
    if (U_FAILURE(error))
        peer_die("ICU", u_errorName(error));
    do {
        error = U_ZERO_ERROR;
        normal = grow(normal, &normal_capacity, need, sizeof(*normal));
        need = unorm2_normalize(folding, units, count, normal, normal_capacity, &error);
    } while (error == U_BUFFER_OVERFLOW_ERROR);
    folded = grow(folded, &folded_capacity, need + 1, sizeof(*folded));
    u_strToUTF32(folded, folded_capacity, &folded_len, normal, need, &error);
    if (U_FAILURE(error))
        peer_die("ICU", u_errorName(error));
}

static bool is_ideograph(UChar32 c)
{
    return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) || (c >= 0x3040 && c <= 0x30FF) || (c >= 0xAC00 && c <= 0xD7A3);
}

static void append_folded(bytes *out, int32_t from, int32_t to)
{
    for (; from < to; from++) {
        char utf8[4];
        append(out, utf8, kbg__utf8_put(utf8, (uint32_t)folded[from]));
    }
    append(out, " ", 1);
}

const char *peer_tokens(const char *text, size_t len, size_t *tokens_len)
{
    static bytes out;
    out.len = 0;
    append(&out, "", 0);
    fold(text, len);
    for (int32_t at = 0; at < folded_len;) {
        int32_t from = at++;
        if (is_ideograph(folded[from])) {
            append_folded(&out, from, at);
            if (from > 0 && is_ideograph(folded[from - 1]))
                append_folded(&out, from - 1, at);
        } else if (u_isalnum(folded[from])) {
            while (at < folded_len && u_isalnum(folded[at]) && !is_ideograph(folded[at]))
                at++;
            append_folded(&out, from, at);
        }
    }
    *tokens_len = out.len;
    return out.data;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t peer_distinct(const char *tokens, size_t len, const char **of, size_t most)
{
    static bytes copy;
    size_t count = 0, kept = 0;
    copy.len = 0;
    append(&copy, tokens, len);
    for (char *token = copy.data; *token && count < most;) {
        char *end = strchr(token, ' ');
        *end = '\0';
        of[count++] = token;
        token = end + 1;
    }
    qsort((void *)of, count, sizeof(*of), by_text);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(of[kept - 1], of[i]) != 0)
            of[kept++] = of[i];
    return kept;
}

/* Items of a file of JSON Lines. Their texts are in the parsed objects, answers in memory of their own. */
typedef struct items {
    peer_item *of;
    size_t count, capacity;
    json_t *objects;
} items;

static const char *string_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* An answer is a text, or the bodies of all answers together. */
static char *answer_of(const json_t *object)
{
    bytes all = { 0 };
    const json_t *answers = json_object_get(object, "answers");
    append(&all, string_of(object, "answer"), strlen(string_of(object, "answer")));
    for (size_t i = 0; i < json_array_size(answers); i++) {
        const json_t *answer = json_array_get(answers, i);
        const char *body = json_is_string(answer) ? json_string_value(answer) : string_of(answer, "body");
        append(&all, "\n", 1);
        append(&all, body, strlen(body));
    }
    return all.data;
}

static void take_item(items *all, json_t *object, bool answers)
{
    const json_t *list = json_object_get(object, "alternatives");
    if (all->count == all->capacity) {
        all->capacity = all->capacity ? 2 * all->capacity : 1024;
        all->of = must(realloc(all->of, all->capacity * sizeof(*all->of)));
    }
    peer_item *item = &all->of[all->count++];
    *item = (peer_item){ .id = string_of(object, "id"),
                         .question = string_of(object, "question"),
                         .answer = answers ? answer_of(object) : must(strdup("")),
                         .alternative_count = json_array_size(list) };
    item->alternatives = must(calloc(item->alternative_count + 1, sizeof(*item->alternatives)));
    for (size_t i = 0; i < item->alternative_count; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        item->alternatives[i] = text ? text : "";
    }
}

static items read_items(const char *path, bool answers)
{
    items all = { 0 };
    json_error_t error;
    FILE *file = fopen(path, "rb");
    if (!file)
        peer_die(path, "cannot be opened");
    all.objects = must(json_array());
    for (json_t *object; (object = json_loadf(file, JSON_DISABLE_EOF_CHECK, &error));) {
        json_array_append_new(all.objects, object);
        take_item(&all, object, answers);
    }
    if (!feof(file))
        peer_die(path, error.text);
    fclose(file);
    return all;
}

static void free_items(items *all)
{
    for (size_t i = 0; i < all->count; i++) {
        free((void *)(uintptr_t)all->of[i].answer);
        free((void *)all->of[i].alternatives);
    }
    free(all->of);
    json_decref(all->objects);
}

/* A message and the ids of its right items, joined by commas. */
typedef struct judged {
    char *text, *right;
} judged;

/* All of a file; *count is how many. */
static judged *read_judged(const char *path, size_t *count)
{
    judged *all = NULL;
    char *line = NULL;
    size_t capacity = 0, n = 0, room = 0;
    FILE *file = fopen(path, "rb");
    if (!file)
        peer_die(path, "cannot be opened");
    while (getline(&line, &capacity, file) >= 0) {
        line[strcspn(line, "\r\n")] = '\0';
        char *text = strchr(line, '\t'), *right = text ? strchr(text + 1, '\t') : NULL;
        if (!right)
            continue;
        *right = '\0';
        if (n == room) {
            room = room ? 2 * room : 1024;
            all = must(realloc(all, room * sizeof(*all)));
        }
        all[n++] = (judged){ must(strdup(text + 1)), must(strdup(right + 1)) };
    }
    free(line);
    fclose(file);
    if (n == 0)
        peer_die(path, "no judged message: query id, message, ids of right items, with tabs between");
    *count = n;
    return all;
}

static void free_judged(judged *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(all[i].text);
        free(all[i].right);
    }
    free(all);
}

static bool is_right(const char *id, size_t len, const char *list)
{
    while (*list) {
        size_t n = strcspn(list, ",");
        if (n == len && memcmp(list, id, n) == 0)
            return true;
        list += n + (list[n] == ',');
    }
    return false;
}

/* Processor time of this thread. */
static double processor_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* One round over an even sample of the messages: their times, and the mean of 1/rank of the first right item. */
static double run_round(const peer *p, const peer_base *base, const judged *of, size_t count, size_t sample, times *t)
{
    double reciprocal = 0;
    for (size_t i = 0; i < sample; i++) {
        const judged *one = &of[i * count / sample];
        double start = processor_us();
        size_t hits = p->search(one->text, strlen(one->text));
        double us = processor_us() - start;
        for (size_t h = 0; h < hits; h++) {
            size_t len;
            const char *id = p->id(base, h, &len);
            if (is_right(id, len, one->right)) {
                reciprocal += 1.0 / (double)(h + 1);
                break;
            }
        }
        start = processor_us();
        p->done();
        add_time(t, us + processor_us() - start);
    }
    return reciprocal / (double)sample;
}

int peer_main(int argc, char **argv, const peer *p)
{
    const char *kb = NULL, *tsv = NULL;
    size_t sample = 1000, rounds = 3, count;
    peer_base base = { 0 };
    for (int i = 1; i < argc; i++) {
        if (i + 1 < argc && strcmp(argv[i], "--sample") == 0)
            sample = strtoull(argv[++i], NULL, 10);
        else if (i + 1 < argc && strcmp(argv[i], "--rounds") == 0)
            rounds = strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--answers") == 0)
            base.answers = true;
        else if (!kb)
            kb = argv[i];
        else
            tsv = argv[i];
    }
    if (!tsv || !sample || !rounds)
        peer_die("usage", "[--sample N] [--rounds N] [--answers] KB.jsonl QUERIES.tsv");
    items all = read_items(kb, base.answers);
    judged *of = read_judged(tsv, &count);
    sample = sample < count ? sample : count;
    base.path = kb;
    base.items = all.of;
    base.count = all.count;
    double start = processor_us();
    p->load(&base);
    double load_s = (processor_us() - start) / 1e6, mrr = 0;
    times p50 = { 0 }, p99 = { 0 };
    for (size_t r = 0; r <= rounds; r++) {
        times t = { 0 };
        mrr = run_round(p, &base, of, count, sample, &t);
        if (r) { /* the first round is for warming up */
            add_time(&p50, time_at(&t, .5));
            add_time(&p99, time_at(&t, .99));
        }
        free(t.of);
    }
    printf("%-16s items=%zu queries=%zu load_s=%.2f p50_us=%.1f p99_us=%.1f mrr10=%.4f\n", p->name, base.count, sample,
           load_s, time_at(&p50, .5), time_at(&p99, .5), mrr);
    p->unload();
    free(p50.of);
    free(p99.of);
    free_judged(of, count);
    free_items(&all);
    return 0;
}
