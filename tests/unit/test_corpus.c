/* SPDX-License-Identifier: MIT */
/* However items are spread over parts, and whichever are dead, a corpus counts as one index of the living does. */
#include "pieces.h"

static void check_term(const pieces *p, kbg__token_class class_, const char *text, size_t len)
{
    kbg__postings postings[PIECES_MOST], single;
    kbg__term_counts is = kbg__corpus_find(&p->corpus, class_, text, len, postings);
    kbg__term_counts expected = kbg__corpus_find(&p->living.corpus, class_, text, len, &single);
    assert_int_equal(is.question_df, expected.question_df);
    assert_int_equal(is.item_df, expected.item_df);
    assert_int_equal(kbg__corpus_knows(&p->corpus, class_, text, len), expected.item_df > 0);
    size_t living = 0;
    for (size_t i = 0; i < p->count; i++) {
        uint32_t term = kbg__interner_find(&p->bases[i].index.classes[class_].terms, text, len);
        kbg__posting_walk walk = kbg__posting_walk_of(&postings[i]);
        for (kbg__posting posting; kbg__posting_next(&walk, &posting);)
            living += !kbg__is_dead(p->dead[i], p->bases[i].index.face_item[posting.face]);
        if (term == KBG__NOT_INTERNED) {
            assert_int_equal(kbg__postings_count(&postings[i]), 0);
            continue;
        }
        kbg__term_counts again = kbg__corpus_counts(&p->corpus, i, class_, term);
        assert_int_equal(again.question_df, expected.question_df);
        assert_int_equal(again.item_df, expected.item_df);
    }
    assert_int_equal(living, kbg__postings_count(&single));
}

static void a_corpus_counts_as_one_index_does(void **state)
{
    (void)state;
    test_random random = { 99 };
    for (int round = 0; round < 100; round++) {
        pieces p;
        pieces_init(&p, &random);
        assert_memory_equal(&p.corpus.statistics, &p.living.index.statistics, sizeof(p.corpus.statistics));
        for (size_t i = 0; i < p.count; i++)
            for (int c = 0; c < KBG__TOKEN_CLASSES; c++)
                for (uint32_t t = 0; t < p.bases[i].index.classes[c].terms.count; t++) {
                    size_t len;
                    const char *text = kbg__interner_text(&p.bases[i].index.classes[c].terms, t, &len);
                    check_term(&p, (kbg__token_class)c, text, len);
                }
        check_term(&p, KBG__TOKEN_CHAR, LIT("无"));
        check_term(&p, KBG__TOKEN_CHAR, "", 0);
        pieces_free(&p);
    }
}

static void a_corpus_of_nothing_knows_nothing(void **state)
{
    (void)state;
    kbg__corpus corpus = { .parts = NULL, .count = 0, .statistics = kbg__corpus_statistics(NULL, 0) };
    kbg__term_counts counts = kbg__corpus_find(&corpus, KBG__TOKEN_CHAR, LIT("退"), NULL);
    assert_int_equal(counts.question_df + counts.item_df, 0);
    assert_int_equal(corpus.statistics.items, 0);
    assert_false(kbg__corpus_knows(&corpus, KBG__TOKEN_CHAR, LIT("退")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_corpus_counts_as_one_index_does),
        cmocka_unit_test(a_corpus_of_nothing_knows_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
