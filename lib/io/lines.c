/* SPDX-License-Identifier: MIT */
#include "io/lines.h"

#include <string.h>

enum { PIECE = 1 << 16 };

void kbg__lines_init(kbg__lines *lines, const kbg_allocator *memory, kbg_read_fn read, void *user_data, size_t most)
{
    *lines = (kbg__lines){ .read = read, .user_data = user_data, .most = most };
    kbg__buffer_init(&lines->buffer, memory);
}

void kbg__lines_free(kbg__lines *lines)
{
    kbg__buffer_free(&lines->buffer);
}

/* Reads one more piece behind what the buffer holds from `next` on. */
static kbg_status fill(kbg__lines *lines)
{
    kbg__buffer *buffer = &lines->buffer;
    if (lines->next > 0) {
        buffer->len -= lines->next;
        memmove(buffer->data, buffer->data + lines->next, buffer->len);
        lines->next = 0;
    }
    char *place = kbg__buffer_reserve(buffer, PIECE);
    if (!place)
        return KBG_ERR_NOMEM;
    size_t got = lines->read(place, PIECE, lines->user_data);
    if (got > PIECE)
        return KBG_ERR_READ;
    lines->at_end = got == 0;
    buffer->len += got;
    lines->read_to += got;
    return KBG_OK;
}

static bool has_mark(const char *text, size_t len)
{
    return len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
}

kbg_status kbg__lines_next(kbg__lines *lines)
{
    kbg__buffer *buffer = &lines->buffer;
    size_t seen = 0; /* bytes of this line that hold no line break */
    bool too_long = false;
    const char *end = NULL;
    uint64_t offset = lines->read_to - (buffer->len - lines->next);
    lines->text = NULL;
    lines->len = 0;
    for (;;) {
        size_t there = buffer->len - lines->next;
        end = there > seen ? memchr(buffer->data + lines->next + seen, '\n', there - seen) : NULL;
        if (end || lines->at_end)
            break;
        seen = there;
        if (seen > lines->most + 4) { /* longer even without a byte order mark and CR: drop it, look for the end */
            if (!too_long && lines->line == 0 && has_mark(buffer->data + lines->next, seen))
                offset += 3;
            too_long = true;
            lines->next = buffer->len;
            seen = 0;
        }
        kbg_status status = fill(lines);
        if (status != KBG_OK)
            return status;
    }
    const char *start = buffer->data ? buffer->data + lines->next : "";
    size_t len = end ? (size_t)(end - start) : buffer->len - lines->next;
    if (!end && len == 0 && !too_long)
        return KBG_OK;
    lines->next += len + (end != NULL);
    lines->line++;
    lines->offset = offset;
    if (len && start[len - 1] == '\r')
        len--;
    if (lines->line == 1 && !too_long && has_mark(start, len)) {
        start += 3;
        len -= 3;
        lines->offset += 3;
    }
    if (too_long || len > lines->most)
        return KBG_ERR_LIMIT;
    lines->text = start;
    lines->len = len;
    return KBG_OK;
}

size_t kbg__lines_read_text(char *buffer, size_t size, void *user_data)
{
    kbg_text *rest = user_data;
    size_t len = rest->len < size ? rest->len : size;
    if (len == 0)
        return 0;
    memcpy(buffer, rest->data, len);
    rest->data += len;
    rest->len -= len;
    return len;
}
