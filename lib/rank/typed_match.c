/* SPDX-License-Identifier: MIT */
/* Matches what was typed with characters of an entry, in all ways to cut it at once: a set has a bit for each place up
 * to which the characters so far can have matched. */
#include "rank/typed.h"

#include "rank/places.h"

#include <string.h>

/* With at most so many places, all bits are in one word. */
enum { NARROW = 63 };

/* The places up to which it can be matched, written at least so well. */
typedef struct states {
    kbg__places of[KBG__WRITINGS];
} states;

KBG__INLINE bool is_empty(kbg__places places, bool wide)
{
    return !(places.low | (wide ? places.high : 0));
}

KBG__INLINE void add(kbg__places *places, size_t place, bool wide)
{
    if (!wide || place < 64)
        places->low |= UINT64_C(1) << place;
    else if (place < 128)
        places->high |= UINT64_C(1) << (place - 64);
}

KBG__INLINE bool has(kbg__places places, size_t place, bool wide)
{
    return (wide && place >= 64 ? places.high >> (place - 64) : places.low >> place) & 1;
}

KBG__INLINE size_t take(kbg__places *places, bool wide)
{
    if (wide)
        return kbg__places_take(places);
    size_t place = kbg__lowest_bit(places->low);
    places->low &= places->low - 1;
    return place;
}

KBG__INLINE void add_state(states *to, size_t place, unsigned writing, bool wide)
{
    for (unsigned w = 0; w < writing; w++)
        add(&to->of[w], place, wide);
}

/* One character further. Returns how all is written at best if it is matched then, 0 if it is not. */
KBG__INLINE unsigned advance(const kbg__typed *typed, states *s, uint16_t character, bool wide)
{
    const char *letters = kbg__sound_letters(kbg__sound_of(character));
    states to = { { { 0, 0 }, { 0, 0 }, { 0, 0 } } };
    unsigned best = 0;
    for (kbg__places rest = s->of[0]; !is_empty(rest, wide);) {
        size_t place = take(&rest, wide), count = typed->count;
        unsigned writing = has(s->of[2], place, wide) ? 3 : has(s->of[1], place, wide) ? 2 : 1;
        if (typed->characters[place] == character) {
            add_state(&to, place + 1, writing, wide);
            best = place + 1 == count && writing > best ? writing : best;
        }
        for (size_t len = 1; len <= typed->runs[place] && letters[len - 1] == typed->letters[place + len - 1]; len++) {
            unsigned element = letters[len] ? KBG__WRITING_LETTERS : KBG__WRITING_SOUNDS;
            unsigned now = element < writing ? element : writing;
            add_state(&to, place + len, now, wide);
            best = place + len == count && now > best ? now : best;
        }
    }
    *s = to;
    return best;
}

/* The place of a match. */
static kbg__match_place place_of(bool ends, bool first)
{
    return !first ? KBG__PLACE_INSIDE : ends ? KBG__PLACE_WHOLE : KBG__PLACE_BEGINNING;
}

KBG__INLINE unsigned match(const kbg__typed *typed, const kbg__suggest *suggest, uint32_t position, bool first,
                           uint32_t *count, bool wide)
{
    kbg__places begin = kbg__places_of(typed->plain);
    states s = { { begin, begin, begin } };
    unsigned best = 0;
    for (uint32_t n = *count; !is_empty(s.of[0], wide) && !kbg__suggest_ends(suggest, position + n); n++) {
        unsigned writing = advance(typed, &s, kbg__suggest_at(suggest, position + n), wide);
        unsigned fit = writing ? kbg__fit(place_of(kbg__suggest_ends(suggest, position + n + 1), first),
                                          (kbg__writing)writing)
                               : 0;
        if (fit > best || best == 0)
            *count = n + 1;
        best = fit > best ? fit : best;
    }
    return best;
}

unsigned kbg__typed_match(const kbg__typed *typed, const kbg__suggest *suggest, uint32_t position, bool first,
                          uint32_t *count)
{
    uint32_t n = 0;
    while (n < typed->plain && typed->characters[n] == kbg__suggest_at(suggest, position + n))
        n++;
    *count = n;
    if (n < typed->plain)
        return 0;
    if (n == typed->count)
        return kbg__fit(place_of(kbg__suggest_ends(suggest, position + n), first), KBG__WRITING_CHARACTERS);
    return typed->count <= NARROW ? match(typed, suggest, position, first, count, false)
                                  : match(typed, suggest, position, first, count, true);
}

/* The same from the end to the beginning: bits tell how much is not matched yet. */
KBG__INLINE size_t match_back(const kbg__typed *typed, size_t end, const kbg__suggest *suggest, uint32_t position,
                              uint8_t starts[KBG__TYPED_MOST], bool wide)
{
    kbg__places s = { 0, 0 };
    size_t count = 0;
    add(&s, end, wide);
    for (uint32_t n = 0; n < end && !is_empty(s, wide) && !kbg__suggest_ends(suggest, position - n - 1); n++) {
        uint16_t character = kbg__suggest_at(suggest, position - n - 1);
        const char *letters = kbg__sound_letters(kbg__sound_of(character));
        kbg__places to = { 0, 0 };
        while (!is_empty(s, wide)) {
            size_t place = take(&s, wide);
            if (typed->characters[place - 1] == character)
                add(&to, place - 1, wide);
            for (size_t len = 1; len <= place && len <= KBG__SYLLABLE_LETTERS && letters[len - 1]; len++)
                if (len <= typed->runs[place - len] && memcmp(letters, typed->letters + place - len, len) == 0)
                    add(&to, place - len, wide);
        }
        if (has(to, 0, wide))
            starts[count++] = (uint8_t)(n + 1);
        s = to;
        s.low &= ~UINT64_C(1);
    }
    return count;
}

size_t kbg__typed_match_back(const kbg__typed *typed, size_t end, const kbg__suggest *suggest, uint32_t position,
                             uint8_t starts[KBG__TYPED_MOST])
{
    return end <= NARROW ? match_back(typed, end, suggest, position, starts, false)
                         : match_back(typed, end, suggest, position, starts, true);
}
