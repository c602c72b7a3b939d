/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "render/variables.h"

#include <stdio.h>

/* Values by name; `calls` counts how often any was asked for. */
static int calls;

static bool value_of(const char *name, size_t len, kbg_text *value, void *user_data)
{
    static const struct {
        const char *name;
        kbg_text value;
    } values[] = {
        { "name", TEXT("李明") },
        { "订单号", TEXT("A-102") },
        { "empty", { NULL, 0 } },
        { "markup", TEXT("*a* {{name}} <b>") },
        { "breaks", TEXT("a\nb\tc\r\nd\xC2\x85" "e\xE2\x80\xA8" "f") },
        { "controls", TEXT("a\x01" "b\x7F" "c\xC2\x9F" "d\xE2\x80\xAE" "e\xE2\x81\xA6" "f\xD8\x9C" "g\0h") },
        { "bad", TEXT("a\xFF" "b") },
        { "marks", TEXT("a\xEF\xB7\x90" "0\xEF\xB7\x91") },
        { "a.b-c_9", TEXT("ok") },
    };
    assert_ptr_equal(user_data, &calls);
    assert_null(value->data);
    assert_int_equal(value->len, 0);
    calls++;
    for (size_t i = 0; i < ROWS(values); i++)
        if (strlen(values[i].name) == len && memcmp(values[i].name, name, len) == 0) {
            *value = values[i].value;
            return true;
        }
    return false;
}

static kbg_render_options options_of(uint32_t flags)
{
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    options.flags = flags;
    options.variable = value_of;
    options.user_data = &calls;
    return options;
}

/* The marked text with each mark shown as "<value>". */
static void assert_filled(const kbg__variables *v, const char *expected)
{
    kbg__buffer out;
    kbg__buffer_init(&out, &kbg__memory_default);
    for (size_t at = 0, behind; at < v->marked.len;) {
        const kbg__variable *variable = kbg__variables_at(v, v->marked.data, v->marked.len, at, &behind);
        if (!variable) {
            kbg__buffer_add_byte(&out, v->marked.data[at++]);
            continue;
        }
        kbg__buffer_add_byte(&out, '<');
        kbg__buffer_add(&out, v->texts.data + (variable->len ? variable->start : 0), variable->len);
        kbg__buffer_add_byte(&out, '>');
        at = behind;
    }
    assert_text(out.data ? out.data : "", out.len, expected);
    kbg__buffer_free(&out);
}

static void variables_get_their_values(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        size_t len;
        const char *filled;
    } rows[] = {
        { LIT(""), "" },
        { LIT("您好"), "您好" },
        { LIT("{{name}}您好"), "<李明>您好" },
        { LIT("{{name}}{{订单号}}"), "<李明><A-102>" },
        { LIT("{{ name }}{{name  }}"), "<李明><李明>" },
        { LIT("{{a.b-c_9}}"), "<ok>" },
        { LIT("[{{empty}}]"), "[<>]" },
        { LIT("{{name|客户}}"), "<李明>" },
        { LIT("{{who|客户}}"), "<客户>" },
        { LIT("{{who|}}"), "<>" },
        { LIT("{{who| a|b }}"), "< a|b >" },
        { LIT("{{who|a}b}}"), "<a}b>" },
        { LIT("{{who|x}}}"), "<x>}" },
        { LIT("{ {name}} {name} }}"), "{ {name}} {name} }}" },
        { LIT("{"), "{" },
        /* behind a backslash nothing begins */
        { LIT("\\{{name}}"), "\\{{name}}" },
        { LIT("\\\\{{name}}"), "\\\\<李明>" },
        { LIT("\\{{{name}}"), "\\{<李明>" },
        { LIT("\\"), "\\" },
        { LIT("a\\\n{{name}}"), "a\\\n<李明>" },
        /* values are data */
        { LIT("{{markup}}"), "<*a* {{name}} <b>>" },
        { LIT("{{breaks}}"), "<a b c  d e f>" },
        { LIT("{{controls}}"), "<abcdefgh>" },
        { LIT("{{bad}}"), "<a\xEF\xBF\xBD" "b>" },
        { LIT("{{marks}}"), "<a\xEF\xBF\xBD" "0\xEF\xBF\xBD>" },
        { LIT("{{who|a\tb}}"), "<a b>" },
        /* nobody can write a mark */
        { LIT("\xEF\xB7\x90" "0\xEF\xB7\x91{{name}}"), "\xEF\xBF\xBD" "0\xEF\xBF\xBD<李明>" },
        { LIT("&#xFDD0;0&#64977;{{name}}"), "\xEF\xBF\xBD" "0\xEF\xBF\xBD<李明>" },
        { LIT("&#xFDCF;&#xFDD3;&amp;"), "&#xFDCF;&#xFDD3;&amp;" },
        { LIT("\xEF\xB7\x92&#xFDD2;"), "\xEF\xBF\xBD\xEF\xBF\xBD" },
        /* faces are opaque, and none in an address */
        { LIT("您好/:^_^[微笑]😊"), "您好</:^_^><[微笑]><😊>" },
        { LIT("https://a.example/:book http:/:Y [微 笑] 👍🏽"), "https://a.example/:book http:/:Y [微 笑] 👍🏽" },
        /* a joint where stars stand between a word and a sign */
        { LIT("**“新人”**立减"), "**“新人”\xEF\xB7\x92**立减" },
        { LIT("享**“新人”**"), "享**\xEF\xB7\x92“新人”**" },
        { LIT("**注意：**请看 **a** 2*(3)*4"), "**注意：\xEF\xB7\x92**请看 **a** 2*(3)*4" },
    };
    const kbg_render_options options = options_of(0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__variables v;
        kbg__problem problem = { .status = KBG_OK };
        kbg__variables_init(&v, &kbg__memory_default);
        if (kbg__variables_take(&v, rows[i].body, rows[i].len, &options, &problem) != KBG_OK)
            fail_msg("%s: %s", rows[i].body, problem.text);
        assert_filled(&v, rows[i].filled);
        assert_int_equal(v.missing.count, 0);
        kbg__variables_free(&v);
    }
}

static void what_is_written_wrongly_is_shown_with_its_place(void **state)
{
    (void)state;
    static const char open[] = "a variable begins with {{ and does not end with }}";
    static const struct {
        const char *body;
        size_t len;
        uint64_t line, column, offset;
        const char *message;
    } rows[] = {
        { LIT("{{"), 1, 1, 0, open },
        { LIT("您好{{name"), 1, 3, 6, open },
        { LIT("{{name}"), 1, 1, 0, open },
        { LIT("{{name} }"), 1, 1, 0, open },
        { LIT("{{na\nme}}"), 1, 1, 0, open },
        { LIT("a{{who|{{name}}"), 1, 2, 1, open },
        { LIT("退货\n好{{"), 2, 2, 10, open },
        { LIT("退\\\n货\n好{{"), 3, 2, 12, open },
        { LIT("{{}}"), 1, 1, 0, "\"\" is not the name of a variable" },
        { LIT("{{ }}"), 1, 1, 0, "\"\" is not the name of a variable" },
        { LIT("{{|x}}"), 1, 1, 0, "\"\" is not the name of a variable" },
        { LIT("{{name}} {{a b}}"), 1, 10, 9, "\"a b\" is not the name of a variable" },
        { LIT("{{a\0b}}"), 1, 1, 0, "\"a\xEF\xBF\xBD" "b\" is not the name of a variable" },
        { LIT("{{#if}}"), 1, 1, 0, "\"#if\" is not the name of a variable" },
        { LIT("{{{name}}}"), 1, 1, 0, "\"{name\" is not the name of a variable" },
    };
    const kbg_render_options options = options_of(KBG_RENDER_EMPTY_MISSING);
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__variables v;
        kbg__problem problem = { .status = KBG_OK };
        kbg__variables_init(&v, &kbg__memory_default);
        if (kbg__variables_take(&v, rows[i].body, rows[i].len, &options, &problem) != KBG_ERR_TEMPLATE)
            fail_msg("%s is taken", rows[i].body);
        assert_string_equal(problem.text, rows[i].message);
        assert_int_equal(problem.line, rows[i].line);
        assert_int_equal(problem.column, rows[i].column);
        assert_int_equal(problem.offset, rows[i].offset);
        kbg__variables_free(&v);
    }
}

static void a_name_has_256_bytes_at_most(void **state)
{
    (void)state;
    const kbg_render_options options = options_of(KBG_RENDER_EMPTY_MISSING);
    for (int len = 256; len <= 257; len++) {
        char body[300];
        kbg__variables v;
        kbg__problem problem;
        int size = snprintf(body, sizeof(body), "{{%0*d}}", len, 0);
        kbg__variables_init(&v, &kbg__memory_default);
        assert_int_equal(kbg__variables_take(&v, body, (size_t)size, &options, &problem),
                         len == 256 ? KBG_OK : KBG_ERR_TEMPLATE);
        kbg__variables_free(&v);
    }
}

static void missing_values_follow_the_policy(void **state)
{
    (void)state;
    static const char body[] = "{{who}} {{name}} {{ 谁 }} {{who}} {{other|x}}";
    static const struct {
        uint32_t flags;
        kbg_status status;
        const char *filled;
    } rows[] = {
        { 0, KBG_ERR_VARIABLE, "<> <李明> <> <> <x>" },
        { KBG_RENDER_EMPTY_MISSING, KBG_OK, "<> <李明> <> <> <x>" },
        { KBG_RENDER_KEEP_MISSING, KBG_OK, "<{{who}}> <李明> <{{谁}}> <{{who}}> <x>" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        const kbg_render_options options = options_of(rows[i].flags);
        kbg__variables v;
        kbg__problem problem = { .status = KBG_OK };
        kbg__variables_init(&v, &kbg__memory_default);
        assert_int_equal(kbg__variables_take(&v, LIT(body), &options, &problem), rows[i].status);
        assert_string_equal(problem.text, rows[i].status == KBG_OK ? "" : "2 without value: who (1:1), 谁 (1:18)");
        assert_filled(&v, rows[i].filled);
        assert_int_equal(v.missing.count, 2);
        assert_string_equal(kbg__interner_text(&v.missing, 0, NULL), "who");
        assert_string_equal(kbg__interner_text(&v.missing, 1, NULL), "谁");
        kbg__variables_free(&v);
    }
}

static void no_callback_means_no_values(void **state)
{
    (void)state;
    const kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg__variables v;
    kbg__problem problem;
    kbg__variables_init(&v, &kbg__memory_default);
    assert_int_equal(kbg__variables_take(&v, LIT("{{name|客户}}{{name}}"), &options, &problem), KBG_ERR_VARIABLE);
    assert_string_equal(problem.text, "1 without value: name (1:12)");
    kbg__variables_free(&v);
}

static void a_value_is_asked_for_once_per_place(void **state)
{
    (void)state;
    const kbg_render_options options = options_of(0);
    kbg__variables v;
    calls = 0;
    kbg__variables_init(&v, &kbg__memory_default);
    assert_int_equal(kbg__variables_take(&v, LIT("{{name}}{{markup}}\\{{name}}"), &options, NULL), KBG_OK);
    assert_int_equal(calls, 2);
    assert_int_equal(v.count, 2);
    kbg__variables_free(&v);
}

static void only_whole_marks_are_variables(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        size_t behind; /* 0 = none */
    } rows[] = {
        { LIT("\xEF\xB7\x90" "0\xEF\xB7\x91"), 7 },   { LIT("\xEF\xB7\x90" "0\xEF\xB7\x91x"), 7 },
        { LIT("\xEF\xB7\x90" "1\xEF\xB7\x91"), 0 },   { LIT("\xEF\xB7\x90" "0"), 0 },
        { LIT("\xEF\xB7\x90" "x\xEF\xB7\x91"), 0 },   { LIT("\xEF\xB7\x90"), 0 },
        { LIT("\xEF\xB7"), 0 },                       { LIT("x"), 0 },
        { LIT("\xEF\xB7\x91" "0\xEF\xB7\x90"), 0 },
    };
    const kbg_render_options options = options_of(0);
    kbg__variables v;
    kbg__variables_init(&v, &kbg__memory_default);
    assert_int_equal(kbg__variables_take(&v, LIT("{{name}}"), &options, NULL), KBG_OK);
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t behind = 0;
        const kbg__variable *variable = kbg__variables_at(&v, rows[i].text, rows[i].len, 0, &behind);
        assert_ptr_equal(variable, rows[i].behind ? &v.list[0] : NULL);
        assert_int_equal(behind, rows[i].behind);
    }
    kbg__variables_free(&v);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    const kbg_render_options options = options_of(KBG_RENDER_KEEP_MISSING);
    size_t fail_at = 1;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        test_memory memory;
        kbg__variables v;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__variables_init(&v, &memory.allocator);
        status = kbg__variables_take(&v, LIT("您好{{name}}，{{who}}的订单{{订单号}}"), &options, NULL);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        kbg__variables_free(&v);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variables_get_their_values),
        cmocka_unit_test(what_is_written_wrongly_is_shown_with_its_place),
        cmocka_unit_test(a_name_has_256_bytes_at_most),
        cmocka_unit_test(missing_values_follow_the_policy),
        cmocka_unit_test(no_callback_means_no_values),
        cmocka_unit_test(a_value_is_asked_for_once_per_place),
        cmocka_unit_test(only_whole_marks_are_variables),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
