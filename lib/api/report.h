/* SPDX-License-Identifier: MIT */
/* What a load or a dump tells about lines and items. */
#ifndef KBG_API_REPORT_H
#define KBG_API_REPORT_H

#include "base/problem.h"
#include "live/base.h"

struct kbg_report {
    kbg_allocator memory;
    uint64_t most; /* errors that are kept */
    kbg__load_counts counts;
    size_t bad_count;
    kbg_error **errors;
    size_t capacity, error_count;
};

/* An empty report of something done to a base; NULL if memory ran out. */
kbg_report *kbg__report_new(const kbg_base *base);

/* Counts a problem, and keeps it if there is room. KBG_ERR_NOMEM. */
kbg_status kbg__report_add(kbg_report *report, const kbg__problem *problem, kbg_text source);

#endif
