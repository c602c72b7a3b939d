/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/buffer.h"
#include "text/breaker.h"

static kbg__breaker_source *source;
static kbg__breaker *breaker;

static int open_breaker(void **state)
{
    (void)state;
    assert_int_equal(kbg__breaker_source_new(&kbg__memory_default, &source), KBG_OK);
    assert_int_equal(kbg__breaker_new(source, &breaker), KBG_OK);
    return 0;
}

static int close_breaker(void **state)
{
    (void)state;
    kbg__breaker_free(breaker);
    kbg__breaker_source_free(source);
    return 0;
}

/* The words of a text, each followed by a bar. */
static void assert_words(const char *text, const char *expected)
{
    kbg__buffer words;
    uint32_t start, end, last = 0;
    kbg__buffer_init(&words, &kbg__memory_default);
    assert_int_equal(kbg__breaker_set(breaker, text, strlen(text)), KBG_OK);
    while (kbg__breaker_next(breaker, &start, &end)) {
        assert_true(start >= last && end > start && end <= strlen(text));
        last = end;
        kbg__buffer_add(&words, text + start, end - start);
        kbg__buffer_add_byte(&words, '|');
    }
    assert_text(words.data ? words.data : "", words.len, expected);
    kbg__buffer_free(&words);
}

/* Only words that every ICU since 4.8 breaks so: its dictionary changes from release to release. */
static void words_are_found_with_their_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } rows[] = {
        { "", "" },
        { " ", "" },
        { "。，!", "" },
        { "购买手机", "购买|手机|" },
        { "购买，手机。", "购买|手机|" },
        { "hello world", "hello|world|" },
        { "iphone 15", "iphone|15|" },
        { "don't", "don't|" },
        { "3.5", "3.5|" },
        { "手机abc", "手机|abc|" },
        { "\xF0\x9F\x98\x80手机\xF0\x9F\x98\x80", "手机|" }, /* two units of UTF-16 before it */
        { "\xF0\xA0\x80\x80", "\xF0\xA0\x80\x80|" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_words(rows[i].text, rows[i].words);
}

static void words_cross_places(void **state)
{
    (void)state;
    static const struct {
        const char *text, *crossed; /* by byte, the end included */
    } rows[] = {
        { "", "0" },
        { "ab", "010" },
        { "ab cd", "010010" },
        { "，", "0000" },
        { "购买手机", "0111110111110" },
        { "手机，a", "0111110000" "0" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(kbg__breaker_set(breaker, rows[i].text, strlen(rows[i].text)), KBG_OK);
        for (size_t at = 0; at <= strlen(rows[i].text); at++)
            assert_int_equal(kbg__breaker_crosses(breaker, (uint32_t)at), rows[i].crossed[at] == '1');
    }
}

static void a_breaker_is_used_again(void **state)
{
    (void)state;
    uint32_t start, end;
    assert_false(kbg__breaker_next(breaker, &start, &end)); /* before it has a text */
    assert_words("hello world, hello world, hello world", "hello|world|hello|world|hello|world|");
    assert_words("手机", "手机|");
    assert_false(kbg__breaker_next(breaker, &start, &end));
    assert_false(kbg__breaker_next(breaker, &start, &end));
    assert_int_equal(kbg__breaker_set(breaker, NULL, 0), KBG_OK);
    assert_false(kbg__breaker_next(breaker, &start, &end));
}

static void breakers_of_one_source_do_not_meet(void **state)
{
    (void)state;
    kbg__breaker *other;
    uint32_t start, end;
    assert_int_equal(kbg__breaker_new(source, &other), KBG_OK);
    assert_int_equal(kbg__breaker_set(other, LIT("one two")), KBG_OK);
    assert_int_equal(kbg__breaker_set(breaker, LIT("three four")), KBG_OK);
    assert_true(kbg__breaker_next(other, &start, &end));
    assert_int_equal(end, 3);
    assert_true(kbg__breaker_next(breaker, &start, &end));
    assert_int_equal(end, 5);
    assert_true(kbg__breaker_next(other, &start, &end));
    assert_int_equal(start, 4);
    kbg__breaker_free(other);
}

static void the_text_is_copied(void **state)
{
    (void)state;
    char text[] = "one two";
    uint32_t start, end;
    assert_int_equal(kbg__breaker_set(breaker, text, 7), KBG_OK);
    memset(text, ' ', 7);
    assert_true(kbg__breaker_next(breaker, &start, &end));
    assert_true(kbg__breaker_next(breaker, &start, &end));
    assert_int_equal(start, 4);
    assert_int_equal(end, 7);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    test_memory memory;
    kbg__breaker_source *own;
    kbg__breaker *one;
    test_memory_init(&memory);
    memory.fail_at = 1;
    assert_int_equal(kbg__breaker_source_new(&memory.allocator, &own), KBG_ERR_NOMEM);
    assert_null(own);
    memory.fail_at = 3;
    assert_int_equal(kbg__breaker_source_new(&memory.allocator, &own), KBG_OK);
    assert_int_equal(kbg__breaker_new(own, &one), KBG_ERR_NOMEM);
    assert_null(one);
    assert_int_equal(kbg__breaker_new(own, &one), KBG_OK);
    memory.fail_at = memory.calls + 2; /* the offsets of the units */
    assert_int_equal(kbg__breaker_set(one, LIT("hello")), KBG_ERR_NOMEM);
    memory.fail_at = memory.calls + 2; /* the words */
    assert_int_equal(kbg__breaker_set(one, LIT("hello")), KBG_ERR_NOMEM);
    memory.fail_at = 0;
    assert_int_equal(kbg__breaker_set(one, LIT("hello")), KBG_OK);
    kbg__breaker_free(one);
    kbg__breaker_source_free(own);
    assert_int_equal(memory.blocks, 0);
    kbg__breaker_free(NULL);
    kbg__breaker_source_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_with_their_bytes),
        cmocka_unit_test(a_breaker_is_used_again),
        cmocka_unit_test(words_cross_places),
        cmocka_unit_test(breakers_of_one_source_do_not_meet),
        cmocka_unit_test(the_text_is_copied),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_breaker, close_breaker);
}
