/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "index/suggest_text.h"
#include "rank/typed.h"

/* A text alone, with KBG__SUGGEST_END before and behind. */
static kbg__suggest take_entry(const char *folded)
{
    kbg__suggest suggest = { .memory = &kbg__memory_default };
    kbg__suggest_reader reader = { .text = folded, .len = strlen(folded) };
    uint32_t row[64] = { KBG__SUGGEST_END };
    size_t len = 1;
    while (kbg__suggest_read(&reader))
        for (int i = 0; i < reader.count; i++)
            row[len++] = reader.character[i];
    row[len++] = KBG__SUGGEST_END;
    assert_int_equal(kbg__suggest_set_text(&suggest, row, len), KBG_OK);
    return suggest;
}

enum { NO = 0, LETTERS = KBG__WRITING_LETTERS, SOUNDS = KBG__WRITING_SOUNDS, CHARACTERS = KBG__WRITING_CHARACTERS };

/* What is typed against the beginning of an entry. */
static const struct {
    const char *typed, *entry;
    unsigned writing;
    uint32_t count;
} rows[] = {
    { "退货", "退货流程", CHARACTERS, 2 },
    { "退", "退货流程", CHARACTERS, 1 },
    { "tuihuo", "退货流程", SOUNDS, 2 },
    { "tui huo", "退货流程", SOUNDS, 2 },
    { "tui'huo", "退货流程", SOUNDS, 2 },
    { "退huo", "退货流程", SOUNDS, 2 },
    { "tui货", "退货流程", SOUNDS, 2 },
    { "退货lc", "退货流程", LETTERS, 4 },
    { "thlc", "退货流程", LETTERS, 4 },
    { "t h l c", "退货流程", LETTERS, 4 },
    { "tuih", "退货流程", LETTERS, 2 },
    { "tui h", "退货流程", LETTERS, 2 },
    { "tu", "退货流程", LETTERS, 1 },
    { "thuo", "退货流程", LETTERS, 2 },
    { "tuihuoliuchengtu", "退货流程图", SOUNDS, 5 },
    { "退换", "退货流程", NO, 0 },
    { "推货", "退货流程", NO, 0 }, /* characters match themselves only */
    { "tuihuoo", "退货流程", NO, 0 },
    { "thlct", "退货流程", NO, 0 },
    { "tu'i", "退货流程", NO, 0 },
    { "h", "退货流程", NO, 0 },
    /* more than one way to cut */
    { "xian", "先", SOUNDS, 1 },
    { "xian", "西安", SOUNDS, 2 },
    { "xi'an", "西安", SOUNDS, 2 },
    { "xi'an", "先", NO, 0 },
    { "xian", "先安", SOUNDS, 1 },  /* rather than xi-an, which is worse and longer */
    { "xia", "西安", LETTERS, 2 },
    { "zs", "真实", LETTERS, 2 },
    { "zhs", "真实", LETTERS, 2 },
    { "zsh", "真实", LETTERS, 2 },
    { "zhsh", "真实", LETTERS, 2 },
    { "zhenshi", "真实", SOUNDS, 2 },
    { "fangan", "方案", SOUNDS, 2 },
    { "fangan", "反感", SOUNDS, 2 },
    /* ü */
    { "lvse", "绿色", SOUNDS, 2 },
    { "lüse", "绿色", SOUNDS, 2 },
    { "luse", "绿色", SOUNDS, 2 },
    { "lv", "绿色", SOUNDS, 1 },
    { "nver", "女儿", SOUNDS, 2 },
    { "jvzi", "橘子", SOUNDS, 2 },
    { "v", "绿色", NO, 0 },
    { "l'v", "绿色", NO, 0 },
    { "tvi", "退货", NO, 0 },
    { "lv", "lv专柜", CHARACTERS, 2 },
    { "lü", "lv专柜", NO, 0 },
    { "ü", "übung", CHARACTERS, 1 },
    /* letters and digits of the entry */
    { "iph", "iphone 15", CHARACTERS, 3 },
    { "iphone15", "iphone 15", CHARACTERS, 8 },
    { "i phone", "iphone 15", CHARACTERS, 6 },
    { "wifi", "wi-fi密码", CHARACTERS, 4 },
    { "wi-fimm", "wi-fi密码", LETTERS, 6 },
    { "5gtc", "5g套餐", LETTERS, 4 },
    { "txu", "t恤", SOUNDS, 2 },
    { "tx", "t恤", LETTERS, 2 },
    { "t恤", "t恤", CHARACTERS, 2 },
    { "xx", "x先", LETTERS, 2 },
    /* other scripts */
    { "ルー", "ルーター", CHARACTERS, 2 },
    { "𠮷", "𠮷野家", CHARACTERS, 2 },
    { "𠮷y", "𠮷野家", LETTERS, 3 },
};

static void typed_text_matches(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__typed typed;
        uint32_t count = 0;
        kbg__typed_set(&typed, rows[i].typed, strlen(rows[i].typed));
        kbg__suggest entry = take_entry(rows[i].entry);
        uint32_t length = (uint32_t)entry.text_len - 2;
        unsigned inside = kbg__typed_match(&typed, &entry, 1, false, &count);
        unsigned expected = rows[i].writing ? kbg__fit(KBG__PLACE_INSIDE, (kbg__writing)rows[i].writing) : 0;
        if (inside != expected || (expected && count != rows[i].count))
            fail_msg("%s in %s: fit %u, %u characters", rows[i].typed, rows[i].entry, inside, count);
        unsigned first = kbg__typed_match(&typed, &entry, 1, true, &count);
        if ((first > 0) != (expected > 0))
            fail_msg("%s before %s: fit %u", rows[i].typed, rows[i].entry, first);
        if (first && count == length)
            assert_int_equal(kbg__fit_place(first), KBG__PLACE_WHOLE);
        kbg__suggest_free(&entry);
    }
}

/* The whole text is a better place than its beginning, even when it is written worse. */
static void the_place_comes_before_the_writing(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *entry;
        kbg__match_place place;
        unsigned writing;
        uint32_t count;
    } places[] = {
        { "退货", "退货", KBG__PLACE_WHOLE, CHARACTERS, 2 },   { "退货", "退货了", KBG__PLACE_BEGINNING, CHARACTERS, 2 },
        { "th", "退货", KBG__PLACE_WHOLE, LETTERS, 2 },        { "xian", "先", KBG__PLACE_WHOLE, SOUNDS, 1 },
        { "xian", "先啊", KBG__PLACE_BEGINNING, SOUNDS, 1 },   { "xian", "先安", KBG__PLACE_WHOLE, LETTERS, 2 },
        { "xian", "先安啊", KBG__PLACE_BEGINNING, SOUNDS, 1 },
    };
    for (size_t i = 0; i < ROWS(places); i++) {
        kbg__typed typed;
        uint32_t count = 0;
        kbg__typed_set(&typed, places[i].typed, strlen(places[i].typed));
        kbg__suggest entry = take_entry(places[i].entry);
        unsigned fit = kbg__typed_match(&typed, &entry, 1, true, &count);
        if (kbg__fit_place(fit) != places[i].place || kbg__fit_writing(fit) != places[i].writing ||
            count != places[i].count)
            fail_msg("%s in %s: fit %u, %u characters", places[i].typed, places[i].entry, fit, count);
        kbg__suggest_free(&entry);
    }
}

/* Backwards the same matches are found: from behind the last character to the first one. */
static void backwards_is_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__typed typed;
        uint8_t starts[KBG__TYPED_MOST];
        kbg__typed_set(&typed, rows[i].typed, strlen(rows[i].typed));
        kbg__suggest entry = take_entry(rows[i].entry);
        size_t found = 0;
        for (uint32_t end = 1; kbg__suggest_at(&entry, end) != KBG__SUGGEST_END; end++) {
            size_t count = kbg__typed_match_back(&typed, typed.count, &entry, 1 + end, starts);
            for (size_t k = 0; k < count; k++)
                found += starts[k] == end && end == rows[i].count;
        }
        if (found != (rows[i].writing != NO))
            fail_msg("%s in %s: %zu", rows[i].typed, rows[i].entry, found);
        kbg__suggest_free(&entry);
    }
}

static void fits_are_ordered(void **state)
{
    (void)state;
    unsigned before = 0;
    for (kbg__match_place place = KBG__PLACE_INSIDE; place <= KBG__PLACE_WHOLE; place++) {
        for (unsigned writing = LETTERS; writing <= CHARACTERS; writing++) {
            unsigned fit = kbg__fit(place, (kbg__writing)writing);
            assert_int_equal(fit, before + 1);
            assert_int_equal(kbg__fit_place(fit), place);
            assert_int_equal(kbg__fit_writing(fit), writing);
            before = fit;
        }
    }
    assert_int_equal(before, KBG__FITS - 1);
}

static void what_is_too_long_is_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *piece;
        size_t times, count;
    } lengths[] = {
        { "", 1, 0 },          { "？ ", 300, 0 },   { "a", 1, 1 },      { "a", 128, 128 }, { "a", 129, 0 },
        { "a ", 128, 128 },    { "退", 128, 128 },  { "退", 129, 0 },   { "𠮷", 64, 128 }, { "𠮷", 65, 0 },
        { "zhuang", 21, 126 }, { "zhuang", 22, 0 }, { "a", 100000, 0 },
    };
    for (size_t i = 0; i < ROWS(lengths); i++) {
        kbg__typed typed;
        kbg__buffer text;
        kbg__buffer_init(&text, &kbg__memory_default);
        for (size_t n = 0; n < lengths[i].times; n++)
            kbg__buffer_add_cstr(&text, lengths[i].piece);
        kbg__typed_set(&typed, text.data, text.len);
        assert_int_equal(typed.count, lengths[i].count);
        assert_int_equal(typed.empty, text.len == 0);
        kbg__buffer_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typed_text_matches),
        cmocka_unit_test(the_place_comes_before_the_writing),
        cmocka_unit_test(backwards_is_the_same),
        cmocka_unit_test(fits_are_ordered),
        cmocka_unit_test(what_is_too_long_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
