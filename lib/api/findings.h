/* SPDX-License-Identifier: MIT */
/* Checks a text for a searcher and makes public findings of it. */
#ifndef KBG_API_FINDINGS_H
#define KBG_API_FINDINGS_H

#include "api/searcher.h"
#include "base/problem.h"

/* Checks a text against the rules that the searcher holds, which kbg__base_refresh_rules() brings up to date. scope->direction and the rest are as in kbg_check(). *findings
 * is NULL on failure; the status may need a message of the problem. */
kbg_status kbg__findings_of(kbg_searcher *searcher, const kbg__rule_scope *scope, const char *text, size_t len,
                            kbg_findings **findings, kbg__problem *problem);

/* The same for the text that the searcher's checker has just checked: it is not checked again. */
kbg_status kbg__findings_of_checked(kbg_searcher *searcher, const char *text, size_t len, kbg_findings **findings);

#endif
