/* SPDX-License-Identifier: MIT */
#include "rank/confidence.h"

#include <math.h>

double kbg__confidence(double coverage, double length, double margin)
{
    double x = -4.0 + 5.0 * coverage + 1.0 * length + 4.0 * margin;
    return 1 / (1 + exp(-x));
}
