/* SPDX-License-Identifier: MIT */
/* A base: settings, and the snapshot that is current. Readers take the current snapshot, a writer makes the next one
 * and puts it in its place. */
#ifndef KBG_LIVE_BASE_H
#define KBG_LIVE_BASE_H

#include "base/problem.h"
#include "index/hotness.h"
#include "live/settings.h"
#include "live/snapshot.h"
#include "rule/set.h"

#include <kbguide/base.h>

struct kbg_base {
    kbg_allocator memory;
    atomic_size_t references;
    kbg__limits limits;
    kbg__weights weights;
    kbg__text_rules rules;
    kbg__hash_key key;
    kbg__interner variables; /* names that bodies may use; none = any */
    atomic_flag writing; /* somebody loads */
    atomic_flag swapping; /* held for a few instructions, while `current` is read and referenced or replaced */
    kbg__snapshot *current;
    atomic_uint_least64_t revision; /* of current, so that readers need not look into it */
    kbg__rule_set *rule_set; /* NULL = none; read and replaced like current */
    atomic_uint_least64_t rule_revision; /* of rule_set, 0 = none */
    uint64_t last_rule_revision; /* guarded by `swapping` */
    kbg__hotness hotness;
};

kbg_status kbg__base_new(const kbg_base_options *options, kbg_base **base, kbg__problem *problem);
void kbg__base_unref(kbg_base *base);

/* The current snapshot with a reference for the caller. */
kbg__snapshot *kbg__base_current(kbg_base *base);

/* Brings *snapshot, one that the caller holds (or NULL), up to date. One atomic read when nothing has changed. */
void kbg__base_refresh(kbg_base *base, kbg__snapshot **snapshot);

/* Indexes all items again with other word lists, the shipped ones if NULL, and publishes the result. */
kbg_status kbg__base_set_words(kbg_base *base, const kbg__words *words);

/* Compiles a list (NULL or empty = no rules) and makes it the base's rules. */
kbg_status kbg__base_set_rules(kbg_base *base, const kbg__rule_list *list, kbg__problem *problem);

/* Brings *set, one that the caller holds (or NULL), up to date, like kbg__base_refresh(); NULL if the base has no
 * rules. */
void kbg__base_refresh_rules(kbg_base *base, kbg__rule_set **set);

/* What a load did. */
typedef struct kbg__load_counts {
    size_t added, replaced;
    size_t skipped; /* items that the base has, and that stay as they are */
} kbg__load_counts;

/* Loads an input. Each bad line goes to `bad` (with user_data), which says whether to read on. Nothing is changed if
 * `bad` ended the load or, unless KBG_LOAD_SKIP_BAD is set, if a line was bad. */
typedef bool (*kbg__bad_line)(const kbg__problem *problem, void *user_data);
kbg_status kbg__base_load(kbg_base *base, kbg_format format, kbg_read_fn read, void *read_data,
                          const kbg_load_options *options, kbg__bad_line bad, void *bad_data,
                          kbg__load_counts *counts);

#endif
