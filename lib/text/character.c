/* SPDX-License-Identifier: MIT */
#include "text/character.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

enum { O = KBG__CHARACTER_OTHER, S = KBG__CHARACTER_SPACE, L = KBG__CHARACTER_LETTER, D = KBG__CHARACTER_DIGIT };

const uint8_t kbg__characters_ascii[0x80] = {
    O, O, O, O, O, O, O, O, O, S, S, S, S, S, O, O, /* 00 */
    O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, /* 10 */
    S, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, /* 20 */
    D, D, D, D, D, D, D, D, D, D, O, O, O, O, O, O, /* 30 */
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 40 */
    L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O, /* 50 */
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 60 */
    L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O, /* 70 */
};

kbg__character kbg__character_asked(uint32_t c)
{
    UChar32 u = (UChar32)c;
    if (u_isUWhiteSpace(u))
        return KBG__CHARACTER_SPACE;
    if (u_isdigit(u))
        return KBG__CHARACTER_DIGIT;
    if (u_hasBinaryProperty(u, UCHAR_IDEOGRAPHIC))
        return KBG__CHARACTER_IDEOGRAPH;
    if (U_GET_GC_MASK(u) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) {
        UErrorCode error = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript(u, &error);
        return script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_HANGUL
                   ? KBG__CHARACTER_IDEOGRAPH
                   : KBG__CHARACTER_LETTER;
    }
    return KBG__CHARACTER_OTHER;
}
