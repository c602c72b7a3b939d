/* SPDX-License-Identifier: MIT */
/* A body as a flat list: one text, blocks one behind the other, and in each block runs of text with styles. What the
 * channel cannot show is turned into what it can while the list is made; markup comes later, in writer.c. So every byte of
 * `text` is one that the reader sees, and a place to break is an offset in it. */
#ifndef KBG_RENDER_DOCUMENT_H
#define KBG_RENDER_DOCUMENT_H

#include "base/arena.h"
#include "render/profile.h"
#include "render/variables.h"

enum {
    KBG__STYLE_STRONG = 1,
    KBG__STYLE_EMPHASIS = 2,
    KBG__STYLE_CODE = 4,
    KBG__STYLE_MARKS = 7,    /* those above, which have markup */
    KBG__STYLE_ATOM = 8,     /* not to be broken if it can be helped */
    KBG__STYLE_ADDRESS = 16, /* an address: no separators, no other meaning for its signs */
    KBG__STYLE_FACE = 32     /* the code of a face, written as it is */
};

typedef enum kbg__run_kind {
    KBG__RUN_TEXT,
    KBG__RUN_BREAK,
    KBG__RUN_IMAGE,
    KBG__RUN_CELL, /* between two cells of a table: ；, which nobody sees where the channel has tables */
    KBG__RUN_ROW   /* between two rows: a line feed */
} kbg__run_kind;

/* A break is one byte of text, a line feed; an image has its alternative text. */
typedef struct kbg__run {
    size_t start, end;
    uint32_t link; /* number of the link or image, from 1; 0 = none */
    uint8_t kind, styles;
    uint16_t cell; /* of a table: the column, from 0 */
} kbg__run;

/* Whether no mark goes on behind a run: the line or the cell ends there. */
static inline bool kbg__run_ends_line(const kbg__run *run)
{
    return run->kind == KBG__RUN_BREAK || run->kind >= KBG__RUN_CELL;
}

typedef enum kbg__block_kind {
    KBG__BLOCK_PARAGRAPH,
    KBG__BLOCK_HEADING,
    KBG__BLOCK_CODE,
    KBG__BLOCK_RULE,
    KBG__BLOCK_TABLE, /* where the channel has tables; rows of text else */
    KBG__BLOCK_IMAGE  /* an image that is sent by itself */
} kbg__block_kind;

typedef struct kbg__block {
    uint8_t kind;
    uint8_t level;          /* of a heading */
    bool blank_before;      /* a blank line was before it */
    uint32_t container;     /* the innermost one, from 1; 0 = none */
    size_t start, end;      /* in text; a byte behind the end belongs to no block */
    size_t run, run_end;
    size_t info, info_len;  /* language of code, in urls */
    size_t body;            /* of a table: where the first row behind the headings begins */
    uint16_t columns;       /* of a table: cells of its longest row */
} kbg__block;

typedef enum kbg__container_kind { KBG__CONTAINER_QUOTE, KBG__CONTAINER_LIST, KBG__CONTAINER_ITEM } kbg__container_kind;

typedef struct kbg__container {
    uint8_t kind;
    bool ordered, tight; /* of a list */
    uint32_t parent;     /* from 1; 0 = none */
    uint32_t depth;      /* from 1 */
    int number;          /* of an item; of a list: that of the next item */
    size_t first_block;
} kbg__container;

typedef struct kbg__link {
    size_t start, len; /* in urls */
    bool bare;         /* its text is its address */
} kbg__link;

/* Says what becomes of texts (revise.h). */
typedef struct kbg__reviser kbg__reviser;

typedef struct kbg__document {
    const kbg_allocator *memory;
    const kbg__reviser *reviser; /* NULL: texts stay as they are */
    kbg__buffer revised, lost, columns; /* scratch of revise.c, fit.c and table.c */
    kbg__arena arena; /* for cmark */
    kbg__buffer text, urls;
    kbg__run *runs, *spare;
    kbg__block *blocks;
    kbg__container *containers; /* number 1 is the first element */
    kbg__link *links;
    size_t run_count, block_count, container_count, link_count;
    size_t run_capacity, spare_capacity, block_capacity, container_capacity, link_capacity;
    uint32_t warnings; /* 1 << kbg_warning */
    uint16_t cell;     /* the column of runs that are added */
    bool no_headings;  /* a part that begins inside a table does without its headings: they do not fit */
} kbg__document;

void kbg__document_init(kbg__document *document, const kbg_allocator *memory);
void kbg__document_free(kbg__document *document);

/* Bytes that it takes, without the arena. */
size_t kbg__document_bytes(const kbg__document *document);

/* Makes the list of a body, whose variables were taken, for a profile. `most` is how many bytes of text there may be, and
 * `deepest` how many containers may stand in each other: KBG_ERR_LIMIT. */
kbg_status kbg__document_read(kbg__document *document, const kbg__variables *variables, const kbg_profile *profile,
                              size_t most, uint64_t deepest, kbg__problem *problem);

/* The pieces that the list is made of; for document.c and its neighbours. */
kbg_status kbg__document_add_block(kbg__document *document, kbg__block_kind kind, uint32_t container, bool blank_before);
void kbg__document_end_block(kbg__document *document);
kbg_status kbg__document_add_run(kbg__document *document, size_t start, kbg__run_kind kind, uint8_t styles,
                                 uint32_t link);
uint32_t kbg__document_add_link(kbg__document *document, const char *url, size_t len, bool bare);

/* The number of the block that has an offset of the text, or the byte behind its end. */
size_t kbg__document_block_at(const kbg__document *document, size_t at);

static inline const kbg__container *kbg__document_container(const kbg__document *document, uint32_t number)
{
    return &document->containers[number - 1];
}

/* The version of cmark as it runs. */
const char *kbg__cmark_version(void);

#endif
