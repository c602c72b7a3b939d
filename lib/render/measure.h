/* SPDX-License-Identifier: MIT */
/* How long a text is, in the units that channels count. All of them add up over pieces cut between code points. */
#ifndef KBG_RENDER_MEASURE_H
#define KBG_RENDER_MEASURE_H

#include <kbguide/profile.h>

/* The length of a text; ill-formed bytes count as U+FFFD. Septets of characters that GSM-7 does not have count 1. */
uint64_t kbg__measure(kbg_unit unit, const char *text, size_t len);

/* Whether a text has only characters of the GSM 7-bit alphabet and its extension table (3GPP TS 23.038). */
bool kbg__is_gsm7(const char *text, size_t len);

#endif
