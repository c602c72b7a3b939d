/* SPDX-License-Identifier: MIT */
/* Every profile with every body, at limits around what the whole takes and around its half and third. What must hold of the
 * parts is checked by counters and readers that share nothing with the library (markup_check.h). */
#include "markup_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

static const char long_value[] = "长";

static bool give(const char *name, size_t len, kbg_text *value, void *user_data)
{
    static const struct {
        const char *name, *value;
    } values[] = {
        { "单号", "YC-2026-1111" }, { "标记", "*a* _b_ <b> [x](y) {{单号}} `c` &amp; > # 1. \\" },
        { "多行", "甲\n乙\r\n丙" }, { "空", "" }, { "链接", "https://s.example/a?b=c&d=e_f_g" },
    };
    (void)user_data;
    for (size_t i = 0; i < COUNT_OF(values); i++)
        if (strlen(values[i].name) == len && memcmp(values[i].name, name, len) == 0) {
            *value = view_of(values[i].value);
            return true;
        }
    if (len == strlen("长文") && memcmp(name, "长文", len) == 0) {
        static char filled[3 * 300];
        for (size_t i = 0; i < sizeof(filled); i += 3)
            memcpy(filled + i, long_value, 3);
        *value = (kbg_text){ filled, sizeof(filled) };
        return true;
    }
    return false;
}

static const char *const bodies[] = {
    "您好，请问有什么可以帮您？",
    /* units and clusters */
    "你好😀世界👨‍👩‍👧‍👦家庭e\xCC\x81t\xC3\xA9🇨🇳🇯🇵🇺🇸𠮷野家❤️爱心1️⃣数字각각नमस्ते👍🏽好",
    "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦",
    "🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨🇳🇨",
    "\xCC\x81以组合符开头o\xCC\x88\xCC\xA3\xCC\x81多个",
    /* sentences and clauses */
    "第一句话说完了。第二句话，中间有逗号，也有顿号、还有冒号：都算。第三句是问句吗？是的！第四句；第五句……完——真的。",
    "他说：“今天发货。”她说：“明天到（最晚后天）。”我们说：【请放心】《说明书》在盒子里。",
    "Your order has shipped. It will arrive within 3 days, unless the weather is bad; we will keep you informed! Any "
    "questions? Just ask.",
    /* atoms */
    "订单号 YC2026111100817 和 A-102-77 共 129.00元，请在 2026-11-11 前联系 400-800-1234 或 138 0013 8000，折扣 50%，约 15天。",
    "见https://shop.example/orders/detail?id=1234567890&from=im&page=2。再见https://a.example/x_y_z(1)，好！",
    "[说明](https://shop.example/a_(b)?q=%20中文&x=1|2~3)和<https://shop.example/bare>，写信给<kf@shop.example>。",
    "[**粗体** *链接* `码`文字](https://shop.example/very/long/path/to/a/page.html)结束",
    "您的单号{{单号}}已发出，详情{{链接}}，祝好。{{空}}{{长文}}",
    "值：{{标记}}和{{多行}}",
    /* emphasis */
    "这是**重点**，请看。**“引号”**后，**Status:**OK，***都有***，**<https://b.example/x>**，*斜*体，a**b**c，**一 *二* 三**。",
    "**很长很长的一段加粗文字，里面有逗号，也有句号。还没有结束，继续加粗**后面*又是斜体，也很长，也要断开*。",
    /* signs */
    "单个：! \" # $ % & ' ( ) * + , - . / : ; < = > ? @ [ \\ ] ^ _ ` { | } ~ 完",
    "双：!!\"\"##$$%%&&''(())**++,,--..//::;;<<==>>??@@[[\\]]^^__``{{单号}}||}}~~完",
    "\\# 不是标题\n\n\\- 不是列表\n\n\\> 不是引用\n\n1\\. 不是编号\n\n\\+ 加号\n\n----x",
    "实体 &amp;amp; &amp;lt;b&gt; </a> ]]> &copy; 拨打*100#或*200#，a*b*c，a_b_c，~波浪~，`反`",
    "@all @everyone @here @room <@U1> <!here> <at user_id=\"all\"></at> <@userid> @13800138000 保持不动",
    /* blocks */
    "# 退货\n\n说明如下：\n\n1. 打开订单，找到商品\n2. 点“申请售后”，填写原因\n3. 等待审核\n\n> 签收后 7 天内\n> 不影响二次销售\n\n谢谢",
    "- 一级，有一点长的文字在这里\n  - 二级，也有一点长的文字\n    1. 三级，更长一点的文字在这里\n    2. 三级之二\n- 一级之二\n\n  续段，同样有点长",
    "9. 九\n10. 十\n11. 十一，很长的一项，要断开才放得下，因为里面的话很多，说也说不完\n\n后",
    "```sh\ncurl -X POST 'https://a.example/api' -d \"{}\"\nif [ \"$a\" = '*' ]; then\n    echo `date` \\n \\\\\nfi\n```\n说明`code *x*`和``a`b``",
    "> 引用一，说了很多的话，要断开。再说一句！\n>\n> > 里面的引用，也很长很长\n>\n> - 列表一\n> - 列表二\n\n后",
    "一\n\n***\n\n二<br>三  \n四\n五",
    "![流程图](https://shop.example/flow.png)\n\n文中![小图](https://shop.example/s.png)图，后",
    "<div onclick=\"x()\">html</div>\n\n<script>alert(1)</script>\n\n[点我](javascript:alert(1)) ![x](data:text/html,x) <b onmouseover=x>粗</b>",
    "表情[微笑]和/:^_^还有/::)以及😊，地址https://a.example/:book里的不算，(8) :DONE: $ 10:30:45",
    "行\xE2\x80\xA8分隔\xC2\x85下一行\t制表\x01控制\xEF\xBB\xBF" "BOM\xE2\x80\x8B零宽\xC2\xA0空格\xE2\x80\xAE反",
    "一\n\n\n\n二\n\n\n三",
    /* tables; the first column has a name that nothing else has */
    "说明：\n\n| 表头 | 月费 | 备注 |\n|---|--:|:-:|\n| 畅享 | **59.00元**，首月半价 | 可退。不可转让 |\n| 尊享{{单号}} | 129.00元 | |\n"
    "| https://shop.example/bare | *斜 体* | [查看](https://a.example/x_y_z(1)) |\n\n后",
    "|表头|b|\n|-|-|\n|1\\|2|{{标记}}|\n|`a|b`|<br>|||多|\n||{{多行}}|\n|`*`@all|- # > 1.|\n{{空}}|👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦|",
    "| 表头 | 很长的说明文字，要断开才放得下 |\n|---|---|\n| 一 | 因为里面的话很多，说也说不完。再说一句！又说一句，还没有完 |\n| 二 | ![小图](https://shop.example/s.png)图 |\n",
};

/* ---- what holds of every part ---- */

/* What the first line of a part may have that the whole has not: quote marks, indents, the number of a list again. */
static size_t prefix_of(const char *data, size_t len)
{
    size_t at = 0;
    for (;;) {
        size_t digits = at;
        while (digits < len && data[digits] >= '0' && data[digits] <= '9')
            digits++;
        if (at < len && (data[at] == '>' || data[at] == ' '))
            at++;
        else if (digits > at && digits + 1 < len && data[digits] == '.' && data[digits + 1] == ' ')
            at = digits + 2;
        else
            return at;
    }
}

/* The length of the headings that a part begins with again. The table that it goes on in is the one that the parts so far
 * end in, so its headings stand before. */
static size_t headings_of(const char *data, size_t len, const text *before)
{
    static const char first[] = "表头；";
    const char *end = memchr(data, '\n', len);
    if (!end || (size_t)(end - data) < sizeof(first) || memcmp(data, first, sizeof(first) - 1) != 0)
        return 0;
    return strstr(before->data, first) ? (size_t)(end - data) + 1 : 0;
}

/* Adds a text without white space and without the marks of quotes on blank lines: parts drop those where they end. */
static void add_content(text *out, const char *data, size_t len)
{
    for (size_t at = 0, end; at < len; at = end + 1) {
        bool is_blank = memchr(data, '\n', len) != NULL;
        for (end = at; end < len && data[end] != '\n'; end++)
            is_blank &= data[end] == '>' || data[end] == ' ';
        for (; at < end && !is_blank; at++) {
            if (end - at > 2 && memcmp(data + at, "\xE3\x80\x80", 3) == 0)
                at += 2;
            else if (data[at] != ' ' && data[at] != '\t')
                text_add(out, data + at, 1);
        }
    }
}

static kbg_status render_with(kbg_searcher *searcher, const kbg_item *item, const kbg_profile *profile,
                              kbg_snippet **snippet)
{
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    options.own_profile = profile;
    options.variable = give;
    return kbg_render(searcher, item, &options, snippet, NULL);
}

static const char *check_markup(const char *name, const char *part, size_t len, text *seen)
{
    if (strcmp(name, "telegram_html") == 0)
        return check_telegram_html(part, len, seen);
    if (strcmp(name, "telegram_mdv2") == 0)
        return check_telegram_mdv2(part, len, seen);
    if (strcmp(name, "html") == 0 || strcmp(name, "matrix_html") == 0)
        return check_html(part, len, name[0] == 'm', seen);
    if (strncmp(name, "feishu_", 7) == 0)
        return check_json(part, len, seen);
    text_add(seen, part, len);
    return NULL;
}

/* The length of a part in the unit of its profile. */
static uint64_t length_of(const kbg_profile *profile, const char *part, size_t len, const char *plain,
                          size_t plain_len, const text *seen, bool is_gsm7)
{
    uint64_t counted = kbg_profile_get_number(profile, KBG_PROFILE_COUNTED);
    if (counted == KBG_COUNTED_TEXT)
        return count_code_points(seen->data, seen->len);
    switch ((kbg_unit)kbg_profile_get_number(profile, KBG_PROFILE_UNIT)) {
    case KBG_UNIT_UTF8_BYTES:
        return len;
    case KBG_UNIT_CODE_POINTS:
        return count_code_points(part, len);
    case KBG_UNIT_UTF16_UNITS:
        return count_utf16(part, len);
    case KBG_UNIT_GSM7_SEPTETS:
        return is_gsm7 ? count_septets(part, len) : count_utf16(part, len);
    case KBG_UNIT_JSON_BYTES:
        return count_json(part, len) + (counted == KBG_COUNTED_BOTH ? count_json(plain, plain_len) : 0);
    }
    return UINT64_MAX;
}

/* Whether a part begins or ends with a sign that it should not. */
static bool is_bad_edge(const char *plain, size_t len)
{
    static const char *const no_start[] = { "，", "。", "；", "！", "？", "）", "】", "》" };
    static const char *const no_end[] = { "（", "【", "《" };
    for (size_t i = 0; i < COUNT_OF(no_start); i++)
        if (len >= 3 && memcmp(plain, no_start[i], 3) == 0)
            return true;
    for (size_t i = 0; i < COUNT_OF(no_end); i++)
        if (len >= 3 && memcmp(plain + len - 3, no_end[i], 3) == 0)
            return true;
    return false;
}

static size_t count_of(const char *data, const char *wanted)
{
    size_t count = 0;
    for (const char *at = data; (at = strstr(at, wanted)) != NULL; at += strlen(wanted))
        count++;
    return count;
}

/* What must not be broken, where it occurs in the text without spaces. */
static const char *const atoms[] = {
    "YC2026111100817", "A-102-77", "129.00元", "2026-11-11", "400-800-1234", "15天", "YC-2026-1111", "10:30:45",
    "https://shop.example/orders/detail?id=1234567890&from=im&page=2", "https://a.example/x_y_z(1)",
    "https://shop.example/bare", "https://s.example/a?b=c&d=e_f_g", "kf@shop.example",
};

typedef struct trial {
    const char *profile_name, *body;
    kbg_profile *profile;
    kbg_searcher *searcher;
    const kbg_item *item;
    UBreakIterator *clusters;
    text whole, whole_plain; /* the content, and the plain text as it is */
    bool is_gsm7;
} trial;

/* Fails with what was being tried. */
#define CHECK(t, limit, condition) check(t, limit, condition, #condition)
static void check(const trial *t, uint64_t limit, bool holds, const char *what)
{
    if (!holds)
        fail_msg("%s, limit %llu: %s\n%s", t->profile_name, (unsigned long long)limit, what, t->body);
}

/* Each part's end must be the end of a cluster of the whole. */
static void check_clusters(const trial *t, uint64_t limit, const text *content, const size_t *ends, size_t count)
{
    UErrorCode error = U_ZERO_ERROR;
    UText *utext = utext_openUTF8(NULL, content->data, (int64_t)content->len, &error);
    ubrk_setUText(t->clusters, utext, &error);
    assert_true(U_SUCCESS(error));
    for (size_t i = 0; i < count; i++)
        CHECK(t, limit, ubrk_isBoundary(t->clusters, (int32_t)ends[i]));
    utext_close(utext);
}

static void check_parts(const trial *t, uint64_t limit, const kbg_snippet *snippet)
{
    text content = { 0 };
    size_t count = kbg_snippet_part_count(snippet), *ends = calloc(count + 1, sizeof(size_t));
    bool was_broken = false;
    kbg_warning warning;
    assert_non_null(ends);
    text_add_cstr(&content, "");
    for (size_t i = 0; kbg_snippet_warning(snippet, i, &warning); i++)
        was_broken |= warning == KBG_WARNING_BROKEN;
    for (size_t i = 0; i < count; i++) {
        text seen = { 0 };
        size_t len, plain_len;
        const char *part = kbg_snippet_part(snippet, i, &len);
        const char *plain = kbg_snippet_part_text(snippet, i, &plain_len);
        text_add_cstr(&seen, "");
        const char *wrong = check_markup(t->profile_name, part, len, &seen);
        if (wrong)
            fail_msg("%s, limit %llu: %s\n%s\n%s", t->profile_name, (unsigned long long)limit, wrong, t->body, part);
        CHECK(t, limit, length_of(t->profile, part, len, plain, plain_len, &seen, t->is_gsm7) <= limit);
        CHECK(t, limit, was_broken || count == 1 || !is_bad_edge(plain, plain_len));
        CHECK(t, limit, len > 0 || count == 1);
        size_t again = headings_of(plain, plain_len, &content);
        plain += again;
        plain_len -= again;
        size_t before = content.len, prefix = i ? prefix_of(plain, plain_len) : 0;
        add_content(&content, plain, plain_len);
        if (prefix && (content.len > t->whole.len || memcmp(content.data, t->whole.data, content.len) != 0)) {
            content.len = before;
            add_content(&content, plain + prefix, plain_len - prefix);
        }
        ends[i] = content.len;
        text_free(&seen);
    }
    if (content.len != t->whole.len || memcmp(content.data, t->whole.data, content.len) != 0) {
        size_t same = 0;
        while (same < content.len && content.data[same] == t->whole.data[same])
            same++;
        fail_msg("%s, limit %llu: the parts are not the whole\n%.300s\n… %.60s\n… %.60s", t->profile_name,
                 (unsigned long long)limit, t->body, t->whole.data + same, content.data + same);
    }
    if (!was_broken) {
        check_clusters(t, limit, &t->whole, ends, count);
        for (size_t a = 0; a < COUNT_OF(atoms); a++) {
            size_t found = 0;
            for (size_t i = 0; i < count; i++)
                found += count_of(kbg_snippet_part_text(snippet, i, NULL), atoms[a]);
            CHECK(t, limit, found == count_of(t->whole_plain.data, atoms[a]));
        }
    }
    free(ends);
    text_free(&content);
}

/* The whole as one part; returns what it costs. */
static uint64_t take_whole(trial *t)
{
    kbg_snippet *snippet = NULL;
    text seen = { 0 };
    uint64_t cost = 0;
    assert_int_equal(kbg_profile_set_number(t->profile, KBG_PROFILE_LIMIT, KBG_NO_LIMIT), KBG_OK);
    assert_int_equal(kbg_profile_set_number(t->profile, KBG_PROFILE_WIDE_LIMIT, KBG_NO_LIMIT), KBG_OK);
    assert_int_equal(kbg_profile_set_number(t->profile, KBG_PROFILE_PART_LIMIT, 0), KBG_OK);
    assert_int_equal(kbg_profile_set_number(t->profile, KBG_PROFILE_WIDE_PART_LIMIT, 0), KBG_OK);
    assert_int_equal(kbg_profile_set_number(t->profile, KBG_PROFILE_HEADROOM, 0), KBG_OK);
    assert_int_equal(kbg_profile_set_number(t->profile, KBG_PROFILE_PARTS, 0), KBG_OK);
    assert_int_equal(render_with(t->searcher, t->item, t->profile, &snippet), KBG_OK);
    text_add_cstr(&t->whole, "");
    text_add_cstr(&t->whole_plain, "");
    text_add_cstr(&seen, "");
    t->is_gsm7 = true;
    for (size_t i = 0; i < kbg_snippet_part_count(snippet); i++) {
        size_t len, plain_len;
        const char *part = kbg_snippet_part(snippet, i, &len);
        const char *plain = kbg_snippet_part_text(snippet, i, &plain_len);
        add_content(&t->whole, plain, plain_len);
        text_add(&t->whole_plain, plain, plain_len);
        text_add_cstr(&t->whole_plain, "\n");
        const char *wrong = check_markup(t->profile_name, part, len, &seen);
        if (wrong)
            fail_msg("%s: %s\n%s\n%s", t->profile_name, wrong, t->body, part);
        t->is_gsm7 &= count_septets(part, len) != SIZE_MAX;
        cost = length_of(t->profile, part, len, plain, plain_len, &seen, t->is_gsm7);
    }
    kbg_snippet_free(snippet);
    text_free(&seen);
    return cost;
}

static void try_limits(trial *t)
{
    uint64_t whole = take_whole(t);
    const uint64_t middles[] = { whole, whole / 2, whole / 3, whole / 5, 70, 30 };
    for (size_t m = 0; m < COUNT_OF(middles); m++)
        for (int step = -2; step <= 2; step++) {
            uint64_t limit = middles[m] + (uint64_t)(int64_t)step;
            kbg_snippet *snippet = NULL;
            if (middles[m] < 18)
                continue;
            assert_int_equal(kbg_profile_set_number(t->profile, KBG_PROFILE_LIMIT, limit), KBG_OK);
            assert_int_equal(kbg_profile_set_number(t->profile, KBG_PROFILE_WIDE_LIMIT, limit), KBG_OK);
            kbg_status status = render_with(t->searcher, t->item, t->profile, &snippet);
            /* There is an end to what can be done: a link with its markup does not fit into thirty units. */
            CHECK(t, limit, status == KBG_OK || (status == KBG_ERR_LIMIT && limit < 330 && limit < whole));
            if (status == KBG_OK)
                check_parts(t, limit, snippet);
            kbg_snippet_free(snippet);
        }
}

static void try_body(const char *body)
{
    text json = item_with_body(body);
    UErrorCode error = U_ZERO_ERROR;
    trial t = { .body = body, .clusters = ubrk_open(UBRK_CHARACTER, "zh", NULL, 0, &error) };
    assert_true(U_SUCCESS(error));
    kbg_base *base = base_of(json.data);
    kbg_view *view = kbg_base_view(base);
    t.item = kbg_view_item(view, 0);
    t.searcher = searcher_of(base);
    for (size_t p = 0; p < kbg_profile_count(); p++) {
        t.profile_name = kbg_profile_name(p);
        assert_int_equal(kbg_profile_new(NULL, t.profile_name, strlen(t.profile_name), &t.profile), KBG_OK);
        try_limits(&t);
        kbg_profile_free(t.profile);
        text_free(&t.whole);
        text_free(&t.whole_plain);
    }
    kbg_searcher_free(t.searcher);
    kbg_view_unref(view);
    text_free(&json);
    ubrk_close(t.clusters);
}

static void every_profile_keeps_its_promises(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        try_body(bodies[i]);
}

/* Several bodies one behind the other. */
static void so_it_does_with_long_bodies(void **state)
{
    (void)state;
    text body = { 0 };
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        text_add_cstr(&body, bodies[i]);
        text_add_cstr(&body, "\n\n");
        if (i % 6 != 5)
            continue;
        try_body(body.data);
        text_clear(&body);
    }
    text_free(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_profile_keeps_its_promises),
        cmocka_unit_test(so_it_does_with_long_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
