/* SPDX-License-Identifier: MIT */
#include "render/grid.h"

#include "render/cell.h"
#include "render/markup.h"
#include "render/run.h"

/* Writes the headings before a part that begins in a later row. */
static void put_headings(kbg__writer *w)
{
    const kbg__document *d = w->document;
    const kbg__block *block = &w->document->blocks[w->block];
    size_t at = w->at, run = w->run;
    w->at = block->start;
    w->run = block->run;
    kbg__cell_open_row(w, 0);
    kbg__markup_look_at_line(w, block, w->at);
    for (;; w->run++) {
        const kbg__run *next = &d->runs[w->run];
        w->at = next->start;
        if (next->kind == KBG__RUN_ROW)
            break;
        kbg__run_put(w, next, next->end);
    }
    kbg__cell_close_head(w, d->runs[w->run].cell);
    w->at = at;
    w->run = run;
    if (!kbg__cell_has_texts(w))
        kbg__markup_put_plain(w, (kbg_text){ "\n", 1 });
}

void kbg__grid_open(kbg__writer *w)
{
    const kbg__document *d = w->document;
    const kbg__block *block = &w->document->blocks[w->block];
    unsigned cell = w->run < block->run_end ? d->runs[w->run].cell : 0;
    if (kbg__cell_has_texts(w))
        kbg__markup_put_text(w, KBG_PROFILE_TABLE_OPEN);
    if (!kbg__cell_is_head(w)) {
        if (!d->no_headings)
            put_headings(w);
        if (kbg__cell_has_texts(w))
            kbg__markup_put_text(w, KBG_PROFILE_TABLE_BODY_OPEN);
    }
    kbg__cell_open_row(w, cell);
}

void kbg__grid_close(kbg__writer *w)
{
    const kbg__block *block = &w->document->blocks[w->block];
    bool head = kbg__cell_is_head(w);
    if (head) {
        const kbg__run *last = &w->document->runs[w->run];
        last -= w->run > block->run && (w->run == block->run_end || last->start >= w->at);
        kbg__cell_close_head(w, last->cell + (last->kind == KBG__RUN_CELL ? 1u : 0u));
    } else {
        kbg__cell_close_row(w);
    }
    if (!kbg__cell_has_texts(w))
        return;
    if (!head)
        kbg__markup_put_text(w, KBG_PROFILE_TABLE_BODY_CLOSE);
    kbg__markup_put_text(w, KBG_PROFILE_TABLE_CLOSE);
}
