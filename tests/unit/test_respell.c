/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "rank/respell.h"

#include <stdio.h>

/* Known runs: webatm web u128 128 and café as one; pro and max by themselves and as one. */
static const char items[] = "{\"id\":\"0\",\"question\":\"webatm怎么用\"}\n{\"id\":\"1\",\"question\":\"web页面打不开\"}\n"
                            "{\"id\":\"2\",\"question\":\"有128g的吗\"}\n{\"id\":\"3\",\"question\":\"café几点开门\"}\n"
                            "{\"id\":\"4\",\"question\":\"pro和max，promax\"}\n";

static test_base base;
static kbg__tokenizer tokenizer;

static int open_base(void **state)
{
    (void)state;
    test_base_init(&base, LIT(items));
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &base.rules, true), KBG_OK);
    return 0;
}

static int close_base(void **state)
{
    (void)state;
    kbg__tokenizer_free(&tokenizer);
    test_base_free(&base);
    return 0;
}

static void respell(const char *text, size_t len)
{
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), text, len), KBG_OK);
    assert_int_equal(kbg__respell(&tokenizer, &base.corpus), KBG_OK);
}

static void stray_spaces_are_taken_out(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "", "" },
        { "web atm怎么用", "webatm怎么用" },
        { "ＷＥＢ　ＡＴＭ怎么用", "webatm怎么用" },
        { "Web   ATM", "webatm" },
        { "请问web atm 怎么用", "请问webatm 怎么用" },
        { "1 28g", "128g" },
        { "12 8 g", "128 g" },
        { "caf é", "café" },
        { "we b atm", "webatm" }, /* web, and then webatm */
        /* as it is */
        { "webatm", "webatm" },
        { "web 页面", "web 页面" },
        { "web 128", "web 128" },   /* not of one kind */
        { "web at m", "web at m" }, /* not atm */
        { "pro max", "pro max" },   /* both are known */
        { "web-atm", "web-atm" },
        { "web, atm", "web, atm" },
        { "we batm", "webatm" },
        { "w e b", "w e b" },
        { "12 9", "12 9" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        respell(rows[i][0], strlen(rows[i][0]));
        const kbg__buffer *text = &tokenizer.folded.text;
        assert_text(text->data ? text->data : "", text->len, rows[i][1]);
    }
}

static void at_most_so_many_are_taken_out(void **state)
{
    (void)state;
    kbg__buffer text;
    kbg__buffer_init(&text, &kbg__memory_default);
    for (int i = 0; i < KBG__JOINS + 2; i++)
        kbg__buffer_add_cstr(&text, "web atm，");
    respell(text.data, text.len);
    assert_int_equal(tokenizer.unit_count, KBG__JOINS + 2 * 2);
    kbg__buffer_free(&text);
}

/* A long run is no misspelt word, whatever the index knows. */
static void long_runs_are_left_alone(void **state)
{
    (void)state;
    for (size_t len = 63; len <= 66; len++) {
        test_base other;
        char line[200], run[80];
        memset(run, 'x', len);
        run[len] = '\0';
        snprintf(line, sizeof(line), "{\"id\":\"0\",\"question\":\"%s\"}\n", run);
        test_base_init(&other, line, strlen(line));
        memmove(run + 11, run + 10, len - 9);
        run[10] = ' ';
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), run, len + 1), KBG_OK);
        assert_int_equal(kbg__respell(&tokenizer, &other.corpus), KBG_OK);
        assert_int_equal(tokenizer.folded.text.len, len <= 64 ? len : len + 1);
        test_base_free(&other);
    }
}

static void a_joined_run_maps_to_all_it_came_from(void **state)
{
    (void)state;
    respell(LIT("请问 Ｗeb　ATM？"));
    const kbg__token *unit = tokenizer.tokens;
    while (unit->class_ != KBG__TOKEN_CHAR || unit->end - unit->start != 6)
        unit++;
    assert_text(tokenizer.folded.text.data + unit->start, 6, "webatm");
    assert_int_equal(tokenizer.folded.start[unit->start], strlen("请问 "));
    assert_int_equal(tokenizer.folded.end[unit->end - 1], strlen("请问 Ｗeb　ATM"));
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    size_t fail_at = 1, failures = 0;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        test_memory memory;
        kbg__tokenizer own;
        test_memory_init(&memory);
        assert_int_equal(kbg__tokenizer_init(&own, &memory.allocator, &base.rules, true), KBG_OK);
        memory.fail_at = memory.calls + fail_at;
        status = kbg__tokenize(&own, test_words(), LIT("web atm怎么用"));
        if (status == KBG_OK)
            status = kbg__respell(&own, &base.corpus);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        failures += status != KBG_OK;
        kbg__tokenizer_free(&own);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(failures > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stray_spaces_are_taken_out),
        cmocka_unit_test(at_most_so_many_are_taken_out),
        cmocka_unit_test(long_runs_are_left_alone),
        cmocka_unit_test(a_joined_run_maps_to_all_it_came_from),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_base, close_base);
}
