/* SPDX-License-Identifier: MIT */
/* What kbg_base_options holds. */
#ifndef KBG_LIVE_SETTINGS_H
#define KBG_LIVE_SETTINGS_H

#include "base/interner.h"
#include "base/parallel.h"
#include "item/limits.h"
#include "rank/weights.h"

struct kbg_base_options {
    kbg_allocator memory;
    kbg__limits limits;
    kbg__weights weights;
    kbg__buffer emoticons; /* the host's pattern */
    bool has_emoticons;    /* else the default one */
    kbg__interner variables; /* names that bodies may use; none = any */
    int64_t half_life;     /* of use, in milliseconds */
    kbg__parallel parallel;
};

/* All defaults. KBG_ERR_OPTIONS if the allocator is not valid. */
kbg_status kbg__settings_init(kbg_base_options *settings, const kbg_allocator *allocator);
void kbg__settings_free(kbg_base_options *settings);

#endif
