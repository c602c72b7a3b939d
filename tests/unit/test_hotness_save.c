/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "index/hotness_save.h"

#include <stdio.h>

static const int64_t half_life = 7 * INT64_C(86400000);
static const int64_t now = INT64_C(1794268800000);

static void open_hotness(kbg__hotness *h, const kbg_allocator *memory)
{
    kbg__hotness_init(h, memory, test_key, half_life, 100);
}

static kbg__buffer bytes_of(const kbg__hotness *h)
{
    kbg__buffer bytes;
    kbg__buffer_init(&bytes, &kbg__memory_default);
    assert_int_equal(kbg__hotness_write(h, &bytes), KBG_OK);
    return bytes;
}

static void assert_same(const kbg__hotness *a, const kbg__hotness *b)
{
    kbg__buffer left = bytes_of(a), right = bytes_of(b);
    assert_int_equal(left.len, right.len);
    assert_memory_equal(left.data, right.data, left.len);
    kbg__buffer_free(&left);
    kbg__buffer_free(&right);
}

/* One pinned item without use, one with two buckets; an entry without anything is left out. */
static void fill(kbg__hotness *h)
{
    const kbg__hotness_bucket one = { 2, 3 << 20 }, other = { 1, -1 };
    assert_int_equal(kbg__hotness_add(h, LIT("退"), KBG_HOT_AS_USED, &one, 1, NULL), KBG_OK);
    assert_int_equal(kbg__hotness_add(h, LIT("退"), KBG_HOT_AS_USED, &other, 1, NULL), KBG_OK);
    assert_int_equal(kbg__hotness_add(h, LIT("none"), KBG_HOT_AS_USED, NULL, 0, NULL), KBG_OK);
    assert_int_equal(kbg__hotness_set_mark(h, LIT("ab"), KBG_HOT_PINNED, NULL), KBG_OK);
}

#define HEAD "KBGHOT1\n\x00\x84\x0C\x24\x00\x00\x00\x00"
#define COUNT(n) n "\0\0\0\0\0\0\0"
#define PINNED "\2\0\0\0\1\0\0\0" "ab"
#define USED "\3\0\0\0\0\0\2\0" "\xE9\x80\x80" "\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" "\1\0\0\0\0\0\x30\0\0\0\0\0"

static void the_bytes_are_as_documented(void **state)
{
    (void)state;
    static const char expected[] = HEAD COUNT("\2") PINNED USED;
    kbg__hotness h, again;
    open_hotness(&h, &kbg__memory_default);
    open_hotness(&again, &kbg__memory_default);
    fill(&h);
    kbg__buffer bytes = bytes_of(&h);
    assert_int_equal(bytes.len, sizeof(expected) - 1);
    assert_memory_equal(bytes.data, expected, bytes.len);
    assert_int_equal(kbg__hotness_read(&again, bytes.data, bytes.len, NULL), KBG_OK);
    assert_same(&h, &again);
    assert_int_equal(atomic_load(&again.marked), 1);
    kbg__buffer_free(&bytes);
    kbg__hotness_free(&h);
    kbg__hotness_free(&again);
}

static void the_half_life_is_that_of_the_bytes(void **state)
{
    (void)state;
    kbg__hotness h, again;
    kbg__hotness_init(&h, &kbg__memory_default, test_key, 2 * half_life, 100);
    open_hotness(&again, &kbg__memory_default);
    kbg__buffer bytes = bytes_of(&h);
    assert_int_equal(kbg__hotness_read(&again, bytes.data, bytes.len, NULL), KBG_OK);
    assert_true(again.half_life == 2 * half_life);
    kbg__buffer_free(&bytes);
}

static void bad_bytes_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        size_t offset;
        const char *message;
    } rows[] = {
        { LIT(""), 0, "not saved hotness" },
        { LIT("KBGHOT1\n"), 0, "not saved hotness" },
        { LIT("KBGHOT2\n\x00\x84\x0C\x24\x00\x00\x00\x00" COUNT("\0")), 0, "not saved hotness" },
        { LIT("KBGHOT1\n\x00\x00\x00\x00\x00\x00\x00\x00" COUNT("\0")), 8, "the half-life is out of range" },
        { LIT("KBGHOT1\n\x00\x84\x0C\x24\x00\x00\x00\x80" COUNT("\0")), 8, "the half-life is out of range" },
        { LIT(HEAD COUNT("\1")), 24, "an entry is cut off" },
        { LIT(HEAD "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" PINNED), 34, "an entry is cut off" },
        { LIT(HEAD COUNT("\1") PINNED PINNED), 34, "there is more than the entries" },
        { LIT(HEAD COUNT("\2") PINNED PINNED), 34, "ids are not in order" },
        { LIT(HEAD COUNT("\2") USED PINNED), 59, "ids are not in order" },
        { LIT(HEAD COUNT("\1") "\0\0\0\0\1\0\0\0"), 24, "an entry is not valid" },
        { LIT(HEAD COUNT("\1") "\1\0\0\0\3\0\0\0a"), 24, "an entry is not valid" },
        { LIT(HEAD COUNT("\1") "\1\0\0\0\0\0\0\0a"), 24, "an entry is not valid" },
        { LIT(HEAD COUNT("\1") "\1\0\0\0\0\0\x19\0a"), 24, "an entry is not valid" },
        { LIT(HEAD COUNT("\1") "\xFF\xFF\xFF\xFF\1\0\0\0a"), 24, "an entry is cut off" },
        { LIT(HEAD COUNT("\1") "\1\0\0\0\1\0\0\0\xFF"), 24, "an id is not UTF-8" },
        { LIT(HEAD COUNT("\1") "\1\0\0\0\0\0\2\0a" "\1\0\0\0\1\0\0\0\0\0\0\0" "\1\0\0\0\1\0\0\0\0\0\0\0"), 45,
          "a bucket is out of place" },
        { LIT(HEAD COUNT("\1") "\1\0\0\0\0\0\1\0a" "\xFF\xFF\xFF\xFF\1\0\0\0\0\0\0\0"), 33,
          "a bucket is out of place" },
        { LIT(HEAD COUNT("\1") "\1\0\0\0\0\0\1\0a" "\1\0\0\0\1\0\0\0\0\0\0\x40"), 33, "a sum is out of range" },
        { LIT(HEAD COUNT("\1") "\1\0\0\0\0\0\1\0a" "\1\0\0\0\0\0\0\0\0\0\0\x80"), 33, "a sum is out of range" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__hotness h;
        kbg__problem problem = { .status = KBG_OK };
        char expected[128];
        open_hotness(&h, &kbg__memory_default);
        (void)snprintf(expected, sizeof(expected), "saved hotness, byte %zu: %s", rows[i].offset, rows[i].message);
        assert_int_equal(kbg__hotness_read(&h, rows[i].bytes, rows[i].len, &problem), KBG_ERR_SYNTAX);
        assert_string_equal(problem.text, expected);
        assert_int_equal(problem.offset, rows[i].offset);
        assert_true(h.half_life == half_life);
        assert_null(kbg__hotness_first(&h));
        kbg__hotness_free(&h);
    }
}

/* Whatever is cut or changed: an error, or bytes that say something else and are written again just so. */
static void damaged_bytes_are_refused_or_mean_something(void **state)
{
    (void)state;
    kbg__hotness h;
    size_t refused = 0;
    open_hotness(&h, &kbg__memory_default);
    fill(&h);
    kbg__buffer bytes = bytes_of(&h);
    for (size_t len = 0; len < bytes.len; len++) {
        kbg__hotness cut;
        open_hotness(&cut, &kbg__memory_default);
        assert_int_equal(kbg__hotness_read(&cut, bytes.data, len, NULL), KBG_ERR_SYNTAX);
    }
    for (size_t bit = 0; bit < bytes.len * 8; bit++) {
        kbg__hotness changed;
        open_hotness(&changed, &kbg__memory_default);
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
        if (kbg__hotness_read(&changed, bytes.data, bytes.len, NULL) == KBG_OK) {
            kbg__buffer again = bytes_of(&changed);
            assert_int_equal(again.len, bytes.len);
            assert_memory_equal(again.data, bytes.data, bytes.len);
            kbg__buffer_free(&again);
        } else {
            refused++;
        }
        kbg__hotness_free(&changed);
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
    }
    assert_true(refused > 200);
    kbg__buffer_free(&bytes);
    kbg__hotness_free(&h);
}

static void reading_keeps_to_the_limit(void **state)
{
    (void)state;
    static const char bytes[] = HEAD COUNT("\2") PINNED USED;
    kbg__hotness h;
    kbg__hotness_init(&h, &kbg__memory_default, test_key, half_life, 1);
    assert_int_equal(kbg__hotness_read(&h, bytes, sizeof(bytes) - 1, NULL), KBG_ERR_LIMIT);
    assert_null(kbg__hotness_first(&h));
    assert_int_equal(atomic_load(&h.marked), 0);
}

enum { TABLES = 3, USES = 600 };

/* Uses that are dealt out to three, in whatever order they are merged, give what one has of all. */
static void merged_tables_are_those_of_all_uses(void **state)
{
    (void)state;
    static const char *const ids[] = { "a", "b", "c", "d", "e", "f" };
    test_random random = { 42 };
    for (int round = 0; round < 60; round++) {
        kbg__hotness all, parts[TABLES], merged, right;
        open_hotness(&all, &kbg__memory_default);
        open_hotness(&merged, &kbg__memory_default);
        open_hotness(&right, &kbg__memory_default);
        for (int t = 0; t < TABLES; t++)
            open_hotness(&parts[t], &kbg__memory_default);
        for (int i = 0; i < USES; i++) {
            const char *id = ids[test_random_below(&random, 6)];
            int64_t back = (int64_t)test_random_below(&random, round % 2 ? 40 : 3) * half_life / 2;
            kbg__use use = { id, 1, now - back - (int64_t)test_random_below(&random, 1000000),
                             test_random_below(&random, 5) - 1.5 };
            assert_int_equal(kbg__hotness_take(&all, &use, 1, NULL), KBG_OK);
            assert_int_equal(kbg__hotness_take(&parts[test_random_below(&random, TABLES)], &use, 1, NULL), KBG_OK);
        }
        assert_int_equal(kbg__hotness_set_mark(&all, LIT("a"), KBG_HOT_MUTED, NULL), KBG_OK);
        assert_int_equal(kbg__hotness_set_mark(&all, LIT("x"), KBG_HOT_PINNED, NULL), KBG_OK);
        assert_int_equal(kbg__hotness_set_mark(&parts[0], LIT("a"), KBG_HOT_PINNED, NULL), KBG_OK);
        assert_int_equal(kbg__hotness_set_mark(&parts[1], LIT("a"), KBG_HOT_MUTED, NULL), KBG_OK);
        assert_int_equal(kbg__hotness_set_mark(&parts[2], LIT("x"), KBG_HOT_PINNED, NULL), KBG_OK);
        int order = (int)test_random_below(&random, TABLES);
        for (int t = 0; t < TABLES; t++) /* one after the other */
            assert_int_equal(kbg__hotness_merge(&merged, &parts[(t + order) % TABLES], NULL), KBG_OK);
        assert_same(&merged, &all);
        assert_int_equal(kbg__hotness_merge(&parts[1], &parts[2], NULL), KBG_OK); /* 0 + (1 + 2) */
        assert_int_equal(kbg__hotness_merge(&right, &parts[1], NULL), KBG_OK);
        assert_int_equal(kbg__hotness_merge(&right, &parts[0], NULL), KBG_OK);
        assert_same(&right, &all);
        for (int t = 0; t < TABLES; t++)
            kbg__hotness_free(&parts[t]);
        kbg__hotness_free(&all);
        kbg__hotness_free(&merged);
        kbg__hotness_free(&right);
    }
}

static void half_lives_that_differ_do_not_merge(void **state)
{
    (void)state;
    kbg__hotness a, b;
    kbg__problem problem = { .status = KBG_OK };
    open_hotness(&a, &kbg__memory_default);
    kbg__hotness_init(&b, &kbg__memory_default, test_key, half_life / 2, 10);
    assert_int_equal(kbg__hotness_merge(&a, &b, &problem), KBG_ERR_OPTIONS);
    assert_string_equal(problem.text, "the half-lives differ: 604800000 ms and 302400000 ms");
}

static void memory_that_runs_out_leaves_all_as_it_was(void **state)
{
    (void)state;
    kbg__hotness from;
    open_hotness(&from, &kbg__memory_default);
    fill(&from);
    for (int i = 0; i < 30; i++) {
        char id[8];
        int len = snprintf(id, sizeof(id), "%d", i);
        kbg__use use = { id, (size_t)len, now, 1 };
        assert_int_equal(kbg__hotness_take(&from, &use, 1, NULL), KBG_OK);
    }
    kbg__buffer bytes = bytes_of(&from);
    for (int flow = 0; flow < 3; flow++) {
        kbg_status status = KBG_ERR_NOMEM;
        for (size_t fail_at = 1; status != KBG_OK; fail_at++) {
            test_memory memory;
            kbg__hotness h;
            kbg__buffer written;
            test_memory_init(&memory);
            open_hotness(&h, &memory.allocator);
            kbg__buffer_init(&written, &memory.allocator);
            if (flow == 2)
                assert_int_equal(kbg__hotness_read(&h, bytes.data, bytes.len, NULL), KBG_OK);
            memory.fail_at = memory.calls + fail_at;
            status = flow == 0   ? kbg__hotness_read(&h, bytes.data, bytes.len, NULL)
                     : flow == 1 ? kbg__hotness_merge(&h, &from, NULL)
                                 : kbg__hotness_write(&h, &written);
            assert_int_equal(status, memory.calls < memory.fail_at ? KBG_OK : KBG_ERR_NOMEM);
            memory.fail_at = 0;
            if (flow == 2)
                assert_int_equal(kbg__buffer_status(&written), status);
            if (status == KBG_OK) {
                assert_same(&h, &from);
            } else if (flow < 2) {
                kbg__hotness empty;
                open_hotness(&empty, &kbg__memory_default);
                assert_same(&h, &empty);
            }
            kbg__buffer_free(&written);
            kbg__hotness_free(&h);
            assert_int_equal(memory.blocks, 0);
            assert_true(fail_at < 1000);
        }
    }
    kbg__buffer_free(&bytes);
    kbg__hotness_free(&from);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_are_as_documented),
        cmocka_unit_test(the_half_life_is_that_of_the_bytes),
        cmocka_unit_test(bad_bytes_are_refused_with_their_place),
        cmocka_unit_test(damaged_bytes_are_refused_or_mean_something),
        cmocka_unit_test(reading_keeps_to_the_limit),
        cmocka_unit_test(merged_tables_are_those_of_all_uses),
        cmocka_unit_test(half_lives_that_differ_do_not_merge),
        cmocka_unit_test(memory_that_runs_out_leaves_all_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
