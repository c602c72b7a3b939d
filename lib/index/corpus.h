/* SPDX-License-Identifier: MIT */
/* What a search looks at: one or several parts, each with an index of its own, that count as one. A term is known, and
 * counts, as if all living items were in one index, so hits do not depend on how items came together. */
#ifndef KBG_INDEX_CORPUS_H
#define KBG_INDEX_CORPUS_H

#include "index/codes.h"
#include "index/columns.h"
#include "index/dead.h"
#include "index/suggest.h"

typedef struct kbg__corpus_part {
    const kbg__index *index;
    const kbg__columns *columns;
    const kbg__codes *codes;
    const kbg__suggest *suggest;
    const kbg_item *const *items;
    const kbg__dead *dead; /* NULL = none */
    uint32_t first;        /* the number of its first item among those of all parts, the dead ones counted */
    uint64_t serial;       /* of the index: no other that is searched under the same weights has it */
} kbg__corpus_part;

typedef struct kbg__corpus {
    const kbg__corpus_part *parts;
    size_t count;
    kbg__statistics statistics; /* of the living items */
    uint64_t revision;          /* other parts or other dead: another revision */
} kbg__corpus;

/* How many questions and items have a term. */
typedef struct kbg__term_counts {
    uint32_t question_df, item_df;
} kbg__term_counts;

/* Sums up the statistics of all parts. */
kbg__statistics kbg__corpus_statistics(const kbg__corpus_part *parts, size_t count);

/* Looks a term up in all parts. postings (NULL if not wanted) has a place for each part; those of a part that lacks the
 * term have no count. A term is known if one of the document frequencies is not 0. */
kbg__term_counts kbg__corpus_find(const kbg__corpus *corpus, kbg__token_class class_, const char *text, size_t len,
                                  kbg__postings *postings);

bool kbg__corpus_knows(const kbg__corpus *corpus, kbg__token_class class_, const char *text, size_t len);

/* The same for a term of one part. */
kbg__term_counts kbg__corpus_counts(const kbg__corpus *corpus, size_t part, kbg__token_class class_, uint32_t term);

#endif
