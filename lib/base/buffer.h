/* SPDX-License-Identifier: MIT */
/* A growing run of bytes. A failed allocation sticks: the writer goes on, and asks once at the end. */
#ifndef KBG_BASE_BUFFER_H
#define KBG_BASE_BUFFER_H

#include "base/memory.h"

typedef struct kbg__buffer {
    const kbg_allocator *memory;
    char *data;
    size_t len;
    size_t capacity;
    bool failed;
} kbg__buffer;

void kbg__buffer_init(kbg__buffer *buffer, const kbg_allocator *memory);
void kbg__buffer_free(kbg__buffer *buffer);

/* Empties the buffer and forgets a failure; keeps the memory. */
void kbg__buffer_clear(kbg__buffer *buffer);

/* Makes room for len more bytes and returns where they go (len is not moved), or NULL on failure. */
char *kbg__buffer_reserve(kbg__buffer *buffer, size_t len);

void kbg__buffer_add(kbg__buffer *buffer, const char *data, size_t len);
void kbg__buffer_add_cstr(kbg__buffer *buffer, const char *text);
static inline void kbg__buffer_add_byte(kbg__buffer *buffer, char byte)
{
    if (buffer->len < buffer->capacity && !buffer->failed)
        buffer->data[buffer->len++] = byte;
    else
        kbg__buffer_add(buffer, &byte, 1);
}

void kbg__buffer_add_code_point(kbg__buffer *buffer, uint32_t code_point);

/* KBG_ERR_NOMEM if any call since the last clear failed. */
kbg_status kbg__buffer_status(const kbg__buffer *buffer);

#endif
