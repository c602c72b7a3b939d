/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "live/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The error by number: strerror() follows the locale. */
static kbg_status failed(kbg__problem *problem, kbg_status status, const char *what, const char *path, int error)
{
    const char *why = error == ENOENT    ? ": there is no such file or folder"
                      : error == EACCES  ? ": permission denied"
                      : error == ENOSPC  ? ": the medium is full"
                      : error == EISDIR  ? ": it is a folder"
                      : error == ENOTDIR ? ": a part of the path is no folder"
                                         : "";
    return kbg__problem_set(problem, status, "cannot %s \"%s\" (errno %d)%s", what, path, error, why);
}

static int open_file(const char *path, int flags, mode_t mode)
{
    int descriptor;
    do
        descriptor = open(path, flags | O_CLOEXEC, mode);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

kbg_status kbg__file_map(const kbg_allocator *memory, const char *path, kbg__mapping **mapping, kbg__problem *problem)
{
    struct stat about;
    kbg_status status = KBG_OK;
    void *data = MAP_FAILED;
    kbg__mapping *made = kbg__calloc(memory, 1, sizeof(*made));
    *mapping = NULL;
    if (!made)
        return KBG_ERR_NOMEM;
    int descriptor = open_file(path, O_RDONLY, 0);
    if (descriptor < 0)
        status = failed(problem, KBG_ERR_READ, "open", path, errno);
    else if (fstat(descriptor, &about) != 0)
        status = failed(problem, KBG_ERR_READ, "look at", path, errno);
    else if (!S_ISREG(about.st_mode))
        status = failed(problem, KBG_ERR_READ, "open", path, S_ISDIR(about.st_mode) ? EISDIR : EINVAL);
    else if (about.st_size > 0) {
        data = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED, descriptor, 0);
        if (data == MAP_FAILED)
            status = failed(problem, KBG_ERR_READ, "map", path, errno);
    }
    if (descriptor >= 0)
        (void)close(descriptor);
    if (status != KBG_OK) {
        kbg__free(memory, made);
        return status;
    }
    made->memory = *memory;
    atomic_init(&made->references, 1);
    made->data = data == MAP_FAILED ? NULL : data;
    made->len = data == MAP_FAILED ? 0 : (size_t)about.st_size;
    *mapping = made;
    return KBG_OK;
}

kbg__mapping *kbg__mapping_ref(kbg__mapping *mapping)
{
    atomic_fetch_add_explicit(&mapping->references, 1, memory_order_relaxed);
    return mapping;
}

void kbg__mapping_unref(kbg__mapping *mapping)
{
    if (!mapping || atomic_fetch_sub_explicit(&mapping->references, 1, memory_order_acq_rel) != 1)
        return;
    kbg_allocator memory = mapping->memory;
    union { /* munmap() takes no pointer to const */
        const char *from;
        void *to;
    } data = { mapping->data };
    if (data.to)
        (void)munmap(data.to, mapping->len);
    kbg__free(&memory, mapping);
}

/* Opens the folder of the file, to be synced in the end. */
static kbg_status open_folder(kbg__new_file *file)
{
    const char *path = file->path, *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    char *folder = kbg__malloc(file->memory, len + 2);
    if (!folder)
        return KBG_ERR_NOMEM;
    memcpy(folder, path, len);
    memcpy(folder + len, slash ? (len ? "" : "/") : ".", slash && len ? 1 : 2);
    file->folder = open_file(folder, O_RDONLY | O_DIRECTORY, 0);
    if (file->folder < 0)
        file->error = errno;
    kbg__free(file->memory, folder);
    return KBG_OK;
}

kbg_status kbg__new_file_begin(kbg__new_file *file, const kbg_allocator *memory, const char *path,
                               kbg__problem *problem)
{
    static const char suffix[] = ".XXXXXX";
    struct stat about;
    size_t len = strlen(path);
    *file = (kbg__new_file){ .memory = memory, .path = path, .descriptor = -1, .folder = -1 };
    file->own_path = kbg__malloc(memory, len + sizeof(suffix));
    /* The folder is opened now: once the new file is in its place, nothing may fail but the medium. */
    if (!file->own_path || open_folder(file) != KBG_OK) {
        kbg__free(memory, file->own_path);
        return KBG_ERR_NOMEM;
    }
    memcpy(file->own_path, path, len);
    memcpy(file->own_path + len, suffix, sizeof(suffix));
    file->descriptor = mkstemp(file->own_path);
    if (file->descriptor < 0) {
        kbg_status status = failed(problem, KBG_ERR_WRITE, "create a file beside", path, errno);
        if (file->folder >= 0)
            (void)close(file->folder);
        kbg__free(memory, file->own_path);
        return status;
    }
    /* mkstemp() lets nobody else read; the one that is replaced says who may, else all that may read others here. */
    mode_t mode = stat(path, &about) == 0 ? about.st_mode & 0777 : 0644;
    if (fchmod(file->descriptor, mode) != 0)
        file->error = errno;
    return KBG_OK;
}

bool kbg__new_file_write(const void *data, size_t len, void *user_data)
{
    kbg__new_file *file = user_data;
    for (const char *at = data; len > 0 && !file->error;) {
        ssize_t written = write(file->descriptor, at, len);
        if (written < 0 && errno != EINTR)
            file->error = errno;
        if (written > 0) {
            at += written;
            len -= (size_t)written;
        }
    }
    return !file->error;
}

bool kbg__new_file_write_first(kbg__new_file *file, const void *data, size_t len)
{
    if (!file->error && lseek(file->descriptor, 0, SEEK_SET) != 0)
        file->error = errno;
    return kbg__new_file_write(data, len, file);
}

kbg_status kbg__new_file_end(kbg__new_file *file, bool wanted, kbg__problem *problem)
{
    bool in_place = false;
    if (wanted && !file->error && fsync(file->descriptor) != 0)
        file->error = errno;
    if (close(file->descriptor) != 0 && !file->error && errno != EINTR)
        file->error = errno;
    if (wanted && !file->error) {
        in_place = rename(file->own_path, file->path) == 0;
        if (!in_place || (fsync(file->folder) != 0 && errno != EINVAL)) /* some file systems know no such thing */
            file->error = errno;
    }
    if (file->folder >= 0)
        (void)close(file->folder);
    if (!in_place)
        (void)unlink(file->own_path);
    kbg__free(file->memory, file->own_path);
    if (!wanted || !file->error)
        return KBG_OK;
    return failed(problem, KBG_ERR_WRITE, in_place ? "sync the folder of" : "write", file->path, file->error);
}
