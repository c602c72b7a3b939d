/* SPDX-License-Identifier: MIT */
#include "text/encoder.h"

#include "base/utf8.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

void kbg__encoder_init(kbg__encoder *encoder, const kbg_allocator *memory, kbg_charset charset, kbg_line_ends line_ends)
{
    *encoder = (kbg__encoder){ .charset = charset ? charset : KBG_CHARSET_UTF8, .line_ends = line_ends };
    kbg__buffer_init(&encoder->out, memory);
}

void kbg__encoder_free(kbg__encoder *encoder)
{
    if (encoder->converter)
        ucnv_close(encoder->converter);
    encoder->converter = NULL;
    kbg__buffer_free(&encoder->out);
}

static kbg_status open_converter(kbg__encoder *e)
{
    UErrorCode error = U_ZERO_ERROR;
    if (e->converter || e->charset == KBG_CHARSET_UTF8)
        return KBG_OK;
    e->converter = ucnv_open("gb18030", &error);
    if (U_SUCCESS(error))
        ucnv_setFromUCallBack(e->converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
    if (U_SUCCESS(error))
        return KBG_OK;
    return error == U_MEMORY_ALLOCATION_ERROR ? KBG_ERR_NOMEM : KBG_ERR_ICU_DATA;
}

/* GBK is what GB18030 writes in one or two bytes. */
static void add_converted(kbg__encoder *e, uint32_t c)
{
    enum { LONGEST = 8 };
    UErrorCode error = U_ZERO_ERROR;
    UChar units[2];
    int32_t count = 0;
    char bytes[LONGEST];
    U16_APPEND_UNSAFE(units, count, (UChar32)c);
    ucnv_resetFromUnicode(e->converter);
    int32_t len = ucnv_fromUChars(e->converter, bytes, LONGEST, units, count, &error);
    if (error > U_ZERO_ERROR || len <= 0 || (e->charset == KBG_CHARSET_GBK && len > 2)) {
        e->lost = true;
        kbg__buffer_add_byte(&e->out, '?');
        return;
    }
    kbg__buffer_add(&e->out, bytes, (size_t)len);
}

kbg_status kbg__encoder_put(kbg__encoder *e, const char *text, size_t len)
{
    kbg_status status = open_converter(e);
    kbg__buffer_clear(&e->out);
    for (size_t at = 0, start; at < len && status == KBG_OK;) {
        start = at;
        uint32_t c = kbg__utf8_next(text, len, &at);
        bool ends_line = c == '\n' && e->line_ends != KBG_LINE_ENDS_FORMAT;
        bool is_crlf = c == '\r' && at < len && text[at] == '\n';
        if (is_crlf && e->line_ends != KBG_LINE_ENDS_FORMAT)
            continue;
        if (ends_line)
            kbg__buffer_add_cstr(&e->out, e->line_ends == KBG_LINE_ENDS_CRLF ? "\r\n" : "\n");
        else if (c < 0x80 || e->charset == KBG_CHARSET_UTF8)
            kbg__buffer_add(&e->out, text + start, at - start);
        else
            add_converted(e, c);
    }
    return status == KBG_OK ? kbg__buffer_status(&e->out) : status;
}
