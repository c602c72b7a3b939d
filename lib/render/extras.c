/* SPDX-License-Identifier: MIT */
#include "render/extras.h"

#include <stdio.h>
#include <string.h>

/* Appends a text of the profile with the number of the part filled in. */
static void add_label(kbg__buffer *out, kbg_text pattern, size_t part, size_t parts)
{
    for (size_t at = 0; at < pattern.len;) {
        const char *here = pattern.data + at;
        size_t rest = pattern.len - at;
        bool is_parts = rest >= 7 && memcmp(here, "{parts}", 7) == 0;
        if (is_parts || (rest >= 6 && memcmp(here, "{part}", 6) == 0)) {
            char number[24];
            (void)snprintf(number, sizeof(number), "%zu", is_parts ? parts : part);
            kbg__buffer_add_cstr(out, number);
            at += is_parts ? 7 : 6;
        } else {
            kbg__buffer_add_byte(out, *here);
            at++;
        }
    }
}

static void add_joined(kbg__buffer *out, kbg_text text)
{
    if (text.len == 0)
        return;
    bool is_wide = out->len && (unsigned char)out->data[out->len - 1] >= 0x80 && (unsigned char)text.data[0] >= 0x80;
    if (out->len && !is_wide)
        kbg__buffer_add_byte(out, ' ');
    kbg__buffer_add(out, text.data, text.len);
}

kbg__extras kbg__extras_of(const kbg_profile *p, const kbg__matter *m, kbg__buffer *label, kbg__buffer *front,
                           kbg__buffer *back)
{
    kbg__buffer_clear(label);
    kbg__buffer_clear(front);
    kbg__buffer_clear(back);
    if (m->parts > 1)
        add_label(label, p->text[KBG_PROFILE_LABEL], m->part, m->parts);
    kbg_text text = { label->data, label->len };
    bool behind = p->number[KBG_PROFILE_SIGNATURE_BEHIND] != 0;
    if (!behind)
        add_joined(front, p->text[KBG_PROFILE_SIGNATURE]);
    if (p->number[KBG_PROFILE_LABEL_BEFORE])
        add_joined(front, text);
    if (m->notice)
        add_joined(back, p->text[KBG_PROFILE_CUT_NOTICE]);
    if (m->keyword)
        add_joined(back, p->text[KBG_PROFILE_KEYWORD]);
    if (behind)
        add_joined(back, p->text[KBG_PROFILE_SIGNATURE]);
    if (!p->number[KBG_PROFILE_LABEL_BEFORE])
        add_joined(back, text);
    front->failed |= label->failed;
    return (kbg__extras){ .front = { front->data, front->len }, .back = { back->data, back->len } };
}
