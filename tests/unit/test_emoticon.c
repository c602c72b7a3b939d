/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/buffer.h"
#include "text/emoticon.h"

static kbg__emoticons *emoticons;
static kbg__emoticon_matcher *matcher;

static void open_pattern(const char *pattern)
{
    assert_int_equal(kbg__emoticons_new(&kbg__memory_default, pattern, strlen(pattern), &emoticons, NULL), KBG_OK);
    assert_int_equal(kbg__emoticon_matcher_new(emoticons, &matcher), KBG_OK);
}

static int open_default(void **state)
{
    (void)state;
    open_pattern(kbg__emoticon_default_pattern);
    return 0;
}

static int close_pattern(void **state)
{
    (void)state;
    kbg__emoticon_matcher_free(matcher);
    kbg__emoticons_free(emoticons);
    return 0;
}

/* What is left of a text without its codes, which must each be shown by "<code>". */
static void assert_codes(const char *text, const char *expected)
{
    kbg__buffer marked;
    size_t len = strlen(text), start, end;
    kbg__buffer_init(&marked, &kbg__memory_default);
    for (size_t at = 0; at < len; at = end) {
        assert_int_equal(kbg__emoticon_find(emoticons, matcher, text, len, at, &start, &end), KBG_OK);
        kbg__buffer_add(&marked, text + at, start - at);
        if (start == len)
            break;
        assert_true(start >= at && end > start && end <= len);
        kbg__buffer_add_byte(&marked, '<');
        kbg__buffer_add(&marked, text + start, end - start);
        kbg__buffer_add_byte(&marked, '>');
    }
    assert_text(marked.data ? marked.data : "", marked.len, expected);
    kbg__buffer_free(&marked);
}

static void codes_of_chat_programs_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } rows[] = {
        { "在吗/:^_^", "在吗</:^_^>" },
        { "/:^$^好", "</:^$^>好" },
        { "谢谢/::)", "谢谢</::)>" },
        { "/:018你好", "</:018>你好" },
        { "/:-F/:>_<", "</:-F></:>_<>" }, /* one right behind another */
        { "/:018/:018/:b", "</:018></:018></:b>" },
        { "x/:018/:018", "x/:018/:018" },
        { "/:b 好", "</:b> 好" },
        { "/:(OK)", "</:(OK)>" },
        { "#E-s01发货#E-j23", "<#E-s01>发货<#E-j23>" },
        { "[微笑]", "<[微笑]>" },
        { "退[大哭]货[OK]", "退<[大哭]>货<[OK]>" },
        { "[破涕为笑][666]", "<[破涕为笑]><[666]>" },
        /* and these are none */
        { "", "" },
        { "https://shop.example/:b/c", "https://shop.example/:b/c" },
        { "a/:b", "a/:b" },
        { "/:bc", "/:bc" },
        { "[笑微]", "[笑微]" },
        { "[商品] [ok]", "[商品] [ok]" },
        { "#E-S01 #E-s1", "#E-S01 #E-s1" },
        { "/", "/" },
        { "/:", "/:" },
        { "/: 好", "/: 好" },
        { "/:好", "/:好" },
        { "微笑", "微笑" },
        { "[微笑", "[微笑" },
        { "\xFF[微笑]\xE9", "\xFF<[微笑]>\xE9" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_codes(rows[i].text, rows[i].expected);
}

static void the_search_begins_where_it_is_told(void **state)
{
    (void)state;
    static const char text[] = "[微笑]好[微笑]";
    size_t start, end;
    assert_int_equal(kbg__emoticon_find(emoticons, matcher, LIT(text), 1, &start, &end), KBG_OK);
    assert_int_equal(start, 11);
    assert_int_equal(end, 19);
    assert_int_equal(kbg__emoticon_find(emoticons, matcher, LIT(text), 12, &start, &end), KBG_OK);
    assert_int_equal(start, sizeof(text) - 1);
    assert_int_equal(kbg__emoticon_find(emoticons, matcher, LIT(text), sizeof(text) - 1, &start, &end), KBG_OK);
    assert_int_equal(start, sizeof(text) - 1);
}

static void a_pattern_of_the_host_takes_its_place(void **state)
{
    (void)state;
    open_pattern("<(?:face|脸)\\d*>|x*");
    assert_codes("a<face1>[微笑]<脸>bxx", "a<<face1>>[微笑]<<脸>>b<xx>"); /* and an empty match is none */
    (void)close_pattern(state);
    open_pattern("a\\Kb?"); /* \K makes a match empty where no b follows */
    assert_codes("ab", "a<b>");
    (void)close_pattern(state);
}

/* Texts without any byte that a code can begin with are not given to PCRE2. */
static void codes_may_begin_with_anything(void **state)
{
    static const struct {
        const char *pattern, *text, *expected;
    } rows[] = {
        { "/x", "a/x/y/x", "a</x>/y</x>" },
        { "(?i)k\\d", "ak1K2", "a<k1><K2>" },
        { "(?i)k\\d", "a\xE2\x84\xAA" "1", "a<\xE2\x84\xAA" "1>" }, /* the sign for Kelvin is a k */
        { "(?i)é", "aÉ", "a<É>" },
        { "[:;]\\)", "a:)b;)", "a<:)>b<;)>" },
        { "(?<=a)b|\\Gc", "abc", "a<b><c>" },
        { "(?=x).y", "xyzy", "<xy>zy" },
        { "^好", "好好", "<好>好" },
        { "(?m)^好", "a\n好", "a\n<好>" },
        { ".脸", "笑脸", "<笑脸>" },
        { "a*脸", "脸aa脸", "<脸><aa脸>" },
        { "(*NO_START_OPT)/x", "a/x", "a</x>" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        open_pattern(rows[i].pattern);
        assert_codes(rows[i].text, rows[i].expected);
        assert_codes("退货", "退货");
        (void)close_pattern(state);
    }
}

static void an_empty_pattern_switches_off(void **state)
{
    (void)state;
    kbg__emoticons *none = (kbg__emoticons *)(void *)1;
    assert_int_equal(kbg__emoticons_new(&kbg__memory_default, NULL, 0, &none, NULL), KBG_OK);
    assert_null(none);
    kbg__emoticons_free(NULL);
    kbg__emoticon_matcher_free(NULL);
}

static void a_bad_pattern_is_reported_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *place;
    } rows[] = { { "ab[c", "emoticon pattern, byte 4: " },
                 { "(", "emoticon pattern, byte 1: " },
                 { "笑)", "emoticon pattern, byte 3: " },
                 { "a\\C", "emoticon pattern, byte 3: " },
                 { "a\xFF", "emoticon pattern, byte 1: " } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__problem problem = { .status = KBG_OK };
        kbg__emoticons *made = (kbg__emoticons *)(void *)1;
        assert_int_equal(kbg__emoticons_new(&kbg__memory_default, rows[i].pattern, strlen(rows[i].pattern), &made,
                                            &problem),
                         KBG_ERR_PATTERN);
        assert_null(made);
        assert_memory_equal(problem.text, rows[i].place, strlen(rows[i].place));
        assert_true(strlen(problem.text) > strlen(rows[i].place));
    }
}

static void a_pattern_that_runs_wild_ends_with_an_error(void **state)
{
    (void)state;
    size_t start, end;
    char text[60];
    memset(text, 'a', sizeof(text));
    text[sizeof(text) - 1] = 'c';
    open_pattern("(?:a+)+(?:a+)+(?:a+)+[bd]");
    assert_int_equal(kbg__emoticon_find(emoticons, matcher, text, sizeof(text), 0, &start, &end), KBG_ERR_PATTERN);
    (void)close_pattern(state);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    test_memory memory;
    kbg__emoticons *made;
    kbg__emoticon_matcher *one;
    test_memory_init(&memory);
    memory.fail_at = 1;
    assert_int_equal(kbg__emoticons_new(&memory.allocator, LIT("a"), &made, NULL), KBG_ERR_NOMEM);
    assert_null(made);
    assert_int_equal(kbg__emoticons_new(&memory.allocator, LIT("a"), &made, NULL), KBG_OK);
    memory.fail_at = memory.calls + 1;
    assert_int_equal(kbg__emoticon_matcher_new(made, &one), KBG_ERR_NOMEM);
    assert_null(one);
    kbg__emoticons_free(made);
    assert_int_equal(memory.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(codes_of_chat_programs_are_found, open_default, close_pattern),
        cmocka_unit_test_setup_teardown(the_search_begins_where_it_is_told, open_default, close_pattern),
        cmocka_unit_test(a_pattern_of_the_host_takes_its_place),
        cmocka_unit_test(codes_may_begin_with_anything),
        cmocka_unit_test(an_empty_pattern_switches_off),
        cmocka_unit_test(a_bad_pattern_is_reported_with_its_place),
        cmocka_unit_test(a_pattern_that_runs_wild_ends_with_an_error),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
