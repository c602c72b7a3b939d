/* SPDX-License-Identifier: MIT */
/**
 * @file preview.h
 * @brief What a load would do, row by row, before it is done.
 */
#ifndef KBGUIDE_PREVIEW_H
#define KBGUIDE_PREVIEW_H

#include <kbguide/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a load of an input would do to a base, immutable. @since 0.1 */
typedef struct kbg_preview kbg_preview;

/**
 * What a row is to the base. A row is a line of JSON Lines, a row of CSV or TSV, or an item of a Markdown document.
 * @since 0.1
 */
typedef enum kbg_row_state {
    KBG_ROW_NEW = 1,      /**< The base has no item with this id. */
    KBG_ROW_CHANGED = 2,  /**< The base has an item with this id and other content. */
    KBG_ROW_EQUAL = 3,    /**< The base, or an earlier row, has the very same item. */
    KBG_ROW_CONFLICT = 4, /**< Several rows have this id, and not all the same content. */
    KBG_ROW_BAD = 5       /**< The row is no item; its error says why. */
} kbg_row_state;

/**
 * Find out what a load of a text would do; the base stays as it is. After that, kbg_base_load() of the same text with
 * the same options, and KBG_LOAD_SKIP_EXISTING or KBG_LOAD_OVERWRITE, does it.
 *
 * @param[in]  base     The base, not NULL.
 * @param[in]  format   Format of the text.
 * @param[in]  text     The text; may be NULL if @p len is 0. Read during the call only.
 * @param[in]  len      Length of @p text in bytes.
 * @param[in]  options  As for kbg_base_load(); how rows are skipped or overwritten makes no difference here.
 * @param[out] preview  Set to the preview, also when rows are bad; to NULL on failure. Free with kbg_preview_free().
 * @param[out] error    NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK            Done.
 * @retval KBG_ERR_NOMEM     Out of memory.
 * @retval KBG_ERR_OPTIONS   As in kbg_base_load().
 * @retval KBG_ERR_ICU_DATA  The ICU that is running has no converter for GB18030.
 *
 * @par Threads   Safe from any thread, also while the base is loaded or searched.
 * @par Lifetime  @p preview stays valid after @p base is freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_preview(kbg_base *base, kbg_format format, const char *text, size_t len,
                                    const kbg_load_options *options, kbg_preview **preview, kbg_error **error);

/**
 * The same for an input that a reader callback delivers.
 *
 * @param[in]  base       The base, not NULL.
 * @param[in]  format     Format of the input.
 * @param[in]  read       The reader, not NULL.
 * @param[in]  user_data  Handed to each call of @p read.
 * @param[in]  options    As in kbg_base_preview().
 * @param[out] preview    As in kbg_base_preview().
 * @param[out] error      As in kbg_base_preview().
 *
 * @retval KBG_OK            Done.
 * @retval KBG_ERR_READ      @p read failed or returned more than was asked for.
 * @retval KBG_ERR_NOMEM     Out of memory.
 * @retval KBG_ERR_OPTIONS   As in kbg_base_load().
 * @retval KBG_ERR_ICU_DATA  The ICU that is running has no converter for GB18030.
 *
 * @par Threads   As kbg_base_preview(); @p read is called from this thread only.
 * @par Lifetime  @p preview stays valid after @p base is freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_preview_from(kbg_base *base, kbg_format format, kbg_read_fn read, void *user_data,
                                         const kbg_load_options *options, kbg_preview **preview, kbg_error **error);

/**
 * How many rows a preview lists: all, but of bad ones no more than KBG_LIMIT_REPORT_ERRORS.
 *
 * @param[in] preview  A preview, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_preview_row_count(const kbg_preview *preview);

/**
 * How many rows are in a state, listed or not.
 *
 * @param[in] preview  A preview, not NULL.
 * @param[in] state    The state.
 * @return The count; 0 for a value that is no state.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_preview_state_count(const kbg_preview *preview, kbg_row_state state);

/**
 * The state of a row, in the order of the input.
 *
 * @param[in] preview  A preview, not NULL.
 * @param[in] index    0 to kbg_preview_row_count() - 1.
 * @return The state; 0 if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_row_state kbg_preview_row_state(const kbg_preview *preview, size_t index);

/**
 * The line of the input in which a row begins.
 *
 * @param[in] preview  A preview, not NULL.
 * @param[in] index    0 to kbg_preview_row_count() - 1.
 * @return The line, counted from 1; 0 if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_preview_row_line(const kbg_preview *preview, size_t index);

/**
 * The item that a row holds, to be shown beside the one that the base has (kbg_view_find()).
 *
 * @param[in] preview  A preview, not NULL.
 * @param[in] index    0 to kbg_preview_row_count() - 1.
 * @return The item, owned by @p preview; NULL for a bad row and if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_item *kbg_preview_row_item(const kbg_preview *preview, size_t index);

/**
 * What is wrong with a bad row.
 *
 * @param[in] preview  A preview, not NULL.
 * @param[in] index    0 to kbg_preview_row_count() - 1.
 * @return The error, owned by @p preview; NULL for a row that is not bad and if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_error *kbg_preview_row_error(const kbg_preview *preview, size_t index);

/**
 * Free a preview.
 *
 * @param[in] preview  A preview, or NULL (nothing happens then).
 * @par Threads  Safe from any thread; nobody may use @p preview any more.
 * @since 0.1
 */
KBG_API void kbg_preview_free(kbg_preview *preview);

#ifdef __cplusplus
}
#endif

#endif
