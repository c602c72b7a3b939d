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
    kbg__free(terms->memory, terms->synonyms);
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
    if (order == 0)
        order = (a->question_weight < b->question_weight) - (a->question_weight > b->question_weight);
    return order ? order : a->is_synonym - b->is_synonym;
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

/* A synonym of a word of the message. */
typedef struct expansion {
    const kbg__index *index;
    const kbg__weights *weights;
    const char *text;
    size_t len;
    double share;
    kbg__occurrence from; /* the word */
} expansion;

/* Adds the term that is `len` bytes of a synonym, unless the index lacks it. One that speaks for the synonym, and not
 * for a part of it only, shows the word as matched. */
static kbg_status add_expanded(kbg__query_terms *terms, const expansion *e, kbg__token_class class_, const char *text,
                               size_t len, bool speaks)
{
    double weight = e->weights->value[KBG__WEIGHT_CLASS_WORD + class_] * e->share;
    kbg__query_term term = { .class_ = class_, .share = e->share, .is_synonym = true };
    term.term = kbg__interner_find(&e->index->classes[class_].terms, text, len);
    if (term.term == KBG__NOT_INTERNED || weight == 0 || terms->expanded == KBG__SYNONYM_TERMS)
        return KBG_OK;
    if (kbg__grow(terms->memory, (void **)&terms->terms, &terms->capacity, terms->count + 1, sizeof(term)) ||
        kbg__grow(terms->memory, (void **)&terms->synonyms, &terms->synonym_capacity, terms->synonym_count + 1,
                  sizeof(*terms->synonyms)))
        return KBG_ERR_NOMEM;
    term.postings = kbg__index_postings(e->index, class_, term.term);
    term.question_weight = weight * kbg__bm25_idf((double)e->index->question_count, term.postings.question_df);
    term.item_weight = weight * kbg__bm25_idf((double)e->index->item_count, term.postings.item_df);
    terms->terms[terms->count++] = term;
    terms->expanded++;
    if (speaks)
        terms->synonyms[terms->synonym_count++] =
            (kbg__synonym_term){ class_, term.term, e->from.start, e->from.end };
    return KBG_OK;
}

/* Adds the word, the units and the pairs of a synonym. */
static kbg_status expand(kbg__query_terms *terms, const expansion *e)
{
    size_t at = 0, start = 0, before = SIZE_MAX, end = 0, units = 0;
    kbg_status status = add_expanded(terms, e, KBG__TOKEN_WORD, e->text, e->len, true);
    while (kbg__next_unit(e->text, e->len, &at, &start))
        units++;
    for (at = 0; status == KBG_OK && kbg__next_unit(e->text, e->len, &at, &start); before = start, end = at) {
        status = add_expanded(terms, e, KBG__TOKEN_CHAR, e->text + start, at - start, units == 1);
        if (status == KBG_OK && before != SIZE_MAX && end == start)
            status = add_expanded(terms, e, KBG__TOKEN_PAIR, e->text + before, at - before, true);
    }
    return status;
}

static kbg_status add_synonyms(kbg__query_terms *terms, const kbg__index *index, const kbg__weights *weights,
                               const kbg__tokenizer *tokens)
{
    const kbg__words *words = tokens->words;
    kbg_status status = KBG_OK;
    terms->synonym_count = terms->expanded = 0;
    for (size_t i = 0; i < tokens->synonyms.count; i++) {
        expansion e = { .index = index, .weights = weights, .from = tokens->synonyms.found[i] };
        for (uint32_t s = words->first[e.from.word]; s != UINT32_MAX && status == KBG_OK; s = words->synonyms[s].next) {
            e.text = kbg__interner_text(&words->targets, words->synonyms[s].target, &e.len);
            e.share = (double)words->synonyms[s].weight;
            status = expand(terms, &e);
        }
    }
    return status;
}

/* The place of a term among the sorted ones; it is there. */
static uint32_t place_of(const kbg__query_terms *terms, kbg__token_class class_, uint32_t term)
{
    kbg__query_term wanted = { .class_ = class_, .term = term };
    kbg__query_term *there = bsearch(&wanted, terms->terms, terms->count, sizeof(wanted), compare);
    return (uint32_t)(there - terms->terms);
}

kbg_status kbg__query_terms_set(kbg__query_terms *terms, const kbg__index *index, const kbg__weights *weights,
                                const kbg__tokenizer *tokens)
{
    size_t count = tokens->token_count;
    terms->count = 0;
    terms->whole = 0;
    terms->units = 0;
    if (kbg__grow(terms->memory, (void **)&terms->terms, &terms->capacity, count, sizeof(*terms->terms)) ||
        kbg__grow(terms->memory, (void **)&terms->of_token, &terms->token_capacity, count, sizeof(uint32_t)))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        kbg__token token = tokens->tokens[i];
        kbg__query_term term = { .class_ = (kbg__token_class)token.class_, .share = 1 };
        double weight = weights->value[KBG__WEIGHT_CLASS_WORD + token.class_];
        if (is_needless_sound(index, tokens, token))
            weight = 0;
        if (token.is_filler)
            term.share = weights->value[KBG__WEIGHT_FILLER];
        weight *= term.share;
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
        if (token.is_filler)
            continue;
        terms->whole += term.question_weight;
        terms->units += token.class_ == KBG__TOKEN_CHAR;
    }
    if (add_synonyms(terms, index, weights, tokens) != KBG_OK)
        return KBG_ERR_NOMEM;
    if (terms->count > 1)
        qsort(terms->terms, terms->count, sizeof(*terms->terms), compare_weights);
    deduplicate(terms);
    for (size_t i = 0; i < count; i++)
        if (terms->of_token[i] != KBG__NOT_INTERNED)
            terms->of_token[i] = place_of(terms, (kbg__token_class)tokens->tokens[i].class_, terms->of_token[i]);
    for (size_t i = 0; i < terms->synonym_count; i++)
        terms->synonyms[i].term = place_of(terms, terms->synonyms[i].class_, terms->synonyms[i].term);
    return KBG_OK;
}
