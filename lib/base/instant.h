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

#endif
