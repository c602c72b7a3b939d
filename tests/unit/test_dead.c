/* SPDX-License-Identifier: MIT */
#include "pieces.h"

static const char items[] = "{\"id\":\"a\",\"question\":\"退货\",\"alternatives\":[\"退货吗\"]}\n"
                            "{\"id\":\"b\",\"question\":\"换货\",\"answer\":\"能退\"}\n{\"id\":\"c\",\"question\":\"发票\"}\n";
static const char first[] = "{\"id\":\"a\",\"question\":\"退货\",\"alternatives\":[\"退货吗\"]}\n";
static const char second[] = "{\"id\":\"b\",\"question\":\"换货\",\"answer\":\"能退\"}\n";

static kbg__dead_term of(const test_base *base, const kbg__dead *dead, const char *text)
{
    uint32_t term = kbg__interner_find(&base->index.classes[KBG__TOKEN_CHAR].terms, text, strlen(text));
    assert_int_not_equal(term, KBG__NOT_INTERNED);
    kbg__dead_term found = kbg__dead_term_of(dead, KBG__TOKEN_CHAR, term);
    assert_int_equal(found.term, term);
    return found;
}

static void the_dead_count_for_what_they_hold(void **state)
{
    (void)state;
    static const struct {
        const char *term;
        uint32_t one_question, one_item, both_question, both_item;
    } rows[] = {
        { "退", 2, 1, 2, 2 }, { "货", 2, 1, 3, 2 }, { "吗", 1, 1, 1, 1 },
        { "换", 0, 0, 1, 1 }, { "能", 0, 0, 0, 1 }, { "票", 0, 0, 0, 0 },
    };
    static const uint32_t numbers[] = { 0, 1 };
    test_base base, a, b;
    kbg__dead *one, *both;
    test_base_init(&base, LIT(items));
    test_base_init(&a, LIT(first));
    test_base_init(&b, LIT(second));
    assert_int_equal(kbg__dead_new(base.memory, &base.index, NULL, numbers, 1, &a.index, &one), KBG_OK);
    assert_int_equal(kbg__dead_new(base.memory, &base.index, one, numbers + 1, 1, &b.index, &both), KBG_OK);
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__dead_term none = of(&base, NULL, rows[i].term), x = of(&base, one, rows[i].term),
                       y = of(&base, both, rows[i].term);
        assert_int_equal(none.question_df + none.item_df, 0);
        assert_int_equal(x.question_df, rows[i].one_question);
        assert_int_equal(x.item_df, rows[i].one_item);
        assert_int_equal(y.question_df, rows[i].both_question);
        assert_int_equal(y.item_df, rows[i].both_item);
    }
    for (uint32_t i = 0; i < 3; i++) {
        assert_false(kbg__is_dead(NULL, i));
        assert_int_equal(kbg__is_dead(one, i), i == 0);
        assert_int_equal(kbg__is_dead(both, i), i < 2);
    }
    assert_int_equal(one->count, 1);
    assert_int_equal(both->count, 2);
    assert_int_equal(both->statistics.items, 2);
    assert_int_equal(both->statistics.questions, 3);
    assert_int_equal(both->statistics.question_units, 2 + 3 + 2);
    assert_int_equal(both->statistics.items_answer_units, 2);
    assert_ptr_equal(kbg__dead_ref(one), one);
    kbg__dead_unref(one);
    assert_int_equal(kbg__is_dead(one, 0), true); /* one reference is left */
    kbg__dead_unref(one);
    kbg__dead_unref(both);
    kbg__dead_unref(NULL);
    assert_null(kbg__dead_ref(NULL));
    test_base_free(&base);
    test_base_free(&a);
    test_base_free(&b);
}

static void what_the_dead_leave_is_the_count_of_the_living(void **state)
{
    (void)state;
    test_random random = { 3 };
    for (int round = 0; round < 100; round++) {
        pieces p;
        pieces_init(&p, &random);
        const kbg__index *is = &p.living.index;
        for (int c = 0; c < KBG__TOKEN_CLASSES && p.count == 1; c++)
            for (uint32_t t = 0; t < p.bases[0].index.classes[c].terms.count; t++) {
                size_t len;
                const char *text = kbg__interner_text(&p.bases[0].index.classes[c].terms, t, &len);
                uint32_t other = kbg__interner_find(&is->classes[c].terms, text, len);
                kbg__dead_term dead = kbg__dead_term_of(p.dead[0], (kbg__token_class)c, t);
                const kbg__term_class *all = &p.bases[0].index.classes[c], *left = &is->classes[c];
                bool is_left = other != KBG__NOT_INTERNED;
                assert_int_equal(kbg__question_df(all, t) - dead.question_df, is_left ? kbg__question_df(left, other) : 0);
                assert_int_equal(all->item_df[t] - dead.item_df, is_left ? left->item_df[other] : 0);
            }
        pieces_free(&p);
    }
}

static void without_memory_there_are_no_dead(void **state)
{
    (void)state;
    static const uint32_t numbers[] = { 0 };
    test_base base, a;
    test_memory memory;
    test_base_init(&base, LIT(items));
    test_base_init(&a, LIT(first));
    test_memory_init(&memory);
    for (memory.fail_at = 1;; memory.fail_at++) {
        kbg__dead *dead;
        memory.calls = 0;
        kbg_status status = kbg__dead_new(&memory.allocator, &base.index, NULL, numbers, 1, &a.index, &dead);
        bool was_refused = memory.calls >= memory.fail_at;
        assert_int_equal(status, was_refused ? KBG_ERR_NOMEM : KBG_OK);
        assert_int_equal(dead != NULL, !was_refused);
        kbg__dead_unref(dead);
        assert_int_equal(memory.blocks, 0);
        if (!was_refused)
            break;
    }
    assert_true(memory.fail_at > 2 + KBG__TOKEN_CLASSES);
    test_base_free(&base);
    test_base_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dead_count_for_what_they_hold),
        cmocka_unit_test(what_the_dead_leave_is_the_count_of_the_living),
        cmocka_unit_test(without_memory_there_are_no_dead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
