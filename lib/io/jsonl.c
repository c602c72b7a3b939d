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

/* The place of a byte of the line that was taken. */
static kbg__place place_of(const kbg__lines *lines, uint64_t offset)
{
    uint64_t column = 1 + (lines->text ? kbg__utf8_count(lines->text, (size_t)offset) : 0);
    return (kbg__place){ lines->line, column, lines->offset + offset };
}

/* Reads the line that was taken and hands its item on. */
static kbg_status take_line(const kbg__lines *lines, kbg__draft *draft, const kbg__load_sink *sink,
                            kbg__problem *problem)
{
    static const kbg__json_path whole = { 0 };
    kbg_status status = kbg__json_read_item(draft, lines->text, lines->len, problem);
    uint64_t offset = status == KBG_OK ? kbg__json_place(lines->text, lines->len, &whole) : problem->offset;
    kbg__place place = place_of(lines, offset);
    kbg__problem_at(problem, &place);
    if (status != KBG_OK)
        return status;
    status = sink->item(draft->record.data, draft->record.len, problem, sink->user_data);
    if (status == KBG_ERR_DUPLICATE) {
        place = place_of(lines, kbg__json_place_of_key(lines->text, lines->len, "id"));
        kbg__problem_at(problem, &place);
    }
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
        if (status == KBG_ERR_LIMIT) {
            kbg__place place = place_of(&lines, 0);
            kbg__problem_at(&problem, &place);
            (void)kbg__problem_set(&problem, status, "the line is longer than the limit of %zu bytes", most);
        }
        if (status == KBG_OK && !is_blank(lines.text, lines.len))
            status = take_line(&lines, &draft, sink, &problem);
        if (status == KBG_OK)
            continue;
        if (!kbg__is_bad_line(status))
            break;
        status = KBG_OK;
        if (!sink->bad(&problem, sink->user_data))
            break;
    }
    kbg__draft_free(&draft);
    kbg__lines_free(&lines);
    return status;
}
