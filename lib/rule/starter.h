/* SPDX-License-Identifier: MIT */
/* Rules that come with the library, as tables. doc/rules.md describes them. */
#ifndef KBG_RULE_STARTER_H
#define KBG_RULE_STARTER_H

#include <kbguide/rule.h>

/* A rule; what is absent is as in kbg_rule. */
typedef struct kbg__starter_rule {
    const char *id, *class_name;
    kbg_direction direction;
    kbg_severity severity;
    kbg_action action;
    const char *words, *exceptions; /* separated by '|' */
    const char *pattern;
    kbg_checksum checksum;
    uint32_t keep_first, keep_last;
    const char *reason;
} kbg__starter_rule;

/* Each ends with a rule without id. */
extern const kbg__starter_rule kbg__starter_advertising[];
extern const kbg__starter_rule kbg__starter_private[];
extern const kbg__starter_rule kbg__starter_signals[];

#endif
