/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "io/formula.h"

static const struct {
    const char *text;
    bool is_formula, is_guarded;
} rows[] = {
    { "", false, false },         { "退货", false, false },    { "=1+1", true, false },     { "+86", true, false },
    { "-5", true, false },        { "@A1", true, false },      { "\tx", true, false },      { "\rx", true, false },
    { "＝1", true, false },       { "＋1", true, false },      { "－1", true, false },      { "＠1", true, false },
    { " =1", false, false },      { "\n=1", false, false },    { "'=1", false, true },      { "''-1", false, true },
    { "'", false, false },        { "'你好'", false, false },  { "'＠", false, true },      { "\"=1", false, false },
};

static void formulas_are_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(kbg__is_formula(rows[i].text, strlen(rows[i].text)), rows[i].is_formula);
        assert_int_equal(kbg__is_guarded_formula(rows[i].text, strlen(rows[i].text)), rows[i].is_guarded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(formulas_are_known) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
