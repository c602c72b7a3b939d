/* SPDX-License-Identifier: MIT */
#include "index/shape.h"

#include <stddef.h>

/* Faces: plain ones by length, those from EXACT on by classes of it; single ones by length and extra length; those of
 * several questions by their number and length. */
enum { EXACT = 64, LONG = 16, LENGTHS = 16, EXTRAS = 15, GROUPS = 4, GROUP_UNITS = 48 };
enum { PLAIN = KBG__SHAPES_PLAIN, GROUPED = KBG__SHAPES_SINGLE };

/* The least value of each class; the last one has no end. */
static const uint32_t long_lengths[LONG] = { 64,  72,  84,  100, 120, 150,  190,  240,
                                             300, 400, 500, 700, 950, 1300, 2000, 4000 };
static const uint32_t lengths[LENGTHS] = { 0, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 19, 23, 28, 36 };
static const uint32_t extras[EXTRAS] = { 1, 8, 12, 17, 24, 34, 48, 68, 96, 136, 192, 270, 380, 540, 760 };
static const uint32_t groups[GROUPS] = { 2, 3, 5, 9 }; /* items without questions are in the first: they have none to judge */
static const uint32_t item_units[GROUP_UNITS] = { 0,   2,   3,   4,   5,   6,   7,   8,   9,   10,  11,  12,
                                                  13,  14,  16,  18,  20,  22,  24,  27,  30,  33,  37,  41,
                                                  46,  52,  58,  65,  73,  82,  92,  103, 115, 129, 144, 161,
                                                  180, 202, 226, 253, 283, 317, 355, 398, 446, 500, 700, 1000 };

/* The class of a value: the last whose least value is not above it. */
static uint32_t class_of(const uint32_t *least, uint32_t count, uint64_t value)
{
    uint32_t low = 0, high = count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (least[middle] <= value)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static uint32_t most_of(const uint32_t *least, uint32_t count, uint32_t class_)
{
    return class_ + 1 < count ? least[class_ + 1] - 1 : UINT32_MAX;
}

uint16_t kbg__face_shape(uint32_t questions, uint32_t units, uint64_t extra)
{
    if (questions != 1)
        return (uint16_t)(GROUPED + class_of(groups, GROUPS, questions) * GROUP_UNITS +
                          (units < GROUP_UNITS ? units : GROUP_UNITS - 1));
    if (extra == 0)
        return (uint16_t)(units < EXACT ? units : EXACT + class_of(long_lengths, LONG, units));
    return (uint16_t)(PLAIN + class_of(lengths, LENGTHS, units) * EXTRAS + class_of(extras, EXTRAS, extra));
}

uint8_t kbg__item_shape(uint32_t questions, uint32_t units)
{
    return (uint8_t)(class_of(groups, GROUPS, questions) * GROUP_UNITS + class_of(item_units, GROUP_UNITS, units));
}

static void set_group(kbg__lengths *shape, uint32_t group)
{
    shape->questions = groups[group];
    shape->most_questions = most_of(groups, GROUPS, group);
}

kbg__lengths kbg__face_lengths(uint16_t code)
{
    kbg__lengths shape = { .is_single = code < GROUPED, .questions = 1, .most_questions = 1 };
    if (code < EXACT) {
        shape.units = shape.most_units = code;
    } else if (code < PLAIN) {
        shape.units = long_lengths[code - EXACT];
        shape.most_units = most_of(long_lengths, LONG, code - (uint32_t)EXACT);
    } else if (code < GROUPED) {
        uint32_t class_ = code - (uint32_t)PLAIN, length = class_ / EXTRAS, extra = class_ % EXTRAS;
        shape.units = lengths[length];
        shape.most_units = most_of(lengths, LENGTHS, length);
        shape.extra = extras[extra];
        shape.most_extra = most_of(extras, EXTRAS, extra);
    } else {
        uint32_t class_ = code - (uint32_t)GROUPED;
        shape.units = class_ % GROUP_UNITS;
        shape.most_units = shape.units < GROUP_UNITS - 1 ? shape.units : UINT32_MAX;
        set_group(&shape, class_ / GROUP_UNITS);
    }
    return shape;
}

kbg__lengths kbg__item_lengths(uint8_t code)
{
    kbg__lengths shape = { .units = item_units[code % GROUP_UNITS],
                         .most_units = most_of(item_units, GROUP_UNITS, code % GROUP_UNITS) };
    set_group(&shape, code / GROUP_UNITS);
    return shape;
}
