/* SPDX-License-Identifier: MIT */
/* Toneless pinyin: how a character sounds, and which syllables a run of letters spells. The same table serves questions
 * and messages, so a reading that is wrong in context is wrong on both sides and does no harm. */
#ifndef KBG_TEXT_SOUND_H
#define KBG_TEXT_SOUND_H

#include "text/sound_table.h"

#include <stdbool.h>
#include <stddef.h>

enum { KBG__NO_SOUND = 0, KBG__SPELLED_SYLLABLES = 16, KBG__SYLLABLE_LETTERS = 6 };

/* Sounds are numbered from 1 to this. */
uint16_t kbg__sound_count(void);

/* The sound of a character; KBG__NO_SOUND if it has none. */
static inline uint16_t kbg__sound_of(uint32_t code_point)
{
    return code_point >= KBG__SOUND_FIRST && code_point <= KBG__SOUND_LAST
               ? kbg__sound_table[code_point - KBG__SOUND_FIRST]
               : KBG__NO_SOUND;
}

/* Reads a run of lower-case letters as syllables, as few as possible, at most KBG__SPELLED_SYLLABLES. Fills sounds and
 * returns how many; 0 if the run cannot be read so. `v` stands for ü as on keyboards. */
size_t kbg__sound_spell(const char *letters, size_t len, uint16_t sounds[KBG__SPELLED_SYLLABLES]);

/* The letters of a sound, with a NUL behind them; "" for KBG__NO_SOUND. */
static inline const char *kbg__sound_letters(uint16_t sound)
{
    return sound == KBG__NO_SOUND ? "" : kbg__syllables[sound - 1];
}

/* The sounds that begin with 1 to KBG__SYLLABLE_LETTERS letters: returns how many, *first is the first of them; the
 * others follow it. Sounds stand in the order of their letters, in which ü is u. */
size_t kbg__sounds_beginning(const char *letters, size_t len, uint16_t *first);

/* Whether a `v` behind this letter stands for ü. */
bool kbg__sound_has_umlaut(char letter);

#endif
