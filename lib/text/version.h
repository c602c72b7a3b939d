/* SPDX-License-Identifier: MIT */
/* The versions of ICU, Unicode and PCRE2 as they run. */
#ifndef KBG_TEXT_VERSION_H
#define KBG_TEXT_VERSION_H

enum { KBG__TEXT_VERSION = 96 };

/* Writes `ICU 72.1; Unicode 15.0; PCRE2 10.42` into out, of KBG__TEXT_VERSION bytes. */
void kbg__text_version(char *out);

#endif
