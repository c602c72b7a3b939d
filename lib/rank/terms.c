/* SPDX-License-Identifier: MIT */
#include "rank/terms.h"

#include "rank/bm25.h"

#include <stdlib.h>
#include <string.h>

void kbg__query_terms_init(kbg__query_terms *terms, const kbg_allocator *memory)
{
    *terms = (kbg__query_terms){ .memory = memory };
}

void kbg__query_terms_free(kbg__query_terms *terms)
{
    kbg__free(terms->memory, terms->terms);
    kbg__free(terms->memory, terms->order);
    kbg__free(terms->memory, terms->postings);
    kbg__free(terms->memory, terms->of_token);
    kbg__free(terms->memory, terms->synonyms);
    kbg__query_terms_init(terms, terms->memory);
}

static int compare_texts(const char *left, size_t left_len, const char *right, size_t right_len)
{
    size_t len = left_len < right_len ? left_len : right_len;
    int order = len ? memcmp(left, right, len) : 0;
    return order ? order : (left_len > right_len) - (left_len < right_len);
}

static int compare(const void *left, const void *right)
{
    const kbg__query_term *a = left, *b = right;
    if (a->class_ != b->class_)
        return a->class_ < b->class_ ? -1 : 1;
    return compare_texts(a->text, a->len, b->text, b->len);
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

/* Sounds stand in for words that may be misspelt: those of a pair that the base knows as it is written do not count. */
static bool is_needless_sound(const kbg__corpus *corpus, const kbg__tokenizer *tokens, kbg__token token)
{
    return token.class_ == KBG__TOKEN_SOUND &&
           kbg__corpus_knows(corpus, KBG__TOKEN_PAIR, tokens->folded.text.data + token.start,
                             token.end - token.start);
}

/* Adds a term that may be double or unknown; its weights are without idf as yet. */
static kbg_status add(kbg__query_terms *terms, kbg__query_term term, double weight)
{
    if (kbg__grow(terms->memory, (void **)&terms->terms, &terms->capacity, terms->count + 1, sizeof(term)))
        return KBG_ERR_NOMEM;
    term.question_weight = term.item_weight = weight;
    terms->terms[terms->count++] = term;
    return KBG_OK;
}

/* What stands in of_token for the time being. */
enum { WANTED = 0 };

static kbg_status add_tokens(kbg__query_terms *terms, const kbg__corpus *corpus, const kbg__weights *weights,
                             const kbg__tokenizer *tokens)
{
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < tokens->token_count && status == KBG_OK; i++) {
        kbg__token token = tokens->tokens[i];
        kbg__query_term term = { .class_ = (kbg__token_class)token.class_, .share = 1 };
        if (token.is_filler)
            term.share = weights->value[KBG__WEIGHT_FILLER];
        double weight = weights->value[KBG__WEIGHT_CLASS_WORD + token.class_] * term.share;
        terms->of_token[i] = UINT32_MAX;
        if (weight == 0 || is_needless_sound(corpus, tokens, token)) /* what has no weight takes no part */
            continue;
        terms->of_token[i] = WANTED;
        term.text = kbg__token_term(tokens, &tokens->tokens[i], &term.len);
        status = add(terms, term, weight);
    }
    return status;
}

/* A synonym of a word of the message. */
typedef struct expansion {
    const kbg__corpus *corpus;
    const kbg__weights *weights;
    const char *text;
    size_t len;
    double share;
    kbg__occurrence from; /* the word */
} expansion;

/* Adds the term that is `len` bytes of a synonym, unless no item has it. One that speaks for the synonym, and not
 * for a part of it only, shows the word as matched. */
static kbg_status add_expanded(kbg__query_terms *terms, const expansion *e, kbg__token_class class_, const char *text,
                               size_t len, bool speaks)
{
    double weight = e->weights->value[KBG__WEIGHT_CLASS_WORD + class_] * e->share;
    kbg__query_term term = { .class_ = class_, .text = text, .len = len, .share = e->share, .is_synonym = true };
    if (weight == 0 || terms->expanded == KBG__SYNONYM_TERMS || !kbg__corpus_knows(e->corpus, class_, text, len))
        return KBG_OK;
    if (add(terms, term, weight) != KBG_OK ||
        kbg__grow(terms->memory, (void **)&terms->synonyms, &terms->synonym_capacity, terms->synonym_count + 1,
                  sizeof(*terms->synonyms)))
        return KBG_ERR_NOMEM;
    terms->expanded++;
    if (speaks)
        terms->synonyms[terms->synonym_count++] =
            (kbg__synonym_term){ class_, text, len, UINT32_MAX, e->from.start, e->from.end };
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

static kbg_status add_synonyms(kbg__query_terms *terms, const kbg__corpus *corpus, const kbg__weights *weights,
                               const kbg__tokenizer *tokens)
{
    const kbg__words *words = tokens->words;
    kbg_status status = KBG_OK;
    terms->synonym_count = terms->expanded = 0;
    for (size_t i = 0; i < tokens->synonyms.count; i++) {
        expansion e = { .corpus = corpus, .weights = weights, .from = tokens->synonyms.found[i] };
        for (uint32_t s = words->first[e.from.word]; s != UINT32_MAX && status == KBG_OK; s = words->synonyms[s].next) {
            e.text = kbg__interner_text(&words->targets, words->synonyms[s].target, &e.len);
            e.share = (double)words->synonyms[s].weight;
            status = expand(terms, &e);
        }
    }
    return status;
}

/* Leaves each term once, looks it up, and drops those that no item has. */
static kbg_status look_up(kbg__query_terms *terms, const kbg__corpus *corpus)
{
    size_t kept = 0, questions = (size_t)corpus->statistics.questions, items = (size_t)corpus->statistics.items;
    terms->part_count = corpus->count;
    if (terms->count > 1)
        qsort(terms->terms, terms->count, sizeof(*terms->terms), compare_weights);
    for (size_t i = 0; i < terms->count; i++)
        if (kept == 0 || compare(&terms->terms[kept - 1], &terms->terms[i]) != 0)
            terms->terms[kept++] = terms->terms[i];
    terms->count = kept;
    if (kbg__grow(terms->memory, (void **)&terms->postings, &terms->posting_capacity, kept * corpus->count,
                  sizeof(*terms->postings)))
        return KBG_ERR_NOMEM;
    kept = 0;
    for (size_t i = 0; i < terms->count; i++) {
        kbg__query_term term = terms->terms[i];
        kbg__postings *postings = corpus->count ? terms->postings + kept * corpus->count : NULL;
        term.counts = kbg__corpus_find(corpus, term.class_, term.text, term.len, postings);
        if (term.counts.item_df == 0)
            continue;
        term.question_weight *= kbg__bm25_idf((double)questions, term.counts.question_df);
        term.item_weight *= kbg__bm25_idf((double)items, term.counts.item_df);
        terms->terms[kept++] = term;
    }
    terms->count = kept;
    return KBG_OK;
}

static int by_weight(const void *left, const void *right)
{
    const kbg__term_rank *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return (a->term > b->term) - (a->term < b->term);
}

/* Sums up what is the same for all items, and ranks the terms, the heaviest first, of equal ones by class and text.
 * Weights do not depend on how items are parted, so sums in this order do not either. */
static kbg_status rank_terms(kbg__query_terms *terms)
{
    if (kbg__grow(terms->memory, (void **)&terms->order, &terms->order_capacity, terms->count, sizeof(*terms->order)))
        return KBG_ERR_NOMEM;
    for (uint32_t i = 0; i < terms->count; i++)
        terms->order[i] = (kbg__term_rank){ terms->terms[i].question_weight, i };
    for (int c = 0; c < KBG__TOKEN_CLASSES; c++)
        terms->own_share[c] = 0;
    for (size_t i = 0; i < terms->count; i++) {
        const kbg__query_term *term = &terms->terms[i];
        terms->own_share[term->class_] += term->is_synonym ? 0 : term->share;
    }
    if (terms->count > 1)
        qsort(terms->order, terms->count, sizeof(*terms->order), by_weight);
    return KBG_OK;
}

/* The place of a term, UINT32_MAX if it is not there. */
static uint32_t place_of(const kbg__query_terms *terms, kbg__token_class class_, const char *text, size_t len)
{
    kbg__query_term wanted = { .class_ = class_, .text = text, .len = len };
    const kbg__query_term *there =
        terms->count ? bsearch(&wanted, terms->terms, terms->count, sizeof(wanted), compare) : NULL;
    return there ? (uint32_t)(there - terms->terms) : UINT32_MAX;
}

kbg_status kbg__query_terms_set(kbg__query_terms *terms, const kbg__corpus *corpus, const kbg__weights *weights,
                                const kbg__tokenizer *tokens)
{
    double questions = (double)corpus->statistics.questions;
    terms->count = 0;
    terms->whole = terms->whole_pairs = 0;
    terms->units = 0;
    if (kbg__grow(terms->memory, (void **)&terms->of_token, &terms->token_capacity, tokens->token_count,
                  sizeof(uint32_t)) ||
        add_tokens(terms, corpus, weights, tokens) != KBG_OK ||
        add_synonyms(terms, corpus, weights, tokens) != KBG_OK || look_up(terms, corpus) != KBG_OK ||
        rank_terms(terms) != KBG_OK)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < tokens->token_count; i++) {
        kbg__token token = tokens->tokens[i];
        terms->units += token.class_ == KBG__TOKEN_CHAR && !token.is_filler;
        if (terms->of_token[i] == UINT32_MAX)
            continue;
        size_t len;
        const char *text = kbg__token_term(tokens, &tokens->tokens[i], &len);
        uint32_t place = place_of(terms, (kbg__token_class)token.class_, text, len);
        uint32_t df = place == UINT32_MAX ? 0 : terms->terms[place].counts.question_df;
        terms->of_token[i] = place;
        if (token.is_filler)
            continue;
        double weight = weights->value[KBG__WEIGHT_CLASS_WORD + token.class_] * kbg__bm25_idf(questions, df);
        terms->whole += weight;
        terms->whole_pairs += token.class_ == KBG__TOKEN_PAIR ? weight : 0;
    }
    for (size_t i = 0; i < terms->synonym_count; i++)
        terms->synonyms[i].term =
            place_of(terms, terms->synonyms[i].class_, terms->synonyms[i].text, terms->synonyms[i].len);
    return KBG_OK;
}
