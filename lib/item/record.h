/* SPDX-License-Identifier: MIT */
/* The bytes of an item: a sequence of fields, each a tag (1 byte), a length (LEB128, least significant group first),
 * a value and a NUL. The value is text, a number (8 bytes, least significant first) or again a sequence of fields.
 * The whole item is itself one field. So a handle of an item, an answer or an attachment is the address of its field,
 * an item is one block that can be copied, saved and mapped, and reading needs no memory. */
#ifndef KBG_ITEM_RECORD_H
#define KBG_ITEM_RECORD_H

#include "base/buffer.h"

typedef enum kbg__tag {
    KBG__TAG_END = 0,
    /* of an item */
    KBG__TAG_ITEM = 1,
    KBG__TAG_ID,
    KBG__TAG_CATEGORY,
    KBG__TAG_KIND,
    KBG__TAG_STAGE,
    KBG__TAG_STATE,
    KBG__TAG_QUESTION, /* the first is the standard question, the others are the alternatives */
    KBG__TAG_ANSWER,
    KBG__TAG_SHORT_CODE,
    KBG__TAG_KEYWORD,
    KBG__TAG_PRODUCT,
    KBG__TAG_AUDIENCE, /* also of an answer */
    KBG__TAG_PRIORITY,
    KBG__TAG_VALID_FROM,      /* milliseconds */
    KBG__TAG_VALID_FROM_TEXT, /* as the source wrote it, with its zone */
    KBG__TAG_VALID_UNTIL,
    KBG__TAG_VALID_UNTIL_TEXT,
    KBG__TAG_RELATED,
    KBG__TAG_PROPERTY_KEY, /* each followed by its value */
    KBG__TAG_PROPERTY_VALUE,
    KBG__TAG_UPDATED_AT,
    KBG__TAG_UPDATED_AT_TEXT,
    KBG__TAG_USAGE_COUNT,
    KBG__TAG_EXTRA, /* unknown keys as a JSON object; also of an answer and an attachment */
    /* of an answer */
    KBG__TAG_BODY,
    KBG__TAG_CHANNEL,
    KBG__TAG_LANGUAGE,
    KBG__TAG_VARIANT,
    KBG__TAG_ATTACHMENT,
    /* of an attachment */
    KBG__TAG_MEDIA,
    KBG__TAG_URI,
    KBG__TAG_MEDIA_TYPE,
    KBG__TAG_TITLE,
    KBG__TAG_ALT
} kbg__tag;

/* One field, decoded. */
typedef struct kbg__field {
    kbg__tag tag;
    const char *value; /* has a NUL behind it */
    size_t len;
    const char *at;   /* the field itself … */
    const char *next; /* … and the byte behind it */
} kbg__field;

/* Writing. Failures stick in the buffer. */
void kbg__record_text(kbg__buffer *out, kbg__tag tag, const char *text, size_t len);
void kbg__record_number(kbg__buffer *out, kbg__tag tag, int64_t number);

/* Reading: decodes the field at `at`. */
kbg__field kbg__record_field(const char *at);
int64_t kbg__record_value_number(kbg__field field);

/* Whether two records are the same, byte by byte. */
bool kbg__record_equal(const char *left, const char *right);

/* The n-th field with a tag among the children of the field at `parent`; its tag is KBG__TAG_END if there is none. */
kbg__field kbg__record_child(const char *parent, kbg__tag tag, size_t n);
size_t kbg__record_count(const char *parent, kbg__tag tag);

/* The text of a child field, `otherwise` (with its length) if there is none; len may be NULL. */
const char *kbg__record_child_text(const char *parent, kbg__tag tag, size_t n, const char *otherwise, size_t *len);
int64_t kbg__record_child_number(const char *parent, kbg__tag tag, int64_t otherwise);

/* The order of two items by their ids as bytes: below 0, 0, above 0. */
int kbg__record_compare_ids(const char *left, const char *right);

#endif
