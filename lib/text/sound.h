/* SPDX-License-Identifier: MIT */
/* Toneless pinyin: how a character sounds, and which syllables a run of letters spells. The same table serves questions
 * and messages, so a reading that is wrong in context is wrong on both sides and does no harm. */
#ifndef KBG_TEXT_SOUND_H
#define KBG_TEXT_SOUND_H

#include <stddef.h>
#include <stdint.h>

enum { KBG__NO_SOUND = 0, KBG__SPELLED_SYLLABLES = 16 };

/* Sounds are numbered from 1 to this. */
uint16_t kbg__sound_count(void);

/* The sound of a character; KBG__NO_SOUND if it has none. */
uint16_t kbg__sound_of(uint32_t code_point);

/* Reads a run of lower-case letters as syllables, as few as possible, at most KBG__SPELLED_SYLLABLES. Fills sounds and
 * returns how many; 0 if the run cannot be read so. `v` stands for ü as on keyboards. */
size_t kbg__sound_spell(const char *letters, size_t len, uint16_t sounds[KBG__SPELLED_SYLLABLES]);

#endif
