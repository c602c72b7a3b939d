/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "rank/bm25.h"
#include "rank/terms.h"

#include <stdio.h>

static const char items[] = "{\"id\":\"a\",\"question\":\"退货\",\"alternatives\":[\"能退吗\"],\"answer\":\"货\"}\n"
                            "{\"id\":\"b\",\"question\":\"换货128g\"}\n"
                            "{\"id\":\"c\",\"question\":\"运费\",\"answer\":\"退\"}\n";

static test_base base;
static kbg__tokenizer tokenizer;
static kbg__query_terms terms;

static int open_base(void **state)
{
    (void)state;
    test_base_init(&base, LIT(items));
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &base.rules, true), KBG_OK);
    kbg__query_terms_init(&terms, &kbg__memory_default);
    static const char *const names[] = { "class.word", "class.char",  "class.pair",
                                         "class.code", "class.sound", "filler.share" };
    static const double weights[] = { 0, 1, 0.5, 2, 0.25, 0.125 };
    for (size_t i = 0; i < ROWS(names); i++)
        assert_int_equal(kbg__weights_set(&base.weights, names[i], strlen(names[i]), weights[i]), KBG_OK);
    return 0;
}

static int close_base(void **state)
{
    (void)state;
    kbg__query_terms_free(&terms);
    kbg__tokenizer_free(&tokenizer);
    test_base_free(&base);
    return 0;
}

static void set(const char *message)
{
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), message, strlen(message)), KBG_OK);
    assert_int_equal(kbg__query_terms_set(&terms, &base.corpus, &base.weights, &tokenizer), KBG_OK);
    size_t units = 0;
    for (size_t i = 0; i < tokenizer.token_count; i++)
        units += tokenizer.tokens[i].class_ == KBG__TOKEN_CHAR && !tokenizer.tokens[i].is_filler;
    assert_int_equal(terms.units, units);
}

static const kbg__query_term *find(kbg__token_class class_, const char *text)
{
    for (size_t i = 0; i < terms.count; i++)
        if (terms.terms[i].class_ == class_ && terms.terms[i].len == strlen(text) &&
            memcmp(terms.terms[i].text, text, strlen(text)) == 0)
            return &terms.terms[i];
    return NULL;
}

static void a_term_has_its_weight_and_idf(void **state)
{
    (void)state;
    static const struct {
        kbg__token_class class_;
        const char *term;
        double weight, question_df, item_df;
    } rows[] = {
        { KBG__TOKEN_CHAR, "退", 1, 2, 2 },    { KBG__TOKEN_CHAR, "货", 1, 2, 2 },   { KBG__TOKEN_CHAR, "费", 1, 1, 1 },
        { KBG__TOKEN_PAIR, "退货", 0.5, 1, 1 }, { KBG__TOKEN_CODE, "128g", 2, 1, 1 }, { KBG__TOKEN_CHAR, "g", 1, 1, 1 },
    };
    set("退货费，128G");
    for (size_t i = 0; i < ROWS(rows); i++) {
        const kbg__query_term *term = find(rows[i].class_, rows[i].term);
        assert_non_null(term);
        assert_close(term->question_weight, rows[i].weight * kbg__bm25_idf(4, rows[i].question_df));
        assert_close(term->item_weight, rows[i].weight * kbg__bm25_idf(3, rows[i].item_df));
        assert_int_equal(term->counts.item_df, rows[i].item_df);
    }
    assert_int_equal(terms.count, 7); /* and 128; the words have no weight */
}

static void a_term_stands_once(void **state)
{
    (void)state;
    set("退退，货退货");
    assert_int_equal(terms.count, 3); /* 退, 货, 退货; the base has no 退退 and no 货退 */
    for (size_t i = 1; i < terms.count; i++)
        assert_true(terms.terms[i - 1].class_ < terms.terms[i].class_ ||
                    (terms.terms[i - 1].class_ == terms.terms[i].class_ &&
                     strncmp(terms.terms[i - 1].text, terms.terms[i].text, terms.terms[i].len) < 0));
}

static void tokens_lead_to_their_terms(void **state)
{
    (void)state;
    size_t known = 0;
    set("退退，货吧退货128g，晕费");
    for (size_t i = 0; i < tokenizer.token_count; i++) {
        kbg__token token = tokenizer.tokens[i];
        if (terms.of_token[i] == UINT32_MAX)
            continue;
        const kbg__query_term *term = &terms.terms[terms.of_token[i]];
        size_t len;
        const char *text = term->text;
        size_t token_len;
        len = term->len;
        const char *token_text = kbg__token_term(&tokenizer, &token, &token_len);
        assert_int_equal(term->class_, token.class_);
        assert_int_equal(len, token_len);
        assert_memory_equal(text, token_text, len);
        known++;
    }
    assert_int_equal(known, 12); /* 退 退 货 退 货 128 g 费, 退货 货128, 128g, how 晕费 sounds */
}

static void unknown_tokens_count_in_the_whole(void **state)
{
    (void)state;
    set("吧");
    assert_int_equal(terms.count, 0);
    assert_close(terms.whole, kbg__bm25_idf(4, 0));
    set("退吧");
    assert_close(terms.whole, kbg__bm25_idf(4, 2) + (1 + 0.5 + 0.25) * kbg__bm25_idf(4, 0));
    set("？");
    assert_int_equal(terms.units, 0);
    assert_true(terms.whole == 0);
}

/* How a pair sounds counts if the base does not know the pair as it is written. */
static void sounds_stand_in_for_unknown_pairs(void **state)
{
    (void)state;
    static const struct {
        const char *message;
        size_t sounds, known; /* tokens of the class, and terms */
        double unknown, once, twice; /* the whole, in idf of a term that no, one, two questions hold */
    } rows[] = {
        { "退货", 1, 0, 0, 0.5, 2 },              /* 退 货 twice, the pair once */
        { "推货", 1, 1, 1 + 0.5, 0.25, 1 },       /* 推 and the pair are unknown */
        { "推火", 1, 1, 2 + 0.5, 0.25, 0 },
        { "tuihuo", 1, 1, 1, 0.25, 0 },           /* one unit, no pair */
        { "tui huo", 1, 1, 2, 0.25, 0 },
        { "退货，推货", 2, 1, 1 + 0.5, 0.5 + 0.25, 2 + 1 },
        { "推推", 1, 0, 2 + 0.5 + 0.25, 0, 0 },   /* no such sound */
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t sounds = 0, known = 0;
        set(rows[i].message);
        for (size_t k = 0; k < tokenizer.token_count; k++)
            sounds += tokenizer.tokens[k].class_ == KBG__TOKEN_SOUND;
        for (size_t k = 0; k < terms.count; k++) {
            if (terms.terms[k].class_ != KBG__TOKEN_SOUND)
                continue;
            known++;
            assert_close(terms.terms[k].question_weight, 0.25 * kbg__bm25_idf(4, 1));
            assert_close(terms.terms[k].item_weight, 0.25 * kbg__bm25_idf(3, 1));
        }
        assert_int_equal(sounds, rows[i].sounds);
        assert_int_equal(known, rows[i].known);
        assert_close(terms.whole, rows[i].unknown * kbg__bm25_idf(4, 0) + rows[i].once * kbg__bm25_idf(4, 1) +
                                      rows[i].twice * kbg__bm25_idf(4, 2));
    }
}

static void small_talk_weighs_less(void **state)
{
    (void)state;
    set("亲，退");
    assert_int_equal(terms.count, 1);
    assert_close(terms.terms[0].question_weight, kbg__bm25_idf(4, 2));
    assert_close(terms.whole, kbg__bm25_idf(4, 2)); /* small talk is no part of the whole */
    assert_int_equal(terms.units, 1);
    /* What stands over the border between both is none. */
    set("请问退货");
    assert_close(terms.whole, (0.5 + 0.25) * kbg__bm25_idf(4, 0) + 2 * kbg__bm25_idf(4, 2) + 0.5 * kbg__bm25_idf(4, 1));
    set("亲");
    assert_close(terms.whole, kbg__bm25_idf(4, 0)); /* nothing else: the message itself */
}

/* A term counts as small talk if it is so wherever it stands. */
static void a_term_in_and_out_of_small_talk_counts_in_full(void **state)
{
    (void)state;
    static const struct {
        const char *message;
        double factor;
    } rows[] = { { "亲，退货", 0.125 }, { "亲，亲子装", 1 }, { "亲子装，亲", 1 }, { "亲子装", 1 }, { "亲", 1 } };
    test_base other;
    test_base_init(&other, LIT("{\"id\":\"a\",\"question\":\"亲子装\"}\n{\"id\":\"b\",\"question\":\"退货\"}\n"));
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t found = 0;
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), rows[i].message, strlen(rows[i].message)), KBG_OK);
        assert_int_equal(kbg__query_terms_set(&terms, &other.corpus, &base.weights, &tokenizer), KBG_OK);
        for (size_t k = 0; k < terms.count; k++) {
            if (terms.terms[k].class_ != KBG__TOKEN_CHAR || terms.terms[k].len != 3 ||
                memcmp(terms.terms[k].text, "亲", 3) != 0)
                continue;
            assert_close(terms.terms[k].question_weight, rows[i].factor * kbg__bm25_idf(2, 1));
            assert_close(terms.terms[k].item_weight, rows[i].factor * kbg__bm25_idf(2, 1));
            found++;
        }
        assert_int_equal(found, 1);
    }
    test_base_free(&other);
}

static void set_with(const kbg__words *words, const char *message)
{
    assert_int_equal(kbg__tokenize(&tokenizer, words, message, strlen(message)), KBG_OK);
    assert_int_equal(kbg__query_terms_set(&terms, &base.corpus, &base.weights, &tokenizer), KBG_OK);
}

/* A message with a word has the units, pairs and the word of its synonyms too, by their weight. */
static void synonyms_add_terms_by_their_weight(void **state)
{
    (void)state;
    static const struct {
        kbg__token_class class_;
        const char *term;
        double weight, question_df, item_df;
        bool is_synonym;
    } rows[] = {
        { KBG__TOKEN_CHAR, "退", 1, 2, 2, false }, /* its own: the synonym weighs less */
        { KBG__TOKEN_CHAR, "货", 0.5, 2, 2, true },
        { KBG__TOKEN_PAIR, "退货", 0.5 * 0.5, 1, 1, true },
        { KBG__TOKEN_CHAR, "运", 0.25, 1, 1, true }, /* the heavier of two synonyms that have it */
        { KBG__TOKEN_CHAR, "费", 0.25, 1, 1, true },
        { KBG__TOKEN_PAIR, "运费", 0.5 * 0.25, 1, 1, true },
    };
    kbg__words *words = test_words_of(NULL, "退回 > 退货 : 0.5\n退回 > 运费 : 0.125\n邮资 > 运费 : 0.25\n邮资 > 没有 : 1\n",
                                      NULL);
    set_with(words, "退回，邮资");
    for (size_t i = 0; i < ROWS(rows); i++) {
        const kbg__query_term *term = find(rows[i].class_, rows[i].term);
        assert_non_null(term);
        assert_int_equal(term->is_synonym, rows[i].is_synonym);
        assert_close(term->question_weight, rows[i].weight * kbg__bm25_idf(4, rows[i].question_df));
        assert_close(term->item_weight, rows[i].weight * kbg__bm25_idf(3, rows[i].item_df));
    }
    assert_int_equal(terms.count, ROWS(rows)); /* the base has neither 没 nor 有 */
    assert_int_equal(terms.expanded, 3 + 3 + 3);
    /* The length and the whole are those of the message without them: 退 is known, 回 邮 资 and the pairs are not. */
    assert_int_equal(terms.units, 4);
    assert_close(terms.whole, kbg__bm25_idf(4, 2) + 3 * kbg__bm25_idf(4, 0) +
                                  2 * (0.5 + 0.25) * kbg__bm25_idf(4, 0));
    /* What speaks for a synonym leads back to the word: pairs and words, no parts. */
    size_t pairs = 0;
    for (size_t i = 0; i < terms.synonym_count; i++) {
        const kbg__query_term *term = &terms.terms[terms.synonyms[i].term];
        assert_true(term->class_ == KBG__TOKEN_PAIR || term->class_ == KBG__TOKEN_WORD);
        pairs += term->class_ == KBG__TOKEN_PAIR;
        size_t len = terms.synonyms[i].end - terms.synonyms[i].start;
        assert_int_equal(len, strlen("退回"));
    }
    assert_int_equal(pairs, 3); /* 退货 of 退回, 运费 of both */
    test_words_free(words);
}

static void a_synonym_of_one_unit_speaks_for_itself(void **state)
{
    (void)state;
    kbg__words *words = test_words_of(NULL, "不要了 > 退 : 1\n大内存 > 128 : 0.5\n", NULL);
    set_with(words, "不要了");
    assert_int_equal(terms.synonym_count, 1);
    assert_int_equal(terms.terms[terms.synonyms[0].term].class_, KBG__TOKEN_CHAR);
    assert_close(find(KBG__TOKEN_CHAR, "退")->question_weight, kbg__bm25_idf(4, 2));
    set_with(words, "大内存");
    assert_close(find(KBG__TOKEN_CHAR, "128")->question_weight, 0.5 * kbg__bm25_idf(4, 1));
    test_words_free(words);
}

static void cycles_and_synonyms_of_synonyms_end(void **state)
{
    (void)state;
    kbg__words *words = test_words_of(NULL, "甲乙 > 退货\n退货 > 甲乙\n退货 > 运费\n", NULL);
    set_with(words, "甲乙");
    assert_non_null(find(KBG__TOKEN_PAIR, "退货"));
    assert_null(find(KBG__TOKEN_PAIR, "运费"));
    set_with(words, "退货");
    assert_non_null(find(KBG__TOKEN_PAIR, "运费"));
    test_words_free(words);
}

/* 64 words with 64 synonyms of several terms each: a bounded number of terms. */
static void terms_of_synonyms_are_bounded(void **state)
{
    (void)state;
    kbg__words words;
    char word[32], target[64];
    kbg__buffer message;
    kbg__words_init(&words, &kbg__memory_default);
    kbg__buffer_init(&message, &kbg__memory_default);
    for (int i = 0; i < 64; i++) {
        (void)snprintf(word, sizeof(word), "w%da", i);
        kbg__buffer_add_cstr(&message, word);
        kbg__buffer_add_byte(&message, ',');
        for (int k = 0; k < 64; k++) {
            (void)snprintf(target, sizeof(target), "退货运费 t%d", k);
            assert_int_equal(kbg__words_add_synonym(&words, (kbg_text){ word, strlen(word) },
                                                    (kbg_text){ target, strlen(target) }, 1, NULL),
                             KBG_OK);
        }
    }
    assert_int_equal(kbg__words_finish(&words, NULL), KBG_OK);
    assert_int_equal(kbg__tokenize(&tokenizer, &words, message.data, message.len), KBG_OK);
    assert_int_equal(tokenizer.synonyms.count, 64);
    assert_int_equal(kbg__query_terms_set(&terms, &base.corpus, &base.weights, &tokenizer), KBG_OK);
    assert_int_equal(terms.expanded, KBG__SYNONYM_TERMS);
    assert_true(terms.count < 20);
    kbg__buffer_free(&message);
    kbg__words_free(&words);
}

static void a_class_without_weight_takes_no_part(void **state)
{
    (void)state;
    assert_int_equal(kbg__weights_set(&base.weights, LIT("class.char"), 0), KBG_OK);
    set("退货");
    assert_int_equal(terms.count, 1);
    assert_int_equal(terms.terms[0].class_, KBG__TOKEN_PAIR);
    assert_int_equal(kbg__weights_set(&base.weights, LIT("class.char"), 1), KBG_OK);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    kbg__words *words = test_words_of(NULL, "退回 > 换货运费\n", NULL);
    set_with(words, "退回");
    size_t fail_at = 1;
    for (bool failed = true; failed; fail_at++) {
        test_memory memory;
        kbg__query_terms own;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__query_terms_init(&own, &memory.allocator);
        kbg_status status = kbg__query_terms_set(&own, &base.corpus, &base.weights, &tokenizer);
        failed = memory.calls >= fail_at;
        assert_int_equal(status, failed ? KBG_ERR_NOMEM : KBG_OK);
        kbg__query_terms_free(&own);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 4); /* terms, of_token, and the synonyms */
    test_words_free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_term_has_its_weight_and_idf),
        cmocka_unit_test(a_term_stands_once),
        cmocka_unit_test(tokens_lead_to_their_terms),
        cmocka_unit_test(unknown_tokens_count_in_the_whole),
        cmocka_unit_test(sounds_stand_in_for_unknown_pairs),
        cmocka_unit_test(small_talk_weighs_less),
        cmocka_unit_test(a_term_in_and_out_of_small_talk_counts_in_full),
        cmocka_unit_test(synonyms_add_terms_by_their_weight),
        cmocka_unit_test(a_synonym_of_one_unit_speaks_for_itself),
        cmocka_unit_test(cycles_and_synonyms_of_synonyms_end),
        cmocka_unit_test(terms_of_synonyms_are_bounded),
        cmocka_unit_test(a_class_without_weight_takes_no_part),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_base, close_base);
}
