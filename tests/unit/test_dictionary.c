/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "text/dictionary.h"

static kbg__dictionary *dictionary;

static int open_dictionary(void **state)
{
    (void)state;
    assert_int_equal(kbg__dictionary_new(&kbg__memory_default, &dictionary), KBG_OK);
    return 0;
}

static int close_dictionary(void **state)
{
    (void)state;
    kbg__dictionary_free(dictionary);
    kbg__dictionary_free(NULL);
    return 0;
}

/* The words of a run, a bar behind each. */
static void assert_words(kbg__dictionary_run *run, const char *text, const char *expected)
{
    kbg__buffer words;
    size_t len = strlen(text), count = 0, start = 0;
    kbg__buffer_init(&words, &kbg__memory_default);
    assert_int_equal(kbg__dictionary_reserve(run, len / 3), KBG_OK);
    for (size_t at = 0; at < len;)
        run->units[count++] = (uint16_t)kbg__utf8_next(text, len, &at);
    kbg__dictionary_break(dictionary, run, count);
    for (; start < count; start += run->words[start]) {
        assert_in_range(run->words[start], 1, count - start);
        kbg__buffer_add(&words, text + 3 * start, 3u * run->words[start]);
        kbg__buffer_add_byte(&words, '|');
    }
    assert_int_equal(start, count);
    assert_text(words.data ? words.data : "", words.len, expected);
    kbg__buffer_free(&words);
}

/* Only words that ICU's dictionary has had since 4.8; test_breaker.c compares with ICU itself. */
static void runs_are_broken_into_words(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } rows[] = {
        { "", "" },
        { "机", "机|" },
        { "手机", "手机|" },
        { "购买手机", "购买|手机|" },
        { "购买购买手机", "购买|购买|手机|" },
        { "龘龘", "龘|龘|" },     /* no words */
        { "龘手机龘", "龘|手机|龘|" },
        { "手", "手|" },          /* after a longer run */
    };
    kbg__dictionary_run run;
    if (!dictionary)
        skip(); /* an ICU with another format: the breaker does without */
    kbg__dictionary_run_init(&run, &kbg__memory_default);
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_words(&run, rows[i].text, rows[i].words);
    kbg__dictionary_run_free(&run);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    test_memory memory;
    kbg__dictionary *own = NULL;
    kbg__dictionary_run run;
    test_memory_init(&memory);
    if (dictionary) {
        memory.fail_at = 1;
        assert_int_equal(kbg__dictionary_new(&memory.allocator, &own), KBG_ERR_NOMEM);
        assert_null(own);
    }
    kbg__dictionary_run_init(&run, &memory.allocator);
    for (size_t fails = 0; fails < 4; fails++) {
        memory.fail_at = memory.calls + 1 + (fails > 0);
        assert_int_equal(kbg__dictionary_reserve(&run, fails < 2 ? 1 : 100 * fails), KBG_ERR_NOMEM);
    }
    memory.fail_at = 0;
    assert_int_equal(kbg__dictionary_reserve(&run, 1000), KBG_OK);
    kbg__dictionary_run_free(&run);
    assert_int_equal(memory.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_are_broken_into_words),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_dictionary, close_dictionary);
}
