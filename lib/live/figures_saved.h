/* SPDX-License-Identifier: MIT */
/* Figures as bytes. doc/figures.md describes the format; the same content always makes the same bytes. */
#ifndef KBG_LIVE_FIGURES_SAVED_H
#define KBG_LIVE_FIGURES_SAVED_H

#include "base/buffer.h"
#include "live/figures.h"

enum { KBG__FIGURES_VERSION = 1 };

/* Appends what was counted so far. */
kbg_status kbg__figures_encode(kbg_figures *figures, kbg__buffer *out);

/* Makes figures of such bytes; on failure problem->offset is the place in them. */
kbg_status kbg__figures_decode(const kbg_allocator *memory, const char *data, size_t len, kbg_figures **figures,
                               kbg__problem *problem);

/* The checksum at the end, of all before it: 64-bit FNV-1a (Fowler, Noll, Vo), which no single changed byte leaves as
 * it was. */
uint64_t kbg__figures_checksum(const char *data, size_t len);

#endif
