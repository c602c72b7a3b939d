/* SPDX-License-Identifier: MIT */
#include "text/question_form.h"

#include "base/utf8.h"

#include <stdbool.h>

enum {
    WAY = KBG__FORM_WAY,
    REASON = KBG__FORM_REASON,
    AMOUNT = KBG__FORM_AMOUNT,
    ABILITY = KBG__FORM_ABILITY,
    TIME = KBG__FORM_TIME,
    PLACE = KBG__FORM_PLACE,
    THING = KBG__FORM_THING,
    WHETHER = KBG__FORM_WHETHER,
    NEGATED = KBG__FORM_NEGATED
};

enum { MOST_CHARS = 4 };

/* At each place the longest entry counts, and what it covers is passed over: 为什么 is no 什么, 能不能 no 不, and the 别 of
 * 区别 says nothing. In order of their first characters' code points; of those with the same first character the longest
 * comes first. */
static const struct entry {
    uint16_t text[MOST_CHARS + 1];
    uint16_t form;
} table[] = {
    { u"不好意思", 0 }, { u"不了", NEGATED }, { u"不", NEGATED }, { u"为什么", REASON }, { u"为何", REASON },
    { u"为啥", REASON }, { u"什么原因", REASON }, { u"什么地方", PLACE }, { u"什么时候", TIME },
    { u"什么时间", TIME }, { u"什么", THING }, { u"价格", AMOUNT }, { u"会不会", WHETHER }, { u"何时", TIME },
    { u"几天", TIME }, { u"几点", TIME }, { u"几", AMOUNT }, { u"分别", 0 }, { u"别人", 0 }, { u"别", NEGATED },
    { u"功能", 0 }, { u"区别", 0 }, { u"原因", REASON }, { u"去哪", PLACE }, { u"可不可以", ABILITY },
    { u"可以", ABILITY }, { u"可否", ABILITY }, { u"吗", WHETHER }, { u"咋回事", REASON }, { u"咋", WAY },
    { u"哪些", THING }, { u"哪儿", PLACE }, { u"哪里", PLACE }, { u"啥时候", TIME }, { u"啥", THING },
    { u"在哪", PLACE }, { u"多长时间", TIME }, { u"多久", TIME }, { u"多大", AMOUNT }, { u"多少", AMOUNT },
    { u"多高", AMOUNT }, { u"好不好", WHETHER }, { u"如何", WAY }, { u"对不对", WHETHER }, { u"怎么回事", REASON },
    { u"怎么不", REASON | NEGATED }, { u"怎么没", REASON | NEGATED }, { u"怎么", WAY }, { u"怎样", WAY },
    { u"性别", 0 }, { u"性能", 0 }, { u"支不支", WHETHER }, { u"方法", WAY }, { u"无法", NEGATED }, { u"无线", 0 },
    { u"无", NEGATED }, { u"是不是", WHETHER }, { u"是否", WHETHER }, { u"智能", 0 }, { u"有没有", WHETHER },
    { u"未来", 0 }, { u"未", NEGATED }, { u"步骤", WAY }, { u"没", NEGATED }, { u"流程", WAY }, { u"特别", 0 },
    { u"用不用", WHETHER }, { u"类别", 0 }, { u"级别", 0 }, { u"能不能", ABILITY }, { u"能否", ABILITY },
    { u"能", ABILITY }, { u"行不行", WHETHER }, { u"要不要", WHETHER }, { u"需不需", WHETHER },
};

enum { ENTRIES = sizeof(table) / sizeof(table[0]) };

/* Whether entries begin with a character: most characters are passed over here. */
static bool begins(uint32_t c)
{
    switch (c) {
    case u'不': case u'为': case u'什': case u'价': case u'会': case u'何': case u'几': case u'分': case u'别':
    case u'功': case u'区': case u'原': case u'去': case u'可': case u'吗': case u'咋': case u'哪': case u'啥':
    case u'在': case u'多': case u'好': case u'如': case u'对': case u'怎': case u'性': case u'支': case u'方':
    case u'无': case u'是': case u'智': case u'有': case u'未': case u'步': case u'没': case u'流': case u'特':
    case u'用': case u'类': case u'级': case u'能': case u'行': case u'要': case u'需':
        return true;
    default:
        return false;
    }
}

/* The first entry that begins with a character, which one does. */
static size_t first_with(uint32_t c)
{
    size_t low = 0, high = ENTRIES;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (table[middle].text[0] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether an entry stands in a text whose character before *at is its first one; moves *at behind it. */
static bool stands(const struct entry *entry, const char *text, size_t len, size_t *at)
{
    size_t behind = *at;
    for (const uint16_t *c = entry->text + 1; *c; c++)
        if (behind == len || kbg__utf8_next(text, len, &behind) != *c)
            return false;
    *at = behind;
    return true;
}

uint32_t kbg__question_form(const char *text, size_t len)
{
    uint32_t form = 0;
    for (size_t at = 0; at < len;) {
        unsigned char lead = (unsigned char)text[at];
        if (lead < 0xE4 || lead > 0xE9) { /* all entries are of ideographs, U+4E00 to U+9FFF */
            at++;
            continue;
        }
        uint32_t c = kbg__utf8_next(text, len, &at);
        for (size_t i = begins(c) ? first_with(c) : ENTRIES; i < ENTRIES && table[i].text[0] == c; i++) {
            if (stands(&table[i], text, len, &at)) {
                form |= table[i].form;
                break;
            }
        }
    }
    return form;
}
