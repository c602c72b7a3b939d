/* SPDX-License-Identifier: MIT */
/* The public list of rules. */
#ifndef KBG_API_RULE_H
#define KBG_API_RULE_H

#include "rule/rules.h"

/* What is added in one go is added to a second list, which takes the place of the first if all went well. */
struct kbg_rules {
    kbg_allocator memory;
    kbg__rule_list *list;
};

#endif
