/* SPDX-License-Identifier: MIT */
#include "index/hotness_save.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char magic[8] = { 'K', 'B', 'G', 'H', 'O', 'T', '1', '\n' };

enum { HEAD_BYTES = 24, ENTRY_BYTES = 8, BUCKET_BYTES = 12 };

static void put_number(kbg__buffer *buffer, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        kbg__buffer_add_byte(buffer, (char)(unsigned char)(value >> 8 * i));
}

static int compare_ids(const char *a, size_t a_len, const char *b, size_t b_len)
{
    int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
    return order ? order : (a_len > b_len) - (a_len < b_len);
}

static int by_id(const void *left, const void *right)
{
    const kbg__hotness_entry *a = *(const kbg__hotness_entry *const *)left;
    const kbg__hotness_entry *b = *(const kbg__hotness_entry *const *)right;
    return compare_ids(a->id, a->id_len, b->id, b->id_len);
}

kbg_status kbg__hotness_write(const kbg__hotness *hotness, kbg__buffer *buffer)
{
    kbg__hotness_bucket buckets[KBG__HOTNESS_BUCKETS];
    const kbg__hotness_entry **entries = NULL;
    size_t count = 0, capacity = 0;
    const kbg__hotness_entry *entry = kbg__hotness_first(hotness);
    for (; entry; entry = entry->next) {
        if (kbg__hotness_buckets(entry, buckets) == 0 && kbg__hotness_mark(entry) == KBG_HOT_AS_USED)
            continue;
        if (kbg__grow(hotness->memory, (void **)&entries, &capacity, count + 1, sizeof(*entries)) != KBG_OK) {
            kbg__free(hotness->memory, (void *)entries);
            buffer->failed = true;
            return KBG_ERR_NOMEM;
        }
        entries[count++] = entry;
    }
    if (count > 1)
        qsort((void *)entries, count, sizeof(*entries), by_id);
    kbg__buffer_add(buffer, magic, sizeof(magic));
    put_number(buffer, (uint64_t)hotness->half_life, 8);
    put_number(buffer, count, 8);
    for (size_t i = 0; i < count; i++) {
        size_t bucket_count = kbg__hotness_buckets(entries[i], buckets);
        put_number(buffer, entries[i]->id_len, 4);
        put_number(buffer, kbg__hotness_mark(entries[i]), 2);
        put_number(buffer, bucket_count, 2);
        kbg__buffer_add(buffer, entries[i]->id, entries[i]->id_len);
        for (size_t k = 0; k < bucket_count; k++) {
            put_number(buffer, buckets[k].key - 1, 4);
            put_number(buffer, (uint64_t)buckets[k].sum, 8);
        }
    }
    kbg__free(hotness->memory, (void *)entries);
    return kbg__buffer_status(buffer);
}

static uint64_t number_at(const char *bytes, int count)
{
    uint64_t value = 0;
    for (int i = 0; i < count; i++)
        value |= (uint64_t)(unsigned char)bytes[i] << 8 * i;
    return value;
}

/* What is read, and how far. */
typedef struct reading {
    const char *bytes;
    size_t len, at;
    int64_t half_life;
    const char *last_id; /* of the entry before; NULL = none */
    size_t last_len;
    kbg__problem *problem;
} reading;

/* One entry. */
typedef struct read_entry {
    const char *id;
    size_t id_len;
    kbg_hot_mark mark;
    kbg__hotness_bucket buckets[KBG__HOTNESS_BUCKETS];
    size_t bucket_count;
} read_entry;

static kbg_status wrong(const reading *r, const char *what)
{
    kbg_status status = kbg__problem_set(r->problem, KBG_ERR_SYNTAX, "saved hotness, byte %zu: %s", r->at, what);
    if (r->problem)
        r->problem->offset = r->at;
    return status;
}

static kbg_status read_buckets(reading *r, read_entry *entry)
{
    uint64_t most = 2 * (uint64_t)KBG__INSTANT_MOST / (uint64_t)r->half_life;
    for (size_t i = 0; i < entry->bucket_count; i++) {
        uint64_t number = number_at(r->bytes + r->at, 4), sum = number_at(r->bytes + r->at + 4, 8);
        bool is_negative = sum >> 63;
        uint64_t size = is_negative ? ~sum + 1 : sum;
        if (number > most || (i > 0 && number < entry->buckets[i - 1].key)) /* whose number is one less than its key */
            return wrong(r, "a bucket is out of place");
        if (size > (uint64_t)KBG__HOTNESS_SUM_MOST)
            return wrong(r, "a sum is out of range");
        entry->buckets[i] =
            (kbg__hotness_bucket){ (uint32_t)number + 1, is_negative ? -(int64_t)size : (int64_t)size };
        r->at += BUCKET_BYTES;
    }
    return KBG_OK;
}

static kbg_status read_one(reading *r, read_entry *entry)
{
    size_t left = r->len - r->at;
    if (left < ENTRY_BYTES)
        return wrong(r, "an entry is cut off");
    uint64_t id_len = number_at(r->bytes + r->at, 4), mark = number_at(r->bytes + r->at + 4, 2),
             count = number_at(r->bytes + r->at + 6, 2);
    if (id_len == 0 || mark > KBG_HOT_MUTED || count > KBG__HOTNESS_BUCKETS || (count == 0 && mark == KBG_HOT_AS_USED))
        return wrong(r, "an entry is not valid");
    if (left - ENTRY_BYTES < id_len + count * BUCKET_BYTES)
        return wrong(r, "an entry is cut off");
    *entry = (read_entry){ .id = r->bytes + r->at + ENTRY_BYTES,
                           .id_len = (size_t)id_len,
                           .mark = (kbg_hot_mark)mark,
                           .bucket_count = (size_t)count };
    if (kbg__utf8_check(entry->id, entry->id_len) != entry->id_len)
        return wrong(r, "an id is not UTF-8");
    if (r->last_id && compare_ids(r->last_id, r->last_len, entry->id, entry->id_len) >= 0)
        return wrong(r, "ids are not in order");
    r->last_id = entry->id;
    r->last_len = entry->id_len;
    r->at += ENTRY_BYTES + entry->id_len;
    return read_buckets(r, entry);
}

kbg_status kbg__hotness_read(kbg__hotness *hotness, const char *bytes, size_t len, kbg__problem *problem)
{
    reading r = { .bytes = bytes, .len = len, .problem = problem };
    read_entry entry;
    kbg_status status = KBG_OK;
    if (len < HEAD_BYTES || memcmp(bytes, magic, sizeof(magic)) != 0)
        return wrong(&r, "not saved hotness");
    uint64_t half_life = number_at(bytes + 8, 8), count = number_at(bytes + 16, 8);
    r.at = 8;
    if (half_life < (uint64_t)KBG__HALF_LIFE_LEAST || half_life > (uint64_t)KBG__HALF_LIFE_MOST)
        return wrong(&r, "the half-life is out of range");
    r.half_life = (int64_t)half_life;
    /* Once to check everything, once to take it. */
    r.at = HEAD_BYTES;
    for (uint64_t i = 0; i < count && status == KBG_OK; i++)
        status = read_one(&r, &entry);
    if (status == KBG_OK && r.at != len)
        status = wrong(&r, "there is more than the entries");
    if (status != KBG_OK)
        return status;
    int64_t own_half_life = hotness->half_life;
    hotness->half_life = r.half_life;
    r.at = HEAD_BYTES;
    r.last_id = NULL;
    for (uint64_t i = 0; i < count && status == KBG_OK; i++) {
        status = read_one(&r, &entry);
        if (status == KBG_OK)
            status = kbg__hotness_add(hotness, entry.id, entry.id_len, entry.mark, entry.buckets, entry.bucket_count,
                                      problem);
    }
    if (status != KBG_OK) {
        hotness->half_life = own_half_life;
        kbg__hotness_free(hotness);
    }
    return status;
}

kbg_status kbg__hotness_merge(kbg__hotness *into, const kbg__hotness *from, kbg__problem *problem)
{
    kbg__hotness_bucket buckets[KBG__HOTNESS_BUCKETS];
    kbg_status status = KBG_OK;
    if (into->half_life != from->half_life)
        return kbg__problem_set(problem, KBG_ERR_OPTIONS,
                                "the half-lives differ: %" PRId64 " ms and %" PRId64 " ms", into->half_life,
                                from->half_life);
    /* Entries first, so that what follows cannot fail. */
    for (const kbg__hotness_entry *e = kbg__hotness_first(from); e && status == KBG_OK; e = e->next)
        if (kbg__hotness_buckets(e, buckets) || kbg__hotness_mark(e) != KBG_HOT_AS_USED)
            status = kbg__hotness_add(into, e->id, e->id_len, KBG_HOT_AS_USED, NULL, 0, problem);
    for (const kbg__hotness_entry *e = kbg__hotness_first(from); e && status == KBG_OK; e = e->next) {
        size_t count = kbg__hotness_buckets(e, buckets);
        if (count || kbg__hotness_mark(e) != KBG_HOT_AS_USED)
            status = kbg__hotness_add(into, e->id, e->id_len, kbg__hotness_mark(e), buckets, count, problem);
    }
    return status;
}
