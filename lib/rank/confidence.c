/* SPDX-License-Identifier: MIT */
#include "rank/confidence.h"

#include <math.h>

double kbg__confidence(const kbg__evidence *evidence)
{
    /* Being ahead of the next hit counts as far as there is something to be ahead with. */
    double ahead = evidence->margin > 0 ? sqrt(evidence->margin * evidence->coverage) : 0;
    double x = -1.94 + 2.04 * log(evidence->coverage + 0.02) + 2.35 * evidence->length + 1.42 * evidence->margin +
               7.21 * ahead;
    return 1 / (1 + exp(-x));
}
