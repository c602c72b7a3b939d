/* SPDX-License-Identifier: MIT */
/* Groups messages by likeness, so that a keeper sees what is asked and not how.
 *
 * Of each message the character pairs of its folded text are taken, runs of letters and digits as a whole; small talk
 * does not count (text/filler.h). Two messages are alike by Dice's coefficient: twice the pairs that both have, over
 * the pairs of each. Messages are taken in order, the most frequent first, of equally frequent ones by their bytes.
 * Each joins the group with whose first message it is most alike, if by half at least, of equals the first one;
 * otherwise it begins a group. So the result depends on the messages and their counts only, and each message of a
 * group resembles the one that stands for it. */
#ifndef KBG_LIVE_FIGURES_GROUP_H
#define KBG_LIVE_FIGURES_GROUP_H

#include "base/memory.h"

/* Pairs of a message that are compared; groups that a pair leads to. They bound the time: 128 * 256 steps a message. */
enum { KBG__GROUP_PAIRS = 128, KBG__GROUP_POSTINGS = 256 };

typedef struct kbg__grouped {
    kbg_text message;
    uint64_t count;
    uint32_t group; /* of the result */
} kbg__grouped;

typedef struct kbg__group {
    size_t first, size; /* its messages, the most frequent first */
    uint64_t count;
} kbg__group;

typedef struct kbg__groups {
    kbg__group *list; /* the most frequent first */
    size_t count, capacity;
} kbg__groups;

/* Brings messages, which are all different, into the order of groups. KBG_ERR_ICU_DATA if ICU has no dictionary. */
kbg_status kbg__group_messages(const kbg_allocator *memory, kbg__grouped *messages, size_t count, kbg__groups *groups);
void kbg__groups_free(kbg__groups *groups, const kbg_allocator *memory);

#endif
