/* SPDX-License-Identifier: MIT */
/* The table of cells against a plain list. */
#include "support.h"

#include "live/figures_table.h"

#include <stdio.h>
#include <stdlib.h>

enum { NAMES = 500, MOST = 60, ADDED = 20000 };

typedef struct name {
    char text[16];
    uint64_t hash, count;
    bool met;
} name;

static name names[NAMES];

static void make_names(void)
{
    for (int i = 0; i < NAMES; i++) {
        int len = snprintf(names[i].text, sizeof(names[i].text), "词%d", i);
        /* Few different hashes, so that many cells have the same one. */
        names[i].hash = kbg__hash(test_key, names[i].text, (size_t)len) & UINT64_C(0xFC00000000000000);
        names[i].count = 0;
        names[i].met = false;
    }
}

static int by_order(const void *left, const void *right)
{
    const name *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return strcmp(a->text, b->text);
}

static void add(kbg__figures_table *table, const name *n, uint64_t count)
{
    if (kbg__figures_table_is_beyond(table, n->hash, n->text, strlen(n->text)))
        return;
    kbg__figure *cell = kbg__figures_table_get(table, &kbg__memory_default, n->hash, n->text, strlen(n->text));
    assert_non_null(cell);
    assert_int_equal(kbg__counts_add(&cell->counts, &kbg__memory_default, 1, count), KBG_OK);
    kbg__figures_table_trim(table, &kbg__memory_default);
}

/* The first MOST names in order, among those met, with exact counts. */
static void check(const kbg__figures_table *table)
{
    const kbg__figure *cell = NULL;
    size_t n = 0;
    qsort(names, NAMES, sizeof(names[0]), by_order);
    for (int i = 0; i < NAMES && n < MOST; i++) {
        if (!names[i].met)
            continue;
        cell = kbg__figures_table_next(table, cell);
        assert_non_null(cell);
        assert_string_equal(cell->text, names[i].text);
        assert_int_equal(kbg__counts_get(&cell->counts, 1), names[i].count);
        assert_ptr_equal(kbg__figures_table_find(table, names[i].hash, names[i].text, strlen(names[i].text)), cell);
        n++;
    }
    assert_int_equal(table->count, n);
    assert_ptr_equal(kbg__figures_table_last(table), cell);
    assert_null(kbg__figures_table_next(table, cell));
}

static void the_smallest_hashes_are_kept_with_exact_counts(void **state)
{
    (void)state;
    test_random random = { 3 };
    for (int round = 0; round < 20; round++) {
        kbg__figures_table table = { .most = MOST };
        int of = round % 2 ? NAMES : MOST / 2; /* more than are kept, and fewer */
        make_names();
        for (int i = 0; i < ADDED / 20; i++) {
            name *n = &names[test_random_below(&random, (uint32_t)of)];
            n->met = true;
            n->count += 3;
            add(&table, n, 3);
        }
        check(&table);
        kbg__figures_table_free(&table, &kbg__memory_default);
    }
}

static void parts_merge_to_the_whole_in_any_order(void **state)
{
    (void)state;
    enum { PARTS = 5 };
    test_random random = { 5 };
    for (int round = 0; round < 20; round++) {
        kbg__figures_table parts[PARTS];
        make_names();
        for (int i = 0; i < PARTS; i++)
            parts[i] = (kbg__figures_table){ .most = MOST };
        for (int i = 0; i < ADDED / 20; i++) {
            name *n = &names[test_random_below(&random, NAMES)];
            n->met = true;
            n->count++;
            add(&parts[test_random_below(&random, PARTS)], n, 1);
        }
        for (int left = PARTS; left > 1; left--) {
            uint32_t from = test_random_below(&random, (uint32_t)left), into = (from + 1) % (uint32_t)left;
            assert_int_equal(kbg__figures_table_reserve(&parts[into], &kbg__memory_default, &parts[from]), KBG_OK);
            kbg__figures_table_merge(&parts[into], &kbg__memory_default, &parts[from]);
            kbg__figures_table_free(&parts[from], &kbg__memory_default);
            parts[from] = parts[left - 1]; /* and if that was `into`, it is at `from` now */
        }
        check(&parts[0]);
        kbg__figures_table_free(&parts[0], &kbg__memory_default);
    }
}

static void cells_without_counts_are_swept(void **state)
{
    (void)state;
    kbg__figures_table table = { .most = 10 };
    make_names();
    for (int i = 0; i < 8; i++) {
        kbg__figure *cell = kbg__figures_table_get(&table, &kbg__memory_default, names[i].hash, names[i].text,
                                                   strlen(names[i].text));
        assert_non_null(cell);
        if (i % 2)
            assert_int_equal(kbg__counts_add(&cell->counts, &kbg__memory_default, 1, 1), KBG_OK);
    }
    kbg__figures_table_sweep(&table, &kbg__memory_default);
    assert_int_equal(table.count, 4);
    for (int i = 0; i < 8; i++)
        assert_int_equal(!!kbg__figures_table_find(&table, names[i].hash, names[i].text, strlen(names[i].text)), i % 2);
    kbg__figures_table_free(&table, &kbg__memory_default);
}

/* A copy that memory ran out for leaves nothing that later cells could stumble over. */
static void an_addition_that_fails_leaves_the_table_as_new(void **state)
{
    (void)state;
    static const struct {
        uint64_t hash;
        const char *text;
    } rows[] = { { 5, "a" }, { 9, "b" }, { 17, "c" }, { UINT64_MAX, "z" } };
    kbg__figures_table full = { .most = 3 };
    test_memory memory;
    test_memory_init(&memory);
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__figure *cell;
        if (kbg__figures_table_is_beyond(&full, rows[i].hash, rows[i].text, 1))
            continue;
        cell = kbg__figures_table_get(&full, &kbg__memory_default, rows[i].hash, rows[i].text, 1);
        assert_int_equal(kbg__counts_add(&cell->counts, &kbg__memory_default, 1, 1), KBG_OK);
        kbg__figures_table_trim(&full, &kbg__memory_default);
    }
    assert_true(full.zeros > 50); /* all hashes are small */
    for (size_t fail_at = 1;; fail_at++) {
        kbg__figures_table table = { .most = 3 };
        memory.calls = 0;
        memory.fail_at = fail_at;
        kbg_status status = kbg__figures_table_reserve(&table, &memory.allocator, &full);
        memory.fail_at = 0;
        if (status == KBG_OK) {
            kbg__figures_table_free(&table, &memory.allocator);
            break;
        }
        assert_int_equal(status, KBG_ERR_NOMEM);
        kbg__figures_table_sweep(&table, &memory.allocator);
        assert_int_equal(table.count, 0);
        for (size_t i = ROWS(rows); i-- > 0;) {
            kbg__figure *cell = kbg__figures_table_get(&table, &memory.allocator, rows[i].hash, rows[i].text, 1);
            assert_int_equal(kbg__counts_add(&cell->counts, &memory.allocator, 1, 1), KBG_OK);
        }
        const kbg__figure *cell = NULL;
        for (size_t i = 0; i < ROWS(rows); i++) {
            cell = kbg__figures_table_next(&table, cell);
            assert_string_equal(cell->text, rows[i].text);
        }
        kbg__figures_table_free(&table, &memory.allocator);
    }
    assert_int_equal(memory.blocks, 0);
    kbg__figures_table_free(&full, &kbg__memory_default);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_hashes_are_kept_with_exact_counts),
        cmocka_unit_test(parts_merge_to_the_whole_in_any_order),
        cmocka_unit_test(cells_without_counts_are_swept),
        cmocka_unit_test(an_addition_that_fails_leaves_the_table_as_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
