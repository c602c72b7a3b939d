/* SPDX-License-Identifier: MIT */
/* Small readers of the markup of channels, written from the rules that these publish and from nothing in the library. Each
 * returns NULL if a part is good, else what is wrong with it, and puts what a reader sees into `seen`. */
#ifndef KBG_TESTS_API_MARKUP_CHECK_H
#define KBG_TESTS_API_MARKUP_CHECK_H

#include "helper.h"

/* The HTML of the Telegram Bot API. */
const char *check_telegram_html(const char *part, size_t len, text *seen);

/* Its MarkdownV2. */
const char *check_telegram_mdv2(const char *part, size_t len, text *seen);

/* HTML as a browser or a Matrix client takes it: closed tags, quoted attributes, known entities, none but the listed tags,
 * attributes and schemes. `is_matrix` chooses the lists. */
const char *check_html(const char *part, size_t len, bool is_matrix, text *seen);

/* A JSON value, and nothing behind it; `seen` gets the values of all members named text or content, one a line. */
const char *check_json(const char *part, size_t len, text *seen);

/* Lengths, each counted in its own way. */
size_t count_code_points(const char *data, size_t len);
size_t count_utf16(const char *data, size_t len);
size_t count_json(const char *data, size_t len);
size_t count_septets(const char *data, size_t len); /* SIZE_MAX if GSM-7 does not have all characters */

#endif
