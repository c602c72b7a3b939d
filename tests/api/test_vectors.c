/* SPDX-License-Identifier: MIT */
/* What breaks the converters and splitters that there are, area by area, with the exact parts that come out. What must hold
 * of any body is in test_channels.c, places to cut and short messages are in test_parts.c. */
#include "markup_check.h"

#include <stdlib.h>
#include <string.h>

/* A body, the value that all its variables have (NULL = none), and the parts for a profile, with ‖ between them. A limit that
 * is not 0 takes the place of the profile's, without headroom, and any number of parts is allowed. */
typedef struct row {
    const char *profile;
    uint64_t limit;
    const char *body, *value, *expected;
} row;

static bool give(const char *name, size_t name_len, kbg_text *value, void *user_data)
{
    (void)name;
    (void)name_len;
    if (user_data)
        *value = view_of(user_data);
    return user_data != NULL;
}

static kbg_profile *profile_of(const char *name, uint64_t limit)
{
    static const kbg_profile_number none[] = { KBG_PROFILE_PART_LIMIT, KBG_PROFILE_HEADROOM, KBG_PROFILE_PARTS };
    kbg_profile *profile = NULL;
    assert_int_equal(kbg_profile_new(NULL, name, strlen(name), &profile), KBG_OK);
    for (size_t i = 0; limit && i < COUNT_OF(none); i++)
        assert_int_equal(kbg_profile_set_number(profile, none[i], 0), KBG_OK);
    if (limit)
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_LIMIT, limit), KBG_OK);
    return profile;
}

/* Renders a body; the snippet is NULL if that fails. */
static kbg_status render(const char *body, const char *value, const kbg_profile *profile, uint32_t flags,
                         kbg_snippet **snippet, kbg_error **error)
{
    text line = item_with_body(body);
    kbg_base *base = base_of(line.data);
    kbg_view *view = kbg_base_view(base);
    kbg_searcher *searcher = searcher_of(base);
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    options.own_profile = profile;
    options.variable = give;
    options.user_data = (void *)(uintptr_t)value;
    options.flags = flags;
    kbg_status status = kbg_render(searcher, kbg_view_item(view, 0), &options, snippet, error);
    kbg_searcher_free(searcher);
    kbg_view_unref(view);
    text_free(&line);
    return status;
}

/* The markup of a part, by readers that share nothing with the library; NULL if it is good or nobody can tell. */
static const char *wrong_markup(const char *profile, const char *part, size_t len)
{
    text seen = { 0 };
    const char *wrong = NULL;
    text_add_cstr(&seen, "");
    if (strcmp(profile, "telegram_html") == 0)
        wrong = check_telegram_html(part, len, &seen);
    else if (strcmp(profile, "telegram_mdv2") == 0)
        wrong = check_telegram_mdv2(part, len, &seen);
    else if (strcmp(profile, "html") == 0 || strcmp(profile, "matrix_html") == 0)
        wrong = check_html(part, len, profile[0] == 'm', &seen);
    else if (strncmp(profile, "feishu_", 7) == 0)
        wrong = check_json(part, len, &seen);
    text_free(&seen);
    return wrong;
}

static void assert_rows(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        kbg_profile *profile = profile_of(rows[i].profile, rows[i].limit);
        kbg_snippet *snippet = NULL;
        kbg_error *error = NULL;
        text parts = { 0 };
        text_add_cstr(&parts, "");
        if (render(rows[i].body, rows[i].value, profile, 0, &snippet, &error) != KBG_OK)
            fail_msg("%s %s: %s", rows[i].profile, rows[i].body, kbg_error_message(error));
        for (size_t p = 0; p < kbg_snippet_part_count(snippet); p++) {
            size_t len;
            const char *part = kbg_snippet_part(snippet, p, &len);
            const char *wrong = wrong_markup(rows[i].profile, part, len);
            if (wrong)
                fail_msg("%s: %s\n%s", rows[i].profile, wrong, part);
            text_add_cstr(&parts, p ? "‖" : "");
            text_add(&parts, part, len);
        }
        if (strcmp(parts.data, rows[i].expected) != 0)
            fail_msg("%s %u\n%s\n%s", rows[i].profile, (unsigned)rows[i].limit, parts.data, rows[i].expected);
        text_free(&parts);
        kbg_snippet_free(snippet);
        kbg_profile_free(profile);
    }
}

/* ---- units ---- */

static const struct {
    const char *text;
    uint64_t bytes, code_points, utf16;
} characters[] = {
    { "你", 3, 1, 1 },
    { "😀", 4, 1, 2 },
    { "👨‍👩‍👧‍👦", 25, 7, 11 },
    { "e\xCC\x81", 3, 2, 2 },
    { "🇨🇳", 8, 2, 4 },
    { "𠮷", 4, 1, 2 },
    { "❤\xEF\xB8\x8F", 6, 2, 2 },
    { "1\xEF\xB8\x8F\xE2\x83\xA3", 7, 3, 3 },
    { "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 9, 3, 3 },
    { "\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7", 9, 3, 3 },
    { "👍🏽", 8, 2, 4 },
};

/* Each is counted as its channel does, and is one character to cut at: where one unit is missing it goes to the next part. */
static void units_are_those_of_the_channel(void **state)
{
    (void)state;
    kbg_profile *bytes = profile_of("wecom_text", 0), *points = profile_of("telegram_html", 0), *utf16 = profile_of("line", 16);
    kbg_profile *septets = profile_of("sms_gsm7", 0), *json = profile_of("dingtalk_text", 0);
    for (size_t i = 0; i < COUNT_OF(characters); i++) {
        const char *character = characters[i].text;
        size_t len = strlen(character);
        text body = { 0 }, expected = { 0 };
        assert_int_equal(kbg_profile_measure(bytes, character, len), characters[i].bytes);
        assert_int_equal(kbg_profile_measure(points, character, len), characters[i].code_points);
        assert_int_equal(kbg_profile_measure(utf16, character, len), characters[i].utf16);
        text_add_repeated(&body, "一", (size_t)(17 - characters[i].utf16));
        text_add(&expected, body.data, body.len);
        text_add_cstr(&body, character);
        text_add_cstr(&expected, "‖");
        text_add_cstr(&expected, character);
        const row only = { "line", 16, body.data, NULL, expected.data };
        assert_rows(&only, 1);
        text_free(&body);
        text_free(&expected);
    }
    assert_int_equal(kbg_profile_measure(septets, "a^{}[]~\\|€\n", 13), 1 + 9 * 2 + 1);
    assert_int_equal(kbg_profile_measure(json, "\"\\\n\t\x01好", 8), 2 + 2 + 2 + 2 + 6 + 3);
    kbg_profile_free(bytes);
    kbg_profile_free(points);
    kbg_profile_free(utf16);
    kbg_profile_free(septets);
    kbg_profile_free(json);
}

/* ---- cuts around what the whole takes ---- */

static void clusters_stay_whole_around_the_limit(void **state)
{
    static const row rows[] = {
        { "line", 31, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", NULL, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦‖👨‍👩‍👧‍👦" },
        { "line", 32, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", NULL, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦‖👨‍👩‍👧‍👦" },
        { "line", 33, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", NULL, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦" },
        { "line", 34, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", NULL, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦" },
        { "line", 35, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", NULL, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦" },
        { "line", 18, "🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳", NULL, "🇨🇳🇨🇳🇨🇳🇨🇳‖🇨🇳" },
        { "line", 19, "🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳", NULL, "🇨🇳🇨🇳🇨🇳🇨🇳‖🇨🇳" },
        { "line", 20, "🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳", NULL, "🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳" },
        { "line", 21, "🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳", NULL, "🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳" },
        { "line", 22, "🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳", NULL, "🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳" },
        { "line", 16, "🇨🇳🇨🇳🇨🇳🇨🇳🇨", NULL, "🇨🇳🇨🇳🇨🇳🇨🇳‖🇨" },
        { "line", 17, "🇨🇳🇨🇳🇨🇳🇨🇳🇨", NULL, "🇨🇳🇨🇳🇨🇳🇨🇳‖🇨" },
        { "line", 18, "🇨🇳🇨🇳🇨🇳🇨🇳🇨", NULL, "🇨🇳🇨🇳🇨🇳🇨🇳🇨" },
        { "line", 19, "🇨🇳🇨🇳🇨🇳🇨🇳🇨", NULL, "🇨🇳🇨🇳🇨🇳🇨🇳🇨" },
        { "line", 20, "🇨🇳🇨🇳🇨🇳🇨🇳🇨", NULL, "🇨🇳🇨🇳🇨🇳🇨🇳🇨" },
        { "line", 18, "👍🏽👍🏽👍🏽👍🏽👍🏽", NULL, "👍🏽👍🏽👍🏽👍🏽‖👍🏽" },
        { "line", 19, "👍🏽👍🏽👍🏽👍🏽👍🏽", NULL, "👍🏽👍🏽👍🏽👍🏽‖👍🏽" },
        { "line", 20, "👍🏽👍🏽👍🏽👍🏽👍🏽", NULL, "👍🏽👍🏽👍🏽👍🏽👍🏽" },
        { "line", 21, "👍🏽👍🏽👍🏽👍🏽👍🏽", NULL, "👍🏽👍🏽👍🏽👍🏽👍🏽" },
        { "line", 22, "👍🏽👍🏽👍🏽👍🏽👍🏽", NULL, "👍🏽👍🏽👍🏽👍🏽👍🏽" },
        { "line", 18, "o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81", NULL, "o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81‖o\xCC\x88\xCC\xA3\xCC\x81" },
        { "line", 19, "o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81", NULL, "o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81‖o\xCC\x88\xCC\xA3\xCC\x81" },
        { "line", 20, "o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81", NULL, "o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81" },
        { "line", 21, "o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81", NULL, "o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81" },
        { "line", 22, "o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81", NULL, "o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81o\xCC\x88\xCC\xA3\xCC\x81" },
        { "line", 16, "一二三四五六七八\r\n九十一二三四五六七", NULL, "一二三四五六七八‖九十一二三四五六七" },
        { "line", 17, "一二三四五六七八\r\n九十一二三四五六七", NULL, "一二三四五六七八‖九十一二三四五六七" },
        { "line", 18, "一二三四五六七八\r\n九十一二三四五六七", NULL, "一二三四五六七八\n九十一二三四五六七" },
        { "line", 19, "一二三四五六七八\r\n九十一二三四五六七", NULL, "一二三四五六七八\n九十一二三四五六七" },
        { "line", 20, "一二三四五六七八\r\n九十一二三四五六七", NULL, "一二三四五六七八\n九十一二三四五六七" },
        { "line", 16, "\xCC\x81一二三四五六七八九十一二三四五六七", NULL, "\xCC\x81一二三四五六七八九十一二三四五‖六七" },
        { "line", 17, "\xCC\x81一二三四五六七八九十一二三四五六七", NULL, "\xCC\x81一二三四五六七八九十一二三四五六‖七" },
        { "line", 18, "\xCC\x81一二三四五六七八九十一二三四五六七", NULL, "\xCC\x81一二三四五六七八九十一二三四五六七" },
        { "line", 19, "\xCC\x81一二三四五六七八九十一二三四五六七", NULL, "\xCC\x81一二三四五六七八九十一二三四五六七" },
        { "line", 20, "\xCC\x81一二三四五六七八九十一二三四五六七", NULL, "\xCC\x81一二三四五六七八九十一二三四五六七" },
    };
    (void)state;
    assert_rows(rows, COUNT_OF(rows));
}

/* ---- limits in bytes ---- */

static uint64_t bytes_of(const char *profile, const char *part, size_t len, const char *plain, size_t plain_len)
{
    if (strncmp(profile, "wecom", 5) == 0)
        return len;
    return count_json(part, len) + (strcmp(profile, "matrix_html") == 0 ? count_json(plain, plain_len) : 0);
}

static void limits_in_bytes_are_bytes(void **state)
{
    static const struct {
        const char *profile;
        uint64_t limit;
        const char *head, *piece;
        size_t count;
        const char *tail;
        size_t parts;
        uint64_t first, last; /* what these cost */
        const char *begin, *end; /* of each part */
    } rows[] = {
        { "wecom_text", 2048, "", "汉", 682, "ab", 1, 2048, 2048, "汉", "ab" },
        { "wecom_text", 2048, "", "汉", 682, "abc", 2, 2046, 3, "", "" },
        { "wecom_text", 2048, "", "汉", 682, "😀", 2, 2046, 4, "", "" },
        { "wecom_kf", 2048, "", "汉", 683, "", 2, 2046, 3, "汉", "汉" },
        { "wecom_markdown_v2", 4096, "```sh\n", "echo \"$PATH\"\n", 500, "```", 2, 4091, 2427, "```sh\necho \"$PATH\"\n", "\"\n```" },
        { "dingtalk_text", 20000, "", "\"甲\\\\乙\"，\n", 1500, "", 2, 0, 0, "\"甲\\乙\"，\n", "\"甲\\乙\"，" },
        { "dingtalk_markdown", 20000, "", "\"甲\\\\乙\"，\n", 1500, "", 2, 0, 0, "\"甲\\乙\"，  \n  ", "\"甲\\乙\"，" },
        { "dingtalk_text", 20000, "", "甲\x01乙。", 2900, "", 2, 0, 0, "甲乙。", "甲乙。" },
        { "feishu_text", 30000, "", "\"甲\\\\乙\"。\n", 1500, "", 2, 0, 0, "{\"text\":\"\\\"甲", "乙\\\"。\"}" },
        { "feishu_post", 30000, "", "\"甲\\\\乙\"。\n", 600, "", 2, 0, 0, "{\"zh_cn\":{\"title\":\"\",\"content\":[[", "。\"}]]}}" },
        { "feishu_card", 30000, "", "\"甲\\\\乙\"。\n", 1500, "", 2, 0, 0, "{\"schema\":\"2.0\",", "。\"}]}}" },
        { "matrix_html", 65536, "", "甲&乙。\n", 4000, "", 2, 0, 0, "<p>甲&amp;乙。<br>", "甲&amp;乙。</p>" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_profile *profile = profile_of(rows[i].profile, rows[i].limit);
        kbg_snippet *snippet = NULL;
        text body = { 0 };
        text_add_cstr(&body, rows[i].head);
        text_add_repeated(&body, rows[i].piece, rows[i].count);
        text_add_cstr(&body, rows[i].tail);
        assert_int_equal(render(body.data, NULL, profile, 0, &snippet, NULL), KBG_OK);
        size_t count = kbg_snippet_part_count(snippet);
        if (count != rows[i].parts)
            fail_msg("%s: %zu parts", rows[i].profile, count);
        for (size_t p = 0; p < count; p++) {
            size_t len, plain_len;
            const char *part = kbg_snippet_part(snippet, p, &len), *plain = kbg_snippet_part_text(snippet, p, &plain_len);
            uint64_t cost = bytes_of(rows[i].profile, part, len, plain, plain_len);
            uint64_t wanted = p == 0 ? rows[i].first : rows[i].last;
            assert_true(cost <= rows[i].limit);
            if (wanted && cost != wanted)
                fail_msg("%s: part %zu has %u", rows[i].profile, p, (unsigned)cost);
            assert_true(strncmp(part, rows[i].begin, strlen(rows[i].begin)) == 0);
            assert_true(len >= strlen(rows[i].end) && strcmp(part + len - strlen(rows[i].end), rows[i].end) == 0);
        }
        kbg_snippet_free(snippet);
        kbg_profile_free(profile);
        text_free(&body);
    }
}

/* ---- short messages ---- */

/* What the signature leaves; lengths without one are in test_parts.c. */
static void signatures_of_short_messages_count(void **state)
{
    static const struct {
        const char *profile, *signature, *piece;
        size_t count;
        const char *tail;
        size_t parts;
        uint64_t first;
    } rows[] = {
        { "sms_cn", "【云朵】", "字", 66, "", 1, 70 },  { "sms_cn", "【云朵】", "字", 67, "", 2, 67 },
        { "sms_cn", "【云朵】", "字", 62, "😀😀", 1, 70 }, { "sms_cn", "【云朵】", "字", 62, "😀😀字", 2, 66 },
        { "sms_gsm7", "", "a", 160, "", 1, 160 },      { "sms_gsm7", "", "a", 161, "", 2, 153 },
        { "sms_gsm7", "", "a", 158, "€", 1, 160 },     { "sms_gsm7", "", "a", 159, "€", 2, 153 },
        { "sms_gsm7", "[Y]", "a", 154, "", 1, 160 },   { "sms_gsm7", "[Y]", "a", 155, "", 2, 153 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_profile *profile = profile_of(rows[i].profile, 0);
        kbg_snippet *snippet = NULL;
        text body = { 0 };
        size_t len;
        text_add_repeated(&body, rows[i].piece, rows[i].count);
        text_add_cstr(&body, rows[i].tail);
        assert_int_equal(kbg_profile_set_text(profile, KBG_PROFILE_SIGNATURE, rows[i].signature, strlen(rows[i].signature)), KBG_OK);
        assert_int_equal(render(body.data, NULL, profile, 0, &snippet, NULL), KBG_OK);
        const char *part = kbg_snippet_part(snippet, 0, &len);
        size_t first = rows[i].profile[4] == 'g' ? count_septets(part, len) : count_utf16(part, len);
        if (kbg_snippet_part_count(snippet) != rows[i].parts || first != rows[i].first)
            fail_msg("row %zu: %zu parts, the first has %zu", i, kbg_snippet_part_count(snippet), first);
        kbg_snippet_free(snippet);
        kbg_profile_free(profile);
        text_free(&body);
    }
}

/* ---- signs ---- */

static void every_sign_stays_what_it_is(void **state)
{
    static const row rows[] = {
        { "telegram_mdv2", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "字\\!\"\\#$%&'\\(\\)\\*\\+,\\-\\./:;<\\=\\>?@\\[\\\\\\]^\\_\\`\\{\\|\\}\\~字" },
        { "telegram_html", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "字!\"#$%&amp;'()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~字" },
        { "slack_mrkdwn", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "字!\"#$%&amp;'()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~字" },
        { "discord", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "字!\"#$%&'()\\*+,-./:;\\<=\\>?@\\[\\\\\\]^\\_\\`{\\|}\\~字" },
        { "html", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "<p>字!&quot;#$%&amp;&#39;()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~字</p>" },
        { "feishu_card", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "{\"schema\":\"2.0\",\"body\":{\"elements\":[{\"tag\":\"markdown\",\"content\":\"字&#33;&#34;&#35;&#36;%&#38;&#39;&#40;&#41;&#42;&#43;,-./&#58;;&#60;=&#62;?@&#91;&#92;&#93;^&#95;&#96;{&#124;}&#126;字\"}]}}" },
        { "qq_markdown", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "字!\"#$%&amp;'()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~字" },
        { "dingtalk_markdown", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "字!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~字" },
        { "wecom_markdown", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "字!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~字" },
        { "wecom_markdown_v2", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "字!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~字" },
        { "whatsapp", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "字!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~字" },
        { "qq_text", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "字!\"#$%&amp;'()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~字" },
        { "feishu_text", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "{\"text\":\"字!\\\"#$%&'()*+,-./:;<=>?@[\\\\]^_`{|}~字\"}" },
        { "matrix_html", 0, "字{{v}}字", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "<p>字!&quot;#$%&amp;&#39;()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~字</p>" },
        { "telegram_mdv2", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "字\\!\\!\"\"\\#\\#$$%%&&''\\(\\(\\)\\)\\*\\*\\+\\+,,\\-\\-\\.\\.//::;;<<\\=\\=\\>\\>?" "?@@\\[\\[\\\\\\\\\\]\\]^^\\_\\_\\`\\`\\{\\{\\|\\|\\}\\}\\~\\~字" },
        { "telegram_html", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "字!!\"\"##$$%%&amp;&amp;''(())**++,,--..//::;;&lt;&lt;==&gt;&gt;?" "?@@[[\\\\]]^^__``{{||}}~~字" },
        { "slack_mrkdwn", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "字!!\"\"##$$%%&amp;&amp;''(())*\xE2\x80\x8B*\xE2\x80\x8B++,,--..//::;;&lt;&lt;==&gt;&gt;?" "?@@[[\\\\]]^^_\xE2\x80\x8B_\xE2\x80\x8B`\xE2\x80\x8B`\xE2\x80\x8B{{||}}~\xE2\x80\x8B~\xE2\x80\x8B字" },
        { "discord", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "字!!\"\"##$$%%&&''(())\\*\\*++,,--..//::;;\\<\\<==\\>\\>?" "?@@\\[\\[\\\\\\\\\\]\\]^^\\_\\_\\`\\`{{\\|\\|}}\\~\\~字" },
        { "html", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "<p>字!!&quot;&quot;##$$%%&amp;&amp;&#39;&#39;(())**++,,--..//::;;&lt;&lt;==&gt;&gt;?" "?@@[[\\\\]]^^__``{{||}}~~字</p>" },
        { "feishu_card", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "{\"schema\":\"2.0\",\"body\":{\"elements\":[{\"tag\":\"markdown\",\"content\":\"字&#33;&#33;&#34;&#34;&#35;&#35;&#36;&#36;%%&#38;&#38;&#39;&#39;&#40;&#40;&#41;&#41;&#42;&#42;&#43;&#43;,,--..//&#58;&#58;;;&#60;&#60;==&#62;&#62;?" "?@@&#91;&#91;&#92;&#92;&#93;&#93;^^&#95;&#95;&#96;&#96;{{&#124;&#124;}}&#126;&#126;字\"}]}}" },
        { "qq_markdown", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "字!!\"\"##$$%%&amp;&amp;''(())*\xE2\x80\x8B*\xE2\x80\x8B++,,--..//::;;&lt;&lt;==&gt;&gt;?" "?@@[[\\\\]]^^_\xE2\x80\x8B_\xE2\x80\x8B``{{||}}~\xE2\x80\x8B~\xE2\x80\x8B字" },
        { "dingtalk_markdown", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "字!!\"\"##$$%%&&''(())*\xE2\x80\x8B*\xE2\x80\x8B++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^_\xE2\x80\x8B_\xE2\x80\x8B`\xE2\x80\x8B`\xE2\x80\x8B{{||}}~\xE2\x80\x8B~\xE2\x80\x8B字" },
        { "wecom_markdown", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "字!!\"\"##$$%%&&''(())*\xE2\x80\x8B*\xE2\x80\x8B++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__`\xE2\x80\x8B`\xE2\x80\x8B{{||}}~~字" },
        { "wecom_markdown_v2", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "字!!\"\"##$$%%&&''(())*\xE2\x80\x8B*\xE2\x80\x8B++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__`\xE2\x80\x8B`\xE2\x80\x8B{{||}}~~字" },
        { "whatsapp", 0, "字{{v}}字", "!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^__``{{||}}~~", "字!!\"\"##$$%%&&''(())*\xE2\x80\x8B*\xE2\x80\x8B++,,--..//::;;<<==>>?" "?@@[[\\\\]]^^_\xE2\x80\x8B_\xE2\x80\x8B`\xE2\x80\x8B`\xE2\x80\x8B{{||}}~\xE2\x80\x8B~\xE2\x80\x8B字" },
        { "telegram_mdv2", 0, "`{{v}}` [{{v}}](https://a.example/)", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "`!\"#$%&'()*+,-./:;<=>?@[\\\\]^_\\`{|}~` [\\!\"\\#$%&'\\(\\)\\*\\+,\\-\\./:;<\\=\\>?@\\[\\\\\\]^\\_\\`\\{\\|\\}\\~](https://a.example/)" },
        { "telegram_html", 0, "`{{v}}` [{{v}}](https://a.example/)", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "<code>!\"#$%&amp;'()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~</code> <a href=\"https://a.example/\">!\"#$%&amp;'()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~</a>" },
        { "slack_mrkdwn", 0, "`{{v}}` [{{v}}](https://a.example/)", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "!\"#$%&amp;'()*\xE2\x80\x8B+,-./:;&lt;=&gt;?@[\\]^_\xE2\x80\x8B`\xE2\x80\x8B{|}~\xE2\x80\x8B <https://a.example/|!\"#$%&amp;'()*\xE2\x80\x8B+,-./:;&lt;=&gt;?@[\\]^_\xE2\x80\x8B`\xE2\x80\x8B{|}~\xE2\x80\x8B>" },
        { "discord", 0, "`{{v}}` [{{v}}](https://a.example/)", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "!\"#$%&'()\\*+,-./:;\\<=\\>?@\\[\\\\\\]^\\_\\`{\\|}\\~ [!\"#$%&'()\\*+,-./:;\\<=\\>?@\\[\\\\\\]^\\_\\`{\\|}\\~](https://a.example/)" },
        { "html", 0, "`{{v}}` [{{v}}](https://a.example/)", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "<p><code>!&quot;#$%&amp;&#39;()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~</code> <a href=\"https://a.example/\" rel=\"noopener noreferrer\" target=\"_blank\">!&quot;#$%&amp;&#39;()*+,-./:;&lt;=&gt;?@[\\]^_`{|}~</a></p>" },
        { "feishu_card", 0, "`{{v}}` [{{v}}](https://a.example/)", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "{\"schema\":\"2.0\",\"body\":{\"elements\":[{\"tag\":\"markdown\",\"content\":\"&#33;&#34;&#35;&#36;%&#38;&#39;&#40;&#41;&#42;&#43;,-./&#58;;&#60;=&#62;?@&#91;&#92;&#93;^&#95;&#96;{&#124;}&#126; [&#33;&#34;&#35;&#36;%&#38;&#39;&#40;&#41;&#42;&#43;,-./&#58;;&#60;=&#62;?@&#91;&#92;&#93;^&#95;&#96;{&#124;}&#126;](https://a.example/)\"}]}}" },
        { "telegram_mdv2", 0, "[x](https://a.example/(a)_b*c~d|e#f?g=1&h=%20中文&q={{v}})", "( ) _ * ~ | # & = %20 中文", "[x](https://a.example/(a\\)_b*c~d%7Ce#f?g=1&h=%20中文&q=%28%20%29%20_%20%2A%20~%20%7C%20%23%20%26%20%3D%20%2520%20%E4%B8%AD%E6%96%87)" },
        { "telegram_html", 0, "[x](https://a.example/(a)_b*c~d|e#f?g=1&h=%20中文&q={{v}})", "( ) _ * ~ | # & = %20 中文", "<a href=\"https://a.example/(a)_b*c~d%7Ce#f?g=1&amp;h=%20中文&amp;q=%28%20%29%20_%20%2A%20~%20%7C%20%23%20%26%20%3D%20%2520%20%E4%B8%AD%E6%96%87\">x</a>" },
        { "slack_mrkdwn", 0, "[x](https://a.example/(a)_b*c~d|e#f?g=1&h=%20中文&q={{v}})", "( ) _ * ~ | # & = %20 中文", "<https://a.example/(a)_b*c~d%7Ce#f?g=1&amp;h=%20中文&amp;q=%28%20%29%20_%20%2A%20~%20%7C%20%23%20%26%20%3D%20%2520%20%E4%B8%AD%E6%96%87|x>" },
        { "discord", 0, "[x](https://a.example/(a)_b*c~d|e#f?g=1&h=%20中文&q={{v}})", "( ) _ * ~ | # & = %20 中文", "[x](https://a.example/%28a%29_b*c~d%7Ce#f?g=1&h=%20中文&q=%28%20%29%20_%20%2A%20~%20%7C%20%23%20%26%20%3D%20%2520%20%E4%B8%AD%E6%96%87)" },
        { "html", 0, "[x](https://a.example/(a)_b*c~d|e#f?g=1&h=%20中文&q={{v}})", "( ) _ * ~ | # & = %20 中文", "<p><a href=\"https://a.example/(a)_b*c~d%7Ce#f?g=1&amp;h=%20中文&amp;q=%28%20%29%20_%20%2A%20~%20%7C%20%23%20%26%20%3D%20%2520%20%E4%B8%AD%E6%96%87\" rel=\"noopener noreferrer\" target=\"_blank\">x</a></p>" },
        { "wecom_text", 0, "[x](https://a.example/(a)_b*c~d|e#f?g=1&h=%20中文&q={{v}})", "( ) _ * ~ | # & = %20 中文", "<a href=\"https://a.example/(a)_b*c~d%7Ce#f?g=1&h=%20中文&q=%28%20%29%20_%20%2A%20~%20%7C%20%23%20%26%20%3D%20%2520%20%E4%B8%AD%E6%96%87\">x</a>" },
        { "feishu_card", 0, "[x](https://a.example/(a)_b*c~d|e#f?g=1&h=%20中文&q={{v}})", "( ) _ * ~ | # & = %20 中文", "{\"schema\":\"2.0\",\"body\":{\"elements\":[{\"tag\":\"markdown\",\"content\":\"[x](https://a.example/%28a%29_b*c~d%7Ce#f?g=1&h=%20中文&q=%28%20%29%20_%20%2A%20~%20%7C%20%23%20%26%20%3D%20%2520%20%E4%B8%AD%E6%96%87)\"}]}}" },
        { "qq_markdown", 0, "[x](https://a.example/(a)_b*c~d|e#f?g=1&h=%20中文&q={{v}})", "( ) _ * ~ | # & = %20 中文", "[x](https://a.example/%28a%29_b*c~d%7Ce#f?g=1&h=%20中文&q=%28%20%29%20_%20%2A%20~%20%7C%20%23%20%26%20%3D%20%2520%20%E4%B8%AD%E6%96%87)" },
        { "telegram_mdv2", 0, "{{v}} a\n1\\. a\n12\\) a\n\\- a\n\\+ a\n\\> a\n\\# a\n\\* a", "1.", "1\\. a\n1\\. a\n12\\) a\n\\- a\n\\+ a\n\\> a\n\\# a\n\\* a" },
        { "discord", 0, "{{v}} a\n1\\. a\n12\\) a\n\\- a\n\\+ a\n\\> a\n\\# a\n\\* a", "1.", "1\\. a\n1\\. a\n12\\) a\n\\- a\n\\+ a\n\\> a\n\\# a\n\\* a" },
        { "qq_markdown", 0, "{{v}} a\n1\\. a\n12\\) a\n\\- a\n\\+ a\n\\> a\n\\# a\n\\* a", "1.", "1&#46; a\n\n1&#46; a\n\n12&#41; a\n\n&#45; a\n\n&#43; a\n\n&gt; a\n\n&#35; a\n\n* a" },
        { "dingtalk_markdown", 0, "{{v}} a\n1\\. a\n12\\) a\n\\- a\n\\+ a\n\\> a\n\\# a\n\\* a", "1.", "1\xE2\x80\x8B. a  \n  1\xE2\x80\x8B. a  \n  12\xE2\x80\x8B) a  \n  \xE2\x80\x8B- a  \n  \xE2\x80\x8B+ a  \n  \xE2\x80\x8B> a  \n  \xE2\x80\x8B# a  \n  * a" },
        { "wecom_markdown_v2", 0, "{{v}} a\n1\\. a\n12\\) a\n\\- a\n\\+ a\n\\> a\n\\# a\n\\* a", "1.", "1\xE2\x80\x8B. a\n1\xE2\x80\x8B. a\n12\xE2\x80\x8B) a\n\xE2\x80\x8B- a\n\xE2\x80\x8B+ a\n\xE2\x80\x8B> a\n\xE2\x80\x8B# a\n* a" },
        { "feishu_card", 0, "{{v}} a\n1\\. a\n12\\) a\n\\- a\n\\+ a\n\\> a\n\\# a\n\\* a", "1.", "{\"schema\":\"2.0\",\"body\":{\"elements\":[{\"tag\":\"markdown\",\"content\":\"1&#46; a\\n1&#46; a\\n12&#41; a\\n&#45; a\\n&#43; a\\n&#62; a\\n&#35; a\\n&#42; a\"}]}}" },
        { "slack_mrkdwn", 0, "{{v}} a\n1\\. a\n12\\) a\n\\- a\n\\+ a\n\\> a\n\\# a\n\\* a", "1.", "1. a\n1. a\n12) a\n- a\n+ a\n&gt; a\n# a\n* a" },
        { "whatsapp", 0, "{{v}} a\n1\\. a\n12\\) a\n\\- a\n\\+ a\n\\> a\n\\# a\n\\* a", "1.", "1\xE2\x80\x8B. a\n1\xE2\x80\x8B. a\n12\xE2\x80\x8B) a\n\xE2\x80\x8B- a\n+ a\n\xE2\x80\x8B> a\n# a\n\xE2\x80\x8B* a" },
        { "telegram_html", 0, "\\</a> &amp;amp; &amp;lt; ]]>", NULL, "&lt;/a&gt; &amp;amp; &amp;lt; ]]&gt;" },
        { "slack_mrkdwn", 0, "\\</a> &amp;amp; &amp;lt; ]]>", NULL, "&lt;/a&gt; &amp;amp; &amp;lt; ]]&gt;" },
        { "html", 0, "\\</a> &amp;amp; &amp;lt; ]]>", NULL, "<p>&lt;/a&gt; &amp;amp; &amp;lt; ]]&gt;</p>" },
        { "qq_text", 0, "\\</a> &amp;amp; &amp;lt; ]]>", NULL, "&lt;/a&gt; &amp;amp; &amp;lt; ]]&gt;" },
        { "plain", 0, "\\</a> &amp;amp; &amp;lt; ]]>", NULL, "</a> &amp; &lt; ]]>" },
        { "telegram_mdv2", 16, "一二三四五六七八九十一二三四五\\\\六七八九", NULL, "一二三四五六七八九十一二三四五\\\\‖六七八九" },
        { "discord", 16, "一二三四五六七八九十一二三四五\\\\六七八九", NULL, "一二三四五六七八九十一二三四五‖\\\\六七八九" },
    };
    (void)state;
    assert_rows(rows, COUNT_OF(rows));
}

static void emphasis_works_between_ideographs_or_goes(void **state)
{
    static const row rows[] = {
        { "plain", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "这是重点，请看。“引号”后，Status:OK 都有 链接 https://a.example/ https://b.example/" },
        { "discord", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "这是**重点**，请看。**“引号**”后，**Status**:OK ***都有*** **[链接](https://a.example/)** **<https://b.example/>**" },
        { "slack_mrkdwn", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "这是\xE2\x80\x8B*重点*\xE2\x80\x8B，请看。\xE2\x80\x8B*“引号”*\xE2\x80\x8B后，\xE2\x80\x8B*Status:*\xE2\x80\x8BOK *_都有_* *<https://a.example/|链接>* *<https://b.example/>*" },
        { "telegram_html", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "这是<b>重点</b>，请看。<b>“引号”</b>后，<b>Status:</b>OK <b><i>都有</i></b> <b><a href=\"https://a.example/\">链接</a></b> <b>https://b.example/</b>" },
        { "telegram_mdv2", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "这是*重点*，请看。*“引号”*后，*Status:*OK *_都有_* *[链接](https://a.example/)* *https://b\\.example/*" },
        { "whatsapp", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "这是重点，请看。“引号”后，Status:OK *_都有_* *链接 https://a.example/* *https://b.example/*" },
        { "wecom_markdown", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "这是**重点**，请看。**“引号**”后，**Status**:OK **都有** **[链接](https://a.example/)** **https://b.example/**" },
        { "qq_markdown", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "这是**重点**，请看。**“引号**”后，**Status**:OK ***都有*** **[链接](https://a.example/)** **<https://b.example/>**" },
        { "dingtalk_markdown", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "这是**重点**，请看。**“引号**”后，**Status**:OK ***都有*** **[链接](https://a.example/)** **https://b.example/**" },
        { "feishu_text", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "{\"text\":\"这是<b>重点</b>，请看。<b>“引号”</b>后，<b>Status:</b>OK <b><i>都有</i></b> <b>[链接](https://a.example/)</b> <b>https://b.example/</b>\"}" },
        { "feishu_card", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "{\"schema\":\"2.0\",\"body\":{\"elements\":[{\"tag\":\"markdown\",\"content\":\"这是**重点**，请看。**“引号**”后，**Status**&#58;OK ***都有*** **[链接](https://a.example/)** **[https&#58;//b.example/](https://b.example/)**\"}]}}" },
        { "html", 0, "这是**重点**，请看。**“引号”**后，**Status:**OK ***都有*** **[链接](https://a.example/)** **https://b.example/**", NULL, "<p>这是<strong>重点</strong>，请看。<strong>“引号”</strong>后，<strong>Status:</strong>OK <strong><em>都有</em></strong> <strong><a href=\"https://a.example/\" rel=\"noopener noreferrer\" target=\"_blank\">链接</a></strong> <strong><a href=\"https://b.example/\" rel=\"noopener noreferrer\" target=\"_blank\">https://b.example/</a></strong></p>" },
    };
    (void)state;
    assert_rows(rows, COUNT_OF(rows));
}

static void words_that_call_people_stay_words(void **state)
{
    static const row rows[] = {
        { "discord", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "@all @\xE2\x80\x8B" "everyone @\xE2\x80\x8Bhere @room \\<@U1\\> \\<!here\\> \\<at user\\_id=\"all\"\\>\\</at\\> \\<@userid\\> @13800138000" },
        { "slack_mrkdwn", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "@all @everyone @here @room &lt;@U1&gt; &lt;!here&gt; &lt;at user_id=\"all\"&gt;&lt;/at&gt; &lt;@userid&gt; @13800138000" },
        { "feishu_text", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "{\"text\":\"@all @everyone @here @room <\xE2\x80\x8B@U1> <\xE2\x80\x8B!here> <\xE2\x80\x8B" "at user_id=\\\"all\\\"><\xE2\x80\x8B/at> <\xE2\x80\x8B@userid> @13800138000\"}" },
        { "feishu_card", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "{\"schema\":\"2.0\",\"body\":{\"elements\":[{\"tag\":\"markdown\",\"content\":\"@all @everyone @here @room &#60;@U1&#62; &#60;&#33;here&#62; &#60;at user&#95;id=&#34;all&#34;&#62;&#60;/at&#62; &#60;@userid&#62; @13800138000\"}]}}" },
        { "dingtalk_text", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "@all @everyone @here @room <@U1> <!here> <at user_id=\"all\"></at> <@userid> @13800138000" },
        { "dingtalk_markdown", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "@all @everyone @here @room <\xE2\x80\x8B@U1> <\xE2\x80\x8B!here> <\xE2\x80\x8B" "at user_id=\"all\"><\xE2\x80\x8B/at> <\xE2\x80\x8B@userid> @13800138000" },
        { "wecom_text", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "@all @everyone @here @room <\xE2\x80\x8B@U1> <\xE2\x80\x8B!here> <\xE2\x80\x8B" "at user_id=\"all\"><\xE2\x80\x8B/at> <\xE2\x80\x8B@userid> @13800138000" },
        { "wecom_markdown", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "@all @everyone @here @room <\xE2\x80\x8B@U1> <\xE2\x80\x8B!here> <\xE2\x80\x8B" "at user_id=\"all\"><\xE2\x80\x8B/at> <\xE2\x80\x8B@userid> @13800138000" },
        { "qq_text", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "@all @everyone @here @room &lt;@U1&gt; &lt;!here&gt; &lt;at user_id=\"all\"&gt;&lt;/at&gt; &lt;@userid&gt; @13800138000" },
        { "qq_markdown", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "@all @everyone @here @room &lt;@U1&gt; &lt;!here&gt; &lt;at user_id=\"all\"&gt;&lt;/at&gt; &lt;@userid&gt; @13800138000" },
        { "telegram_html", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "@all @everyone @here @room &lt;@U1&gt; &lt;!here&gt; &lt;at user_id=\"all\"&gt;&lt;/at&gt; &lt;@userid&gt; @13800138000" },
        { "matrix_html", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "<p>@all @everyone @here @\xE2\x80\x8Broom &lt;@U1&gt; &lt;!here&gt; &lt;at user_id=&quot;all&quot;&gt;&lt;/at&gt; &lt;@userid&gt; @13800138000</p>" },
        { "html", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "<p>@all @everyone @here @room &lt;@U1&gt; &lt;!here&gt; &lt;at user_id=&quot;all&quot;&gt;&lt;/at&gt; &lt;@userid&gt; @13800138000</p>" },
        { "plain", 0, "@all @everyone @here @room \\<@U1> \\<!here> \\<at user_id=\"all\"></at> \\<@userid> @13800138000", NULL, "@all @everyone @here @room <@U1> <!here> <at user_id=\"all\"></at> <@userid> @13800138000" },
    };
    (void)state;
    assert_rows(rows, COUNT_OF(rows));
}

static void faces_are_faces_only_in_text(void **state)
{
    static const row rows[] = {
        { "plain", 0, "[微笑]/:b https://a.cn/:book (8) :DONE: $ 10:30:45 `[微笑]` {{v}}", "[微笑]/:b", "[微笑]/:b https://a.cn/:book (8) :DONE: $ 10:30:45 [微笑] [微笑]/:b" },
        { "qianniu", 0, "[微笑]/:b https://a.cn/:book (8) :DONE: $ 10:30:45 `[微笑]` {{v}}", "[微笑]/:b", "/:^_^/:b https://a.cn/:book (8) :DONE: $ 10:30:45 [微笑] [微笑]/:b" },
        { "wechat_mp", 0, "[微笑]/:b https://a.cn/:book (8) :DONE: $ 10:30:45 `[微笑]` {{v}}", "[微笑]/:b", "/::)/:strong https://a.cn/:book (8) :DONE: $ 10:30:45 [微笑] [微笑]/:b" },
        { "feishu_card", 0, "[微笑]/:b https://a.cn/:book (8) :DONE: $ 10:30:45 `[微笑]` {{v}}", "[微笑]/:b", "{\"schema\":\"2.0\",\"body\":{\"elements\":[{\"tag\":\"markdown\",\"content\":\"🙂👍 [https&#58;//a.cn/&#58;book](https://a.cn/:book) &#40;8&#41; &#58;DONE&#58; &#36; 10&#58;30&#58;45 `[微笑]` &#91;微笑&#93;/&#58;b\"}]}}" },
        { "line", 0, "[微笑]/:b https://a.cn/:book (8) :DONE: $ 10:30:45 `[微笑]` {{v}}", "[微笑]/:b", "🙂👍 https://a.cn/:book (8) :DONE: $ 10:30:45 [微笑] [微笑]/:b" },
        { "sms_cn", 0, "[微笑]/:b https://a.cn/:book (8) :DONE: $ 10:30:45 `[微笑]` {{v}}", "[微笑]/:b", " https://a.cn/:book (8) :DONE: $ 10:30:45 [微笑] [微笑]/:b" },
        { "slack_mrkdwn", 0, "[微笑]/:b https://a.cn/:book (8) :DONE: $ 10:30:45 `[微笑]` {{v}}", "[微笑]/:b", "🙂👍 <https://a.cn/:book> (8) :DONE: $ 10:30:45 `[微笑]` [微笑]/:b" },
        { "discord", 0, "[微笑]/:b https://a.cn/:book (8) :DONE: $ 10:30:45 `[微笑]` {{v}}", "[微笑]/:b", "🙂👍 <https://a.cn/:book> (8) :DONE: $ 10:30:45 `[微笑]` \\[微笑\\]/:b" },
        { "html", 0, "[微笑]/:b https://a.cn/:book (8) :DONE: $ 10:30:45 `[微笑]` {{v}}", "[微笑]/:b", "<p>🙂👍 <a href=\"https://a.cn/:book\" rel=\"noopener noreferrer\" target=\"_blank\">https://a.cn/:book</a> (8) :DONE: $ 10:30:45 <code>[微笑]</code> [微笑]/:b</p>" },
        { "line", 16, "一二三四五六七八九十一二三四五[再见]六", NULL, "一二三四五六七八九十一二三四五‖👋六" },
        { "qianniu", 16, "一二三四五六七八九十一二三四[微笑]六", NULL, "一二三四五六七八九十一二三四‖/:^_^六" },
    };
    (void)state;
    assert_rows(rows, COUNT_OF(rows));
}

static void addresses_end_where_they_end(void **state)
{
    static const row rows[] = {
        { "plain", 0, "见https://a.example/x。又https://a.example/y，（https://a.example/z）<https://xn--fsq.example/>", NULL, "见https://a.example/x 。又https://a.example/y ，（https://a.example/z ）https://xn--fsq.example/" },
        { "slack_mrkdwn", 0, "见https://a.example/x。又https://a.example/y，（https://a.example/z）<https://xn--fsq.example/>", NULL, "见<https://a.example/x>。又<https://a.example/y>，（<https://a.example/z>）<https://xn--fsq.example/>" },
        { "telegram_html", 0, "见https://a.example/x。又https://a.example/y，（https://a.example/z）<https://xn--fsq.example/>", NULL, "见https://a.example/x 。又https://a.example/y ，（https://a.example/z ）https://xn--fsq.example/" },
        { "discord", 0, "见https://a.example/x。又https://a.example/y，（https://a.example/z）<https://xn--fsq.example/>", NULL, "见<https://a.example/x>。又<https://a.example/y>，（<https://a.example/z>）<https://xn--fsq.example/>" },
        { "whatsapp", 0, "见https://a.example/x。又https://a.example/y，（https://a.example/z）<https://xn--fsq.example/>", NULL, "见https://a.example/x 。又https://a.example/y ，（https://a.example/z ）https://xn--fsq.example/" },
        { "wecom_text", 0, "见https://a.example/x。又https://a.example/y，（https://a.example/z）<https://xn--fsq.example/>", NULL, "见https://a.example/x 。又https://a.example/y ，（https://a.example/z ）https://xn--fsq.example/" },
        { "plain", 0, "https://a.example/?q={{v}}&r=1 [查](https://a.example/?q={{v}}) https://a.example/1 https://a.example/2", "红 &x", "https://a.example/?q=%E7%BA%A2%20%26x&r=1 查 https://a.example/?q=%E7%BA%A2%20%26x https://a.example/1 https://a.example/2" },
        { "slack_mrkdwn", 0, "https://a.example/?q={{v}}&r=1 [查](https://a.example/?q={{v}}) https://a.example/1 https://a.example/2", "红 &x", "<https://a.example/?q=%E7%BA%A2%20%26x&amp;r=1> <https://a.example/?q=%E7%BA%A2%20%26x|查> <https://a.example/1> <https://a.example/2>" },
        { "html", 0, "https://a.example/?q={{v}}&r=1 [查](https://a.example/?q={{v}}) https://a.example/1 https://a.example/2", "红 &x", "<p><a href=\"https://a.example/?q=%E7%BA%A2%20%26x&amp;r=1\" rel=\"noopener noreferrer\" target=\"_blank\">https://a.example/?q=%E7%BA%A2%20%26x&amp;r=1</a> <a href=\"https://a.example/?q=%E7%BA%A2%20%26x\" rel=\"noopener noreferrer\" target=\"_blank\">查</a> <a href=\"https://a.example/1\" rel=\"noopener noreferrer\" target=\"_blank\">https://a.example/1</a> <a href=\"https://a.example/2\" rel=\"noopener noreferrer\" target=\"_blank\">https://a.example/2</a></p>" },
        { "telegram_mdv2", 0, "https://a.example/?q={{v}}&r=1 [查](https://a.example/?q={{v}}) https://a.example/1 https://a.example/2", "红 &x", "https://a\\.example/?q\\=%E7%BA%A2%20%26x&r\\=1 [查](https://a.example/?q=%E7%BA%A2%20%26x) https://a\\.example/1 https://a\\.example/2" },
        { "line", 40, "请看https://a.example/0123456789/0123456789/0123456789/0123456789，好吗", NULL, "请看‖https://a.example/0123456789/0123456789/‖0123456789/0123456789 ，好吗" },
        { "slack_mrkdwn", 40, "请看https://a.example/0123456789/0123456789/0123456789/0123456789，好吗", NULL, "请看‖https://a.example/0123456789/0123456789/‖0123456789/0123456789 ，好吗" },
        { "discord", 40, "请看https://a.example/0123456789/0123456789/0123456789/0123456789，好吗", NULL, "请看‖https://a.example/0123456789/0123456789/‖0123456789/0123456789 ，好吗" },
        { "telegram_html", 40, "请看https://a.example/0123456789/0123456789/0123456789/0123456789，好吗", NULL, "请看‖https://a.example/0123456789/0123456789/‖0123456789/0123456789 ，好吗" },
        { "line", 40, "一二三四五六七八九十一二三四五六七八九十见https://a.example/0123456789。好", NULL, "一二三四五六七八九十一二三四五六七八九十见‖https://a.example/0123456789 。好" },
    };
    (void)state;
    assert_rows(rows, COUNT_OF(rows));
}

static void line_ends_of_all_kinds_are_line_ends(void **state)
{
    static const row rows[] = {
        { "plain", 0, "一\r二\r\n三\xE2\x80\xA8四\xC2\x85五\t六  \n七\n\n\n\n八\xC2\xA0九\xEF\xBB\xBF十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙", NULL, "一\n二\n三\n四\n五\t六\n七\n\n八\xC2\xA0九十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙" },
        { "html", 0, "一\r二\r\n三\xE2\x80\xA8四\xC2\x85五\t六  \n七\n\n\n\n八\xC2\xA0九\xEF\xBB\xBF十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙", NULL, "<p>一<br>二<br>三<br>四<br>五\t六<br>七</p><p>八\xC2\xA0九十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙</p>" },
        { "dingtalk_markdown", 0, "一\r二\r\n三\xE2\x80\xA8四\xC2\x85五\t六  \n七\n\n\n\n八\xC2\xA0九\xEF\xBB\xBF十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙", NULL, "一  \n  二  \n  三  \n  四  \n  五\t六  \n  七\n\n八\xC2\xA0九十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙" },
        { "qq_markdown", 0, "一\r二\r\n三\xE2\x80\xA8四\xC2\x85五\t六  \n七\n\n\n\n八\xC2\xA0九\xEF\xBB\xBF十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙", NULL, "一\n\n二\n\n三\n\n四\n\n五\t六\n\n七\n\n\xE2\x80\x8B\n\n八\xC2\xA0九十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙" },
        { "telegram_html", 0, "一\r二\r\n三\xE2\x80\xA8四\xC2\x85五\t六  \n七\n\n\n\n八\xC2\xA0九\xEF\xBB\xBF十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙", NULL, "一\n二\n三\n四\n五\t六\n七\n\n八\xC2\xA0九十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙" },
        { "feishu_post", 0, "一\r二\r\n三\xE2\x80\xA8四\xC2\x85五\t六  \n七\n\n\n\n八\xC2\xA0九\xEF\xBB\xBF十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙", NULL, "{\"zh_cn\":{\"title\":\"\",\"content\":[[{\"tag\":\"text\",\"text\":\"一\"}],[{\"tag\":\"text\",\"text\":\"二\"}],[{\"tag\":\"text\",\"text\":\"三\"}],[{\"tag\":\"text\",\"text\":\"四\"}],[{\"tag\":\"text\",\"text\":\"五\\t六\"}],[{\"tag\":\"text\",\"text\":\"七\"}],[{\"tag\":\"text\",\"text\":\"八\xC2\xA0九十\xE2\x80\x8B甲\xE2\x80\xAE乙\xE2\x81\xA6丙\"}]]}}" },
    };
    (void)state;
    assert_rows(rows, COUNT_OF(rows));
}

/* ---- values ---- */

static void values_are_data(void **state)
{
    static const row rows[] = {
        { "plain", 0, "前{{v}}后 {{v|无}}", "", "前后 " },
        { "html", 0, "前{{v}}后 {{v|无}}", "", "<p>前后 </p>" },
        { "discord", 0, "前{{v}}后 {{v|无}}", "", "前后 " },
        { "plain", 0, "前{{v}}后 {{v|无}}", "   ", "前   后    " },
        { "html", 0, "前{{v}}后 {{v|无}}", "   ", "<p>前   后    </p>" },
        { "discord", 0, "前{{v}}后 {{v|无}}", "   ", "前   后    " },
        { "plain", 0, "前{{v}}后 {{v|无}}", "{{x}}", "前{{x}}后 {{x}}" },
        { "html", 0, "前{{v}}后 {{v|无}}", "{{x}}", "<p>前{{x}}后 {{x}}</p>" },
        { "discord", 0, "前{{v}}后 {{v|无}}", "{{x}}", "前{{x}}后 {{x}}" },
        { "plain", 0, "前{{v}}后 {{v|无}}", "*a* <b>", "前*a* <b>后 *a* <b>" },
        { "html", 0, "前{{v}}后 {{v|无}}", "*a* <b>", "<p>前*a* &lt;b&gt;后 *a* &lt;b&gt;</p>" },
        { "discord", 0, "前{{v}}后 {{v|无}}", "*a* <b>", "前\\*a\\* \\<b\\>后 \\*a\\* \\<b\\>" },
        { "plain", 0, "前{{v}}后 {{v|无}}", "甲\n乙\r\n丙", "前甲 乙  丙后 甲 乙  丙" },
        { "html", 0, "前{{v}}后 {{v|无}}", "甲\n乙\r\n丙", "<p>前甲 乙  丙后 甲 乙  丙</p>" },
        { "discord", 0, "前{{v}}后 {{v|无}}", "甲\n乙\r\n丙", "前甲 乙  丙后 甲 乙  丙" },
        { "plain", 0, "前{{v}}后 {{v|无}}", "\xE2\x80\xAE乙\x07丙\xE2\x81\xA6", "前乙丙后 乙丙" },
        { "html", 0, "前{{v}}后 {{v|无}}", "\xE2\x80\xAE乙\x07丙\xE2\x81\xA6", "<p>前乙丙后 乙丙</p>" },
        { "discord", 0, "前{{v}}后 {{v|无}}", "\xE2\x80\xAE乙\x07丙\xE2\x81\xA6", "前乙丙后 乙丙" },
        { "plain", 0, "前{{v}}后 {{v|无}}", "a\tb", "前a b后 a b" },
        { "html", 0, "前{{v}}后 {{v|无}}", "a\tb", "<p>前a b后 a b</p>" },
        { "discord", 0, "前{{v}}后 {{v|无}}", "a\tb", "前a b后 a b" },
        { "plain", 0, "｛｛姓名｝｝您好，{{姓名}}", "王", "｛｛姓名｝｝您好，王" },
        { "plain", 0, "\\{{v}} `{{v}}` {{ v }}", "值", "{{v}} 值 值" },
        { "line", 16, "一二三四五六七八九十一二{{v}}三", "ABC12345", "一二三四五六七八九十一二‖ABC12345三" },
        { "line", 16, "一二{{v}}三", "四五六七八九十，四五六七八九十四五六七八九十", "一二‖四五六七八九十，四五六七八九十四‖五六七八九十三" },
    };
    (void)state;
    assert_rows(rows, COUNT_OF(rows));
}

static void values_that_are_missing_or_long(void **state)
{
    static const struct {
        const char *body;
        uint32_t flags;
        kbg_status status;
        const char *said; /* the part, or the message */
    } rows[] = {
        { "{{甲}}和\n{{乙|无}}{{丙}}和{{甲}}", 0, KBG_ERR_VARIABLE, "2 without value: 甲 (1:1), 丙 (2:8)" },
        { "{{甲}}和{{乙|无}}", KBG_RENDER_KEEP_MISSING, KBG_OK, "{{甲}}和无" },
        { "{{甲}}和{{乙|无}}", KBG_RENDER_EMPTY_MISSING, KBG_OK, "和无" },
    };
    (void)state;
    kbg_profile *plain = profile_of("plain", 0), *kf = profile_of("wecom_kf", 0);
    kbg_snippet *snippet = NULL;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_error *error = NULL;
        assert_int_equal(render(rows[i].body, NULL, plain, rows[i].flags, &snippet, &error), rows[i].status);
        assert_string_equal(error ? kbg_error_message(error) : kbg_snippet_part(snippet, 0, NULL), rows[i].said);
        kbg_error_free(error);
        kbg_snippet_free(snippet);
    }
    text value = { 0 }; /* 3,000 characters: 9,000 bytes, of which 1,848 fit into a part */
    text_add_repeated(&value, "长", 3000);
    assert_int_equal(render("前{{v}}后", value.data, kf, 0, &snippet, NULL), KBG_OK);
    assert_int_equal(kbg_snippet_part_count(snippet), 5);
    kbg_snippet_free(snippet);
    text_add_repeated(&value, "长", 300);
    assert_int_equal(render("前{{v}}后", value.data, kf, 0, &snippet, NULL), KBG_ERR_LIMIT);
    assert_null(snippet);
    text_free(&value);
    kbg_profile_free(plain);
    kbg_profile_free(kf);
}

static void templates_that_cannot_be_used_are_not_loaded(void **state)
{
    static const struct {
        const char *body;
        kbg_status status;
    } rows[] = {
        { "您好{{姓名", KBG_ERR_TEMPLATE }, { "您好{{姓名}", KBG_ERR_TEMPLATE }, { "{{#if audience=vip}}甲", KBG_ERR_TEMPLATE },
        { "甲{{/if}}", KBG_ERR_TEMPLATE },  { "[[数量", KBG_OK },                { "｛｛姓名", KBG_OK }, /* brackets are text to CommonMark */
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base *base = base_of(NULL);
        text line = item_with_body(rows[i].body);
        kbg_status status = load_status(base, line.data, line.len);
        if (status != rows[i].status)
            fail_msg("%s: status %d", rows[i].body, (int)status);
        kbg_base_unref(base);
        text_free(&line);
    }
}

/* ---- bad input ---- */

static void ill_formed_values_become_good_text(void **state)
{
    static const row rows[] = {
        { "plain", 0, "前{{v}}后", "\xFF", "前\xEF\xBF\xBD后" },
        { "plain", 0, "前{{v}}后", "\xC0\xAF", "前\xEF\xBF\xBD\xEF\xBF\xBD后" },                 /* overlong */
        { "plain", 0, "前{{v}}后", "\xED\xA0\x80", "前\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD后" }, /* half of a pair */
        { "plain", 0, "前{{v}}后", "\xE4\xBD", "前\xEF\xBF\xBD后" },                             /* cut off */
        { "plain", 0, "前{{v}}后", "\xF4\x8F\xBF\xBF", "前\xF4\x8F\xBF\xBF后" },                 /* the last one */
        { "plain", 0, "前{{v}}后", "\xF4\x90\x80\x80", "前\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD后" },
        { "plain", 0, "前{{v}}后", "\xEF\xB7\x90" "0\xEF\xB7\x91", "前\xEF\xBF\xBD" "0\xEF\xBF\xBD后" }, /* our own marks */
        { "feishu_text", 0, "前{{v}}后", "\xFF\"", "{\"text\":\"前\xEF\xBF\xBD\\\"后\"}" },
    };
    (void)state;
    assert_rows(rows, COUNT_OF(rows));
}

static void bodies_that_are_no_text_are_not_loaded(void **state)
{
    static const struct {
        const char *body;
        kbg_status status;
    } rows[] = {
        { "a\xFF", KBG_ERR_UTF8 }, { "\xC0\xAF", KBG_ERR_UTF8 }, { "\xED\xA0\x80", KBG_ERR_UTF8 }, { "\xF4\x90\x80\x80", KBG_ERR_UTF8 },
        { "\xF4\x8F\xBF\xBF", KBG_OK },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base *base = base_of(NULL);
        text line = item_with_body(rows[i].body);
        kbg_status status = load_status(base, line.data, line.len);
        if (status != rows[i].status)
            fail_msg("%s: status %d", rows[i].body, (int)status);
        kbg_base_unref(base);
        text_free(&line);
    }
}

static void limits_that_nothing_fits_into_are_errors(void **state)
{
    (void)state;
    kbg_profile *profile = profile_of("line", 0);
    for (uint64_t limit = 0; limit < 16; limit++)
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_LIMIT, limit), KBG_ERR_OPTIONS);
    assert_int_equal(kbg_profile_get_number(profile, KBG_PROFILE_LIMIT), 5000);
    kbg_profile_free(profile);
    /* headroom and what goes with a part leave 0 … 3 units of 16 */
    static const struct {
        uint64_t headroom;
        const char *signature, *body;
        kbg_status status;
        size_t parts;
    } rows[] = {
        { 16, "", "一", KBG_ERR_LIMIT, 0 },  { 17, "", "一", KBG_ERR_LIMIT, 0 },       { 15, "", "一", KBG_OK, 1 },
        { 15, "", "一二", KBG_OK, 2 },       { 15, "", "😀", KBG_ERR_LIMIT, 0 },       { 14, "", "😀", KBG_OK, 1 },
        { 14, "", "👨‍👩‍👧‍👦", KBG_OK, 7 },      { 0, "一二三四五六七八九十一二三四五六", "一", KBG_ERR_LIMIT, 0 },
        { 0, "一二三四五六七八九十一二三四五", "一二", KBG_OK, 2 }, { 15, "", "", KBG_OK, 1 },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_snippet *snippet = NULL;
        kbg_error *error = NULL;
        profile = profile_of("line", 16);
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_HEADROOM, rows[i].headroom), KBG_OK);
        assert_int_equal(kbg_profile_set_text(profile, KBG_PROFILE_SIGNATURE, rows[i].signature, strlen(rows[i].signature)), KBG_OK);
        kbg_status status = render(rows[i].body[0] ? rows[i].body : "{{v}}", "", profile, 0, &snippet, &error);
        size_t parts = snippet ? kbg_snippet_part_count(snippet) : 0;
        if (status != rows[i].status || parts != rows[i].parts)
            fail_msg("row %zu: status %d, %zu parts", i, (int)status, parts);
        if (status == KBG_ERR_LIMIT)
            assert_non_null(strstr(kbg_error_message(error), "has no room for any text"));
        kbg_error_free(error);
        kbg_snippet_free(snippet);
        kbg_profile_free(profile);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_those_of_the_channel),
        cmocka_unit_test(clusters_stay_whole_around_the_limit),
        cmocka_unit_test(limits_in_bytes_are_bytes),
        cmocka_unit_test(signatures_of_short_messages_count),
        cmocka_unit_test(every_sign_stays_what_it_is),
        cmocka_unit_test(emphasis_works_between_ideographs_or_goes),
        cmocka_unit_test(words_that_call_people_stay_words),
        cmocka_unit_test(faces_are_faces_only_in_text),
        cmocka_unit_test(addresses_end_where_they_end),
        cmocka_unit_test(line_ends_of_all_kinds_are_line_ends),
        cmocka_unit_test(values_are_data),
        cmocka_unit_test(values_that_are_missing_or_long),
        cmocka_unit_test(templates_that_cannot_be_used_are_not_loaded),
        cmocka_unit_test(ill_formed_values_become_good_text),
        cmocka_unit_test(bodies_that_are_no_text_are_not_loaded),
        cmocka_unit_test(limits_that_nothing_fits_into_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
