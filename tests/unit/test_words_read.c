/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "text/words_read.h"

#include <stdio.h>

#define L KBG_WORDS_LEXICON
#define S KBG_WORDS_SYNONYMS
#define F KBG_WORDS_FILLER

/* All entries of a list: "alias=term", "word>target:weight", "text:place", a bar behind each. */
static void write_entries(const kbg__words *words, kbg_word_list list, kbg__buffer *out)
{
    char line[700];
    size_t len;
    for (uint32_t i = 0; list == KBG_WORDS_LEXICON && i < words->lexicon.count; i++) {
        const char *term = kbg__words_term(words, i, &len);
        (void)snprintf(line, sizeof(line), "%s=%.*s|", kbg__interner_text(&words->lexicon, i, NULL), (int)len, term);
        kbg__buffer_add_cstr(out, line);
    }
    for (uint32_t i = 0; list == KBG_WORDS_SYNONYMS && i < words->sources.count; i++)
        for (uint32_t s = words->first[i]; s != UINT32_MAX; s = words->synonyms[s].next) {
            (void)snprintf(line, sizeof(line), "%s>%s:%g|", kbg__interner_text(&words->sources, i, NULL),
                           kbg__interner_text(&words->targets, words->synonyms[s].target, NULL),
                           (double)words->synonyms[s].weight);
            kbg__buffer_add_cstr(out, line);
        }
    for (uint32_t i = 0; list == KBG_WORDS_FILLER && i < words->filler.count; i++) {
        (void)snprintf(line, sizeof(line), "%s:%d|", kbg__interner_text(&words->filler, i, NULL), words->places[i]);
        kbg__buffer_add_cstr(out, line);
    }
}

static void lines_become_entries(void **state)
{
    (void)state;
    static const struct {
        kbg_word_list list;
        kbg_text text;
        const char *entries;
    } rows[] = {
        { L, TEXT(""), "" },
        { L, TEXT("\n\r\n  \n\t\n\xE3\x80\x80\n"), "" },
        { L, TEXT("# 说明\n  # 说明\n#畅享套餐"), "" },
        { L, TEXT("\xEF\xBB\xBF# 说明\n流量包"), "流量包=流量包|" },
        { L, TEXT("\xEF\xBB\xBF流量包\n"), "流量包=流量包|" },
        { L, TEXT("畅享套餐 = 畅享 = 畅享卡\n"), "畅享套餐=畅享套餐|畅享=畅享套餐|畅享卡=畅享套餐|" },
        { L, TEXT("畅享套餐＝畅享=畅享卡"), "畅享套餐=畅享套餐|畅享=畅享套餐|畅享卡=畅享套餐|" },
        { L, TEXT("\t畅享套餐\xE3\x80\x80＝\xE3\x80\x80畅享\r\n流量包\r\n"),
          "畅享套餐=畅享套餐|畅享=畅享套餐|流量包=流量包|" },
        { L, TEXT("iPhone 15 Pro = 苹果15Pro = ＩＰ１５Ｐ"),
          "iphone15pro=iphone 15 pro|苹果15pro=iphone 15 pro|ip15p=iphone 15 pro|" },
        { L, TEXT("漫遊包 = 漫游包"), "漫游包=漫游包|" }, /* the same when folded */
        { L, TEXT("流量包\n流量包 = 加餐包\n流量包 = 加餐包"), "流量包=流量包|加餐包=流量包|" },
        { L, TEXT("C++ = c 加加"), "c++=c++|c加加=c++|" },
        { S, TEXT("退款 = 退钱"), "退款>退钱:0.8|退钱>退款:0.8|" },
        { S, TEXT("退款 > 退钱"), "退款>退钱:0.8|" },
        { S, TEXT("退款 ＞ 退钱 ： 0.5"), "退款>退钱:0.5|" },
        { S, TEXT("退款=退钱:1"), "退款>退钱:1|退钱>退款:1|" },
        { S, TEXT("退款=退钱:\xE3\x80\x80.25\xE3\x80\x80"), "退款>退钱:0.25|退钱>退款:0.25|" },
        { S, TEXT("退款=退钱:1.\r\n"), "退款>退钱:1|退钱>退款:1|" },
        { S, TEXT("a = b = c : 0.5"), "a>c:0.5|a>b:0.5|b>c:0.5|b>a:0.5|c>b:0.5|c>a:0.5|" },
        { S, TEXT("a = b : 0.5\nA > B : 0.25"), "a>b:0.25|b>a:0.5|" }, /* the last one counts */
        { S, TEXT("a > b\nb > a\n"), "a>b:0.8|b>a:0.8|" },
        { S, TEXT("苹果 手机 > iPhone 15"), "苹果手机>iphone 15:0.8|" },
        { S, TEXT("无线网 = Wi-Fi"), "无线网>wi-fi:0.8|wi-fi>无线网:0.8|" },
        { F, TEXT("在吗\n你好：leads\n谢谢 : trails\n好 : alone"), "在吗:0|你好:1|谢谢:2|好:0|" },
        { F, TEXT("你好\n你好:trails"), "你好:2|" },
        { F, TEXT("Thank  You : trails"), "thank you:2|" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__words words;
        kbg__buffer out;
        kbg__problem problem = { .status = KBG_OK };
        kbg__words_init(&words, &kbg__memory_default);
        kbg__buffer_init(&out, &kbg__memory_default);
        if (kbg__words_read(&words, rows[i].list, rows[i].text.data, rows[i].text.len, &problem))
            fail_msg("row %zu: %s", i, problem.text);
        write_entries(&words, rows[i].list, &out);
        assert_text(out.data, out.len, rows[i].entries);
        kbg__buffer_free(&out);
        kbg__words_free(&words);
    }
}

static void a_bad_line_is_reported_with_its_place(void **state)
{
    (void)state;
    static const char long_word[] = "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长"
                                    "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长"; /* 86 */
    static const struct {
        kbg_word_list list;
        const char *text;
        kbg_status status;
        unsigned line, column, offset;
        const char *message;
    } rows[] = {
        /* UTF-8; the place is that of the byte */
        { L, "流量包\n畅享\xFF = a", KBG_ERR_UTF8, 2, 3, 16, "the byte 0xFF is not well-formed UTF-8" },
        { L, "# \xE4\xBD", KBG_ERR_UTF8, 1, 3, 2, "the byte 0xE4 is not well-formed UTF-8" },
        /* lexicon */
        { L, "流量包 : 0.5", KBG_ERR_SYNTAX, 1, 5, 10, "a line is: term = alias = alias" },
        { L, "a1\r\n 流量包 ＞ 加餐包", KBG_ERR_SYNTAX, 2, 6, 15, "a line is: term = alias = alias" },
        { L, "流量包 =", KBG_ERR_VALUE, 1, 6, 11, "there is no word here" },
        { L, "= 流量包", KBG_ERR_VALUE, 1, 1, 0, "there is no word here" },
        { L, "\xEF\xBB\xBF= 流量包", KBG_ERR_VALUE, 1, 1, 3, "there is no word here" },
        { L, "流量包 == 加餐包", KBG_ERR_VALUE, 1, 6, 11, "there is no word here" },
        { L, "流量包 =\xE3\x80\x80= 加餐包", KBG_ERR_VALUE, 1, 7, 14, "there is no word here" },
        { L, "流 = 流量", KBG_ERR_VALUE, 1, 1, 0, "\"流\" has one character; a term or an alias has two at least" },
        { L, "流量包 = ａ", KBG_ERR_VALUE, 1, 7, 12, "\"ａ\" has one character; a term or an alias has two at least" },
        { L, "流量包 = ！？", KBG_ERR_VALUE, 1, 7, 12, "\"！？\" has no letter, digit or ideograph" },
        { L, "流量包 = 加餐包\n月租包 = 加餐包", KBG_ERR_VALUE, 2, 7, 34, "\"加餐包\" is an alias of \"流量包\" already" },
        { L, "流量包 = 加餐包\n\n加餐包 = 月租包", KBG_ERR_VALUE, 3, 1, 23,
          "\"加餐包\" is an alias of \"流量包\" already" },
        { L, "流量包\n月租包 = 加餐包 = 流量包", KBG_ERR_VALUE, 2, 13, 34, "\"流量包\" is the term \"流量包\" already" },
        { L, long_word, KBG_ERR_LIMIT, 1, 1, 0, NULL },
        { L, "\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA",
          KBG_ERR_LIMIT, 1, 1, 0, NULL }, /* folds to 8 times 33 bytes */
        /* synonyms */
        { S, "退款", KBG_ERR_SYNTAX, 1, 1, 0, "a line is: word = word = word : weight, or word > word : weight" },
        { S, "  退款 : 1", KBG_ERR_SYNTAX, 1, 3, 2, "a line is: word = word = word : weight, or word > word : weight" },
        { S, "a > b > c", KBG_ERR_SYNTAX, 1, 7, 6, "> stands between two words only" },
        { S, "a > b = c", KBG_ERR_SYNTAX, 1, 7, 6, "> stands between two words only" },
        { S, "a = b > c", KBG_ERR_SYNTAX, 1, 7, 6, "> stands between two words only" },
        { S, "退 ＝ 款 ＞ c", KBG_ERR_SYNTAX, 1, 7, 12, "> stands between two words only" },
        { S, "a = b : 1 : 2", KBG_ERR_SYNTAX, 1, 11, 10, "nothing may follow what stands behind :" },
        { S, "a = b : 1 = 2", KBG_ERR_SYNTAX, 1, 11, 10, "nothing may follow what stands behind :" },
        { S, "a = b :", KBG_ERR_VALUE, 1, 8, 7, "a weight is a number above 0 and at most 1" },
        { S, "a = b : 0", KBG_ERR_VALUE, 1, 9, 8, "a weight is a number above 0 and at most 1" },
        { S, "a = b : 1.01", KBG_ERR_VALUE, 1, 9, 8, "a weight is a number above 0 and at most 1" },
        { S, "a = b : -1", KBG_ERR_VALUE, 1, 9, 8, "a weight is a number above 0 and at most 1" },
        { S, "a = b : 0.5.5", KBG_ERR_VALUE, 1, 9, 8, "a weight is a number above 0 and at most 1" },
        { S, "a = b : .", KBG_ERR_VALUE, 1, 9, 8, "a weight is a number above 0 and at most 1" },
        { S, "a = b : 高", KBG_ERR_VALUE, 1, 9, 8, "a weight is a number above 0 and at most 1" },
        { S, "a = b : 1e-1", KBG_ERR_VALUE, 1, 9, 8, "a weight is a number above 0 and at most 1" },
        { S, "退款 = 退錢 = 退钱", KBG_ERR_VALUE, 1, 11, 18, "\"退錢\" is a synonym of itself" },
        { S, "iPhone 15 > iphone15", KBG_ERR_VALUE, 1, 13, 12, "\"iPhone 15\" is a synonym of itself" },
        { S, "？ = 什么", KBG_ERR_VALUE, 1, 1, 0, "\"？\" has no letter, digit or ideograph" },
        { S, "什么 = ？", KBG_ERR_VALUE, 1, 6, 9, "\"？\" has no letter, digit or ideograph" },
        /* filler */
        { F, "在吗 : often", KBG_ERR_SYNTAX, 1, 6, 9, "a line is: text, text : leads, or text : trails" },
        { F, "在吗 : Leads", KBG_ERR_SYNTAX, 1, 6, 9, "a line is: text, text : leads, or text : trails" },
        { F, "在吗 :", KBG_ERR_SYNTAX, 1, 5, 8, "a line is: text, text : leads, or text : trails" },
        { F, "在吗 = 在么 : leads", KBG_ERR_SYNTAX, 1, 6, 9, "a line is: text, text : leads, or text : trails" },
        { F, "在吗 > 在么", KBG_ERR_SYNTAX, 1, 6, 9, "a line is: text, text : leads, or text : trails" },
        { F, "\n\n : leads", KBG_ERR_VALUE, 3, 2, 3, "there is no word here" },
        { F, "～～", KBG_ERR_VALUE, 1, 1, 0, "\"～～\" has no letter, digit or ideograph" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__words words;
        kbg__problem problem = { .status = KBG_OK };
        kbg__words_init(&words, &kbg__memory_default);
        kbg_status status = kbg__words_read(&words, rows[i].list, rows[i].text, strlen(rows[i].text), &problem);
        if (status != rows[i].status || problem.status != status || problem.line != rows[i].line ||
            problem.column != rows[i].column || problem.offset != rows[i].offset ||
            (rows[i].message && strcmp(problem.text, rows[i].message) != 0))
            fail_msg("row %zu (%s): %d at %u:%u, offset %u: %s", i, rows[i].text, (int)status, (unsigned)problem.line,
                     (unsigned)problem.column, (unsigned)problem.offset, problem.text);
        /* A place is not asked for. */
        assert_int_equal(kbg__words_read(&words, rows[i].list, rows[i].text, strlen(rows[i].text), NULL), status);
        kbg__words_free(&words);
    }
}

static void a_line_has_sixty_four_words(void **state)
{
    (void)state;
    for (size_t count = 63; count <= 65; count++) {
        kbg__words words;
        kbg__buffer text;
        kbg__problem problem = { .status = KBG_OK };
        kbg__words_init(&words, &kbg__memory_default);
        kbg__buffer_init(&text, &kbg__memory_default);
        for (size_t i = 0; i < count; i++) {
            char word[16];
            (void)snprintf(word, sizeof(word), "%sw%zu", i ? "=" : "", i);
            kbg__buffer_add_cstr(&text, word);
        }
        kbg_status status = kbg__words_read(&words, KBG_WORDS_SYNONYMS, text.data, text.len, &problem);
        assert_int_equal(status, count > 64 ? KBG_ERR_LIMIT : KBG_OK);
        assert_int_equal(words.synonym_count, count > 64 ? 0 : count * (count - 1));
        if (count > 64) {
            assert_string_equal(problem.text, "a line has at most 64 words");
            assert_int_equal(problem.offset, text.len - 3);
        }
        kbg__buffer_free(&text);
        kbg__words_free(&words);
    }
}

static void the_shipped_lists_are_read(void **state)
{
    (void)state;
    kbg__words words;
    kbg__words_init(&words, &kbg__memory_default);
    assert_int_equal(kbg__words_add_shipped(&words), KBG_OK);
    for (int list = 0; list < 3; list++)
        assert_true(kbg__words_count(&words, (kbg_word_list)list) > 50);
    kbg__words_free(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_become_entries),
        cmocka_unit_test(a_bad_line_is_reported_with_its_place),
        cmocka_unit_test(a_line_has_sixty_four_words),
        cmocka_unit_test(the_shipped_lists_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
