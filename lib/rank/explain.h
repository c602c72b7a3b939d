/* SPDX-License-Identifier: MIT */
/* Takes a selected candidate apart: reasons and matched spans. */
#ifndef KBG_RANK_EXPLAIN_H
#define KBG_RANK_EXPLAIN_H

#include "rank/ranker.h"

/* Fills the reasons of a hit by token class; they add up to the candidate's text times `factor`. */
void kbg__explain_text(const kbg__searched *searched, const kbg__query_terms *terms, const kbg__candidate *candidate,
                       double factor, double reasons[KBG__REASONS]);

/* Appends the spans of the message that the best question has too (any face of the item, if no question matched) to
 * the ranker's spans. */
kbg_status kbg__explain_spans(kbg__ranker *ranker, const kbg__searched *searched, const kbg__tokenizer *tokens,
                              const kbg__candidate *candidate, kbg__hit *hit);

#endif
