/* SPDX-License-Identifier: MIT */
/* What a face says, in two bytes a term: its units in order, as many as kbg__index.face_units has, then its other terms.
 *
 * Not all of them are stored. A pair is there wherever two units touch, one of which is no run; so is a sound where two units
 * touch that have one each. Stored are words, codes, and the sounds of runs of letters.
 *
 * A unit is a word of two bytes: its number, and the highest bit if it touches the one before. A term is one too, if it is of
 * class WORD. What has no room there stands in the two words behind an escape. */
#ifndef KBG_INDEX_FORWARD_H
#define KBG_INDEX_FORWARD_H

#include "text/tokenizer.h"

#define KBG__UNIT_TOUCHES (UINT32_C(1) << 31)

/* A term with its class in one number. */
enum { KBG__CLASS_TERM_BITS = 29 };
#define KBG__TERM_MASK ((UINT32_C(1) << KBG__CLASS_TERM_BITS) - 1)
static inline uint32_t kbg__class_term(kbg__token_class class_, uint32_t term)
{
    return (uint32_t)class_ << KBG__CLASS_TERM_BITS | term;
}

/* What is written for one term at most. */
enum { KBG__FORWARD_WORDS_MOST = 3 };

enum { KBG__FORWARD_UNIT_BITS = 15, KBG__FORWARD_UNIT_ESCAPE = 0x7FFF, KBG__FORWARD_TERM_ESCAPE = 0xFFFF };

/* Reads a unit: its number, with KBG__UNIT_TOUCHES if it touches the one before. Returns where the next stands. */
static inline const uint16_t *kbg__forward_unit(const uint16_t *at, uint32_t *unit)
{
    uint32_t touches = (uint32_t)(*at >> KBG__FORWARD_UNIT_BITS) << 31, number = *at & KBG__FORWARD_UNIT_ESCAPE;
    at++;
    if (number == KBG__FORWARD_UNIT_ESCAPE) {
        number = at[0] | (uint32_t)at[1] << 16;
        at += 2;
    }
    *unit = number | touches;
    return at;
}

/* Reads another term, a kbg__class_term(). */
static inline const uint16_t *kbg__forward_term(const uint16_t *at, uint32_t *term)
{
    uint32_t number = *at++;
    if (number == KBG__FORWARD_TERM_ESCAPE) {
        number = at[0] | (uint32_t)at[1] << 16;
        at += 2;
    }
    *term = number; /* class WORD is 0 */
    return at;
}

/* Write what these read; there must be room for KBG__FORWARD_WORDS_MOST words. */
uint16_t *kbg__forward_put_unit(uint16_t *at, uint32_t unit);
uint16_t *kbg__forward_put_term(uint16_t *at, uint32_t term);

/* Whether a token is told by the units, so that it is not stored as a term. */
bool kbg__forward_tells(kbg__token_class class_, const char *text, size_t len);

/* How many terms of each class there are. */
typedef struct kbg__forward_limits {
    uint32_t terms[KBG__TOKEN_CLASSES];
} kbg__forward_limits;

/* Whether `count` words are so many units, and other terms, all of them below the limits. */
bool kbg__forward_is_whole(const uint16_t *words, size_t count, uint64_t units, const kbg__forward_limits *limits);

#endif
