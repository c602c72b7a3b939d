/* SPDX-License-Identifier: MIT */
#include "base/sort.h"

#include <stdlib.h>

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

void kbg__sort_numbers(uint32_t *numbers, size_t count)
{
    if (count > 64) {
        qsort(numbers, count, sizeof(*numbers), by_number);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        uint32_t number = numbers[i];
        size_t at = i;
        for (; at > 0 && numbers[at - 1] > number; at--)
            numbers[at] = numbers[at - 1];
        numbers[at] = number;
    }
}
