/* SPDX-License-Identifier: MIT */
/* Markdown in: a manual becomes items. Headings are the category path and the questions, the text below each heading is
 * the answer, and a property says from which lines it came. */
#ifndef KBG_IO_MARKDOWN_READ_H
#define KBG_IO_MARKDOWN_READ_H

#include "io/sink.h"
#include "item/limits.h"

#include <kbguide/base.h>

/* Reads a document. Returns KBG_OK also when it, or sections of it, were bad (the sink knows); KBG_ERR_READ,
 * KBG_ERR_NOMEM or what the sink failed with. */
kbg_status kbg__markdown_load(const kbg_allocator *memory, const kbg__limits *limits, kbg_read_fn read,
                              void *user_data, const kbg_load_options *options, const kbg__load_sink *sink);

#endif
