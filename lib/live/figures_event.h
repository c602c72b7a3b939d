/* SPDX-License-Identifier: MIT */
/* From events to counts. */
#ifndef KBG_LIVE_FIGURES_EVENT_H
#define KBG_LIVE_FIGURES_EVENT_H

#include "base/problem.h"
#include "live/figures_content.h"
#include "live/figures_items.h"
#include "live/figures_message.h"

/* The highest values that events may have. */
enum { KBG__FIGURES_NAME_BYTES = 1024, KBG__FIGURES_WEIGHT_MOST = 1000000, KBG__FIGURES_CATEGORY_BYTES = 4096 };

/* The instants that figures take are not before 0 and before this: the years 1970 to 9999. */
#define KBG__FIGURES_END INT64_C(253402300800000)

/* Copies the event at an index of an array whose elements have the size that the first one says. */
kbg_status kbg__figures_event_take(kbg_event *own, const kbg_event *events, size_t index, kbg__problem *problem);

/* Counts an event that was taken. items may be NULL. On failure the content is good for nothing. */
kbg_status kbg__figures_event_count(kbg__figures_content *content, const kbg_event *event,
                                    const kbg__figures_items *items, kbg__figures_messages *messages);

#endif
