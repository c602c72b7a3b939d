/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/interner.h"

#include <stdio.h>

static void numbers_follow_the_first_use(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        uint32_t number;
        bool added;
    } rows[] = {
        { LIT("退货"), 0, true },  { LIT("换货"), 1, true },     { LIT("退货"), 0, false }, { LIT(""), 2, true },
        { LIT("退"), 3, true },    { LIT("a\0b"), 4, true },     { LIT("a"), 5, true },     { LIT("a\0b"), 4, false },
        { LIT(""), 2, false },     { LIT("换货\0"), 6, true },
    };
    kbg__interner interner;
    kbg__interner_init(&interner, &kbg__memory_default, test_key);
    assert_int_equal(kbg__interner_find(&interner, LIT("退货")), KBG__NOT_INTERNED);
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint32_t number = 99;
        bool added = !rows[i].added;
        assert_int_equal(kbg__interner_add(&interner, rows[i].text, rows[i].len, &number, &added), KBG_OK);
        assert_int_equal(number, rows[i].number);
        assert_int_equal(added, rows[i].added);
        assert_int_equal(kbg__interner_find(&interner, rows[i].text, rows[i].len), number);
    }
    assert_int_equal(interner.count, 7);
    assert_int_equal(kbg__interner_find(&interner, LIT("货")), KBG__NOT_INTERNED);
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t len;
        const char *text = kbg__interner_text(&interner, rows[i].number, &len);
        assert_int_equal(len, rows[i].len);
        assert_memory_equal(text, rows[i].text, len + 1); /* and the NUL behind it */
    }
    kbg__interner_free(&interner);
}

static void many_texts_keep_their_numbers(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    kbg__interner interner;
    char text[16];
    kbg__interner_init(&interner, &kbg__memory_default, test_key);
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < COUNT; i++) {
            uint32_t number;
            int len = snprintf(text, sizeof(text), "词%u", (unsigned)i);
            assert_int_equal(kbg__interner_add(&interner, text, (size_t)len, &number, NULL), KBG_OK);
            assert_int_equal(number, i);
        }
        kbg__interner_shrink(&interner); /* what is added or found behind it is the same */
        assert_int_equal(interner.capacity, COUNT);
        assert_int_equal(interner.pool.capacity, interner.pool.len);
        assert_int_equal(interner.slot_count, (COUNT + 2) / 3 * 4);
        for (uint32_t i = 0; i < COUNT; i++) {
            int len = snprintf(text, sizeof(text), "词%u", (unsigned)i);
            assert_int_equal(kbg__interner_find(&interner, text, (size_t)len), i);
            len = snprintf(text, sizeof(text), "词%u", (unsigned)(COUNT + i));
            assert_int_equal(kbg__interner_find(&interner, text, (size_t)len), KBG__NOT_INTERNED);
        }
    }
    assert_int_equal(interner.count, COUNT);
    uint32_t number;
    assert_int_equal(kbg__interner_add(&interner, LIT("新"), &number, NULL), KBG_OK);
    assert_int_equal(number, COUNT);
    kbg__interner_free(&interner);
}

/* Texts of all lengths, and any bytes, some of them only a byte apart, and shrunk now and then. */
static void any_bytes_are_told_apart(void **state)
{
    (void)state;
    enum { TEXTS = 3000, MOST = 20 };
    static char texts[TEXTS][MOST];
    static size_t lens[TEXTS];
    kbg__interner interner;
    test_random random = { 99 };
    uint32_t count = 0;
    kbg__interner_init(&interner, &kbg__memory_default, test_key);
    for (uint32_t i = 0; i < TEXTS; i++) {
        char text[MOST];
        size_t len = test_random_below(&random, MOST + 1);
        uint32_t number, expected = 0;
        bool added;
        for (size_t b = 0; b < len; b++)
            text[b] = (char)(test_random_below(&random, 8) ? 0 : test_random_below(&random, 256));
        while (expected < count && (lens[expected] != len || memcmp(texts[expected], text, len) != 0))
            expected++;
        assert_int_equal(kbg__interner_add(&interner, text, len, &number, &added), KBG_OK);
        assert_int_equal(number, expected);
        assert_int_equal(added, expected == count);
        if (added) {
            memcpy(texts[count], text, len);
            lens[count++] = len;
        }
        if (test_random_below(&random, 100) == 0)
            kbg__interner_shrink(&interner);
    }
    assert_in_range(count, TEXTS / 2, TEXTS - 1);
    kbg__interner_free(&interner);
}

static void numbers_do_not_depend_on_the_key(void **state)
{
    (void)state;
    kbg__interner one, two;
    kbg__interner_init(&one, &kbg__memory_default, test_key);
    kbg__interner_init(&two, &kbg__memory_default, (kbg__hash_key){ 7, 8 });
    for (uint32_t i = 0; i < 500; i++) {
        char text[16];
        uint32_t a, b;
        int len = snprintf(text, sizeof(text), "%u", (unsigned)(i * i % 311));
        assert_int_equal(kbg__interner_add(&one, text, (size_t)len, &a, NULL), KBG_OK);
        assert_int_equal(kbg__interner_add(&two, text, (size_t)len, &b, NULL), KBG_OK);
        assert_int_equal(a, b);
    }
    kbg__interner_free(&one);
    kbg__interner_free(&two);
}

/* A failed add leaves the interner as it was; the next one succeeds. */
static void a_failed_add_adds_nothing(void **state)
{
    (void)state;
    for (size_t fail_at = 1;; fail_at++) {
        test_memory memory;
        kbg__interner interner;
        bool failed = false;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__interner_init(&interner, &memory.allocator, test_key);
        for (uint32_t i = 0; i < 200; i++) {
            char text[16];
            uint32_t number;
            int len = snprintf(text, sizeof(text), "文字%u", (unsigned)i);
            kbg_status status = kbg__interner_add(&interner, text, (size_t)len, &number, NULL);
            if (status != KBG_OK) {
                assert_int_equal(status, KBG_ERR_NOMEM);
                assert_int_equal(interner.count, i);
                assert_int_equal(kbg__interner_find(&interner, text, (size_t)len), KBG__NOT_INTERNED);
                assert_int_equal(kbg__interner_add(&interner, text, (size_t)len, &number, NULL), KBG_OK);
                failed = true;
            }
            assert_int_equal(number, i);
        }
        kbg__interner_free(&interner);
        assert_int_equal(memory.blocks, 0);
        if (!failed) {
            assert_true(fail_at > 6);
            break;
        }
    }
}

static void a_cleared_one_begins_anew_in_the_same_memory(void **state)
{
    (void)state;
    test_memory memory;
    kbg__interner interner;
    test_memory_init(&memory);
    kbg__interner_init(&interner, &memory.allocator, test_key);
    kbg__interner_clear(&interner); /* nothing in it yet */
    for (uint32_t round = 0; round < 3; round++) {
        size_t calls = memory.calls;
        for (uint32_t i = 0; i < 100; i++) {
            char text[24];
            uint32_t number;
            bool added;
            int len = snprintf(text, sizeof(text), "文字%u", (unsigned)(i + 50 * round));
            assert_int_equal(kbg__interner_find(&interner, text, (size_t)len), KBG__NOT_INTERNED);
            assert_int_equal(kbg__interner_add(&interner, text, (size_t)len, &number, &added), KBG_OK);
            assert_true(added);
            assert_int_equal(number, i);
            assert_string_equal(kbg__interner_text(&interner, number, NULL), text);
        }
        assert_true(round < 2 || memory.calls == calls);
        kbg__interner_clear(&interner);
        assert_int_equal(interner.count, 0);
    }
    kbg__interner_free(&interner);
    assert_int_equal(memory.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_follow_the_first_use),
        cmocka_unit_test(many_texts_keep_their_numbers),
        cmocka_unit_test(any_bytes_are_told_apart),
        cmocka_unit_test(numbers_do_not_depend_on_the_key),
        cmocka_unit_test(a_failed_add_adds_nothing),
        cmocka_unit_test(a_cleared_one_begins_anew_in_the_same_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
