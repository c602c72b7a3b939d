/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "io/lines.h"
#include "io/rows.h"
#include "io/sink.h"

#include <stdio.h>
#include <stdlib.h>

/* Writes rows down: each cell in brackets, "/" behind a row; "!line:column@offset STATUS/" for a bad one. */
static void take(const char *text, size_t len, uint32_t delimiter, size_t most, char *said, size_t size)
{
    kbg__decoder decoder;
    kbg__rows taken;
    kbg__row row;
    kbg_text rest = { text, len };
    size_t at = 0;
    kbg__decoder_init(&decoder, &kbg__memory_default, KBG_CHARSET_UTF8, kbg__lines_read_text, &rest);
    kbg__rows_init(&taken, &decoder, delimiter, most);
    kbg__row_init(&row, &kbg__memory_default);
    said[0] = '\0';
    for (;;) {
        kbg__problem problem;
        kbg_status status = kbg__rows_next(&taken, &row, &problem);
        if (status != KBG_OK) {
            assert_true(kbg__is_bad_line(status));
            assert_int_equal(problem.status, status);
            at += (size_t)snprintf(said + at, size - at, "!%d:%d@%d %s/", (int)problem.line, (int)problem.column,
                                   (int)problem.offset, kbg_status_name(status) + 8);
            continue;
        }
        if (row.count == 0)
            break;
        for (size_t i = 0; i < row.count; i++) {
            kbg_text cell = kbg__row_cell(&row, i);
            at += (size_t)snprintf(said + at, size - at, "[%.*s]", (int)cell.len, cell.data);
        }
        at += (size_t)snprintf(said + at, size - at, "/");
        assert_true(at < size);
    }
    assert_int_equal(kbg__row_cell(&row, 0).len, 0);
    kbg__row_free(&row);
    kbg__rows_free(&taken);
    kbg__decoder_free(&decoder);
}

static const struct {
    const char *text;
    size_t len;
    const char *said;
} rows[] = {
    { LIT(""), "" },
    { LIT("\n\r\n\r"), "" },
    { LIT("a,b"), "[a][b]/" },
    { LIT("a,b\nc,d\n"), "[a][b]/[c][d]/" },
    { LIT("a,b\r\nc,d\r\n"), "[a][b]/[c][d]/" },
    { LIT("a,b\rc,d\r"), "[a][b]/[c][d]/" },
    { LIT("a,b\n\n\nc,d"), "[a][b]/[c][d]/" },
    { LIT(",\n,,"), "[][]/[][][]/" },
    { LIT(" a , b "), "[ a ][ b ]/" },
    /* quotes */
    { LIT("\"a\",\"b,c\"\n"), "[a][b,c]/" },
    { LIT("\"a\nb\",\"\r\n\"\nc,d"), "[a\nb][\r\n]/[c][d]/" },
    { LIT("\"a\"\"b\",\"\"\"\"\n"), "[a\"b][\"]/" },
    { LIT("\"\",x"), "[][x]/" },
    { LIT("a\"b,c\"\n"), "[a\"b][c\"]/" },
    { LIT("a,\"b\""), "[a][b]/" },
    /* delimiters: the most frequent of the header; sep= says it */
    { LIT("a;b\nc,d;e"), "[a][b]/[c,d][e]/" },
    { LIT("a\tb\nc,d\te"), "[a][b]/[c,d][e]/" },
    { LIT("a;b;c,d\n"), "[a][b][c,d]/" },
    { LIT("\"a;b;c\",d\ne;f,g"), "[a;b;c][d]/[e;f][g]/" },
    { LIT("\"a\"\";b;c\",d\n"), "[a\";b;c][d]/" },
    { LIT("a\nb;c"), "[a]/[b;c]/" },
    { LIT("sep=;\r\na,b;c\r\n"), "[a,b][c]/" },
    { LIT("sep=|\na,b|c\n"), "[a,b][c]/" },
    { LIT("sep=,\ra;b;c,d\r"), "[a;b;c][d]/" },
    { LIT("sep=ab\nc"), "[sep=ab]/[c]/" },
    { LIT("sep=\nc"), "[sep=]/[c]/" },
    { LIT("sep="), "[sep=]/" },
    { LIT("\xEF\xBB\xBF" "a,b\n"), "[a][b]/" },
    /* what is bad, and that the next row is whole */
    { LIT("a,b\nc,\"d\ne,f\n"), "[a][b]/!2:3@6 SYNTAX/" },
    { LIT("a,b\nc,\"d\"e\nf,g\n"), "[a][b]/!2:6@9 SYNTAX/[f][g]/" },
    { LIT("a,b\nc,\"d\" ,e\nf,g\n"), "[a][b]/!2:6@9 SYNTAX/[f][g]/" },
    { LIT("a,b\n你,\0x\nf,g\n"), "[a][b]/!2:3@8 SYNTAX/[f][g]/" },
    { LIT("a,b\n你,\"x\n\0\"\nf,g\n"), "[a][b]/!3:1@11 SYNTAX/[f][g]/" },
    { LIT("a,b\n\xFF,x\nf,g\n"), "[a][b]/!2:1@4 UTF8/[f][g]/" },
    { LIT("a,b\n\"\n\xFF\",x\nf,g\n"), "[a][b]/!3:1@6 UTF8/[f][g]/" },
    { LIT("\xFF,b\nf,g\n"), "!1:1@0 UTF8/[f][g]/" },
    /* only the first problem of a row is told */
    { LIT("a,b\n\"c\"d,\"e\"f\0\n\"g\"h\n"), "[a][b]/!2:4@7 SYNTAX/!3:4@18 SYNTAX/" },
};

static void rows_are_taken_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        char said[400];
        take(rows[i].text, rows[i].len, 0, 1000, said, sizeof(said));
        if (strcmp(said, rows[i].said) != 0)
            fail_msg("row %zu: %s", i, said);
    }
}

static void a_given_delimiter_is_not_recognised(void **state)
{
    (void)state;
    char said[100];
    take(LIT("a;b;c,d\nsep=;\n"), ',', 1000, said, sizeof(said));
    assert_string_equal(said, "[a;b;c][d]/[sep=;]/");
    take(LIT("a|b\n"), '|', 1000, said, sizeof(said));
    assert_string_equal(said, "[a][b]/");
}

static void a_row_over_the_limit_is_passed_over(void **state)
{
    (void)state;
    char said[100];
    take(LIT("a,b\nabc,de\nabc,def\n\"a\n\",\"b\nccccccc\"\nf,g\n"), ',', 5, said, sizeof(said));
    assert_string_equal(said, "[a][b]/[abc][de]/!3:5@15 LIMIT/!5:3@24 LIMIT/[f][g]/");
}

static void cells_are_limited_too(void **state)
{
    (void)state;
    size_t len = (size_t)KBG__MOST_CELLS + 3;
    char said[100], *text = malloc(len);
    assert_non_null(text);
    memset(text, ',', len);
    text[0] = 'x'; /* x and KBG__MOST_CELLS delimiters: one cell too many */
    text[KBG__MOST_CELLS + 1] = '\n';
    text[KBG__MOST_CELLS + 2] = 'y';
    take(text, len, ',', 1000, said, sizeof(said));
    assert_string_equal(said, "!1:16386@16385 LIMIT/[y]/");
    free(text);
}

/* The delimiter is recognised within the first 4,096 characters; places and texts behind them are not disturbed. */
static void a_long_header_is_whole(void **state)
{
    (void)state;
    enum { LEN = 5000 };
    char *text = malloc(LEN + 20), said[100];
    assert_non_null(text);
    memset(text, 'x', LEN);
    text[1] = ';';
    strcpy(text + LEN, "\n\"y\"z;y\na;b");
    kbg__decoder decoder;
    kbg__rows taken;
    kbg__row row;
    kbg__problem problem;
    kbg_text rest = { text, strlen(text) };
    kbg__decoder_init(&decoder, &kbg__memory_default, KBG_CHARSET_ANY, kbg__lines_read_text, &rest);
    kbg__rows_init(&taken, &decoder, 0, 10000);
    kbg__row_init(&row, &kbg__memory_default);
    assert_int_equal(kbg__rows_next(&taken, &row, &problem), KBG_OK);
    assert_int_equal(row.count, 2);
    assert_int_equal(kbg__row_cell(&row, 1).len, LEN - 2);
    assert_int_equal(kbg__rows_next(&taken, &row, &problem), KBG_ERR_SYNTAX);
    snprintf(said, sizeof(said), "%d:%d@%d", (int)problem.line, (int)problem.column, (int)problem.offset);
    assert_string_equal(said, "2:4@5004");
    assert_int_equal(kbg__rows_next(&taken, &row, &problem), KBG_OK);
    assert_int_equal(row.count, 2);
    assert_int_equal(row.place.line, 3);
    assert_int_equal(row.cells[1].place.column, 3);
    kbg__row_free(&row);
    kbg__rows_free(&taken);
    kbg__decoder_free(&decoder);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_taken_apart),
        cmocka_unit_test(a_given_delimiter_is_not_recognised),
        cmocka_unit_test(a_row_over_the_limit_is_passed_over),
        cmocka_unit_test(cells_are_limited_too),
        cmocka_unit_test(a_long_header_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
