/* SPDX-License-Identifier: MIT */
/* What the tests of the public API share. A helper that cannot do its work fails the test that called it. */
#ifndef KBG_TESTS_API_HELPER_H
#define KBG_TESTS_API_HELPER_H

#include <kbguide/kbguide.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A growing text; zero bytes of it are an empty one. */
typedef struct text {
    char *data;
    size_t len, capacity;
} text;

void text_add(text *t, const char *data, size_t len);
void text_add_cstr(text *t, const char *cstr);
void text_add_repeated(text *t, const char *cstr, size_t count);
void text_add_format(text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_clear(text *t);
void text_free(text *t);

/* A kbg_text of a C string. */
kbg_text view_of(const char *cstr);

/* An item as a line of JSON: its id is a, and its answer has a body. Freed with text_free(). */
text item_with_body(const char *body);

/* A base that holds the items of a text of JSON Lines (NULL = none). */
kbg_base *base_of(const char *jsonl);
kbg_base *base_with(const kbg_base_options *options, const char *jsonl);
void load(kbg_base *base, const char *jsonl);

/* Loads, and returns the status after checking that the error agrees with it. */
kbg_status load_status(kbg_base *base, const char *jsonl, size_t len);

/* A searcher over a base that nobody else needs: the reference is handed over. */
kbg_searcher *searcher_of(kbg_base *base);
kbg_searcher *searcher_over(const char *jsonl);

/* Searches that must succeed. */
kbg_hits *search(kbg_searcher *searcher, const char *message, const kbg_query *query);
kbg_hits *lookup(kbg_searcher *searcher, const char *code, const kbg_query *query);

/* Checks the ids of hits: "a b c", "" for none. */
void assert_ids(const kbg_hits *hits, const char *expected);
void assert_search(kbg_searcher *searcher, const char *message, const kbg_query *query, const char *expected);
void assert_lookup(kbg_searcher *searcher, const char *code, const kbg_query *query, const char *expected);

/* Checks a getter's text together with its length. */
void assert_text(const char *actual, size_t actual_len, const char *expected);

/* All items of a base as JSON Lines. */
text dump(kbg_base *base);

/* An allocator that counts, and can be told to fail. Not for use by two threads at a time. */
typedef struct counter {
    size_t calls;     /* requests for more memory: malloc, and realloc to a larger size */
    size_t fail_at;   /* the request that fails, from 1; 0 = none */
    bool fail_on;     /* all requests behind that one fail too */
    bool no_shrinking; /* requests for less memory fail */
    size_t live;      /* blocks not yet freed */
    size_t bytes;     /* in those blocks */
} counter;

kbg_allocator allocator_of(counter *c);

#endif
