/* SPDX-License-Identifier: MIT */
#include "base/problem.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

kbg_status kbg__problem_set(kbg__problem *problem, kbg_status status, const char *format, ...)
{
    if (!problem)
        return status;
    problem->status = status;
    va_list list;
    va_start(list, format);
    int wanted = vsnprintf(problem->text, sizeof(problem->text), format, list);
    va_end(list);
    if (wanted >= (int)sizeof(problem->text)) {
        /* Cut at a code point: go back over continuation bytes and then the lead byte they belong to. */
        size_t end = sizeof(problem->text) - 1;
        while (end > 0 && ((unsigned char)problem->text[end - 1] & 0xC0u) == 0x80u)
            end--;
        if (end > 0 && (unsigned char)problem->text[end - 1] >= 0xC0u)
            end--;
        problem->text[end] = '\0';
    }
    return status;
}

void kbg__problem_at(kbg__problem *problem, const kbg__place *place)
{
    problem->line = place->line;
    problem->column = place->column;
    problem->offset = place->offset;
}

const char *kbg__quote(char *out, const char *text, size_t len)
{
    size_t at = 0, written = 0;
    for (int i = 0; i < 40 && at < len; i++) {
        uint32_t c = kbg__utf8_next(text, len, &at);
        written += kbg__utf8_put(out + written, c < 0x20 || (c >= 0x7F && c < 0xA0) ? 0xFFFD : c);
    }
    if (at < len)
        written += kbg__utf8_put(out + written, 0x2026);
    out[written] = '\0';
    return out;
}
