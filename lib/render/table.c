/* SPDX-License-Identifier: MIT */
#include "render/reading.h"

#include <string.h>

/* Cells behind these are one with the last, or have no heading where tables are text. */
enum { MOST_COLUMNS = 100 };

void kbg__table_begin(kbg__reading *r)
{
    const uint64_t *number = r->profile->number;
    r->in_table = true;
    r->in_grid = number[KBG_PROFILE_TABLES] == KBG_SHOWN_AS_MARKUP && number[KBG_PROFILE_JSON] != 2;
    r->row = r->cell = 0;
    r->row_open = false;
    r->cell_pending = r->in_grid;
    kbg__buffer_clear(&r->d->columns);
    if (r->in_grid)
        r->d->blocks[r->d->block_count - 1].kind = KBG__BLOCK_TABLE;
}

bool kbg__table_widens_bars(const kbg__reading *r)
{
    return r->in_grid && !kbg__profile_has(r->profile, KBG_PROFILE_TABLE_OPEN) &&
           !kbg__profile_has_sign(r->profile, KBG__CONTEXT_TEXT, '|');
}

/* Takes the spaces off the end of a cell. */
static void trim_cell(kbg__reading *r)
{
    kbg__buffer *text = &r->d->text;
    while (text->len > r->from && text->data[text->len - 1] == ' ')
        text->len--;
    kbg__reading_flush(r);
}

/* What divides two cells or rows of a grid is a run of its own. */
static void add_grid_end(kbg__reading *r, kbg__run_kind kind)
{
    kbg__reading_flush(r);
    kbg__buffer_add_cstr(&r->d->text, kind == KBG__RUN_CELL ? "；" : "\n");
    kbg__reading_flush_as(r, kind, 0);
    r->guard = GUARD_NONE;
    r->cell_pending = true;
}

static void end_grid_cell(kbg__reading *r)
{
    kbg__document *d = r->d;
    if (!r->row_open && r->cell_pending) { /* the bar at the beginning of a row */
        r->row_open = true;
        return;
    }
    trim_cell(r);
    if (r->cell + 1 == MOST_COLUMNS) {
        kbg__buffer_add_cstr(&d->text, "；");
        return;
    }
    add_grid_end(r, KBG__RUN_CELL);
    r->row_open = true;
    d->cell = (uint16_t)++r->cell;
}

/* Ends a row of a grid; the bar at its end began no cell. */
static void close_grid_row(kbg__reading *r)
{
    kbg__document *d = r->d;
    kbg__block *block = &d->blocks[d->block_count - 1];
    trim_cell(r);
    if (r->status == KBG_OK && d->run_count > block->run) {
        const kbg__run *last = &d->runs[d->run_count - 1];
        if (last->kind == KBG__RUN_CELL && last->end == d->text.len) {
            r->from = d->text.len = last->start;
            d->run_count--;
            r->cell--;
        }
    }
    if (r->cell + 1 > block->columns)
        block->columns = (uint16_t)(r->cell + 1);
    d->cell = (uint16_t)r->cell;
    r->cell = 0;
    r->row_open = false;
}

static void end_grid_row(kbg__reading *r)
{
    size_t row = r->row++;
    r->skip_text = r->row == 1;
    if (row == 1) {
        r->cell_pending = true;
        return;
    }
    close_grid_row(r);
    add_grid_end(r, KBG__RUN_ROW);
    r->d->cell = 0;
    if (row == 0)
        r->d->blocks[r->d->block_count - 1].body = r->d->text.len;
}

void kbg__table_end(kbg__reading *r)
{
    kbg__document *d = r->d;
    uint64_t limit = r->profile->number[KBG_PROFILE_LIMIT];
    if (r->in_grid) {
        kbg__block *block = &d->blocks[d->block_count - 1];
        close_grid_row(r);
        d->cell = 0;
        d->no_headings |= 3 * (uint64_t)(block->body - block->start) > limit;
    }
    r->in_table = r->in_grid = r->cell_pending = false;
}

/* Takes a heading of a column out of the text again and keeps it. */
static void keep_column(kbg__reading *r)
{
    const kbg__document *d = r->d;
    size_t start = d->blocks[d->block_count - 1].start, end = d->text.len;
    while (start < end && d->text.data[start] == ' ')
        start++;
    while (end > start && d->text.data[end - 1] == ' ')
        end--;
    if (end > start || r->row_open) {
        kbg__buffer_add(&r->d->columns, d->text.data + start, end - start);
        kbg__buffer_add_byte(&r->d->columns, '\0');
    }
    r->row_open = true;
    r->d->text.len = r->from = d->blocks[d->block_count - 1].start;
    r->d->run_count = d->blocks[d->block_count - 1].run;
}

void kbg__table_end_cell(kbg__reading *r)
{
    kbg__buffer *text = &r->d->text;
    if (r->in_grid) {
        end_grid_cell(r);
    } else if (r->row == 0) {
        keep_column(r);
    } else {
        while (text->len > r->from && text->data[text->len - 1] == ' ')
            text->len--;
        if (!r->cell_pending || r->row_open)
            r->cell++;
        r->cell_pending = r->row_open = true;
        r->guard = GUARD_NONE;
    }
}

void kbg__table_begin_cell(kbg__reading *r)
{
    const char *name = r->d->columns.data;
    r->cell_pending = false;
    if (r->in_grid)
        return;
    kbg__reading_flush(r);
    if (r->d->text.len > r->d->blocks[r->d->block_count - 1].start && r->d->text.data[r->d->text.len - 1] != '\n')
        kbg__buffer_add_cstr(&r->d->text, "；");
    if (r->cell >= MOST_COLUMNS)
        name = NULL;
    for (size_t i = 0; i < r->cell && name && name < r->d->columns.data + r->d->columns.len; i++)
        name += strlen(name) + 1;
    if (name && name < r->d->columns.data + r->d->columns.len && *name) {
        kbg__buffer_add_cstr(&r->d->text, name);
        kbg__buffer_add_cstr(&r->d->text, "：");
    }
    kbg__reading_flush_as(r, KBG__RUN_TEXT, r->block_styles);
}

void kbg__table_end_row(kbg__reading *r)
{
    if (r->in_grid) {
        end_grid_row(r);
        return;
    }
    size_t row = r->row++;
    if (row == 0)
        keep_column(r);
    r->skip_text = r->row == 1;
    r->row_open = false;
    r->cell = 0;
    r->cell_pending = r->row >= 2;
    if (row < 2)
        return;
    kbg__reading_flush(r);
    kbg__buffer_add_byte(&r->d->text, '\n');
    kbg__reading_flush_as(r, KBG__RUN_BREAK, kbg__reading_styles(r));
    r->guard = GUARD_NONE;
}

/* The end of the line at source[at]. */
static size_t line_end(const kbg__buffer *source, size_t at)
{
    while (at < source->len && source->data[at] != '\n' && source->data[at] != '\r')
        at++;
    return at;
}

bool kbg__table_is_one(kbg__reading *r, cmark_node *node)
{
    const kbg__buffer *source = &r->variables->marked;
    int line = cmark_node_get_start_line(node);
    bool has_bar = false, has_hyphen = false;
    if (r->container || cmark_node_get_end_line(node) < line + 2)
        return false;
    kbg__reading_seek(r, line);
    size_t at = r->line_start, end = line_end(source, at);
    if (r->line_number != line || end == at || !memchr(source->data + at, '|', end - at))
        return false;
    at = end + 1 + (end + 1 < source->len && source->data[end] == '\r' && source->data[end + 1] == '\n');
    for (end = line_end(source, at < source->len ? at : source->len); at < end; at++) {
        has_bar |= source->data[at] == '|';
        has_hyphen |= source->data[at] == '-';
        if (!strchr("|-: \t", source->data[at]))
            return false;
    }
    return has_bar && has_hyphen;
}
