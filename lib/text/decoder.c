/* SPDX-License-Identifier: MIT */
#include "text/decoder.h"

#include "base/utf8.h"

#include <string.h>
#include <unicode/ucnv.h>

/* SAMPLE bytes are looked at to recognise a charset. */
enum { PIECE = 1 << 16, SAMPLE = 1 << 16, LONGEST = 4 };

void kbg__decoder_init(kbg__decoder *decoder, const kbg_allocator *memory, kbg_charset charset, kbg_read_fn read,
                       void *user_data)
{
    *decoder = (kbg__decoder){ .read = read, .user_data = user_data, .charset = charset, .place = { 1, 0, 0 } };
    kbg__buffer_init(&decoder->bytes, memory);
}

void kbg__decoder_free(kbg__decoder *decoder)
{
    if (decoder->gb18030)
        ucnv_close(decoder->gb18030);
    decoder->gb18030 = NULL;
    kbg__buffer_free(&decoder->bytes);
}

/* Reads until `need` bytes are there to be decoded, or all that are left. */
static kbg_status fill(kbg__decoder *d, size_t need)
{
    kbg__buffer *bytes = &d->bytes;
    while (!d->at_end && bytes->len - d->next < need) {
        if (d->next > 0) {
            bytes->len -= d->next;
            memmove(bytes->data, bytes->data + d->next, bytes->len);
            d->next = 0;
        }
        char *place = kbg__buffer_reserve(bytes, PIECE);
        if (!place)
            return KBG_ERR_NOMEM;
        size_t got = d->read(place, PIECE, d->user_data);
        if (got > PIECE)
            return KBG_ERR_READ;
        d->at_end = got == 0;
        bytes->len += got;
    }
    return KBG_OK;
}

static kbg_status open_gb18030(kbg__decoder *d)
{
    UErrorCode error = U_ZERO_ERROR;
    if (d->gb18030)
        return KBG_OK;
    d->gb18030 = ucnv_open("gb18030", &error);
    if (U_SUCCESS(error))
        ucnv_setToUCallBack(d->gb18030, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
    if (U_SUCCESS(error))
        return KBG_OK;
    return error == U_MEMORY_ALLOCATION_ERROR ? KBG_ERR_NOMEM : KBG_ERR_ICU_DATA;
}

/* Each of these decodes one code point of *size bytes; false if the bytes are bad, *size is how many then. */

static bool decode_utf8(const char *s, size_t len, uint32_t *c, size_t *size)
{
    *size = 0;
    *c = kbg__utf8_next(s, len, size);
    return *c != 0xFFFD || (*size == 3 && memcmp(s, "\xEF\xBF\xBD", 3) == 0);
}

static bool decode_gb18030(const kbg__decoder *d, const char *s, size_t len, uint32_t *c, size_t *size)
{
    const char *at = s;
    UErrorCode error = U_ZERO_ERROR;
    if ((unsigned char)*s == 0x80) { /* the euro sign of code page 936, which GB18030 leaves free */
        *c = 0x20AC;
        *size = 1;
        return true;
    }
    ucnv_resetToUnicode(d->gb18030);
    UChar32 found = ucnv_getNextUChar(d->gb18030, &at, s + (len < LONGEST ? len : LONGEST), &error);
    *size = at > s ? (size_t)(at - s) : 1;
    *c = (uint32_t)found;
    return U_SUCCESS(error);
}

static uint32_t unit_of(const char *s, bool big)
{
    const unsigned char *u = (const unsigned char *)s;
    return big ? (uint32_t)u[0] << 8 | u[1] : (uint32_t)u[1] << 8 | u[0];
}

static bool decode_utf16(bool big, const char *s, size_t len, uint32_t *c, size_t *size)
{
    *size = len < 2 ? len : 2;
    if (len < 2)
        return false;
    *c = unit_of(s, big);
    if ((*c & 0xF800u) != 0xD800u)
        return true;
    uint32_t low = len >= 4 ? unit_of(s + 2, big) : 0;
    if (*c >= 0xDC00u || (low & 0xFC00u) != 0xDC00u)
        return false;
    *c = 0x10000u + ((*c & 0x3FFu) << 10) + (low & 0x3FFu);
    *size = 4;
    return true;
}

static bool is_plain(unsigned char byte)
{
    return (byte >= 0x20 && byte < 0x7F) || byte == '\t' || byte == '\n' || byte == '\r';
}

/* UTF-16 without a mark shows in ASCII characters, each with a NUL: when half of the sample is such pairs, or when it
 * holds a line break of that kind and is not UTF-8. U+4E00 is 00 4E, so the more frequent order decides. */
static kbg_charset recognise_utf16(const char *text, size_t len, bool whole)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t little = 0, big = 0, little_breaks = 0, big_breaks = 0;
    for (size_t i = 0; i + 1 < len; i += 2) {
        little += is_plain(s[i]) && s[i + 1] == 0;
        big += s[i] == 0 && is_plain(s[i + 1]);
        little_breaks += (s[i] == '\n' || s[i] == '\r') && s[i + 1] == 0;
        big_breaks += s[i] == 0 && (s[i + 1] == '\n' || s[i + 1] == '\r');
    }
    bool is_big = big > little;
    size_t pairs = is_big ? big : little, breaks = is_big ? big_breaks : little_breaks;
    size_t enough = whole ? len : len - (LONGEST - 1); /* the sample may end within a character */
    if (pairs == 0 || (pairs < len / 4 && (breaks == 0 || kbg__utf8_check(text, len) >= enough)))
        return KBG_CHARSET_ANY;
    return is_big ? KBG_CHARSET_UTF16BE : KBG_CHARSET_UTF16LE;
}

/* At the very beginning: marks, and UTF-16. */
static kbg_status begin(kbg__decoder *d)
{
    static const struct {
        kbg_charset charset;
        size_t size;
        const char *bytes;
    } marks[] = { { KBG_CHARSET_UTF8, 3, "\xEF\xBB\xBF" },
                  { KBG_CHARSET_UTF16LE, 2, "\xFF\xFE" },
                  { KBG_CHARSET_UTF16BE, 2, "\xFE\xFF" },
                  { KBG_CHARSET_GB18030, 4, "\x84\x31\x95\x33" } };
    kbg_status status = fill(d, SAMPLE + 1);
    if (status != KBG_OK)
        return status;
    d->begun = true;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if ((d->charset != KBG_CHARSET_ANY && d->charset != marks[i].charset) || d->bytes.len < marks[i].size ||
            memcmp(d->bytes.data, marks[i].bytes, marks[i].size) != 0)
            continue;
        d->charset = marks[i].charset;
        d->next = marks[i].size;
        d->offset = marks[i].size;
        d->place.offset = marks[i].size;
        return KBG_OK;
    }
    if (d->charset == KBG_CHARSET_ANY && d->bytes.len > SAMPLE)
        d->charset = recognise_utf16(d->bytes.data, SAMPLE, false);
    else if (d->charset == KBG_CHARSET_ANY)
        d->charset = recognise_utf16(d->bytes.data, d->bytes.len, true);
    return KBG_OK;
}

/* At the first byte beyond ASCII: UTF-8 or GB18030, whichever decodes more of the sample. */
static kbg_status recognise(kbg__decoder *d)
{
    kbg_status status = fill(d, SAMPLE + 1);
    if (status == KBG_OK)
        status = open_gb18030(d);
    if (status != KBG_OK)
        return status;
    const char *s = d->bytes.data + d->next;
    size_t len = d->bytes.len - d->next, gb18030 = 0;
    size_t enough = len;
    if (len > SAMPLE) {
        len = SAMPLE;
        enough = SAMPLE - (LONGEST - 1);
    }
    size_t utf8 = kbg__utf8_check(s, len);
    d->charset = KBG_CHARSET_UTF8;
    if (utf8 >= enough)
        return KBG_OK;
    while (gb18030 < len) {
        uint32_t c;
        size_t size = 1;
        if ((unsigned char)s[gb18030] >= 0x80 && !decode_gb18030(d, s + gb18030, len - gb18030, &c, &size))
            break;
        gb18030 += size;
    }
    if (gb18030 >= enough || gb18030 > utf8)
        d->charset = KBG_CHARSET_GB18030;
    return KBG_OK;
}

static kbg_status decode(kbg__decoder *d, uint32_t *c, size_t *size, bool *good)
{
    const char *s = d->bytes.data + d->next;
    size_t len = d->bytes.len - d->next;
    *good = true;
    if (d->charset == KBG_CHARSET_UTF16LE || d->charset == KBG_CHARSET_UTF16BE) {
        *good = decode_utf16(d->charset == KBG_CHARSET_UTF16BE, s, len, c, size);
        return KBG_OK;
    }
    if ((unsigned char)*s < 0x80) {
        *c = (unsigned char)*s;
        *size = 1;
        return KBG_OK;
    }
    kbg_status status = d->charset == KBG_CHARSET_ANY ? recognise(d) : KBG_OK;
    if (status == KBG_OK && d->charset == KBG_CHARSET_GB18030)
        status = open_gb18030(d);
    if (status != KBG_OK)
        return status;
    s = d->bytes.data + d->next;
    len = d->bytes.len - d->next;
    if (d->charset == KBG_CHARSET_UTF8)
        *good = decode_utf8(s, len, c, size);
    else
        *good = decode_gb18030(d, s, len, c, size);
    return KBG_OK;
}

/* Moves the place from the last code point to the one that follows it. */
static void move(kbg__decoder *d, uint32_t c)
{
    if (d->last == KBG__END_OF_INPUT)
        return;
    bool broken = d->last == '\n' || (d->last == '\r' && c != '\n');
    d->place.line += broken;
    d->place.column = broken ? 1 : d->place.column + 1;
    d->place.offset = d->offset;
    d->last = c;
}

kbg_status kbg__decoder_next(kbg__decoder *d, uint32_t *code_point, kbg__problem *problem)
{
    size_t size = 0;
    bool good = true;
    uint32_t c = KBG__END_OF_INPUT;
    kbg_status status = d->begun ? fill(d, LONGEST) : begin(d);
    if (status == KBG_OK && d->next < d->bytes.len)
        status = decode(d, &c, &size, &good);
    if (status != KBG_OK)
        return status;
    move(d, good ? c : 0xFFFD);
    *code_point = c;
    d->next += size;
    d->offset += size;
    if (good)
        return KBG_OK;
    static const char *const names[] = { [KBG_CHARSET_UTF8] = "UTF-8",
                                         [KBG_CHARSET_UTF16LE] = "UTF-16",
                                         [KBG_CHARSET_UTF16BE] = "UTF-16",
                                         [KBG_CHARSET_GB18030] = "GB18030" };
    kbg__problem_at(problem, &d->place);
    return kbg__problem_set(problem, KBG_ERR_UTF8, "byte 0x%02X is not well-formed %s",
                            (unsigned)(unsigned char)d->bytes.data[d->next - size], names[d->charset]);
}
