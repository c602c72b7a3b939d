/* SPDX-License-Identifier: MIT */
/* What a report tells: sums over its periods, in order, and what is worked out from them. */
#ifndef KBG_LIVE_FIGURES_REPORT_H
#define KBG_LIVE_FIGURES_REPORT_H

#include "live/figures.h"
#include "live/figures_group.h"

/* All cells of one kind. Those that may lack events, because a period dropped them, are left out. */
typedef struct kbg__figures_list {
    kbg__figures_table sums;
    const kbg__figure **cells; /* by their texts, ascending */
    uint64_t left_out;         /* events that are in the total only */
} kbg__figures_list;

typedef struct kbg__figures_report {
    const kbg_allocator *memory;
    const kbg_figures_report_options *options; /* with no field 0 that has a default */
    const kbg__figures_items *items;           /* NULL = not known */
    kbg__figures_content content;              /* of the periods of the report */
    kbg__figures_list lists[KBG__FIGURES_KINDS];
    kbg__grouped *messages[KBG__FIGURES_KINDS]; /* of the kinds UNANSWERED and ASKED */
    kbg__groups groups[KBG__FIGURES_KINDS];
} kbg__figures_report;

/* items may be NULL. With `grouped`, messages are grouped. To be freed, also on failure. */
kbg_status kbg__figures_report_make(kbg__figures_report *report, kbg_figures *figures,
                                    const kbg_figures_report_options *options, const kbg__figures_items *items,
                                    bool grouped);
void kbg__figures_report_free(kbg__figures_report *report);

/* The sums of all; without counts if there are no events. */
const kbg__counts *kbg__figures_total(const kbg__figures_report *report);

/* An item that is shown first, and why. */
typedef struct kbg__figures_entry {
    kbg_text id;
    uint64_t uses, rejected;
} kbg__figures_entry;

/* Ranked items; a list of which there are `count`. To be freed with kbg__free(). */
kbg_status kbg__figures_most_used(const kbg__figures_report *report, kbg__figures_entry **list, size_t *count);
kbg_status kbg__figures_often_rejected(const kbg__figures_report *report, kbg__figures_entry **list, size_t *count);

/* Published items of report->items, which must be there, that nobody used, by their ids. */
kbg_status kbg__figures_never_used(const kbg__figures_report *report, kbg__figures_entry **list, size_t *count);

/* How often an item was used: the greater number of times that it was picked, and that it was sent, edited or not. */
uint64_t kbg__figures_uses(const kbg__counts *counts);

/* The standard question of an item, empty if it is not known. */
kbg_text kbg__figures_question(const kbg__figures_report *report, kbg_text id);

#endif
