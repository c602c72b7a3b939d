/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "index/shape.h"

/* Values that stand at the edges of classes, and some between. */
static const uint32_t values[] = { 0,   1,   2,   3,   4,   5,   7,   8,   9,    10,   11,   12,    13,        16,
                                   18,  19,  22,  23,  27,  28,  35,  36,  46,   47,   48,   62,    63,        64,
                                   65,  71,  72,  96,  100, 135, 136, 191, 192,  500,  759,  760,   999,       1000,
                                   1001, 4000, 70000, UINT32_MAX };

static void a_shape_has_the_lengths_of_its_faces(void **state)
{
    (void)state;
    size_t plain = 0, single = 0, group = 0;
    for (size_t q = 0; q < ROWS(values); q++)
        for (size_t u = 0; u < ROWS(values); u++)
            for (size_t e = 0; e < ROWS(values); e++) {
                uint32_t questions = values[q], units = values[u];
                uint64_t extra = (uint64_t)values[e] * (e % 3 ? 1 : 40);
                uint16_t shape = kbg__face_shape(questions, units, extra);
                kbg__lengths is = kbg__face_lengths(shape);
                assert_true(shape < KBG__FACE_SHAPES);
                assert_true(units >= is.units && units <= is.most_units);
                assert_int_equal(is.is_single, questions == 1);
                assert_int_equal(kbg__face_kind_of(shape), questions != 1 ? KBG__FACE_GROUP
                                                           : extra        ? KBG__FACE_SINGLE
                                                                          : KBG__FACE_PLAIN);
                if (questions == 1)
                    assert_true(extra >= is.extra && (extra <= is.most_extra || is.most_extra == UINT32_MAX));
                else if (questions > 1)
                    assert_true(questions >= is.questions && questions <= is.most_questions);
                plain += questions == 1 && extra == 0;
                single += questions == 1 && extra > 0;
                group += questions != 1;
            }
    assert_true(plain > 40 && single > 1000 && group > 10000);
}

static void a_shape_has_the_lengths_of_its_items(void **state)
{
    (void)state;
    for (size_t q = 0; q < ROWS(values); q++)
        for (size_t u = 0; u < ROWS(values); u++) {
            uint8_t shape = kbg__item_shape(values[q], values[u]);
            kbg__lengths is = kbg__item_lengths(shape);
            assert_true(shape < KBG__ITEM_SHAPES);
            assert_true(values[u] >= is.units && values[u] <= is.most_units);
            if (values[q] > 1)
                assert_true(values[q] >= is.questions && values[q] <= is.most_questions);
        }
}

/* Each shape is that of the shortest text that it says it has, so no two say the same. */
static void each_shape_is_its_own(void **state)
{
    (void)state;
    for (uint16_t shape = 0; shape < KBG__FACE_SHAPES; shape++) {
        kbg__lengths is = kbg__face_lengths(shape);
        assert_int_equal(kbg__face_shape(is.questions, is.units, is.extra), shape);
    }
    for (int shape = 0; shape < KBG__ITEM_SHAPES; shape++) {
        kbg__lengths is = kbg__item_lengths((uint8_t)shape);
        assert_int_equal(kbg__item_shape(is.questions, is.units), shape);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shape_has_the_lengths_of_its_faces),
        cmocka_unit_test(a_shape_has_the_lengths_of_its_items),
        cmocka_unit_test(each_shape_is_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
