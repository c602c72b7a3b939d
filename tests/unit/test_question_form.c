/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "text/question_form.h"

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

static void words_show_the_form(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t form;
    } rows[] = {
        { "", 0 },
        { "退货运费", 0 },
        { "iphone 15 ?!", 0 },
        { "怎么退货", WAY },
        { "如何退货", WAY },
        { "退货流程", WAY },
        { "咋退", WAY },
        { "为什么退货", REASON },         /* no 什么 */
        { "怎么回事", REASON },           /* no 怎么 */
        { "咋回事", REASON },
        { "什么原因", REASON },
        { "退货原因", REASON },
        { "多少钱", AMOUNT },
        { "几件包邮", AMOUNT },
        { "能退货吗", ABILITY | WHETHER },
        { "能不能退货", ABILITY },        /* no 不 */
        { "可不可以退", ABILITY },
        { "可以退", ABILITY },
        { "什么时候发货", TIME },
        { "几天到", TIME },               /* no 几 */
        { "多久到账", TIME },
        { "什么地方", PLACE },
        { "在哪看", PLACE },
        { "退到哪里", PLACE },
        { "什么材质", THING },
        { "两款的区别", 0 },              /* no 别 */
        { "特别慢", 0 },
        { "开启热点功能", 0 },            /* no 能 */
        { "无线网", 0 },
        { "支不支持双卡", WHETHER },      /* no 不 */
        { "不好意思", 0 },
        { "有哪些颜色", THING },
        { "啥颜色", THING },
        { "啥时候到", TIME },
        { "有没有货", WHETHER },          /* no 没 */
        { "是不是正品", WHETHER },
        { "是否包邮", WHETHER },
        { "退吗", WHETHER },
        { "不能退", NEGATED | ABILITY },
        { "没收到货", NEGATED },
        { "无法付款", NEGATED },
        { "付不了款", NEGATED },
        { "尚未发货", NEGATED },
        { "怎么不发货", REASON | NEGATED },
        { "怎么没发货", REASON | NEGATED },
        { "为什么不能退", REASON | NEGATED | ABILITY },
        { "能不能不退", ABILITY | NEGATED },
        { "多少钱，多久到，在哪退", AMOUNT | TIME | PLACE },
        { "怎么怎么退", WAY },
        { "怎么办，怎么回事", WAY | REASON },
        { "还没到，什么时候到", NEGATED | TIME },
    };
    uint32_t all = 0;
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint32_t form = kbg__question_form(rows[i].text, strlen(rows[i].text));
        if (form != rows[i].form)
            fail_msg("%s: %u, not %u", rows[i].text, (unsigned)form, (unsigned)rows[i].form);
        all |= form;
    }
    assert_int_equal(all, KBG__FORM_ASKS | NEGATED);
    assert_int_equal(KBG__FORM_ASKS & NEGATED, 0);
}

/* The table is in order, so that each entry is found, and the longest at a place. */
static void each_word_has_its_form(void **state)
{
    (void)state;
    static const struct {
        const char *words; /* a space between */
        uint32_t form;
    } rows[] = {
        { "不好意思 分别 别人 功能 区别 性别 性能 无线 智能 未来 特别 类别 级别", 0 },
        { "不了 不 别 无法 无 未 没", NEGATED },
        { "为什么 为何 为啥 什么原因 原因 咋回事 怎么回事", REASON },
        { "什么地方 去哪 哪儿 哪里 在哪", PLACE },
        { "什么时候 什么时间 何时 几天 几点 啥时候 多长时间 多久", TIME },
        { "什么 哪些 啥", THING },
        { "价格 几 多大 多少 多高", AMOUNT },
        { "会不会 吗 好不好 对不对 支不支 是不是 是否 有没有 用不用 行不行 要不要 需不需", WHETHER },
        { "可不可以 可以 可否 能不能 能否 能", ABILITY },
        { "咋 如何 怎么 怎样 方法 步骤 流程", WAY },
        { "怎么不 怎么没", REASON | NEGATED },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        for (const char *word = rows[i].words, *end; *word; word = end + (*end == ' ')) {
            end = strchr(word, ' ');
            end = end ? end : word + strlen(word);
            uint32_t form = kbg__question_form(word, (size_t)(end - word));
            if (form != rows[i].form)
                fail_msg("%.*s: %u, not %u", (int)(end - word), word, (unsigned)form, (unsigned)rows[i].form);
        }
    }
}

/* An entry that is cut off at the end is none; nor is one that begins within a character. */
static void the_length_is_kept(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        uint32_t form;
    } rows[] = {
        { "为什么", 9, REASON }, { "为什么", 8, 0 },           { "什么时候", 9, THING }, { "什么时候", 6, THING },
        { "什么时候", 5, 0 },    { "能不能", 6, ABILITY | NEGATED }, { "能不能", 3, ABILITY }, { "能不能", 2, 0 },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(kbg__question_form(rows[i].text, rows[i].len), rows[i].form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_show_the_form),
        cmocka_unit_test(each_word_has_its_form),
        cmocka_unit_test(the_length_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
