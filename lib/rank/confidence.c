/* SPDX-License-Identifier: MIT */
#include "rank/confidence.h"

#include <math.h>

double kbg__confidence(const kbg__evidence *e)
{
    double odds = e->odds < KBG__ODDS_MOST ? e->odds : KBG__ODDS_MOST;
    /* Being ahead of the others counts as far as there is something to be ahead with. */
    double ahead = odds > 0 ? sqrt(odds * e->likeness) : 0;
    double x = 1.14 + 2.45 * log(e->likeness + 0.02) + 0.58 * e->length + 0.45 * odds + 0.44 * ahead - 0.81 * e->item +
               0.57 * e->missing;
    return 1 / (1 + exp(-x));
}
