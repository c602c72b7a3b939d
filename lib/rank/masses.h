/* SPDX-License-Identifier: MIT */
/* What units count when texts are compared: their masses. Worked out when they are asked for and kept as long as the
 * corpus stays the same. */
#ifndef KBG_RANK_MASSES_H
#define KBG_RANK_MASSES_H

#include "index/corpus.h"

/* The mass of a unit. */
typedef struct kbg__unit_mass {
    double mass;
    uint32_t stamp; /* it is worked out if this is that of kbg__masses */
    uint32_t mark;  /* the unit is marked if this is that of kbg__masses */
} kbg__unit_mass;

/* The masses of the units of one part, by term. */
typedef struct kbg__part_masses {
    uint64_t serial; /* of the part */
    kbg__unit_mass *of;
    size_t capacity;
} kbg__part_masses;

/* Scratch memory of one searcher. */
typedef struct kbg__masses {
    const kbg_allocator *memory;
    const kbg__corpus *corpus;
    size_t part;         /* at hand … */
    kbg__part_masses *at; /* … and its masses */
    uint32_t stamp;      /* from 1; another corpus: the next */
    uint32_t mark;       /* from 1; taking a part: the next */
    uint64_t revision;   /* of the corpus */
    double unknown;      /* mass of a unit that no item has */
    kbg__part_masses *parts;
    size_t capacity, count;
    double *sounds; /* by sound */
    uint32_t *sound_stamps;
    size_t sound_capacity, sound_stamp_capacity;
    double *shares; /* scratch */
    size_t share_capacity;
} kbg__masses;

void kbg__masses_init(kbg__masses *masses, const kbg_allocator *memory);
void kbg__masses_free(kbg__masses *masses);

/* Takes a corpus, which must stay as long as masses are asked for; masses of the same revision are kept. */
kbg_status kbg__masses_set(kbg__masses *masses, const kbg__corpus *corpus);

/* Takes a part in hand; no unit of it is marked. */
kbg_status kbg__masses_take(kbg__masses *masses, size_t part);

/* The mass of a unit: what one counts that so many questions and items hold. */
double kbg__mass(const kbg__masses *masses, kbg__term_counts counts);

/* Works out the mass of a term of the part at hand. */
double kbg__masses_find(const kbg__masses *masses, uint32_t term);

/* The same, from memory if it is there. */
static inline double kbg__mass_of(const kbg__masses *masses, uint32_t term)
{
    const kbg__unit_mass *unit = &masses->at->of[term];
    return unit->stamp == masses->stamp ? unit->mass : kbg__masses_find(masses, term);
}

/* Marks a unit of the part at hand. */
static inline void kbg__masses_mark(const kbg__masses *masses, uint32_t term)
{
    masses->at->of[term].mark = masses->mark;
}

/* The mass of a sound: of all units that sound so, as if they were one. */
kbg_status kbg__masses_of_sound(kbg__masses *masses, uint16_t sound, double *mass);

#endif
