/* SPDX-License-Identifier: MIT */
/**
 * @file figures.h
 * @brief What a desk is judged by: figures of items, categories, agents and periods, counted from events.
 *
 * doc/figures.md says what each figure means, and describes reports and the saved form.
 */
#ifndef KBGUIDE_FIGURES_H
#define KBGUIDE_FIGURES_H

#include <kbguide/base.h>
#include <kbguide/event.h>
#include <kbguide/options.h>
#include <kbguide/rule.h>
#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Figures, shared by all threads. They depend on the set of events alone: not on their order, not on how they were
 * divided into batches, threads and processes.
 * @since 0.1
 */
typedef struct kbg_figures kbg_figures;

/** Keep the texts of messages: most asked and unanswered ones can be told then. @since 0.1 */
#define KBG_FIGURES_KEEP_MESSAGES 1u

/**
 * What figures keep. Zero means the default in every field. In each period, where there are more items (categories,
 * agents, messages) than the most, a sample is kept that depends on their names and the seed alone; the counts of
 * what is kept, and the totals, are exact, and a report says how many events are in the totals only.
 * @since 0.1
 */
typedef struct kbg_figures_options {
    uint32_t size;               /**< sizeof(kbg_figures_options), set by the initialiser. */
    uint32_t flags;              /**< KBG_FIGURES_KEEP_MESSAGES; 0 = none. */
    uint32_t period_minutes;     /**< Length of a period, up to 527,040; 0 = 1,440, a day. */
    int32_t utc_offset_minutes;  /**< Time zone of the desk, -1,080 to 1,080; periods are counted from its midnight. */
    uint32_t max_periods;        /**< Periods kept, the latest ones, up to 100,000; 0 = 400. */
    uint32_t max_items;          /**< Items in a period, up to 16,777,216; 0 = 100,000. */
    uint32_t max_categories;     /**< Categories in a period, those above others included, up to 16,777,216; 0 =
                                      10,000. */
    uint32_t max_agents;         /**< Agents in a period, up to 16,777,216; 0 = 10,000. */
    uint32_t max_messages;       /**< Different messages in a period, of those asked and again of the unanswered, up to
                                      1,000,000; 0 = 10,000. */
    uint32_t max_message_bytes;  /**< A message that is kept is cut after so many bytes, up to 65,536; 0 = 1,000. */
    double unanswered_below;     /**< A message with less confidence counts as unanswered, up to 1; 0 = 0.5. */
    uint64_t seed;               /**< Of the samples and the tables; set it to a secret number if strangers choose
                                      texts, the same in all processes whose figures are merged; 0 = a fixed one. */
} kbg_figures_options;

/** Initialises a kbg_figures_options. @since 0.1 */
#define KBG_FIGURES_OPTIONS_INIT { (uint32_t)sizeof(kbg_figures_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0 }

/** Options of one report. Zero means the default in every field. @since 0.1 */
typedef struct kbg_figures_report_options {
    uint32_t size;           /**< sizeof(kbg_figures_report_options), set by the initialiser. */
    uint32_t flags;          /**< CSV: KBG_DUMP_BOM, KBG_DUMP_FORMULAS; 0 = none. */
    int64_t from;            /**< Periods that end behind this instant, in milliseconds since
                                  1970-01-01T00:00:00Z; 0 = all. */
    int64_t until;           /**< Periods that begin before this instant; 0 = all. */
    const kbg_view *view;    /**< The items there are: for their questions, and for those never used; may be NULL. */
    uint32_t max_entries;    /**< Entries of each list that shows the first ones only, up to 1,000,000; 0 = 100. */
    uint32_t max_examples;   /**< Messages shown of a group, up to 1,000; 0 = 3. */
    uint32_t least_rejected; /**< Rejections of an item from which on it may count as often rejected; 0 = 3. */
    uint32_t delimiter;      /**< CSV: an ASCII character other than `"`, CR, LF; 0 = `,`. */
} kbg_figures_report_options;

/** Initialises a kbg_figures_report_options. @since 0.1 */
#define KBG_FIGURES_REPORT_OPTIONS_INIT { (uint32_t)sizeof(kbg_figures_report_options), 0, 0, 0, NULL, 0, 0, 0, 0 }

/** Tables of a report as CSV. @since 0.1 */
typedef enum kbg_figures_table {
    KBG_FIGURES_ITEMS = 1,      /**< A row for each item. */
    KBG_FIGURES_CATEGORIES = 2, /**< A row for each category; it counts what is below it too. */
    KBG_FIGURES_AGENTS = 3,     /**< A row for each agent. */
    KBG_FIGURES_PERIODS = 4,    /**< A row for each period that has events. */
    KBG_FIGURES_RANKS = 5,      /**< A row for each rank: how often items were shown and picked there. */
    KBG_FIGURES_UNANSWERED = 6, /**< A row for each unanswered message that is shown, by groups of like ones. */
    KBG_FIGURES_NEVER_USED = 7  /**< A row for each published item that nobody used; needs a view. */
} kbg_figures_table;

/**
 * Make figures without events.
 *
 * @param[in]  allocator  Where they and all that is made from them take memory; NULL for the C library's. Copied.
 * @param[in]  options    What is kept; NULL for the defaults. Copied.
 * @param[out] figures    Set to the figures; to NULL on failure. Free with kbg_figures_unref().
 * @param[out] error      NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  @p options has an impossible size, an unknown flag, or a value out of range; or @p allocator
 *                          is not valid.
 *
 * @par Threads   Safe from any thread.
 * @par Lifetime  Until the last reference is gone.
 * @since 0.1
 */
KBG_API kbg_status kbg_figures_new(const kbg_allocator *allocator, const kbg_figures_options *options,
                                   kbg_figures **figures, kbg_error **error);

/**
 * Take one more reference to figures.
 *
 * @param[in] figures  Figures, not NULL.
 * @return @p figures.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_figures *kbg_figures_ref(kbg_figures *figures);

/**
 * Give a reference to figures back; with the last one they are freed.
 *
 * @param[in] figures  Figures, or NULL (nothing happens then).
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API void kbg_figures_unref(kbg_figures *figures);

/**
 * Set the rules that messages pass before they are kept: what these mask and replace in an incoming text at the instant
 * of the event. A message that cannot be checked, because a pattern runs into its limits on it, is counted and not
 * kept.
 *
 * @param[in]  figures  Figures, not NULL.
 * @param[in]  rules    The rules, copied; NULL or an empty list: none.
 * @param[out] error    NULL, or set on failure only; the figures keep the rules that they had. Free with
 *                      kbg_error_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_LIMIT    The words have more than 4,294,967,294 distinct beginnings.
 * @retval KBG_ERR_PATTERN  PCRE2 refused a pattern that it had compiled before.
 *
 * @par Threads   Safe from any thread, as long as nobody changes @p rules; additions that run use those they began
 *                with.
 * @par Lifetime  The figures keep copies of all they need.
 * @since 0.1
 */
KBG_API kbg_status kbg_figures_set_rules(kbg_figures *figures, const kbg_rules *rules, kbg_error **error);

/**
 * Count events: all or, on failure, none.
 *
 * @param[in]  figures  Figures, not NULL.
 * @param[in]  events   The events, each of the size that the first one says; may be NULL if @p count is 0. Read during
 *                      the call only.
 * @param[in]  count    How many.
 * @param[in]  view     Where the categories of the items are looked up; NULL = events count for no category.
 * @param[out] error    NULL, or set on failure only; the message names the event by its number, from 0. Free with
 *                      kbg_error_free().
 *
 * @retval KBG_OK            Done.
 * @retval KBG_ERR_NOMEM     Out of memory.
 * @retval KBG_ERR_OPTIONS   An event has an impossible or another size than the first, an unknown flag, or padding
 *                           that is not 0.
 * @retval KBG_ERR_VALUE     An event has an unknown type; an instant outside of the years 1970 to 9999; a weight that
 *                           is not finite, below 0 or over 1,000,000; a confidence outside of 0 to 1; an item or agent
 *                           with a NUL.
 * @retval KBG_ERR_LIMIT     An item or agent has more than 1,024 bytes, or a message more than 1 MiB.
 * @retval KBG_ERR_UTF8      An item or agent is ill-formed UTF-8. In messages ill-formed bytes read as U+FFFD.
 *
 * @par Threads   Safe from any thread.
 * @par Lifetime  The figures keep copies of all they need.
 * @since 0.1
 */
KBG_API kbg_status kbg_figures_add(kbg_figures *figures, const kbg_event *events, size_t count, const kbg_view *view,
                                   kbg_error **error);

/**
 * Add all that other figures have counted: the result is what one object would have that had got the events of both.
 *
 * @param[in]  into   Figures that are added to, not NULL.
 * @param[in]  from   Figures that are added, not NULL; they stay as they are.
 * @param[out] error  NULL, or set on failure only; @p into is as before then. Free with kbg_error_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  Both were made with different options; the message names one that differs.
 *
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_status kbg_figures_merge(kbg_figures *into, kbg_figures *from, kbg_error **error);

/**
 * Write figures as bytes, to be saved or sent. The same figures give the same bytes on every machine.
 *
 * @param[in]  figures    Figures, not NULL.
 * @param[in]  write      The writer, not NULL.
 * @param[in]  user_data  Handed to each call of @p write.
 * @param[out] error      NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done.
 * @retval KBG_ERR_NOMEM  Out of memory.
 * @retval KBG_ERR_WRITE  @p write refused bytes.
 *
 * @par Threads   Safe from any thread; writes what was counted when the call began.
 * @par Lifetime  What @p write gets is valid during that call only.
 * @since 0.1
 */
KBG_API kbg_status kbg_figures_write(kbg_figures *figures, kbg_write_fn write, void *user_data, kbg_error **error);

/**
 * Make figures of what kbg_figures_write() wrote. They have the options of those that were written, and no rules.
 *
 * @param[in]  allocator  As in kbg_figures_new().
 * @param[in]  data       The bytes, wherever they come from; may be NULL if @p len is 0. Read during the call only.
 * @param[in]  len        How many. No more memory is taken than a small multiple of it.
 * @param[out] figures    Set to the figures; to NULL on failure. Free with kbg_figures_unref().
 * @param[out] error      NULL, or set on failure only, with the offset of what is wrong. Free with kbg_error_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  @p allocator is not valid.
 * @retval KBG_ERR_SYNTAX   These are no figures, or not whole, or of another version of the format, or their checksum
 *                          is wrong.
 * @retval KBG_ERR_VALUE    A number is out of range or not in order.
 * @retval KBG_ERR_LIMIT    There is more of something than the options in @p data or the documented limits allow.
 * @retval KBG_ERR_UTF8     A text is ill-formed.
 *
 * @par Threads   Safe from any thread.
 * @par Lifetime  Until the last reference is gone.
 * @since 0.1
 */
KBG_API kbg_status kbg_figures_read(const kbg_allocator *allocator, const char *data, size_t len,
                                    kbg_figures **figures, kbg_error **error);

/**
 * Write a report as one JSON object in UTF-8, a line.
 *
 * @param[in]  figures    Figures, not NULL.
 * @param[in]  options    Options, or NULL for the defaults. Read during the call only.
 * @param[in]  write      The writer, not NULL.
 * @param[in]  user_data  Handed to each call of @p write.
 * @param[out] error      NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK            Done.
 * @retval KBG_ERR_NOMEM     Out of memory.
 * @retval KBG_ERR_OPTIONS   @p options has an impossible size, an unknown flag, or a value out of range.
 * @retval KBG_ERR_ICU_DATA  The ICU that is running has no dictionary for Chinese, and there are messages to group.
 * @retval KBG_ERR_WRITE     @p write refused bytes.
 *
 * @par Threads   Safe from any thread; tells what was counted when the call began.
 * @par Lifetime  What @p write gets is valid during that call only.
 * @since 0.1
 */
KBG_API kbg_status kbg_figures_json(kbg_figures *figures, const kbg_figures_report_options *options,
                                    kbg_write_fn write, void *user_data, kbg_error **error);

/**
 * Write a table of a report as CSV in UTF-8 with a header.
 *
 * @param[in]  figures    Figures, not NULL.
 * @param[in]  table      Which table.
 * @param[in]  options    Options, or NULL for the defaults. Read during the call only.
 * @param[in]  write      The writer, not NULL.
 * @param[in]  user_data  Handed to each call of @p write.
 * @param[out] error      NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK            Done.
 * @retval KBG_ERR_NOMEM     Out of memory.
 * @retval KBG_ERR_OPTIONS   As in kbg_figures_json(); or @p table is unknown, or needs a view.
 * @retval KBG_ERR_ICU_DATA  As in kbg_figures_json().
 * @retval KBG_ERR_WRITE     @p write refused bytes.
 *
 * @par Threads   Safe from any thread; tells what was counted when the call began.
 * @par Lifetime  What @p write gets is valid during that call only.
 * @since 0.1
 */
KBG_API kbg_status kbg_figures_csv(kbg_figures *figures, kbg_figures_table table,
                                   const kbg_figures_report_options *options, kbg_write_fn write, void *user_data,
                                   kbg_error **error);

/**
 * Let a base count its events (kbg_base_event()) in figures, and keep them in its saved file.
 *
 * @param[in] base     The base, not NULL.
 * @param[in] figures  The figures, to which the base takes a reference; NULL for none.
 *
 * @par Threads  Safe from any thread; events that come in meanwhile are counted in the old ones or in the new ones.
 * @since 0.1
 */
KBG_API void kbg_base_set_figures(kbg_base *base, kbg_figures *figures);

/**
 * The figures in which a base counts its events: those that were set, or those of the file from which it was opened.
 *
 * @param[in] base  The base, not NULL.
 * @return The figures, with a reference for the caller (kbg_figures_unref()); NULL if there are none.
 * @par Threads   Safe from any thread.
 * @par Lifetime  Until given back, whatever happens to @p base.
 * @since 0.1
 */
KBG_API kbg_figures *kbg_base_figures(kbg_base *base);

#ifdef __cplusplus
}
#endif

#endif
