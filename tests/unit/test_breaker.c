/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "text/breaker.h"
#include "text/character.h"
#include "text/utf16.h"

#include <unicode/ubrk.h>
#include <unicode/ustring.h>

static kbg__breaker_source *source;
static kbg__breaker *breaker;

static int open_breaker(void **state)
{
    (void)state;
    assert_int_equal(kbg__breaker_source_new(&kbg__memory_default, &source), KBG_OK);
    assert_int_equal(kbg__breaker_new(source, &breaker), KBG_OK);
    return 0;
}

static int close_breaker(void **state)
{
    (void)state;
    kbg__breaker_free(breaker);
    kbg__breaker_source_free(source);
    return 0;
}

/* The words of a text, each followed by a bar. */
static void assert_words(const char *text, const char *expected)
{
    kbg__buffer words;
    uint32_t start, end, last = 0;
    kbg__buffer_init(&words, &kbg__memory_default);
    assert_int_equal(kbg__breaker_set(breaker, text, strlen(text)), KBG_OK);
    while (kbg__breaker_next(breaker, &start, &end)) {
        assert_true(start >= last && end > start && end <= strlen(text));
        last = end;
        kbg__buffer_add(&words, text + start, end - start);
        kbg__buffer_add_byte(&words, '|');
    }
    assert_text(words.data ? words.data : "", words.len, expected);
    kbg__buffer_free(&words);
}

/* Only words that every ICU since 4.8 breaks so: its dictionary changes from release to release. */
static void words_are_found_with_their_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } rows[] = {
        { "", "" },
        { " ", "" },
        { "。，!", "" },
        { "购买手机", "购买|手机|" },
        { "购买，手机。", "购买|手机|" },
        { "hello world", "hello|world|" },
        { "iphone 15", "iphone|15|" },
        { "don't", "don't|" },
        { "3.5", "3.5|" },
        { "手机abc", "手机|abc|" },
        { "\xF0\x9F\x98\x80手机\xF0\x9F\x98\x80", "手机|" }, /* two units of UTF-16 before it */
        { "\xF0\xA0\x80\x80", "\xF0\xA0\x80\x80|" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_words(rows[i].text, rows[i].words);
}

static void words_cross_places(void **state)
{
    (void)state;
    static const struct {
        const char *text, *crossed; /* by byte, the end included */
    } rows[] = {
        { "", "0" },
        { "ab", "010" },
        { "ab cd", "010010" },
        { "，", "0000" },
        { "购买手机", "0111110111110" },
        { "手机，a", "0111110000" "0" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(kbg__breaker_set(breaker, rows[i].text, strlen(rows[i].text)), KBG_OK);
        for (size_t at = 0; at <= strlen(rows[i].text); at++)
            assert_int_equal(kbg__breaker_crosses(breaker, (uint32_t)at), rows[i].crossed[at] == '1');
    }
}

static void a_breaker_is_used_again(void **state)
{
    (void)state;
    uint32_t start, end;
    assert_false(kbg__breaker_next(breaker, &start, &end)); /* before it has a text */
    assert_words("hello world, hello world, hello world", "hello|world|hello|world|hello|world|");
    assert_words("手机", "手机|");
    assert_false(kbg__breaker_next(breaker, &start, &end));
    assert_false(kbg__breaker_next(breaker, &start, &end));
    assert_int_equal(kbg__breaker_set(breaker, NULL, 0), KBG_OK);
    assert_false(kbg__breaker_next(breaker, &start, &end));
}

static void breakers_of_one_source_do_not_meet(void **state)
{
    (void)state;
    kbg__breaker *other;
    uint32_t start, end;
    assert_int_equal(kbg__breaker_new(source, &other), KBG_OK);
    assert_int_equal(kbg__breaker_set(other, LIT("one two")), KBG_OK);
    assert_int_equal(kbg__breaker_set(breaker, LIT("three four")), KBG_OK);
    assert_true(kbg__breaker_next(other, &start, &end));
    assert_int_equal(end, 3);
    assert_true(kbg__breaker_next(breaker, &start, &end));
    assert_int_equal(end, 5);
    assert_true(kbg__breaker_next(other, &start, &end));
    assert_int_equal(start, 4);
    kbg__breaker_free(other);
}

static void the_text_is_copied(void **state)
{
    (void)state;
    char text[] = "one two";
    uint32_t start, end;
    assert_int_equal(kbg__breaker_set(breaker, text, 7), KBG_OK);
    memset(text, ' ', 7);
    assert_true(kbg__breaker_next(breaker, &start, &end));
    assert_true(kbg__breaker_next(breaker, &start, &end));
    assert_int_equal(start, 4);
    assert_int_equal(end, 7);
}

/* What ICU's own iterator says of a text, written as the breaker gives it. */
static void assert_as_icu(UBreakIterator *iterator, const char *text, size_t len)
{
    static UChar units[1 << 18];
    UErrorCode error = U_ZERO_ERROR;
    int32_t count = 0;
    uint32_t start, end;
    size_t offset = 0;
    assert_true(len < ROWS(units));
    u_strFromUTF8(units, (int32_t)ROWS(units), &count, text, (int32_t)len, &error);
    ubrk_setText(iterator, units, count, &error);
    assert_true(U_SUCCESS(error));
    assert_int_equal(kbg__breaker_set(breaker, text, len), KBG_OK);
    for (int32_t from = ubrk_first(iterator), to; (to = ubrk_next(iterator)) != UBRK_DONE; from = to) {
        int32_t size = 0, first = from;
        u_strToUTF8(NULL, 0, &size, units + from, to - from, &error);
        error = U_ZERO_ERROR; /* that there was no room */
        if (kbg__character_of(kbg__utf16_next(units, &first)) > KBG__CHARACTER_SPACE) {
            if (!kbg__breaker_next(breaker, &start, &end) || start != offset || end != offset + (size_t)size)
                fail_msg("no word from %zu to %zu in %s", offset, offset + (size_t)size,
                         len < 1000 ? text : "a long text");
        }
        offset += (size_t)size;
    }
    assert_int_equal(offset, len);
    assert_false(kbg__breaker_next(breaker, &start, &end));
}

/* Whatever way a text is broken, the words are those of ICU. */
static void words_are_those_of_icu(void **state)
{
    (void)state;
    enum { TEXTS = 20000, PIECES = 24 };
    static const char *const pieces[] = {
        "手机", "套餐", "怎么", "什么时候", "发货", "的", "了", "不", "我", "想", "退", "换", "运费", "优惠券", "中华人民共和国",
        "一", "二十", "百", "元", "年", "月", "日", "网络", "信号", "会员", "客服", "人工", "查询", "办理", "流量", "大学生",
        "北京", "上海市", "长春市长春药店", "研究生命起源", "a", "iphone", "5g", "15", "3.5", "don't", "a-102-xl", "c++", "50%",
        "x_y", "1,299", "12:30", "a.b", "\"", "'", ".", ",", ":", ";", "_", " ", "  ", "-", "/", "?", "!", "、", "。",
        "《", "》", "“", "”", "’", "·", "…", "〇", "々", "ー", "カード", "の", "한국어", "é", "e\xCC\x81", "\xF0\x9F\x98\x80",
        "\xF0\xA0\x80\x80", "\xE2\x80\x8D", "\xE3\x80\x80", "\n", "\xEF\xBC\x8C", "\xE9\xBF\xBF", "\xEF\xBF\xBD",
    };
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_WORD, "zh", NULL, 0, &error);
    test_random random = { 20240229 };
    assert_true(U_SUCCESS(error));
    for (int i = 0; i < TEXTS; i++) {
        char text[PIECES * 32] = "";
        size_t len = 0;
        /* some of them of ideographs alone, or nearly so */
        uint32_t bound = i % 3 ? 35 : ROWS(pieces);
        for (uint32_t n = test_random_below(&random, PIECES); n > 0; n--) {
            if (test_random_below(&random, 4) == 0) {
                len += kbg__utf8_put(text + len, 0x4E00 + test_random_below(&random, 0x51A6));
                continue;
            }
            const char *piece = pieces[test_random_below(&random, bound)];
            memcpy(text + len, piece, strlen(piece));
            len += strlen(piece);
        }
        text[len] = '\0';
        assert_as_icu(iterator, text, len);
    }
    ubrk_close(iterator);
}

/* Longer runs of ideographs than the dictionary takes, and just not longer. */
static void long_runs_are_broken(void **state)
{
    (void)state;
    enum { RUN = 1 << 16, MOST = RUN + 1 };
    static const char *const cycle[] = { "\xE6\x89\x8B", "\xE6\x9C\xBA", "\xE7\x9A\x84" }; /* 手机的 */
    static char text[3 * MOST + 1];
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_WORD, "zh", NULL, 0, &error);
    assert_true(U_SUCCESS(error));
    for (size_t i = 0; i < MOST; i++)
        memcpy(text + 3 * i, cycle[i % 3], 3);
    for (size_t count = RUN - 1; count <= MOST; count++)
        assert_as_icu(iterator, text, 3 * count);
    ubrk_close(iterator);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    static const char *const texts[] = { "hello", "手机hello", "don't" };
    test_memory memory;
    kbg__breaker_source *own = NULL;
    kbg__breaker *one = NULL;
    test_memory_init(&memory);
    kbg_status status = KBG_ERR_NOMEM;
    for (size_t fail_at = 1; status != KBG_OK; fail_at++) {
        assert_true(fail_at < 50);
        memory.fail_at = memory.calls + fail_at;
        status = kbg__breaker_source_new(&memory.allocator, &own);
        assert_int_equal(status, own ? KBG_OK : KBG_ERR_NOMEM);
        assert_true(own || memory.blocks == 0);
    }
    memory.fail_at = memory.calls + 1;
    assert_int_equal(kbg__breaker_new(own, &one), KBG_ERR_NOMEM);
    assert_null(one);
    for (size_t i = 0; i < ROWS(texts); i++) {
        memory.fail_at = 0;
        assert_int_equal(kbg__breaker_new(own, &one), KBG_OK);
        status = KBG_ERR_NOMEM;
        for (size_t fails = 0; status != KBG_OK; fails++) {
            assert_true(fails < 50);
            memory.fail_at = memory.calls + 1 + fails;
            status = kbg__breaker_set(one, texts[i], strlen(texts[i]));
            assert_true(status == KBG_ERR_NOMEM || (status == KBG_OK && fails > 0));
        }
        kbg__breaker_free(one);
    }
    kbg__breaker_source_free(own);
    assert_int_equal(memory.blocks, 0);
    kbg__breaker_free(NULL);
    kbg__breaker_source_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_with_their_bytes),
        cmocka_unit_test(a_breaker_is_used_again),
        cmocka_unit_test(words_cross_places),
        cmocka_unit_test(breakers_of_one_source_do_not_meet),
        cmocka_unit_test(the_text_is_copied),
        cmocka_unit_test(words_are_those_of_icu),
        cmocka_unit_test(long_runs_are_broken),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_breaker, close_breaker);
}
