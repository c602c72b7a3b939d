/* SPDX-License-Identifier: MIT */
/* Changes the text of a document before it is cut into parts: somebody else says what becomes of each stretch of text (rules
 * that mask and replace), here runs and blocks follow. */
#ifndef KBG_RENDER_REVISE_H
#define KBG_RENDER_REVISE_H

#include "render/document.h"

/* What became of a text: valid until the next call of the reviser. */
typedef struct kbg__revision {
    const char *text; /* NULL: it stays as it is */
    size_t len;
    /* The offset in the old text that a byte of the new one came from; never less than that of the byte before. */
    size_t (*source)(const void *map, size_t at);
    const void *map;
} kbg__revision;

struct kbg__reviser {
    kbg_status (*revise)(const char *text, size_t len, kbg__revision *revision, void *user_data);
    void *user_data;
};

/* Revises the last block, all of whose runs are there, line by line and cell by cell: nothing that divides these is changed.
 * A link whose address would be changed is none any more. */
kbg_status kbg__revise_block(kbg__document *document);

#endif
