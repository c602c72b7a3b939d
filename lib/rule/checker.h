/* SPDX-License-Identifier: MIT */
/* Checks texts against a set of rules: what one thread needs for it, kept from check to check. */
#ifndef KBG_RULE_CHECKER_H
#define KBG_RULE_CHECKER_H

#include "rule/set.h"
#include "text/spelled.h"

/* An occurrence of a rule. Offsets are those of the original text. */
typedef struct kbg__finding {
    uint32_t rule;
    uint32_t start, end;
    uint32_t part_start, part_end; /* what is masked or replaced: the whole, or the part that a pattern names */
    bool is_exception;             /* only while a check runs */
} kbg__finding;

/* A stretch of the changed text: up to the next piece it came byte by byte from `source` on, or, if `fixed`, all of it
 * from there. */
typedef struct kbg__piece {
    uint32_t at, source;
    bool fixed;
} kbg__piece;

/* A replacement that is wanted. */
typedef struct kbg__swap {
    uint32_t start, end;
    uint32_t severity, finding;
} kbg__swap;

typedef struct kbg__checker {
    const kbg_allocator *memory;
    kbg__matching matching;
    kbg__spelled spelled; /* … and read once more */
    kbg__pattern_matcher *matcher;
    kbg__finding *findings; /* of the last check, in order of the text */
    size_t finding_capacity, count;
    /* The text after replacing and masking, if that changed anything, and where it came from. */
    bool is_changed;
    kbg__buffer text;
    kbg__piece *pieces;
    size_t piece_capacity, piece_count;
    /* Scratch of the changes. */
    unsigned char *marks; /* for each byte of the text */
    kbg__swap *swaps;
    size_t mark_capacity, swap_capacity;
} kbg__checker;

/* emoticons, whose codes words are seen through, must outlive it; NULL is allowed. */
kbg_status kbg__checker_init(kbg__checker *checker, const kbg_allocator *memory, const kbg__emoticons *emoticons);
void kbg__checker_free(kbg__checker *checker);

/* Checks a text of less than 4 GiB. KBG_ERR_LIMIT if it has more than KBG_LIMIT_FINDINGS occurrences, exceptions
 * included, or if the changed text would be longer than it and than KBG_LIMIT_SNIPPET_BYTES; KBG_ERR_PATTERN with a
 * message that names the rule; KBG_ERR_NOMEM. set may be NULL: nothing is found then. */
kbg_status kbg__check(kbg__checker *checker, const kbg__rule_set *set, const kbg__rule_scope *scope,
                      const kbg__limits *limits, const char *text, size_t len, kbg__problem *problem);

/* Makes the changed text of what the check found; the last step of kbg__check (change.c). */
kbg_status kbg__check_change(kbg__checker *checker, const kbg__rule_set *set, size_t most, const char *text, size_t len,
                             kbg__problem *problem);

/* Where the byte at `at` of a changed text came from. */
size_t kbg__piece_source(const kbg__piece *pieces, size_t count, size_t at);

#endif
