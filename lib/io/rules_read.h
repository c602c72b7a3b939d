/* SPDX-License-Identifier: MIT */
/* Rules from JSON Lines. */
#ifndef KBG_IO_RULES_READ_H
#define KBG_IO_RULES_READ_H

#include "base/problem.h"
#include "item/limits.h"

#include <kbguide/rule.h>

/* Takes a rule, whose texts are valid during the call. On failure it may set *key to that of the field to blame, and
 * *entry to the entry of a list. */
typedef kbg_status (*kbg__rule_fn)(const kbg_rule *rule, const char **key, size_t *entry, kbg__problem *problem,
                                   void *user_data);

/* Reads a text to its end or to the first line that is bad or that `take` refuses; problem then has its place. */
kbg_status kbg__rules_read(const kbg_allocator *memory, const kbg__limits *limits, const char *text, size_t len,
                           kbg__rule_fn take, void *user_data, kbg__problem *problem);

#endif
