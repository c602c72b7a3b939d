/* SPDX-License-Identifier: MIT */
/* Makes public errors of problems. */
#ifndef KBG_API_ERROR_H
#define KBG_API_ERROR_H

#include "base/memory.h"
#include "base/problem.h"

/* The source of a failure that is in no input. */
extern const kbg_text kbg__no_source;

/* Sets *error (if the caller wants it) to describe a failure, and returns the status of that error. Without a message
 * in the problem the text of the status serves. Out of memory gives a static error; so does a failure that cannot be
 * described because memory ran out, and its status is KBG_ERR_NOMEM then. */
kbg_status kbg__fail(const kbg_allocator *memory, kbg_status status, const kbg__problem *problem, kbg_text source,
                     kbg_error **error);

#endif
