/* SPDX-License-Identifier: MIT */
/* From a snapshot and a batch to the next snapshot. What is put becomes a segment of its own, what it replaces dies
 * where it is; small segments are merged at once, large ones when the host compacts. So the cost follows the batch. */
#ifndef KBG_LIVE_COMMIT_H
#define KBG_LIVE_COMMIT_H

#include "base/problem.h"
#include "live/batch.h"
#include "live/snapshot.h"

/* Segments of so many living items together are merged by a commit (or twice the items of the batch, if that is more). */
enum { KBG__MERGED_AT_ONCE = 512 };

/* Who commits, and within which limits. */
typedef struct kbg__committer {
    kbg__segment_rules rules;
    kbg__word_set *words;
    uint64_t *serial;       /* the last one that was given to a segment */
    uint64_t frozen;        /* segments up to this serial stay as they are */
    uint64_t most_items;    /* that a base may have */
    uint64_t most_removed;  /* removed ids that are remembered */
} kbg__committer;

typedef struct kbg__commit_counts {
    size_t added, replaced, removed;
    size_t equal; /* puts of what was there already, and removals of what was not */
} kbg__commit_counts;

/* Makes *next, with one reference; NULL if nothing changes. KBG_ERR_CONFLICT if an item does not have the revision that
 * is expected, KBG_ERR_LIMIT if there would be too many items; both with a text. */
kbg_status kbg__commit(const kbg__committer *committer, const kbg__snapshot *current, const kbg__batch *batch,
                       kbg__snapshot **next, kbg__commit_counts *counts, kbg__problem *problem);

/* Which parts to merge in a compaction, from *first to the last one; false if none. All: into one. */
bool kbg__compact_choose(const kbg__snapshot *snapshot, bool all, size_t *first);

/* Puts `compacted`, made of the parts from `first` on of `before`, in their place in `current`, which has gone on since; what
 * died in the meantime is dead in it too. *next is NULL if current does not come from before. */
kbg_status kbg__compact_install(const kbg__committer *committer, const kbg__snapshot *before, size_t first,
                             kbg__segment *compacted, const kbg__snapshot *current, kbg__snapshot **next);

#endif
