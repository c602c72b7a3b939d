/* SPDX-License-Identifier: MIT */
/* What the columns of a table mean: the header names of our own schema, those of other products, and what the host says
 * of them. doc/format.md lists them all. */
#ifndef KBG_IO_HEADER_H
#define KBG_IO_HEADER_H

#include "base/problem.h"
#include "item/limits.h"
#include "item/schema.h"

#include <kbguide/base.h>

typedef enum kbg__column_role {
    KBG__COLUMN_IGNORED,     /* a column that the host passes over */
    KBG__COLUMN_NAMELESS,    /* an empty header: no cell below it may have text */
    KBG__COLUMN_FIELD,       /* a field of the item */
    KBG__COLUMN_QUESTIONS,   /* a list: the question, then alternatives */
    KBG__COLUMN_TITLE,       /* the question if there is no other, else a keyword */
    KBG__COLUMN_BODY,        /* of an answer */
    KBG__COLUMN_ATTACHMENTS, /* of an answer, as JSON */
    KBG__COLUMN_PROPERTY,
    KBG__COLUMN_METADATA, /* properties: k:v|k:v */
    KBG__COLUMN_EXTRA     /* unknown keys of the item, as JSON */
} kbg__column_role;

/* How a cell is written. */
typedef enum kbg__cell_style {
    KBG__CELL_PLAIN,    /* a text; a list with `|` or line breaks between its entries and escapes */
    KBG__CELL_ONE,      /* a list of one entry */
    KBG__CELL_LINES,    /* entries, each in a line; \n is a line break too */
    KBG__CELL_COMMAS,   /* entries between commas or line breaks */
    KBG__CELL_BREAKS,   /* a text in which \n is a line break */
    KBG__CELL_ENTITIES, /* a text in which &#13; is a line break and &#44; a comma */
    KBG__CELL_GROUP,    /* a category; 未分组 is none */
    KBG__CELL_ACTIVE,   /* a state: false is archived */
    KBG__CELL_SET,       /* a text; [] and False are none */
    KBG__CELL_FOREIGN_ID /* an id, which gets the name of the product before it */
} kbg__cell_style;

/* A text in the pool of a header. */
typedef struct kbg__pooled {
    size_t start, len;
} kbg__pooled;

typedef struct kbg__column {
    kbg__column_role role;
    kbg__cell_style style;
    const kbg__schema_field *field; /* of FIELD, PROPERTY */
    kbg__pooled title;              /* the header as it is written */
    kbg__pooled key;                /* of PROPERTY */
    size_t answer;                  /* of BODY and ATTACHMENTS: which of the answers */
} kbg__column;

/* An answer that columns make: body and attachments with the same qualifiers, the n-th of its kind. */
typedef struct kbg__column_answer {
    kbg__pooled channel, language, audience, variant; /* the audience as a list */
    size_t body, attachments;                         /* the columns, or KBG__NO_COLUMN */
} kbg__column_answer;

#define KBG__NO_COLUMN SIZE_MAX

/* Products whose headers are known. */
typedef enum kbg__product {
    KBG__PRODUCT_OWN,
    KBG__PRODUCT_QIANNIU,
    KBG__PRODUCT_FASTGPT,
    KBG__PRODUCT_MAXKB,
    KBG__PRODUCT_QNAMAKER,
    KBG__PRODUCT_ZAMMAD,
    KBG__PRODUCT_SCRIPTS,
    KBG__PRODUCTS
} kbg__product;

typedef struct kbg__header {
    const kbg__limits *limits;
    kbg__product product;
    kbg__buffer pool;
    kbg__column *columns;
    size_t capacity, count;
    kbg__column_answer *answers;
    size_t answer_capacity, answer_count;
} kbg__header;

void kbg__header_init(kbg__header *header, const kbg_allocator *memory, const kbg__limits *limits);
void kbg__header_free(kbg__header *header);

/* Adds a column by its name in our own schema (empty: a column that is passed over). KBG_ERR_VALUE and KBG_ERR_LIMIT
 * have a message. */
kbg_status kbg__header_add(kbg__header *header, kbg_text name, kbg_text field, kbg__problem *problem);

/* Makes columns of the cells of a header row. The host's columns come first, then the product's, then our own names;
 * any other column is a property. *wrong is the ordinal of the cell that is to blame. */
kbg_status kbg__header_read(kbg__header *header, const kbg_text *cells, size_t count, const kbg_column *given,
                            size_t given_count, size_t *wrong, kbg__problem *problem);

kbg_text kbg__header_text(const kbg__header *header, kbg__pooled text);

/* Whether a column of this role, and for FIELD with this tag, is there; *index is the first. */
bool kbg__header_find(const kbg__header *header, kbg__column_role role, const kbg__schema_field *field, size_t *index);

#endif
