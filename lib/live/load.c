/* SPDX-License-Identifier: MIT */
/* Loads: what an input holds becomes a batch. */
#include "live/base.h"

#include "io/load.h"
#include "item/record.h"

#include <inttypes.h>

/* One load: takes what the reader of the format delivers. */
typedef struct loading {
    kbg_base *base;
    const kbg_load_options *options;
    kbg__batch batch;
    size_t new_count; /* ids of the batch that the base lacks */
    size_t skipped;   /* rows that were there already, in the base or before in the input */
    bool any_bad;
    bool ended; /* by `bad` */
    kbg__bad_line bad;
    void *bad_data;
} loading;

static kbg_status refuse(const char *record, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    size_t len;
    const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &len);
    return kbg__problem_set(problem, KBG_ERR_DUPLICATE, "id \"%s\" is there already", kbg__quote(quote, id, len));
}

/* What the base had before the load is skipped or replaced as the options have it; what this load put is repeated at
 * most. */
static kbg_status take_item(const char *record, size_t len, kbg__problem *problem, void *user_data)
{
    loading *l = user_data;
    uint64_t most = l->base->limits.value[KBG_LIMIT_ITEMS];
    bool overwrite = l->options->flags & KBG_LOAD_OVERWRITE, skip = l->options->flags & KBG_LOAD_SKIP_EXISTING;
    size_t id_len;
    const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &id_len);
    const char *put = kbg__batch_find(&l->batch, id, id_len);
    const kbg__snapshot *current = l->base->current;
    bool there = kbg__snapshot_item(current, id, id_len) != NULL;
    if ((there || put) && !overwrite && !skip)
        return refuse(record, problem);
    if (put && !kbg__record_equal(put, record))
        return refuse(record, problem);
    if (put || (there && !overwrite)) {
        l->skipped++;
        return KBG_OK;
    }
    if (!there && current->item_count + l->new_count >= most)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "the base is full: it has %" PRIu64 " items", most);
    l->new_count += !there;
    return kbg__batch_put(&l->batch, record, len, KBG__ANY_REVISION);
}

static bool take_bad(const kbg__problem *problem, void *user_data)
{
    loading *l = user_data;
    l->any_bad = true;
    l->ended = !l->bad(problem, l->bad_data);
    return !l->ended;
}

kbg_status kbg__base_load(kbg_base *base, kbg_format format, kbg_read_fn read, void *read_data,
                          const kbg_load_options *options, kbg__bad_line bad, void *bad_data,
                          kbg__load_counts *counts)
{
    loading l = { .base = base, .options = options, .bad = bad, .bad_data = bad_data };
    kbg__load_sink sink = { .item = take_item, .bad = take_bad, .user_data = &l };
    *counts = (kbg__load_counts){ 0 };
    if (!kbg__base_begin_writing(base))
        return KBG_ERR_BUSY;
    kbg__batch_init(&l.batch, &base->memory, base->key);
    kbg_status status = kbg__load_items(&base->memory, &base->limits, &base->parallel, format, read, read_data, options,
                                        &sink);
    bool wanted = status == KBG_OK && (options->flags & KBG_LOAD_SKIP_BAD || !l.any_bad) && !l.ended;
    if (wanted) {
        kbg__commit_counts done;
        kbg__problem none = { .status = KBG_OK };
        status = kbg__base_apply(base, &l.batch, &done, &none);
        if (status == KBG_OK)
            *counts = (kbg__load_counts){ done.added, done.replaced, l.skipped + done.equal };
    }
    kbg__batch_free(&l.batch);
    (void)kbg__base_end_writing(base);
    return status;
}
