/* SPDX-License-Identifier: MIT */
/**
 * @file render.h
 * @brief From an item to a snippet ready to send.
 */
#ifndef KBGUIDE_RENDER_H
#define KBGUIDE_RENDER_H

#include <kbguide/item.h>
#include <kbguide/profile.h>
#include <kbguide/rule.h>
#include <kbguide/search.h>
#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** An answer, rendered for a channel. @since 0.1 */
typedef struct kbg_snippet kbg_snippet;

/** Leave a variable without value in the text as it was written, `{{name}}`. @since 0.1 */
#define KBG_RENDER_KEEP_MISSING 1u
/** Put nothing where a variable without value stands. @since 0.1 */
#define KBG_RENDER_EMPTY_MISSING 2u
/** Write the attachments into the text as well, one a line, behind the body. @since 0.1 */
#define KBG_RENDER_ATTACHMENT_LINES 4u
/** Leave out what does not fit into the parts that the profile allows; the last one says so. @since 0.1 */
#define KBG_RENDER_CUT 8u
/** Show a slot without value as its name in 【】 instead of failing; kbg_snippet_slot() lists these. @since 0.1 */
#define KBG_RENDER_KEEP_SLOTS 16u
/** Give the snippet even if a rule rejects its text, for somebody who is going to mend it; kbg_snippet_findings() tells
 *  what is wrong. @since 0.1 */
#define KBG_RENDER_REJECTED 32u
/** Leave what rules mask or replace as it is; kbg_snippet_findings() tells of it. @since 0.1 */
#define KBG_RENDER_UNCHANGED 64u

/**
 * Gives the value of a variable.
 *
 * @param[in]  name       Name of the variable in UTF-8; no NUL behind it.
 * @param[in]  name_len   Length of @p name in bytes.
 * @param[out] value      Set to the value, in UTF-8; it must stay valid until the next call or the end of the
 *                        rendering. Empty when the call begins.
 * @param[in]  user_data  What the render options hold.
 * @return Whether the variable has a value; an empty value is one.
 * @since 0.1
 */
typedef bool (*kbg_variable_fn)(const char *name, size_t name_len, kbg_text *value, void *user_data);

/** Options of one rendering. Zero means the default in every field. @since 0.1 */
typedef struct kbg_render_options {
    uint32_t size;             /**< sizeof(kbg_render_options), set by the initialiser. */
    uint32_t flags;            /**< KBG_RENDER_*, 0 = none: a variable without value is an error. */
    kbg_text profile;          /**< Name of a profile that is built in; empty = `plain`. doc/channels.md lists them. */
    kbg_text channel;          /**< Answers for this channel come first, then those for all; empty = only those
                                    for all. */
    kbg_text language;         /**< Answers in this language come first, then those that name none, then the
                                    others; empty = in the order of the item. */
    kbg_text variant;          /**< Among equal answers the one with this variant; empty = see @p variant_number. */
    const kbg_text *audience;  /**< Tags of the customer; answers for other audiences are left out. */
    size_t audience_count;     /**< Entries of @p audience, at most 64. */
    kbg_variable_fn variable;  /**< Gives the values of variables; NULL = no variable has a value. */
    void *user_data;           /**< Handed to each call of @p variable. */
    const kbg_profile *own_profile; /**< A profile of the host instead of @p profile; NULL = none. */
    kbg_variable_fn slot;      /**< Gives what the agent filled into slots, `[[name]]`; NULL = nothing yet. */
    uint64_t variant_number;   /**< Chooses among answers that fit equally well when @p variant is empty: the one of this
                                    number modulo their count, so that customers with different numbers get
                                    different wordings; 0 = the first. */
    int64_t now;               /**< The instant of sending in milliseconds since 1970-01-01T00:00:00Z, for rules with a
                                    validity; 0 = not known: all rules count. */
} kbg_render_options;

/** Initialises a kbg_render_options. @since 0.1 */
#define KBG_RENDER_OPTIONS_INIT                                                                               \
    { (uint32_t)sizeof(kbg_render_options), 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, NULL, 0,   \
      NULL, NULL, NULL, NULL, 0, 0 }

/**
 * Render the answer of an item that fits best.
 *
 * Values of variables are data: they are put in once, never read as markup and never searched for variables;
 * control characters and bidirectional controls are taken out of them.
 *
 * If the base has rules for outgoing texts of this channel and of the item's category, they are used twice. Those that mask or
 * replace change the text, values included, line by line before it is cut into parts, unless KBG_RENDER_UNCHANGED is set;
 * a link whose address they would change becomes text (KBG_WARNING_CHANGED). Then the finished text is checked as kbg_check()
 * checks: its parts without markup, one behind the other. A rule that rejects makes the call fail; whatever any rule finds in
 * the finished text is told by kbg_snippet_findings().
 *
 * @param[in]  searcher  The searcher of this thread, not NULL; gives scratch memory and limits.
 * @param[in]  item      The item, not NULL.
 * @param[in]  options   Options, or NULL for the defaults. Read during the call only.
 * @param[out] snippet   Set to the snippet; to NULL on failure. Free with kbg_snippet_free().
 * @param[out] error     NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK             Done.
 * @retval KBG_ERR_NOMEM      Out of memory.
 * @retval KBG_ERR_OPTIONS    @p options has an impossible size or an unknown field set, both policies for missing
 *                            values are asked for, or no profile has this name.
 * @retval KBG_ERR_ICU_DATA   ICU has no rules for grapheme clusters.
 * @retval KBG_ERR_NO_ANSWER  No answer of @p item is for this channel and audience.
 * @retval KBG_ERR_TEMPLATE   A variable in the body is written wrongly; line, column and offset say where in it. Items
 *                            that were loaded have no such body.
 * @retval KBG_ERR_VARIABLE   Variables or slots have no value, or a slot has one that it may not have; the message lists
 *                            all names with line and column in the body.
 * @retval KBG_ERR_FORBIDDEN  A rule rejects the text; the message names it and what it found.
 * @retval KBG_ERR_PATTERN    A rule ran into its limits: the text is not checked.
 * @retval KBG_ERR_LIMIT      The snippet would be over KBG_LIMIT_SNIPPET_BYTES or need more parts than the profile
 *                            allows, a part has no room for any text, or the body is nested deeper than
 *                            KBG_LIMIT_NESTING.
 *
 * @par Threads   One thread at a time for the same @p searcher.
 * @par Lifetime  @p snippet stays valid after all else is freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_render(kbg_searcher *searcher, const kbg_item *item, const kbg_render_options *options,
                              kbg_snippet **snippet, kbg_error **error);

/**
 * How many parts a snippet has: messages to send one after the other. A profile without limit makes one, if no image is
 * sent between two.
 *
 * @param[in] snippet  A snippet, not NULL.
 * @return The count, at least 1.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_snippet_part_count(const kbg_snippet *snippet);

/**
 * A part of a snippet.
 *
 * @param[in]  snippet  A snippet, not NULL.
 * @param[in]  index    0 to kbg_snippet_part_count() - 1.
 * @param[out] len      Set to the length in bytes; may be NULL.
 * @return The text with a NUL behind it, owned by @p snippet; NULL (and length 0) if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_snippet_part(const kbg_snippet *snippet, size_t index, size_t *len);

/**
 * A part of a snippet as text without markup, values filled in: for people and programs that look at what is going to be
 * sent, and for channels that want it beside the part (the `body` of a Matrix event).
 *
 * @param[in]  snippet  A snippet, not NULL.
 * @param[in]  index    0 to kbg_snippet_part_count() - 1.
 * @param[out] len      Set to the length in bytes; may be NULL.
 * @return The text with a NUL behind it, owned by @p snippet; NULL (and length 0) if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_snippet_part_text(const kbg_snippet *snippet, size_t index, size_t *len);

/** What could not be shown as it is written in the item. @since 0.1 */
typedef enum kbg_warning {
    KBG_WARNING_MARKUP = 0,     /**< Emphasis or code is not marked: the channel has no signs for it, or would show them. */
    KBG_WARNING_LINK = 1,       /**< An address has a scheme that the channel does not link; it stands in the text. */
    KBG_WARNING_IMAGE = 2,      /**< An image became its description and its address. */
    KBG_WARNING_ATTACHMENT = 3, /**< An attachment became a line of text. */
    KBG_WARNING_BROKEN = 4,     /**< An address, a number or a character was too long for a part and was cut. */
    KBG_WARNING_CUT = 5,        /**< The end was left out (KBG_RENDER_CUT). */
    KBG_WARNING_CHANGED = 6     /**< A rule masked or replaced something, or took a link away. */
} kbg_warning;

/**
 * How many warnings a snippet has, each kind counted once.
 *
 * @param[in] snippet  A snippet, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_snippet_warning_count(const kbg_snippet *snippet);

/**
 * A warning.
 *
 * @param[in]  snippet  A snippet, not NULL.
 * @param[in]  index    0 to kbg_snippet_warning_count() - 1.
 * @param[out] warning  Set to what it is about; left alone if @p index is out of range. May be NULL.
 * @return One English line; NULL if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_snippet_warning(const kbg_snippet *snippet, size_t index, kbg_warning *warning);

/**
 * What the rules of the base found in the text of a snippet.
 *
 * @param[in] snippet  A snippet, not NULL.
 * @return The findings, owned by @p snippet; NULL if the base had no rules. Their spans are those of all parts as
 *         kbg_snippet_part_text() gives them, one behind the other; kbg_snippet_finding_part() takes them apart.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_findings *kbg_snippet_findings(const kbg_snippet *snippet);

/**
 * Where in a snippet a finding begins.
 *
 * @param[in]  snippet  A snippet, not NULL.
 * @param[in]  index    0 to kbg_findings_count() - 1 of its findings.
 * @param[out] start    Set to the offset of its first byte in kbg_snippet_part_text() of that part; may be NULL.
 * @return The part; SIZE_MAX (and @p start 0) if there is no such finding.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_snippet_finding_part(const kbg_snippet *snippet, size_t index, size_t *start);

/**
 * Which answer of the item was rendered; pass it to kbg_item_answer().
 *
 * @param[in] snippet  A snippet, not NULL.
 * @return The index of the answer.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_snippet_answer(const kbg_snippet *snippet);

/**
 * How many attachments go with a snippet.
 *
 * @param[in] snippet  A snippet, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_snippet_attachment_count(const kbg_snippet *snippet);

/**
 * An attachment that goes with a snippet: images of the body that are sent by themselves, in their order, then those of
 * the answer.
 *
 * @param[in] snippet  A snippet, not NULL.
 * @param[in] index    0 to kbg_snippet_attachment_count() - 1.
 * @return The attachment, owned by @p snippet; NULL if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_attachment *kbg_snippet_attachment(const kbg_snippet *snippet, size_t index);

/**
 * Where an attachment stands among the parts.
 *
 * @param[in] snippet  A snippet, not NULL.
 * @param[in] index    0 to kbg_snippet_attachment_count() - 1.
 * @return How many parts are to be sent before it; SIZE_MAX if it was written into the text, or @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_snippet_attachment_place(const kbg_snippet *snippet, size_t index);

/**
 * How many variables had no value and were kept or left empty, each name counted once.
 *
 * @param[in] snippet  A snippet, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_snippet_missing_count(const kbg_snippet *snippet);

/**
 * The name of a variable that had no value.
 *
 * @param[in]  snippet  A snippet, not NULL.
 * @param[in]  index    0 to kbg_snippet_missing_count() - 1.
 * @param[out] len      Set to the length in bytes; may be NULL.
 * @return The name with a NUL behind it, owned by @p snippet; NULL (and length 0) if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_snippet_missing(const kbg_snippet *snippet, size_t index, size_t *len);

/** What an agent fills into a slot. @since 0.1 */
typedef enum kbg_slot_kind {
    KBG_SLOT_TEXT = 0,   /**< `[[name]]`: any text. */
    KBG_SLOT_NUMBER = 1, /**< `[[name:number]]`: digits, perhaps with a sign and a point. */
    KBG_SLOT_DATE = 2,   /**< `[[name:date]]`: such as 2026-11-11. */
    KBG_SLOT_CHOICE = 3  /**< `[[name=red|black]]`: one of the choices. */
} kbg_slot_kind;

/**
 * How many slots have no value yet (KBG_RENDER_KEEP_SLOTS), each name counted once.
 *
 * @param[in] snippet  A snippet, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_snippet_slot_count(const kbg_snippet *snippet);

/**
 * A slot without value.
 *
 * @param[in]  snippet  A snippet, not NULL.
 * @param[in]  index    0 to kbg_snippet_slot_count() - 1.
 * @param[out] kind     Set to what is to be filled in; may be NULL.
 * @param[out] choices  Set to the choices, with `|` between them, owned by @p snippet; "" if there are none. May be NULL.
 * @return The name with a NUL behind it, owned by @p snippet; NULL if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_snippet_slot(const kbg_snippet *snippet, size_t index, kbg_slot_kind *kind,
                                     const char **choices);

/** The answer is for the channel that was asked for. @since 0.1 */
#define KBG_FIT_CHANNEL 1u
/** The answer is for customers with a tag that was given. @since 0.1 */
#define KBG_FIT_AUDIENCE 2u
/** The answer is in the language that was asked for. @since 0.1 */
#define KBG_FIT_LANGUAGE 4u
/** The answer names no language, and one was asked for. @since 0.1 */
#define KBG_FIT_NO_LANGUAGE 8u
/** The answer has the variant that was asked for. @since 0.1 */
#define KBG_FIT_VARIANT 16u
/** The answer is for another channel and may not be used. @since 0.1 */
#define KBG_FIT_OTHER_CHANNEL 32u
/** The answer is for other customers and may not be used. @since 0.1 */
#define KBG_FIT_OTHER_AUDIENCE 64u
/** No answer fits better. @since 0.1 */
#define KBG_FIT_BEST 128u
/** The answer is the one that is rendered: of the best the first, or the one that the number of the variant chose.
 *  @since 0.1 */
#define KBG_FIT_CHOSEN 256u

/**
 * Why an answer of an item is chosen or not.
 *
 * @param[in]  item     The item, not NULL.
 * @param[in]  index    0 to kbg_item_answer_count() - 1.
 * @param[in]  options  As in kbg_render(); channel, language, audience, variant and its number count.
 * @param[out] fit      Set to KBG_FIT_* joined by |; to 0 on failure.
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_OPTIONS  @p index is out of range, or @p options are not valid.
 *
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_status kbg_answer_fit(const kbg_item *item, size_t index, const kbg_render_options *options, uint32_t *fit);

/**
 * Check the variables, conditions and slots of a body, as a load does.
 *
 * @param[in]  body        The body in UTF-8; may be NULL if @p len is 0.
 * @param[in]  len         Length of @p body in bytes.
 * @param[in]  names       Names of the variables that there are; NULL if @p name_count is 0.
 * @param[in]  name_count  Entries of @p names; 0 = any name is good.
 * @param[out] error       NULL, or set on failure only: line, column and offset say where in @p body. Free with
 *                         kbg_error_free().
 *
 * @retval KBG_OK            The body is good.
 * @retval KBG_ERR_TEMPLATE  Something is not closed, not written rightly, or has an unknown name.
 *
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_status kbg_template_check(const char *body, size_t len, const kbg_text *names, size_t name_count,
                                      kbg_error **error);

/**
 * Free a snippet.
 *
 * @param[in] snippet  A snippet, or NULL (nothing happens then).
 * @par Threads  Safe from any thread; nobody may use @p snippet any more.
 * @since 0.1
 */
KBG_API void kbg_snippet_free(kbg_snippet *snippet);

#ifdef __cplusplus
}
#endif

#endif
