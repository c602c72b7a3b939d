/* SPDX-License-Identifier: MIT */
#include "text/filler.h"

#include "base/utf8.h"
#include "text/character.h"

#include <string.h>

/* Where an entry may stand in a clause that has other words too. */
enum { ALONE = 0, LEADS = 1, TRAILS = 2 };

static const struct {
    const char *text;
    int where;
} table[] = {
    /* calling */
    { "亲", ALONE }, { "亲亲", ALONE }, { "亲爱的", ALONE }, { "老板", ALONE }, { "掌柜", ALONE }, { "店家", ALONE },
    { "店主", ALONE }, { "客服", ALONE }, { "美女", ALONE }, { "帅哥", ALONE }, { "小姐姐", ALONE },
    { "小哥哥", ALONE }, { "在吗", ALONE }, { "在么", ALONE }, { "在嘛", ALONE }, { "在不在", ALONE },
    { "在线吗", ALONE }, { "有人吗", ALONE }, { "有人么", ALONE }, { "有人在吗", ALONE }, { "人呢", ALONE },
    { "还在吗", ALONE }, { "哈喽", ALONE }, { "嗨", ALONE }, { "喂", ALONE }, { "hello", ALONE }, { "hi", ALONE },
    { "你好", LEADS }, { "您好", LEADS }, { "你好啊", LEADS }, { "您好啊", LEADS }, { "你好呀", LEADS },
    { "早", ALONE }, { "早上好", LEADS }, { "上午好", LEADS }, { "中午好", LEADS }, { "下午好", LEADS },
    { "晚上好", LEADS },
    /* leading up to the question */
    { "请问", LEADS }, { "请问下", LEADS }, { "请问一下", LEADS }, { "请教一下", LEADS }, { "问下", LEADS },
    { "问一下", LEADS }, { "想问", LEADS }, { "想问下", LEADS }, { "想问一下", LEADS }, { "我想问", LEADS },
    { "我想问下", LEADS }, { "我想问一下", LEADS }, { "我想请问", LEADS }, { "我想请问一下", LEADS },
    { "咨询下", LEADS }, { "咨询一下", LEADS }, { "想咨询", LEADS }, { "想咨询下", LEADS }, { "想咨询一下", LEADS },
    { "我想咨询", LEADS }, { "我想咨询一下", LEADS }, { "麻烦问下", LEADS }, { "麻烦问一下", LEADS },
    { "麻烦你", LEADS }, { "麻烦您", LEADS }, { "打扰一下", LEADS }, { "打扰了", ALONE }, { "不好意思", LEADS },
    { "那个", LEADS }, { "就是", LEADS },
    /* answering, waiting */
    { "嗯", ALONE }, { "嗯嗯", ALONE }, { "哦哦", ALONE }, { "好", ALONE }, { "好的", ALONE }, { "好吧", ALONE },
    { "好哒", ALONE }, { "行", ALONE }, { "对", ALONE }, { "对的", ALONE }, { "是的", ALONE }, { "收到", ALONE },
    { "知道了", ALONE }, { "明白了", ALONE }, { "可以", ALONE }, { "等下", ALONE }, { "等一下", ALONE },
    { "稍等", ALONE }, { "等等", ALONE }, { "我看看", ALONE }, { "我看下", ALONE }, { "我看一下", ALONE },
    { "刚才在忙", ALONE }, { "刚在忙", ALONE }, { "在忙", ALONE },
    /* thanking, urging */
    { "谢谢", TRAILS }, { "谢谢亲", TRAILS }, { "谢谢亲爱的", TRAILS }, { "谢谢你", TRAILS }, { "谢谢您", TRAILS }, { "谢谢了", TRAILS },
    { "谢谢啦", TRAILS }, { "谢啦", TRAILS }, { "谢了", TRAILS }, { "多谢", TRAILS }, { "感谢", TRAILS },
    { "麻烦了", TRAILS }, { "麻烦啦", TRAILS }, { "辛苦了", TRAILS }, { "辛苦啦", TRAILS }, { "拜托", TRAILS },
    { "拜托了", TRAILS }, { "急", ALONE }, { "急急", TRAILS }, { "急急急", TRAILS }, { "很急", TRAILS },
    { "在线等", TRAILS }, { "快点", ALONE }, { "快一点", ALONE },
    /* particles behind the question */
    { "呢", TRAILS }, { "啊", TRAILS }, { "呀", TRAILS }, { "哦", TRAILS }, { "哈", TRAILS }, { "嘛", TRAILS },
    { "啦", TRAILS }, { "哟", TRAILS }, { "噢", TRAILS }, { "喔", TRAILS }, { "哎", TRAILS }, { "唉", TRAILS },
};

enum { ENTRIES = sizeof(table) / sizeof(table[0]) };

/* The longest entry at the beginning (or end) of a text that may stand where `where` says (ALONE: any); 0 if none. */
static size_t longest(const char *text, size_t len, bool at_end, int where)
{
    size_t best = 0;
    for (int i = 0; i < ENTRIES; i++) {
        size_t size = strlen(table[i].text);
        if (size <= best || size > len || (where != ALONE && table[i].where != where))
            continue;
        if (memcmp(at_end ? text + len - size : text, table[i].text, size) == 0)
            best = size;
    }
    return best;
}

/* Whether a clause is filler from end to end, taking the longest entry at each step. */
static bool is_whole(const char *text, size_t len)
{
    while (len) {
        size_t size = longest(text, len, false, ALONE);
        if (size == 0)
            return false;
        text += size;
        len -= size;
    }
    return true;
}

static void mark_clause(const char *text, bool *is_filler, size_t start, size_t end)
{
    if (is_whole(text + start, end - start)) {
        memset(is_filler + start, true, end - start);
        return;
    }
    for (size_t size; (size = longest(text + start, end - start, false, LEADS)) && size < end - start; start += size)
        memset(is_filler + start, true, size);
    for (size_t size; (size = longest(text + start, end - start, true, TRAILS)) && size < end - start; end -= size)
        memset(is_filler + end - size, true, size);
}

void kbg__filler_mark(const kbg__folded *folded, bool *is_filler)
{
    const kbg__buffer *text = &folded->text;
    bool anything_else = false;
    size_t clause = 0;
    for (size_t at = 0; at < text->len;) {
        size_t start = at;
        bool is_sign = kbg__character_of(kbg__utf8_next(text->data, text->len, &at)) <= KBG__CHARACTER_SPACE;
        bool gap = start > 0 && folded->start[start] > folded->end[start - 1];
        if ((is_sign || gap) && clause < start)
            mark_clause(text->data, is_filler, clause, start);
        if (is_sign || gap)
            clause = is_sign ? at : start;
    }
    if (clause < text->len)
        mark_clause(text->data, is_filler, clause, text->len);
    for (size_t at = 0; at < text->len && !anything_else;) {
        size_t start = at;
        anything_else = kbg__character_of(kbg__utf8_next(text->data, text->len, &at)) > KBG__CHARACTER_SPACE &&
                        !is_filler[start];
    }
    if (!anything_else && text->len)
        memset(is_filler, false, text->len);
}
