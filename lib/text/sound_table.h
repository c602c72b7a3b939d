/* SPDX-License-Identifier: MIT */
/* How Han characters sound, one reading each, made at build time by sound_table_gen.c. */
#ifndef KBG_TEXT_SOUND_TABLE_H
#define KBG_TEXT_SOUND_TABLE_H

#include <stdint.h>

enum { KBG__SOUND_FIRST = 0x4E00, KBG__SOUND_LAST = 0x9FFF };

extern const uint16_t kbg__syllable_count;
extern const char kbg__syllables[][8]; /* sorted; syllable n is that of sound n + 1 */
extern const uint16_t kbg__sound_table[KBG__SOUND_LAST - KBG__SOUND_FIRST + 1]; /* 0 = none */

#endif
