/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "io/lines.h"
#include "text/decoder.h"
#include "text/encoder.h"

/* Every character comes back as it was, or is told as lost. */
static void every_character_comes_back(void **state)
{
    (void)state;
    static const kbg_charset charsets[] = { KBG_CHARSET_UTF8, KBG_CHARSET_GB18030, KBG_CHARSET_GBK };
    static const size_t lost[] = { 0, 0, 1112064 - 128 - 23940 };
    for (size_t i = 0; i < ROWS(charsets); i++) {
        kbg__encoder encoder;
        kbg__buffer all;
        size_t missing = 0;
        kbg__encoder_init(&encoder, &kbg__memory_default, charsets[i], KBG_LINE_ENDS_FORMAT);
        kbg__buffer_init(&all, &kbg__memory_default);
        kbg__buffer_add_byte(&all, 'x'); /* no byte order mark at the beginning */
        for (uint32_t c = 0; c < 0x110000; c++) {
            char bytes[4];
            if (c >= 0xD800 && c < 0xE000)
                continue;
            encoder.lost = false;
            assert_int_equal(kbg__encoder_put(&encoder, bytes, kbg__utf8_put(bytes, c)), KBG_OK);
            missing += encoder.lost;
            if (!encoder.lost)
                kbg__buffer_add(&all, encoder.out.data, encoder.out.len);
            else
                assert_text(encoder.out.data, encoder.out.len, "?");
            if (charsets[i] == KBG_CHARSET_GBK)
                assert_true(encoder.out.len <= 2);
        }
        assert_int_equal(missing, lost[i]);
        kbg_text rest = { all.data, all.len };
        kbg__decoder decoder;
        uint32_t expected = 0, got;
        size_t count = 0;
        kbg__decoder_init(&decoder, &kbg__memory_default, charsets[i] == KBG_CHARSET_GBK ? KBG_CHARSET_GB18030 : charsets[i],
                          kbg__lines_read_text, &rest);
        assert_int_equal(kbg__decoder_next(&decoder, &got, NULL), KBG_OK);
        assert_int_equal(got, 'x');
        for (;; expected++, count++) {
            assert_int_equal(kbg__decoder_next(&decoder, &got, NULL), KBG_OK);
            if (got == KBG__END_OF_INPUT)
                break;
            assert_true(got >= expected); /* in order, and none but those that were lost is missing */
            expected = got;
        }
        assert_int_equal(count + missing, 1112064);
        kbg__decoder_free(&decoder);
        kbg__buffer_free(&all);
        kbg__encoder_free(&encoder);
    }
}

static void line_ends_are_those_wanted(void **state)
{
    (void)state;
    static const struct {
        kbg_line_ends ends;
        const char *text, *out;
    } rows[] = {
        { KBG_LINE_ENDS_FORMAT, "a\nb\r\nc\rd", "a\nb\r\nc\rd" },
        { KBG_LINE_ENDS_LF, "a\nb\r\nc\rd\r\r\n", "a\nb\nc\rd\r\n" },
        { KBG_LINE_ENDS_CRLF, "\na\nb\r\nc\rd\r", "\r\na\r\nb\r\nc\rd\r" },
        { KBG_LINE_ENDS_CRLF, "", "" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__encoder encoder;
        kbg__encoder_init(&encoder, &kbg__memory_default, KBG_CHARSET_GB18030, rows[i].ends);
        assert_int_equal(kbg__encoder_put(&encoder, rows[i].text, strlen(rows[i].text)), KBG_OK);
        assert_text(encoder.out.data ? encoder.out.data : "", encoder.out.len, rows[i].out);
        kbg__encoder_free(&encoder);
    }
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    test_memory memory;
    kbg__encoder encoder;
    test_memory_init(&memory);
    memory.fail_at = 1;
    kbg__encoder_init(&encoder, &memory.allocator, KBG_CHARSET_GBK, KBG_LINE_ENDS_FORMAT);
    assert_int_equal(kbg__encoder_put(&encoder, LIT("好")), KBG_ERR_NOMEM);
    kbg__encoder_free(&encoder);
    assert_int_equal(memory.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_comes_back),
        cmocka_unit_test(line_ends_are_those_wanted),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
