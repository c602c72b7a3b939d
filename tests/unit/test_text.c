/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/text.h"

static void texts_are_compared(void **state)
{
    (void)state;
    kbg_text text = TEXT("退货"), same = TEXT("退货"), longer = TEXT("退货了"), none = { NULL, 0 }, empty = TEXT("");
    assert_true(kbg__text_is(text, "退货"));
    assert_false(kbg__text_is(text, "退"));
    assert_false(kbg__text_is(text, "退货了"));
    assert_true(kbg__text_is(none, ""));
    assert_true(kbg__text_begins(longer, "退货"));
    assert_true(kbg__text_begins(none, ""));
    assert_false(kbg__text_begins(text, "退货了"));
    assert_true(kbg__text_equal(text, same));
    assert_false(kbg__text_equal(text, longer));
    assert_true(kbg__text_equal(none, empty));
}

static const struct {
    kbg_text text;
    const char *trimmed, *first_line; /* of 4 characters at most */
} rows[] = {
    { { NULL, 0 }, "", "" },
    { TEXT(" \t\r\n"), "", "" },
    { TEXT("退货"), "退货", "退货" },
    { TEXT("\n 退 货\t\n"), "退 货", "退 货" },
    { TEXT("\r\n一二三四五\r\n六"), "一二三四五\r\n六", "一二三四" },
    { TEXT("一二 \r三"), "一二 \r三", "一二" },
    { TEXT("一二三 四"), "一二三 四", "一二三" },
};

static void texts_are_trimmed_and_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg_text trimmed = kbg__text_trimmed(rows[i].text), line = kbg__text_first_line(rows[i].text, 4);
        assert_true(kbg__text_is(trimmed, rows[i].trimmed));
        assert_true(kbg__text_is(line, rows[i].first_line));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_compared),
        cmocka_unit_test(texts_are_trimmed_and_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
