/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/pool.h"

/* What the pool itself needs for a block. */
enum { HEAD = 16 };

static void blocks_of_a_size_are_used_again(void **state)
{
    (void)state;
    static const struct {
        size_t first, second; /* bytes asked for, one behind the other */
        bool again;
    } rows[] = {
        { 0, 1, true },
        { 1, KBG__POOL_LEAST - HEAD, true },
        { KBG__POOL_LEAST - HEAD, KBG__POOL_LEAST - HEAD + 1, false },
        { KBG__POOL_LEAST - HEAD + 1, 2 * KBG__POOL_LEAST - HEAD, true },
        { 1000, 300, false }, /* no large block for a small thing */
        { 1000, 2000, false },
        { 32000, 17000, true },
        { KBG__POOL_MOST - HEAD, KBG__POOL_MOST / 2 + 1, true },
        { KBG__POOL_MOST - HEAD + 1, KBG__POOL_MOST - HEAD + 1, false },
        { 1000000, 1000000, false },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        test_memory memory;
        test_memory_init(&memory);
        kbg__pool *pool = kbg__pool_new(&memory.allocator);
        assert_non_null(pool);
        void *block = kbg__pool_take(pool, rows[i].first);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
        memset(block, 0xAA, rows[i].first);
        kbg__pool_give(block);
        size_t calls = memory.calls;
        void *second = kbg__pool_take(pool, rows[i].second);
        assert_non_null(second);
        memset(second, 0xBB, rows[i].second);
        assert_int_equal(memory.calls, calls + !rows[i].again);
        if (rows[i].again)
            assert_ptr_equal(second, block);
        kbg__pool_give(second);
        kbg__pool_close(pool);
        assert_int_equal(memory.blocks, 0);
    }
}

static void several_may_be_out_and_a_bounded_number_is_kept(void **state)
{
    (void)state;
    void *out[KBG__POOL_KEPT + 5];
    test_memory memory;
    test_memory_init(&memory);
    kbg__pool *pool = kbg__pool_new(&memory.allocator);
    for (size_t size = KBG__POOL_LEAST / 2; size < 2 * KBG__POOL_MOST; size *= 2) {
        size_t before = memory.blocks;
        for (size_t i = 0; i < ROWS(out); i++)
            assert_non_null(out[i] = kbg__pool_take(pool, size));
        assert_int_equal(memory.blocks, before + ROWS(out));
        for (size_t i = 0; i < ROWS(out); i++)
            kbg__pool_give(out[i]);
        size_t kept = size + HEAD <= KBG__POOL_MOST ? KBG__POOL_KEPT : 0, calls = memory.calls;
        assert_int_equal(memory.blocks, before + kept);
        for (size_t i = 0; i < kept; i++)
            out[i] = kbg__pool_take(pool, size);
        assert_int_equal(memory.calls, calls);
        for (size_t i = 0; i < kept; i++)
            kbg__pool_give(out[i]);
    }
    assert_int_equal(memory.blocks, 1 + KBG__POOL_SIZES * KBG__POOL_KEPT);
    kbg__pool_close(pool);
    assert_int_equal(memory.blocks, 0);
}

static void what_is_out_outlives_its_owner(void **state)
{
    (void)state;
    test_memory memory;
    test_memory_init(&memory);
    kbg__pool *pool = kbg__pool_new(&memory.allocator);
    char *a = kbg__pool_take(pool, 100), *b = kbg__pool_take(pool, 100), *c = kbg__pool_take(pool, 100);
    memcpy(a, "one", 4);
    memcpy(b, "two", 4);
    kbg__pool_give(c);
    assert_int_equal(memory.blocks, 4);
    kbg__pool_close(pool);
    assert_int_equal(memory.blocks, 3); /* what was kept is gone */
    assert_string_equal(a, "one");
    kbg__pool_give(a);
    assert_int_equal(memory.blocks, 2); /* nothing is kept any more */
    assert_string_equal(b, "two");
    kbg__pool_give(b);
    assert_int_equal(memory.blocks, 0);
    kbg__pool_give(NULL);
    kbg__pool_close(NULL);
}

static void failures_leave_the_pool_as_it_was(void **state)
{
    (void)state;
    test_memory memory;
    test_memory_init(&memory);
    memory.fail_at = 1;
    assert_null(kbg__pool_new(&memory.allocator));
    kbg__pool *pool = kbg__pool_new(&memory.allocator);
    assert_non_null(pool);
    memory.fail_at = memory.calls + 1;
    assert_null(kbg__pool_take(pool, 1));
    assert_null(kbg__pool_take(pool, SIZE_MAX));
    assert_null(kbg__pool_take(pool, SIZE_MAX - HEAD + 1));
    assert_int_equal(memory.calls, memory.fail_at); /* an overflow never reaches the host */
    kbg__pool_close(pool);
    assert_int_equal(memory.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_a_size_are_used_again),
        cmocka_unit_test(several_may_be_out_and_a_bounded_number_is_kept),
        cmocka_unit_test(what_is_out_outlives_its_owner),
        cmocka_unit_test(failures_leave_the_pool_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
