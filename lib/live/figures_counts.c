/* SPDX-License-Identifier: MIT */
#include "live/figures_counts.h"

#include <string.h>

bool kbg__slot_is_known(uint32_t slot)
{
    return (slot >= KBG_EVENT_ASKED && slot <= KBG_EVENT_SOLD) ||
           (slot >= KBG__SLOT_FIRST_CONTACT && slot <= KBG__SLOT_WITHHELD) ||
           (slot >= KBG__SLOT_SHOWN && slot < KBG__SLOT_SHOWN + KBG__RANKS) ||
           (slot >= KBG__SLOT_PICKED && slot < KBG__SLOT_PICKED + KBG__RANKS) ||
           (slot >= KBG__SLOT_RESPONSE && slot < KBG__SLOTS);
}

uint64_t kbg__count_sum(uint64_t left, uint64_t right)
{
    return left > UINT64_MAX - right ? UINT64_MAX : left + right;
}

void kbg__counts_free(kbg__counts *counts, const kbg_allocator *memory)
{
    kbg__free(memory, counts->list);
    *counts = (kbg__counts){ .list = NULL };
}

/* The place of a slot, or where it would go. */
static size_t place_of(const kbg__counts *counts, uint32_t slot)
{
    size_t low = 0, high = counts->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (counts->list[middle].slot < slot)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint64_t kbg__counts_get(const kbg__counts *counts, uint32_t slot)
{
    size_t place = place_of(counts, slot);
    return place < counts->count && counts->list[place].slot == slot ? counts->list[place].value : 0;
}

/* Most things have a handful of counts, so little is kept for growth. */
static kbg_status make_room(kbg__counts *counts, const kbg_allocator *memory, size_t need)
{
    if (need <= counts->capacity)
        return KBG_OK;
    if (counts->capacity && need < counts->capacity + counts->capacity / 2)
        need = counts->capacity + counts->capacity / 2;
    return kbg__resize(memory, (void **)&counts->list, &counts->capacity, need, sizeof(*counts->list));
}

kbg_status kbg__counts_add(kbg__counts *counts, const kbg_allocator *memory, uint32_t slot, uint64_t value)
{
    size_t place = place_of(counts, slot);
    if (value == 0)
        return KBG_OK;
    if (place == counts->count || counts->list[place].slot != slot) {
        kbg_status status = make_room(counts, memory, counts->count + 1);
        if (status != KBG_OK)
            return status;
        memmove(counts->list + place + 1, counts->list + place, (counts->count - place) * sizeof(*counts->list));
        counts->list[place] = (kbg__count){ slot, 0 };
        counts->count++;
    }
    counts->list[place].value = kbg__count_sum(counts->list[place].value, value);
    return KBG_OK;
}

/* How many slots two counts have together. */
static size_t joint_count(const kbg__counts *left, const kbg__counts *right)
{
    size_t i = 0, k = 0, joint = 0;
    while (i < left->count && k < right->count) {
        uint32_t a = left->list[i].slot, b = right->list[k].slot;
        i += a <= b;
        k += b <= a;
        joint++;
    }
    return joint + (left->count - i) + (right->count - k);
}

kbg_status kbg__counts_reserve(kbg__counts *counts, const kbg_allocator *memory, const kbg__counts *from)
{
    return make_room(counts, memory, joint_count(counts, from));
}

void kbg__counts_merge(kbg__counts *counts, const kbg__counts *from)
{
    size_t joint = joint_count(counts, from), i = counts->count, k = from->count;
    counts->count = joint;
    /* From the end, so that nothing is overwritten that is still to be read. */
    while (k > 0) {
        kbg__count *to = &counts->list[--joint];
        const kbg__count *added = &from->list[k - 1];
        if (i > 0 && counts->list[i - 1].slot > added->slot) {
            *to = counts->list[--i];
            continue;
        }
        uint64_t there = i > 0 && counts->list[i - 1].slot == added->slot ? counts->list[--i].value : 0;
        *to = (kbg__count){ added->slot, kbg__count_sum(there, added->value) };
        k--;
    }
}

bool kbg__counts_quantile(const kbg__counts *counts, uint32_t thousandths, uint32_t *value)
{
    size_t first = place_of(counts, KBG__SLOT_RESPONSE);
    uint64_t all = 0, so_far = 0;
    for (size_t i = first; i < counts->count; i++)
        all = kbg__count_sum(all, counts->list[i].value);
    if (all == 0)
        return false;
    /* thousandths / 1000 of all, rounded up and at least the least count there is */
    uint64_t wanted = all / 1000 * thousandths + (all % 1000 * thousandths + 999) / 1000;
    for (size_t i = first; i < counts->count; i++) {
        so_far = kbg__count_sum(so_far, counts->list[i].value);
        *value = kbg__sketch_value(counts->list[i].slot - KBG__SLOT_RESPONSE);
        if (so_far >= wanted)
            break;
    }
    return true;
}
