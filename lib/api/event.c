/* SPDX-License-Identifier: MIT */
#include "live/event.h"

#include "api/error.h"
#include "api/searcher.h"
#include "base/sized.h"
#include "live/hot.h"

#include <assert.h>

_Static_assert(sizeof(void *) != 8 || sizeof(kbg_hot_options) == 48, "kbg_hot_options has padding or has changed");

kbg_status kbg_base_event(kbg_base *base, const kbg_event *events, size_t count, size_t *unknown, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    size_t missing = 0;
    assert(base && (events || count == 0));
    if (error)
        *error = NULL;
    kbg_status status = kbg__base_event(base, events, count, &missing, &problem);
    if (unknown)
        *unknown = missing;
    return status == KBG_OK ? KBG_OK : kbg__fail(&base->memory, status, &problem, kbg__no_source, error);
}

kbg_status kbg_base_set_hot_mark(kbg_base *base, const char *id, size_t len, kbg_hot_mark mark, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    assert(base && (id || len == 0));
    if (error)
        *error = NULL;
    kbg_status status = (unsigned)mark <= KBG_HOT_MUTED
                            ? kbg__event_check_id(base, id, len, &problem)
                            : kbg__problem_set(&problem, KBG_ERR_OPTIONS, "the mark is not valid");
    if (status == KBG_OK)
        status = kbg__hotness_set_mark(&base->hotness, id, len, mark, &problem);
    return status == KBG_OK ? KBG_OK : kbg__fail(&base->memory, status, &problem, kbg__no_source, error);
}

kbg_hot_mark kbg_base_hot_mark(kbg_base *base, const char *id, size_t len)
{
    assert(base && (id || len == 0));
    const kbg__hotness_entry *entry = kbg__hotness_find(&base->hotness, id, len);
    return entry ? kbg__hotness_mark(entry) : KBG_HOT_AS_USED;
}

double kbg_base_hotness(kbg_base *base, const char *id, size_t len, int64_t now)
{
    assert(base && (id || len == 0));
    const kbg__hotness_entry *entry = kbg__hotness_find(&base->hotness, id, len);
    kbg__hotness_now at = kbg__hotness_at(&base->hotness, now);
    return entry ? kbg__hotness_count(entry, &at) : 0;
}

/* Copies and checks what the caller wants. */
static kbg_status take_options(kbg_hot_options *own, const kbg_hot_options *given, kbg__problem *problem)
{
    *own = (kbg_hot_options){ 0 };
    kbg_status status = kbg__sized_copy(own, sizeof(*own), sizeof(*own), given);
    const char *wrong = status != KBG_OK                             ? "size"
                        : own->limit > 1000                          ? "limit"
                        : own->kinds >> (KBG_KIND_EMOTIONAL + 1)     ? "kinds"
                        : own->stages >> (KBG_STAGE_FAREWELL + 1)    ? "stages"
                        : own->states >> (KBG_STATE_ARCHIVED + 1)    ? "states"
                        : own->flags & ~KBG_QUERY_ANY_TIME           ? "flags"
                        : own->now <= 0                              ? "now"
                        : own->category.len && !own->category.data   ? "category"
                                                                     : NULL;
    if (wrong)
        return kbg__problem_set(problem, KBG_ERR_OPTIONS, "hot options: %s is not valid", wrong);
    if (own->limit == 0)
        own->limit = 10;
    return KBG_OK;
}

kbg_status kbg_base_hot(kbg_base *base, const kbg_hot_options *options, kbg_hits **hits, kbg_error **error)
{
    kbg_hot_options own;
    kbg__problem problem = { .status = KBG_OK };
    kbg__hit *list = NULL;
    size_t count = 0;
    assert(base && options && hits);
    if (error)
        *error = NULL;
    *hits = NULL;
    kbg_status status = take_options(&own, options, &problem);
    if (status == KBG_OK) {
        kbg__snapshot *snapshot = kbg__base_current(base);
        status = kbg__base_hot(base, snapshot, &own, &list, &count);
        if (status == KBG_OK)
            status = kbg__hits_new(NULL, snapshot, list, count, NULL, 0, &(kbg__part){ 0, 0 }, 1, hits);
        kbg__free(&base->memory, list);
        kbg__snapshot_unref(snapshot);
    }
    return status == KBG_OK ? KBG_OK : kbg__fail(&base->memory, status, &problem, kbg__no_source, error);
}
