/* SPDX-License-Identifier: MIT */
#include "live/preview.h"

#include "api/error.h"
#include "api/load_options.h"
#include "io/lines.h"

#include <assert.h>

/* What errors of bad rows are made of. */
typedef struct making {
    const kbg_base *base;
    kbg_text source;
} making;

static bool make_error(const kbg__problem *problem, void *user_data, kbg_error **error)
{
    const making *m = user_data;
    return kbg__fail(&m->base->memory, problem->status, problem, m->source, error) != KBG_ERR_NOMEM;
}

kbg_status kbg_base_preview_from(kbg_base *base, kbg_format format, kbg_read_fn read, void *user_data,
                                 const kbg_load_options *options, kbg_preview **preview, kbg_error **error)
{
    kbg_load_options own;
    kbg__problem problem = { .status = KBG_OK };
    assert(base && read && preview);
    *preview = NULL;
    if (error)
        *error = NULL;
    kbg_status status = kbg__load_options_take(&own, format, options, &problem);
    if (status != KBG_OK)
        return kbg__fail(&base->memory, status, &problem, kbg__no_source, error);
    making m = { base, own.source };
    status = kbg__base_preview(base, format, read, user_data, &own, make_error, &m, preview);
    if (status == KBG_OK)
        return KBG_OK;
    kbg_preview_free(*preview);
    *preview = NULL;
    return kbg__fail(&base->memory, status, NULL, own.source, error);
}

kbg_status kbg_base_preview(kbg_base *base, kbg_format format, const char *text, size_t len,
                            const kbg_load_options *options, kbg_preview **preview, kbg_error **error)
{
    kbg_text rest = { text, len };
    assert(text || len == 0);
    return kbg_base_preview_from(base, format, kbg__lines_read_text, &rest, options, preview, error);
}

size_t kbg_preview_row_count(const kbg_preview *preview)
{
    return preview->count;
}

size_t kbg_preview_state_count(const kbg_preview *preview, kbg_row_state state)
{
    return state >= KBG_ROW_NEW && state <= KBG_ROW_BAD ? preview->counts[state] : 0;
}

static const kbg__preview_row *row_of(const kbg_preview *preview, size_t index)
{
    return index < preview->count ? &preview->rows[index] : NULL;
}

kbg_row_state kbg_preview_row_state(const kbg_preview *preview, size_t index)
{
    const kbg__preview_row *row = row_of(preview, index);
    return row ? row->state : (kbg_row_state)0;
}

uint64_t kbg_preview_row_line(const kbg_preview *preview, size_t index)
{
    const kbg__preview_row *row = row_of(preview, index);
    return row ? row->place.line : 0;
}

const kbg_item *kbg_preview_row_item(const kbg_preview *preview, size_t index)
{
    const kbg__preview_row *row = row_of(preview, index);
    return row && row->state != KBG_ROW_BAD ? preview->store.items[row->item] : NULL;
}

const kbg_error *kbg_preview_row_error(const kbg_preview *preview, size_t index)
{
    const kbg__preview_row *row = row_of(preview, index);
    return row ? row->error : NULL;
}

void kbg_preview_free(kbg_preview *preview)
{
    if (!preview)
        return;
    for (size_t i = 0; i < preview->count; i++)
        kbg_error_free(preview->rows[i].error);
    kbg__preview_free(preview);
}
