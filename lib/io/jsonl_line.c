/* SPDX-License-Identifier: MIT */
#include "io/jsonl_line.h"

#include "base/utf8.h"
#include "io/json_place.h"
#include "io/json_read.h"

#include <inttypes.h>
#include <string.h>

bool kbg__jsonl_is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!strchr(" \t\r", text[i]) || text[i] == '\0')
            return false;
    return true;
}

/* Sets the place of a byte of a line. */
static void set_place(kbg__problem *problem, const kbg__jsonl_line *line, uint64_t offset)
{
    uint64_t column = 1 + (line->text ? kbg__utf8_count(line->text, (size_t)offset) : 0);
    kbg__place place = { line->number, column, line->offset + offset };
    kbg__problem_at(problem, &place);
}

kbg_status kbg__jsonl_read_line(kbg__draft *draft, const kbg__jsonl_line *line, kbg__problem *problem)
{
    if (!line->text) {
        set_place(problem, line, 0);
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "the line is longer than the limit of %" PRIu64 " bytes",
                                draft->limits->value[KBG_LIMIT_LINE_BYTES]);
    }
    kbg_status status = kbg__json_read_item(draft, line->text, line->len, problem);
    if (status != KBG_OK)
        set_place(problem, line, problem->offset);
    return status;
}

kbg_status kbg__jsonl_hand_on(const kbg__load_sink *sink, const kbg__jsonl_line *line, const char *record, size_t len,
                              kbg__problem *problem)
{
    static const kbg__json_path whole = { 0 };
    set_place(problem, line, kbg__json_place(line->text, line->len, &whole));
    kbg_status status = sink->item(record, len, problem, sink->user_data);
    if (status == KBG_ERR_DUPLICATE)
        set_place(problem, line, kbg__json_place_of_key(line->text, line->len, "id"));
    return status;
}
