/* SPDX-License-Identifier: MIT */
/* What a load would do, row by row, without doing it. */
#ifndef KBG_LIVE_PREVIEW_H
#define KBG_LIVE_PREVIEW_H

#include "live/base.h"

#include <kbguide/preview.h>

typedef struct kbg__preview_row {
    kbg_row_state state;
    uint32_t item; /* of the preview's store; UINT32_MAX for a bad row */
    kbg__place place;
    kbg_error *error; /* of a bad row */
} kbg__preview_row;

struct kbg_preview {
    kbg_allocator memory;
    kbg__item_store store; /* the items of the input, one for each row that is not bad */
    kbg__preview_row *rows;
    size_t capacity, count;
    size_t counts[KBG_ROW_BAD + 1]; /* rows in each state, kept or not */
};

/* Makes the error of a bad row; false if memory ran out. */
typedef bool (*kbg__make_error)(const kbg__problem *problem, void *user_data, kbg_error **error);

kbg_status kbg__base_preview(kbg_base *base, kbg_format format, kbg_read_fn read, void *read_data,
                             const kbg_load_options *options, kbg__make_error make, void *make_data,
                             kbg_preview **preview);

/* Frees a preview but not its errors. */
void kbg__preview_free(kbg_preview *preview);

#endif
