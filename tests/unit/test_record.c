/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/record.h"

/* The bytes are a format that is saved: they must not change. */
static void fields_have_these_bytes(void **state)
{
    (void)state;
    kbg__buffer out;
    kbg__buffer_init(&out, &kbg__memory_default);
    kbg__record_text(&out, KBG__TAG_ID, LIT("a1"));
    kbg__record_text(&out, KBG__TAG_CATEGORY, NULL, 0);
    kbg__record_number(&out, KBG__TAG_KIND, 3);
    kbg__record_number(&out, KBG__TAG_PRIORITY, -2);
    static const char expected[] = "\x02\x02"
                                   "a1\0"
                                   "\x03\x00\0"
                                   "\x04\x08\x03\0\0\0\0\0\0\0\0"
                                   "\x0D\x08\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    assert_int_equal(out.len, sizeof(expected)); /* the last NUL is the literal's own */
    assert_memory_equal(out.data, expected, out.len);
    kbg__buffer_free(&out);
}

static void lengths_of_all_sizes_come_back(void **state)
{
    (void)state;
    static const struct {
        size_t len;
        size_t head; /* bytes before the value */
    } rows[] = { { 0, 2 },     { 1, 2 },     { 127, 2 },     { 128, 3 },
                 { 16383, 3 }, { 16384, 4 }, { 2097151, 4 }, { 2097152, 5 } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__buffer out, text;
        kbg__buffer_init(&out, &kbg__memory_default);
        kbg__buffer_init(&text, &kbg__memory_default);
        for (size_t k = 0; k < rows[i].len; k++)
            kbg__buffer_add_byte(&text, (char)(k * 7));
        kbg__record_text(&out, KBG__TAG_BODY, text.data, text.len);
        assert_int_equal(out.len, rows[i].head + rows[i].len + 1);
        kbg__field field = kbg__record_field(out.data);
        assert_int_equal(field.tag, KBG__TAG_BODY);
        assert_int_equal(field.len, rows[i].len);
        assert_ptr_equal(field.at, out.data);
        assert_ptr_equal(field.value, out.data + rows[i].head);
        assert_ptr_equal(field.next, out.data + out.len);
        if (text.len)
            assert_memory_equal(field.value, text.data, text.len);
        assert_int_equal(field.value[field.len], 0);
        kbg__buffer_free(&out);
        kbg__buffer_free(&text);
    }
}

static void numbers_come_back(void **state)
{
    (void)state;
    static const int64_t rows[] = { 0, 1, -1, 255, 256, INT64_C(1794326400000), INT64_MAX, INT64_MIN };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__buffer out;
        kbg__buffer_init(&out, &kbg__memory_default);
        kbg__record_number(&out, KBG__TAG_VALID_FROM, rows[i]);
        assert_true(kbg__record_value_number(kbg__record_field(out.data)) == rows[i]);
        kbg__buffer_free(&out);
    }
}

static void children_are_found_by_tag_and_number(void **state)
{
    (void)state;
    kbg__buffer fields, out;
    size_t len;
    kbg__buffer_init(&fields, &kbg__memory_default);
    kbg__buffer_init(&out, &kbg__memory_default);
    kbg__record_text(&fields, KBG__TAG_QUESTION, LIT("怎么退货"));
    kbg__record_text(&fields, KBG__TAG_KEYWORD, LIT("退"));
    kbg__record_text(&fields, KBG__TAG_QUESTION, LIT("能退吗"));
    kbg__record_number(&fields, KBG__TAG_PRIORITY, -7);
    kbg__record_text(&fields, KBG__TAG_TITLE, LIT(""));
    kbg__record_text(&out, KBG__TAG_ITEM, fields.data, fields.len);

    assert_int_equal(kbg__record_count(out.data, KBG__TAG_QUESTION), 2);
    assert_int_equal(kbg__record_count(out.data, KBG__TAG_ANSWER), 0);
    assert_string_equal(kbg__record_child(out.data, KBG__TAG_QUESTION, 0).value, "怎么退货");
    assert_string_equal(kbg__record_child(out.data, KBG__TAG_QUESTION, 1).value, "能退吗");
    assert_int_equal(kbg__record_child(out.data, KBG__TAG_QUESTION, 2).tag, KBG__TAG_END);
    assert_int_equal(kbg__record_child(out.data, KBG__TAG_ITEM, 0).tag, KBG__TAG_END);
    assert_string_equal(kbg__record_child_text(out.data, KBG__TAG_QUESTION, 1, "-", &len), "能退吗");
    assert_int_equal(len, 9);
    assert_string_equal(kbg__record_child_text(out.data, KBG__TAG_CATEGORY, 0, "none", &len), "none");
    assert_int_equal(len, 4);
    assert_null(kbg__record_child_text(out.data, KBG__TAG_CATEGORY, 0, NULL, &len));
    assert_int_equal(len, 0);
    assert_string_equal(kbg__record_child_text(out.data, KBG__TAG_TITLE, 0, "none", &len), "");
    assert_int_equal(len, 0);
    assert_string_equal(kbg__record_child_text(out.data, KBG__TAG_KEYWORD, 0, "-", NULL), "退");
    assert_int_equal(kbg__record_child_number(out.data, KBG__TAG_PRIORITY, 5), -7);
    assert_int_equal(kbg__record_child_number(out.data, KBG__TAG_USAGE_COUNT, 5), 5);
    kbg__buffer_free(&fields);
    kbg__buffer_free(&out);
}

static void an_empty_object_has_no_children(void **state)
{
    (void)state;
    static const char record[] = { KBG__TAG_ITEM, 0, 0 };
    assert_int_equal(kbg__record_count(record, KBG__TAG_QUESTION), 0);
    assert_int_equal(kbg__record_child(record, KBG__TAG_QUESTION, 0).tag, KBG__TAG_END);
}

static void items_are_ordered_by_their_ids_as_bytes(void **state)
{
    (void)state;
    static const char *const ids[] = { "10", "9", "B", "a", "ab", "b", "退" };
    test_base base;
    test_base_init(&base, LIT("{\"id\":\"10\",\"question\":\"q\"}\n{\"id\":\"9\",\"question\":\"q\"}\n"
                              "{\"id\":\"B\",\"question\":\"q\"}\n{\"id\":\"a\",\"question\":\"q\"}\n"
                              "{\"id\":\"ab\",\"question\":\"q\"}\n{\"id\":\"b\",\"question\":\"q\"}\n"
                              "{\"id\":\"退\",\"question\":\"q\"}\n"));
    for (size_t i = 0; i < ROWS(ids); i++) {
        for (size_t k = 0; k < ROWS(ids); k++) {
            int order = kbg__record_compare_ids((const char *)base.store.items[i], (const char *)base.store.items[k]);
            assert_string_equal(test_id(base.store.items[i]), ids[i]);
            assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
        }
    }
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_ordered_by_their_ids_as_bytes),
        cmocka_unit_test(fields_have_these_bytes),
        cmocka_unit_test(lengths_of_all_sizes_come_back),
        cmocka_unit_test(numbers_come_back),
        cmocka_unit_test(children_are_found_by_tag_and_number),
        cmocka_unit_test(an_empty_object_has_no_children),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
