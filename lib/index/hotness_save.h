/* SPDX-License-Identifier: MIT */
/* Hotness as bytes, and two of them as one.
 *
 * All numbers are little-endian:
 *
 *     8 bytes  "KBGHOT1\n"
 *     8        half-life in milliseconds
 *     8        number of entries
 *     then each entry, in ascending order of their ids as bytes:
 *     4        length of its id in bytes, at least 1
 *     2        mark: 0 as used, 1 pinned, 2 muted
 *     2        number of its buckets, at most KBG__HOTNESS_BUCKETS; not 0 if the mark is 0
 *     n        the id
 *     12       each bucket, in ascending order: 4 its number, 8 its sum in units (two's complement)
 *
 * Nothing follows the last entry. The same content always gives the same bytes. */
#ifndef KBG_INDEX_HOTNESS_SAVE_H
#define KBG_INDEX_HOTNESS_SAVE_H

#include "base/buffer.h"
#include "index/hotness.h"

/* Appends the bytes. Uses that come in meanwhile are in it or not, each for itself. KBG_ERR_NOMEM is in the buffer, too. */
kbg_status kbg__hotness_write(const kbg__hotness *hotness, kbg__buffer *buffer);

/* Takes bytes up into an empty hotness that nobody else uses yet; it gets their half-life. KBG_ERR_SYNTAX (with the offset
 * of what is wrong) if they are not what kbg__hotness_write() writes, KBG_ERR_LIMIT, KBG_ERR_NOMEM; it is empty then. */
kbg_status kbg__hotness_read(kbg__hotness *hotness, const char *bytes, size_t len, kbg__problem *problem);

/* Adds all of another hotness, exactly: the result is that of the uses of both. Of two marks the stronger one stays: muted,
 * pinned, as used. KBG_ERR_OPTIONS if their half-lives differ; KBG_ERR_LIMIT and KBG_ERR_NOMEM leave the counts and marks
 * as they were. `from` must not change meanwhile. */
kbg_status kbg__hotness_merge(kbg__hotness *into, const kbg__hotness *from, kbg__problem *problem);

#endif
