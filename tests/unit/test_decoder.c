/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "text/decoder.h"

#include <stdio.h>
#include <stdlib.h>

/* A reader that gives a text in pieces. */
typedef struct source {
    const char *data;
    size_t len, piece;
    bool fails; /* at the end */
} source;

static size_t read_piece(char *buffer, size_t size, void *user_data)
{
    source *s = user_data;
    if (s->len == 0 && s->fails)
        return KBG_READ_FAILED;
    size_t len = s->len < s->piece ? s->len : s->piece;
    len = len < size ? len : size;
    if (len)
        memcpy(buffer, s->data, len);
    s->data += len;
    s->len -= len;
    return len;
}

/* Takes a whole input: the text in UTF-8, where bad bytes are "!line:column@offset;". */
static kbg_charset take(const char *bytes, size_t len, kbg_charset charset, size_t piece, kbg__buffer *out)
{
    kbg__decoder decoder;
    source s = { bytes, len, piece, false };
    kbg__decoder_init(&decoder, out->memory, charset, read_piece, &s);
    for (;;) {
        uint32_t c;
        kbg__problem problem;
        kbg_status status = kbg__decoder_next(&decoder, &c, &problem);
        if (status == KBG_OK && c == KBG__END_OF_INPUT)
            break;
        if (status == KBG_OK) {
            kbg__buffer_add_code_point(out, c);
            continue;
        }
        char text[80];
        assert_int_equal(status, KBG_ERR_UTF8);
        snprintf(text, sizeof(text), "!%d:%d@%d;", (int)problem.line, (int)problem.column, (int)problem.offset);
        kbg__buffer_add_cstr(out, text);
    }
    charset = decoder.charset;
    kbg__decoder_free(&decoder);
    assert_int_equal(kbg__buffer_status(out), KBG_OK);
    return charset;
}

#define GBK_NI "\xC4\xE3" /* 你 */
#define GBK_HAO "\xBA\xC3" /* 好 */

static const struct {
    const char *bytes;
    size_t len;
    kbg_charset given, found;
    const char *text;
    size_t text_len;
} rows[] = {
    /* recognised */
    { LIT(""), KBG_CHARSET_ANY, KBG_CHARSET_ANY, LIT("") },
    { LIT("q,a\n"), KBG_CHARSET_ANY, KBG_CHARSET_ANY, LIT("q,a\n") },
    { LIT("\xEF\xBB\xBF" "q"), KBG_CHARSET_ANY, KBG_CHARSET_UTF8, LIT("q") },
    { LIT("q,你好\n"), KBG_CHARSET_ANY, KBG_CHARSET_UTF8, LIT("q,你好\n") },
    { LIT("q," GBK_NI GBK_HAO "\n"), KBG_CHARSET_ANY, KBG_CHARSET_GB18030, LIT("q,你好\n") },
    { LIT("\x84\x31\x95\x33" GBK_NI), KBG_CHARSET_ANY, KBG_CHARSET_GB18030, LIT("你") },
    { LIT("\xFF\xFE" "\x60\x4F" "\n\0"), KBG_CHARSET_ANY, KBG_CHARSET_UTF16LE, LIT("你\n") },
    { LIT("\xFE\xFF" "\x4F\x60" "\0\n"), KBG_CHARSET_ANY, KBG_CHARSET_UTF16BE, LIT("你\n") },
    { LIT("q\0,\0a\0\n\0"), KBG_CHARSET_ANY, KBG_CHARSET_UTF16LE, LIT("q,a\n") },
    { LIT("\0q\0,\0a\0\n"), KBG_CHARSET_ANY, KBG_CHARSET_UTF16BE, LIT("q,a\n") },
    /* mostly Chinese, with 一 (00 4E in this order) */
    { LIT("\x00\x4E\x60\x4F\xEE\x95\x00\x4E\x60\x4F\x7D\x59\x60\x4F\x7D\x59\n\0\x00\x4E\r\0\n\0"), KBG_CHARSET_ANY,
      KBG_CHARSET_UTF16LE, LIT("一你问一你好你好\n一\r\n") },
    /* a stray NUL does not make UTF-16 of UTF-8 */
    { LIT("question,answer\nx\0,y\n你好,好\n"), KBG_CHARSET_ANY, KBG_CHARSET_UTF8,
      LIT("question,answer\nx\0,y\n你好,好\n") },
    /* given */
    { LIT("\xEF\xBB\xBF" "q"), KBG_CHARSET_UTF8, KBG_CHARSET_UTF8, LIT("q") },
    { LIT("\xFF\xFE" "q\0"), KBG_CHARSET_UTF16LE, KBG_CHARSET_UTF16LE, LIT("q") },
    { LIT("q\0"), KBG_CHARSET_UTF16LE, KBG_CHARSET_UTF16LE, LIT("q") },
    { LIT("\xE4\xBD\xA0,"), KBG_CHARSET_GB18030, KBG_CHARSET_GB18030, LIT("浣!1:2@2;,") },
    /* all of GB18030: one, two and four bytes, and the euro sign of code page 936 */
    { LIT("a" GBK_NI "\x90\x30\x81\x30\x81\x39\xEE\x39\x80"), KBG_CHARSET_GB18030, KBG_CHARSET_GB18030, LIT("a你𐀀㐀€") },
    /* pairs of surrogates */
    { LIT("\x3D\xD8\x00\xDE"), KBG_CHARSET_UTF16LE, KBG_CHARSET_UTF16LE, LIT("😀") },
    { LIT("\xD8\x3D\xDE\x00"), KBG_CHARSET_UTF16BE, KBG_CHARSET_UTF16BE, LIT("😀") },
    /* a U+FFFD that was written is no bad byte */
    { LIT("\xEF\xBF\xBD"), KBG_CHARSET_ANY, KBG_CHARSET_UTF8, LIT("\xEF\xBF\xBD") },
    { LIT("\xFD\xFF\n\0"), KBG_CHARSET_UTF16LE, KBG_CHARSET_UTF16LE, LIT("\xEF\xBF\xBD\n") },
    /* bad bytes: lines end with LF, CR LF and CR; columns are characters, offsets bytes of the input */
    { LIT("你\xFF" "b"), KBG_CHARSET_ANY, KBG_CHARSET_UTF8, LIT("你!1:2@3;b") },
    { LIT("a\r\n你\r好\xE4\xBD" "b\n\xC0"), KBG_CHARSET_UTF8, KBG_CHARSET_UTF8, LIT("a\r\n你\r好!3:2@10;b\n!4:1@14;") },
    { LIT("\xEF\xBB\xBF" "a\x80"), KBG_CHARSET_ANY, KBG_CHARSET_UTF8, LIT("a!1:2@4;") },
    { LIT("\xED\xA0\x80"), KBG_CHARSET_UTF8, KBG_CHARSET_UTF8, LIT("!1:1@0;!1:2@1;!1:3@2;") },
    { LIT(GBK_NI "\n\x97,"), KBG_CHARSET_ANY, KBG_CHARSET_GB18030, LIT("你\n!2:1@3;,") },
    { LIT("\x97"), KBG_CHARSET_GB18030, KBG_CHARSET_GB18030, LIT("!1:1@0;") },
    { LIT("\xE3\x32\x9A\x36" "a"), KBG_CHARSET_GB18030, KBG_CHARSET_GB18030, LIT("!1:1@0;a") },
    { LIT("a\0\x00\xDC\n\0"), KBG_CHARSET_UTF16LE, KBG_CHARSET_UTF16LE, LIT("a!1:2@2;\n") },
    { LIT("\x3D\xD8" "a\0"), KBG_CHARSET_UTF16LE, KBG_CHARSET_UTF16LE, LIT("!1:1@0;a") },
    { LIT("a\0b"), KBG_CHARSET_UTF16LE, KBG_CHARSET_UTF16LE, LIT("a!1:2@2;") },
    /* two charsets in one file: the one that goes further is taken, and the place is where the other begins */
    { LIT("你好,是\n" GBK_NI ",x\n"), KBG_CHARSET_ANY, KBG_CHARSET_UTF8, LIT("你好,是\n!2:1@11;!2:2@12;,x\n") },
    { LIT(GBK_NI GBK_HAO ",x\n你好吗,x\n"), KBG_CHARSET_ANY, KBG_CHARSET_GB18030, LIT("你好,x\n浣犲ソ鍚!2:5@15;,x\n") },
};

static void inputs_are_decoded_and_bad_bytes_have_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        for (size_t piece = 1; piece < 5; piece++) {
            kbg__buffer out;
            kbg__buffer_init(&out, &kbg__memory_default);
            kbg_charset found = take(rows[i].bytes, rows[i].len, rows[i].given, piece, &out);
            if (out.len != rows[i].text_len || (out.len && memcmp(out.data, rows[i].text, out.len) != 0))
                fail_msg("row %zu: \"%.*s\"", i, (int)out.len, out.data);
            assert_int_equal(found, rows[i].found);
            kbg__buffer_free(&out);
        }
}

static void a_charset_shows_after_any_amount_of_ascii(void **state)
{
    (void)state;
    enum { ASCII = 200001 };
    static const struct {
        const char *bytes;
        kbg_charset charset;
    } tails[] = { { "你好", KBG_CHARSET_UTF8 }, { GBK_NI GBK_HAO, KBG_CHARSET_GB18030 } };
    char *input = malloc(ASCII + 10);
    assert_non_null(input);
    memset(input, 'x', ASCII);
    for (size_t i = 0; i < ROWS(tails); i++) {
        kbg__buffer out;
        kbg__buffer_init(&out, &kbg__memory_default);
        strcpy(input + ASCII, tails[i].bytes);
        assert_int_equal(take(input, strlen(input), KBG_CHARSET_ANY, 1 << 15, &out), tails[i].charset);
        assert_int_equal(out.len, ASCII + 6);
        assert_memory_equal(out.data + ASCII, "你好", 6);
        kbg__buffer_free(&out);
    }
    free(input);
}

/* The sample is cut within a character, whatever that is. */
static void the_end_of_the_sample_does_not_matter(void **state)
{
    (void)state;
    enum { SAMPLE = 1 << 16 };
    static const char *const characters[] = { "你", "😀", GBK_NI, "\x90\x30\x81\x30" };
    static const kbg_charset charsets[] = { KBG_CHARSET_UTF8, KBG_CHARSET_UTF8, KBG_CHARSET_GB18030,
                                            KBG_CHARSET_GB18030 };
    char *input = malloc(2 * SAMPLE + 10);
    assert_non_null(input);
    for (size_t i = 0; i < ROWS(characters); i++)
        for (size_t shift = 0; shift < 4; shift++) {
            kbg__buffer out;
            size_t len = shift, size = strlen(characters[i]);
            kbg__buffer_init(&out, &kbg__memory_default);
            memset(input, 'x', shift);
            for (; len < 2 * SAMPLE; len += size)
                memcpy(input + len, characters[i], size);
            assert_int_equal(take(input, len, KBG_CHARSET_ANY, 1 << 14, &out), charsets[i]);
            assert_int_equal(kbg__utf8_count(out.data, out.len), shift + (len - shift) / size);
            assert_null(memchr(out.data, '!', out.len));
            kbg__buffer_free(&out);
        }
    free(input);
}

static void a_reader_that_fails_is_reported(void **state)
{
    (void)state;
    kbg__decoder decoder;
    kbg__problem problem;
    uint32_t c;
    source s = { "a", 1, 1, true };
    kbg__decoder_init(&decoder, &kbg__memory_default, KBG_CHARSET_ANY, read_piece, &s);
    assert_int_equal(kbg__decoder_next(&decoder, &c, &problem), KBG_ERR_READ);
    kbg__decoder_free(&decoder);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    test_memory memory;
    kbg__decoder decoder;
    kbg__problem problem;
    uint32_t c;
    source s = { "a", 1, 1, false };
    test_memory_init(&memory);
    memory.fail_at = 1;
    kbg__decoder_init(&decoder, &memory.allocator, KBG_CHARSET_ANY, read_piece, &s);
    assert_int_equal(kbg__decoder_next(&decoder, &c, &problem), KBG_ERR_NOMEM);
    kbg__decoder_free(&decoder);
    assert_int_equal(memory.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs_are_decoded_and_bad_bytes_have_places),
        cmocka_unit_test(a_charset_shows_after_any_amount_of_ascii),
        cmocka_unit_test(the_end_of_the_sample_does_not_matter),
        cmocka_unit_test(a_reader_that_fails_is_reported),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
