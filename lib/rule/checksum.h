/* SPDX-License-Identifier: MIT */
/* Check digits: what tells a number of a kind from any other digits. */
#ifndef KBG_RULE_CHECKSUM_H
#define KBG_RULE_CHECKSUM_H

#include <kbguide/rule.h>

/* Whether the digits of a text pass. Full-width digits count as digits, spaces and signs between them do not count.
 * LUHN wants 12 to 19 digits, RESIDENT_ID 17 digits and a digit or X. */
bool kbg__checksum_holds(kbg_checksum checksum, const char *text, size_t len);

#endif
