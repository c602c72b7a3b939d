/* SPDX-License-Identifier: MIT */
#include "io/jsonl.h"

#include "base/utf8.h"
#include "io/json_place.h"
#include "io/json_read.h"
#include "io/lines.h"

#include <inttypes.h>
#include <string.h>

static bool is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!strchr(" \t\r", text[i]) || text[i] == '\0')
            return false;
    return true;
}

/* Whether a failure is one line's and not the whole load's. */
static bool is_bad_line(kbg_status status)
{
    switch (status) {
    case KBG_ERR_LIMIT:
    case KBG_ERR_UTF8:
    case KBG_ERR_SYNTAX:
    case KBG_ERR_TYPE:
    case KBG_ERR_VALUE:
    case KBG_ERR_DUPLICATE:
    case KBG_ERR_TEMPLATE:
        return true;
    default:
        return false;
    }
}

/* Reads the line that was taken and hands its item on. problem->offset is relative to the line. */
static kbg_status take_line(const kbg__lines *lines, kbg__draft *draft, const kbg__load_sink *sink,
                            kbg__problem *problem)
{
    static const kbg__json_path whole = { 0 };
    kbg_status status = kbg__json_read_item(draft, lines->text, lines->len, problem);
    if (status != KBG_OK)
        return status;
    problem->offset = kbg__json_place(lines->text, lines->len, &whole);
    status = sink->item(draft->record.data, draft->record.len, problem, sink->user_data);
    if (status == KBG_ERR_DUPLICATE)
        problem->offset = kbg__json_place_of_key(lines->text, lines->len, "id");
    return status;
}

kbg_status kbg__jsonl_load(const kbg_allocator *memory, const kbg__limits *limits, kbg_read_fn read, void *user_data,
                           const kbg__load_sink *sink)
{
    kbg__lines lines;
    kbg__draft draft;
    kbg_status status;
    size_t most = (size_t)limits->value[KBG_LIMIT_LINE_BYTES];
    kbg__lines_init(&lines, memory, read, user_data, most);
    kbg__draft_init(&draft, memory, limits);
    for (;;) {
        kbg__problem problem = { .status = KBG_OK };
        status = kbg__lines_next(&lines);
        if (status == KBG_OK && !lines.text)
            break;
        if (status == KBG_ERR_LIMIT)
            (void)kbg__problem_set(&problem, status, "the line is longer than the limit of %zu bytes", most);
        else if (status == KBG_OK && !is_blank(lines.text, lines.len))
            status = take_line(&lines, &draft, sink, &problem);
        if (status == KBG_OK)
            continue;
        if (!is_bad_line(status))
            break;
        problem.line = lines.line;
        problem.column = 1 + (lines.text ? kbg__utf8_count(lines.text, (size_t)problem.offset) : 0);
        problem.offset += lines.offset;
        status = KBG_OK;
        if (!sink->bad(&problem, sink->user_data))
            break;
    }
    kbg__draft_free(&draft);
    kbg__lines_free(&lines);
    return status;
}
