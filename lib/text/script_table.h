/* SPDX-License-Identifier: MIT */
/* Traditional to Simplified, one character to one, made at build time by script_table_gen.c. */
#ifndef KBG_TEXT_SCRIPT_TABLE_H
#define KBG_TEXT_SCRIPT_TABLE_H

#include <stdint.h>

enum { KBG__SCRIPT_FIRST = 0x4E00, KBG__SCRIPT_LAST = 0x9FFF };

extern const uint16_t kbg__script_table[KBG__SCRIPT_LAST - KBG__SCRIPT_FIRST + 1];

#endif
