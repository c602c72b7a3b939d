/* SPDX-License-Identifier: MIT */
#include "speed.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Characters of the longest message, and how many of the most frequent ones there are in a message of all of them. */
enum { LONGEST = 100000, FREQUENT = 1000 };

/* What every item of the shared base says. Our own words, of no meaning. */
static const char shared[] = "我想问共同";

static void *must(void *block)
{
    if (!block)
        die("out of memory");
    return block;
}

typedef struct growing {
    char *data;
    size_t len, capacity;
} growing;

static void append(growing *g, const char *data, size_t len)
{
    if (g->capacity - g->len < len) {
        g->capacity = 2 * (g->len + len);
        g->data = must(realloc(g->data, g->capacity));
    }
    memcpy(g->data + g->len, data, len);
    g->len += len;
}

/* A character and how often it is in the questions of a base. */
typedef struct frequent {
    uint32_t code_point;
    size_t count;
} frequent;

static int by_count(const void *a, const void *b)
{
    const frequent *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return x->code_point < y->code_point ? -1 : 1;
}

/* What the messages are made of: the characters of all questions, the most frequent first, and all questions. */
typedef struct material {
    frequent *characters;
    size_t character_count;
    growing questions;
} material;

static material gather(kbg_base *base)
{
    enum { IDEOGRAPHS = 0xA000 - 0x4E00 };
    material m = { .characters = must(calloc(IDEOGRAPHS, sizeof(frequent))) };
    kbg_view *view = must(kbg_base_view(base));
    for (uint32_t i = 0; i < IDEOGRAPHS; i++)
        m.characters[i].code_point = 0x4E00 + i;
    for (size_t i = 0; i < kbg_view_item_count(view); i++) {
        size_t len;
        const char *question = kbg_item_question(kbg_view_item(view, i), 0, &len);
        for (size_t at = 0; at < len;) {
            uint32_t code_point = kbg__utf8_next(question, len, &at);
            if (code_point >= 0x4E00 && code_point < 0x4E00 + IDEOGRAPHS)
                m.characters[code_point - 0x4E00].count++;
        }
        if (m.questions.len < (size_t)4 * LONGEST)
            append(&m.questions, question, len);
    }
    kbg_view_unref(view);
    qsort(m.characters, IDEOGRAPHS, sizeof(frequent), by_count);
    while (m.character_count < FREQUENT && m.characters[m.character_count].count)
        m.character_count++;
    if (m.character_count == 0)
        die("the base has no ideograph");
    return m;
}

/* So many characters of a text, which begins again when it ends. */
static growing repeated(const char *text, size_t len, size_t characters)
{
    growing g = { 0 };
    for (size_t at = 0; characters--; at = at < len ? at : 0) {
        size_t from = at;
        (void)kbg__utf8_next(text, len, &at);
        append(&g, text + from, at - from);
    }
    return g;
}

static json_t *measure(kbg_base *base, const speed_run *run, const char *shape, growing message, size_t characters)
{
    kbg_searcher *searcher;
    kbg_error *error = NULL;
    kbg_status status = KBG_OK;
    times t = { 0 };
    size_t count = 0;
    if (kbg_searcher_new(base, &searcher, &error) != KBG_OK)
        die_error(error);
    for (size_t round = 0; round < run->rounds; round++) {
        kbg_hits *hits;
        double start = speed_clock_us(run->wall);
        status = kbg_search(searcher, message.data, message.len, NULL, &hits, &error);
        count = kbg_hits_count(hits);
        kbg_hits_free(hits);
        kbg_error_free(error);
        add_time(&t, speed_clock_us(run->wall) - start);
    }
    json_t *row = json_object();
    double us = time_at(&t, .5);
    json_object_set_new(row, "message", json_string(shape));
    json_object_set_new(row, "characters", json_integer((json_int_t)characters));
    json_object_set_new(row, "bytes", json_integer((json_int_t)message.len));
    json_object_set_new(row, "status", json_string(kbg_status_name(status)));
    json_object_set_new(row, "hits", json_integer((json_int_t)count));
    json_object_set_new(row, "us", speed_figure(us));
    json_object_set_new(row, "us_per_character", speed_figure(us / (double)characters));
    free(t.of);
    free(message.data);
    kbg_searcher_free(searcher);
    return row;
}

/* A base of the same questions in which every item says the same first. */
static kbg_base *sharing(kbg_base *base)
{
    growing lines = { 0 };
    kbg_base *made;
    kbg_error *error = NULL;
    kbg_view *view = must(kbg_base_view(base));
    for (size_t i = 0; i < kbg_view_item_count(view); i++) {
        size_t len;
        const char *question = kbg_item_question(kbg_view_item(view, i), 0, &len);
        char id[32], *text = must(malloc(sizeof(shared) + len + 1));
        snprintf(id, sizeof(id), "%zu", i);
        memcpy(text, shared, sizeof(shared) - 1);
        memcpy(text + sizeof(shared) - 1, question, len);
        json_t *item = json_pack("{s:s, s:s%}", "id", id, "question", text, sizeof(shared) - 1 + len);
        char *line = must(json_dumps(item, JSON_COMPACT));
        append(&lines, line, strlen(line));
        append(&lines, "\n", 1);
        free(line);
        free(text);
        json_decref(item);
    }
    kbg_view_unref(view);
    if (kbg_base_new(NULL, &made, &error) != KBG_OK ||
        kbg_base_load(made, KBG_FORMAT_JSONL, lines.data, lines.len, NULL, NULL, &error) != KBG_OK)
        die_error(error);
    free(lines.data);
    return made;
}

json_t *speed_hostile(kbg_base *base, const speed_run *run)
{
    static const size_t lengths[] = { 100, 1000, 10000, LONGEST };
    json_t *rows = json_array();
    material m = gather(base);
    growing all = { 0 };
    char one[4];
    for (size_t i = 0; i < m.character_count; i++)
        append(&all, one, kbg__utf8_put(one, m.characters[i].code_point));
    size_t one_len = kbg__utf8_put(one, m.characters[0].code_point);
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        size_t n = lengths[i];
        growing text = repeated(m.questions.data, m.questions.len, n);
        growing same = repeated(one, one_len, n), various = repeated(all.data, all.len, n);
        json_array_append_new(rows, measure(base, run, "questions one behind the other", text, n));
        json_array_append_new(rows, measure(base, run, "one character repeated", same, n));
        json_array_append_new(rows, measure(base, run, "the most frequent characters", various, n));
    }
    kbg_base *shares = sharing(base);
    size_t len = sizeof(shared) - 1, characters = kbg__utf8_count(shared, len);
    growing once = repeated(shared, len, characters);
    json_array_append_new(rows, measure(shares, run, "what every item says", once, characters));
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        growing often = repeated(shared, len, lengths[i]);
        json_array_append_new(rows, measure(shares, run, "what every item says, repeated", often, lengths[i]));
    }
    kbg_base_unref(shares);
    free(m.characters);
    free(m.questions.data);
    free(all.data);
    return rows;
}
