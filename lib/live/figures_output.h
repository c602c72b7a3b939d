/* SPDX-License-Identifier: MIT */
/* Reports as JSON and CSV; doc/figures.md describes both. */
#ifndef KBG_LIVE_FIGURES_OUTPUT_H
#define KBG_LIVE_FIGURES_OUTPUT_H

#include "live/figures_report.h"

/* The report must have its messages grouped. */
kbg_status kbg__figures_json(const kbg__figures_report *report, kbg_write_fn write, void *user_data);

/* For KBG_FIGURES_UNANSWERED messages must be grouped, for KBG_FIGURES_NEVER_USED there must be items. */
kbg_status kbg__figures_csv(const kbg__figures_report *report, kbg_figures_table table, kbg_write_fn write,
                            void *user_data);

/* The names of the event types in both, from KBG_EVENT_ASKED on. */
extern const char *const kbg__figures_event_names[KBG_EVENT_SOLD];

#endif
