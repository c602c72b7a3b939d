/* SPDX-License-Identifier: MIT */
/* words.h. */
#include "helper.h"

#include <math.h>
#include <string.h>

static const kbg_text none = { NULL, 0 };

/* The shipped lists, or empty ones. */
static kbg_words *words_new(bool shipped)
{
    kbg_words *words = NULL;
    assert_int_equal(kbg_words_new(NULL, &words), KBG_OK);
    for (int list = KBG_WORDS_LEXICON; !shipped && list <= KBG_WORDS_FILLER; list++)
        kbg_words_clear(words, (kbg_word_list)list);
    return words;
}

static void load_words(kbg_words *words, kbg_word_list list, const char *lines)
{
    kbg_error *error = NULL;
    if (kbg_words_load(words, list, lines, strlen(lines), none, &error) != KBG_OK)
        fail_msg("line %llu: %s", (unsigned long long)kbg_error_line(error), kbg_error_message(error));
}

/* A searcher over items, with these lists only. */
static kbg_searcher *searcher_with(const char *jsonl, const char *lexicon, const char *synonyms)
{
    kbg_words *words = words_new(false);
    kbg_base *base = base_of(jsonl);
    load_words(words, KBG_WORDS_LEXICON, lexicon);
    load_words(words, KBG_WORDS_SYNONYMS, synonyms);
    assert_int_equal(kbg_base_set_words(base, words, NULL), KBG_OK);
    kbg_words_free(words);
    return searcher_of(base);
}

/* The first hit of a message, and the spans of it between angle brackets. */
static void assert_first(kbg_searcher *searcher, const char *message, const char *id, const char *marked)
{
    kbg_hits *hits = search(searcher, message, NULL);
    text is = { 0 };
    size_t at = 0, start, end;
    assert_true(kbg_hits_count(hits) > 0);
    assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), id);
    for (size_t i = 0; kbg_hits_span(hits, 0, i, &start, &end); i++) {
        text_add(&is, message + at, start - at);
        text_add(&is, "<", 1);
        text_add(&is, message + start, end - start);
        text_add(&is, ">", 1);
        at = end;
    }
    text_add_cstr(&is, message + at);
    assert_string_equal(is.data, marked);
    text_free(&is);
    kbg_hits_free(hits);
}

static void the_shipped_lists_are_there(void **state)
{
    (void)state;
    kbg_words *words = words_new(true);
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
        assert_true(kbg_words_count(words, (kbg_word_list)list) > 50);
    assert_int_equal(kbg_words_count(words, (kbg_word_list)3), 0);
    assert_int_equal(kbg_words_count(words, (kbg_word_list)-1), 0);
    kbg_words_free(words);
    kbg_words_free(NULL);
}

static const char telecom[] = "{\"id\":\"price\",\"question\":\"畅享套餐多少钱一个月\"}\n"
                              "{\"id\":\"change\",\"question\":\"怎么更换畅享套餐\"}\n"
                              "{\"id\":\"enjoy\",\"question\":\"怎么享受会员折扣\"}\n"
                              "{\"id\":\"pack\",\"question\":\"流量包怎么买\"}\n";

/* What customers call a plan finds it, in every spelling, and shows the customer's own words as matched. */
static void aliases_find_their_term(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_with(telecom, "畅享套餐 = 畅享 = 畅享卡\n流量包 = 加餐包\n", "");
    assert_first(searcher, "畅享多少钱", "price", "<畅享多少钱>");
    assert_first(searcher, "换畅享卡", "change", "<换畅享卡>");
    assert_first(searcher, "嗯，暢享卡，多少钱啊", "price", "嗯，<暢享卡>，<多少钱>啊");
    assert_first(searcher, "加餐包怎么买", "pack", "<加餐包怎么买>");
    /* The same score as with the term itself. */
    kbg_hits *alias = search(searcher, "加餐包怎么买", NULL), *term = search(searcher, "流量包怎么买", NULL);
    assert_true(kbg_hits_score(alias, 0) == kbg_hits_score(term, 0));
    kbg_hits_free(alias);
    kbg_hits_free(term);
    /* 畅享 is not in 舒畅享受. */
    kbg_hits *hits = search(searcher, "舒畅享受", NULL);
    assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), "enjoy");
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
}

static const char phones[] = "{\"id\":\"pro\",\"question\":\"iPhone 15 Pro 有几种颜色\"}\n"
                             "{\"id\":\"plain\",\"question\":\"iPhone 15 有几种颜色\"}\n"
                             "{\"id\":\"old\",\"question\":\"苹果 14 Pro 有几种颜色\"}\n";

static void product_names_are_one_however_they_are_written(void **state)
{
    (void)state;
    static const char *const spellings[] = { "iPhone 15 Pro", "iphone15pro",  "IPHONE 15PRO", "苹果15Pro", "蘋果 15 pro",
                                             "ip15p",         "ＩＰ１５Ｐ", "IP 15 P" };
    text message = { 0 };
    kbg_searcher *searcher = searcher_with(phones, "iPhone 15 Pro = 苹果15Pro = ip15p\n", "");
    kbg_hits *first = search(searcher, "iPhone 15 Pro 颜色", NULL);
    for (size_t i = 0; i < COUNT_OF(spellings); i++) {
        text_clear(&message);
        text_add_format(&message, "%s 颜色", spellings[i]);
        kbg_hits *hits = search(searcher, message.data, NULL);
        assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), "pro");
        assert_true(kbg_hits_score(hits, 0) == kbg_hits_score(first, 0));
        kbg_hits_free(hits);
    }
    kbg_hits_free(first);
    /* Letters are not cut out of others. */
    kbg_hits *hits = search(searcher, "vip15p", NULL);
    assert_true(kbg_hits_count(hits) == 0 || strcmp(kbg_item_id(kbg_hits_item(hits, 0), NULL), "plain") == 0 ||
                kbg_hits_confidence(hits, 0) < 0.5);
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
    text_free(&message);
}

static const char money[] = "{\"id\":\"refund\",\"question\":\"怎么退款\"}\n"
                            "{\"id\":\"ship\",\"question\":\"什么时候发货\"}\n"
                            "{\"id\":\"gift\",\"question\":\"有赠品吗\"}\n";

static double reason_of(const kbg_hits *hits, size_t hit, const char *name)
{
    for (size_t i = 0; i < kbg_hits_reason_count(hits, hit); i++)
        if (strcmp(kbg_hits_reason_name(hits, hit, i), name) == 0)
            return kbg_hits_reason_value(hits, hit, i);
    return 0;
}

static void a_synonym_finds_what_the_base_says(void **state)
{
    (void)state;
    kbg_searcher *without = searcher_with(money, "", ""), *with = searcher_with(money, "", "退款 = 退钱 : 0.7\n");
    kbg_hits *hits = search(with, "能给我退钱吗", NULL), *bare = search(without, "能给我退钱吗", NULL);
    assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), "refund");
    assert_true(kbg_hits_score(hits, 0) > kbg_hits_score(bare, 0));
    assert_true(kbg_hits_confidence(hits, 0) > kbg_hits_confidence(bare, 0));
    assert_true(reason_of(hits, 0, "questions.synonym") > 0 && reason_of(hits, 0, "item.synonym") > 0);
    assert_true(reason_of(bare, 0, "questions.synonym") == 0);
    for (size_t h = 0; h < kbg_hits_count(hits); h++) {
        double sum = 0, parts = 0;
        for (size_t i = 0; i < kbg_hits_reason_count(hits, h); i++) {
            sum += kbg_hits_reason_value(hits, h, i);
            parts += fabs(kbg_hits_reason_value(hits, h, i));
        }
        assert_true(fabs(sum - kbg_hits_score(hits, h)) <= 1e-12 * parts);
    }
    kbg_hits_free(hits);
    kbg_hits_free(bare);
    assert_first(with, "怎麼退錢啊", "refund", "<怎麼退錢>啊");
    kbg_searcher_free(with);
    kbg_searcher_free(without);
}

/* What is written as the base has it comes before what a synonym of it finds. */
static void the_exact_word_comes_first(void **state)
{
    (void)state;
    static const char items[] = "{\"id\":\"a\",\"question\":\"怎么退款\"}\n{\"id\":\"b\",\"question\":\"怎么退钱\"}\n"
                                "{\"id\":\"c\",\"question\":\"怎么开票\"}\n";
    static const char *const weights[] = { "0.1", "0.5", "0.8", "0.99" };
    for (size_t i = 0; i < COUNT_OF(weights); i++) {
        text synonyms = { 0 };
        text_add_format(&synonyms, "退款 = 退钱 : %s\n", weights[i]);
        kbg_searcher *searcher = searcher_with(items, "", synonyms.data);
        kbg_hits *hits = search(searcher, "怎么退钱", NULL);
        assert_ids(hits, "b a c");
        kbg_hits_free(hits);
        assert_search(searcher, "怎么退款", NULL, "a b c");
        kbg_searcher_free(searcher);
        text_free(&synonyms);
    }
}

/* One way only, and no further than one step. */
static void synonyms_go_one_way_and_one_step(void **state)
{
    (void)state;
    static const char items[] = "{\"id\":\"apple\",\"question\":\"iphone\"}\n{\"id\":\"phone\",\"question\":\"手机\"}\n"
                                "{\"id\":\"tablet\",\"question\":\"平板\"}\n";
    kbg_searcher *searcher = searcher_with(items, "", "iphone > 手机\n手机 > 平板\n平板 > 手机\n");
    assert_search(searcher, "iphone", NULL, "apple phone");
    assert_search(searcher, "手机", NULL, "phone tablet");
    assert_search(searcher, "平板", NULL, "tablet phone");
    kbg_searcher_free(searcher);
}

/* A synonym says what the base writes by an alias, and the other way round. */
static void synonyms_go_through_the_lexicon(void **state)
{
    (void)state;
    static const char items[] = "{\"id\":\"plan\",\"question\":\"畅享怎么办理\"}\n{\"id\":\"gift\",\"question\":\"赠品怎么领\"}\n";
    kbg_searcher *searcher = searcher_with(items, "畅享套餐 = 畅享 = 畅享卡\n", "不限流量 > 畅享卡\n畅享卡 > 赠品\n");
    assert_first(searcher, "不限流量的", "plan", "<不限流量>的");
    assert_first(searcher, "畅享", "plan", "<畅享>");
    assert_search(searcher, "畅享", NULL, "plan gift");
    kbg_searcher_free(searcher);
}

static void filler_is_replaced(void **state)
{
    (void)state;
    static const char items[] = "{\"id\":\"hello\",\"question\":\"掌门好\"}\n{\"id\":\"return\",\"question\":\"怎么退货\"}\n";
    kbg_base *base = base_of(items);
    kbg_words *words = words_new(true);
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    kbg_hits *before = search(searcher, "掌门好，怎么退货", NULL);
    kbg_words_clear(words, KBG_WORDS_FILLER);
    assert_int_equal(kbg_words_add_filler(words, view_of("掌门好"), KBG_FILLER_LEADS, NULL), KBG_OK);
    assert_int_equal(kbg_base_set_words(base, words, NULL), KBG_OK);
    kbg_hits *behind = search(searcher, "掌门好，怎么退货", NULL);
    assert_string_equal(kbg_item_id(kbg_hits_item(behind, 0), NULL), "return");
    double gap = kbg_hits_score(behind, 0) - kbg_hits_score(behind, 1);
    size_t first = strcmp(kbg_item_id(kbg_hits_item(before, 0), NULL), "return") == 0 ? 0 : 1;
    assert_true(gap > kbg_hits_score(before, first) - kbg_hits_score(before, 1 - first));
    kbg_hits_free(before);
    kbg_hits_free(behind);
    kbg_words_free(words);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
}

/* Searchers and hits that are there live on; NULL brings the shipped lists back. */
static void lists_are_replaced_while_serving(void **state)
{
    (void)state;
    kbg_base *base = base_of(telecom);
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    kbg_words *words = words_new(false);
    kbg_view *old = kbg_base_view(base);
    kbg_hits *before = search(searcher, "加餐包怎么买", NULL);
    double score = kbg_hits_score(before, 0);
    assert_int_equal(kbg_words_add_term(words, view_of("流量包"), view_of("加餐包"), NULL), KBG_OK);
    assert_int_equal(kbg_base_set_words(base, words, NULL), KBG_OK);
    kbg_view *view = kbg_base_view(base);
    assert_int_equal(kbg_view_revision(view), kbg_view_revision(old) + 1);
    assert_int_equal(kbg_view_item_count(view), 4);
    kbg_view_unref(view);
    kbg_view_unref(old);
    kbg_words_clear(words, KBG_WORDS_LEXICON); /* the base has its own copy */
    kbg_words_free(words);
    kbg_hits *behind = search(searcher, "加餐包怎么买", NULL);
    assert_true(kbg_hits_score(behind, 0) > score);
    kbg_hits_free(behind);
    /* A load keeps the lists, and indexes new items with them. */
    load(base, "{\"id\":\"more\",\"question\":\"加餐包退订\"}\n");
    assert_search(searcher, "流量包退订", NULL, "more pack");
    assert_int_equal(kbg_base_set_words(base, NULL, NULL), KBG_OK);
    kbg_hits *last = search(searcher, "加餐包怎么买", NULL);
    assert_string_equal(kbg_item_id(kbg_hits_item(last, 0), NULL), "pack");
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    assert_true(kbg_hits_score(before, 0) == score);
    assert_string_equal(kbg_item_question(kbg_hits_item(before, 0), 0, NULL), "流量包怎么买");
    kbg_hits_free(before);
    kbg_hits_free(last);
}

static void an_empty_base_takes_lists(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_words *words = words_new(true);
    load_words(words, KBG_WORDS_LEXICON, "流量包 = 加餐包\n");
    assert_int_equal(kbg_base_set_words(base, words, NULL), KBG_OK);
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    assert_search(searcher, "加餐包怎么买", NULL, "");
    load(base, telecom);
    kbg_hits *hits = search(searcher, "加餐包怎么买", NULL);
    assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), "pack");
    kbg_hits_free(hits);
    kbg_words_free(words);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
}

static void a_load_is_all_or_nothing(void **state)
{
    (void)state;
    static const char bad[] = "加餐包一 = 加餐包二\r\n加餐包三 ＝ 加餐包二\r\n";
    kbg_words *words = words_new(true);
    size_t before = kbg_words_count(words, KBG_WORDS_LEXICON);
    kbg_error *error = NULL;
    assert_int_equal(kbg_words_load(words, KBG_WORDS_LEXICON, bad, strlen(bad), view_of("lexicon.txt"), &error),
                     KBG_ERR_VALUE);
    assert_int_equal(kbg_error_status(error), KBG_ERR_VALUE);
    assert_int_equal(kbg_error_line(error), 2);
    assert_int_equal(kbg_error_column(error), 8);
    assert_int_equal(kbg_error_offset(error), 46);
    assert_string_equal(kbg_error_source(error), "lexicon.txt");
    assert_string_equal(kbg_error_message(error), "\"加餐包二\" is an alias of \"加餐包一\" already");
    kbg_error_free(error);
    assert_int_equal(kbg_words_count(words, KBG_WORDS_LEXICON), before);
    assert_int_equal(kbg_words_load(words, KBG_WORDS_LEXICON, bad, 29, none, NULL), KBG_OK);
    assert_int_equal(kbg_words_count(words, KBG_WORDS_LEXICON), before + 2);
    /* Without an error wanted, nothing but the status is told. */
    assert_int_equal(kbg_words_load(words, KBG_WORDS_SYNONYMS, "a", 1, none, NULL), KBG_ERR_SYNTAX);
    assert_int_equal(kbg_words_load(words, KBG_WORDS_SYNONYMS, NULL, 0, none, NULL), KBG_OK);
    assert_int_equal(kbg_words_load(words, (kbg_word_list)3, "a", 1, none, &error), KBG_ERR_OPTIONS);
    assert_int_equal(kbg_error_line(error), 0);
    kbg_error_free(error);
    assert_int_equal(kbg_words_add_filler(words, view_of("哈"), (kbg_filler_place)3, &error), KBG_ERR_OPTIONS);
    kbg_error_free(error);
    kbg_words_free(words);
}

static void entries_are_added_by_calls(void **state)
{
    (void)state;
    kbg_words *words = words_new(false);
    kbg_error *error = NULL;
    assert_int_equal(kbg_words_add_term(words, view_of("流量包"), none, NULL), KBG_OK);
    assert_int_equal(kbg_words_add_term(words, view_of("流量包"), view_of("加餐包"), NULL), KBG_OK);
    assert_int_equal(kbg_words_add_term(words, view_of("流量包"), view_of("加餐包"), NULL), KBG_OK);
    assert_int_equal(kbg_words_count(words, KBG_WORDS_LEXICON), 2);
    assert_int_equal(kbg_words_add_term(words, view_of("月租包"), view_of("加餐包"), &error), KBG_ERR_VALUE);
    assert_int_equal(kbg_error_line(error), 0);
    assert_string_equal(kbg_error_message(error), "\"加餐包\" is an alias of \"流量包\" already");
    kbg_error_free(error);
    /* A word from a call may hold the signs of the format. */
    assert_int_equal(kbg_words_add_term(words, view_of("a=b:c"), none, NULL), KBG_OK);
    assert_int_equal(kbg_words_add_synonym(words, view_of("退钱"), view_of("退款"), 0.5, NULL), KBG_OK);
    assert_int_equal(kbg_words_add_synonym(words, view_of("退钱"), view_of("退款"), 0.75, NULL), KBG_OK);
    assert_int_equal(kbg_words_count(words, KBG_WORDS_SYNONYMS), 1);
    assert_int_equal(kbg_words_add_synonym(words, view_of("退钱"), view_of("退款"), 2, &error), KBG_ERR_VALUE);
    assert_string_equal(kbg_error_message(error), "a weight is above 0 and at most 1");
    kbg_error_free(error);
    assert_int_equal(kbg_words_add_filler(words, view_of("哈喽"), KBG_FILLER_ALONE, NULL), KBG_OK);
    assert_int_equal(kbg_words_add_filler(words, view_of("哈喽"), KBG_FILLER_LEADS, NULL), KBG_OK);
    assert_int_equal(kbg_words_count(words, KBG_WORDS_FILLER), 1);
    kbg_words_free(words);
}

/* A host can set the lists again and again: memory does not grow. */
static void lists_can_be_cleared_and_filled_for_ever(void **state)
{
    (void)state;
    counter count = { 0 };
    kbg_allocator allocator = allocator_of(&count);
    kbg_words *words = NULL;
    size_t bytes = 0;
    assert_int_equal(kbg_words_new(&allocator, &words), KBG_OK);
    for (int round = 0; round < 50; round++) {
        for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
            kbg_words_clear(words, (kbg_word_list)list);
        load_words(words, KBG_WORDS_LEXICON, "畅享套餐 = 畅享 = 畅享卡\n流量包 = 加餐包\n");
        load_words(words, KBG_WORDS_SYNONYMS, "退款 = 退钱 = 还钱\n");
        load_words(words, KBG_WORDS_FILLER, "哈喽 : leads\n");
        if (round == 5)
            bytes = count.bytes;
    }
    assert_int_equal(count.bytes, bytes);
    kbg_words_free(words);
    assert_int_equal(count.live, 0);
}

static void an_impossible_allocator_is_refused(void **state)
{
    (void)state;
    kbg_allocator allocator = { .size = sizeof(allocator) };
    kbg_words *words = (kbg_words *)(void *)&allocator;
    assert_int_equal(kbg_words_new(&allocator, &words), KBG_ERR_OPTIONS);
    assert_null(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_lists_are_there),
        cmocka_unit_test(aliases_find_their_term),
        cmocka_unit_test(product_names_are_one_however_they_are_written),
        cmocka_unit_test(a_synonym_finds_what_the_base_says),
        cmocka_unit_test(the_exact_word_comes_first),
        cmocka_unit_test(synonyms_go_one_way_and_one_step),
        cmocka_unit_test(synonyms_go_through_the_lexicon),
        cmocka_unit_test(filler_is_replaced),
        cmocka_unit_test(lists_are_replaced_while_serving),
        cmocka_unit_test(an_empty_base_takes_lists),
        cmocka_unit_test(a_load_is_all_or_nothing),
        cmocka_unit_test(entries_are_added_by_calls),
        cmocka_unit_test(lists_can_be_cleared_and_filled_for_ever),
        cmocka_unit_test(an_impossible_allocator_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
