/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "io/json_read.h"
#include "io/json_write.h"

static const struct {
    const char *in, *out;
} rows[] = {
    { "{\"question\":\"怎么退货\",\"id\":\"a\"}", "{\"id\":\"a\",\"question\":\"怎么退货\"}\n" },
    /* keys in the order of the schema, unknown ones behind them in their own order */
    { "{\"z\":1,\"usage_count\":5,\"priority\":-3,\"y\":[ ],\"question\":\"q\",\"category\":\"售后\",\"id\":\"a\"}",
      "{\"id\":\"a\",\"category\":\"售后\",\"question\":\"q\",\"priority\":-3,\"usage_count\":5,\"z\":1,\"y\":[]}\n" },
    /* the short form becomes the long one; empty things go */
    { "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"好\",\"alternatives\":[],\"category\":\"\",\"priority\":0}",
      "{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"body\":\"好\"}]}\n" },
    { "{\"id\":\"a\",\"question\":\"q\",\"alternatives\":[\"1\",\"2\"],\"state\":\"published\",\"stage\":\"greet\"}",
      "{\"id\":\"a\",\"stage\":\"greet\",\"state\":\"published\",\"question\":\"q\","
      "\"alternatives\":[\"1\",\"2\"]}\n" },
    /* instants keep their zone */
    { "{\"id\":\"a\",\"question\":\"q\",\"valid_from\":\"2026-11-11T00:00:00.500+08:00\"}",
      "{\"id\":\"a\",\"question\":\"q\",\"valid_from\":\"2026-11-11T00:00:00.500+08:00\"}\n" },
    /* escapes that JSON needs, and no others */
    { "{\"id\":\"a\",\"question\":\"\\\"\\\\\\/\\n\\u0001\\u9000\\u2028\\ud83d\\ude00\"}",
      "{\"id\":\"a\",\"question\":\"\\\"\\\\/\\n\\u0001退\xE2\x80\xA8\xF0\x9F\x98\x80\"}\n" },
    /* numbers in unknown keys come back as they read */
    { "{\"id\":\"a\",\"question\":\"q\",\"n\":[0.5,1e3,-0.25,9223372036854775807,1.0]}",
      "{\"id\":\"a\",\"question\":\"q\",\"n\":[0.5,1000.0,-0.25,9223372036854775807,1.0]}\n" },
    { "{\"id\":\"a\",\"question\":\"q\",\"properties\":{\"b\":\"\",\"a\":\"1\"},\"answers\":[{\"x\":null"
      ",\"variant\":\"v\","
      "\"body\":\"b\",\"attachments\":[{\"w\":{},\"alt\":\"t\",\"uri\":\"u\",\"kind\":\"link\"}]"
      ",\"audience\":[\"p\"]}]}",
      "{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"body\":\"b\",\"audience\":[\"p\"],\"variant\":\"v\","
      "\"attachments\":[{\"kind\":\"link\",\"uri\":\"u\",\"alt\":\"t\",\"w\":{}}],\"x\":null}],"
      "\"properties\":{\"b\":\"\",\"a\":\"1\"}}\n" },
};

static void assert_written(const char *in, const char *expected)
{
    kbg__limits limits;
    kbg__draft draft;
    kbg__buffer out;
    kbg__problem problem;
    kbg__limits_init(&limits);
    kbg__draft_init(&draft, &kbg__memory_default, &limits);
    kbg__buffer_init(&out, &kbg__memory_default);
    assert_int_equal(kbg__json_read_item(&draft, in, strlen(in), &problem), KBG_OK);
    kbg__buffer_add_cstr(&out, "#"); /* what is there stays */
    assert_int_equal(kbg__json_write_item(&out, (const kbg_item *)(const void *)draft.record.data), KBG_OK);
    assert_int_equal(out.data[0], '#');
    assert_text(out.data + 1, out.len - 1, expected);
    kbg__buffer_free(&out);
    kbg__draft_free(&draft);
}

static void items_are_written_in_canonical_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_written(rows[i].in, rows[i].out);
}

static void the_canonical_form_comes_back_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_written(rows[i].out, rows[i].out);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    kbg__limits limits;
    kbg__draft draft;
    kbg__problem problem;
    test_memory memory;
    kbg__buffer out;
    kbg__limits_init(&limits);
    kbg__draft_init(&draft, &kbg__memory_default, &limits);
    assert_int_equal(kbg__json_read_item(&draft, rows[0].in, strlen(rows[0].in), &problem), KBG_OK);
    size_t fail_at = 1;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__buffer_init(&out, &memory.allocator);
        status = kbg__json_write_item(&out, (const kbg_item *)(const void *)draft.record.data);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        kbg__buffer_free(&out);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 2);
    kbg__draft_free(&draft);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_written_in_canonical_form),
        cmocka_unit_test(the_canonical_form_comes_back_byte_by_byte),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
