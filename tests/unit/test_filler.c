/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "text/filler.h"

/* The folded text with what is marked between angle brackets. */
static void assert_marked_with(const kbg__words *words, const char *text, size_t text_len, const char *expected)
{
    kbg__text_rules rules;
    kbg__folded folded;
    kbg__buffer out;
    kbg__emoticon_matcher *matcher = NULL;
    bool is_filler[400] = { false };
    uint8_t scratch[ROWS(is_filler)];
    assert_int_equal(kbg__text_rules_init(&rules, &kbg__memory_default, kbg__emoticon_default_pattern,
                                          strlen(kbg__emoticon_default_pattern), NULL),
                     KBG_OK);
    assert_int_equal(kbg__emoticon_matcher_new(rules.emoticons, &matcher), KBG_OK);
    kbg__folded_init(&folded, &kbg__memory_default, true);
    kbg__buffer_init(&out, &kbg__memory_default);
    assert_int_equal(kbg__fold(&folded, rules.emoticons, matcher, text, text_len), KBG_OK);
    assert_true(folded.text.len < ROWS(is_filler));
    bool any = kbg__filler_mark(words, &folded, is_filler, scratch);
    for (size_t i = 0; i <= folded.text.len; i++) {
        bool before = i > 0 && is_filler[i - 1], here = i < folded.text.len && is_filler[i];
        if (before != here)
            kbg__buffer_add_byte(&out, here ? '<' : '>');
        if (i < folded.text.len)
            kbg__buffer_add(&out, folded.text.data + i, 1);
    }
    for (size_t i = folded.text.len; i < ROWS(is_filler); i++)
        assert_false(is_filler[i]);
    assert_text(out.data ? out.data : "", out.len, expected);
    assert_int_equal(any, strchr(expected, '<') != NULL);
    kbg__buffer_free(&out);
    kbg__folded_free(&folded);
    kbg__emoticon_matcher_free(matcher);
    kbg__text_rules_free(&rules);
}

static void assert_marked(const char *text, size_t text_len, const char *expected)
{
    assert_marked_with(test_words(), text, text_len, expected);
}

/* An entry may hold spaces and signs, at which clauses end. */
static void entries_of_several_words_are_marked(void **state)
{
    (void)state;
    static const struct {
        const char *text, *marked;
    } rows[] = {
        { "Thank you, 退货", "<thank you>, 退货" },
        { "退货 thank  you", "退货 <thank you>" },
        { "退货，thank you！", "退货,<thank you>!" },
        { "退货 thank yours", "退货 thank yours" },
        { "退货 thank", "退货 thank" },
        { "good day, sir 退货", "<good day, sir> 退货" },
        { "good day, 退货", "good day, 退货" },
        { "thank you thank you 退货", "<thank you> <thank you> 退货" },
        { "thank you", "thank you" },
        { "好 的，退货", "<好的>,退货" },
        { "好 的确退货", "好的确退货" },
    };
    kbg__words *words = test_words_of(NULL, NULL, "thank you\nGood day, sir : leads\n好的\n");
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_marked_with(words, rows[i].text, strlen(rows[i].text), rows[i].marked);
    test_words_free(words);
}

static void small_talk_is_marked(void **state)
{
    (void)state;
    static const struct {
        const char *text, *marked;
    } rows[] = {
        /* whole clauses */
        { "亲，在吗，怎么退货", "<亲>,<在吗>,怎么退货" },
        { "客服，电话多少", "<客服>,电话多少" },
        { "在吗在吗，尺码偏大", "<在吗在吗>,尺码偏大" },
        { "亲在吗。怎么退", "<亲在吗>。怎么退" },
        { "好的，那运费谁出？谢谢亲！", "<好的>,那运费谁出?<谢谢亲>!" },
        { "急，怎么退", "<急>,怎么退" },
        { "怎么退，谢谢亲爱的", "怎么退,<谢谢亲爱的>" },
        { "怎么退，急急急", "怎么退,<急急急>" },
        { "怎么退！？在线等", "怎么退!?<在线等>" },
        { "Hello! 换货", "<hello>! 换货" },
        { "ＨＩ，换货", "<hi>,换货" },
        /* spaces and codes that folding drops still part clauses */
        { "亲 在吗 怎么退货", "<亲在吗>怎么退货" },
        { "亲\n在吗\n怎么退货", "<亲在吗>怎么退货" },
        { "好 怎么退", "<好>怎么退" },
        { "怎么退 急", "怎么退<急>" },
        { "亲[微笑]怎么退", "<亲>怎么退" },
        { "怎么退 好 退哪里", "怎么退<好>退哪里" },
        /* what leads in */
        { "请问怎么退货", "<请问>怎么退货" },
        { "請問怎麼退貨", "<请问>怎么退货" },
        { "你好请问怎么退货", "<你好请问>怎么退货" },
        { "那个我想问一下运费谁出", "<那个我想问一下>运费谁出" },
        { "请问请问退吗", "<请问请问>退吗" },
        { "退货。请问运费谁出", "退货。<请问>运费谁出" },
        /* what trails off */
        { "怎么退货呢", "怎么退货<呢>" },
        { "怎么退货呢谢谢", "怎么退货<呢谢谢>" },
        { "怎么退货谢谢啦", "怎么退货<谢谢啦>" },
        { "怎么退货啊，运费呢", "怎么退货<啊>,运费<呢>" },
        { "请问怎么退货呢谢谢您", "<请问>怎么退货<呢谢谢您>" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_marked(rows[i].text, strlen(rows[i].text), rows[i].marked);
}

static void other_text_is_not_marked(void **state)
{
    (void)state;
    static const struct {
        const char *text, *folded;
    } rows[] = {
        { "", "" },
        { "怎么退货", "怎么退货" },
        /* words that begin or end like small talk */
        { "客服电话多少", "客服电话多少" },
        { "亲情卡怎么办", "亲情卡怎么办" },
        { "怎么联系客服", "怎么联系客服" },
        { "hi换货", "hi换货" },
        { "hit换货", "hit换货" },
        { "早餐有吗", "早餐有吗" },
        /* at the wrong end */
        { "谢谢怎么退", "谢谢怎么退" },
        { "呢子大衣", "呢子大衣" },
        { "退货你好", "退货你好" },
        { "退货请问", "退货请问" },
        /* in the middle */
        { "这款请问能退", "这款请问能退" },
        /* nothing else is said */
        { "亲", "亲" },
        { "亲，在吗？", "亲,在吗?" },
        { "你好", "你好" },
        { "好的，谢谢！[微笑]", "好的,谢谢!" },
        { "请问", "请问" },
        { "亲 在吗", "亲在吗" },
        { "谢谢你好", "谢谢你好" },
        { "？！", "?!" },
        { " ", "" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_marked(rows[i].text, strlen(rows[i].text), rows[i].folded);
}

/* The tokenizer marks a token that is small talk from end to end, if it keeps a map. */
static void tokens_are_marked_with_a_map(void **state)
{
    (void)state;
    static const char text[] = "请问退货 好";
    kbg__text_rules rules;
    assert_int_equal(kbg__text_rules_init(&rules, &kbg__memory_default, NULL, 0, NULL), KBG_OK);
    for (int with_map = 0; with_map < 2; with_map++) {
        kbg__tokenizer tokenizer;
        char marks[100] = "";
        assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &rules, with_map), KBG_OK);
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), LIT(text)), KBG_OK);
        for (size_t i = 0; i < tokenizer.token_count; i++)
            if (tokenizer.tokens[i].class_ == KBG__TOKEN_CHAR || tokenizer.tokens[i].class_ == KBG__TOKEN_PAIR)
                marks[strlen(marks)] = tokenizer.tokens[i].is_filler ? 'f' : '.';
        /* 请 问 退 货 好, 请问 问退 退货 货好 */
        assert_string_equal(marks, with_map ? "ff..ff..." : ".........");
        /* Marks of one text do not stay for the next. */
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), LIT("运费退款怎")), KBG_OK);
        for (size_t i = 0; i < tokenizer.token_count; i++)
            assert_false(tokenizer.tokens[i].is_filler);
        kbg__tokenizer_free(&tokenizer);
    }
    kbg__text_rules_free(&rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_talk_is_marked),
        cmocka_unit_test(other_text_is_not_marked),
        cmocka_unit_test(entries_of_several_words_are_marked),
        cmocka_unit_test(tokens_are_marked_with_a_map),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
