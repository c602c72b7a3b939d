/* SPDX-License-Identifier: MIT */
#include "live/figures_number.h"

#include "live/figures_counts.h"

#include <inttypes.h>
#include <stdio.h>

const char *kbg__figures_share(char out[KBG__FIGURES_NUMBER], uint64_t part, uint64_t whole)
{
    out[0] = '\0';
    if (whole == 0)
        return out;
    while (whole > UINT64_MAX / 40000) { /* so that nothing below is too large */
        whole /= 2;
        part /= 2;
    }
    uint64_t rest = part % whole, parts = (rest * 20000 + whole) / (2 * whole), units = part / whole + parts / 10000;
    (void)snprintf(out, KBG__FIGURES_NUMBER, "%" PRIu64 ".%04" PRIu64, units, parts % 10000);
    return out;
}

const char *kbg__figures_count(char out[KBG__FIGURES_NUMBER], uint64_t count)
{
    int len = snprintf(out, KBG__FIGURES_NUMBER, "%" PRIu64 ".%03" PRIu64, count / KBG__COUNT_UNIT,
                       count % KBG__COUNT_UNIT);
    while (out[len - 1] == '0')
        out[--len] = '\0';
    if (out[len - 1] == '.')
        out[--len] = '\0';
    return out;
}
