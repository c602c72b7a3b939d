/* SPDX-License-Identifier: MIT */
/* The items of an index that were replaced or removed since it was built, and what they counted for. An index is never
 * changed; searches pass its dead items over, and statistics are without them to the last unit. Immutable, shared by
 * counting references. */
#ifndef KBG_INDEX_DEAD_H
#define KBG_INDEX_DEAD_H

#include "index/index.h"

#include <stdatomic.h>

/* What dead items count for in the document frequencies of a term. */
typedef struct kbg__dead_term {
    uint32_t term;
    uint32_t question_df, item_df;
} kbg__dead_term;

typedef struct kbg__dead_class {
    kbg__dead_term *terms; /* sorted by term */
    size_t count;
} kbg__dead_class;

typedef struct kbg__dead {
    kbg_allocator memory; /* a copy: it can outlive its base */
    atomic_size_t references;
    uint8_t *bits; /* by item */
    size_t count;  /* of dead items */
    kbg__statistics statistics; /* of them alone */
    kbg__dead_class classes[KBG__TOKEN_CLASSES];
} kbg__dead;

/* The dead of `before` (NULL = none) and `count` more items, all alive before; one reference. `dying` is an index of the
 * texts of just these items. */
kbg_status kbg__dead_new(const kbg_allocator *memory, const kbg__index *index, const kbg__dead *before,
                         const uint32_t *items, size_t count, const kbg__index *dying, kbg__dead **dead);
kbg__dead *kbg__dead_ref(kbg__dead *dead); /* NULL is allowed */
void kbg__dead_unref(kbg__dead *dead);     /* NULL is allowed */

/* dead may be NULL in both. */
static inline bool kbg__is_dead(const kbg__dead *dead, uint32_t item)
{
    return dead && (dead->bits[item / 8] >> item % 8 & 1);
}

/* What the dead count for in a term's document frequencies. */
kbg__dead_term kbg__dead_term_of(const kbg__dead *dead, kbg__token_class class_, uint32_t term);

#endif
