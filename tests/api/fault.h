/* SPDX-License-Identifier: MIT */
/* Calls to the system that go wrong on order. The library fault stands before the C library (LD_PRELOAD) and counts the
 * calls by which files are made: open, mkstemp, write, fchmod, lseek, fsync, close, rename, unlink. */
#ifndef KBG_TESTS_API_FAULT_H
#define KBG_TESTS_API_FAULT_H

#include <stdbool.h>

typedef enum fault_mode {
    FAULT_EXIT_BEFORE, /* the process ends instead of the call */
    FAULT_EXIT_AFTER,  /* … when the call is done */
    FAULT_EXIT_HALF,   /* … when half of the bytes of a write are written; at other calls nothing happens */
    FAULT_SHORT,       /* the call, and each write behind it, writes only half; other calls are made as they are */
    FAULT_FULL,        /* the medium is full: a write gets half of its bytes out, all writes behind it fail with ENOSPC */
    FAULT_ENOSPC,      /* the call fails */
    FAULT_EIO,
    FAULT_MODES
} fault_mode;

enum { FAULT_EXIT_CODE = 77 };

/* What goes wrong at the n-th call from now on, from 1; 0 = nothing. Found with dlsym(). */
typedef void (*fault_plan_fn)(unsigned n, fault_mode mode);
void fault_plan(unsigned n, fault_mode mode);

/* Whether the plan has come to its call, and changed something there. */
typedef bool (*fault_met_fn)(void);
bool fault_met(void);

#endif
