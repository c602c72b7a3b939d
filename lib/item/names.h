/* SPDX-License-Identifier: MIT */
/* The written names of kinds, stages, states, media, and of what rules choose from. */
#ifndef KBG_ITEM_NAMES_H
#define KBG_ITEM_NAMES_H

#include <stddef.h>

typedef enum kbg__name_set {
    KBG__NAMES_KIND,
    KBG__NAMES_STAGE,
    KBG__NAMES_STATE,
    KBG__NAMES_MEDIA,
    KBG__NAMES_DIRECTION,
    KBG__NAMES_SEVERITY,
    KBG__NAMES_ACTION,
    KBG__NAMES_SUBJECT,
    KBG__NAMES_CHECKSUM
} kbg__name_set;

/* The name of a value, NULL if it has none. */
const char *kbg__name_of(kbg__name_set set, int value);

/* The value of a name, -1 if it is unknown. */
int kbg__name_value(kbg__name_set set, const char *name, size_t len);

#endif
