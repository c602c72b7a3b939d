/* SPDX-License-Identifier: MIT */
/* Writes a stretch of a document in the markup of a channel. A part may begin and end anywhere: what is open there is
 * closed, and opened again by the writer of the next part. A writer is a plain value: a copy of it, together with the
 * length of its buffer, is a state to go back to. */
#ifndef KBG_RENDER_WRITER_H
#define KBG_RENDER_WRITER_H

#include "render/document.h"

/* Texts that go with a part, each without a line break; empty = none. */
typedef struct kbg__extras {
    kbg_text front, back;
} kbg__extras;

typedef struct kbg__writer {
    const kbg_profile *profile;
    const kbg__document *document;
    const kbg__extras *extras;
    kbg__buffer *out, *line; /* the part; scratch for the beginning of a line */
    size_t begin;            /* of the part in out */
    kbg_unit unit;           /* in which it is counted */
    uint64_t cost;           /* of what is before `measured` in out, or of the visible text */
    size_t measured;
    size_t most;             /* bytes of the part; a little more is written before it is noticed */
    size_t from, at;         /* offsets in the document's text */
    size_t block, run;       /* at `at` */
    bool in_block, in_content, in_line; /* in_line: something of the line is written */
    bool any;                /* a block is written */
    bool guard;              /* an address is written, and a space must come before more text */
    uint32_t container;      /* innermost that is open, from 1; 0 = none */
    uint32_t link;           /* that is open */
    uint8_t open[4], open_count; /* marks, outermost first */
    char last_close;         /* last byte of a mark that was just closed */
    uint8_t line_signs;      /* which of the paired signs occur more than once in the line */
} kbg__writer;

/* Begins a part at an offset of the document's text that is the beginning of a block or inside one. */
void kbg__writer_begin(kbg__writer *writer, const kbg_profile *profile, kbg_unit unit, const kbg__document *document,
                       const kbg__extras *extras, kbg__buffer *out, kbg__buffer *line, size_t from);

/* Writes up to an offset that is not before the current one. */
void kbg__writer_advance(kbg__writer *writer, size_t to);

/* Closes what is open. */
void kbg__writer_end(kbg__writer *writer);

/* What the part costs if it ends here; the writer stays as it is. */
uint64_t kbg__writer_cost(const kbg__writer *writer);

/* Appends a text as it stands in a JSON string. */
void kbg__json_escape(kbg__buffer *out, const char *text, size_t len);

#endif
