/* SPDX-License-Identifier: MIT */
/* search.h. Items that ask the same question tie in all but what is tested; ties go by id. */
#include "helper.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ITEM(id, more) "{\"id\":\"" id "\",\"question\":\"怎么退货\"" more "}\n"

static kbg_query query_new(void)
{
    return (kbg_query)KBG_QUERY_INIT;
}

static void hits_are_cut_at_the_limit(void **state)
{
    static const struct {
        uint32_t limit;
        size_t count;
    } rows[] = { { 0, 10 }, { 1, 1 }, { 2, 2 }, { 10, 10 }, { 11, 11 }, { 999, 999 }, { 1000, 1000 } };
    (void)state;
    text jsonl = { 0 };
    for (int i = 0; i < 1003; i++)
        text_add_format(&jsonl, "{\"id\":\"%04d\",\"question\":\"怎么退货\",\"short_codes\":[\"/th\"]}\n", 1002 - i);
    kbg_searcher *searcher = searcher_over(jsonl.data);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_query query = query_new();
        query.limit = rows[i].limit;
        kbg_hits *hits = search(searcher, "怎么退货", &query), *found = lookup(searcher, "/th", &query);
        assert_int_equal(kbg_hits_count(hits), rows[i].count);
        assert_int_equal(kbg_hits_count(found), rows[i].count);
        for (size_t h = 0; h < rows[i].count; h++) {
            char expected[32];
            (void)snprintf(expected, sizeof(expected), "%04zu", h);
            assert_string_equal(kbg_item_id(kbg_hits_item(hits, h), NULL), expected);
            assert_string_equal(kbg_item_id(kbg_hits_item(found, h), NULL), expected);
        }
        kbg_hits_free(hits);
        kbg_hits_free(found);
    }
    kbg_searcher_free(searcher);
    text_free(&jsonl);
}

static void kinds_and_states_are_filtered_exactly(void **state)
{
    static const struct {
        uint32_t kinds, states;
        const char *expected;
    } rows[] = {
        { 0, 0, "k0 k1 k2 k3 k4" },
        { KBG_BIT(KBG_KIND_NONE), 0, "k0" },
        { KBG_BIT(KBG_KIND_TECHNICAL), 0, "k1" },
        { KBG_BIT(KBG_KIND_BUSINESS) | KBG_BIT(KBG_KIND_EMOTIONAL), 0, "k2 k4" },
        { 31, 0, "k0 k1 k2 k3 k4" },
        { 0, KBG_BIT(KBG_STATE_PUBLISHED), "k0 k1 k2 k3 k4" },
        { 0, KBG_BIT(KBG_STATE_DRAFT), "s1" },
        { 0, KBG_BIT(KBG_STATE_ARCHIVED), "s2" },
        { 0, KBG_BIT(KBG_STATE_DRAFT) | KBG_BIT(KBG_STATE_ARCHIVED), "s1 s2" },
        { 0, 7, "k0 k1 k2 k3 k4 s1 s2" },
        { KBG_BIT(KBG_KIND_SERVICE), 7, "k3 s1" },
        { KBG_BIT(KBG_KIND_TECHNICAL), KBG_BIT(KBG_STATE_DRAFT), "" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(
        ITEM("k0", "") ITEM("k1", ",\"kind\":\"technical\"") ITEM("k2", ",\"kind\":\"business\"")
            ITEM("k3", ",\"kind\":\"service\",\"state\":\"published\"") ITEM("k4", ",\"kind\":\"emotional\"")
                ITEM("s1", ",\"state\":\"draft\",\"kind\":\"service\"") ITEM("s2", ",\"state\":\"archived\""));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_query query = query_new();
        query.kinds = rows[i].kinds;
        query.states = rows[i].states;
        assert_search(searcher, "退货", &query, rows[i].expected);
    }
    kbg_searcher_free(searcher);
}

static void items_of_the_stage_at_hand_come_first(void **state)
{
    static const struct {
        uint32_t stage;
        const char *expected;
    } rows[] = {
        { KBG_STAGE_NONE, "a b c" }, { KBG_STAGE_GREET, "a b c" },   { KBG_STAGE_CONSULT, "c a b" },
        { KBG_STAGE_ASK, "b a c" },  { KBG_STAGE_FAREWELL, "a b c" },
    };
    (void)state;
    kbg_searcher *searcher =
        searcher_over(ITEM("a", "") ITEM("b", ",\"stage\":\"ask\"") ITEM("c", ",\"stage\":\"consult\""));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_query query = query_new();
        query.stage = rows[i].stage;
        assert_search(searcher, "怎么退货", &query, rows[i].expected);
    }
    kbg_searcher_free(searcher);
}

/* from: 2026-11-11T00:00:00+08:00, until: 2026-11-12T00:00:00+08:00 */
#define FROM INT64_C(1794326400000)
#define UNTIL INT64_C(1794412800000)

static void validity_is_half_open(void **state)
{
    static const struct {
        int64_t now;
        uint32_t flags;
        const char *expected;
    } rows[] = {
        { 0, 0, "always" }, /* not known: nothing that is bound to a time */
        { FROM - 1, 0, "always before" },
        { FROM, 0, "always before both from" },
        { UNTIL - 1, 0, "always before both from" },
        { UNTIL, 0, "always from" },
        { UNTIL + 1, 0, "always from" },
        { 1, 0, "always before" },
        { -1, 0, "always before" },
        { INT64_MIN, 0, "always before" },
        { INT64_MAX, 0, "always from" },
        { 0, KBG_QUERY_ANY_TIME, "always before both from" },
        { INT64_MAX, KBG_QUERY_ANY_TIME, "always before both from" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(
        "{\"id\":\"always\",\"question\":\"怎么退货\"}\n"
        "{\"id\":\"before\",\"question\":\"怎么退货\",\"valid_until\":\"2026-11-12T00:00:00+08:00\"}\n"
        "{\"id\":\"both\",\"question\":\"怎么退货\",\"valid_from\":\"2026-11-10T16:00:00Z\","
        "\"valid_until\":\"2026-11-11T16:00:00Z\"}\n"
        "{\"id\":\"from\",\"question\":\"怎么退货\",\"valid_from\":\"2026-11-11T00:00:00+08:00\"}\n");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_query query = query_new();
        query.now = rows[i].now;
        query.flags = rows[i].flags;
        assert_search(searcher, "怎么退货", &query, rows[i].expected);
    }
    kbg_searcher_free(searcher);
}

static void an_audience_sees_what_is_for_it_first_and_what_is_for_all(void **state)
{
    static const struct {
        kbg_text audience[3];
        size_t count;
        uint32_t flags;
        const char *expected;
    } rows[] = {
        { { { 0 } }, 0, 0, "all" },
        { { { "vip", 3 } }, 1, 0, "old-vip vip all" },
        { { { "老客", 6 } }, 1, 0, "old-vip all" },
        { { { "new", 3 }, { "vip", 3 } }, 2, 0, "old-vip vip all" },
        { { { "VIP", 3 } }, 1, 0, "all" },
        { { { "vi", 2 } }, 1, 0, "all" },
        { { { "vip2", 4 } }, 1, 0, "all" },
        { { { NULL, 0 } }, 1, 0, "all" },
        { { { 0 } }, 0, KBG_QUERY_ANY_AUDIENCE, "all old-vip vip" },
        { { { "new", 3 } }, 1, KBG_QUERY_ANY_AUDIENCE, "all old-vip vip" },
        { { { "老客", 6 } }, 1, KBG_QUERY_ANY_AUDIENCE, "old-vip all vip" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(ITEM("all", "") ITEM("vip", ",\"audience\":[\"vip\"]")
                                               ITEM("old-vip", ",\"audience\":[\"老客\",\"vip\"]"));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_query query = query_new();
        query.audience = rows[i].count ? rows[i].audience : NULL;
        query.audience_count = rows[i].count;
        query.flags = rows[i].flags;
        assert_search(searcher, "怎么退货", &query, rows[i].expected);
    }
    kbg_searcher_free(searcher);
}

static const char categories[] = ITEM("a", ",\"category\":\"售后\"") ITEM("b", ",\"category\":\"售后/退换货\"")
    ITEM("c", ",\"category\":\"售后/退换货/运费\"") ITEM("d", ",\"category\":\"售后服务\"")
        ITEM("e", ",\"category\":\"售前\"") ITEM("f", "");

static void a_category_is_wanted_with_all_below_it(void **state)
{
    static const struct {
        const char *category, *expected;
    } rows[] = {
        { "", "a b c d e f" }, { "售后", "a b c" },   { "售后/退换货", "b c" }, { "售后/退换货/运费", "c" },
        { "售后服务", "d" },   { "售", "" },          { "售后/", "" },          { "/售后", "" },
        { "售后/退", "" },     { "退换货", "" },      { "售后/退换货/运费/x", "" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(categories);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_query query = query_new();
        query.category = view_of(rows[i].category);
        assert_search(searcher, "怎么退货", &query, rows[i].expected);
    }
    kbg_searcher_free(searcher);
}

static void preferred_categories_come_first_with_all_below_them(void **state)
{
    static const struct {
        kbg_text preferred[3];
        size_t count;
        const char *expected;
    } rows[] = {
        { { { "售后/退换货", 16 } }, 1, "b c a d e f" },
        { { { "售后", 6 } }, 1, "a b c d e f" },
        { { { "售前", 6 }, { "售后服务", 12 } }, 2, "d e a b c f" },
        { { { "售前", 6 }, { "售前", 6 } }, 2, "e a b c d f" },
        { { { "", 0 } }, 1, "a b c d e f" }, /* an empty one prefers nothing */
        { { { NULL, 0 }, { "售前", 6 } }, 2, "e a b c d f" },
        { { { "售", 3 } }, 1, "a b c d e f" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(categories);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_query query = query_new();
        query.preferred = rows[i].preferred;
        query.preferred_count = rows[i].count;
        assert_search(searcher, "怎么退货", &query, rows[i].expected);
    }
    kbg_searcher_free(searcher);
}

/* An answer without text, so that it takes no part in the score. */
#define FILE_ONLY "\"attachments\":[{\"kind\":\"file\",\"uri\":\"u\"}]"

static void channel_and_language_want_one_answer_that_fits_both(void **state)
{
    static const struct {
        const char *channel, *language, *expected;
    } rows[] = {
        { "", "", "any mixed none sms-en wechat" },
        { "sms", "", "any mixed sms-en" },
        { "wechat", "", "any mixed wechat" },
        { "SMS", "", "any" },
        { "sm", "", "any" },
        { "email", "", "any" },
        { "", "en", "any mixed sms-en wechat" },
        { "", "en-GB", "any mixed wechat" },
        { "", "EN", "any mixed sms-en wechat" },
        { "", "zh", "any mixed wechat" },
        { "", "zh-Hans", "any mixed wechat" },
        { "", "zh-Hant", "any wechat" },
        { "", "e", "any wechat" },
        { "sms", "en", "any sms-en" }, /* mixed has one for sms and another in English */
        { "sms", "zh", "any mixed" },
        { "wechat", "en", "any mixed wechat" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(
        ITEM("none", "") ITEM("any", ",\"answers\":[{" FILE_ONLY "}]")
            ITEM("wechat", ",\"answers\":[{" FILE_ONLY ",\"channel\":\"wechat\"}]")
                ITEM("sms-en", ",\"answers\":[{" FILE_ONLY ",\"channel\":\"sms\",\"language\":\"en-US\"}]")
                    ITEM("mixed", ",\"answers\":[{" FILE_ONLY ",\"channel\":\"sms\",\"language\":\"zh-Hans\"},"
                                  "{" FILE_ONLY ",\"channel\":\"wechat\",\"language\":\"en-GB\"}]"));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_query query = query_new();
        query.channel = view_of(rows[i].channel);
        query.language = view_of(rows[i].language);
        assert_search(searcher, "怎么退货", &query, rows[i].expected);
    }
    kbg_searcher_free(searcher);
}

static void hotness_counts_unless_it_is_switched_off(void **state)
{
    (void)state;
    kbg_searcher *searcher =
        searcher_over(ITEM("a", "") ITEM("b", ",\"usage_count\":10") ITEM("c", ",\"usage_count\":1000"));
    kbg_query query = query_new();
    assert_search(searcher, "怎么退货", &query, "c b a");
    query.flags = KBG_QUERY_NO_HOTNESS;
    assert_search(searcher, "怎么退货", &query, "a b c");
    kbg_searcher_free(searcher);
}

static void no_boost_puts_another_topic_above_the_text_that_matches(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(
        "{\"id\":\"right\",\"question\":\"充电器保修多久\",\"priority\":-100}\n"
        "{\"id\":\"loud\",\"question\":\"手机屏幕保修多久\",\"priority\":100,\"usage_count\":1000000,\"stage\":\"ask\","
        "\"category\":\"c\",\"audience\":[\"vip\"]}\n");
    kbg_text category = view_of("c"), vip = view_of("vip");
    kbg_query query = query_new();
    query.stage = KBG_STAGE_ASK;
    query.preferred = &category;
    query.preferred_count = 1;
    query.audience = &vip;
    query.audience_count = 1;
    assert_search(searcher, "充电器保修多久", &query, "right loud");
    kbg_searcher_free(searcher);
}

static void hits_below_the_confidence_wanted_are_left_out(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over("{\"id\":\"a\",\"question\":\"怎么退货\",\"short_codes\":[\"/th\"]}\n"
                                           "{\"id\":\"b\",\"question\":\"怎么申请退货运费补偿\"}\n"
                                           "{\"id\":\"c\",\"question\":\"门店地址在哪里怎么走\"}\n"
                                           "{\"id\":\"d\",\"question\":\"x\",\"keywords\":[\"退货\"]}\n");
    kbg_hits *all = search(searcher, "怎么退货", NULL);
    assert_int_equal(kbg_hits_count(all), 4);
    size_t dropped = 0;
    for (size_t i = 0; i < kbg_hits_count(all); i++) {
        /* At its own confidence a hit stays, a little above it goes. */
        double own = kbg_hits_confidence(all, i);
        for (int above = 0; above < 2; above++) {
            kbg_query query = query_new();
            query.min_confidence = above ? nextafter(own, 1) : own;
            kbg_hits *some = search(searcher, "怎么退货", &query);
            size_t found = 0;
            for (size_t j = 0; j < kbg_hits_count(all); j++) {
                if (kbg_hits_confidence(all, j) < query.min_confidence) {
                    dropped++;
                    continue;
                }
                assert_ptr_equal(kbg_hits_item(some, found), kbg_hits_item(all, j));
                assert_true(kbg_hits_score(some, found) == kbg_hits_score(all, j));
                assert_true(kbg_hits_confidence(some, found) == kbg_hits_confidence(all, j));
                found++;
            }
            assert_int_equal(kbg_hits_count(some), found);
            kbg_hits_free(some);
        }
    }
    assert_true(dropped > 0);
    kbg_query sure = query_new();
    sure.min_confidence = 1;
    assert_lookup(searcher, "/th", &sure, "a");
    kbg_hits_free(all);
    kbg_searcher_free(searcher);
}

static void a_query_out_of_range_is_refused(void **state)
{
    static const kbg_text many[65] = { { NULL, 0 } };
    kbg_query bad[] = { query_new(), query_new(), query_new(), query_new(), query_new(), query_new(),
                        query_new(), query_new(), query_new(), query_new(), query_new(), query_new(),
                        query_new(), query_new(), query_new(), query_new(), query_new() };
    static const char *const names[] = { "flags", "flags", "limit", "limit", "kinds", "kinds", "states", "states",
                                         "stage", "min_confidence", "min_confidence", "min_confidence",
                                         "min_confidence", "preferred_count", "audience_count", "preferred",
                                         "audience" };
    (void)state;
    bad[0].flags = 16;
    bad[1].flags = UINT32_C(1) << 31;
    bad[2].limit = 1001;
    bad[3].limit = UINT32_MAX;
    bad[4].kinds = 32;
    bad[5].kinds = UINT32_MAX;
    bad[6].states = 8;
    bad[7].states = UINT32_C(1) << 31;
    bad[8].stage = 10;
    bad[9].min_confidence = -1e-300;
    bad[10].min_confidence = nextafter(1, 2);
    bad[11].min_confidence = NAN;
    bad[12].min_confidence = INFINITY;
    bad[13].preferred = many;
    bad[13].preferred_count = 65;
    bad[14].audience = many;
    bad[14].audience_count = 65;
    bad[15].preferred_count = 1; /* of nothing */
    bad[16].audience_count = 1;
    kbg_searcher *searcher = searcher_over(ITEM("a", ",\"short_codes\":[\"/th\"]"));
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        kbg_hits *hits = (kbg_hits *)&bad; /* anything but NULL */
        kbg_error *error = NULL;
        char expected[64];
        assert_int_equal(kbg_search(searcher, "退货", 6, &bad[i], &hits, &error), KBG_ERR_OPTIONS);
        assert_null(hits);
        assert_int_equal(kbg_error_status(error), KBG_ERR_OPTIONS);
        (void)snprintf(expected, sizeof(expected), "query: %s is not valid", names[i]);
        assert_string_equal(kbg_error_message(error), expected);
        kbg_error_free(error);
        assert_int_equal(kbg_lookup(searcher, "/th", 3, &bad[i], &hits, NULL), KBG_ERR_OPTIONS);
    }
    kbg_query most = query_new();
    most.preferred = most.audience = many;
    most.preferred_count = most.audience_count = 64;
    assert_search(searcher, "退货", &most, "a");
    kbg_searcher_free(searcher);
}

static void a_query_of_another_size_is_read_or_refused(void **state)
{
    struct {
        kbg_query known;
        unsigned char more[64];
    } longer = { .known = KBG_QUERY_INIT };
    static const uint32_t sizes[] = { 0, 1, 3, 4, 8, sizeof(kbg_query) - 1, 4097, UINT32_MAX };
    (void)state;
    kbg_searcher *searcher = searcher_over(ITEM("a", "") ITEM("b", ""));
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        kbg_query query = query_new();
        kbg_hits *hits = NULL;
        kbg_error *error = NULL;
        query.size = sizes[i];
        assert_int_equal(kbg_search(searcher, "退货", 6, &query, &hits, &error), KBG_ERR_OPTIONS);
        assert_string_equal(kbg_error_message(error), "query: size is not valid");
        kbg_error_free(error);
    }
    longer.known.limit = 1;
    longer.known.size = sizeof(longer);
    assert_search(searcher, "退货", &longer.known, "a");
    for (size_t i = 0; i < sizeof(longer.more); i++) {
        kbg_hits *hits = NULL;
        longer.more[i] = 1;
        assert_int_equal(kbg_search(searcher, "退货", 6, &longer.known, &hits, NULL), KBG_ERR_OPTIONS);
        longer.more[i] = 0;
    }
    /* No byte behind the size that is given is looked at. */
    longer.known.size = sizeof(kbg_query) + 1;
    longer.more[1] = 1;
    assert_search(searcher, "退货", &longer.known, "a");
    kbg_searcher_free(searcher);
}

static const char shop[] =
    "{\"id\":\"return\",\"category\":\"售后\",\"question\":\"怎么退货\",\"alternatives\":[\"我要退货\",\"商品不想要了怎么退\"],"
    "\"answers\":[{\"body\":\"七天内可以申请退货，运费由您承担\"}],\"keywords\":[\"退款\"],\"priority\":40,"
    "\"usage_count\":12,\"stage\":\"consult\"}\n"
    "{\"id\":\"freight\",\"question\":\"退货运费谁出\",\"alternatives\":[\"运费多少钱\"],\"priority\":-70}\n"
    "{\"id\":\"model\",\"category\":\"售前\",\"question\":\"iPhone15 256G 有货吗\",\"products\":[\"iPhone15\"],"
    "\"audience\":[\"vip\"],\"usage_count\":3}\n"
    "{\"id\":\"hello\",\"question\":\"你好\",\"alternatives\":[\"在吗\",\"hello\"]}\n";

static const char *const shop_messages[] = {
    "怎么退货",
    "我想退貨，運費多少",
    "ｉＰｈｏｎｅ１５　256G 還有貨嗎？",
    "你好/:^_^在吗，退[微笑]货怎么退",
    "退款 iphone15 256g hello 七天 运费由您承担 退货退货退货",
    "\xFF退\xF0\x9F货\x80 运费",
    "①② ﬁ ㌔ e\xCC\x81 退　　货",
};

static void reasons_add_up_to_the_score(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    kbg_text preferred = view_of("售后"), vip = view_of("vip");
    kbg_query query = query_new();
    query.preferred = &preferred;
    query.preferred_count = 1;
    query.audience = &vip;
    query.audience_count = 1;
    query.stage = KBG_STAGE_CONSULT;
    size_t boosts = 0;
    for (size_t m = 0; m < COUNT_OF(shop_messages); m++) {
        kbg_hits *hits = search(searcher, shop_messages[m], &query);
        for (size_t h = 0; h < kbg_hits_count(hits); h++) {
            double sum = 0, size = 0, score = kbg_hits_score(hits, h);
            size_t count = kbg_hits_reason_count(hits, h);
            assert_true(count > 0);
            for (size_t r = 0; r < count; r++) {
                double value = kbg_hits_reason_value(hits, h, r);
                const char *name = kbg_hits_reason_name(hits, h, r);
                assert_non_null(name);
                assert_true(isfinite(value) && value != 0);
                for (size_t other = 0; other < r; other++)
                    assert_string_not_equal(name, kbg_hits_reason_name(hits, h, other));
                boosts += strncmp(name, "boost.", 6) == 0;
                sum += value;
                size += fabs(value);
            }
            assert_true(isfinite(score));
            assert_true(fabs(sum - score) <= 1e-9 * size);
            assert_null(kbg_hits_reason_name(hits, h, count));
            assert_null(kbg_hits_reason_name(hits, h, SIZE_MAX));
            assert_true(kbg_hits_reason_value(hits, h, count) == 0);
            assert_true(kbg_hits_confidence(hits, h) >= 0 && kbg_hits_confidence(hits, h) <= 1);
            assert_true(h == 0 || kbg_hits_score(hits, h - 1) >= score);
        }
        kbg_hits_free(hits);
    }
    assert_true(boosts >= 5);
    kbg_searcher_free(searcher);
}

/* Small talk is no part of what a message would score against itself: if nothing else has weight, there is nothing to
 * compare with. */
static void a_message_whose_question_has_no_weight_gets_finite_scores(void **state)
{
    static const char *const messages[] = { "你好，退", "退，谢谢", "你好退", "退" };
    (void)state;
    kbg_base_options *options = NULL;
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_weight(options, "class.char", 10, 0), KBG_OK);
    assert_int_equal(kbg_base_options_set_weight(options, "class.pair", 10, 100), KBG_OK);
    kbg_searcher *searcher = searcher_of(
        base_with(options, "{\"id\":\"a\",\"question\":\"你好\"}\n{\"id\":\"b\",\"question\":\"谢谢\"}\n"
                           "{\"id\":\"c\",\"question\":\"你好，谢谢\"}\n"));
    size_t found = 0;
    for (size_t m = 0; m < COUNT_OF(messages); m++) {
        kbg_hits *hits = search(searcher, messages[m], NULL);
        for (size_t h = 0; h < kbg_hits_count(hits); h++, found++) {
            assert_true(fabs(kbg_hits_score(hits, h)) < 1e6);
            assert_true(kbg_hits_confidence(hits, h) >= 0 && kbg_hits_confidence(hits, h) <= 1);
            for (size_t r = 0; r < kbg_hits_reason_count(hits, h); r++)
                assert_true(isfinite(kbg_hits_reason_value(hits, h, r)));
        }
        kbg_hits_free(hits);
    }
    assert_true(found >= 4);
    kbg_searcher_free(searcher);
    kbg_base_options_free(options);
}

static void each_boost_is_a_reason_of_its_own(void **state)
{
    static const struct {
        const char *more, *name;
    } rows[] = {
        { ",\"category\":\"c/d\"", "boost.category" }, { ",\"usage_count\":5", "boost.hotness" },
        { ",\"priority\":1", "boost.priority" },       { ",\"stage\":\"ask\"", "boost.stage" },
        { ",\"audience\":[\"vip\"]", "boost.audience" },
    };
    (void)state;
    kbg_text preferred = view_of("c"), vip = view_of("vip");
    kbg_query query = query_new();
    query.preferred = &preferred;
    query.preferred_count = 1;
    query.audience = &vip;
    query.audience_count = 1;
    query.stage = KBG_STAGE_ASK;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text jsonl = { 0 };
        text_add_format(&jsonl, ITEM("a", "") "{\"id\":\"b\",\"question\":\"怎么退货\"%s}", rows[i].more);
        kbg_searcher *searcher = searcher_over(jsonl.data);
        kbg_hits *hits = search(searcher, "怎么退货", &query);
        assert_ids(hits, "b a");
        size_t boosts = 0;
        for (size_t r = 0; r < kbg_hits_reason_count(hits, 0); r++)
            if (strncmp(kbg_hits_reason_name(hits, 0, r), "boost.", 6) == 0) {
                assert_string_equal(kbg_hits_reason_name(hits, 0, r), rows[i].name);
                assert_true(kbg_hits_reason_value(hits, 0, r) > 0);
                boosts++;
            }
        assert_int_equal(boosts, 1);
        for (size_t r = 0; r < kbg_hits_reason_count(hits, 1); r++)
            assert_true(strncmp(kbg_hits_reason_name(hits, 1, r), "boost.", 6) != 0);
        kbg_hits_free(hits);
        kbg_searcher_free(searcher);
        text_free(&jsonl);
    }
}

/* Spans of the first hit, as the bytes of the message that they hold, joined by |. */
static void spans_are_the_stretches_of_the_message_that_matched(void **state)
{
    static const struct {
        const char *question, *message, *expected;
    } rows[] = {
        { "怎么退货", "请问怎么退货呢", "怎么退货" },
        { "怎么退货", "請問怎麼退貨呢", "怎麼退貨" },
        { "怎麼退貨", "请问怎么退货呢", "怎么退货" },
        { "iphone15", "我买的ＩＰｈｏｎｅ１５。", "ＩＰｈｏｎｅ１５" },
        { "ＩＰＨＯＮＥ　１５", "an iphone 15!", "iphone|15" },
        { "退货运费", "退了/:^_^货，运/::)费", "退|货|运/::)费" },
        { "退货", "[微笑]退[微笑]货[微笑]", "退[微笑]货" },
        { "退货", "退 货", "退 货" },
        { "退货", "退\xE3\x80\x80\n货", "退\xE3\x80\x80\n货" },
        { "退货", "a退b货c", "退|货" },
        { "退货 退货", "货退", "货退" },
        { "file", "my ﬁle", "ﬁle" },
        { "café", "Cafe\xCC\x81!", "Cafe\xCC\x81" },
        { "公斤", "5㌔公斤", "公斤" },
        { "128g", "要 128G 的", "128G" },
        { "退货", "\xFF退\xFE货\x80", "退|货" },
        { "退货", "退\xE2\x80\x8B货", "退\xE2\x80\x8B货" }, /* a zero width space between */
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text jsonl = { 0 }, spans = { 0 };
        text_add_format(&jsonl, "{\"id\":\"a\",\"question\":\"%s\"}", rows[i].question);
        text_add_cstr(&spans, "");
        kbg_searcher *searcher = searcher_over(jsonl.data);
        kbg_hits *hits = search(searcher, rows[i].message, NULL);
        assert_ids(hits, "a");
        for (size_t s = 0; s < kbg_hits_span_count(hits, 0); s++) {
            size_t start, end;
            assert_true(kbg_hits_span(hits, 0, s, &start, &end));
            assert_true(kbg_hits_span(hits, 0, s, NULL, NULL));
            assert_true(start < end && end <= strlen(rows[i].message));
            if (s)
                text_add(&spans, "|", 1);
            text_add(&spans, rows[i].message + start, end - start);
        }
        assert_string_equal(spans.data, rows[i].expected);
        kbg_hits_free(hits);
        kbg_searcher_free(searcher);
        text_free(&jsonl);
        text_free(&spans);
    }
}

static void spans_are_in_order_and_inside_the_message(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(shop);
    kbg_query query = query_new();
    query.flags = KBG_QUERY_ANY_AUDIENCE;
    size_t seen = 0;
    for (size_t m = 0; m < COUNT_OF(shop_messages); m++) {
        kbg_hits *hits = search(searcher, shop_messages[m], &query);
        for (size_t h = 0; h < kbg_hits_count(hits); h++) {
            size_t count = kbg_hits_span_count(hits, h), last = 0, start = 9, end = 9;
            for (size_t s = 0; s < count; s++, seen++) {
                assert_true(kbg_hits_span(hits, h, s, &start, &end));
                assert_true(s == 0 || start > last);
                assert_true(end > start && end <= strlen(shop_messages[m]));
                last = end;
            }
            assert_false(kbg_hits_span(hits, h, count, &start, &end));
            assert_int_equal(start, 0);
            assert_int_equal(end, 0);
            assert_false(kbg_hits_span(hits, h, SIZE_MAX, NULL, NULL));
        }
        kbg_hits_free(hits);
    }
    assert_true(seen >= 10);
    kbg_searcher_free(searcher);
}

static void a_hit_names_the_question_that_matched_best(void **state)
{
    static const struct {
        const char *message;
        size_t question;
    } rows[] = {
        { "怎么开发票", 0 }, { "我要电子票据", 1 }, { "报销凭证", 2 }, { "invoice", SIZE_MAX }, { "抬头", SIZE_MAX },
        { "invoice 票据", 1 },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over("{\"id\":\"a\",\"question\":\"怎么开发票\",\"alternatives\":[\"我要电子票据\","
                                           "\"报销凭证\"],\"keywords\":[\"invoice\"],\"answer\":\"请填写抬头\"}");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_hits *hits = search(searcher, rows[i].message, NULL);
        assert_ids(hits, "a");
        assert_true(kbg_hits_question(hits, 0) == rows[i].question);
        kbg_hits_free(hits);
    }
    kbg_searcher_free(searcher);
}

static void equal_hits_stand_in_the_order_of_their_ids(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(ITEM("b", "") ITEM("a10", "") ITEM("a", "") ITEM("退", "") ITEM("a2", "")
                                               ITEM("B", "") ITEM("Z", "") ITEM("é", ""));
    assert_search(searcher, "怎么退货", NULL, "B Z a a10 a2 b é 退");
    for (uint32_t limit = 1; limit <= 8; limit++) {
        static const char *const cut[] = { "B", "B Z", "B Z a", "B Z a a10", "B Z a a10 a2", "B Z a a10 a2 b",
                                           "B Z a a10 a2 b é", "B Z a a10 a2 b é 退" };
        kbg_query query = query_new();
        query.limit = limit;
        assert_search(searcher, "怎么退货", &query, cut[limit - 1]);
    }
    kbg_searcher_free(searcher);
}

static const char desk[] =
    "{\"id\":\"freight\",\"question\":\"退货运费谁出\",\"alternatives\":[\"运费谁出\",\"退货要自己付邮费吗\"],"
    "\"short_codes\":[\"/yf\"]}\n"
    "{\"id\":\"hours\",\"question\":\"客服几点下班\",\"alternatives\":[\"几点下班\"]}\n"
    "{\"id\":\"invoice\",\"question\":\"发票怎么开\",\"alternatives\":[\"能开发票吗\"]}\n"
    "{\"id\":\"parcel\",\"question\":\"我的快递到哪了\",\"alternatives\":[\"查一下物流\"]}\n"
    "{\"id\":\"return\",\"question\":\"怎么退货\",\"alternatives\":[\"我要退货\",\"不想要了能退吗\"]}\n";

/* The parts of a message that were searched for by themselves, a bar between. */
static void assert_parts(const kbg_hits *hits, const char *message, const char *expected)
{
    text parts = { 0 };
    size_t start = 9, end = 9;
    text_add_cstr(&parts, "");
    for (size_t i = 0; i < kbg_hits_part_count(hits); i++) {
        assert_true(kbg_hits_part(hits, i, NULL, NULL));
        assert_true(kbg_hits_part(hits, i, &start, &end));
        if (i)
            text_add(&parts, "|", 1);
        text_add(&parts, message + start, end - start);
    }
    assert_string_equal(parts.data, expected);
    assert_false(kbg_hits_part(hits, kbg_hits_part_count(hits), &start, &end));
    assert_true(start == 0 && end == 0);
    assert_false(kbg_hits_part(hits, SIZE_MAX, NULL, NULL));
    text_free(&parts);
}

static void each_question_of_a_message_has_its_hit(void **state)
{
    static const struct {
        const char *message, *parts;
        size_t count; /* of questions */
        const char *ids[3];
        size_t part[3];
        const char *spans[3]; /* the first stretch of each first hit */
    } rows[] = {
        { "亲，怎么退货？运费谁出？", "亲，怎么退货？|运费谁出？", 2, { "return", "freight" }, { 0, 1 },
          { "怎么退货", "运费谁出" } },
        { "你好\n我的快递到哪了\n还有发票怎么开", "我的快递到哪了|还有发票怎么开", 2, { "parcel", "invoice" }, { 0, 1 },
          { "我的快递到哪了", "发票怎么开" } },
        { "請問怎麼退貨？\r\n運費誰出？", "請問怎麼退貨？|運費誰出？", 2, { "return", "freight" }, { 0, 1 },
          { "怎麼退貨", "運費誰出" } },
        { "😀怎么退货!\xE2\x80\xA8\xE3\x80\x80几点下班😀/::)", "😀怎么退货!|几点下班😀/::)", 2, { "return", "hours" }, { 0, 1 },
          { "怎么退货", "几点下班" } },
        { "\xFF怎么退货\xE6？\x80能开发票吗\xF0\x9F", "\xFF怎么退货\xE6？|\x80能开发票吗\xF0\x9F", 2, { "return", "invoice" },
          { 0, 1 }, { "怎么退货", "能开发票吗" } },
        { "能开发票吗？几点下班。查一下物流！", "能开发票吗？|几点下班。|查一下物流！", 3, { "invoice", "hours", "parcel" },
          { 0, 1, 2 }, { "能开发票吗", "几点下班", "查一下物流" } },
        { "怎么退货？昨天买的红色大衣有点小。几点下班？", "怎么退货？|昨天买的红色大衣有点小。|几点下班？", 2, { "return", "hours" },
          { 0, 2 }, { "怎么退货", "几点下班" } },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(desk);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_hits *hits = search(searcher, rows[i].message, NULL);
        assert_parts(hits, rows[i].message, rows[i].parts);
        assert_true(kbg_hits_count(hits) >= rows[i].count);
        for (size_t h = 0; h < kbg_hits_count(hits); h++) {
            size_t part = kbg_hits_part_of(hits, h), from = 0, to = 0, start, end;
            assert_true(kbg_hits_part(hits, part, &from, &to));
            for (size_t s = 0; kbg_hits_span(hits, h, s, &start, &end); s++)
                assert_true(start >= from && start < end && end <= to);
            for (size_t k = 0; k < h; k++) /* each item once */
                assert_ptr_not_equal(kbg_hits_item(hits, k), kbg_hits_item(hits, h));
            if (h >= rows[i].count)
                continue;
            assert_string_equal(kbg_item_id(kbg_hits_item(hits, h), NULL), rows[i].ids[h]);
            assert_int_equal(part, rows[i].part[h]);
            assert_true(kbg_hits_confidence(hits, h) >= 0.5);
            assert_true(kbg_hits_span(hits, h, 0, &start, &end));
            assert_int_equal(end - start, strlen(rows[i].spans[h]));
            assert_memory_equal(rows[i].message + start, rows[i].spans[h], end - start);
        }
        assert_int_equal(kbg_hits_part_of(hits, kbg_hits_count(hits)), 0);
        kbg_hits_free(hits);
    }
    kbg_searcher_free(searcher);
}

static void one_question_is_searched_for_as_a_whole(void **state)
{
    static const struct {
        const char *message;
        uint32_t flags;
    } rows[] = {
        { "", 0 },
        { " 怎么退货\n", 0 },
        { "怎么退货，运费谁出", 0 },                  /* one sentence */
        { "亲！在吗？怎么退货？谢谢！", 0 },          /* the rest is small talk */
        { "怎么退货？我要退货！", 0 },                /* twice the same */
        { "昨天买的红色大衣有点小。怎么退货？", 0 }, /* only one part finds anything */
        { "看https://shop.example/a?id=1;b=2!c怎么退货", 0 },
        { "怎么退货？运费谁出？", KBG_QUERY_WHOLE },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(desk);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_query query = query_new();
        query.flags = rows[i].flags;
        kbg_hits *hits = search(searcher, rows[i].message, &query);
        assert_parts(hits, rows[i].message, rows[i].message);
        for (size_t h = 0; h < kbg_hits_count(hits); h++) {
            assert_int_equal(kbg_hits_part_of(hits, h), 0);
            assert_true(h == 0 || kbg_hits_score(hits, h - 1) >= kbg_hits_score(hits, h));
        }
        kbg_hits_free(hits);
    }
    kbg_hits *hits = lookup(searcher, "/yf", NULL);
    assert_parts(hits, "/yf", "/yf");
    assert_int_equal(kbg_hits_part_of(hits, 0), 0);
    kbg_hits_free(hits);
    assert_int_equal(kbg_hits_part_count(NULL), 0);
    kbg_searcher_free(searcher);
}

/* The limit cuts the hits of all parts together, and then the unsure ones are left out. */
static void limit_and_confidence_hold_for_all_parts_together(void **state)
{
    static const char message[] = "怎么退货？运费谁出？发票怎么开？";
    (void)state;
    kbg_searcher *searcher = searcher_over(desk);
    kbg_hits *all = search(searcher, message, NULL);
    size_t count = kbg_hits_count(all);
    assert_true(count >= 3);
    assert_parts(all, message, "怎么退货？|运费谁出？|发票怎么开？");
    for (uint32_t limit = 1; limit <= count; limit++)
        for (size_t least = 0; least <= limit; least++) {
            kbg_query query = query_new();
            query.limit = limit;
            query.min_confidence = least < limit ? kbg_hits_confidence(all, least) : 0;
            kbg_hits *some = search(searcher, message, &query);
            assert_int_equal(kbg_hits_part_count(some), 3);
            size_t found = 0;
            for (size_t h = 0; h < limit; h++) {
                if (kbg_hits_confidence(all, h) < query.min_confidence)
                    continue;
                assert_ptr_equal(kbg_hits_item(some, found), kbg_hits_item(all, h));
                assert_int_equal(kbg_hits_part_of(some, found), kbg_hits_part_of(all, h));
                assert_true(kbg_hits_confidence(some, found) == kbg_hits_confidence(all, h));
                found++;
            }
            assert_int_equal(kbg_hits_count(some), found);
            kbg_hits_free(some);
        }
    kbg_hits_free(all);
    kbg_searcher_free(searcher);
}

/* Filters hold for the search of each part. */
static void parts_are_searched_for_with_the_same_filters(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over("{\"id\":\"a\",\"question\":\"怎么退货\",\"category\":\"售后\"}\n"
                                           "{\"id\":\"b\",\"question\":\"发票怎么开\",\"category\":\"财务\"}\n"
                                           "{\"id\":\"c\",\"question\":\"几点下班\",\"state\":\"draft\"}\n");
    kbg_query query = query_new();
    query.category = view_of("售后");
    kbg_hits *hits = search(searcher, "怎么退货？发票怎么开？几点下班？", NULL);
    assert_int_equal(kbg_hits_part_count(hits), 3);
    assert_ids(hits, "a b");
    kbg_hits_free(hits);
    hits = search(searcher, "怎么退货？发票怎么开？几点下班？", &query);
    assert_int_equal(kbg_hits_part_count(hits), 1);
    assert_ids(hits, "a");
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
}

/* The longest message made of ends of sentences only, and of as many sentences as there can be. */
static void a_message_of_many_sentences_has_few_parts(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(desk);
    text message = { 0 };
    text_add_repeated(&message, "？", 100000);
    assert_search(searcher, message.data, NULL, "");
    text_clear(&message);
    text_add_repeated(&message, "怎么退货？发票怎么开？几点下班？", 2000);
    kbg_hits *hits = search(searcher, message.data, NULL);
    size_t start, end;
    assert_int_equal(kbg_hits_part_count(hits), 8);
    assert_true(kbg_hits_part(hits, 7, &start, &end));
    assert_int_equal(start, strlen("怎么退货？发票怎么开？几点下班？") * 2 + strlen("怎么退货？"));
    assert_int_equal(end, message.len);
    assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), "return");
    assert_string_equal(kbg_item_id(kbg_hits_item(hits, 1), NULL), "invoice");
    assert_string_equal(kbg_item_id(kbg_hits_item(hits, 2), NULL), "hours");
    kbg_hits_free(hits);
    text_free(&message);
    kbg_searcher_free(searcher);
}

static void stray_spaces_and_lost_characters_are_forgiven(void **state)
{
    static const struct {
        const char *message, *expected, *span;
    } rows[] = {
        { "Web ATM怎么用", "atm", "Web ATM怎么用" },
        { "我要用web  atm 转账", "atm", "用web  atm" },
        { "怎么退货", "exchange", "怎么退" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over("{\"id\":\"atm\",\"question\":\"webatm怎么用\"}\n"
                                           "{\"id\":\"exchange\",\"question\":\"怎么退换货\"}\n"
                                           "{\"id\":\"late\",\"question\":\"货怎么还没到\"}\n"
                                           "{\"id\":\"web\",\"question\":\"web页面打不开\"}\n");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_hits *hits = search(searcher, rows[i].message, NULL);
        size_t start, end;
        assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), rows[i].expected);
        assert_true(kbg_hits_span(hits, 0, 0, &start, &end));
        const char *place = strstr(rows[i].message, rows[i].span);
        assert_true(place && start == (size_t)(place - rows[i].message));
        kbg_hits_free(hits);
    }
    kbg_searcher_free(searcher);
}

static void getters_of_hits_answer_out_of_range(void **state)
{
    static const size_t beyond[] = { 1, 2, SIZE_MAX };
    (void)state;
    kbg_searcher *searcher = searcher_over(ITEM("a", ""));
    kbg_hits *hits = search(searcher, "退货", NULL);
    assert_int_equal(kbg_hits_count(hits), 1);
    for (size_t i = 0; i < COUNT_OF(beyond); i++) {
        size_t start = 9, end = 9;
        assert_null(kbg_hits_item(hits, beyond[i]));
        assert_true(kbg_hits_score(hits, beyond[i]) == 0);
        assert_true(kbg_hits_confidence(hits, beyond[i]) == 0);
        assert_true(kbg_hits_question(hits, beyond[i]) == SIZE_MAX);
        assert_int_equal(kbg_hits_part_of(hits, beyond[i]), 0);
        assert_int_equal(kbg_hits_span_count(hits, beyond[i]), 0);
        assert_false(kbg_hits_span(hits, beyond[i], 0, &start, &end));
        assert_int_equal(start, 0);
        assert_int_equal(end, 0);
        assert_int_equal(kbg_hits_reason_count(hits, beyond[i]), 0);
        assert_null(kbg_hits_reason_name(hits, beyond[i], 0));
        assert_true(kbg_hits_reason_value(hits, beyond[i], 0) == 0);
    }
    kbg_hits_free(hits);
    assert_int_equal(kbg_hits_count(NULL), 0);
    kbg_hits_free(NULL);
    kbg_searcher_free(NULL);
    kbg_searcher_free(searcher);
}

static void hits_outlive_searcher_and_base(void **state)
{
    (void)state;
    kbg_base *base = base_of(shop);
    kbg_searcher *searcher = searcher_of(base); /* holds the last reference */
    kbg_hits *hits = search(searcher, "怎么退货", NULL);
    kbg_searcher_free(searcher);
    size_t len, start, end;
    const char *question = kbg_item_question(kbg_hits_item(hits, 0), 0, &len);
    assert_text(question, len, "怎么退货");
    assert_true(kbg_hits_score(hits, 0) > 0);
    assert_true(kbg_hits_span(hits, 0, 0, &start, &end));
    assert_int_equal(start, 0);
    assert_int_equal(end, 12);
    assert_non_null(kbg_hits_reason_name(hits, 0, 0));
    kbg_hits_free(hits);
}

static void a_searcher_sees_what_is_loaded_later(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    assert_search(searcher, "怎么退货", NULL, "");
    assert_lookup(searcher, "/th", NULL, "");
    load(base, ITEM("b", ",\"short_codes\":[\"/th\"]"));
    kbg_hits *old = search(searcher, "怎么退货", NULL);
    assert_ids(old, "b");
    load(base, ITEM("a", ",\"short_codes\":[\"/TH\"]"));
    assert_search(searcher, "怎么退货", NULL, "a b");
    assert_lookup(searcher, "/th", NULL, "a b");
    assert_ids(old, "b");
    /* Far more than before: the scratch memory must follow. */
    text more = { 0 };
    for (int i = 0; i < 500; i++)
        text_add_format(&more, "{\"id\":\"x%d\",\"question\":\"订单%d在哪里\"}\n", i, i);
    load(base, more.data);
    assert_search(searcher, "怎么退货", NULL, "a b");
    kbg_hits *last = search(searcher, "订单499在哪里", NULL);
    assert_string_equal(kbg_item_id(kbg_hits_item(last, 0), NULL), "x499");
    kbg_hits_free(last);
    text_free(&more);
    kbg_base_unref(base);
    kbg_searcher_free(searcher);
    assert_ids(old, "b");
    kbg_hits_free(old);
}

static void a_searcher_gives_the_same_again_and_again(void **state)
{
    (void)state;
    kbg_searcher *one = searcher_over(shop), *two = searcher_over(shop);
    for (size_t round = 0; round < 3; round++)
        for (size_t m = 0; m < COUNT_OF(shop_messages); m++) {
            /* `one` in this order, `two` with others between. */
            kbg_hits *a = search(one, shop_messages[m], NULL);
            kbg_hits_free(search(two, shop_messages[(m * 3 + round) % COUNT_OF(shop_messages)], NULL));
            kbg_hits *b = search(two, shop_messages[m], NULL);
            assert_int_equal(kbg_hits_count(a), kbg_hits_count(b));
            for (size_t h = 0; h < kbg_hits_count(a); h++) {
                assert_string_equal(kbg_item_id(kbg_hits_item(a, h), NULL), kbg_item_id(kbg_hits_item(b, h), NULL));
                assert_true(kbg_hits_score(a, h) == kbg_hits_score(b, h));
                assert_true(kbg_hits_confidence(a, h) == kbg_hits_confidence(b, h));
                assert_int_equal(kbg_hits_span_count(a, h), kbg_hits_span_count(b, h));
            }
            kbg_hits_free(a);
            kbg_hits_free(b);
        }
    kbg_searcher_free(one);
    kbg_searcher_free(two);
}

static void lookup_finds_items_by_their_short_codes(void **state)
{
    static const struct {
        const char *code, *expected;
    } rows[] = {
        { "/th", "often seldom never" }, /* the most used first */
        { "/TH", "often seldom never" },
        { "／ｔｈ", "often seldom never" },
        { " /th ", "often seldom never" },
        { "/退", "never" },
        { "/yf", "seldom" },
        { "/YF2", "seldom" },
        { "/t", "" },
        { "/thx", "" },
        { "th", "" },
        { "", "" },
        { "   ", "" },
        { "often", "" },
        { "怎么退货", "" },
    };
    (void)state;
    kbg_searcher *searcher = searcher_over(
        ITEM("never", ",\"short_codes\":[\"/th\",\"/退\"]")
            ITEM("often", ",\"short_codes\":[\"／ＴＨ\"],\"usage_count\":50")
            ITEM("seldom", ",\"short_codes\":[\"/yf\",\"/Th\",\"/th\",\"/ｙｆ2\"],\"usage_count\":5") ITEM("none", ""));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_hits *hits = lookup(searcher, rows[i].code, NULL);
        assert_ids(hits, rows[i].expected);
        for (size_t h = 0; h < kbg_hits_count(hits); h++) {
            assert_true(kbg_hits_score(hits, h) == 1);
            assert_true(kbg_hits_confidence(hits, h) == 1);
            assert_true(kbg_hits_question(hits, h) == SIZE_MAX);
            assert_int_equal(kbg_hits_span_count(hits, h), 0);
            assert_int_equal(kbg_hits_reason_count(hits, h), 1);
            assert_string_equal(kbg_hits_reason_name(hits, h, 0), "lookup");
            assert_true(kbg_hits_reason_value(hits, h, 0) == 1);
        }
        kbg_hits_free(hits);
    }
    kbg_hits *hits = NULL;
    assert_int_equal(kbg_lookup(searcher, NULL, 0, NULL, &hits, NULL), KBG_OK);
    assert_int_equal(kbg_hits_count(hits), 0);
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
}

static void boosts_order_a_lookup_only_where_usage_does_not(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(ITEM("a", ",\"short_codes\":[\"/th\"],\"usage_count\":900,\"priority\":100")
                                               ITEM("b", ",\"short_codes\":[\"/th\"],\"usage_count\":1200")
                                                   ITEM("c", ",\"short_codes\":[\"/th\"],\"usage_count\":900"));
    kbg_query cold = query_new();
    cold.flags = KBG_QUERY_NO_HOTNESS;
    assert_lookup(searcher, "/th", NULL, "b a c");
    assert_lookup(searcher, "/th", &cold, "a b c");
    kbg_searcher_free(searcher);
}

static void filters_count_in_a_lookup_too(void **state)
{
#define CODED(id, more) ITEM(id, ",\"short_codes\":[\"/th\"]" more)
    (void)state;
    kbg_searcher *searcher =
        searcher_over(CODED("a", "") CODED("audience", ",\"audience\":[\"vip\"]")
                          CODED("category", ",\"category\":\"c/d\"")
                          CODED("channel", ",\"answers\":[{\"body\":\"b\",\"channel\":\"sms\"}]")
                              CODED("draft", ",\"state\":\"draft\"") CODED("kind", ",\"kind\":\"business\"")
                                  CODED("time", ",\"valid_from\":\"1970-01-01T00:00:01Z\""));
    kbg_text vip = view_of("vip");
    kbg_query audience = query_new(), category = query_new(), channel = query_new(), draft = query_new(),
              kind = query_new(), early = query_new(), late = query_new();
    audience.audience = &vip;
    audience.audience_count = 1;
    category.category = view_of("c");
    channel.channel = view_of("sms");
    draft.states = KBG_BIT(KBG_STATE_DRAFT);
    kind.kinds = KBG_BIT(KBG_KIND_BUSINESS);
    early.now = 999;
    late.now = 1000;
    assert_lookup(searcher, "/th", NULL, "a category channel kind");
    assert_lookup(searcher, "/th", &audience, "audience a category channel kind");
    assert_lookup(searcher, "/th", &category, "category");
    assert_lookup(searcher, "/th", &channel, "channel");
    assert_lookup(searcher, "/th", &draft, "draft");
    assert_lookup(searcher, "/th", &kind, "kind");
    assert_lookup(searcher, "/th", &early, "a category channel kind");
    assert_lookup(searcher, "/th", &late, "a category channel kind time");
    kbg_searcher_free(searcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_are_cut_at_the_limit),
        cmocka_unit_test(kinds_and_states_are_filtered_exactly),
        cmocka_unit_test(items_of_the_stage_at_hand_come_first),
        cmocka_unit_test(validity_is_half_open),
        cmocka_unit_test(an_audience_sees_what_is_for_it_first_and_what_is_for_all),
        cmocka_unit_test(a_category_is_wanted_with_all_below_it),
        cmocka_unit_test(preferred_categories_come_first_with_all_below_them),
        cmocka_unit_test(channel_and_language_want_one_answer_that_fits_both),
        cmocka_unit_test(hotness_counts_unless_it_is_switched_off),
        cmocka_unit_test(no_boost_puts_another_topic_above_the_text_that_matches),
        cmocka_unit_test(hits_below_the_confidence_wanted_are_left_out),
        cmocka_unit_test(a_query_out_of_range_is_refused),
        cmocka_unit_test(a_query_of_another_size_is_read_or_refused),
        cmocka_unit_test(reasons_add_up_to_the_score),
        cmocka_unit_test(a_message_whose_question_has_no_weight_gets_finite_scores),
        cmocka_unit_test(each_boost_is_a_reason_of_its_own),
        cmocka_unit_test(spans_are_the_stretches_of_the_message_that_matched),
        cmocka_unit_test(spans_are_in_order_and_inside_the_message),
        cmocka_unit_test(a_hit_names_the_question_that_matched_best),
        cmocka_unit_test(equal_hits_stand_in_the_order_of_their_ids),
        cmocka_unit_test(each_question_of_a_message_has_its_hit),
        cmocka_unit_test(one_question_is_searched_for_as_a_whole),
        cmocka_unit_test(limit_and_confidence_hold_for_all_parts_together),
        cmocka_unit_test(parts_are_searched_for_with_the_same_filters),
        cmocka_unit_test(a_message_of_many_sentences_has_few_parts),
        cmocka_unit_test(stray_spaces_and_lost_characters_are_forgiven),
        cmocka_unit_test(getters_of_hits_answer_out_of_range),
        cmocka_unit_test(hits_outlive_searcher_and_base),
        cmocka_unit_test(a_searcher_sees_what_is_loaded_later),
        cmocka_unit_test(a_searcher_gives_the_same_again_and_again),
        cmocka_unit_test(lookup_finds_items_by_their_short_codes),
        cmocka_unit_test(boosts_order_a_lookup_only_where_usage_does_not),
        cmocka_unit_test(filters_count_in_a_lookup_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
