/* SPDX-License-Identifier: MIT */
/* Items in, in any format. */
#ifndef KBG_IO_LOAD_H
#define KBG_IO_LOAD_H

#include "base/parallel.h"
#include "io/sink.h"
#include "item/limits.h"

#include <kbguide/base.h>

/* Reads an input to its end or until the sink ends it; JSON Lines with the threads that are lent (NULL = none). Returns
 * KBG_OK also when something was bad (the sink knows); KBG_ERR_READ, KBG_ERR_NOMEM, KBG_ERR_OPTIONS or what the sink
 * failed with. */
kbg_status kbg__load_items(const kbg_allocator *memory, const kbg__limits *limits, const kbg__parallel *parallel,
                           kbg_format format, kbg_read_fn read, void *user_data, const kbg_load_options *options,
                           const kbg__load_sink *sink);

#endif
