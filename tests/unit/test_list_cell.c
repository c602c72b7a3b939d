/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "io/list_cell.h"

static const struct {
    const char *cell;
    size_t count;
    const char *entries[4];
} rows[] = {
    { "", 0, { NULL } },
    { " | \n\t|", 0, { NULL } },
    { "退货", 1, { "退货" } },
    { "退货|换货", 2, { "退货", "换货" } },
    { "退货 | 换货\r\n维修\n", 3, { "退货", "换货", "维修" } },
    { "a b| c ", 2, { "a b", "c" } },
    { "a\\|b", 1, { "a|b" } },
    { "a\\\\|b", 2, { "a\\", "b" } },
    { "a\\nb\\rc", 1, { "a\nb\rc" } },
    { "\\sa\\s|\\ta\\t", 2, { " a ", "\ta\t" } },
    { "C:\\dir\\x", 1, { "C:\\dir\\x" } },
    { "a\\", 1, { "a\\" } },
};

static void a_cell_is_taken_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__buffer out;
        size_t at = 0, start, count = 0;
        kbg__buffer_init(&out, &kbg__memory_default);
        while (kbg__list_cell_next(rows[i].cell, strlen(rows[i].cell), &at, &out, &start)) {
            assert_true(count < rows[i].count);
            kbg__buffer_add_byte(&out, '\0');
            assert_string_equal(out.data + start, rows[i].entries[count]);
            count++;
        }
        assert_int_equal(count, rows[i].count);
        kbg__buffer_free(&out);
    }
}

static void entries_are_escaped(void **state)
{
    (void)state;
    kbg__buffer out;
    kbg__buffer_init(&out, &kbg__memory_default);
    kbg__list_cell_add(&out, " a |\\\n", 6, '|', true);
    kbg__list_cell_add(&out, "\tb\r\t", 4, '|', false);
    kbg__list_cell_add(&out, "c d", 3, '\n', false);
    kbg__buffer_add_byte(&out, '\0');
    assert_string_equal(out.data, "\\sa \\|\\\\\\n|\\tb\\r\\t\nc d");
    kbg__buffer_free(&out);
}

/* Any lists of any short texts of the characters that matter come back. */
static void what_is_written_is_read_back(void **state)
{
    (void)state;
    static const char letters[] = "\\|\n\r\t nrstx";
    test_random random = { 20261 };
    for (int round = 0; round < 20000; round++) {
        kbg__buffer cell, out;
        char entries[4][6];
        size_t lens[4], count = 1 + test_random_below(&random, 4), at = 0, start;
        char separator = test_random_below(&random, 2) ? '|' : '\n';
        kbg__buffer_init(&cell, &kbg__memory_default);
        kbg__buffer_init(&out, &kbg__memory_default);
        for (size_t i = 0; i < count; i++) {
            lens[i] = 1 + test_random_below(&random, 6);
            for (size_t k = 0; k < lens[i]; k++)
                entries[i][k] = letters[test_random_below(&random, sizeof(letters) - 1)];
            kbg__list_cell_add(&cell, entries[i], lens[i], separator, i == 0);
        }
        for (size_t i = 0; i < count; i++) {
            assert_true(kbg__list_cell_next(cell.data, cell.len, &at, &out, &start));
            assert_int_equal(out.len - start, lens[i]);
            assert_memory_equal(out.data + start, entries[i], lens[i]);
        }
        assert_false(kbg__list_cell_next(cell.data, cell.len, &at, &out, &start));
        kbg__buffer_free(&cell);
        kbg__buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_is_taken_apart),
        cmocka_unit_test(entries_are_escaped),
        cmocka_unit_test(what_is_written_is_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
