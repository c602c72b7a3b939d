/* SPDX-License-Identifier: MIT */
#include "render/measure.h"

#include "base/utf8.h"

#include <string.h>

/* Septets of a character of the GSM 7-bit alphabet, 0 if it has none. ASCII except for seven signs and the controls is in
 * it or in its extension table. */
static unsigned septets(uint32_t c)
{
    static const uint16_t others[] = {
        0x00A1, 0x00A3, 0x00A4, 0x00A5, 0x00A7, 0x00BF, 0x00C4, 0x00C5, 0x00C6, 0x00C7, 0x00C9, 0x00D1,
        0x00D6, 0x00D8, 0x00DC, 0x00DF, 0x00E0, 0x00E4, 0x00E5, 0x00E6, 0x00E8, 0x00E9, 0x00EC, 0x00F1,
        0x00F2, 0x00F6, 0x00F8, 0x00F9, 0x00FC, 0x0393, 0x0394, 0x0398, 0x039B, 0x039E, 0x03A0, 0x03A3,
        0x03A6, 0x03A8, 0x03A9,
    };
    if (c == 0x20AC || c == '\f')
        return 2;
    if (c < 0x80) {
        if (c != 0 && strchr("^{}[]~\\|", (int)c))
            return 2;
        return c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7F && c != '`');
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (others[i] == c)
            return 1;
    return 0;
}

bool kbg__is_gsm7(const char *text, size_t len)
{
    for (size_t at = 0; at < len;)
        if (septets(kbg__utf8_next(text, len, &at)) == 0)
            return false;
    return true;
}

static uint64_t json_bytes(const char *text, size_t len)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        sum += c == '"' || c == '\\' ? 2 : c >= 0x20 ? 1 : c == '\b' || (c >= '\t' && c <= '\r' && c != '\v') ? 2 : 6;
    }
    return sum;
}

uint64_t kbg__measure(kbg_unit unit, const char *text, size_t len)
{
    uint64_t sum = 0;
    if (unit == KBG_UNIT_UTF8_BYTES)
        return len;
    if (unit == KBG_UNIT_JSON_BYTES)
        return json_bytes(text, len);
    for (size_t at = 0; at < len;) {
        uint32_t c = kbg__utf8_next(text, len, &at);
        if (unit == KBG_UNIT_UTF16_UNITS)
            sum += c >= 0x10000 ? 2 : 1;
        else
            sum += unit == KBG_UNIT_GSM7_SEPTETS && septets(c) == 2 ? 2 : 1;
    }
    return sum;
}
