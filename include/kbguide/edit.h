/* SPDX-License-Identifier: MIT */
/**
 * @file edit.h
 * @brief Changing a base while it serves: batches of edits, revisions, compaction, and what changed since.
 *
 * A batch is filled without anybody noticing and committed at once: searches see all of it or nothing, and none waits. A
 * commit costs by the size of the batch, not by that of the base. For that the items of a base are indexed in several
 * segments; commits merge small ones, and kbg_base_compact(), which the host calls from time to time on a thread of its
 * choice, merges the large ones. What is found does not depend on how items are spread over segments.
 */
#ifndef KBGUIDE_EDIT_H
#define KBGUIDE_EDIT_H

#include <kbguide/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A batch of edits that is being filled, for one thread at a time. @since 0.1 */
typedef struct kbg_edit kbg_edit;

/** What changed in a base since a revision, immutable. @since 0.1 */
typedef struct kbg_changes kbg_changes;

/** As an expected revision: any will do, and so will no item. @since 0.1 */
#define KBG_ANY_REVISION UINT64_MAX

/**
 * Begin a batch. Any number of them can be filled at the same time.
 *
 * @param[in]  base   The base to change, not NULL; the batch takes a reference of its own.
 * @param[out] edit   Set to the batch; to NULL on failure. Free with kbg_edit_free(), committed or not.
 * @param[out] error  NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done.
 * @retval KBG_ERR_NOMEM  Out of memory.
 *
 * @par Threads   Safe from any thread; the batch itself serves one thread at a time.
 * @par Lifetime  Until freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_edit_begin(kbg_base *base, kbg_edit **edit, kbg_error **error);

/**
 * Put an item: add it, or let it take the place of the one with its id. Of several edits of one id in a batch the last one
 * counts.
 *
 * @param[in]  edit      The batch, not NULL.
 * @param[in]  item      The item, of any base, view or hits; copied. Not NULL.
 * @param[in]  expected  The revision that the base's item must have when the batch is committed
 *                       (kbg_view_item_revision()), 0 if there must be none, or KBG_ANY_REVISION.
 * @param[out] error     NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done.
 * @retval KBG_ERR_NOMEM  Out of memory; the batch is as before.
 * @retval KBG_ERR_LIMIT  The batch has 4,294,967,294 items.
 *
 * @par Threads   One thread at a time for each batch.
 * @since 0.1
 */
KBG_API kbg_status kbg_edit_put(kbg_edit *edit, const kbg_item *item, uint64_t expected, kbg_error **error);

/**
 * Put an item that is written as a JSON object, as on a line of JSON Lines (doc/format.md).
 *
 * @param[in]  edit      The batch, not NULL.
 * @param[in]  json      The object in UTF-8; may be NULL if @p len is 0.
 * @param[in]  len       Length of @p json in bytes.
 * @param[in]  expected  As in kbg_edit_put().
 * @param[out] error     NULL, or set on failure only, with the place in @p json. Free with kbg_error_free().
 *
 * @retval KBG_OK            Done.
 * @retval KBG_ERR_NOMEM     Out of memory; the batch is as before, as on all failures.
 * @retval KBG_ERR_UTF8      @p json is not well-formed UTF-8.
 * @retval KBG_ERR_SYNTAX    @p json is not one JSON object.
 * @retval KBG_ERR_TYPE      A field has a value of the wrong type.
 * @retval KBG_ERR_VALUE     A field has a value that is not allowed, or is missing.
 * @retval KBG_ERR_TEMPLATE  A variable in a body is written wrongly, or unknown.
 * @retval KBG_ERR_LIMIT     Something is over a limit of the base.
 *
 * @par Threads   One thread at a time for each batch.
 * @since 0.1
 */
KBG_API kbg_status kbg_edit_put_json(kbg_edit *edit, const char *json, size_t len, uint64_t expected,
                                     kbg_error **error);

/**
 * Remove the item with an id. One that is not there is no failure, unless a revision is expected.
 *
 * @param[in]  edit      The batch, not NULL.
 * @param[in]  id        The id; may be NULL if @p len is 0.
 * @param[in]  len       Length of @p id in bytes.
 * @param[in]  expected  As in kbg_edit_put().
 * @param[out] error     NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done.
 * @retval KBG_ERR_NOMEM  Out of memory; the batch is as before.
 * @retval KBG_ERR_LIMIT  The id is longer than KBG_LIMIT_ID_BYTES.
 *
 * @par Threads   One thread at a time for each batch.
 * @since 0.1
 */
KBG_API kbg_status kbg_edit_remove(kbg_edit *edit, const char *id, size_t len, uint64_t expected, kbg_error **error);

/**
 * Publish all edits of a batch at once, as the next revision of the base. Afterwards the batch is empty and can be filled
 * again; on failure neither base nor batch has changed. A batch that changes nothing (puts of what is there already,
 * removals of what is not) publishes nothing.
 *
 * @param[in]  edit      The batch, not NULL.
 * @param[out] revision  NULL, or set to the revision of the base after the commit; on failure, before it.
 * @param[out] error     NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK            Done.
 * @retval KBG_ERR_CONFLICT  An item does not have the revision that was expected: somebody was faster.
 * @retval KBG_ERR_BUSY      Another thread commits or loads at this moment: call again.
 * @retval KBG_ERR_LIMIT     There would be more items than KBG_LIMIT_ITEMS.
 * @retval KBG_ERR_NOMEM     Out of memory.
 * @retval KBG_ERR_PATTERN   The emoticon pattern ran into its limits on a text.
 * @retval KBG_ERR_FILE      The base was opened from a forged file, in which two items have one id.
 *
 * @par Threads   One thread at a time for each batch; searches and other batches go on.
 * @since 0.1
 */
KBG_API kbg_status kbg_edit_commit(kbg_edit *edit, uint64_t *revision, kbg_error **error);

/**
 * How many ids a batch changes.
 *
 * @param[in] edit  A batch, not NULL.
 * @return The number.
 * @par Threads  One thread at a time for each batch.
 * @since 0.1
 */
KBG_API size_t kbg_edit_count(const kbg_edit *edit);

/**
 * Free a batch; what was not committed is forgotten.
 *
 * @param[in] edit  A batch, or NULL (nothing happens then).
 * @par Threads  Safe from any thread; nobody may use @p edit any more.
 * @since 0.1
 */
KBG_API void kbg_edit_free(kbg_edit *edit);

/**
 * Merge segments that have become worth it, so that searches stay fast and the memory of replaced items is given back.
 * Takes as long as it takes to copy the items concerned; a base whose large part has not changed much is not copied as a
 * whole. Call it from time to time where it does not disturb, such as every 1,000 commits or every minute on a thread of
 * its own. Without it nothing is wrong; searches slow down as segments become many.
 *
 * @param[in]  base   The base, not NULL.
 * @param[out] error  NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done, or there was nothing to do.
 * @retval KBG_ERR_BUSY   Another thread compacts this base, or commits or loads at this moment: call again.
 * @retval KBG_ERR_NOMEM  Out of memory; the base is as before.
 * @retval KBG_ERR_FILE   As in kbg_edit_commit().
 *
 * @par Threads   Safe from any thread. Searches and commits go on.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_compact(kbg_base *base, kbg_error **error);

/**
 * How many segments the items of a view are in.
 *
 * @param[in] view  A view, not NULL.
 * @return The number; 0 if it has no items.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_view_segment_count(const kbg_view *view);

/**
 * List what changed in a base since a revision: what was put, as it is now, and which ids were removed. Applied to
 * another base that had the content of that revision, it gives that of now.
 *
 * @param[in]  base      The base, not NULL.
 * @param[in]  since     A revision of the base (kbg_view_revision(), kbg_edit_commit()); 0 = from the beginning.
 * @param[out] changes   Set to the list; to NULL on failure. Free with kbg_changes_free().
 * @param[out] error     NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Also when nothing changed.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_TOO_OLD  Not all that was removed since is remembered (KBG_LIMIT_REMOVED): take a dump or a view.
 * @retval KBG_ERR_VALUE    The base has not come to this revision yet.
 *
 * @par Threads   Safe from any thread.
 * @par Lifetime  @p changes stays valid after @p base is freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_changes(kbg_base *base, uint64_t since, kbg_changes **changes, kbg_error **error);

/**
 * The revision up to which a list goes.
 *
 * @param[in] changes  A list, not NULL.
 * @return The revision of the base when it was made.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_changes_revision(const kbg_changes *changes);

/**
 * How many ids a list has, each once, in the order of their revisions.
 *
 * @param[in] changes  A list, not NULL.
 * @return The number.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_changes_count(const kbg_changes *changes);

/**
 * The id of an entry.
 *
 * @param[in]  changes  A list, not NULL.
 * @param[in]  index    0 to kbg_changes_count() - 1.
 * @param[out] len      NULL, or set to the length in bytes; 0 if @p index is out of range.
 * @return The id with a NUL behind it, borrowed from @p changes; NULL if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_changes_id(const kbg_changes *changes, size_t index, size_t *len);

/**
 * The item of an entry as it is now.
 *
 * @param[in] changes  A list, not NULL.
 * @param[in] index    0 to kbg_changes_count() - 1.
 * @return The item, borrowed from @p changes; NULL if it was removed, or if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_item *kbg_changes_item(const kbg_changes *changes, size_t index);

/**
 * The revision at which an entry changed last.
 *
 * @param[in] changes  A list, not NULL.
 * @param[in] index    0 to kbg_changes_count() - 1.
 * @return The revision; 0 if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_changes_at(const kbg_changes *changes, size_t index);

/**
 * Put everything in a list into a batch: its items, and its removals, whatever revision their ids have there.
 *
 * @param[in]  edit     A batch, usually of another base; not NULL.
 * @param[in]  changes  A list, not NULL.
 * @param[out] error    NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done.
 * @retval KBG_ERR_NOMEM  Out of memory; the batch may have some of the entries.
 * @retval KBG_ERR_LIMIT  As in kbg_edit_put() and kbg_edit_remove().
 *
 * @par Threads   One thread at a time for each batch.
 * @since 0.1
 */
KBG_API kbg_status kbg_edit_apply(kbg_edit *edit, const kbg_changes *changes, kbg_error **error);

/**
 * Free a list.
 *
 * @param[in] changes  A list, or NULL (nothing happens then).
 * @par Threads  Safe from any thread; nobody may use @p changes any more.
 * @since 0.1
 */
KBG_API void kbg_changes_free(kbg_changes *changes);

#ifdef __cplusplus
}
#endif

#endif
