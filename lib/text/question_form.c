/* SPDX-License-Identifier: MIT */
#include "text/question_form.h"

#include "base/utf8.h"

#include <string.h>

/* At each place the longest entry counts, and what it covers is passed over: 为什么 is no 什么, 能不能 no 不, and the 别 of
 * 区别 says nothing. */
static const struct {
    const char *text;
    uint32_t form;
} table[] = {
    { "不好意思", 0 },                 { "怎么回事", KBG__FORM_REASON },  { "什么原因", KBG__FORM_REASON },  { "什么时候", KBG__FORM_TIME },
    { "啥时候", KBG__FORM_TIME },      { "什么时间", KBG__FORM_TIME },    { "多长时间", KBG__FORM_TIME },
    { "什么地方", KBG__FORM_PLACE },   { "可不可以", KBG__FORM_ABILITY }, { "怎么不", KBG__FORM_REASON | KBG__FORM_NEGATED },
    { "怎么没", KBG__FORM_REASON | KBG__FORM_NEGATED },                   { "为什么", KBG__FORM_REASON },
    { "咋回事", KBG__FORM_REASON },    { "支不支", KBG__FORM_WHETHER },   { "好不好", KBG__FORM_WHETHER },   { "行不行", KBG__FORM_WHETHER },
    { "用不用", KBG__FORM_WHETHER },   { "需不需", KBG__FORM_WHETHER },   { "对不对", KBG__FORM_WHETHER },
    { "能不能", KBG__FORM_ABILITY },   { "是不是", KBG__FORM_WHETHER },
    { "有没有", KBG__FORM_WHETHER },   { "会不会", KBG__FORM_WHETHER },   { "要不要", KBG__FORM_WHETHER },
    { "区别", 0 },                     { "特别", 0 },                     { "级别", 0 },
    { "类别", 0 },                     { "性别", 0 },                     { "分别", 0 },
    { "别人", 0 },                     { "功能", 0 },                     { "智能", 0 },
    { "性能", 0 },                     { "无线", 0 },                     { "未来", 0 },
    { "多少", KBG__FORM_AMOUNT },      { "价格", KBG__FORM_AMOUNT },      { "多大", KBG__FORM_AMOUNT },
    { "多高", KBG__FORM_AMOUNT },      { "为啥", KBG__FORM_REASON },      { "为何", KBG__FORM_REASON },
    { "原因", KBG__FORM_REASON },      { "怎么", KBG__FORM_WAY },         { "怎样", KBG__FORM_WAY },
    { "如何", KBG__FORM_WAY },         { "方法", KBG__FORM_WAY },         { "步骤", KBG__FORM_WAY },
    { "流程", KBG__FORM_WAY },         { "可以", KBG__FORM_ABILITY },     { "可否", KBG__FORM_ABILITY },
    { "能否", KBG__FORM_ABILITY },     { "是否", KBG__FORM_WHETHER },     { "多久", KBG__FORM_TIME },
    { "何时", KBG__FORM_TIME },        { "几点", KBG__FORM_TIME },        { "几天", KBG__FORM_TIME },
    { "哪里", KBG__FORM_PLACE },       { "哪儿", KBG__FORM_PLACE },       { "在哪", KBG__FORM_PLACE },
    { "去哪", KBG__FORM_PLACE },       { "什么", KBG__FORM_THING },       { "哪些", KBG__FORM_THING },
    { "无法", KBG__FORM_NEGATED },     { "不了", KBG__FORM_NEGATED },     { "咋", KBG__FORM_WAY },
    { "啥", KBG__FORM_THING },         { "几", KBG__FORM_AMOUNT },        { "能", KBG__FORM_ABILITY },
    { "吗", KBG__FORM_WHETHER },       { "不", KBG__FORM_NEGATED },       { "没", KBG__FORM_NEGATED },
    { "无", KBG__FORM_NEGATED },       { "未", KBG__FORM_NEGATED },       { "别", KBG__FORM_NEGATED },
};

uint32_t kbg__question_form(const char *text, size_t len)
{
    uint32_t form = 0;
    for (size_t at = 0; at < len;) {
        size_t longest = 0;
        if ((unsigned char)text[at] >= 0xE4) { /* all entries begin with an ideograph */
            for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
                size_t size = strlen(table[i].text);
                if (size > longest && size <= len - at && memcmp(text + at, table[i].text, size) == 0) {
                    form |= table[i].form;
                    longest = size;
                    break; /* entries are in order of length */
                }
            }
        }
        if (longest)
            at += longest;
        else
            (void)kbg__utf8_next(text, len, &at);
    }
    return form;
}
