/* SPDX-License-Identifier: MIT */
/* One item as one JSON object. */
#ifndef KBG_IO_JSON_WRITE_H
#define KBG_IO_JSON_WRITE_H

#include "base/buffer.h"
#include "item/schema.h"

#include <kbguide/item.h>

/* Appends the item as one line of JSON with a line break: known keys in the order of the schema, then the unknown
 * ones. Reading that and writing it again gives the same bytes. */
kbg_status kbg__json_write_item(kbg__buffer *out, const kbg_item *item);

/* Appends the list that a field of the object at `parent` has, as JSON; nothing if it has none. */
kbg_status kbg__json_write_list(kbg__buffer *out, const char *parent, const kbg__schema_field *field);

/* The version of jansson as it runs. */
const char *kbg__jansson_version(void);

#endif
