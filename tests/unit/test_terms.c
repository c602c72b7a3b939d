/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "rank/bm25.h"
#include "rank/terms.h"

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
    static const char *const names[] = { "class.word", "class.char", "class.pair", "class.code" };
    static const double weights[] = { 0, 1, 0.5, 2 };
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
    assert_int_equal(kbg__tokenize(&tokenizer, message, strlen(message)), KBG_OK);
    assert_int_equal(kbg__query_terms_set(&terms, &base.index, &base.weights, &tokenizer), KBG_OK);
    assert_int_equal(terms.units, tokenizer.unit_count);
}

static const kbg__query_term *find(kbg__token_class class_, const char *text)
{
    uint32_t number = kbg__interner_find(&base.index.classes[class_].terms, text, strlen(text));
    for (size_t i = 0; i < terms.count; i++)
        if (terms.terms[i].class_ == class_ && terms.terms[i].term == number)
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
        assert_int_equal(term->postings.item_df, rows[i].item_df);
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
                     terms.terms[i - 1].term < terms.terms[i].term));
}

static void tokens_lead_to_their_terms(void **state)
{
    (void)state;
    size_t known = 0;
    set("退退，货吧退货128g");
    for (size_t i = 0; i < tokenizer.token_count; i++) {
        kbg__token token = tokenizer.tokens[i];
        if (terms.of_token[i] == UINT32_MAX)
            continue;
        const kbg__query_term *term = &terms.terms[terms.of_token[i]];
        size_t len;
        const char *text = kbg__interner_text(&base.index.classes[term->class_].terms, term->term, &len);
        assert_int_equal(term->class_, token.class_);
        assert_int_equal(len, token.end - token.start);
        assert_memory_equal(text, tokenizer.folded.text.data + token.start, len);
        known++;
    }
    assert_int_equal(known, 10); /* 退 退 货 退 货 128 g, 退货 货128, 128g */
}

static void unknown_tokens_count_in_the_whole(void **state)
{
    (void)state;
    set("吧");
    assert_int_equal(terms.count, 0);
    assert_close(terms.whole, kbg__bm25_idf(4, 0));
    set("退吧");
    assert_close(terms.whole, kbg__bm25_idf(4, 2) + kbg__bm25_idf(4, 0) + 0.5 * kbg__bm25_idf(4, 0));
    set("？");
    assert_int_equal(terms.units, 0);
    assert_true(terms.whole == 0);
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
    set("退货");
    for (size_t fail_at = 1; fail_at <= 3; fail_at++) {
        test_memory memory;
        kbg__query_terms own;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__query_terms_init(&own, &memory.allocator);
        assert_int_equal(kbg__query_terms_set(&own, &base.index, &base.weights, &tokenizer),
                         fail_at < 3 ? KBG_ERR_NOMEM : KBG_OK);
        kbg__query_terms_free(&own);
        assert_int_equal(memory.blocks, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_term_has_its_weight_and_idf),
        cmocka_unit_test(a_term_stands_once),
        cmocka_unit_test(tokens_lead_to_their_terms),
        cmocka_unit_test(unknown_tokens_count_in_the_whole),
        cmocka_unit_test(a_class_without_weight_takes_no_part),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_base, close_base);
}
