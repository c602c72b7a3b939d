/* SPDX-License-Identifier: MIT */
/* JSON, parsed strictly by jansson. */
#ifndef KBG_IO_JSON_PARSE_H
#define KBG_IO_JSON_PARSE_H

#include "base/problem.h"

#include <jansson.h>

/* Parses a text that must be one JSON object without a key twice. *root is the object, to be given back with
 * json_decref(), or NULL on failure; problem->offset is then relative to the text, line and column are not set. */
kbg_status kbg__json_parse(const char *text, size_t len, json_t **root, kbg__problem *problem);

/* The same for a text that may be any JSON value. */
kbg_status kbg__json_parse_any(const char *text, size_t len, json_t **root, kbg__problem *problem);

/* The ordinal of a key among the members of an object, from 0; how many there are if it is not there. */
size_t kbg__json_ordinal(json_t *object, const char *key);

#endif
