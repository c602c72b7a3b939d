/* SPDX-License-Identifier: MIT */
/**
 * @file item.h
 * @brief Reading one knowledge item.
 *
 * An item is immutable. It is borrowed from what gave it (hits, a base's view) and lives as long as that. Texts
 * are UTF-8, have a NUL behind their last byte, and are borrowed from the item. All functions here are safe from
 * any thread and cannot fail.
 */
#ifndef KBGUIDE_ITEM_H
#define KBGUIDE_ITEM_H

#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Stands for an instant that an item does not have. @since 0.1 */
#define KBG_NO_INSTANT INT64_MIN

/** What sort of knowledge an item is. @since 0.1 */
typedef enum kbg_kind {
    KBG_KIND_NONE = 0,      /**< Not said. */
    KBG_KIND_TECHNICAL = 1, /**< 技术: how things work. */
    KBG_KIND_BUSINESS = 2,  /**< 商务: prices, offers. */
    KBG_KIND_SERVICE = 3,   /**< 服务: orders, delivery, returns. */
    KBG_KIND_EMOTIONAL = 4  /**< 情感: greeting, comfort, thanks. */
} kbg_kind;

/** The reception stage that an item serves. @since 0.1 */
typedef enum kbg_stage {
    KBG_STAGE_NONE = 0,      /**< Not said. */
    KBG_STAGE_GREET = 1,     /**< 问好 */
    KBG_STAGE_IDENTIFY = 2,  /**< 身份确认 */
    KBG_STAGE_ASK = 3,       /**< 询问需求 */
    KBG_STAGE_CONSULT = 4,   /**< 答疑咨询 */
    KBG_STAGE_OBJECT = 5,    /**< 异议处理 */
    KBG_STAGE_RECOMMEND = 6, /**< 推荐 */
    KBG_STAGE_ASSIST = 7,    /**< 协助办理 */
    KBG_STAGE_CONFIRM = 8,   /**< 确认 */
    KBG_STAGE_FAREWELL = 9   /**< 礼貌告别 */
} kbg_stage;

/** Where an item is in its life. @since 0.1 */
typedef enum kbg_state {
    KBG_STATE_PUBLISHED = 0, /**< In use. */
    KBG_STATE_DRAFT = 1,     /**< Not yet in use. */
    KBG_STATE_ARCHIVED = 2   /**< No longer in use. */
} kbg_state;

/** The lists of short texts that an item has. @since 0.1 */
typedef enum kbg_list {
    KBG_LIST_SHORT_CODES = 0, /**< Codes that agents type, such as `/th`. */
    KBG_LIST_KEYWORDS = 1,    /**< Words that count like parts of a question. */
    KBG_LIST_PRODUCTS = 2,    /**< Products or SKUs that the item is about. */
    KBG_LIST_AUDIENCE = 3,    /**< Tags of customers that the item is for; none: everybody. */
    KBG_LIST_RELATED = 4      /**< Ids of related items; they need not exist. */
} kbg_list;

/** What an attachment is. @since 0.1 */
typedef enum kbg_media {
    KBG_MEDIA_IMAGE = 1,     /**< A still picture. */
    KBG_MEDIA_ANIMATION = 2, /**< A moving picture. */
    KBG_MEDIA_FILE = 3,      /**< A file to download. */
    KBG_MEDIA_LINK = 4,      /**< A page to open. */
    KBG_MEDIA_CARD = 5       /**< A card of the channel, such as a product card. */
} kbg_media;

/** One piece of knowledge. @since 0.1 */
typedef struct kbg_item kbg_item;
/** One answer of an item. @since 0.1 */
typedef struct kbg_answer kbg_answer;
/** One attachment of an answer. @since 0.1 */
typedef struct kbg_attachment kbg_attachment;

/**
 * The id of an item, unique in its base.
 *
 * @param[in]  item  An item, not NULL.
 * @param[out] len   Set to the length in bytes; may be NULL.
 * @return The id.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_item_id(const kbg_item *item, size_t *len);

/**
 * The category of an item: a path of names joined by `/`.
 *
 * @param[in]  item  An item, not NULL.
 * @param[out] len   Set to the length in bytes; may be NULL.
 * @return The path; "" if the item has none.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_item_category(const kbg_item *item, size_t *len);

/**
 * How many questions an item answers: the standard question and its alternatives.
 *
 * @param[in] item  An item, not NULL.
 * @return The count, at least 1.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_item_question_count(const kbg_item *item);

/**
 * A question that an item answers.
 *
 * @param[in]  item   An item, not NULL.
 * @param[in]  index  0 for the standard question, 1 and up for the alternatives in their order.
 * @param[out] len    Set to the length in bytes; may be NULL.
 * @return The question; NULL (and length 0) if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_item_question(const kbg_item *item, size_t index, size_t *len);

/**
 * The kind of an item.
 *
 * @param[in] item  An item, not NULL.
 * @return The kind.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_kind kbg_item_kind(const kbg_item *item);

/**
 * The reception stage that an item serves.
 *
 * @param[in] item  An item, not NULL.
 * @return The stage.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_stage kbg_item_stage(const kbg_item *item);

/**
 * The state of an item.
 *
 * @param[in] item  An item, not NULL.
 * @return The state.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_state kbg_item_state(const kbg_item *item);

/**
 * The priority that a keeper gave an item.
 *
 * @param[in] item  An item, not NULL.
 * @return -100 (last) to 100 (first); 0 if none was given.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API int32_t kbg_item_priority(const kbg_item *item);

/**
 * The first instant at which an item may be used.
 *
 * @param[in] item  An item, not NULL.
 * @return Milliseconds since 1970-01-01T00:00:00Z, or KBG_NO_INSTANT if it has no beginning.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API int64_t kbg_item_valid_from(const kbg_item *item);

/**
 * The first instant at which an item may no longer be used.
 *
 * @param[in] item  An item, not NULL.
 * @return Milliseconds since 1970-01-01T00:00:00Z, or KBG_NO_INSTANT if it has no end.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API int64_t kbg_item_valid_until(const kbg_item *item);

/**
 * When an item was last changed.
 *
 * @param[in] item  An item, not NULL.
 * @return Milliseconds since 1970-01-01T00:00:00Z, or KBG_NO_INSTANT if not known.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API int64_t kbg_item_updated_at(const kbg_item *item);

/**
 * How often an item was used, as its source says.
 *
 * @param[in] item  An item, not NULL.
 * @return The count, 0 if not known.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_item_usage_count(const kbg_item *item);

/**
 * How many entries a list of an item has.
 *
 * @param[in] item  An item, not NULL.
 * @param[in] list  Which list.
 * @return The count; 0 for an unknown list.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_item_list_count(const kbg_item *item, kbg_list list);

/**
 * An entry of a list of an item.
 *
 * @param[in]  item   An item, not NULL.
 * @param[in]  list   Which list.
 * @param[in]  index  0 to kbg_item_list_count() - 1.
 * @param[out] len    Set to the length in bytes; may be NULL.
 * @return The text; NULL (and length 0) if there is no such entry.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_item_list_text(const kbg_item *item, kbg_list list, size_t index, size_t *len);

/**
 * How many free key/value pairs an item has.
 *
 * @param[in] item  An item, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_item_property_count(const kbg_item *item);

/**
 * The key of a free key/value pair.
 *
 * @param[in]  item   An item, not NULL.
 * @param[in]  index  0 to kbg_item_property_count() - 1.
 * @param[out] len    Set to the length in bytes; may be NULL.
 * @return The key; NULL (and length 0) if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_item_property_key(const kbg_item *item, size_t index, size_t *len);

/**
 * The value of a free key/value pair.
 *
 * @param[in]  item   An item, not NULL.
 * @param[in]  index  0 to kbg_item_property_count() - 1.
 * @param[out] len    Set to the length in bytes; may be NULL.
 * @return The value; NULL (and length 0) if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_item_property_value(const kbg_item *item, size_t index, size_t *len);

/**
 * How many answers an item has.
 *
 * @param[in] item  An item, not NULL.
 * @return The count; it may be 0.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_item_answer_count(const kbg_item *item);

/**
 * An answer of an item.
 *
 * @param[in] item   An item, not NULL.
 * @param[in] index  0 to kbg_item_answer_count() - 1.
 * @return The answer, borrowed from @p item; NULL if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_answer *kbg_item_answer(const kbg_item *item, size_t index);

/**
 * The body of an answer: CommonMark with variables such as `{{order_no}}`.
 *
 * @param[in]  answer  An answer, not NULL.
 * @param[out] len     Set to the length in bytes; may be NULL.
 * @return The body.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_answer_body(const kbg_answer *answer, size_t *len);

/**
 * The channel that an answer is written for.
 *
 * @param[in]  answer  An answer, not NULL.
 * @param[out] len     Set to the length in bytes; may be NULL.
 * @return The channel; "" if it is for all.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_answer_channel(const kbg_answer *answer, size_t *len);

/**
 * The language of an answer, a BCP 47 tag such as `zh-Hans`.
 *
 * @param[in]  answer  An answer, not NULL.
 * @param[out] len     Set to the length in bytes; may be NULL.
 * @return The language; "" if not said.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_answer_language(const kbg_answer *answer, size_t *len);

/**
 * The name of the wording variant of an answer.
 *
 * @param[in]  answer  An answer, not NULL.
 * @param[out] len     Set to the length in bytes; may be NULL.
 * @return The variant; "" if not said.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_answer_variant(const kbg_answer *answer, size_t *len);

/**
 * How many audience tags an answer has.
 *
 * @param[in] answer  An answer, not NULL.
 * @return The count; 0 if it is for everybody.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_answer_audience_count(const kbg_answer *answer);

/**
 * An audience tag of an answer.
 *
 * @param[in]  answer  An answer, not NULL.
 * @param[in]  index   0 to kbg_answer_audience_count() - 1.
 * @param[out] len     Set to the length in bytes; may be NULL.
 * @return The tag; NULL (and length 0) if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_answer_audience(const kbg_answer *answer, size_t index, size_t *len);

/**
 * How many attachments an answer has.
 *
 * @param[in] answer  An answer, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_answer_attachment_count(const kbg_answer *answer);

/**
 * An attachment of an answer.
 *
 * @param[in] answer  An answer, not NULL.
 * @param[in] index   0 to kbg_answer_attachment_count() - 1.
 * @return The attachment, borrowed from the item; NULL if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_attachment *kbg_answer_attachment(const kbg_answer *answer, size_t index);

/**
 * What an attachment is.
 *
 * @param[in] attachment  An attachment, not NULL.
 * @return What it is.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_media kbg_attachment_media(const kbg_attachment *attachment);

/**
 * Where an attachment is.
 *
 * @param[in]  attachment  An attachment, not NULL.
 * @param[out] len         Set to the length in bytes; may be NULL.
 * @return Its uri.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_attachment_uri(const kbg_attachment *attachment, size_t *len);

/**
 * The media type of an attachment, such as `image/png`.
 *
 * @param[in]  attachment  An attachment, not NULL.
 * @param[out] len         Set to the length in bytes; may be NULL.
 * @return The media type; "" if not said.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_attachment_media_type(const kbg_attachment *attachment, size_t *len);

/**
 * The title of an attachment.
 *
 * @param[in]  attachment  An attachment, not NULL.
 * @param[out] len         Set to the length in bytes; may be NULL.
 * @return The title; "" if not said.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_attachment_title(const kbg_attachment *attachment, size_t *len);

/**
 * The text that stands for an attachment where it cannot be shown.
 *
 * @param[in]  attachment  An attachment, not NULL.
 * @param[out] len         Set to the length in bytes; may be NULL.
 * @return The alternative text; "" if not said.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_attachment_alt(const kbg_attachment *attachment, size_t *len);

#ifdef __cplusplus
}
#endif

#endif
