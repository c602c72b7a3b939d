/* SPDX-License-Identifier: MIT */
/* What changed in a base since a revision. */
#ifndef KBG_LIVE_CHANGES_H
#define KBG_LIVE_CHANGES_H

#include "live/snapshot.h"

#include <kbguide/edit.h>

typedef struct kbg__changed {
    uint64_t revision;
    const char *id; /* in a segment of the snapshot */
    size_t id_len;
    const kbg_item *item; /* NULL = removed */
} kbg__changed;

struct kbg_changes {
    kbg_allocator memory; /* a copy: a list can outlive its base */
    kbg__snapshot *snapshot;
    kbg__changed *entries; /* by revision, then by id */
    size_t capacity, count;
};

/* Lists what changed; the list takes over the caller's reference to the snapshot, on failure too. KBG_ERR_TOO_OLD,
 * KBG_ERR_VALUE. */
kbg_status kbg__changes_new(kbg__snapshot *snapshot, uint64_t since, kbg_changes **changes);
void kbg__changes_free(kbg_changes *changes); /* NULL is allowed */

#endif
