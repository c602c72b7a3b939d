/* SPDX-License-Identifier: MIT */
#include "rank/confidence.h"

#include <math.h>

double kbg__confidence(const kbg__evidence *e)
{
    double margin = e->margin < KBG__MARGIN_ALONE ? e->margin : KBG__MARGIN_ALONE;
    /* Being ahead of the next hit counts as far as there is something to be ahead with. */
    double ahead = margin > 0 ? sqrt(margin * e->likeness) : 0;
    double x = 0.41 + 2.50 * log(e->likeness + 0.02) + 0.62 * e->length + 0.68 * margin + 0.19 * ahead;
    return 1 / (1 + exp(-x));
}
