/* SPDX-License-Identifier: MIT */
#include "rank/boost.h"

static double hotness_boost(const kbg__columns *columns, const double *w, uint32_t number)
{
    return columns->most_hotness > 0
               ? w[KBG__WEIGHT_BOOST_HOTNESS] * columns->of[number].hotness / columns->most_hotness
               : 0;
}

static double priority_boost(const kbg__columns *columns, const double *w, uint32_t number)
{
    return w[KBG__WEIGHT_BOOST_PRIORITY] * columns->of[number].priority / 100;
}

double kbg__boosts(const kbg__filter *filter, const kbg__weights *weights, uint32_t number, const kbg_item *item,
                   double reasons[KBG__REASONS])
{
    const kbg_query *query = filter->query;
    const kbg__columns *columns = filter->columns;
    const kbg__column *column = &columns->of[number];
    const double *w = weights->value;
    reasons[KBG__REASON_CATEGORY] = kbg__filter_prefers_category(filter, number) ? w[KBG__WEIGHT_BOOST_CATEGORY] : 0;
    reasons[KBG__REASON_HOTNESS] = query->flags & KBG_QUERY_NO_HOTNESS ? 0 : hotness_boost(columns, w, number);
    reasons[KBG__REASON_PRIORITY] = priority_boost(columns, w, number);
    reasons[KBG__REASON_STAGE] =
        query->stage != KBG_STAGE_NONE && query->stage == column->stage ? w[KBG__WEIGHT_BOOST_STAGE] : 0;
    reasons[KBG__REASON_AUDIENCE] =
        (column->has & KBG__HAS_AUDIENCE) &&
                kbg__audience_matches((const char *)item, query->audience, query->audience_count)
            ? w[KBG__WEIGHT_BOOST_AUDIENCE]
            : 0;
    return reasons[KBG__REASON_CATEGORY] + reasons[KBG__REASON_HOTNESS] + reasons[KBG__REASON_PRIORITY] +
           reasons[KBG__REASON_STAGE] + reasons[KBG__REASON_AUDIENCE];
}

double kbg__boosts_lasting(const kbg__columns *columns, const kbg__weights *weights, uint32_t number)
{
    return hotness_boost(columns, weights->value, number) + priority_boost(columns, weights->value, number);
}
