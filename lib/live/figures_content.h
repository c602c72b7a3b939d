/* SPDX-License-Identifier: MIT */
/* What was counted: for each period, tables by kind. A period that several contents share is never changed: who wants
 * to add to it takes a copy first. So taking the content for a report costs a reference a period. */
#ifndef KBG_LIVE_FIGURES_CONTENT_H
#define KBG_LIVE_FIGURES_CONTENT_H

#include "live/figures_table.h"

#include <kbguide/figures.h>
#include <stdatomic.h>

/* What is counted by itself. */
typedef enum kbg__figures_kind {
    KBG__FIGURES_TOTAL, /* one cell, of the empty text */
    KBG__FIGURES_ITEM,
    KBG__FIGURES_CATEGORY, /* each path with what is below it */
    KBG__FIGURES_AGENT,
    KBG__FIGURES_UNANSWERED, /* messages */
    KBG__FIGURES_ASKED,
    KBG__FIGURES_KINDS
} kbg__figures_kind;

typedef struct kbg__figures_period {
    atomic_size_t references;
    int64_t number; /* periods are numbered from that of 1970-01-01T00:00:00 in the zone of the desk */
    kbg__figures_table tables[KBG__FIGURES_KINDS];
} kbg__figures_period;

typedef struct kbg__figures_content {
    const kbg_allocator *memory;
    const kbg_figures_options *options; /* with no field 0 that has a default */
    kbg__hash_key key;
    kbg__figures_period **periods; /* by number, ascending */
    size_t capacity, count;
    uint64_t older; /* events before the first period that is kept */
} kbg__figures_content;

void kbg__figures_content_init(kbg__figures_content *content, const kbg_allocator *memory,
                               const kbg_figures_options *options);
void kbg__figures_content_free(kbg__figures_content *content);

/* The period of a number, to be added to; *period is NULL if it is before the first that is kept. The content must not
 * be shared. May drop the first period. */
kbg_status kbg__figures_content_period(kbg__figures_content *content, int64_t number, kbg__figures_period **period);

/* Fills an empty content with references to the periods of another whose numbers are first to last. */
kbg_status kbg__figures_content_share(kbg__figures_content *content, const kbg__figures_content *from, int64_t first,
                                      int64_t last);

/* Fills an empty content with copies of the periods of another, which may have another allocator. */
kbg_status kbg__figures_content_copy(kbg__figures_content *content, const kbg__figures_content *from);

/* Adds all of another content with the same options and allocator, or on failure nothing. */
kbg_status kbg__figures_content_merge(kbg__figures_content *content, const kbg__figures_content *from);

/* The number of the period of an instant, and the instant at which a period begins. */
int64_t kbg__figures_period_of(const kbg_figures_options *options, int64_t at);
int64_t kbg__figures_period_begins(const kbg_figures_options *options, int64_t number);

/* The most cells of a kind in a period. */
size_t kbg__figures_most(const kbg_figures_options *options, kbg__figures_kind kind);

/* How many events a cell has counted, of all types. */
uint64_t kbg__figures_events(const kbg__counts *counts);

#endif
