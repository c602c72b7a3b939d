/* SPDX-License-Identifier: MIT */
/* Figures: the content that is current, options, rules. A batch of events becomes a content of its own, beside the
 * current one, and is merged into it in one step. */
#ifndef KBG_LIVE_FIGURES_H
#define KBG_LIVE_FIGURES_H

#include "live/figures_event.h"

struct kbg_figures {
    kbg_allocator memory;
    atomic_size_t references;
    kbg_figures_options options; /* complete */
    atomic_flag changing;        /* held while the content is merged into, or shared */
    kbg__figures_content content;
    kbg__rule_set *rules; /* NULL = none; guarded by `changing` too */
};

/* Checks options and puts defaults where there is 0. */
kbg_status kbg__figures_options_complete(kbg_figures_options *options, kbg__problem *problem);

/* options must be complete. */
kbg_status kbg__figures_new(const kbg_allocator *memory, const kbg_figures_options *options, kbg_figures **figures);
void kbg__figures_unref(kbg_figures *figures);

/* Compiles a list (NULL or empty = no rules) for messages that come. */
kbg_status kbg__figures_set_rules(kbg_figures *figures, const kbg__rule_list *list, kbg__problem *problem);

/* items may be NULL. */
kbg_status kbg__figures_add(kbg_figures *figures, const kbg_event *events, size_t count,
                            const kbg__figures_items *items, kbg__problem *problem);
kbg_status kbg__figures_merge(kbg_figures *into, kbg_figures *from, kbg__problem *problem);

/* Shares what the periods that touch [from, until) have now; 0 = not bounded. To be freed. */
kbg_status kbg__figures_take(kbg_figures *figures, int64_t from, int64_t until, kbg__figures_content *content);

#endif
