/* SPDX-License-Identifier: MIT */
#include "rank/hit.h"

const char *kbg__reason_name(kbg__reason reason)
{
    static const char *const names[KBG__REASONS] = {
        [KBG__REASON_QUESTIONS + KBG__TOKEN_WORD] = "questions.word",
        [KBG__REASON_QUESTIONS + KBG__TOKEN_CHAR] = "questions.char",
        [KBG__REASON_QUESTIONS + KBG__TOKEN_PAIR] = "questions.pair",
        [KBG__REASON_QUESTIONS + KBG__TOKEN_CODE] = "questions.code",
        [KBG__REASON_QUESTIONS + KBG__TOKEN_SOUND] = "questions.sound",
        [KBG__REASON_ITEM + KBG__TOKEN_SOUND] = "item.sound",
        [KBG__REASON_ITEM + KBG__TOKEN_WORD] = "item.word",
        [KBG__REASON_ITEM + KBG__TOKEN_CHAR] = "item.char",
        [KBG__REASON_ITEM + KBG__TOKEN_PAIR] = "item.pair",
        [KBG__REASON_ITEM + KBG__TOKEN_CODE] = "item.code",
        [KBG__REASON_QUESTIONS_SYNONYM] = "questions.synonym",
        [KBG__REASON_ITEM_SYNONYM] = "item.synonym",
        [KBG__REASON_CATEGORY] = "boost.category",
        [KBG__REASON_HOTNESS] = "boost.hotness",
        [KBG__REASON_PRIORITY] = "boost.priority",
        [KBG__REASON_STAGE] = "boost.stage",
        [KBG__REASON_AUDIENCE] = "boost.audience",
        [KBG__REASON_LOOKUP] = "lookup",
        [KBG__REASON_PLACE] = "suggest.place",
        [KBG__REASON_WRITING] = "suggest.writing",
        [KBG__REASON_HOT] = "hot.count",
    };
    if (reason >= KBG__REASON_FEATURE && reason < KBG__REASON_CATEGORY)
        return kbg__weight_name(KBG__WEIGHT_FEATURE + (size_t)reason - KBG__REASON_FEATURE);
    return names[reason];
}
