/* SPDX-License-Identifier: MIT */
/**
 * @file options.h
 * @brief Long-lived settings of a base: allocator, limits, ranking weights, emoticon codes, threads that are lent.
 */
#ifndef KBGUIDE_OPTIONS_H
#define KBGUIDE_OPTIONS_H

#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Where a base and everything made from it takes memory. The functions must be safe from any thread that uses
 * the base. ICU, PCRE2 and jansson keep using the allocators that they were built with.
 * @since 0.1
 */
typedef struct kbg_allocator {
    size_t size; /**< sizeof(kbg_allocator). */
    /** Returns @p size bytes aligned for any type, or NULL. @p size is never 0. */
    void *(*malloc)(size_t size, void *user_data);
    /** Resizes @p block of @p old_size bytes; returns NULL and leaves @p block as it was on failure. */
    void *(*realloc)(void *block, size_t old_size, size_t size, void *user_data);
    /** Releases @p block, which is never NULL. */
    void (*free)(void *block, void *user_data);
    void *user_data; /**< Handed to each call. */
} kbg_allocator;

/**
 * What a limit bounds. A load that meets more reports KBG_ERR_LIMIT with the place.
 * doc/format.md lists them with their defaults, doc/rules.md those of rules.
 * @since 0.1
 */
typedef enum kbg_limit {
    KBG_LIMIT_ITEMS = 0,           /**< Items in a base. Default 10,000,000. */
    KBG_LIMIT_LINE_BYTES = 1,      /**< One line or row of input. Default 16 MiB. */
    KBG_LIMIT_ID_BYTES = 2,        /**< An item's id. Default 256. */
    KBG_LIMIT_CATEGORY_BYTES = 3,  /**< A category path. Default 1,024. */
    KBG_LIMIT_CATEGORY_DEPTH = 4,  /**< Names in a category path. Default 16. */
    KBG_LIMIT_QUESTION_BYTES = 5,  /**< A question or an alternative. Default 16,384. */
    KBG_LIMIT_ALTERNATIVES = 6,    /**< Alternatives of an item. Default 10,000. */
    KBG_LIMIT_ANSWERS = 7,         /**< Answers of an item. Default 256. */
    KBG_LIMIT_BODY_BYTES = 8,      /**< The body of an answer. Default 1 MiB. */
    KBG_LIMIT_ATTACHMENTS = 9,     /**< Attachments of an answer. Default 64. */
    KBG_LIMIT_URI_BYTES = 10,      /**< The uri of an attachment. Default 8,192. */
    KBG_LIMIT_LABEL_BYTES = 11,    /**< Any short text: code, keyword, tag, title, property name. Default 1,024. */
    KBG_LIMIT_LIST_LENGTH = 12,    /**< Entries in one list of labels of an item. Default 1,000. */
    KBG_LIMIT_PROPERTIES = 13,     /**< Key/value pairs of an item. Default 1,000. */
    KBG_LIMIT_PROPERTY_BYTES = 14, /**< The value of a property. Default 65,536. */
    KBG_LIMIT_EXTRA_BYTES = 15,    /**< All unknown keys of an object together, as JSON. Default 1 MiB. */
    KBG_LIMIT_MESSAGE_BYTES = 16,  /**< A message given to a search, a text given to a check. Default 1 MiB. */
    KBG_LIMIT_REPORT_ERRORS = 17,  /**< Bad lines that a load report keeps; it counts all. Default 100,000. */
    KBG_LIMIT_SNIPPET_BYTES = 18,  /**< A rendered snippet; a text with its replacements. Default 4 MiB. */
    KBG_LIMIT_RULES = 19,          /**< Rules in a list. Default 100,000. */
    KBG_LIMIT_RULE_WORDS = 20,     /**< Words and exceptions of all rules together. Default 2,000,000. */
    KBG_LIMIT_RULE_PATTERNS = 21,  /**< Rules that have a pattern. Default 1,000. */
    KBG_LIMIT_PATTERN_BYTES = 22,  /**< A pattern. Default 4,096. */
    KBG_LIMIT_FINDINGS = 23,       /**< Occurrences of rules in a checked text, exceptions included. Default
                                        100,000. */
    KBG_LIMIT_DOCUMENT_BYTES = 24, /**< A Markdown document; reading one takes up to 200 times that. Default 4 MiB. */
    KBG_LIMIT_NESTING = 25,        /**< Quotes and lists of a body in each other, by a look at its lines before it is
                                        parsed. Default 100; at most 1,000. */
    KBG_LIMIT_HOT_ITEMS = 26,      /**< Ids whose use is kept, or that are pinned or muted. Default 1,000,000. */
    KBG_LIMIT_REMOVED = 27         /**< Ids of removed items that are remembered for kbg_base_changes() when items are
                                        indexed together, the newest. Default 65,536. */
} kbg_limit;

/**
 * A task of the library. The host calls it as kbg_parallel_for_fn says; it does not call back into the host except for
 * memory.
 *
 * @param[in] index      Which task.
 * @param[in] task_data  What the host was handed with the task.
 * @since 0.1
 */
typedef void (*kbg_task_fn)(size_t index, void *task_data);

/**
 * Runs tasks in threads of the host. It calls @p task with each index from 0 to @p count - 1 once and returns when all
 * these calls have returned. They may come in any order, from any threads and any number of them at the same time, or
 * one after the other; that of the caller may be among the threads. The library makes no threads of its own.
 *
 * A task takes some milliseconds to some seconds. Results do not depend on where, when and in which order tasks run. An
 * index that comes twice, or that is not below @p count, does nothing; tasks that were left out are run by the caller
 * when this returns. A task must not be called, nor begin, after this has returned.
 *
 * @param[in] count      How many tasks, at least 2.
 * @param[in] task       The task, not NULL.
 * @param[in] task_data  Handed to each call of @p task.
 * @param[in] user_data  What was handed to kbg_base_options_set_parallel_for().
 * @since 0.1
 */
typedef void (*kbg_parallel_for_fn)(size_t count, kbg_task_fn task, void *task_data, void *user_data);

/** Settings for kbg_base_new(). @since 0.1 */
typedef struct kbg_base_options kbg_base_options;

/**
 * Make a set of options in which everything has its default.
 *
 * @param[in]  allocator  Allocator for the options, the base and all made from it; NULL for the C library's. The
 *                        struct is copied; what its user_data points to must outlive everything made from it.
 * @param[out] options    Set to the new options; to NULL on failure. Free with kbg_base_options_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  @p allocator has an impossible size or lacks a function.
 *
 * @par Threads   Safe from any thread.
 * @par Lifetime  Until freed; a base copies what it needs.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_options_new(const kbg_allocator *allocator, kbg_base_options **options);

/**
 * Set one limit.
 *
 * @param[in] options  Options, not NULL.
 * @param[in] limit    Which limit.
 * @param[in] value    The new value: 1 to 1,073,741,824 (KBG_LIMIT_ITEMS and KBG_LIMIT_HOT_ITEMS to 16,777,216,
 *                     KBG_LIMIT_PATTERN_BYTES to 65,536, KBG_LIMIT_NESTING to 1,000); 0 for the default.
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_OPTIONS  @p limit is unknown or @p value is out of range; nothing was changed.
 *
 * @par Threads  One thread at a time for the same options.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_options_set_limit(kbg_base_options *options, kbg_limit limit, uint64_t value);

/**
 * Set one weight of the ranking by its name. doc/ranking.md explains the names; kbg_weight_name() lists them.
 *
 * @param[in] options   Options, not NULL.
 * @param[in] name      Name of the weight in UTF-8; not NULL.
 * @param[in] name_len  Length of @p name in bytes.
 * @param[in] value     The new value, finite and within the documented range of the weight; not below 1e-9 in
 *                      magnitude unless it is 0.
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_OPTIONS  No weight has this name, or @p value is not finite or out of range; nothing was changed.
 *
 * @par Threads  One thread at a time for the same options.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_options_set_weight(kbg_base_options *options, const char *name, size_t name_len,
                                               double value);

/**
 * Set the pattern of emoticon codes, which are left out of messages and questions before they are compared. The
 * default knows the codes of 旺旺 (`/:^_^`), 微信 (`/::)`), 京东 (`#E-s01`) and the names of QQ and 微信 faces in
 * brackets (`[微笑]`).
 *
 * @param[in] options  Options, not NULL.
 * @param[in] pattern  A PCRE2 pattern in UTF-8 (compiled when the base is made); NULL for the default. An empty
 *                     pattern switches the removal off.
 * @param[in] len      Length of @p pattern in bytes, at most 65,536.
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory; nothing was changed.
 * @retval KBG_ERR_OPTIONS  @p len is over its limit; nothing was changed.
 *
 * @par Threads  One thread at a time for the same options.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_options_set_emoticons(kbg_base_options *options, const char *pattern, size_t len);

/**
 * Say which variables there are, so that a load refuses bodies that use another name. Slots have any names.
 *
 * @param[in] options  Options, not NULL.
 * @param[in] names    The names; NULL if @p count is 0.
 * @param[in] count    Entries of @p names, at most 10,000; 0 for any names, the default.
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory; nothing was changed.
 * @retval KBG_ERR_OPTIONS  @p count is over its limit, or a name is longer than 256 bytes; nothing was changed.
 *
 * @par Threads  One thread at a time for the same options.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_options_set_variables(kbg_base_options *options, const kbg_text *names, size_t count);

/**
 * Set the half-life of use: what was used so long ago counts half of what is used now.
 *
 * @param[in] options       Options, not NULL.
 * @param[in] milliseconds  The half-life: an hour (3,600,000) to ten years (315,360,000,000); 0 for the default, seven
 *                          days.
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_OPTIONS  @p milliseconds is out of range; nothing was changed.
 *
 * @par Threads  One thread at a time for the same options.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_options_set_half_life(kbg_base_options *options, uint64_t milliseconds);

/**
 * Lend threads to a base, which then loads, previews, commits, compacts and changes word lists on several cores where
 * that is worth it. Hits, reports and errors are those of one thread. doc/threads.md says which steps are shared out and what that
 * takes in memory.
 *
 * @param[in] options       Options, not NULL.
 * @param[in] parallel_for  Runs tasks; NULL for the default, in which the thread of each call does all its work. It is
 *                          called from that thread only, during the call only; from two threads at the same time if
 *                          one compacts while another loads or commits. The allocator of @p options must be safe from
 *                          the threads that it uses.
 * @param[in] user_data     Handed to each call of @p parallel_for; what it points to must outlive the base.
 * @param[in] threads       How many tasks it runs at the same time, for which work is shared out and memory is taken: 1 to
 *                          64; 1 is as if @p parallel_for were NULL. 0 if that is NULL.
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_OPTIONS  @p threads is out of range; nothing was changed.
 *
 * @par Threads  One thread at a time for the same options.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_options_set_parallel_for(kbg_base_options *options, kbg_parallel_for_fn parallel_for,
                                                     void *user_data, uint32_t threads);

/**
 * Free options.
 *
 * @param[in] options  Options, or NULL (nothing happens then).
 * @par Threads  One thread at a time for the same options.
 * @since 0.1
 */
KBG_API void kbg_base_options_free(kbg_base_options *options);

/**
 * How many weights the ranking has.
 *
 * @return The count; it may grow in later versions.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_weight_count(void);

/**
 * The name of a weight.
 *
 * @param[in] index  0 to kbg_weight_count() - 1.
 * @return A static string; NULL if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_weight_name(size_t index);

/**
 * The default value of a weight.
 *
 * @param[in] index  0 to kbg_weight_count() - 1.
 * @return The value; 0 if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API double kbg_weight_default(size_t index);

#ifdef __cplusplus
}
#endif

#endif
