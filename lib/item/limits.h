/* SPDX-License-Identifier: MIT */
/* The limits of a base and their defaults. */
#ifndef KBG_ITEM_LIMITS_H
#define KBG_ITEM_LIMITS_H

#include <kbguide/options.h>

enum { KBG__LIMIT_COUNT = KBG_LIMIT_HOT_ITEMS + 1 };

struct kbg__interner;

typedef struct kbg__limits {
    uint64_t value[KBG__LIMIT_COUNT];
    const struct kbg__interner *variables; /* names that bodies may use; NULL = any */
} kbg__limits;

void kbg__limits_init(kbg__limits *limits);

/* 0 sets the default. KBG_ERR_OPTIONS if the limit is unknown or the value out of range. */
kbg_status kbg__limits_set(kbg__limits *limits, kbg_limit limit, uint64_t value);

#endif
