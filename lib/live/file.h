/* SPDX-License-Identifier: MIT */
/* Files: mapped to be read, and written so that the old or the new one is whole whatever happens. POSIX. */
#ifndef KBG_LIVE_FILE_H
#define KBG_LIVE_FILE_H

#include "base/memory.h"
#include "base/problem.h"

#include <stdatomic.h>

/* A file that is mapped, shared by counting references. */
typedef struct kbg__mapping {
    kbg_allocator memory;
    atomic_size_t references;
    const char *data; /* NULL for an empty file */
    size_t len;
} kbg__mapping;

/* Maps a file; one reference. KBG_ERR_READ, with a text. */
kbg_status kbg__file_map(const kbg_allocator *memory, const char *path, kbg__mapping **mapping,
                         kbg__problem *problem);
kbg__mapping *kbg__mapping_ref(kbg__mapping *mapping);
void kbg__mapping_unref(kbg__mapping *mapping); /* NULL is allowed */

/* A file that is being written beside the one whose place it will take. */
typedef struct kbg__new_file {
    const kbg_allocator *memory;
    const char *path;
    char *own_path;
    int descriptor, folder;
    int error; /* errno of the first failure, or 0 */
} kbg__new_file;

/* Creates it. KBG_ERR_WRITE, with a text. */
kbg_status kbg__new_file_begin(kbg__new_file *file, const kbg_allocator *memory, const char *path,
                               kbg__problem *problem);

/* Writes the next bytes; false on failure. Has the form that base/sections.h wants. */
bool kbg__new_file_write(const void *data, size_t len, void *file);

/* Writes bytes at the beginning, over those that are there. */
bool kbg__new_file_write_first(kbg__new_file *file, const void *data, size_t len);

/* Puts it in its place, with all that was written safe on the medium; or, if `wanted` is false or something failed,
 * removes it. */
kbg_status kbg__new_file_end(kbg__new_file *file, bool wanted, kbg__problem *problem);

#endif
