/* SPDX-License-Identifier: MIT */
#include "render/line_put.h"

#include "render/markup.h"

void kbg__line_put(kbg__writer *w, uint32_t container, kbg__line_kind kind)
{
    kbg__line_start(w, container, kind);
    if (w->line->len)
        kbg__markup_put_plain(w, (kbg_text){ w->line->data, w->line->len });
    w->in_line = false;
}
