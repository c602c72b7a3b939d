/* SPDX-License-Identifier: MIT */
/* What measuring programs share: a base of any size made from the items of a file, messages of a file, and times. */
#ifndef KBG_TESTS_GROWN_H
#define KBG_TESTS_GROWN_H

#include <kbguide/kbguide.h>
#include <stdio.h>

/* Loads the items of a file of JSON Lines into a base, or `items` of them if that is not 0. If the file has fewer,
 * the others are made: each question is the first half of one and the second half of another, with the answer of the
 * first. The same file and number always give the same items. Ends the program on failure. Returns the bytes that
 * were loaded. */
size_t load_grown(kbg_base *base, const char *path, size_t items);

/* Writes the same items as JSON Lines. */
void write_grown(const char *path, size_t items, FILE *out);

/* The second column of a file of judged messages (or the first if it has one column only). */
typedef struct messages {
    char **of;
    size_t count;
} messages;

messages read_messages(const char *path);
void free_messages(messages *messages);

/* Times in µs. */
typedef struct times {
    double *of;
    size_t capacity, count;
} times;

void add_time(times *t, double us);
double time_at(times *t, double share); /* sorts; 0 if there are none */
double now_us(void);

/* Ends the program with a message. */
void die(const char *what);
void die_error(kbg_error *error);

#endif
