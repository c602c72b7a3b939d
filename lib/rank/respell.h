/* SPDX-License-Identifier: MIT */
/* Stray spaces: `web atm` is read as `webatm` if that is what the items have. */
#ifndef KBG_RANK_RESPELL_H
#define KBG_RANK_RESPELL_H

#include "index/corpus.h"

/* Joins two runs of letters, or of digits, of a message with a space between if the corpus knows them as one and lacks
 * one of the two; at most KBG__JOINS times. */
enum { KBG__JOINS = 8 };
kbg_status kbg__respell(kbg__tokenizer *tokens, const kbg__corpus *corpus);

#endif
