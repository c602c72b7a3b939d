/* SPDX-License-Identifier: MIT */
#include "index/found.h"

#include <string.h>

enum { HEAD = 2 };

void kbg__found_free(kbg__found *f, const kbg_allocator *memory)
{
    kbg__free(memory, f->numbers);
    *f = (kbg__found){ 0 };
}

kbg_status kbg__found_add(kbg__found *f, const kbg_allocator *memory, uint32_t face, const uint32_t *terms, size_t count)
{
    if (kbg__grow(memory, (void **)&f->numbers, &f->capacity, f->used + HEAD + count, sizeof(*f->numbers)))
        return KBG_ERR_NOMEM;
    uint32_t *numbers = f->numbers + f->used;
    numbers[0] = face;
    numbers[1] = (uint32_t)count;
    memcpy(numbers + HEAD, terms, count * sizeof(*numbers));
    f->used += HEAD + count;
    f->count += count;
    return KBG_OK;
}

/* One posting after another of what was found. */
typedef struct found_walk {
    const kbg__found *found;
    size_t at, left; /* terms of the face that are not told yet */
    uint32_t face, term;
    size_t frequency;
} found_walk;

/* False behind the last. */
static bool next_found(found_walk *walk)
{
    if (walk->left == 0) {
        if (walk->at == walk->found->used)
            return false;
        walk->face = walk->found->numbers[walk->at];
        walk->left = walk->found->numbers[walk->at + 1];
        walk->at += HEAD;
    }
    const uint32_t *terms = walk->found->numbers + walk->at;
    walk->term = *terms;
    for (walk->frequency = 1; walk->frequency < walk->left && terms[walk->frequency] == walk->term;)
        walk->frequency++;
    walk->at += walk->frequency;
    walk->left -= walk->frequency;
    return true;
}

/* How often postings say that a face has a term. */
static uint8_t told_of(size_t frequency)
{
    return (uint8_t)(frequency < UINT8_MAX ? frequency : UINT8_MAX);
}

static size_t kind_of(const kbg__index *index, const found_walk *walk)
{
    kbg__face_field field = (kbg__face_field)index->face_field[walk->face];
    return walk->term * (size_t)KBG__POSTING_KINDS + kbg__posting_kind_of(field, told_of(walk->frequency));
}

/* Counting sort by term and kind; within these the postings stay in the order of their faces. */
static void sort(const kbg__found *f, const kbg__index *index, kbg__term_class *c, kbg__term_met *met,
                 kbg__sorted_postings *sorted)
{
    size_t kinds = c->terms.count * (size_t)KBG__POSTING_KINDS;
    memset(sorted->ends, 0, (kinds + 1) * sizeof(*sorted->ends));
    /* ends[k + 1] counts kind k; summed up, ends[k] is where it begins; moved on with each posting, where it ends. */
    for (found_walk walk = { .found = f }; next_found(&walk);)
        sorted->ends[kind_of(index, &walk) + 1] += (uint32_t)walk.frequency;
    for (size_t k = 1; k <= kinds; k++)
        sorted->ends[k] += sorted->ends[k - 1];
    for (found_walk walk = { .found = f }; next_found(&walk);) {
        uint32_t *place = &sorted->ends[kind_of(index, &walk)];
        for (size_t n = 0; n < walk.frequency; n++)
            sorted->faces[(*place)++] = walk.face;
        kbg__term_class_count(c, &met[walk.term], walk.term, index->face_item[walk.face],
                              (kbg__face_field)index->face_field[walk.face], told_of(walk.frequency));
    }
}

kbg_status kbg__found_sort(kbg__found *f, kbg__index *index, kbg__token_class class_, kbg__sorted_postings *sorted)
{
    const kbg_allocator *memory = index->memory;
    kbg__term_class *c = &index->classes[class_];
    kbg__sorted_postings own = { 0 };
    size_t terms = c->terms.count;
    if (terms == 0)
        return KBG_OK;
    kbg_status status = sorted ? KBG_OK : kbg__sorted_postings_init(&own, memory, terms, f->count);
    sorted = sorted ? sorted : &own;
    kbg__term_met *met = kbg__calloc(memory, terms, sizeof(*met));
    if (status == KBG_OK)
        status = met ? kbg__term_class_reserve(c, memory, terms) : KBG_ERR_NOMEM;
    if (status == KBG_OK)
        sort(f, index, c, met, sorted);
    kbg__found_free(f, memory);
    if (status == KBG_OK)
        status = kbg__sorted_postings_pack(sorted, memory, terms, c->ends, &c->postings);
    kbg__free(memory, met);
    kbg__sorted_postings_free(&own, memory);
    kbg__interner_shrink(&c->terms);
    return status;
}
