/* SPDX-License-Identifier: MIT */
/* A handle of an item, answer or attachment is the address of its field in the record (item/record.h). */
#include <kbguide/item.h>

#include "item/record.h"

static const char *at(const void *handle)
{
    return (const char *)handle;
}

static const char *text_or(const void *handle, kbg__tag tag, const char *otherwise, size_t *len)
{
    return kbg__record_child_text(at(handle), tag, 0, otherwise, len);
}

const char *kbg_item_id(const kbg_item *item, size_t *len)
{
    return text_or(item, KBG__TAG_ID, "", len);
}

const char *kbg_item_category(const kbg_item *item, size_t *len)
{
    return text_or(item, KBG__TAG_CATEGORY, "", len);
}

size_t kbg_item_question_count(const kbg_item *item)
{
    return kbg__record_count(at(item), KBG__TAG_QUESTION);
}

const char *kbg_item_question(const kbg_item *item, size_t index, size_t *len)
{
    return kbg__record_child_text(at(item), KBG__TAG_QUESTION, index, NULL, len);
}

kbg_kind kbg_item_kind(const kbg_item *item)
{
    return (kbg_kind)kbg__record_child_number(at(item), KBG__TAG_KIND, KBG_KIND_NONE);
}

kbg_stage kbg_item_stage(const kbg_item *item)
{
    return (kbg_stage)kbg__record_child_number(at(item), KBG__TAG_STAGE, KBG_STAGE_NONE);
}

kbg_state kbg_item_state(const kbg_item *item)
{
    return (kbg_state)kbg__record_child_number(at(item), KBG__TAG_STATE, KBG_STATE_PUBLISHED);
}

int32_t kbg_item_priority(const kbg_item *item)
{
    return (int32_t)kbg__record_child_number(at(item), KBG__TAG_PRIORITY, 0);
}

int64_t kbg_item_valid_from(const kbg_item *item)
{
    return kbg__record_child_number(at(item), KBG__TAG_VALID_FROM, KBG_NO_INSTANT);
}

int64_t kbg_item_valid_until(const kbg_item *item)
{
    return kbg__record_child_number(at(item), KBG__TAG_VALID_UNTIL, KBG_NO_INSTANT);
}

int64_t kbg_item_updated_at(const kbg_item *item)
{
    return kbg__record_child_number(at(item), KBG__TAG_UPDATED_AT, KBG_NO_INSTANT);
}

uint64_t kbg_item_usage_count(const kbg_item *item)
{
    return (uint64_t)kbg__record_child_number(at(item), KBG__TAG_USAGE_COUNT, 0);
}

static kbg__tag list_tag(kbg_list list)
{
    switch (list) {
    case KBG_LIST_SHORT_CODES:
        return KBG__TAG_SHORT_CODE;
    case KBG_LIST_KEYWORDS:
        return KBG__TAG_KEYWORD;
    case KBG_LIST_PRODUCTS:
        return KBG__TAG_PRODUCT;
    case KBG_LIST_AUDIENCE:
        return KBG__TAG_AUDIENCE;
    case KBG_LIST_RELATED:
        return KBG__TAG_RELATED;
    }
    return KBG__TAG_END;
}

size_t kbg_item_list_count(const kbg_item *item, kbg_list list)
{
    return kbg__record_count(at(item), list_tag(list));
}

const char *kbg_item_list_text(const kbg_item *item, kbg_list list, size_t index, size_t *len)
{
    return kbg__record_child_text(at(item), list_tag(list), index, NULL, len);
}

size_t kbg_item_property_count(const kbg_item *item)
{
    return kbg__record_count(at(item), KBG__TAG_PROPERTY_KEY);
}

const char *kbg_item_property_key(const kbg_item *item, size_t index, size_t *len)
{
    return kbg__record_child_text(at(item), KBG__TAG_PROPERTY_KEY, index, NULL, len);
}

const char *kbg_item_property_value(const kbg_item *item, size_t index, size_t *len)
{
    return kbg__record_child_text(at(item), KBG__TAG_PROPERTY_VALUE, index, NULL, len);
}

size_t kbg_item_answer_count(const kbg_item *item)
{
    return kbg__record_count(at(item), KBG__TAG_ANSWER);
}

const kbg_answer *kbg_item_answer(const kbg_item *item, size_t index)
{
    return (const kbg_answer *)(const void *)kbg__record_child(at(item), KBG__TAG_ANSWER, index).at;
}

const char *kbg_answer_body(const kbg_answer *answer, size_t *len)
{
    return text_or(answer, KBG__TAG_BODY, "", len);
}

const char *kbg_answer_channel(const kbg_answer *answer, size_t *len)
{
    return text_or(answer, KBG__TAG_CHANNEL, "", len);
}

const char *kbg_answer_language(const kbg_answer *answer, size_t *len)
{
    return text_or(answer, KBG__TAG_LANGUAGE, "", len);
}

const char *kbg_answer_variant(const kbg_answer *answer, size_t *len)
{
    return text_or(answer, KBG__TAG_VARIANT, "", len);
}

size_t kbg_answer_audience_count(const kbg_answer *answer)
{
    return kbg__record_count(at(answer), KBG__TAG_AUDIENCE);
}

const char *kbg_answer_audience(const kbg_answer *answer, size_t index, size_t *len)
{
    return kbg__record_child_text(at(answer), KBG__TAG_AUDIENCE, index, NULL, len);
}

size_t kbg_answer_attachment_count(const kbg_answer *answer)
{
    return kbg__record_count(at(answer), KBG__TAG_ATTACHMENT);
}

const kbg_attachment *kbg_answer_attachment(const kbg_answer *answer, size_t index)
{
    return (const kbg_attachment *)(const void *)kbg__record_child(at(answer), KBG__TAG_ATTACHMENT, index).at;
}

kbg_media kbg_attachment_media(const kbg_attachment *attachment)
{
    return (kbg_media)kbg__record_child_number(at(attachment), KBG__TAG_MEDIA, KBG_MEDIA_FILE);
}

const char *kbg_attachment_uri(const kbg_attachment *attachment, size_t *len)
{
    return text_or(attachment, KBG__TAG_URI, "", len);
}

const char *kbg_attachment_media_type(const kbg_attachment *attachment, size_t *len)
{
    return text_or(attachment, KBG__TAG_MEDIA_TYPE, "", len);
}

const char *kbg_attachment_title(const kbg_attachment *attachment, size_t *len)
{
    return text_or(attachment, KBG__TAG_TITLE, "", len);
}

const char *kbg_attachment_alt(const kbg_attachment *attachment, size_t *len)
{
    return text_or(attachment, KBG__TAG_ALT, "", len);
}
