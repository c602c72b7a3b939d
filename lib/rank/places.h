/* SPDX-License-Identifier: MIT */
/* Sets of units of a message: a bit for each place in it. */
#ifndef KBG_RANK_PLACES_H
#define KBG_RANK_PLACES_H

#include "base/bits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A function that is compiled anew for each call, so that what is constant there saves time. */
#if defined(__GNUC__)
#define KBG__INLINE static inline __attribute__((always_inline))
#else
#define KBG__INLINE static inline
#endif

/* Units of a message or question that are compared; the rest of a longer one does not count there. Bounds the time. */
enum { KBG__UNITS_COMPARED = 128 };

typedef struct kbg__places {
    uint64_t low, high; /* places from 0, from 64 */
} kbg__places;

/* One place. */
static inline kbg__places kbg__places_of(size_t place)
{
    uint64_t bit = UINT64_C(1) << (place & 63);
    return place < 64 ? (kbg__places){ bit, 0 } : (kbg__places){ 0, bit };
}

/* The places before `end`, which is KBG__UNITS_COMPARED at most. */
static inline kbg__places kbg__places_below(size_t end)
{
    uint64_t rest = (UINT64_C(1) << (end & 63)) - 1;
    if (end < 64)
        return (kbg__places){ rest, 0 };
    return (kbg__places){ UINT64_MAX, end < 128 ? rest : UINT64_MAX };
}

static inline void kbg__places_add(kbg__places *places, size_t place)
{
    if (place < 64)
        places->low |= UINT64_C(1) << place;
    else
        places->high |= UINT64_C(1) << (place - 64);
}

static inline bool kbg__places_has(kbg__places places, size_t place)
{
    return (place < 64 ? places.low >> place : places.high >> (place - 64)) & 1;
}

static inline bool kbg__places_any(kbg__places places)
{
    return (places.low | places.high) != 0;
}

static inline kbg__places kbg__places_and(kbg__places a, kbg__places b)
{
    return (kbg__places){ a.low & b.low, a.high & b.high };
}

static inline kbg__places kbg__places_or(kbg__places a, kbg__places b)
{
    return (kbg__places){ a.low | b.low, a.high | b.high };
}

static inline kbg__places kbg__places_without(kbg__places a, kbg__places b)
{
    return (kbg__places){ a.low & ~b.low, a.high & ~b.high };
}

/* The places behind those of a set. */
static inline kbg__places kbg__places_behind(kbg__places places)
{
    return (kbg__places){ places.low << 1, places.high << 1 | places.low >> 63 };
}

/* The places before those of a set. */
static inline kbg__places kbg__places_before(kbg__places places)
{
    return (kbg__places){ places.low >> 1 | places.high << 63, places.high >> 1 };
}

/* The first place of a set that is not empty, as a set. */
static inline kbg__places kbg__places_first(kbg__places places)
{
    return (kbg__places){ places.low & (0 - places.low), places.low ? 0 : places.high & (0 - places.high) };
}

/* Takes the first place out of a set that is not empty. */
static inline size_t kbg__places_take(kbg__places *places)
{
    size_t place;
    if (places->low) {
        place = kbg__lowest_bit(places->low);
        places->low &= places->low - 1;
    } else {
        place = 64 + (size_t)kbg__lowest_bit(places->high);
        places->high &= places->high - 1;
    }
    return place;
}

#endif
