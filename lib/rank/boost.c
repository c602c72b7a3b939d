/* SPDX-License-Identifier: MIT */
#include "rank/boost.h"

#include <math.h>

double kbg__boost_use(const kbg__filter *filter, uint32_t number, const kbg_item *item)
{
    if (filter->query->flags & KBG_QUERY_NO_HOTNESS)
        return 0;
    double usage = (double)kbg__column_of(filter->columns, number)->usage;
    if (!filter->hotness)
        return log1p(usage);
    size_t len;
    const char *id = kbg__record_child_text((const char *)item, KBG__TAG_ID, 0, "", &len);
    const kbg__hotness_entry *entry = kbg__hotness_find(filter->hotness, id, len);
    if (!entry)
        return log1p(usage);
    switch (kbg__hotness_mark(entry)) {
    case KBG_HOT_PINNED:
        return KBG__USE_PINNED;
    case KBG_HOT_MUTED:
        return 0;
    case KBG_HOT_AS_USED:
        break;
    }
    return log1p(usage + kbg__hotness_count(entry, &filter->now));
}

/* Half of the weight for hot.half uses, all of it for a pinned item, less than that for any number. */
static double hotness_boost(const double *w, double use)
{
    if (use <= 0)
        return 0;
    return use < KBG__USE_PINNED ? w[KBG__WEIGHT_BOOST_HOTNESS] * (use / (use + log1p(w[KBG__WEIGHT_HOT_HALF])))
                                 : w[KBG__WEIGHT_BOOST_HOTNESS];
}

static double priority_boost(const kbg__columns *columns, const double *w, uint32_t number)
{
    return w[KBG__WEIGHT_BOOST_PRIORITY] * kbg__column_of(columns, number)->priority / 100;
}

double kbg__boosts(const kbg__filter *filter, const kbg__weights *weights, uint32_t number, const kbg_item *item,
                   double reasons[KBG__REASONS])
{
    const kbg_query *query = filter->query;
    const kbg__columns *columns = filter->columns;
    const kbg__column *column = kbg__column_of(columns, number);
    const double *w = weights->value;
    reasons[KBG__REASON_CATEGORY] = kbg__filter_prefers_category(filter, number) ? w[KBG__WEIGHT_BOOST_CATEGORY] : 0;
    reasons[KBG__REASON_HOTNESS] = hotness_boost(w, kbg__boost_use(filter, number, item));
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
    return hotness_boost(weights->value, log1p((double)kbg__column_of(columns, number)->usage)) +
           priority_boost(columns, weights->value, number);
}
