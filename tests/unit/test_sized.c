/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/sized.h"

/* A struct as the first release had it, as this library knows it, and as a later one may have it. */
typedef struct oldest {
    uint32_t size, a;
} oldest;
typedef struct known {
    uint32_t size, a, b, c;
} known;
typedef struct later {
    uint32_t size, a, b, c, d;
} later;

static void structs_of_all_ages_are_read(void **state)
{
    (void)state;
    const oldest old = { sizeof(old), 1 };
    const known same = { sizeof(same), 1, 2, 3 };
    const later newer = { sizeof(newer), 1, 2, 3, 0 };
    const struct {
        const void *given;
        known expected;
    } rows[] = {
        { &old, { sizeof(old), 1, 0, 0 } },
        { &same, { sizeof(same), 1, 2, 3 } },
        { &newer, { sizeof(newer), 1, 2, 3 } },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        known out = { 9, 9, 9, 9 };
        assert_int_equal(kbg__sized_copy(&out, sizeof(out), sizeof(oldest), rows[i].given), KBG_OK);
        assert_memory_equal(&out, &rows[i].expected, sizeof(out));
    }
}

static void none_given_leaves_the_defaults(void **state)
{
    (void)state;
    const known expected = { 9, 8, 7, 6 };
    known out = expected;
    assert_int_equal(kbg__sized_copy(&out, sizeof(out), sizeof(oldest), NULL), KBG_OK);
    assert_memory_equal(&out, &expected, sizeof(out));
}

static void impossible_sizes_and_unknown_fields_are_refused(void **state)
{
    (void)state;
    static const uint32_t sizes[] = { 0, 4, 7, 4097, UINT32_MAX };
    known out = { 9, 9, 9, 9 };
    const known expected = out;
    for (size_t i = 0; i < ROWS(sizes); i++) {
        const later given = { .size = sizes[i] };
        assert_int_equal(kbg__sized_copy(&out, sizeof(out), sizeof(oldest), &given), KBG_ERR_OPTIONS);
    }
    const later unknown = { sizeof(unknown), 1, 2, 3, 4 };
    assert_int_equal(kbg__sized_copy(&out, sizeof(out), sizeof(oldest), &unknown), KBG_ERR_OPTIONS);
    assert_memory_equal(&out, &expected, sizeof(out));
}

static void the_largest_size_is_4096(void **state)
{
    (void)state;
    static union {
        known first;
        char bytes[4096];
    } given = { .first = { 4096, 1, 2, 3 } };
    known out;
    assert_int_equal(kbg__sized_copy(&out, sizeof(out), sizeof(oldest), &given), KBG_OK);
    assert_int_equal(out.c, 3);
    given.bytes[4095] = 1;
    assert_int_equal(kbg__sized_copy(&out, sizeof(out), sizeof(oldest), &given), KBG_ERR_OPTIONS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(structs_of_all_ages_are_read),
        cmocka_unit_test(none_given_leaves_the_defaults),
        cmocka_unit_test(impossible_sizes_and_unknown_fields_are_refused),
        cmocka_unit_test(the_largest_size_is_4096),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
