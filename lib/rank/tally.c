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
    kbg__free(tally->memory, tally->marks);
    kbg__free(tally->memory, tally->marked);
    kbg__free(tally->memory, tally->frequencies);
    kbg__free(tally->memory, tally->here);
    kbg__free(tally->memory, tally->of);
    kbg__free(tally->memory, tally->there);
    kbg__free(tally->memory, tally->kept);
    kbg__tally_init(tally, tally->memory);
}

/* Of a text with so many terms for each of the message postings are looked for. */
enum { LONG = 4 };

/* So they are of an item with so many questions, and so many terms for each of the message. */
enum { MANY = 8, MANY_LONG = 8 };

/* Keys: of a term its kbg__class_term(), of what is told by two units or sounds both of them. */
static const uint64_t none = UINT64_MAX;

static uint64_t unit_key(uint32_t unit)
{
    return kbg__class_term(KBG__TOKEN_CHAR, unit);
}

static uint64_t pair_key(uint32_t left, uint32_t right)
{
    return (uint64_t)(left + 1) << 32 | right;
}

static uint64_t sound_key(uint16_t left, uint16_t right)
{
    return UINT64_C(1) << 63 | (uint64_t)left << 32 | right;
}

/* A unit can be a term, stand in a pair, and have a sound that is the left or right one of two. */
enum { IS_TERM = 1, IN_PAIR = 2, SOUNDS_LEFT = 4, SOUNDS_RIGHT = 8 };

/* Fibonacci hashing: Knuth, The Art of Computer Programming, volume 3, 6.4. */
static size_t slot_of(const kbg__tally *t, uint64_t key)
{
    return (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & t->mask;
}

/* The slot of a key, or a free one. */
static size_t find(const kbg__tally *t, uint64_t key)
{
    size_t slot = slot_of(t, key);
    while (t->keys[slot] != key && t->keys[slot] != none)
        slot = (slot + 1) & t->mask;
    return slot;
}

static void clear_face(kbg__tally *t)
{
    for (size_t i = 0; i < t->here_count; i++)
        t->frequencies[t->here[i]] = 0;
    t->here_count = 0;
}

static kbg_status make_room(kbg__tally *t, size_t count, size_t units)
{
    size_t slots = 64, had = t->mark_capacity;
    while (slots < count * 4) /* a sound has two keys */
        slots *= 2;
    if (kbg__grow(t->memory, (void **)&t->marks, &t->mark_capacity, units, sizeof(*t->marks)))
        return KBG_ERR_NOMEM;
    if (t->mark_capacity > had)
        memset(t->marks + had, 0, t->mark_capacity - had);
    for (size_t i = 0; i < t->marked_count; i++)
        t->marks[t->marked[i]] = 0;
    t->marked_count = 0;
    if (kbg__grow(t->memory, (void **)&t->keys, &t->key_capacity, slots, sizeof(*t->keys)) ||
        kbg__grow(t->memory, (void **)&t->ranks, &t->rank_capacity, slots, sizeof(*t->ranks)) ||
        kbg__grow(t->memory, (void **)&t->frequencies, &t->frequency_capacity, count, sizeof(*t->frequencies)) ||
        kbg__grow(t->memory, (void **)&t->here, &t->here_capacity, count, sizeof(*t->here)) ||
        kbg__grow(t->memory, (void **)&t->of, &t->of_capacity, count, sizeof(*t->of)) ||
        kbg__grow(t->memory, (void **)&t->there, &t->there_capacity, count, sizeof(*t->there)))
        return KBG_ERR_NOMEM;
    t->mask = slots - 1;
    memset(t->keys, 0xff, slots * sizeof(*t->keys));
    if (count) {
        memset(t->frequencies, 0, count * sizeof(*t->frequencies));
        memset(t->of, 0, count * sizeof(*t->of));
    }
    return KBG_OK;
}

static kbg_status mark(kbg__tally *t, uint32_t unit, uint8_t as)
{
    if (t->marks[unit] == 0) {
        if (kbg__grow(t->memory, (void **)&t->marked, &t->marked_capacity, t->marked_count + 1, sizeof(*t->marked)))
            return KBG_ERR_NOMEM;
        t->marked[t->marked_count++] = unit;
    }
    t->marks[unit] |= as;
    return KBG_OK;
}

static void put_key(kbg__tally *t, uint64_t key, uint32_t rank)
{
    size_t slot = find(t, key);
    t->keys[slot] = key;
    t->ranks[slot] = rank;
}

static kbg_status put_pair(kbg__tally *t, const kbg__index *index, const kbg__query_term *term, uint32_t rank)
{
    uint32_t units[2];
    size_t at = 0, start;
    for (int side = 0; side < 2; side++) {
        if (!kbg__next_unit(term->text, term->len, &at, &start))
            return KBG_OK;
        units[side] = kbg__interner_find(&index->classes[KBG__TOKEN_CHAR].terms, term->text + start, at - start);
        if (units[side] == KBG__NOT_INTERNED)
            return KBG_OK;
    }
    put_key(t, pair_key(units[0], units[1]), rank);
    kbg_status status = mark(t, units[0], IN_PAIR);
    return status == KBG_OK ? mark(t, units[1], IN_PAIR) : status;
}

static kbg_status put_sound(kbg__tally *t, const kbg__index *index, const kbg__query_term *term, uint32_t rank)
{
    uint16_t sounds[2];
    memcpy(sounds, term->text, sizeof(sounds));
    put_key(t, sound_key(sounds[0], sounds[1]), rank);
    for (int side = 0; side < 2; side++) {
        uint32_t end = index->sound_end[sounds[side]];
        for (uint32_t i = sounds[side] ? index->sound_end[sounds[side] - 1] : 0; i < end; i++)
            if (mark(t, index->sound_units[i], side ? SOUNDS_RIGHT : SOUNDS_LEFT) != KBG_OK)
                return KBG_ERR_NOMEM;
    }
    return KBG_OK;
}

static kbg_status put_term(kbg__tally *t, const kbg__index *index, const kbg__query_term *term, uint32_t number,
                           uint32_t rank)
{
    kbg_status status = KBG_OK;
    if (term->class_ == KBG__TOKEN_PAIR)
        return put_pair(t, index, term, rank);
    put_key(t, kbg__class_term(term->class_, number), rank);
    if (term->class_ == KBG__TOKEN_CHAR)
        status = mark(t, number, IS_TERM);
    if (term->class_ == KBG__TOKEN_SOUND)
        status = put_sound(t, index, term, rank);
    return status;
}

kbg_status kbg__tally_set(kbg__tally *t, const kbg__index *index, const kbg__query_terms *terms, size_t part)
{
    t->here_count = t->there_count = 0;
    t->terms = terms;
    t->part = part;
    kbg_status status = make_room(t, terms->count, index->classes[KBG__TOKEN_CHAR].terms.count);
    for (uint32_t rank = 0; rank < terms->count && status == KBG_OK; rank++) {
        size_t term = terms->order[rank].term;
        const kbg__postings *p = kbg__query_postings(terms, term, part);
        if (kbg__postings_count(p))
            status = put_term(t, index, &terms->terms[term], p->term, rank);
    }
    return status;
}

void kbg__tally_begin(kbg__tally *t)
{
    clear_face(t);
    for (size_t i = 0; i < t->there_count; i++)
        t->of[t->there[i]] = (kbg__tallied){ 0 };
    t->there_count = 0;
}

static void count(kbg__tally *t, uint32_t rank, uint32_t frequency)
{
    if (t->frequencies[rank] == 0)
        t->here[t->here_count++] = rank;
    t->frequencies[rank] += frequency;
}

/* Counts what has a key, if it is a term of the message. */
static inline void count_key(kbg__tally *t, uint64_t key)
{
    size_t slot = find(t, key);
    if (t->keys[slot] != none)
        count(t, t->ranks[slot], 1);
}

/* Counts over the forward index of a face. */
static void count_forward(kbg__tally *t, const kbg__index *index, uint32_t face)
{
    const uint16_t *at = kbg__index_forward(index, face), *end = index->forward + index->face_end[face];
    uint32_t before = 0;
    uint8_t mark_before = 0;
    for (uint32_t n = kbg__face_units(index, face), unit; n > 0; n--) {
        at = kbg__forward_unit(at, &unit);
        uint32_t number = unit & ~KBG__UNIT_TOUCHES;
        uint8_t mark = t->marks[number];
        if (mark & IS_TERM)
            count_key(t, unit_key(number));
        if (mark && mark_before && (unit & KBG__UNIT_TOUCHES)) {
            if (mark & mark_before & IN_PAIR)
                count_key(t, pair_key(before, number));
            if ((mark & SOUNDS_RIGHT) && (mark_before & SOUNDS_LEFT))
                count_key(t, sound_key(index->unit_sound[before], index->unit_sound[number]));
        }
        before = number;
        mark_before = mark;
    }
    for (uint32_t term; at < end;) {
        at = kbg__forward_term(at, &term);
        count_key(t, term);
    }
}

/* How often a face has a term, by its postings of a kind. */
static uint8_t frequency_in(const kbg__postings *p, kbg__posting_kind kind, uint32_t face)
{
    const uint16_t *at = kbg__postings_begin(p, kind), *end = kbg__postings_end(p, kind);
    for (kbg__posting_block block; at < end;) {
        at = kbg__posting_block_at(at, &block);
        if (!kbg__posting_block_meets(&block, face, face + 1))
            continue;
        kbg__posting_block part = kbg__posting_block_between(&block, face, face + 1);
        if (part.count)
            return part.frequencies ? part.frequencies[0] : 1;
    }
    return 0;
}

/* Counts over postings. */
static void count_postings(kbg__tally *t, const kbg__index *index, uint32_t face)
{
    bool is_question = index->face_field[face] == KBG__FACE_QUESTION;
    for (uint32_t rank = 0; rank < t->terms->count; rank++) {
        const kbg__postings *p = kbg__query_postings(t->terms, t->terms->order[rank].term, t->part);
        uint8_t frequency = frequency_in(p, is_question ? KBG__POSTING_SINGLE : KBG__POSTING_SELDOM, face);
        if (frequency == 0)
            frequency = frequency_in(p, is_question ? KBG__POSTING_REPEATED : KBG__POSTING_OTHER, face);
        if (frequency)
            count(t, rank, frequency);
    }
}

void kbg__tally_face(kbg__tally *t, const kbg__index *index, uint32_t face)
{
    uint8_t field = index->face_field[face];
    clear_face(t);
    if ((index->face_end[face] - (face ? index->face_end[face - 1] : 0)) / LONG > t->terms->count)
        count_postings(t, index, face);
    else
        count_forward(t, index, face);
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

bool kbg__tally_is_long(const kbg__tally *t, const kbg__index *index, uint32_t item)
{
    uint32_t first = index->item_face[item], end = index->item_face[item + 1];
    if (kbg__item_questions(index, item) < MANY)
        return false;
    size_t words = index->face_end[end - 1] - (first ? index->face_end[first - 1] : 0);
    return words / MANY_LONG > t->terms->count;
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
        kbg__posting_block part = kbg__posting_block_between(&block, first, end);
        for (uint32_t i = 0; i < part.count; i++) {
            uint32_t face = part.base | part.lows[i];
            uint8_t field = index->face_field[face], frequency = part.frequencies ? part.frequencies[i] : 1;
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
