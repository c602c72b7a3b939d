/* SPDX-License-Identifier: MIT */
#include "rank/bm25.h"

#include <math.h>

double kbg__bm25_idf(double n, double df)
{
    return log1p((n - df + 0.5) / (df + 0.5));
}

double kbg__bm25_norm(double k1, double b, double length, double average)
{
    return k1 * (1 - b + (average > 0 ? b * length / average : b));
}

double kbg__bm25_frequency(double k1, double norm, double tf)
{
    return tf > 0 ? tf * (k1 + 1) / (tf + norm) : 0;
}
