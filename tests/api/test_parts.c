/* SPDX-License-Identifier: MIT */
/* Bodies with the exact parts that come out of them; and limits, labels, signatures, attachments. test_channels.c checks what
 * holds of all profiles. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    kbg_searcher *searcher;
    kbg_view *view;
    const kbg_item *item;
} fixture;

static fixture fixture_of(const char *jsonl)
{
    kbg_base *base = base_of(jsonl);
    fixture f = { .view = kbg_base_view(base) };
    f.searcher = searcher_of(base);
    f.item = kbg_view_item(f.view, 0);
    return f;
}

static fixture fixture_with_body(const char *body)
{
    text jsonl = item_with_body(body);
    fixture f = fixture_of(jsonl.data);
    text_free(&jsonl);
    return f;
}

static void fixture_free(fixture *f)
{
    kbg_searcher_free(f->searcher);
    kbg_view_unref(f->view);
}

static kbg_profile *profile_of(const char *name, uint64_t limit)
{
    kbg_profile *profile = NULL;
    assert_int_equal(kbg_profile_new(NULL, name, strlen(name), &profile), KBG_OK);
    if (limit) {
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_LIMIT, limit), KBG_OK);
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_PART_LIMIT, 0), KBG_OK);
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_HEADROOM, 0), KBG_OK);
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_PARTS, 0), KBG_OK);
    }
    return profile;
}

static void set(kbg_profile *profile, kbg_profile_text which, const char *value)
{
    assert_int_equal(kbg_profile_set_text(profile, which, value, strlen(value)), KBG_OK);
}

/* All parts, with ‖ between them. */
static text parts_of(const fixture *f, const kbg_render_options *options)
{
    text parts = { 0 };
    kbg_snippet *snippet = NULL;
    kbg_error *error = NULL;
    text_add_cstr(&parts, "");
    if (kbg_render(f->searcher, f->item, options, &snippet, &error) != KBG_OK)
        fail_msg("%s", kbg_error_message(error));
    for (size_t i = 0; i < kbg_snippet_part_count(snippet); i++) {
        size_t len;
        const char *part = kbg_snippet_part(snippet, i, &len);
        if (i)
            text_add_cstr(&parts, "‖");
        text_add(&parts, part, len);
    }
    kbg_snippet_free(snippet);
    return parts;
}

static void assert_parts(const char *profile_name, uint64_t limit, const char *body, const char *expected)
{
    fixture f = fixture_with_body(body);
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_profile *profile = profile_of(profile_name, limit);
    options.own_profile = profile;
    text parts = parts_of(&f, &options);
    if (strcmp(parts.data, expected) != 0)
        fail_msg("%s %u\n%s\n%s", profile_name, (unsigned)limit, parts.data, expected);
    text_free(&parts);
    kbg_profile_free(profile);
    fixture_free(&f);
}

static void bodies_are_written_in_the_markup_of_the_channel(void **state)
{
    static const struct {
        const char *profile, *body, *expected;
    } rows[] = {
        /* emphasis in Chinese */
        { "discord", "这是**重点**，请看", "这是**重点**，请看" },
        { "discord", "**“引号”**后", "**“引号**”后" },
        { "discord", "享**“新人”**价", "享“**新人**”价" },
        { "discord", "**Status:**OK", "**Status**:OK" },
        { "plain", "**“引号”**后 **Status:**OK", "“引号”后 Status:OK" },
        { "discord", "***都有***和*斜*体", "***都有***和*斜*体" },
        { "telegram_html", "**粗 *斜* 粗**", "<b>粗 <i>斜</i> 粗</b>" },
        { "telegram_html", "*斜 **粗** 斜*", "<i>斜 <b>粗</b> 斜</i>" },
        { "slack_mrkdwn", "这是**重点**，请 **看** 这", "这是\xE2\x80\x8B*重点*\xE2\x80\x8B，请 *看* 这" },
        { "whatsapp", "这是**重点** 和 **要点**。", "这是重点 和 *要点*。" },
        { "wecom_markdown", "*斜*体", "斜体" },
        /* links */
        { "slack_mrkdwn", "[a|b>c](https://a.example/?x=1&y=2)", "<https://a.example/?x=1&amp;y=2|a|b&gt;c>" },
        { "slack_mrkdwn", "见https://a.example/x。", "见<https://a.example/x>。" },
        { "wecom_text", "[订单](https://a.example/?a=1&b=\"2\")", "<a href=\"https://a.example/?a=1&b=%222%22\">订单</a>" },
        { "telegram_mdv2", "[a](https://a.example/x_(1))", "[a](https://a.example/x_(1\\))" },
        { "discord", "[a](https://a.example/x_(1))_b_", "[a](https://a.example/x_%281%29)*b*" },
        { "html", "[a](javascript:alert(1)) <javascript:x>", "<p>a javascript:alert(1) javascript:x</p>" },
        { "html", "https://a.example/?a=1&b=2。", "<p><a href=\"https://a.example/?a=1&amp;b=2\" rel=\"noopener noreferrer\" "
                                                  "target=\"_blank\">https://a.example/?a=1&amp;b=2</a>。</p>" },
        { "plain", "见https://a.example/x_y_z。（https://b.example/1）", "见https://a.example/x_y_z 。（https://b.example/1 ）" },
        { "messenger", "[![图](https://a.example/1.png)](https://a.example/)", "[图片：图] https://a.example/1.png https://a.example/" },
        /* signs */
        { "telegram_mdv2", "1+1=2. a_b (x) {y} !", "1\\+1\\=2\\. a\\_b \\(x\\) \\{y\\} \\!" },
        { "telegram_mdv2", "`a\\b`", "`a\\\\b`" },
        { "telegram_html", "a<b & c>d \"e\" &amp;amp;", "a&lt;b &amp; c&gt;d \"e\" &amp;amp;" },
        { "discord", "\\# 一\n\n1\\. 二\n\n\\- 三\n\n\\> 四", "\\# 一\n\n1\\. 二\n\n\\- 三\n\n\\> 四" },
        { "whatsapp", "拨打*100#", "拨打*100#" },
        { "whatsapp", "拨打*100#或*200#", "拨打*\xE2\x80\x8B" "100#或*\xE2\x80\x8B" "200#" },
        { "plain", "拨打*100#或*200#，**21*10086#，*#06#，2*3*4#，**粗*", "拨打*100#或*200#，**21*10086#，*#06#，234#，**粗*" },
        { "wecom_markdown", "\\> 一 <@all> [a](b", "\xE2\x80\x8B> 一 <\xE2\x80\x8B@all> [a]\xE2\x80\x8B(b" },
        { "feishu_card", "**a** [x] 1*2", "{\"schema\":\"2.0\",\"body\":{\"elements\":[{\"tag\":\"markdown\",\"content\":\"**a** "
                                         "&#91;x&#93; 1&#42;2\"}]}}" },
        { "qq_text", "<b> & \"", "&lt;b&gt; &amp; \"" },
        { "discord", "@everyone @here @a", "@\xE2\x80\x8B" "everyone @\xE2\x80\x8Bhere @a" },
        /* code */
        { "telegram_html", "```sh\na < b\n```", "<pre><code class=\"language-sh\">a &lt; b</code></pre>" },
        { "telegram_html", "```\na\n```", "<pre>a</pre>" },
        { "discord", "`a` ``b`c``", "`a` b\\`c" },
        { "discord", "````\n```\n````", "```\n``\xE2\x80\x8B`\xE2\x80\x8B\n```" },
        { "html", "```c\nint *a;\n\nb\n```\n`<x>`", "<pre><code class=\"language-c\">int *a;\n\nb</code></pre><p><code>&lt;x&gt;</code></p>" },
        /* lists and quotes */
        { "html", "3. 一\n4. 二\n\n   段\n\n- 三", "<ol start=\"3\"><li><p>一</p></li><li><p>二</p><p>段</p></li></ol><ul><li>三</li></ul>" },
        { "html", "> 一\n>\n> - 二", "<blockquote><p>一</p><ul><li>二</li></ul></blockquote>" },
        { "telegram_html", "> 一\n> 二\n\n三", "<blockquote>一\n二</blockquote>\n\n三" },
        { "telegram_mdv2", "> 一\n> > 二", ">一\n>二" },
        { "qq_markdown", "- 一\n- 二\n\n三", "- 一\n- 二\n\n\xE2\x80\x8B\n\n三" },
        { "dingtalk_markdown", "一\n二\n\n三", "一  \n  二\n\n三" },
        { "wecom_markdown", "# 题\n## 小题", "# 题\n## 小题" },
        { "slack_mrkdwn", "# 题 **目**", "*题 目*" },
        /* tables */
        { "html", "| 套餐 | 月费 |\n|---|--:|\n| **畅享** | 59元 |\n| 尊享 | |\n", "<table><thead><tr><th>套餐</th><th>月费</th></tr></thead>"
          "<tbody><tr><td><strong>畅享</strong></td><td>59元</td></tr><tr><td>尊享</td><td></td></tr></tbody></table>" },
        { "html", "码|量\n-|-\nS|1|多\n|M\n", "<table><thead><tr><th>码</th><th>量</th><th></th></tr></thead>"
          "<tbody><tr><td>S</td><td>1</td><td>多</td></tr><tr><td>M</td></tr></tbody></table>" },
        { "html", "前\n\n|a|b|\n|-|-|\n|1<br>2|`c|d` \\| e|\n\n后", "<p>前</p><table><thead><tr><th>a</th><th>b</th></tr></thead>"
          "<tbody><tr><td>1<br>2</td><td><code>c|d</code> | e</td></tr></tbody></table><p>后</p>" },
        { "html", "|a|b|\n|-|-|\n|[x\\|y](https://a.example/)|{{v|a|b}}|", "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
          "<tbody><tr><td><a href=\"https://a.example/\" rel=\"noopener noreferrer\" target=\"_blank\">x|y</a></td><td>a|b</td></tr></tbody></table>" },
        { "html", "|a|\n|--|\n|![图](https://a.example/1.png)|\n|<b onclick=x>|\n", "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>"
          "<img src=\"https://a.example/1.png\" alt=\"图\"></td></tr><tr><td>&lt;b onclick=x&gt;</td></tr></tbody></table>" },
        { "html", "| 不是表\n| 也不是\n", "<p>| 不是表<br>| 也不是</p>" },
        { "matrix_html", "|a|b|\n|-|-|\n|**粗|细**|", "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
          "<tbody><tr><td><strong>粗</strong></td><td><strong>细</strong></td></tr></tbody></table>" },
        { "wecom_markdown_v2", "| 套餐 | 月费 |\n|---|---|\n| **畅享** | 59元 |\n|尊享||多|", "| 套餐 | 月费 |  |\n|---|---|---|\n| **畅享** | 59元 |\n| 尊享 |  | 多 |" },
        { "wecom_markdown_v2", "|a|b|\n|-|-|\n|1\\|2|{{v|a|b}}|\n|- x|# y|", "| a | b |\n|---|---|\n| 1｜2 | a｜b |\n| - x | # y |" },
        { "feishu_card", "|a|b|\n|-|-|\n|1\\|2|3|", "{\"schema\":\"2.0\",\"body\":{\"elements\":[{\"tag\":\"markdown\",\"content\":"
          "\"| a | b |\\n|---|---|\\n| 1&#124;2 | 3 |\"}]}}" },
        { "line", "|a|b|\n|-|-|\n|1\\|2|3<br>4|\n||5|", "a：1|2；b：3 4\nb：5" },
        { "line", "||b|\n|-|-|\n|1|2|\n|3||", "1；b：2\n3" },
        /* faces */
        { "qianniu", "[微笑] 😊 /::) [再见] `[微笑]`", "/:^_^ /:^$^ /:^_^ 👋 [微笑]" },
        { "wechat_mp", "[微笑]/:^_^", "/::)/::)" },
        { "line", "[微笑]，/:^_^ [不知道]", "🙂，🙂 [不知道]" },
        { "sms_cn", "您好[微笑]。", "您好。" },
        { "slack_mrkdwn", "https://a.example/:b 10:30:45 (8)", "<https://a.example/:b> 10:30:45 (8)" },
        { "feishu_post", "**a** [b](https://a.example/)\n> c", "{\"zh_cn\":{\"title\":\"\",\"content\":[[{\"tag\":\"text\",\"text\":\"a\",\"style\":[\"bold\"]},"
          "{\"tag\":\"text\",\"text\":\" \"},{\"tag\":\"a\",\"text\":\"b\",\"href\":\"https://a.example/\"}],"
          "[{\"tag\":\"text\",\"text\":\"> \"},{\"tag\":\"text\",\"text\":\"c\"}]]}}" },
        { "feishu_post", "```sh\na \"b\"\nc\n```\n\n***", "{\"zh_cn\":{\"title\":\"\",\"content\":[[{\"tag\":\"code_block\",\"language\":\"sh\",\"text\":\"a \\\"b\\\"\\nc\"}],[{\"tag\":\"hr\"}]]}}" },
        { "matrix_html", "@room **好**", "<p>@\xE2\x80\x8Broom <strong>好</strong></p>" },
        /* control characters and odd line ends */
        { "plain", "a\xE2\x80\xA8" "b\xC2\x85" "c\x01" "d\xEF\xBB\xBF", "a\nb\ncd" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_parts(rows[i].profile, 0, rows[i].body, rows[i].expected);
}

static void parts_are_cut_where_a_reader_would_pause(void **state)
{
    static const struct {
        const char *profile;
        uint64_t limit;
        const char *body, *expected;
    } rows[] = {
        { "line", 16, "一二三四五六七八。\n\n九十一二三四五六", "一二三四五六七八。‖九十一二三四五六" },
        { "line", 20, "一二三四。五六七八，九十。一二三四五六七八九十", "一二三四。五六七八，九十。‖一二三四五六七八九十" },
        { "line", 16, "一二三四五六七八，九十一二三四五六七八九", "一二三四五六七八，‖九十一二三四五六七八九" },
        { "line", 16, "一二三四五六七八 九十一二三四五六七八九十", "一二三四五六七八‖九十一二三四五六七八九十" },
        { "line", 16, "一二三四五六七八九十一二三四五六七八九十一二", "一二三四五六七八九十一二三四五六‖七八九十一二" },
        { "line", 16, "一二三四五六七八九十一二三四五六。七八九十一二", "一二三四五六七八九十一二三四五‖六。七八九十一二" },
        { "line", 16, "一二三四五六七八九十一二三四五（六七八九）十", "一二三四五六七八九十一二三四五‖（六七八九）十" },
        { "line", 16, "一二三四五六七八九十订单YC20261111到了没有呢", "一二三四五六七八九十订单‖YC20261111到了没有呢" },
        { "line", 16, "一二三四五六七八九十一二三四1299.00元吗", "一二三四五六七八九十一二三四‖1299.00元吗" },
        { "line", 16, "一二三四五六七八九十一二三👨‍👩‍👧‍👦四五六", "一二三四五六七八九十一二三‖👨‍👩‍👧‍👦四五六" },
        { "line", 16, "一二三四五六七八九十一二三四……五六七八九十", "一二三四五六七八九十一二三四……‖五六七八九十" },
        /* what is open is closed and opened again */
        { "discord", 20, "**一二三四五六七八九十一二三四五六七八九十**", "**一二三四五六七八九十一二三四五六**‖**七八九十**" },
        { "discord", 24, "```c\naaaa;\nbbbb;\ncccc;\ndddd;\n```", "```c\naaaa;\nbbbb;\n```‖```c\ncccc;\ndddd;\n```" },
        { "discord", 16, "> 一二三四五六，七八九十，一二三四五六", "> 一二三四五六，七八九十，‖> 一二三四五六" },
        { "line", 16, "9. 一二三四五六七八，九十一二三四\n10. 五六", "9. 一二三四五六七八，‖9. 九十一二三四\n10. 五六" },
        { "line", 16, "- 一二三四五六七八，九十一二三四\n- 五六", "· 一二三四五六七八，‖  九十一二三四\n· 五六" },
        { "telegram_html", 16, "*一二三四五六七八。[九十一二三四](https://a.example/)五六七*",
          "<i>一二三四五六七八。</i>‖<i><a href=\"https://a.example/\">九十一二三四</a>五六七</i>" },
        { "html", 60, "1. 一二三四五六七八\n2. 九十一二三四五",
          "<ol start=\"1\"><li>一二三四五六七八</li></ol>‖<ol start=\"2\"><li>九十一二三四五</li></ol>" },
        /* a table has its headings again, and what is cut in a row goes on in its column */
        { "html", 150, "|码|量|\n|-|-|\n|一二三|四五六|\n|七八九|十一二|", "<table><thead><tr><th>码</th><th>量</th></tr></thead><tbody><tr><td>一二三</td>"
          "<td>四五六</td></tr></tbody></table>‖<table><thead><tr><th>码</th><th>量</th></tr></thead><tbody><tr><td>七八九</td><td>十一二</td></tr></tbody></table>" },
        { "html", 150, "|码|量|\n|-|-|\n|一二三|四五六七八九十。一二三四五|", "<table><thead><tr><th>码</th><th>量</th></tr></thead><tbody><tr><td>一二三</td>"
          "<td>四五六七八九十。</td></tr></tbody></table>‖<table><thead><tr><th>码</th><th>量</th></tr></thead><tbody><tr><td></td><td>一二三四五</td></tr></tbody></table>" },
        { "wecom_markdown_v2", 60, "|码|量|\n|-|-|\n|一二三|四五六|\n|七八九|十一二|", "| 码 | 量 |\n|---|---|\n| 一二三 | 四五六 |‖| 码 | 量 |\n|---|---|\n| 七八九 | 十一二 |" },
        /* … unless they would take too much room */
        { "wecom_markdown_v2", 50, "|一二三四五|六七八九|\n|-|-|\n|一二三|四五六|\n|七八九|十一二|",
          "| 一二三四五 | 六七八九 |\n|---|---|‖| 一二三 | 四五六 |‖| 七八九 | 十一二 |" },
        { "line", 16, "|码|量|\n|-|-|\n|一二三|四五六|\n|七八九|十一二|", "码：一二三；量：四五六‖码：七八九；量：十一二" },
        /* an address that does not fit is cut, and shown as text */
        { "slack_mrkdwn", 30, "https://a.example/0123456789/0123456789/0123456789", "https://a.example/0123456789/0‖123456789/0123456789" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_parts(rows[i].profile, rows[i].limit, rows[i].body, rows[i].expected);
}

/* ---- short messages ---- */

static void short_messages_have_their_own_lengths(void **state)
{
    static const struct {
        const char *profile, *piece;
        size_t count;
        const char *tail;
        size_t parts;
    } rows[] = {
        { "sms_gsm7", "a ", 80, "", 1 },       { "sms_gsm7", "a ", 79, "ab", 1 },   { "sms_gsm7", "a ", 79, "abc", 2 },
        { "sms_gsm7", "a ", 79, "€", 1 },      { "sms_gsm7", "a ", 79, "a€", 2 },   { "sms_gsm7", "a ", 35, "’", 2 },
        { "sms_gsm7", "a ", 34, "a’", 1 },     { "sms_gsm7", "a ", 60, "[]", 1 },   { "sms_gsm7", "字", 70, "", 1 },
        { "sms_gsm7", "字", 71, "", 2 },       { "sms_cn", "字", 70, "", 1 },       { "sms_cn", "字", 71, "", 2 },
        { "sms_cn", "字", 68, "😀", 1 },       { "sms_cn", "字", 69, "😀", 2 },     { "sms_cn", "字", 134, "", 2 },
        { "sms_cn", "字", 135, "", 3 },        { "sms_cn", "字", 66, "😀字字字字", 2 },
        { "sms_cn", "字", 469, "", 7 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text body = { 0 };
        text_add_repeated(&body, rows[i].piece, rows[i].count);
        text_add_cstr(&body, rows[i].tail);
        fixture f = fixture_with_body(body.data);
        kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
        kbg_snippet *snippet = NULL;
        options.profile = view_of(rows[i].profile);
        assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
        if (kbg_snippet_part_count(snippet) != rows[i].parts)
            fail_msg("row %zu: %zu parts", i, kbg_snippet_part_count(snippet));
        for (size_t p = 0; p < rows[i].parts; p++) /* no half of a pair: U+FFFD or an emoji cut would be seen here */
            assert_null(strstr(kbg_snippet_part(snippet, p, NULL), "\xEF\xBF\xBD"));
        kbg_snippet_free(snippet);
        fixture_free(&f);
        text_free(&body);
    }
}

/* ---- hostile bodies ---- */

static void a_mebibyte_of_anything_ends(void **state)
{
    static const char *const pieces[] = { "[", "![", "> ", "a", "，", "**a**", "a    ", "*a **b ", "`", "- ", "<!--", "| ", "|a|b\n", "a|" };
    static const char *const profiles[] = { "discord", "sms_cn", "html", "feishu_post", "wecom_markdown_v2" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        text body = { 0 };
        size_t count = (1u << 20) / strlen(pieces[i]) / (strchr(pieces[i], '|') ? 8 : 1);
        if (strchr(pieces[i], '|')) { /* a table, whose headings are as long as its rows, or short */
            text_add_repeated(&body, strchr(pieces[i], '\n') ? "a|" : pieces[i], strchr(pieces[i], '\n') ? 3 : count);
            text_add_cstr(&body, "|\n|-|-|\n");
        }
        text_add_repeated(&body, pieces[i], count);
        text_add_cstr(&body, strcmp(pieces[i], "a|") == 0 ? "\n" : "");
        text_add_repeated(&body, pieces[i], strcmp(pieces[i], "a|") == 0 ? count : 0);
        fixture f = fixture_with_body(body.data);
        for (size_t p = 0; p < COUNT_OF(profiles); p++) {
            kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
            kbg_snippet *snippet = NULL;
            options.profile = view_of(profiles[p]);
            kbg_status status = kbg_render(f.searcher, f.item, &options, &snippet, NULL);
            assert_true(status == KBG_OK || status == KBG_ERR_LIMIT);
            for (size_t k = 0, len; k < (snippet ? kbg_snippet_part_count(snippet) : 0); k++)
                assert_true(strspn(kbg_snippet_part(snippet, k, &len), " \n") < len || len == 0);
            kbg_snippet_free(snippet);
        }
        fixture_free(&f);
        text_free(&body);
    }
}

/* ---- what goes with parts ---- */

static void labels_signatures_and_keywords_count(void **state)
{
    (void)state;
    static const char body[] = "您的订单已经发货，请留意查收。如果三天内没有收到，请联系我们，我们会马上处理。感谢您的支持，欢迎再来！";
    for (uint64_t limit = 28; limit < 120; limit++) {
        fixture f = fixture_with_body(body);
        kbg_profile *profile = profile_of("line", limit);
        kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
        kbg_snippet *snippet = NULL;
        text whole = { 0 };
        set(profile, KBG_PROFILE_LABEL, "({part}/{parts})");
        set(profile, KBG_PROFILE_SIGNATURE, "【云畅】");
        set(profile, KBG_PROFILE_KEYWORD, "订单");
        options.own_profile = profile;
        assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
        size_t count = kbg_snippet_part_count(snippet);
        for (size_t i = 0; i < count; i++) {
            size_t len;
            const char *part = kbg_snippet_part(snippet, i, &len);
            text tail = { 0 };
            assert_true(kbg_profile_measure(profile, part, len) <= limit);
            assert_memory_equal(part, "【云畅】", strlen("【云畅】"));
            part += strlen("【云畅】");
            len -= strlen("【云畅】");
            if (count > 1)
                text_add_format(&tail, " (%zu/%zu)", i + 1, count);
            else
                text_add_cstr(&tail, "");
            assert_true(len > tail.len);
            assert_string_equal(part + len - tail.len, tail.data);
            len -= tail.len;
            assert_non_null(strstr(part, "订单"));
            if (i > 0) { /* where it was not there, it stands behind */
                assert_memory_equal(part + len - strlen("订单"), "订单", strlen("订单"));
                len -= strlen("订单");
            }
            text_add(&whole, part, len);
            text_free(&tail);
        }
        assert_string_equal(whole.data, body);
        text_free(&whole);
        kbg_snippet_free(snippet);
        kbg_profile_free(profile);
        fixture_free(&f);
    }
}

static void a_label_longer_than_a_part_is_an_error(void **state)
{
    (void)state;
    fixture f = fixture_with_body("一二三四五六七八九十一二三四五六七八九十");
    kbg_profile *profile = profile_of("line", 16);
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_snippet *snippet = NULL;
    kbg_error *error = NULL;
    set(profile, KBG_PROFILE_LABEL, "（第 {part} 条，共 {parts} 条消息）");
    options.own_profile = profile;
    assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, &error), KBG_ERR_LIMIT);
    assert_null(snippet);
    assert_string_equal(kbg_error_message(error), "a part of 16 units has no room for any text");
    kbg_error_free(error);
    kbg_profile_free(profile);
    fixture_free(&f);
}

static void parts_beyond_those_allowed_are_an_error_or_cut(void **state)
{
    (void)state;
    text body = { 0 };
    for (int i = 0; i < 40; i++)
        text_add_format(&body, "第 %d 条说明，请仔细阅读以后再操作。", i);
    fixture f = fixture_with_body(body.data);
    kbg_profile *profile = profile_of("line", 100);
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_snippet *snippet = NULL;
    kbg_error *error = NULL;
    kbg_warning warning = KBG_WARNING_MARKUP;
    assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_PARTS, 3), KBG_OK);
    options.own_profile = profile;
    assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, &error), KBG_ERR_LIMIT);
    assert_string_equal(kbg_error_message(error), "8 parts are needed, the profile allows 3");
    kbg_error_free(error);
    options.flags = KBG_RENDER_CUT;
    assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
    assert_int_equal(kbg_snippet_part_count(snippet), 3);
    for (size_t i = 0; i < 3; i++) {
        size_t len;
        const char *part = kbg_snippet_part(snippet, i, &len);
        assert_true(kbg_profile_measure(profile, part, len) <= 100);
        assert_int_equal(strstr(part, "……（内容未完）") != NULL, i == 2);
    }
    assert_int_equal(kbg_snippet_warning_count(snippet), 1);
    assert_string_equal(kbg_snippet_warning(snippet, 0, &warning), "the end was left out");
    assert_int_equal(warning, KBG_WARNING_CUT);
    assert_null(kbg_snippet_warning(snippet, 1, &warning));
    kbg_snippet_free(snippet);
    kbg_profile_free(profile);
    fixture_free(&f);
    text_free(&body);
}

/* ---- attachments ---- */

static void images_stand_between_the_parts(void **state)
{
    static const struct {
        const char *profile, *parts;
        size_t attachments, places[4];
        const char *uris[4];
    } rows[] = {
        { "wecom_text", "前‖后", 4, { 0, 1, 2, 2 }, { "https://a.example/0.png", "https://a.example/1.png", "u:file", "u:card" } },
        { "discord", "前‖后", 4, { 0, 1, 2, 2 }, { "https://a.example/0.png", "https://a.example/1.png", "u:file", "u:card" } },
        { "plain", "[图片：零] https://a.example/0.png\n\n前\n\n[图片] https://a.example/1.png\n\n后", 2, { 1, 1 }, { "u:file", "u:card" } },
        { "html", "<p><img src=\"https://a.example/0.png\" alt=\"零\"></p><p>前</p><p><img src=\"https://a.example/1.png\" alt=\"图片\"></p><p>后</p>",
          2, { 1, 1 }, { "u:file", "u:card" } },
        { "sms_cn", "[图片：零] https://a.example/0.png\n\n前\n\n[图片] https://a.example/1.png‖后\n[文件] 说明书 u:file\n[卡片] u:card", 2, { SIZE_MAX, SIZE_MAX }, { "u:file", "u:card" } },
    };
    (void)state;
    fixture f = fixture_of("{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"body\":\"![零](https://a.example/0.png)\\n\\n前\\n\\n"
                           "![](https://a.example/1.png)\\n\\n后\",\"attachments\":[{\"kind\":\"file\",\"uri\":\"u:file\",\"title\":\"说明书\"},"
                           "{\"kind\":\"card\",\"uri\":\"u:card\"}]}]}");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
        kbg_snippet *snippet = NULL;
        options.profile = view_of(rows[i].profile);
        text parts = parts_of(&f, &options);
        assert_string_equal(parts.data, rows[i].parts);
        text_free(&parts);
        assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
        assert_int_equal(kbg_snippet_attachment_count(snippet), rows[i].attachments);
        for (size_t k = 0; k < rows[i].attachments; k++) {
            const kbg_attachment *attachment = kbg_snippet_attachment(snippet, k);
            assert_string_equal(kbg_attachment_uri(attachment, NULL), rows[i].uris[k]);
            assert_int_equal(kbg_snippet_attachment_place(snippet, k), rows[i].places[k]);
            if (k == 0 && rows[i].attachments == 4) {
                assert_int_equal(kbg_attachment_media(attachment), KBG_MEDIA_IMAGE);
                assert_string_equal(kbg_attachment_alt(attachment, NULL), "零");
            }
        }
        assert_int_equal(kbg_snippet_attachment_place(snippet, rows[i].attachments), SIZE_MAX);
        kbg_snippet_free(snippet);
    }
    fixture_free(&f);
}

static void an_image_alone_makes_no_part_of_text(void **state)
{
    (void)state;
    fixture f = fixture_with_body("![图](https://a.example/1.png)");
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_snippet *snippet = NULL;
    options.profile = view_of("line");
    assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
    assert_int_equal(kbg_snippet_part_count(snippet), 1);
    assert_string_equal(kbg_snippet_part(snippet, 0, NULL), "");
    assert_int_equal(kbg_snippet_attachment_count(snippet), 1);
    assert_int_equal(kbg_snippet_attachment_place(snippet, 0), 0);
    kbg_snippet_free(snippet);
    fixture_free(&f);
}

static void the_plain_text_of_a_part_has_its_values(void **state)
{
    (void)state;
    fixture f = fixture_with_body("**您好** [详情](https://a.example/)，见<https://b.example/>。");
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_snippet *snippet = NULL;
    size_t len;
    options.profile = view_of("telegram_mdv2");
    assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
    assert_string_equal(kbg_snippet_part(snippet, 0, NULL), "*您好* [详情](https://a.example/)，见https://b\\.example/ 。");
    assert_string_equal(kbg_snippet_part_text(snippet, 0, &len), "您好 详情 https://a.example/ ，见https://b.example/ 。");
    assert_int_equal(len, strlen(kbg_snippet_part_text(snippet, 0, NULL)));
    assert_null(kbg_snippet_part_text(snippet, 1, &len));
    assert_int_equal(len, 0);
    kbg_snippet_free(snippet);
    fixture_free(&f);
}

/* ---- profiles ---- */

static void profiles_are_made_copied_and_changed(void **state)
{
    (void)state;
    kbg_profile *profile = NULL, *copy = NULL;
    size_t len;
    assert_int_equal(kbg_profile_new(NULL, "nobody", 6, &profile), KBG_ERR_OPTIONS);
    assert_null(profile);
    assert_int_equal(kbg_profile_new(NULL, NULL, 0, &profile), KBG_OK);
    assert_int_equal(kbg_profile_get_number(profile, KBG_PROFILE_LIMIT), KBG_NO_LIMIT);
    set(profile, KBG_PROFILE_BULLET, "* ");
    assert_int_equal(kbg_profile_set_emoticon(profile, "微笑", 6, "#E-s01", 6), KBG_OK);
    assert_int_equal(kbg_profile_set_emoticon(profile, "没有", 6, "x", 1), KBG_ERR_OPTIONS);
    assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_EMOTICONS, KBG_EMOTICONS_CODE), KBG_OK);
    for (uint64_t limit = 0; limit < 16; limit++)
        assert_int_equal(kbg_profile_set_number(profile, KBG_PROFILE_LIMIT, limit), KBG_ERR_OPTIONS);
    assert_int_equal(kbg_profile_clone(profile, &copy), KBG_OK);
    kbg_profile_free(profile);
    assert_string_equal(kbg_profile_get_text(copy, KBG_PROFILE_BULLET, &len), "* ");
    assert_int_equal(len, 2);
    assert_string_equal(kbg_profile_get_text(copy, (kbg_profile_text)999, &len), "");
    assert_int_equal(kbg_profile_get_number(copy, (kbg_profile_number)999), 0);
    fixture f = fixture_with_body("- 好[微笑]");
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    options.own_profile = copy;
    text parts = parts_of(&f, &options);
    assert_string_equal(parts.data, "* 好#E-s01");
    text_free(&parts);
    fixture_free(&f);
    kbg_profile_free(copy);
    kbg_profile_free(NULL);
    assert_null(kbg_profile_name(kbg_profile_count()));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_written_in_the_markup_of_the_channel),
        cmocka_unit_test(parts_are_cut_where_a_reader_would_pause),
        cmocka_unit_test(short_messages_have_their_own_lengths),
        cmocka_unit_test(a_mebibyte_of_anything_ends),
        cmocka_unit_test(labels_signatures_and_keywords_count),
        cmocka_unit_test(a_label_longer_than_a_part_is_an_error),
        cmocka_unit_test(parts_beyond_those_allowed_are_an_error_or_cut),
        cmocka_unit_test(images_stand_between_the_parts),
        cmocka_unit_test(an_image_alone_makes_no_part_of_text),
        cmocka_unit_test(the_plain_text_of_a_part_has_its_values),
        cmocka_unit_test(profiles_are_made_copied_and_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
