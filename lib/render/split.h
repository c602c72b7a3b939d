/* SPDX-License-Identifier: MIT */
/* Cuts a document into parts that fit into messages of the channel. */
#ifndef KBG_RENDER_SPLIT_H
#define KBG_RENDER_SPLIT_H

#include "render/breaks.h"
#include "render/writer.h"

/* A stretch of the document's text that is one part. */
typedef struct kbg__cut_piece {
    size_t from, to;
} kbg__cut_piece;

/* What is to be cut, how, and what came out. */
typedef struct kbg__split {
    const kbg_profile *profile;
    const kbg_profile *plain; /* for the text that is sent beside the part, if the channel counts both */
    const kbg__document *document;
    const kbg__breaks *breaks;
    const kbg__extras *extras; /* of the greatest length that any part will have */
    kbg__buffer *out, *line;   /* scratch; out is two */
    kbg_unit unit;
    uint64_t limit;            /* of a part, without headroom */
    size_t most;               /* bytes of a part in any case */
    unsigned least;            /* hundredths of what fits that a part fills at least, if it can be helped */
    kbg__cut_piece *pieces;        /* of memory */
    size_t count, capacity;
    const kbg_allocator *memory;
    bool failed;    /* memory ran out */
    bool cut_atoms; /* a number, an address or the like had to be cut */
} kbg__split;

/* Whether from..to fits as one part; false also when memory ran out. */
bool kbg__split_fits(kbg__split *split, size_t from, size_t to);

/* Adds the pieces of from..to, a stretch without blocks of images in it. KBG_ERR_LIMIT if not even one code point
 * fits into a part. */
kbg_status kbg__split_stretch(kbg__split *split, size_t from, size_t to);

#endif
