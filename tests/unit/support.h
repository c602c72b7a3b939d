/* SPDX-License-Identifier: MIT */
/* What unit tests share: cmocka, short words for tables, an allocator that counts and fails, a small base. */
#ifndef KBG_TESTS_SUPPORT_H
#define KBG_TESTS_SUPPORT_H

#include "item/limits.h"
#include "rank/ranker.h"
#include "rank/suggester.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A string literal and its length, for two parameters; NULs inside count. */
#define LIT(s) (s), (sizeof(s) - 1)
/* The same as a kbg_text. */
#define TEXT(s) { (s), sizeof(s) - 1 }
#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* Fails if a text is not exactly what is expected. */
#define assert_text(text, len, expected) test_assert_text(text, len, expected, __FILE__, __LINE__)
void test_assert_text(const char *text, size_t len, const char *expected, const char *file, int line);

/* Fails if two numbers differ by more than 1e-12 of the greater one. */
#define assert_close(number, expected) test_assert_close(number, expected, __FILE__, __LINE__)
void test_assert_close(double number, double expected, const char *file, int line);

/* An allocator that checks what it is given and counts. The call number fail_at (from 1) fails and, with fail_on, all
 * behind it. */
typedef struct test_memory {
    kbg_allocator allocator;
    size_t calls;  /* of malloc and realloc */
    size_t blocks; /* that are not freed */
    size_t fail_at;
    bool fail_on;
} test_memory;

void test_memory_init(test_memory *memory);

/* Random numbers with a fixed seed (xorshift64*): the same on every machine. */
typedef struct test_random {
    uint64_t state;
} test_random;

uint32_t test_random_below(test_random *random, uint32_t bound);

/* Everything that a search needs, over items given as JSON Lines. */
typedef struct test_base {
    const kbg_allocator *memory;
    kbg__limits limits;
    kbg__weights weights;
    kbg__text_rules rules;
    kbg__item_store store;
    kbg__index index;
    kbg__columns columns;
    kbg__codes codes;
    kbg__suggest suggest;
    kbg__corpus_part part;
    kbg__corpus corpus; /* of this part alone */
    kbg__searched searched;
} test_base;

/* The shipped filler, and neither terms nor synonyms: what tests work out by hand does without. */
const kbg__words *test_words(void);

/* Word lists made of texts (NULL for an empty list), finished. To be freed with test_words_free(). */
kbg__words *test_words_of(const char *lexicon, const char *synonyms, const char *filler);
void test_words_free(kbg__words *words);

/* Loads items; every line must be good. Weights are set as a test needs them before its searches. */
void test_base_init(test_base *base, const char *jsonl, size_t len);
void test_base_free(test_base *base);

/* The same with other word lists than test_words(). */
void test_base_init_with(test_base *base, const kbg__words *words, const char *jsonl, size_t len);

/* The key of all hash maps in tests. */
extern const kbg__hash_key test_key;

/* The id of an item. */
const char *test_id(const kbg_item *item);

#endif
