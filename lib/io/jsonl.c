/* SPDX-License-Identifier: MIT */
#include "io/jsonl.h"

#include "io/jsonl_chunk.h"

/* Reads the line that was taken and hands its item on. */
static kbg_status take_line(const kbg__jsonl_line *line, kbg__draft *draft, const kbg__load_sink *sink,
                            kbg__problem *problem)
{
    kbg_status status = kbg__jsonl_read_line(draft, line, problem);
    if (status != KBG_OK)
        return status;
    return kbg__jsonl_hand_on(sink, line, draft->record.data, draft->record.len, problem);
}

/* Reads line by line. */
static kbg_status load_lines(kbg__lines *lines, const kbg_allocator *memory, const kbg__limits *limits,
                             const kbg__load_sink *sink)
{
    kbg__draft draft;
    kbg_status status;
    kbg__draft_init(&draft, memory, limits);
    for (;;) {
        kbg__problem problem = { .status = KBG_OK };
        status = kbg__lines_next(lines);
        if (status == KBG_OK && !lines->text)
            break;
        kbg__jsonl_line line = { lines->text, lines->len, lines->line, lines->offset };
        bool is_taken = status == KBG_OK || status == KBG_ERR_LIMIT;
        if (is_taken && line.text && kbg__jsonl_is_blank(line.text, line.len))
            continue;
        if (is_taken)
            status = take_line(&line, &draft, sink, &problem);
        if (status == KBG_OK)
            continue;
        if (!kbg__is_bad_line(status))
            break;
        status = KBG_OK;
        if (!sink->bad(&problem, sink->user_data))
            break;
    }
    kbg__draft_free(&draft);
    return status;
}

kbg_status kbg__jsonl_load(const kbg_allocator *memory, const kbg__limits *limits, const kbg__parallel *parallel,
                           kbg_read_fn read, void *user_data, const kbg__load_sink *sink)
{
    kbg__lines lines;
    kbg__lines_init(&lines, memory, read, user_data, (size_t)limits->value[KBG_LIMIT_LINE_BYTES]);
    kbg_status status = kbg__parallel_threads(parallel) > 1
                            ? kbg__jsonl_load_chunks(&lines, memory, limits, parallel, sink)
                            : load_lines(&lines, memory, limits, sink);
    kbg__lines_free(&lines);
    return status;
}
