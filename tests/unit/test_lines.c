/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "io/lines.h"

/* A reader that hands out a text in pieces of a given size; with fail set it fails behind the text. */
typedef struct pieces {
    const char *text;
    size_t len, at, size;
    bool fail;
} pieces;

static size_t read_piece(char *buffer, size_t size, void *user_data)
{
    pieces *p = user_data;
    size_t len = p->len - p->at < p->size ? p->len - p->at : p->size;
    assert_true(size > 0);
    if (len == 0)
        return p->fail ? KBG_READ_FAILED : 0;
    memcpy(buffer, p->text + p->at, len);
    p->at += len;
    return len;
}

/* What the loop over the lines of a text says: "number@offset:text" or, for a line that is too long,
 * "number@offset!", a semicolon behind each. */
static void assert_lines(const char *text, size_t len, size_t most, size_t piece, const char *expected)
{
    pieces input = { text, len, 0, piece, false };
    kbg__lines lines;
    kbg__buffer said;
    kbg__buffer_init(&said, &kbg__memory_default);
    kbg__lines_init(&lines, &kbg__memory_default, read_piece, &input, most);
    for (;;) {
        kbg_status status = kbg__lines_next(&lines);
        if (status == KBG_OK && !lines.text)
            break;
        kbg__buffer_add_byte(&said, (char)('0' + lines.line));
        kbg__buffer_add_byte(&said, '@');
        if (lines.offset >= 10)
            kbg__buffer_add_byte(&said, (char)('0' + lines.offset / 10));
        kbg__buffer_add_byte(&said, (char)('0' + lines.offset % 10));
        if (status == KBG_OK) {
            kbg__buffer_add_byte(&said, ':');
            kbg__buffer_add(&said, lines.text, lines.len);
        } else {
            assert_int_equal(status, KBG_ERR_LIMIT);
            assert_null(lines.text);
            kbg__buffer_add_byte(&said, '!');
        }
        kbg__buffer_add_byte(&said, ';');
    }
    assert_int_equal(kbg__lines_next(&lines), KBG_OK); /* and the end stays the end */
    assert_null(lines.text);
    assert_text(said.data ? said.data : "", said.len, expected);
    kbg__lines_free(&lines);
    kbg__buffer_free(&said);
}

static void lines_do_not_depend_on_the_pieces(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        size_t most;
        const char *expected;
    } rows[] = {
        { LIT(""), 9, "" },
        { LIT("a"), 9, "1@0:a;" },
        { LIT("a\n"), 9, "1@0:a;" },
        { LIT("\n"), 9, "1@0:;" },
        { LIT("a\n\nb"), 9, "1@0:a;2@2:;3@3:b;" },
        { LIT("a\r\nb\r\n"), 9, "1@0:a;2@3:b;" },
        { LIT("a\rb\r\r\n"), 9, "1@0:a\rb\r;" },
        { LIT("a\r"), 9, "1@0:a;" },
        { LIT("\xEF\xBB\xBF" "a\nb"), 9, "1@3:a;2@5:b;" },
        { LIT("\xEF\xBB\xBF"), 9, "1@3:;" },
        { LIT("\xEF\xBB\xBF\n"), 9, "1@3:;" },
        { LIT("a\n\xEF\xBB\xBF" "b"), 9, "1@0:a;2@2:\xEF\xBB\xBF" "b;" },
        { LIT("退货\n换货\n"), 9, "1@0:退货;2@7:换货;" },
        /* lines at the limit and over it */
        { LIT("123\n1234\n12345\nx"), 4, "1@0:123;2@4:1234;3@9!;4@15:x;" },
        { LIT("1234\r\n12345\r\nx"), 4, "1@0:1234;2@6!;3@13:x;" },
        { LIT("\xEF\xBB\xBF" "1234\r\nx"), 4, "1@3:1234;2@9:x;" },
        { LIT("\xEF\xBB\xBF" "12345\r\nx"), 4, "1@3!;2@10:x;" },
        { LIT("\xEF\xBB\xBF" "1234567890123456\nx"), 4, "1@3!;2@20:x;" },
        { LIT("123456789012345678901234567890\nx\n12345"), 4, "1@0!;2@31:x;3@33!;" },
        { LIT("1234567890123456\xEF\xBB\xBF" "x\ny"), 4, "1@0!;2@21:y;" },
        { LIT("1234567890"), 4, "1@0!;" },
        { LIT("1234567890\n"), 4, "1@0!;" },
    };
    static const size_t sizes[] = { 1, 2, 3, 5, 7, 1000 };
    for (size_t i = 0; i < ROWS(rows); i++)
        for (size_t k = 0; k < ROWS(sizes); k++)
            assert_lines(rows[i].text, rows[i].len, rows[i].most, sizes[k], rows[i].expected);
}

static void nul_is_a_byte_like_others(void **state)
{
    (void)state;
    kbg_text rest = TEXT("a\0b\n\0");
    kbg__lines lines;
    kbg__lines_init(&lines, &kbg__memory_default, kbg__lines_read_text, &rest, 100);
    assert_int_equal(kbg__lines_next(&lines), KBG_OK);
    assert_int_equal(lines.len, 3);
    assert_memory_equal(lines.text, "a\0b", 3);
    assert_int_equal(kbg__lines_next(&lines), KBG_OK);
    assert_int_equal(lines.len, 1);
    assert_int_equal(lines.offset, 4);
    kbg__lines_free(&lines);
}

/* Lines around the size of the pieces that are asked for. */
static void long_inputs_come_through_whole(void **state)
{
    (void)state;
    static char text[200000];
    test_random random = { 7 };
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = test_random_below(&random, 30000) == 0 ? '\n' : (char)('a' + test_random_below(&random, 26));
    kbg_text rest = { text, sizeof(text) };
    kbg__lines lines;
    size_t at = 0;
    kbg__lines_init(&lines, &kbg__memory_default, kbg__lines_read_text, &rest, sizeof(text));
    for (uint64_t line = 1;; line++) {
        assert_int_equal(kbg__lines_next(&lines), KBG_OK);
        if (!lines.text)
            break;
        assert_int_equal(lines.line, line);
        assert_int_equal(lines.offset, at);
        assert_memory_equal(lines.text, text + at, lines.len);
        at += lines.len;
        assert_true(at == sizeof(text) || text[at] == '\n');
        at += at < sizeof(text);
    }
    assert_int_equal(at, sizeof(text));
    kbg__lines_free(&lines);
}

static void a_line_that_is_too_long_is_not_kept(void **state)
{
    (void)state;
    static char text[2000000];
    memset(text, 'x', sizeof(text));
    kbg_text rest = { text, sizeof(text) };
    kbg__lines lines;
    kbg__lines_init(&lines, &kbg__memory_default, kbg__lines_read_text, &rest, 1000);
    assert_int_equal(kbg__lines_next(&lines), KBG_ERR_LIMIT);
    assert_true(lines.buffer.capacity < 200000);
    assert_int_equal(kbg__lines_next(&lines), KBG_OK);
    assert_null(lines.text);
    kbg__lines_free(&lines);
}

static size_t read_too_much(char *buffer, size_t size, void *user_data)
{
    (void)buffer;
    (void)user_data;
    return size + 1;
}

static void failures_of_the_reader_are_reported(void **state)
{
    (void)state;
    pieces input = { LIT("a\nb"), 0, 2, true };
    kbg__lines lines;
    kbg__lines_init(&lines, &kbg__memory_default, read_piece, &input, 100);
    assert_int_equal(kbg__lines_next(&lines), KBG_OK);
    assert_text(lines.text, lines.len, "a");
    assert_int_equal(kbg__lines_next(&lines), KBG_ERR_READ);
    kbg__lines_free(&lines);
    kbg__lines_init(&lines, &kbg__memory_default, read_too_much, NULL, 100);
    assert_int_equal(kbg__lines_next(&lines), KBG_ERR_READ);
    kbg__lines_free(&lines);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    kbg_text rest = TEXT("a\nb");
    test_memory memory;
    kbg__lines lines;
    test_memory_init(&memory);
    memory.fail_at = 1;
    kbg__lines_init(&lines, &memory.allocator, kbg__lines_read_text, &rest, 100);
    assert_int_equal(kbg__lines_next(&lines), KBG_ERR_NOMEM);
    kbg__lines_free(&lines);
    assert_int_equal(memory.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_do_not_depend_on_the_pieces),
        cmocka_unit_test(nul_is_a_byte_like_others),
        cmocka_unit_test(long_inputs_come_through_whole),
        cmocka_unit_test(a_line_that_is_too_long_is_not_kept),
        cmocka_unit_test(failures_of_the_reader_are_reported),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
