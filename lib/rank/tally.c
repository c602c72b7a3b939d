/* SPDX-License-Identifier: MIT */
#include "rank/tally.h"

#include "base/sort.h"

#include <string.h>

void kbg__tally_init(kbg__tally *tally, const kbg_allocator *memory)
{
    *tally = (kbg__tally){ .memory = memory };
}

void kbg__tally_free(kbg__tally *tally)
{
    kbg__free(tally->memory, tally->keys);
    kbg__free(tally->memory, tally->ranks);
    kbg__free(tally->memory, tally->known);
    kbg__free(tally->memory, tally->frequencies);
    kbg__free(tally->memory, tally->here);
    kbg__free(tally->memory, tally->of);
    kbg__free(tally->memory, tally->there);
    kbg__free(tally->memory, tally->kept);
    kbg__tally_init(tally, tally->memory);
}

/* A text with so many terms for each of the message is not walked: its terms are looked for. */
enum { LONG = 4 };

/* Of an item with so many questions, and so many terms for each of the message, postings are looked for. */
enum { MANY = 8, MANY_LONG = 16 };

/* No term: classes end below it. */
static const uint32_t none = UINT32_MAX;

/* Fibonacci hashing: Knuth, The Art of Computer Programming, volume 3, 6.4. */
static size_t slot_of(const kbg__tally *t, uint32_t key)
{
    return (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & t->mask;
}

static void clear_face(kbg__tally *t)
{
    for (size_t i = 0; i < t->here_count; i++)
        t->frequencies[t->here[i]] = 0;
    t->here_count = 0;
}

static kbg_status make_room(kbg__tally *t, size_t count)
{
    size_t slots = 64;
    while (slots < count * 4)
        slots *= 2;
    if (kbg__grow(t->memory, (void **)&t->keys, &t->key_capacity, slots, sizeof(*t->keys)) ||
        kbg__grow(t->memory, (void **)&t->ranks, &t->rank_capacity, slots, sizeof(*t->ranks)) ||
        kbg__grow(t->memory, (void **)&t->known, &t->known_capacity, count, sizeof(*t->known)) ||
        kbg__grow(t->memory, (void **)&t->frequencies, &t->frequency_capacity, count, sizeof(*t->frequencies)) ||
        kbg__grow(t->memory, (void **)&t->here, &t->here_capacity, count, sizeof(*t->here)) ||
        kbg__grow(t->memory, (void **)&t->of, &t->of_capacity, count, sizeof(*t->of)) ||
        kbg__grow(t->memory, (void **)&t->there, &t->there_capacity, count, sizeof(*t->there)))
        return KBG_ERR_NOMEM;
    t->mask = slots - 1;
    return KBG_OK;
}

kbg_status kbg__tally_set(kbg__tally *t, const kbg__query_terms *terms, size_t part)
{
    t->here_count = t->there_count = 0;
    t->known_count = terms->count;
    t->last = 0;
    if (make_room(t, terms->count))
        return KBG_ERR_NOMEM;
    memset(t->keys, 0xff, (t->mask + 1) * sizeof(*t->keys));
    if (terms->count) {
        memset(t->frequencies, 0, terms->count * sizeof(*t->frequencies));
        memset(t->of, 0, terms->count * sizeof(*t->of));
    }
    for (uint32_t rank = 0; rank < terms->count; rank++) {
        const kbg__postings *p = kbg__query_postings(terms, terms->order[rank].term, part);
        t->known[rank] = none;
        if (kbg__postings_count(p) == 0)
            continue;
        uint32_t key = kbg__class_term(terms->terms[terms->order[rank].term].class_, p->term);
        size_t slot = slot_of(t, key);
        while (t->keys[slot] != none)
            slot = (slot + 1) & t->mask;
        t->known[rank] = key;
        t->last = key > t->last ? key : t->last;
        t->keys[slot] = key;
        t->ranks[slot] = rank;
    }
    return KBG_OK;
}

void kbg__tally_begin(kbg__tally *t)
{
    clear_face(t);
    for (size_t i = 0; i < t->there_count; i++)
        t->of[t->there[i]] = (kbg__tallied){ 0 };
    t->there_count = 0;
}

static void count_term(kbg__tally *t, uint32_t key)
{
    size_t slot = slot_of(t, key);
    while (t->keys[slot] != key) {
        if (t->keys[slot] == none)
            return;
        slot = (slot + 1) & t->mask;
    }
    uint32_t rank = t->ranks[slot];
    if (t->frequencies[rank]++ == 0)
        t->here[t->here_count++] = rank;
}

/* The first place in ascending numbers that is not below a key. */
static size_t seek(const uint32_t *numbers, size_t count, uint32_t key)
{
    const uint32_t *at = numbers;
    for (size_t half; count > 1; count -= half) {
        half = count / 2;
        at += at[half - 1] < key ? half : 0;
    }
    return (size_t)(at - numbers) + (count == 1 && *at < key);
}

/* Counts the terms of the message in the ascending terms of a long text, each by looking for it. */
static void count_long(kbg__tally *t, const uint32_t *others, size_t count)
{
    for (uint32_t rank = 0; rank < t->known_count; rank++) {
        uint32_t frequency = 0;
        if (t->known[rank] == none)
            continue;
        for (size_t i = seek(others, count, t->known[rank]); i < count && others[i] == t->known[rank]; i++)
            frequency++;
        if (frequency && t->frequencies[rank] == 0)
            t->here[t->here_count++] = rank;
        t->frequencies[rank] += frequency;
    }
}

void kbg__tally_face(kbg__tally *t, const kbg__index *index, uint32_t face)
{
    uint8_t field = index->face_field[face];
    clear_face(t);
    for (uint32_t i = face ? index->face_end[face - 1] : 0; i < index->face_end[face]; i++)
        count_term(t, kbg__class_term(KBG__TOKEN_CHAR, index->units[i] & ~KBG__UNIT_TOUCHES));
    uint32_t first = face ? index->other_end[face - 1] : 0, count = index->other_end[face] - first;
    if (count / LONG > t->known_count)
        count_long(t, index->others + first, count);
    else
        for (uint32_t i = first; i < first + count && index->others[i] <= t->last; i++)
            count_term(t, index->others[i]);
    kbg__sort_numbers(t->here, t->here_count);
    for (size_t i = 0; i < t->here_count; i++) {
        uint32_t rank = t->here[i];
        kbg__tallied *of = &t->of[rank];
        if (of->asked == 0 && of->answered == 0)
            t->there[t->there_count++] = rank;
        if (t->frequencies[rank] > UINT8_MAX) /* as postings count */
            t->frequencies[rank] = UINT8_MAX;
        *(field == KBG__FACE_ANSWER ? &of->answered : &of->asked) += t->frequencies[rank];
        of->questions += field == KBG__FACE_QUESTION;
    }
}

/* The first of ascending numbers that is not below a key. */
static uint32_t seek_low(const uint16_t *lows, uint32_t count, uint32_t key)
{
    const uint16_t *at = lows;
    for (uint32_t half; count > 1; count -= half) {
        half = count / 2;
        at += at[half - 1] < key ? half : 0;
    }
    return (uint32_t)(at - lows) + (*at < key);
}

bool kbg__tally_is_long(const kbg__tally *t, const kbg__index *index, uint32_t item)
{
    uint32_t first = index->item_face[item], end = index->item_face[item + 1];
    if (index->item_questions[item] < MANY)
        return false;
    size_t units = index->face_end[end - 1] - (first ? index->face_end[first - 1] : 0);
    size_t others = index->other_end[end - 1] - (first ? index->other_end[first - 1] : 0);
    return (units + others) / MANY_LONG > t->known_count;
}

void kbg__tally_postings(kbg__tally *t, const kbg__index *index, uint32_t item, uint32_t rank, const kbg__postings *p,
                         kbg__tally_visit visit, void *user_data)
{
    uint32_t first = index->item_face[item], end = index->item_face[item + 1];
    kbg__tallied *of = &t->of[rank];
    const uint16_t *words = p->words, *behind = words + p->ends[KBG__POSTING_KINDS - 1];
    while (words < behind) {
        kbg__posting_block block;
        words = kbg__posting_block_at(words, &block);
        uint32_t from = first > block.base ? first - block.base : 0;
        if (block.base >= end || from >> KBG__FACE_LOW_BITS)
            continue;
        for (uint32_t i = seek_low(block.lows, block.count, from); i < block.count; i++) {
            uint32_t face = block.base | block.lows[i];
            uint8_t frequency = block.frequencies ? block.frequencies[i] : 1;
            if (face < first || face >= end)
                break;
            uint8_t field = index->face_field[face];
            *(field == KBG__FACE_ANSWER ? &of->answered : &of->asked) += frequency;
            of->questions += field == KBG__FACE_QUESTION;
            if (field == KBG__FACE_QUESTION)
                visit(user_data, face, frequency);
        }
    }
    if (of->asked || of->answered)
        t->there[t->there_count++] = rank;
}

void kbg__tally_end(kbg__tally *t)
{
    kbg__sort_numbers(t->there, t->there_count);
}

kbg_status kbg__tally_keep(kbg__tally *t, size_t *first)
{
    if (kbg__grow(t->memory, (void **)&t->kept, &t->kept_capacity, t->kept_count + t->there_count, sizeof(*t->kept)))
        return KBG_ERR_NOMEM;
    *first = t->kept_count;
    for (size_t i = 0; i < t->there_count; i++) {
        t->kept[t->kept_count] = t->of[t->there[i]];
        t->kept[t->kept_count++].rank = t->there[i];
    }
    return KBG_OK;
}
