/* SPDX-License-Identifier: MIT */
/* Where a value stands in a JSON text. jansson checks the text and gives the values; it does not keep their places. */
#ifndef KBG_IO_JSON_PLACE_H
#define KBG_IO_JSON_PLACE_H

#include <stddef.h>

/* Deepest value that kbg__json_place can be asked for: answers, n, attachments, n, uri. */
enum { KBG__JSON_STEPS = 6 };

/* The way to a value: at each step the ordinal of a member or an element, from 0. */
typedef struct kbg__json_path {
    size_t depth;
    size_t step[KBG__JSON_STEPS];
} kbg__json_path;

/* The byte offset of a value in a text that is known to be valid JSON. */
size_t kbg__json_place(const char *text, size_t len, const kbg__json_path *path);

/* The place in the text of a byte of the string that begins at text[at]. */
size_t kbg__json_string_place(const char *text, size_t len, size_t at, size_t byte);

/* Where a text that is not valid JSON is wrong. `stop` is how many bytes of it were taken when that was noticed: the
 * place is the first bad escape or control character in a string, else the token that ends at or behind stop. */
size_t kbg__json_bad_place(const char *text, size_t len, size_t stop);

#endif
