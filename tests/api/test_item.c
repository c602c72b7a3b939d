/* SPDX-License-Identifier: MIT */
/* item.h: every getter, on an item with every field and on one with none but the required ones. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

static const char jsonl[] =
    "{\"id\":\"full-1\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"stage\":\"object\",\"state\":\"archived\","
    "\"question\":\"怎么退货\",\"alternatives\":[\"我要退货\",\"return it\"],"
    "\"answers\":["
    "{\"body\":\"请在 {{days}} 天内寄回\",\"channel\":\"wechat\",\"language\":\"zh-Hans\",\"audience\":[\"vip\",\"新客\"],"
    "\"variant\":\"短\",\"attachments\":["
    "{\"kind\":\"image\",\"uri\":\"https://example.com/a.png\",\"media_type\":\"image/png\",\"title\":\"步骤\","
    "\"alt\":\"步骤图\"},"
    "{\"kind\":\"animation\",\"uri\":\"u2\"},{\"kind\":\"file\",\"uri\":\"u3\"},{\"kind\":\"link\",\"uri\":\"u4\"},"
    "{\"kind\":\"card\",\"uri\":\"u5\"}]},"
    "{\"attachments\":[{\"kind\":\"file\",\"uri\":\"only\"}]},"
    "{\"body\":\"third\"}],"
    "\"short_codes\":[\"/th\",\"/TH2\"],\"keywords\":[\"退\"],\"products\":[\"A-102\",\"B\",\"C\"],"
    "\"audience\":[\"vip\",\"老客\"],\"related\":[\"least\",\"nowhere\"],"
    "\"priority\":-100,\"valid_from\":\"1969-12-31T23:59:59.999Z\",\"valid_until\":\"2026-11-12T00:00:00+08:00\","
    "\"updated_at\":\"2000-02-29T12:00:00.5-01:30\",\"usage_count\":9007199254740992,"
    "\"properties\":{\"单位\":\"件\",\"empty\":\"\"},\"unknown\":true}\n"
    "{\"id\":\"least\",\"question\":\"q\"}\n"
    "{\"id\":\"short\",\"question\":\"q\",\"answer\":\"lone\",\"category\":\"\",\"priority\":100,"
    "\"valid_from\":\"1970-01-01T00:00:00Z\"}\n";

enum { FULL, LEAST, SHORT };

static int set_up(void **state)
{
    kbg_base *base = base_of(jsonl);
    *state = kbg_base_view(base);
    kbg_base_unref(base);
    return 0;
}

static int tear_down(void **state)
{
    kbg_view_unref(*state);
    return 0;
}

typedef const char *(*item_getter)(const kbg_item *item, size_t *len);
typedef const char *(*answer_getter)(const kbg_answer *answer, size_t *len);
typedef const char *(*attachment_getter)(const kbg_attachment *attachment, size_t *len);

/* Checks what a getter gave, with and without a length asked for. */
#define ASSERT_GETS(getter, handle, expected)                    \
    do {                                                         \
        size_t len_ = 99;                                        \
        const char *text_ = (getter)((handle), &len_);           \
        assert_text(text_, len_, (expected));                    \
        assert_ptr_equal((getter)((handle), NULL), text_);       \
    } while (0)

static void texts_of_an_item(void **state)
{
    static const struct {
        size_t item;
        item_getter get;
        const char *expected;
    } rows[] = {
        { FULL, kbg_item_id, "full-1" },         { LEAST, kbg_item_id, "least" },
        { FULL, kbg_item_category, "售后/退换货" }, { LEAST, kbg_item_category, "" },
        { SHORT, kbg_item_category, "" },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const kbg_item *item = kbg_view_item(*state, rows[i].item);
        size_t len = 99;
        const char *actual = rows[i].get(item, &len);
        assert_text(actual, len, rows[i].expected);
        assert_string_equal(rows[i].get(item, NULL), rows[i].expected);
    }
}

static void numbers_of_an_item(void **state)
{
    static const struct {
        size_t item;
        kbg_kind kind;
        kbg_stage stage;
        kbg_state state;
        int32_t priority;
        int64_t from, until, updated;
        uint64_t usage;
    } rows[] = {
        { FULL, KBG_KIND_SERVICE, KBG_STAGE_OBJECT, KBG_STATE_ARCHIVED, -100, -1, INT64_C(1794412800000),
          INT64_C(951831000500), UINT64_C(9007199254740992) },
        { LEAST, KBG_KIND_NONE, KBG_STAGE_NONE, KBG_STATE_PUBLISHED, 0, KBG_NO_INSTANT, KBG_NO_INSTANT,
          KBG_NO_INSTANT, 0 },
        { SHORT, KBG_KIND_NONE, KBG_STAGE_NONE, KBG_STATE_PUBLISHED, 100, 0, KBG_NO_INSTANT, KBG_NO_INSTANT, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const kbg_item *item = kbg_view_item(*state, rows[i].item);
        assert_int_equal(kbg_item_kind(item), rows[i].kind);
        assert_int_equal(kbg_item_stage(item), rows[i].stage);
        assert_int_equal(kbg_item_state(item), rows[i].state);
        assert_int_equal(kbg_item_priority(item), rows[i].priority);
        assert_int_equal(kbg_item_valid_from(item), rows[i].from);
        assert_int_equal(kbg_item_valid_until(item), rows[i].until);
        assert_int_equal(kbg_item_updated_at(item), rows[i].updated);
        assert_int_equal(kbg_item_usage_count(item), rows[i].usage);
    }
}

/* What the getters read from one word of a field. */
static int of_kind(const kbg_item *item)
{
    return (int)kbg_item_kind(item);
}

static int of_stage(const kbg_item *item)
{
    return (int)kbg_item_stage(item);
}

static int of_state(const kbg_item *item)
{
    return (int)kbg_item_state(item);
}

static void every_name_of_kind_stage_and_state_is_read(void **state)
{
    static const struct {
        const char *key, *name;
        int (*get)(const kbg_item *item);
        int value;
    } rows[] = {
        { "kind", "technical", of_kind, KBG_KIND_TECHNICAL },
        { "kind", "business", of_kind, KBG_KIND_BUSINESS },
        { "kind", "service", of_kind, KBG_KIND_SERVICE },
        { "kind", "emotional", of_kind, KBG_KIND_EMOTIONAL },
        { "stage", "greet", of_stage, KBG_STAGE_GREET },
        { "stage", "identify", of_stage, KBG_STAGE_IDENTIFY },
        { "stage", "ask", of_stage, KBG_STAGE_ASK },
        { "stage", "consult", of_stage, KBG_STAGE_CONSULT },
        { "stage", "object", of_stage, KBG_STAGE_OBJECT },
        { "stage", "recommend", of_stage, KBG_STAGE_RECOMMEND },
        { "stage", "assist", of_stage, KBG_STAGE_ASSIST },
        { "stage", "confirm", of_stage, KBG_STAGE_CONFIRM },
        { "stage", "farewell", of_stage, KBG_STAGE_FAREWELL },
        { "state", "published", of_state, KBG_STATE_PUBLISHED },
        { "state", "draft", of_state, KBG_STATE_DRAFT },
        { "state", "archived", of_state, KBG_STATE_ARCHIVED },
    };
    (void)state;
    text lines = { 0 };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        text_add_format(&lines, "{\"id\":\"%zu\",\"question\":\"q\",\"%s\":\"%s\"}\n", i, rows[i].key, rows[i].name);
    kbg_base *base = base_of(lines.data);
    kbg_view *view = kbg_base_view(base);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(rows[i].get(kbg_view_item(view, i)), rows[i].value);
    kbg_view_unref(view);
    kbg_base_unref(base);
    text_free(&lines);
}

static void questions_of_an_item(void **state)
{
    static const char *const expected[] = { "怎么退货", "我要退货", "return it" };
    const kbg_item *item = kbg_view_item(*state, FULL);
    assert_int_equal(kbg_item_question_count(item), COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        size_t len;
        const char *question = kbg_item_question(item, i, &len);
        assert_text(question, len, expected[i]);
        assert_ptr_equal(kbg_item_question(item, i, NULL), question);
    }
    assert_int_equal(kbg_item_question_count(kbg_view_item(*state, LEAST)), 1);
    size_t len = 99;
    assert_null(kbg_item_question(item, COUNT_OF(expected), &len));
    assert_int_equal(len, 0);
    assert_null(kbg_item_question(item, SIZE_MAX, NULL));
}

static void lists_of_an_item(void **state)
{
    static const struct {
        kbg_list list;
        const char *expected[4];
    } rows[] = {
        { KBG_LIST_SHORT_CODES, { "/th", "/TH2" } }, { KBG_LIST_KEYWORDS, { "退" } },
        { KBG_LIST_PRODUCTS, { "A-102", "B", "C" } }, { KBG_LIST_AUDIENCE, { "vip", "老客" } },
        { KBG_LIST_RELATED, { "least", "nowhere" } },
    };
    const kbg_item *item = kbg_view_item(*state, FULL), *least = kbg_view_item(*state, LEAST);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t count = 0, len;
        for (; rows[i].expected[count]; count++) {
            const char *entry = kbg_item_list_text(item, rows[i].list, count, &len);
            assert_text(entry, len, rows[i].expected[count]);
            assert_ptr_equal(kbg_item_list_text(item, rows[i].list, count, NULL), entry);
        }
        assert_int_equal(kbg_item_list_count(item, rows[i].list), count);
        len = 99;
        assert_null(kbg_item_list_text(item, rows[i].list, count, &len));
        assert_int_equal(len, 0);
        assert_null(kbg_item_list_text(item, rows[i].list, SIZE_MAX, NULL));
        assert_int_equal(kbg_item_list_count(least, rows[i].list), 0);
        assert_null(kbg_item_list_text(least, rows[i].list, 0, NULL));
    }
}

static void an_unknown_list_is_empty(void **state)
{
    static const int unknown[] = { 5, 6, 7, 100, -1, INT32_MAX };
    const kbg_item *item = kbg_view_item(*state, FULL);
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        size_t len = 99;
        assert_int_equal(kbg_item_list_count(item, (kbg_list)unknown[i]), 0);
        assert_null(kbg_item_list_text(item, (kbg_list)unknown[i], 0, &len));
        assert_int_equal(len, 0);
    }
}

static void properties_of_an_item(void **state)
{
    static const char *const expected[][2] = { { "单位", "件" }, { "empty", "" } };
    const kbg_item *item = kbg_view_item(*state, FULL);
    assert_int_equal(kbg_item_property_count(item), COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        size_t len;
        const char *key = kbg_item_property_key(item, i, &len);
        assert_text(key, len, expected[i][0]);
        const char *value = kbg_item_property_value(item, i, &len);
        assert_text(value, len, expected[i][1]);
        assert_ptr_equal(kbg_item_property_key(item, i, NULL), key);
        assert_ptr_equal(kbg_item_property_value(item, i, NULL), value);
    }
    size_t len = 99;
    assert_null(kbg_item_property_key(item, COUNT_OF(expected), &len));
    assert_int_equal(len, 0);
    len = 99;
    assert_null(kbg_item_property_value(item, COUNT_OF(expected), &len));
    assert_int_equal(len, 0);
    assert_null(kbg_item_property_key(item, SIZE_MAX, NULL));
    assert_null(kbg_item_property_value(item, SIZE_MAX, NULL));
    assert_int_equal(kbg_item_property_count(kbg_view_item(*state, LEAST)), 0);
}

static void answers_of_an_item(void **state)
{
    static const struct {
        size_t item, index;
        answer_getter get;
        const char *expected;
    } rows[] = {
        { FULL, 0, kbg_answer_body, "请在 {{days}} 天内寄回" },
        { FULL, 0, kbg_answer_channel, "wechat" },
        { FULL, 0, kbg_answer_language, "zh-Hans" },
        { FULL, 0, kbg_answer_variant, "短" },
        { FULL, 1, kbg_answer_body, "" },
        { FULL, 1, kbg_answer_channel, "" },
        { FULL, 1, kbg_answer_language, "" },
        { FULL, 1, kbg_answer_variant, "" },
        { FULL, 2, kbg_answer_body, "third" },
        { SHORT, 0, kbg_answer_body, "lone" },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        ASSERT_GETS(rows[i].get, kbg_item_answer(kbg_view_item(*state, rows[i].item), rows[i].index),
                    rows[i].expected);
    assert_int_equal(kbg_item_answer_count(kbg_view_item(*state, FULL)), 3);
    assert_int_equal(kbg_item_answer_count(kbg_view_item(*state, LEAST)), 0);
    assert_int_equal(kbg_item_answer_count(kbg_view_item(*state, SHORT)), 1);
    assert_null(kbg_item_answer(kbg_view_item(*state, FULL), 3));
    assert_null(kbg_item_answer(kbg_view_item(*state, FULL), SIZE_MAX));
    assert_null(kbg_item_answer(kbg_view_item(*state, LEAST), 0));
}

static void audience_of_an_answer(void **state)
{
    static const char *const expected[] = { "vip", "新客" };
    const kbg_answer *answer = kbg_item_answer(kbg_view_item(*state, FULL), 0);
    assert_int_equal(kbg_answer_audience_count(answer), COUNT_OF(expected));
    size_t len;
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        const char *tag = kbg_answer_audience(answer, i, &len);
        assert_text(tag, len, expected[i]);
        assert_ptr_equal(kbg_answer_audience(answer, i, NULL), tag);
    }
    len = 99;
    assert_null(kbg_answer_audience(answer, COUNT_OF(expected), &len));
    assert_int_equal(len, 0);
    assert_int_equal(kbg_answer_audience_count(kbg_item_answer(kbg_view_item(*state, FULL), 2)), 0);
}

static void attachments_of_an_answer(void **state)
{
    static const struct {
        size_t index;
        attachment_getter get;
        const char *expected;
    } rows[] = {
        { 0, kbg_attachment_uri, "https://example.com/a.png" },
        { 0, kbg_attachment_media_type, "image/png" },
        { 0, kbg_attachment_title, "步骤" },
        { 0, kbg_attachment_alt, "步骤图" },
        { 1, kbg_attachment_uri, "u2" },
        { 1, kbg_attachment_media_type, "" },
        { 1, kbg_attachment_title, "" },
        { 1, kbg_attachment_alt, "" },
        { 4, kbg_attachment_uri, "u5" },
    };
    static const kbg_media media[] = { KBG_MEDIA_IMAGE, KBG_MEDIA_ANIMATION, KBG_MEDIA_FILE, KBG_MEDIA_LINK,
                                       KBG_MEDIA_CARD };
    const kbg_answer *answer = kbg_item_answer(kbg_view_item(*state, FULL), 0);
    assert_int_equal(kbg_answer_attachment_count(answer), COUNT_OF(media));
    for (size_t i = 0; i < COUNT_OF(media); i++)
        assert_int_equal(kbg_attachment_media(kbg_answer_attachment(answer, i)), media[i]);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        ASSERT_GETS(rows[i].get, kbg_answer_attachment(answer, rows[i].index), rows[i].expected);
    assert_null(kbg_answer_attachment(answer, COUNT_OF(media)));
    assert_null(kbg_answer_attachment(answer, SIZE_MAX));
    const kbg_answer *second = kbg_item_answer(kbg_view_item(*state, FULL), 1);
    assert_int_equal(kbg_answer_attachment_count(second), 1);
    ASSERT_GETS(kbg_attachment_uri, kbg_answer_attachment(second, 0), "only");
    const kbg_answer *third = kbg_item_answer(kbg_view_item(*state, FULL), 2);
    assert_int_equal(kbg_answer_attachment_count(third), 0);
    assert_null(kbg_answer_attachment(third, 0));
}

static void values_of_enumerations_are_fixed(void **state)
{
    static const int rows[][2] = {
        { KBG_KIND_NONE, 0 },          { KBG_KIND_TECHNICAL, 1 },   { KBG_KIND_BUSINESS, 2 },
        { KBG_KIND_SERVICE, 3 },       { KBG_KIND_EMOTIONAL, 4 },   { KBG_STAGE_NONE, 0 },
        { KBG_STAGE_GREET, 1 },        { KBG_STAGE_IDENTIFY, 2 },   { KBG_STAGE_ASK, 3 },
        { KBG_STAGE_CONSULT, 4 },      { KBG_STAGE_OBJECT, 5 },     { KBG_STAGE_RECOMMEND, 6 },
        { KBG_STAGE_ASSIST, 7 },       { KBG_STAGE_CONFIRM, 8 },    { KBG_STAGE_FAREWELL, 9 },
        { KBG_STATE_PUBLISHED, 0 },    { KBG_STATE_DRAFT, 1 },      { KBG_STATE_ARCHIVED, 2 },
        { KBG_LIST_SHORT_CODES, 0 },   { KBG_LIST_KEYWORDS, 1 },    { KBG_LIST_PRODUCTS, 2 },
        { KBG_LIST_AUDIENCE, 3 },      { KBG_LIST_RELATED, 4 },     { KBG_MEDIA_IMAGE, 1 },
        { KBG_MEDIA_ANIMATION, 2 },    { KBG_MEDIA_FILE, 3 },       { KBG_MEDIA_LINK, 4 },
        { KBG_MEDIA_CARD, 5 },         { KBG_FORMAT_JSONL, 1 },     { KBG_LIMIT_ITEMS, 0 },
        { KBG_LIMIT_LINE_BYTES, 1 },   { KBG_LIMIT_ID_BYTES, 2 },   { KBG_LIMIT_CATEGORY_BYTES, 3 },
        { KBG_LIMIT_CATEGORY_DEPTH, 4 }, { KBG_LIMIT_QUESTION_BYTES, 5 }, { KBG_LIMIT_ALTERNATIVES, 6 },
        { KBG_LIMIT_ANSWERS, 7 },      { KBG_LIMIT_BODY_BYTES, 8 }, { KBG_LIMIT_ATTACHMENTS, 9 },
        { KBG_LIMIT_URI_BYTES, 10 },   { KBG_LIMIT_LABEL_BYTES, 11 }, { KBG_LIMIT_LIST_LENGTH, 12 },
        { KBG_LIMIT_PROPERTIES, 13 },  { KBG_LIMIT_PROPERTY_BYTES, 14 }, { KBG_LIMIT_EXTRA_BYTES, 15 },
        { KBG_LIMIT_MESSAGE_BYTES, 16 }, { KBG_LIMIT_REPORT_ERRORS, 17 }, { KBG_LIMIT_SNIPPET_BYTES, 18 },
        { KBG_LOAD_SKIP_BAD, 1 },      { KBG_QUERY_ANY_TIME, 1 },   { KBG_QUERY_ANY_AUDIENCE, 2 },
        { KBG_QUERY_NO_HOTNESS, 4 },   { KBG_RENDER_KEEP_MISSING, 1 }, { KBG_RENDER_EMPTY_MISSING, 2 },
        { KBG_RENDER_ATTACHMENT_LINES, 4 }, { KBG_BIT(KBG_KIND_NONE), 1 }, { KBG_BIT(KBG_KIND_EMOTIONAL), 16 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(rows[i][0], rows[i][1]);
    assert_true(KBG_NO_INSTANT == INT64_MIN);
    assert_true(KBG_READ_FAILED == SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_an_item),
        cmocka_unit_test(numbers_of_an_item),
        cmocka_unit_test(every_name_of_kind_stage_and_state_is_read),
        cmocka_unit_test(questions_of_an_item),
        cmocka_unit_test(lists_of_an_item),
        cmocka_unit_test(an_unknown_list_is_empty),
        cmocka_unit_test(properties_of_an_item),
        cmocka_unit_test(answers_of_an_item),
        cmocka_unit_test(audience_of_an_answer),
        cmocka_unit_test(attachments_of_an_answer),
        cmocka_unit_test(values_of_enumerations_are_fixed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
