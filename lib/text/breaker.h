/* SPDX-License-Identifier: MIT */
/* ICU word breaks over UTF-8 text. */
#ifndef KBG_TEXT_BREAKER_H
#define KBG_TEXT_BREAKER_H

#include "base/memory.h"

/* The break iterator that others are cloned from: immutable, for all threads. */
typedef struct kbg__breaker_source kbg__breaker_source;
/* The iterator of one thread with its buffers. */
typedef struct kbg__breaker kbg__breaker;

/* Opens ICU's word rules and breaks one known phrase, so that missing data is found now (KBG_ERR_ICU_DATA) and lazy
 * parts of ICU are ready before threads share it. */
kbg_status kbg__breaker_source_new(const kbg_allocator *memory, kbg__breaker_source **source);
void kbg__breaker_source_free(kbg__breaker_source *source);

kbg_status kbg__breaker_new(const kbg__breaker_source *source, kbg__breaker **breaker);
void kbg__breaker_free(kbg__breaker *breaker);

/* Breaks a well-formed text of at most 1 GiB; what it gives stays until the next call. */
kbg_status kbg__breaker_set(kbg__breaker *breaker, const char *text, size_t len);

/* The next word that holds a letter, digit or ideograph, as bytes of the text. False at the end. */
bool kbg__breaker_next(kbg__breaker *breaker, uint32_t *start, uint32_t *end);

/* Whether a word goes on over a place of the text. */
bool kbg__breaker_crosses(const kbg__breaker *breaker, uint32_t offset);

#endif
