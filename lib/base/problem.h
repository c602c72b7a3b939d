/* SPDX-License-Identifier: MIT */
/* What went wrong, as a plain value on the stack; only api/ makes a kbg_error of it. */
#ifndef KBG_BASE_PROBLEM_H
#define KBG_BASE_PROBLEM_H

#include <kbguide/status.h>

enum { KBG__PROBLEM_TEXT = 512 };

/* A place in an input. */
typedef struct kbg__place {
    uint64_t line;   /* from 1 */
    uint64_t column; /* code points, from 1 */
    uint64_t offset; /* bytes, from 0 */
} kbg__place;

typedef struct kbg__problem {
    kbg_status status;
    uint64_t line;   /* from 1; 0 = not about input */
    uint64_t column; /* code points, from 1 */
    uint64_t offset; /* bytes, from 0 */
    char text[KBG__PROBLEM_TEXT];
} kbg__problem;

/* Sets status and a formatted message, one line of UTF-8 cut at a code point; the place stays as it is.
 * Returns status. problem may be NULL. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
kbg_status kbg__problem_set(kbg__problem *problem, kbg_status status, const char *format, ...);

void kbg__problem_at(kbg__problem *problem, const kbg__place *place);

/* Copies at most 40 characters of a text for a message into out (of at least KBG__QUOTE bytes): control characters
 * and ill-formed bytes are shown as U+FFFD, a cut as "…". Returns out. */
enum { KBG__QUOTE = 40 * 4 + 4 };
const char *kbg__quote(char *out, const char *text, size_t len);

#endif
