/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/record.h"
#include "render/choose.h"

/* The answers of each item are numbered by their bodies. */
static const char items[] =
    "{\"id\":\"0\",\"question\":\"q\"}\n"
    "{\"id\":\"1\",\"question\":\"q\",\"answers\":[{\"body\":\"0\"},{\"body\":\"1\",\"channel\":\"微信\"},"
    "{\"body\":\"2\",\"audience\":[\"VIP\",\"新客\"]},{\"body\":\"3\",\"channel\":\"微信\",\"audience\":[\"VIP\"]},"
    "{\"body\":\"4\",\"language\":\"en\"},{\"body\":\"5\",\"variant\":\"短\"}]}\n"
    "{\"id\":\"2\",\"question\":\"q\",\"answers\":[{\"body\":\"0\",\"channel\":\"微信\"},"
    "{\"body\":\"1\",\"audience\":[\"VIP\"]}]}\n"
    "{\"id\":\"3\",\"question\":\"q\",\"answers\":[{\"body\":\"0\",\"language\":\"en\"},"
    "{\"body\":\"1\",\"language\":\"zh-Hans\"},{\"body\":\"2\"},"
    "{\"body\":\"3\",\"language\":\"zh-Hant\",\"variant\":\"短\"},{\"body\":\"4\",\"channel\":\"web\","
    "\"language\":\"en\"}]}\n"
    "{\"id\":\"4\",\"question\":\"q\",\"answers\":[{\"body\":\"0\"},{\"body\":\"1\"}]}\n"
    "{\"id\":\"5\",\"question\":\"q\",\"answers\":[{\"body\":\"0\",\"channel\":\"微信\"},"
    "{\"body\":\"1\",\"audience\":[\"VIP\"],\"language\":\"zh\",\"variant\":\"短\"}]}\n";

static const kbg_text vip[] = { TEXT("老客"), TEXT("VIP") };

enum { NONE = -1 };

static const struct {
    size_t item;
    kbg_render_options options;
    int answer;
} rows[] = {
    { 0, { .flags = 0 }, NONE },
    { 1, { .flags = 0 }, 0 },
    { 4, { .flags = 0 }, 0 }, /* of equal ones the first */
    /* another channel or audience is not allowed */
    { 2, { .flags = 0 }, NONE },
    { 2, { .channel = TEXT("web") }, NONE },
    { 2, { .channel = TEXT("微信") }, 0 },
    { 2, { .audience = vip, .audience_count = 1 }, NONE },
    { 2, { .audience = vip, .audience_count = 2 }, 1 },
    /* one for the channel goes before all, then one for the customer */
    { 1, { .channel = TEXT("微信") }, 1 },
    { 1, { .channel = TEXT("微") }, 0 },
    { 1, { .audience = vip, .audience_count = 2 }, 2 },
    { 1, { .channel = TEXT("微信"), .audience = vip, .audience_count = 2 }, 3 },
    { 1, { .channel = TEXT("web"), .audience = vip, .audience_count = 2 }, 2 },
    { 5, { .channel = TEXT("微信"), .audience = vip, .audience_count = 2, .language = TEXT("zh"), .variant = TEXT("短") },
      0 },
    /* language: the wanted, then none, then another */
    { 1, { .language = TEXT("en") }, 4 },
    { 1, { .language = TEXT("fr") }, 0 },
    { 3, { .flags = 0 }, 0 },
    { 3, { .language = TEXT("zh") }, 1 },
    { 3, { .language = TEXT("ZH-hant") }, 3 },
    { 3, { .language = TEXT("fr") }, 2 },
    { 3, { .language = TEXT("zh"), .channel = TEXT("web") }, 4 }, /* the channel counts more */
    /* variant decides among equals only */
    { 1, { .variant = TEXT("短") }, 5 },
    { 1, { .variant = TEXT("长") }, 0 },
    { 1, { .variant = TEXT("短"), .channel = TEXT("微信") }, 1 },
    { 3, { .language = TEXT("zh"), .variant = TEXT("短") }, 3 },
    { 3, { .language = TEXT("zh-Hans"), .variant = TEXT("短") }, 1 },
};

static void the_answer_that_fits_best_is_chosen(void **state)
{
    (void)state;
    test_base base;
    test_base_init(&base, LIT(items));
    for (size_t i = 0; i < ROWS(rows); i++) {
        const kbg_answer *answer = (const kbg_answer *)(const void *)1;
        size_t chosen = kbg__choose_answer(base.store.items[rows[i].item], &rows[i].options, &answer);
        if (chosen != (rows[i].answer == NONE ? SIZE_MAX : (size_t)rows[i].answer))
            fail_msg("row %zu: answer %zu is chosen", i, chosen);
        if (rows[i].answer == NONE) {
            assert_null(answer);
            continue;
        }
        const char *body = kbg__record_child_text((const char *)answer, KBG__TAG_BODY, 0, "", NULL);
        assert_int_equal(body[0] - '0', rows[i].answer);
    }
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_answer_that_fits_best_is_chosen) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
