/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "rank/bm25.h"
#include "rank/features.h"
#include "rank/votes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static kbg__tokenizer tokenizer;
static kbg__query_terms terms;
static kbg__gather gather;
static kbg__message message;
static double own;

static void open_all(const test_base *base)
{
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &base->rules, true), KBG_OK);
    kbg__query_terms_init(&terms, &kbg__memory_default);
    kbg__gather_init(&gather, &kbg__memory_default);
    kbg__message_init(&message, &kbg__memory_default);
}

static void close_all(void)
{
    kbg__message_free(&message);
    kbg__gather_free(&gather);
    kbg__query_terms_free(&terms);
    kbg__tokenizer_free(&tokenizer);
}

static int by_text(const void *left, const void *right)
{
    const kbg__candidate *a = left, *b = right;
    return (a->text < b->text) - (a->text > b->text);
}

/* Candidates stand best first afterwards. */
static void run(const test_base *base, const char *text)
{
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), text, strlen(text)), KBG_OK);
    assert_int_equal(kbg__query_terms_set(&terms, &base->corpus, &base->weights, &tokenizer), KBG_OK);
    assert_int_equal(kbg__gather_run(&gather, &base->corpus, &base->weights, &terms), KBG_OK);
    assert_int_equal(kbg__message_set(&message, &base->corpus, &base->weights, &tokenizer, &terms), KBG_OK);
    assert_int_equal(kbg__message_take(&message, 0), KBG_OK);
    own = kbg__own_score(&base->corpus, &base->weights, &terms);
    const kbg__candidate *best[KBG__VOTERS + 1];
    size_t count = gather.count < ROWS(best) ? gather.count : ROWS(best);
    if (gather.count)
        qsort(gather.candidates, gather.count, sizeof(*gather.candidates), by_text);
    for (size_t i = 0; i < count; i++)
        best[i] = &gather.candidates[i];
    kbg__votes_set(&terms, &gather.tally, best, count);
}

static void features_of(const test_base *base, uint32_t item, double f[KBG__FEATURES])
{
    for (size_t i = 0; i < gather.count; i++)
        if (gather.candidates[i].item == item) {
            kbg__features(&base->corpus, &base->weights, &terms, &gather.tally, &message, own, &gather.candidates[i],
                          f);
            return;
        }
    fail_msg("item %u is no candidate", (unsigned)item);
}

static void set_weights(test_base *base)
{
    static const struct {
        kbg__weight weight;
        double value;
    } rows[] = { { KBG__WEIGHT_CLASS_WORD, 0 },    { KBG__WEIGHT_CLASS_CHAR, 1 },    { KBG__WEIGHT_CLASS_PAIR, 0.5 },
                 { KBG__WEIGHT_CLASS_CODE, 1 },    { KBG__WEIGHT_CLASS_SOUND, 0.25 }, { KBG__WEIGHT_FILLER, 0.5 },
                 { KBG__WEIGHT_SOUND_SHARE, 0.5 }, { KBG__WEIGHT_QUESTION_K1, 1 },   { KBG__WEIGHT_QUESTION_B, 1 },
                 { KBG__WEIGHT_ITEM_K1, 1 },       { KBG__WEIGHT_ITEM_B, 1 },        { KBG__WEIGHT_FIELD_ANSWER, 0.25 },
                 { KBG__WEIGHT_BEST_DECAY, 0.5 },  { KBG__WEIGHT_ITEM_SHARE, 0.5 },  { KBG__WEIGHT_ITEM_HALF, 1 } };
    for (size_t i = 0; i < ROWS(rows); i++)
        base->weights.value[rows[i].weight] = rows[i].value;
}

/* Two items, four questions of 2, 2, 4 and 4 units (mean 3), and an answer. */
static const char items[] = "{\"id\":\"a\",\"question\":\"退货\",\"alternatives\":[\"退款\",\"运费谁出\"],"
                            "\"answer\":\"可以退货\"}\n"
                            "{\"id\":\"b\",\"question\":\"怎么换货\"}\n";

static void features_equal_those_by_hand(void **state)
{
    (void)state;
    double f[KBG__FEATURES];
    test_base base;
    test_base_init(&base, LIT(items));
    set_weights(&base);
    open_all(&base);
    run(&base, "退货");
    /* Questions hold 退 twice, 货 twice, 退货 once; items 退 once, 货 twice, 退货 once. With b = 1 and k1 = 1 a term
     * that stands once in a question of 2 units gives 2 / (1 + 2/3) of its idf. */
    double char_idf = kbg__bm25_idf(4, 2), pair_idf = kbg__bm25_idf(4, 1), give = 2 / (1 + 2.0 / 3);
    double whole = 2 * char_idf + 0.5 * pair_idf;
    assert_close(own, whole * give);
    /* The item as a document: 8 units and 4 of the answer by a quarter, the other 4, so the mean is 6.5. */
    double norm = 9 / 6.5, tui = 2.25, huo = 1.25, pair = 1.25;
    double item = kbg__bm25_idf(2, 1) * 2 * tui / (tui + norm) + kbg__bm25_idf(2, 2) * 2 * huo / (huo + norm);
    double pairs = 0.5 * kbg__bm25_idf(2, 1) * 2 * pair / (pair + norm);
    features_of(&base, 0, f);
    assert_close(f[KBG__FEATURE_BEST], 1);
    assert_close(f[KBG__FEATURE_SECOND], char_idf / whole);
    assert_close(f[KBG__FEATURE_AGREEMENT], char_idf / whole);
    assert_close(f[KBG__FEATURE_ITEM], (item + pairs) / own);
    assert_close(f[KBG__FEATURE_ITEM_PAIRS], pairs / own);
    double share = 0.5 * 3 / 4, questions = (whole * give + 0.5 * char_idf * give) / 1.75;
    assert_close(f[KBG__FEATURE_BM25], ((1 - share) * questions + share * (item + pairs)) / own);
    static const kbg__feature ones[] = { KBG__FEATURE_COVERED, KBG__FEATURE_COVERS, KBG__FEATURE_COVERS_RARE,
                                         KBG__FEATURE_PAIRS,   KBG__FEATURE_ORDER,  KBG__FEATURE_LENGTH,
                                         KBG__FEATURE_FORM,    KBG__FEATURE_TOGETHER };
    static const kbg__feature zeros[] = { KBG__FEATURE_RUNS_MISSING, KBG__FEATURE_RARE_MISSING,
                                          KBG__FEATURE_RARE_EXTRA, KBG__FEATURE_NEGATION };
    for (size_t i = 0; i < ROWS(ones); i++)
        assert_close(f[ones[i]], 1);
    for (size_t i = 0; i < ROWS(zeros); i++)
        assert_true(f[zeros[i]] == 0);
    assert_close(f[KBG__FEATURE_LIKENESS], 2);
    /* 退款 has 退 in common, no pair. */
    double tui_unit = (char_idf + kbg__bm25_idf(2, 1)) / 2, huo_unit = (char_idf + kbg__bm25_idf(2, 2)) / 2;
    double kuan_unit = (kbg__bm25_idf(4, 1) + kbg__bm25_idf(2, 1)) / 2;
    assert_close(f[KBG__FEATURE_LIKENESS_MEAN], (2 + 2 * tui_unit / (2 * tui_unit + huo_unit + kuan_unit)) / 2);
    /* Of 3 questions 2 hold 退, 1 holds 货; of the two candidates one has 退, both have 货. */
    double tui_vote = pow(kbg__bm25_idf(2, 1), 2), huo_vote = pow(kbg__bm25_idf(2, 2), 2);
    assert_close(f[KBG__FEATURE_VOTES], (tui_vote * 2 / 4 + huo_vote / 4) / (tui_vote + huo_vote));
    assert_close(f[KBG__FEATURE_QUESTIONS], log(4));
    double expected = 2.5 / 13, expected_pair = 1.5 / 13; /* of 12 units in questions */
    assert_close(f[KBG__FEATURE_LIKELIHOOD], (log((tui + 40 * expected) / (49 * expected)) +
                                              log((huo + 40 * expected) / (49 * expected))) / 3);
    assert_close(f[KBG__FEATURE_LIKELIHOOD_PAIRS], log((pair + 40 * expected_pair) / (49 * expected_pair)) / 3);
    /* The other item: one question of twice the length. */
    features_of(&base, 1, f);
    assert_close(f[KBG__FEATURE_LENGTH], 0.5);
    assert_close(f[KBG__FEATURE_BEST], char_idf * 2 / (1 + 4.0 / 3) / own);
    assert_true(f[KBG__FEATURE_SECOND] == 0 && f[KBG__FEATURE_AGREEMENT] == 0 && f[KBG__FEATURE_ITEM_PAIRS] == 0);
    assert_true(f[KBG__FEATURE_FORM] == 0); /* 怎么 asks for a way */
    assert_close(f[KBG__FEATURE_COVERED], huo_unit / (tui_unit + huo_unit));
    assert_close(f[KBG__FEATURE_TOGETHER], huo_unit / (tui_unit + huo_unit));
    assert_close(f[KBG__FEATURE_QUESTIONS], log(2));
    assert_close(f[KBG__FEATURE_VOTES], huo_vote / 2 / (tui_vote + huo_vote));
    close_all();
    test_base_free(&base);
}

/* Only the answer matches: there is no question to compare with. */
static void without_a_question_there_is_no_comparison(void **state)
{
    (void)state;
    double f[KBG__FEATURES];
    test_base base;
    test_base_init(&base, LIT(items));
    set_weights(&base);
    open_all(&base);
    run(&base, "可以");
    features_of(&base, 0, f);
    assert_true(f[KBG__FEATURE_ITEM] > 0 && f[KBG__FEATURE_BM25] > 0 && f[KBG__FEATURE_ITEM_PAIRS] > 0);
    for (int k = KBG__FEATURE_COVERED; k <= KBG__FEATURE_LIKENESS_MEAN; k++)
        assert_true(f[k] == 0);
    assert_true(f[KBG__FEATURE_BEST] == 0 && f[KBG__FEATURE_SECOND] == 0 && f[KBG__FEATURE_AGREEMENT] == 0);
    assert_true(f[KBG__FEATURE_VOTES] == 0);
    close_all();
    test_base_free(&base);
}

static void form_and_negation_are_compared(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int form, negation;
    } rows[] = { { "怎么换货", 1, 0 },   { "如何换货", 1, 0 },   { "换货", 0, 0 },         { "换货多少钱", 0, 0 },
                 { "不换货", 0, 1 },     { "怎么换不了货", 1, 1 }, { "怎么不换货", 0, 1 }, { "能不能换货", 0, 0 } };
    test_base base;
    test_base_init(&base, LIT(items));
    set_weights(&base);
    open_all(&base);
    for (size_t i = 0; i < ROWS(rows); i++) {
        double f[KBG__FEATURES];
        run(&base, rows[i].text);
        features_of(&base, 1, f);
        if (f[KBG__FEATURE_FORM] != rows[i].form || f[KBG__FEATURE_NEGATION] != rows[i].negation)
            fail_msg("%s: %g %g", rows[i].text, f[KBG__FEATURE_FORM], f[KBG__FEATURE_NEGATION]);
    }
    close_all();
    test_base_free(&base);
}

/* Others are divided by it. */
static void the_own_score_is_above_0(void **state)
{
    (void)state;
    static const char *const messages[] = { "", "？", "退", "尺码", "请问", "[微笑]", "\xFF" };
    test_base bases[2];
    test_base_init(&bases[0], LIT(items));
    test_base_init(&bases[1], LIT(""));
    for (size_t b = 0; b < 2; b++) {
        open_all(&bases[b]);
        for (size_t i = 0; i < ROWS(messages); i++)
            for (int c = 0; c < 2; c++) {
                set_weights(&bases[b]);
                for (int w = 0; c && w < (int)KBG__TOKEN_CLASSES; w++)
                    bases[b].weights.value[KBG__WEIGHT_CLASS_WORD + w] = 0;
                run(&bases[b], messages[i]);
                assert_true(own > 0 && isfinite(own));
            }
        close_all();
    }
    test_base_free(&bases[0]);
    test_base_free(&bases[1]);
}

static void all_are_finite(void **state)
{
    (void)state;
    static const char *const parts[] = { "退", "货", "推", "款", "运费", "iphone", "15", "tuihuo", "，", " ", "请问",
                                         "不", "怎么", "谢谢", "\xF0\x9F\x98\x80", "x", "码" };
    test_random random = { 99 };
    kbg__buffer lines;
    test_base base;
    size_t seen = 0;
    kbg__buffer_init(&lines, &kbg__memory_default);
    for (int i = 0; i < 60; i++) {
        char line[600];
        int len = snprintf(line, sizeof(line), "{\"id\":\"%d\",\"question\":\"问", i);
        for (uint32_t n = test_random_below(&random, 6); n > 0; n--)
            len += snprintf(line + len, sizeof(line) - (size_t)len, "%s",
                            parts[test_random_below(&random, ROWS(parts))]);
        snprintf(line + len, sizeof(line) - (size_t)len, "\",\"alternatives\":[\"%s\"],\"answer\":\"%s\"}\n",
                 parts[test_random_below(&random, 8)], parts[test_random_below(&random, 8)]);
        kbg__buffer_add_cstr(&lines, line);
    }
    test_base_init(&base, lines.data, lines.len);
    open_all(&base);
    for (int round = 0; round < 500; round++) {
        char text[300] = "";
        for (int w = 0; w < KBG__WEIGHT_BOOST_CATEGORY; w++) { /* also the ends of their ranges */
            const char *name = kbg__weight_name((size_t)w);
            static const double values[] = { 0, 1, 0.3, 100 };
            while (kbg__weights_set(&base.weights, name, strlen(name), values[test_random_below(&random, 4)]) != KBG_OK)
                ;
        }
        for (uint32_t n = 1 + test_random_below(&random, 8); n > 0; n--)
            strcat(text, parts[test_random_below(&random, ROWS(parts))]);
        run(&base, text);
        for (size_t i = 0; i < gather.count; i++, seen++) {
            double f[KBG__FEATURES];
            features_of(&base, gather.candidates[i].item, f);
            for (int k = 0; k < KBG__FEATURES; k++)
                if (!isfinite(f[k]))
                    fail_msg("%s: %s is %g", text, kbg__weight_name((size_t)(KBG__WEIGHT_FEATURE + k)), f[k]);
        }
    }
    assert_true(seen > 5000);
    close_all();
    test_base_free(&base);
    kbg__buffer_free(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_equal_those_by_hand),
        cmocka_unit_test(without_a_question_there_is_no_comparison),
        cmocka_unit_test(form_and_negation_are_compared),
        cmocka_unit_test(the_own_score_is_above_0),
        cmocka_unit_test(all_are_finite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
