/* SPDX-License-Identifier: MIT */
/* An input taken line by line from a reader callback; at most one line is held. */
#ifndef KBG_IO_LINES_H
#define KBG_IO_LINES_H

#include "base/buffer.h"

#include <kbguide/base.h>

typedef struct kbg__lines {
    kbg_read_fn read;
    void *user_data;
    kbg__buffer buffer;
    size_t next;      /* where the next line begins in the buffer */
    size_t most;      /* longest line in bytes */
    uint64_t read_to; /* bytes of the input before the buffer's end */
    bool at_end;
    /* the line that was taken last, without its line break */
    const char *text;
    size_t len;
    uint64_t line;   /* its number, from 1 */
    uint64_t offset; /* where it begins in the input */
} kbg__lines;

void kbg__lines_init(kbg__lines *lines, const kbg_allocator *memory, kbg_read_fn read, void *user_data, size_t most);
void kbg__lines_free(kbg__lines *lines);

/* Takes the next line. KBG_OK with text == NULL at the end of the input; KBG_ERR_LIMIT for a line that is too long
 * (it is passed over, the next call goes on behind it); KBG_ERR_READ; KBG_ERR_NOMEM. A line ends with LF or CR LF; a
 * byte order mark at the very beginning is passed over. */
kbg_status kbg__lines_next(kbg__lines *lines);

/* A reader over a text in memory; user_data is a kbg_text, which is used up. */
size_t kbg__lines_read_text(char *buffer, size_t size, void *user_data);

#endif
