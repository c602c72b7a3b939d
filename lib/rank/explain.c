/* SPDX-License-Identifier: MIT */
#include "rank/explain.h"

#include "rank/bm25.h"

#include <stdlib.h>

/* What a term gives to an item as one document and to its best questions, as in gather.c. */
static void explain_term(const kbg__searched *searched, const kbg__norms *norms, const kbg__query_term *term,
                         const kbg__postings *p, const kbg__candidate *c, double share, double factor,
                         double reasons[KBG__REASONS])
{
    const kbg__index *index = searched->corpus->parts[c->part].index;
    uint32_t end = index->item_face[c->item + 1];
    double item_frequency = 0, questions = 0;
    for (size_t i = kbg__postings_seek(p, index->item_face[c->item]); i < p->count && p->faces[i] < end; i++) {
        double frequency = p->frequencies[i];
        bool is_answer = index->face_field[p->faces[i]] == KBG__FACE_ANSWER;
        item_frequency += is_answer ? frequency * norms->answer : frequency;
        for (uint32_t j = 0; j < c->best_count; j++)
            if (c->best_face[j] == p->faces[i])
                questions += kbg__best_weight(index, searched->weights, c->item, j) * term->question_weight *
                             kbg__bm25_frequency(norms->question_k1, kbg__question_norm(norms, index, p->faces[i]),
                                                 frequency);
    }
    int of_questions = term->is_synonym ? KBG__REASON_QUESTIONS_SYNONYM : KBG__REASON_QUESTIONS + (int)term->class_;
    int of_item = term->is_synonym ? KBG__REASON_ITEM_SYNONYM : KBG__REASON_ITEM + (int)term->class_;
    reasons[of_questions] += factor * (1 - share) * questions;
    reasons[of_item] +=
        factor * share * term->item_weight *
        kbg__bm25_frequency(norms->item_k1, kbg__item_norm(norms, index, c->item), item_frequency);
}

void kbg__explain_text(const kbg__searched *searched, const kbg__query_terms *terms, const kbg__candidate *candidate,
                       double factor, double reasons[KBG__REASONS])
{
    const kbg__index *index = searched->corpus->parts[candidate->part].index;
    kbg__norms norms = kbg__norms_of(&searched->corpus->statistics, searched->weights);
    double share = kbg__item_share(index, searched->weights, candidate->item);
    for (size_t i = 0; i < terms->count; i++)
        explain_term(searched, &norms, &terms->terms[i], kbg__query_postings(terms, i, candidate->part), candidate,
                     share, factor, reasons);
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
    uint32_t first = candidate->best_count ? candidate->best_face[0] : index->item_face[candidate->item];
    uint32_t end = candidate->best_count ? first + 1 : index->item_face[candidate->item + 1];
    hit->span_first = ranker->span_count;
    for (size_t i = 0; i < terms->count; i++) {
        const kbg__postings *p = kbg__query_postings(terms, i, candidate->part);
        size_t at = kbg__postings_seek(p, first);
        terms->terms[i].matched = at < p->count && p->faces[at] < end;
    }
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
