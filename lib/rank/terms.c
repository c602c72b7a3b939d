/* SPDX-License-Identifier: MIT */
#include "rank/terms.h"

#include "rank/bm25.h"

#include <stdlib.h>

void kbg__query_terms_init(kbg__query_terms *terms, const kbg_allocator *memory)
{
    *terms = (kbg__query_terms){ .memory = memory };
}

void kbg__query_terms_free(kbg__query_terms *terms)
{
    kbg__free(terms->memory, terms->terms);
    kbg__free(terms->memory, terms->of_token);
    kbg__query_terms_init(terms, terms->memory);
}

static int compare(const void *left, const void *right)
{
    const kbg__query_term *a = left, *b = right;
    if (a->class_ != b->class_)
        return a->class_ < b->class_ ? -1 : 1;
    return (a->term > b->term) - (a->term < b->term);
}

/* Of equal terms the heavier one first: a term counts as filler only if it is so wherever it stands. */
static int compare_weights(const void *left, const void *right)
{
    const kbg__query_term *a = left, *b = right;
    int order = compare(left, right);
    return order ? order : (a->question_weight < b->question_weight) - (a->question_weight > b->question_weight);
}

/* Gives each token its place among the sorted terms, and drops double terms. */
static void deduplicate(kbg__query_terms *terms)
{
    size_t kept = 0;
    for (size_t i = 0; i < terms->count; i++)
        if (kept == 0 || compare(&terms->terms[kept - 1], &terms->terms[i]) != 0)
            terms->terms[kept++] = terms->terms[i];
    terms->count = kept;
}

/* Sounds stand in for words that may be misspelt: those of a pair that the base knows as it is written do not count. */
static bool is_needless_sound(const kbg__index *index, const kbg__tokenizer *tokens, kbg__token token)
{
    return token.class_ == KBG__TOKEN_SOUND &&
           kbg__interner_find(&index->classes[KBG__TOKEN_PAIR].terms, tokens->folded.text.data + token.start,
                              token.end - token.start) != KBG__NOT_INTERNED;
}

kbg_status kbg__query_terms_set(kbg__query_terms *terms, const kbg__index *index, const kbg__weights *weights,
                                const kbg__tokenizer *tokens)
{
    size_t count = tokens->token_count;
    terms->count = 0;
    terms->whole = 0;
    terms->units = tokens->unit_count;
    if (kbg__grow(terms->memory, (void **)&terms->terms, &terms->capacity, count, sizeof(*terms->terms)) ||
        kbg__grow(terms->memory, (void **)&terms->of_token, &terms->token_capacity, count, sizeof(uint32_t)))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        kbg__token token = tokens->tokens[i];
        kbg__query_term term = { .class_ = (kbg__token_class)token.class_ };
        double weight = weights->value[KBG__WEIGHT_CLASS_WORD + token.class_];
        if (is_needless_sound(index, tokens, token))
            weight = 0;
        if (token.is_filler)
            weight *= weights->value[KBG__WEIGHT_FILLER];
        size_t len;
        const char *text = kbg__token_term(tokens, &tokens->tokens[i], &len);
        term.term = kbg__interner_find(&index->classes[token.class_].terms, text, len);
        if (weight == 0) /* a class without weight takes no part */
            term.term = KBG__NOT_INTERNED;
        terms->of_token[i] = term.term; /* the term for now, its place below */
        if (term.term != KBG__NOT_INTERNED) {
            term.postings = kbg__index_postings(index, term.class_, term.term);
            term.question_weight = weight * kbg__bm25_idf((double)index->question_count, term.postings.question_df);
            term.item_weight = weight * kbg__bm25_idf((double)index->item_count, term.postings.item_df);
            terms->terms[terms->count++] = term;
        } else {
            term.question_weight = weight * kbg__bm25_idf((double)index->question_count, 0);
        }
        terms->whole += term.question_weight;
    }
    if (terms->count > 1)
        qsort(terms->terms, terms->count, sizeof(*terms->terms), compare_weights);
    deduplicate(terms);
    for (size_t i = 0; i < count; i++) {
        if (terms->of_token[i] == KBG__NOT_INTERNED)
            continue;
        kbg__query_term wanted = { .class_ = (kbg__token_class)tokens->tokens[i].class_, .term = terms->of_token[i] };
        kbg__query_term *there = bsearch(&wanted, terms->terms, terms->count, sizeof(wanted), compare);
        terms->of_token[i] = (uint32_t)(there - terms->terms);
    }
    return KBG_OK;
}
