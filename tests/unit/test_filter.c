/* SPDX-License-Identifier: MIT */
#include "support.h"

/* One letter an item, so that what passes can be written as a word. */
static const char items[] =
    "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"好\"}\n"
    "{\"id\":\"b\",\"question\":\"q\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"answer\":\"好\"}\n"
    "{\"id\":\"c\",\"question\":\"q\",\"category\":\"售后服务\",\"kind\":\"technical\",\"answer\":\"好\"}\n"
    "{\"id\":\"d\",\"question\":\"q\",\"category\":\"售后\",\"state\":\"draft\",\"answer\":\"好\"}\n"
    "{\"id\":\"e\",\"question\":\"q\",\"state\":\"archived\",\"kind\":\"service\",\"answer\":\"好\"}\n"
    "{\"id\":\"f\",\"question\":\"q\",\"valid_from\":\"1970-01-01T00:00:01Z\",\"answer\":\"好\"}\n"
    "{\"id\":\"g\",\"question\":\"q\",\"valid_until\":\"1970-01-01T00:00:02Z\",\"answer\":\"好\"}\n"
    "{\"id\":\"h\",\"question\":\"q\",\"valid_from\":\"1970-01-01T00:00:01Z\","
    "\"valid_until\":\"1970-01-01T00:00:02Z\",\"answer\":\"好\"}\n"
    "{\"id\":\"i\",\"question\":\"q\",\"audience\":[\"新客\",\"VIP\"],\"answer\":\"好\"}\n"
    "{\"id\":\"j\",\"question\":\"q\",\"answers\":[{\"body\":\"好\",\"channel\":\"微信\"}]}\n"
    "{\"id\":\"k\",\"question\":\"q\",\"answers\":[{\"body\":\"好\",\"channel\":\"微信\",\"language\":\"zh-Hans\"},"
    "{\"body\":\"ok\",\"channel\":\"web\",\"language\":\"en\"}]}\n"
    "{\"id\":\"l\",\"question\":\"q\",\"answers\":[{\"body\":\"ok\",\"language\":\"en-GB\"}]}\n"
    "{\"id\":\"m\",\"question\":\"q\"}\n"; /* no answer */

static const kbg_text vip[] = { TEXT("老客"), TEXT("VIP") };
static const kbg_text vi[] = { TEXT("VI"), TEXT("VIPs"), TEXT("") };

static const struct {
    kbg_query query;
    const char *passing;
} rows[] = {
    { { .now = 0 }, "abcjklm" },
    /* category: itself and what is below it */
    { { .category = TEXT("售后") }, "b" },
    { { .category = TEXT("售后/退换货") }, "b" },
    { { .category = TEXT("售后/退") }, "" },
    { { .category = TEXT("售后服务") }, "c" },
    { { .category = TEXT("售前") }, "" },
    { { .category = TEXT("售后"), .states = KBG_BIT(KBG_STATE_DRAFT) | KBG_BIT(KBG_STATE_PUBLISHED) }, "bd" },
    /* kind and state */
    { { .kinds = KBG_BIT(KBG_KIND_SERVICE) }, "b" },
    { { .kinds = KBG_BIT(KBG_KIND_SERVICE) | KBG_BIT(KBG_KIND_TECHNICAL) }, "bc" },
    { { .kinds = KBG_BIT(KBG_KIND_NONE) }, "ajklm" },
    { { .states = KBG_BIT(KBG_STATE_DRAFT) }, "d" },
    { { .states = KBG_BIT(KBG_STATE_ARCHIVED), .kinds = KBG_BIT(KBG_KIND_SERVICE) }, "e" },
    { { .states = KBG_BIT(KBG_STATE_ARCHIVED), .kinds = KBG_BIT(KBG_KIND_BUSINESS) }, "" },
    /* validity is half-open */
    { { .now = 999 }, "abcgjklm" },
    { { .now = 1000 }, "abcfghjklm" },
    { { .now = 1999 }, "abcfghjklm" },
    { { .now = 2000 }, "abcfjklm" },
    { { .now = -5 }, "abcgjklm" },
    { { .flags = KBG_QUERY_ANY_TIME }, "abcfghjklm" },
    { { .flags = KBG_QUERY_ANY_TIME, .now = 1 }, "abcfghjklm" },
    /* audience */
    { { .audience = vip, .audience_count = 2 }, "abcijklm" },
    { { .audience = vip, .audience_count = 1 }, "abcjklm" },
    { { .audience = vi, .audience_count = 3 }, "abcjklm" },
    { { .flags = KBG_QUERY_ANY_AUDIENCE }, "abcijklm" },
    /* channel and language of one answer */
    { { .channel = TEXT("微信") }, "abcjkl" },
    { { .channel = TEXT("web") }, "abckl" },
    { { .channel = TEXT("短信") }, "abcl" },
    { { .language = TEXT("en") }, "abcjkl" },
    { { .language = TEXT("zh") }, "abcjk" },
    { { .language = TEXT("EN-gb") }, "abcjl" },
    { { .channel = TEXT("微信"), .language = TEXT("zh") }, "abcjk" },
    { { .channel = TEXT("微信"), .language = TEXT("en") }, "abcjl" },
    { { .channel = TEXT("web"), .language = TEXT("zh") }, "abc" },
};

static void exactly_these_items_pass(void **state)
{
    (void)state;
    test_base base;
    kbg__filter filter;
    test_base_init(&base, LIT(items));
    kbg__filter_init(&filter, &kbg__memory_default);
    for (size_t i = 0; i < ROWS(rows); i++) {
        char passing[20] = "";
        size_t count = 0;
        assert_int_equal(kbg__filter_set(&filter, &rows[i].query, &base.corpus, NULL), KBG_OK);
        for (uint32_t k = 0; k < base.store.count; k++)
            if (kbg__filter_passes(&filter, k, base.store.items[k]))
                passing[count++] = test_id(base.store.items[k])[0];
        if (strcmp(passing, rows[i].passing) != 0)
            fail_msg("row %zu: %s pass, not %s", i, passing, rows[i].passing);
    }
    kbg__filter_free(&filter);
    test_base_free(&base);
}

static void categories_are_preferred_with_all_below(void **state)
{
    (void)state;
    static const kbg_text after[] = { TEXT("售后") }, two[] = { TEXT("无"), TEXT("售后服务") }, none[] = { TEXT("") };
    static const struct {
        const kbg_text *preferred;
        size_t count;
        const char *items;
    } preferences[] = { { NULL, 0, "" }, { after, 1, "bd" }, { two, 2, "c" }, { two, 1, "" }, { none, 1, "" } };
    test_base base;
    kbg__filter filter;
    test_base_init(&base, LIT(items));
    kbg__filter_init(&filter, &kbg__memory_default);
    for (size_t i = 0; i < ROWS(preferences); i++) {
        const kbg_query query = { .preferred = preferences[i].preferred, .preferred_count = preferences[i].count };
        char preferred[20] = "";
        size_t count = 0;
        assert_int_equal(kbg__filter_set(&filter, &query, &base.corpus, NULL), KBG_OK);
        for (uint32_t k = 0; k < base.store.count; k++)
            if (kbg__filter_prefers_category(&filter, k))
                preferred[count++] = test_id(base.store.items[k])[0];
        assert_string_equal(preferred, preferences[i].items);
    }
    kbg__filter_free(&filter);
    test_base_free(&base);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    static const kbg_query query = { .now = 0 };
    test_base base;
    test_memory memory;
    kbg__filter filter;
    test_base_init(&base, LIT(items));
    test_memory_init(&memory);
    memory.fail_at = 1;
    kbg__filter_init(&filter, &memory.allocator);
    assert_int_equal(kbg__filter_set(&filter, &query, &base.corpus, NULL), KBG_ERR_NOMEM);
    assert_int_equal(kbg__filter_set(&filter, &query, &base.corpus, NULL), KBG_OK);
    kbg__filter_free(&filter);
    assert_int_equal(memory.blocks, 0);
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exactly_these_items_pass),
        cmocka_unit_test(categories_are_preferred_with_all_below),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
