/* SPDX-License-Identifier: MIT */
/* render.h. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static kbg_render_options options_new(void)
{
    return (kbg_render_options)KBG_RENDER_OPTIONS_INIT;
}

/* A searcher and a view of its one item. */
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

static void fixture_free(fixture *f)
{
    kbg_searcher_free(f->searcher);
    kbg_view_unref(f->view);
}

/* An item with one answer, whose body is this text. */
static fixture fixture_with_body(const char *body)
{
    text jsonl = { 0 };
    text_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"");
    for (const char *c = body; *c; c++) {
        if ((unsigned char)*c < 0x20)
            text_add_format(&jsonl, "\\u%04X", (unsigned)*c);
        else
            text_add_format(&jsonl, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
    }
    text_add_cstr(&jsonl, "\"}");
    fixture f = fixture_of(jsonl.data);
    text_free(&jsonl);
    return f;
}

/* Values of variables: name, value, name, value, …, NULL. */
static bool from_table(const char *name, size_t name_len, kbg_text *value, void *user_data)
{
    const char *const *table = user_data;
    assert_null(value->data);
    assert_int_equal(value->len, 0);
    for (; *table; table += 2)
        if (strlen(table[0]) == name_len && memcmp(table[0], name, name_len) == 0) {
            *value = view_of(table[1]);
            return true;
        }
    return false;
}

static void assert_renders(const fixture *f, const kbg_render_options *options, const char *expected)
{
    kbg_snippet *snippet = NULL;
    kbg_error *error = NULL;
    if (kbg_render(f->searcher, f->item, options, &snippet, &error) != KBG_OK)
        fail_msg("%s", kbg_error_message(error));
    assert_null(error);
    assert_int_equal(kbg_snippet_part_count(snippet), 1);
    size_t len;
    const char *part = kbg_snippet_part(snippet, 0, &len);
    assert_text(part, len, expected);
    assert_ptr_equal(kbg_snippet_part(snippet, 0, NULL), part);
    kbg_snippet_free(snippet);
}

static void assert_fails(const fixture *f, const kbg_render_options *options, kbg_status status, const char *message)
{
    kbg_snippet *snippet = (kbg_snippet *)f->searcher; /* anything but NULL */
    kbg_error *error = NULL;
    assert_int_equal(kbg_render(f->searcher, f->item, options, &snippet, &error), status);
    assert_null(snippet);
    assert_int_equal(kbg_error_status(error), status);
    if (message)
        assert_string_equal(kbg_error_message(error), message);
    kbg_error_free(error);
    assert_int_equal(kbg_render(f->searcher, f->item, options, &snippet, NULL), status);
}

static void a_body_becomes_plain_text(void **state)
{
    static const struct {
        const char *body, *expected;
    } rows[] = {
        { "您好，退货请走 **订单** 页面。", "您好，退货请走 订单 页面。" },
        { "one\ntwo\n\nthree", "one\ntwo\n\nthree" },
        { "- a\n- b", "· a\n· b" },
        { "3. a\n4. b", "3. a\n4. b" },
        { "> quoted", "> quoted" },
        { "[text](https://example.com/x)。", "text https://example.com/x 。" },
        { "<https://example.com/>", "https://example.com/" },
        { "![alt](https://example.com/a.png)", "[图片：alt] https://example.com/a.png" },
        { "a<br>b", "a\nb" },
        { "`code` *em*", "code em" },
        { "# title", "title" },
        { "\\*no markup\\*", "*no markup*" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fixture f = fixture_with_body(rows[i].body);
        kbg_render_options options = options_new();
        assert_renders(&f, NULL, rows[i].expected);
        options.profile = view_of("plain");
        assert_renders(&f, &options, rows[i].expected);
        fixture_free(&f);
    }
}

static void variables_are_filled_in(void **state)
{
    static const char *const values[] = { "name", "王女士", "订单号", "A-102", "empty", "", "a.b-c_1", "x", NULL };
    static const struct {
        const char *body, *expected;
    } rows[] = {
        { "您好 {{name}}", "您好 王女士" },
        { "{{name}}{{name}}", "王女士王女士" },
        { "{{ name }}", "王女士" },
        { "{{订单号}}", "A-102" },
        { "[{{empty}}]", "[]" },
        { "{{a.b-c_1}}", "x" },
        { "{{name|亲}}", "王女士" },
        { "{{nobody|亲}}", "亲" },
        { "{{nobody|}}!", "!" },
        { "{{nobody| a|b }}!", " a|b !" },
        { "\\{{name}}", "{{name}}" },
        { "{name} { {name} } }}", "{name} { {name} } }}" },
        { "**{{name}}**", "王女士" },
        { "`{{name}}`", "王女士" },
        { "[x](https://example.com/?o={{订单号}}&n={{name}})",
          "x https://example.com/?o=A-102&n=%E7%8E%8B%E5%A5%B3%E5%A3%AB" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fixture f = fixture_with_body(rows[i].body);
        kbg_render_options options = options_new();
        options.variable = from_table;
        options.user_data = (void *)(uintptr_t)values;
        assert_renders(&f, &options, rows[i].expected);
        fixture_free(&f);
    }
}

/* The value stands between < and >. */
static void values_are_data(void **state)
{
    static const struct {
        const char *value, *expected;
    } rows[] = {
        { "**bold** `code` <br> [a](b) # - > \\ &amp;", "**bold** `code` <br> [a](b) # - > \\ &amp;" },
        { "{{v}}", "{{v}}" },
        { "{{other|x}}", "{{other|x}}" },
        { "one\ntwo\r\nthree\tfour", "one two  three four" },
        { "a\x01\x02\x1F\x7F" "b\xC2\x80\xC2\x9F" "c", "abc" },
        { "a\xC2\x85" "b\xE2\x80\xA8" "c\xE2\x80\xA9" "d", "a b c d" },
        { "\xE2\x80\xAE" "evil\xE2\x80\xAC\xE2\x80\x8E\xE2\x80\x8F\xE2\x81\xA6\xE2\x81\xA9\xD8\x9C.", "evil." },
        { "\xFF.\xC3", "\xEF\xBF\xBD.\xEF\xBF\xBD" },
        { "\xEF\xB7\x90" "0\xEF\xB7\x91", "\xEF\xBF\xBD" "0\xEF\xBF\xBD" }, /* what marks variables inside */
        { "😀 e\xCC\x81 退", "😀 e\xCC\x81 退" },
    };
    (void)state;
    fixture f = fixture_with_body("before \\<{{v}}\\> after");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *const values[] = { "v", rows[i].value, NULL };
        kbg_render_options options = options_new();
        text expected = { 0 };
        options.variable = from_table;
        options.user_data = (void *)(uintptr_t)values;
        text_add_format(&expected, "before <%s> after", rows[i].expected);
        assert_renders(&f, &options, expected.data);
        text_free(&expected);
    }
    fixture_free(&f);
}

static bool give_with_nul(const char *name, size_t name_len, kbg_text *value, void *user_data)
{
    (void)name;
    (void)name_len;
    (void)user_data;
    *value = (kbg_text){ "a\0b", 3 };
    return true;
}

static void a_nul_in_a_value_is_taken_out(void **state)
{
    (void)state;
    fixture f = fixture_with_body("{{v}}");
    kbg_render_options options = options_new();
    options.variable = give_with_nul;
    assert_renders(&f, &options, "ab");
    fixture_free(&f);
}

static void all_names_without_value_are_reported(void **state)
{
    static const char *const values[] = { "known", "k", NULL };
    static const struct {
        const char *body, *message;
        const char *missing[4];
        const char *kept, *emptied;
    } rows[] = {
        { "{{a}}", "1 without value: a", { "a" }, "{{a}}", "" },
        { "{{b}} {{known}} {{a}} {{b}}", "2 without value: b, a", { "b", "a" }, "{{b}} k {{a}} {{b}}", " k  " },
        { "{{ 订单号 }}。{{b|x}}", "1 without value: 订单号", { "订单号" }, "{{订单号}}。x", "。x" },
        { "x{{a}}{{c}}{{b}}y", "3 without value: a, c, b", { "a", "c", "b" }, "x{{a}}{{c}}{{b}}y", "xy" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fixture f = fixture_with_body(rows[i].body);
        for (int policy = 0; policy < 3; policy++) {
            kbg_render_options options = options_new();
            options.variable = from_table;
            options.user_data = (void *)(uintptr_t)values;
            options.flags = policy == 0 ? 0 : policy == 1 ? KBG_RENDER_KEEP_MISSING : KBG_RENDER_EMPTY_MISSING;
            if (policy == 0) {
                assert_fails(&f, &options, KBG_ERR_VARIABLE, rows[i].message);
                continue;
            }
            kbg_snippet *snippet = NULL;
            assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
            size_t len, count = 0;
            const char *part = kbg_snippet_part(snippet, 0, &len);
            assert_text(part, len, policy == 1 ? rows[i].kept : rows[i].emptied);
            for (; rows[i].missing[count]; count++) {
                const char *name = kbg_snippet_missing(snippet, count, &len);
                assert_text(name, len, rows[i].missing[count]);
                assert_ptr_equal(kbg_snippet_missing(snippet, count, NULL), name);
            }
            assert_int_equal(kbg_snippet_missing_count(snippet), count);
            len = 9;
            assert_null(kbg_snippet_missing(snippet, count, &len));
            assert_int_equal(len, 0);
            assert_null(kbg_snippet_missing(snippet, SIZE_MAX, NULL));
            kbg_snippet_free(snippet);
        }
        fixture_free(&f);
    }
}

static void without_a_callback_no_variable_has_a_value(void **state)
{
    (void)state;
    fixture f = fixture_with_body("{{a|x}} {{b}}");
    kbg_render_options options = options_new();
    assert_fails(&f, NULL, KBG_ERR_VARIABLE, "1 without value: b");
    options.flags = KBG_RENDER_EMPTY_MISSING;
    assert_renders(&f, &options, "x ");
    fixture_free(&f);
}

static void a_variable_written_wrongly_is_an_error_with_its_place(void **state)
{
    static const char open[] = "a variable begins with {{ and does not end with }}";
    static const struct {
        const char *body, *message;
        uint64_t line, column, offset;
    } rows[] = {
        { "{{", open, 1, 1, 0 },
        { "ab {{name", open, 1, 4, 3 },
        { "退货 {{name}", open, 1, 4, 7 },
        { "one\n退{{na\nme}}", open, 2, 2, 7 },
        { "{{a {{b}}", open, 1, 1, 0 },
        { "{{}}", "\"\" is not the name of a variable", 1, 1, 0 },
        { "x {{ }}", "\"\" is not the name of a variable", 1, 3, 2 },
        { "x\n\n\n{{a b}}", "\"a b\" is not the name of a variable", 4, 1, 4 },
        { "{{a}}\n {{a!}}", "\"a!\" is not the name of a variable", 2, 2, 7 },
        { "{{|x}}", "\"\" is not the name of a variable", 1, 1, 0 },
        { "\\{{a}} {{(}}", "\"(\" is not the name of a variable", 1, 8, 7 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fixture f = fixture_with_body(rows[i].body);
        kbg_render_options options = options_new();
        kbg_snippet *snippet = NULL;
        kbg_error *error = NULL;
        options.flags = KBG_RENDER_EMPTY_MISSING; /* no policy covers this */
        assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, &error), KBG_ERR_TEMPLATE);
        assert_null(snippet);
        assert_int_equal(kbg_error_status(error), KBG_ERR_TEMPLATE);
        assert_string_equal(kbg_error_message(error), rows[i].message);
        assert_int_equal(kbg_error_line(error), rows[i].line);
        assert_int_equal(kbg_error_column(error), rows[i].column);
        assert_int_equal(kbg_error_offset(error), rows[i].offset);
        assert_string_equal(kbg_error_source(error), "");
        kbg_error_free(error);
        fixture_free(&f);
    }
}

static void the_answer_that_fits_best_is_chosen(void **state)
{
    static const char jsonl[] = "{\"id\":\"a\",\"question\":\"q\",\"answers\":["
                                "{\"body\":\"0\"},"
                                "{\"body\":\"1\",\"variant\":\"short\"},"
                                "{\"body\":\"2\",\"language\":\"en-US\"},"
                                "{\"body\":\"3\",\"language\":\"zh-Hans\",\"variant\":\"short\"},"
                                "{\"body\":\"4\",\"channel\":\"sms\"},"
                                "{\"body\":\"5\",\"channel\":\"sms\",\"language\":\"en\"},"
                                "{\"body\":\"6\",\"channel\":\"sms\",\"audience\":[\"vip\",\"老客\"]},"
                                "{\"body\":\"7\",\"audience\":[\"vip\"]},"
                                "{\"body\":\"8\",\"audience\":[\"new\"],\"language\":\"en\"}]}";
    static const struct {
        const char *channel, *language, *variant, *audience[3];
        const char *expected;
    } rows[] = {
        { "", "", "", { NULL }, "0" },
        { "", "", "short", { NULL }, "1" },
        { "", "", "other", { NULL }, "0" },
        { "", "en", "", { NULL }, "2" },
        { "", "EN-us", "", { NULL }, "2" },
        { "", "en-GB", "", { NULL }, "0" },
        { "", "zh", "", { NULL }, "3" },
        { "", "zh", "short", { NULL }, "3" },
        { "", "fr", "short", { NULL }, "1" },
        { "sms", "", "", { NULL }, "4" },
        { "sms", "en", "", { NULL }, "5" },
        { "sms", "zh", "", { NULL }, "4" },
        { "sms", "", "short", { NULL }, "4" },
        { "SMS", "", "", { NULL }, "0" },
        { "sms", "", "", { "老客" }, "6" },
        { "sms", "", "", { "x", "vip" }, "6" },
        { "email", "", "", { "vip" }, "7" },
        { "", "", "", { "vip" }, "7" },
        { "", "", "", { "new", "vip" }, "7" },
        { "", "en", "", { "new", "vip" }, "8" },
        { "", "en", "", { "VIP" }, "2" },
    };
    (void)state;
    fixture f = fixture_of(jsonl);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_render_options options = options_new();
        kbg_text audience[3];
        kbg_snippet *snippet = NULL;
        options.channel = view_of(rows[i].channel);
        options.language = view_of(rows[i].language);
        options.variant = view_of(rows[i].variant);
        options.audience = audience;
        for (; rows[i].audience[options.audience_count]; options.audience_count++)
            audience[options.audience_count] = view_of(rows[i].audience[options.audience_count]);
        assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
        assert_string_equal(kbg_snippet_part(snippet, 0, NULL), rows[i].expected);
        assert_int_equal(kbg_snippet_answer(snippet), rows[i].expected[0] - '0');
        kbg_snippet_free(snippet);
    }
    fixture_free(&f);
}

static void an_item_without_a_fitting_answer_is_an_error(void **state)
{
    static const struct {
        const char *answers, *channel, *audience;
    } rows[] = {
        { "[]", "", "" },
        { "[]", "sms", "vip" },
        { "[{\"body\":\"b\",\"channel\":\"sms\"}]", "", "" },
        { "[{\"body\":\"b\",\"channel\":\"sms\"}]", "wechat", "" },
        { "[{\"body\":\"b\",\"audience\":[\"vip\"]}]", "", "" },
        { "[{\"body\":\"b\",\"audience\":[\"vip\"]}]", "", "new" },
        { "[{\"body\":\"b\",\"audience\":[\"vip\"],\"channel\":\"sms\"}]", "wechat", "vip" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text jsonl = { 0 };
        text_add_format(&jsonl, "{\"id\":\"a\",\"question\":\"q\",\"answers\":%s}", rows[i].answers);
        fixture f = fixture_of(jsonl.data);
        kbg_render_options options = options_new();
        kbg_text audience = view_of(rows[i].audience);
        options.channel = view_of(rows[i].channel);
        options.audience = &audience;
        options.audience_count = 1;
        assert_fails(&f, &options, KBG_ERR_NO_ANSWER, kbg_status_text(KBG_ERR_NO_ANSWER));
        fixture_free(&f);
        text_free(&jsonl);
    }
}

static const char with_attachments[] =
    "{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"body\":\"见下图\",\"attachments\":["
    "{\"kind\":\"image\",\"uri\":\"https://example.com/1\",\"title\":\"步骤\",\"alt\":\"不用\"},"
    "{\"kind\":\"animation\",\"uri\":\"u2\",\"alt\":\"演示\"},{\"kind\":\"file\",\"uri\":\"u3\"},"
    "{\"kind\":\"link\",\"uri\":\"u4\",\"media_type\":\"text/html\"},{\"kind\":\"card\",\"uri\":\"u5\"}]},"
    "{\"channel\":\"sms\",\"attachments\":[{\"kind\":\"file\",\"uri\":\"only\"}]}]}";

static void attachments_go_with_the_snippet(void **state)
{
    static const kbg_media media[] = { KBG_MEDIA_IMAGE, KBG_MEDIA_ANIMATION, KBG_MEDIA_FILE, KBG_MEDIA_LINK,
                                       KBG_MEDIA_CARD };
    (void)state;
    fixture f = fixture_of(with_attachments);
    kbg_snippet *snippet = NULL;
    size_t len;
    assert_int_equal(kbg_render(f.searcher, f.item, NULL, &snippet, NULL), KBG_OK);
    assert_string_equal(kbg_snippet_part(snippet, 0, NULL), "见下图");
    assert_int_equal(kbg_snippet_attachment_count(snippet), COUNT_OF(media));
    for (size_t i = 0; i < COUNT_OF(media); i++)
        assert_int_equal(kbg_attachment_media(kbg_snippet_attachment(snippet, i)), media[i]);
    const char *uri = kbg_attachment_uri(kbg_snippet_attachment(snippet, 0), &len);
    assert_text(uri, len, "https://example.com/1");
    const char *title = kbg_attachment_title(kbg_snippet_attachment(snippet, 0), &len);
    assert_text(title, len, "步骤");
    const char *type = kbg_attachment_media_type(kbg_snippet_attachment(snippet, 3), &len);
    assert_text(type, len, "text/html");
    assert_null(kbg_snippet_attachment(snippet, COUNT_OF(media)));
    assert_null(kbg_snippet_attachment(snippet, SIZE_MAX));
    kbg_snippet_free(snippet);
    fixture_free(&f);
}

static void attachments_are_written_as_lines_on_request(void **state)
{
    (void)state;
    fixture f = fixture_of(with_attachments);
    kbg_render_options options = options_new();
    options.flags = KBG_RENDER_ATTACHMENT_LINES;
    assert_renders(&f, &options, "见下图\n[图片] 步骤 https://example.com/1\n[动图] 演示 u2\n[文件] u3\n[链接] u4\n[卡片] u5");
    options.channel = view_of("sms");
    assert_renders(&f, &options, "[文件] only");
    fixture_free(&f);
}

static void an_answer_of_attachments_only_has_one_empty_part(void **state)
{
    (void)state;
    fixture f = fixture_of(with_attachments);
    kbg_render_options options = options_new();
    kbg_snippet *snippet = NULL;
    size_t len = 9;
    options.channel = view_of("sms");
    assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
    assert_int_equal(kbg_snippet_part_count(snippet), 1);
    assert_string_equal(kbg_snippet_part(snippet, 0, &len), "");
    assert_int_equal(len, 0);
    assert_int_equal(kbg_snippet_answer(snippet), 1);
    assert_int_equal(kbg_snippet_attachment_count(snippet), 1);
    assert_int_equal(kbg_snippet_missing_count(snippet), 0);
    len = 9;
    assert_null(kbg_snippet_part(snippet, 1, &len));
    assert_int_equal(len, 0);
    assert_null(kbg_snippet_part(snippet, SIZE_MAX, NULL));
    kbg_snippet_free(snippet);
    kbg_snippet_free(NULL);
    fixture_free(&f);
}

static void render_options_out_of_range_are_refused(void **state)
{
    static const kbg_text many[65] = { { NULL, 0 } };
    struct {
        kbg_render_options known;
        unsigned char more[8];
    } longer = { .known = KBG_RENDER_OPTIONS_INIT };
    kbg_render_options bad[] = { options_new(), options_new(), options_new(), options_new(), options_new(),
                                 options_new(), options_new(), options_new(), options_new(), options_new() };
    static const char *const messages[] = {
        "render options: size is not valid",           "render options: size is not valid",
        "render options: size is not valid",           "render options: flags is not valid",
        "render options: flags is not valid",          "render options: audience_count is not valid",
        "render options: audience is not valid",       "no profile has the name \"plai\"",
        "no profile has the name \"plains\"",          "no profile has the name \"Plain\"",
    };
    (void)state;
    fixture f = fixture_with_body("b");
    bad[0].size = 0;
    bad[1].size = sizeof(kbg_render_options) - 1;
    bad[2].size = 4097;
    bad[3].flags = 16;
    bad[4].flags = KBG_RENDER_KEEP_MISSING | KBG_RENDER_EMPTY_MISSING;
    bad[5].audience = many;
    bad[5].audience_count = 65;
    bad[6].audience_count = 1; /* of nothing */
    bad[7].profile = view_of("plai");
    bad[8].profile = view_of("plains");
    bad[9].profile = view_of("Plain");
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_fails(&f, &bad[i], KBG_ERR_OPTIONS, messages[i]);
    longer.known.size = sizeof(longer);
    assert_renders(&f, &longer.known, "b");
    longer.more[7] = 1;
    assert_fails(&f, &longer.known, KBG_ERR_OPTIONS, "render options: size is not valid");
    fixture_free(&f);
}

static void a_snippet_too_long_is_an_error_with_and_without_attachments(void **state)
{
    static const struct {
        uint64_t limit;
        uint32_t flags;
        kbg_status status;
    } rows[] = {
        { 9, 0, KBG_OK },
        { 8, 0, KBG_ERR_LIMIT },
        { 8, KBG_RENDER_ATTACHMENT_LINES, KBG_ERR_LIMIT },
        /* 9 bytes of body, 38 + 19 + 12 + 12 + 12 of lines with their breaks */
        { 102, KBG_RENDER_ATTACHMENT_LINES, KBG_OK },
        { 101, KBG_RENDER_ATTACHMENT_LINES, KBG_ERR_LIMIT },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base_options *settings = NULL;
        assert_int_equal(kbg_base_options_new(NULL, &settings), KBG_OK);
        assert_int_equal(kbg_base_options_set_limit(settings, KBG_LIMIT_SNIPPET_BYTES, rows[i].limit), KBG_OK);
        kbg_base *base = base_with(settings, with_attachments);
        kbg_base_options_free(settings);
        fixture f = { .view = kbg_base_view(base) };
        f.searcher = searcher_of(base);
        f.item = kbg_view_item(f.view, 0);
        kbg_render_options options = options_new();
        options.flags = rows[i].flags;
        if (rows[i].status == KBG_OK) {
            kbg_snippet *snippet = NULL;
            size_t len;
            assert_int_equal(kbg_render(f.searcher, f.item, &options, &snippet, NULL), KBG_OK);
            (void)kbg_snippet_part(snippet, 0, &len);
            assert_int_equal(len, rows[i].limit);
            kbg_snippet_free(snippet);
        } else {
            text message = { 0 };
            text_add_format(&message, "the snippet is over the limit of %llu bytes", (unsigned long long)rows[i].limit);
            assert_fails(&f, &options, KBG_ERR_LIMIT, message.data);
            text_free(&message);
        }
        fixture_free(&f);
    }
}

static void a_snippet_outlives_all_it_was_made_of(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(
        "{\"id\":\"a\",\"question\":\"退货\",\"answers\":[{\"body\":\"{{a}} 退 {{b}}\",\"attachments\":["
        "{\"kind\":\"image\",\"uri\":\"https://example.com/1\",\"title\":\"步骤\"}]}]}");
    kbg_render_options options = options_new();
    kbg_snippet *snippet = NULL;
    options.flags = KBG_RENDER_KEEP_MISSING;
    kbg_hits *hits = search(searcher, "退货", NULL);
    assert_int_equal(kbg_render(searcher, kbg_hits_item(hits, 0), &options, &snippet, NULL), KBG_OK);
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
    size_t len;
    assert_string_equal(kbg_snippet_part(snippet, 0, &len), "{{a}} 退 {{b}}");
    assert_int_equal(len, 15);
    assert_string_equal(kbg_snippet_missing(snippet, 1, NULL), "b");
    const kbg_attachment *attachment = kbg_snippet_attachment(snippet, 0);
    assert_int_equal(kbg_attachment_media(attachment), KBG_MEDIA_IMAGE);
    assert_string_equal(kbg_attachment_uri(attachment, &len), "https://example.com/1");
    assert_string_equal(kbg_attachment_title(attachment, &len), "步骤");
    assert_string_equal(kbg_attachment_alt(attachment, &len), "");
    kbg_snippet_free(snippet);
}

static void a_failed_rendering_leaves_the_searcher_usable(void **state)
{
    (void)state;
    fixture f = fixture_with_body("{{a}}");
    kbg_render_options options = options_new();
    options.flags = KBG_RENDER_EMPTY_MISSING;
    for (int i = 0; i < 3; i++) {
        assert_fails(&f, NULL, KBG_ERR_VARIABLE, "1 without value: a");
        assert_renders(&f, &options, "");
        assert_search(f.searcher, "q", NULL, "a");
    }
    fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_becomes_plain_text),
        cmocka_unit_test(variables_are_filled_in),
        cmocka_unit_test(values_are_data),
        cmocka_unit_test(a_nul_in_a_value_is_taken_out),
        cmocka_unit_test(all_names_without_value_are_reported),
        cmocka_unit_test(without_a_callback_no_variable_has_a_value),
        cmocka_unit_test(a_variable_written_wrongly_is_an_error_with_its_place),
        cmocka_unit_test(the_answer_that_fits_best_is_chosen),
        cmocka_unit_test(an_item_without_a_fitting_answer_is_an_error),
        cmocka_unit_test(attachments_go_with_the_snippet),
        cmocka_unit_test(attachments_are_written_as_lines_on_request),
        cmocka_unit_test(an_answer_of_attachments_only_has_one_empty_part),
        cmocka_unit_test(render_options_out_of_range_are_refused),
        cmocka_unit_test(a_snippet_too_long_is_an_error_with_and_without_attachments),
        cmocka_unit_test(a_snippet_outlives_all_it_was_made_of),
        cmocka_unit_test(a_failed_rendering_leaves_the_searcher_usable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
