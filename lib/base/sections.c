/* SPDX-License-Identifier: MIT */
#include "base/sections.h"

#include <inttypes.h>
#include <string.h>

enum { ALIGNMENT = 16 };

typedef struct head {
    uint64_t len, sum;
} head;

void kbg__sections_save(kbg__sections *s, kbg__sections_write write, void *user_data, size_t at, kbg__problem *problem)
{
    *s = (kbg__sections){ .write = write, .user_data = user_data, .at = at, .problem = problem };
}

void kbg__sections_open(kbg__sections *s, const char *data, size_t len, size_t at, kbg__problem *problem)
{
    *s = (kbg__sections){ .data = data, .len = len, .at = at, .problem = problem };
}

/* One step: for a given word each sum leads to another sum, and for a given sum each word. */
static uint64_t step(uint64_t sum, uint64_t word)
{
    sum ^= word;
    return (sum << 29 | sum >> 35) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint64_t word_at(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof(word));
    return word;
}

/* Four sums side by side, which a processor can work out at the same time. */
uint64_t kbg__sections_sum(const void *data, size_t len)
{
    const char *at = data; /* NULL if there are no bytes */
    size_t left = len;
    uint64_t a = 1, b = 2, c = 3, d = 4;
    char rest[32] = { 0 };
    for (; left >= 32; at += 32, left -= 32) {
        a = step(a, word_at(at));
        b = step(b, word_at(at + 8));
        c = step(c, word_at(at + 16));
        d = step(d, word_at(at + 24));
    }
    if (left)
        memcpy(rest, at, left);
    a = step(a, word_at(rest));
    b = step(b, word_at(rest + 8));
    c = step(c, word_at(rest + 16));
    d = step(d, word_at(rest + 24));
    return step(step(step(step(len, a), b), c), d);
}

void kbg__sections_refuse(kbg__sections *s, const char *what)
{
    if (s->status != KBG_OK)
        return;
    kbg__place place = { 0, 0, s->at };
    s->status = kbg__problem_set(s->problem, KBG_ERR_FILE, "the saved file is damaged: %s", what);
    kbg__problem_at(s->problem, &place);
}

static void put(kbg__sections *s, const void *data, size_t len)
{
    if (s->status == KBG_OK && len && !s->write(data, len, s->user_data))
        s->status = KBG_ERR_WRITE;
    s->at += len;
}

static size_t padding(size_t len)
{
    return (ALIGNMENT - len % ALIGNMENT) % ALIGNMENT;
}

static void save(kbg__sections *s, const void *data, size_t len)
{
    static const char zeros[ALIGNMENT] = { 0 };
    head h = { len, kbg__sections_sum(data, len) };
    put(s, &h, sizeof(h));
    put(s, data, len);
    put(s, zeros, padding(len));
}

/* Finds the next section, which has `len` bytes. */
static const void *find(kbg__sections *s, size_t len)
{
    head h;
    if (s->status != KBG_OK)
        return NULL;
    if (s->len - s->at < sizeof(h)) {
        kbg__sections_refuse(s, "it ends too early");
        return NULL;
    }
    memcpy(&h, s->data + s->at, sizeof(h));
    size_t rest = s->len - s->at - sizeof(h);
    const char *data = s->data + s->at + sizeof(h);
    if (h.len != len || len > rest || padding(len) > rest - len) {
        kbg__sections_refuse(s, "a section has another length than it should have");
        return NULL;
    }
    bool is_right = h.sum == kbg__sections_sum(data, len);
    for (size_t i = 0; i < padding(len); i++)
        is_right = is_right && data[len + i] == 0;
    if (!is_right) {
        kbg__sections_refuse(s, "a section does not have its checksum");
        return NULL;
    }
    s->at += sizeof(h) + len + padding(len);
    return data;
}

void kbg__section(kbg__sections *s, void **data, size_t count, size_t size)
{
    if (!kbg__sections_opening(s)) {
        save(s, *data, count * size);
        return;
    }
    *data = NULL;
    if (s->status == KBG_OK && count > s->len / size) {
        kbg__sections_refuse(s, "a section would be longer than the file");
        return;
    }
    const void *found = find(s, count * size);
    union { /* saved arrays are not written to once they are made */
        const void *from;
        void *to;
    } at = { found };
    if (count)
        *data = at.to;
}

void kbg__section_numbers(kbg__sections *s, uint64_t *numbers, size_t count)
{
    if (!kbg__sections_opening(s)) {
        save(s, numbers, count * sizeof(*numbers));
        return;
    }
    const void *found = find(s, count * sizeof(*numbers));
    if (found)
        memcpy(numbers, found, count * sizeof(*numbers));
    else
        memset(numbers, 0, count * sizeof(*numbers));
}

void kbg__section_count(kbg__sections *s, size_t *count, size_t most)
{
    uint64_t number = *count;
    kbg__section_numbers(s, &number, 1);
    if (number > most)
        kbg__sections_refuse(s, "a number is too large");
    *count = s->status == KBG_OK ? (size_t)number : 0;
}
