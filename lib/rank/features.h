/* SPDX-License-Identifier: MIT */
/* What a candidate is judged by in the second step: cheap numbers, weighted and summed up. doc/ranking.md explains each
 * one. */
#ifndef KBG_RANK_FEATURES_H
#define KBG_RANK_FEATURES_H

#include "rank/gather.h"
#include "rank/message.h"

/* What the message would score against itself in the first step; 1 if nothing of it has weight but small talk or
 * synonyms. */
double kbg__own_score(const kbg__corpus *corpus, const kbg__weights *weights, const kbg__query_terms *terms);

/* Fills features for a candidate of the first step, whose terms the tally keeps; the message is read for its part, and
 * kbg__votes_set() knows the candidates. */
void kbg__features(const kbg__corpus *corpus, const kbg__weights *weights, const kbg__query_terms *terms,
                   const kbg__tally *tally, const kbg__message *message, double own, const kbg__candidate *candidate,
                   double features[KBG__FEATURES]);

#endif
