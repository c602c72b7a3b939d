/* SPDX-License-Identifier: MIT */
/* Instants: RFC 3339 text to milliseconds since 1970-01-01T00:00:00Z. */
#ifndef KBG_BASE_INSTANT_H
#define KBG_BASE_INSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads `2026-11-11T00:00:00+08:00` (fraction of a second allowed, zone required, T and Z in capitals, leap second
 * 60 counted as the next second). False if the text is anything else or the date does not exist. */
bool kbg__instant_parse(const char *text, size_t len, int64_t *milliseconds);

/* Writes an instant in a zone, in whole seconds, with a NUL: `2026-11-11T00:00:00+08:00`. Its local year must have at
 * most four digits, and the zone be less than a day from UTC. */
enum { KBG__INSTANT_TEXT = 26 };
void kbg__instant_format(int64_t milliseconds, int32_t zone_minutes, char out[KBG__INSTANT_TEXT]);

#endif
