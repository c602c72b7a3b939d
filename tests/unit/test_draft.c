/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/draft.h"


static const kbg__schema_field *field_of(kbg__level level, const char *key)
{
    const kbg__schema_field *field = kbg__schema_find(level, key);
    assert_non_null(field);
    return field;
}

static kbg_status put(kbg__draft *draft, kbg__level level, const char *key, const char *text)
{
    return kbg__draft_text(draft, field_of(level, key), text, strlen(text), NULL);
}

static void begin(kbg__draft *draft)
{
    kbg__draft_begin(draft);
    assert_int_equal(put(draft, KBG__LEVEL_ITEM, "id", "a"), KBG_OK);
    assert_int_equal(put(draft, KBG__LEVEL_ITEM, "question", "怎么退货"), KBG_OK);
}

static kbg_status end(kbg__draft *draft)
{
    const kbg__schema_field *wrong;
    return kbg__draft_end(draft, &wrong, NULL);
}

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

static void an_item_is_put_together(void **state)
{
    (void)state;
    const kbg__schema_field *answers = field_of(KBG__LEVEL_ITEM, "answers");
    const kbg__schema_field *attachments = field_of(KBG__LEVEL_ANSWER, "attachments");
    begin(&draft);
    assert_int_equal(put(&draft, KBG__LEVEL_ITEM, "kind", "service"), KBG_OK);
    assert_int_equal(put(&draft, KBG__LEVEL_ITEM, "alternatives", "能退吗"), KBG_OK);
    kbg__draft_open(&draft, answers);
    assert_int_equal(put(&draft, KBG__LEVEL_ANSWER, "body", "七天内可退"), KBG_OK);
    kbg__draft_open(&draft, attachments);
    assert_int_equal(put(&draft, KBG__LEVEL_ATTACHMENT, "kind", "image"), KBG_OK);
    assert_int_equal(put(&draft, KBG__LEVEL_ATTACHMENT, "uri", "https://shop.example/r.png"), KBG_OK);
    assert_int_equal(kbg__draft_close(&draft, attachments, NULL), KBG_OK);
    assert_int_equal(kbg__draft_close(&draft, answers, NULL), KBG_OK);
    assert_int_equal(kbg__draft_integer(&draft, field_of(KBG__LEVEL_ITEM, "priority"), -5, NULL), KBG_OK);
    assert_int_equal(put(&draft, KBG__LEVEL_ITEM, "valid_from", "2026-11-11T00:00:00+08:00"), KBG_OK);
    assert_int_equal(kbg__draft_property(&draft, field_of(KBG__LEVEL_ITEM, "properties"), LIT("色"), LIT(""), NULL),
                     KBG_OK);
    assert_int_equal(kbg__draft_extra(&draft, LIT("{\"x\":1}"), NULL), KBG_OK);
    assert_int_equal(end(&draft), KBG_OK);

    const char *item = draft.record.data;
    assert_ptr_equal(kbg__record_field(item).next, item + draft.record.len);
    assert_int_equal(kbg__record_field(item).tag, KBG__TAG_ITEM);
    assert_string_equal(kbg__record_child_text(item, KBG__TAG_ID, 0, "", NULL), "a");
    assert_string_equal(kbg__record_child_text(item, KBG__TAG_QUESTION, 1, "", NULL), "能退吗");
    assert_int_equal(kbg__record_child_number(item, KBG__TAG_KIND, 0), KBG_KIND_SERVICE);
    assert_int_equal(kbg__record_child_number(item, KBG__TAG_PRIORITY, 0), -5);
    assert_int_equal(kbg__record_child_number(item, KBG__TAG_VALID_FROM, 0), INT64_C(1794326400000));
    assert_string_equal(kbg__record_child_text(item, KBG__TAG_VALID_FROM_TEXT, 0, "", NULL),
                        "2026-11-11T00:00:00+08:00");
    assert_string_equal(kbg__record_child_text(item, KBG__TAG_PROPERTY_KEY, 0, "-", NULL), "色");
    assert_string_equal(kbg__record_child_text(item, KBG__TAG_PROPERTY_VALUE, 0, "-", NULL), "");
    assert_string_equal(kbg__record_child_text(item, KBG__TAG_EXTRA, 0, "", NULL), "{\"x\":1}");
    kbg__field answer = kbg__record_child(item, KBG__TAG_ANSWER, 0);
    assert_string_equal(kbg__record_child_text(answer.at, KBG__TAG_BODY, 0, "", NULL), "七天内可退");
    kbg__field attachment = kbg__record_child(answer.at, KBG__TAG_ATTACHMENT, 0);
    assert_int_equal(kbg__record_child_number(attachment.at, KBG__TAG_MEDIA, 0), KBG_MEDIA_IMAGE);
}

static void begin_drops_what_was_there(void **state)
{
    (void)state;
    begin(&draft);
    assert_int_equal(put(&draft, KBG__LEVEL_ITEM, "valid_until", "2026-11-11T00:00:00Z"), KBG_OK);
    kbg__draft_open(&draft, field_of(KBG__LEVEL_ITEM, "answers")); /* and never closed */
    begin(&draft);
    assert_int_equal(put(&draft, KBG__LEVEL_ITEM, "valid_from", "2027-11-11T00:00:00Z"), KBG_OK);
    assert_int_equal(end(&draft), KBG_OK);
    assert_int_equal(kbg__record_count(draft.record.data, KBG__TAG_QUESTION), 1);
    assert_int_equal(kbg__record_count(draft.record.data, KBG__TAG_VALID_UNTIL), 0);
    assert_int_equal(kbg__record_count(draft.record.data, KBG__TAG_ANSWER), 0);
}

static void texts_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *key, *text;
        kbg_status status;
        const char *message;
    } rows[] = {
        { "id", "", KBG_ERR_VALUE, "id is empty" },
        { "id", "a\tb", KBG_ERR_VALUE, "id holds a control character" },
        { "id", "a\x7F", KBG_ERR_VALUE, "id holds a control character" },
        { "id", "123456789", KBG_ERR_LIMIT, "id has 9 bytes, the limit is 8" },
        { "id", "12345678", KBG_OK, "" },
        { "question", "", KBG_ERR_VALUE, "question is empty" },
        { "question", "a\tb\nc", KBG_OK, "" },
        { "question", "一二三四一", KBG_ERR_LIMIT, "question has 15 bytes, the limit is 12" },
        { "alternatives", "", KBG_ERR_VALUE, "alternatives is empty" },
        { "alternatives", "一二三四", KBG_OK, "" },
        { "category", "", KBG_OK, "" },
        { "category", "a/b/c", KBG_OK, "" },
        { "category", "a/b/c/d", KBG_ERR_LIMIT, "category is 4 names deep, the limit is 3" },
        { "category", "售后//运费", KBG_ERR_VALUE, "category \"售后//运费\" has an empty name in its path" },
        { "category", "a\nb", KBG_ERR_VALUE, "category holds a control character" },
        { "kind", "service", KBG_OK, "" },
        { "kind", "", KBG_ERR_VALUE, "kind \"\" is not one of the names it may have" },
        { "stage", "服务", KBG_ERR_VALUE, "stage \"服务\" is not one of the names it may have" },
        { "updated_at", "2026-11-11", KBG_ERR_VALUE,
          "updated_at \"2026-11-11\" is not an instant with a zone, such as 2026-11-11T00:00:00+08:00" },
    };
    limits.value[KBG_LIMIT_ID_BYTES] = 8;
    limits.value[KBG_LIMIT_QUESTION_BYTES] = 12;
    limits.value[KBG_LIMIT_CATEGORY_DEPTH] = 3;
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__problem problem = { .status = KBG_OK };
        kbg__draft_begin(&draft);
        assert_int_equal(kbg__draft_text(&draft, field_of(KBG__LEVEL_ITEM, rows[i].key), rows[i].text,
                                         strlen(rows[i].text), &problem),
                         rows[i].status);
        assert_string_equal(problem.text, rows[i].message);
        assert_int_equal(problem.status, rows[i].status);
    }
}

static void integers_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        int64_t number;
        kbg_status status;
        const char *message;
    } rows[] = {
        { "priority", -100, KBG_OK, "" },
        { "priority", 100, KBG_OK, "" },
        { "priority", 101, KBG_ERR_VALUE, "priority is 101, it must be from -100 to 100" },
        { "priority", -101, KBG_ERR_VALUE, "priority is -101, it must be from -100 to 100" },
        { "usage_count", -1, KBG_ERR_VALUE, "usage_count is -1, it must be from 0 to 9007199254740992" },
        { "usage_count", INT64_C(9007199254740992), KBG_OK, "" },
        { "usage_count", INT64_C(9007199254740993), KBG_ERR_VALUE,
          "usage_count is 9007199254740993, it must be from 0 to 9007199254740992" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__problem problem = { .status = KBG_OK };
        kbg__draft_begin(&draft);
        assert_int_equal(
            kbg__draft_integer(&draft, field_of(KBG__LEVEL_ITEM, rows[i].key), rows[i].number, &problem),
            rows[i].status);
        assert_string_equal(problem.text, rows[i].message);
    }
}

static void properties_extras_and_counts_are_checked(void **state)
{
    (void)state;
    const kbg__schema_field *properties = field_of(KBG__LEVEL_ITEM, "properties");
    kbg__problem problem = { .status = KBG_OK };
    limits.value[KBG_LIMIT_LABEL_BYTES] = 4;
    limits.value[KBG_LIMIT_PROPERTY_BYTES] = 5;
    limits.value[KBG_LIMIT_PROPERTIES] = 2;
    limits.value[KBG_LIMIT_EXTRA_BYTES] = 6;
    kbg__draft_begin(&draft);
    assert_int_equal(kbg__draft_property(&draft, properties, LIT(""), LIT("x"), &problem), KBG_ERR_VALUE);
    assert_string_equal(problem.text, "properties has an empty key");
    assert_int_equal(kbg__draft_property(&draft, properties, LIT("12345"), LIT("x"), &problem), KBG_ERR_LIMIT);
    assert_string_equal(problem.text, "a property's key has 5 bytes, the limit is 4");
    assert_int_equal(kbg__draft_property(&draft, properties, LIT("1234"), LIT("123456"), &problem), KBG_ERR_LIMIT);
    assert_string_equal(problem.text, "a property's value has 6 bytes, the limit is 5");
    assert_int_equal(kbg__draft_property(&draft, properties, LIT("1234"), LIT("12345"), &problem), KBG_OK);
    assert_int_equal(kbg__draft_extra(&draft, LIT("{\"a\":1}"), &problem), KBG_ERR_LIMIT);
    assert_string_equal(problem.text, "the unknown keys of an object has 7 bytes, the limit is 6");
    assert_int_equal(kbg__draft_count(&draft, properties, 2, &problem), KBG_OK);
    assert_int_equal(kbg__draft_count(&draft, properties, 3, &problem), KBG_ERR_LIMIT);
    assert_string_equal(problem.text, "properties has 3 entries, the limit is 2");
}

static void objects_are_checked_when_they_close(void **state)
{
    (void)state;
    const kbg__schema_field *answers = field_of(KBG__LEVEL_ITEM, "answers");
    const kbg__schema_field *attachments = field_of(KBG__LEVEL_ANSWER, "attachments");
    kbg__problem problem = { .status = KBG_OK };
    begin(&draft);
    kbg__draft_open(&draft, answers);
    assert_int_equal(put(&draft, KBG__LEVEL_ANSWER, "channel", "微信"), KBG_OK);
    assert_int_equal(kbg__draft_close(&draft, answers, &problem), KBG_ERR_VALUE);
    assert_string_equal(problem.text, "an answer has neither a body nor attachments");

    begin(&draft);
    kbg__draft_open(&draft, answers);
    assert_int_equal(put(&draft, KBG__LEVEL_ANSWER, "body", ""), KBG_OK);
    assert_int_equal(kbg__draft_close(&draft, answers, &problem), KBG_ERR_VALUE);

    begin(&draft);
    kbg__draft_open(&draft, answers);
    kbg__draft_open(&draft, attachments);
    assert_int_equal(put(&draft, KBG__LEVEL_ATTACHMENT, "uri", "x:y"), KBG_OK);
    assert_int_equal(kbg__draft_close(&draft, attachments, &problem), KBG_ERR_VALUE);
    assert_string_equal(problem.text, "kind is missing");

    begin(&draft); /* attachments alone are an answer */
    kbg__draft_open(&draft, answers);
    kbg__draft_open(&draft, attachments);
    assert_int_equal(put(&draft, KBG__LEVEL_ATTACHMENT, "kind", "file"), KBG_OK);
    assert_int_equal(put(&draft, KBG__LEVEL_ATTACHMENT, "uri", "x:y"), KBG_OK);
    assert_int_equal(kbg__draft_close(&draft, attachments, &problem), KBG_OK);
    assert_int_equal(kbg__draft_close(&draft, answers, &problem), KBG_OK);
    assert_int_equal(end(&draft), KBG_OK);
}

static void items_are_checked_when_they_end(void **state)
{
    (void)state;
    static const struct {
        const char *id, *question, *from, *until;
        kbg_status status;
        const char *message, *wrong;
    } rows[] = {
        { NULL, "q", NULL, NULL, KBG_ERR_VALUE, "id is missing", NULL },
        { "a", NULL, NULL, NULL, KBG_ERR_VALUE, "question is missing", NULL },
        { "a", "q", "2026-11-11T00:00:00Z", "2026-11-11T00:00:00Z", KBG_ERR_VALUE,
          "valid_until is not after valid_from", "valid_until" },
        { "a", "q", "2026-11-11T00:00:00Z", "2026-11-11T00:00:00+08:00", KBG_ERR_VALUE,
          "valid_until is not after valid_from", "valid_until" },
        { "a", "q", "2026-11-11T00:00:00+08:00", "2026-11-11T00:00:00Z", KBG_OK, "", NULL },
        { "a", "q", "2026-11-11T00:00:00Z", "2026-11-11T00:00:00.001Z", KBG_OK, "", NULL },
        { "a", "q", NULL, "1969-11-11T00:00:00Z", KBG_OK, "", NULL },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__problem problem = { .status = KBG_OK };
        const kbg__schema_field *wrong;
        kbg__draft_begin(&draft);
        if (rows[i].id)
            assert_int_equal(put(&draft, KBG__LEVEL_ITEM, "id", rows[i].id), KBG_OK);
        if (rows[i].question)
            assert_int_equal(put(&draft, KBG__LEVEL_ITEM, "question", rows[i].question), KBG_OK);
        if (rows[i].from)
            assert_int_equal(put(&draft, KBG__LEVEL_ITEM, "valid_from", rows[i].from), KBG_OK);
        if (rows[i].until)
            assert_int_equal(put(&draft, KBG__LEVEL_ITEM, "valid_until", rows[i].until), KBG_OK);
        assert_int_equal(kbg__draft_end(&draft, &wrong, &problem), rows[i].status);
        assert_string_equal(problem.text, rows[i].message);
        assert_string_equal(wrong ? wrong->key : "", rows[i].wrong ? rows[i].wrong : "");
    }
}

/* Memory that runs out anywhere is reported at the end at the latest, and the next item is whole again. */
static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    const kbg__schema_field *answers = field_of(KBG__LEVEL_ITEM, "answers");
    size_t fail_at = 1;
    for (bool failed = true; failed; fail_at++) {
        test_memory memory;
        kbg__draft poor;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__draft_init(&poor, &memory.allocator, &limits);
        failed = false;
        for (int round = 0; round < 2; round++) {
            begin(&poor);
            kbg__draft_open(&poor, answers);
            assert_int_equal(put(&poor, KBG__LEVEL_ANSWER, "body", "七天内可以退货，请保持商品完好。"), KBG_OK);
            kbg_status status = kbg__draft_close(&poor, answers, NULL);
            if (status == KBG_OK)
                status = end(&poor);
            if (status == KBG_OK) {
                assert_int_equal(kbg__record_count(poor.record.data, KBG__TAG_ANSWER), 1);
                continue;
            }
            assert_int_equal(status, KBG_ERR_NOMEM);
            assert_int_equal(round, 0);
            failed = true;
        }
        kbg__draft_free(&poor);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_item_is_put_together, open_draft, close_draft),
        cmocka_unit_test_setup_teardown(begin_drops_what_was_there, open_draft, close_draft),
        cmocka_unit_test_setup_teardown(texts_are_checked, open_draft, close_draft),
        cmocka_unit_test_setup_teardown(integers_are_checked, open_draft, close_draft),
        cmocka_unit_test_setup_teardown(properties_extras_and_counts_are_checked, open_draft, close_draft),
        cmocka_unit_test_setup_teardown(objects_are_checked_when_they_close, open_draft, close_draft),
        cmocka_unit_test_setup_teardown(items_are_checked_when_they_end, open_draft, close_draft),
        cmocka_unit_test_setup_teardown(memory_that_runs_out_is_reported, open_draft, close_draft),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
