/* SPDX-License-Identifier: MIT */
/* Confidence in plain numbers. */
#ifndef KBG_RANK_CONFIDENCE_H
#define KBG_RANK_CONFIDENCE_H

/* The chance that a hit is right, 0 to 1, from
 * - coverage: the best question's score over what the message would score against itself, 0 to 1;
 * - length: the shorter of message and question over the longer, in units, 0 to 1;
 * - margin: how far the hit's score is above the next (or below the best, then negative), as a share of the best, -1
 *   to 1.
 * A logistic model; its constants and how they were fitted stand in doc/ranking.md. */
double kbg__confidence(double coverage, double length, double margin);

#endif
