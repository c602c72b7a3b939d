/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/category.h"

static void depth_counts_names(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        size_t depth;
    } rows[] = {
        { "", 0 },           { "售后", 1 },       { "售后/退换货", 2 }, { "a/b/c/d", 4 }, { "/", 0 },
        { "/售后", 0 },      { "售后/", 0 },      { "售后//退换货", 0 }, { "a b/c", 2 },  { "//", 0 },
        { "售后／退换货", 1 }, /* a full-width slash is a character like others */
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(kbg__category_depth(rows[i].path, strlen(rows[i].path)), rows[i].depth);
}

static void below_follows_whole_names(void **state)
{
    (void)state;
    static const struct {
        const char *root, *path;
        bool below;
    } rows[] = {
        { "", "售后", true },
        { "", "", true },
        { "售后", "售后", true },
        { "售后", "售后/退换货", true },
        { "售后", "售后/退换货/运费", true },
        { "售后/退换货", "售后/退换货/运费", true },
        { "售后/退换货", "售后", false },
        { "售后", "售后服务", false },
        { "售后", "售后服务/退换货", false },
        { "售后/退", "售后/退换货", false },
        { "退换货", "售后/退换货", false },
        { "售后", "", false },
        { "After", "after", false },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        if (kbg__category_below(rows[i].root, strlen(rows[i].root), rows[i].path, strlen(rows[i].path)) !=
            rows[i].below)
            fail_msg("root \"%s\", path \"%s\"", rows[i].root, rows[i].path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(depth_counts_names),
        cmocka_unit_test(below_follows_whole_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
