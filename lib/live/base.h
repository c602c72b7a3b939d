/* SPDX-License-Identifier: MIT */
/* A base: settings, and the snapshot that is current. Readers take the current snapshot, a writer makes the next one
 * and puts it in its place. */
#ifndef KBG_LIVE_BASE_H
#define KBG_LIVE_BASE_H

#include "base/problem.h"
#include "index/hotness.h"
#include "live/commit.h"
#include "live/figures.h"
#include "live/settings.h"
#include "rule/set.h"

#include <kbguide/base.h>

struct kbg__compacted;

struct kbg_base {
    kbg_allocator memory;
    atomic_size_t references;
    kbg__limits limits;
    kbg__weights weights;
    kbg__text_rules rules;
    kbg__hash_key key;
    kbg__parallel parallel; /* threads that the host lends */
    uint64_t emoticons_sum; /* of the pattern */
    kbg__interner variables; /* names that bodies may use; none = any */
    atomic_flag writing; /* somebody changes the items */
    atomic_flag compacting; /* somebody compacts */
    uint64_t serial, frozen; /* as in kbg__committer; guarded by `writing` */
    _Atomic(struct kbg__compacted *) compacted; /* what a compaction has left to be put in its place */
    atomic_flag swapping; /* held for a few instructions, while `current` is read and referenced or replaced */
    kbg__snapshot *current;
    atomic_uint_least64_t generation; /* how often `current` was replaced, so that readers need not look into it */
    kbg_figures *figures; /* that events are counted in; NULL = none; guarded by `swapping` */
    kbg__rule_set *rule_set; /* NULL = none; read and replaced like current */
    atomic_uint_least64_t rule_revision; /* of rule_set, 0 = none */
    uint64_t last_rule_revision; /* guarded by `swapping` */
    kbg__hotness hotness;
};

kbg_status kbg__base_new(const kbg_base_options *options, kbg_base **base, kbg__problem *problem);
void kbg__base_unref(kbg_base *base);

/* The right to change the items; false if somebody else has it. Who gives it back may have to put in its place what was
 * compacted meanwhile: the status is that of this. */
bool kbg__base_begin_writing(kbg_base *base);
kbg_status kbg__base_end_writing(kbg_base *base);

/* Makes a snapshot the current one, for whoever may write; takes over the caller's reference. */
void kbg__base_publish(kbg_base *base, kbg__snapshot *snapshot);

/* How commits are made. */
kbg__committer kbg__base_committer(kbg_base *base, kbg__word_set *words);

/* Applies a batch for whoever may write. */
kbg_status kbg__base_apply(kbg_base *base, const kbg__batch *batch, kbg__commit_counts *counts,
                           kbg__problem *problem);

/* The current snapshot with a reference for the caller. */
kbg__snapshot *kbg__base_current(kbg_base *base);

/* Brings *snapshot, one that the caller holds (or NULL), up to date. One atomic read when nothing has changed. */
void kbg__base_refresh(kbg_base *base, kbg__snapshot **snapshot);

/* Indexes all items again with other word lists, the shipped ones if NULL, and publishes the result. */
kbg_status kbg__base_set_words(kbg_base *base, const kbg__words *words);

/* Compiles a list (NULL or empty = no rules) and makes it the base's rules. */
kbg_status kbg__base_set_rules(kbg_base *base, const kbg__rule_list *list, kbg__problem *problem);

/* The figures with a reference for the caller, NULL if there are none; and other ones (NULL = none), to which a reference
 * is taken. */
kbg_figures *kbg__base_figures(kbg_base *base);
void kbg__base_set_figures(kbg_base *base, kbg_figures *figures);

/* Brings *set, one that the caller holds (or NULL), up to date, like kbg__base_refresh(); NULL if the base has no
 * rules. */
void kbg__base_refresh_rules(kbg_base *base, kbg__rule_set **set);

/* Applies a batch and publishes the result; *revision is that of the base then. KBG_ERR_BUSY if somebody else changes
 * the items; else as kbg__commit(). */
kbg_status kbg__base_commit(kbg_base *base, const kbg__batch *batch, uint64_t *revision, kbg__commit_counts *counts,
                            kbg__problem *problem);

/* Merges segments, all of them or those that are worth it, while others may commit; their result is in place when this
 * returns, or when the commit that goes on then is done. KBG_ERR_BUSY if somebody else compacts, or
 * changes the items at the beginning. */
kbg_status kbg__base_compact(kbg_base *base, bool all);

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
