/* SPDX-License-Identifier: MIT */
#include "rank/confidence.h"

#include <math.h>

double kbg__confidence(const kbg__evidence *e)
{
    double odds = e->odds < KBG__ODDS_MOST ? e->odds : KBG__ODDS_MOST;
    /* Being ahead of the others counts as far as there is something to be ahead with. */
    double ahead = odds > 0 ? sqrt(odds * e->likeness) : 0;
    double x = 3.58 + 3.10 * log(e->likeness + 0.02) + 0.70 * odds + 0.23 * ahead - 0.59 * e->likelihood +
               2.13 * e->votes - 2.61 * e->covered - 1.41 * e->item;
    return 1 / (1 + exp(-x));
}
