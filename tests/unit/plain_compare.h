/* SPDX-License-Identifier: MIT */
/* The comparison of a message with a question as it is defined: each unit of one with each unit of the other. */
#ifndef KBG_TESTS_PLAIN_COMPARE_H
#define KBG_TESTS_PLAIN_COMPARE_H

#include "rank/compare.h"

/* covered[i] is set for each unit i of the message that the question has, and left alone for others. */
void plain_compare(const kbg__message *message, uint32_t face, bool covered[KBG__UNITS_COMPARED],
                   kbg__comparison *comparison);

#endif
