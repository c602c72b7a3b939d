/* SPDX-License-Identifier: MIT */
/* Groups of like messages against groups made by hand. */
#include "support.h"

#include "live/figures_group.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct row {
    const char *message;
    uint64_t count;
    int group; /* as a keeper would put it; numbers in order of the result */
} row;

/* In the order of the result. */
static const row rows[] = {
    { "宽带多少钱一个月", 9, 0 },
    { "亲，请问宽带多少钱一个月呀", 4, 0 }, /* small talk makes no difference */
    { "宽带一个月多少钱", 4, 0 },           /* nor does order, much */
    { "寬帶多少錢一個月？", 1, 0 },         /* nor script */
    { "怎么退货", 7, 1 },
    { "退货怎么弄", 2, 1 },
    { "怎么换货", 8, 2 }, /* one character makes another question */
    { "refund my order", 5, 3 },
    { "please refund order", 3, 3 },
    { "能开发票吗", 4, 4 },
    { "可以开发票吗", 2, 4 },
    { "？？？", 3, 5 }, /* signs are alike to themselves */
    { "！！！", 2, 6 },
    { "贵", 1, 7 }, /* one character has no pairs */
};

static kbg__grouped grouped_of(const row *r)
{
    return (kbg__grouped){ .message = { r->message, strlen(r->message) }, .count = r->count };
}

static void messages_are_grouped_as_by_hand_in_any_order(void **state)
{
    (void)state;
    static const uint64_t sums[] = { 18, 9, 8, 8, 6, 3, 2, 1 };
    test_random random = { 17 };
    for (int round = 0; round < 30; round++) {
        kbg__grouped messages[ROWS(rows)];
        kbg__groups groups;
        for (size_t i = 0; i < ROWS(rows); i++)
            messages[i] = grouped_of(&rows[i]);
        for (size_t i = ROWS(rows) - 1; i > 0 && round > 0; i--) {
            size_t k = test_random_below(&random, (uint32_t)i + 1);
            kbg__grouped other = messages[i];
            messages[i] = messages[k];
            messages[k] = other;
        }
        assert_int_equal(kbg__group_messages(&kbg__memory_default, messages, ROWS(rows), &groups), KBG_OK);
        for (size_t i = 0; i < ROWS(rows); i++) {
            assert_string_equal(messages[i].message.data, rows[i].message);
            assert_int_equal(messages[i].group, rows[i].group);
        }
        assert_int_equal(groups.count, ROWS(sums));
        for (size_t i = 0, at = 0; i < groups.count; at += groups.list[i++].size) {
            assert_int_equal(groups.list[i].count, sums[i]);
            assert_int_equal(groups.list[i].first, at);
        }
        kbg__groups_free(&groups, &kbg__memory_default);
    }
}

static void no_messages_make_no_groups(void **state)
{
    (void)state;
    kbg__groups groups;
    assert_int_equal(kbg__group_messages(&kbg__memory_default, NULL, 0, &groups), KBG_OK);
    assert_int_equal(groups.count, 0);
}

/* Many groups that have a pair in common: more than are kept of a pair. Their other pairs tell who belongs together. */
static void common_pairs_are_bounded_in_any_order(void **state)
{
    (void)state;
    enum { GROUPS = 1000, MANY = 1500 };
    static char texts[MANY][64];
    static kbg__grouped first[MANY], second[MANY];
    kbg__groups groups[2];
    for (int i = 0; i < MANY; i++) {
        int n = i % GROUPS;
        (void)snprintf(texts[i], sizeof(texts[i]), "退货 %d %d %d", n, n + 100000, (i < GROUPS ? 200000 : 300000) + n);
        first[i] = (kbg__grouped){ .message = { texts[i], strlen(texts[i]) }, .count = 1 };
        second[MANY - 1 - i] = first[i];
    }
    assert_int_equal(kbg__group_messages(&kbg__memory_default, first, MANY, &groups[0]), KBG_OK);
    assert_int_equal(kbg__group_messages(&kbg__memory_default, second, MANY, &groups[1]), KBG_OK);
    assert_int_equal(groups[0].count, GROUPS);
    assert_int_equal(groups[1].count, GROUPS);
    for (int i = 0; i < MANY; i++) {
        assert_ptr_equal(first[i].message.data, second[i].message.data);
        assert_int_equal(first[i].group, second[i].group);
    }
    for (int i = 0; i < 2; i++)
        kbg__groups_free(&groups[i], &kbg__memory_default);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_grouped_as_by_hand_in_any_order),
        cmocka_unit_test(no_messages_make_no_groups),
        cmocka_unit_test(common_pairs_are_bounded_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
