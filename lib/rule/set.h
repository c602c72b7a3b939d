/* SPDX-License-Identifier: MIT */
/* Rules as checks use them: compiled, immutable, shared by counting references. */
#ifndef KBG_RULE_SET_H
#define KBG_RULE_SET_H

#include "rule/pattern.h"
#include "rule/rules.h"
#include "text/automaton.h"

#include <stdatomic.h>

/* A word of the automaton. */
typedef struct kbg__rule_word {
    uint32_t rule;
    unsigned char is_exception;
    unsigned char first, last; /* kbg__edge */
} kbg__rule_word;

typedef struct kbg__rule_pattern {
    uint32_t rule;
    kbg__pattern *pattern;
} kbg__rule_pattern;

typedef struct kbg__rule_set {
    kbg_allocator memory; /* a copy: a set can outlive its base */
    atomic_size_t references;
    uint64_t revision; /* of the base's rules */
    kbg__rule *rules;
    uint32_t count;
    kbg__slice *names;
    kbg__buffer pool; /* of names and of the rules' texts */
    kbg__rule_word *words;
    kbg__automaton *automaton; /* of words */
    kbg__rule_pattern *patterns;
    size_t pattern_count;
    bool has_changes; /* a rule masks or replaces */
} kbg__rule_set;

/* Compiles a list; one reference. */
kbg_status kbg__rule_set_new(const kbg_allocator *memory, const kbg__rule_list *rules, kbg__rule_set **set,
                             kbg__problem *problem);
kbg__rule_set *kbg__rule_set_ref(kbg__rule_set *set);
void kbg__rule_set_unref(kbg__rule_set *set); /* NULL is allowed */

/* A text of a rule or a name, with a NUL behind it. */
const char *kbg__rule_set_text(const kbg__rule_set *set, kbg__slice slice);

/* What a check wants; nothing that is empty or 0 switches a rule off. */
typedef struct kbg__rule_scope {
    kbg_direction direction;
    kbg_severity min_severity;
    int64_t now;
    kbg_text channel, category;
} kbg__rule_scope;

bool kbg__rule_set_applies(const kbg__rule_set *set, uint32_t rule, const kbg__rule_scope *scope);

#endif
