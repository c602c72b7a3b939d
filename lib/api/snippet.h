/* SPDX-License-Identifier: MIT */
/* Makes public snippets. */
#ifndef KBG_API_SNIPPET_H
#define KBG_API_SNIPPET_H

#include "base/pool.h"
#include "render/renderer.h"

/* Copies what the renderer holds into a block of the pool. Takes the findings (NULL = the base had no rules) over, on
 * success only. */
kbg_status kbg__snippet_new(kbg__pool *pool, const kbg__renderer *renderer, size_t answer_index,
                            kbg_findings *findings, kbg_snippet **snippet);

#endif
