/* SPDX-License-Identifier: MIT */
/* What a folded character is to the tokenizer. */
#ifndef KBG_TEXT_CHARACTER_H
#define KBG_TEXT_CHARACTER_H

#include <stdbool.h>
#include <stdint.h>

typedef enum kbg__character {
    KBG__CHARACTER_OTHER, /* punctuation, symbols, emoji */
    KBG__CHARACTER_SPACE,
    KBG__CHARACTER_IDEOGRAPH, /* Han, kana, Hangul: each is a token of its own */
    KBG__CHARACTER_LETTER,    /* letters and marks of other scripts */
    KBG__CHARACTER_DIGIT
} kbg__character;

/* kbg__character of each character of ASCII. */
extern const uint8_t kbg__characters_ascii[0x80];

/* The same as kbg__character_of, asked of ICU. */
kbg__character kbg__character_asked(uint32_t code_point);

static inline kbg__character kbg__character_of(uint32_t c)
{
    if (c < 0x80)
        return (kbg__character)kbg__characters_ascii[c];
    if (c >= 0x4E00 && c <= 0x9FFF)
        return KBG__CHARACTER_IDEOGRAPH;
    if (c >= 0x3001 && c <= 0x3003) /* 、。 */
        return KBG__CHARACTER_OTHER;
    return kbg__character_asked(c);
}

/* Whether a character stands in a run with others of its kind. */
static inline bool kbg__character_runs(kbg__character c)
{
    return c >= KBG__CHARACTER_LETTER;
}

/* Whether two characters that touch belong to one run of letters or of digits. */
static inline bool kbg__character_joins(uint32_t left, uint32_t right)
{
    kbg__character c = kbg__character_of(left);
    return kbg__character_runs(c) && kbg__character_of(right) == c;
}

#endif
