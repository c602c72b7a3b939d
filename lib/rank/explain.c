/* SPDX-License-Identifier: MIT */
#include "rank/explain.h"

#include "rank/bm25.h"

#include <stdlib.h>

/* Adds what terms give to one of the best questions, as in gather.c. */
static void explain_question(const kbg__searched *searched, const kbg__norms *norms, const kbg__query_terms *terms,
                             kbg__tally *tally, const kbg__candidate *c, uint32_t j, double factor,
                             double reasons[KBG__REASONS])
{
    const kbg__index *index = searched->corpus->parts[c->part].index;
    double norm = kbg__question_norm(norms, index, c->best_face[j]);
    factor *= kbg__best_weight(index, searched->weights, c->item, j);
    kbg__tally_begin(tally);
    kbg__tally_face(tally, index, c->best_face[j]);
    for (size_t i = 0; i < tally->here_count; i++) {
        const kbg__query_term *term = &terms->terms[terms->order[tally->here[i]].term];
        int reason = term->is_synonym ? KBG__REASON_QUESTIONS_SYNONYM : KBG__REASON_QUESTIONS + (int)term->class_;
        reasons[reason] += factor * term->question_weight *
                           kbg__bm25_frequency(norms->question_k1, norm, tally->frequencies[tally->here[i]]);
    }
}

void kbg__explain_text(const kbg__searched *searched, const kbg__query_terms *terms, kbg__tally *tally,
                       const kbg__candidate *c, double factor, double reasons[KBG__REASONS])
{
    const kbg__index *index = searched->corpus->parts[c->part].index;
    kbg__norms norms = kbg__norms_of(&searched->corpus->statistics, searched->weights);
    double share = kbg__item_share(index, searched->weights, c->item), norm = kbg__item_norm(&norms, index, c->item);
    for (uint32_t j = 0; j < c->best_count; j++)
        explain_question(searched, &norms, terms, tally, c, j, factor * (1 - share), reasons);
    for (size_t i = 0; i < c->tallied_count; i++) {
        const kbg__tallied *of = &tally->kept[c->tallied + i];
        const kbg__query_term *term = &terms->terms[terms->order[of->rank].term];
        int reason = term->is_synonym ? KBG__REASON_ITEM_SYNONYM : KBG__REASON_ITEM + (int)term->class_;
        reasons[reason] += factor * share * term->item_weight *
                           kbg__bm25_frequency(norms.item_k1, norm, of->asked + norms.answer * of->answered);
    }
}

static int by_start(const void *left, const void *right)
{
    const kbg__span *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return (a->end > b->end) - (a->end < b->end);
}

/* Adds the span of the message that bytes [start, end) of the folded text came from. */
static kbg_status add_span(kbg__ranker *ranker, const kbg__tokenizer *tokens, uint32_t start, uint32_t end)
{
    if (kbg__grow(ranker->memory, (void **)&ranker->spans, &ranker->span_capacity, ranker->span_count + 1,
                  sizeof(*ranker->spans)))
        return KBG_ERR_NOMEM;
    ranker->spans[ranker->span_count++] =
        (kbg__span){ tokens->folded.start[start], tokens->folded.end[end - 1] };
    return KBG_OK;
}

kbg_status kbg__explain_spans(kbg__ranker *ranker, const kbg__searched *searched, const kbg__tokenizer *tokens,
                              const kbg__candidate *candidate, kbg__hit *hit)
{
    const kbg__index *index = searched->corpus->parts[candidate->part].index;
    kbg__query_terms *terms = &ranker->terms;
    kbg__tally *tally = &ranker->gather.tally;
    uint32_t first = candidate->best_count ? candidate->best_face[0] : index->item_face[candidate->item];
    uint32_t end = candidate->best_count ? first + 1 : index->item_face[candidate->item + 1];
    hit->span_first = ranker->span_count;
    for (size_t i = 0; i < terms->count; i++)
        terms->terms[i].matched = false;
    kbg__tally_begin(tally);
    for (uint32_t face = first; face < end; face++)
        kbg__tally_face(tally, index, face);
    for (size_t i = 0; i < tally->there_count; i++)
        terms->terms[terms->order[tally->there[i]].term].matched = true;
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < tokens->token_count && status == KBG_OK; i++)
        if (terms->of_token[i] != UINT32_MAX && terms->terms[terms->of_token[i]].matched)
            status = add_span(ranker, tokens, tokens->tokens[i].start, tokens->tokens[i].end);
    for (size_t i = 0; i < terms->synonym_count && status == KBG_OK; i++)
        if (terms->terms[terms->synonyms[i].term].matched && terms->terms[terms->synonyms[i].term].is_synonym)
            status = add_span(ranker, tokens, terms->synonyms[i].start, terms->synonyms[i].end);
    if (status != KBG_OK || ranker->span_count == hit->span_first) /* a part of a synonym is no span */
        return status;
    /* Join what overlaps or touches. */
    kbg__span *spans = ranker->spans + hit->span_first;
    size_t count = ranker->span_count - hit->span_first, kept = 0;
    if (count > 1)
        qsort(spans, count, sizeof(*spans), by_start);
    for (size_t i = 0; i < count; i++) {
        if (kept && spans[i].start <= spans[kept - 1].end) {
            if (spans[i].end > spans[kept - 1].end)
                spans[kept - 1].end = spans[i].end;
        } else {
            spans[kept++] = spans[i];
        }
    }
    hit->span_count = kept;
    ranker->span_count = hit->span_first + kept;
    return KBG_OK;
}
