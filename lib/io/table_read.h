/* SPDX-License-Identifier: MIT */
/* CSV and TSV in: the loop over the rows of an input. */
#ifndef KBG_IO_TABLE_READ_H
#define KBG_IO_TABLE_READ_H

#include "io/sink.h"
#include "item/limits.h"

#include <kbguide/base.h>

/* Reads an input to its end or until the sink ends it. Returns KBG_OK also when rows were bad (the sink knows);
 * KBG_ERR_READ, KBG_ERR_NOMEM or what the sink failed with. A header that is bad is a bad row behind which nothing is
 * read. */
kbg_status kbg__table_load(const kbg_allocator *memory, const kbg__limits *limits, kbg_format format, kbg_read_fn read,
                           void *user_data, const kbg_load_options *options, const kbg__load_sink *sink);

#endif
