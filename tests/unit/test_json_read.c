/* SPDX-License-Identifier: MIT */
/* What good lines become; bad ones are in tests/data/invalid. */
#include "support.h"

#include "io/json_read.h"
#include "item/record.h"

#include <kbguide/item.h>

static kbg__limits limits;
static kbg__draft draft;

static int open_draft(void **state)
{
    (void)state;
    kbg__limits_init(&limits);
    kbg__draft_init(&draft, &kbg__memory_default, &limits);
    return 0;
}

static int close_draft(void **state)
{
    (void)state;
    kbg__draft_free(&draft);
    return 0;
}

static const kbg_item *read_item(const char *json)
{
    kbg__problem problem = { .status = KBG_OK };
    if (kbg__json_read_item(&draft, json, strlen(json), &problem) != KBG_OK)
        fail_msg("%s: %s", json, problem.text);
    return (const kbg_item *)(const void *)draft.record.data;
}

static void every_field_arrives(void **state)
{
    (void)state;
    const kbg_item *item = read_item(
        "{\"id\":\"return-1\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"stage\":\"assist\",\"state\":\"draft\","
        "\"question\":\"怎么退货\",\"alternatives\":[\"能退吗\",\"我要退\"],"
        "\"answers\":[{\"body\":\"七天内可退\",\"channel\":\"微信\",\"language\":\"zh-Hans\",\"audience\":[\"新客\",\"VIP\"],"
        "\"variant\":\"短\",\"attachments\":[{\"kind\":\"image\",\"uri\":\"https://shop.example/a.png\","
        "\"media_type\":\"image/png\",\"title\":\"流程\",\"alt\":\"退货流程图\"},{\"kind\":\"card\",\"uri\":\"card:1\"}]},"
        "{\"attachments\":[{\"kind\":\"file\",\"uri\":\"f:1\"}]}],"
        "\"short_codes\":[\"/th\",\"/tuihuo\"],\"keywords\":[\"退\"],\"products\":[\"A-1\"],\"audience\":[\"VIP\"],"
        "\"priority\":-7,\"valid_from\":\"2026-11-11T00:00:00+08:00\",\"valid_until\":\"2026-11-12T00:00:00+08:00\","
        "\"related\":[\"return-2\"],\"properties\":{\"颜色\":\"红\",\"空\":\"\"},"
        "\"updated_at\":\"1970-01-01T00:00:01Z\",\"usage_count\":42}");
    size_t len;
    assert_string_equal(kbg_item_id(item, &len), "return-1");
    assert_int_equal(len, 8);
    assert_string_equal(kbg_item_category(item, NULL), "售后/退换货");
    assert_int_equal(kbg_item_kind(item), KBG_KIND_SERVICE);
    assert_int_equal(kbg_item_stage(item), KBG_STAGE_ASSIST);
    assert_int_equal(kbg_item_state(item), KBG_STATE_DRAFT);
    assert_int_equal(kbg_item_question_count(item), 3);
    assert_string_equal(kbg_item_question(item, 0, NULL), "怎么退货");
    assert_string_equal(kbg_item_question(item, 1, NULL), "能退吗");
    assert_string_equal(kbg_item_question(item, 2, NULL), "我要退");
    assert_int_equal(kbg_item_priority(item), -7);
    assert_int_equal(kbg_item_valid_from(item), INT64_C(1794326400000));
    assert_int_equal(kbg_item_valid_until(item), INT64_C(1794412800000));
    assert_int_equal(kbg_item_updated_at(item), 1000);
    assert_int_equal(kbg_item_usage_count(item), 42);
    static const struct {
        kbg_list list;
        size_t count;
        const char *last;
    } lists[] = { { KBG_LIST_SHORT_CODES, 2, "/tuihuo" },
                  { KBG_LIST_KEYWORDS, 1, "退" },
                  { KBG_LIST_PRODUCTS, 1, "A-1" },
                  { KBG_LIST_AUDIENCE, 1, "VIP" },
                  { KBG_LIST_RELATED, 1, "return-2" } };
    for (size_t i = 0; i < ROWS(lists); i++) {
        assert_int_equal(kbg_item_list_count(item, lists[i].list), lists[i].count);
        assert_string_equal(kbg_item_list_text(item, lists[i].list, lists[i].count - 1, NULL), lists[i].last);
    }
    assert_int_equal(kbg_item_property_count(item), 2);
    assert_string_equal(kbg_item_property_key(item, 1, NULL), "空");
    assert_string_equal(kbg_item_property_value(item, 0, NULL), "红");
    assert_string_equal(kbg_item_property_value(item, 1, NULL), "");
    assert_int_equal(kbg_item_answer_count(item), 2);
    const kbg_answer *answer = kbg_item_answer(item, 0);
    assert_string_equal(kbg_answer_body(answer, NULL), "七天内可退");
    assert_string_equal(kbg_answer_channel(answer, NULL), "微信");
    assert_string_equal(kbg_answer_language(answer, NULL), "zh-Hans");
    assert_string_equal(kbg_answer_variant(answer, NULL), "短");
    assert_int_equal(kbg_answer_audience_count(answer), 2);
    assert_string_equal(kbg_answer_audience(answer, 1, NULL), "VIP");
    assert_int_equal(kbg_answer_attachment_count(answer), 2);
    const kbg_attachment *attachment = kbg_answer_attachment(answer, 0);
    assert_int_equal(kbg_attachment_media(attachment), KBG_MEDIA_IMAGE);
    assert_string_equal(kbg_attachment_uri(attachment, NULL), "https://shop.example/a.png");
    assert_string_equal(kbg_attachment_media_type(attachment, NULL), "image/png");
    assert_string_equal(kbg_attachment_title(attachment, NULL), "流程");
    assert_string_equal(kbg_attachment_alt(attachment, NULL), "退货流程图");
    assert_string_equal(kbg_answer_body(kbg_item_answer(item, 1), NULL), "");
}

static void what_is_not_there_has_its_default(void **state)
{
    (void)state;
    const kbg_item *item = read_item("{\"id\":\"a\",\"question\":\"q\",\"category\":\"\",\"priority\":0,"
                                     "\"keywords\":[],"
                                     "\"answers\":[{\"body\":\"b\",\"channel\":\"\",\"audience\":[]}],"
                                     "\"properties\":{}}");
    assert_string_equal(kbg_item_category(item, NULL), "");
    assert_int_equal(kbg_item_kind(item), KBG_KIND_NONE);
    assert_int_equal(kbg_item_stage(item), KBG_STAGE_NONE);
    assert_int_equal(kbg_item_state(item), KBG_STATE_PUBLISHED);
    assert_int_equal(kbg_item_question_count(item), 1);
    assert_int_equal(kbg_item_priority(item), 0);
    assert_true(kbg_item_valid_from(item) == KBG_NO_INSTANT);
    assert_true(kbg_item_valid_until(item) == KBG_NO_INSTANT);
    assert_int_equal(kbg_item_list_count(item, KBG_LIST_KEYWORDS), 0);
    assert_int_equal(kbg_item_property_count(item), 0);
    assert_string_equal(kbg_answer_channel(kbg_item_answer(item, 0), NULL), "");
}

static void answer_is_short_for_answers(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        size_t count;
        const char *body;
    } rows[] = {
        { "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"可以\"}", 1, "可以" },
        { "{\"answer\":\"可\\n以\",\"id\":\"a\",\"question\":\"q\"}", 1, "可\n以" },
        { "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"\"}", 0, NULL },
        { "{\"id\":\"a\",\"question\":\"q\",\"answers\":[]}", 0, NULL },
        { "{\"id\":\"a\",\"question\":\"q\"}", 0, NULL },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        const kbg_item *item = read_item(rows[i].json);
        assert_int_equal(kbg_item_answer_count(item), rows[i].count);
        if (rows[i].body)
            assert_string_equal(kbg_answer_body(kbg_item_answer(item, 0), NULL), rows[i].body);
    }
}

static void unknown_keys_are_kept_in_order(void **state)
{
    (void)state;
    const kbg_item *item = read_item("{\"z\":[1, 2.50, {\"b\":null}],\"id\":\"a\",\"备注\":\"退\\u8d27\","
                                     "\"question\":\"q\","
                                     "\"answers\":[{\"answer\":1,\"body\":\"b\",\"attachments\":[{\"kind\":\"file\","
                                     "\"uri\":\"x:y\",\"size\":7}]}],\"a\":true}");
    const char *record = (const char *)item;
    assert_string_equal(kbg__record_child_text(record, KBG__TAG_EXTRA, 0, "", NULL),
                        "{\"z\":[1,2.5,{\"b\":null}],\"备注\":\"退货\",\"a\":true}");
    kbg__field answer = kbg__record_child(record, KBG__TAG_ANSWER, 0);
    assert_string_equal(kbg__record_child_text(answer.at, KBG__TAG_EXTRA, 0, "", NULL), "{\"answer\":1}");
    kbg__field attachment = kbg__record_child(answer.at, KBG__TAG_ATTACHMENT, 0);
    assert_string_equal(kbg__record_child_text(attachment.at, KBG__TAG_EXTRA, 0, "", NULL), "{\"size\":7}");
}

/* Limits that only large inputs reach with their defaults. */
static void large_limits_are_kept_to_the_byte(void **state)
{
    (void)state;
    static const struct {
        kbg_limit limit;
        const char *good, *bad, *message;
        size_t offset;
    } rows[] = {
        { KBG_LIMIT_BODY_BYTES, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"12345678\"}",
          "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"123456789\"}", "body has 9 bytes, the limit is 8", 34 },
        { KBG_LIMIT_EXTRA_BYTES, "{\"id\":\"a\",\"question\":\"q\",\"x\" : 12}",
          " {\"id\":\"a\",\"question\":\"q\",\"x\":12345}",
          "the unknown keys of an object has 11 bytes, the limit is 8", 1 },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__problem problem = { .status = KBG_OK };
        kbg__limits_init(&limits);
        limits.value[rows[i].limit] = 8;
        (void)read_item(rows[i].good);
        assert_int_equal(kbg__json_read_item(&draft, rows[i].bad, strlen(rows[i].bad), &problem), KBG_ERR_LIMIT);
        assert_string_equal(problem.text, rows[i].message);
        assert_int_equal(problem.offset, rows[i].offset);
    }
    kbg__limits_init(&limits);
}

static void the_place_of_a_key_is_its_value(void **state)
{
    (void)state;
    static const struct {
        const char *json, *key;
        size_t place;
    } rows[] = {
        { "{\"id\":\"a\"}", "id", 6 },
        { "{\"x\":{\"id\":1}, \"id\" : 7}", "id", 22 },
        { "{\"\\u0069d\":\"a\"}", "id", 11 },
        { "{\"x\":1}", "id", 0 },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(kbg__json_place_of_key(rows[i].json, strlen(rows[i].json), rows[i].key), rows[i].place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_arrives),
        cmocka_unit_test(what_is_not_there_has_its_default),
        cmocka_unit_test(answer_is_short_for_answers),
        cmocka_unit_test(unknown_keys_are_kept_in_order),
        cmocka_unit_test(large_limits_are_kept_to_the_byte),
        cmocka_unit_test(the_place_of_a_key_is_its_value),
    };
    return cmocka_run_group_tests(tests, open_draft, close_draft);
}
