/* SPDX-License-Identifier: MIT */
#include "index/forward.h"

#include "base/utf8.h"
#include "text/sound.h"

uint16_t *kbg__forward_put_unit(uint16_t *at, uint32_t unit)
{
    uint32_t number = unit & ~KBG__UNIT_TOUCHES;
    uint16_t touches = (uint16_t)(unit >> 31 << KBG__FORWARD_UNIT_BITS);
    if (number < KBG__FORWARD_UNIT_ESCAPE) {
        *at++ = (uint16_t)(number | touches);
        return at;
    }
    *at++ = KBG__FORWARD_UNIT_ESCAPE | touches;
    *at++ = (uint16_t)number;
    *at++ = (uint16_t)(number >> 16);
    return at;
}

uint16_t *kbg__forward_put_term(uint16_t *at, uint32_t term)
{
    if (term < KBG__FORWARD_TERM_ESCAPE) {
        *at++ = (uint16_t)term;
        return at;
    }
    *at++ = KBG__FORWARD_TERM_ESCAPE;
    *at++ = (uint16_t)term;
    *at++ = (uint16_t)(term >> 16);
    return at;
}

bool kbg__forward_tells(kbg__token_class class_, const char *text, size_t len)
{
    size_t at = 0;
    if (class_ != KBG__TOKEN_SOUND)
        return class_ == KBG__TOKEN_CHAR || class_ == KBG__TOKEN_PAIR;
    for (int side = 0; side < 2; side++)
        if (at == len || kbg__sound_of(kbg__utf8_next(text, len, &at)) == KBG__NO_SOUND)
            return false;
    return at == len;
}

/* Whether a row of words ends with units, all of them below a limit; *at is moved behind them. */
static bool check_units(const uint16_t **at, const uint16_t *end, uint64_t units, uint32_t limit)
{
    uint16_t most = 0;
    if ((size_t)(end - *at) < units)
        return false;
    for (size_t n = 0; n < units; n++) { /* most have no escape */
        uint16_t number = (*at)[n] & KBG__FORWARD_UNIT_ESCAPE;
        most = number > most ? number : most;
    }
    if (units == 0 || (most < KBG__FORWARD_UNIT_ESCAPE && most < limit)) {
        *at += units;
        return true;
    }
    for (uint32_t unit; units > 0; units--) {
        bool is_escape = *at < end && (**at & KBG__FORWARD_UNIT_ESCAPE) == KBG__FORWARD_UNIT_ESCAPE;
        if (end - *at < (is_escape ? KBG__FORWARD_WORDS_MOST : 1))
            return false;
        *at = kbg__forward_unit(*at, &unit);
        if ((is_escape ? unit & ~KBG__UNIT_TOUCHES : unit & KBG__FORWARD_UNIT_ESCAPE) >= limit)
            return false;
    }
    return true;
}

bool kbg__forward_is_whole(const uint16_t *words, size_t count, uint64_t units, const kbg__forward_limits *limits)
{
    const uint16_t *at = words, *end = words + count;
    if (!check_units(&at, end, units, limits->terms[KBG__TOKEN_CHAR]))
        return false;
    for (uint32_t term; at < end;) {
        if (*at == KBG__FORWARD_TERM_ESCAPE && end - at < KBG__FORWARD_WORDS_MOST)
            return false;
        at = kbg__forward_term(at, &term);
        uint32_t class_ = term >> KBG__CLASS_TERM_BITS;
        if (class_ >= KBG__TOKEN_CLASSES ||
            (term & KBG__TERM_MASK) >= limits->terms[class_])
            return false;
    }
    return true;
}
