/* SPDX-License-Identifier: MIT */
#ifndef KBG_INDEX_MERGE_H
#define KBG_INDEX_MERGE_H

#include "index/dead.h"

typedef struct kbg__merged {
    const kbg__index *index;
    const kbg__dead *dead; /* NULL = none */
} kbg__merged;

/* Makes one index of what is left of several, one behind the other: as if it had been built of these items. The cost is
 * that of copying all postings. On failure *index is empty. */
kbg_status kbg__index_merge(kbg__index *index, const kbg_allocator *memory, kbg__hash_key key,
                            const kbg__merged *inputs, size_t count);

#endif
