/* SPDX-License-Identifier: MIT */
/* Measures a search library in one way, so that libraries compare (compare.sh). A program for one of them gives a
 * `peer` to peer_main(), which reads the base and the judged messages, has the items loaded and the messages
 * searched for, and prints one line. */
#ifndef KBG_TESTS_PEER_H
#define KBG_TESTS_PEER_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { PEER_HITS = 10 };

typedef struct peer_item {
    const char *id, *question, *answer; /* answer: "" if it has none or if answers are left out */
    const char **alternatives;
    size_t alternative_count;
} peer_item;

typedef struct peer_base {
    const char *path; /* of the file */
    const peer_item *items;
    size_t count;
    bool answers; /* --answers */
} peer_base;

typedef struct peer {
    const char *name;
    void (*load)(const peer_base *base); /* the time of this is the load time */
    /* The whole way from a message to PEER_HITS items at most; returns how many. Its time counts, and that of
     * done(). */
    size_t (*search)(const char *text, size_t len);
    const char *(*id)(const peer_base *base, size_t hit, size_t *len);
    void (*done)(void);
    void (*unload)(void);
} peer;

int peer_main(int argc, char **argv, const peer *p);

/* What the other libraries do best with: the tokens of a text in its NFKC case folding, which are single ideographs,
 * pairs of neighbouring ones, and runs of other letters and digits. They are given with one space behind each. The
 * text is valid until the next call. */
const char *peer_tokens(const char *text, size_t len, size_t *tokens_len);

/* Sorts the tokens of a text and leaves those out that were there; they are valid until the next call. Returns how
 * many, at most `most`. */
size_t peer_distinct(const char *tokens, size_t len, const char **of, size_t most);

void peer_die(const char *what, const char *detail);

#ifdef __cplusplus
}
#endif

#endif
