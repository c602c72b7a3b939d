/* SPDX-License-Identifier: MIT */
/* One item from one JSON object. */
#ifndef KBG_IO_JSON_READ_H
#define KBG_IO_JSON_READ_H

#include "item/draft.h"

/* Reads a JSON object into the draft, whose record then holds the item. On failure problem->offset is relative to the
 * text; line and column are not set. */
kbg_status kbg__json_read_item(kbg__draft *draft, const char *text, size_t len, kbg__problem *problem);

/* Reads a JSON text into one list field, or the unknown keys, of the object that is open in the draft, for formats that
 * hold these as JSON. No place is set. */
kbg_status kbg__json_read_list(kbg__draft *draft, const kbg__schema_field *field, const char *text, size_t len,
                               kbg__problem *problem);
kbg_status kbg__json_read_extra(kbg__draft *draft, const char *text, size_t len, kbg__problem *problem);

/* The byte offset of the value of a top-level key in a line that holds a valid object; 0 if it is not there. */
size_t kbg__json_place_of_key(const char *text, size_t len, const char *key);

#endif
