/* SPDX-License-Identifier: MIT */
#include "pieces.h"

#include "rank/masses.h"
#include "text/sound.h"

#include <math.h>

/* (log1p((n - df + 0.5) / (df + 0.5)) for questions and for items) / 2, worked out by hand: with 3 questions and 2 items. */
static void a_mass_is_the_mean_of_two_rarities(void **state)
{
    (void)state;
    static const struct {
        kbg__term_counts counts;
        double expected;
    } rows[] = {
        { { 0, 0 }, (2.0794415416798357 + 1.791759469228055) / 2 },   /* log 8, log 6 */
        { { 1, 1 }, (0.98082925301172619 + 0.69314718055994529) / 2 }, /* log (8 / 3), log 2 */
        { { 3, 2 }, (0.13353139262452263 + 0.18232155679395459) / 2 }, /* log (8 / 7), log (6 / 5) */
    };
    static const kbg__corpus corpus = { .statistics = { .items = 2, .questions = 3 }, .revision = 1 };
    kbg__masses masses;
    kbg__masses_init(&masses, &kbg__memory_default);
    assert_int_equal(kbg__masses_set(&masses, &corpus), KBG_OK);
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_close(kbg__mass(&masses, rows[i].counts), rows[i].expected);
    assert_true(masses.unknown == kbg__mass(&masses, rows[0].counts));
    kbg__masses_free(&masses);
}

/* One kbg__masses goes from corpus to corpus, as in a searcher whose base changes. */
static void masses_do_not_depend_on_parts(void **state)
{
    (void)state;
    test_random random = { 5 };
    kbg__masses masses, single;
    kbg__masses_init(&masses, &kbg__memory_default);
    kbg__masses_init(&single, &kbg__memory_default);
    for (int round = 0; round < 60; round++) {
        pieces p;
        pieces_init(&p, &random);
        const kbg__interner *terms = &p.living.index.classes[KBG__TOKEN_CHAR].terms;
        assert_int_equal(kbg__masses_set(&masses, &p.corpus), KBG_OK);
        assert_int_equal(kbg__masses_set(&single, &p.living.corpus), KBG_OK);
        assert_int_equal(kbg__masses_take(&single, 0), KBG_OK);
        assert_true(masses.unknown == single.unknown);
        for (size_t i = 0; i < p.count; i++) {
            assert_int_equal(kbg__masses_take(&masses, i), KBG_OK);
            for (uint32_t t = 0; t < p.bases[i].index.classes[KBG__TOKEN_CHAR].terms.count; t++) {
                size_t len;
                const char *text = kbg__interner_text(&p.bases[i].index.classes[KBG__TOKEN_CHAR].terms, t, &len);
                uint32_t other = kbg__interner_find(terms, text, len);
                double expected = other == KBG__NOT_INTERNED ? single.unknown : kbg__mass_of(&single, other);
                for (int twice = 0; twice < 2; twice++)
                    assert_true(kbg__mass_of(&masses, t) == expected);
            }
        }
        for (uint16_t sound = 1; sound <= kbg__sound_count(); sound++) {
            double is, expected;
            assert_int_equal(kbg__masses_of_sound(&masses, sound, &is), KBG_OK);
            assert_int_equal(kbg__masses_of_sound(&single, sound, &expected), KBG_OK);
            assert_true(is == expected);
        }
        pieces_free(&p);
    }
    kbg__masses_free(&masses);
    kbg__masses_free(&single);
}

/* Two characters that sound alike: rarer together than never, more common than either. */
static void a_sound_is_as_common_as_its_characters_together(void **state)
{
    (void)state;
    static const char items[] = "{\"id\":\"a\",\"question\":\"退\"}\n{\"id\":\"b\",\"question\":\"腿\"}\n{\"id\":\"c\",\"question\":\"货\"}\n";
    test_base base;
    kbg__masses masses;
    double both, one, none;
    test_base_init(&base, LIT(items));
    kbg__masses_init(&masses, base.memory);
    assert_int_equal(kbg__masses_set(&masses, &base.corpus), KBG_OK);
    double mass = kbg__mass(&masses, (kbg__term_counts){ 1, 1 });
    assert_int_equal(kbg__masses_of_sound(&masses, kbg__sound_of(0x9000), &both), KBG_OK); /* 退 */
    assert_int_equal(kbg__masses_of_sound(&masses, kbg__sound_of(0x8D27), &one), KBG_OK); /* 货 */
    assert_int_equal(kbg__masses_of_sound(&masses, kbg__sound_of(0x597D), &none), KBG_OK); /* 好 */
    assert_close(one, mass);
    assert_close(both, fmax(0, mass - log(2)));
    assert_true(none == masses.unknown);
    kbg__masses_free(&masses);
    test_base_free(&base);
}

static void another_revision_is_worked_out_again(void **state)
{
    (void)state;
    test_base base;
    kbg__masses masses;
    test_base_init(&base, LIT("{\"id\":\"a\",\"question\":\"退\"}\n{\"id\":\"b\",\"question\":\"货\"}\n"));
    kbg__masses_init(&masses, base.memory);
    assert_int_equal(kbg__masses_set(&masses, &base.corpus), KBG_OK);
    assert_int_equal(kbg__masses_take(&masses, 0), KBG_OK);
    double before = kbg__mass_of(&masses, 0);
    assert_int_equal(kbg__masses_set(&masses, &base.corpus), KBG_OK); /* the same: kept */
    assert_int_equal(kbg__masses_take(&masses, 0), KBG_OK);
    assert_int_equal(masses.at->of[0].stamp, masses.stamp);
    base.corpus.revision += 1000;
    base.corpus.statistics.questions += 100;
    assert_int_equal(kbg__masses_set(&masses, &base.corpus), KBG_OK);
    assert_int_equal(kbg__masses_take(&masses, 0), KBG_OK);
    assert_true(kbg__mass_of(&masses, 0) > before);
    masses.stamp = UINT32_MAX; /* the next one begins anew */
    double now = kbg__mass_of(&masses, 0);
    base.corpus.revision++;
    assert_int_equal(kbg__masses_set(&masses, &base.corpus), KBG_OK);
    assert_int_equal(masses.stamp, 1);
    assert_int_equal(kbg__masses_take(&masses, 0), KBG_OK);
    assert_int_not_equal(masses.at->of[0].stamp, masses.stamp);
    assert_true(kbg__mass_of(&masses, 0) == now);
    kbg__masses_free(&masses);
    test_base_free(&base);
}

static void marks_last_as_long_as_the_part_is_at_hand(void **state)
{
    (void)state;
    test_base base;
    kbg__masses masses;
    test_base_init(&base, LIT("{\"id\":\"a\",\"question\":\"退\"}\n{\"id\":\"b\",\"question\":\"货\"}\n"));
    kbg__masses_init(&masses, base.memory);
    assert_int_equal(kbg__masses_set(&masses, &base.corpus), KBG_OK);
    static const uint32_t before[] = { 0, 1, UINT32_MAX - 1, UINT32_MAX };
    for (size_t i = 0; i < ROWS(before); i++) {
        masses.mark = before[i];
        assert_int_equal(kbg__masses_take(&masses, 0), KBG_OK);
        assert_int_not_equal(masses.mark, 0);
        for (uint32_t t = 0; t < 2; t++)
            assert_int_not_equal(masses.at->of[t].mark, masses.mark);
        double mass = kbg__mass_of(&masses, 1);
        kbg__masses_mark(&masses, 1);
        assert_int_equal(masses.at->of[1].mark, masses.mark);
        assert_int_not_equal(masses.at->of[0].mark, masses.mark);
        assert_true(kbg__mass_of(&masses, 1) == mass);
    }
    kbg__masses_free(&masses);
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mass_is_the_mean_of_two_rarities),
        cmocka_unit_test(masses_do_not_depend_on_parts),
        cmocka_unit_test(a_sound_is_as_common_as_its_characters_together),
        cmocka_unit_test(another_revision_is_worked_out_again),
        cmocka_unit_test(marks_last_as_long_as_the_part_is_at_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
