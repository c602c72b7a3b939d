/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "rank/votes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static kbg__tokenizer tokenizer;
static kbg__ranker ranker;

static void open_ranker(const test_base *base)
{
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &base->rules, true), KBG_OK);
    kbg__ranker_init(&ranker, &kbg__memory_default);
}

static void close_ranker(void)
{
    kbg__ranker_free(&ranker);
    kbg__tokenizer_free(&tokenizer);
}

static void search(const test_base *base, const char *message, const kbg_query *query)
{
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), message, strlen(message)), KBG_OK);
    assert_int_equal(kbg__ranker_search(&ranker, &base->searched, &tokenizer, query), KBG_OK);
}

/* The ids of the hits, a space behind each. */
static void assert_hits(const test_base *base, const char *expected)
{
    char ids[400] = "";
    for (size_t i = 0; i < ranker.hit_count; i++) {
        size_t len = strlen(ids);
        snprintf(ids + len, sizeof(ids) - len, "%s ", test_id(base->store.items[ranker.hits[i].item]));
    }
    assert_string_equal(ids, expected);
}

/* Leaves the text score alone among the features. */
static void text_only(test_base *base)
{
    for (int k = 0; k < KBG__FEATURES; k++)
        base->weights.value[KBG__WEIGHT_FEATURE + k] = base->weights.value[KBG__WEIGHT_GROWTH + k] = 0;
    base->weights.value[KBG__WEIGHT_FEATURE + KBG__FEATURE_BM25] = 10;
}

static void equal_scores_stand_by_id(void **state)
{
    (void)state;
    /* Bytes decide, not numbers, and a shorter id stands before the longer that begins with it. */
    static const char items[] = "{\"id\":\"b\",\"question\":\"退货\"}\n{\"id\":\"ab\",\"question\":\"退货\"}\n"
                                "{\"id\":\"a\",\"question\":\"退货\"}\n{\"id\":\"10\",\"question\":\"退货\"}\n"
                                "{\"id\":\"9\",\"question\":\"退货\"}\n{\"id\":\"退\",\"question\":\"退货\"}\n"
                                "{\"id\":\"B\",\"question\":\"退货\"}\n{\"id\":\"z\",\"question\":\"退款\"}\n";
    static const char *const expected[] = { "", "10 ", "10 9 ", "10 9 B ", "10 9 B a ", "10 9 B a ab ",
                                            "10 9 B a ab b ", "10 9 B a ab b 退 ", "10 9 B a ab b 退 z ",
                                            "10 9 B a ab b 退 z " };
    test_base base;
    test_base_init(&base, LIT(items));
    open_ranker(&base);
    text_only(&base);
    for (uint32_t limit = 1; limit < ROWS(expected); limit++) {
        const kbg_query query = { .limit = limit };
        search(&base, "退货", &query);
        assert_hits(&base, expected[limit]);
    }
    close_ranker();
    test_base_free(&base);
}

enum { ITEMS = 150 };

/* A candidate of the full sort. */
typedef struct sorted {
    double text, score;
    const char *id;
    const kbg__candidate *candidate;
} sorted;

static int by_text_and_id(const void *left, const void *right)
{
    const sorted *a = left, *b = right;
    if (a->text != b->text)
        return a->text > b->text ? -1 : 1;
    return strcmp(a->id, b->id);
}

static int by_score_and_id(const void *left, const void *right)
{
    const sorted *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return strcmp(a->id, b->id);
}

/* The slow way to all candidates of a message that pass the filter, with their scores, best first by text. */
typedef struct slow {
    kbg__gather gather;
    kbg__query_terms terms;
    kbg__filter filter;
    kbg__message message;
} slow;

static size_t score_all(slow *s, const test_base *base, const kbg_query *query, sorted all[ITEMS])
{
    const double *w = base->weights.value + KBG__WEIGHT_FEATURE, *growth = w + KBG__FEATURES;
    const kbg__candidate *candidates[ITEMS];
    size_t count = 0;
    assert_int_equal(kbg__query_terms_set(&s->terms, &base->corpus, &base->weights, &tokenizer), KBG_OK);
    assert_int_equal(kbg__gather_run(&s->gather, &base->corpus, &base->weights, &s->terms), KBG_OK);
    assert_int_equal(kbg__filter_set(&s->filter, query, &base->corpus, NULL), KBG_OK);
    assert_int_equal(kbg__message_set(&s->message, &base->corpus, &base->weights, &tokenizer, &s->terms), KBG_OK);
    assert_int_equal(kbg__message_take(&s->message, 0), KBG_OK);
    double own = kbg__own_score(&base->corpus, &base->weights, &s->terms);
    for (size_t i = 0; i < s->gather.count; i++) {
        const kbg__candidate *c = &s->gather.candidates[i];
        const kbg_item *item = base->store.items[c->item];
        if (kbg__filter_passes(&s->filter, c->item, item))
            all[count++] = (sorted){ c->text, 0, test_id(item), c };
    }
    if (count)
        qsort(all, count, sizeof(*all), by_text_and_id);
    for (size_t i = 0; i < count; i++)
        candidates[i] = all[i].candidate;
    kbg__votes_set(&s->terms, &s->gather.tally, candidates, count);
    for (size_t i = 0; i < count; i++) {
        double reasons[KBG__REASONS], features[KBG__FEATURES];
        const kbg__candidate *c = all[i].candidate;
        all[i].score = kbg__boosts(&s->filter, &base->weights, c->item, base->store.items[c->item], reasons);
        kbg__features(&base->corpus, &base->weights, &s->terms, &s->gather.tally, &s->message, own, c,
                      features);
        for (int k = 0; k < KBG__FEATURES; k++)
            all[i].score += (w[k] + growth[k] * features[KBG__FEATURE_QUESTIONS]) * features[k];
    }
    return count;
}

static void assert_ranked(const test_base *base, const kbg_query *query, const sorted all[], size_t count)
{
    size_t hits = query->limit < count ? query->limit : count;
    assert_int_equal(ranker.ranked_count, count);
    assert_int_equal(ranker.hit_count, hits);
    for (size_t i = 0; i < count; i++) {
        assert_true(ranker.ranked[i].score == all[i].score);
        assert_string_equal(test_id(ranker.ranked[i].item), all[i].id);
        assert_true(ranker.ranked[i].item == base->store.items[ranker.ranked[i].candidate->item]);
        assert_true(ranker.ranked[i].candidate->text == all[i].text);
    }
    for (size_t i = 0; i < hits; i++) {
        assert_true(ranker.hits[i].score == all[i].score);
        assert_string_equal(test_id(base->store.items[ranker.hits[i].item]), all[i].id);
    }
}

/* Items of few different texts, so that many scores are equal, some with boosts, some that the filter drops. The first
 * step keeps the best by text, the second puts these in order. */
/* Returns how often the first of the first step was not the first in the end. */
static size_t compare_with_a_full_sort(bool boosts, size_t reranked)
{
    static const char *const texts[] = { "退货", "换货", "怎么退货", "退货运费", "运费", "货", "发货时间" };
    static const char *const messages[] = { "退货", "运费怎么退", "货", "什么时间发货呢", "推货", "没有" };
    static const kbg_text preferred[] = { TEXT("售后") };
    test_random random = { 5 };
    kbg__buffer lines;
    test_base base;
    slow s;
    size_t most = 0, moved = 0;
    kbg__buffer_init(&lines, &kbg__memory_default);
    for (int i = 0; i < ITEMS; i++) {
        char line[300];
        const char *text = texts[test_random_below(&random, ROWS(texts))]; /* one after the other: each compiler the same */
        const char *category = test_random_below(&random, 3) ? "售前" : "售后";
        int used = boosts ? (int)test_random_below(&random, 3) : 0;
        const char *item_state = test_random_below(&random, 5) ? "published" : "archived";
        snprintf(line, sizeof(line),
                 "{\"id\":\"%d\",\"question\":\"%s\",\"category\":\"%s\",\"usage_count\":%d,\"state\":\"%s\"}\n",
                 (i * 67 + 11) % 1000, text, category, used, item_state);
        kbg__buffer_add_cstr(&lines, line);
    }
    test_base_init(&base, lines.data, lines.len);
    open_ranker(&base);
    text_only(&base);
    for (int k = 1; k < KBG__FEATURES; k++) /* features against the text score */
        base.weights.value[KBG__WEIGHT_FEATURE + k] = (k % 2 ? -0.25 : 0.5) * (k % 5);
    kbg__gather_init(&s.gather, &kbg__memory_default);
    kbg__query_terms_init(&s.terms, &kbg__memory_default);
    kbg__filter_init(&s.filter, &kbg__memory_default);
    kbg__message_init(&s.message, &kbg__memory_default);
    for (size_t m = 0; m < ROWS(messages); m++) {
        sorted all[ITEMS], best[ITEMS];
        kbg_query query = { .preferred = preferred, .preferred_count = boosts };
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), messages[m], strlen(messages[m])), KBG_OK);
        size_t count = score_all(&s, &base, &query, all);
        most = count > most ? count : most;
        for (query.limit = 1; query.limit <= count + 3; query.limit++) {
            size_t kept = query.limit + 1 > reranked ? query.limit + 1 : reranked;
            kept = kept < count ? kept : count;
            memcpy(best, all, kept * sizeof(*all));
            if (kept)
                qsort(best, kept, sizeof(*best), by_score_and_id);
            search(&base, messages[m], &query);
            assert_ranked(&base, &query, best, kept);
            moved += kept && strcmp(best[0].id, all[0].id) != 0;
        }
    }
    assert_true(most > reranked + 20);
    kbg__message_free(&s.message);
    kbg__filter_free(&s.filter);
    kbg__query_terms_free(&s.terms);
    kbg__gather_free(&s.gather);
    close_ranker();
    test_base_free(&base);
    kbg__buffer_free(&lines);
    return moved;
}

static void the_selection_equals_a_full_sort(void **state)
{
    (void)state;
    size_t moved = compare_with_a_full_sort(false, KBG__RERANKED);
    moved += compare_with_a_full_sort(true, KBG__RERANKED_PREFERRING);
    assert_true(moved > 0);
}

/* Features can take more than the text gives: the item stays a hit. */
static void a_score_can_be_negative(void **state)
{
    (void)state;
    static const char items[] = "{\"id\":\"a\",\"question\":\"退货\"}\n{\"id\":\"b\",\"question\":\"退款\"}\n";
    static const kbg_query query = { .limit = 5 };
    test_base base;
    test_base_init(&base, LIT(items));
    open_ranker(&base);
    text_only(&base);
    search(&base, "退货", &query);
    assert_hits(&base, "a b ");
    assert_true(ranker.hits[1].score > 0);
    base.weights.value[KBG__WEIGHT_FEATURE + KBG__FEATURE_LENGTH] = -50; /* 1 for both: each loses 50 */
    double first = ranker.hits[0].score, second = ranker.hits[1].score;
    search(&base, "退货", &query);
    assert_hits(&base, "a b ");
    assert_close(ranker.hits[0].score, first - 50);
    assert_close(ranker.hits[1].score, second - 50);
    base.weights.value[KBG__WEIGHT_FEATURE + KBG__FEATURE_BM25] = -10;
    base.weights.value[KBG__WEIGHT_FEATURE + KBG__FEATURE_LENGTH] = 0;
    search(&base, "退货", &query);
    assert_hits(&base, "b a ");
    assert_close(ranker.hits[0].score, -second);
    assert_close(ranker.hits[1].score, -first);
    close_ranker();
    test_base_free(&base);
}

/* Names and single characters have no pairs, which must not count against a message that has none either; and what pairs
 * weigh in the score does not change how sure a hit is. */
static void messages_without_pairs_can_be_sure(void **state)
{
    (void)state;
    static const char items[] = "{\"id\":\"a\",\"question\":\"iPhone 15 Pro\"}\n{\"id\":\"b\",\"question\":\"wifi\"}\n"
                                "{\"id\":\"c\",\"question\":\"how to return goods\"}\n"
                                "{\"id\":\"d\",\"question\":\"退\"}\n{\"id\":\"e\",\"question\":\"怎么换货\"}\n";
    static const char *const messages[] = { "iphone 15 pro", "WiFi", "how to return goods?", "退", "怎么换货" };
    static const kbg_query query = { .limit = 3 };
    test_base base;
    test_base_init(&base, LIT(items));
    open_ranker(&base);
    for (size_t i = 0; i < ROWS(messages); i++) {
        double confidences[2];
        for (int heavy = 0; heavy < 2; heavy++) {
            base.weights.value[KBG__WEIGHT_CLASS_PAIR] = heavy ? 3 : 0.3;
            search(&base, messages[i], &query);
            assert_int_equal(ranker.hits[0].item, i);
            confidences[heavy] = ranker.hits[0].confidence;
        }
        if (!(confidences[0] > 0.95) || fabs(confidences[0] - confidences[1]) > 0.03)
            fail_msg("%s: %g %g", messages[i], confidences[0], confidences[1]);
    }
    close_ranker();
    test_base_free(&base);
}

/* The odds are those against all other candidates, hits or not; a hit alone has the greatest. */
static void the_evidence_tells_the_odds(void **state)
{
    (void)state;
    static const char items[] = "{\"id\":\"a\",\"question\":\"退货\"}\n{\"id\":\"b\",\"question\":\"退款\"}\n"
                                "{\"id\":\"c\",\"question\":\"退货运费\"}\n"
                                "{\"id\":\"d\",\"question\":\"尺码\",\"answer\":\"退\"}\n";
    test_base base;
    test_base_init(&base, LIT(items));
    open_ranker(&base);
    text_only(&base);
    for (uint32_t limit = 1; limit <= 5; limit++) {
        const kbg_query query = { .limit = limit };
        search(&base, "退货", &query);
        assert_int_equal(ranker.hit_count, limit < 4 ? limit : 4);
        for (size_t i = 0; i < ranker.hit_count; i++) {
            const kbg__hit *hit = &ranker.hits[i];
            const double *features = ranker.ranked[i].features;
            const kbg__evidence none = { 0 };
            if (hit->question == UINT32_MAX) {
                assert_memory_equal(&hit->evidence, &none, sizeof(none));
                continue;
            }
            double others = 0;
            for (size_t k = 0; k < ranker.ranked_count; k++)
                others += k != i ? exp(ranker.ranked[k].score) : 0;
            if (fabs(hit->evidence.odds - fmin(log(exp(hit->score) / others), 8)) > 1e-9)
                fail_msg("limit %u, hit %zu: odds are %.17g", (unsigned)limit, i, hit->evidence.odds);
            assert_true(hit->evidence.likeness == features[KBG__FEATURE_LIKENESS] / 2);
            assert_true(hit->evidence.item == features[KBG__FEATURE_ITEM]);
            assert_true(hit->evidence.item_pairs ==
                        features[KBG__FEATURE_ITEM_PAIRS] * ranker.terms.whole / ranker.terms.whole_pairs);
            assert_true(hit->evidence.likelihood_pairs == features[KBG__FEATURE_LIKELIHOOD_PAIRS]);
            assert_true(hit->confidence == kbg__confidence(&hit->evidence));
        }
    }
    const kbg_query query = { .limit = 5 };
    search(&base, "尺码", &query);
    assert_hits(&base, "d ");
    assert_true(ranker.hits[0].evidence.odds == KBG__ODDS_MOST);
    close_ranker();
    test_base_free(&base);
}

static void the_best_question_is_named(void **state)
{
    (void)state;
    static const char items[] =
        "{\"id\":\"a\",\"question\":\"怎么退货\",\"alternatives\":[\"运费谁出\",\"多久到账\"],\"keywords\":[\"保修\"],"
        "\"answer\":\"联系客服\"}\n{\"id\":\"b\",\"question\":\"发票\"}\n";
    static const struct {
        const char *message;
        uint32_t question;
    } rows[] = { { "退货", 0 }, { "运费", 1 }, { "多久能到账", 2 }, { "保修", UINT32_MAX }, { "客服", UINT32_MAX } };
    static const kbg_query query = { .limit = 5 };
    test_base base;
    test_base_init(&base, LIT(items));
    open_ranker(&base);
    text_only(&base);
    for (size_t i = 0; i < ROWS(rows); i++) {
        search(&base, rows[i].message, &query);
        assert_hits(&base, "a ");
        assert_int_equal(ranker.hits[0].question, rows[i].question);
        if (rows[i].question == UINT32_MAX)
            assert_true(ranker.hits[0].confidence == 0);
        else
            assert_true(ranker.hits[0].confidence > 0 && ranker.hits[0].confidence <= 1);
    }
    close_ranker();
    test_base_free(&base);
}

static void nothing_in_common_is_no_hit(void **state)
{
    (void)state;
    static const char *const messages[] = { "", "？！", "换", "\xF0\x9F\x98\x80", "[微笑]", "\xFF\xFE" };
    static const kbg_query query = { .limit = 5 };
    test_base base, empty;
    test_base_init(&base, LIT("{\"id\":\"a\",\"question\":\"退货\"}"));
    test_base_init(&empty, LIT(""));
    open_ranker(&base);
    text_only(&base);
    for (size_t i = 0; i < ROWS(messages); i++) {
        search(&base, messages[i], &query);
        assert_int_equal(ranker.hit_count, 0);
    }
    search(&base, "退", &query);
    assert_int_equal(ranker.hit_count, 1);
    search(&empty, "退", &query);
    assert_int_equal(ranker.hit_count, 0);
    close_ranker();
    test_base_free(&base);
    test_base_free(&empty);
}

/* Weights can take all text from a match; a hit has a text score above 0. */
static void a_match_without_score_is_no_hit(void **state)
{
    (void)state;
    static const char items[] = "{\"id\":\"a\",\"question\":\"退货\",\"answer\":\"联系客服\"}\n"
                                "{\"id\":\"b\",\"question\":\"客服电话\"}\n";
    static const kbg_query query = { .limit = 5 };
    test_base base;
    test_base_init(&base, LIT(items));
    open_ranker(&base);
    text_only(&base);
    search(&base, "客服", &query);
    assert_hits(&base, "b a ");
    assert_int_equal(kbg__weights_set(&base.weights, LIT("field.answer"), 0), KBG_OK);
    search(&base, "客服", &query);
    assert_hits(&base, "b ");
    assert_int_equal(kbg__weights_set(&base.weights, LIT("field.answer"), 0.5), KBG_OK);
    assert_int_equal(kbg__weights_set(&base.weights, LIT("item.share"), 0), KBG_OK);
    search(&base, "客服", &query);
    assert_hits(&base, "b ");
    close_ranker();
    test_base_free(&base);
}

static void a_lookup_ranks_by_use(void **state)
{
    (void)state;
    static const char items[] =
        "{\"id\":\"a\",\"question\":\"q\",\"short_codes\":[\"/th\"]}\n"
        "{\"id\":\"b\",\"question\":\"q\",\"short_codes\":[\"/th\"],\"usage_count\":5}\n"
        "{\"id\":\"c\",\"question\":\"q\",\"short_codes\":[\"/TH\"],\"usage_count\":50,\"state\":\"archived\"}\n"
        "{\"id\":\"d\",\"question\":\"q\",\"short_codes\":[\"/th\",\"/hh\"],\"usage_count\":6}\n"
        "{\"id\":\"0\",\"question\":\"q\",\"short_codes\":[\"/th\"]}\n";
    static const struct {
        const char *code;
        kbg_query query;
        const char *ids;
    } rows[] = {
        { "/th", { .limit = 10 }, "d b 0 a " },
        { "/ＴＨ", { .limit = 2 }, "d b " },
        { "/th", { .limit = 10, .states = KBG_BIT(KBG_STATE_ARCHIVED) }, "c " },
        { "/hh", { .limit = 10 }, "d " },
        { "/xx", { .limit = 10 }, "" },
        { "", { .limit = 10 }, "" },
    };
    test_base base;
    test_base_init(&base, LIT(items));
    open_ranker(&base);
    text_only(&base);
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(kbg__ranker_lookup(&ranker, &base.searched, &tokenizer.folded, rows[i].code,
                                            strlen(rows[i].code), &rows[i].query),
                         KBG_OK);
        assert_hits(&base, rows[i].ids);
        for (size_t k = 0; k < ranker.hit_count; k++) {
            assert_true(ranker.hits[k].score == 1 && ranker.hits[k].confidence == 1);
            assert_true(ranker.hits[k].reasons[KBG__REASON_LOOKUP] == 1);
            assert_int_equal(ranker.hits[k].question, UINT32_MAX);
            assert_int_equal(ranker.hits[k].span_count, 0);
        }
    }
    close_ranker();
    test_base_free(&base);
}

static void memory_that_runs_out_leaves_the_ranker_usable(void **state)
{
    (void)state;
    static const char items[] = "{\"id\":\"a\",\"question\":\"退货\",\"category\":\"售后\"}\n"
                                "{\"id\":\"b\",\"question\":\"退款\"}\n";
    static const kbg_query query = { .limit = 5 };
    test_base base;
    test_base_init(&base, LIT(items));
    open_ranker(&base);
    text_only(&base);
    kbg__ranker_free(&ranker);
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), LIT("退货")), KBG_OK);
    size_t fail_at = 1;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        test_memory memory;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__ranker_init(&ranker, &memory.allocator);
        status = kbg__ranker_search(&ranker, &base.searched, &tokenizer, &query);
        if (status != KBG_OK) {
            assert_int_equal(status, KBG_ERR_NOMEM);
            assert_int_equal(kbg__ranker_search(&ranker, &base.searched, &tokenizer, &query), KBG_OK);
        }
        assert_hits(&base, "a b ");
        kbg__ranker_free(&ranker);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 8);
    close_ranker();
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_scores_stand_by_id),
        cmocka_unit_test(the_selection_equals_a_full_sort),
        cmocka_unit_test(a_score_can_be_negative),
        cmocka_unit_test(messages_without_pairs_can_be_sure),
        cmocka_unit_test(the_evidence_tells_the_odds),
        cmocka_unit_test(the_best_question_is_named),
        cmocka_unit_test(nothing_in_common_is_no_hit),
        cmocka_unit_test(a_match_without_score_is_no_hit),
        cmocka_unit_test(a_lookup_ranks_by_use),
        cmocka_unit_test(memory_that_runs_out_leaves_the_ranker_usable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
