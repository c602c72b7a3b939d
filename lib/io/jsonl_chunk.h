/* SPDX-License-Identifier: MIT */
/* JSON Lines, read in several threads: lines are taken until there is work for all, read in tasks, and handed on in
 * their order. */
#ifndef KBG_IO_JSONL_CHUNK_H
#define KBG_IO_JSONL_CHUNK_H

#include "base/parallel.h"
#include "io/jsonl_line.h"
#include "io/lines.h"

/* As kbg__jsonl_load(), for the lines of an input; the host lends at least two threads. */
kbg_status kbg__jsonl_load_chunks(kbg__lines *lines, const kbg_allocator *memory, const kbg__limits *limits,
                                  const kbg__parallel *parallel, const kbg__load_sink *sink);

#endif
