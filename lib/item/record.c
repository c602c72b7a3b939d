/* SPDX-License-Identifier: MIT */
#include "item/record.h"

#include <string.h>

/* Bytes of a field beside its value, at most: tag, length, NUL. */
enum { FRAME_MOST = 1 + 10 + 1 };

void kbg__record_text(kbg__buffer *out, kbg__tag tag, const char *text, size_t len)
{
    char *place = kbg__buffer_reserve(out, len < SIZE_MAX - FRAME_MOST ? len + FRAME_MOST : len);
    size_t rest = len;
    if (!place)
        return;
    *place++ = (char)tag;
    do {
        *place++ = (char)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
        rest >>= 7;
    } while (rest);
    if (len)
        memcpy(place, text, len);
    place[len] = '\0';
    out->len = (size_t)(place + len + 1 - out->data);
}

void kbg__record_number(kbg__buffer *out, kbg__tag tag, int64_t number)
{
    char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)((uint64_t)number >> (8 * i) & 0xFF);
    kbg__record_text(out, tag, bytes, sizeof(bytes));
}

kbg__field kbg__record_field(const char *at)
{
    kbg__field field = { .tag = (kbg__tag)(unsigned char)at[0], .at = at };
    const unsigned char *s = (const unsigned char *)at + 1;
    int shift = 0;
    do {
        field.len |= (size_t)(*s & 0x7Fu) << shift;
        shift += 7;
    } while (*s++ & 0x80u);
    field.value = (const char *)s;
    field.next = field.value + field.len + 1;
    return field;
}

int64_t kbg__record_value_number(kbg__field field)
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number |= (uint64_t)(unsigned char)field.value[i] << (8 * i);
    return (int64_t)number;
}

bool kbg__record_equal(const char *left, const char *right)
{
    kbg__field a = kbg__record_field(left), b = kbg__record_field(right);
    return a.tag == b.tag && a.len == b.len && memcmp(a.value, b.value, a.len) == 0;
}

kbg__field kbg__record_child(const char *parent, kbg__tag tag, size_t n)
{
    kbg__field whole = kbg__record_field(parent);
    for (const char *at = whole.value; at < whole.value + whole.len;) {
        kbg__field field = kbg__record_field(at);
        if (field.tag == tag && n-- == 0)
            return field;
        at = field.next;
    }
    return (kbg__field){ .tag = KBG__TAG_END };
}

size_t kbg__record_count(const char *parent, kbg__tag tag)
{
    size_t count = 0;
    kbg__field whole = kbg__record_field(parent);
    for (const char *at = whole.value; at < whole.value + whole.len;) {
        kbg__field field = kbg__record_field(at);
        count += field.tag == tag;
        at = field.next;
    }
    return count;
}

const char *kbg__record_child_text(const char *parent, kbg__tag tag, size_t n, const char *otherwise, size_t *len)
{
    kbg__field field = kbg__record_child(parent, tag, n);
    bool there = field.tag != KBG__TAG_END;
    if (len)
        *len = there ? field.len : otherwise ? strlen(otherwise) : 0;
    return there ? field.value : otherwise;
}

int64_t kbg__record_child_number(const char *parent, kbg__tag tag, int64_t otherwise)
{
    kbg__field field = kbg__record_child(parent, tag, 0);
    return field.tag == KBG__TAG_END ? otherwise : kbg__record_value_number(field);
}

int kbg__record_compare_ids(const char *left, const char *right)
{
    size_t left_len, right_len;
    const char *a = kbg__record_child_text(left, KBG__TAG_ID, 0, "", &left_len);
    const char *b = kbg__record_child_text(right, KBG__TAG_ID, 0, "", &right_len);
    int order = memcmp(a, b, left_len < right_len ? left_len : right_len);
    return order ? order : (left_len > right_len) - (left_len < right_len);
}
