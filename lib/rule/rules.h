/* SPDX-License-Identifier: MIT */
/* Rules that are being put together: each is checked when it is added and kept as plain numbers and texts. */
#ifndef KBG_RULE_RULES_H
#define KBG_RULE_RULES_H

#include "base/buffer.h"
#include "base/interner.h"
#include "base/problem.h"
#include "item/limits.h"
#include "text/matching.h"

#include <kbguide/rule.h>

/* A text in a pool, with a NUL behind it. */
typedef struct kbg__slice {
    uint32_t at, len;
} kbg__slice;

/* Entries of a list: slices [first, first + count). */
typedef struct kbg__slices {
    uint32_t first, count;
} kbg__slices;

typedef struct kbg__rule {
    kbg_direction direction;
    kbg_severity severity;
    kbg_action action;
    kbg_subject subject;
    kbg_checksum checksum;
    uint32_t keep_first, keep_last;
    int64_t valid_from, valid_until; /* 0 = not bounded */
    bool has_replacement;
    kbg__slice id, class_name, pattern, replacement, reason, item;
    kbg__slices channels, categories; /* in `names` */
    kbg__slices words, exceptions;    /* in `words`, as matching text */
} kbg__rule;

typedef struct kbg__rule_list {
    kbg_allocator memory;
    kbg__limits limits;
    kbg__interner ids; /* the number of an id is the number of its rule */
    kbg__rule *rules;
    kbg__buffer name_pool, word_pool;
    kbg__slice *names, *words;
    size_t rule_capacity, name_capacity, word_capacity;
    uint32_t count, name_count, word_count, pattern_count;
    kbg__matching scratch;
} kbg__rule_list;

/* Which field of a rule is to blame: its key in JSON, and the entry if it is a list (SIZE_MAX if it is none or the
 * list as a whole is to blame). NULL if no single field is. */
typedef struct kbg__rule_fault {
    const char *key;
    size_t entry;
} kbg__rule_fault;

kbg_status kbg__rules_new(const kbg_allocator *memory, const kbg__limits *limits, kbg__rule_list **rules);
void kbg__rules_free(kbg__rule_list *rules); /* NULL is allowed */

/* A second list with the same content. */
kbg_status kbg__rules_clone(const kbg__rule_list *rules, kbg__rule_list **clone);

/* Adds a rule, or nothing on failure. The size of the struct is not looked at. */
kbg_status kbg__rules_add(kbg__rule_list *rules, const kbg_rule *rule, kbg__rule_fault *fault, kbg__problem *problem);

/* Adds the rules of a starter set whose ids are not there; on failure some may have been. KBG_ERR_OPTIONS if there is
 * no such set. */
kbg_status kbg__rules_add_starter(kbg__rule_list *rules, kbg_starter which, kbg__problem *problem);

#endif
