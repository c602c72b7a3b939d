/* SPDX-License-Identifier: MIT */
/* What an agent has typed so far, and how it matches at a position of the text of kbg__suggest.
 *
 * What was typed is cut into elements, in every way in which that can be done. An element is a character, which
 * matches itself, or a run of letters, which matches an ideograph whose sound begins with them. Elements match
 * characters that follow each other in an entry. A sign or a space in what was typed (tui'huo) ends an element. */
#ifndef KBG_RANK_TYPED_H
#define KBG_RANK_TYPED_H

#include "index/suggest.h"
#include "text/sound.h"

/* Characters that count at most; what is longer completes nothing. */
enum { KBG__TYPED_MOST = 128 };

/* How an entry is written in what was typed: as its worst element. */
typedef enum kbg__writing {
    KBG__WRITING_LETTERS = 1, /* an element has only the first letters of a sound */
    KBG__WRITING_SOUNDS,      /* an element is the whole sound of a character */
    KBG__WRITING_CHARACTERS   /* all are the characters themselves */
} kbg__writing;

/* Where it matches. */
typedef enum kbg__match_place { KBG__PLACE_INSIDE = 1, KBG__PLACE_BEGINNING, KBG__PLACE_WHOLE } kbg__match_place;

/* Both as one number; the place counts more. 0 is no match. */
enum { KBG__WRITINGS = 3, KBG__FITS = 10 };

static inline unsigned kbg__fit(kbg__match_place place, kbg__writing writing)
{
    return ((unsigned)place - 1) * KBG__WRITINGS + (unsigned)writing;
}

static inline kbg__match_place kbg__fit_place(unsigned fit)
{
    return (kbg__match_place)((fit + KBG__WRITINGS - 1) / KBG__WRITINGS);
}

static inline kbg__writing kbg__fit_writing(unsigned fit)
{
    return (kbg__writing)((fit + KBG__WRITINGS - 1) % KBG__WRITINGS + 1);
}

/* Sounds that begin with the same letters. */
typedef struct kbg__typed_sounds {
    uint16_t first, count;
    bool whole; /* the letters are all of the first one */
} kbg__typed_sounds;

typedef struct kbg__typed {
    size_t count; /* of the characters below; 0 if there is nothing that could match */
    bool empty;   /* nothing was typed */
    size_t plain; /* how many, from the first on, can match but themselves */
    uint16_t characters[KBG__TYPED_MOST + 2];
    char letters[KBG__TYPED_MOST + 2]; /* of sounds, ü as u; NUL if the character is none */
    uint8_t runs[KBG__TYPED_MOST + 2]; /* how many letters from here on, at most, begin a sound … */
    kbg__typed_sounds sounds[KBG__TYPED_MOST + 2][KBG__SYLLABLE_LETTERS]; /* … and which, for 1 to as many letters */
} kbg__typed;

/* Takes a folded text. */
void kbg__typed_set(kbg__typed *typed, const char *folded, size_t len);

/* Matches all that was typed from a position of the text on, the first one of an entry if `first`. Returns the best fit
 * and sets *count to the number of characters that match then (the fewest); 0 if it does not match, and *count to the
 * number of characters that were looked at. */
unsigned kbg__typed_match(const kbg__typed *typed, const kbg__suggest *suggest, uint32_t position, bool first,
                          uint32_t *count);

/* Matches what was typed before the character `end`, at least one, backwards from in front of a position of
 * the text. Returns how many ways there are; starts tells how many characters each takes, the fewest first. */
size_t kbg__typed_match_back(const kbg__typed *typed, size_t end, const kbg__suggest *suggest, uint32_t position,
                             uint8_t starts[KBG__TYPED_MOST]);

#endif
