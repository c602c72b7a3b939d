/* SPDX-License-Identifier: MIT */
/* Takes a selected candidate apart: reasons and matched spans. */
#ifndef KBG_RANK_EXPLAIN_H
#define KBG_RANK_EXPLAIN_H

#include "rank/ranker.h"

/* Fills the reasons of a hit by token class; they add up to the candidate's text times `factor`. tally has the terms
 * as they are in the candidate's part. */
void kbg__explain_text(const kbg__searched *searched, const kbg__query_terms *terms, kbg__tally *tally,
                       const kbg__candidate *candidate, double factor, double reasons[KBG__REASONS]);

/* Appends the spans of the message that the best question has too (any face of the item, if no question matched) to
 * the ranker's spans. Its tally has the terms as they are in the candidate's part. */
kbg_status kbg__explain_spans(kbg__ranker *ranker, const kbg__searched *searched, const kbg__tokenizer *tokens,
                              const kbg__candidate *candidate, kbg__hit *hit);

#endif
