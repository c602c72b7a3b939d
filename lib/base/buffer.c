/* SPDX-License-Identifier: MIT */
#include "base/buffer.h"

#include "base/utf8.h"

#include <string.h>

void kbg__buffer_init(kbg__buffer *buffer, const kbg_allocator *memory)
{
    *buffer = (kbg__buffer){ .memory = memory };
}

void kbg__buffer_free(kbg__buffer *buffer)
{
    kbg__free(buffer->memory, buffer->data);
    kbg__buffer_init(buffer, buffer->memory);
}

void kbg__buffer_clear(kbg__buffer *buffer)
{
    buffer->len = 0;
    buffer->failed = false;
}

char *kbg__buffer_reserve(kbg__buffer *buffer, size_t len)
{
    if (buffer->failed || len > SIZE_MAX - buffer->len ||
        kbg__grow(buffer->memory, (void **)&buffer->data, &buffer->capacity, buffer->len + len, 1) != KBG_OK) {
        buffer->failed = true;
        return NULL;
    }
    return buffer->data + buffer->len;
}

void kbg__buffer_add(kbg__buffer *buffer, const char *data, size_t len)
{
    if (len == 0)
        return;
    char *place = kbg__buffer_reserve(buffer, len);
    if (!place)
        return;
    memcpy(place, data, len);
    buffer->len += len;
}

void kbg__buffer_add_cstr(kbg__buffer *buffer, const char *text)
{
    kbg__buffer_add(buffer, text, strlen(text));
}

void kbg__buffer_add_code_point(kbg__buffer *buffer, uint32_t code_point)
{
    char *place = kbg__buffer_reserve(buffer, 4);
    if (place)
        buffer->len += kbg__utf8_put(place, code_point);
}

kbg_status kbg__buffer_status(const kbg__buffer *buffer)
{
    return buffer->failed ? KBG_ERR_NOMEM : KBG_OK;
}
