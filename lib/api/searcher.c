/* SPDX-License-Identifier: MIT */
#include "api/searcher.h"

#include "api/error.h"
#include "base/sized.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

_Static_assert(sizeof(void *) != 8 || sizeof(kbg_query) == 120, "kbg_query has padding or has changed");

kbg_status kbg_searcher_new(kbg_base *base, kbg_searcher **searcher, kbg_error **error)
{
    assert(base && searcher);
    if (error)
        *error = NULL;
    *searcher = NULL;
    kbg_status status = KBG_ERR_NOMEM;
    kbg_searcher *made = kbg__calloc(&base->memory, 1, sizeof(*made));
    if (made && (made->pool = kbg__pool_new(&base->memory)))
        status = kbg__tokenizer_init(&made->tokenizer, &base->memory, &base->rules, true);
    if (status == KBG_OK) {
        status = kbg__checker_init(&made->checker, &base->memory, base->rules.emoticons);
        if (status != KBG_OK)
            kbg__tokenizer_free(&made->tokenizer);
    }
    if (status != KBG_OK) {
        if (made)
            kbg__pool_close(made->pool);
        kbg__free(&base->memory, made);
        return kbg__fail(&base->memory, status, NULL, kbg__no_source, error);
    }
    made->base = kbg_base_ref(base);
    kbg__ranker_init(&made->ranker, &base->memory);
    kbg__answer_init(&made->answer, &base->memory);
    kbg__suggester_init(&made->suggester, &base->memory);
    kbg__renderer_init(&made->renderer, &base->memory);
    kbg__buffer_init(&made->line, &base->memory);
    *searcher = made;
    return KBG_OK;
}

void kbg_searcher_free(kbg_searcher *searcher)
{
    if (!searcher)
        return;
    kbg_base *base = searcher->base;
    kbg__snapshot_unref(searcher->snapshot);
    kbg__rule_set_unref(searcher->rule_set);
    kbg__checker_free(&searcher->checker);
    kbg__suggester_free(&searcher->suggester);
    kbg__ranker_free(&searcher->ranker);
    kbg__answer_free(&searcher->answer);
    kbg__renderer_free(&searcher->renderer);
    kbg__buffer_free(&searcher->line);
    kbg__tokenizer_free(&searcher->tokenizer);
    kbg__pool_close(searcher->pool);
    kbg__free(&base->memory, searcher);
    kbg__base_unref(base);
}

/* Copies and checks what the caller wants. */
static kbg_status take_query(kbg_query *own, const kbg_query *given, kbg__problem *problem)
{
    static const uint32_t flags = KBG_QUERY_ANY_TIME | KBG_QUERY_ANY_AUDIENCE | KBG_QUERY_NO_HOTNESS | KBG_QUERY_WHOLE;
    *own = (kbg_query){ 0 };
    kbg_status status = kbg__sized_copy(own, sizeof(*own), sizeof(*own), given);
    const char *wrong = status != KBG_OK                              ? "size"
                        : own->flags & ~flags                         ? "flags"
                        : own->limit > 1000                           ? "limit"
                        : own->kinds >> (KBG_KIND_EMOTIONAL + 1)      ? "kinds"
                        : own->states >> (KBG_STATE_ARCHIVED + 1)     ? "states"
                        : own->stage > KBG_STAGE_FAREWELL             ? "stage"
                        : !(own->min_confidence >= 0 && own->min_confidence <= 1) ? "min_confidence"
                        : own->preferred_count > 64                   ? "preferred_count"
                        : own->audience_count > 64                    ? "audience_count"
                        : own->preferred_count && !own->preferred     ? "preferred"
                        : own->audience_count && !own->audience       ? "audience"
                                                                      : NULL;
    if (wrong)
        return kbg__problem_set(problem, KBG_ERR_OPTIONS, "query: %s is not valid", wrong);
    if (own->limit == 0)
        own->limit = 10;
    return KBG_OK;
}

static kbg_status check_length(const kbg_searcher *searcher, size_t len, kbg__problem *problem)
{
    uint64_t most = searcher->base->limits.value[KBG_LIMIT_MESSAGE_BYTES];
    if (len <= most)
        return KBG_OK;
    return kbg__problem_set(problem, KBG_ERR_LIMIT, "the message has %zu bytes, the limit is %" PRIu64, len, most);
}

kbg_status kbg__searcher_begin(kbg_searcher *searcher, size_t len, const kbg_query *query, kbg_query *own,
                               kbg__searched *searched, kbg__problem *problem)
{
    kbg_status status = take_query(own, query, problem);
    if (status == KBG_OK)
        status = check_length(searcher, len, problem);
    if (status != KBG_OK)
        return status;
    kbg__base_refresh(searcher->base, &searcher->snapshot);
    *searched = (kbg__searched){ &searcher->snapshot->corpus, &searcher->base->weights,
                                 &searcher->base->hotness };
    return KBG_OK;
}

/* Both ways of searching differ in one step only. */
static kbg_status search(kbg_searcher *searcher, bool is_lookup, const char *text, size_t len, const kbg_query *query,
                         kbg_hits **hits, kbg_error **error)
{
    kbg_query own;
    kbg__problem problem = { .status = KBG_OK };
    assert(searcher && hits && (text || len == 0));
    if (error)
        *error = NULL;
    *hits = NULL;
    kbg__searched searched;
    kbg_status status = kbg__searcher_begin(searcher, len, query, &own, &searched, &problem);
    if (status == KBG_OK) {
        if (is_lookup) {
            status = kbg__ranker_lookup(&searcher->ranker, &searched, &searcher->tokenizer.folded, text, len, &own);
            if (status == KBG_OK)
                status = kbg__answer_take(&searcher->answer, &searcher->ranker, len);
        } else if (!searcher->snapshot->words) { /* nothing was ever loaded */
            searcher->ranker.hit_count = searcher->ranker.span_count = 0;
            status = kbg__answer_take(&searcher->answer, &searcher->ranker, len);
        } else {
            status = kbg__answer_search(&searcher->answer, &searcher->ranker, &searched, &searcher->tokenizer,
                                        &searcher->snapshot->words->words, text, len, &own);
        }
    }
    if (status == KBG_OK)
        status = kbg__hits_new(searcher->pool, searcher->snapshot, searcher->answer.hits, searcher->answer.hit_count,
                               searcher->answer.spans, searcher->answer.span_count, searcher->answer.parts,
                               searcher->answer.part_count, hits);
    return status == KBG_OK ? KBG_OK : kbg__fail(&searcher->base->memory, status, &problem, kbg__no_source, error);
}

kbg_status kbg_search(kbg_searcher *searcher, const char *text, size_t len, const kbg_query *query, kbg_hits **hits,
                      kbg_error **error)
{
    return search(searcher, false, text, len, query, hits, error);
}

kbg_status kbg_lookup(kbg_searcher *searcher, const char *code, size_t len, const kbg_query *query, kbg_hits **hits,
                      kbg_error **error)
{
    return search(searcher, true, code, len, query, hits, error);
}
