/* SPDX-License-Identifier: MIT */
/* Emoticon codes of chat programs, found by a PCRE2 pattern that the host can replace. */
#ifndef KBG_TEXT_EMOTICON_H
#define KBG_TEXT_EMOTICON_H

#include "base/memory.h"
#include "base/problem.h"

/* The compiled pattern: immutable, for all threads. */
typedef struct kbg__emoticons kbg__emoticons;
/* What one thread needs to match it. */
typedef struct kbg__emoticon_matcher kbg__emoticon_matcher;

/* Codes of 旺旺, 微信, 京东 and the bracketed face names of QQ and 微信. */
extern const char kbg__emoticon_default_pattern[];

/* *emoticons is NULL afterwards if the pattern is empty. Reports KBG_ERR_PATTERN with the place in the pattern. */
kbg_status kbg__emoticons_new(const kbg_allocator *memory, const char *pattern, size_t len,
                              kbg__emoticons **emoticons, kbg__problem *problem);
void kbg__emoticons_free(kbg__emoticons *emoticons);

kbg_status kbg__emoticon_matcher_new(const kbg__emoticons *emoticons, kbg__emoticon_matcher **matcher);
void kbg__emoticon_matcher_free(kbg__emoticon_matcher *matcher);

/* Finds the first code at or behind `from`. *start == len if there is none. A code is never empty. */
kbg_status kbg__emoticon_find(const kbg__emoticons *emoticons, kbg__emoticon_matcher *matcher, const char *text,
                              size_t len, size_t from, size_t *start, size_t *end);

#endif
