/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "rank/bm25.h"
#include "rank/votes.h"

#include <stdio.h>

/* Three units, a pair and a synonym of one unit; ranks are the numbers of the terms turned around. */
enum { TUI, HUO, KUAN, PAIR, SYNONYM, TERMS };

static kbg__query_term of_terms[TERMS] = {
    [TUI] = { .class_ = KBG__TOKEN_CHAR, .item_weight = 2 },
    [HUO] = { .class_ = KBG__TOKEN_CHAR, .item_weight = 3 },
    [KUAN] = { .class_ = KBG__TOKEN_CHAR, .item_weight = 0.5 },
    [PAIR] = { .class_ = KBG__TOKEN_PAIR, .item_weight = 7 },
    [SYNONYM] = { .class_ = KBG__TOKEN_CHAR, .item_weight = 9, .is_synonym = true },
};

static uint32_t rank_of(uint32_t term)
{
    return TERMS - 1 - term;
}

static kbg__query_terms terms_of(kbg__term_rank order[TERMS])
{
    for (uint32_t i = 0; i < TERMS; i++)
        order[rank_of(i)] = (kbg__term_rank){ .term = i };
    return (kbg__query_terms){ .terms = of_terms, .count = TERMS, .order = order };
}

/* All have 退, the first half has 货 (in one question), nobody 款; keywords and answers give no vote. */
static void votes_count_what_tells_candidates_apart(void **state)
{
    (void)state;
    kbg__term_rank order[TERMS];
    kbg__query_terms terms = terms_of(order);
    kbg__tallied kept[] = {
        { rank_of(SYNONYM), 4, 0, 4 }, { rank_of(PAIR), 1, 0, 1 }, { rank_of(KUAN), 1, 2, 0 },
        { rank_of(HUO), 2, 0, 1 },     { rank_of(TUI), 4, 0, 3 },  /* and of another: */
        { rank_of(KUAN), 0, 1, 0 },    { rank_of(TUI), 1, 0, 1 },
    };
    kbg__tally tally = { .kept = kept };
    kbg__candidate both = { .tallied = 0, .tallied_count = 5 }, one = { .tallied = 5, .tallied_count = 2 };
    const kbg__candidate *best[] = { &both, &both, &one, &one };
    kbg__votes_set(&terms, &tally, best, ROWS(best));
    double tui = 2 * kbg__bm25_idf(4, 4), huo = 3 * kbg__bm25_idf(4, 2), kuan = 0.5 * kbg__bm25_idf(4, 0);
    assert_close(of_terms[TUI].vote, tui);
    assert_close(of_terms[HUO].vote, huo);
    assert_close(of_terms[KUAN].vote, kuan);
    assert_true(of_terms[PAIR].vote == 0 && of_terms[SYNONYM].vote == 0);
    assert_close(terms.votes, tui + huo + kuan);
    assert_close(kbg__votes_of(&terms, &tally, &both, 4), (3 * tui + huo) / 5 / (tui + huo + kuan));
    assert_close(kbg__votes_of(&terms, &tally, &one, 1), tui / 2 / (tui + huo + kuan));
}

static void only_the_best_are_counted(void **state)
{
    (void)state;
    kbg__term_rank order[TERMS];
    kbg__query_terms terms = terms_of(order);
    kbg__tallied kept[] = { { rank_of(TUI), 1, 0, 1 } };
    kbg__tally tally = { .kept = kept };
    kbg__candidate has = { .tallied_count = 1 }, lacks = { 0 };
    const kbg__candidate *best[KBG__VOTERS + 5];
    for (size_t i = 0; i < ROWS(best); i++)
        best[i] = i < 3 || i >= KBG__VOTERS ? &has : &lacks;
    kbg__votes_set(&terms, &tally, best, ROWS(best));
    assert_close(of_terms[TUI].vote, 2 * kbg__bm25_idf(KBG__VOTERS, 3));
    kbg__votes_set(&terms, &tally, best, 4);
    assert_close(of_terms[TUI].vote, 2 * kbg__bm25_idf(4, 3));
}

static void without_units_there_are_no_votes(void **state)
{
    (void)state;
    kbg__query_terms none = { 0 };
    kbg__tally tally = { 0 };
    kbg__candidate candidate = { 0 };
    const kbg__candidate *best[] = { &candidate };
    kbg__votes_set(&none, &tally, best, 1);
    assert_true(kbg__votes_of(&none, &tally, &candidate, 3) == 0);
    kbg__votes_set(&none, &tally, best, 0);
    assert_true(none.votes == 0);
}

/* Candidates beyond those that are counted, which a high limit brings, do not change the scores of others. */
static void scores_do_not_depend_on_the_limit(void **state)
{
    (void)state;
    static const char *const words[] = { "退货", "换货", "运费", "发票", "多久", "怎么", "到账" };
    test_random random = { 11 };
    test_base base;
    kbg__tokenizer tokenizer;
    kbg__ranker ranker;
    kbg__buffer lines;
    double scores[60] = { 0 };
    kbg__buffer_init(&lines, &kbg__memory_default);
    for (int i = 0; i < 60; i++) {
        char line[200];
        const char *first = words[test_random_below(&random, ROWS(words))];
        const char *second = words[test_random_below(&random, ROWS(words))];
        snprintf(line, sizeof(line), "{\"id\":\"%02d\",\"question\":\"%s%s\"}\n", i, first, second);
        kbg__buffer_add_cstr(&lines, line);
    }
    test_base_init(&base, lines.data, lines.len);
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &base.rules, true), KBG_OK);
    kbg__ranker_init(&ranker, &kbg__memory_default);
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), LIT("退货的运费多久到账")), KBG_OK);
    for (uint32_t limit = 1; limit < 60; limit += 29) {
        const kbg_query query = { .limit = limit };
        assert_int_equal(kbg__ranker_search(&ranker, &base.searched, &tokenizer, &query), KBG_OK);
        assert_true(ranker.ranked_count > 30 && (limit < 59 || ranker.ranked_count > KBG__RERANKED));
        for (size_t i = 0; i < ranker.ranked_count; i++) {
            const char *id = kbg_item_id(ranker.ranked[i].item, NULL);
            double *score = &scores[(id[0] - '0') * 10 + id[1] - '0'];
            assert_true(*score == ranker.ranked[i].score || *score == 0);
            *score = ranker.ranked[i].score;
        }
    }
    kbg__ranker_free(&ranker);
    kbg__tokenizer_free(&tokenizer);
    test_base_free(&base);
    kbg__buffer_free(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(votes_count_what_tells_candidates_apart),
        cmocka_unit_test(only_the_best_are_counted),
        cmocka_unit_test(without_units_there_are_no_votes),
        cmocka_unit_test(scores_do_not_depend_on_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
