/* SPDX-License-Identifier: MIT */
/* Numbers of reports as texts, worked out in integers, so that they are the same on every machine and in every
 * locale. */
#ifndef KBG_LIVE_FIGURES_NUMBER_H
#define KBG_LIVE_FIGURES_NUMBER_H

#include <stdint.h>

enum { KBG__FIGURES_NUMBER = 32 };

/* A part of a whole with four digits behind the point, rounded half up; "" if the whole is 0. Returns out. */
const char *kbg__figures_share(char out[KBG__FIGURES_NUMBER], uint64_t part, uint64_t whole);

/* A count, which is in thousandths, with no more digits behind the point than it needs. Returns out. */
const char *kbg__figures_count(char out[KBG__FIGURES_NUMBER], uint64_t count);

#endif
