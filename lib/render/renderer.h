/* SPDX-License-Identifier: MIT */
/* From an answer to parts that can be sent: the steps of render/ one behind the other, with the memory they share. */
#ifndef KBG_RENDER_RENDERER_H
#define KBG_RENDER_RENDERER_H

#include "render/breaks.h"
#include "render/document.h"
#include "render/split.h"

#include <kbguide/render.h>

/* One part: its text, and the same without markup; each has a NUL behind it. */
typedef struct kbg__snippet_part {
    size_t start, len;
    size_t plain_start, plain_len; /* the same as above if the profile has no markup */
} kbg__snippet_part;

/* An attachment and how many parts come before it; SIZE_MAX if it was written into them. */
typedef struct kbg__placed {
    size_t record; /* offset of its record */
    size_t place;
} kbg__placed;

/* What is ready to be sent. `texts` holds all parts and their plain texts: that is where finished text is to be looked
 * at, with all values in it. */
typedef struct kbg__rendered {
    kbg__buffer texts;
    kbg__snippet_part *parts;
    size_t part_count, part_capacity;
    kbg__buffer records; /* of attachments */
    kbg__placed *attachments;
    size_t attachment_count, attachment_capacity;
    uint32_t warnings; /* 1 << kbg_warning */
} kbg__rendered;

/* What one thread needs; kept from rendering to rendering. Holds what the last one made. */
typedef struct kbg__renderer {
    const kbg_allocator *memory;
    const kbg__reviser *reviser; /* of the next rendering; NULL = none */
    kbg__variables variables;    /* those of the last rendering, with the names of those that had no value */
    kbg__rendered rendered;
    kbg__document document;
    kbg__breaks breaks;
    kbg__graphemes *graphemes; /* made when first needed */
    kbg__buffer out[2], line, label, front, back;
    kbg__cut_piece *pieces;
    size_t piece_capacity;
    kbg_profile builtin, plain;
    size_t builtin_index; /* SIZE_MAX = none yet */
} kbg__renderer;

void kbg__renderer_init(kbg__renderer *renderer, const kbg_allocator *memory);
void kbg__renderer_free(kbg__renderer *renderer);

/* Forgets what the last rendering made, and gives memory back if it was a large one. */
void kbg__renderer_clear(kbg__renderer *renderer);

/* Renders an answer for a profile into renderer->rendered. Limits are `most` bytes of all parts, `deepest` containers in
 * each other. */
kbg_status kbg__render(kbg__renderer *renderer, const kbg_answer *answer, const kbg_render_options *options,
                       const kbg_profile *profile, size_t most, uint64_t deepest, kbg__problem *problem);

/* The profile that options ask for, NULL if there is none with this name. */
const kbg_profile *kbg__renderer_profile(kbg__renderer *renderer, const kbg_render_options *options);

#endif
