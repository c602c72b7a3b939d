/* SPDX-License-Identifier: MIT */
#include "rank/confidence.h"

#include <math.h>

double kbg__confidence(const kbg__evidence *e)
{
    double odds = e->odds < KBG__ODDS_MOST ? e->odds : KBG__ODDS_MOST;
    /* Being ahead of the others counts as far as there is something to be ahead with. */
    double ahead = odds > 0 ? sqrt(odds * e->likeness) : 0;
    double x = 0.99 + 2.22 * log(e->likeness + 0.02) + 0.83 * e->length + 0.61 * odds + 0.56 * ahead - 0.87 * e->likelihood +
               0.81 * e->votes;
    return 1 / (1 + exp(-x));
}
