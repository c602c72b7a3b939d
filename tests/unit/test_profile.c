/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "render/measure.h"
#include "render/profile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char *channels_path;

static const char *const names[] = { "plain",         "html",          "qianniu",       "jd_dongdong",   "pdd",
                                     "wecom_text",    "wecom_markdown", "wecom_markdown_v2", "wecom_kf",  "wechat_mp",
                                     "qq_text",       "qq_markdown",   "dingtalk_text", "dingtalk_markdown",
                                     "feishu_text",   "feishu_post",   "feishu_card",   "sms_cn",        "sms_gsm7",
                                     "slack_mrkdwn",  "telegram_html", "telegram_mdv2", "whatsapp",      "line",
                                     "messenger",     "discord",       "matrix_html" };

static void all_profiles_are_there(void **state)
{
    (void)state;
    assert_int_equal(kbg__profile_count(), ROWS(names));
    for (size_t i = 0; i < ROWS(names); i++) {
        assert_string_equal(kbg__profile_name(i), names[i]);
        assert_int_equal(kbg__profile_find(names[i], strlen(names[i])), i);
    }
    assert_null(kbg__profile_name(ROWS(names)));
    assert_int_equal(kbg__profile_find(LIT("plai")), SIZE_MAX);
    assert_int_equal(kbg__profile_find(LIT("")), SIZE_MAX);
}

/* What a profile has is in the range that a host may set. */
static void all_values_are_allowed(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(names); i++) {
        kbg_profile profile;
        kbg__profile_init(&profile, &kbg__memory_default, i);
        for (int n = 0; n < KBG__PROFILE_NUMBERS; n++)
            assert_int_equal(kbg__profile_set_number(&profile, (kbg_profile_number)n, profile.number[n]), KBG_OK);
        for (int t = 0; t < KBG__PROFILE_TEXTS; t++) {
            assert_int_equal(strlen(profile.text[t].data), profile.text[t].len);
            assert_int_equal(
                kbg__profile_set_text(&profile, (kbg_profile_text)t, profile.text[t].data, profile.text[t].len), KBG_OK);
        }
        kbg__profile_free(&profile);
    }
}

static void values_out_of_range_are_refused(void **state)
{
    (void)state;
    static const struct {
        int number;
        uint64_t value;
    } rows[] = {
        { KBG_PROFILE_LIMIT, 0 },          { KBG_PROFILE_LIMIT, 1 },      { KBG_PROFILE_LIMIT, 2 },
        { KBG_PROFILE_LIMIT, 15 },         { KBG_PROFILE_LIMIT, (1u << 30) + 1 }, { KBG_PROFILE_PART_LIMIT, 2 },
        { KBG_PROFILE_UNIT, 5 },           { KBG_PROFILE_IMAGES, 1 },     { KBG_PROFILE_TABLES, 3 },
        { KBG_PROFILE_HEADING_LEVELS, 0 }, { KBG_PROFILE_MEDIA, 64 },     { KBG__PROFILE_NUMBERS, 0 },
        { -1, 0 },                         { KBG_PROFILE_HEADROOM, KBG_NO_LIMIT },
    };
    kbg_profile profile;
    kbg__profile_init(&profile, &kbg__memory_default, 0);
    kbg_profile before = profile;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(kbg__profile_set_number(&profile, (kbg_profile_number)rows[i].number, rows[i].value),
                         KBG_ERR_OPTIONS);
    assert_int_equal(kbg__profile_set_text(&profile, KBG_PROFILE_LABEL, LIT("a\tb")), KBG_ERR_OPTIONS);
    assert_int_equal(kbg__profile_set_text(&profile, KBG_PROFILE_LABEL, LIT("a\0b")), KBG_ERR_OPTIONS);
    assert_int_equal(kbg__profile_set_text(&profile, KBG_PROFILE_LABEL, LIT("\xED\xA0\x80")), KBG_ERR_UTF8);
    assert_int_equal(kbg__profile_set_text(&profile, (kbg_profile_text)KBG__PROFILE_TEXTS, LIT("a")), KBG_ERR_OPTIONS);
    assert_int_equal(kbg__profile_set_face(&profile, KBG__NO_FACE, LIT("a")), KBG_ERR_OPTIONS);
    assert_memory_equal(&profile, &before, sizeof(profile));
}

static void a_copy_has_texts_of_its_own(void **state)
{
    (void)state;
    test_memory memory;
    size_t fail_at = 1;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        kbg_profile profile, copy;
        test_memory_init(&memory);
        kbg__profile_init(&profile, &memory.allocator, 3);
        memory.fail_at = fail_at;
        status = kbg__profile_set_text(&profile, KBG_PROFILE_LABEL, LIT("({part})"));
        if (status == KBG_OK)
            status = kbg__profile_set_face(&profile, 0, LIT("#E-s01"));
        if (status == KBG_OK)
            status = kbg__profile_copy(&copy, &profile);
        kbg__profile_free(&profile);
        if (status == KBG_OK) {
            assert_text(copy.text[KBG_PROFILE_LABEL].data, copy.text[KBG_PROFILE_LABEL].len, "({part})");
            assert_text(copy.face[0].data, copy.face[0].len, "#E-s01");
            kbg__profile_free(&copy);
        }
        assert_int_equal(memory.blocks, 0);
    }
    assert_int_equal(fail_at, 6);
}

static void schemes_are_compared(void **state)
{
    (void)state;
    static const struct {
        const char *list, *url;
        bool allowed;
    } rows[] = {
        { "", "javascript:alert(1)", true },       { "http https", "https://a.example", true },
        { "http https", "HTTPS://a.example", true }, { "http https", "javascript:x", false },
        { "http https", "httpx://a", false },      { "http https", "http", false },
        { "http https", "//a.example", false },    { "http https", "a.png", false },
        { "http https", "", false },               { "http https", ":x", false },
        { "http https", " https://a", false },     { "mxc", "mxc://a/b", true },
        { "img_", "img_v2_abc", true },            { "img_", "im", false },
    };
    kbg_profile profile;
    kbg__profile_init(&profile, &kbg__memory_default, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(
            kbg__profile_set_text(&profile, KBG_PROFILE_SCHEMES, rows[i].list, strlen(rows[i].list)), KBG_OK);
        if (kbg__profile_allows(&profile, KBG_PROFILE_SCHEMES, rows[i].url, strlen(rows[i].url)) != rows[i].allowed)
            fail_msg("%s: %s", rows[i].list, rows[i].url);
    }
    kbg__profile_free(&profile);
}

static void texts_are_measured(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        uint64_t bytes, points, units, septets, json;
        bool is_gsm7;
    } rows[] = {
        { LIT(""), 0, 0, 0, 0, 0, true },
        { LIT("abc"), 3, 3, 3, 3, 3, true },
        { LIT("你"), 3, 1, 1, 1, 3, false },
        { LIT("😀"), 4, 1, 2, 1, 4, false },
        { LIT("👨‍👩‍👧‍👦"), 25, 7, 11, 7, 25, false },
        { LIT("e\xCC\x81"), 3, 2, 2, 2, 3, false },
        { LIT("🇨🇳"), 8, 2, 4, 2, 8, false },
        { LIT("𠮷"), 4, 1, 2, 1, 4, false },
        { LIT("❤️"), 6, 2, 2, 2, 6, false },
        { LIT("€^{}[]~\\|\f"), 12, 10, 10, 20, 14, true },
        { LIT("àÄñ@£"), 9, 5, 5, 5, 9, true },
        { LIT("’"), 3, 1, 1, 1, 3, false },
        { LIT("`"), 1, 1, 1, 1, 1, false },
        { LIT("\"\\\n\t\r\x01\x1F"), 7, 7, 7, 8, 22, false },
        { LIT("\xF4\x8F\xBF\xBF"), 4, 1, 2, 1, 4, false },
        { LIT("\xFF\xC0\x80"), 3, 3, 3, 3, 3, false },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *text = rows[i].text;
        size_t len = rows[i].len;
        assert_int_equal(kbg__measure(KBG_UNIT_UTF8_BYTES, text, len), rows[i].bytes);
        assert_int_equal(kbg__measure(KBG_UNIT_CODE_POINTS, text, len), rows[i].points);
        assert_int_equal(kbg__measure(KBG_UNIT_UTF16_UNITS, text, len), rows[i].units);
        assert_int_equal(kbg__measure(KBG_UNIT_GSM7_SEPTETS, text, len), rows[i].septets);
        assert_int_equal(kbg__measure(KBG_UNIT_JSON_BYTES, text, len), rows[i].json);
        assert_int_equal(kbg__is_gsm7(text, len), rows[i].is_gsm7);
    }
}

static void a_table_cell(char *cell, size_t size, const char **line)
{
    const char *end = strchr(*line, '|');
    assert_non_null(end);
    while (**line == ' ')
        (*line)++;
    size_t len = (size_t)(end - *line);
    while (len && (*line)[len - 1] == ' ')
        len--;
    assert_true(len < size);
    memcpy(cell, *line, len);
    cell[len] = '\0';
    *line = end + 1;
}

/* Each figure of the table in doc/channels.md is the one of the profile, and each has a source and when it was read. */
static void the_document_has_the_same_figures(void **state)
{
    (void)state;
    static const char *const units[] = { "UTF-8 bytes", "code points", "UTF-16 units", "GSM-7 septets", "JSON bytes" };
    char line[2000], cell[400], expected[40];
    size_t found = 0;
    FILE *file = fopen(channels_path, "rb");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        const char *at = line;
        kbg_profile p;
        if (strncmp(line, "| `", 3) != 0)
            continue;
        at += 1;
        a_table_cell(cell, sizeof(cell), &at);
        cell[strlen(cell) - 1] = '\0';
        assert_string_equal(cell + 1, kbg__profile_name(found));
        kbg__profile_init(&p, &kbg__memory_default, found++);
        const uint64_t numbers[] = { p.number[KBG_PROFILE_LIMIT], 0, p.number[KBG_PROFILE_PART_LIMIT],
                                     p.number[KBG_PROFILE_PARTS], p.number[KBG_PROFILE_HEADROOM] };
        for (int column = 0; column < 5; column++) {
            a_table_cell(cell, sizeof(cell), &at);
            snprintf(expected, sizeof(expected), "%" PRIu64, numbers[column]);
            if (column == 1)
                assert_string_equal(cell, units[p.number[KBG_PROFILE_UNIT]]);
            else if (column == 0 && numbers[0] == KBG_NO_LIMIT)
                assert_string_equal(cell, "none");
            else if (column == 2 && numbers[2] == 0)
                assert_string_equal(cell, "");
            else if (column == 3 && numbers[3] == 0)
                assert_string_equal(cell, "any");
            else
                assert_string_equal(cell, expected);
        }
        a_table_cell(cell, sizeof(cell), &at);
        bool is_known = strncmp(cell, "not documented by the platform; the figure is ours", 50) != 0 &&
                        strcmp(cell, "no platform") != 0;
        assert_true(strlen(cell) > 5);
        a_table_cell(cell, sizeof(cell), &at);
        assert_string_equal(cell, is_known ? "2018–2026" : "–");
    }
    fclose(file);
    assert_int_equal(found, kbg__profile_count());
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_profiles_are_there),
        cmocka_unit_test(all_values_are_allowed),
        cmocka_unit_test(values_out_of_range_are_refused),
        cmocka_unit_test(a_copy_has_texts_of_its_own),
        cmocka_unit_test(schemes_are_compared),
        cmocka_unit_test(texts_are_measured),
        cmocka_unit_test(the_document_has_the_same_figures),
    };
    if (argc < 2)
        return 2;
    channels_path = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
