/* SPDX-License-Identifier: MIT */
/* An item in the making. A reader of any format hands in values field by field, in the order of the schema; each is
 * checked at once, so that the reader still knows its place in the input. */
#ifndef KBG_ITEM_DRAFT_H
#define KBG_ITEM_DRAFT_H

#include "base/problem.h"
#include "item/limits.h"
#include "item/schema.h"

typedef struct kbg__draft {
    const kbg__limits *limits;
    kbg__level level;
    kbg__buffer fields[KBG__LEVELS]; /* of the object open at each level */
    uint32_t given[KBG__LEVELS];     /* which schema fields it has, a bit each */
    kbg__buffer record;              /* the finished item */
    int64_t valid_from, valid_until;
} kbg__draft;

void kbg__draft_init(kbg__draft *draft, const kbg_allocator *memory, const kbg__limits *limits);
void kbg__draft_free(kbg__draft *draft);

/* Begins an item; what was there before is dropped. */
void kbg__draft_begin(kbg__draft *draft);

/* Each gives a value to a field of the open object. They return KBG_OK, KBG_ERR_LIMIT, KBG_ERR_VALUE or, with line, column
 * and offset in the text, KBG_ERR_TEMPLATE with a message;
 * memory that ran out is reported by kbg__draft_end. */
kbg_status kbg__draft_text(kbg__draft *draft, const kbg__schema_field *field, const char *text, size_t len,
                           kbg__problem *problem);
kbg_status kbg__draft_integer(kbg__draft *draft, const kbg__schema_field *field, int64_t number,
                              kbg__problem *problem);
kbg_status kbg__draft_property(kbg__draft *draft, const kbg__schema_field *field, const char *key, size_t key_len,
                               const char *value, size_t len, kbg__problem *problem);
kbg_status kbg__draft_extra(kbg__draft *draft, const char *json, size_t len, kbg__problem *problem);
/* To be called with the length of a list before its entries. */
kbg_status kbg__draft_count(const kbg__draft *draft, const kbg__schema_field *field, size_t count,
                            kbg__problem *problem);

/* Opens and closes an object of a list. Closing checks it as a whole. */
void kbg__draft_open(kbg__draft *draft, const kbg__schema_field *field);
kbg_status kbg__draft_close(kbg__draft *draft, const kbg__schema_field *field, kbg__problem *problem);

/* Ends the item and checks it as a whole; draft->record then holds its bytes. *wrong is the field that is to blame
 * if one is, else NULL. */
kbg_status kbg__draft_end(kbg__draft *draft, const kbg__schema_field **wrong, kbg__problem *problem);

#endif
