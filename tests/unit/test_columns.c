/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <stdio.h>

static const char items[] =
    "{\"id\":\"a\",\"question\":\"q\"}\n"
    "{\"id\":\"b\",\"question\":\"q\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"stage\":\"assist\","
    "\"state\":\"archived\",\"priority\":-100,\"usage_count\":20,\"answer\":\"好\"}\n"
    "{\"id\":\"c\",\"question\":\"q\",\"category\":\"售前\",\"audience\":[\"VIP\"],\"priority\":100,\"answer\":\"好\"}\n"
    "{\"id\":\"d\",\"question\":\"q\",\"category\":\"售后/退换货\",\"valid_from\":\"2026-11-11T00:00:00Z\","
    "\"usage_count\":9007199254740992,\"answers\":[{\"body\":\"1\"},{\"body\":\"2\",\"channel\":\"微信\"}]}\n"
    "{\"id\":\"e\",\"question\":\"q\",\"valid_until\":\"2026-11-11T00:00:00Z\",\"state\":\"draft\","
    "\"answers\":[{\"body\":\"1\",\"language\":\"zh\"}]}\n"
    "{\"id\":\"f\",\"question\":\"q\",\"answers\":[{\"body\":\"1\",\"audience\":[\"VIP\"],\"variant\":\"短\"}]}\n";

static void columns_hold_what_the_records_say(void **state)
{
    (void)state;
    enum { NONE = -1 };
    static const struct {
        int category;
        double usage;
        int priority, kind, stage, state, has;
    } rows[] = {
        { NONE, 0, 0, KBG_KIND_NONE, KBG_STAGE_NONE, KBG_STATE_PUBLISHED, KBG__HAS_CHANNELS },
        { 0, 20, -100, KBG_KIND_SERVICE, KBG_STAGE_ASSIST, KBG_STATE_ARCHIVED, 0 },
        { 1, 0, 100, KBG_KIND_NONE, KBG_STAGE_NONE, KBG_STATE_PUBLISHED, KBG__HAS_AUDIENCE },
        { 0, 9007199254740992.0, 0, KBG_KIND_NONE, KBG_STAGE_NONE, KBG_STATE_PUBLISHED,
          KBG__HAS_VALIDITY | KBG__HAS_CHANNELS },
        { NONE, 0, 0, KBG_KIND_NONE, KBG_STAGE_NONE, KBG_STATE_DRAFT, KBG__HAS_VALIDITY | KBG__HAS_CHANNELS },
        { NONE, 0, 0, KBG_KIND_NONE, KBG_STAGE_NONE, KBG_STATE_PUBLISHED, 0 },
    };
    test_base base;
    test_base_init(&base, LIT(items));
    assert_int_equal(base.store.count, ROWS(rows));
    for (uint32_t i = 0; i < ROWS(rows); i++) {
        const kbg__column *column = kbg__column_of(&base.columns, i);
        assert_int_equal(column->category, rows[i].category == NONE ? KBG__NOT_INTERNED : (uint32_t)rows[i].category);
        assert_true(column->usage == (float)rows[i].usage);
        assert_int_equal(column->priority, rows[i].priority);
        assert_int_equal(column->kind, rows[i].kind);
        assert_int_equal(column->stage, rows[i].stage);
        assert_int_equal(column->state, rows[i].state);
        assert_int_equal(column->has, rows[i].has);
    }
    assert_int_equal(base.columns.categories.count, 2);
    assert_string_equal(kbg__interner_text(&base.columns.categories, 1, NULL), "售前");
    test_base_free(&base);
}

/* Each thing that a column tells makes another one, and nothing else does. */
static void equal_items_share_a_column(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "\"question\":\"q\"", "\"question\":\"别的\",\"keywords\":[\"k\"]", "\"question\":\"q\",\"priority\":1",
        "\"question\":\"q\",\"category\":\"a\"", "\"question\":\"q\",\"category\":\"b\"",
        "\"question\":\"再\",\"category\":\"a\"",
        "\"question\":\"q\",\"usage_count\":1", "\"question\":\"q\",\"kind\":\"service\"",
        "\"question\":\"q\",\"stage\":\"ask\"", "\"question\":\"q\",\"state\":\"draft\"",
        "\"question\":\"q\",\"answer\":\"好\"",
        "\"question\":\"q\",\"state\":\"published\"",
    };
    static const uint32_t numbers[] = { 0, 0, 1, 2, 3, 2, 4, 5, 6, 7, 8, 0 };
    char jsonl[2048];
    size_t len = 0;
    test_base base;
    for (size_t i = 0; i < ROWS(lines); i++)
        len += (size_t)snprintf(jsonl + len, sizeof(jsonl) - len, "{\"id\":\"%zu\",%s}\n", i, lines[i]);
    test_base_init(&base, jsonl, len);
    assert_int_equal(base.columns.count, 9);
    for (size_t i = 0; i < ROWS(numbers); i++)
        assert_int_equal(kbg__packed_get(&base.columns.numbers, i), numbers[i]);
    test_base_free(&base);
}

static void an_empty_base_has_columns_too(void **state)
{
    (void)state;
    test_base base;
    test_base_init(&base, LIT(""));
    assert_int_equal(base.columns.categories.count, 0);
    test_base_free(&base);
}

static void memory_that_runs_out_leaves_nothing(void **state)
{
    (void)state;
    test_base base;
    test_base_init(&base, LIT(items));
    size_t fail_at = 1;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        test_memory memory;
        kbg__columns columns;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        status = kbg__columns_build(&columns, &memory.allocator, test_key, &base.store);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        kbg__columns_free(&columns);
        kbg__columns_free(&columns);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 4);
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_hold_what_the_records_say),
        cmocka_unit_test(equal_items_share_a_column),
        cmocka_unit_test(an_empty_base_has_columns_too),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
