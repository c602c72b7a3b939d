/* SPDX-License-Identifier: MIT */
#include "render/cell.h"

#include "render/marks.h"
#include "render/markup.h"

#include <string.h>

static const kbg__block *block_now(const kbg__writer *w)
{
    return &w->document->blocks[w->block];
}

bool kbg__cell_has_texts(const kbg__writer *w)
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

bool kbg__cell_is_head(const kbg__writer *w)
{
    return w->at < block_now(w)->body;
}

static void open_cell(kbg__writer *w)
{
    if (kbg__cell_has_texts(w))
        kbg__markup_put_text(w, kbg__cell_is_head(w) ? KBG_PROFILE_COLUMN_OPEN : KBG_PROFILE_CELL_OPEN);
    else if (has_bars(w))
        put_cstr(w, " ");
    w->in_line = true; /* what begins a line is none of its business */
}

static void close_cell(kbg__writer *w)
{
    kbg__marks_set(w, 0, 0, 0);
    w->guard = false;
    w->last_close = '\0';
    if (kbg__cell_has_texts(w))
        kbg__markup_put_text(w, kbg__cell_is_head(w) ? KBG_PROFILE_COLUMN_CLOSE : KBG_PROFILE_CELL_CLOSE);
    else if (has_bars(w))
        put_cstr(w, " |");
}

void kbg__cell_open_row(kbg__writer *w, unsigned cells)
{
    if (has_bars(w))
        put_cstr(w, "|");
    else if (kbg__cell_has_texts(w))
        kbg__markup_put_text(w, kbg__cell_is_head(w) ? KBG_PROFILE_TABLE_HEAD_OPEN : KBG_PROFILE_ROW_OPEN);
    for (; cells > 0 && (kbg__cell_has_texts(w) || has_bars(w)); cells--) {
        open_cell(w);
        close_cell(w);
    }
    open_cell(w);
}

void kbg__cell_close_row(kbg__writer *w)
{
    close_cell(w);
    if (kbg__cell_has_texts(w))
        kbg__markup_put_text(w, kbg__cell_is_head(w) ? KBG_PROFILE_TABLE_HEAD_CLOSE : KBG_PROFILE_ROW_CLOSE);
    if (has_bars(w) && kbg__cell_is_head(w)) {
        put_cstr(w, "\n|");
        for (unsigned i = 0; i < block_now(w)->columns; i++)
            put_cstr(w, "---|");
    }
}

/* Pads the headings to the longest row: bars without a heading are no column in Markdown. */
static void pad_head(kbg__writer *w, unsigned cell)
{
    for (cell++; cell < block_now(w)->columns && (kbg__cell_has_texts(w) || has_bars(w)); cell++) {
        close_cell(w);
        open_cell(w);
    }
}

void kbg__cell_close_head(kbg__writer *w, unsigned cell)
{
    pad_head(w, cell);
    kbg__cell_close_row(w);
}

void kbg__cell_put(kbg__writer *w, const kbg__run *run)
{
    bool head = kbg__cell_is_head(w);
    if (run->kind == KBG__RUN_CELL) {
        close_cell(w);
        if (!kbg__cell_has_texts(w) && !has_bars(w))
            put_cstr(w, "；");
        open_cell(w);
        return;
    }
    if (head)
        kbg__cell_close_head(w, run->cell);
    else
        kbg__cell_close_row(w);
    if (!kbg__cell_has_texts(w))
        put_cstr(w, "\n");
    size_t at = w->at;
    w->at = run->end; /* in the next row from here on */
    if (head && kbg__cell_has_texts(w))
        kbg__markup_put_text(w, KBG_PROFILE_TABLE_BODY_OPEN);
    kbg__cell_open_row(w, 0);
    w->at = at;
}
