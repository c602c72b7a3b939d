/* SPDX-License-Identifier: MIT */
#include "item/limits.h"

static const struct {
    uint64_t value, highest;
} defaults[KBG__LIMIT_COUNT] = {
    [KBG_LIMIT_ITEMS] = { 10000000, 16777216 },
    [KBG_LIMIT_LINE_BYTES] = { 16u << 20, 1u << 30 },
    [KBG_LIMIT_ID_BYTES] = { 256, 1u << 30 },
    [KBG_LIMIT_CATEGORY_BYTES] = { 1024, 1u << 30 },
    [KBG_LIMIT_CATEGORY_DEPTH] = { 16, 1u << 30 },
    [KBG_LIMIT_QUESTION_BYTES] = { 16384, 1u << 30 },
    [KBG_LIMIT_ALTERNATIVES] = { 10000, 1u << 30 },
    [KBG_LIMIT_ANSWERS] = { 256, 1u << 30 },
    [KBG_LIMIT_BODY_BYTES] = { 1u << 20, 1u << 30 },
    [KBG_LIMIT_ATTACHMENTS] = { 64, 1u << 30 },
    [KBG_LIMIT_URI_BYTES] = { 8192, 1u << 30 },
    [KBG_LIMIT_LABEL_BYTES] = { 1024, 1u << 30 },
    [KBG_LIMIT_LIST_LENGTH] = { 1000, 1u << 30 },
    [KBG_LIMIT_PROPERTIES] = { 1000, 1u << 30 },
    [KBG_LIMIT_PROPERTY_BYTES] = { 65536, 1u << 30 },
    [KBG_LIMIT_EXTRA_BYTES] = { 1u << 20, 1u << 30 },
    [KBG_LIMIT_MESSAGE_BYTES] = { 1u << 20, 1u << 30 },
    [KBG_LIMIT_REPORT_ERRORS] = { 100000, 1u << 30 },
    [KBG_LIMIT_SNIPPET_BYTES] = { 4u << 20, 1u << 30 },
    [KBG_LIMIT_RULES] = { 100000, 1u << 30 },
    [KBG_LIMIT_RULE_WORDS] = { 2000000, 1u << 30 },
    [KBG_LIMIT_RULE_PATTERNS] = { 1000, 1u << 30 },
    [KBG_LIMIT_PATTERN_BYTES] = { 4096, 65536 },
    [KBG_LIMIT_FINDINGS] = { 100000, 1u << 30 },
    [KBG_LIMIT_DOCUMENT_BYTES] = { 4u << 20, 1u << 30 },
    [KBG_LIMIT_NESTING] = { 100, 1000 },
    [KBG_LIMIT_REMOVED] = { 65536, 1u << 30 },
    [KBG_LIMIT_HOT_ITEMS] = { 1000000, 16777216 },
};

void kbg__limits_init(kbg__limits *limits)
{
    *limits = (kbg__limits){ .variables = NULL };
    for (int i = 0; i < KBG__LIMIT_COUNT; i++)
        limits->value[i] = defaults[i].value;
}

kbg_status kbg__limits_set(kbg__limits *limits, kbg_limit limit, uint64_t value)
{
    if ((unsigned)limit >= KBG__LIMIT_COUNT || value > defaults[limit].highest)
        return KBG_ERR_OPTIONS;
    limits->value[limit] = value ? value : defaults[limit].value;
    return KBG_OK;
}
