/* SPDX-License-Identifier: MIT */
/* What is rendered is checked by the rules of the base: the finished text, values included. */
#include "helper.h"

#include <stdio.h>
#include <string.h>

static const char rules_text[] =
    "{\"id\":\"best\",\"class\":\"banned\",\"words\":[\"国家级\",\"全网最低\"],\"action\":\"reject\"}\n"
    "{\"id\":\"sure\",\"class\":\"overclaim\",\"words\":[\"保证\"],\"action\":\"warn\",\"reason\":\"不作保证\"}\n"
    "{\"id\":\"phone\",\"class\":\"private\",\"pattern\":\"1[3-9]\\\\d{9}\",\"action\":\"mask\",\"keep_first\":3,"
    "\"keep_last\":4}\n"
    "{\"id\":\"sms\",\"class\":\"banned\",\"words\":[\"免费\"],\"action\":\"reject\",\"channels\":[\"sms\"]}\n"
    "{\"id\":\"bank\",\"class\":\"banned\",\"words\":[\"稳赚\"],\"action\":\"reject\",\"categories\":[\"理财\"]}\n"
    "{\"id\":\"peak\",\"class\":\"banned\",\"words\":[\"预售\"],\"action\":\"reject\","
    "\"valid_from\":\"2026-11-12T00:00:00Z\"}\n"
    "{\"id\":\"angry\",\"class\":\"complaint\",\"words\":[\"投诉\"],\"action\":\"reject\",\"direction\":\"incoming\"}\n";

typedef struct fixture {
    kbg_base *base;
    kbg_searcher *searcher;
    kbg_view *view;
    const kbg_item *item;
} fixture;

static fixture fixture_of(const char *category, const char *body, bool with_rules)
{
    text jsonl = { 0 };
    kbg_rules *rules = NULL;
    text_add_format(&jsonl, "{\"id\":\"a\",\"category\":\"%s\",\"question\":\"q\",\"answer\":\"%s\"}", category, body);
    fixture f = { .base = base_of(jsonl.data) };
    text_free(&jsonl);
    if (with_rules) {
        assert_int_equal(kbg_rules_new(NULL, &rules, NULL), KBG_OK);
        assert_int_equal(kbg_rules_load(rules, rules_text, strlen(rules_text), (kbg_text){ 0 }, NULL), KBG_OK);
        assert_int_equal(kbg_base_set_rules(f.base, rules, NULL), KBG_OK);
        kbg_rules_free(rules);
    }
    f.view = kbg_base_view(f.base);
    f.item = kbg_view_item(f.view, 0);
    f.searcher = searcher_of(kbg_base_ref(f.base));
    return f;
}

static void fixture_free(fixture *f)
{
    kbg_searcher_free(f->searcher);
    kbg_view_unref(f->view);
    kbg_base_unref(f->base);
}

/* The value of every variable. */
static bool take_value(const char *name, size_t len, kbg_text *value, void *user_data)
{
    (void)name;
    (void)len;
    *value = view_of(user_data);
    return true;
}

static void what_rules_find_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *category, *body, *value, *channel;
        int64_t now;
        kbg_status status;
        const char *found; /* "rule:words" of all findings, a space behind each */
    } rows[] = {
        { "a", "满一百减十元。", "", "", 0, KBG_OK, "" },
        { "a", "这款保证正品。", "", "", 0, KBG_OK, "sure:保证 " },
        { "a", "我们是国家级实验室。", "", "", 0, KBG_ERR_FORBIDDEN, "best:国家级 " },
        { "a", "我们是**国家**级实验室。", "", "", 0, KBG_ERR_FORBIDDEN, "best:国家级 " }, /* markup hides nothing */
        { "a", "我们是國 家 級实验室。", "", "", 0, KBG_ERR_FORBIDDEN, "best:國 家 級 " },
        { "a", "[国家级](https://a.example/)", "", "", 0, KBG_ERR_FORBIDDEN, "best:国家级 " },
        { "a", "价格是{{price}}。", "全网最低", "", 0, KBG_ERR_FORBIDDEN, "best:全网最低 " }, /* values are checked */
        { "a", "价格是全网{{price}}。", "最低", "", 0, KBG_ERR_FORBIDDEN, "best:全网最低 " },
        { "a", "店长的电话是{{phone}}，保证接听。", "13812345678", "", 0, KBG_OK, "sure:保证 " }, /* masked */
        { "a", "免费送货。", "", "sms", 0, KBG_ERR_FORBIDDEN, "sms:免费 " },
        { "a", "免费送货。", "", "web", 0, KBG_OK, "" },
        { "理财/基金", "这只稳赚。", "", "", 0, KBG_ERR_FORBIDDEN, "bank:稳赚 " },
        { "手机", "换新稳赚。", "", "", 0, KBG_OK, "" },
        { "a", "预售开始了。", "", "", 0, KBG_ERR_FORBIDDEN, "peak:预售 " }, /* the time is not known */
        { "a", "预售开始了。", "", "", INT64_C(1794441599999), KBG_OK, "" },
        { "a", "预售开始了。", "", "", INT64_C(1794441600000), KBG_ERR_FORBIDDEN, "peak:预售 " },
        { "a", "您可以投诉。", "", "", 0, KBG_OK, "" }, /* a rule for what customers write */
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
        kbg_snippet *snippet = (kbg_snippet *)&options;
        kbg_error *error = NULL;
        text found = { 0 };
        size_t len;
        fixture f = fixture_of(rows[i].category, rows[i].body, true);
        options.channel = view_of(rows[i].channel);
        options.now = rows[i].now;
        options.variable = take_value;
        options.user_data = (void *)(uintptr_t)rows[i].value;
        assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, &error), rows[i].status);
        if (rows[i].status != KBG_OK) {
            char expected[200];
            const char *colon = strchr(rows[i].found, ':');
            assert_null(snippet);
            snprintf(expected, sizeof(expected), "the rule \"%.*s\" rejects \"%.*s\"", (int)(colon - rows[i].found),
                     rows[i].found, (int)strlen(colon) - 2, colon + 1);
            assert_string_equal(kbg_error_message(error), expected);
            kbg_error_free(error);
            /* For somebody who mends it. */
            options.flags = KBG_RENDER_REJECTED;
            assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
            assert_int_equal(kbg_findings_strongest(kbg_snippet_findings(snippet)), KBG_ACTION_REJECT);
        }
        const kbg_findings *findings = kbg_snippet_findings(snippet);
        const char *part = kbg_snippet_part_text(snippet, 0, &len);
        assert_non_null(findings);
        for (size_t k = 0; k < kbg_findings_count(findings); k++) {
            size_t start, end, place;
            assert_true(kbg_findings_span(findings, k, &start, &end));
            assert_int_equal(kbg_snippet_finding_part(snippet, k, &place), 0);
            assert_int_equal(place, start);
            assert_true(start < end && end <= len);
            text_add_format(&found, "%s:%.*s ", kbg_findings_rule(findings, k, NULL), (int)(end - start), part + start);
        }
        assert_string_equal(found.data ? found.data : "", rows[i].found);
        text_free(&found);
        kbg_snippet_free(snippet);
        fixture_free(&f);
    }
}

/* What masks and replaces does so before the text is cut. */
static void rules_change_what_is_sent(void **state)
{
    (void)state;
    static const char changing[] =
        "{\"id\":\"m\",\"class\":\"c\",\"pattern\":\"(?<![0-9])1[3-9][0-9]{9}(?![0-9])\",\"action\":\"mask\",\"keep_first\":3,\"keep_last\":4}\n"
        "{\"id\":\"n\",\"class\":\"c\",\"words\":[\"张三\"],\"action\":\"mask\"}\n"
        "{\"id\":\"r\",\"class\":\"c\",\"words\":[\"最好\"],\"action\":\"replace\",\"replacement\":\"相当<不>错*\"}\n"
        "{\"id\":\"d\",\"class\":\"c\",\"words\":[\"删去\"],\"action\":\"replace\",\"replacement\":\"\"}\n"
        "{\"id\":\"l\",\"class\":\"c\",\"pattern\":\"行首\",\"action\":\"replace\",\"replacement\":\"一行\"}\n";
    static const struct {
        const char *profile;
        uint64_t limit;
        const char *body, *value, *parts; /* ‖ between parts */
        bool changed;
    } rows[] = {
        { "plain", 0, "请拨{{v}}。", "13800001234", "请拨138****1234。", true },
        { "plain", 0, "请拨{{v}}。", "10086", "请拨10086。", false },
        { "html", 0, "请拨**{{v}}**。", "13800001234", "<p>请拨<strong>138****1234</strong>。</p>", true },
        { "discord", 0, "请拨**{{v}}**。", "13800001234", "请拨**138\\*\\*\\*\\*1234**。", true },
        { "telegram_html", 0, "138**0000**1234", "", "138<b>****</b>1234", true },
        { "html", 0, "**最***好*吗", "", "<p><strong>相当&lt;不&gt;错*</strong>吗</p>", true },
        { "telegram_mdv2", 0, "最好", "", "相当<不\\>错\\*", true },
        { "html", 0, "前 *删去* 后", "", "<p>前  后</p>", true },
        { "plain", 0, "{{v}}先生", "张三", "**先生", true },
        { "html", 0, "- 张三\\n- 最好\\n\\n张\\n三", "", "<ul><li>**</li><li>相当&lt;不&gt;错*</li></ul><p>张<br>三</p>", true },
        { "html", 0, "|张三|b|\\n|-|-|\\n|13800001234|最|\\n|好|删去|", "", "<table><thead><tr><th>**</th><th>b</th></tr></thead><tbody><tr><td>138****1234"
          "</td><td>最</td></tr><tr><td>好</td><td></td></tr></tbody></table>", true },
        { "html", 0, "```\\n行首\\n行首\\n```", "", "<pre><code>一行\n一行</code></pre>", true },
        /* links: the text, and addresses that would show what is masked */
        { "html", 0, "[张三](https://a.example/)", "", "<p><a href=\"https://a.example/\" rel=\"noopener noreferrer\" target=\"_blank\">**</a></p>", true },
        { "html", 0, "[电话](tel:13800001234)", "", "<p>电话</p>", true },
        { "html", 0, "https://a.example/?p=13800001234 好", "", "<p>https://a.example/?p=138****1234 好</p>", true },
        { "plain", 0, "[电话](tel:13800001234)", "", "电话 tel:138****1234", true },
        /* parts are within their limit after the change */
        { "line", 16, "一二三四五六最好七八九十一二三四五", "", "一二三四五六相当<不>错*七八九‖十一二三四五", true },
        { "line", 16, "一二三四五六七八九十一二{{v}}三", "13800001234", "一二三四五六七八九十一二‖138****1234三", true },
        { "line", 16, "一二三四五六七八九十一二三四五六删去", "", "一二三四五六七八九十一二三四五六", true },
        { "sms_cn", 0, "最好", "", "相当<不>错*", true },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_profile *profile = NULL;
        kbg_rules *rules = NULL;
        kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
        kbg_snippet *snippet = NULL;
        kbg_warning warning;
        text parts = { 0 };
        bool changed = false;
        fixture f = fixture_of("a", rows[i].body, false);
        assert_int_equal(kbg_rules_new(NULL, &rules, NULL), KBG_OK);
        assert_int_equal(kbg_rules_load(rules, changing, strlen(changing), (kbg_text){ 0 }, NULL), KBG_OK);
        assert_int_equal(kbg_base_set_rules(f.base, rules, NULL), KBG_OK);
        kbg_rules_free(rules);
        assert_int_equal(kbg_profile_new(NULL, rows[i].profile, strlen(rows[i].profile), &profile), KBG_OK);
        if (rows[i].limit)
            assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_LIMIT, rows[i].limit), KBG_OK);
        options.own_profile = profile;
        options.variable = take_value;
        options.user_data = (void *)(uintptr_t)rows[i].value;
        assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
        text_add_cstr(&parts, "");
        for (size_t p = 0; p < kbg_snippet_part_count(snippet); p++) {
            text_add_cstr(&parts, p ? "‖" : "");
            text_add_cstr(&parts, kbg_snippet_part(snippet, p, NULL));
        }
        assert_string_equal(parts.data, rows[i].parts);
        for (size_t w = 0; kbg_snippet_warning(snippet, w, &warning); w++)
            changed |= warning == KBG_WARNING_CHANGED;
        assert_int_equal(changed, rows[i].changed);
        assert_int_equal(kbg_findings_count(kbg_snippet_findings(snippet)), 0); /* nothing is left to find */
        kbg_snippet_free(snippet);
        /* Left as it is, it is told. */
        options.flags = KBG_RENDER_UNCHANGED;
        assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
        for (size_t w = 0; kbg_snippet_warning(snippet, w, &warning); w++)
            assert_true(warning != KBG_WARNING_CHANGED);
        kbg_snippet_free(snippet);
        kbg_profile_free(profile);
        text_free(&parts);
        fixture_free(&f);
    }
}

/* Of several parts each finding has its own place; words that the cut parted are still found. */
static void findings_have_their_part(void **state)
{
    (void)state;
    size_t parted = 0, split = 0;
    for (uint64_t limit = 16; limit <= 40; limit++) {
        kbg_profile *profile = NULL;
        kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
        kbg_snippet *snippet = NULL;
        size_t start = 99, part = 0, place = strlen("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申"), len = 0;
        fixture f = fixture_of("a", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申保证酉戌亥天地玄黄宇宙洪荒", true);
        assert_int_equal(kbg_profile_new(NULL, "plain", 5, &profile), KBG_OK);
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_UNIT, KBG_UNIT_CODE_POINTS), KBG_OK);
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_LIMIT, limit), KBG_OK);
        options.own_profile = profile;
        assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
        /* The part that holds byte `place` of all of them. */
        while (kbg_snippet_part_text(snippet, part, &len) && place >= len) {
            place -= len;
            part++;
        }
        parted += part > 0;
        split += place + strlen("保证") > len;
        assert_int_equal(kbg_findings_count(kbg_snippet_findings(snippet)), 1);
        assert_int_equal(kbg_snippet_finding_part(snippet, 0, &start), part);
        assert_int_equal(start, place);
        assert_int_equal(kbg_snippet_finding_part(snippet, 0, NULL), part);
        assert_true(kbg_snippet_finding_part(snippet, 1, &start) == SIZE_MAX);
        assert_int_equal(start, 0);
        kbg_snippet_free(snippet);
        kbg_profile_free(profile);
        fixture_free(&f);
    }
    assert_true(parted >= 3);
    assert_true(split > 0);
}

/* Findings outlive the searcher, the base and a change of its rules. */
static void findings_belong_to_the_snippet(void **state)
{
    (void)state;
    kbg_snippet *snippet = NULL, *later = NULL;
    fixture f = fixture_of("a", "保证正品", true);
    assert_int_equal(kbg_render(f.searcher, f.item, NULL, &snippet, NULL), KBG_OK);
    assert_int_equal(kbg_base_set_rules(f.base, NULL, NULL), KBG_OK);
    assert_int_equal(kbg_render(f.searcher, f.item, NULL, &later, NULL), KBG_OK);
    assert_null(kbg_snippet_findings(later));
    assert_true(kbg_snippet_finding_part(later, 0, NULL) == SIZE_MAX);
    kbg_snippet_free(later);
    fixture_free(&f);
    assert_int_equal(kbg_findings_count(kbg_snippet_findings(snippet)), 1);
    assert_string_equal(kbg_findings_reason(kbg_snippet_findings(snippet), 0, NULL), "不作保证");
    kbg_snippet_free(snippet);
}

/* However the text came about: what is told of it is what a check of its parts tells. */
static void findings_are_those_of_a_check(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "保证正品，保证发货。", "请拨13812345678，保证接听。", "保证正品。\\n保证发货。", "第一段保证。\\n\\n第二段保证。",
        "[保证](https://a.example/保证)", "**保**证", "我们是国家级，电话13812345678。", "- 保证\\n- 保\\n证", "![保证](https://a.example/p.png)",
        "没有什么。", "{{v}}", "保证[[数量]]件",
    };
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        fixture f = fixture_of("a", bodies[i], true);
        for (size_t p = 0; p < 2 * kbg_profile_count(); p++) {
            kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
            kbg_check_options check = KBG_CHECK_OPTIONS_INIT;
            kbg_snippet *snippet;
            kbg_findings *expected;
            text whole = { 0 };
            options.profile = view_of(kbg_profile_name(p / 2));
            options.flags = KBG_RENDER_REJECTED | KBG_RENDER_KEEP_SLOTS | (p % 2 ? KBG_RENDER_UNCHANGED : 0);
            options.variable = take_value;
            options.user_data = (void *)"保证";
            check.direction = KBG_DIRECTION_OUTGOING;
            check.category = view_of("a");
            assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
            text_add_cstr(&whole, "");
            for (size_t k = 0, len; k < kbg_snippet_part_count(snippet); k++) {
                const char *part = kbg_snippet_part_text(snippet, k, &len);
                text_add(&whole, part, len);
            }
            assert_int_equal(kbg_check(f.searcher, whole.data, whole.len, &check, &expected, NULL), KBG_OK);
            const kbg_findings *found = kbg_snippet_findings(snippet);
            assert_int_equal(kbg_findings_count(found), kbg_findings_count(expected));
            for (size_t k = 0; k < kbg_findings_count(found); k++) {
                size_t start, end, expected_start, expected_end;
                assert_true(kbg_findings_span(found, k, &start, &end));
                assert_true(kbg_findings_span(expected, k, &expected_start, &expected_end));
                assert_int_equal(start, expected_start);
                assert_int_equal(end, expected_end);
                assert_string_equal(kbg_findings_rule(found, k, NULL), kbg_findings_rule(expected, k, NULL));
            }
            assert_string_equal(kbg_findings_text(found, NULL), kbg_findings_text(expected, NULL));
            kbg_findings_free(expected);
            kbg_snippet_free(snippet);
            text_free(&whole);
        }
        fixture_free(&f);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_rules_find_is_told),
        cmocka_unit_test(rules_change_what_is_sent),
        cmocka_unit_test(findings_have_their_part),
        cmocka_unit_test(findings_belong_to_the_snippet),
        cmocka_unit_test(findings_are_those_of_a_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
