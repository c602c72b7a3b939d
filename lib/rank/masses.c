/* SPDX-License-Identifier: MIT */
#include "rank/masses.h"

#include "rank/bm25.h"
#include "text/sound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void kbg__masses_init(kbg__masses *masses, const kbg_allocator *memory)
{
    *masses = (kbg__masses){ .memory = memory };
}

void kbg__masses_free(kbg__masses *masses)
{
    for (size_t i = 0; i < masses->count; i++)
        kbg__free(masses->memory, masses->parts[i].of);
    kbg__free(masses->memory, masses->parts);
    kbg__free(masses->memory, masses->sounds);
    kbg__free(masses->memory, masses->sound_stamps);
    kbg__free(masses->memory, masses->shares);
    kbg__masses_init(masses, masses->memory);
}

/* A word that one item says in all its questions is common among questions and rare among items; the mean serves both
 * bases with one question an item and with many. */
double kbg__mass(const kbg__masses *masses, kbg__term_counts counts)
{
    const kbg__statistics *s = &masses->corpus->statistics;
    return (kbg__bm25_idf((double)s->questions, counts.question_df) + kbg__bm25_idf((double)s->items, counts.item_df)) / 2;
}

double kbg__masses_find(const kbg__masses *masses, uint32_t term)
{
    double mass = kbg__mass(masses, kbg__corpus_counts(masses->corpus, masses->part, KBG__TOKEN_CHAR, term));
    masses->at->of[term].mass = mass;
    masses->at->of[term].stamp = masses->stamp;
    return mass;
}

/* All stamps and marks of units are old ones again. */
static void forget(kbg__masses *masses)
{
    for (size_t i = 0; i < masses->count; i++)
        if (masses->parts[i].capacity)
            memset(masses->parts[i].of, 0, masses->parts[i].capacity * sizeof(kbg__unit_mass));
}

kbg_status kbg__masses_set(kbg__masses *masses, const kbg__corpus *corpus)
{
    size_t sounds = kbg__sound_count() + (size_t)1, had = masses->sound_stamp_capacity;
    masses->corpus = corpus;
    masses->at = NULL;
    if (masses->stamp && masses->revision == corpus->revision)
        return KBG_OK;
    if (kbg__grow(masses->memory, (void **)&masses->sounds, &masses->sound_capacity, sounds, sizeof(double)) ||
        kbg__grow(masses->memory, (void **)&masses->sound_stamps, &masses->sound_stamp_capacity, sounds,
                  sizeof(uint32_t)))
        return KBG_ERR_NOMEM;
    memset(masses->sound_stamps + had, 0, (masses->sound_stamp_capacity - had) * sizeof(uint32_t));
    if (++masses->stamp == 0) {
        memset(masses->sound_stamps, 0, masses->sound_stamp_capacity * sizeof(uint32_t));
        forget(masses);
        masses->stamp = 1;
    }
    masses->revision = corpus->revision;
    masses->unknown = kbg__mass(masses, (kbg__term_counts){ 0, 0 });
    return KBG_OK;
}

static bool is_in(const kbg__corpus *corpus, uint64_t serial)
{
    for (size_t i = 0; i < corpus->count; i++)
        if (corpus->parts[i].serial == serial)
            return true;
    return false;
}

/* The masses with a serial, or some that can be used for it, emptied; NULL if memory runs out. */
static kbg__part_masses *find_part(kbg__masses *masses, uint64_t serial)
{
    size_t free = masses->count;
    for (size_t i = 0; i < masses->count; i++) {
        if (masses->parts[i].serial == serial)
            return &masses->parts[i];
        if (!is_in(masses->corpus, masses->parts[i].serial))
            free = i;
    }
    if (free == masses->count) {
        if (kbg__grow(masses->memory, (void **)&masses->parts, &masses->capacity, free + 1, sizeof(*masses->parts)))
            return NULL;
        masses->parts[masses->count++] = (kbg__part_masses){ .serial = serial };
    }
    kbg__part_masses *part = &masses->parts[free];
    part->serial = serial;
    if (part->capacity)
        memset(part->of, 0, part->capacity * sizeof(*part->of));
    return part;
}

kbg_status kbg__masses_take(kbg__masses *masses, size_t part)
{
    const kbg__corpus_part *p = &masses->corpus->parts[part];
    size_t terms = p->index->classes[KBG__TOKEN_CHAR].terms.count;
    masses->part = part;
    masses->at = find_part(masses, p->serial);
    if (!masses->at)
        return KBG_ERR_NOMEM;
    size_t had = masses->at->capacity;
    if (kbg__grow(masses->memory, (void **)&masses->at->of, &masses->at->capacity, terms, sizeof(kbg__unit_mass)))
        return KBG_ERR_NOMEM;
    if (masses->at->capacity > had)
        memset(masses->at->of + had, 0, (masses->at->capacity - had) * sizeof(kbg__unit_mass));
    if (++masses->mark == 0) {
        forget(masses);
        masses->mark = 1;
    }
    return KBG_OK;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Whether a part before has a unit too, which was counted there. */
static bool is_before(const kbg__corpus *corpus, size_t part, const char *text, size_t len)
{
    for (size_t i = 0; i < part; i++)
        if (kbg__interner_find(&corpus->parts[i].index->classes[KBG__TOKEN_CHAR].terms, text, len) != KBG__NOT_INTERNED)
            return true;
    return false;
}

kbg_status kbg__masses_of_sound(kbg__masses *masses, uint16_t sound, double *mass)
{
    size_t count = 0;
    double sum = 0;
    if (masses->sound_stamps[sound] == masses->stamp) {
        *mass = masses->sounds[sound];
        return KBG_OK;
    }
    for (size_t p = 0; p < masses->corpus->count; p++) {
        const kbg__index *index = masses->corpus->parts[p].index;
        uint32_t first = sound ? index->sound_end[sound - 1] : 0;
        for (uint32_t i = first; i < index->sound_end[sound]; i++) {
            size_t len;
            const char *text = kbg__interner_text(&index->classes[KBG__TOKEN_CHAR].terms, index->sound_units[i], &len);
            kbg__term_counts counts = kbg__corpus_counts(masses->corpus, p, KBG__TOKEN_CHAR, index->sound_units[i]);
            if (counts.item_df == 0 || is_before(masses->corpus, p, text, len))
                continue;
            if (kbg__grow(masses->memory, (void **)&masses->shares, &masses->share_capacity, count + 1, sizeof(double)))
                return KBG_ERR_NOMEM;
            masses->shares[count++] = exp(-kbg__mass(masses, counts));
        }
    }
    /* The mass falls by the logarithm of how many hold a unit, so exp(-mass) adds up as they do. Added in the order of
     * their size: the same sum however the corpus is parted. */
    if (count > 1)
        qsort(masses->shares, count, sizeof(double), by_size);
    for (size_t i = 0; i < count; i++)
        sum += masses->shares[i];
    *mass = masses->sounds[sound] = sum > 0 ? fmax(0, -log(sum)) : masses->unknown;
    masses->sound_stamps[sound] = masses->stamp;
    return KBG_OK;
}
