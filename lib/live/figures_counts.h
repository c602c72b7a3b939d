/* SPDX-License-Identifier: MIT */
/* All that is counted of one thing (an item, an agent, a message …) in one period: numbers by slot, those that are
 * not 0 in order of their slots. Counts are sums of weights in thousandths and stop at the highest number, so that
 * adding in any order gives the same. */
#ifndef KBG_LIVE_FIGURES_COUNTS_H
#define KBG_LIVE_FIGURES_COUNTS_H

#include "base/memory.h"
#include "live/figures_sketch.h"

#include <kbguide/event.h>

enum { KBG__COUNT_UNIT = 1000 };

enum {
    /* 1 to 10: by kbg_event_type */
    KBG__SLOT_FIRST_CONTACT = 16, /* of RESOLVED */
    KBG__SLOT_UNDER_10 = 17,      /* of ANSWERED: by response time */
    KBG__SLOT_UNDER_30 = 18,
    KBG__SLOT_UNDER_60 = 19,
    KBG__SLOT_UNANSWERED = 20, /* of ASKED: with low confidence */
    KBG__SLOT_WITH_ITEM = 21,  /* events with an item, a category, an agent, a message that is kept */
    KBG__SLOT_WITH_CATEGORY = 22,
    KBG__SLOT_WITH_AGENT = 23,
    KBG__SLOT_WITH_MESSAGE = 24,
    KBG__SLOT_WITHHELD = 25, /* messages that were not kept because they could not be masked */
    KBG__SLOT_SHOWN = 32,    /* by rank: 0 = not known, 1 to 10, 11 = beyond */
    KBG__SLOT_PICKED = 48,
    KBG__SLOT_RESPONSE = 64, /* by bucket of the sketch */
    KBG__SLOTS = KBG__SLOT_RESPONSE + KBG__SKETCH_BUCKETS
};

enum { KBG__RANKS = 12 };

typedef struct kbg__count {
    uint32_t slot;
    uint64_t value;
} kbg__count;

typedef struct kbg__counts {
    kbg__count *list;
    size_t count, capacity;
} kbg__counts;

/* Whether a slot is one of those above. */
bool kbg__slot_is_known(uint32_t slot);

void kbg__counts_free(kbg__counts *counts, const kbg_allocator *memory);
uint64_t kbg__counts_get(const kbg__counts *counts, uint32_t slot);

/* Adds to one slot. KBG_ERR_NOMEM leaves the counts as they were. */
kbg_status kbg__counts_add(kbg__counts *counts, const kbg_allocator *memory, uint32_t slot, uint64_t value);

/* Makes room for kbg__counts_merge(), which cannot fail then. */
kbg_status kbg__counts_reserve(kbg__counts *counts, const kbg_allocator *memory, const kbg__counts *from);
void kbg__counts_merge(kbg__counts *counts, const kbg__counts *from);

/* The sum of two counts, which stops at the highest number. */
uint64_t kbg__count_sum(uint64_t left, uint64_t right);

/* The smallest response time in ms such that at least so many thousandths of all that are counted are not above it,
 * within the error of the sketch; false if none are counted. */
bool kbg__counts_quantile(const kbg__counts *counts, uint32_t thousandths, uint32_t *value);

#endif
