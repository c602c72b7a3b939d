/* SPDX-License-Identifier: MIT */
/* Option structs that begin with their own size, so that they can grow. */
#ifndef KBG_BASE_SIZED_H
#define KBG_BASE_SIZED_H

#include <kbguide/status.h>

/* Copies a caller's struct into ours of known_size bytes. The caller's may be older and shorter (the rest reads as
 * zeros) or newer and longer (then the bytes that we do not know must be 0). minimum is the size in release 0.1.
 * given == NULL leaves *out as it is, which holds the defaults. Returns KBG_ERR_OPTIONS if the size is impossible. */
kbg_status kbg__sized_copy(void *out, size_t known_size, size_t minimum, const void *given);

#endif
