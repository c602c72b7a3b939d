/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "text/words_read.h"

#include <math.h>
#include <stdio.h>

static kbg_text text_of(const char *text)
{
    return (kbg_text){ text, strlen(text) };
}

/* What an entry is read as; "" if there is none. */
static void assert_term(const kbg__words *words, const char *key, const char *expected)
{
    uint32_t number = kbg__interner_find(&words->lexicon, key, strlen(key));
    size_t len = 0;
    const char *term = number == KBG__NOT_INTERNED ? "" : kbg__words_term(words, number, &len);
    assert_text(term, len, expected);
}

/* The weight of a synonym; 0 if there is none. */
static double weight_of(const kbg__words *words, const char *word, const char *target)
{
    uint32_t number = kbg__interner_find(&words->sources, word, strlen(word));
    for (uint32_t s = number == KBG__NOT_INTERNED ? UINT32_MAX : words->first[number]; s != UINT32_MAX;
         s = words->synonyms[s].next)
        if (strcmp(kbg__interner_text(&words->targets, words->synonyms[s].target, NULL), target) == 0)
            return (double)words->synonyms[s].weight;
    return 0;
}

static void a_list_is_cleared_and_filled_again(void **state)
{
    (void)state;
    test_memory memory;
    kbg__words words;
    test_memory_init(&memory);
    kbg__words_init(&words, &memory.allocator);
    assert_int_equal(kbg__words_add_shipped(&words), KBG_OK);
    size_t counts[3];
    for (int list = 0; list < 3; list++)
        counts[list] = kbg__words_count(&words, (kbg_word_list)list);
    for (int list = 0; list < 3; list++) {
        kbg__words_clear(&words, (kbg_word_list)list);
        for (int other = 0; other < 3; other++)
            assert_int_equal(kbg__words_count(&words, (kbg_word_list)other), other <= list ? 0 : counts[other]);
    }
    assert_int_equal(kbg__words_count(&words, (kbg_word_list)3), 0);
    kbg__words_clear(&words, (kbg_word_list)3);
    /* Nothing of what was stays: the same again takes no more room. */
    for (int n = 0; n < 3; n++) {
        assert_int_equal(kbg__words_add_shipped(&words), KBG_OK);
        assert_int_equal(words.terms_written.len < 4096, true);
        for (int list = 0; list < 3; list++) {
            assert_int_equal(kbg__words_count(&words, (kbg_word_list)list), counts[list]);
            kbg__words_clear(&words, (kbg_word_list)list);
        }
        assert_int_equal(words.terms_written.len, 0);
        assert_int_equal(words.targets.count, 0);
    }
    kbg__words_free(&words);
    assert_int_equal(memory.blocks, 0);
    kbg__words_free(&words); /* again does nothing */
}

static void a_copy_is_the_same_and_apart(void **state)
{
    (void)state;
    kbg__words words, copy;
    kbg__words_init(&words, &kbg__memory_default);
    kbg__words_init(&copy, &kbg__memory_default);
    assert_int_equal(kbg__words_add_shipped(&words), KBG_OK);
    assert_int_equal(kbg__words_add_term(&words, text_of("畅享 套餐A"), text_of("畅享"), NULL), KBG_OK);
    assert_int_equal(kbg__words_add_synonym(&words, text_of("退了吧"), text_of("退款 A"), 0.5, NULL), KBG_OK);
    assert_int_equal(kbg__words_add_filler(&words, text_of("哈喽呀"), KBG_FILLER_TRAILS, NULL), KBG_OK);
    assert_int_equal(kbg__words_copy(&copy, &words), KBG_OK);
    for (int list = 0; list < 3; list++) {
        assert_int_equal(kbg__words_count(&copy, (kbg_word_list)list), kbg__words_count(&words, (kbg_word_list)list));
        kbg__words_clear(&words, (kbg_word_list)list);
    }
    assert_term(&copy, "畅享", "畅享套餐a");
    assert_true(weight_of(&copy, "退了吧", "退款 a") == 0.5);
    assert_int_equal(copy.places[kbg__interner_find(&copy.filler, LIT("哈喽呀"))], KBG_FILLER_TRAILS);
    assert_true(copy.longest_filler >= 9);
    kbg__words_free(&words);
    kbg__words_free(&copy);
}

static void what_is_refused_changes_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *term, *alias;
        kbg_status status;
    } terms[] = {
        { "", "", KBG_ERR_VALUE },         { " ", "", KBG_ERR_VALUE },          { "", "流量", KBG_ERR_VALUE },
        { "流", "流量", KBG_ERR_VALUE },   { "新词", "词", KBG_ERR_VALUE },     { "新词", "!", KBG_ERR_VALUE },
        { "加餐包", "", KBG_ERR_VALUE },   { "新词", "加餐包", KBG_ERR_VALUE }, { "新词", "流量包", KBG_ERR_VALUE },
        { "新\xFF", "", KBG_ERR_UTF8 },    { "新词", "\xE4\xBD", KBG_ERR_UTF8 },
    };
    static const struct {
        const char *word, *target;
        double weight;
        kbg_status status;
    } synonyms[] = {
        { "", "a", 1, KBG_ERR_VALUE },      { "a", "", 1, KBG_ERR_VALUE },         { "a", "Ａ", 1, KBG_ERR_VALUE },
        { "a b", "ab", 1, KBG_ERR_VALUE },  { "ab", "a b", 1, KBG_ERR_VALUE },     { "a", "b", 0, KBG_ERR_VALUE },
        { "a", "b", -1, KBG_ERR_VALUE },    { "a", "b", 1.0000001, KBG_ERR_VALUE }, { "a", "b", NAN, KBG_ERR_VALUE },
        { "a", "b", 1e-300, KBG_ERR_VALUE }, { "\xFF", "b", 1, KBG_ERR_UTF8 },     { "a", "\xFF", 1, KBG_ERR_UTF8 },
    };
    kbg__words words;
    kbg__words_init(&words, &kbg__memory_default);
    assert_int_equal(kbg__words_add_term(&words, text_of("流量包"), text_of("加餐包"), NULL), KBG_OK);
    for (size_t i = 0; i < ROWS(terms); i++) {
        assert_int_equal(kbg__words_add_term(&words, text_of(terms[i].term), text_of(terms[i].alias), NULL),
                         terms[i].status);
        assert_int_equal(kbg__words_count(&words, KBG_WORDS_LEXICON), 2);
    }
    for (size_t i = 0; i < ROWS(synonyms); i++) {
        assert_int_equal(kbg__words_add_synonym(&words, text_of(synonyms[i].word), text_of(synonyms[i].target),
                                                synonyms[i].weight, NULL),
                         synonyms[i].status);
        assert_int_equal(kbg__words_count(&words, KBG_WORDS_SYNONYMS), 0);
    }
    assert_int_equal(kbg__words_add_filler(&words, text_of("。"), KBG_FILLER_ALONE, NULL), KBG_ERR_VALUE);
    assert_int_equal(kbg__words_add_filler(&words, text_of("\xFF"), KBG_FILLER_ALONE, NULL), KBG_ERR_UTF8);
    assert_int_equal(kbg__words_count(&words, KBG_WORDS_FILLER), 0);
    kbg__words_free(&words);
}

static void a_word_has_256_bytes(void **state)
{
    (void)state;
    char word[257];
    memset(word, 'w', sizeof(word));
    for (size_t len = 256; len <= 257; len++) {
        kbg__words words;
        kbg_text text = { word, len }, none = { NULL, 0 };
        kbg_status expected = len == 256 ? KBG_OK : KBG_ERR_LIMIT;
        kbg__words_init(&words, &kbg__memory_default);
        assert_int_equal(kbg__words_add_term(&words, text, none, NULL), expected);
        assert_int_equal(kbg__words_add_term(&words, text_of("流量包"), text, NULL),
                         len == 256 ? KBG_ERR_VALUE : KBG_ERR_LIMIT);
        assert_int_equal(kbg__words_add_synonym(&words, text, text_of("a"), 1, NULL), expected);
        assert_int_equal(kbg__words_add_synonym(&words, text_of("a"), text, 1, NULL), expected);
        assert_int_equal(kbg__words_add_filler(&words, text, KBG_FILLER_ALONE, NULL), expected);
        kbg__words_free(&words);
    }
}

static void a_word_has_64_synonyms(void **state)
{
    (void)state;
    kbg__words words;
    char target[16];
    kbg__words_init(&words, &kbg__memory_default);
    for (int i = 0; i < 66; i++) {
        (void)snprintf(target, sizeof(target), "t%d", i);
        assert_int_equal(kbg__words_add_synonym(&words, text_of("a"), text_of(target), 0.5, NULL),
                         i < 64 ? KBG_OK : KBG_ERR_LIMIT);
    }
    assert_int_equal(kbg__words_add_synonym(&words, text_of("a"), text_of("T63"), 0.25, NULL), KBG_OK);
    assert_true(weight_of(&words, "a", "t63") == 0.25);
    assert_int_equal(kbg__words_count(&words, KBG_WORDS_SYNONYMS), 64);
    kbg__words_free(&words);
}

/* A full list takes what it has already. */
static void a_list_has_a_million_entries(void **state)
{
    (void)state;
    kbg__words words;
    kbg__problem problem = { .status = KBG_OK };
    char text[32];
    kbg_text none = { NULL, 0 };
    kbg__words_init(&words, &kbg__memory_default);
    for (int i = 0; i < KBG__WORDS_MOST - 1; i++) {
        (void)snprintf(text, sizeof(text), "w%d", i);
        assert_int_equal(kbg__words_add_term(&words, text_of(text), none, NULL), KBG_OK);
        assert_int_equal(kbg__words_add_filler(&words, text_of(text), KBG_FILLER_ALONE, NULL), KBG_OK);
        assert_int_equal(kbg__words_add_synonym(&words, text_of(text), text_of("target"), 1, NULL), KBG_OK);
    }
    /* Room for one, not for a term with its alias. */
    assert_int_equal(kbg__words_add_term(&words, text_of("新词"), text_of("新新词"), &problem), KBG_ERR_LIMIT);
    assert_string_equal(problem.text, "the list is full: it has 1000000 entries");
    assert_int_equal(kbg__words_add_term(&words, text_of("w7"), text_of("新新词"), NULL), KBG_OK);
    assert_int_equal(kbg__words_add_filler(&words, text_of("你好"), KBG_FILLER_LEADS, NULL), KBG_OK);
    assert_int_equal(kbg__words_add_synonym(&words, text_of("你好"), text_of("target"), 1, NULL), KBG_OK);
    for (int list = 0; list < 3; list++)
        assert_int_equal(kbg__words_count(&words, (kbg_word_list)list), KBG__WORDS_MOST);
    assert_int_equal(kbg__words_add_term(&words, text_of("新词"), none, NULL), KBG_ERR_LIMIT);
    assert_int_equal(kbg__words_add_term(&words, text_of("w7"), text_of("又一个"), NULL), KBG_ERR_LIMIT);
    assert_int_equal(kbg__words_add_term(&words, text_of("w7"), text_of("新新词"), NULL), KBG_OK);
    assert_int_equal(kbg__words_add_filler(&words, text_of("您好"), KBG_FILLER_LEADS, NULL), KBG_ERR_LIMIT);
    assert_int_equal(kbg__words_add_filler(&words, text_of("你好"), KBG_FILLER_ALONE, NULL), KBG_OK);
    assert_int_equal(kbg__words_add_synonym(&words, text_of("您好"), text_of("target"), 1, NULL), KBG_ERR_LIMIT);
    assert_int_equal(kbg__words_add_synonym(&words, text_of("w0"), text_of("target"), 0.5, NULL), KBG_OK);
    kbg__words_free(&words);
}

/* Texts are searched for synonyms and filler when their aliases are terms already. */
static void synonyms_and_filler_are_read_through_the_lexicon(void **state)
{
    (void)state;
    kbg__words *words = test_words_of("畅享套餐 = 畅享卡 = 畅享\niPhone 15 = 苹果15\n宽带 = kuandai\n",
                                      "畅享卡 > 苹果15 : 0.5\n"   /* both are aliases */
                                      "畅享套餐 > iPhone 15 : 0.25\n" /* the same, lighter */
                                      "畅享 > 畅享套餐\n"          /* itself */
                                      "网 > kuandai费 : 0.75\n"    /* holds one */
                                      "苹果15壳 = 手机壳\n"
                                      "退款 = 退钱\n",
                                      "kuandai客服 : leads\n在吗\n");
    assert_true(weight_of(words, "畅享套餐", "iphone 15") == 0.5);
    assert_true(weight_of(words, "畅享卡", "iphone 15") == 0);
    assert_true(weight_of(words, "网", "宽带费") == 0.75);
    assert_true(weight_of(words, "iphone15壳", "手机壳") > 0);
    assert_true(weight_of(words, "手机壳", "iphone 15壳") > 0);
    assert_true(weight_of(words, "退款", "退钱") > 0 && weight_of(words, "退钱", "退款") > 0);
    assert_int_equal(kbg__words_count(words, KBG_WORDS_SYNONYMS), 6);
    uint32_t number = kbg__interner_find(&words->filler, LIT("宽带客服"));
    assert_int_not_equal(number, KBG__NOT_INTERNED);
    assert_int_equal(words->places[number], KBG_FILLER_LEADS);
    assert_int_equal(words->places[kbg__interner_find(&words->filler, LIT("在吗"))], KBG_FILLER_ALONE);
    assert_int_equal(words->longest_filler, strlen("宽带客服"));
    test_words_free(words);
}

/* Aliases of one term with more synonyms together than a word may have. */
static void too_many_synonyms_of_a_term_are_refused(void **state)
{
    (void)state;
    kbg__breaker_source *source;
    kbg__words words;
    char text[16];
    kbg__words_init(&words, &kbg__memory_default);
    assert_int_equal(kbg__words_add_term(&words, text_of("畅享套餐"), text_of("畅享卡"), NULL), KBG_OK);
    for (int i = 0; i < 65; i++) {
        (void)snprintf(text, sizeof(text), "t%d", i);
        assert_int_equal(kbg__words_add_synonym(&words, text_of(i % 2 ? "畅享套餐" : "畅享卡"), text_of(text), 1, NULL),
                         KBG_OK);
    }
    assert_int_equal(kbg__breaker_source_new(&kbg__memory_default, &source), KBG_OK);
    assert_int_equal(kbg__words_finish(&words, source), KBG_ERR_LIMIT);
    kbg__words_free(&words);
    kbg__breaker_source_free(source);
}

static kbg_status run_flow(test_memory *memory)
{
    static const char *const texts[] = { "畅享套餐 = 畅享卡\niPhone 15 = 苹果15\n", "畅享卡 = 苹果15\n退款 = 退钱 = 还钱 = 回款\n",
                                         "畅享卡客服 : leads\n在吗\n" };
    kbg__words words, copy;
    kbg__breaker_source *source = NULL;
    kbg__words_init(&words, &memory->allocator);
    kbg__words_init(&copy, &memory->allocator);
    kbg_status status = kbg__breaker_source_new(&memory->allocator, &source);
    for (int list = 0; list < 3 && status == KBG_OK; list++)
        status = kbg__words_read(&words, (kbg_word_list)list, texts[list], strlen(texts[list]), NULL);
    if (status == KBG_OK)
        status = kbg__words_copy(&copy, &words);
    if (status == KBG_OK)
        status = kbg__words_finish(&copy, source);
    if (status == KBG_OK) {
        assert_true(weight_of(&copy, "畅享套餐", "iphone 15") > 0);
        assert_int_equal(kbg__words_count(&copy, KBG_WORDS_SYNONYMS), 14);
    }
    kbg__words_free(&copy);
    kbg__words_free(&words);
    kbg__breaker_source_free(source);
    assert_int_equal(memory->blocks, 0);
    return status;
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    size_t n = 1;
    for (;; n++) {
        test_memory memory;
        test_memory_init(&memory);
        memory.fail_at = n;
        kbg_status status = run_flow(&memory);
        assert_int_equal(status, memory.calls < n ? KBG_OK : KBG_ERR_NOMEM);
        if (memory.calls < n)
            break;
    }
    assert_true(n > 60);
}

/* A refused allocation leaves lists that work, and the same call passes afterwards. */
static void lists_stay_usable_when_memory_runs_out(void **state)
{
    (void)state;
    for (size_t n = 1; n < 40; n++) {
        test_memory memory;
        kbg__words words;
        test_memory_init(&memory);
        kbg__words_init(&words, &memory.allocator);
        for (int i = 0; i < 3; i++) {
            memory.fail_at = i == 0 ? n : 0;
            kbg_status status = kbg__words_add_term(&words, text_of("畅享套餐"), text_of("畅享卡"), NULL);
            assert_true(status == KBG_OK || (i == 0 && status == KBG_ERR_NOMEM));
            status = kbg__words_add_synonym(&words, text_of("退款"), text_of("退钱"), 1, NULL);
            assert_true(status == KBG_OK || (i == 0 && status == KBG_ERR_NOMEM));
            status = kbg__words_add_filler(&words, text_of("在吗"), KBG_FILLER_LEADS, NULL);
            assert_true(status == KBG_OK || (i == 0 && status == KBG_ERR_NOMEM));
        }
        assert_term(&words, "畅享卡", "畅享套餐");
        assert_true(weight_of(&words, "退款", "退钱") == 1);
        assert_int_equal(kbg__words_count(&words, KBG_WORDS_LEXICON), 2);
        assert_int_equal(kbg__words_count(&words, KBG_WORDS_SYNONYMS), 1);
        assert_int_equal(kbg__words_count(&words, KBG_WORDS_FILLER), 1);
        kbg__words_free(&words);
        assert_int_equal(memory.blocks, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_cleared_and_filled_again),
        cmocka_unit_test(a_copy_is_the_same_and_apart),
        cmocka_unit_test(what_is_refused_changes_nothing),
        cmocka_unit_test(a_word_has_256_bytes),
        cmocka_unit_test(a_word_has_64_synonyms),
        cmocka_unit_test(a_list_has_a_million_entries),
        cmocka_unit_test(synonyms_and_filler_are_read_through_the_lexicon),
        cmocka_unit_test(too_many_synonyms_of_a_term_are_refused),
        cmocka_unit_test(memory_that_runs_out_is_reported),
        cmocka_unit_test(lists_stay_usable_when_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
