/* SPDX-License-Identifier: MIT */
/* Random items in several indexes, some of them dead, and the same in one index that was built of the living alone. */
#ifndef KBG_TESTS_PIECES_H
#define KBG_TESTS_PIECES_H

#include "support.h"

#include "index/merge.h"

enum { PIECES_MOST = 4, PIECE_ITEMS = 7 };

typedef struct pieces {
    test_base bases[PIECES_MOST];
    kbg__dead *dead[PIECES_MOST]; /* NULL = none */
    kbg__corpus_part parts[PIECES_MOST];
    size_t count;
    kbg__corpus corpus;
    test_base living;
} pieces;

/* The dead are noted in one step or in two. */
void pieces_init(pieces *p, test_random *random);
void pieces_free(pieces *p);

#endif
