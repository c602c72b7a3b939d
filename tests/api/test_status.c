/* SPDX-License-Identifier: MIT */
/* status.h and version.h. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    kbg_status status;
    int value;
    const char *name;
} statuses[] = {
    { KBG_OK, 0, "KBG_OK" },
    { KBG_ERR_NOMEM, 1, "KBG_ERR_NOMEM" },
    { KBG_ERR_OPTIONS, 2, "KBG_ERR_OPTIONS" },
    { KBG_ERR_LIMIT, 3, "KBG_ERR_LIMIT" },
    { KBG_ERR_UTF8, 4, "KBG_ERR_UTF8" },
    { KBG_ERR_SYNTAX, 5, "KBG_ERR_SYNTAX" },
    { KBG_ERR_TYPE, 6, "KBG_ERR_TYPE" },
    { KBG_ERR_VALUE, 7, "KBG_ERR_VALUE" },
    { KBG_ERR_DUPLICATE, 8, "KBG_ERR_DUPLICATE" },
    { KBG_ERR_READ, 9, "KBG_ERR_READ" },
    { KBG_ERR_WRITE, 10, "KBG_ERR_WRITE" },
    { KBG_ERR_ICU_DATA, 11, "KBG_ERR_ICU_DATA" },
    { KBG_ERR_PATTERN, 12, "KBG_ERR_PATTERN" },
    { KBG_ERR_BUSY, 13, "KBG_ERR_BUSY" },
    { KBG_ERR_NO_ANSWER, 14, "KBG_ERR_NO_ANSWER" },
    { KBG_ERR_TEMPLATE, 15, "KBG_ERR_TEMPLATE" },
    { KBG_ERR_VARIABLE, 16, "KBG_ERR_VARIABLE" },
    { KBG_ERR_LOSS, 17, "KBG_ERR_LOSS" },
    { KBG_ERR_FORBIDDEN, 18, "KBG_ERR_FORBIDDEN" },
    { KBG_ERR_CONFLICT, 19, "KBG_ERR_CONFLICT" },
    { KBG_ERR_TOO_OLD, 20, "KBG_ERR_TOO_OLD" },
    { KBG_ERR_FILE, 21, "KBG_ERR_FILE" },
};

static void every_status_keeps_its_value_and_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        assert_int_equal(statuses[i].status, statuses[i].value);
        assert_string_equal(kbg_status_name(statuses[i].status), statuses[i].name);
    }
}

static void every_status_has_a_text_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        const char *own = kbg_status_text(statuses[i].status);
        size_t len = strlen(own);
        assert_true(len > 1);
        assert_int_equal(own[len - 1], '.');
        assert_null(strchr(own, '\n'));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(own, kbg_status_text(statuses[j].status));
    }
}

static void unknown_statuses_have_one_name_and_text(void **state)
{
    static const int unknown[] = { 22, 23, 1000, -1, INT32_MAX, INT32_MIN };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        assert_string_equal(kbg_status_name((kbg_status)unknown[i]), "KBG_ERR_UNKNOWN");
        assert_string_equal(kbg_status_text((kbg_status)unknown[i]), kbg_status_text((kbg_status)22));
    }
    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        assert_string_not_equal(kbg_status_text((kbg_status)22), kbg_status_text(statuses[i].status));
}

static void no_error_reads_as_success(void **state)
{
    (void)state;
    assert_int_equal(kbg_error_status(NULL), KBG_OK);
    assert_string_equal(kbg_error_message(NULL), "");
    assert_string_equal(kbg_error_source(NULL), "");
    assert_int_equal(kbg_error_line(NULL), 0);
    assert_int_equal(kbg_error_column(NULL), 0);
    assert_int_equal(kbg_error_offset(NULL), 0);
    kbg_error_free(NULL);
}

/* The places were counted by hand: lines and columns from 1, columns in code points, offsets in bytes from 0. */
static void an_error_says_what_and_where(void **state)
{
    static const struct {
        const char *input;
        kbg_status status;
        const char *message;
        uint64_t line, column, offset;
    } rows[] = {
        { "{\"id\":\"a\",\"question\":\"q\"}\n{\"id\":7,\"question\":\"q\"}", KBG_ERR_TYPE, "id must be a string", 2, 7,
          32 },
        { "{\"id\":\"退货\",\"question\":5}", KBG_ERR_TYPE, "question must be a string", 1, 23, 26 },
        { "\xEF\xBB\xBF{\"id\":1,\"question\":\"q\"}", KBG_ERR_TYPE, "id must be a string", 1, 7, 9 },
        { "\r\n\n[]", KBG_ERR_SYNTAX, "a line must hold one JSON object", 3, 1, 3 },
        { "{\"id\":\"a\"}", KBG_ERR_VALUE, "question is missing", 1, 1, 0 },
        { "{\"id\":\"a\",\"question\":\"\"}", KBG_ERR_VALUE, "question is empty", 1, 22, 21 },
        { "{\"id\":\"a\",\"question\":\"q\",\"kind\":\"other\"}", KBG_ERR_VALUE,
          "kind \"other\" is not one of the names it may have", 1, 33, 32 },
        { "{\"id\":\"a\",\"question\":\"q\",\"priority\":101}", KBG_ERR_VALUE,
          "priority is 101, it must be from -100 to 100", 1, 37, 36 },
        { "{\"id\":\"a\",\"question\":\"q\",\"keywords\":[\"k\",\"\"]}", KBG_ERR_VALUE, "keywords is empty", 1, 42,
          41 },
        { "{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"body\":\"b\"},{\"body\":0}]}", KBG_ERR_TYPE,
          "body must be a string", 1, 58, 57 },
        { "{\"id\":\"a\",\"question\":\"q\"}\n{\"question\":\"r\",\"id\":\"a\"}", KBG_ERR_DUPLICATE,
          "id \"a\" is there already", 2, 22, 47 },
        { "{\"id\":\"\xC3\x28\"}", KBG_ERR_UTF8, "byte 0xC3 is not well-formed UTF-8", 1, 8, 7 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base *base = base_of(NULL);
        kbg_error *error = NULL;
        kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
        options.source = (kbg_text){ "知识.jsonl and more", 12 };
        assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, rows[i].input, strlen(rows[i].input), &options, NULL,
                                       &error),
                         rows[i].status);
        assert_int_equal(kbg_error_status(error), rows[i].status);
        assert_string_equal(kbg_error_message(error), rows[i].message);
        assert_string_equal(kbg_error_source(error), "知识.jsonl");
        assert_int_equal(kbg_error_line(error), rows[i].line);
        assert_int_equal(kbg_error_column(error), rows[i].column);
        assert_int_equal(kbg_error_offset(error), rows[i].offset);
        kbg_error_free(error);
        kbg_base_unref(base);
    }
}

static void an_error_outlives_the_base(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_error *error = NULL;
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, "{", 1, NULL, NULL, &error), KBG_ERR_SYNTAX);
    kbg_base_unref(base);
    assert_int_equal(kbg_error_status(error), KBG_ERR_SYNTAX);
    assert_true(strncmp(kbg_error_message(error), "not valid JSON: ", 16) == 0);
    assert_string_equal(kbg_error_source(error), "");
    kbg_error_free(error);
}

static void an_error_about_no_input_has_no_place(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_over(NULL);
    kbg_query query = KBG_QUERY_INIT;
    kbg_hits *hits = NULL;
    kbg_error *error = NULL;
    query.limit = 1001;
    assert_int_equal(kbg_search(searcher, "q", 1, &query, &hits, &error), KBG_ERR_OPTIONS);
    assert_string_equal(kbg_error_message(error), "query: limit is not valid");
    assert_string_equal(kbg_error_source(error), "");
    assert_int_equal(kbg_error_line(error), 0);
    assert_int_equal(kbg_error_column(error), 0);
    assert_int_equal(kbg_error_offset(error), 0);
    kbg_error_free(error);
    kbg_searcher_free(searcher);
}

static void a_message_quotes_forty_characters_without_controls(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_error *error = NULL;
    text input = { 0 }, expected = { 0 };
    text_add_cstr(&input, "{\"id\":\"a\",\"question\":\"q\",\"kind\":\"\\n\\u0085");
    text_add_repeated(&input, "货", 39);
    text_add_cstr(&input, "\"}");
    text_add_cstr(&expected, "kind \"\xEF\xBF\xBD\xEF\xBF\xBD");
    text_add_repeated(&expected, "货", 38);
    text_add_cstr(&expected, "…\" is not one of the names it may have");
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, input.data, input.len, NULL, NULL, &error), KBG_ERR_VALUE);
    assert_string_equal(kbg_error_message(error), expected.data);
    kbg_error_free(error);
    text_free(&input);
    text_free(&expected);
    kbg_base_unref(base);
}

static void the_library_is_of_the_version_of_its_headers(void **state)
{
    (void)state;
    assert_string_equal(kbg_version(), KBG_VERSION);
}

static void version_details_name_all_that_takes_part(void **state)
{
    static const char *const parts[] = { "ICU ", "Unicode ", "PCRE2 ", "cmark ", "jansson " };
    (void)state;
    char all[256];
    size_t len = kbg_version_details(all, sizeof(all));
    assert_true(len < sizeof(all));
    assert_int_equal(strlen(all), len);
    assert_true(strncmp(all, "libkbguide " KBG_VERSION "; ", strlen("libkbguide " KBG_VERSION "; ")) == 0);
    const char *at = all;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        at = strstr(at, parts[i]);
        assert_non_null(at);
        at += strlen(parts[i]);
        assert_true(*at >= '0' && *at <= '9');
    }
}

static void version_details_are_cut_to_any_size(void **state)
{
    (void)state;
    char all[256];
    size_t len = kbg_version_details(all, sizeof(all));
    assert_int_equal(kbg_version_details(NULL, 0), len);
    for (size_t size = 1; size <= len + 2; size++) {
        char *cut = malloc(size);
        assert_non_null(cut);
        memset(cut, 'x', size);
        size_t kept = size <= len ? size - 1 : len;
        assert_int_equal(kbg_version_details(cut, size), len);
        assert_memory_equal(cut, all, kept);
        assert_int_equal(cut[kept], '\0');
        free(cut);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_keeps_its_value_and_name),
        cmocka_unit_test(every_status_has_a_text_of_its_own),
        cmocka_unit_test(unknown_statuses_have_one_name_and_text),
        cmocka_unit_test(no_error_reads_as_success),
        cmocka_unit_test(an_error_says_what_and_where),
        cmocka_unit_test(an_error_outlives_the_base),
        cmocka_unit_test(an_error_about_no_input_has_no_place),
        cmocka_unit_test(a_message_quotes_forty_characters_without_controls),
        cmocka_unit_test(the_library_is_of_the_version_of_its_headers),
        cmocka_unit_test(version_details_name_all_that_takes_part),
        cmocka_unit_test(version_details_are_cut_to_any_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
