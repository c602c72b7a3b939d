/* SPDX-License-Identifier: MIT */
#include "io/jsonl_chunk.h"

/* A task has so many bytes or lines, and so does a chunk for each of its tasks; the last line of a chunk may be longer. */
enum { TASK_BYTES = 1 << 16, TASK_LINES = 1024, TASKS_PER_THREAD = 4 };

/* A line of the chunk. */
typedef struct entry {
    kbg__jsonl_line line; /* its text is set when the text of the chunk no longer moves */
    size_t start;         /* in that; SIZE_MAX = the line is too long */
    size_t record, record_len; /* in the records of its task; no length = the line is bad */
} entry;

/* Lines that are read one after the other. */
typedef struct piece {
    size_t first, end;
    kbg__draft draft;
    kbg__buffer records;
    kbg_status status; /* other than that of a bad line … */
    size_t stopped;    /* … and the line at which it came; `end` if it did not */
} piece;

typedef struct chunk {
    kbg__buffer text;
    entry *entries;
    size_t count, capacity;
    piece *pieces;
    size_t piece_count, pieces_used;
} chunk;

static kbg_status add_line(chunk *c, const kbg_allocator *memory, const kbg__lines *lines)
{
    size_t start = lines->text ? c->text.len : SIZE_MAX;
    if (lines->text && kbg__jsonl_is_blank(lines->text, lines->len))
        return KBG_OK;
    if (lines->text)
        kbg__buffer_add(&c->text, lines->text, lines->len);
    if (kbg__buffer_status(&c->text) ||
        kbg__grow(memory, (void **)&c->entries, &c->capacity, c->count + 1, sizeof(*c->entries)))
        return KBG_ERR_NOMEM;
    c->entries[c->count++] = (entry){ .line = { NULL, lines->len, lines->line, lines->offset }, .start = start };
    return KBG_OK;
}

/* Takes the lines of one piece. */
static kbg_status take_piece(chunk *c, const kbg_allocator *memory, kbg__lines *lines, piece *p, bool *at_end)
{
    kbg_status status = KBG_OK;
    size_t begun = c->text.len;
    p->first = c->count;
    while (status == KBG_OK && c->text.len - begun < TASK_BYTES && c->count - p->first < TASK_LINES) {
        status = kbg__lines_next(lines);
        *at_end = status == KBG_OK && !lines->text;
        if (*at_end)
            break;
        if (status == KBG_OK || status == KBG_ERR_LIMIT)
            status = add_line(c, memory, lines);
    }
    p->end = c->count;
    return status;
}

/* Takes lines until there are enough. Those that were taken before a failure are there. *at_end: there are no more. */
static kbg_status take_lines(chunk *c, const kbg_allocator *memory, kbg__lines *lines, bool *at_end)
{
    kbg_status status = KBG_OK;
    kbg__buffer_clear(&c->text);
    c->count = c->pieces_used = 0;
    while (status == KBG_OK && !*at_end && c->pieces_used < c->piece_count &&
           c->text.len < c->piece_count * TASK_BYTES)
        status = take_piece(c, memory, lines, &c->pieces[c->pieces_used++], at_end);
    for (size_t i = 0; i < c->count; i++)
        if (c->entries[i].start != SIZE_MAX)
            c->entries[i].line.text = c->text.data + c->entries[i].start;
    return status;
}

/* Reads the lines of a piece. Of bad ones no more is kept than that they are: they are rare, and read again when it is
 * their turn. */
static void read_piece(size_t index, void *task_data)
{
    chunk *c = task_data;
    piece *p = &c->pieces[index];
    kbg__buffer_clear(&p->records);
    p->status = KBG_OK;
    for (p->stopped = p->first; p->stopped < p->end; p->stopped++) {
        kbg__problem problem = { .status = KBG_OK };
        entry *e = &c->entries[p->stopped];
        kbg_status status = kbg__jsonl_read_line(&p->draft, &e->line, &problem);
        if (status == KBG_OK) {
            e->record = p->records.len;
            e->record_len = p->draft.record.len;
            kbg__buffer_add(&p->records, p->draft.record.data, p->draft.record.len);
            status = kbg__buffer_status(&p->records);
        }
        if (status != KBG_OK && !kbg__is_bad_line(status)) {
            p->status = status;
            return;
        }
    }
}

/* Hands on what the lines of a piece hold, good or bad. */
static kbg_status hand_on(chunk *c, piece *p, const kbg__load_sink *sink, bool *ended)
{
    kbg_status status = KBG_OK;
    for (size_t i = p->first; i < p->stopped && status == KBG_OK && !*ended; i++) {
        kbg__problem problem = { .status = KBG_OK };
        const entry *e = &c->entries[i];
        kbg_text record;
        if (e->record_len) {
            record = (kbg_text){ p->records.data + e->record, e->record_len };
        } else {
            status = kbg__jsonl_read_line(&p->draft, &e->line, &problem);
            record = (kbg_text){ p->draft.record.data, p->draft.record.len };
        }
        if (status == KBG_OK)
            status = kbg__jsonl_hand_on(sink, &e->line, record.data, record.len, &problem);
        if (kbg__is_bad_line(status)) {
            status = KBG_OK;
            *ended = !sink->bad(&problem, sink->user_data);
        }
    }
    return status == KBG_OK && !*ended ? p->status : status;
}

kbg_status kbg__jsonl_load_chunks(kbg__lines *lines, const kbg_allocator *memory, const kbg__limits *limits,
                                  const kbg__parallel *parallel, const kbg__load_sink *sink)
{
    chunk c = { .piece_count = (size_t)kbg__parallel_threads(parallel) * TASKS_PER_THREAD };
    bool at_end = false, ended = false;
    kbg__buffer_init(&c.text, memory);
    c.pieces = kbg__calloc(memory, c.piece_count, sizeof(*c.pieces));
    kbg_status status = c.pieces ? KBG_OK : KBG_ERR_NOMEM;
    for (size_t i = 0; i < c.piece_count && c.pieces; i++) {
        kbg__draft_init(&c.pieces[i].draft, memory, limits);
        kbg__buffer_init(&c.pieces[i].records, memory);
    }
    while (!at_end && !ended && status == KBG_OK) {
        kbg_status taken = take_lines(&c, memory, lines, &at_end);
        kbg__parallel_run(parallel, c.pieces_used, read_piece, &c);
        for (size_t i = 0; i < c.pieces_used && status == KBG_OK && !ended; i++)
            status = hand_on(&c, &c.pieces[i], sink, &ended);
        if (status == KBG_OK && !ended)
            status = taken;
    }
    for (size_t i = 0; i < c.piece_count && c.pieces; i++) {
        kbg__draft_free(&c.pieces[i].draft);
        kbg__buffer_free(&c.pieces[i].records);
    }
    kbg__free(memory, c.pieces);
    kbg__free(memory, c.entries);
    kbg__buffer_free(&c.text);
    return status;
}
