/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS /* both open and open64 are wanted, under their own names */
#include "fault.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned calls, wanted;
static fault_mode mode;
static bool met, is_full;

void fault_plan(unsigned n, fault_mode m)
{
    calls = 0;
    wanted = n;
    mode = m;
    met = is_full = false;
}

bool fault_met(void)
{
    return met;
}

/* The function of this name that stands behind this library. */
static void *next(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (!function)
        abort();
    return function;
}

#define NEXT(function, name)                      \
    do {                                          \
        void *found_ = next(name);                \
        memcpy(&function, &found_, sizeof found_); \
    } while (0)

static bool is_now(void)
{
    return wanted && ++calls == wanted;
}

/* Before a call that is no write: true if it must fail. */
static bool fails(bool now)
{
    if (!now)
        return false;
    met = mode != FAULT_EXIT_HALF && mode != FAULT_SHORT && mode != FAULT_FULL;
    if (mode == FAULT_EXIT_BEFORE)
        _exit(FAULT_EXIT_CODE);
    if (mode == FAULT_ENOSPC || mode == FAULT_EIO) {
        errno = mode == FAULT_EIO ? EIO : ENOSPC;
        return true;
    }
    return false;
}

/* After it. */
static void end(bool now)
{
    if (now && mode == FAULT_EXIT_AFTER)
        _exit(FAULT_EXIT_CODE);
}

static int open_by(const char *name, const char *path, int flags, mode_t rights)
{
    int (*function)(const char *, int, ...);
    NEXT(function, name);
    bool now = is_now();
    int result = fails(now) ? -1 : function(path, flags, rights);
    end(now);
    return result;
}

int open(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t rights = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    return open_by("open", path, flags, rights);
}

int open64(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t rights = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    return open_by("open64", path, flags, rights);
}

static int mkstemp_by(const char *name, char *path)
{
    int (*function)(char *);
    NEXT(function, name);
    bool now = is_now();
    int result = fails(now) ? -1 : function(path);
    end(now);
    return result;
}

int mkstemp(char *path)
{
    return mkstemp_by("mkstemp", path);
}

int mkstemp64(char *path)
{
    return mkstemp_by("mkstemp64", path);
}

ssize_t write(int file, const void *data, size_t len)
{
    ssize_t (*function)(int, const void *, size_t);
    NEXT(function, "write");
    bool now = is_now();
    if (is_full) {
        errno = ENOSPC;
        return -1;
    }
    if (now && (mode == FAULT_EXIT_HALF || mode == FAULT_FULL || mode == FAULT_SHORT)) {
        met = true;
        is_full = mode == FAULT_FULL;
        ssize_t result = len > 1 ? function(file, data, len / 2) : function(file, data, len);
        if (mode == FAULT_EXIT_HALF)
            _exit(FAULT_EXIT_CODE);
        return result;
    }
    if (met && mode == FAULT_SHORT && len > 1)
        return function(file, data, len / 2);
    ssize_t result = fails(now) ? -1 : function(file, data, len);
    end(now);
    return result;
}

int fchmod(int file, mode_t rights)
{
    int (*function)(int, mode_t);
    NEXT(function, "fchmod");
    bool now = is_now();
    int result = fails(now) ? -1 : function(file, rights);
    end(now);
    return result;
}

static off64_t lseek_by(const char *name, int file, off64_t offset, int whence)
{
    off64_t (*function)(int, off64_t, int);
    NEXT(function, name);
    bool now = is_now();
    off64_t result = fails(now) ? -1 : function(file, offset, whence);
    end(now);
    return result;
}

off_t lseek(int file, off_t offset, int whence)
{
    return (off_t)lseek_by("lseek64", file, offset, whence);
}

off64_t lseek64(int file, off64_t offset, int whence)
{
    return lseek_by("lseek64", file, offset, whence);
}

int fsync(int file)
{
    int (*function)(int);
    NEXT(function, "fsync");
    bool now = is_now();
    int result = fails(now) ? -1 : function(file);
    end(now);
    return result;
}

/* One that fails has closed nevertheless, as on Linux. */
int close(int file)
{
    int (*function)(int);
    NEXT(function, "close");
    bool now = is_now(), failing = fails(now);
    int error = errno, result = function(file);
    if (failing) {
        errno = error;
        result = -1;
    }
    end(now);
    return result;
}

int rename(const char *from, const char *to)
{
    int (*function)(const char *, const char *);
    NEXT(function, "rename");
    bool now = is_now();
    int result = fails(now) ? -1 : function(from, to);
    end(now);
    return result;
}

int unlink(const char *path)
{
    int (*function)(const char *);
    NEXT(function, "unlink");
    bool now = is_now();
    int result = fails(now) ? -1 : function(path);
    end(now);
    return result;
}
