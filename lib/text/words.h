/* SPDX-License-Identifier: MIT */
/* The words of a trade: a lexicon of terms with their aliases, synonyms, and filler. All texts in it are folded. */
#ifndef KBG_TEXT_WORDS_H
#define KBG_TEXT_WORDS_H

#include "base/interner.h"
#include "base/problem.h"
#include "text/automaton.h"
#include "text/breaker.h"
#include "text/fold.h"

#include <kbguide/words.h>

enum { KBG__WORDS_MOST = 1000000, KBG__WORD_BYTES = 256, KBG__WORD_TARGETS = 64 };

/* One way from a word to another that means about the same. */
typedef struct kbg__synonym {
    uint32_t target; /* its number in kbg__words.targets */
    uint32_t next;   /* place of the next synonym of the same word, or UINT32_MAX */
    float weight;    /* what the target counts, above 0 to 1 */
} kbg__synonym;

/* An entry of the lexicon. */
typedef struct kbg__term {
    uint32_t term;       /* the number of the term; its own if it is one, another if it is an alias */
    uint32_t start, len; /* of a term in kbg__words.terms_written */
} kbg__term;

/* Filled by one thread, then finished and shared. */
typedef struct kbg__words {
    const kbg_allocator *memory;
    kbg__interner lexicon; /* terms and aliases without spaces */
    kbg__term *terms;      /* for each of them */
    size_t term_capacity;
    kbg__buffer terms_written; /* the terms with their spaces */
    kbg__interner sources;     /* words that have synonyms, without spaces */
    uint32_t *first;           /* for each of them: place of its first synonym */
    size_t first_capacity;
    kbg__interner targets; /* the other side of synonyms, with spaces */
    kbg__synonym *synonyms;
    size_t synonym_capacity, synonym_count;
    kbg__interner filler;
    uint8_t *places; /* kbg_filler_place */
    size_t place_capacity;
    size_t longest_filler; /* bytes */
    /* Over lexicon, sources and filler once finished; NULL if these are empty. */
    kbg__automaton *find_term, *find_source, *find_filler;
    kbg__folded folded[2]; /* scratch … */
    kbg__buffer keys[2];   /* … and the same without spaces */
} kbg__words;

/* Without any words. */
void kbg__words_init(kbg__words *words, const kbg_allocator *memory);
void kbg__words_free(kbg__words *words);

/* Copies all entries into *copy, which is empty. */
kbg_status kbg__words_copy(kbg__words *copy, const kbg__words *words);
void kbg__words_clear(kbg__words *words, kbg_word_list list);
size_t kbg__words_count(const kbg__words *words, kbg_word_list list);

/* Each adds an entry, or reports KBG_ERR_VALUE (nothing to match, one character, an alias that belongs to another term,
 * a weight out of range), KBG_ERR_UTF8, KBG_ERR_LIMIT or KBG_ERR_NOMEM. */
kbg_status kbg__words_add_term(kbg__words *words, kbg_text term, kbg_text alias, kbg__problem *problem);
kbg_status kbg__words_add_synonym(kbg__words *words, kbg_text word, kbg_text target, double weight,
                                  kbg__problem *problem);
kbg_status kbg__words_add_filler(kbg__words *words, kbg_text text, kbg_filler_place place, kbg__problem *problem);

/* Whether a word may stand in a synonym or be filler. */
kbg_status kbg__words_check(kbg__words *words, kbg_text text, kbg__problem *problem);

/* Makes ready for use; nothing is added afterwards. Texts are searched for synonyms and filler after their aliases have
 * been written as terms, so the same is done to these. The source may be NULL without a lexicon. */
kbg_status kbg__words_finish(kbg__words *words, const kbg__breaker_source *source);

/* The term that an entry of the lexicon is, or is an alias of. */
const char *kbg__words_term(const kbg__words *words, uint32_t number, size_t *len);

#endif
