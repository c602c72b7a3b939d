/* SPDX-License-Identifier: MIT */
/* A body on its way into a document: what body.c (blocks), inline.c (links, images, code), reading.c (text), table.c and
 * paragraphs.c share. A failure sticks in the status. */
#ifndef KBG_RENDER_READING_H
#define KBG_RENDER_READING_H

#include "render/document.h"

#include <cmark.h>
#include <kbguide/render.h>

/* Whether a space must come before the next text, so that no program takes it into the address before it. */
typedef enum kbg__guard { GUARD_NONE, GUARD_ALWAYS, GUARD_WIDE /* before what is not ASCII */ } kbg__guard;

/* A body on its way into a document. */
typedef struct kbg__reading {
    kbg__document *d;
    const kbg__variables *variables;
    const kbg_profile *profile;
    size_t most; /* bytes of text and addresses, and one more */
    kbg_status status;
    uint32_t container;
    bool pending;       /* an item has begun and no block in it */
    bool pending_blank; /* … and a blank line was before it */
    int last_line;      /* of the source, that was read; 0 before the first */
    size_t line_start;  /* where line line_number of the source begins */
    int line_number;
    size_t from;        /* text from here on is in no run yet */
    int strong, emphasis;
    uint8_t block_styles;
    uint32_t link;      /* the link that text belongs to */
    bool in_link;       /* … or will be followed by the address of */
    bool skip_text;     /* the text of a bare link */
    kbg__guard guard;
    int images;         /* open ones */
    size_t image_text, image_run; /* where the outermost one begins */
    bool in_table;
    bool in_grid;        /* … and it stays one */
    bool row_open;       /* a row of a grid has begun */
    size_t row, cell;    /* of the table at hand; row 1 is the line below the headings */
    bool cell_pending;   /* nothing of the cell is written yet */
} kbg__reading;

void kbg__reading_warn(kbg__reading *reading, kbg_warning warning);

/* The styles that text has now. */
uint8_t kbg__reading_styles(const kbg__reading *reading);

/* Makes a run of the text that is in none yet. */
void kbg__reading_flush_as(kbg__reading *reading, kbg__run_kind kind, uint8_t styles);
void kbg__reading_flush(kbg__reading *reading);

/* Ends a line; in a cell of a table becomes what the cell can have. */
void kbg__reading_break(kbg__reading *reading);

/* Puts a space behind an address if one is needed before `next`. */
void kbg__reading_guard(kbg__reading *reading, uint32_t next);

/* Appends text with variables filled in. `is_text` says that it is not code: addresses and faces in it count. */
void kbg__reading_text(kbg__reading *reading, const char *text, size_t len, bool is_text);
void kbg__reading_cstr(kbg__reading *reading, const char *text, bool is_text);

/* Appends an address with the values of its variables percent-encoded. */
void kbg__reading_address(kbg__reading *reading, kbg__buffer *out, const char *url, size_t len);

/* Adds an address as its own text. */
void kbg__reading_bare(kbg__reading *reading, const char *text, size_t len, const char *url, size_t url_len,
                       kbg__guard behind);

/* Whether the markup of a link or an image would hardly fit into a part: it is written as text then, which can be cut. */
bool kbg__reading_is_too_long(const kbg__reading *reading, kbg_profile_text pattern, size_t url_len);

/* Moves line_start to a line of the source. Lines are asked for in order. */
void kbg__reading_seek(kbg__reading *reading, int line);

/* Begins a block in a line of the source, and ends it in one. */
bool kbg__reading_is_divided(kbg__reading *reading, int line); /* from the block before, by a blank line */
void kbg__reading_begin_block(kbg__reading *reading, kbg__block_kind kind, int line);
void kbg__reading_end_block(kbg__reading *reading, int line);

/* Reads an inline node on its way in or out. */
void kbg__inline_visit(kbg__reading *reading, cmark_node *node, bool entering);

/* Adds the address of an image as a link that nothing but the image uses; 0 on failure. */
uint32_t kbg__inline_image_link(kbg__reading *reading, const char *url);

/* Appends the text of a node's children. */
void kbg__inline_text_of(kbg__reading *reading, cmark_node *node);

/* Whether a paragraph is a table as many know it, which is not part of CommonMark: a line with bars, below it one of bars,
 * hyphens and colons, and rows. */
bool kbg__table_is_one(kbg__reading *reading, cmark_node *node);

/* Begins a table in the block at hand, and ends it. */
void kbg__table_begin(kbg__reading *reading);
void kbg__table_end(kbg__reading *reading);

/* A bar of a table ends a cell. */
void kbg__table_end_cell(kbg__reading *reading);

/* Writes what a cell begins with: its column's heading. */
void kbg__table_begin_cell(kbg__reading *reading);

/* A line of a table ends a row. */
void kbg__table_end_row(kbg__reading *reading);

/* Whether a bar that is text would end a cell in the channel's tables; a wide one takes its place. */
bool kbg__table_widens_bars(const kbg__reading *reading);

#endif
