/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "io/json_place.h"

#include <stdio.h>

/* In each row the value that the path leads to begins at the mark ^, which is taken out of the text. */
static const struct {
    const char *text;
    kbg__json_path path;
} rows[] = {
    { "^{}", { 0, { 0 } } },
    { "  \t^[1]", { 0, { 0 } } },
    { "{\"a\":^1}", { 1, { 0 } } },
    { "{ \"a\" : 1 , \"b\" : ^\"x\" }", { 1, { 1 } } },
    { "{\"a\":-1.5e3,\"b\":true,\"c\":null,\"d\":^{}}", { 1, { 3 } } },
    { "{\"a\":\"}],{[\",\"b\":^2}", { 1, { 1 } } },
    { "{\"a\":\"\\\"\\\\\",\"b\":^2}", { 1, { 1 } } },
    { "{\"\\\"\":\"\\\\\\\"\",\"}\":^2}", { 1, { 1 } } },
    { "{\"a\":{\"x\":[1,{\"y\":[]}]},\"b\":^2}", { 1, { 1 } } },
    { "{\"a\":[],\"b\":{},\"c\":[^1,2]}", { 2, { 2, 0 } } },
    { "{\"a\":[],\"b\":{},\"c\":[1 , ^2]}", { 2, { 2, 1 } } },
    { "{\"答\":[{\"正文\":\"退\"},{\"附件\":[{\"a\":1},{\"b\":2,\"c\":^\"货\"}]}]}", { 5, { 0, 1, 0, 1, 1 } } },
    { "[[1,2],[3,^4]]", { 2, { 1, 1 } } },
    { "[1,22,^333]", { 1, { 2 } } },
    { "[\"a\",^\"b\"\r\n]", { 1, { 1 } } },
};

static void values_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        char text[200];
        size_t mark = strcspn(rows[i].text, "^");
        snprintf(text, sizeof(text), "%.*s%s", (int)mark, rows[i].text, rows[i].text + mark + 1);
        if (kbg__json_place(text, strlen(text), &rows[i].path) != mark)
            fail_msg("%s gives %zu", rows[i].text, kbg__json_place(text, strlen(text), &rows[i].path));
    }
}

/* Where a text is wrong: `stop` stands at |, the place at ^ (both are taken out). */
static void bad_places_are_found(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "{\"a\" ^\"b\"|}",            /* the token that ends at stop */
        "{\"a\" ^\"b|c\"}",           /* or goes over it */
        "{^id|:1}",
        "[^tr|ue2]",
        "[1,^,|2]",
        "[1 ^]|]",
        "{\"a\":^1|",
        "^|",                         /* the text ends too early */
        "  ^|",
        "[\"x^\ty|\"]",               /* a control character in a string */
        "[\"x^\\x|\"]",               /* escapes that are none */
        "[\"\\n\\u4e00^\\u12|g4\"]",
        "[\"^\\u00|00\"]",
        "[\"^\\ud800\"|]",            /* half a pair */
        "[\"\\ud83d\\ude00^\\ud83d\"|]",
        "[\"^\\ud83dx\"|]",
        "[\"^\\udc00\"|]",
        "[\"^\\uD83D\\u0041\"|]",
        "[\"a\\\\\",^\"b\\\"c\"|]",   /* quotes and backslashes that are good */
        "[\"^\\|",
        "[\"^\\u4e|",
    };
    for (size_t i = 0; i < ROWS(bad); i++) {
        char text[100];
        size_t len = 0, mark = 0, stop = 0;
        for (const char *c = bad[i]; *c; c++) {
            if (*c == '^')
                mark = len;
            else if (*c == '|')
                stop = len;
            else
                text[len++] = *c;
        }
        if (kbg__json_bad_place(text, len, stop) != mark)
            fail_msg("%s gives %zu", bad[i], kbg__json_bad_place(text, len, stop));
    }
}

/* Whatever bytes and stop: the place is inside the text or at its end. */
static void bad_places_stay_inside(void **state)
{
    (void)state;
    static const char letters[] = "{}[],:\"\\u0aAd8 \n\0x";
    test_random random = { 99 };
    for (int round = 0; round < 20000; round++) {
        size_t len = test_random_below(&random, 24);
        char *text = kbg__malloc(&kbg__memory_default, len ? len : 1); /* exact: a read behind the end is seen */
        for (size_t i = 0; i < len; i++)
            text[i] = letters[test_random_below(&random, sizeof(letters) - 1)];
        assert_in_range(kbg__json_bad_place(text, len, test_random_below(&random, (uint32_t)len + 1)), 0, len);
        kbg__free(&kbg__memory_default, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found),
        cmocka_unit_test(bad_places_are_found),
        cmocka_unit_test(bad_places_stay_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
