/* SPDX-License-Identifier: MIT */
/* Figures against numbers worked out by hand. */
#include "helper.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* 2026-11-11T00:00:00+08:00, and the day before it. */
#define DAY INT64_C(1794326400000)
#define HOUR INT64_C(3600000)

static kbg_figures *figures_with(uint32_t flags)
{
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    kbg_figures *figures;
    options.flags = flags;
    options.utc_offset_minutes = 480;
    assert_int_equal(kbg_figures_new(NULL, &options, &figures, NULL), KBG_OK);
    return figures;
}

static kbg_event event_of(kbg_event_type type, int64_t at, const char *item, const char *agent)
{
    kbg_event event = KBG_EVENT_INIT;
    event.type = type;
    event.at = at;
    event.item = view_of(item);
    event.agent = view_of(agent);
    return event;
}

static void add(kbg_figures *figures, kbg_event event)
{
    assert_int_equal(kbg_figures_add(figures, &event, 1, NULL, NULL), KBG_OK);
}

static void add_many(kbg_figures *figures, int count, kbg_event event)
{
    for (int i = 0; i < count; i++)
        add(figures, event);
}

static bool append(const char *data, size_t len, void *user_data)
{
    text_add(user_data, data, len);
    return true;
}

static text json_of(kbg_figures *figures, const kbg_figures_report_options *options)
{
    text out = { 0 };
    kbg_error *error = NULL;
    assert_int_equal(kbg_figures_json(figures, options, append, &out, &error), KBG_OK);
    assert_null(error);
    return out;
}

static text csv_of(kbg_figures *figures, kbg_figures_table table, const kbg_figures_report_options *options)
{
    text out = { 0 };
    assert_int_equal(kbg_figures_csv(figures, table, options, append, &out, NULL), KBG_OK);
    return out;
}

static void assert_csv(kbg_figures *figures, kbg_figures_table table, const kbg_figures_report_options *options,
                       const char *expected)
{
    text out = csv_of(figures, table, options);
    assert_string_equal(out.data, expected);
    text_free(&out);
}

/* The part of the JSON from a key to what ends it must be as expected. */
static void assert_json(kbg_figures *figures, const kbg_figures_report_options *options, const char *expected)
{
    text out = json_of(figures, options);
    if (!strstr(out.data, expected))
        fail_msg("no %s in %s", expected, out.data);
    text_free(&out);
}

#define COLUMNS                                                                                                     \
    "asked,shown,picked,sent,edited,resolved,rejected,answered,closed,sold,unanswered,first_contact,pick_rate,"      \
    "sent_unchanged,first_contact_resolution,conversion,under_10_s,under_30_s,under_60_s,p50_ms,p90_ms,p99_ms\r\n"

/* A day at the desk: two agents, three items, of which one is used by nobody. */
static const char items[] =
    "{\"id\":\"return\",\"question\":\"怎么退货\",\"category\":\"售后/退换货\",\"answer\":\"a\"}\n"
    "{\"id\":\"invoice\",\"question\":\"能开发票吗\",\"category\":\"售后\",\"answer\":\"a\"}\n"
    "{\"id\":\"=price\",\"question\":\"多少钱\",\"answer\":\"a\"}\n"
    "{\"id\":\"idle\",\"question\":\"没人问\",\"category\":\"其他\",\"answer\":\"a\"}\n"
    "{\"id\":\"draft\",\"question\":\"草稿\",\"state\":\"draft\",\"answer\":\"a\"}\n";

static void add_day(kbg_figures *figures, const kbg_view *view)
{
    kbg_event events[64], e;
    size_t n = 0;
    static const uint32_t responses[] = { 9999, 10000, 29999, 30000, 59999, 60000, 100, 127, 0, 250000 };
    for (uint32_t rank = 1; rank <= 3; rank++) {
        e = event_of(KBG_EVENT_SHOWN, DAY + HOUR, rank == 1 ? "return" : rank == 2 ? "invoice" : "=price", "甲");
        e.rank = rank;
        events[n++] = e;
        events[n++] = e;
    }
    e = event_of(KBG_EVENT_PICKED, DAY + HOUR, "return", "甲");
    e.rank = 1;
    events[n++] = e;
    e = event_of(KBG_EVENT_PICKED, DAY + HOUR, "invoice", "甲");
    e.rank = 2;
    events[n++] = e;
    events[n++] = event_of(KBG_EVENT_SENT, DAY + HOUR, "return", "甲");
    events[n++] = event_of(KBG_EVENT_SENT, DAY + HOUR, "return", "甲");
    events[n++] = event_of(KBG_EVENT_EDITED, DAY + HOUR, "invoice", "甲");
    e = event_of(KBG_EVENT_RESOLVED, DAY + 2 * HOUR, "return", "甲");
    e.flags = KBG_EVENT_FIRST_CONTACT;
    events[n++] = e;
    events[n++] = event_of(KBG_EVENT_RESOLVED, DAY + 2 * HOUR, "invoice", "乙");
    for (int i = 0; i < 3; i++)
        events[n++] = event_of(KBG_EVENT_REJECTED, DAY + HOUR, "=price", "乙");
    for (int i = 0; i < 3; i++)
        events[n++] = event_of(KBG_EVENT_CLOSED, DAY + 3 * HOUR, "", "乙");
    events[n++] = event_of(KBG_EVENT_SOLD, DAY + 3 * HOUR, "", "乙");
    for (size_t i = 0; i < COUNT_OF(responses); i++) {
        e = event_of(KBG_EVENT_ANSWERED, DAY + 4 * HOUR, "", "乙");
        e.response_ms = responses[i];
        events[n++] = e;
    }
    e = event_of(KBG_EVENT_ASKED, DAY - 1, "", ""); /* the day before */
    e.confidence = 0.9;
    events[n++] = e;
    e.confidence = 0.5;
    events[n++] = e;
    e.confidence = 0.49;
    e.weight = 2.5;
    events[n++] = e;
    assert_int_equal(kbg_figures_add(figures, events, n, view, NULL), KBG_OK);
}

static void tables_have_the_figures_of_a_day(void **state)
{
    (void)state;
    kbg_base *base = base_of(items);
    kbg_view *view = kbg_base_view(base);
    kbg_figures *figures = figures_with(0);
    kbg_figures_report_options options = KBG_FIGURES_REPORT_OPTIONS_INIT;
    add_day(figures, view);
    assert_csv(figures, KBG_FIGURES_ITEMS, NULL,
               "item," COLUMNS
               "'=price,0,2,0,0,0,0,3,0,0,0,0,0,0.0000,,,,,,,,,\r\n"
               "invoice,0,2,1,0,1,1,0,0,0,0,0,0,0.5000,0.0000,,,,,,,,\r\n"
               "return,0,2,1,2,0,1,0,0,0,0,0,1,0.5000,1.0000,,,,,,,,\r\n");
    /* 售后 has what 售后/退换货 has, and its own. */
    assert_csv(figures, KBG_FIGURES_CATEGORIES, NULL,
               "category," COLUMNS
               "售后,0,4,2,2,1,2,0,0,0,0,0,1,0.5000,0.6667,,,,,,,,\r\n"
               "售后/退换货,0,2,1,2,0,1,0,0,0,0,0,1,0.5000,1.0000,,,,,,,,\r\n");
    /* Sorted: 0 100 127 9999 10000 29999 30000 59999 60000 250000. 10000 is told as 10048, 60000 as 60160, 250000 as
     * 250880, the middles of their buckets. */
    assert_csv(figures, KBG_FIGURES_AGENTS, NULL,
               "agent," COLUMNS
               "乙,0,0,0,0,0,1,3,10,3,1,0,0,,,0.0000,0.3333,0.4000,0.6000,0.8000,10048,60160,250880\r\n"
               "甲,0,6,2,2,1,1,0,0,0,0,0,1,0.3333,0.6667,,,,,,,,\r\n");
    assert_csv(figures, KBG_FIGURES_PERIODS, NULL,
               "period," COLUMNS
               "2026-11-10T00:00:00+08:00,4.5,0,0,0,0,0,0,0,0,0,2.5,0,,,,,,,,,,\r\n"
               "2026-11-11T00:00:00+08:00,0,6,2,2,1,2,3,10,3,1,0,1,0.3333,0.6667,0.3333,0.3333,0.4000,0.6000,0.8000,"
               "10048,60160,250880\r\n");
    assert_csv(figures, KBG_FIGURES_RANKS, NULL,
               "rank,shown,picked,pick_rate\r\n1,2,1,0.5000\r\n2,2,1,0.5000\r\n3,2,0,0.0000\r\n4,0,0,\r\n5,0,0,\r\n"
               "6,0,0,\r\n7,0,0,\r\n8,0,0,\r\n9,0,0,\r\n10,0,0,\r\n11,0,0,\r\nunknown,0,0,\r\n");
    options.view = view;
    assert_csv(figures, KBG_FIGURES_NEVER_USED, &options, "item,question\r\n'=price,多少钱\r\nidle,没人问\r\n");
    kbg_figures_unref(figures);
    kbg_view_unref(view);
    kbg_base_unref(base);
}

static void the_document_has_the_same(void **state)
{
    (void)state;
    kbg_base *base = base_of(items);
    kbg_view *view = kbg_base_view(base);
    kbg_figures *figures = figures_with(0);
    kbg_figures_report_options options = KBG_FIGURES_REPORT_OPTIONS_INIT;
    add_day(figures, view);
    options.view = view;
    assert_json(figures, &options,
                "{\"period_minutes\":1440,\"first_period\":\"2026-11-10T00:00:00+08:00\","
                "\"last_period\":\"2026-11-11T00:00:00+08:00\",\"events\":34.5,\"events_older\":0,"
                "\"left_out_of_items\":0,\"left_out_of_categories\":0,\"left_out_of_agents\":0,"
                "\"left_out_of_messages\":0,\"messages_withheld\":0,\"total\":{\"asked\":4.5,\"shown\":6,\"picked\":2,"
                "\"sent\":2,\"edited\":1,\"resolved\":2,\"rejected\":3,\"answered\":10,\"closed\":3,\"sold\":1,"
                "\"unanswered\":2.5,\"first_contact\":1,\"pick_rate\":0.3333,\"sent_unchanged\":0.6667,"
                "\"first_contact_resolution\":0.3333,\"conversion\":0.3333,\"response\":{\"under_10_s\":0.4000,"
                "\"under_30_s\":0.6000,\"under_60_s\":0.8000,\"p50_ms\":10048,\"p90_ms\":60160,\"p99_ms\":250880},"
                "\"ranks\":[{\"rank\":1,\"shown\":2,\"picked\":1,\"pick_rate\":0.5000},"
                "{\"rank\":2,\"shown\":2,\"picked\":1,\"pick_rate\":0.5000},"
                "{\"rank\":3,\"shown\":2,\"picked\":0,\"pick_rate\":0.0000}]},\"periods\":[");
    assert_json(figures, &options,
                "{\"item\":\"return\",\"question\":\"怎么退货\",\"asked\":0,\"shown\":2,\"picked\":1,\"sent\":2,"
                "\"edited\":0,\"resolved\":1,\"rejected\":0,\"answered\":0,\"closed\":0,\"sold\":0,\"unanswered\":0,"
                "\"first_contact\":1,\"pick_rate\":0.5000,\"sent_unchanged\":1.0000,"
                "\"first_contact_resolution\":null,\"conversion\":null,\"response\":null,"
                "\"ranks\":[{\"rank\":1,\"shown\":2,\"picked\":1,\"pick_rate\":0.5000}]}]");
    assert_json(figures, &options,
                ",\"most_used\":[{\"item\":\"return\",\"question\":\"怎么退货\",\"uses\":2},"
                "{\"item\":\"invoice\",\"question\":\"能开发票吗\",\"uses\":1}],"
                "\"often_rejected\":[{\"item\":\"=price\",\"question\":\"多少钱\",\"rejected\":3,\"uses\":3,"
                "\"share\":1.0000}],\"never_used_count\":2,\"never_used\":[{\"item\":\"=price\",\"question\":\"多少钱\"},"
                "{\"item\":\"idle\",\"question\":\"没人问\"}]}\n");
    options.max_entries = 1;
    options.least_rejected = 4;
    assert_json(figures, &options,
                "\"uses\":2}],\"often_rejected\":[],\"never_used_count\":2,\"never_used\":[{\"item\":\"=price\"");
    kbg_figures_unref(figures);
    kbg_view_unref(view);
    kbg_base_unref(base);
}

static void without_events_there_are_no_figures(void **state)
{
    (void)state;
    kbg_figures *figures = figures_with(KBG_FIGURES_KEEP_MESSAGES);
    assert_int_equal(kbg_figures_add(figures, NULL, 0, NULL, NULL), KBG_OK);
    assert_csv(figures, KBG_FIGURES_ITEMS, NULL, "item," COLUMNS);
    assert_csv(figures, KBG_FIGURES_UNANSWERED, NULL, "group,group_count,group_messages,message,count\r\n");
    assert_json(figures, NULL,
                "{\"period_minutes\":1440,\"events\":0,\"events_older\":0,\"left_out_of_items\":0,"
                "\"left_out_of_categories\":0,\"left_out_of_agents\":0,\"left_out_of_messages\":0,"
                "\"messages_withheld\":0,\"total\":{\"asked\":0,");
    assert_json(figures, NULL,
                "\"conversion\":null,\"response\":null,\"ranks\":[]},\"periods\":[],\"categories\":[],\"agents\":[],"
                "\"items\":[],\"most_used\":[],\"often_rejected\":[],\"most_asked\":[],\"unanswered\":[]}\n");
    kbg_figures_unref(figures);
}

static void ranks_beyond_ten_are_one(void **state)
{
    (void)state;
    static const uint32_t ranks[] = { 0, 1, 10, 11, 12, 4000000000 };
    kbg_figures *figures = figures_with(0);
    for (size_t i = 0; i < COUNT_OF(ranks); i++) {
        kbg_event e = event_of(KBG_EVENT_SHOWN, DAY, "a", "");
        e.rank = ranks[i];
        add(figures, e);
        e.type = KBG_EVENT_PICKED;
        if (i % 2)
            add(figures, e);
    }
    assert_csv(figures, KBG_FIGURES_RANKS, NULL,
               "rank,shown,picked,pick_rate\r\n1,1,1,1.0000\r\n2,0,0,\r\n3,0,0,\r\n4,0,0,\r\n5,0,0,\r\n6,0,0,\r\n"
               "7,0,0,\r\n8,0,0,\r\n9,0,0,\r\n10,1,0,0.0000\r\n11,3,2,0.6667\r\nunknown,1,0,0.0000\r\n");
    kbg_figures_unref(figures);
}

static kbg_event asked(const char *message, double confidence)
{
    kbg_event event = event_of(KBG_EVENT_ASKED, DAY, "", "");
    event.message = view_of(message);
    event.confidence = confidence;
    return event;
}

static void unanswered_messages_are_grouped(void **state)
{
    (void)state;
    kbg_figures *figures = figures_with(KBG_FIGURES_KEEP_MESSAGES);
    kbg_figures_report_options options = KBG_FIGURES_REPORT_OPTIONS_INIT;
    add_many(figures, 3, asked("宽带多少钱一个月", 0.1));
    add_many(figures, 2, asked("  请问宽带一个月多少钱\n", 0.2));
    add_many(figures, 4, asked("=1+1", 0));
    add_many(figures, 9, asked("怎么退货", 0.8));
    add(figures, asked("怎么退货", 0.3)); /* once, the search did not know */
    add(figures, asked(" \n", 0.3));      /* nothing to keep */
    assert_csv(figures, KBG_FIGURES_UNANSWERED, NULL,
               "group,group_count,group_messages,message,count\r\n"
               "1,5,2,宽带多少钱一个月,3\r\n"
               "1,5,2,请问宽带一个月多少钱,2\r\n"
               "2,4,1,'=1+1,4\r\n"
               "3,1,1,怎么退货,1\r\n");
    options.max_examples = 1;
    options.max_entries = 2;
    options.flags = KBG_DUMP_BOM | KBG_DUMP_FORMULAS;
    options.delimiter = ';';
    assert_csv(figures, KBG_FIGURES_UNANSWERED, &options,
               "\xEF\xBB\xBFgroup;group_count;group_messages;message;count\r\n"
               "1;5;2;宽带多少钱一个月;3\r\n"
               "2;4;1;=1+1;4\r\n");
    assert_json(figures, NULL,
                "\"most_asked\":[{\"count\":10,\"messages\":1,\"examples\":[{\"message\":\"怎么退货\",\"count\":10}]},"
                "{\"count\":5,\"messages\":2,\"examples\":[{\"message\":\"宽带多少钱一个月\",\"count\":3},"
                "{\"message\":\"请问宽带一个月多少钱\",\"count\":2}]},{\"count\":4,\"messages\":1,"
                "\"examples\":[{\"message\":\"=1+1\",\"count\":4}]}],"
                "\"unanswered\":[{\"count\":5,\"messages\":2,");
    assert_json(figures, NULL, "\"unanswered\":11,");
    kbg_figures_unref(figures);

    figures = figures_with(0); /* texts are not wanted */
    add(figures, asked("宽带多少钱一个月", 0.1));
    text out = json_of(figures, NULL);
    assert_non_null(strstr(out.data, "\"unanswered\":1,"));
    assert_null(strstr(out.data, "宽带"));
    assert_null(strstr(out.data, "\"most_asked\""));
    text_free(&out);
    out = (text){ 0 };
    assert_int_equal(kbg_figures_write(figures, append, &out, NULL), KBG_OK);
    for (size_t i = 0; i + 6 <= out.len; i++)
        assert_int_not_equal(memcmp(out.data + i, "宽带", 6), 0);
    text_free(&out);
    kbg_figures_unref(figures);
}

static void messages_pass_the_rules_before_they_are_kept(void **state)
{
    (void)state;
    static const char lines[] =
        "{\"id\":\"m\",\"class\":\"private\",\"pattern\":\"1[0-9]{10}\",\"action\":\"mask\",\"keep_first\":3,"
        "\"keep_last\":2}\n"
        "{\"id\":\"r\",\"class\":\"private\",\"words\":[\"张三\"],\"action\":\"replace\",\"replacement\":\"某人\"}\n"
        "{\"id\":\"o\",\"class\":\"private\",\"words\":[\"李四\"],\"action\":\"replace\",\"replacement\":\"x\","
        "\"direction\":\"outgoing\"}\n"
        "{\"id\":\"v\",\"class\":\"private\",\"words\":[\"王五\"],\"action\":\"replace\",\"replacement\":\"y\","
        "\"valid_from\":\"2027-01-01T00:00:00Z\"}\n"
        "{\"id\":\"w\",\"class\":\"wild\",\"pattern\":\"(x+)+y[zw]\",\"action\":\"mask\"}\n";
    kbg_figures *figures = figures_with(KBG_FIGURES_KEEP_MESSAGES);
    kbg_rules *rules;
    assert_int_equal(kbg_rules_new(NULL, &rules, NULL), KBG_OK);
    assert_int_equal(kbg_rules_load(rules, lines, strlen(lines), (kbg_text){ NULL, 0 }, NULL), KBG_OK);
    assert_int_equal(kbg_figures_set_rules(figures, rules, NULL), KBG_OK);
    kbg_rules_free(rules);
    add_many(figures, 3, asked("我是张三，电话13812345678", 0));
    add_many(figures, 2, asked("李四和王五", 0));
    add(figures, asked("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!yz", 0)); /* cannot be checked */
    assert_csv(figures, KBG_FIGURES_UNANSWERED, NULL,
               "group,group_count,group_messages,message,count\r\n"
               "1,3,1,我是某人，电话138******78,3\r\n"
               "2,2,1,李四和王五,2\r\n");
    assert_json(figures, NULL, "\"messages_withheld\":1,\"total\":{\"asked\":6,");
    assert_int_equal(kbg_figures_set_rules(figures, NULL, NULL), KBG_OK);
    add_many(figures, 4, asked("我是张三", 0));
    assert_json(figures, NULL, "\"examples\":[{\"message\":\"我是张三\",\"count\":4}]");
    kbg_figures_unref(figures);
}

static void messages_are_made_well_formed_and_cut(void **state)
{
    (void)state;
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    kbg_figures *figures;
    options.flags = KBG_FIGURES_KEEP_MESSAGES;
    options.max_message_bytes = 8;
    assert_int_equal(kbg_figures_new(NULL, &options, &figures, NULL), KBG_OK);
    add_many(figures, 3, asked("退货\xFF退货", 0)); /* 3 + 3 bytes, and 3 of U+FFFD are too many */
    add_many(figures, 2, asked("\xE9\x80 ab", 0));
    kbg_event e = asked("", 0);
    e.message = (kbg_text){ "x\0y", 3 };
    add(figures, e);
    assert_json(figures, NULL, "\"examples\":[{\"message\":\"退货\",\"count\":3}]");
    assert_json(figures, NULL, "\"examples\":[{\"message\":\"\xEF\xBF\xBD ab\",\"count\":2}]");
    assert_json(figures, NULL, "\"examples\":[{\"message\":\"x\\u0000y\",\"count\":1}]");
    kbg_figures_unref(figures);
}

static void periods_can_be_chosen(void **state)
{
    (void)state;
    static const struct {
        int64_t from, until;
        const char *expected;
    } rows[] = {
        { 0, 0, "\"events\":4," },
        { DAY, 0, "\"events\":3," },
        { DAY - 1, 0, "\"events\":4," }, /* touches the day before */
        { 0, DAY, "\"events\":1," },
        { 0, DAY + 1, "\"events\":3," },
        { DAY, DAY + 24 * HOUR, "\"events\":2," },
        { DAY, DAY + 24 * HOUR + 1, "\"events\":3," },
        { DAY + 48 * HOUR, 0, "\"events\":0," },
        { 0, 1, "\"events\":0," },
        { INT64_MIN, INT64_MAX, "\"events\":4," },
        { INT64_MAX, 0, "\"events\":0," },
        { 0, INT64_MIN, "\"events\":0," },
    };
    kbg_figures *figures = figures_with(0);
    static const int64_t instants[] = { DAY - 1, DAY, DAY + 24 * HOUR - 1, DAY + 24 * HOUR };
    for (size_t i = 0; i < COUNT_OF(instants); i++)
        add(figures, event_of(KBG_EVENT_CLOSED, instants[i], "", ""));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_figures_report_options options = KBG_FIGURES_REPORT_OPTIONS_INIT;
        options.from = rows[i].from;
        options.until = rows[i].until;
        assert_json(figures, &options, rows[i].expected);
    }
    kbg_figures_unref(figures);
}

static void the_latest_periods_are_kept(void **state)
{
    (void)state;
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    static const int64_t days[] = { 5, 1, 3, 2, 4, 5, 0 };
    kbg_figures *figures;
    options.max_periods = 2;
    assert_int_equal(kbg_figures_new(NULL, &options, &figures, NULL), KBG_OK);
    for (size_t i = 0; i < COUNT_OF(days); i++)
        add(figures, event_of(KBG_EVENT_SOLD, days[i] * 24 * HOUR, "a", "b"));
    assert_json(figures, NULL,
                "\"first_period\":\"1970-01-05T00:00:00+00:00\",\"last_period\":\"1970-01-06T00:00:00+00:00\","
                "\"events\":3,\"events_older\":4,");
    kbg_figures_unref(figures);
}

static void what_is_over_the_limits_is_in_the_totals(void **state)
{
    (void)state;
    enum { NAMES = 50, MOST = 7 };
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    kbg_figures_report_options report = KBG_FIGURES_REPORT_OPTIONS_INIT;
    kbg_figures *figures;
    text jsonl = { 0 };
    options.flags = KBG_FIGURES_KEEP_MESSAGES;
    options.max_items = options.max_agents = options.max_messages = options.max_categories = MOST;
    assert_int_equal(kbg_figures_new(NULL, &options, &figures, NULL), KBG_OK);
    for (int i = 0; i < NAMES; i++)
        text_add_format(&jsonl, "{\"id\":\"n%d\",\"question\":\"q\",\"category\":\"c%d\",\"answer\":\"a\"}\n", i, i);
    kbg_base *base = base_of(jsonl.data);
    kbg_view *view = kbg_base_view(base);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < NAMES; i++) {
            char name[16];
            (void)snprintf(name, sizeof(name), "n%d", (i * 7 + round) % NAMES);
            kbg_event e = event_of(KBG_EVENT_ASKED, DAY, name, name);
            e.message = view_of(name);
            assert_int_equal(kbg_figures_add(figures, &e, 1, view, NULL), KBG_OK);
            e.type = KBG_EVENT_SENT;
            assert_int_equal(kbg_figures_add(figures, &e, 1, view, NULL), KBG_OK);
        }
    }
    /* 43 of 50 are left out with 2 events in each of 3 rounds; of messages with one. */
    assert_json(figures, NULL,
                "\"events\":300,\"events_older\":0,\"left_out_of_items\":258,\"left_out_of_categories\":258,"
                "\"left_out_of_agents\":258,\"left_out_of_messages\":129,");
    text out = csv_of(figures, KBG_FIGURES_ITEMS, NULL);
    size_t rows = 0;
    for (const char *at = out.data; (at = strstr(at, ",3,0,0,3,0,0,0,0,0,0,3,0,,1.0000,,,,,,,,\r\n")); at++)
        rows++;
    assert_int_equal(rows, MOST);
    text_free(&out);
    /* All 50 were used; nobody can know that of those left out, so none is told to be unused. */
    report.view = view;
    assert_csv(figures, KBG_FIGURES_NEVER_USED, &report, "item,question\r\n");
    text_free(&jsonl);
    kbg_figures_unref(figures);
    kbg_view_unref(view);
    kbg_base_unref(base);
}

/* What a writer gets: pieces, of which the one with a given number is refused (from 1, 0 = none). */
typedef struct pieces {
    text all;
    size_t count, refused;
} pieces;

static bool take_piece(const char *data, size_t len, void *user_data)
{
    pieces *p = user_data;
    assert_true(len > 0);
    text_add(&p->all, data, len);
    return ++p->count != p->refused;
}

static void long_documents_come_in_pieces(void **state)
{
    (void)state;
    enum { ITEMS = 1000 };
    kbg_figures *figures = figures_with(0);
    pieces p = { .refused = 0 }, q = { .refused = 2 };
    static const char end[] = "\"often_rejected\":[]}\n";
    size_t items_found = 0;
    for (int i = 0; i < ITEMS; i++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "\"%04d\\", i);
        add(figures, event_of(KBG_EVENT_SENT, DAY, name, ""));
    }
    assert_int_equal(kbg_figures_json(figures, NULL, take_piece, &p, NULL), KBG_OK);
    assert_true(p.count > 3);
    for (const char *at = p.all.data; (at = strstr(at, "{\"item\":\"\\\"")) != NULL; at++) {
        char expected[64];
        (void)snprintf(expected, sizeof(expected), "{\"item\":\"\\\"%04d\\\\\",\"asked\":0,", (int)items_found);
        if (strncmp(at, expected, strlen(expected)) != 0)
            break; /* the lists behind the items */
        items_found++;
    }
    assert_int_equal(items_found, ITEMS);
    assert_string_equal(p.all.data + p.all.len - strlen(end), end);
    assert_int_equal(kbg_figures_json(figures, NULL, take_piece, &q, NULL), KBG_ERR_WRITE);
    assert_int_equal(q.count, 2);
    text_free(&p.all);
    text_free(&q.all);
    kbg_figures_unref(figures);
}

static void weights_are_counted_in_thousandths(void **state)
{
    (void)state;
    static const struct {
        double weight;
        const char *expected;
    } rows[] = {
        { 0, "\"sold\":1," },        { 1, "\"sold\":1," },      { 2.25, "\"sold\":2.25," },
        { 0.0004, "\"sold\":0.001," }, { 1000000, "\"sold\":1000000," }, { 0.0015, "\"sold\":0.002," },
        { -0.0, "\"sold\":1," },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_figures *figures = figures_with(0);
        kbg_event e = event_of(KBG_EVENT_SOLD, DAY, "", "");
        e.weight = rows[i].weight;
        add(figures, e);
        assert_json(figures, NULL, rows[i].expected);
        kbg_figures_unref(figures);
    }
}

static void bad_events_are_refused_and_their_batch(void **state)
{
    (void)state;
    static const char long_name[1025] = { 'x' };
    text long_message = { 0 };
    text_add_repeated(&long_message, "x", (1 << 20) + 1);
    kbg_event good = event_of(KBG_EVENT_SHOWN, DAY, "a", "b");
    struct {
        const char *what;
        kbg_status status;
        kbg_event event;
    } rows[20];
    size_t n = 0;
#define ROW(set, state, text)           \
    rows[n].event = good;               \
    rows[n].what = text;                \
    rows[n].status = state;             \
    rows[n++].event.set
    ROW(type = 0, KBG_ERR_VALUE, "events[1]: the type is not known");
    ROW(type = 11, KBG_ERR_VALUE, "events[1]: the type is not known");
    ROW(flags = 2, KBG_ERR_OPTIONS, "events[1]: flags or padding hold what is not known");
    ROW(padding = 1, KBG_ERR_OPTIONS, "events[1]: flags or padding hold what is not known");
    ROW(size = 12, KBG_ERR_OPTIONS, "events[1]: the size is not possible");
    ROW(at = -1, KBG_ERR_VALUE, "events[1]: the instant is outside of the years 1970 to 9999");
    ROW(at = INT64_C(253402300800000), KBG_ERR_VALUE, "events[1]: the instant is outside of the years 1970 to 9999");
    ROW(weight = -1, KBG_ERR_VALUE, "events[1]: weight is not between 0 and 1,000,000");
    ROW(weight = 1000000.5, KBG_ERR_VALUE, "events[1]: weight is not between 0 and 1,000,000");
    ROW(weight = NAN, KBG_ERR_VALUE, "events[1]: weight is not between 0 and 1,000,000");
    ROW(weight = INFINITY, KBG_ERR_VALUE, "events[1]: weight is not between 0 and 1,000,000");
    ROW(confidence = NAN, KBG_ERR_VALUE, "events[1]: confidence is not between 0 and 1");
    ROW(confidence = 1.01, KBG_ERR_VALUE, "events[1]: confidence is not between 0 and 1");
    ROW(item = ((kbg_text){ long_name, 1025 }), KBG_ERR_LIMIT, "events[1]: item has 1025 bytes, the limit is 1024");
    ROW(agent = ((kbg_text){ "a\0b", 3 }), KBG_ERR_VALUE, "events[1]: agent has a NUL");
    ROW(agent = ((kbg_text){ "\xFF", 1 }), KBG_ERR_UTF8, "events[1]: agent is ill-formed UTF-8");
    ROW(item = ((kbg_text){ NULL, 1 }), KBG_ERR_OPTIONS, "events[1]: item has a length and is NULL");
    ROW(message = ((kbg_text){ NULL, 1 }), KBG_ERR_OPTIONS, "events[1]: message has a length and is NULL");
    ROW(message = ((kbg_text){ long_message.data, long_message.len }), KBG_ERR_LIMIT,
        "events[1]: message has more than 1 MiB");
#undef ROW
    kbg_figures *figures = figures_with(KBG_FIGURES_KEEP_MESSAGES);
    for (size_t i = 0; i < n; i++) {
        kbg_event batch[3] = { good, rows[i].event, good };
        kbg_error *error = NULL;
        assert_int_equal(kbg_figures_add(figures, batch, 3, NULL, &error), rows[i].status);
        assert_int_equal(kbg_error_status(error), rows[i].status);
        assert_string_equal(kbg_error_message(error), rows[i].what);
        assert_int_equal(kbg_error_line(error), 0);
        kbg_error_free(error);
    }
    assert_json(figures, NULL, "\"events\":0,");
    /* Events of a longer struct of a later version, whose new fields are 0. */
    struct {
        kbg_event event;
        uint64_t more;
    } longer[2] = { { .event = good }, { .event = good } };
    longer[0].event.size = longer[1].event.size = sizeof(longer[0]);
    assert_int_equal(kbg_figures_add(figures, &longer[0].event, 2, NULL, NULL), KBG_OK);
    assert_json(figures, NULL, "\"events\":2,");
    longer[1].more = 1;
    assert_int_equal(kbg_figures_add(figures, &longer[0].event, 2, NULL, NULL), KBG_ERR_OPTIONS);
    good.size = 4;
    assert_int_equal(kbg_figures_add(figures, &good, 1, NULL, NULL), KBG_ERR_OPTIONS);
    assert_json(figures, NULL, "\"events\":2,");
    text_free(&long_message);
    kbg_figures_unref(figures);
}

static bool refuse(const char *data, size_t len, void *user_data)
{
    (void)data;
    (void)len;
    return (*(int *)user_data)-- > 0;
}

static void bad_options_are_refused(void **state)
{
    (void)state;
    kbg_figures_options o = KBG_FIGURES_OPTIONS_INIT;
    kbg_figures_report_options r = KBG_FIGURES_REPORT_OPTIONS_INIT;
    struct {
        const char *what;
        kbg_figures_options options;
    } rows[12];
    size_t n = 0;
#define ROW(set, text)       \
    rows[n].options = o;     \
    rows[n].what = text;     \
    rows[n++].options.set
    ROW(flags = 2, "figures: flags is not valid");
    ROW(period_minutes = 527041, "figures: period_minutes is not valid");
    ROW(utc_offset_minutes = 1081, "figures: utc_offset_minutes is not valid");
    ROW(utc_offset_minutes = -1081, "figures: utc_offset_minutes is not valid");
    ROW(max_periods = 100001, "figures: max_periods is not valid");
    ROW(max_items = 16777217, "figures: max_items is not valid");
    ROW(max_messages = 1000001, "figures: max_messages is not valid");
    ROW(max_message_bytes = 65537, "figures: max_message_bytes is not valid");
    ROW(unanswered_below = 1.5, "figures: unanswered_below is not valid");
    ROW(unanswered_below = NAN, "figures: unanswered_below is not valid");
    ROW(size = 8, "An options struct or a setting is not valid.");
#undef ROW
    for (size_t i = 0; i < n; i++) {
        kbg_figures *figures = (kbg_figures *)&o;
        kbg_error *error = NULL;
        assert_int_equal(kbg_figures_new(NULL, &rows[i].options, &figures, &error), KBG_ERR_OPTIONS);
        assert_null(figures);
        assert_string_equal(kbg_error_message(error), rows[i].what);
        kbg_error_free(error);
    }
    kbg_allocator broken = { .size = 8 };
    kbg_figures *figures;
    assert_int_equal(kbg_figures_new(&broken, NULL, &figures, NULL), KBG_ERR_OPTIONS);
    assert_int_equal(kbg_figures_read(&broken, NULL, 0, &figures, NULL), KBG_ERR_OPTIONS);

    figures = figures_with(0);
    text out = { 0 };
    struct {
        kbg_figures_report_options options;
        bool json, csv;
    } reports[10];
    n = 0;
#define ROW(of_json, of_csv, set)  \
    reports[n].options = r;        \
    reports[n].json = of_json;     \
    reports[n].csv = of_csv;       \
    reports[n++].options.set
    ROW(false, false, size = 4);
    ROW(false, false, flags = 4);
    ROW(false, true, flags = KBG_DUMP_BOM);
    ROW(false, false, max_entries = 1000001);
    ROW(false, false, max_examples = 1001);
    ROW(false, true, delimiter = '\t');
    ROW(false, false, delimiter = '"');
    ROW(false, false, delimiter = 0x80);
    ROW(true, true, from = 5);
#undef ROW
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(kbg_figures_json(figures, &reports[i].options, append, &out, NULL),
                         reports[i].json ? KBG_OK : KBG_ERR_OPTIONS);
        assert_int_equal(kbg_figures_csv(figures, KBG_FIGURES_RANKS, &reports[i].options, append, &out, NULL),
                         reports[i].csv ? KBG_OK : KBG_ERR_OPTIONS);
    }
    r.from = r.until = 5;
    assert_int_equal(kbg_figures_json(figures, &r, append, &out, NULL), KBG_ERR_OPTIONS);
    text_free(&out);
    assert_int_equal(kbg_figures_csv(figures, (kbg_figures_table)0, NULL, append, &out, NULL), KBG_ERR_OPTIONS);
    assert_int_equal(kbg_figures_csv(figures, (kbg_figures_table)8, NULL, append, &out, NULL), KBG_ERR_OPTIONS);
    assert_int_equal(kbg_figures_csv(figures, KBG_FIGURES_NEVER_USED, NULL, append, &out, NULL), KBG_ERR_OPTIONS);
    assert_int_equal(out.len, 0);
    int takes = 0;
    assert_int_equal(kbg_figures_json(figures, NULL, refuse, &takes, NULL), KBG_ERR_WRITE);
    takes = 2;
    assert_int_equal(kbg_figures_csv(figures, KBG_FIGURES_RANKS, NULL, refuse, &takes, NULL), KBG_ERR_WRITE);
    assert_int_equal(takes, -1);
    takes = 0;
    assert_int_equal(kbg_figures_write(figures, refuse, &takes, NULL), KBG_ERR_WRITE);
    kbg_figures_unref(kbg_figures_ref(figures));
    kbg_figures_unref(figures);
    kbg_figures_unref(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_have_the_figures_of_a_day),
        cmocka_unit_test(the_document_has_the_same),
        cmocka_unit_test(without_events_there_are_no_figures),
        cmocka_unit_test(ranks_beyond_ten_are_one),
        cmocka_unit_test(unanswered_messages_are_grouped),
        cmocka_unit_test(messages_pass_the_rules_before_they_are_kept),
        cmocka_unit_test(messages_are_made_well_formed_and_cut),
        cmocka_unit_test(periods_can_be_chosen),
        cmocka_unit_test(the_latest_periods_are_kept),
        cmocka_unit_test(what_is_over_the_limits_is_in_the_totals),
        cmocka_unit_test(long_documents_come_in_pieces),
        cmocka_unit_test(weights_are_counted_in_thousandths),
        cmocka_unit_test(bad_events_are_refused_and_their_batch),
        cmocka_unit_test(bad_options_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
