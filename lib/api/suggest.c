/* SPDX-License-Identifier: MIT */
#include "api/error.h"
#include "api/searcher.h"

#include <assert.h>

kbg_status kbg_suggest(kbg_searcher *searcher, const char *text, size_t len, const kbg_query *query, kbg_hits **hits,
                       kbg_error **error)
{
    kbg_query own;
    kbg__searched searched;
    kbg__problem problem = { .status = KBG_OK };
    assert(searcher && hits && (text || len == 0));
    kbg__suggester *suggester = &searcher->suggester;
    if (error)
        *error = NULL;
    *hits = NULL;
    kbg_status status = kbg__searcher_begin(searcher, len, query, &own, &searched, &problem);
    if (status == KBG_OK)
        status = kbg__suggester_run(suggester, &searched, text, len, &own);
    if (status == KBG_OK)
        status = kbg__hits_new(searcher->pool, searcher->snapshot, suggester->hits, suggester->hit_count,
                               suggester->spans, suggester->span_count, &(kbg__part){ 0, (uint32_t)len }, 1, hits);
    return status == KBG_OK ? KBG_OK : kbg__fail(&searcher->base->memory, status, &problem, kbg__no_source, error);
}
