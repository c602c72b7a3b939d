/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/memory.h"

static void the_default_serves_when_none_is_given(void **state)
{
    (void)state;
    kbg_allocator memory;
    assert_int_equal(kbg__memory_init(&memory, NULL), KBG_OK);
    assert_memory_equal(&memory, &kbg__memory_default, sizeof(memory));
    char *block = kbg__malloc(&memory, 3);
    assert_non_null(block);
    block = memory.realloc(block, 3, 300, memory.user_data);
    assert_non_null(block);
    kbg__free(&memory, block);
}

static void an_allocator_must_be_whole(void **state)
{
    (void)state;
    test_memory given;
    kbg_allocator memory;
    test_memory_init(&given);
    assert_int_equal(kbg__memory_init(&memory, &given.allocator), KBG_OK);
    assert_memory_equal(&memory, &given.allocator, sizeof(memory));
    for (int part = 0; part < 5; part++) {
        kbg_allocator broken = given.allocator;
        if (part == 0)
            broken.size = 0;
        if (part == 1)
            broken.size = sizeof(kbg_allocator) + 8;
        if (part == 2)
            broken.malloc = NULL;
        if (part == 3)
            broken.realloc = NULL;
        if (part == 4)
            broken.free = NULL;
        assert_int_equal(kbg__memory_init(&memory, &broken), KBG_ERR_OPTIONS);
    }
}

static void nothing_is_asked_of_the_host_for_size_0(void **state)
{
    (void)state;
    test_memory memory;
    test_memory_init(&memory);
    assert_null(kbg__malloc(&memory.allocator, 0));
    assert_null(kbg__calloc(&memory.allocator, 0, 8));
    assert_null(kbg__calloc(&memory.allocator, 8, 0));
    kbg__free(&memory.allocator, NULL);
    assert_int_equal(memory.calls, 0);
}

static void calloc_clears_and_refuses_overflow(void **state)
{
    (void)state;
    static const char zeros[24];
    test_memory memory;
    test_memory_init(&memory);
    char *block = kbg__calloc(&memory.allocator, 3, 8);
    assert_non_null(block);
    assert_memory_equal(block, zeros, 24);
    kbg__free(&memory.allocator, block);
    assert_null(kbg__calloc(&memory.allocator, SIZE_MAX / 8 + 1, 8));
    assert_int_equal(memory.calls, 1);
    assert_int_equal(memory.blocks, 0);
}

static void arrays_grow_by_half_at_least(void **state)
{
    (void)state;
    static const struct {
        size_t need, capacity;
    } rows[] = { { 0, 0 }, { 1, 16 }, { 16, 16 }, { 17, 24 }, { 100, 100 }, { 101, 150 }, { 40, 150 } };
    test_memory memory;
    uint32_t *data = NULL;
    size_t capacity = 0;
    test_memory_init(&memory);
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(kbg__grow(&memory.allocator, (void **)&data, &capacity, rows[i].need, sizeof(*data)),
                         KBG_OK);
        assert_int_equal(capacity, rows[i].capacity);
        for (size_t k = 0; k < capacity; k++)
            data[k] = (uint32_t)k;
    }
    kbg__free(&memory.allocator, data);
    assert_int_equal(memory.blocks, 0);
}

static void a_failed_growth_changes_nothing(void **state)
{
    (void)state;
    test_memory memory;
    uint32_t *data = NULL;
    size_t capacity = 0;
    test_memory_init(&memory);
    memory.fail_at = 2;
    assert_int_equal(kbg__grow(&memory.allocator, (void **)&data, &capacity, 1, sizeof(*data)), KBG_OK);
    data[15] = 42;
    uint32_t *before = data;
    assert_int_equal(kbg__grow(&memory.allocator, (void **)&data, &capacity, 17, sizeof(*data)), KBG_ERR_NOMEM);
    assert_ptr_equal(data, before);
    assert_int_equal(capacity, 16);
    assert_int_equal(data[15], 42);
    size_t calls = memory.calls;
    assert_int_equal(kbg__grow(&memory.allocator, (void **)&data, &capacity, SIZE_MAX / 2, sizeof(*data)),
                     KBG_ERR_NOMEM);
    assert_int_equal(memory.calls, calls); /* an overflow never reaches the host */
    assert_int_equal(capacity, 16);
    kbg__free(&memory.allocator, data);
}

static void resize_goes_both_ways(void **state)
{
    (void)state;
    test_memory memory;
    char *data = NULL;
    size_t capacity = 0;
    test_memory_init(&memory);
    assert_int_equal(kbg__resize(&memory.allocator, (void **)&data, &capacity, 5, 1), KBG_OK);
    assert_int_equal(capacity, 5);
    memcpy(data, "abcde", 5);
    assert_int_equal(kbg__resize(&memory.allocator, (void **)&data, &capacity, 3, 1), KBG_OK);
    assert_int_equal(capacity, 3);
    assert_memory_equal(data, "abc", 3);
    memory.fail_at = memory.calls + 1;
    assert_int_equal(kbg__resize(&memory.allocator, (void **)&data, &capacity, 2, 1), KBG_OK); /* the block is kept */
    assert_int_equal(capacity, 3);
    assert_memory_equal(data, "abc", 3);
    assert_int_equal(kbg__resize(&memory.allocator, (void **)&data, &capacity, 0, 1), KBG_OK);
    assert_null(data);
    assert_int_equal(capacity, 0);
    assert_int_equal(memory.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_serves_when_none_is_given),
        cmocka_unit_test(an_allocator_must_be_whole),
        cmocka_unit_test(nothing_is_asked_of_the_host_for_size_0),
        cmocka_unit_test(calloc_clears_and_refuses_overflow),
        cmocka_unit_test(arrays_grow_by_half_at_least),
        cmocka_unit_test(a_failed_growth_changes_nothing),
        cmocka_unit_test(resize_goes_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
