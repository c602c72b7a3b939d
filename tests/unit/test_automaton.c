/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "text/automaton.h"

#include <stdio.h>

/* Words given as one text, separated by '|', which may be empty for none. */
typedef struct list {
    kbg_text words[64];
    size_t count;
} list;

static list list_of(const char *joined)
{
    list l = { .count = 0 };
    while (*joined) {
        size_t len = strcspn(joined, "|");
        l.words[l.count++] = (kbg_text){ joined, len };
        joined += len + (joined[len] == '|');
    }
    return l;
}

static kbg__automaton *automaton_of(const kbg_text *words, size_t count)
{
    kbg__automaton *a = NULL;
    assert_int_equal(kbg__automaton_new(&kbg__memory_default, words, count, &a), KBG_OK);
    assert_non_null(a);
    return a;
}

/* Writes occurrences as "number:start-end". */
static bool write_one(uint32_t word, size_t start, size_t end, void *user_data)
{
    kbg__buffer *out = user_data;
    char row[64];
    snprintf(row, sizeof(row), "%s%u:%zu-%zu", out->len ? " " : "", word, start, end);
    kbg__buffer_add_cstr(out, row);
    return true;
}

typedef bool (*finder)(const kbg__automaton *, const char *, size_t, kbg__automaton_fn, void *);

static void assert_found(finder find, const char *words, const char *text, size_t len, const char *expected)
{
    kbg__buffer out;
    list l = list_of(words);
    kbg__automaton *a = automaton_of(l.words, l.count);
    kbg__buffer_init(&out, &kbg__memory_default);
    assert_true(find(a, text, len, write_one, &out));
    assert_text(out.data, out.len, expected);
    kbg__buffer_free(&out);
    kbg__automaton_free(a);
}

static const struct {
    const char *words, *text, *all, *longest;
} rows[] = {
    { "", "退货", "", "" },
    { "退货", "", "", "" },
    { "退货", "我要退货", "0:6-12", "0:6-12" },
    { "退货", "退|货", "", "" },
    { "he|she|his|hers", "ushers", "1:1-4 0:2-4 3:2-6", "1:1-4" },
    { "a|aa|aaa", "aaaa", "0:0-1 1:0-2 0:1-2 2:0-3 1:1-3 0:2-3 2:1-4 1:2-4 0:3-4", "2:0-3 0:3-4" },
    { "最|最近|近", "最近最好", "0:0-3 1:0-6 2:3-6 0:6-9", "1:0-6 0:6-9" },
    { "国家|国家级|家级|级", "国家级", "0:0-6 1:0-9 2:3-9 3:6-9", "1:0-9" },
    { "abcd|bc", "abcabcd", "1:1-3 1:4-6 0:3-7", "1:1-3 0:3-7" },
    { "bc|bc|abc", "abc", "2:0-3 0:1-3 1:1-3", "2:0-3" }, /* equal words: each, in their order */
    { "bc||bc", "bc", "0:0-2 2:0-2", "0:0-2" },           /* an empty word is never found */
    { "é|e", "éeé", "0:0-2 1:2-3 0:3-5", "0:0-2 1:2-3 0:3-5" },
    { "一|丁|七", "七丁一", "2:0-3 1:3-6 0:6-9", "2:0-3 1:3-6 0:6-9" }, /* letters that share bytes */
    { "😀|😀😁", "😀😀😁", "0:0-4 0:4-8 1:4-12", "0:0-4 1:4-12" },
    { "\xEF\xBF\xBD", "\xFF\xEF\xBF\xBD\xFF", "0:1-4", "0:1-4" }, /* U+FFFD is a letter, an ill-formed byte is none */
    { "ab", "a\xFF" "b\xE4\xBD" "ab", "0:5-7", "0:5-7" },
};

static void every_occurrence_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_found(kbg__automaton_all, rows[i].words, rows[i].text, strlen(rows[i].text), rows[i].all);
    assert_found(kbg__automaton_all, "a|b", LIT("a\0b"), "0:0-1 1:2-3");
}

static void the_longest_at_the_leftmost_place_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_found(kbg__automaton_longest, rows[i].words, rows[i].text, strlen(rows[i].text), rows[i].longest);
    assert_found(kbg__automaton_longest, "a|b", LIT("a\0b"), "0:0-1 1:2-3");
}

/* What the definition says, word by word and place by place. */
static void find_all_simply(const list *l, const char *text, size_t len, kbg__buffer *out)
{
    for (size_t end = 1; end <= len; end++)
        for (size_t size = end; size > 0; size--)
            for (uint32_t i = 0; i < l->count; i++)
                if (l->words[i].len == size && memcmp(text + end - size, l->words[i].data, size) == 0)
                    (void)write_one(i, end - size, end, out);
}

static void find_longest_simply(const list *l, const char *text, size_t len, kbg__buffer *out)
{
    for (size_t at = 0, next; at < len; at = next) {
        uint32_t best = UINT32_MAX;
        for (uint32_t i = 0; i < l->count; i++)
            if (l->words[i].len && l->words[i].len <= len - at &&
                memcmp(text + at, l->words[i].data, l->words[i].len) == 0 &&
                (best == UINT32_MAX || l->words[i].len > l->words[best].len))
                best = i;
        next = best == UINT32_MAX ? at + 1 : at + l->words[best].len;
        if (best != UINT32_MAX)
            (void)write_one(best, at, next, out);
    }
}

static size_t random_text(test_random *random, char *out, uint32_t most)
{
    static const char *const letters[] = { "a", "b", "最", "高" };
    size_t len = 0;
    for (uint32_t left = test_random_below(random, most + 1); left; left--) {
        const char *letter = letters[test_random_below(random, 4)];
        memcpy(out + len, letter, strlen(letter));
        len += strlen(letter);
    }
    return len;
}

static void both_agree_with_a_simple_search(void **state)
{
    (void)state;
    test_random random = { 20260801 };
    static char pool[64][24];
    char text[256];
    for (int run = 0; run < 3000; run++) {
        list l = { .count = test_random_below(&random, 1 + (run % 2 ? 6 : 60)) };
        for (size_t i = 0; i < l.count; i++)
            l.words[i] = (kbg_text){ pool[i], random_text(&random, pool[i], 1 + (uint32_t)run % 7) };
        size_t len = random_text(&random, text, 60);
        kbg__automaton *a = automaton_of(l.words, l.count);
        kbg__buffer is, expected;
        kbg__buffer_init(&is, &kbg__memory_default);
        kbg__buffer_init(&expected, &kbg__memory_default);

        assert_true(kbg__automaton_all(a, text, len, write_one, &is));
        find_all_simply(&l, text, len, &expected);
        kbg__buffer_add_byte(&expected, '\0');
        assert_text(is.data, is.len, expected.data);

        kbg__buffer_clear(&is);
        kbg__buffer_clear(&expected);
        assert_true(kbg__automaton_longest(a, text, len, write_one, &is));
        find_longest_simply(&l, text, len, &expected);
        kbg__buffer_add_byte(&expected, '\0');
        assert_text(is.data, is.len, expected.data);

        kbg__buffer_free(&is);
        kbg__buffer_free(&expected);
        kbg__automaton_free(a);
    }
}

static bool take_some(uint32_t word, size_t start, size_t end, void *user_data)
{
    (void)word;
    (void)start;
    (void)end;
    size_t *left = user_data;
    assert_int_not_equal(*left, 0);
    return --*left > 0;
}

static void the_taker_can_end_the_search(void **state)
{
    (void)state;
    list l = list_of("a|a|aa");
    kbg__automaton *a = automaton_of(l.words, l.count);
    static const finder finders[] = { kbg__automaton_all, kbg__automaton_longest };
    for (size_t i = 0; i < ROWS(finders); i++)
        for (size_t left = 1; left <= 2; left++) {
            size_t rest = left;
            assert_false(finders[i](a, LIT("aaaa"), take_some, &rest));
            assert_int_equal(rest, 0);
        }
    kbg__automaton_free(a);
    kbg__automaton_free(NULL);
}

static bool count_one(uint32_t word, size_t start, size_t end, void *user_data)
{
    (void)word;
    (void)start;
    (void)end;
    ++*(size_t *)user_data;
    return true;
}

/* Words of four ideographs out of a thousand, and one long word whose every prefix is a word too. */
static void many_words_take_the_memory_that_is_said(void **state)
{
    (void)state;
    enum { WORDS = 50000, LONG = 1000 };
    static char pool[WORDS][12], run[LONG];
    static kbg_text words[WORDS + LONG];
    test_random random = { 7 };
    for (size_t i = 0; i < WORDS; i++) {
        for (size_t at = 0; at < sizeof(pool[i]);)
            at += kbg__utf8_put(pool[i] + at, 0x4E00 + test_random_below(&random, 1000));
        words[i] = (kbg_text){ pool[i], sizeof(pool[i]) };
    }
    memset(run, 'a', sizeof(run));
    for (size_t i = 0; i < LONG; i++)
        words[WORDS + i] = (kbg_text){ run, i + 1 };
    test_memory memory;
    test_memory_init(&memory);
    kbg__automaton *a;
    assert_int_equal(kbg__automaton_new(&memory.allocator, words, WORDS + LONG, &a), KBG_OK);
    size_t bytes = kbg__automaton_bytes(a);
    assert_true(bytes <= 8 * (WORDS + LONG) + 20 * (4 * WORDS + LONG + 2) + 65536);
    size_t count = 0;
    for (size_t i = 0; i < WORDS; i++)
        assert_true(kbg__automaton_all(a, pool[i], sizeof(pool[i]), count_one, &count));
    assert_true(count >= WORDS);
    count = 0;
    assert_true(kbg__automaton_all(a, run, LONG, count_one, &count));
    assert_int_equal(count, LONG * (LONG + 1) / 2);
    count = 0;
    assert_true(kbg__automaton_longest(a, run, LONG, count_one, &count));
    assert_int_equal(count, 1);
    kbg__automaton_free(a);
    assert_int_equal(memory.blocks, 0);
}

static void an_ill_formed_word_is_refused(void **state)
{
    (void)state;
    static const kbg_text words[] = { TEXT("ab"), TEXT("a\xE4\xBD") };
    kbg__automaton *a = (kbg__automaton *)(void *)1;
    assert_int_equal(kbg__automaton_new(&kbg__memory_default, words, 2, &a), KBG_ERR_UTF8);
    assert_null(a);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    list l = list_of("最|最近|abc");
    for (size_t n = 1;; n++) {
        test_memory memory;
        kbg__automaton *a = (kbg__automaton *)(void *)1;
        test_memory_init(&memory);
        memory.fail_at = n;
        kbg_status status = kbg__automaton_new(&memory.allocator, l.words, l.count, &a);
        if (memory.calls < n) {
            assert_int_equal(status, KBG_OK);
            kbg__automaton_free(a);
            assert_int_equal(memory.blocks, 0);
            assert_int_equal(n, 8);
            break;
        }
        assert_int_equal(status, KBG_ERR_NOMEM);
        assert_null(a);
        assert_int_equal(memory.blocks, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_occurrence_is_found),
        cmocka_unit_test(the_longest_at_the_leftmost_place_is_found),
        cmocka_unit_test(both_agree_with_a_simple_search),
        cmocka_unit_test(the_taker_can_end_the_search),
        cmocka_unit_test(many_words_take_the_memory_that_is_said),
        cmocka_unit_test(an_ill_formed_word_is_refused),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
