/* SPDX-License-Identifier: MIT */
#include "index/suggest_text.h"

#include "base/utf8.h"

bool kbg__suggest_read(kbg__suggest_reader *r)
{
    size_t before = r->end;
    for (size_t at = r->end; at < r->len;) {
        size_t start = at;
        uint32_t c = kbg__utf8_next(r->text, r->len, &at);
        kbg__character what = kbg__character_of(c);
        if (what == KBG__CHARACTER_OTHER || what == KBG__CHARACTER_SPACE)
            continue;
        r->touches = start == before && start > 0;
        r->begins = what == KBG__CHARACTER_IDEOGRAPH || !r->touches || what != r->what;
        r->what = what;
        r->start = start;
        r->end = at;
        r->count = c < 0x10000 ? 1 : 2;
        r->character[0] = (uint16_t)(c < 0x10000 ? c : 0xD7C0u + (c >> 10));
        r->character[1] = (uint16_t)(0xDC00u | (c & 0x3FFu));
        return true;
    }
    r->end = r->len;
    return false;
}
