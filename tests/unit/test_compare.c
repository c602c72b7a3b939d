/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "plain_compare.h"
#include "rank/compare.h"
#include "rank/places.h"

#include <stdio.h>

enum { TEXT_ROOM = 4 * KBG__UNITS_COMPARED + 200, QUESTIONS = 12, PARTS = 3 };

/* What random texts are made of: characters that sound alike, runs, syllables, and what parts units. */
static const char *const pieces[] = { "退", "推", "腿", "货", "火", "或", "换", "运", "费", "怎么", "款",
                                      "iphone", "15", "tuihuo", "huo", "，", " ", "吗" };

static const char synonyms[] = "退货 > 换款 : 0.5\n退货 > 费 : 0.25\n怎么 > 吗 : 1\n运费 > 火运费货 : 0.75\niphone > 换货 : 0.5\n"
                               "推 > 退 : 0.25\n换货 > iphone 15 : 0.9\n或 > 火 火 : 1\n";

/* A text of at most `most` pieces; few kinds of them make texts that repeat themselves. */
static void random_text(char *text, test_random *random, uint32_t most, uint32_t first, uint32_t kinds)
{
    text[0] = '\0';
    for (uint32_t n = 1 + test_random_below(random, most); n > 0; n--) {
        const char *piece = pieces[(first + test_random_below(random, kinds)) % ROWS(pieces)];
        if (strlen(text) + strlen(piece) + 10 > TEXT_ROOM)
            return;
        strcat(text, piece);
    }
}

static void random_base(test_base *base, const kbg__words *words, test_random *random, uint32_t most, uint32_t kinds)
{
    static char lines[QUESTIONS * (TEXT_ROOM + 64)], text[TEXT_ROOM];
    size_t len = 0;
    for (int i = 0; i < QUESTIONS; i++) {
        random_text(text, random, most, test_random_below(random, ROWS(pieces)), kinds);
        len += (size_t)snprintf(lines + len, sizeof(lines) - len, "{\"id\":\"%d\",\"question\":\"问%s\"}\n", i, text);
    }
    test_base_init_with(base, words, lines, len);
}

/* What the comparisons of a test had to do with. */
typedef struct tally {
    size_t all, sounding, lost, read, out_of_order, full;
} tally;

/* Compares with each question of the part at hand. */
static void compare_all(const kbg__message *message, const kbg__index *index, const char *text, tally *seen)
{
    for (uint32_t face = 0; face < index->face_count; face++) {
        kbg__compared compared;
        kbg__comparison is, expected;
        bool covered[KBG__UNITS_COMPARED] = { false };
        plain_compare(message, face, covered, &expected);
        kbg__message_compare(message, face, &compared);
        kbg__compared_measure(message, &compared, &is);
        if (memcmp(&is, &expected, sizeof(is)) != 0)
            fail_msg("%s, face %u: covered %.17g %.17g, covers %.17g %.17g, rare %.17g %.17g, pairs %.17g %.17g, "
                     "order %.17g %.17g, likeness %.17g %.17g, missing %.17g %.17g, %.17g %.17g, extra %.17g %.17g",
                     text, (unsigned)face, is.covered, expected.covered, is.covers, expected.covers, is.covers_rare,
                     expected.covers_rare, is.pairs, expected.pairs, is.order, expected.order, is.likeness,
                     expected.likeness, is.runs_missing, expected.runs_missing, is.rare_missing, expected.rare_missing,
                     is.rare_extra, expected.rare_extra);
        for (size_t i = 0; i < KBG__UNITS_COMPARED; i++)
            if (kbg__places_has(compared.covered, i) != covered[i])
                fail_msg("%s, face %u: unit %zu", text, (unsigned)face, i);
        seen->all++;
        for (size_t k = 0; k < compared.shared_count; k++)
            seen->sounding += kbg__places_any(
                kbg__places_without(compared.shared[k].common, compared.row->terms[compared.shared[k].number]));
        seen->lost += compared.lost > 0;
        seen->read += compared.row != &message->row;
        seen->out_of_order += is.order > 0 && is.order < 1;
        seen->full += message->row.count == KBG__UNITS_COMPARED && compared.count == KBG__UNITS_COMPARED;
    }
}

/* Random messages and bases of one to three parts, of texts of at most `most` pieces. */
static tally run(uint64_t seed, int rounds, uint32_t most, bool with_synonyms)
{
    test_random random = { seed };
    kbg__words *words = with_synonyms ? test_words_of(NULL, synonyms, NULL) : NULL;
    static uint64_t revision = 5000000;
    static char text[TEXT_ROOM];
    kbg__tokenizer tokenizer;
    kbg__message message;
    tally seen = { 0 };
    kbg__message_init(&message, &kbg__memory_default);
    for (int round = 0; round < rounds; round++) {
        static const double shares[] = { 0, 0.3, 0.8, 1 };
        test_base bases[PARTS];
        kbg__corpus_part parts[PARTS];
        uint32_t count = 1 + test_random_below(&random, PARTS), kinds = 1 + test_random_below(&random, ROWS(pieces));
        for (uint32_t p = 0; p < count; p++) {
            random_base(&bases[p], words ? words : test_words(), &random, most, kinds);
            parts[p] = bases[p].part;
        }
        kbg__corpus corpus = { .parts = parts, .count = count, .revision = ++revision };
        corpus.statistics = kbg__corpus_statistics(parts, count);
        assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &bases[0].rules, true), KBG_OK);
        for (int m = 0; m < 20; m++) {
            bases[0].weights.value[KBG__WEIGHT_SOUND_SHARE] = shares[test_random_below(&random, ROWS(shares))];
            random_text(text, &random, most, test_random_below(&random, ROWS(pieces)), kinds);
            assert_int_equal(kbg__tokenize(&tokenizer, words ? words : test_words(), text, strlen(text)), KBG_OK);
            assert_int_equal(kbg__message_set(&message, &corpus, &bases[0].weights, &tokenizer, NULL), KBG_OK);
            for (uint32_t p = 0; p < count; p++) {
                assert_int_equal(kbg__message_take(&message, p), KBG_OK);
                compare_all(&message, parts[p].index, text, &seen);
            }
        }
        kbg__tokenizer_free(&tokenizer);
        for (uint32_t p = 0; p < count; p++)
            test_base_free(&bases[p]);
    }
    kbg__message_free(&message);
    if (words)
        test_words_free(words);
    return seen;
}

static void short_texts_compare_as_is_defined(void **state)
{
    (void)state;
    tally seen = run(1, 150, 8, false);
    assert_true(seen.sounding > 1000 && seen.lost > 200 && seen.out_of_order > 1000 && seen.read == 0);
}

static void synonyms_compare_as_is_defined(void **state)
{
    (void)state;
    tally seen = run(2, 150, 10, true);
    assert_true(seen.sounding > 1000 && seen.lost > 200 && seen.read > 1000);
}

/* Rows of up to some more units than are compared. */
static void long_texts_compare_as_is_defined(void **state)
{
    (void)state;
    tally seen = run(3, 6, 160, false);
    assert_true(seen.sounding > 100 && seen.lost > 50 && seen.full > 10);
    seen = run(4, 6, 160, true);
    assert_true(seen.sounding > 100 && seen.read > 100 && seen.full > 10);
}

/* All of one character: every unit of one stands everywhere in the other. */
static void equal_units_compare_as_is_defined(void **state)
{
    (void)state;
    static const size_t lengths[] = { 1, 2, 63, 64, 65, 127, 128, 129 };
    static const char *const units[] = { "退", "推", "tui" };
    test_base base;
    kbg__buffer lines;
    kbg__tokenizer tokenizer;
    kbg__message message;
    tally seen = { 0 };
    kbg__buffer_init(&lines, &kbg__memory_default);
    for (size_t i = 0; i < ROWS(lengths); i++) {
        char line[100];
        (void)snprintf(line, sizeof(line), "{\"id\":\"%zu\",\"question\":\"", i);
        kbg__buffer_add_cstr(&lines, line);
        for (size_t n = 0; n < lengths[i]; n++)
            kbg__buffer_add_cstr(&lines, "退");
        kbg__buffer_add_cstr(&lines, "\"}\n");
    }
    test_base_init(&base, lines.data, lines.len);
    base.weights.value[KBG__WEIGHT_SOUND_SHARE] = 0.5;
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &base.rules, true), KBG_OK);
    kbg__message_init(&message, &kbg__memory_default);
    for (size_t u = 0; u < ROWS(units); u++)
        for (size_t i = 0; i < ROWS(lengths); i++) {
            char text[TEXT_ROOM] = "";
            for (size_t n = 0; n < lengths[i]; n++)
                strcat(text, units[u]);
            assert_int_equal(kbg__tokenize(&tokenizer, test_words(), text, strlen(text)), KBG_OK);
            assert_int_equal(kbg__message_set(&message, &base.corpus, &base.weights, &tokenizer, NULL), KBG_OK);
            assert_int_equal(kbg__message_take(&message, 0), KBG_OK);
            compare_all(&message, &base.index, text, &seen);
        }
    assert_int_equal(seen.all, ROWS(units) * ROWS(lengths) * ROWS(lengths));
    assert_true(seen.full > 0 && seen.sounding > 0);
    kbg__message_free(&message);
    kbg__tokenizer_free(&tokenizer);
    test_base_free(&base);
    kbg__buffer_free(&lines);
}

static void places_are_a_set(void **state)
{
    (void)state;
    test_random random = { 8 };
    for (int round = 0; round < 2000; round++) {
        bool in[2][KBG__UNITS_COMPARED];
        kbg__places sets[2] = { { 0, 0 }, { 0, 0 } };
        uint32_t density = 1 + test_random_below(&random, 40);
        for (int s = 0; s < 2; s++)
            for (size_t i = 0; i < KBG__UNITS_COMPARED; i++) {
                in[s][i] = test_random_below(&random, density) == 0;
                if (in[s][i])
                    kbg__places_add(&sets[s], i);
            }
        kbg__places both = kbg__places_and(sets[0], sets[1]), either = kbg__places_or(sets[0], sets[1]);
        kbg__places only = kbg__places_without(sets[0], sets[1]), rest = sets[0];
        kbg__places behind = kbg__places_behind(sets[0]), before = kbg__places_before(sets[0]);
        bool any = false;
        for (size_t i = 0; i < KBG__UNITS_COMPARED; i++) {
            assert_int_equal(kbg__places_has(sets[0], i), in[0][i]);
            assert_int_equal(kbg__places_has(both, i), in[0][i] && in[1][i]);
            assert_int_equal(kbg__places_has(either, i), in[0][i] || in[1][i]);
            assert_int_equal(kbg__places_has(only, i), in[0][i] && !in[1][i]);
            assert_int_equal(kbg__places_has(behind, i), i > 0 && in[0][i - 1]);
            assert_int_equal(kbg__places_has(before, i), i + 1 < KBG__UNITS_COMPARED && in[0][i + 1]);
            any = any || in[0][i];
        }
        assert_int_equal(kbg__places_any(sets[0]), any);
        for (size_t i = 0; i < KBG__UNITS_COMPARED; i++)
            if (in[0][i])
                assert_int_equal(kbg__places_take(&rest), i);
        assert_false(kbg__places_any(rest));
        size_t end = test_random_below(&random, KBG__UNITS_COMPARED + 1);
        kbg__places below = kbg__places_below(end);
        for (size_t i = 0; i < KBG__UNITS_COMPARED; i++) {
            kbg__places one = kbg__places_of(i), first = kbg__places_first(one);
            assert_int_equal(kbg__places_has(below, i), i < end);
            assert_true(kbg__places_has(one, i) && kbg__places_has(first, i));
            assert_int_equal(kbg__places_take(&one), i);
            assert_false(kbg__places_any(one));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_a_set),
        cmocka_unit_test(short_texts_compare_as_is_defined),
        cmocka_unit_test(synonyms_compare_as_is_defined),
        cmocka_unit_test(long_texts_compare_as_is_defined),
        cmocka_unit_test(equal_units_compare_as_is_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
