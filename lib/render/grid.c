/* SPDX-License-Identifier: MIT */
#include "render/grid.h"

#include "render/marks.h"
#include "render/markup.h"
#include "render/run.h"

#include <string.h>

static const kbg__block *block_now(const kbg__writer *w)
{
    return &w->document->blocks[w->block];
}

static bool has_texts(const kbg__writer *w)
{
    return w->profile->number[KBG_PROFILE_TABLES] == KBG_SHOWN_AS_MARKUP &&
           kbg__profile_has(w->profile, KBG_PROFILE_TABLE_OPEN);
}

static bool has_bars(const kbg__writer *w)
{
    return w->profile->number[KBG_PROFILE_TABLES] == KBG_SHOWN_AS_MARKUP &&
           !kbg__profile_has(w->profile, KBG_PROFILE_TABLE_OPEN);
}

static void put_cstr(kbg__writer *w, const char *text)
{
    kbg__markup_put_plain(w, (kbg_text){ text, strlen(text) });
}

/* Whether the headings are being written. */
static bool is_head(const kbg__writer *w)
{
    return w->at < block_now(w)->body;
}

static void open_cell(kbg__writer *w)
{
    if (has_texts(w))
        kbg__markup_put_text(w, is_head(w) ? KBG_PROFILE_COLUMN_OPEN : KBG_PROFILE_CELL_OPEN);
    else if (has_bars(w))
        put_cstr(w, " ");
    w->in_line = true; /* what begins a line is none of its business */
}

static void close_cell(kbg__writer *w)
{
    kbg__marks_set(w, 0, 0, 0);
    w->guard = false;
    w->last_close = '\0';
    if (has_texts(w))
        kbg__markup_put_text(w, is_head(w) ? KBG_PROFILE_COLUMN_CLOSE : KBG_PROFILE_CELL_CLOSE);
    else if (has_bars(w))
        put_cstr(w, " |");
}

/* Begins a row whose first cells are elsewhere. */
static void open_row(kbg__writer *w, unsigned cells)
{
    if (has_bars(w))
        put_cstr(w, "|");
    else if (has_texts(w))
        kbg__markup_put_text(w, is_head(w) ? KBG_PROFILE_TABLE_HEAD_OPEN : KBG_PROFILE_ROW_OPEN);
    for (; cells > 0 && (has_texts(w) || has_bars(w)); cells--) {
        open_cell(w);
        close_cell(w);
    }
    open_cell(w);
}

/* Ends a row in the cell at hand. */
static void close_row(kbg__writer *w)
{
    close_cell(w);
    if (has_texts(w))
        kbg__markup_put_text(w, is_head(w) ? KBG_PROFILE_TABLE_HEAD_CLOSE : KBG_PROFILE_ROW_CLOSE);
    if (has_bars(w) && is_head(w)) {
        put_cstr(w, "\n|");
        for (unsigned i = 0; i < block_now(w)->columns; i++)
            put_cstr(w, "---|");
    }
}

/* Pads the headings to the longest row: bars without a heading are no column in Markdown. */
static void pad_head(kbg__writer *w, unsigned cell)
{
    for (cell++; cell < block_now(w)->columns && (has_texts(w) || has_bars(w)); cell++) {
        close_cell(w);
        open_cell(w);
    }
}

/* Ends the row of headings, whose last cell that was written is `cell`. */
static void close_head(kbg__writer *w, unsigned cell)
{
    pad_head(w, cell);
    close_row(w);
}

/* Writes the headings before a part that begins in a later row. */
static void put_headings(kbg__writer *w)
{
    const kbg__document *d = w->document;
    const kbg__block *block = block_now(w);
    size_t at = w->at, run = w->run;
    w->at = block->start;
    w->run = block->run;
    open_row(w, 0);
    kbg__markup_look_at_line(w, block, w->at);
    for (;; w->run++) {
        const kbg__run *next = &d->runs[w->run];
        w->at = next->start;
        if (next->kind == KBG__RUN_ROW)
            break;
        kbg__run_put(w, next, next->end);
    }
    close_head(w, d->runs[w->run].cell);
    w->at = at;
    w->run = run;
    if (!has_texts(w))
        put_cstr(w, "\n");
}

void kbg__grid_open(kbg__writer *w)
{
    const kbg__document *d = w->document;
    const kbg__block *block = block_now(w);
    unsigned cell = w->run < block->run_end ? d->runs[w->run].cell : 0;
    if (has_texts(w))
        kbg__markup_put_text(w, KBG_PROFILE_TABLE_OPEN);
    if (!is_head(w)) {
        if (!d->no_headings)
            put_headings(w);
        if (has_texts(w))
            kbg__markup_put_text(w, KBG_PROFILE_TABLE_BODY_OPEN);
    }
    open_row(w, cell);
}

void kbg__grid_put(kbg__writer *w, const kbg__run *run)
{
    bool head = is_head(w);
    if (run->kind == KBG__RUN_CELL) {
        close_cell(w);
        if (!has_texts(w) && !has_bars(w))
            put_cstr(w, "；");
        open_cell(w);
        return;
    }
    if (head)
        close_head(w, run->cell);
    else
        close_row(w);
    if (!has_texts(w))
        put_cstr(w, "\n");
    size_t at = w->at;
    w->at = run->end; /* in the next row from here on */
    if (head && has_texts(w))
        kbg__markup_put_text(w, KBG_PROFILE_TABLE_BODY_OPEN);
    open_row(w, 0);
    w->at = at;
}

void kbg__grid_close(kbg__writer *w)
{
    const kbg__block *block = block_now(w);
    bool head = is_head(w);
    if (head) {
        const kbg__run *last = &w->document->runs[w->run];
        last -= w->run > block->run && (w->run == block->run_end || last->start >= w->at);
        close_head(w, last->cell + (last->kind == KBG__RUN_CELL ? 1u : 0u));
    } else {
        close_row(w);
    }
    if (!has_texts(w))
        return;
    if (!head)
        kbg__markup_put_text(w, KBG_PROFILE_TABLE_BODY_CLOSE);
    kbg__markup_put_text(w, KBG_PROFILE_TABLE_CLOSE);
}
