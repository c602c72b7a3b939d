/* SPDX-License-Identifier: MIT */
/**
 * @file version.h
 * @brief Which library this is.
 */
#ifndef KBGUIDE_VERSION_H
#define KBGUIDE_VERSION_H

#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Version of the header, to compare with kbg_version(). @since 0.1 */
#define KBG_VERSION "0.1.0"

/**
 * The version of the library that is running, such as `0.1.0`.
 *
 * @return A static string, never NULL.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_version(void);

/**
 * The versions of everything that takes part in a result: this library, ICU, Unicode, PCRE2,
 * cmark and jansson, as they run, in the form `libkbguide 0.1.0; ICU 72.1; Unicode 15.0; …`.
 *
 * @param[out] buffer  Receives the text with a NUL behind it, cut at a byte if it does not fit. May be
 *                     NULL if @p size is 0.
 * @param[in]  size    Size of @p buffer in bytes; 256 is enough.
 * @return The length in bytes of the whole text without its NUL.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_version_details(char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
