/* SPDX-License-Identifier: MIT */
#include "rank/confidence.h"

#include <math.h>

double kbg__confidence(const kbg__evidence *e)
{
    double odds = e->odds < KBG__ODDS_MOST ? e->odds : KBG__ODDS_MOST;
    /* Being ahead of the others counts as far as there is something to be ahead with. */
    double ahead = odds > 0 ? sqrt(odds * e->likeness) : 0;
    double x = 3.39 + 3.08 * log(e->likeness + 0.02) + 0.72 * odds + 0.11 * ahead - 4.36 * e->item +
               4.07 * e->item_pairs - 0.79 * e->likelihood_pairs;
    return 1 / (1 + exp(-x));
}
