/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/packed.h"

enum { MOST = 500 };

/* Numbers of all widths, counts around whole bytes, from different bases: each comes back, and takes no more bits than
 * the widest distance from the least one has (more than 56 bits are 64). */
static void numbers_come_back(void **state)
{
    (void)state;
    static const size_t counts[] = { 0, 1, 2, 7, 8, 9, 63, MOST };
    static const uint64_t bases[] = { 0, 1, 77, UINT64_C(1) << 40 };
    test_random random = { 11 };
    for (unsigned bits = 0; bits <= 64; bits++)
        for (size_t c = 0; c < ROWS(counts); c++)
            for (size_t b = 0; b < ROWS(bases); b++) {
                uint64_t numbers[MOST], base = bits == 64 ? 0 : bases[b];
                uint64_t mask = bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
                size_t count = counts[c];
                for (size_t i = 0; i < count; i++)
                    numbers[i] = base + (((uint64_t)test_random_below(&random, UINT32_MAX) << 32 |
                                          test_random_below(&random, UINT32_MAX)) & mask);
                if (count > 1) { /* the least and the most that there can be */
                    numbers[0] = base + mask;
                    numbers[1] = base;
                }
                kbg__packed packed;
                assert_int_equal(kbg__packed_of(&packed, &kbg__memory_default, numbers, count), KBG_OK);
                for (size_t i = 0; i < count; i++)
                    assert_true(kbg__packed_get(&packed, i) == numbers[i]);
                if (count > 1) {
                    assert_int_equal(packed.bits, bits <= 56 ? bits : 64);
                    assert_int_equal(packed.size, bits ? (count * packed.bits + 7) / 8 + 8 : 0);
                }
                kbg__packed_free(&packed, &kbg__memory_default);
            }
}

/* What is the same all the time, or one more each time, takes no bytes; anything else does. */
static void runs_take_no_bytes(void **state)
{
    (void)state;
    static const struct {
        uint64_t numbers[5];
        size_t count;
        bool is_run;
    } rows[] = {
        { { 9, 9, 9, 9, 9 }, 5, true },  { { 9, 10, 11, 12, 13 }, 5, true }, { { 7 }, 1, true },
        { { 0 }, 0, true },              { { 9, 10 }, 2, true },             { { 9, 8, 7 }, 3, false },
        { { 9, 9, 10 }, 3, false },      { { 9, 10, 10 }, 3, false },        { { 1, 2, 3, 4, 9 }, 5, false },
        { { 5, 5, 5, 5, 4 }, 5, false }, { { 3, 5, 7, 9, 11 }, 5, false },   { { 9, 0 }, 2, false },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__packed whole, packed;
        kbg__packing packing = { 0 };
        for (size_t n = 0; n < rows[i].count; n++)
            assert_int_equal(kbg__packing_add(&packing, &kbg__memory_default, rows[i].numbers[n]), KBG_OK);
        assert_int_equal(packing.numbers == NULL, rows[i].is_run);
        assert_int_equal(kbg__packing_end(&packing, &kbg__memory_default, &packed), KBG_OK);
        assert_int_equal(kbg__packed_of(&whole, &kbg__memory_default, rows[i].numbers, rows[i].count), KBG_OK);
        assert_int_equal(packed.size == 0, rows[i].is_run);
        assert_int_equal(packed.size, whole.size);
        for (size_t n = 0; n < rows[i].count; n++)
            assert_true(kbg__packed_get(&packed, n) == rows[i].numbers[n]);
        kbg__packed_free(&packed, &kbg__memory_default);
        kbg__packed_free(&whole, &kbg__memory_default);
    }
}

static void numbers_can_be_set(void **state)
{
    (void)state;
    kbg__packed packed;
    assert_int_equal(kbg__packed_init(&packed, &kbg__memory_default, MOST, MOST * 3), KBG_OK);
    assert_int_equal(packed.bits, 11);
    for (size_t i = MOST; i-- > 0;)
        kbg__packed_set(&packed, i, i * 3);
    for (size_t i = 0; i < MOST; i++)
        assert_int_equal(kbg__packed_get(&packed, i), i * 3);
    kbg__packed_free(&packed, &kbg__memory_default);
}

/* Whatever fails, nothing is left. */
static void failures_leave_nothing(void **state)
{
    (void)state;
    kbg_status status = KBG_ERR_NOMEM;
    size_t fail_at = 0;
    while (status != KBG_OK) {
        test_memory memory;
        kbg__packing packing = { 0 };
        kbg__packed packed = { 0 };
        test_memory_init(&memory);
        memory.fail_at = ++fail_at;
        status = KBG_OK;
        for (uint64_t i = 0; i < 100 && status == KBG_OK; i++)
            status = kbg__packing_add(&packing, &memory.allocator, i * i);
        if (status == KBG_OK)
            status = kbg__packing_end(&packing, &memory.allocator, &packed);
        kbg__packing_free(&packing, &memory.allocator);
        kbg__packed_free(&packed, &memory.allocator);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_back),
        cmocka_unit_test(runs_take_no_bytes),
        cmocka_unit_test(numbers_can_be_set),
        cmocka_unit_test(failures_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
