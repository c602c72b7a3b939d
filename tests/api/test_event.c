/* SPDX-License-Identifier: MIT */
/* Events, what they do to searches, marks of keepers, hot lists. */
#include "helper.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400000)
/* 2026-11-11 at noon in Beijing. */
#define NOW INT64_C(1794369600000)

#define ITEM(id, more) "{\"id\":\"" id "\",\"question\":\"怎么退货\",\"short_codes\":[\"/th\"]" more "}\n"

static kbg_event event_of(kbg_event_type type, const char *item, int64_t at)
{
    kbg_event event = KBG_EVENT_INIT;
    event.type = type;
    event.item = view_of(item);
    event.at = at;
    return event;
}

/* An event that must be taken. */
static void happen(kbg_base *base, kbg_event_type type, const char *item, int64_t at, double weight)
{
    kbg_event event = event_of(type, item, at);
    event.weight = weight;
    assert_int_equal(kbg_base_event(base, &event, 1, NULL, NULL), KBG_OK);
}

static double hotness(kbg_base *base, const char *id, int64_t now)
{
    return kbg_base_hotness(base, id, strlen(id), now);
}

static void mark(kbg_base *base, const char *id, kbg_hot_mark wanted)
{
    assert_int_equal(kbg_base_set_hot_mark(base, id, strlen(id), wanted, NULL), KBG_OK);
    assert_int_equal(kbg_base_hot_mark(base, id, strlen(id)), wanted);
}

static kbg_query query_at(int64_t now)
{
    kbg_query query = KBG_QUERY_INIT;
    query.now = now;
    return query;
}

static void assert_about(double is, double expected)
{
    if (fabs(is - expected) > 1e-6 * (1 + expected))
        fail_msg("%.17g, not %.17g", is, expected);
}

static void each_type_has_its_factor(void **state)
{
    static const struct {
        kbg_event_type type;
        const char *weight; /* NULL = the event makes nothing hot */
        double factor;
    } rows[] = {
        { KBG_EVENT_ASKED, NULL, 0 },           { KBG_EVENT_SHOWN, "hot.shown", 0 },
        { KBG_EVENT_PICKED, "hot.picked", 0.5 }, { KBG_EVENT_SENT, "hot.sent", 1 },
        { KBG_EVENT_EDITED, "hot.edited", 0.5 }, { KBG_EVENT_RESOLVED, "hot.resolved", 1 },
        { KBG_EVENT_REJECTED, "hot.rejected", -1 }, { KBG_EVENT_ANSWERED, NULL, 0 },
        { KBG_EVENT_CLOSED, NULL, 0 },          { KBG_EVENT_SOLD, NULL, 0 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base_options *options;
        kbg_base *base = base_of(NULL);
        happen(base, KBG_EVENT_SENT, "a", NOW, 10);
        happen(base, rows[i].type, "a", NOW, 0);
        happen(base, rows[i].type, "a", NOW, 2);
        assert_about(hotness(base, "a", NOW), 10 + 3 * rows[i].factor);
        kbg_base_unref(base);
        if (!rows[i].weight)
            continue;
        assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
        assert_int_equal(kbg_base_options_set_weight(options, rows[i].weight, strlen(rows[i].weight), 7), KBG_OK);
        base = base_with(options, NULL);
        happen(base, rows[i].type, "a", NOW, 2);
        assert_about(hotness(base, "a", NOW), 14);
        kbg_base_unref(base);
        kbg_base_options_free(options);
    }
}

static void use_is_halved_by_the_half_life_of_the_base(void **state)
{
    static const struct {
        uint64_t half_life; /* 0 = the default */
        int64_t later;
        double count;
    } rows[] = {
        { 0, 0, 8 }, { 0, 7 * DAY, 4 }, { 0, 21 * DAY, 1 }, { 3600000, 3600000, 4 }, { 30 * DAY, 30 * DAY, 4 },
        { 30 * DAY, 15 * DAY, 5.656854249492381 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base_options *options;
        assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
        assert_int_equal(kbg_base_options_set_half_life(options, rows[i].half_life), KBG_OK);
        kbg_base *base = base_with(options, NULL);
        kbg_base_options_free(options);
        happen(base, KBG_EVENT_SENT, "a", NOW, 8);
        assert_about(hotness(base, "a", NOW + rows[i].later), rows[i].count);
        assert_true(hotness(base, "a", 0) == 0);
        assert_true(hotness(base, "b", NOW) == 0);
        kbg_base_unref(base);
    }
}

/* Equal in all else, items come in the order of use; use outlives a load that replaces them. */
static void what_is_used_of_late_comes_first(void **state)
{
    (void)state;
    kbg_base *base = base_of(ITEM("a", ",\"usage_count\":9") ITEM("b", "") ITEM("c", "") ITEM("d", ""));
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    kbg_query now = query_at(NOW), later = query_at(NOW + 28 * DAY), unknown = query_at(0), cold = query_at(NOW);
    cold.flags = KBG_QUERY_NO_HOTNESS;
    happen(base, KBG_EVENT_SENT, "c", NOW, 100);
    happen(base, KBG_EVENT_SENT, "d", NOW, 10);
    happen(base, KBG_EVENT_REJECTED, "b", NOW, 10);
    for (int round = 0; round < 2; round++) {
        assert_search(searcher, "怎么退货", &now, "c d a b");
        assert_search(searcher, "怎么退货", &later, "a c d b"); /* 9, 6.25, 0.6, 0 */
        assert_search(searcher, "怎么退货", &unknown, "a b c d");
        assert_search(searcher, "怎么退货", &cold, "a b c d");
        assert_lookup(searcher, "/th", &now, "c d a b");
        assert_lookup(searcher, "/th", &unknown, "a b c d");
        assert_lookup(searcher, "/th", &cold, "a b c d");
        kbg_hits *hits = NULL;
        assert_int_equal(kbg_suggest(searcher, "th", 2, &now, &hits, NULL), KBG_OK);
        assert_ids(hits, "c d a b");
        kbg_hits_free(hits);
        kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
        options.flags = KBG_LOAD_OVERWRITE;
        const char *again = ITEM("c", ",\"related\":[\"a\"]") ITEM("d", ",\"related\":[\"a\"]");
        assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, again, strlen(again), &options, NULL, NULL), KBG_OK);
    }
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
}

/* However much it is used, an item on another topic stays below. */
static void no_use_puts_another_topic_above_the_text_that_matches(void **state)
{
    (void)state;
    kbg_base *base = base_of("{\"id\":\"right\",\"question\":\"充电器保修多久\"}\n"
                             "{\"id\":\"loud\",\"question\":\"手机屏幕保修多久\"}\n");
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    kbg_query query = query_at(NOW);
    for (int i = 0; i < 1000; i++)
        happen(base, KBG_EVENT_SENT, "loud", NOW, 1000);
    assert_search(searcher, "充电器保修多久", &query, "right loud");
    mark(base, "loud", KBG_HOT_PINNED);
    assert_search(searcher, "充电器保修多久", &query, "right loud");
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
}

static void a_new_item_loses_nothing(void **state)
{
    (void)state;
    kbg_base *base = base_of(ITEM("new", ""));
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    kbg_query query = query_at(NOW);
    kbg_hits *before = search(searcher, "怎么退货", &query);
    happen(base, KBG_EVENT_SENT, "other", NOW, 1000);
    kbg_hits *after = search(searcher, "怎么退货", &query);
    assert_true(kbg_hits_score(before, 0) == kbg_hits_score(after, 0));
    kbg_hits_free(before);
    kbg_hits_free(after);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
}

static void keepers_pin_and_mute(void **state)
{
    (void)state;
    kbg_base *base = base_of(ITEM("a", ",\"usage_count\":1000") ITEM("b", "") ITEM("c", ",\"usage_count\":5"));
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    kbg_query now = query_at(NOW), cold = query_at(NOW);
    cold.flags = KBG_QUERY_NO_HOTNESS;
    happen(base, KBG_EVENT_SENT, "a", NOW, 1000);
    assert_search(searcher, "怎么退货", &now, "a c b");
    mark(base, "a", KBG_HOT_MUTED);
    assert_search(searcher, "怎么退货", &now, "c a b");
    assert_search(searcher, "怎么退货", NULL, "c a b"); /* at any time */
    mark(base, "b", KBG_HOT_PINNED);
    assert_search(searcher, "怎么退货", &now, "b c a");
    assert_lookup(searcher, "/th", &now, "b c a");
    assert_lookup(searcher, "/th", NULL, "b c a");
    assert_search(searcher, "怎么退货", &cold, "a b c");
    load(base, ITEM("later", ""));
    mark(base, "later", KBG_HOT_PINNED);
    assert_search(searcher, "怎么退货", &now, "b later c a");
    mark(base, "b", KBG_HOT_AS_USED);
    mark(base, "a", KBG_HOT_AS_USED);
    mark(base, "later", KBG_HOT_AS_USED);
    assert_search(searcher, "怎么退货", &now, "a c b later");
    mark(base, "nobody", KBG_HOT_MUTED); /* an id that is not there */
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
}

static const char shelf[] =
    "{\"id\":\"a\",\"question\":\"q\",\"category\":\"售后/退换\",\"kind\":\"service\",\"stage\":\"ask\"}\n"
    "{\"id\":\"b\",\"question\":\"q\",\"category\":\"售后\",\"kind\":\"business\",\"audience\":[\"vip\"]}\n"
    "{\"id\":\"c\",\"question\":\"q\",\"category\":\"售前\",\"kind\":\"service\",\"stage\":\"greet\",\"usage_count\":999}\n"
    "{\"id\":\"d\",\"question\":\"q\",\"state\":\"draft\"}\n"
    "{\"id\":\"e\",\"question\":\"q\",\"valid_until\":\"2026-11-11T00:00:00Z\"}\n"
    "{\"id\":\"f\",\"question\":\"q\"}\n"
    "{\"id\":\"g\",\"question\":\"q\"}\n";

static void hot_lists_are_filtered_exactly(void **state)
{
    static const struct {
        const char *category;
        uint32_t kinds, stages, states, flags, limit;
        int64_t now;
        const char *expected;
    } rows[] = {
        { "", 0, 0, 0, 0, 0, NOW, "f c a b" }, /* a and b are used alike; g is not */
        { "", 0, 0, 0, 0, 2, NOW, "f c" },
        { "售后", 0, 0, 0, 0, 0, NOW, "a b" },
        { "售后/退换", 0, 0, 0, 0, 0, NOW, "a" },
        { "售", 0, 0, 0, 0, 0, NOW, "" },
        { "", KBG_BIT(KBG_KIND_SERVICE), 0, 0, 0, 0, NOW, "c a" },
        { "", 0, KBG_BIT(KBG_STAGE_ASK) | KBG_BIT(KBG_STAGE_GREET), 0, 0, 0, NOW, "c a" },
        { "", 0, KBG_BIT(KBG_STAGE_NONE), 0, 0, 0, NOW, "f b" },
        { "", 0, 0, KBG_BIT(KBG_STATE_DRAFT), 0, 0, NOW, "d" },
        { "", 0, 0, 0, KBG_QUERY_ANY_TIME, 0, NOW, "f e c a b" },
        { "", 0, 0, 0, 0, 0, NOW - 10 * DAY, "f" }, /* what was then */
        { "", 0, 0, 0, 0, 0, NOW + 3650 * DAY, "f c a b" },
    };
    (void)state;
    kbg_base *base = base_of(shelf);
    happen(base, KBG_EVENT_SENT, "a", NOW, 1);
    happen(base, KBG_EVENT_SENT, "b", NOW, 1);
    happen(base, KBG_EVENT_SENT, "c", NOW, 2);
    happen(base, KBG_EVENT_SENT, "d", NOW, 9);
    happen(base, KBG_EVENT_SENT, "e", NOW, 3);
    happen(base, KBG_EVENT_SENT, "f", NOW - 20 * DAY, 1000);
    happen(base, KBG_EVENT_SENT, "g", NOW, 1);
    happen(base, KBG_EVENT_REJECTED, "g", NOW, 1);
    happen(base, KBG_EVENT_SENT, "not there", NOW, 1000);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_hot_options options = KBG_HOT_OPTIONS_INIT;
        kbg_hits *hits = NULL;
        options.category = view_of(rows[i].category);
        options.kinds = rows[i].kinds;
        options.stages = rows[i].stages;
        options.states = rows[i].states;
        options.flags = rows[i].flags;
        options.limit = rows[i].limit;
        options.now = rows[i].now;
        assert_int_equal(kbg_base_hot(base, &options, &hits, NULL), KBG_OK);
        assert_ids(hits, rows[i].expected);
        for (size_t h = 0; h < kbg_hits_count(hits); h++) {
            double count = hotness(base, kbg_item_id(kbg_hits_item(hits, h), NULL), rows[i].now);
            assert_true(kbg_hits_score(hits, h) == count && count > 0);
            assert_int_equal(kbg_hits_reason_count(hits, h), 1);
            assert_string_equal(kbg_hits_reason_name(hits, h, 0), "hot.count");
            assert_true(kbg_hits_reason_value(hits, h, 0) == count);
            assert_true(kbg_hits_confidence(hits, h) == 0);
            assert_int_equal(kbg_hits_question(hits, h), SIZE_MAX);
        }
        kbg_hits_free(hits);
    }
    kbg_base_unref(base);
}

static void marks_decide_in_hot_lists(void **state)
{
    (void)state;
    kbg_base *base = base_of(shelf);
    kbg_hot_options options = KBG_HOT_OPTIONS_INIT;
    kbg_hits *hits = NULL;
    options.now = NOW;
    happen(base, KBG_EVENT_SENT, "a", NOW, 5);
    happen(base, KBG_EVENT_SENT, "b", NOW, 3);
    happen(base, KBG_EVENT_SENT, "c", NOW, 4);
    mark(base, "g", KBG_HOT_PINNED); /* without any use */
    mark(base, "b", KBG_HOT_PINNED);
    mark(base, "a", KBG_HOT_MUTED);
    mark(base, "d", KBG_HOT_PINNED); /* a draft stays out */
    assert_int_equal(kbg_base_hot(base, &options, &hits, NULL), KBG_OK);
    kbg_base_unref(base);
    assert_ids(hits, "b g c"); /* and they outlive the base */
    kbg_hits_free(hits);
}

/* A batch that is bad anywhere does nothing at all. */
static void a_bad_event_is_refused_with_its_batch(void **state)
{
    static const kbg_text no_data = { NULL, 3 }, bad_utf8 = { "a\xFF", 2 };
    kbg_event ok = event_of(KBG_EVENT_SENT, "a", NOW), e[20];
    for (size_t i = 0; i < COUNT_OF(e); i++)
        e[i] = ok;
    const struct {
        kbg_status status;
        const char *message;
    } rows[COUNT_OF(e)] = {
        { KBG_ERR_VALUE, "events[1]: type is not valid" },
        { KBG_ERR_VALUE, "events[1]: type is not valid" },
        { KBG_ERR_VALUE, "events[1]: flags is not valid" },
        { KBG_ERR_VALUE, "events[1]: at is not valid" },
        { KBG_ERR_VALUE, "events[1]: at is not valid" },
        { KBG_ERR_VALUE, "events[1]: at is not valid" },
        { KBG_ERR_VALUE, "events[1]: weight is not valid" },
        { KBG_ERR_VALUE, "events[1]: weight is not valid" },
        { KBG_ERR_VALUE, "events[1]: weight is not valid" },
        { KBG_ERR_VALUE, "events[1]: weight is not valid" },
        { KBG_ERR_VALUE, "events[1]: padding is not valid" },
        { KBG_ERR_VALUE, "events[1]: confidence is not valid" },
        { KBG_ERR_VALUE, "events[1]: item is not valid" },
        { KBG_ERR_VALUE, "events[1]: item is not valid" },
        { KBG_ERR_VALUE, "events[1]: agent is not valid" },
        { KBG_ERR_VALUE, "events[1]: message is not valid" },
        { KBG_ERR_UTF8, "events[1]: item is not UTF-8" },
        { KBG_ERR_UTF8, "events[1]: agent is not UTF-8" },
        { KBG_ERR_OPTIONS, "events[1]: size is not valid" },
        { KBG_ERR_LIMIT, "events[1]: item has 300 bytes, the limit is 256" },
    };
    text many = { 0 };
    (void)state;
    text_add_repeated(&many, "i", 300);
    e[0].type = 0;
    e[1].type = KBG_EVENT_SOLD + 1;
    e[2].flags = 2;
    e[3].at = 0;
    e[4].at = -1;
    e[5].at = INT64_C(253402300800000);
    e[6].weight = NAN;
    e[7].weight = INFINITY;
    e[8].weight = -0.5;
    e[9].weight = 1000.5;
    e[10].padding = 1;
    e[11].confidence = 1.5;
    e[12].item = no_data;
    e[13].item = (kbg_text){ NULL, 0 };
    e[14].agent = no_data;
    e[15].message = no_data;
    e[16].item = bad_utf8;
    e[17].agent = bad_utf8;
    e[18].size = (uint32_t)sizeof(kbg_event) - 1;
    e[19].item = (kbg_text){ many.data, many.len };
    kbg_base *base = base_of(ITEM("a", ""));
    for (size_t i = 0; i < COUNT_OF(e); i++) {
        kbg_event batch[3] = { ok, e[i], ok };
        size_t unknown = 77;
        kbg_error *error = NULL;
        assert_int_equal(kbg_base_event(base, batch, 3, &unknown, &error), rows[i].status);
        assert_int_equal(kbg_error_status(error), rows[i].status);
        assert_string_equal(kbg_error_message(error), rows[i].message);
        assert_int_equal(unknown, 0);
        kbg_error_free(error);
        assert_true(hotness(base, "a", NOW) == 0);
    }
    text_free(&many);
    kbg_base_unref(base);
}

static void events_may_be_of_a_later_release(void **state)
{
    (void)state;
    struct later {
        kbg_event event;
        uint64_t more;
    } events[2] = { { event_of(KBG_EVENT_SENT, "a", NOW), 0 }, { event_of(KBG_EVENT_SENT, "a", NOW), 0 } };
    kbg_base *base = base_of(NULL);
    events[0].event.size = events[1].event.size = sizeof(events[0]);
    assert_int_equal(kbg_base_event(base, &events[0].event, 2, NULL, NULL), KBG_OK);
    assert_about(hotness(base, "a", NOW), 2);
    events[1].more = 1;
    assert_int_equal(kbg_base_event(base, &events[0].event, 2, NULL, NULL), KBG_ERR_OPTIONS);
    events[0].event.size = 4;
    assert_int_equal(kbg_base_event(base, &events[0].event, 1, NULL, NULL), KBG_ERR_OPTIONS);
    assert_int_equal(kbg_base_event(base, NULL, 0, NULL, NULL), KBG_OK);
    assert_about(hotness(base, "a", NOW), 2);
    kbg_base_unref(base);
}

static void ids_that_are_not_there_are_counted_and_kept(void **state)
{
    (void)state;
    kbg_base *base = base_of(ITEM("a", ""));
    kbg_event events[] = { event_of(KBG_EVENT_SENT, "a", NOW), event_of(KBG_EVENT_SENT, "b", NOW),
                           event_of(KBG_EVENT_PICKED, "b", NOW), event_of(KBG_EVENT_CLOSED, "", NOW) };
    size_t unknown = 77;
    assert_int_equal(kbg_base_event(base, events, COUNT_OF(events), &unknown, NULL), KBG_OK);
    assert_int_equal(unknown, 2);
    load(base, ITEM("b", ""));
    assert_int_equal(kbg_base_event(base, events, COUNT_OF(events), &unknown, NULL), KBG_OK);
    assert_int_equal(unknown, 0);
    kbg_searcher *searcher = searcher_of(base);
    kbg_query query = query_at(NOW);
    assert_search(searcher, "怎么退货", &query, "b a");
    kbg_searcher_free(searcher);
}

static void bad_marks_and_hot_options_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        size_t len;
        int mark;
        kbg_status status;
    } rows[] = {
        { "", 0, 1, KBG_ERR_VALUE }, { NULL, 0, 1, KBG_ERR_VALUE }, { "a", 1, 3, KBG_ERR_OPTIONS },
        { "a", 1, -1, KBG_ERR_OPTIONS }, { "a\xFF", 2, 1, KBG_ERR_UTF8 }, { "a", 1, 1, KBG_OK },
    };
    kbg_hot_options bad[9];
    kbg_base *base = base_of(shelf);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_error *error = NULL;
        assert_int_equal(
            kbg_base_set_hot_mark(base, rows[i].id, rows[i].len, (kbg_hot_mark)rows[i].mark, &error), rows[i].status);
        assert_int_equal(kbg_error_status(error), rows[i].status);
        kbg_error_free(error);
    }
    assert_int_equal(kbg_base_hot_mark(base, NULL, 0), KBG_HOT_AS_USED);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        bad[i] = (kbg_hot_options)KBG_HOT_OPTIONS_INIT;
        bad[i].now = NOW;
    }
    bad[0].now = 0;
    bad[1].now = -1;
    bad[2].limit = 1001;
    bad[3].kinds = 1u << 31;
    bad[4].stages = 1u << 31;
    bad[5].states = 1u << 31;
    bad[6].flags = KBG_QUERY_NO_HOTNESS;
    bad[7].size = 8;
    bad[8].category = (kbg_text){ NULL, 1 };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        kbg_hits *hits = (kbg_hits *)base;
        kbg_error *error = NULL;
        assert_int_equal(kbg_base_hot(base, &bad[i], &hits, &error), KBG_ERR_OPTIONS);
        assert_null(hits);
        assert_int_equal(kbg_error_status(error), KBG_ERR_OPTIONS);
        kbg_error_free(error);
    }
    kbg_base_unref(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_has_its_factor),
        cmocka_unit_test(use_is_halved_by_the_half_life_of_the_base),
        cmocka_unit_test(what_is_used_of_late_comes_first),
        cmocka_unit_test(no_use_puts_another_topic_above_the_text_that_matches),
        cmocka_unit_test(a_new_item_loses_nothing),
        cmocka_unit_test(keepers_pin_and_mute),
        cmocka_unit_test(hot_lists_are_filtered_exactly),
        cmocka_unit_test(marks_decide_in_hot_lists),
        cmocka_unit_test(a_bad_event_is_refused_with_its_batch),
        cmocka_unit_test(events_may_be_of_a_later_release),
        cmocka_unit_test(ids_that_are_not_there_are_counted_and_kept),
        cmocka_unit_test(bad_marks_and_hot_options_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
