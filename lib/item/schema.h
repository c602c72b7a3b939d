/* SPDX-License-Identifier: MIT */
/* The one table of what an item, an answer and an attachment consist of. Readers and writers of all formats and the
 * checks follow it; its order is the canonical order of output. doc/format.md describes it. */
#ifndef KBG_ITEM_SCHEMA_H
#define KBG_ITEM_SCHEMA_H

#include "item/names.h"
#include "item/record.h"

typedef enum kbg__shape {
    KBG__SHAPE_TEXT,      /* one text */
    KBG__SHAPE_TEXTS,     /* a list of texts */
    KBG__SHAPE_NAME,      /* one of a set of names */
    KBG__SHAPE_INTEGER,   /* an integer in a range */
    KBG__SHAPE_INSTANT,   /* an RFC 3339 text; kept as number (tag) and text (tag + 1) */
    KBG__SHAPE_OBJECTS,   /* a list of objects of the level `child` */
    KBG__SHAPE_PROPERTIES /* an object whose values are texts; keys (tag) and values (tag + 1) take turns */
} kbg__shape;

typedef enum kbg__level { KBG__LEVEL_ITEM, KBG__LEVEL_ANSWER, KBG__LEVEL_ATTACHMENT, KBG__LEVELS } kbg__level;

typedef struct kbg__schema_field {
    const char *key; /* as written in JSON */
    kbg__tag tag;
    kbg__shape shape;
    kbg_limit limit;       /* bytes of one text */
    kbg_limit count_limit; /* entries of a list */
    kbg__name_set names;   /* of a NAME */
    int64_t low, high;     /* of an INTEGER */
    kbg__level child;      /* of OBJECTS */
    bool required;
    bool may_be_empty; /* an empty text is allowed and means that there is none */
} kbg__schema_field;

/* The fields of a level; the last one has no key. */
const kbg__schema_field *kbg__schema(kbg__level level);

/* The field with a key, NULL if there is none. */
const kbg__schema_field *kbg__schema_find(kbg__level level, const char *key);

#endif
