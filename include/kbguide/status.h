/* SPDX-License-Identifier: MIT */
/**
 * @file status.h
 * @brief Status values, error objects, and what all headers share.
 */
#ifndef KBGUIDE_STATUS_H
#define KBGUIDE_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32) && !defined(KBG_STATIC)
#ifdef KBG_BUILD
#define KBG_API __declspec(dllexport)
#else
#define KBG_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define KBG_API __attribute__((visibility("default")))
#else
/** Marks a function that the shared library exports. */
#define KBG_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What a function reports. Values are fixed for ever: none is renumbered or used again.
 * doc/errors.md explains each one.
 * @since 0.1
 */
typedef enum kbg_status {
    KBG_OK = 0,             /**< Done. */
    KBG_ERR_NOMEM = 1,      /**< Memory could not be had. */
    KBG_ERR_OPTIONS = 2,    /**< An options struct or a setting is not valid. */
    KBG_ERR_LIMIT = 3,      /**< The input is over a documented limit. */
    KBG_ERR_UTF8 = 4,       /**< The input is not well-formed in its charset, UTF-8 or what else it is. */
    KBG_ERR_SYNTAX = 5,     /**< The input does not follow the grammar of its format. */
    KBG_ERR_TYPE = 6,       /**< A field has a value of the wrong type. */
    KBG_ERR_VALUE = 7,      /**< A field has a value that is not allowed, or is missing. */
    KBG_ERR_DUPLICATE = 8,  /**< An item with this id is there already. */
    KBG_ERR_READ = 9,       /**< The reader callback reported a failure. */
    KBG_ERR_WRITE = 10,     /**< The writer callback reported a failure. */
    KBG_ERR_ICU_DATA = 11,  /**< ICU cannot break Chinese text: its dictionary is missing. */
    KBG_ERR_PATTERN = 12,   /**< A regular expression cannot be compiled or ran into its limits. */
    KBG_ERR_BUSY = 13,      /**< Another thread is changing this base. */
    KBG_ERR_NO_ANSWER = 14, /**< The item has no answer for this channel, language and audience. */
    KBG_ERR_TEMPLATE = 15,  /**< A variable in an answer body is written wrongly. */
    KBG_ERR_VARIABLE = 16,  /**< An answer needs variables that the caller did not give. */
    KBG_ERR_LOSS = 17,      /**< The format cannot hold all of an item; only in the report of a dump. */
    KBG_ERR_FORBIDDEN = 18, /**< A rendered text has something that a rule rejects. */
    KBG_ERR_CONFLICT = 19,  /**< An item does not have the revision that is expected. */
    KBG_ERR_TOO_OLD = 20,   /**< Changes since this revision are no longer known. */
    KBG_ERR_FILE = 21       /**< A saved file is damaged, or is none. */
} kbg_status;

/**
 * The name of a status, such as `KBG_ERR_LIMIT`.
 *
 * @param[in] status  Any value.
 * @return A static string, never NULL; `KBG_ERR_UNKNOWN` for a value this version does not know.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_status_name(kbg_status status);

/**
 * One English line that says what a status means.
 *
 * @param[in] status  Any value.
 * @return A static string, never NULL.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_status_text(kbg_status status);

/**
 * A piece of UTF-8 text that somebody else owns; used inside options structs.
 * @p data may be NULL if @p len is 0.
 * @since 0.1
 */
typedef struct kbg_text {
    const char *data; /**< First byte; no NUL is needed behind the last. */
    size_t len;       /**< Length in bytes. */
} kbg_text;

/** Details of a failure: status, message and, for input, the place. @since 0.1 */
typedef struct kbg_error kbg_error;

/**
 * The status of an error; the same value that the failed function returned.
 *
 * @param[in] error  An error, or NULL.
 * @return Its status; KBG_OK for NULL.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_status kbg_error_status(const kbg_error *error);

/**
 * What went wrong, in one English line without a line break, without source and place.
 *
 * @param[in] error  An error, or NULL.
 * @return A string owned by @p error; "" for NULL.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_error_message(const kbg_error *error);

/**
 * The name of the input that the error is about, as the caller gave it to the load.
 *
 * @param[in] error  An error, or NULL.
 * @return A string owned by @p error; "" if the error is not about input or it had no name.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_error_source(const kbg_error *error);

/**
 * The line of the input that the error is about.
 *
 * @param[in] error  An error, or NULL.
 * @return The line, counted from 1; 0 if the error is not about input.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_error_line(const kbg_error *error);

/**
 * The column of the input that the error is about.
 *
 * @param[in] error  An error, or NULL.
 * @return The column in code points, counted from 1; 0 if the error is not about input.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_error_column(const kbg_error *error);

/**
 * The byte offset of the error, counted from 0 at the beginning of the whole input.
 *
 * @param[in] error  An error, or NULL.
 * @return The offset in bytes; 0 if the error is not about input (then the line is 0 too).
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_error_offset(const kbg_error *error);

/**
 * Free an error.
 *
 * @param[in] error  An error, or NULL (nothing happens then).
 * @par Threads  Safe from any thread; nobody may use @p error any more.
 * @since 0.1
 */
KBG_API void kbg_error_free(kbg_error *error);

#ifdef __cplusplus
}
#endif

#endif
