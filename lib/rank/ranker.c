/* SPDX-License-Identifier: MIT */
#include "rank/ranker.h"

#include "item/record.h"
#include "rank/confidence.h"
#include "rank/explain.h"
#include "rank/votes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void kbg__ranker_init(kbg__ranker *ranker, const kbg_allocator *memory)
{
    *ranker = (kbg__ranker){ .memory = memory };
    kbg__query_terms_init(&ranker->terms, memory);
    kbg__gather_init(&ranker->gather, memory);
    kbg__filter_init(&ranker->filter, memory);
    kbg__message_init(&ranker->message, memory);
}

void kbg__ranker_free(kbg__ranker *ranker)
{
    kbg__query_terms_free(&ranker->terms);
    kbg__gather_free(&ranker->gather);
    kbg__filter_free(&ranker->filter);
    kbg__message_free(&ranker->message);
    kbg__free(ranker->memory, (void *)ranker->selected);
    kbg__free(ranker->memory, ranker->ranked);
    kbg__free(ranker->memory, ranker->hits);
    kbg__free(ranker->memory, ranker->spans);
    kbg__ranker_init(ranker, ranker->memory);
}

static int compare_ids(const kbg_item *left, const kbg_item *right)
{
    return kbg__record_compare_ids((const char *)left, (const char *)right);
}

static const kbg_item *item_of(const kbg__searched *searched, const kbg__candidate *candidate)
{
    return searched->corpus->parts[candidate->part].items[candidate->item];
}

/* The number of a candidate's item among those of all parts. */
static uint32_t number_of(const kbg__searched *searched, const kbg__candidate *candidate)
{
    return searched->corpus->parts[candidate->part].first + candidate->item;
}

/* Whether a stands before b after the first step: by text, then by id. */
static bool is_better(const kbg__searched *searched, const kbg__candidate *a, const kbg__candidate *b)
{
    if (a->text != b->text)
        return a->text > b->text;
    return compare_ids(item_of(searched, a), item_of(searched, b)) < 0;
}

/* Restores the heap (the worst on top) below `at`. */
static void sift_down(const kbg__searched *searched, const kbg__candidate **heap, size_t count, size_t at)
{
    for (;;) {
        size_t worst = at, left = 2 * at + 1;
        for (size_t child = left; child < count && child <= left + 1; child++)
            if (is_better(searched, heap[worst], heap[child]))
                worst = child;
        if (worst == at)
            return;
        const kbg__candidate *moved = heap[at];
        heap[at] = heap[worst];
        heap[worst] = moved;
        at = worst;
    }
}

static void make_heap(const kbg__searched *searched, const kbg__candidate **heap, size_t count)
{
    for (size_t n = count / 2; n > 0; n--)
        sift_down(searched, heap, count, n - 1);
}

/* Selects the best `most` candidates that pass the filter; they stand best first afterwards. */
static kbg_status select_best(kbg__ranker *r, const kbg__searched *searched, size_t most, size_t *count)
{
    size_t kept = 0;
    most = most < r->gather.count ? most : r->gather.count;
    *count = 0;
    if (kbg__grow(r->memory, (void **)&r->selected, &r->selected_capacity, most, sizeof(*r->selected)))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < r->gather.count && most; i++) {
        const kbg__candidate *c = &r->gather.candidates[i];
        /* Weights of 0 can leave a match without a score; that is none. */
        if (!(c->text > 0) || (kept == most && !is_better(searched, c, r->selected[0])))
            continue;
        kbg__filter_take(&r->filter, c->part);
        if (!kbg__filter_passes(&r->filter, c->item, item_of(searched, c)))
            continue;
        if (kept < most) {
            r->selected[kept++] = c;
            if (kept == most)
                make_heap(searched, r->selected, kept);
        } else {
            r->selected[0] = c;
            sift_down(searched, r->selected, kept, 0);
        }
    }
    if (kept < most)
        make_heap(searched, r->selected, kept);
    *count = kept;
    for (size_t n = kept; n > 1; n--) { /* take the worst to the end, again and again */
        const kbg__candidate *worst = r->selected[0];
        r->selected[0] = r->selected[n - 1];
        r->selected[n - 1] = worst;
        sift_down(searched, r->selected, n - 1, 0);
    }
    return KBG_OK;
}

static int by_score(const void *left, const void *right)
{
    const kbg__ranked *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return compare_ids(a->item, b->item);
}

static void judge(kbg__ranker *r, const kbg__searched *searched, const kbg__candidate *c, double own,
                  kbg__ranked *ranked)
{
    double boosts[KBG__REASONS];
    ranked->candidate = c;
    ranked->item = item_of(searched, c);
    kbg__features(searched->corpus, searched->weights, &r->terms, &r->gather.tally, &r->message, own, c,
                  ranked->features);
    ranked->score = kbg__boosts(&r->filter, searched->weights, c->item, ranked->item, boosts);
    memcpy(ranked->boosts, boosts + KBG__REASON_CATEGORY, sizeof(ranked->boosts));
    for (int k = 0; k < KBG__FEATURES; k++)
        ranked->score += kbg__feature_weight(searched->weights, (kbg__feature)k, ranked->features) * ranked->features[k];
}

/* The second step: features, boosts, order. */
static kbg_status rerank(kbg__ranker *r, const kbg__searched *searched, size_t count, double own)
{
    kbg_status status = KBG_OK;
    r->ranked_count = count;
    if (kbg__grow(r->memory, (void **)&r->ranked, &r->ranked_capacity, count, sizeof(*r->ranked)))
        return KBG_ERR_NOMEM;
    kbg__votes_set(&r->terms, &r->gather.tally, r->selected, count);
    for (uint32_t part = 0; part < searched->corpus->count && status == KBG_OK; part++) {
        bool taken = false;
        for (size_t i = 0; i < count && status == KBG_OK; i++) {
            if (r->selected[i]->part != part)
                continue;
            if (!taken)
                status = kbg__message_take(&r->message, part);
            if (!taken)
                kbg__filter_take(&r->filter, part);
            taken = true;
            if (status == KBG_OK)
                judge(r, searched, r->selected[i], own, &r->ranked[i]);
        }
    }
    if (status != KBG_OK)
        return status;
    if (count > 1)
        qsort(r->ranked, count, sizeof(*r->ranked), by_score);
    r->others = 0;
    for (size_t i = 1; i < count; i++)
        r->others += exp(r->ranked[i].score - r->ranked[0].score);
    return KBG_OK;
}

/* ln of the odds of the candidate at `rank` against all others, each as likely as exp(score) says. */
static double odds_at(const kbg__ranker *r, size_t rank)
{
    double behind = r->ranked[rank].score - r->ranked[0].score; /* 0 at most */
    double others = rank > 0 ? 1 + r->others - exp(behind) : r->others;
    double odds = behind - log(others);
    return odds < KBG__ODDS_MOST ? odds : KBG__ODDS_MOST;
}

/* The evidence for the hit at `rank`; false if no question of it matched. */
static bool evidence_at(const kbg__ranker *r, size_t rank, kbg__evidence *evidence)
{
    const kbg__ranked *ranked = &r->ranked[rank];
    if (ranked->candidate->best_count == 0)
        return false;
    /* Without pairs what units say stands for them too. */
    double whole = r->terms.whole, pairs = r->terms.whole_pairs, item = ranked->features[KBG__FEATURE_ITEM];
    evidence->likeness = ranked->features[KBG__FEATURE_LIKENESS] / (r->message.row.pairs > 0 ? 2 : 1);
    evidence->item = item;
    evidence->item_pairs = pairs > 0 ? ranked->features[KBG__FEATURE_ITEM_PAIRS] * whole / pairs : item;
    evidence->likelihood_pairs = ranked->features[KBG__FEATURE_LIKELIHOOD_PAIRS];
    evidence->odds = odds_at(r, rank);
    return true;
}

static kbg_status make_hit(kbg__ranker *r, const kbg__searched *searched, const kbg__tokenizer *tokens, size_t rank,
                           double own)
{
    const kbg__ranked *ranked = &r->ranked[rank];
    const kbg__candidate *c = ranked->candidate;
    kbg__hit *hit = &r->hits[r->hit_count];
    *hit = (kbg__hit){ .item = number_of(searched, c), .question = UINT32_MAX, .score = ranked->score };
    if (evidence_at(r, rank, &hit->evidence))
        hit->confidence = kbg__confidence(&hit->evidence);
    if (c->best_count)
        hit->question = c->best_face[0] - searched->corpus->parts[c->part].index->item_face[c->item];
    if (rank == 0 || c->part != r->ranked[rank - 1].candidate->part) {
        kbg_status status = kbg__tally_set(&r->gather.tally, searched->corpus->parts[c->part].index, &r->terms,
                                           c->part);
        if (status != KBG_OK)
            return status;
    }
    kbg__explain_text(searched, &r->terms, &r->gather.tally, c,
                      kbg__feature_weight(searched->weights, KBG__FEATURE_BM25, ranked->features) / own,
                      hit->reasons);
    for (int k = 0; k < KBG__FEATURES; k++)
        if (k != KBG__FEATURE_BM25)
            hit->reasons[KBG__REASON_FEATURE + k] =
                kbg__feature_weight(searched->weights, (kbg__feature)k, ranked->features) * ranked->features[k];
    memcpy(hit->reasons + KBG__REASON_CATEGORY, ranked->boosts, sizeof(ranked->boosts));
    r->hit_count++;
    return kbg__explain_spans(r, searched, tokens, c, hit);
}

kbg_status kbg__ranker_search(kbg__ranker *r, const kbg__searched *searched, const kbg__tokenizer *tokens,
                              const kbg_query *query)
{
    size_t count = 0, most = query->limit + (size_t)1, least = KBG__RERANKED; /* one more: the margin needs the next */
    r->hit_count = r->span_count = 0;
    kbg_status status = kbg__filter_set(&r->filter, query, searched->corpus, searched->hotness);
    if (status == KBG_OK)
        status = kbg__query_terms_set(&r->terms, searched->corpus, searched->weights, tokens);
    if (query->preferred_count || query->stage != KBG_STAGE_NONE || query->audience_count)
        least = KBG__RERANKED_PREFERRING;
    most = most > least ? most : least;
    r->gather.most = most;
    r->gather.filter = &r->filter;
    if (status == KBG_OK)
        status = kbg__gather_run(&r->gather, searched->corpus, searched->weights, &r->terms);
    if (status == KBG_OK)
        status = select_best(r, searched, most, &count);
    if (status == KBG_OK)
        status = kbg__message_set(&r->message, searched->corpus, searched->weights, tokens, &r->terms);
    double own = status == KBG_OK ? kbg__own_score(searched->corpus, searched->weights, &r->terms) : 0;
    if (status == KBG_OK)
        status = rerank(r, searched, count, own);
    if (status == KBG_OK)
        status = kbg__grow(r->memory, (void **)&r->hits, &r->hit_capacity, count, sizeof(*r->hits));
    for (size_t i = 0; i < count && i < query->limit && status == KBG_OK; i++)
        status = make_hit(r, searched, tokens, i, own);
    return status;
}

/* Adds the items of a part that have a code. */
static kbg_status add_coded(kbg__ranker *r, const kbg__searched *searched, uint32_t part, kbg__folded *folded,
                            const char *code, size_t len)
{
    const kbg__corpus_part *p = &searched->corpus->parts[part];
    const struct kbg__code_item *items;
    size_t count = 0;
    kbg_status status = kbg__codes_find(p->codes, folded, code, len, &items, &count);
    if (status == KBG_OK)
        status = kbg__grow(r->memory, (void **)&r->gather.candidates, &r->gather.candidate_capacity,
                           r->gather.count + count, sizeof(kbg__candidate));
    kbg__filter_take(&r->filter, part);
    /* Use takes the place of a text score, and boosts order those of about the same; the scores that are handed out are
     * all 1. */
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        uint32_t item = items[i].item;
        double boosts[KBG__REASONS];
        if (kbg__is_dead(p->dead, item))
            continue;
        double order = 1000 * kbg__boost_use(&r->filter, item, p->items[item]) +
                       kbg__boosts(&r->filter, searched->weights, item, p->items[item], boosts);
        r->gather.candidates[r->gather.count++] = (kbg__candidate){ .part = part, .item = item, .text = 100 + order };
    }
    return status;
}

kbg_status kbg__ranker_lookup(kbg__ranker *r, const kbg__searched *searched, kbg__folded *folded, const char *code,
                              size_t len, const kbg_query *query)
{
    size_t count = 0;
    r->hit_count = r->span_count = 0;
    r->gather.count = 0;
    kbg_status status = kbg__filter_set(&r->filter, query, searched->corpus, searched->hotness);
    for (uint32_t part = 0; part < searched->corpus->count && status == KBG_OK; part++)
        status = add_coded(r, searched, part, folded, code, len);
    if (status == KBG_OK)
        status = select_best(r, searched, query->limit, &count);
    if (status == KBG_OK)
        status = kbg__grow(r->memory, (void **)&r->hits, &r->hit_capacity, count, sizeof(*r->hits));
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        r->hits[i] = (kbg__hit){
            .item = number_of(searched, r->selected[i]), .question = UINT32_MAX, .score = 1, .confidence = 1
        };
        r->hits[i].reasons[KBG__REASON_LOOKUP] = 1;
        r->hit_count = i + 1;
    }
    return status;
}
