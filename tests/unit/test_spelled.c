/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "text/spelled.h"

static kbg__emoticons *faces;
static kbg__matching matching;
static kbg__spelled spelled;

static int open_spelled(void **state)
{
    (void)state;
    kbg__matching_init(&matching, &kbg__memory_default);
    return kbg__emoticons_new(&kbg__memory_default, kbg__emoticon_default_pattern,
                              strlen(kbg__emoticon_default_pattern), &faces, NULL) ||
           kbg__spelled_init(&spelled, &kbg__memory_default, faces);
}

static int close_spelled(void **state)
{
    (void)state;
    kbg__spelled_free(&spelled);
    kbg__matching_free(&matching);
    kbg__emoticons_free(faces);
    return 0;
}

static bool make(const char *text)
{
    bool differs;
    assert_int_equal(kbg__matching_make(&matching, text, strlen(text)), KBG_OK);
    assert_int_equal(kbg__spelled_make(&spelled, &matching, text, strlen(text), &differs), KBG_OK);
    return differs;
}

/* NULL: there is nothing that the matching text has not. */
static const struct {
    const char *text, *spelled;
} rows[] = {
    { "", NULL },
    { "best", NULL },
    { "a b", NULL },
    { "a b c", "abc" },
    { "x a.b.c. y", "x abc. y" },
    { "a b.c d.e f", "a bcdef" },
    { "ab c d", NULL },
    { "a b cd", NULL },
    { "1 a b c 2", "1 abc 2" },
    { "1a b c", NULL },
    { "a b c1", NULL },
    { "a1 b1 c1", NULL },
    { "字a字b字c", NULL },
    { "字a b c字", "字abc字" },
    { "a, b, c", NULL },
    { "a: b: c", NULL },
    { "a\nb\nc", NULL },
    { "a'b'c", NULL },
    { "é ü ö", "éüö" },
    { "а б в", "абв" },
    { "a b c d.e.f", "abc def" },
    { "a.b.c d e f", "abc def" },
    { "a.b c-d", "abcd" },
    { "a b c.d", "abc.d" },
    { "a*-*b*-*c", "abc" },
    { "a*-+b*-+c", "abc" },
    { "a*-+=b*-+=c", NULL },
    { "最[微笑]好", "最好" },
    { "最/:^_^好", "最好" },
    { "好[微笑]", "好" },
    { "a[微笑]b[微笑]c", "abc" },
    { "a[无此]b", NULL },
};

static void what_only_a_reader_sees_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t len = strlen(rows[i].text);
        bool differs = make(rows[i].text);
        if (differs != (rows[i].spelled != NULL))
            fail_msg("%s", rows[i].text);
        if (!differs)
            continue;
        const kbg__matching *m = &spelled.matching;
        assert_text(m->text.data, m->text.len, rows[i].spelled);
        assert_int_equal(kbg__utf8_check(m->text.data, m->text.len), m->text.len);
        for (size_t at = 0; at < m->text.len; at++) {
            assert_true(m->start[at] < m->end[at] && m->end[at] <= len);
            if (at > 0)
                assert_true(m->start[at] >= m->start[at - 1] && m->end[at] >= m->end[at - 1]);
        }
    }
    make("x b.e.s.t");
    static const uint32_t starts[] = { 0, 1, 2, 4, 6, 8 };
    assert_memory_equal(spelled.matching.start, starts, sizeof(starts));
    assert_int_equal(spelled.run_count, 1);
    assert_int_equal(spelled.runs[0].start, 2);
    assert_int_equal(spelled.runs[0].end, 6);
}

/* The word is looked for in the text as it is spelled. */
static void spelled_words_are_whole(void **state)
{
    (void)state;
    static const struct {
        const char *text, *word;
        bool whole;
    } words[] = {
        { "b e s t", "best", true },      { "a b e s t", "best", true },   { "i a b e s t a", "best", true },
        { "x b e s t", "best", false },   { "b e s t s", "best", false },  { "a x b e s t", "best", false },
        { "字b e s t字", "best", true },  { "b e s t x y", "best", false }, { "a v e r a g e", "average", true },
    };
    for (size_t i = 0; i < ROWS(words); i++) {
        size_t len = strlen(words[i].word);
        assert_true(make(words[i].text));
        kbg__buffer_add_byte(&spelled.matching.text, '\0');
        spelled.matching.text.len--;
        size_t start = (size_t)(strstr(spelled.matching.text.data, words[i].word) - spelled.matching.text.data);
        kbg__edge first = kbg__matching_edge(words[i].word, len, false), last = kbg__matching_edge(words[i].word, len, true);
        if (kbg__spelled_is_whole(&spelled, start, start + len, first, last) != words[i].whole)
            fail_msg("%s", words[i].text);
    }
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    static const char *const texts[] = { "a b c", "最[微笑]好 a b c" };
    for (size_t i = 0; i < ROWS(texts); i++) {
        for (size_t n = 1;; n++) {
            test_memory memory;
            kbg__spelled s;
            bool differs;
            test_memory_init(&memory);
            memory.fail_at = n;
            make(texts[i]);
            kbg_status status = kbg__spelled_init(&s, &memory.allocator, faces);
            if (status == KBG_OK)
                status = kbg__spelled_make(&s, &matching, texts[i], strlen(texts[i]), &differs);
            kbg__spelled_free(&s);
            assert_int_equal(memory.blocks, 0);
            if (memory.calls < n) {
                assert_int_equal(status, KBG_OK);
                assert_true(n > 4);
                break;
            }
            assert_int_equal(status, KBG_ERR_NOMEM);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_only_a_reader_sees_is_read),
        cmocka_unit_test(spelled_words_are_whole),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_spelled, close_spelled);
}
