/* SPDX-License-Identifier: MIT */
/* One line of JSON Lines: what it holds, and where. */
#ifndef KBG_IO_JSONL_LINE_H
#define KBG_IO_JSONL_LINE_H

#include "io/sink.h"
#include "item/draft.h"

typedef struct kbg__jsonl_line {
    const char *text; /* NULL = the line is longer than the limit */
    size_t len;
    uint64_t number; /* from 1 */
    uint64_t offset; /* in the input */
} kbg__jsonl_line;

/* Whether there is nothing in a line. */
bool kbg__jsonl_is_blank(const char *text, size_t len);

/* Reads a line into the draft, whose record then holds its item. On failure problem says what is wrong with it, and
 * where. */
kbg_status kbg__jsonl_read_line(kbg__draft *draft, const kbg__jsonl_line *line, kbg__problem *problem);

/* Hands the item of a line to the sink. On failure problem has the place. */
kbg_status kbg__jsonl_hand_on(const kbg__load_sink *sink, const kbg__jsonl_line *line, const char *record, size_t len,
                              kbg__problem *problem);

#endif
