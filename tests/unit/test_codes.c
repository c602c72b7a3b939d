/* SPDX-License-Identifier: MIT */
#include "support.h"

static const char items[] = "{\"id\":\"a\",\"question\":\"q\",\"short_codes\":[\"/th\",\"/退货\",\"/ＴＨ\"]}\n"
                            "{\"id\":\"b\",\"question\":\"q\",\"short_codes\":[\"/hh\"]}\n"
                            "{\"id\":\"c\",\"question\":\"q\"}\n"
                            "{\"id\":\"d\",\"question\":\"q\",\"short_codes\":[\"/Th\",\"#1\",\" \"]}\n"
                            "{\"id\":\"e\",\"question\":\"q\",\"short_codes\":[\"[微笑]\",\"/hh\"]}\n";

/* The numbers of the items that have a code, as digits. */
static void codes_lead_to_items(void **state)
{
    (void)state;
    static const struct {
        const char *code, *items;
    } rows[] = {
        { "/th", "03" },   { "/TH", "03" },  { "／ｔｈ", "03" }, { " /th ", "03" }, { "/退貨", "0" },
        { "/hh", "14" },   { "#1", "3" },    { "[微笑]", "4" },  { "/t", "" },      { "/thh", "" },
        { "th", "" },      { "", "" },       { " ", "" },        { "\xFF", "" },
    };
    test_base base;
    kbg__folded folded;
    test_base_init(&base, LIT(items));
    kbg__folded_init(&folded, &kbg__memory_default, false);
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct kbg__code_item *found;
        size_t count;
        char numbers[8] = "";
        assert_int_equal(
            kbg__codes_find(&base.codes, &folded, rows[i].code, strlen(rows[i].code), &found, &count), KBG_OK);
        assert_true(count < sizeof(numbers));
        for (size_t k = 0; k < count && k + 1 < sizeof(numbers); k++)
            numbers[k] = (char)('0' + found[k].item);
        assert_string_equal(numbers, rows[i].items);
    }
    kbg__folded_free(&folded);
    test_base_free(&base);
}

static void a_base_without_codes_finds_none(void **state)
{
    (void)state;
    test_base base;
    kbg__folded folded;
    const struct kbg__code_item *found;
    size_t count = 9;
    test_base_init(&base, LIT(""));
    kbg__folded_init(&folded, &kbg__memory_default, false);
    assert_int_equal(kbg__codes_find(&base.codes, &folded, LIT("/th"), &found, &count), KBG_OK);
    assert_int_equal(count, 0);
    kbg__folded_free(&folded);
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
        kbg__codes codes;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        status = kbg__codes_build(&codes, &memory.allocator, test_key, &base.store);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        assert_int_equal(codes.count, status == KBG_OK ? 8 : 0);
        kbg__codes_free(&codes);
        kbg__codes_free(&codes);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 4);
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_lead_to_items),
        cmocka_unit_test(a_base_without_codes_finds_none),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
