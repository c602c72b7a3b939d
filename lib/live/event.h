/* SPDX-License-Identifier: MIT */
/* Events: checked, and taken for what they count. */
#ifndef KBG_LIVE_EVENT_H
#define KBG_LIVE_EVENT_H

#include "live/base.h"

/* The greatest weight of an event, and the greatest factor of a type (rank/weights.c). */
#define KBG__EVENT_WEIGHT_MOST 1000.0

/* Checks a batch as a whole and takes it: all or nothing. *unknown is how many events name an item that the base does not
 * have now; these count all the same. */
kbg_status kbg__base_event(kbg_base *base, const kbg_event *events, size_t count, size_t *unknown,
                           kbg__problem *problem);

/* Checks an id that a mark is for. */
kbg_status kbg__event_check_id(const kbg_base *base, const char *id, size_t len, kbg__problem *problem);

#endif
