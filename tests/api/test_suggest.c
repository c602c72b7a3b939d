/* SPDX-License-Identifier: MIT */
/* kbg_suggest() and what its hits tell. */
#include "helper.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char shop[] =
    "{\"id\":\"return\",\"question\":\"如何申请退货\",\"short_codes\":[\"/th\",\"/退\"],\"keywords\":[\"退货流程\",\"七天无理由\"],"
    "\"usage_count\":900,\"category\":\"售后/退换\",\"answer\":\"在订单里申请。\"}\n"
    "{\"id\":\"refund\",\"question\":\"退款多久到账\",\"short_codes\":[\"/tk\"],\"usage_count\":700,\"category\":\"售后/退款\"}\n"
    "{\"id\":\"call\",\"question\":\"通话记录在哪里查\",\"usage_count\":300,\"category\":\"查询\"}\n"
    "{\"id\":\"swap\",\"question\":\"退换货，运费谁出？\",\"usage_count\":100,\"category\":\"售后/退换\",\"stage\":\"consult\"}\n"
    "{\"id\":\"screen\",\"question\":\"iPhone 15 换屏幕多少钱\",\"keywords\":[\"碎屏\"],\"products\":[\"A3092\",\"iPhone15\"],"
    "\"usage_count\":80,\"category\":\"维修\"}\n"
    "{\"id\":\"truth\",\"question\":\"真实姓名填错了\",\"usage_count\":60}\n"
    "{\"id\":\"trip\",\"question\":\"旅行套餐怎么订\",\"usage_count\":40,\"audience\":[\"vip\"]}\n"
    "{\"id\":\"xian\",\"question\":\"西安有门店吗\",\"usage_count\":30}\n"
    "{\"id\":\"first\",\"question\":\"先用后付怎么开通\",\"usage_count\":20,\"valid_from\":\"1970-01-01T00:00:01Z\"}\n"
    "{\"id\":\"old\",\"question\":\"退货老规则\",\"state\":\"archived\"}\n"
    "{\"id\":\"trad\",\"question\":\"訂單在哪裡看\",\"alternatives\":[\"退货单在哪里看\"]}\n";

static kbg_hits *suggest(kbg_searcher *searcher, const char *typed, const kbg_query *query)
{
    kbg_hits *hits = NULL;
    kbg_error *error = NULL;
    if (kbg_suggest(searcher, typed, strlen(typed), query, &hits, &error) != KBG_OK)
        fail_msg("%s: %s", typed, kbg_error_message(error));
    assert_null(error);
    assert_non_null(hits);
    return hits;
}

static void assert_suggest(kbg_searcher *searcher, const char *typed, const kbg_query *query, const char *expected)
{
    kbg_hits *hits = suggest(searcher, typed, query);
    assert_ids(hits, expected);
    kbg_hits_free(hits);
}

static void each_way_to_type_finds_the_item(void **state)
{
    static const struct {
        const char *typed, *expected;
    } rows[] = {
        /* as written: the beginning of a text before its inside */
        { "退", "return refund swap" },
        { "退货", "return" },
        { "退货流程", "return" },
        { "申请退货", "return" },
        { "退款", "refund" },
        { "運費", "swap" },
        { "订单", "trad" },
        /* pinyin, whole and half typed */
        { "tuihuo", "return" },
        { "tui huo", "return" },
        { "tui'huo", "return" },
        { "tui h", "return swap" },
        { "tuih", "return swap" },
        { "tui", "return refund swap" },
        { "tuikuan", "refund" },
        { "tonghua", "call" },
        { "lvxing", "" }, /* for VIP only */
        { "xian", "xian" },
        { "xi'an", "xian" },
        /* first letters, mixed */
        { "th", "return call swap" },
        { "thlc", "return" },
        { "thjl", "call" },
        { "sqth", "return" },
        { "退huo", "return" },
        { "退h", "return swap" },
        { "退款djdz", "refund" },
        { "zs", "truth" },
        { "zhs", "truth" },
        { "zhshi", "truth" },
        /* signs and spaces in the text or in what is typed do not count */
        { "退换货运费", "swap" },
        { "thhyf", "swap" },
        { "货，运", "swap" },
        { "运费谁出？", "swap" },
        /* short codes, with and without the slash; the item that has the code first */
        { "/th", "return call swap" },
        { "／ＴＨ", "return call swap" },
        { "/tk", "refund" },
        { "tk", "refund" },
        { "/t", "return refund call swap truth" },
        { "/退", "return refund swap" },
        /* letters and digits */
        { "iph", "screen" },
        { "IPHONE 15", "screen" },
        { "iphone15hp", "screen" },
        { "15换", "screen" },
        { "a3092", "screen" },
        { "92", "" }, /* not within a number */
        { "hone", "" },
        { "suiping", "screen" },
        /* alternatives, answers, archived items are not suggested */
        { "老规则", "" },
        { "货单", "" },
        { "在订单里", "" },
        /* nothing */
        { "退货怎么办", "" },
        { "zzz", "" },
        { "v", "" },
        { "？？", "" },
        { "/", "" },
        { "😀", "" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_hits *hits = suggest(searcher, rows[i].typed, NULL);
        text ids = { 0 };
        text_add_cstr(&ids, "");
        for (size_t h = 0; h < kbg_hits_count(hits); h++)
            text_add_format(&ids, h ? " %s" : "%s", kbg_item_id(kbg_hits_item(hits, h), NULL));
        if (strcmp(ids.data, rows[i].expected) != 0)
            fail_msg("\"%s\": \"%s\", not \"%s\"", rows[i].typed, ids.data, rows[i].expected);
        text_free(&ids);
        kbg_hits_free(hits);
    }
    kbg_searcher_free(searcher);
}

/* What 900 uses give: 0.3 * ln(901) / (ln(901) + ln(51)). */
#define USED_900 0.1901247011510843

/* The text that completes, with what is typed of it in brackets. */
static void the_completing_text_and_what_is_typed_of_it(void **state)
{
    static const struct {
        const char *typed, *marked;
        kbg_completion_field field;
        size_t question;
        double score;
    } rows[] = {
        { "th", "/[th]", KBG_COMPLETION_SHORT_CODE, SIZE_MAX, 3300 + USED_900 },
        { "退", "/[退]", KBG_COMPLETION_SHORT_CODE, SIZE_MAX, 3300 + USED_900 },
        { "tuihuo", "[退货]流程", KBG_COMPLETION_KEYWORD, SIZE_MAX, 2200 + USED_900 },
        { "sqth", "如何[申请退货]", KBG_COMPLETION_QUESTION, 0, 1100 + USED_900 },
        { "申请", "如何[申请]退货", KBG_COMPLETION_QUESTION, 0, 1300 + USED_900 },
        { "如何申请退货", "[如何申请退货]", KBG_COMPLETION_QUESTION, 0, 3300 + USED_900 },
        { "货运费s", "退换[货]，[运费谁]出？", KBG_COMPLETION_QUESTION, 0, 1100 },
        { "15h", "iPhone [15] [换]屏幕多少钱", KBG_COMPLETION_QUESTION, 0, 1100 },
        { "iphone1", "[iPhone1]5", KBG_COMPLETION_PRODUCT, SIZE_MAX, 2300 },
        { "订单", "[訂單]在哪裡看", KBG_COMPLETION_QUESTION, 0, 2300 },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_hits *hits = suggest(searcher, rows[i].typed, NULL);
        text marked = { 0 };
        size_t len, at = 0, start, end, n = 0;
        assert_true(kbg_hits_count(hits) > 0);
        const char *completion = kbg_hits_completion(hits, 0, &len);
        assert_int_equal(strlen(completion), len);
        for (; kbg_hits_completion_span(hits, 0, n, &start, &end); n++) {
            text_add(&marked, completion + at, start - at);
            text_add_cstr(&marked, "[");
            text_add(&marked, completion + start, end - start);
            text_add_cstr(&marked, "]");
            at = end;
        }
        text_add_cstr(&marked, completion + at);
        assert_string_equal(marked.data, rows[i].marked);
        assert_int_equal(kbg_hits_completion_span_count(hits, 0), n);
        assert_int_equal(kbg_hits_completion_field(hits, 0), rows[i].field);
        assert_int_equal(kbg_hits_question(hits, 0), rows[i].question);
        assert_int_equal(kbg_hits_span_count(hits, 0), 0);
        assert_true(kbg_hits_confidence(hits, 0) == 1);
        /* The place and the writing, and a boost for hotness below 0.3. */
        double boost = kbg_hits_score(hits, 0) - floor(rows[i].score);
        assert_true(boost >= 0 && boost <= 0.3 + 1e-9);
        if (rows[i].score != floor(rows[i].score))
            assert_true(fabs(kbg_hits_score(hits, 0) - rows[i].score) < 1e-6);
        text_free(&marked);
        kbg_hits_free(hits);
    }
    kbg_searcher_free(searcher);
}

static void reasons_add_up_to_the_score(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    kbg_text after = view_of("售后/退换");
    kbg_query query = KBG_QUERY_INIT;
    query.preferred = &after;
    query.preferred_count = 1;
    query.stage = KBG_STAGE_CONSULT;
    kbg_hits *hits = suggest(searcher, "退h", &query);
    assert_ids(hits, "swap return");
    static const char *const names[] = { "boost.category", "boost.hotness", "boost.stage", "suggest.place",
                                         "suggest.writing" };
    double sum = 0;
    assert_int_equal(kbg_hits_reason_count(hits, 0), COUNT_OF(names));
    for (size_t r = 0; r < COUNT_OF(names); r++) {
        assert_string_equal(kbg_hits_reason_name(hits, 0, r), names[r]);
        sum += kbg_hits_reason_value(hits, 0, r);
    }
    assert_true(fabs(sum - kbg_hits_score(hits, 0)) < 1e-9);
    assert_true(kbg_hits_reason_value(hits, 0, 3) == 2000);
    assert_true(kbg_hits_reason_value(hits, 0, 4) == 100);
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
}

#define ASKED(id, question, more) "{\"id\":\"" id "\",\"question\":\"" question "\"" more "}\n"

/* The place, then the writing, then hotness, then the length, then the id. */
static void better_matches_come_first(void **state)
{
    static const struct {
        const char *typed;
        uint32_t flags, limit;
        const char *expected;
    } rows[] = {
        { "退货", 0, 0, "whole hot long inside" },
        { "tuihuo", 0, 0, "sounds whole hot long inside" },
        { "th", 0, 0, "letters sounds whole hot short-a short-b long inside" },
        { "th", 0, 2, "letters sounds" },
        { "tuihuo", KBG_QUERY_NO_HOTNESS, 0, "sounds whole long hot inside" },
        { "th", KBG_QUERY_NO_HOTNESS, 0, "letters sounds whole short-a short-b long hot inside" },
        { "th", KBG_QUERY_NO_HOTNESS, 5, "letters sounds whole short-a short-b" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(
        ASKED("inside", "怎么退货", ",\"usage_count\":99") ASKED("long", "退货要多久", "")
            ASKED("hot", "退货要多久呢", ",\"usage_count\":9") ASKED("whole", "退货", "")
                ASKED("sounds", "推货", ",\"usage_count\":20") ASKED("letters", "TH", "") ASKED("short-b", "通话费", "")
                    ASKED("short-a", "提货吗", ""));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_query query = KBG_QUERY_INIT;
        query.flags = rows[i].flags;
        query.limit = rows[i].limit;
        assert_suggest(searcher, rows[i].typed, &query, rows[i].expected);
    }
    kbg_searcher_free(searcher);
}

static void an_empty_text_finds_what_is_used_most(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    kbg_query query = KBG_QUERY_INIT;
    query.limit = 3;
    assert_suggest(searcher, "", &query, "return refund call");
    assert_suggest(searcher, " \t", &query, "return refund call");
    query.category = view_of("售后/退换");
    kbg_hits *hits = suggest(searcher, "", &query);
    assert_ids(hits, "return swap");
    assert_string_equal(kbg_hits_completion(hits, 1, NULL), "退换货，运费谁出？");
    assert_int_equal(kbg_hits_completion_field(hits, 1), KBG_COMPLETION_QUESTION);
    assert_int_equal(kbg_hits_completion_span_count(hits, 1), 0);
    kbg_hits_free(hits);
    kbg_query stage = KBG_QUERY_INIT;
    stage.limit = 2;
    stage.stage = KBG_STAGE_CONSULT;
    assert_suggest(searcher, "", &stage, "swap return");
    kbg_searcher_free(searcher);
}

static void filters_count_as_in_a_search(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    kbg_text vip = view_of("vip");
    kbg_query audience = KBG_QUERY_INIT, category = KBG_QUERY_INIT, states = KBG_QUERY_INIT, late = KBG_QUERY_INIT;
    audience.audience = &vip;
    audience.audience_count = 1;
    category.category = view_of("售后/退款");
    states.states = KBG_BIT(KBG_STATE_ARCHIVED);
    late.now = 1000;
    assert_suggest(searcher, "lvxing", &audience, "trip");
    assert_suggest(searcher, "t", &category, "refund");
    assert_suggest(searcher, "th", &states, "old");
    assert_suggest(searcher, "xian", NULL, "xian");
    assert_suggest(searcher, "xian", &late, "xian first"); /* whether one sound or two: hotness decides */
    kbg_searcher_free(searcher);
}

static void getters_answer_out_of_range(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    kbg_hits *hits = suggest(searcher, "退货", NULL), *found = search(searcher, "退货", NULL),
             *coded = lookup(searcher, "/th", NULL);
    size_t len = 9, start = 9, end = 9;
    assert_null(kbg_hits_completion(hits, 1, &len));
    assert_int_equal(len, 0);
    assert_int_equal(kbg_hits_completion_field(hits, 1), KBG_COMPLETION_NONE);
    assert_int_equal(kbg_hits_completion_span_count(hits, 1), 0);
    assert_false(kbg_hits_completion_span(hits, 0, 1, &start, &end));
    assert_true(start == 0 && end == 0);
    assert_false(kbg_hits_completion_span(hits, 1, 0, NULL, NULL));
    assert_true(kbg_hits_completion_span(hits, 0, 0, NULL, NULL));
    for (int i = 0; i < 2; i++) { /* hits of the other kinds complete nothing */
        const kbg_hits *other = i ? found : coded;
        assert_true(kbg_hits_count(other) > 0);
        assert_null(kbg_hits_completion(other, 0, NULL));
        assert_int_equal(kbg_hits_completion_field(other, 0), KBG_COMPLETION_NONE);
        assert_int_equal(kbg_hits_completion_span_count(other, 0), 0);
    }
    kbg_searcher_free(searcher); /* hits outlive it */
    assert_string_equal(kbg_hits_completion(hits, 0, NULL), "退货流程");
    kbg_hits_free(hits);
    kbg_hits_free(found);
    kbg_hits_free(coded);
}

static void hostile_texts_complete_nothing(void **state)
{
    static const struct {
        const char *unit, *expected; /* repeated to 64 KiB; what a few of them find */
    } rows[] = {
        { "退", "" }, { "t", "" }, { "nan", "" }, { "zhuang'", "" }, { "？", "" }, { "😀", "" }, { "\xFF", "" },
        { " ", "return refund call" }, { "\xF0\x9F", "" }, { "\xCC\x81", "" }, { "\xEF\xB7\xBA", "" }, { "v", "" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    kbg_query query = KBG_QUERY_INIT;
    query.limit = 3;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text typed = { 0 };
        text_add_repeated(&typed, rows[i].unit, 65536 / strlen(rows[i].unit));
        assert_suggest(searcher, typed.data, &query, "");
        text_clear(&typed);
        text_add_repeated(&typed, rows[i].unit, 100);
        assert_suggest(searcher, typed.data, &query, rows[i].expected);
        text_free(&typed);
    }
    kbg_hits *hits = NULL;
    assert_int_equal(kbg_suggest(searcher, NULL, 0, &query, &hits, NULL), KBG_OK);
    assert_ids(hits, "return refund call");
    kbg_hits_free(hits);
    assert_int_equal(kbg_suggest(searcher, "\0th", 3, &query, &hits, NULL), KBG_OK);
    assert_ids(hits, "return call swap");
    kbg_hits_free(hits);
    assert_int_equal(kbg_suggest(searcher, "t\xE9\x80", 3, &query, &hits, NULL), KBG_OK);
    assert_ids(hits, "return refund call"); /* what is ill-formed does not count */
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
}

static void what_is_out_of_range_is_refused(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    kbg_hits *hits = (kbg_hits *)searcher; /* anything but NULL */
    kbg_error *error = NULL;
    kbg_query query = KBG_QUERY_INIT;
    query.limit = 1001;
    assert_int_equal(kbg_suggest(searcher, "t", 1, &query, &hits, &error), KBG_ERR_OPTIONS);
    assert_string_equal(kbg_error_message(error), "query: limit is not valid");
    assert_null(hits);
    kbg_error_free(error);
    text typed = { 0 };
    text_add_repeated(&typed, "t", ((size_t)1 << 20) + 1);
    assert_int_equal(kbg_suggest(searcher, typed.data, typed.len, NULL, &hits, &error), KBG_ERR_LIMIT);
    assert_null(hits);
    kbg_error_free(error);
    text_free(&typed);
    kbg_searcher_free(searcher);
}

/* A base without items, without texts to complete, and with an item that a later load adds. */
static void a_searcher_sees_what_is_loaded_later(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    assert_suggest(searcher, "th", NULL, "");
    assert_suggest(searcher, "", NULL, "");
    load(base, "{\"id\":\"signs\",\"question\":\"？？？\"}\n");
    assert_suggest(searcher, "th", NULL, "");
    assert_suggest(searcher, "？", NULL, "");
    load(base, "{\"id\":\"a\",\"question\":\"退货\"}\n");
    assert_suggest(searcher, "th", NULL, "a");
    assert_suggest(searcher, "", NULL, "a");
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_way_to_type_finds_the_item),
        cmocka_unit_test(the_completing_text_and_what_is_typed_of_it),
        cmocka_unit_test(reasons_add_up_to_the_score),
        cmocka_unit_test(better_matches_come_first),
        cmocka_unit_test(an_empty_text_finds_what_is_used_most),
        cmocka_unit_test(filters_count_as_in_a_search),
        cmocka_unit_test(getters_answer_out_of_range),
        cmocka_unit_test(hostile_texts_complete_nothing),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(a_searcher_sees_what_is_loaded_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
