/* SPDX-License-Identifier: MIT */
#include "fuzz_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fuzz_fail(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort();
}

uint8_t fuzz_byte(fuzz_input *input)
{
    if (input->size == 0)
        return 0;
    input->size--;
    return *input->data++;
}

kbg_text fuzz_section(fuzz_input *input)
{
    const uint8_t *end = input->size ? memchr(input->data, 0xFF, input->size) : NULL;
    kbg_text section = { (const char *)input->data, end ? (size_t)(end - input->data) : input->size };
    size_t used = section.len + (end != NULL);
    input->data += used;
    input->size -= used;
    return section;
}

static void *must(void *block)
{
    if (!block) {
        fprintf(stderr, "the fuzz target itself ran out of memory\n");
        exit(2);
    }
    return block;
}

char *fuzz_copy(const void *data, size_t size)
{
    return size ? memcpy(must(malloc(size)), data, size) : NULL;
}

size_t fuzz_read(char *buffer, size_t size, void *source)
{
    fuzz_source *s = source;
    FUZZ_CHECK(size > 0);
    if (s->len == 0 && s->fails)
        return s->piece % 2 ? KBG_READ_FAILED : size + 1;
    size_t len = s->len < s->piece ? s->len : s->piece;
    len = len < size ? len : size;
    if (len == 0)
        return 0;
    memcpy(buffer, s->text, len);
    s->text += len;
    s->len -= len;
    return len;
}

void fuzz_text_add(fuzz_text *text, const char *data, size_t len)
{
    if (len == 0)
        return;
    if (len > text->capacity - text->len) {
        text->capacity = 2 * text->capacity + len;
        text->data = must(realloc(text->data, text->capacity));
    }
    memcpy(text->data + text->len, data, len);
    text->len += len;
}

void fuzz_text_add_cstr(fuzz_text *text, const char *data)
{
    fuzz_text_add(text, data, strlen(data));
}

void fuzz_text_add_json(fuzz_text *text, const char *data, size_t len)
{
    fuzz_text_add_cstr(text, "\"");
    for (size_t at = 0, size; at < len; at += size) {
        char escape[8];
        unsigned char c = (unsigned char)data[at];
        size = fuzz_utf8_size(data + at, len - at);
        if (size == 0 || c == 0) {
            size = 1;
            fuzz_text_add_cstr(text, "?");
        } else if (c < 0x20 || c == '"' || c == '\\') {
            (void)snprintf(escape, sizeof(escape), "\\u%04X", c);
            fuzz_text_add_cstr(text, escape);
        } else {
            fuzz_text_add(text, data + at, size);
        }
    }
    fuzz_text_add_cstr(text, "\"");
}

bool fuzz_text_equal(const fuzz_text *left, const fuzz_text *right)
{
    return left->len == right->len && (left->len == 0 || memcmp(left->data, right->data, left->len) == 0);
}

void fuzz_text_free(fuzz_text *text)
{
    free(text->data);
    *text = (fuzz_text){ 0 };
}

/* Written on its own and not with the library's decoder, which is under test. */
size_t fuzz_utf8_size(const char *data, size_t len)
{
    const unsigned char *s = (const unsigned char *)data;
    size_t size = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;
    if (size > len)
        return 0;
    uint32_t c = s[0];
    for (size_t i = 1; i < size; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        c = (i == 1 ? c & (0x7Fu >> size) : c) << 6 | (s[i] & 0x3Fu);
    }
    bool too_long = (size == 3 && c < 0x800) || (size == 4 && c < 0x10000);
    return too_long || (c >= 0xD800 && c <= 0xDFFF && size == 3) || c > 0x10FFFF ? 0 : size;
}

bool fuzz_is_utf8(const char *data, size_t len)
{
    for (size_t at = 0, size; at < len; at += size) {
        size = fuzz_utf8_size(data + at, len - at);
        if (size == 0)
            return false;
    }
    return true;
}

bool fuzz_is_text(const char *data, size_t len)
{
    return data && data[len] == '\0' && fuzz_is_utf8(data, len);
}

size_t fuzz_count(const char *data, size_t len, const char *wanted)
{
    size_t count = 0, wanted_len = strlen(wanted);
    for (size_t at = 0; at + wanted_len <= len;) {
        bool there = memcmp(data + at, wanted, wanted_len) == 0;
        count += there;
        at += there ? wanted_len : 1;
    }
    return count;
}

/* Stands before each block. */
typedef union header {
    struct {
        size_t size;
        fuzz_memory *memory;
    } is;
    max_align_t align;
} header;

static bool fails(fuzz_memory *memory)
{
    bool now = ++memory->calls == memory->fail_at;
    memory->failed |= now;
    return now;
}

static void count_in(header *h, fuzz_memory *memory, size_t size)
{
    h->is.size = size;
    h->is.memory = memory;
    memory->blocks++;
    memory->bytes += size;
    if (memory->bytes > memory->most_bytes)
        memory->most_bytes = memory->bytes;
}

static header *count_out(void *block, fuzz_memory *memory)
{
    header *h = (header *)block - 1;
    FUZZ_CHECK(h->is.memory == memory);
    FUZZ_CHECK(memory->blocks > 0 && memory->bytes >= h->is.size);
    memory->blocks--;
    memory->bytes -= h->is.size;
    return h;
}

static void *take(size_t size, void *user_data)
{
    FUZZ_CHECK(size > 0);
    if (fails(user_data) || size > SIZE_MAX - sizeof(header))
        return NULL;
    header *h = must(malloc(sizeof(header) + size));
    count_in(h, user_data, size);
    return h + 1;
}

static void give_back(void *block, void *user_data)
{
    FUZZ_CHECK(block != NULL);
    free(count_out(block, user_data));
}

static void *resize(void *block, size_t old_size, size_t size, void *user_data)
{
    FUZZ_CHECK(block != NULL && size > 0);
    FUZZ_CHECK(((header *)block - 1)->is.size == old_size);
    if (fails(user_data) || size > SIZE_MAX - sizeof(header))
        return NULL;
    header *h = must(realloc(count_out(block, user_data), sizeof(header) + size));
    count_in(h, user_data, size);
    return h + 1;
}

kbg_allocator fuzz_allocator(fuzz_memory *memory)
{
    return (kbg_allocator){ sizeof(kbg_allocator), take, resize, give_back, memory };
}

size_t fuzz_fail_at(uint8_t byte)
{
    return 1 + (size_t)byte + (size_t)byte * byte / 16;
}

static bool write_to_text(const char *data, size_t len, void *user_data)
{
    FUZZ_CHECK(len > 0);
    fuzz_text_add(user_data, data, len);
    return true;
}

void fuzz_dump(kbg_base *base, fuzz_text *out)
{
    kbg_error *error = NULL;
    FUZZ_CHECK(kbg_base_dump(base, KBG_FORMAT_JSONL, write_to_text, out, NULL, NULL, &error) == KBG_OK);
    FUZZ_CHECK(!error && fuzz_is_utf8(out->data, out->len));
}

typedef const char *(*item_text)(const kbg_item *item, size_t index, size_t *len);

/* Reads a list to its end and one behind it. */
static void check_texts(const kbg_item *item, size_t count, item_text text)
{
    size_t len = 1;
    for (size_t i = 0; i < count; i++) {
        const char *entry = text(item, i, &len);
        FUZZ_CHECK(fuzz_is_text(entry, len));
    }
    FUZZ_CHECK(!text(item, count, &len) && len == 0);
}

static void check_attachment(const kbg_attachment *attachment)
{
    size_t len;
    kbg_media media = kbg_attachment_media(attachment);
    FUZZ_CHECK(media >= KBG_MEDIA_IMAGE && media <= KBG_MEDIA_CARD);
    const char *text = kbg_attachment_uri(attachment, &len);
    FUZZ_CHECK(fuzz_is_text(text, len) && len > 0);
    text = kbg_attachment_media_type(attachment, &len);
    FUZZ_CHECK(fuzz_is_text(text, len));
    text = kbg_attachment_title(attachment, &len);
    FUZZ_CHECK(fuzz_is_text(text, len));
    text = kbg_attachment_alt(attachment, &len);
    FUZZ_CHECK(fuzz_is_text(text, len));
}

static void check_answer(const kbg_answer *answer)
{
    size_t body_len, len, count = kbg_answer_attachment_count(answer);
    const char *text = kbg_answer_body(answer, &body_len);
    FUZZ_CHECK(fuzz_is_text(text, body_len) && (body_len > 0 || count > 0));
    text = kbg_answer_channel(answer, &len);
    FUZZ_CHECK(fuzz_is_text(text, len));
    text = kbg_answer_language(answer, &len);
    FUZZ_CHECK(fuzz_is_text(text, len));
    text = kbg_answer_variant(answer, &len);
    FUZZ_CHECK(fuzz_is_text(text, len));
    for (size_t i = 0; i < kbg_answer_audience_count(answer); i++) {
        text = kbg_answer_audience(answer, i, &len);
        FUZZ_CHECK(fuzz_is_text(text, len) && len > 0);
    }
    for (size_t i = 0; i < count; i++)
        check_attachment(kbg_answer_attachment(answer, i));
    FUZZ_CHECK(!kbg_answer_attachment(answer, count));
}

static void check_item(const kbg_view *view, const kbg_item *item)
{
    size_t len;
    const char *text = kbg_item_id(item, &len);
    FUZZ_CHECK(fuzz_is_text(text, len) && len > 0);
    FUZZ_CHECK(kbg_view_find(view, text, len) == item);
    text = kbg_item_category(item, &len);
    FUZZ_CHECK(fuzz_is_text(text, len));
    bool found = len == 0;
    for (size_t i = 0; i < kbg_view_category_count(view) && !found; i++) {
        size_t other_len;
        const char *other = kbg_view_category(view, i, &other_len);
        found = other_len == len && memcmp(other, text, len) == 0;
    }
    FUZZ_CHECK(found);
    FUZZ_CHECK(kbg_item_question_count(item) > 0);
    check_texts(item, kbg_item_question_count(item), kbg_item_question);
    FUZZ_CHECK(kbg_item_kind(item) <= KBG_KIND_EMOTIONAL && kbg_item_stage(item) <= KBG_STAGE_FAREWELL &&
               kbg_item_state(item) <= KBG_STATE_ARCHIVED);
    FUZZ_CHECK(kbg_item_priority(item) >= -100 && kbg_item_priority(item) <= 100);
    FUZZ_CHECK(kbg_item_valid_from(item) == KBG_NO_INSTANT || kbg_item_valid_until(item) == KBG_NO_INSTANT ||
               kbg_item_valid_from(item) < kbg_item_valid_until(item));
    FUZZ_CHECK(kbg_item_usage_count(item) <= UINT64_C(1) << 53);
    for (int list = KBG_LIST_SHORT_CODES; list <= KBG_LIST_RELATED; list++) {
        size_t count = kbg_item_list_count(item, (kbg_list)list);
        for (size_t i = 0; i < count; i++) {
            text = kbg_item_list_text(item, (kbg_list)list, i, &len);
            FUZZ_CHECK(fuzz_is_text(text, len) && len > 0);
        }
        FUZZ_CHECK(!kbg_item_list_text(item, (kbg_list)list, count, &len) && len == 0);
    }
    check_texts(item, kbg_item_property_count(item), kbg_item_property_key);
    check_texts(item, kbg_item_property_count(item), kbg_item_property_value);
    for (size_t i = 0; i < kbg_item_answer_count(item); i++)
        check_answer(kbg_item_answer(item, i));
    FUZZ_CHECK(!kbg_item_answer(item, kbg_item_answer_count(item)));
}

void fuzz_check_items(kbg_base *base)
{
    kbg_view *view = kbg_base_view(base);
    size_t count = kbg_view_item_count(view);
    for (size_t i = 0; i < count; i++)
        check_item(view, kbg_view_item(view, i));
    FUZZ_CHECK(!kbg_view_item(view, count));
    for (size_t i = 0, len; i < kbg_view_category_count(view); i++) {
        const char *text = kbg_view_category(view, i, &len);
        FUZZ_CHECK(fuzz_is_text(text, len) && len > 0);
    }
    kbg_view_unref(view);
}

void fuzz_check_error(kbg_status status, const kbg_error *error)
{
    FUZZ_CHECK((status != KBG_OK) == (error != NULL));
    if (!error)
        return;
    FUZZ_CHECK(kbg_error_status(error) == status);
    FUZZ_CHECK(strcmp(kbg_status_name(status), "KBG_ERR_UNKNOWN") != 0);
    const char *message = kbg_error_message(error);
    FUZZ_CHECK(message[0] != '\0' && !strpbrk(message, "\r\n") && fuzz_is_utf8(message, strlen(message)));
    bool has_line = kbg_error_line(error) > 0, has_column = kbg_error_column(error) > 0;
    FUZZ_CHECK(has_line == has_column && (has_line || kbg_error_offset(error) == 0));
}
