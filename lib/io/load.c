/* SPDX-License-Identifier: MIT */
#include "io/load.h"

#include "io/jsonl.h"
#include "io/markdown_read.h"
#include "io/table_read.h"

kbg_status kbg__load_items(const kbg_allocator *memory, const kbg__limits *limits, const kbg__parallel *parallel,
                           kbg_format format, kbg_read_fn read, void *user_data, const kbg_load_options *options,
                           const kbg__load_sink *sink)
{
    switch (format) {
    case KBG_FORMAT_JSONL:
        return kbg__jsonl_load(memory, limits, parallel, read, user_data, sink);
    case KBG_FORMAT_CSV:
    case KBG_FORMAT_TSV:
        return kbg__table_load(memory, limits, format, read, user_data, options, sink);
    case KBG_FORMAT_MARKDOWN:
        return kbg__markdown_load(memory, limits, read, user_data, options, sink);
    }
    return KBG_ERR_OPTIONS;
}
