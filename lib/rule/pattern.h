/* SPDX-License-Identifier: MIT */
/* One PCRE2 pattern, with bounds on what it may cost. */
#ifndef KBG_RULE_PATTERN_H
#define KBG_RULE_PATTERN_H

#include "base/memory.h"
#include "base/problem.h"

#include <kbguide/rule.h>

/* A compiled pattern: immutable, for all threads. */
typedef struct kbg__pattern kbg__pattern;
/* What one thread needs to match any pattern. */
typedef struct kbg__pattern_matcher kbg__pattern_matcher;

/* A match. `part` is what the group named "part" captured; the match itself if there is no such group. */
typedef struct kbg__pattern_match {
    size_t start, end;
    size_t part_start, part_end;
} kbg__pattern_match;

/* Bytes of a text that a match is looked for in at a time, and longest match that is found in a longer text. */
enum { KBG__PATTERN_WINDOW = 1024, KBG__PATTERN_REACH = 512 };

/* Compiles a pattern of at most `most` bytes; `fast` also to machine code, where that is to be had. A pattern for the
 * matching text ignores case. Reports KBG_ERR_PATTERN, KBG_ERR_LIMIT or KBG_ERR_VALUE with a message. */
kbg_status kbg__pattern_new(const kbg_allocator *memory, const char *text, size_t len, kbg_subject subject, size_t most,
                            bool fast, kbg__pattern **pattern, kbg__problem *problem);
void kbg__pattern_free(kbg__pattern *pattern); /* NULL is allowed */

kbg_status kbg__pattern_matcher_new(const kbg_allocator *memory, kbg__pattern_matcher **matcher);
void kbg__pattern_matcher_free(kbg__pattern_matcher *matcher); /* NULL is allowed */

/* Finds the first match that is not empty and begins at or behind `from`, which is where a character begins;
 * match->start is `len` if there is none. The matching text must be well-formed, an original may be anything. A text
 * of more than KBG__PATTERN_WINDOW + KBG__PATTERN_REACH bytes is gone through in windows: a match is found if it and
 * what it looks ahead to are no longer than KBG__PATTERN_REACH, and time is in proportion to the length of the text.
 * KBG_ERR_PATTERN with a message if the pattern ran into its limits; KBG_ERR_NOMEM. */
kbg_status kbg__pattern_find(const kbg__pattern *pattern, kbg__pattern_matcher *matcher, const char *text, size_t len,
                             size_t from, kbg__pattern_match *match, kbg__problem *problem);

#endif
