/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "text/matching.h"

static kbg__matching matching;

static int open_matching(void **state)
{
    (void)state;
    kbg__matching_init(&matching, &kbg__memory_default);
    return 0;
}

static int close_matching(void **state)
{
    (void)state;
    kbg__matching_free(&matching);
    return 0;
}

static void make(const char *text, size_t len)
{
    assert_int_equal(kbg__matching_make(&matching, text, len), KBG_OK);
    assert_int_equal(kbg__utf8_check(matching.text.data, matching.text.len), matching.text.len);
}

static const struct {
    const char *text, *matching;
} rows[] = {
    { "", "" },
    { "退货", "退货" },
    /* width, case, script */
    { "ＮＯ．１ Best", "no.1 best" },
    { "國家級", "国家级" },
    { "１００％", "100%" },
    /* between ideographs: spaces, signs, symbols, marks, what is not seen */
    { "最 好", "最好" },
    { "最\xE3\x80\x80好", "最好" },
    { "最*好", "最好" },
    { "国.家-级", "国家级" },
    { "国 · 家 ~ 级", "国家级" },
    { "【国】【家】【级】", "【国家级】" },
    { "国(家)级", "国家级" },
    { "最😀好", "最好" },
    { "最👨‍👩‍👧好", "最好" },
    { "最\xCC\xB2好\xCC\xB2", "最好\xCC\xB2" },
    { "最\xE2\x80\x8B好", "最好" },
    { "最\xEF\xB8\x8F好", "最好" },
    { "最……好", "最好" },
    { "最\xFF好", "最好" }, /* ill-formed bytes are signs */
    /* what ends a clause keeps apart, in every width */
    { "国家，级别", "国家,级别" },
    { "国家, 级别", "国家,级别" },
    { "好！最", "好!最" },
    { "国家。级别", "国家。级别" },
    { "国家、级别", "国家、级别" },
    { "国家？级", "国家?级" },
    { "国家；级：别", "国家;级:别" },
    { "国*，*家", "国*,*家" },
    { "国家\n级别", "国家\n级别" },
    { "国家\r\n级别", "国家\n级别" },
    { "\n\n国\n", "\n\n国\n" },
    /* letters keep their spaces and signs among themselves */
    { "b est", "b est" },
    { "b.est", "b.est" },
    { "best  seller", "best seller" },
    { "best\nseller", "best\nseller" },
    { "c++ c#", "c++ c#" },
    { "138-1234 5678", "138-1234 5678" },
    /* beside an ideograph spaces go and signs stay */
    { "加 v 信", "加v信" },
    { "加  V  信", "加v信" },
    { "微*v*信", "微*v*信" },
    { "100% 正品", "100%正品" },
    { "全网 #1 好", "全网#1好" },
    { "价 ¥ 100 元", "价¥ 100元" },
    { " 退 ", "退" },
    { "e\xCC\x81toile", "étoile" },
    { "こん に・ちは", "こんにちは" },
};

static void what_hides_words_is_left_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        make(rows[i].text, strlen(rows[i].text));
        assert_text(matching.text.data ? matching.text.data : "", matching.text.len, rows[i].matching);
    }
}

/* Each character came from a stretch of the text, and these follow each other. */
static void every_byte_knows_where_it_came_from(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t len = strlen(rows[i].text);
        make(rows[i].text, len);
        for (size_t at = 0; at < matching.text.len; at++) {
            assert_true(matching.start[at] < matching.end[at] && matching.end[at] <= len);
            if (at > 0)
                assert_true(matching.start[at] >= matching.start[at - 1] && matching.end[at] >= matching.end[at - 1]);
        }
    }
    static const char text[] = "我\n最 * 好";
    make(text, sizeof(text) - 1);
    assert_text(matching.text.data, matching.text.len, "我\n最好");
    static const uint32_t starts[] = { 0, 0, 0, 3, 4, 4, 4, 10, 10, 10 }, ends[] = { 3, 3, 3, 4, 7, 7, 7, 13, 13, 13 };
    assert_memory_equal(matching.start, starts, sizeof(starts));
    assert_memory_equal(matching.end, ends, sizeof(ends));
}

/* Whatever is put between ideographs, the matching text is the same. */
static void hidden_words_look_like_plain_ones(void **state)
{
    (void)state;
    static const char *const hiding[] = { " ", "*", "·", "\xE3\x80\x80", "😀", "\xE2\x80\x8B", "-", "\xCC\xB6", "_",
                                          "（" };
    static const char *const letters[] = { "最", "高", "级", "国", "家", "国", "の" };
    test_random random = { 5 };
    for (int run = 0; run < 2000; run++) {
        kbg__buffer plain, hidden;
        kbg__buffer_init(&plain, &kbg__memory_default);
        kbg__buffer_init(&hidden, &kbg__memory_default);
        uint32_t count = 1 + test_random_below(&random, 12);
        for (uint32_t i = 0; i < count; i++) {
            const char *letter = letters[test_random_below(&random, ROWS(letters))];
            for (uint32_t n = i ? test_random_below(&random, 4) : 0; n; n--)
                kbg__buffer_add_cstr(&hidden, hiding[test_random_below(&random, ROWS(hiding))]);
            kbg__buffer_add_cstr(&plain, letter);
            kbg__buffer_add_cstr(&hidden, letter);
        }
        make(hidden.data, hidden.len);
        kbg__buffer_add_byte(&plain, '\0');
        assert_text(matching.text.data, matching.text.len, plain.data);
        kbg__buffer_free(&plain);
        kbg__buffer_free(&hidden);
    }
}

static void words_that_cannot_be_found_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_word;
    } words[] = {
        { "最", true },      { "no.1", true },   { "#1", true },     { "c++", true },   { "100%", true },
        { "最*好", true },   { "加 v", true },   { "第一，", true }, { "，最", true },  { "a", true },
        { ".net", true },    { "", false },      { " ", false },     { "*", false },    { "😀", false },
        { "（最）", false }, { "最*", false },   { "*最", false },   { "~ 最", false }, { "最😀", false },
        { "\xE2\x80\x8B", false },
    };
    for (size_t i = 0; i < ROWS(words); i++) {
        make(words[i].text, strlen(words[i].text));
        if (kbg__matching_is_word(matching.text.data, matching.text.len) != words[i].is_word)
            fail_msg("%s", words[i].text);
    }
}

/* [word] in brackets is looked at in the text around it. */
static void words_of_letters_are_found_whole(void **state)
{
    (void)state;
    static const struct {
        const char *before, *word, *after;
        bool whole;
    } texts[] = {
        { "", "best", "", true },       { "the ", "best", " of", true }, { "最", "best", "好", true },
        { "the", "best", "", false },   { "", "best", "s", false },      { "", "best", "-seller", true },
        { "", "vx", "12345", true },    { "7", "vx", "", true },         { "", "no1", "0", false },
        { "", "no1", "a", true },       { "a", "no1", "", false },       { "1", "100%", "", false },
        { "a", "100%", "9", true },     { "x", "最", "y", true },        { "", "v信", "x", true },
        { "a", "v信", "", false },      { "é", "best", "", false },
    };
    for (size_t i = 0; i < ROWS(texts); i++) {
        char text[64];
        size_t start = strlen(texts[i].before), len = strlen(texts[i].word);
        strcpy(text, texts[i].before);
        strcat(text, texts[i].word);
        strcat(text, texts[i].after);
        make(text, strlen(text));
        kbg__edge first = kbg__matching_edge(texts[i].word, len, false);
        kbg__edge last = kbg__matching_edge(texts[i].word, len, true);
        if (kbg__matching_is_whole(&matching, start, start + len, first, last) != texts[i].whole)
            fail_msg("%s", text);
    }
    assert_int_equal(kbg__matching_edge(LIT("a1"), false), KBG__EDGE_LETTER);
    assert_int_equal(kbg__matching_edge(LIT("a1"), true), KBG__EDGE_DIGIT);
    assert_int_equal(kbg__matching_edge(LIT("最a"), false), KBG__EDGE_ANY);
    assert_int_equal(kbg__matching_edge(LIT("aé"), true), KBG__EDGE_LETTER);
    assert_int_equal(kbg__matching_edge(LIT("100%"), true), KBG__EDGE_ANY);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        test_memory memory;
        kbg__matching m;
        test_memory_init(&memory);
        memory.fail_at = n;
        kbg__matching_init(&m, &memory.allocator);
        kbg_status status = kbg__matching_make(&m, LIT("最 好\n最好"));
        kbg__matching_free(&m);
        assert_int_equal(memory.blocks, 0);
        if (memory.calls < n) {
            assert_int_equal(status, KBG_OK);
            assert_true(n > 6);
            break;
        }
        assert_int_equal(status, KBG_ERR_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_hides_words_is_left_out, open_matching, close_matching),
        cmocka_unit_test_setup_teardown(every_byte_knows_where_it_came_from, open_matching, close_matching),
        cmocka_unit_test_setup_teardown(hidden_words_look_like_plain_ones, open_matching, close_matching),
        cmocka_unit_test_setup_teardown(words_that_cannot_be_found_are_told, open_matching, close_matching),
        cmocka_unit_test_setup_teardown(words_of_letters_are_found_whole, open_matching, close_matching),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
