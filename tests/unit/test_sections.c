/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/buffer.h"
#include "base/sections.h"

#include <stdlib.h>

static bool write_to(const void *data, size_t len, void *user_data)
{
    kbg__buffer_add(user_data, data, len);
    return true;
}

/* What a test saves and finds: the same calls for both. */
typedef struct content {
    uint64_t numbers[2];
    size_t count;
    uint16_t *array;
    char *text;
    uint32_t *empty;
} content;

static void go_through(kbg__sections *s, content *c)
{
    kbg__section_numbers(s, c->numbers, 2);
    kbg__section_count(s, &c->count, 100);
    kbg__section(s, (void **)&c->array, c->count, sizeof(*c->array));
    kbg__section(s, (void **)&c->text, 16, 1);
    kbg__section(s, (void **)&c->empty, 0, sizeof(*c->empty));
}

static uint16_t array[] = { 7, 8, 9 };
static char sixteen[] = "sixteen bytes ok";

enum { START = 32 };

/* A file of it, at a multiple of 16, of the length that is meant. */
static char *save(size_t *len)
{
    kbg__buffer out;
    kbg__sections s;
    content c = { { 1, UINT64_MAX }, 3, array, sixteen, NULL };
    kbg__buffer_init(&out, &kbg__memory_default);
    for (int i = 0; i < START; i++)
        kbg__buffer_add_byte(&out, 'h');
    kbg__sections_save(&s, write_to, &out, START, NULL);
    go_through(&s, &c);
    assert_int_equal(s.status, KBG_OK);
    assert_int_equal(s.at, out.len);
    char *file = aligned_alloc(16, out.len);
    assert_non_null(file);
    memcpy(file, out.data, out.len);
    *len = out.len;
    kbg__buffer_free(&out);
    return file;
}

static kbg_status open_it(const char *file, size_t len, content *c, kbg__problem *problem)
{
    kbg__sections s;
    *problem = (kbg__problem){ .status = KBG_OK };
    kbg__sections_open(&s, file, len, START, problem);
    go_through(&s, c);
    if (s.status == KBG_OK && s.at != s.len)
        kbg__sections_refuse(&s, "there is more");
    return s.status;
}

static void what_is_saved_is_found(void **state)
{
    (void)state;
    size_t len;
    content c = { { 0 }, 0, NULL, NULL, &(uint32_t){ 1 } };
    kbg__problem problem;
    char *file = save(&len);
    assert_int_equal(open_it(file, len, &c, &problem), KBG_OK);
    assert_int_equal(c.numbers[0], 1);
    assert_true(c.numbers[1] == UINT64_MAX);
    assert_int_equal(c.count, 3);
    assert_memory_equal(c.array, array, sizeof(array));
    assert_memory_equal(c.text, sixteen, 16);
    assert_null(c.empty);
    assert_ptr_equal(c.text, file + START + (16 + 16) + (16 + 16) + (16 + 16) + 16); /* in the file itself */
    free(file);
}

/* The format is saved: it must not change. Each section is its length, its sum, its bytes and zeros. */
static void sections_have_these_bytes(void **state)
{
    (void)state;
    static const size_t lens[] = { 16, 8, 6, 16, 0 };
    size_t len, at = START;
    char *file = save(&len);
    for (size_t i = 0; i < ROWS(lens); i++) {
        uint64_t head[2];
        memcpy(head, file + at, sizeof(head));
        assert_int_equal(head[0], lens[i]);
        assert_true(head[1] == kbg__sections_sum(file + at + 16, lens[i]));
        at += 16 + lens[i];
        for (; at % 16; at++)
            assert_int_equal(file[at], 0);
    }
    assert_int_equal(at, len);
    free(file);
}

static void any_changed_bit_is_found(void **state)
{
    (void)state;
    size_t len;
    char *file = save(&len);
    for (size_t bit = 8 * START; bit < 8 * len; bit++) {
        content c = { { 0 }, 0, NULL, NULL, NULL };
        kbg__problem problem;
        file[bit / 8] = (char)(file[bit / 8] ^ (1 << bit % 8));
        if (open_it(file, len, &c, &problem) != KBG_ERR_FILE)
            fail_msg("bit %zu", bit);
        assert_int_equal(problem.status, KBG_ERR_FILE);
        assert_true(problem.offset >= START && problem.offset <= bit / 8);
        file[bit / 8] = (char)(file[bit / 8] ^ (1 << bit % 8));
    }
    free(file);
}

static void any_cut_is_found(void **state)
{
    (void)state;
    size_t len;
    char *file = save(&len);
    for (size_t cut = START; cut < len; cut++) {
        content c = { { 0 }, 0, NULL, NULL, NULL };
        kbg__problem problem;
        char *part = malloc(cut); /* exactly so long */
        assert_non_null(part);
        memcpy(part, file, cut);
        assert_int_equal(open_it(part, cut, &c, &problem), KBG_ERR_FILE);
        free(part);
    }
    free(file);
}

static void counts_and_lengths_are_bounded(void **state)
{
    (void)state;
    size_t len, count = 0;
    kbg__sections s;
    kbg__problem problem = { .status = KBG_OK };
    char *file = save(&len);
    void *found = &count;
    uint64_t numbers[2];
    kbg__sections_open(&s, file, len, START, &problem);
    kbg__section_numbers(&s, numbers, 2);
    kbg__section_count(&s, &count, 2); /* it is 3 */
    assert_int_equal(s.status, KBG_ERR_FILE);
    assert_int_equal(count, 0);
    assert_string_equal(problem.text, "the saved file is damaged: a number is too large");
    kbg__sections_refuse(&s, "something else"); /* the first failure stays */
    assert_string_equal(problem.text, "the saved file is damaged: a number is too large");
    kbg__section(&s, &found, 3, 2);
    assert_null(found);
    kbg__section_numbers(&s, numbers, 2);
    assert_int_equal(numbers[0] | numbers[1], 0);
    kbg__sections_open(&s, file, len, START, &problem);
    kbg__section(&s, &found, SIZE_MAX / 4, 8); /* the product would be small */
    assert_int_equal(s.status, KBG_ERR_FILE);
    assert_null(found);
    free(file);
}

/* Takes so many calls, then fails. */
static bool write_some(const void *data, size_t len, void *user_data)
{
    (void)data;
    (void)len;
    int *left = user_data;
    return (*left)-- > 0;
}

static void a_write_that_fails_is_told(void **state)
{
    (void)state;
    for (int calls = 0;; calls++) {
        kbg__sections s;
        content c = { { 1, 2 }, 3, array, sixteen, NULL };
        int left = calls;
        kbg__sections_save(&s, write_some, &left, START, NULL);
        go_through(&s, &c);
        if (left >= 0) {
            assert_int_equal(s.status, KBG_OK);
            assert_true(calls >= 5);
            break;
        }
        assert_int_equal(s.status, KBG_ERR_WRITE);
        assert_int_equal(left, -1); /* nothing is written after it */
    }
}

static void a_sum_differs_if_one_word_does(void **state)
{
    (void)state;
    test_random random = { 8 };
    uint64_t words[24];
    for (size_t i = 0; i < ROWS(words); i++)
        words[i] = (uint64_t)test_random_below(&random, UINT32_MAX) << 32 | test_random_below(&random, UINT32_MAX);
    for (size_t len = 0; len <= sizeof(words); len++) {
        uint64_t sum = kbg__sections_sum(words, len);
        assert_true(len == sizeof(words) || sum != kbg__sections_sum(words, len + 1));
        for (size_t i = 0; 8 * i + 8 <= len; i++) {
            uint64_t before = words[i];
            for (uint64_t other = 0; other < 3; other++) {
                words[i] = other == before ? other + 3 : other;
                assert_true(kbg__sections_sum(words, len) != sum);
            }
            words[i] = before;
        }
    }
    assert_true(kbg__sections_sum(NULL, 0) == kbg__sections_sum(words, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_saved_is_found),
        cmocka_unit_test(sections_have_these_bytes),
        cmocka_unit_test(any_changed_bit_is_found),
        cmocka_unit_test(any_cut_is_found),
        cmocka_unit_test(counts_and_lengths_are_bounded),
        cmocka_unit_test(a_write_that_fails_is_told),
        cmocka_unit_test(a_sum_differs_if_one_word_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
