/* SPDX-License-Identifier: MIT */
#include "text/emoticon.h"

#include "text/character.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

struct kbg__emoticons {
    const kbg_allocator *memory;
    pcre2_code *code;
    pcre2_match_context *context;
    bool begins[256]; /* whether a code can begin with a byte */
};

struct kbg__emoticon_matcher {
    const kbg_allocator *memory;
    pcre2_match_data *data;
};

/* What can begin a code stands first, so that PCRE2 knows it, and can tell us: most texts have none of these signs.
 * Two-character codes such as /:b must not be taken out of a path or URL: the look-behind refuses a letter, digit,
 * colon or slash before (unless another code ends there, \G), the look-ahead a letter or digit behind. */
const char kbg__emoticon_default_pattern[] =
    "(?=[/#\\[])(?:(?:\\G|(?<![A-Za-z0-9:/]))/:(?:"
    ":[^\\s\\p{Han}]|"
    "\\^[_$xXO@]\\^|>_<|>@<|\\([A-Za-z0-9]{1,4}\\)|\\)-\\(|[0-9]{3}|-[A-Za-z]|'\"\"|[A-Za-z](?![A-Za-z0-9])|"
    "[^\\sA-Za-z0-9\\p{Han}]{1,3})"
    "|#E-[a-z][0-9]{2}"
    "|\\[(?:微笑|撇嘴|色|发呆|得意|流泪|害羞|闭嘴|睡|大哭|尴尬|发怒|调皮|呲牙|惊讶|难过|酷|冷汗|抓狂|吐|偷笑|可爱|愉快|白眼|"
    "傲慢|饥饿|困|惊恐|流汗|憨笑|悠闲|大兵|奋斗|咒骂|疑问|嘘|晕|折磨|衰|骷髅|敲打|再见|擦汗|抠鼻|鼓掌|糗大了|坏笑|左哼哼|"
    "右哼哼|哈欠|鄙视|委屈|快哭了|阴险|亲亲|吓|可怜|菜刀|西瓜|啤酒|篮球|乒乓|咖啡|饭|猪头|玫瑰|凋谢|嘴唇|爱心|心碎|蛋糕|"
    "闪电|炸弹|刀|足球|瓢虫|便便|月亮|太阳|礼物|拥抱|强|弱|握手|胜利|抱拳|勾引|拳头|差劲|爱你|NO|OK|爱情|飞吻|跳跳|发抖|"
    "怄火|转圈|磕头|回头|跳绳|投降|激动|乱舞|献吻|左太极|右太极|嘿哈|捂脸|奸笑|机智|皱眉|耶|红包|鸡|吃瓜|加油|汗|天啊|"
    "社会社会|旺柴|好的|打脸|哇|翻白眼|666|让我看看|叹气|苦涩|裂开|烟花|发|福|合十|破涕为笑|囧|笑脸|生病|脸红|恐惧|失望|"
    "无语|开心|笑哭)\\])";

/* With which bytes a match can begin, as far as PCRE2 knows. Of a letter it does not say whether the other case counts
 * too. */
static void find_beginnings(kbg__emoticons *emoticons)
{
    const uint8_t *bits = NULL;
    uint32_t type = 0, unit = 0;
    (void)pcre2_pattern_info(emoticons->code, PCRE2_INFO_FIRSTCODETYPE, &type);
    (void)pcre2_pattern_info(emoticons->code, PCRE2_INFO_FIRSTCODEUNIT, &unit);
    (void)pcre2_pattern_info(emoticons->code, PCRE2_INFO_FIRSTBITMAP, &bits);
    bool is_sign = type == 1 && unit < 0x80 && kbg__character_of(unit) == KBG__CHARACTER_OTHER;
    for (uint32_t c = 0; c < 256; c++)
        emoticons->begins[c] = is_sign ? c == unit : !bits || bits[c / 8] >> c % 8 & 1;
}

kbg_status kbg__emoticons_new(const kbg_allocator *memory, const char *pattern, size_t len,
                              kbg__emoticons **emoticons, kbg__problem *problem)
{
    *emoticons = NULL;
    if (len == 0)
        return KBG_OK;
    kbg__emoticons *made = kbg__calloc(memory, 1, sizeof(*made));
    if (!made)
        return KBG_ERR_NOMEM;
    made->memory = memory;
    int error = 0;
    PCRE2_SIZE place = 0;
    made->code = pcre2_compile((PCRE2_SPTR)pattern, len, PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C,
                               &error, &place, NULL);
    if (!made->code) {
        kbg__emoticons_free(made);
        if (error == PCRE2_ERROR_NOMEMORY)
            return KBG_ERR_NOMEM;
        PCRE2_UCHAR message[128];
        (void)pcre2_get_error_message(error, message, sizeof(message));
        return kbg__problem_set(problem, KBG_ERR_PATTERN, "emoticon pattern, byte %zu: %s", (size_t)place,
                                (const char *)message);
    }
    (void)pcre2_jit_compile(made->code, PCRE2_JIT_COMPLETE); /* where it is not to be had, the interpreter serves */
    find_beginnings(made);
    made->context = pcre2_match_context_create(NULL);
    if (!made->context) {
        kbg__emoticons_free(made);
        return KBG_ERR_NOMEM;
    }
    (void)pcre2_set_match_limit(made->context, 100000);
    (void)pcre2_set_depth_limit(made->context, 1000);
    (void)pcre2_set_heap_limit(made->context, 1024);
    *emoticons = made;
    return KBG_OK;
}

void kbg__emoticons_free(kbg__emoticons *emoticons)
{
    if (!emoticons)
        return;
    pcre2_match_context_free(emoticons->context);
    pcre2_code_free(emoticons->code);
    kbg__free(emoticons->memory, emoticons);
}

kbg_status kbg__emoticon_matcher_new(const kbg__emoticons *emoticons, kbg__emoticon_matcher **matcher)
{
    *matcher = kbg__calloc(emoticons->memory, 1, sizeof(**matcher));
    if (!*matcher)
        return KBG_ERR_NOMEM;
    (*matcher)->memory = emoticons->memory;
    (*matcher)->data = pcre2_match_data_create(1, NULL);
    if ((*matcher)->data)
        return KBG_OK;
    kbg__emoticon_matcher_free(*matcher);
    *matcher = NULL;
    return KBG_ERR_NOMEM;
}

void kbg__emoticon_matcher_free(kbg__emoticon_matcher *matcher)
{
    if (!matcher)
        return;
    pcre2_match_data_free(matcher->data);
    kbg__free(matcher->memory, matcher);
}

kbg_status kbg__emoticon_find(const kbg__emoticons *emoticons, kbg__emoticon_matcher *matcher, const char *text,
                              size_t len, size_t from, size_t *start, size_t *end)
{
    size_t at = from;
    *start = *end = len;
    while (at < len && !emoticons->begins[(unsigned char)text[at]])
        at++;
    if (at == len)
        return KBG_OK;
    int found = pcre2_match(emoticons->code, (PCRE2_SPTR)text, len, from, PCRE2_NOTEMPTY, matcher->data,
                            emoticons->context);
    if (found == PCRE2_ERROR_NOMATCH)
        return KBG_OK;
    if (found == PCRE2_ERROR_NOMEMORY)
        return KBG_ERR_NOMEM;
    if (found < 0)
        return KBG_ERR_PATTERN;
    const PCRE2_SIZE *span = pcre2_get_ovector_pointer(matcher->data);
    /* \K can move the start before `from` or behind the end; such a match is none. */
    if (span[0] < from || span[1] <= span[0])
        return KBG_OK;
    *start = span[0];
    *end = span[1];
    return KBG_OK;
}
