/* SPDX-License-Identifier: MIT */
/* What takes the items of an input, whatever its format. */
#ifndef KBG_IO_SINK_H
#define KBG_IO_SINK_H

#include "base/problem.h"

typedef struct kbg__load_sink {
    /* Takes the record of one item; problem has the place where the item begins. KBG_ERR_DUPLICATE and KBG_ERR_LIMIT,
     * with a message, make the item a bad one; any other failure ends the load. */
    kbg_status (*item)(const char *record, size_t len, kbg__problem *problem, void *user_data);
    /* Takes what is bad, with its place; says whether to go on. */
    bool (*bad)(const kbg__problem *problem, void *user_data);
    void *user_data;
} kbg__load_sink;

/* Whether a failure is that of one line, row or section and not the whole load's. */
bool kbg__is_bad_line(kbg_status status);

#endif
