/* SPDX-License-Identifier: MIT */
#include "rank/ranker.h"

#include "item/record.h"
#include "rank/bm25.h"
#include "rank/confidence.h"
#include "rank/explain.h"

#include <stdlib.h>
#include <string.h>

void kbg__ranker_init(kbg__ranker *ranker, const kbg_allocator *memory)
{
    *ranker = (kbg__ranker){ .memory = memory };
    kbg__query_terms_init(&ranker->terms, memory);
    kbg__gather_init(&ranker->gather, memory);
    kbg__filter_init(&ranker->filter, memory);
}

void kbg__ranker_free(kbg__ranker *ranker)
{
    kbg__query_terms_free(&ranker->terms);
    kbg__gather_free(&ranker->gather);
    kbg__filter_free(&ranker->filter);
    kbg__free(ranker->memory, ranker->selected);
    kbg__free(ranker->memory, ranker->hits);
    kbg__free(ranker->memory, ranker->spans);
    kbg__ranker_init(ranker, ranker->memory);
}

static int compare_ids(const kbg__searched *searched, uint32_t left, uint32_t right)
{
    size_t left_len, right_len;
    const char *a = kbg__record_child_text((const char *)searched->items[left], KBG__TAG_ID, 0, "", &left_len);
    const char *b = kbg__record_child_text((const char *)searched->items[right], KBG__TAG_ID, 0, "", &right_len);
    int order = memcmp(a, b, left_len < right_len ? left_len : right_len);
    return order ? order : (left_len > right_len) - (left_len < right_len);
}

/* Whether a stands before b: by score, then by id. */
static bool is_better(const kbg__searched *searched, const kbg__candidate *a, const kbg__candidate *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    return compare_ids(searched, a->item, b->item) < 0;
}

/* Restores the heap (the worst on top) below `at`. */
static void sift_down(const kbg__searched *searched, kbg__candidate *heap, size_t count, size_t at)
{
    for (;;) {
        size_t worst = at, left = 2 * at + 1;
        for (size_t child = left; child < count && child <= left + 1; child++)
            if (is_better(searched, &heap[worst], &heap[child]))
                worst = child;
        if (worst == at)
            return;
        kbg__candidate moved = heap[at];
        heap[at] = heap[worst];
        heap[worst] = moved;
        at = worst;
    }
}

/* Selects the best `most` candidates that pass the filter; they stand best first afterwards. */
static kbg_status select_best(kbg__ranker *r, const kbg__searched *searched, size_t most, size_t *count)
{
    double shares[KBG__REASONS];
    size_t kept = 0;
    most = most < r->gather.count ? most : r->gather.count;
    *count = 0;
    if (kbg__grow(r->memory, (void **)&r->selected, &r->selected_capacity, most, sizeof(*r->selected)))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < r->gather.count && most; i++) {
        kbg__candidate *c = &r->gather.candidates[i];
        const kbg_item *item = searched->items[c->item];
        /* Weights of 0 can leave a match without a score; that is none. */
        if (!(c->text > 0) || !kbg__filter_passes(&r->filter, c->item, item))
            continue;
        c->boost = kbg__boosts(&r->filter, searched->weights, c->item, item, shares);
        c->score = c->text * (1 + c->boost);
        if (kept < most) {
            r->selected[kept++] = *c;
            for (size_t n = kept / 2; kept == most && n > 0; n--) /* full: make it a heap, once */
                sift_down(searched, r->selected, kept, n - 1);
        } else if (is_better(searched, c, &r->selected[0])) {
            r->selected[0] = *c;
            sift_down(searched, r->selected, kept, 0);
        }
    }
    if (kept < most)
        for (size_t n = kept / 2; n > 0; n--)
            sift_down(searched, r->selected, kept, n - 1);
    *count = kept;
    for (size_t n = kept; n > 1; n--) { /* take the worst to the end, again and again */
        kbg__candidate worst = r->selected[0];
        r->selected[0] = r->selected[n - 1];
        r->selected[n - 1] = worst;
        sift_down(searched, r->selected, n - 1, 0);
    }
    return KBG_OK;
}

/* The evidence for the candidate at `rank` of those selected; false if no question of it matched. */
static bool evidence_at(const kbg__ranker *r, const kbg__searched *searched, size_t count, size_t rank,
                        kbg__evidence *evidence)
{
    const kbg__candidate *c = &r->selected[rank];
    const kbg__index *index = searched->index;
    const double *w = searched->weights->value;
    if (c->best_count == 0)
        return false;
    double asked = (double)r->terms.units, units = index->face_units[c->best_face[0]];
    double average = (double)index->question_units / (double)index->question_count;
    double norm = kbg__bm25_norm(w[KBG__WEIGHT_QUESTION_K1], w[KBG__WEIGHT_QUESTION_B], asked, average);
    double own = r->terms.whole * kbg__bm25_frequency(w[KBG__WEIGHT_QUESTION_K1], norm, 1);
    double best = r->selected[0].score, other = rank > 0 ? best : count > 1 ? r->selected[1].score : 0;
    evidence->coverage = c->best_score[0] < own ? c->best_score[0] / own : 1;
    evidence->length = units < asked ? units / asked : asked / units;
    evidence->margin = (c->score - other) / best;
    return true;
}

static kbg_status make_hit(kbg__ranker *r, const kbg__searched *searched, const kbg__tokenizer *tokens, size_t count,
                           size_t rank)
{
    const kbg__candidate *c = &r->selected[rank];
    double shares[KBG__REASONS];
    kbg__hit *hit = &r->hits[r->hit_count];
    *hit = (kbg__hit){ .item = c->item,
                       .question = UINT32_MAX,
                       .score = c->score };
    if (evidence_at(r, searched, count, rank, &hit->evidence))
        hit->confidence = kbg__confidence(&hit->evidence);
    if (c->best_count)
        hit->question = c->best_face[0] - searched->index->item_face[c->item];
    if (hit->confidence < r->filter.query->min_confidence)
        return KBG_OK;
    kbg__explain_text(searched, &r->terms, c, hit);
    (void)kbg__boosts(&r->filter, searched->weights, c->item, searched->items[c->item], shares);
    for (int i = KBG__REASON_CATEGORY; i <= KBG__REASON_AUDIENCE; i++)
        hit->reasons[i] = c->text * shares[i];
    r->hit_count++;
    return kbg__explain_spans(r, searched, tokens, c, hit);
}

kbg_status kbg__ranker_search(kbg__ranker *r, const kbg__searched *searched, const kbg__tokenizer *tokens,
                              const kbg_query *query)
{
    size_t count = 0;
    r->hit_count = r->span_count = 0;
    kbg_status status = kbg__filter_set(&r->filter, query, searched->columns);
    if (status == KBG_OK)
        status = kbg__query_terms_set(&r->terms, searched->index, searched->weights, tokens);
    if (status == KBG_OK)
        status = kbg__gather_run(&r->gather, searched->index, searched->weights, &r->terms);
    if (status == KBG_OK)
        status = select_best(r, searched, (size_t)query->limit + 1, &count); /* one more: the margin needs the next */
    if (status == KBG_OK)
        status = kbg__grow(r->memory, (void **)&r->hits, &r->hit_capacity, count, sizeof(*r->hits));
    for (size_t i = 0; i < count && i < query->limit && status == KBG_OK; i++)
        status = make_hit(r, searched, tokens, count, i);
    return status;
}

kbg_status kbg__ranker_lookup(kbg__ranker *r, const kbg__searched *searched, kbg__folded *folded, const char *code,
                              size_t len, const kbg_query *query)
{
    const struct kbg__code_item *items;
    size_t count = 0;
    r->hit_count = r->span_count = 0;
    r->gather.count = 0;
    kbg_status status = kbg__filter_set(&r->filter, query, searched->columns);
    if (status == KBG_OK)
        status = kbg__codes_find(searched->codes, folded, code, len, &items, &count);
    if (status == KBG_OK)
        status = kbg__grow(r->memory, (void **)&r->gather.candidates, &r->gather.candidate_capacity, count,
                           sizeof(kbg__candidate));
    /* Text scores of 1 + hotness order the items; the scores that are handed out are all 1. */
    for (size_t i = 0; i < count && status == KBG_OK; i++)
        r->gather.candidates[r->gather.count++] =
            (kbg__candidate){ .item = items[i].item, .text = 1.0 + searched->columns->of[items[i].item].hotness };
    if (status == KBG_OK)
        status = select_best(r, searched, query->limit, &count);
    if (status == KBG_OK)
        status = kbg__grow(r->memory, (void **)&r->hits, &r->hit_capacity, count, sizeof(*r->hits));
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        r->hits[i] = (kbg__hit){
            .item = r->selected[i].item, .question = UINT32_MAX, .score = 1, .confidence = 1
        };
        r->hits[i].reasons[KBG__REASON_LOOKUP] = 1;
        r->hit_count = i + 1;
    }
    return status;
}
