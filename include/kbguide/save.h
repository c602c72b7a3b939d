/* SPDX-License-Identifier: MIT */
/**
 * @file save.h
 * @brief A base as one file that opens at once: saved, mapped, shared between processes.
 */
#ifndef KBGUIDE_SAVE_H
#define KBGUIDE_SAVE_H

#include <kbguide/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Save what a base holds now, its word lists and its index, as one file. The file is written beside the one whose place it
 * takes, and takes it when all of it is on the medium: at any moment, whatever happens to process or machine, the old file
 * or the new one is there, and whole. After a crash a file with six more letters in its name can be left over.
 *
 * Rules (kbg_base_set_rules()) and the settings of kbg_base_options are not in the file.
 *
 * @param[in]  base   The base, not NULL.
 * @param[in]  path   Where to, in the encoding of the system, not NULL. The folder must be there.
 * @param[out] error  NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done.
 * @retval KBG_ERR_WRITE  The file could not be written; the message says why. What was at @p path is there still, unless
 *                        the message says that the folder could not be synced: then the new file is there, and a machine
 *                        that fails now may come back with either.
 * @retval KBG_ERR_NOMEM  Out of memory; a base with several segments (kbg_base_compact()) needs as much as it has once
 *                        more.
 *
 * @par Threads   Safe from any thread, also while the base is searched and changed: the file has what was there when the
 *                call began. Of two threads that save at the same path the last one wins.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_save(kbg_base *base, const char *path, kbg_error **error);

/**
 * Open a saved base. The file is mapped and stays where it is: its pages are read when they are needed and shared by all
 * processes that have it open. Edits go on top, in memory. The file may be replaced by kbg_base_save() or removed at any
 * time, but it must not be written into or cut off.
 *
 * All of the file is checked, so a file from anywhere is safe to open. If it was saved by another version of the library
 * or of ICU, or with other weights or emoticon codes, its items are indexed again, as by a load.
 *
 * @param[in]  options          Settings, or NULL for the defaults; read during the call only.
 * @param[in]  path             The file, in the encoding of the system, not NULL.
 * @param[out] base             Set to the base, with one reference; to NULL on failure.
 * @param[out] is_indexed_anew  NULL, or set to whether the items had to be indexed again; then it is worth saving.
 * @param[out] error            NULL, or set on failure only, with the offset in the file. Free with kbg_error_free().
 *
 * @retval KBG_OK            Done.
 * @retval KBG_ERR_READ      The file could not be opened; the message says why.
 * @retval KBG_ERR_FILE      The file is damaged, or no saved base, or was saved on a machine with other numbers.
 * @retval KBG_ERR_LIMIT     The file has more items than KBG_LIMIT_ITEMS.
 * @retval KBG_ERR_PATTERN   The emoticon pattern of the options is not valid.
 * @retval KBG_ERR_ICU_DATA  The ICU that is running cannot break Chinese text.
 * @retval KBG_ERR_NOMEM     Out of memory.
 *
 * @par Threads   Safe from any thread.
 * @par Lifetime  As of kbg_base_new().
 * @since 0.1
 */
KBG_API kbg_status kbg_base_open(const kbg_base_options *options, const char *path, kbg_base **base,
                                 bool *is_indexed_anew, kbg_error **error);

#ifdef __cplusplus
}
#endif

#endif
