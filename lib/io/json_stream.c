/* SPDX-License-Identifier: MIT */
#include "io/json_stream.h"

#include <jansson.h>

enum { PIECE = 1 << 16 };

void kbg__json_stream_init(kbg__json_stream *stream, const kbg_allocator *memory, kbg_write_fn write, void *user_data)
{
    *stream = (kbg__json_stream){ .write = write, .user_data = user_data };
    kbg__buffer_init(&stream->buffer, memory);
}

static void hand_on(kbg__json_stream *stream)
{
    kbg__buffer *buffer = &stream->buffer;
    if (stream->status == KBG_OK)
        stream->status = kbg__buffer_status(buffer);
    if (stream->status == KBG_OK && buffer->len && !stream->write(buffer->data, buffer->len, stream->user_data))
        stream->status = KBG_ERR_WRITE;
    kbg__buffer_clear(buffer);
}

kbg_status kbg__json_stream_finish(kbg__json_stream *stream)
{
    hand_on(stream);
    kbg__buffer_free(&stream->buffer);
    return stream->status;
}

/* What stands before a value or key. */
static void begin(kbg__json_stream *stream)
{
    if (stream->wants_comma)
        kbg__buffer_add_byte(&stream->buffer, ',');
    stream->wants_comma = true;
    if (stream->buffer.len > PIECE || stream->buffer.failed)
        hand_on(stream);
}

void kbg__json_open(kbg__json_stream *stream, char bracket)
{
    begin(stream);
    kbg__buffer_add_byte(&stream->buffer, bracket);
    stream->wants_comma = false;
}

void kbg__json_close(kbg__json_stream *stream, char bracket)
{
    kbg__buffer_add_byte(&stream->buffer, bracket);
    stream->wants_comma = true;
}

void kbg__json_key(kbg__json_stream *stream, const char *key)
{
    begin(stream);
    kbg__buffer_add_byte(&stream->buffer, '"');
    kbg__buffer_add_cstr(&stream->buffer, key);
    kbg__buffer_add_cstr(&stream->buffer, "\":");
    stream->wants_comma = false;
}

static int append(const char *data, size_t len, void *out)
{
    kbg__buffer_add(out, data, len);
    return kbg__buffer_status(out) == KBG_OK ? 0 : -1;
}

void kbg__json_text(kbg__json_stream *stream, kbg_text text)
{
    begin(stream);
    json_t *value = json_stringn_nocheck(text.len ? text.data : "", text.len);
    if (!value || json_dump_callback(value, append, &stream->buffer, JSON_ENCODE_ANY) != 0)
        stream->buffer.failed = true;
    json_decref(value);
}

void kbg__json_literal(kbg__json_stream *stream, const char *literal)
{
    begin(stream);
    kbg__buffer_add_cstr(&stream->buffer, literal);
}
