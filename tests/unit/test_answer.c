/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "rank/parts.h"

#include <stdio.h>
#include <stdlib.h>

static const char shop[] =
    "{\"id\":\"return\",\"question\":\"怎么退货\",\"alternatives\":[\"我要退货\",\"不想要了能退吗\"]}\n"
    "{\"id\":\"freight\",\"question\":\"退货运费谁出\",\"alternatives\":[\"运费谁出\"]}\n"
    "{\"id\":\"parcel\",\"question\":\"快递到哪了\",\"alternatives\":[\"我的快递到哪了\",\"查物流\"]}\n"
    "{\"id\":\"invoice\",\"question\":\"发票怎么开\",\"alternatives\":[\"能开发票吗\"]}\n"
    "{\"id\":\"hours\",\"question\":\"几点下班\",\"alternatives\":[\"营业时间\"]}\n"
    "{\"id\":\"webatm\",\"question\":\"webatm怎么用\"}\n";

static test_base base;
static kbg__tokenizer tokenizer;
static kbg__ranker ranker;
static kbg__answer answer;

static void open_searcher(const char *lines, size_t len)
{
    test_base_init(&base, lines, len);
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &base.rules, true), KBG_OK);
    kbg__ranker_init(&ranker, &kbg__memory_default);
    kbg__answer_init(&answer, &kbg__memory_default);
}

static void close_searcher(void)
{
    kbg__answer_free(&answer);
    kbg__ranker_free(&ranker);
    kbg__tokenizer_free(&tokenizer);
    test_base_free(&base);
}

static void search(const char *text, size_t len, const kbg_query *query)
{
    assert_int_equal(kbg__answer_search(&answer, &ranker, &base.searched, &tokenizer, test_words(), text, len, query),
                     KBG_OK);
}

/* The first hits as "id@part", a space behind each, as many as are expected. */
static void assert_firsts(const char *message, uint32_t flags, size_t parts, size_t firsts, const char *expected)
{
    char list[400] = "";
    const kbg_query query = { .limit = 10, .flags = flags };
    search(message, strlen(message), &query);
    for (size_t i = 0; i < firsts && i < answer.hit_count; i++) {
        size_t len = strlen(list);
        snprintf(list + len, sizeof(list) - len, "%s@%u ", test_id(base.store.items[answer.hits[i].item]),
                 (unsigned)answer.hits[i].part);
    }
    assert_string_equal(list, expected);
    assert_int_equal(answer.part_count, parts);
}

static void each_question_of_a_message_is_answered(void **state)
{
    (void)state;
    open_searcher(LIT(shop));
    assert_firsts("亲，怎么退货？运费谁出？", 0, 2, 2, "return@0 freight@1 ");
    assert_firsts("运费谁出?怎么退货?", 0, 2, 2, "freight@0 return@1 ");
    assert_firsts("你好\n我的快递到哪了\n还有发票怎么开", 0, 2, 2, "parcel@0 invoice@1 ");
    assert_firsts("發票怎麼開？！幾點下班……快遞到哪了", 0, 3, 3, "invoice@0 hours@1 parcel@2 ");
    /* A part that is no question is searched for too, and its hits stand behind. */
    assert_firsts("怎么退货？昨天买的红色大衣有点小。几点下班？", 0, 3, 2, "return@0 hours@2 ");
    /* One question: the message as a whole. */
    assert_firsts("怎么退货", 0, 1, 1, "return@0 ");
    assert_firsts("怎么退货？谢谢！", 0, 1, 1, "return@0 ");
    assert_firsts("怎么退货？？我要退货！", 0, 1, 1, "return@0 "); /* twice the same */
    assert_firsts("昨天买的红色大衣有点小。怎么退货？", 0, 1, 1, "return@0 ");
    assert_firsts("亲，怎么退货？运费谁出？", KBG_QUERY_WHOLE, 1, 0, "");
    assert_int_equal(answer.parts[0].start, 0);
    assert_int_equal(answer.parts[0].end, strlen("亲，怎么退货？运费谁出？"));
    /* Of two parts with the same first item the surer one has it. */
    assert_firsts("想退货。发票怎么开？怎么退货？", 0, 3, 2, "invoice@1 return@2 ");
    assert_firsts("怎么退货？发票怎么开？怎么退货？", 0, 3, 2, "return@0 invoice@1 ");
    /* Spaces are mended in each part. */
    assert_firsts("Web ATM怎么用？几点下班？", 0, 2, 2, "webatm@0 hours@1 ");
    close_searcher();
}

static void an_empty_answer_has_one_part(void **state)
{
    (void)state;
    static const char *const messages[] = { "", "？\n？", "虎。豹！", "\xFF\n\xFF" };
    const kbg_query query = { .limit = 10 };
    open_searcher(LIT(shop));
    for (size_t i = 0; i < ROWS(messages); i++) {
        search(messages[i], strlen(messages[i]), &query);
        assert_int_equal(answer.hit_count, 0);
        assert_int_equal(answer.part_count, 1);
        assert_int_equal(answer.parts[0].start, 0);
        assert_int_equal(answer.parts[0].end, strlen(messages[i]));
    }
    close_searcher();
}

/* What the documented rule is read from: all hits for one text. */
typedef struct found {
    kbg__hit hits[64];
    double lowest[64]; /* confidence of this hit or of one before it, whichever is less */
    size_t count, asks;
    kbg__span spans[2048];
} found;

static void search_alone(found *f, const char *text, size_t len, size_t most)
{
    const kbg_query query = { .limit = 60 };
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), text, len), KBG_OK);
    assert_int_equal(kbg__ranker_search(&ranker, &base.searched, &tokenizer, &query), KBG_OK);
    assert_true(ranker.hit_count <= ROWS(f->hits) && ranker.span_count <= ROWS(f->spans));
    f->count = ranker.hit_count < most ? ranker.hit_count : most;
    if (ranker.hit_count)
        memcpy(f->hits, ranker.hits, f->count * sizeof(*f->hits));
    if (ranker.span_count)
        memcpy(f->spans, ranker.spans, ranker.span_count * sizeof(*f->spans));
}

/* One hit of an expected answer. */
typedef struct expected_hit {
    const kbg__hit *hit;
    const kbg__span *spans;
    size_t part, rank;
    double key; /* firsts of questions have 2, above each confidence */
} expected_hit;

static int by_key(const void *left, const void *right)
{
    const expected_hit *a = left, *b = right;
    if (a->key != b->key)
        return a->key > b->key ? -1 : 1;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* The answer as doc/ranking.md has it, by sorting: merging lists by their heads sorts them by the lowest confidence so
 * far. */
static size_t answer_slowly(const char *text, size_t len, const kbg_query *query, expected_hit all[600],
                            kbg__part parts[KBG__PARTS_MOST], size_t *part_count)
{
    static found whole, of[KBG__PARTS_MOST];
    size_t count = 0, kept = 0, questions = 0;
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), text, len), KBG_OK);
    *part_count = query->flags & KBG_QUERY_WHOLE ? 0 : kbg__parts_find(text, len, &tokenizer, parts);
    search_alone(&whole, text, len, 60);
    for (size_t p = 0; p < *part_count; p++) {
        search_alone(&of[p], text + parts[p].start, parts[p].end - parts[p].start, 60);
        of[p].asks = of[p].count && of[p].hits[0].confidence >= 0.5 &&
                     (whole.count == 0 || of[p].hits[0].confidence >= whole.hits[0].confidence);
    }
    /* Of equal first items the surest, then the first, asks. */
    for (size_t p = 0; p < *part_count; p++)
        for (size_t o = 0; o < *part_count; o++) {
            const kbg__hit *mine = &of[p].hits[0], *other = &of[o].hits[0];
            if (o != p && of[p].asks && of[o].asks && mine->item == other->item &&
                (other->confidence > mine->confidence || (other->confidence == mine->confidence && o < p)))
                of[p].asks = 2; /* for now: others still compare with it */
        }
    for (size_t p = 0; p < *part_count; p++) {
        of[p].asks = of[p].asks == 1;
        questions += of[p].asks;
    }
    if (*part_count < 2 || questions < 2) {
        *part_count = 1;
        parts[0] = (kbg__part){ 0, (uint32_t)len };
        of[0] = whole;
        of[0].asks = 1;
    }
    for (size_t p = 0; p < *part_count; p++)
        for (size_t i = 0; i < of[p].count; i++) {
            double confidence = of[p].hits[i].confidence;
            bool first_left = i == of[p].asks;
            of[p].lowest[i] = first_left || i == 0 || confidence < of[p].lowest[i - 1] ? confidence
                                                                                      : of[p].lowest[i - 1];
            all[count++] = (expected_hit){ &of[p].hits[i], of[p].spans, p, i, i < of[p].asks ? 2 : of[p].lowest[i] };
        }
    qsort(all, count, sizeof(*all), by_key);
    size_t unique = 0;
    for (size_t i = 0; i < count; i++) {
        bool there = false;
        for (size_t k = 0; k < unique; k++)
            there = there || all[k].hit->item == all[i].hit->item;
        if (!there)
            all[unique++] = all[i];
    }
    for (size_t i = 0; i < unique && i < query->limit; i++)
        if (all[i].hit->confidence >= query->min_confidence)
            all[kept++] = all[i];
    return kept;
}

static void assert_answer(const char *text, const kbg_query *query)
{
    static expected_hit all[600];
    kbg__part parts[KBG__PARTS_MOST];
    size_t part_count, count = answer_slowly(text, strlen(text), query, all, parts, &part_count);
    search(text, strlen(text), query);
    if (answer.part_count != part_count || answer.hit_count != count)
        fail_msg("\"%s\": %zu parts and %zu hits, not %zu and %zu", text, answer.part_count, answer.hit_count,
                 part_count, count);
    assert_memory_equal(answer.parts, parts, part_count * sizeof(*parts));
    for (size_t i = 0; i < count; i++) {
        const kbg__hit *hit = &answer.hits[i], *other = all[i].hit;
        if (hit->item != other->item || hit->part != all[i].part)
            fail_msg("\"%s\": hit %zu is item %u for part %u, not %u for %zu", text, i, hit->item, hit->part,
                     other->item, all[i].part);
        assert_true(hit->score == other->score && hit->confidence == other->confidence);
        assert_int_equal(hit->question, other->question);
        assert_memory_equal(hit->reasons, other->reasons, sizeof(hit->reasons));
        assert_int_equal(hit->span_count, other->span_count);
        for (size_t s = 0; s < hit->span_count; s++) {
            kbg__span span = answer.spans[hit->span_first + s], own = all[i].spans[other->span_first + s];
            assert_int_equal(span.start, own.start + parts[all[i].part].start);
            assert_int_equal(span.end, own.end + parts[all[i].part].start);
        }
    }
}

static void add_characters(char *text, test_random *random, size_t count)
{
    static const char *const some[] = { "退", "货", "款", "运", "费", "发", "票", "快", "递", "换", "怎", "么" };
    while (count--)
        strcat(text, some[test_random_below(random, ROWS(some))]);
}

static void random_messages_are_answered_by_the_rule(void **state)
{
    (void)state;
    static const char *const ends[] = { "？", "\n", "。", "!", "……", "，", "\r\n", "\xE2\x80\xA8" };
    enum { ITEMS = KBG__RERANKED - 1, BASES = 12, MESSAGES = 120 }; /* all go through the second step, whatever the limit */
    test_random random = { 20261111 };
    size_t seen[KBG__PARTS_MOST + 1] = { 0 };
    for (int b = 0; b < BASES; b++) {
        char questions[ITEMS][64], lines[ITEMS * 200] = "";
        for (int i = 0; i < ITEMS; i++) {
            questions[i][0] = '\0';
            add_characters(questions[i], &random, 3 + test_random_below(&random, 4));
            size_t len = strlen(lines);
            snprintf(lines + len, sizeof(lines) - len, "{\"id\":\"%d\",\"question\":\"%s\"}\n", i, questions[i]);
        }
        open_searcher(lines, strlen(lines));
        for (int m = 0; m < MESSAGES; m++) {
            char text[1000] = "";
            for (uint32_t n = 1 + test_random_below(&random, 10); n > 0; n--) {
                if (test_random_below(&random, 4) == 0)
                    strcat(text, "你好，");
                if (test_random_below(&random, 3))
                    strcat(text, questions[test_random_below(&random, ITEMS)]);
                else
                    add_characters(text, &random, 1 + test_random_below(&random, 5));
                strcat(text, ends[test_random_below(&random, ROWS(ends))]);
            }
            static const uint32_t limits[] = { 1, 2, 5, 60 };
            for (size_t i = 0; i < ROWS(limits); i++) {
                kbg_query query = { .limit = limits[i] };
                query.min_confidence = test_random_below(&random, 3) ? 0 : test_random_below(&random, 11) / 10.0;
                query.flags = test_random_below(&random, 8) ? 0 : KBG_QUERY_WHOLE;
                assert_answer(text, &query);
                seen[answer.part_count]++;
            }
        }
        close_searcher();
    }
    for (size_t i = 1; i <= KBG__PARTS_MOST; i++)
        if (seen[i] < 20)
            fail_msg("%zu answers of %zu parts", seen[i], i);
}

/* Memory that is used again holds nothing of the search before. */
static void an_answer_does_not_depend_on_the_one_before(void **state)
{
    (void)state;
    static const char *const messages[] = { "怎么退货？运费谁出？发票怎么开？几点下班？", "退货", "",
                                            "我的快递到哪了\n还有发票怎么开", "怎么退货？谢谢", "虎" };
    open_searcher(LIT(shop));
    for (size_t i = 0; i < ROWS(messages); i++)
        for (size_t k = 0; k < ROWS(messages); k++) {
            const kbg_query query = { .limit = 3 }, few = { .limit = 1, .min_confidence = 0.25 };
            search(messages[i], strlen(messages[i]), &query);
            assert_answer(messages[k], &query);
            assert_answer(messages[k], &few);
        }
    /* A lookup has one part and no spans, whatever was there. */
    search(messages[0], strlen(messages[0]), &(kbg_query){ .limit = 5 });
    assert_int_equal(answer.part_count, 4);
    ranker.hit_count = ranker.span_count = 0;
    assert_int_equal(kbg__answer_take(&answer, &ranker, 7), KBG_OK);
    assert_true(answer.part_count == 1 && answer.parts[0].start == 0 && answer.parts[0].end == 7);
    assert_true(answer.hit_count == 0 && answer.span_count == 0);
    close_searcher();
}

static void memory_that_runs_out_leaves_all_usable(void **state)
{
    (void)state;
    static const char text[] = "怎么退货？web atm怎么用？发票怎么开";
    const kbg_query query = { .limit = 10 };
    size_t fail_at = 1;
    open_searcher(LIT(shop));
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        test_memory memory;
        kbg__tokenizer own;
        kbg__ranker own_ranker;
        kbg__answer own_answer;
        test_memory_init(&memory);
        assert_int_equal(kbg__tokenizer_init(&own, &memory.allocator, &base.rules, true), KBG_OK);
        kbg__ranker_init(&own_ranker, &memory.allocator);
        kbg__answer_init(&own_answer, &memory.allocator);
        memory.fail_at = memory.calls + fail_at;
        status = kbg__answer_search(&own_answer, &own_ranker, &base.searched, &own, test_words(), LIT(text), &query);
        if (status != KBG_OK) {
            assert_int_equal(status, KBG_ERR_NOMEM);
            assert_int_equal(kbg__answer_search(&own_answer, &own_ranker, &base.searched, &own, test_words(),
                                                LIT(text), &query),
                             KBG_OK);
        }
        assert_int_equal(own_answer.part_count, 3);
        for (uint32_t i = 0; i < 3; i++)
            assert_int_equal(own_answer.hits[i].part, i);
        kbg__answer_free(&own_answer);
        kbg__ranker_free(&own_ranker);
        kbg__tokenizer_free(&own);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 20);
    close_searcher();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_question_of_a_message_is_answered),
        cmocka_unit_test(an_empty_answer_has_one_part),
        cmocka_unit_test(random_messages_are_answered_by_the_rule),
        cmocka_unit_test(an_answer_does_not_depend_on_the_one_before),
        cmocka_unit_test(memory_that_runs_out_leaves_all_usable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
