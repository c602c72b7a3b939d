/* SPDX-License-Identifier: MIT */
#include "io/rows.h"

#include "io/sink.h"

#include <string.h>

/* How much of the beginning is looked at to recognise the delimiter. */
enum { AHEAD = 4096 };

/* One code point, or bad bytes, or the end. */
typedef struct taken {
    uint32_t code_point;
    kbg_status status;
    kbg__place place;
} taken;

struct kbg__rows_ahead {
    size_t at, count;
    taken points[AHEAD];
    kbg__problem problem; /* of the bad bytes; reading ahead ends with them */
};

void kbg__rows_init(kbg__rows *rows, kbg__decoder *decoder, uint32_t delimiter, size_t most)
{
    *rows = (kbg__rows){ .decoder = decoder, .delimiter = delimiter, .most = most };
}

static void drop_ahead(kbg__rows *rows)
{
    kbg__free(rows->decoder->bytes.memory, rows->ahead);
    rows->ahead = NULL;
}

void kbg__rows_free(kbg__rows *rows)
{
    drop_ahead(rows);
}

void kbg__row_init(kbg__row *row, const kbg_allocator *memory)
{
    *row = (kbg__row){ 0 };
    kbg__buffer_init(&row->text, memory);
}

void kbg__row_free(kbg__row *row)
{
    kbg__free(row->text.memory, row->cells);
    kbg__buffer_free(&row->text);
}

kbg_text kbg__row_cell(const kbg__row *row, size_t index)
{
    if (index >= row->count || row->cells[index].len == 0)
        return (kbg_text){ "", 0 };
    return (kbg_text){ row->text.data + row->cells[index].start, row->cells[index].len };
}

/* Takes a code point: what was read ahead first. */
static kbg_status take(kbg__rows *rows, taken *t, kbg__problem *problem)
{
    struct kbg__rows_ahead *ahead = rows->ahead;
    if (ahead && ahead->at < ahead->count) {
        *t = ahead->points[ahead->at++];
        if (t->status != KBG_OK)
            *problem = ahead->problem;
        return t->status;
    }
    if (ahead)
        drop_ahead(rows);
    t->status = kbg__decoder_next(rows->decoder, &t->code_point, problem);
    t->place = rows->decoder->place;
    return t->status;
}

static bool is_break(uint32_t c)
{
    return c == '\n' || c == '\r';
}

/* The delimiter of a header: the one of the three that stands in it most often outside quotes. */
static uint32_t most_frequent(const taken *points, size_t count)
{
    static const char delimiters[] = ",;\t";
    size_t found[3] = { 0 }, best = 0;
    bool quoted = false, at_start = true;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = points[i].status == KBG_OK ? points[i].code_point : 0;
        const char *delimiter = c > 0 && c < 0x80 ? strchr(delimiters, (int)c) : NULL;
        bool turns = c == '"' && (quoted || at_start);
        if (!quoted && (is_break(c) || c == KBG__END_OF_INPUT))
            break;
        if (!quoted && delimiter)
            found[delimiter - delimiters]++;
        quoted ^= turns;
        at_start = delimiter || turns; /* a quote behind a quote belongs to the cell */
    }
    for (size_t i = 1; i < 3; i++)
        if (found[i] > found[best])
            best = i;
    return (unsigned char)delimiters[best];
}

/* Reads ahead to find the delimiter: a line `sep=;`, which is passed over, or the header. */
static kbg_status recognise(kbg__rows *rows)
{
    static const char sep[] = "sep=";
    struct kbg__rows_ahead *ahead = kbg__calloc(rows->decoder->bytes.memory, 1, sizeof(*ahead));
    if (!ahead)
        return KBG_ERR_NOMEM;
    rows->ahead = ahead;
    kbg_status status = KBG_OK;
    while (ahead->count < AHEAD && status == KBG_OK) {
        taken *t = &ahead->points[ahead->count++];
        status = kbg__decoder_next(rows->decoder, &t->code_point, &ahead->problem);
        t->status = status;
        t->place = rows->decoder->place;
        if (status == KBG_OK && t->code_point == KBG__END_OF_INPUT)
            break;
    }
    if (status != KBG_OK && !kbg__is_bad_line(status))
        return status;
    size_t i = 0;
    while (i < 4 && i < ahead->count && ahead->points[i].status == KBG_OK &&
           ahead->points[i].code_point == (unsigned char)sep[i])
        i++;
    bool named = i == 4 && ahead->count > 5 && ahead->points[4].code_point > 0 &&
                 ahead->points[4].code_point < 0x80 && ahead->points[4].code_point != '"' &&
                 !is_break(ahead->points[4].code_point) && is_break(ahead->points[5].code_point);
    if (named) {
        rows->behind_cr = ahead->points[5].code_point == '\r';
        ahead->at = 6;
    }
    rows->delimiter = named ? ahead->points[4].code_point : most_frequent(ahead->points, ahead->count);
    return KBG_OK;
}

typedef enum state { AT_START, PLAIN, QUOTED, BEHIND_QUOTE } state;

/* One row being read. After the first problem the rest is read only to find the end. */
typedef struct reading {
    kbg__rows *rows;
    kbg__row *row;
    kbg__problem *problem;
    kbg_status bad;
    state state;
    kbg__place cell; /* where the cell begins */
    size_t start;    /* of the cell in the text of the row */
} reading;

static void complain(reading *r, kbg_status status, const kbg__place *place, const char *what)
{
    if (r->bad != KBG_OK)
        return;
    r->bad = kbg__problem_set(r->problem, status, "%s", what);
    kbg__problem_at(r->problem, place);
}

static void begin_cell(reading *r, const kbg__place *place)
{
    r->cell = *place;
    r->start = r->row->text.len;
}

static kbg_status end_cell(reading *r)
{
    kbg__row *row = r->row;
    if (row->count == KBG__MOST_CELLS)
        complain(r, KBG_ERR_LIMIT, &r->cell, "the row has more than 16384 cells");
    if (r->bad != KBG_OK)
        return KBG_OK;
    kbg_status status = kbg__grow(row->text.memory, (void **)&row->cells, &row->capacity, row->count + 1,
                                  sizeof(*row->cells));
    if (status == KBG_OK)
        row->cells[row->count++] = (kbg__cell){ r->start, row->text.len - r->start, r->cell };
    return status;
}

static void add(reading *r, uint32_t c, const kbg__place *place)
{
    if (c == 0)
        complain(r, KBG_ERR_SYNTAX, place, "a NUL character");
    if (r->bad != KBG_OK)
        return;
    if (c < 0x80)
        kbg__buffer_add_byte(&r->row->text, (char)c);
    else
        kbg__buffer_add_code_point(&r->row->text, c);
    if (r->row->text.len > r->rows->most) {
        r->bad = kbg__problem_set(r->problem, KBG_ERR_LIMIT, "the row is longer than the limit of %zu bytes",
                                  r->rows->most);
        kbg__problem_at(r->problem, &r->cell);
    }
}

/* Takes one code point into the row. *ends says whether the row ends with it. */
static kbg_status step(reading *r, const taken *t, bool *ends)
{
    uint32_t c = t->code_point;
    bool at_end = c == KBG__END_OF_INPUT, quote = c == '"';
    if (r->state == AT_START)
        begin_cell(r, &t->place);
    if (r->state == QUOTED) {
        if (at_end)
            complain(r, KBG_ERR_SYNTAX, &r->cell, "the quote that begins this cell is not closed");
        else if (quote)
            r->state = BEHIND_QUOTE;
        else
            add(r, c, &t->place);
        *ends = at_end;
        return KBG_OK;
    }
    if (quote && r->state != PLAIN) {
        if (r->state == BEHIND_QUOTE)
            add(r, c, &t->place);
        r->state = QUOTED;
        return KBG_OK;
    }
    *ends = at_end || is_break(c);
    if (*ends || c == r->rows->delimiter) {
        r->state = AT_START;
        return end_cell(r);
    }
    if (r->state == BEHIND_QUOTE)
        complain(r, KBG_ERR_SYNTAX, &t->place, "there is text behind the quote that ends the cell");
    r->state = PLAIN;
    add(r, c, &t->place);
    return KBG_OK;
}

/* Reads one row, which may be a blank line. */
static kbg_status read_row(kbg__rows *rows, kbg__row *row, kbg__problem *problem)
{
    reading r = { .rows = rows, .row = row, .problem = problem };
    bool first = true, ends = false;
    kbg__buffer_clear(&row->text);
    row->count = 0;
    while (!ends) {
        taken t;
        kbg__problem own;
        kbg_status status = take(rows, &t, &own);
        if (status != KBG_OK && !kbg__is_bad_line(status))
            return status;
        if (rows->behind_cr && status == KBG_OK && t.code_point == '\n') {
            rows->behind_cr = false;
            continue;
        }
        rows->behind_cr = false;
        if (first)
            row->place = t.place;
        first = false;
        if (status != KBG_OK) {
            if (r.bad == KBG_OK)
                *problem = own;
            r.bad = r.bad == KBG_OK ? status : r.bad;
            r.state = r.state == QUOTED ? QUOTED : PLAIN;
            continue;
        }
        status = step(&r, &t, &ends);
        if (status != KBG_OK)
            return status;
        rows->behind_cr = ends && t.code_point == '\r';
        rows->at_end = ends && t.code_point == KBG__END_OF_INPUT;
    }
    return r.bad != KBG_OK ? r.bad : kbg__buffer_status(&row->text);
}

kbg_status kbg__rows_next(kbg__rows *rows, kbg__row *row, kbg__problem *problem)
{
    if (!rows->delimiter) {
        kbg_status status = recognise(rows);
        if (status != KBG_OK)
            return status;
    }
    while (!rows->at_end) {
        kbg_status status = read_row(rows, row, problem);
        bool blank = row->count == 1 && row->cells[0].len == 0;
        if (status != KBG_OK || !blank)
            return status;
    }
    row->count = 0;
    return KBG_OK;
}
