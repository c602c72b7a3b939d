/* SPDX-License-Identifier: MIT */
/* JSON Lines: the loop over the lines of an input. */
#ifndef KBG_IO_JSONL_H
#define KBG_IO_JSONL_H

#include "base/problem.h"
#include "item/limits.h"

#include <kbguide/base.h>

/* What takes the items and the bad lines. */
typedef struct kbg__load_sink {
    /* Takes the record of one item. KBG_ERR_DUPLICATE, with a message, makes the line a bad one; any other failure
     * ends the load. */
    kbg_status (*item)(const char *record, size_t len, kbg__problem *problem, void *user_data);
    /* Takes a bad line with its place; says whether to go on. */
    bool (*bad)(const kbg__problem *problem, void *user_data);
    void *user_data;
} kbg__load_sink;

/* Reads an input to its end or until the sink ends it. Returns KBG_OK also when lines were bad (the sink knows);
 * KBG_ERR_READ, KBG_ERR_NOMEM or what the sink failed with. */
kbg_status kbg__jsonl_load(const kbg_allocator *memory, const kbg__limits *limits, kbg_read_fn read, void *user_data,
                           const kbg__load_sink *sink);

#endif
