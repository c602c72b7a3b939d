/* SPDX-License-Identifier: MIT */
#include "text/character.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

kbg__character kbg__character_of(uint32_t c)
{
    if (c < 0x80) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            return KBG__CHARACTER_LETTER;
        if (c >= '0' && c <= '9')
            return KBG__CHARACTER_DIGIT;
        return c == ' ' || (c >= '\t' && c <= '\r') ? KBG__CHARACTER_SPACE : KBG__CHARACTER_OTHER;
    }
    if (c >= 0x4E00 && c <= 0x9FFF)
        return KBG__CHARACTER_IDEOGRAPH;
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

bool kbg__character_joins(uint32_t left, uint32_t right)
{
    kbg__character c = kbg__character_of(left);
    return (c == KBG__CHARACTER_LETTER || c == KBG__CHARACTER_DIGIT) && kbg__character_of(right) == c;
}
