/* SPDX-License-Identifier: MIT */
#include "rank/confidence.h"

#include <math.h>

double kbg__confidence(const kbg__evidence *e)
{
    double odds = e->odds < KBG__ODDS_MOST ? e->odds : KBG__ODDS_MOST;
    /* Being ahead of the others counts as far as there is something to be ahead with. */
    double ahead = odds > 0 ? sqrt(odds * e->likeness) : 0;
    double x = 1.07 + 2.22 * log(e->likeness + 0.02) + 0.87 * e->length + 0.66 * odds + 0.36 * ahead - 0.87 * e->likelihood +
               0.74 * e->votes;
    return 1 / (1 + exp(-x));
}
