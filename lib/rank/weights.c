/* SPDX-License-Identifier: MIT */
#include "rank/weights.h"

#include <string.h>

static const struct {
    const char *name;
    double value, low, high;
} table[KBG__WEIGHT_COUNT] = {
    [KBG__WEIGHT_CLASS_WORD] = { "class.word", 0.3, 0, 100 },
    [KBG__WEIGHT_CLASS_CHAR] = { "class.char", 1, 0, 100 },
    [KBG__WEIGHT_CLASS_PAIR] = { "class.pair", 0.3, 0, 100 },
    [KBG__WEIGHT_CLASS_CODE] = { "class.code", 1, 0, 100 },
    [KBG__WEIGHT_QUESTION_K1] = { "question.k1", 1.2, 0, 100 },
    [KBG__WEIGHT_QUESTION_B] = { "question.b", 0.75, 0, 1 },
    [KBG__WEIGHT_ITEM_K1] = { "item.k1", 1.2, 0, 100 },
    [KBG__WEIGHT_ITEM_B] = { "item.b", 0.75, 0, 1 },
    [KBG__WEIGHT_FIELD_ANSWER] = { "field.answer", 0.1, 0, 1 },
    [KBG__WEIGHT_BEST_DECAY] = { "best.decay", 0.5, 0, 1 },
    [KBG__WEIGHT_ITEM_SHARE] = { "item.share", 0.5, 0, 1 },
    [KBG__WEIGHT_ITEM_HALF] = { "item.half", 1, 0, 1000 },
    [KBG__WEIGHT_BOOST_CATEGORY] = { "boost.category", 0.06, 0, 0.5 },
    [KBG__WEIGHT_BOOST_HOTNESS] = { "boost.hotness", 0.03, 0, 0.5 },
    [KBG__WEIGHT_BOOST_PRIORITY] = { "boost.priority", 0.04, 0, 0.5 },
    [KBG__WEIGHT_BOOST_STAGE] = { "boost.stage", 0.04, 0, 0.5 },
    [KBG__WEIGHT_BOOST_AUDIENCE] = { "boost.audience", 0.03, 0, 0.5 },
};

void kbg__weights_init(kbg__weights *weights)
{
    for (int i = 0; i < KBG__WEIGHT_COUNT; i++)
        weights->value[i] = table[i].value;
}

kbg_status kbg__weights_set(kbg__weights *weights, const char *name, size_t len, double value)
{
    for (int i = 0; i < KBG__WEIGHT_COUNT; i++) {
        if (strlen(table[i].name) != len || memcmp(table[i].name, name, len) != 0)
            continue;
        if (!(value >= table[i].low && value <= table[i].high)) /* written so that NaN is refused */
            return KBG_ERR_OPTIONS;
        weights->value[i] = value;
        return KBG_OK;
    }
    return KBG_ERR_OPTIONS;
}

const char *kbg__weight_name(size_t index)
{
    return index < KBG__WEIGHT_COUNT ? table[index].name : NULL;
}
