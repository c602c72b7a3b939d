/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "text/tokenizer.h"

static kbg__text_rules rules;
static kbg__tokenizer tokenizer;

static int open_tokenizer(void **state)
{
    (void)state;
    assert_int_equal(kbg__text_rules_init(&rules, &kbg__memory_default, kbg__emoticon_default_pattern,
                                          strlen(kbg__emoticon_default_pattern), NULL),
                     KBG_OK);
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &rules, true), KBG_OK);
    return 0;
}

static int close_tokenizer(void **state)
{
    (void)state;
    kbg__tokenizer_free(&tokenizer);
    kbg__text_rules_free(&rules);
    return 0;
}

/* The tokens of a class in order, a bar behind each. */
static void assert_tokens_with(const kbg__words *words, kbg__token_class class_, const char *text, const char *expected)
{
    kbg__buffer list;
    kbg__buffer_init(&list, &kbg__memory_default);
    assert_int_equal(kbg__tokenize(&tokenizer, words, text, strlen(text)), KBG_OK);
    for (size_t i = 0; i < tokenizer.token_count; i++) {
        kbg__token token = tokenizer.tokens[i];
        if (token.class_ != (uint32_t)class_)
            continue;
        kbg__buffer_add(&list, tokenizer.folded.text.data + token.start, token.end - token.start);
        kbg__buffer_add_byte(&list, '|');
    }
    assert_text(list.data ? list.data : "", list.len, expected);
    kbg__buffer_free(&list);
}

static void assert_tokens(kbg__token_class class_, const char *text, const char *expected)
{
    assert_tokens_with(test_words(), class_, text, expected);
}

typedef struct row {
    const char *text, *expected;
} row;

static void units_are_ideographs_and_runs(void **state)
{
    (void)state;
    static const row rows[] = {
        { "", "" },
        { " 。！？/:", "" },
        { "退货", "退|货|" },
        { "退 貨，运费？", "退|货|运|费|" },
        { "iPhone15", "iphone|15|" },
        { "满199元减20", "满|199|元|减|20|" },
        { "３.５英寸", "3|5|英|寸|" },
        { "a-102_xl", "a|102|xl|" },
        { "ＶＩＰ客户", "vip|客|户|" },
        { "[微笑]退[OK]货", "退|货|" },
        { "こんにちは", "こ|ん|に|ち|は|" },
        { "café naïve", "café|naïve|" },
        { "\xF0\x9F\x98\x80好", "好|" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_tokens(KBG__TOKEN_CHAR, rows[i].text, rows[i].expected);
}

static void pairs_are_neighbours_with_an_ideograph(void **state)
{
    (void)state;
    static const row rows[] = {
        { "退", "" },
        { "退货运费", "退货|货运|运费|" },
        { "退 货", "退货|" },
        { "退，货", "" },
        { "满199元", "满199|199元|" },
        { "199 元", "" },
        { "iphone15", "" },
        { "iphone手机", "iphone手|手机|" },
        { "退[微笑]货", "退货|" },
        { "退\xF0\x9F\x98\x80货", "" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_tokens(KBG__TOKEN_PAIR, rows[i].text, rows[i].expected);
}

static void codes_are_joined_runs(void **state)
{
    (void)state;
    static const row rows[] = {
        { "退货", "" },
        { "iphone", "" },
        { "15", "" },
        { "iPhone15", "iphone15|" },
        { "iphone 15", "" },
        { "128G内存", "128g|" },
        { "型号A-102-XL的", "a-102-xl|" },
        { "3.5", "3.5|" },
        { "3..5", "" },
        { "3.", "" },
        { "-3", "" },
        { "c++ c# 50%", "c++|c#|50%|" },
        { "www.shop.example/a_b", "www.shop.example/a_b|" },
        { "12:30", "12:30|" },
        { "a,b", "" },
        { "5G手机4g", "5g|4g|" },
        { "ｉｐｈｏｎｅ１５", "iphone15|" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_tokens(KBG__TOKEN_CODE, rows[i].text, rows[i].expected);
}

/* Words follow the dictionary of ICU; these break the same in every release since 4.8. */
static void words_have_two_characters_at_least(void **state)
{
    (void)state;
    static const row rows[] = {
        { "购买手机", "购买|手机|" },
        { "我", "" },
        { "a bc", "bc|" },
        { "Hello，WORLD", "hello|world|" },
        { "購買", "购买|" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_tokens(KBG__TOKEN_WORD, rows[i].text, rows[i].expected);
}

/* A term is a word of its own; ICU words that overlap it are none. */
static void terms_are_words(void **state)
{
    (void)state;
    static const row rows[] = {
        { "购买流量包", "购买|流量包|" },
        { "购买加餐包手机", "购买|流量包|手机|" },
        { "流量包流量包", "流量包|流量包|" },
        { "买手机壳", "手机壳|" },
        { "手机", "手机|" },
        { "换ip15p", "iphone 15 pro|" },
        { "iPhone 15 Pro Max", "iphone 15 pro|max|" },
        { "hello iphone", "hello|iphone|" },
        { "退货", "" },
    };
    kbg__words *words = test_words_of("流量包 = 加餐包\n手机壳\niPhone 15 Pro = ip15p\n", NULL, NULL);
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_tokens_with(words, KBG__TOKEN_WORD, rows[i].text, rows[i].expected);
    /* The other classes are those of the term as well. */
    assert_tokens_with(words, KBG__TOKEN_CHAR, "加餐包", "流|量|包|");
    assert_tokens_with(words, KBG__TOKEN_PAIR, "买加餐包吗", "买流|流量|量包|包吗|");
    assert_tokens_with(words, KBG__TOKEN_CODE, "ip15p", "");
    assert_tokens_with(words, KBG__TOKEN_CODE, "vip15p", "vip15p|");
    /* Of a text without words nothing stays. */
    assert_tokens_with(NULL, KBG__TOKEN_WORD, "购买ip15p", "购买|ip15p|");
    test_words_free(words);
}

/* The words that have synonyms, as they stand in the folded text. */
static void words_with_synonyms_are_found(void **state)
{
    (void)state;
    static const row rows[] = {
        { "怎么退钱", "退钱|" },
        { "怎么退錢，退 钱", "退钱|退钱|" },
        { "退钱退钱", "退钱|退钱|" },
        { "快递费", "快递费|" },          /* the longest */
        { "快递柜", "" },                 /* a term; 快递 is only a part of it */
        { "用快递柜快递", "快递|" },
        { "国际快递柜", "" },             /* 国际快递 overlaps the term */
        { "上门快递柜取件", "上门快递柜取件|" }, /* has the term in it */
        { "kd到哪了", "快递|" },          /* an alias of a term that has synonyms */
        { "请问，快递", "快递|" },        /* 请问 is filler */
        { "wifi 6 有吗", "wifi 6|" },
        { "购买", "" },                   /* 买 is a part of a word */
        { "买，手机", "买|" },
    };
    kbg__words *words = test_words_of("快递柜\n快递 = kd\n",
                                      "退钱 > 退款\n快递 > 物流\n快递费 > 运费\n国际快递 > 海外快递\n"
                                      "上门快递柜取件 > 代取\n请问 > 咨询\n买 > 下单\nwifi6 > 无线网\n",
                                      "请问 : leads\n");
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__buffer list;
        kbg__buffer_init(&list, &kbg__memory_default);
        assert_int_equal(kbg__tokenize(&tokenizer, words, rows[i].text, strlen(rows[i].text)), KBG_OK);
        for (size_t k = 0; k < tokenizer.synonyms.count; k++) {
            kbg__occurrence o = tokenizer.synonyms.found[k];
            kbg__buffer_add(&list, tokenizer.folded.text.data + o.start, o.end - o.start);
            kbg__buffer_add_byte(&list, '|');
        }
        assert_text(list.data ? list.data : "", list.len, rows[i].expected);
        kbg__buffer_free(&list);
    }
    /* Only messages have them, and none stay for the next text. */
    kbg__tokenizer own;
    assert_int_equal(kbg__tokenizer_init(&own, &kbg__memory_default, &rules, false), KBG_OK);
    assert_int_equal(kbg__tokenize(&own, words, LIT("退钱")), KBG_OK);
    assert_int_equal(own.synonyms.count, 0);
    kbg__tokenizer_free(&own);
    assert_int_equal(kbg__tokenize(&tokenizer, words, LIT("退钱")), KBG_OK);
    assert_int_equal(tokenizer.synonyms.count, 1);
    assert_int_equal(kbg__tokenize(&tokenizer, NULL, LIT("退钱")), KBG_OK);
    assert_int_equal(tokenizer.synonyms.count, 0);
    assert_int_equal(kbg__tokenize(&tokenizer, words, LIT("")), KBG_OK);
    assert_int_equal(tokenizer.synonyms.count, 0);
    test_words_free(words);
}

static void tokens_stand_in_order_of_class_and_place(void **state)
{
    (void)state;
    static const char *const rows[] = { "我想购买手机iphone15，128g的；购买手机c++", "退货", "a1 b2 c3", "" };
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t units = 0;
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), rows[i], strlen(rows[i])), KBG_OK);
        for (size_t k = 0; k < tokenizer.token_count; k++) {
            kbg__token token = tokenizer.tokens[k];
            units += token.class_ == KBG__TOKEN_CHAR;
            assert_true(token.start < token.end && token.end <= tokenizer.folded.text.len);
            if (k == 0)
                continue;
            kbg__token before = tokenizer.tokens[k - 1];
            assert_true(before.class_ < token.class_ ||
                        (before.class_ == token.class_ && before.start < token.start));
        }
        assert_int_equal(tokenizer.unit_count, units);
    }
}

static void two_scripts_and_widths_give_the_same_tokens(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "怎麼申請退貨", "怎么申请退货" },
        { "ＶＩＰ　客戶", "vip 客户" },
        { "１２８Ｇ手機", "128g手机" },
        { "在嗎[微笑]", "在吗" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__token tokens[64];
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), rows[i][0], strlen(rows[i][0])), KBG_OK);
        size_t count = tokenizer.token_count;
        assert_in_range(count, 1, 64);
        memcpy(tokens, tokenizer.tokens, count * sizeof(*tokens));
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), rows[i][1], strlen(rows[i][1])), KBG_OK);
        assert_int_equal(tokenizer.token_count, count);
        assert_memory_equal(tokens, tokenizer.tokens, count * sizeof(*tokens));
    }
}

/* Joining at a space gives the tokens of the text without it, and each still tells where it came from. */
static void joining_takes_a_space_out(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "web atm怎么用", "webatm怎么用" }, { "a b", "ab" },           { "1 28G内存", "128G内存" },
        { "买web atm", "买webatm" },         { "iPhone 15 pro", "iPhone15 pro" }, { "caf é 几点开门", "café 几点开门" },
        { "zen me退货", "zenme退货" },       { "１ ２，c++", "１２，c++" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__token tokens[64];
        char folded[64];
        uint32_t start[64], end[64];
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), rows[i][1], strlen(rows[i][1])), KBG_OK);
        size_t count = tokenizer.token_count, units = tokenizer.unit_count, len = tokenizer.folded.text.len;
        assert_true(count <= ROWS(tokens) && len <= ROWS(folded));
        memcpy(tokens, tokenizer.tokens, count * sizeof(*tokens));
        memcpy(folded, tokenizer.folded.text.data, len);
        memcpy(start, tokenizer.folded.start, len * sizeof(*start));
        memcpy(end, tokenizer.folded.end, len * sizeof(*end));
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), rows[i][0], strlen(rows[i][0])), KBG_OK);
        size_t at = (size_t)((const char *)memchr(tokenizer.folded.text.data, ' ', tokenizer.folded.text.len) -
                             tokenizer.folded.text.data);
        size_t space = strcspn(rows[i][0], " ");
        assert_int_equal(kbg__tokenizer_join(&tokenizer, &at, 1), KBG_OK);
        assert_int_equal(tokenizer.folded.text.len, len);
        assert_memory_equal(tokenizer.folded.text.data, folded, len);
        assert_int_equal(tokenizer.token_count, count);
        assert_int_equal(tokenizer.unit_count, units);
        assert_memory_equal(tokenizer.tokens, tokens, count * sizeof(*tokens));
        for (size_t k = 0; k < len; k++) {
            assert_int_equal(tokenizer.folded.start[k], start[k] + (start[k] >= space));
            assert_int_equal(tokenizer.folded.end[k], end[k] + (end[k] > space));
        }
    }
    /* Without a map too. */
    kbg__tokenizer own;
    assert_int_equal(kbg__tokenizer_init(&own, &kbg__memory_default, &rules, false), KBG_OK);
    assert_int_equal(kbg__tokenize(&own, NULL, LIT("web atm")), KBG_OK);
    assert_int_equal(own.unit_count, 2);
    assert_int_equal(kbg__tokenizer_join(&own, &(size_t){ 3 }, 1), KBG_OK);
    assert_int_equal(own.unit_count, 1);
    /* Several at once, and none. */
    static const size_t spaces[] = { 1, 5, 7 };
    assert_int_equal(kbg__tokenize(&own, NULL, LIT("a b 1 2 3退")), KBG_OK);
    assert_int_equal(kbg__tokenizer_join(&own, spaces, ROWS(spaces)), KBG_OK);
    assert_text(own.folded.text.data, own.folded.text.len, "ab 123退");
    assert_int_equal(own.unit_count, 3);
    assert_int_equal(kbg__tokenizer_join(&own, NULL, 0), KBG_OK);
    assert_text(own.folded.text.data, own.folded.text.len, "ab 123退");
    assert_int_equal(own.unit_count, 3);
    kbg__tokenizer_free(&own);
}

static void no_emoticons_are_taken_out_without_a_pattern(void **state)
{
    (void)state;
    kbg__text_rules bare;
    kbg__tokenizer own;
    assert_int_equal(kbg__text_rules_init(&bare, &kbg__memory_default, NULL, 0, NULL), KBG_OK);
    assert_int_equal(kbg__tokenizer_init(&own, &kbg__memory_default, &bare, false), KBG_OK);
    assert_int_equal(kbg__tokenize(&own, test_words(), LIT("[微笑]")), KBG_OK);
    assert_int_equal(own.unit_count, 2);
    assert_null(own.folded.start); /* no map was asked for */
    kbg__tokenizer_free(&own);
    kbg__text_rules_free(&bare);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    size_t fail_at = 1;
    kbg__words *words = test_words_of("手机壳 = 手机套\n", "退货 = 退回\n", "在吗\n");
    for (bool failed = true; failed; fail_at++) {
        test_memory memory;
        kbg__text_rules own_rules;
        kbg__tokenizer own;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        failed = true;
        kbg_status status = kbg__text_rules_init(&own_rules, &memory.allocator, LIT("x"), NULL);
        if (status == KBG_OK) {
            status = kbg__tokenizer_init(&own, &memory.allocator, &own_rules, true);
            if (status == KBG_OK) {
                status = kbg__tokenize(&own, words, LIT("我想购买手机套iphone15，怎么申请退货运费"));
                failed = status != KBG_OK;
                kbg__tokenizer_free(&own);
            }
            kbg__text_rules_free(&own_rules);
        }
        assert_int_equal(status, failed ? KBG_ERR_NOMEM : KBG_OK);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 20);
    test_words_free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_ideographs_and_runs),
        cmocka_unit_test(pairs_are_neighbours_with_an_ideograph),
        cmocka_unit_test(codes_are_joined_runs),
        cmocka_unit_test(words_have_two_characters_at_least),
        cmocka_unit_test(terms_are_words),
        cmocka_unit_test(words_with_synonyms_are_found),
        cmocka_unit_test(tokens_stand_in_order_of_class_and_place),
        cmocka_unit_test(two_scripts_and_widths_give_the_same_tokens),
        cmocka_unit_test(joining_takes_a_space_out),
        cmocka_unit_test(no_emoticons_are_taken_out_without_a_pattern),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_tokenizer, close_tokenizer);
}
