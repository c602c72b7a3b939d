/* SPDX-License-Identifier: MIT */
/* Small questions about texts that somebody else owns. */
#ifndef KBG_BASE_TEXT_H
#define KBG_BASE_TEXT_H

#include <kbguide/status.h>

bool kbg__text_is(kbg_text text, const char *word);
bool kbg__text_begins(kbg_text text, const char *word);
bool kbg__text_equal(kbg_text left, kbg_text right);

/* The order of two texts by their bytes: below 0, 0, above 0. */
int kbg__text_compare(kbg_text left, kbg_text right);

/* The text without spaces, tabs and line breaks at both ends. */
kbg_text kbg__text_trimmed(kbg_text text);

/* The first line of a text that is not blank, trimmed and cut after so many characters. */
kbg_text kbg__text_first_line(kbg_text text, size_t chars);

#endif
