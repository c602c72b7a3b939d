/* SPDX-License-Identifier: MIT */
#include "grown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

void die(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(2);
}

void die_error(kbg_error *error)
{
    die(kbg_error_message(error));
}

void add_time(times *t, double us)
{
    if (t->count == t->capacity) {
        t->capacity = t->capacity ? 2 * t->capacity : 4096;
        t->of = realloc(t->of, t->capacity * sizeof(*t->of));
        if (!t->of)
            die("out of memory");
    }
    t->of[t->count++] = us;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double time_at(times *t, double share)
{
    if (t->count == 0)
        return 0;
    qsort(t->of, t->count, sizeof(*t->of), compare);
    size_t at = (size_t)((double)t->count * share);
    return t->of[at < t->count ? at : t->count - 1];
}

messages read_messages(const char *path)
{
    messages m = { NULL, 0 };
    char *line = NULL;
    size_t capacity = 0, room = 0;
    FILE *file = fopen(path, "rb");
    if (!file)
        die("cannot open the messages");
    while (getline(&line, &capacity, file) >= 0) {
        line[strcspn(line, "\r\n")] = '\0';
        char *text = strchr(line, '\t');
        text = text ? text + 1 : line;
        text[strcspn(text, "\t")] = '\0';
        if (m.count == room) {
            room = room ? 2 * room : 1024;
            m.of = realloc(m.of, room * sizeof(*m.of));
        }
        if (!m.of || !(m.of[m.count++] = strdup(text)))
            die("out of memory");
    }
    free(line);
    fclose(file);
    if (m.count == 0)
        die("no messages");
    return m;
}

void free_messages(messages *m)
{
    for (size_t i = 0; i < m->count; i++)
        free(m->of[i]);
    free(m->of);
}

/* Lines of a file, up to a number of them. */
typedef struct first_lines {
    FILE *file, *copy; /* copy: they are written there too; may be NULL */
    char *line;
    size_t capacity, len, at, left, bytes;
} first_lines;

static size_t read_lines(char *buffer, size_t size, void *user_data)
{
    first_lines *f = user_data;
    if (f->at == f->len) {
        ssize_t len = f->left ? getline(&f->line, &f->capacity, f->file) : -1;
        if (len < 0)
            return 0;
        f->left--;
        f->len = (size_t)len;
        f->at = 0;
        if (f->copy) {
            fwrite(f->line, 1, f->len, f->copy);
            if (f->line[f->len - 1] != '\n')
                putc('\n', f->copy);
        }
    }
    size_t n = f->len - f->at < size ? f->len - f->at : size;
    memcpy(buffer, f->line + f->at, n);
    f->at += n;
    f->bytes += n;
    return n;
}

/* Lines that are made. */
typedef struct made_lines {
    kbg_view *view;
    size_t count, next, end; /* items of the view; the next one to make, and the one behind the last */
    char line[1 << 16];
    size_t len, at, bytes;
} made_lines;

static void put(made_lines *m, const char *text, size_t len)
{
    for (size_t i = 0; i < len && m->len + 8 < sizeof(m->line); i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20)
            c = ' ';
        if (c == '"' || c == '\\')
            m->line[m->len++] = '\\';
        m->line[m->len++] = (char)c;
    }
}

static void put_json(made_lines *m, const char *text)
{
    size_t len = strlen(text);
    memcpy(m->line + m->len, text, len);
    m->len += len;
}

/* Half of a text in code points. */
static size_t half(const char *text, size_t len)
{
    size_t at = len / 2;
    while (at < len && ((unsigned char)text[at] & 0xC0) == 0x80)
        at++;
    return at;
}

static void make_line(made_lines *m)
{
    size_t i = m->next++, len, other_len, body_len = 0;
    const kbg_item *item = kbg_view_item(m->view, i % m->count);
    const kbg_item *other = kbg_view_item(m->view, (i * 2654435761u + i / m->count) % m->count);
    const char *question = kbg_item_question(item, i / m->count % kbg_item_question_count(item), &len);
    const char *second = kbg_item_question(other, 0, &other_len);
    const char *body = kbg_item_answer_count(item) ? kbg_answer_body(kbg_item_answer(item, 0), &body_len) : "";
    size_t cut = half(second, other_len);
    m->len = m->at = 0;
    m->len += (size_t)snprintf(m->line, sizeof(m->line), "{\"id\":\"grown-%zu\",\"category\":\"%zu\",\"question\":\"", i,
                               i % 97);
    put(m, question, half(question, len));
    put(m, second + cut, other_len - cut);
    put(m, "?", half(question, len) + other_len - cut == 0);
    put_json(m, "\",\"answer\":\"");
    put(m, body, body_len < 30000 ? body_len : 0);
    put_json(m, "\"}\n");
}

static size_t read_made(char *buffer, size_t size, void *user_data)
{
    made_lines *m = user_data;
    if (m->at == m->len) {
        if (m->next == m->end)
            return 0;
        make_line(m);
    }
    size_t n = m->len - m->at < size ? m->len - m->at : size;
    memcpy(buffer, m->line + m->at, n);
    m->at += n;
    m->bytes += n;
    return n;
}

/* Loads the items that the file has, and gets ready to make the others. */
static made_lines *begin_made(kbg_base *base, const char *path, size_t items, FILE *copy, size_t *bytes)
{
    kbg_error *error;
    first_lines lines = { .file = fopen(path, "rb"), .copy = copy, .left = items ? items : SIZE_MAX };
    if (!lines.file)
        die("cannot open the base");
    if (kbg_base_load_from(base, KBG_FORMAT_JSONL, read_lines, &lines, NULL, NULL, &error) != KBG_OK)
        die_error(error);
    fclose(lines.file);
    free(lines.line);
    *bytes = lines.bytes;
    made_lines *made = calloc(1, sizeof(*made));
    if (!made || !(made->view = kbg_base_view(base)))
        die("out of memory");
    made->count = made->next = kbg_view_item_count(made->view);
    made->end = items > made->count && made->count ? items : made->count;
    return made;
}

static void end_made(made_lines *made)
{
    kbg_view_unref(made->view);
    free(made);
}

size_t load_grown(kbg_base *base, const char *path, size_t items)
{
    kbg_error *error;
    size_t bytes;
    made_lines *made = begin_made(base, path, items, NULL, &bytes);
    if (made->next < made->end &&
        kbg_base_load_from(base, KBG_FORMAT_JSONL, read_made, made, NULL, NULL, &error) != KBG_OK)
        die_error(error);
    bytes += made->bytes;
    end_made(made);
    return bytes;
}

void write_grown(const char *path, size_t items, FILE *out)
{
    kbg_base *base;
    size_t bytes;
    if (kbg_base_new(NULL, &base, NULL) != KBG_OK)
        die("out of memory");
    made_lines *made = begin_made(base, path, items, out, &bytes);
    while (made->next < made->end) {
        make_line(made);
        fwrite(made->line, 1, made->len, out);
    }
    end_made(made);
    kbg_base_unref(base);
    if (fflush(out) != 0)
        die("cannot write the items");
}
