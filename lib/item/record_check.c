/* SPDX-License-Identifier: MIT */
#include "item/record_check.h"

#include "base/utf8.h"
#include "item/names.h"
#include "item/record.h"

#include <string.h>

/* What the value of a tag is. */
typedef enum content { UNKNOWN, TEXT, NUMBER, ANSWER, ATTACHMENT } content;

typedef enum level { OF_ITEM, OF_ANSWER, OF_ATTACHMENT } level;

static const uint8_t contents[3][KBG__TAG_ALT + 1] = {
    [OF_ITEM] = { [KBG__TAG_ID] = TEXT,
                  [KBG__TAG_CATEGORY] = TEXT,
                  [KBG__TAG_KIND] = NUMBER,
                  [KBG__TAG_STAGE] = NUMBER,
                  [KBG__TAG_STATE] = NUMBER,
                  [KBG__TAG_QUESTION] = TEXT,
                  [KBG__TAG_ANSWER] = ANSWER,
                  [KBG__TAG_SHORT_CODE] = TEXT,
                  [KBG__TAG_KEYWORD] = TEXT,
                  [KBG__TAG_PRODUCT] = TEXT,
                  [KBG__TAG_AUDIENCE] = TEXT,
                  [KBG__TAG_PRIORITY] = NUMBER,
                  [KBG__TAG_VALID_FROM] = NUMBER,
                  [KBG__TAG_VALID_FROM_TEXT] = TEXT,
                  [KBG__TAG_VALID_UNTIL] = NUMBER,
                  [KBG__TAG_VALID_UNTIL_TEXT] = TEXT,
                  [KBG__TAG_RELATED] = TEXT,
                  [KBG__TAG_PROPERTY_KEY] = TEXT,
                  [KBG__TAG_PROPERTY_VALUE] = TEXT,
                  [KBG__TAG_UPDATED_AT] = NUMBER,
                  [KBG__TAG_UPDATED_AT_TEXT] = TEXT,
                  [KBG__TAG_USAGE_COUNT] = NUMBER,
                  [KBG__TAG_EXTRA] = TEXT },
    [OF_ANSWER] = { [KBG__TAG_BODY] = TEXT,
                    [KBG__TAG_CHANNEL] = TEXT,
                    [KBG__TAG_LANGUAGE] = TEXT,
                    [KBG__TAG_AUDIENCE] = TEXT,
                    [KBG__TAG_VARIANT] = TEXT,
                    [KBG__TAG_ATTACHMENT] = ATTACHMENT,
                    [KBG__TAG_EXTRA] = TEXT },
    [OF_ATTACHMENT] = { [KBG__TAG_MEDIA] = NUMBER,
                        [KBG__TAG_URI] = TEXT,
                        [KBG__TAG_MEDIA_TYPE] = TEXT,
                        [KBG__TAG_TITLE] = TEXT,
                        [KBG__TAG_ALT] = TEXT,
                        [KBG__TAG_EXTRA] = TEXT },
};

/* Decodes a field that must end before `end`; its tag is KBG__TAG_END if it does not. */
static kbg__field take_field(const char *at, const char *end)
{
    static const kbg__field none = { .tag = KBG__TAG_END };
    const unsigned char *s = (const unsigned char *)at + 1, *stop = (const unsigned char *)end;
    size_t len = 0;
    for (int shift = 0;; shift += 7) {
        if (s >= stop || shift > 28)
            return none;
        len |= (size_t)(*s & 0x7Fu) << shift;
        if (!(*s++ & 0x80u))
            break;
    }
    if (len >= (size_t)(stop - s) || s[len] != '\0') /* a NUL stands behind the value */
        return none;
    const char *value = (const char *)s;
    return (kbg__field){
        .tag = (kbg__tag)(unsigned char)at[0], .value = value, .len = len, .at = at, .next = value + len + 1
    };
}

static bool is_in_range(kbg__field field)
{
    int64_t number;
    if (field.len != 8)
        return false;
    number = kbg__record_value_number(field);
    switch (field.tag) {
    case KBG__TAG_KIND:
        return number >= 0 && number < 32 && kbg__name_of(KBG__NAMES_KIND, (int)number);
    case KBG__TAG_STAGE:
        return number >= 0 && number < 32 && kbg__name_of(KBG__NAMES_STAGE, (int)number);
    case KBG__TAG_STATE:
        return number >= 0 && number < 32 && kbg__name_of(KBG__NAMES_STATE, (int)number);
    case KBG__TAG_MEDIA:
        return number >= 0 && number < 32 && kbg__name_of(KBG__NAMES_MEDIA, (int)number);
    case KBG__TAG_PRIORITY:
        return number >= -100 && number <= 100;
    case KBG__TAG_USAGE_COUNT:
        return number >= 0 && number <= INT64_C(1) << 53;
    default:
        return true;
    }
}

static bool check_fields(const char *at, const char *end, level l);

static bool check_field(kbg__field field, level l)
{
    switch ((content)contents[l][field.tag]) {
    case TEXT:
        return kbg__utf8_check(field.value, field.len) == field.len;
    case NUMBER:
        return is_in_range(field);
    case ANSWER:
        return check_fields(field.value, field.value + field.len, OF_ANSWER);
    case ATTACHMENT:
        return check_fields(field.value, field.value + field.len, OF_ATTACHMENT);
    case UNKNOWN:
        break;
    }
    return false;
}

static bool check_fields(const char *at, const char *end, level l)
{
    kbg__tag before = KBG__TAG_END;
    bool has_id = l != OF_ITEM, has_question = l != OF_ITEM;
    while (at < end) {
        kbg__field field = take_field(at, end);
        if (field.tag == KBG__TAG_END || field.tag > KBG__TAG_ALT || !check_field(field, l))
            return false;
        /* A key and its value, a number and its text come as pairs. */
        if ((before == KBG__TAG_PROPERTY_KEY) != (field.tag == KBG__TAG_PROPERTY_VALUE))
            return false;
        if (field.tag == KBG__TAG_ID && l == OF_ITEM && has_id)
            return false;
        has_id = has_id || (field.tag == KBG__TAG_ID && field.len > 0);
        has_question = has_question || field.tag == KBG__TAG_QUESTION;
        before = field.tag;
        at = field.next;
    }
    return has_id && has_question && before != KBG__TAG_PROPERTY_KEY;
}

size_t kbg__record_check(const char *data, size_t len)
{
    if (len == 0 || (kbg__tag)(unsigned char)data[0] != KBG__TAG_ITEM)
        return 0;
    kbg__field whole = take_field(data, data + len);
    bool is_right = whole.tag == KBG__TAG_ITEM && check_fields(whole.value, whole.value + whole.len, OF_ITEM);
    return is_right ? (size_t)(whole.next - data) : 0;
}
