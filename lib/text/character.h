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

kbg__character kbg__character_of(uint32_t code_point);

/* Whether two characters that touch belong to one run of letters or of digits. */
bool kbg__character_joins(uint32_t left, uint32_t right);

#endif
