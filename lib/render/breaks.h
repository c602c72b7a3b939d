/* SPDX-License-Identifier: MIT */
/* Where a document may be broken into parts, and how well. */
#ifndef KBG_RENDER_BREAKS_H
#define KBG_RENDER_BREAKS_H

#include "render/document.h"
#include "text/grapheme.h"

/* How good a place is, the best first. The next part begins there. */
typedef enum kbg__rank {
    KBG__RANK_NONE = 0,
    KBG__RANK_PARAGRAPH,
    KBG__RANK_ITEM,
    KBG__RANK_LINE,
    KBG__RANK_SENTENCE,
    KBG__RANK_CLAUSE,
    KBG__RANK_SPACE,
    KBG__RANK_GRAPHEME,
    KBG__RANK_ATOM,      /* inside a number, an address, a code, or before a sign that no part should begin with */
    KBG__RANK_CODE_POINT /* inside a grapheme cluster */
} kbg__rank;

typedef struct kbg__breaks {
    const kbg_allocator *memory;
    uint8_t *rank; /* of each byte of the document's text */
    bool *starts;  /* scratch */
    size_t rank_capacity, starts_capacity;
} kbg__breaks;

void kbg__breaks_init(kbg__breaks *breaks, const kbg_allocator *memory);
void kbg__breaks_free(kbg__breaks *breaks);

/* Ranks all places of a document. */
kbg_status kbg__breaks_find(kbg__breaks *breaks, kbg__graphemes *graphemes, const kbg__document *document);

/* Where a part that is followed by a break at `at` ends: before the space and the line feeds there. */
size_t kbg__breaks_end(const kbg__document *document, size_t from, size_t at);

#endif
