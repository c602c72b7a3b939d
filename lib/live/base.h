/* SPDX-License-Identifier: MIT */
/* A base: settings, and the snapshot that is current. Readers take the current snapshot, a writer makes the next one
 * and puts it in its place. */
#ifndef KBG_LIVE_BASE_H
#define KBG_LIVE_BASE_H

#include "base/problem.h"
#include "live/settings.h"
#include "live/snapshot.h"

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
};

kbg_status kbg__base_new(const kbg_base_options *options, kbg_base **base, kbg__problem *problem);
void kbg__base_unref(kbg_base *base);

/* The current snapshot with a reference for the caller. */
kbg__snapshot *kbg__base_current(kbg_base *base);

/* Brings *snapshot, one that the caller holds (or NULL), up to date. One atomic read when nothing has changed. */
void kbg__base_refresh(kbg_base *base, kbg__snapshot **snapshot);

/* Loads JSON Lines. Each bad line goes to `bad` (with user_data), which says whether to read on. Nothing is added if
 * `bad` ended the load or, unless skip_bad, if a line was bad. *added is how many items were. */
typedef bool (*kbg__bad_line)(const kbg__problem *problem, void *user_data);
kbg_status kbg__base_load(kbg_base *base, kbg_read_fn read, void *read_data, bool skip_bad, kbg__bad_line bad,
                          void *bad_data, size_t *added);

#endif
