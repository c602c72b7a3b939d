/* SPDX-License-Identifier: MIT */
#include "render/reading.h"

#include <string.h>

static bool keeps_tables(const kbg__reading *r)
{
    return r->profile->number[KBG_PROFILE_TABLES] == KBG_SHOWN_AS_MARKUP;
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
    if (end > start || r->cell > 0) {
        kbg__buffer_add(&r->columns, d->text.data + start, end - start);
        kbg__buffer_add_byte(&r->columns, '\0');
        r->cell++;
    }
    r->d->text.len = r->from = d->blocks[d->block_count - 1].start;
    r->d->run_count = d->blocks[d->block_count - 1].run;
}

static void add_raw(kbg__reading *r, const char *text)
{
    kbg__reading_flush(r);
    kbg__buffer_add_cstr(&r->d->text, text);
    kbg__reading_flush_as(r, KBG__RUN_TEXT, KBG__STYLE_FACE);
}

void kbg__table_end_cell(kbg__reading *r)
{
    kbg__buffer *text = &r->d->text;
    if (keeps_tables(r)) {
        r->cell += r->row == 0;
        add_raw(r, "|");
    } else if (r->row == 0) {
        keep_column(r);
    } else {
        while (text->len > r->from && text->data[text->len - 1] == ' ')
            text->len--;
        if (!r->cell_pending || r->cell > 0 || text->len > r->from)
            r->cell++;
        r->cell_pending = true;
        r->guard = GUARD_NONE;
    }
}

void kbg__table_begin_cell(kbg__reading *r)
{
    const char *name = r->columns.data;
    r->cell_pending = false;
    kbg__reading_flush(r);
    if (r->d->text.len > r->d->blocks[r->d->block_count - 1].start && r->d->text.data[r->d->text.len - 1] != '\n')
        kbg__buffer_add_cstr(&r->d->text, "；");
    for (size_t i = 0; i < r->cell && name && name < r->columns.data + r->columns.len; i++)
        name += strlen(name) + 1;
    if (name && name < r->columns.data + r->columns.len && *name) {
        kbg__buffer_add_cstr(&r->d->text, name);
        kbg__buffer_add_cstr(&r->d->text, "：");
    }
    kbg__reading_flush_as(r, KBG__RUN_TEXT, r->block_styles);
}

bool kbg__table_end_row(kbg__reading *r)
{
    size_t row = r->row++;
    if (row == 0 && !keeps_tables(r))
        keep_column(r);
    if (row == 1 && keeps_tables(r)) {
        for (size_t i = 1; i < r->cell; i++)
            add_raw(r, "|---");
        add_raw(r, "|");
    }
    r->skip_text = r->row == 1;
    if (r->row >= 2)
        r->cell = 0;
    r->cell_pending = r->row >= 2 && !keeps_tables(r);
    return row >= 2 || keeps_tables(r);
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
