/* SPDX-License-Identifier: MIT */
#include "index/corpus.h"

kbg__statistics kbg__corpus_statistics(const kbg__corpus_part *parts, size_t count)
{
    kbg__statistics sum = { 0 };
    for (size_t i = 0; i < count; i++) {
        kbg__statistics_add(&sum, &parts[i].index->statistics);
        if (parts[i].dead)
            kbg__statistics_subtract(&sum, &parts[i].dead->statistics);
    }
    return sum;
}

/* Adds what a term counts for in one part. */
static void add_counts(const kbg__corpus_part *part, kbg__token_class class_, uint32_t term, kbg__term_counts *counts)
{
    const kbg__term_class *c = &part->index->classes[class_];
    kbg__dead_term dead = kbg__dead_term_of(part->dead, class_, term);
    counts->question_df += kbg__question_df(c, term) - dead.question_df;
    counts->item_df += c->item_df[term] - dead.item_df;
}

kbg__term_counts kbg__corpus_find(const kbg__corpus *corpus, kbg__token_class class_, const char *text, size_t len,
                                  kbg__postings *postings)
{
    kbg__term_counts counts = { 0, 0 };
    for (size_t i = 0; i < corpus->count; i++) {
        const kbg__corpus_part *part = &corpus->parts[i];
        uint32_t term = kbg__interner_find(&part->index->classes[class_].terms, text, len);
        if (term != KBG__NOT_INTERNED)
            add_counts(part, class_, term, &counts);
        if (postings)
            postings[i] = term == KBG__NOT_INTERNED ? (kbg__postings){ .words = NULL }
                                                    : kbg__index_postings(part->index, class_, term);
    }
    return counts;
}

bool kbg__corpus_knows(const kbg__corpus *corpus, kbg__token_class class_, const char *text, size_t len)
{
    return kbg__corpus_find(corpus, class_, text, len, NULL).item_df > 0;
}

kbg__term_counts kbg__corpus_counts(const kbg__corpus *corpus, size_t part, kbg__token_class class_, uint32_t term)
{
    kbg__term_counts counts = { 0, 0 };
    if (corpus->count > 1) {
        size_t len;
        const char *text = kbg__interner_text(&corpus->parts[part].index->classes[class_].terms, term, &len);
        return kbg__corpus_find(corpus, class_, text, len, NULL);
    }
    add_counts(&corpus->parts[part], class_, term, &counts);
    return counts;
}
