/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/record.h"
#include "item/record_check.h"

#include <stdlib.h>

static const char full[] =
    "{\"id\":\"full\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"stage\":\"assist\",\"state\":\"draft\","
    "\"question\":\"怎么退货\",\"alternatives\":[\"我要退货\"],\"answers\":[{\"body\":\"好\",\"channel\":\"c\",\"language\":\"zh\","
    "\"audience\":[\"vip\"],\"variant\":\"b\",\"attachments\":[{\"kind\":\"image\",\"uri\":\"u:v\",\"media_type\":\"image/png\","
    "\"title\":\"t\",\"alt\":\"a\",\"x\":1}],\"y\":2}],\"short_codes\":[\"/th\"],\"keywords\":[\"k\"],\"products\":[\"p\"],"
    "\"audience\":[\"vip\"],\"priority\":-5,\"valid_from\":\"2026-01-01T00:00:00Z\",\"valid_until\":\"2027-01-01T00:00:00Z\","
    "\"related\":[\"o\"],\"properties\":{\"k\":\"v\"},\"updated_at\":\"2026-01-01T00:00:00Z\",\"usage_count\":3,\"note\":[1]}\n";

/* Whether bytes are a record and nothing else; they end where their block ends. */
static bool check(const char *data, size_t len)
{
    char *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    memcpy(copy, data, len);
    bool right = len && kbg__record_check(copy, len) == len;
    free(copy);
    return right;
}

static void what_was_loaded_is_right(void **state)
{
    (void)state;
    test_base base;
    test_base_init(&base, LIT(full));
    const char *record = (const char *)base.store.items[0];
    size_t len = (size_t)(kbg__record_field(record).next - record);
    assert_true(check(record, len));
    for (size_t cut = 0; cut < len; cut++)
        assert_false(check(record, cut));
    char *more = malloc(len + 1);
    memcpy(more, record, len);
    more[len] = '\0';
    assert_int_equal(kbg__record_check(more, len + 1), len); /* what stands behind it may be another */
    free(more);
    test_base_free(&base);
}

/* Nothing is read behind the end, whatever stands there: each byte is changed to several others. */
static void any_changed_byte_is_looked_at_safely(void **state)
{
    (void)state;
    static const unsigned char others[] = { 0, 1, 0x7F, 0x80, 0xFF };
    test_base base;
    size_t refused = 0;
    test_base_init(&base, LIT(full));
    const char *record = (const char *)base.store.items[0];
    size_t len = (size_t)(kbg__record_field(record).next - record);
    char *copy = malloc(len);
    for (size_t i = 0; i < len; i++)
        for (size_t k = 0; k < ROWS(others); k++) {
            memcpy(copy, record, len);
            copy[i] = (char)others[k];
            refused += !check(copy, len);
        }
    assert_true(refused > 2 * len);
    free(copy);
    test_base_free(&base);
}

/* Fields of an item, one behind the other: tag and text, or tag and number. */
typedef struct field {
    kbg__tag tag;
    const char *text; /* NULL = a number */
    int64_t number;
} field;

static bool check_fields(const field *fields, size_t count, kbg__tag whole)
{
    kbg__buffer inner, out;
    kbg__buffer_init(&inner, &kbg__memory_default);
    kbg__buffer_init(&out, &kbg__memory_default);
    for (size_t i = 0; i < count && fields[i].tag; i++) {
        if (fields[i].text)
            kbg__record_text(&inner, fields[i].tag, fields[i].text, strlen(fields[i].text));
        else
            kbg__record_number(&inner, fields[i].tag, fields[i].number);
    }
    kbg__record_text(&out, whole, inner.data, inner.len);
    bool right = check(out.data, out.len);
    kbg__buffer_free(&inner);
    kbg__buffer_free(&out);
    return right;
}

#define ID { KBG__TAG_ID, "a", 0 }
#define QUESTION { KBG__TAG_QUESTION, "q", 0 }

static void fields_are_checked(void **state)
{
    (void)state;
    static const struct {
        field fields[5];
        bool right;
    } rows[] = {
        { { ID, QUESTION }, true },
        { { QUESTION, ID }, true },
        { { ID }, false },
        { { QUESTION }, false },
        { { { KBG__TAG_ID, "", 0 }, QUESTION }, false },
        { { ID, QUESTION, ID }, false },
        { { ID, QUESTION, QUESTION }, true },
        { { ID, QUESTION, { KBG__TAG_CATEGORY, "\xFF", 0 } }, false },
        { { ID, QUESTION, { KBG__TAG_CATEGORY, "\xE9\x80", 0 } }, false },
        { { ID, QUESTION, { KBG__TAG_BODY, "of an answer", 0 } }, false },
        { { ID, QUESTION, { KBG__TAG_ITEM, "", 0 } }, false },
        { { ID, QUESTION, { (kbg__tag)(KBG__TAG_ALT + 1), "", 0 } }, false },
        { { ID, QUESTION, { (kbg__tag)255, "", 0 } }, false },
        { { ID, QUESTION, { KBG__TAG_KIND, NULL, 1 } }, true },
        { { ID, QUESTION, { KBG__TAG_KIND, NULL, 31 } }, false },
        { { ID, QUESTION, { KBG__TAG_KIND, NULL, -1 } }, false },
        { { ID, QUESTION, { KBG__TAG_KIND, "1", 0 } }, false },
        { { ID, QUESTION, { KBG__TAG_STAGE, NULL, INT64_MAX } }, false },
        { { ID, QUESTION, { KBG__TAG_STATE, NULL, INT64_MIN } }, false },
        { { ID, QUESTION, { KBG__TAG_PRIORITY, NULL, -100 } }, true },
        { { ID, QUESTION, { KBG__TAG_PRIORITY, NULL, 101 } }, false },
        { { ID, QUESTION, { KBG__TAG_USAGE_COUNT, NULL, INT64_C(1) << 53 } }, true },
        { { ID, QUESTION, { KBG__TAG_USAGE_COUNT, NULL, (INT64_C(1) << 53) + 1 } }, false },
        { { ID, QUESTION, { KBG__TAG_USAGE_COUNT, NULL, -1 } }, false },
        { { ID, QUESTION, { KBG__TAG_VALID_FROM, NULL, INT64_MIN } }, true },
        { { ID, QUESTION, { KBG__TAG_PROPERTY_KEY, "k", 0 }, { KBG__TAG_PROPERTY_VALUE, "v", 0 } }, true },
        { { ID, QUESTION, { KBG__TAG_PROPERTY_KEY, "k", 0 } }, false },
        { { ID, QUESTION, { KBG__TAG_PROPERTY_VALUE, "v", 0 } }, false },
        { { ID, { KBG__TAG_PROPERTY_KEY, "k", 0 }, QUESTION, { KBG__TAG_PROPERTY_VALUE, "v", 0 } }, false },
        { { ID, QUESTION, { KBG__TAG_ANSWER, "", 0 } }, true },
        { { ID, QUESTION, { KBG__TAG_ANSWER, "no field", 0 } }, false },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        if (check_fields(rows[i].fields, ROWS(rows[i].fields), KBG__TAG_ITEM) != rows[i].right)
            fail_msg("row %zu", i);
    assert_false(check_fields(rows[0].fields, 2, KBG__TAG_ANSWER));
}

/* Lengths that a reader could not follow. */
static void lengths_are_checked(void **state)
{
    (void)state;
    static const kbg_text rows[] = {
        TEXT(""),
        TEXT("\x01"),
        TEXT("\x01\x80"),
        TEXT("\x01\x00"),                 /* no NUL behind it */
        TEXT("\x01\xFF\xFF\xFF\xFF\x7F"), /* longer than the file */
        TEXT("\x01\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01\x00"),
        TEXT("\x01\x05\x02\x7F" "a\0\0\0"), /* an id longer than the item */
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_false(check(rows[i].data, rows[i].len));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_loaded_is_right),
        cmocka_unit_test(any_changed_byte_is_looked_at_safely),
        cmocka_unit_test(fields_are_checked),
        cmocka_unit_test(lengths_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
