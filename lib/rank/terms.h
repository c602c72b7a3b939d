/* SPDX-License-Identifier: MIT */
/* The terms of a message that the index knows, ready for scoring. */
#ifndef KBG_RANK_TERMS_H
#define KBG_RANK_TERMS_H

#include "index/corpus.h"
#include "rank/weights.h"

/* Terms from synonyms in one message, at most; the synonyms behind count for nothing. */
enum { KBG__SYNONYM_TERMS = 1024 };

typedef struct kbg__query_term {
    kbg__token_class class_;
    const char *text; /* of the message or of a word list */
    size_t len;
    kbg__term_counts counts;
    double question_weight; /* weight of the class times idf over questions … */
    double item_weight;     /* … and over items */
    double share;           /* 1; less for filler, and for a synonym, which the message has not itself */
    double vote;            /* what it tells about the best candidates (rank/votes.h) */
    bool is_synonym;
    bool matched;           /* in the question that is explained at the moment */
} kbg__query_term;

/* A term that the message has only through a synonym, of which it is the word, a pair, or all there is. */
typedef struct kbg__synonym_term {
    kbg__token_class class_;
    const char *text;
    size_t len;
    uint32_t term;       /* place in terms */
    uint32_t start, end; /* of the word that has the synonym, bytes of the folded message */
} kbg__synonym_term;

/* A term in the order in which sums are taken. */
typedef struct kbg__term_rank {
    double weight; /* its question_weight */
    uint32_t term; /* its place in terms */
} kbg__term_rank;

typedef struct kbg__query_terms {
    const kbg_allocator *memory;
    kbg__query_term *terms; /* each term that is known once, by class and text */
    size_t capacity, count;
    kbg__term_rank *order; /* the heaviest first: a term's rank is its place here */
    size_t order_capacity;
    kbg__postings *postings; /* of the first term in each part of the corpus, then of the second … */
    size_t posting_capacity, part_count;
    uint32_t *of_token; /* for each token of the message: its place in terms, or UINT32_MAX if no item has it */
    size_t token_capacity;
    kbg__synonym_term *synonyms;
    size_t synonym_capacity, synonym_count;
    size_t expanded; /* terms that were taken from synonyms */
    size_t units; /* length of the message without filler */
    double own_share[KBG__TOKEN_CLASSES]; /* sum of the shares of the terms of a class that are no synonyms */
    double votes; /* sum of the votes of all terms (rank/votes.h) */
    double whole; /* sum of the question weights of all tokens but filler, known or not, each as often as it stands there … */
    double whole_pairs; /* … and of those that are pairs */
} kbg__query_terms;

void kbg__query_terms_init(kbg__query_terms *terms, const kbg_allocator *memory);
void kbg__query_terms_free(kbg__query_terms *terms);

/* Takes the tokens of a message, and those of synonyms of its words by their weight. A term that occurs twice in the
 * message counts once. The terms hold texts of `tokens`. */
kbg_status kbg__query_terms_set(kbg__query_terms *terms, const kbg__corpus *corpus, const kbg__weights *weights,
                                const kbg__tokenizer *tokens);

/* The postings of a term in one part. */
static inline const kbg__postings *kbg__query_postings(const kbg__query_terms *terms, size_t term, size_t part)
{
    return &terms->postings[term * terms->part_count + part];
}

#endif
