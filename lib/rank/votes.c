/* SPDX-License-Identifier: MIT */
#include "rank/votes.h"

#include "rank/bm25.h"

static bool has_vote(const kbg__query_term *term)
{
    return term->class_ == KBG__TOKEN_CHAR && !term->is_synonym;
}

void kbg__votes_set(kbg__query_terms *terms, const kbg__tally *tally, const kbg__candidate *const *candidates, size_t count)
{
    count = count < KBG__VOTERS ? count : KBG__VOTERS;
    for (size_t i = 0; i < terms->count; i++)
        terms->terms[i].vote = 0;
    for (size_t i = 0; i < count; i++) {
        const kbg__tallied *of = tally->kept + candidates[i]->tallied, *end = of + candidates[i]->tallied_count;
        for (; of < end; of++)
            terms->terms[terms->order[of->rank].term].vote += of->questions > 0;
    }
    terms->votes = 0;
    for (size_t i = 0; i < terms->count; i++) { /* by rank, as sums are taken */
        kbg__query_term *term = &terms->terms[terms->order[i].term];
        term->vote = has_vote(term) ? term->item_weight * kbg__bm25_idf((double)count, term->vote) : 0;
        terms->votes += term->vote;
    }
}

double kbg__votes_of(const kbg__query_terms *terms, const kbg__tally *tally, const kbg__candidate *candidate,
                     uint32_t questions)
{
    const kbg__tallied *of = tally->kept + candidate->tallied, *end = of + candidate->tallied_count;
    double votes = 0;
    for (; of < end; of++)
        votes += terms->terms[terms->order[of->rank].term].vote * of->questions;
    return terms->votes > 0 ? votes / (questions + 1.0) / terms->votes : 0;
}
