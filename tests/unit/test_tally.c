/* SPDX-License-Identifier: MIT */
/* Items are counted the same over their forward index, term by term over the postings, and by a plain look at the
 * postings. */
#include "support.h"

#include "rank/tally.h"

#include <stdio.h>

static const char *const letters[] = { "退", "货", "运", "费", "发", "换", "单", "的", "了", "吗", "tui", "huo", "7", "-", " " };

static void add_text(test_random *random, kbg__buffer *out, uint32_t most)
{
    for (uint32_t n = 1 + test_random_below(random, most); n > 0; n--)
        kbg__buffer_add_cstr(out, letters[test_random_below(random, ROWS(letters))]);
}

/* Items with up to 40 questions, keywords, and answers that are long now and then. */
static void make_items(test_random *random, kbg__buffer *out)
{
    for (int i = 0; i < 30; i++) {
        char head[40];
        snprintf(head, sizeof(head), "{\"id\":\"%d\",\"question\":\"", i);
        kbg__buffer_add_cstr(out, head);
        add_text(random, out, 12);
        kbg__buffer_add_cstr(out, "\",\"alternatives\":[\"");
        for (uint32_t n = test_random_below(random, i % 2 ? 40 : 3); n > 0; n--) {
            add_text(random, out, 12);
            kbg__buffer_add_cstr(out, n > 1 ? "\",\"" : "一\",\"");
        }
        add_text(random, out, 8);
        kbg__buffer_add_cstr(out, "\"],\"keywords\":[\"");
        add_text(random, out, 3);
        kbg__buffer_add_cstr(out, "\"],\"answer\":\"");
        add_text(random, out, i % 3 ? 10 : 900);
        kbg__buffer_add_cstr(out, "\"}\n");
    }
}

/* The frequency of a term in a face, by its postings. */
static uint32_t frequency_in(const kbg__postings *p, uint32_t face)
{
    kbg__posting_walk walk = kbg__posting_walk_of(p);
    for (kbg__posting posting; kbg__posting_next(&walk, &posting);)
        if (posting.face == face)
            return posting.frequency;
    return 0;
}

/* What is told of one term while an item is counted term by term. */
typedef struct told {
    const kbg__postings *postings;
    uint32_t questions;
} told;

static void take(void *user_data, uint32_t face, uint8_t frequency)
{
    told *t = user_data;
    assert_int_equal(frequency, frequency_in(t->postings, face));
    t->questions++;
}

/* Compares what is counted with the postings. */
static void check_counts(const kbg__tally *tally, const kbg__index *x, const kbg__query_terms *terms, uint32_t item, size_t *compared)
{
    size_t met = 0;
    for (uint32_t rank = 0; rank < terms->count; rank++) {
        const kbg__postings *p = kbg__query_postings(terms, terms->order[rank].term, 0);
        kbg__tallied sum = { 0 };
        for (uint32_t face = x->item_face[item]; face < x->item_face[item + 1]; face++) {
            uint32_t frequency = frequency_in(p, face);
            *(x->face_field[face] == KBG__FACE_ANSWER ? &sum.answered : &sum.asked) += frequency;
            sum.questions += frequency && x->face_field[face] == KBG__FACE_QUESTION;
        }
        assert_int_equal(tally->of[rank].asked, sum.asked);
        assert_int_equal(tally->of[rank].answered, sum.answered);
        assert_int_equal(tally->of[rank].questions, sum.questions);
        if (sum.asked + sum.answered == 0)
            continue;
        assert_true(met < tally->there_count);
        assert_int_equal(tally->there[met++], rank);
        ++*compared;
    }
    assert_int_equal(tally->there_count, met);
}

static void check_item(kbg__tally *tally, const kbg__index *x, const kbg__query_terms *terms, uint32_t item, size_t *compared)
{
    kbg__tally_begin(tally);
    for (uint32_t face = x->item_face[item]; face < x->item_face[item + 1]; face++) {
        kbg__tally_face(tally, x, face);
        for (size_t i = 0; i < tally->here_count; i++)
            assert_int_equal(tally->frequencies[tally->here[i]],
                             frequency_in(kbg__query_postings(terms, terms->order[tally->here[i]].term, 0), face));
    }
    kbg__tally_end(tally);
    check_counts(tally, x, terms, item, compared);
    kbg__tally_begin(tally);
    for (uint32_t rank = 0; rank < terms->count; rank++) {
        told t = { kbg__query_postings(terms, terms->order[rank].term, 0), 0 };
        kbg__tally_postings(tally, x, item, rank, t.postings, take, &t);
        assert_int_equal(t.questions, tally->of[rank].questions);
    }
    kbg__tally_end(tally);
    check_counts(tally, x, terms, item, compared);
}

static void both_ways_count_the_same(void **state)
{
    (void)state;
    test_random random = { 5 };
    size_t compared = 0, many = 0;
    for (int round = 0; round < 12; round++) {
        kbg__buffer lines, message;
        test_base base;
        kbg__tokenizer tokenizer;
        kbg__query_terms terms;
        kbg__tally tally;
        size_t first = 0;
        kbg__buffer_init(&lines, &kbg__memory_default);
        kbg__buffer_init(&message, &kbg__memory_default);
        make_items(&random, &lines);
        add_text(&random, &message, round % 3 ? 6 : 300);
        test_base_init(&base, lines.data, lines.len);
        assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &base.rules, false), KBG_OK);
        kbg__query_terms_init(&terms, &kbg__memory_default);
        kbg__tally_init(&tally, &kbg__memory_default);
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), message.data, message.len), KBG_OK);
        assert_int_equal(kbg__query_terms_set(&terms, &base.corpus, &base.weights, &tokenizer), KBG_OK);
        assert_int_equal(kbg__tally_set(&tally, &base.index, &terms, 0), KBG_OK);
        for (uint32_t item = 0; item < base.index.statistics.items; item++) {
            check_item(&tally, &base.index, &terms, item, &compared);
            many += kbg__tally_is_long(&tally, &base.index, item);
            size_t before = tally.kept_count;
            assert_int_equal(kbg__tally_keep(&tally, &first), KBG_OK);
            assert_int_equal(first, before);
            assert_int_equal(tally.kept_count, before + tally.there_count);
            for (size_t i = 0; i < tally.there_count; i++)
                assert_int_equal(tally.kept[first + i].rank, tally.there[i]);
        }
        kbg__tally_free(&tally);
        kbg__query_terms_free(&terms);
        kbg__tokenizer_free(&tokenizer);
        test_base_free(&base);
        kbg__buffer_free(&lines);
        kbg__buffer_free(&message);
    }
    assert_true(compared > 5000);
    assert_true(many > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways_count_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
