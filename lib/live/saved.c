/* SPDX-License-Identifier: MIT */
#include "live/saved.h"

#include "index/hotness_save.h"
#include "live/figures_saved.h"
#include "live/file.h"
#include "live/segment_saved.h"
#include "text/version.h"
#include "text/words_save.h"

#include <inttypes.h>
#include <kbguide/version.h>
#include <stdio.h>
#include <string.h>

enum { FORMAT = 1, STAMP = 160 };

/* How numbers are written tells which machine wrote them. */
static const uint32_t endian_mark = 0x01020304;

typedef struct head {
    char magic[8];
    uint32_t endian, format;
    uint32_t pointer_size, padding;
    uint64_t file_len;
    char stamp[STAMP]; /* what the index depends on beside the items and the words */
    uint64_t sum;      /* of the head before */
} head;

_Static_assert(sizeof(head) == 200, "the head has padding or has changed");
enum { BODY = 208 }; /* where sections begin */

/* Revisions and places of a file are at most so many, so that those that follow fit into their numbers. */
#define MOST (UINT64_MAX / 4)

static const char magic[8] = { 'K', 'B', 'G', 'U', 'I', 'D', 'E', '\n' };

/* An index made by another version of this library or of ICU, with other weights or emoticon codes, is not trusted. */
static void make_stamp(const kbg_base *base, char stamp[STAMP])
{
    char text[KBG__TEXT_VERSION];
    memset(stamp, 0, STAMP);
    kbg__text_version(text);
    (void)snprintf(stamp, STAMP, "libkbguide %s; %s; %016" PRIx64 " %016" PRIx64, KBG_VERSION, text,
                   kbg__sections_sum(&base->weights, sizeof(base->weights)), base->emoticons_sum);
}

static head make_head(const kbg_base *base, uint64_t file_len)
{
    head h = { .endian = endian_mark, .format = FORMAT, .pointer_size = sizeof(size_t), .file_len = file_len };
    memcpy(h.magic, magic, sizeof(magic));
    make_stamp(base, h.stamp);
    h.sum = kbg__sections_sum(&h, offsetof(head, sum));
    return h;
}

/* The segment that is saved: the one there is, or what is left of all. */
static kbg_status take_segment(kbg_base *base, const kbg__snapshot *s, kbg__segment **segment)
{
    kbg__committer committer = kbg__base_committer(base, s->words);
    if (s->corpus.count == 1 && !s->parts[0].dead) {
        *segment = kbg__segment_ref(s->parts[0].segment);
        return KBG_OK;
    }
    return kbg__segment_merge(&committer.rules, 0, s->parts, s->corpus.count, committer.most_removed, segment);
}

static kbg_status write_sections(kbg_base *base, const kbg__snapshot *snapshot, kbg__segment *segment,
                                 kbg__new_file *file, kbg__problem *problem)
{
    static const char nothing[BODY] = { 0 };
    kbg__sections s;
    kbg__buffer words, hotness, counted;
    kbg_figures *figures = kbg__base_figures(base);
    uint64_t numbers[] = { snapshot->revision, snapshot->next_place, snapshot->words != NULL, 0, 0, 0 };
    kbg__buffer_init(&words, &base->memory);
    kbg__buffer_init(&hotness, &base->memory);
    kbg__buffer_init(&counted, &base->memory);
    if (snapshot->words)
        kbg__words_save(&snapshot->words->words, &words);
    kbg_status status = kbg__buffer_status(&words);
    if (status == KBG_OK)
        status = kbg__hotness_write(&base->hotness, &hotness);
    if (status == KBG_OK && figures)
        status = kbg__figures_encode(figures, &counted);
    numbers[3] = words.len;
    numbers[4] = hotness.len;
    numbers[5] = counted.len;
    kbg__sections_save(&s, kbg__new_file_write, file, BODY, problem);
    if (status == KBG_OK && !kbg__new_file_write(nothing, BODY, file))
        status = KBG_ERR_WRITE;
    if (status == KBG_OK) {
        kbg__section_numbers(&s, numbers, 6);
        kbg__section(&s, (void **)&words.data, words.len, 1);
        kbg__section(&s, (void **)&hotness.data, hotness.len, 1);
        kbg__section(&s, (void **)&counted.data, counted.len, 1);
        status = kbg__segment_save(segment, &s);
    }
    kbg__buffer_free(&words);
    kbg__buffer_free(&hotness);
    kbg__buffer_free(&counted);
    if (figures)
        kbg__figures_unref(figures);
    head h = make_head(base, s.at);
    if (status == KBG_OK && !kbg__new_file_write_first(file, &h, sizeof(h)))
        status = KBG_ERR_WRITE;
    return status;
}

kbg_status kbg__base_save(kbg_base *base, const char *path, kbg__problem *problem)
{
    kbg__new_file file;
    kbg__segment *segment = NULL;
    kbg__snapshot *snapshot = kbg__base_current(base);
    kbg_status status = take_segment(base, snapshot, &segment);
    if (status == KBG_OK) {
        status = kbg__new_file_begin(&file, &base->memory, path, problem);
        if (status == KBG_OK) {
            status = write_sections(base, snapshot, segment, &file, problem);
            /* What failed while writing is told by the end. */
            kbg_status ended = kbg__new_file_end(&file, status == KBG_OK || status == KBG_ERR_WRITE, problem);
            status = status == KBG_OK || status == KBG_ERR_WRITE ? ended : status;
        }
    }
    kbg__segment_unref(segment);
    kbg__snapshot_unref(snapshot);
    return status;
}

static kbg_status check_head(const kbg__mapping *m, head *h, kbg__problem *problem)
{
    if (m->len < BODY)
        return kbg__problem_set(problem, KBG_ERR_FILE, "this is no saved base: it has %zu bytes", m->len);
    memcpy(h, m->data, sizeof(*h));
    if (memcmp(h->magic, magic, sizeof(magic)) != 0)
        return kbg__problem_set(problem, KBG_ERR_FILE, "this is no saved base: it begins with other bytes");
    if (h->endian != endian_mark || h->pointer_size != sizeof(size_t))
        return kbg__problem_set(problem, KBG_ERR_FILE, "the file was saved on a machine of another kind");
    if (h->format != FORMAT)
        return kbg__problem_set(problem, KBG_ERR_FILE, "the file has format %" PRIu32 ", this version knows %d", h->format,
                                FORMAT);
    bool is_whole = h->sum == kbg__sections_sum(h, offsetof(head, sum)) && h->padding == 0;
    for (size_t i = sizeof(*h); i < BODY; i++)
        is_whole = is_whole && m->data[i] == 0;
    if (!is_whole)
        return kbg__problem_set(problem, KBG_ERR_FILE, "the saved file is damaged: its head does not have its checksum");
    if (h->file_len != m->len)
        return kbg__problem_set(problem, KBG_ERR_FILE, "the saved file is damaged: it should have %" PRIu64
                                " bytes and has %zu", h->file_len, m->len);
    return KBG_OK;
}

static kbg_status restore_words(kbg_base *base, bool is_there, const char *data, size_t len, kbg__word_set **set)
{
    kbg__words words;
    if (!is_there) /* nothing was ever loaded */
        return kbg__word_set_new(&base->memory, base->rules.breaker_source, NULL, set);
    kbg__words_init(&words, &base->memory);
    kbg_status status = kbg__words_restore(&words, data, len);
    if (status == KBG_OK)
        status = kbg__word_set_new(&base->memory, base->rules.breaker_source, &words, set);
    kbg__words_free(&words);
    return status;
}

static kbg_status restore_hotness(kbg_base *base, const char *data, size_t len, kbg__sections *s)
{
    kbg__problem problem = { .status = KBG_OK };
    kbg_status status = kbg__hotness_read(&base->hotness, data, len, &problem);
    if (status == KBG_ERR_SYNTAX)
        kbg__sections_refuse(s, "the use of the items is not valid");
    return status == KBG_ERR_SYNTAX ? s->status : status;
}

static kbg_status restore_figures(kbg_base *base, const char *data, size_t len, kbg__sections *s)
{
    kbg__problem problem = { .status = KBG_OK };
    kbg_figures *figures;
    kbg_status status = kbg__figures_decode(&base->memory, data, len, &figures, &problem);
    if (status == KBG_OK) {
        kbg__base_set_figures(base, figures);
        kbg__figures_unref(figures);
    } else if (status != KBG_ERR_NOMEM) {
        kbg__sections_refuse(s, "the figures are not valid");
        status = s->status;
    }
    return status;
}

/* Makes a snapshot of what the sections hold. */
static kbg_status read_sections(kbg_base *base, kbg__mapping *m, bool is_trusted, kbg__snapshot **next,
                                kbg__problem *problem)
{
    kbg__sections s;
    uint64_t numbers[6];
    void *words = NULL, *hotness = NULL, *counted = NULL;
    kbg__word_set *set = NULL;
    kbg__segment *segment = NULL;
    kbg__sections_open(&s, m->data, m->len, BODY, problem);
    kbg__section_numbers(&s, numbers, 6);
    if (numbers[0] > MOST || numbers[1] > MOST || numbers[3] > m->len || numbers[4] > m->len || numbers[5] > m->len)
        kbg__sections_refuse(&s, "a number is too large");
    kbg__section(&s, &words, (size_t)numbers[3], 1);
    kbg__section(&s, &hotness, (size_t)numbers[4], 1);
    kbg__section(&s, &counted, (size_t)numbers[5], 1);
    kbg_status status = s.status;
    if (status == KBG_OK)
        status = restore_hotness(base, hotness, (size_t)numbers[4], &s);
    if (status == KBG_OK && numbers[5])
        status = restore_figures(base, counted, (size_t)numbers[5], &s);
    if (status == KBG_OK)
        status = restore_words(base, numbers[2] != 0, words, (size_t)numbers[3], &set);
    if (status == KBG_ERR_FILE && s.status == KBG_OK)
        kbg__sections_refuse(&s, "the word lists are not valid");
    if (status == KBG_OK) {
        kbg__committer committer = kbg__base_committer(base, set);
        status = kbg__segment_restore(&committer.rules, ++base->serial, &set->words, m, is_trusted, numbers, &s, &segment);
    }
    if (status == KBG_OK && segment->store.count > base->limits.value[KBG_LIMIT_ITEMS])
        status = kbg__problem_set(problem, KBG_ERR_LIMIT, "the file has %zu items, the limit is %" PRIu64,
                                  segment->store.count, base->limits.value[KBG_LIMIT_ITEMS]);
    if (status == KBG_OK)
        status = kbg__snapshot_new(&base->memory, set, next);
    if (status == KBG_OK)
        status = kbg__snapshot_add(*next, segment, NULL);
    kbg__segment_unref(segment);
    kbg__word_set_unref(set);
    if (status != KBG_OK) {
        kbg__snapshot_unref(*next);
        *next = NULL;
        return status;
    }
    (*next)->revision = (*next)->corpus.revision = numbers[0];
    (*next)->next_place = numbers[1];
    return KBG_OK;
}

kbg_status kbg__base_restore(kbg_base *base, const char *path, bool *is_indexed_anew, kbg__problem *problem)
{
    kbg__mapping *mapping;
    kbg__snapshot *next = NULL;
    char stamp[STAMP];
    head h;
    kbg_status status = kbg__file_map(&base->memory, path, &mapping, problem);
    if (status != KBG_OK)
        return status;
    status = check_head(mapping, &h, problem);
    if (status == KBG_OK) {
        make_stamp(base, stamp);
        *is_indexed_anew = memcmp(stamp, h.stamp, STAMP) != 0;
        status = read_sections(base, mapping, !*is_indexed_anew, &next, problem);
    }
    if (status == KBG_OK)
        kbg__base_publish(base, next);
    kbg__mapping_unref(mapping);
    return status;
}
