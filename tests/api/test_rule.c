/* SPDX-License-Identifier: MIT */
/* Rules as a host sees them: building lists, checking texts, what comes out. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

static kbg_rules *rules_new(void)
{
    kbg_rules *rules = NULL;
    assert_int_equal(kbg_rules_new(NULL, &rules, NULL), KBG_OK);
    assert_non_null(rules);
    return rules;
}

static void load_rules(kbg_rules *rules, const char *jsonl)
{
    kbg_error *error = NULL;
    if (kbg_rules_load(rules, jsonl, strlen(jsonl), view_of("rules.jsonl"), &error) != KBG_OK)
        fail_msg("%u:%u: %s", (unsigned)kbg_error_line(error), (unsigned)kbg_error_column(error),
                 kbg_error_message(error));
    assert_null(error);
}

static void set_rules(kbg_searcher *searcher, kbg_base *base, kbg_rules *rules)
{
    (void)searcher;
    assert_int_equal(kbg_base_set_rules(base, rules, NULL), KBG_OK);
    kbg_rules_free(rules);
}

/* A searcher over a base without items that has these rules. */
static kbg_searcher *checker_of(const char *jsonl)
{
    kbg_base *base = base_of(NULL);
    kbg_rules *rules = rules_new();
    load_rules(rules, jsonl);
    set_rules(NULL, base, rules);
    return searcher_of(base);
}

static kbg_searcher *checker_with(kbg_starter which)
{
    kbg_base *base = base_of(NULL);
    kbg_rules *rules = rules_new();
    assert_int_equal(kbg_rules_add_starter(rules, which, NULL), KBG_OK);
    set_rules(NULL, base, rules);
    return searcher_of(base);
}

static kbg_findings *check_len(kbg_searcher *searcher, const char *message, size_t len,
                               const kbg_check_options *options)
{
    kbg_findings *findings = NULL;
    kbg_error *error = NULL;
    if (kbg_check(searcher, message, len, options, &findings, &error) != KBG_OK)
        fail_msg("%.*s: %s", (int)len, message, kbg_error_message(error));
    assert_null(error);
    assert_non_null(findings);
    return findings;
}

static kbg_findings *check(kbg_searcher *searcher, const char *message, const kbg_check_options *options)
{
    return check_len(searcher, message, strlen(message), options);
}

/* Checks findings written as "id[text] id[text]". */
static void assert_findings(const kbg_findings *findings, const char *checked, const char *expected)
{
    text is = { 0 };
    text_add_cstr(&is, "");
    for (size_t i = 0; i < kbg_findings_count(findings); i++) {
        size_t start, end, len;
        const char *id = kbg_findings_rule(findings, i, &len);
        assert_true(kbg_findings_span(findings, i, &start, &end));
        assert_true(start < end && end <= strlen(checked) && len == strlen(id));
        text_add_format(&is, "%s%s[%.*s]", i ? " " : "", id, (int)(end - start), checked + start);
    }
    if (strcmp(is.data, expected) != 0)
        fail_msg("%s\nis:       %s\nexpected: %s", checked, is.data, expected);
    text_free(&is);
}

static void assert_check(kbg_searcher *searcher, const char *message, const kbg_check_options *options,
                         const char *expected)
{
    kbg_findings *findings = check(searcher, message, options);
    assert_findings(findings, message, expected);
    kbg_findings_free(findings);
}

static void a_base_without_rules_finds_nothing(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(NULL);
    kbg_findings *findings = check(searcher, "国家级", NULL);
    size_t len = 1, start = 1, end = 1;
    assert_int_equal(kbg_findings_count(findings), 0);
    assert_int_equal(kbg_findings_strongest(findings), KBG_ACTION_NONE);
    assert_string_equal(kbg_findings_text(findings, &len), "国家级");
    assert_int_equal(len, 9);
    for (size_t i = 0; i <= 12; i++)
        assert_int_equal(kbg_findings_source(findings, i), i < 9 ? i : 9);
    assert_null(kbg_findings_rule(findings, 0, &len));
    assert_int_equal(len, 0);
    assert_null(kbg_findings_class(findings, 0, NULL));
    assert_null(kbg_findings_reason(findings, 0, NULL));
    assert_null(kbg_findings_replacement(findings, 0, NULL));
    assert_null(kbg_findings_item(findings, 0, NULL));
    assert_int_equal(kbg_findings_severity(findings, 0), KBG_SEVERITY_DEFAULT);
    assert_int_equal(kbg_findings_action(findings, 0), KBG_ACTION_NONE);
    assert_false(kbg_findings_span(findings, 0, &start, &end));
    assert_int_equal(start + end, 0);
    kbg_findings_free(findings);

    findings = check_len(searcher, NULL, 0, NULL);
    assert_string_equal(kbg_findings_text(findings, NULL), "");
    assert_int_equal(kbg_findings_source(findings, 0), 0);
    kbg_findings_free(findings);
    kbg_searcher_free(searcher);
    assert_int_equal(kbg_findings_count(NULL), 0);
    assert_int_equal(kbg_findings_strongest(NULL), KBG_ACTION_NONE);
    assert_int_equal(kbg_rules_count(NULL), 0);
    kbg_findings_free(NULL);
    kbg_rules_free(NULL);
}

static void a_finding_tells_all_about_its_rule(void **state)
{
    (void)state;
    kbg_searcher *searcher =
        checker_of("{\"id\":\"a\",\"class\":\"banned\",\"words\":[\"最好\"],\"severity\":\"high\",\"action\":\"reject\","
                   "\"replacement\":\"很好\",\"reason\":\"绝对化\"}\n"
                   "\n"
                   "{\"id\":\"b\",\"class\":\"trigger\",\"words\":[\"在吗\"],\"action\":\"signal\","
                   "\"item\":\"welcome\"}\n");
    kbg_findings *findings = check(searcher, "在吗，最好", NULL);
    size_t len, start, end;
    kbg_searcher_free(searcher); /* findings live on their own */
    assert_findings(findings, "在吗，最好", "b[在吗] a[最好]");
    assert_int_equal(kbg_findings_strongest(findings), KBG_ACTION_REJECT);
    const char *is = kbg_findings_class(findings, 1, &len);
    assert_text(is, len, "banned");
    is = kbg_findings_replacement(findings, 1, &len);
    assert_text(is, len, "很好");
    is = kbg_findings_reason(findings, 1, &len);
    assert_text(is, len, "绝对化");
    assert_null(kbg_findings_item(findings, 1, NULL));
    assert_int_equal(kbg_findings_severity(findings, 1), KBG_SEVERITY_HIGH);
    assert_int_equal(kbg_findings_action(findings, 1), KBG_ACTION_REJECT);
    assert_true(kbg_findings_span(findings, 1, &start, &end));
    assert_int_equal(start, 9);
    assert_int_equal(end, 15);
    assert_true(kbg_findings_span(findings, 1, NULL, NULL));
    is = kbg_findings_item(findings, 0, &len);
    assert_text(is, len, "welcome");
    assert_string_equal(kbg_findings_reason(findings, 0, NULL), "");
    assert_null(kbg_findings_replacement(findings, 0, NULL));
    assert_int_equal(kbg_findings_severity(findings, 0), KBG_SEVERITY_MEDIUM);
    assert_string_equal(kbg_findings_text(findings, NULL), "在吗，最好"); /* a proposal changes nothing */
    kbg_findings_free(findings);
}

static void words_are_seen_however_they_are_written(void **state)
{
    (void)state;
    kbg_searcher *searcher =
        checker_of("{\"id\":\"w\",\"class\":\"c\",\"words\":[\"国家级\",\"最\",\"最低价\",\"best\",\"no.1\",\"加v信\",\"１００％\","
                   "\"vx\"],\"exceptions\":[\"最近\",\"最后一步\",\"best practice\"]}");
    static const struct {
        const char *text, *expected;
    } rows[] = {
        { "国家级", "w[国家级]" },
        { "國家級產品", "w[國家級]" },
        { "国 家 级", "w[国 家 级]" },
        { "国*家-级！", "w[国*家-级]" },
        { "【国】家😀级", "w[国】家😀级]" },
        { "国\xE2\x80\x8B家\xCC\xB6级", "w[国\xE2\x80\x8B家\xCC\xB6级]" },
        { "国家，级别", "" },
        { "国家\n级别", "" },
        { "最低价最近最好", "w[最低价] w[最]" },
        { "国家级最", "w[国家级] w[最]" },
        { "最 近，最 后 一 步", "" },
        { "最后，一步", "w[最]" },
        { "The BEST one", "w[BEST]" },
        { "ｂｅｓｔ", "w[ｂｅｓｔ]" },
        { "b est, bests, the best-of", "w[best]" },
        { "best practice, best practices, best", "w[best] w[best]" },
        { "全网NO.1", "w[NO.1]" },
        { "no.10 no.1a", "w[no.1]" },
        { "加 V 信", "w[加 V 信]" },
        { "加Ｖ信x", "w[加Ｖ信]" },
        { "100%正品，1100%", "w[100%]" },
        { "vx12345 kvx", "w[vx]" },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_check(searcher, rows[i].text, NULL, rows[i].expected);
    kbg_searcher_free(searcher);
}

/* Both sides: what only a reader sees, and what any sentence may have. */
static void spelled_words_are_seen(void **state)
{
    (void)state;
    kbg_searcher *searcher =
        checker_of("{\"id\":\"w\",\"class\":\"c\",\"words\":[\"best\",\"vip\",\"加weixin\",\"best deal\",\"qq\",\"v\",\"bad\",\"最好\",\"国家级\",\"最强\"],"
                   "\"exceptions\":[\"best practice\",\"最近\",\"最好先\"]}");
    static const struct {
        const char *text, *expected;
    } rows[] = {
        { "b e s t", "w[b e s t]" },
        { "the B E S T one", "w[B E S T]" },
        { "b.e.s.t.", "w[b.e.s.t]" },
        { "b-e-s-t b_e_s_t", "w[b-e-s-t] w[b_e_s_t]" },
        { "b***e***s***t", "w[b***e***s***t]" },
        { "b - e - s - t", "w[b - e - s - t]" },
        { "b.e-s t", "w[b.e-s t]" },
        { "v.i.p b e s t v*i*p", "w[v.i.p] w[b e s t] w[v*i*p]" },
        { "ｂ ｅ ｓ ｔ", "w[ｂ ｅ ｓ ｔ]" },
        { "b😀e😀s😀t", "w[b😀e😀s😀t]" },
        { "b[微笑]e[微笑]s[微笑]t", "w[b[微笑]e[微笑]s[微笑]t]" },
        { "b\xE2\x80\x8B" "e\xE2\x80\x8Bs\xE2\x80\x8Bt", "w[b\xE2\x80\x8B" "e\xE2\x80\x8Bs\xE2\x80\x8Bt]" },
        { "a b e s t deal", "w[b e s t deal]" },
        { "b e s t I ever had", "w[b e s t]" },
        { "v i p价", "w[v i p]" },
        { "加 w e i x i n", "w[加 w e i x i n]" },
        { "最b e s t的", "w[b e s t]" },
        { "b e s t practice, best", "w[best]" },
        { "best b e s t best", "w[best] w[b e s t] w[best]" },
        /* two letters are no spelled word, and what is one is whole */
        { "q q", "" },
        { "b e s t s", "" },
        { "x b e s t", "" },
        { "b est, be st, b e st, bests", "" },
        { "1b e s t", "" },
        { "b, e, s, t", "" },
        { "b\ne\ns\nt", "" },
        { "b    .   e.s.t", "w[b    .   e.s.t]" },
        { "b .-. e s t", "" },
        /* sentences */
        { "Is it a V or a U neck? I'd say a B, a D or an A.", "w[V]" },
        { "Mr. J. R. Best and B. A. Dunn live at 5 A St., Unit B.", "w[Best]" },
        { "Choose a, b, c or d: S / M / L / XL.", "" },
        { "I had a bad day; b a d is how I felt.", "w[bad] w[b a d]" },
        { "The U.S.A. and the E.U.", "" },
        { "Plan B: est. 1990, I a", "" },
        { "rock 'n' roll, don't, i'm a b", "" },
        /* faces */
        { "最[微笑]好", "w[最[微笑]好]" },
        { "最/:^_^好", "w[最/:^_^好]" },
        { "最/::)[强]好", "w[最/::)[强]好]" },
        { "国#E-b09家[OK]级", "w[国#E-b09家[OK]级]" },
        { "最 [微笑] 好的", "w[最 [微笑] 好]" },
        { "最[强]", "w[最[强]" }, /* the name of a face is text too */
        { "最[微笑]，好", "" },
        { "最[不知道]好", "" },
        { "最[微笑]近[微笑]好", "" },
        { "最[微笑]好先[微笑]备份", "" },
        { "好[微笑]最", "" },
        { "最[微笑]\n好", "" },
        { "", "" },
        { "[微笑]", "" },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_check(searcher, rows[i].text, NULL, rows[i].expected);
    kbg_searcher_free(searcher);
}

static void patterns_choose_their_text(void **state)
{
    (void)state;
    kbg_searcher *searcher =
        checker_of("{\"id\":\"m\",\"class\":\"c\",\"pattern\":\"QQ群?\\\\d{5,}\",\"exceptions\":[\"qq10000\"]}\n"
                   "{\"id\":\"o\",\"class\":\"c\",\"pattern\":\"[A-Z]{2}\\\\d\",\"subject\":\"original\"}\n"
                   "{\"id\":\"s\",\"class\":\"c\",\"pattern\":\"(?:\\\\d ?){12,}\",\"checksum\":\"luhn\"}\n");
    assert_check(searcher, "加ＱＱ 群123456", NULL, "m[ＱＱ 群123456]");
    assert_check(searcher, "客服qq10000", NULL, "");
    assert_check(searcher, "客服qq100001", NULL, "m[qq100001]");
    assert_check(searcher, "AB1 ab1 Ａ", NULL, "o[AB1]");
    assert_check(searcher, "400000000000 4000000000000002", NULL, "s[000 4000000000000002]");
    assert_check(searcher, "\xFF" "AB1\xE4", NULL, "o[AB1]");
    kbg_searcher_free(searcher);
}

static void rules_hold_where_they_are_for(void **state)
{
    (void)state;
    kbg_searcher *searcher = checker_of(
        "{\"id\":\"any\",\"class\":\"c\",\"words\":[\"词\"],\"severity\":\"low\"}\n"
        "{\"id\":\"in\",\"class\":\"c\",\"words\":[\"词\"],\"direction\":\"incoming\",\"severity\":\"medium\"}\n"
        "{\"id\":\"out\",\"class\":\"c\",\"words\":[\"词\"],\"direction\":\"outgoing\",\"severity\":\"high\"}\n"
        "{\"id\":\"sms\",\"class\":\"c\",\"words\":[\"词\"],\"channels\":[\"sms\",\"wecom\"],"
        "\"severity\":\"critical\"}\n"
        "{\"id\":\"cat\",\"class\":\"c\",\"pattern\":\"词\",\"categories\":[\"售后/退货\"]}\n"
        "{\"id\":\"time\",\"class\":\"c\",\"words\":[\"词\"],\"valid_from\":\"2026-11-01T00:00:00+08:00\","
        "\"valid_until\":\"2026-11-12T00:00:00+08:00\"}\n");
    const int64_t begin = INT64_C(1793462400000), end = INT64_C(1794412800000); /* 2026-11-01, 2026-11-12 in +08:00 */
    kbg_check_options options = KBG_CHECK_OPTIONS_INIT;
    /* what is not known switches nothing off */
    assert_check(searcher, "词", &options, "any[词] in[词] out[词] sms[词] cat[词] time[词]");
    assert_check(searcher, "词", NULL, "any[词] in[词] out[词] sms[词] cat[词] time[词]");
    options.direction = KBG_DIRECTION_INCOMING;
    assert_check(searcher, "词", &options, "any[词] in[词] sms[词] cat[词] time[词]");
    options.direction = KBG_DIRECTION_OUTGOING;
    options.channel = view_of("web");
    assert_check(searcher, "词", &options, "any[词] out[词] cat[词] time[词]");
    options.channel = view_of("wecom");
    options.category = view_of("售后");
    assert_check(searcher, "词", &options, "any[词] out[词] sms[词] time[词]");
    options.category = view_of("售后/退货/运费");
    options.now = begin - 1;
    assert_check(searcher, "词", &options, "any[词] out[词] sms[词] cat[词]");
    options.now = begin;
    assert_check(searcher, "词", &options, "any[词] out[词] sms[词] cat[词] time[词]");
    options.now = end - 1;
    options.min_severity = KBG_SEVERITY_MEDIUM;
    assert_check(searcher, "词", &options, "out[词] sms[词] cat[词] time[词]");
    options.now = end;
    options.min_severity = KBG_SEVERITY_CRITICAL;
    assert_check(searcher, "词", &options, "sms[词]");
    kbg_searcher_free(searcher);
}

/* Checks the text that comes out, and that each byte of it says where it came from: `sources` has an offset for each
 * byte and for the end; NULL is not looked at. */
static void assert_changed(kbg_searcher *searcher, const char *before, const char *after, const size_t *sources)
{
    size_t len;
    kbg_findings *findings = check(searcher, before, NULL);
    const char *is = kbg_findings_text(findings, &len);
    assert_text(is, len, after);
    for (size_t i = 0; i <= len; i++) {
        if (sources)
            assert_int_equal(kbg_findings_source(findings, i), sources[i]);
        assert_true(kbg_findings_source(findings, i) <= strlen(before));
    }
    assert_int_equal(kbg_findings_source(findings, len), strlen(before));
    kbg_findings_free(findings);
}

static void texts_are_replaced_and_masked(void **state)
{
    (void)state;
    kbg_searcher *searcher = checker_of(
        "{\"id\":\"r1\",\"class\":\"c\",\"words\":[\"最好\"],\"action\":\"replace\",\"replacement\":\"ok\"}\n"
        "{\"id\":\"r2\",\"class\":\"c\",\"words\":[\"好的东西\"],\"action\":\"replace\",\"replacement\":\"好东西\"}\n"
        "{\"id\":\"r3\",\"class\":\"c\",\"words\":[\"东西\"],\"severity\":\"high\",\"action\":\"replace\","
        "\"replacement\":\"\"}\n"
        "{\"id\":\"m1\",\"class\":\"c\",\"pattern\":\"\\\\d[\\\\d -]{3,}\\\\d\",\"action\":\"mask\","
        "\"keep_first\":2,\"keep_last\":1}\n"
        "{\"id\":\"m2\",\"class\":\"c\",\"words\":[\"张三\",\"张三丰\",\"丰李四\"],\"action\":\"mask\",\"keep_first\":1}\n"
        "{\"id\":\"m3\",\"class\":\"c\",\"pattern\":\"密码(?<part>\\\\w+)\",\"action\":\"mask\"}\n"
        "{\"id\":\"m4\",\"class\":\"c\",\"words\":[\"王五东西\"],\"action\":\"mask\"}\n");
    static const size_t of_replace[] = { 0, 1, 1, 7, 8 }, of_mask[] = { 0, 1, 2, 3, 6 },
                        of_digits[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    assert_changed(searcher, "a最好b", "aokb", of_replace);
    assert_changed(searcher, "张三", "张*", of_mask);
    assert_changed(searcher, "张三丰", "张**", NULL);
    assert_changed(searcher, "张三丰李四", "张****", NULL); /* two that overlap are one */
    assert_changed(searcher, "12-3456", "12-***6", of_digits); /* what stands between stays */
    assert_changed(searcher, "１２３４５", "１２**５", NULL);
    assert_changed(searcher, "密码abc1。", "密码****。", NULL);
    assert_changed(searcher, "最好最好", "okok", NULL);
    /* of replacements that overlap the more severe one is made, then the longer one, then the first */
    assert_changed(searcher, "好的东西", "好的", NULL);
    assert_changed(searcher, "最好的", "ok的", NULL);
    /* what a mask covers is masked, as far as it is not replaced */
    assert_changed(searcher, "王五东西", "**", NULL);
    assert_changed(searcher, "无事", "无事", NULL);
    kbg_searcher_free(searcher);

    searcher = checker_of(
        "{\"id\":\"a\",\"class\":\"c\",\"words\":[\"甲乙\"],\"action\":\"replace\",\"replacement\":\"1\"}\n"
        "{\"id\":\"b\",\"class\":\"c\",\"words\":[\"乙丙丁\"],\"action\":\"replace\",\"replacement\":\"2\"}\n"
        "{\"id\":\"c\",\"class\":\"c\",\"words\":[\"丁戊\"],\"action\":\"replace\",\"replacement\":\"3\"}\n"
        "{\"id\":\"d\",\"class\":\"c\",\"words\":[\"甲乙\"],\"action\":\"replace\",\"replacement\":\"4\"}\n"
        "{\"id\":\"e\",\"class\":\"c\",\"words\":[\"丙\"],\"action\":\"mask\"}\n"
        "{\"id\":\"f\",\"class\":\"c\",\"words\":[\"戊己\"],\"action\":\"mask\",\"keep_last\":2}\n");
    assert_changed(searcher, "甲乙丙丁戊", "甲2戊", NULL);
    assert_changed(searcher, "甲乙丙", "1*", NULL);
    assert_changed(searcher, "戊己", "**", NULL); /* no more than would be kept: all */
    assert_changed(searcher, "丁戊己", "3*", NULL);
    kbg_searcher_free(searcher);
}

static void the_strongest_action_counts(void **state)
{
    (void)state;
    kbg_searcher *searcher = checker_of(
        "{\"id\":\"1\",\"class\":\"c\",\"words\":[\"一\"],\"action\":\"signal\"}\n"
        "{\"id\":\"2\",\"class\":\"c\",\"words\":[\"二\"],\"action\":\"mask\"}\n"
        "{\"id\":\"3\",\"class\":\"c\",\"words\":[\"三\"],\"action\":\"replace\",\"replacement\":\"\"}\n"
        "{\"id\":\"4\",\"class\":\"c\",\"words\":[\"四\"]}\n"
        "{\"id\":\"5\",\"class\":\"c\",\"words\":[\"五\"],\"action\":\"reject\"}\n");
    static const struct {
        const char *text;
        kbg_action strongest;
    } rows[] = { { "零", KBG_ACTION_NONE },      { "一", KBG_ACTION_SIGNAL },  { "二一", KBG_ACTION_MASK },
                 { "一三二", KBG_ACTION_REPLACE }, { "四三二一", KBG_ACTION_WARN }, { "一五四", KBG_ACTION_REJECT } };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_findings *findings = check(searcher, rows[i].text, NULL);
        assert_int_equal(kbg_findings_strongest(findings), rows[i].strongest);
        kbg_findings_free(findings);
    }
    kbg_searcher_free(searcher);
}

static void rules_are_replaced_while_others_hold_them(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    assert_check(searcher, "一二", NULL, "");
    kbg_rules *rules = rules_new();
    load_rules(rules, "{\"id\":\"one\",\"class\":\"c\",\"words\":[\"一\"],\"reason\":\"r1\"}");
    assert_int_equal(kbg_base_set_rules(base, rules, NULL), KBG_OK);
    kbg_findings *findings = check(searcher, "一二", NULL);
    load_rules(rules, "{\"id\":\"two\",\"class\":\"c\",\"words\":[\"二\"]}"); /* the base has a copy of what was there */
    assert_check(searcher, "一二", NULL, "one[一]");
    assert_int_equal(kbg_base_set_rules(base, rules, NULL), KBG_OK);
    assert_int_equal(kbg_rules_count(rules), 2);
    kbg_rules_free(rules);
    assert_check(searcher, "一二", NULL, "one[一] two[二]");
    assert_int_equal(kbg_base_set_rules(base, NULL, NULL), KBG_OK);
    assert_check(searcher, "一二", NULL, "");
    rules = rules_new();
    load_rules(rules, "{\"id\":\"p\",\"class\":\"c\",\"pattern\":\"二\"}");
    set_rules(searcher, base, rules);
    assert_check(searcher, "一二", NULL, "p[二]");
    set_rules(searcher, base, rules_new()); /* an empty list */
    assert_check(searcher, "一二", NULL, "");
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    assert_findings(findings, "一二", "one[一]");
    assert_string_equal(kbg_findings_reason(findings, 0, NULL), "r1");
    kbg_findings_free(findings);
}

static void rules_that_cannot_be_used_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        kbg_status status;
        unsigned column;
        const char *message;
    } rows[] = {
        { "{\"id\":\"\",\"class\":\"c\",\"words\":[\"a\"]}", KBG_ERR_VALUE, 7, "id is empty" },
        { "{\"class\":\"c\",\"words\":[\"a\"]}", KBG_ERR_VALUE, 1, "id is missing" },
        { "{\"id\":\"x\\u0001\",\"class\":\"c\",\"words\":[\"a\"]}", KBG_ERR_VALUE, 7, "id holds a control character" },
        { "{\"id\":\"x\",\"words\":[\"a\"]}", KBG_ERR_VALUE, 1, "class is missing" },
        { "{\"id\":\"x\",\"class\":\"\",\"words\":[\"a\"]}", KBG_ERR_VALUE, 19, "class is empty" },
        { "{\"id\":\"x\",\"class\":\"c\"}", KBG_ERR_VALUE, 1, "a rule needs words or a pattern" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[]}", KBG_ERR_VALUE, 31, "words is empty" },
        { "{\"id\":\"x\",\"class\":\"c\",\"pattern\":\"\"}", KBG_ERR_VALUE, 33, "a rule needs words or a pattern" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"pattern\":\"a\"}", KBG_ERR_VALUE, 47,
          "a rule has words or a pattern, not both" },
        { "{\"id\":\"词\",\"class\":\"词\",\"words\":[\"好\",\"\"]}", KBG_ERR_VALUE, 36,
          "words: \"\" cannot be found: it is empty, or a sign stands at its end; use a pattern" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"（最）\"]}", KBG_ERR_VALUE, 32,
          "words: \"（最）\" cannot be found: it is empty, or a sign stands at its end; use a pattern" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"exceptions\":[\"a\",\"b\",\"!\",\"*\"]}", KBG_ERR_VALUE,
          63, "exceptions: \"*\" cannot be found: it is empty, or a sign stands at its end; use a pattern" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\\n\"]}", KBG_ERR_VALUE, 32,
          "words: a word holds a control character" },
        { "{\"id\":\"x\",\"class\":\"c\",\"pattern\":\"退(货\"}", KBG_ERR_PATTERN, 33,
          "pattern, byte 7: missing closing parenthesis" },
        { "{\"id\":\"x\",\"class\":\"c\",\"pattern\":\"\\\\C\"}", KBG_ERR_PATTERN, 33,
          "pattern, byte 2: using \\C is disabled by the application" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"subject\":\"original\"}", KBG_ERR_VALUE, 47,
          "subject goes with a pattern" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"checksum\":\"luhn\"}", KBG_ERR_VALUE, 48,
          "checksum goes with a pattern" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"checksum\":\"crc\"}", KBG_ERR_VALUE, 48,
          "checksum \"crc\" is not one of the names it may have" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"action\":\"delete\"}", KBG_ERR_VALUE, 46,
          "action \"delete\" is not one of the names it may have" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"severity\":\"\"}", KBG_ERR_VALUE, 48,
          "severity \"\" is not one of the names it may have" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"direction\":\"up\"}", KBG_ERR_VALUE, 49,
          "direction \"up\" is not one of the names it may have" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"action\":\"replace\"}", KBG_ERR_VALUE, 46,
          "action replace needs a replacement" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"keep_last\":2}", KBG_ERR_VALUE, 49,
          "keep_first and keep_last go with action mask" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"action\":\"mask\",\"keep_first\":65}", KBG_ERR_VALUE, 66,
          "keep_first is 65, it must be from 0 to 64" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"action\":\"mask\",\"keep_first\":-1}", KBG_ERR_VALUE, 66,
          "keep_first is -1, it must be from 0 to 64" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"keep_first\":\"3\"}", KBG_ERR_TYPE, 50,
          "keep_first must be an integer" },
        { "{\"id\":7,\"class\":\"c\",\"words\":[\"a\"]}", KBG_ERR_TYPE, 7, "id must be a string" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":\"a\"}", KBG_ERR_TYPE, 31, "words must be a list of strings" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\",null]}", KBG_ERR_TYPE, 36,
          "words must be a list of strings" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"Action\":\"warn\"}", KBG_ERR_VALUE, 46,
          "a rule has no key \"Action\"" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"channels\":[\"\"]}", KBG_ERR_VALUE, 49,
          "channels has an empty entry" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"categories\":[\"a\",\"a//b\"]}", KBG_ERR_VALUE, 55,
          "category \"a//b\" has an empty name in its path" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"valid_from\":\"tomorrow\"}", KBG_ERR_VALUE, 50,
          "valid_from \"tomorrow\" is not an instant with a zone, such as 2026-11-11T00:00:00+08:00" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"valid_until\":\"1970-01-01T00:00:00Z\"}", KBG_ERR_VALUE,
          51, "valid_until lies before 1970" },
        { "{\"id\":\"x\",\"class\":\"c\",\"words\":[\"a\"],\"valid_until\":\"2026-01-01T00:00:00Z\","
          "\"valid_from\":\"2026-01-01T00:00:00Z\"}",
          KBG_ERR_VALUE, 51, "valid_until is not after valid_from" },
        { "{\"id\":\"first\",\"class\":\"c\",\"words\":[\"a\"]}", KBG_ERR_DUPLICATE, 7,
          "id \"first\" is there already" },
        { "{\"id\":\"x\",\"id\":\"y\"}", KBG_ERR_SYNTAX, 11, NULL },
        { "[]", KBG_ERR_SYNTAX, 1, "a line must hold one JSON object" },
        { "  {\"id\":\"x\",}", KBG_ERR_SYNTAX, 13, NULL },
        { "{\"id\":\"x\xFF\"}", KBG_ERR_UTF8, 9, "byte 0xFF is not well-formed UTF-8" },
    };
    static const char first[] = "{\"id\":\"first\",\"class\":\"c\",\"words\":[\"一\"]}\n",
                      second[] = "{\"id\":\"second\",\"class\":\"c\",\"words\":[\"二\"]}\n\n";
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_rules *rules = rules_new();
        kbg_error *error = NULL;
        text input = { 0 };
        load_rules(rules, first);
        text_add_cstr(&input, second);
        text_add_cstr(&input, rows[i].line);
        text_add_cstr(&input, "\n{");
        kbg_status status = kbg_rules_load(rules, input.data, input.len, view_of("my.jsonl"), &error);
        if (status != rows[i].status || kbg_error_column(error) != rows[i].column ||
            (rows[i].message && strcmp(kbg_error_message(error), rows[i].message) != 0))
            fail_msg("%s\n%s:%u: %s", rows[i].line, kbg_status_name(status), (unsigned)kbg_error_column(error),
                     kbg_error_message(error));
        assert_int_equal(kbg_error_line(error), 3);
        assert_true(kbg_error_offset(error) >= strlen(second) && kbg_error_offset(error) < input.len);
        assert_string_equal(kbg_error_source(error), "my.jsonl");
        kbg_error_free(error);
        assert_int_equal(kbg_rules_count(rules), 1); /* and nothing was half loaded */
        load_rules(rules, second);
        assert_int_equal(kbg_rules_count(rules), 2);
        text_free(&input);
        kbg_rules_free(rules);
    }
}

static void rules_are_added_one_by_one(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_rules *rules = rules_new();
    kbg_error *error = NULL;
    const kbg_text words[] = { view_of("退货"), view_of("a\xFF") }, except[] = { view_of("不退货") };
    kbg_rule rule = KBG_RULE_INIT;
    rule.id = view_of("one");
    rule.class_name = view_of("free");
    rule.words = words;
    rule.word_count = 1;
    rule.exceptions = except;
    rule.exception_count = 1;
    assert_int_equal(kbg_rules_add(rules, &rule, &error), KBG_OK);
    assert_null(error);

    assert_int_equal(kbg_rules_add(rules, &rule, &error), KBG_ERR_DUPLICATE);
    assert_string_equal(kbg_error_message(error), "id \"one\" is there already");
    assert_int_equal(kbg_error_line(error), 0);
    kbg_error_free(error);

    kbg_rule bad = rule;
    bad.id = view_of("two");
    bad.word_count = 2;
    assert_int_equal(kbg_rules_add(rules, &bad, &error), KBG_ERR_UTF8);
    assert_string_equal(kbg_error_message(error), "words: byte 0xFF is not well-formed UTF-8");
    kbg_error_free(error);
    bad = rule;
    bad.id = view_of("two");
    bad.severity = 5;
    assert_int_equal(kbg_rules_add(rules, &bad, &error), KBG_ERR_VALUE);
    assert_string_equal(kbg_error_message(error), "severity is 5, it may be at most 4");
    kbg_error_free(error);
    bad = rule;
    bad.size -= 8;
    assert_int_equal(kbg_rules_add(rules, &bad, NULL), KBG_ERR_OPTIONS);
    bad.size = 0;
    assert_int_equal(kbg_rules_add(rules, &bad, NULL), KBG_ERR_OPTIONS);
    bad = rule;
    bad.id = view_of("two");
    bad.channel_count = 1;
    assert_int_equal(kbg_rules_add(rules, &bad, NULL), KBG_ERR_OPTIONS);

    /* a later release's struct: longer, with zeros */
    struct {
        kbg_rule rule;
        uint64_t more;
    } longer = { rule, 0 };
    longer.rule.size = sizeof(longer);
    longer.rule.id = view_of("three");
    assert_int_equal(kbg_rules_add(rules, &longer.rule, NULL), KBG_OK);
    longer.rule.id = view_of("four");
    longer.more = 1;
    assert_int_equal(kbg_rules_add(rules, &longer.rule, NULL), KBG_ERR_OPTIONS);

    assert_int_equal(kbg_rules_count(rules), 2);
    set_rules(NULL, base, rules);
    kbg_searcher *searcher = searcher_of(base);
    assert_check(searcher, "不退货，退货", NULL, "one[退货] three[退货]");
    kbg_searcher_free(searcher);
}

static void limits_hold(void **state)
{
    (void)state;
    static const struct {
        kbg_limit limit;
        uint64_t value;
        const char *jsonl, *message;
    } rows[] = {
        { KBG_LIMIT_RULES, 1,
          "{\"id\":\"a\",\"class\":\"c\",\"words\":[\"a\"]}\n{\"id\":\"b\",\"class\":\"c\",\"words\":[\"b\"]}",
          "the rules have 2 rules, the limit is 1" },
        { KBG_LIMIT_RULE_WORDS, 2, "{\"id\":\"a\",\"class\":\"c\",\"words\":[\"a\",\"b\"],\"exceptions\":[\"ab\"]}",
          "the rules have 3 words, the limit is 2" },
        { KBG_LIMIT_RULE_WORDS, 2, "{\"id\":\"a\",\"class\":\"c\",\"words\":[\"a\",\"b\",\"c\"]}",
          "words has 3 entries, the limit is 2" },
        { KBG_LIMIT_RULE_PATTERNS, 1,
          "{\"id\":\"a\",\"class\":\"c\",\"pattern\":\"a\"}\n{\"id\":\"b\",\"class\":\"c\",\"pattern\":\"b\"}",
          "the rules have 2 patterns, the limit is 1" },
        { KBG_LIMIT_PATTERN_BYTES, 3, "{\"id\":\"a\",\"class\":\"c\",\"pattern\":\"abcd\"}",
          "pattern has 4 bytes, the limit is 3" },
        { KBG_LIMIT_ID_BYTES, 2, "{\"id\":\"abc\",\"class\":\"c\",\"words\":[\"a\"]}",
          "id has 3 bytes, the limit is 2" },
        { KBG_LIMIT_LABEL_BYTES, 2, "{\"id\":\"a\",\"class\":\"c\",\"words\":[\"最\"]}",
          "words has 3 bytes, the limit is 2" },
        { KBG_LIMIT_LIST_LENGTH, 1, "{\"id\":\"a\",\"class\":\"c\",\"words\":[\"a\"],\"channels\":[\"a\",\"b\"]}",
          "channels has 2 entries, the limit is 1" },
        { KBG_LIMIT_LINE_BYTES, 5, "{\"id\":\"a\"}", "the line is longer than the limit of 5 bytes" },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base_options *options;
        kbg_rules *rules;
        kbg_error *error = NULL;
        assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
        assert_int_equal(kbg_base_options_set_limit(options, rows[i].limit, rows[i].value), KBG_OK);
        assert_int_equal(kbg_rules_new(options, &rules, NULL), KBG_OK);
        kbg_base_options_free(options);
        assert_int_equal(kbg_rules_load(rules, rows[i].jsonl, strlen(rows[i].jsonl), (kbg_text){ 0 }, &error),
                         KBG_ERR_LIMIT);
        assert_string_equal(kbg_error_message(error), rows[i].message);
        assert_int_equal(kbg_rules_count(rules), 0);
        kbg_error_free(error);
        kbg_rules_free(rules);
    }
}

static void checks_have_limits(void **state)
{
    (void)state;
    kbg_base_options *options;
    kbg_base *base;
    kbg_findings *findings = (kbg_findings *)&base;
    kbg_error *error = NULL;
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_FINDINGS, 10), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_MESSAGE_BYTES, 200), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_SNIPPET_BYTES, 60), KBG_OK);
    assert_int_equal(kbg_base_new(options, &base, NULL), KBG_OK);
    kbg_base_options_free(options);
    kbg_rules *rules = rules_new();
    load_rules(rules, "{\"id\":\"a\",\"class\":\"c\",\"words\":[\"最\"],\"exceptions\":[\"最近\"]}\n"
                      "{\"id\":\"b\",\"class\":\"c\",\"pattern\":\"\\\\d\"}\n"
                      "{\"id\":\"坏\",\"class\":\"c\",\"pattern\":\"(x+)+y[zw]\"}\n"
                      "{\"id\":\"r\",\"class\":\"c\",\"words\":[\"短\"],\"action\":\"replace\","
                      "\"replacement\":\"长一些的文字\"}\n");
    set_rules(NULL, base, rules);
    kbg_searcher *searcher = searcher_of(base);
    assert_check(searcher, "最最最最最最最最最1", NULL, "a[最] a[最] a[最] a[最] a[最] a[最] a[最] a[最] a[最] b[1]");
    text long_text = { 0 };
    text_add_repeated(&long_text, "短", 67);
    static const struct {
        const char *text;
        kbg_status status;
        const char *message;
    } rows[] = {
        { "最最最最最最最最最最最", KBG_ERR_LIMIT, "the text has more than 10 occurrences of rules" },
        { "最近最近最近最近最近最", KBG_ERR_LIMIT, "the text has more than 10 occurrences of rules" }, /* exceptions count */
        { "12345678901", KBG_ERR_LIMIT, "the text has more than 10 occurrences of rules" },
        { "短短短短", KBG_ERR_LIMIT, "the changed text has more than 60 bytes" },
        { "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!yz", KBG_ERR_PATTERN, "rule \"坏\": its pattern gave up on this text: "
                                                                      "match limit exceeded" },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        findings = (kbg_findings *)&base;
        assert_int_equal(kbg_check(searcher, rows[i].text, strlen(rows[i].text), NULL, &findings, &error),
                         rows[i].status);
        assert_null(findings);
        assert_string_equal(kbg_error_message(error), rows[i].message);
        kbg_error_free(error);
    }
    assert_int_equal(kbg_check(searcher, long_text.data, long_text.len, NULL, &findings, &error), KBG_ERR_LIMIT);
    assert_string_equal(kbg_error_message(error), "the text has 201 bytes, the limit is 200");
    kbg_error_free(error);
    text_free(&long_text);
    assert_check(searcher, "短短短", NULL, "r[短] r[短] r[短]"); /* and the searcher goes on */

    static const struct {
        size_t at;
        uint32_t value;
        const char *message;
    } bad[] = { { offsetof(kbg_check_options, size), 8, "check: size is not valid" },
                { offsetof(kbg_check_options, flags), 1, "check: flags is not valid" },
                { offsetof(kbg_check_options, direction), 3, "check: direction is not valid" },
                { offsetof(kbg_check_options, min_severity), 5, "check: min_severity is not valid" } };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        kbg_check_options wrong = KBG_CHECK_OPTIONS_INIT;
        memcpy((char *)&wrong + bad[i].at, &bad[i].value, sizeof(bad[i].value));
        assert_int_equal(kbg_check(searcher, "a", 1, &wrong, &findings, &error), KBG_ERR_OPTIONS);
        assert_string_equal(kbg_error_message(error), bad[i].message);
        kbg_error_free(error);
    }
    kbg_searcher_free(searcher);
}

static void rules_of_the_host_take_the_place_of_shipped_ones(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_rules *rules = rules_new();
    kbg_error *error = NULL;
    load_rules(rules, "{\"id\":\"ad.most\",\"class\":\"mine\",\"words\":[\"最最\"]}");
    assert_int_equal(kbg_rules_add_starter(rules, KBG_STARTER_ADVERTISING, NULL), KBG_OK);
    size_t count = kbg_rules_count(rules);
    assert_int_equal(kbg_rules_add_starter(rules, KBG_STARTER_ADVERTISING, NULL), KBG_OK); /* all there already */
    assert_int_equal(kbg_rules_count(rules), count);
    assert_int_equal(kbg_rules_add_starter(rules, (kbg_starter)0, NULL), KBG_ERR_OPTIONS);
    assert_int_equal(kbg_rules_add_starter(rules, (kbg_starter)4, &error), KBG_ERR_OPTIONS);
    assert_string_equal(kbg_error_message(error), "no rules with the number 4 come with the library");
    kbg_error_free(error);
    set_rules(NULL, base, rules);
    kbg_searcher *searcher = searcher_of(base);
    assert_check(searcher, "最大，最最大", NULL, "ad.most[最最]");
    kbg_searcher_free(searcher);
}

/* Private data of all forms; the numbers are made up. */
static void private_data_is_masked(void **state)
{
    (void)state;
    kbg_searcher *searcher = checker_with(KBG_STARTER_PRIVATE);
    static const struct {
        const char *before, *after;
    } rows[] = {
        { "我的手机是13800001234，谢谢", "我的手机是138****1234，谢谢" },
        { "138-0000-1234", "138-****-1234" },
        { "联系 +86 138 0000 1234", "联系 +86 138 **** 1234" },
        { "008613800001234", "0086138****1234" },
        { "１３８００００１２３４", "１３８****１２３４" },
        { "1 3 8 0 0 0 0 1 2 3 4", "1 3 8 * * * * 1 2 3 4" },
        { "vx13800001234", "vx138****1234" },
        { "手机13800001234或13900005678", "手机138****1234或139****5678" },
        { "订单138000012345", "订单138000012345" },   /* twelve digits */
        { "12800001234", "12800001234" },             /* no such range */
        { "身份证11010519491231002X", "身份证110***********002X" },
        { "110105 19491231 002x。", "110*** ******** 002x。" },
        { "身份证110105194912310021", "身份证110105194912310021" }, /* wrong check digit */
        { "110105194913310028", "110105194913310028" },           /* month 13 */
        { "旧证130503670401001。", "旧证130*********001。" },
        { "130503 670401 001", "130*** ****** 001" },
        { "110105800229002", "110*********002" },                   /* a leap year */
        { "110105810229002", "110105810229002" },                   /* none */
        { "110105000229002", "110105000229002" },                   /* nor was 1900 */
        { "130503671301001", "130503671301001" },                   /* month 13 */
        { "130503670431001", "130503670431001" },                   /* April 31 */
        { "160503670401001", "160503670401001" },                   /* no such province */
        { "1305036704010012", "1305036704010012" },                 /* sixteen digits */
        { "x130503670401001", "x130503670401001" },
        { "130503 670401 001 2", "130503 670401 001 2" },
        { "卡号6200000000000000000", "卡号6200***********0000" },
        { "6222 0200 0000 0000 000", "6222 **** **** ***0 000" },
        { "4000-0000-0000-0002", "4000-****-****-0002" },
        { "订单号4000000000000003", "订单号4000000000000003" },     /* Luhn does not hold */
        { "订单号1000000000000009", "订单号1000000000000009" },     /* no such issuer */
        { "邮箱san.zhang@mail.example.com，", "邮箱s**.*****@mail.example.com，" },
        { "a@b.cn", "*@b.cn" },
        { "user@host", "user@host" },
        { "我在广东省深圳市南山区科技路12号", "我在广东省************" },
        { "北京市海淀区中关村南大街5号院3号楼2单元501室", "北京市**********************" },
        { "寄到杭州市西湖区文三路199号，电话0571-88001234", "寄到杭州市**********，电话0571-******34" },
        { "成都市天府广场怎么走", "成都市天府广场怎么走" },         /* no number, no address */
        { "广东省深圳市的网点有12家", "广东省深圳市的网点有12家" },
        { "我家的号码是(010) 62001234", "我家的号码是(010) 6*****34" },
        { "客服热线400-820-8820，10086", "客服热线400-820-8820，10086" },
        { "价格199、299、399元，3.5折", "价格199、299、399元，3.5折" },
        { "2026-11-11 20:00开始", "2026-11-11 20:00开始" },
        { "型号A-102-XL 215WTPZM", "型号A-102-XL 215WTPZM" },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t len;
        kbg_findings *findings = check(searcher, rows[i].before, NULL);
        const char *after = kbg_findings_text(findings, &len);
        if (strcmp(after, rows[i].after) != 0)
            fail_msg("%s\nis:       %s\nexpected: %s", rows[i].before, after, rows[i].after);
        for (size_t n = 0; n < kbg_findings_count(findings); n++)
            assert_string_equal(kbg_findings_class(findings, n, NULL), "private");
        kbg_findings_free(findings);
    }
    /* The shop's own telephone and address are in its answers. */
    kbg_check_options options = KBG_CHECK_OPTIONS_INIT;
    options.direction = KBG_DIRECTION_OUTGOING;
    assert_check(searcher, "门店在杭州市西湖区文三路199号，电话0571-88001234", &options, "");
    assert_check(searcher, "您的订单130503670401001已发货", &options, "");
    assert_check(searcher, "请拨13800001234", &options, "private.mobile[13800001234]");
    kbg_searcher_free(searcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_base_without_rules_finds_nothing),
        cmocka_unit_test(a_finding_tells_all_about_its_rule),
        cmocka_unit_test(words_are_seen_however_they_are_written),
        cmocka_unit_test(spelled_words_are_seen),
        cmocka_unit_test(patterns_choose_their_text),
        cmocka_unit_test(rules_hold_where_they_are_for),
        cmocka_unit_test(texts_are_replaced_and_masked),
        cmocka_unit_test(the_strongest_action_counts),
        cmocka_unit_test(rules_are_replaced_while_others_hold_them),
        cmocka_unit_test(rules_that_cannot_be_used_are_refused_with_their_place),
        cmocka_unit_test(rules_are_added_one_by_one),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(checks_have_limits),
        cmocka_unit_test(rules_of_the_host_take_the_place_of_shipped_ones),
        cmocka_unit_test(private_data_is_masked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
