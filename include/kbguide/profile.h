/* SPDX-License-Identifier: MIT */
/**
 * @file profile.h
 * @brief What a chat channel allows and how things are written in it.
 *
 * A profile is data: numbers and texts. doc/channels.md lists those built in, with their figures and where these come
 * from. A host takes one of them as it is, by its name, or copies it and changes the copy.
 */
#ifndef KBGUIDE_PROFILE_H
#define KBGUIDE_PROFILE_H

#include <kbguide/options.h>
#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The facts of a channel. Immutable while a rendering uses it. @since 0.1 */
typedef struct kbg_profile kbg_profile;

/** Stands for a limit that a channel does not have. @since 0.1 */
#define KBG_NO_LIMIT UINT64_MAX

/** In what a channel counts the length of a message. @since 0.1 */
typedef enum kbg_unit {
    KBG_UNIT_UTF8_BYTES = 0,   /**< Bytes of UTF-8. */
    KBG_UNIT_CODE_POINTS = 1,  /**< Unicode code points. */
    KBG_UNIT_UTF16_UNITS = 2,  /**< UTF-16 code units: 2 for a code point beyond U+FFFF. */
    KBG_UNIT_GSM7_SEPTETS = 3, /**< Septets of the GSM 7-bit alphabet, `^{}[]~\|€` and form feed count 2; a text
                                    with any other character is counted in UTF-16 units, against the wide limits. */
    KBG_UNIT_JSON_BYTES = 4    /**< Bytes of UTF-8 inside a JSON string: `"`, `\` and line breaks count 2, other
                                    control characters 2 or 6. */
} kbg_unit;

/** What is counted against the limit. @since 0.1 */
typedef enum kbg_counted {
    KBG_COUNTED_PART = 0, /**< The part as it is sent, with its markup. */
    KBG_COUNTED_TEXT = 1, /**< What is left when the channel has taken the markup out. */
    KBG_COUNTED_BOTH = 2  /**< The part and its plain text, which are sent together. */
} kbg_counted;

/** What signs of emphasis need around them to be taken for such. @since 0.1 */
typedef enum kbg_boundary {
    KBG_BOUNDARY_NONE = 0,     /**< Nothing. */
    KBG_BOUNDARY_FLANKING = 1, /**< The rules of CommonMark: punctuation inside wants space or punctuation outside. */
    KBG_BOUNDARY_WORD = 2,     /**< No letter, digit or ideograph outside; a separator helps. */
    KBG_BOUNDARY_OPENER = 3    /**< Space or nothing before the first, no ASCII letter or digit behind the last. */
} kbg_boundary;

/** How a character that would be markup is written so that it is none. @since 0.1 */
typedef enum kbg_escape {
    KBG_ESCAPE_NONE = 0,      /**< The channel has no way; KBG_PROFILE_SEPARATED may help. */
    KBG_ESCAPE_BACKSLASH = 1, /**< A backslash before it. */
    KBG_ESCAPE_ENTITY = 2,    /**< `&amp;`, `&lt;`, `&gt;`, `&quot;`, numbers for the others. */
    KBG_ESCAPE_NUMBER = 3     /**< A numeric entity, `&#42;`. */
} kbg_escape;

/** How something appears that not every channel knows. @since 0.1 */
typedef enum kbg_shown {
    KBG_SHOWN_AS_TEXT = 0,      /**< As text without markup. */
    KBG_SHOWN_AS_STRONG = 1,    /**< As strongly emphasised text (headings). */
    KBG_SHOWN_AS_MARKUP = 2,    /**< In the markup of the channel. */
    KBG_SHOWN_AS_ATTACHMENT = 3 /**< As a message of its own, between the parts (images that stand alone). */
} kbg_shown;

/** What becomes of emoticon codes in an item. @since 0.1 */
typedef enum kbg_emoticons {
    KBG_EMOTICONS_KEEP = 0,  /**< They stay as they are written. */
    KBG_EMOTICONS_CODE = 1,  /**< Those that the channel has a code for become that code, the others emoji. */
    KBG_EMOTICONS_EMOJI = 2, /**< They become emoji. */
    KBG_EMOTICONS_DROP = 3   /**< They are left out. */
} kbg_emoticons;

/** The numbers of a profile. @since 0.1 */
typedef enum kbg_profile_number {
    KBG_PROFILE_UNIT = 0,              /**< A kbg_unit. */
    KBG_PROFILE_LIMIT = 1,             /**< Units of one message: 16 to 2^30, or KBG_NO_LIMIT. */
    KBG_PROFILE_PART_LIMIT = 2,        /**< The same when there are several parts; 0 = as KBG_PROFILE_LIMIT. */
    KBG_PROFILE_WIDE_LIMIT = 3,        /**< The same in UTF-16 units for a text that GSM-7 does not have. */
    KBG_PROFILE_WIDE_PART_LIMIT = 4,   /**< The same when there are several parts. */
    KBG_PROFILE_HEADROOM = 5,          /**< Units that stay free in each part. */
    KBG_PROFILE_PARTS = 6,             /**< Parts allowed; 0 = any number. */
    KBG_PROFILE_COUNTED = 7,           /**< A kbg_counted. */
    KBG_PROFILE_BOUNDARY = 8,          /**< A kbg_boundary. */
    KBG_PROFILE_ESCAPE = 9,            /**< A kbg_escape. */
    KBG_PROFILE_HEADINGS = 10,         /**< A kbg_shown: text, strong or markup. */
    KBG_PROFILE_HEADING_LEVELS = 11,   /**< Deepest heading in markup; deeper ones become it. */
    KBG_PROFILE_IMAGES = 12,           /**< A kbg_shown: text, markup or attachment. */
    KBG_PROFILE_TABLES = 13,           /**< A kbg_shown: text (`key：value`) or markup; a 飞书 post has text always. */
    KBG_PROFILE_LIST_INDENT = 14,      /**< Spaces of a list in a list; 0 = as wide as the marker above. */
    KBG_PROFILE_MEDIA = 15,            /**< Attachments that can be sent, as bits `1 << kbg_media`; others become
                                            text. */
    KBG_PROFILE_EMOTICONS = 16,        /**< A kbg_emoticons. */
    KBG_PROFILE_JSON = 17,             /**< 1 = what is between KBG_PROFILE_PART_OPEN and KBG_PROFILE_PART_CLOSE is
                                            escaped as a JSON string; 2 = the paragraphs of a 飞书 post. */
    KBG_PROFILE_SIGNATURE_BEHIND = 18, /**< 1 = the signature goes behind the text and not before it. */
    KBG_PROFILE_LABEL_BEFORE = 19,     /**< 1 = the label goes before the text and not behind it. */
    KBG_PROFILE_QUOTE_DEPTH = 20       /**< How deep in quotes and lists a quote may stand to be marked; 0 = any. */
} kbg_profile_number;

/** The texts of a profile. An empty one means that the channel does not have it. @since 0.1 */
typedef enum kbg_profile_text {
    KBG_PROFILE_PART_OPEN = 0,       /**< Before the content of each part. */
    KBG_PROFILE_PART_CLOSE = 1,      /**< Behind it. */
    KBG_PROFILE_LINE_BREAK = 2,      /**< Between two lines of a paragraph. */
    KBG_PROFILE_BLOCK_BREAK = 3,     /**< Between two blocks on adjacent lines. */
    KBG_PROFILE_BLANK_BREAK = 4,     /**< Between two blocks that a blank line divides. */
    KBG_PROFILE_PARAGRAPH_OPEN = 5,  /**< Before a paragraph. */
    KBG_PROFILE_PARAGRAPH_CLOSE = 6, /**< Behind it. */
    KBG_PROFILE_HEADING_OPEN = 7,    /**< Before a heading; `{#}` is as many number signs as its level, `{n}` the level. */
    KBG_PROFILE_HEADING_CLOSE = 8,   /**< Behind it. */
    KBG_PROFILE_STRONG_OPEN = 9,     /**< Before strong emphasis. */
    KBG_PROFILE_STRONG_CLOSE = 10,   /**< Behind it. */
    KBG_PROFILE_EMPHASIS_OPEN = 11,  /**< Before emphasis. */
    KBG_PROFILE_EMPHASIS_CLOSE = 12, /**< Behind it. */
    KBG_PROFILE_CODE_OPEN = 13,      /**< Before code in a line. */
    KBG_PROFILE_CODE_CLOSE = 14,     /**< Behind it. */
    KBG_PROFILE_FENCE_OPEN = 15,     /**< Before a block of code. */
    KBG_PROFILE_FENCE_LANGUAGE = 16, /**< Before one that names its language, `{language}`; empty = the same. */
    KBG_PROFILE_FENCE_CLOSE = 17,    /**< Behind it. */
    KBG_PROFILE_QUOTE_PREFIX = 18,   /**< Before each line of a quote. */
    KBG_PROFILE_QUOTE_OPEN = 19,     /**< Before a quote, instead of the prefix. */
    KBG_PROFILE_QUOTE_CLOSE = 20,    /**< Behind it. */
    KBG_PROFILE_BULLET = 21,         /**< Before an entry of a list. */
    KBG_PROFILE_ORDERED = 22,        /**< Before an entry of a numbered list; `{n}` is its number. */
    KBG_PROFILE_LIST_OPEN = 23,      /**< Before a list, instead of markers. */
    KBG_PROFILE_LIST_CLOSE = 24,     /**< Behind it. */
    KBG_PROFILE_NUMBERED_OPEN = 25,  /**< Before a numbered list; `{n}` is the first number. */
    KBG_PROFILE_NUMBERED_CLOSE = 26, /**< Behind it. */
    KBG_PROFILE_ITEM_OPEN = 27,      /**< Before an entry of either. */
    KBG_PROFILE_ITEM_CLOSE = 28,     /**< Behind it. */
    KBG_PROFILE_RULE = 29,           /**< A line between paragraphs. */
    KBG_PROFILE_LINK = 30,           /**< A link, with `{text}` and `{url}`; empty = the text, a space, the address. */
    KBG_PROFILE_BARE_LINK = 31,      /**< A link whose text is its address, with `{url}`; empty = the address with a
                                          space behind it where one is needed. */
    KBG_PROFILE_IMAGE = 32,          /**< An image, with `{text}` and `{url}`. */
    KBG_PROFILE_SCHEMES = 33,        /**< Schemes that links may have, with spaces between; empty = any. */
    KBG_PROFILE_IMAGE_SCHEMES = 34,  /**< The same for images; one that ends in `_` is the beginning of a key. */
    KBG_PROFILE_ESCAPED = 35,        /**< Characters that are escaped in text. */
    KBG_PROFILE_ESCAPED_LINE = 36,   /**< … at the beginning of a line; `1` stands for the sign behind a number. */
    KBG_PROFILE_ESCAPED_CODE = 37,   /**< … in code. */
    KBG_PROFILE_ESCAPED_URL = 38,    /**< … in addresses of links. */
    KBG_PROFILE_ENCODED_URL = 39,    /**< Characters that are percent-encoded in addresses of links. */
    KBG_PROFILE_SEPARATOR = 40,      /**< A sign nobody sees, such as U+200B, that keeps others apart. */
    KBG_PROFILE_PAIRED = 41,         /**< Signs that would be markup if another of them follows in the line; a
                                          separator goes behind each then. */
    KBG_PROFILE_SEPARATED = 42,      /**< Signs that begin markup with the one behind them: `<` before a letter or
                                          `/@!#`, `]` before `(`; a separator goes between. */
    KBG_PROFILE_MENTIONS = 43,       /**< Words that would call people, such as `@all`, with spaces between; a
                                          separator goes behind the `@`. */
    KBG_PROFILE_SIGNATURE = 44,      /**< Goes with each part. */
    KBG_PROFILE_KEYWORD = 45,        /**< Goes behind each part that does not hold it. */
    KBG_PROFILE_LABEL = 46,          /**< Goes with each of several parts; `{part}` and `{parts}` are numbers. */
    KBG_PROFILE_FENCE_LANGUAGE_CLOSE = 47, /**< Behind a block of code that names its language; empty = as for others. */
    KBG_PROFILE_CUT_NOTICE = 48,     /**< Goes behind the last part allowed when KBG_RENDER_CUT left something out. */
    KBG_PROFILE_TABLE_OPEN = 49,     /**< Before a table, if tables are markup; empty = rows of `|`, as in Markdown. */
    KBG_PROFILE_TABLE_CLOSE = 50,    /**< Behind it. */
    KBG_PROFILE_TABLE_HEAD_OPEN = 51,  /**< Before the row of headings. */
    KBG_PROFILE_TABLE_HEAD_CLOSE = 52, /**< Behind it. */
    KBG_PROFILE_TABLE_BODY_OPEN = 53,  /**< Before the other rows. */
    KBG_PROFILE_TABLE_BODY_CLOSE = 54, /**< Behind them. */
    KBG_PROFILE_ROW_OPEN = 55,       /**< Before each of them. */
    KBG_PROFILE_ROW_CLOSE = 56,      /**< Behind it. */
    KBG_PROFILE_COLUMN_OPEN = 57,    /**< Before the heading of a column. */
    KBG_PROFILE_COLUMN_CLOSE = 58,   /**< Behind it. */
    KBG_PROFILE_CELL_OPEN = 59,      /**< Before a cell of another row. */
    KBG_PROFILE_CELL_CLOSE = 60      /**< Behind it. */
} kbg_profile_text;

/**
 * How many profiles are built in.
 *
 * @return The count; it may grow in later versions.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_profile_count(void);

/**
 * The name of a profile that is built in.
 *
 * @param[in] index  0 to kbg_profile_count() - 1.
 * @return A static string; NULL if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_profile_name(size_t index);

/**
 * Make a profile that is like one built in.
 *
 * @param[in]  allocator  Allocator for the profile; NULL for the C library's. The struct is copied.
 * @param[in]  name       Name of the profile to copy; NULL if @p name_len is 0, which means `plain`.
 * @param[in]  name_len   Length of @p name in bytes.
 * @param[out] profile    Set to the profile; to NULL on failure. Free with kbg_profile_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  @p allocator is not valid, or no profile has this name.
 *
 * @par Threads   Safe from any thread.
 * @par Lifetime  Until freed; a snippet does not need it.
 * @since 0.1
 */
KBG_API kbg_status kbg_profile_new(const kbg_allocator *allocator, const char *name, size_t name_len,
                                   kbg_profile **profile);

/**
 * Make a copy of a profile.
 *
 * @param[in]  profile  The profile, not NULL.
 * @param[out] copy     Set to the copy; to NULL on failure. Free with kbg_profile_free().
 *
 * @retval KBG_OK         Done.
 * @retval KBG_ERR_NOMEM  Out of memory.
 *
 * @par Threads   Safe from any thread, as long as nobody changes @p profile.
 * @par Lifetime  Until freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_profile_clone(const kbg_profile *profile, kbg_profile **copy);

/**
 * Change a number of a profile.
 *
 * @param[in] profile  The profile, not NULL.
 * @param[in] number   Which number.
 * @param[in] value    The new value.
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_OPTIONS  @p number is unknown, or @p value is out of its range; nothing was changed. Limits below 16
 *                          units are refused: not every character with its markup fits into them.
 *
 * @par Threads  One thread at a time for the same profile, and no rendering with it.
 * @since 0.1
 */
KBG_API kbg_status kbg_profile_set_number(kbg_profile *profile, kbg_profile_number number, uint64_t value);

/**
 * Change a text of a profile.
 *
 * @param[in] profile  The profile, not NULL.
 * @param[in] text     Which text.
 * @param[in] value    The new value in UTF-8, without control characters but line feeds; may be NULL if @p len is 0.
 * @param[in] len      Length of @p value in bytes, at most 1,024.
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory; nothing was changed.
 * @retval KBG_ERR_OPTIONS  @p text is unknown, or @p value is too long or has a control character; nothing was changed.
 * @retval KBG_ERR_UTF8     @p value is not well-formed; nothing was changed.
 *
 * @par Threads  One thread at a time for the same profile, and no rendering with it.
 * @since 0.1
 */
KBG_API kbg_status kbg_profile_set_text(kbg_profile *profile, kbg_profile_text text, const char *value, size_t len);

/**
 * Set the code that a channel has for a face.
 *
 * @param[in] profile   The profile, not NULL.
 * @param[in] face      The face by its name, such as `微笑`, not NULL; doc/channels.md lists them.
 * @param[in] face_len  Length of @p face in bytes.
 * @param[in] code      The code in UTF-8; may be NULL if @p len is 0, which means that there is none.
 * @param[in] len       Length of @p code in bytes, at most 64.
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory; nothing was changed.
 * @retval KBG_ERR_OPTIONS  No face has this name, or @p code is too long or has a control character.
 * @retval KBG_ERR_UTF8     @p code is not well-formed; nothing was changed.
 *
 * @par Threads  One thread at a time for the same profile, and no rendering with it.
 * @since 0.1
 */
KBG_API kbg_status kbg_profile_set_emoticon(kbg_profile *profile, const char *face, size_t face_len,
                                            const char *code, size_t len);

/**
 * A number of a profile.
 *
 * @param[in] profile  The profile, not NULL.
 * @param[in] number   Which number.
 * @return The value; 0 if @p number is unknown.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_profile_get_number(const kbg_profile *profile, kbg_profile_number number);

/**
 * A text of a profile.
 *
 * @param[in]  profile  The profile, not NULL.
 * @param[in]  text     Which text.
 * @param[out] len      Set to the length in bytes; may be NULL.
 * @return The text with a NUL behind it, owned by @p profile; "" if @p text is unknown.
 * @par Threads   Safe from any thread.
 * @par Lifetime  Until the text is changed or @p profile is freed.
 * @since 0.1
 */
KBG_API const char *kbg_profile_get_text(const kbg_profile *profile, kbg_profile_text text, size_t *len);

/**
 * Count a text as a channel does.
 *
 * @param[in] profile  The profile, not NULL.
 * @param[in] text     The text in UTF-8; may be NULL if @p len is 0.
 * @param[in] len      Length of @p text in bytes.
 * @return Its length in the unit of @p profile; ill-formed bytes count as U+FFFD.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_profile_measure(const kbg_profile *profile, const char *text, size_t len);

/**
 * Free a profile.
 *
 * @param[in] profile  A profile, or NULL (nothing happens then).
 * @par Threads  No rendering uses it.
 * @since 0.1
 */
KBG_API void kbg_profile_free(kbg_profile *profile);

#ifdef __cplusplus
}
#endif

#endif
