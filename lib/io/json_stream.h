/* SPDX-License-Identifier: MIT */
/* Writes one JSON text piece by piece to a writer callback, without holding it. Failures stick; who writes asks once at
 * the end. */
#ifndef KBG_IO_JSON_STREAM_H
#define KBG_IO_JSON_STREAM_H

#include "base/buffer.h"

#include <kbguide/base.h>

typedef struct kbg__json_stream {
    kbg__buffer buffer;
    kbg_write_fn write;
    void *user_data;
    kbg_status status;
    bool wants_comma; /* a value stands before in the same object or array */
} kbg__json_stream;

void kbg__json_stream_init(kbg__json_stream *stream, const kbg_allocator *memory, kbg_write_fn write, void *user_data);

/* Writes what is left and frees the buffer. */
kbg_status kbg__json_stream_finish(kbg__json_stream *stream);

/* Opens an object or array ('{', '['), or closes it ('}', ']'). */
void kbg__json_open(kbg__json_stream *stream, char bracket);
void kbg__json_close(kbg__json_stream *stream, char bracket);

/* The key of the next value: plain ASCII that needs no escape. */
void kbg__json_key(kbg__json_stream *stream, const char *key);

/* Values. A text is well-formed UTF-8. A literal is written as it is: a number, true, null. */
void kbg__json_text(kbg__json_stream *stream, kbg_text text);
void kbg__json_literal(kbg__json_stream *stream, const char *literal);

#endif
