/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/arena.h"

#include <pthread.h>

/* What a run does, and how far it came. */
typedef struct job {
    size_t blocks, size;
    size_t made; /* before it ended */
    kbg__arena *other; /* another one is run within it; NULL = none */
} job;

static unsigned char mark_of(size_t i)
{
    return (unsigned char)(i * 31 + 7);
}

/* Makes blocks, some of which grow, some of which are released, and looks at what they hold. */
static void make_blocks(void *data)
{
    unsigned char *blocks[200];
    job *j = data;
    assert_true(j->blocks <= ROWS(blocks));
    for (size_t i = 0; i < j->blocks; i++) {
        size_t size = j->size + i % 7;
        blocks[i] = i % 3 ? kbg__arena_calloc(1, size) : kbg__arena_realloc(NULL, size);
        assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; i % 3 && k < size; k++)
            assert_int_equal(blocks[i][k], 0);
        memset(blocks[i], mark_of(i), size);
        if (i % 5 == 0)
            blocks[i] = kbg__arena_realloc(blocks[i], size + 1); /* the last one */
        if (i % 4 == 3)
            blocks[i - 2] = kbg__arena_realloc(blocks[i - 2], 3 * j->size); /* not the last one */
        if (i % 11 == 10)
            kbg__arena_release(kbg__arena_realloc(kbg__arena_calloc(3, 5), 100));
        kbg__arena_release(NULL);
        j->made++;
        if (j->other && i == j->blocks / 2) {
            job inner = { .blocks = 20, .size = 50 };
            assert_int_equal(kbg__arena_run(j->other, make_blocks, &inner), KBG_OK);
            assert_int_equal(inner.made, inner.blocks);
        }
    }
    for (size_t i = 0; i < j->blocks; i++)
        for (size_t k = 0; k < j->size; k++)
            assert_int_equal(blocks[i][k], mark_of(i));
}

static void blocks_hold_what_is_put_there(void **state)
{
    (void)state;
    static const job rows[] = {
        { 0, 0, 0, NULL }, { 1, 1, 0, NULL }, { 200, 1, 0, NULL }, { 200, 100, 0, NULL }, { 200, 1000, 0, NULL },
        { 10, 50000, 0, NULL },
    };
    test_memory memory;
    kbg__arena arena, other;
    test_memory_init(&memory);
    kbg__arena_init(&arena, &memory.allocator);
    kbg__arena_init(&other, &memory.allocator);
    for (size_t i = 0; i < ROWS(rows); i++)
        for (int nested = 0; nested < 2; nested++) {
            job j = rows[i];
            j.other = nested ? &other : NULL;
            assert_int_equal(kbg__arena_run(&arena, make_blocks, &j), KBG_OK);
            assert_int_equal(j.made, j.blocks);
            /* Then one chunk is enough: the second time asks for it, the third for nothing. */
            assert_int_equal(kbg__arena_run(&arena, make_blocks, &j), KBG_OK);
            size_t calls = memory.calls;
            assert_int_equal(kbg__arena_run(&arena, make_blocks, &j), KBG_OK);
            assert_int_equal(memory.calls, calls);
            assert_true(memory.blocks <= 2);
        }
    kbg__arena_free(&arena);
    kbg__arena_free(&other);
    assert_int_equal(memory.blocks, 0);
}

static void a_failure_ends_the_run(void **state)
{
    (void)state;
    for (size_t fail_at = 1;; fail_at++) {
        test_memory memory;
        kbg__arena arena;
        job j = { .blocks = 200, .size = 3000 };
        test_memory_init(&memory);
        kbg__arena_init(&arena, &memory.allocator);
        memory.fail_at = fail_at;
        kbg_status status = kbg__arena_run(&arena, make_blocks, &j);
        if (memory.calls < fail_at) {
            assert_int_equal(status, KBG_OK);
            assert_true(fail_at > 4);
            kbg__arena_free(&arena);
            break;
        }
        assert_int_equal(status, KBG_ERR_NOMEM);
        assert_true(j.made < j.blocks);
        j.made = 0;
        assert_int_equal(kbg__arena_run(&arena, make_blocks, &j), KBG_OK); /* it can go on */
        assert_int_equal(j.made, j.blocks);
        kbg__arena_free(&arena);
        assert_int_equal(memory.blocks, 0);
    }
}

static void ask_for_too_much(void *data)
{
    size_t *which = data;
    if (*which == 0)
        (void)kbg__arena_calloc(SIZE_MAX / 2, 3);
    else if (*which == 1)
        (void)kbg__arena_calloc(1, SIZE_MAX);
    else if (*which == 2)
        (void)kbg__arena_realloc(kbg__arena_calloc(1, 8), SIZE_MAX);
    else
        (void)kbg__arena_realloc(NULL, SIZE_MAX - 20);
    *which = 100; /* nobody comes here */
}

static void impossible_sizes_never_reach_the_host(void **state)
{
    (void)state;
    test_memory memory;
    kbg__arena arena;
    test_memory_init(&memory);
    kbg__arena_init(&arena, &memory.allocator);
    for (size_t i = 0; i < 4; i++) {
        size_t which = i;
        assert_int_equal(kbg__arena_run(&arena, ask_for_too_much, &which), KBG_ERR_NOMEM);
        assert_int_equal(which, i);
    }
    assert_int_equal(memory.calls, 1); /* the eight bytes */
    kbg__arena_free(&arena);
    assert_int_equal(memory.blocks, 0);
}

/* Each thread has its own runs. */
static void *run_often(void *data)
{
    kbg__arena arena;
    size_t *good = data;
    kbg__arena_init(&arena, &kbg__memory_default);
    for (int i = 0; i < 200; i++) {
        size_t which = (size_t)i % 4;
        *good += kbg__arena_run(&arena, ask_for_too_much, &which) == KBG_ERR_NOMEM && which == (size_t)i % 4;
    }
    kbg__arena_free(&arena);
    return NULL;
}

static void threads_do_not_meet(void **state)
{
    (void)state;
    pthread_t threads[4];
    size_t good[4] = { 0 };
    for (size_t i = 0; i < ROWS(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_often, &good[i]), 0);
    for (size_t i = 0; i < ROWS(threads); i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(good[i], 200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_hold_what_is_put_there),
        cmocka_unit_test(a_failure_ends_the_run),
        cmocka_unit_test(impossible_sizes_never_reach_the_host),
        cmocka_unit_test(threads_do_not_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
