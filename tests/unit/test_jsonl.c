/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "io/jsonl.h"
#include "io/lines.h"
#include "item/record.h"

#include <stdio.h>

/* Writes down what arrives: "id;" for an item, "!line:column@offset;" for a bad line. */
typedef struct listener {
    char said[400];
    kbg_status item_status; /* what the sink answers to the item "x" */
    bool stop;              /* at the first bad line */
} listener;

static void say(listener *l, const char *text)
{
    size_t len = strlen(l->said);
    snprintf(l->said + len, sizeof(l->said) - len, "%s;", text);
}

static kbg_status take(const char *record, size_t len, kbg__problem *problem, void *user_data)
{
    listener *l = user_data;
    assert_ptr_equal(kbg__record_field(record).next, record + len);
    const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", NULL);
    if (strcmp(id, "x") == 0)
        return kbg__problem_set(problem, l->item_status, "refused");
    say(l, id);
    return KBG_OK;
}

static bool bad(const kbg__problem *problem, void *user_data)
{
    listener *l = user_data;
    char text[100];
    snprintf(text, sizeof(text), "!%d:%d@%d %s", (int)problem->line, (int)problem->column, (int)problem->offset,
             kbg_status_name(problem->status) + 8);
    say(l, text);
    return !l->stop;
}

static kbg_status load(listener *l, const kbg__limits *limits, const char *text)
{
    kbg_text rest = { text, strlen(text) };
    kbg__load_sink sink = { take, bad, l };
    return kbg__jsonl_load(&kbg__memory_default, limits, NULL, kbg__lines_read_text, &rest, &sink);
}

#define GOOD(id) "{\"id\":\"" id "\",\"question\":\"退\"}"

static const struct {
    const char *text;
    listener listener;
    kbg_status status;
    const char *said;
} rows[] = {
    { "", { .said = "" }, KBG_OK, "" },
    { "\n \t\n\r\n", { .said = "" }, KBG_OK, "" },
    { GOOD("a") "\n\n" GOOD("b"), { .said = "" }, KBG_OK, "a;b;" },
    { GOOD("a") "\n{\n" GOOD("b") "\n[]", { .said = "" }, KBG_OK, "a;!2:2@29 SYNTAX;b;!4:1@58 SYNTAX;" },
    { GOOD("a") "\n{\n" GOOD("b") "\n[]", { .said = "", .stop = true }, KBG_OK, "a;!2:2@29 SYNTAX;" },
    /* a duplicate is a bad line, with the place of its id; a full base with that of its object */
    { GOOD("a") "\n  " GOOD("x") "\n" GOOD("b"), { .said = "", .item_status = KBG_ERR_DUPLICATE }, KBG_OK,
      "a;!2:9@36 DUPLICATE;b;" },
    { GOOD("a") "\n  " GOOD("x") "\n" GOOD("b"), { .said = "", .item_status = KBG_ERR_LIMIT }, KBG_OK,
      "a;!2:3@30 LIMIT;b;" },
    /* other failures of the sink end the load */
    { GOOD("a") "\n" GOOD("x") "\n" GOOD("b"), { .said = "", .item_status = KBG_ERR_NOMEM }, KBG_ERR_NOMEM, "a;" },
    { GOOD("a") "\n" GOOD("x") "\n" GOOD("b"), { .said = "", .item_status = KBG_ERR_READ }, KBG_ERR_READ, "a;" },
};

static void lines_go_to_the_sink(void **state)
{
    (void)state;
    kbg__limits limits;
    kbg__limits_init(&limits);
    for (size_t i = 0; i < ROWS(rows); i++) {
        listener l = rows[i].listener;
        assert_int_equal(load(&l, &limits, rows[i].text), rows[i].status);
        assert_string_equal(l.said, rows[i].said);
    }
}

static void long_lines_are_passed_over(void **state)
{
    (void)state;
    kbg__limits limits;
    listener l = { .said = "" };
    kbg__limits_init(&limits);
    limits.value[KBG_LIMIT_LINE_BYTES] = sizeof(GOOD("a")) - 1;
    assert_int_equal(load(&l, &limits, "\xEF\xBB\xBF" GOOD("a") "\r\n" GOOD("bb") "\n" GOOD("c") "\n" GOOD("d") " "),
                     KBG_OK);
    assert_string_equal(l.said, "a;!2:1@32 LIMIT;c;!4:1@89 LIMIT;");
}

static size_t fail_to_read(char *buffer, size_t size, void *user_data)
{
    (void)buffer;
    (void)size;
    (void)user_data;
    return KBG_READ_FAILED;
}

static void a_failed_read_ends_the_load(void **state)
{
    (void)state;
    kbg__limits limits;
    listener l = { .said = "" };
    kbg__load_sink sink = { take, bad, &l };
    kbg__limits_init(&limits);
    assert_int_equal(kbg__jsonl_load(&kbg__memory_default, &limits, NULL, fail_to_read, NULL, &sink), KBG_ERR_READ);
    assert_string_equal(l.said, "");
}

static void memory_that_runs_out_ends_the_load(void **state)
{
    (void)state;
    kbg__limits limits;
    kbg__limits_init(&limits);
    size_t fail_at = 1;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        test_memory memory;
        listener l = { .said = "" };
        kbg__load_sink sink = { take, bad, &l };
        kbg_text rest = TEXT(GOOD("a") "\n{\n" GOOD("b"));
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        status = kbg__jsonl_load(&memory.allocator, &limits, NULL, kbg__lines_read_text, &rest, &sink);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        assert_int_equal(memory.blocks, 0);
        if (status == KBG_OK)
            assert_string_equal(l.said, "a;!2:2@29 SYNTAX;b;");
    }
    assert_true(fail_at > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_go_to_the_sink),
        cmocka_unit_test(long_lines_are_passed_over),
        cmocka_unit_test(a_failed_read_ends_the_load),
        cmocka_unit_test(memory_that_runs_out_ends_the_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
