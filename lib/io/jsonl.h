/* SPDX-License-Identifier: MIT */
/* JSON Lines: the loop over the lines of an input. Lines that are bad, their order and their places do not depend on
 * threads; only that a reader is asked for more than the line at hand does. */
#ifndef KBG_IO_JSONL_H
#define KBG_IO_JSONL_H

#include "base/parallel.h"
#include "io/sink.h"
#include "item/limits.h"

#include <kbguide/base.h>

/* Reads an input to its end or until the sink ends it. Returns KBG_OK also when lines were bad (the sink knows);
 * KBG_ERR_READ, KBG_ERR_NOMEM or what the sink failed with. */
kbg_status kbg__jsonl_load(const kbg_allocator *memory, const kbg__limits *limits, const kbg__parallel *parallel,
                           kbg_read_fn read, void *user_data, const kbg__load_sink *sink);

#endif
