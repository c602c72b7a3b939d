/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/record.h"
#include "rank/bm25.h"
#include "rank/compare.h"
#include "text/sound.h"

#include <math.h>

#include <stdio.h>

/* Four questions; the faces have their numbers. */
static const char items[] = "{\"id\":\"0\",\"question\":\"怎么退货\"}\n{\"id\":\"1\",\"question\":\"换货运费\"}\n"
                            "{\"id\":\"2\",\"question\":\"退货退款\"}\n{\"id\":\"3\",\"question\":\"iphone多少钱\"}\n";

static test_base base;
static kbg__tokenizer tokenizer;
static kbg__message message;
static double none, one, two, three; /* mass of a unit that so many questions hold */

static int open_base(void **state)
{
    (void)state;
    test_base_init(&base, LIT(items));
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &base.rules, true), KBG_OK);
    kbg__message_init(&message, &kbg__memory_default);
    base.weights.value[KBG__WEIGHT_SOUND_SHARE] = 0.5;
    none = kbg__bm25_idf(4, 0);
    one = kbg__bm25_idf(4, 1);
    two = kbg__bm25_idf(4, 2);
    three = kbg__bm25_idf(4, 3);
    return 0;
}

static int close_base(void **state)
{
    (void)state;
    kbg__message_free(&message);
    kbg__tokenizer_free(&tokenizer);
    test_base_free(&base);
    return 0;
}

static const kbg__words *words; /* NULL: test_words() */

static void set(const char *text)
{
    assert_int_equal(kbg__tokenize(&tokenizer, words ? words : test_words(), text, strlen(text)), KBG_OK);
    assert_int_equal(kbg__message_set(&message, &base.corpus, &base.weights, &tokenizer, NULL), KBG_OK);
    assert_int_equal(kbg__message_take(&message, 0), KBG_OK);
}

/* Compares with a face; covered[i] is set for each unit i of the message that it has. */
static void compare_face(uint32_t face, bool covered[KBG__UNITS_COMPARED], kbg__comparison *c)
{
    kbg__compared compared;
    kbg__message_compare(&message, face, &compared);
    kbg__compared_measure(&message, &compared, c);
    for (size_t i = 0; i < KBG__UNITS_COMPARED; i++)
        covered[i] = kbg__places_has(compared.covered, i);
}

/* The same; the units as a string of 1 and 0. */
static kbg__comparison compare(const char *text, uint32_t face, const char *expected)
{
    kbg__comparison c;
    bool covered[KBG__UNITS_COMPARED] = { false };
    char units[KBG__UNITS_COMPARED + 1] = "";
    set(text);
    compare_face(face, covered, &c);
    for (size_t i = 0; i < message.row.count; i++)
        units[i] = covered[i] ? '1' : '0';
    assert_string_equal(units, expected);
    return c;
}

static void a_message_is_a_row_of_units(void **state)
{
    (void)state;
    set("退货，iphone15");
    assert_int_equal(message.row.count, 4);
    const double masses[] = { two, three, one, none };
    static const bool touches[] = { false, true, false, true }, runs[] = { false, false, true, true };
    for (size_t i = 0; i < 4; i++) {
        assert_true(message.row.units[i].mass == masses[i]);
        assert_int_equal(message.row.units[i].touches, touches[i]);
        assert_int_equal(message.row.units[i].is_run, runs[i]);
        assert_int_equal(message.row.units[i].is_doubtful, i >= 2); /* 退货 is known */
        assert_int_equal(message.row.units[i].term == KBG__NOT_INTERNED, i == 3);
    }
    assert_close(message.row.whole, two + three + one + none);
    assert_close(message.row.pairs, two + three + one + none);
    set("请问退货"); /* small talk is left out */
    assert_int_equal(message.row.count, 2);
    assert_close(message.row.whole, two + three);
    set("");
    assert_int_equal(message.row.count, 0);
    assert_true(message.row.whole == 0 && message.row.pairs == 0);
}

static void equal_texts_have_all_in_common(void **state)
{
    (void)state;
    static const char *const texts[] = { "怎么退货", "换货运费", "退货退款", "iPhone多少錢" };
    static const char *const units[] = { "1111", "1111", "1111", "1111" };
    for (uint32_t i = 0; i < ROWS(texts); i++) {
        kbg__comparison c = compare(texts[i], i, units[i]);
        assert_close(c.covered, 1);
        assert_close(c.covers, 1);
        assert_close(c.covers_rare, 1);
        assert_close(c.pairs, 1);
        assert_close(c.order, 1);
        assert_close(c.likeness, 2);
        assert_true(c.runs_missing == 0 && c.rare_missing == 0 && c.rare_extra == 0);
    }
}

static void nothing_in_common_gives_nothing(void **state)
{
    (void)state;
    kbg__comparison c = compare("尺码", 0, "00");
    assert_true(c.covered == 0 && c.covers == 0 && c.covers_rare == 0 && c.pairs == 0 && c.order == 0);
    assert_true(c.likeness == 0 && c.runs_missing == 0);
    assert_close(c.rare_missing, 1);
    assert_close(c.rare_extra, one / none);
    c = compare("", 0, "");
    assert_true(c.covered == 0 && c.covers == 0 && c.likeness == 0 && c.rare_missing == 0);
    assert_close(c.rare_extra, one / none);
}

static void a_part_has_its_share(void **state)
{
    (void)state;
    double question = 2 * two + three + one;
    double pairs = (two + three) + (three + two) + (two + one); /* 退货 货退 退款 */
    kbg__comparison c = compare("退货", 2, "11");
    assert_close(c.covered, 1);
    assert_close(c.covers, (two + three) / question);
    assert_close(c.covers_rare, (two * two + three * three) / (2 * two * two + three * three + one * one));
    assert_close(c.pairs, 1);
    assert_close(c.order, 1);
    assert_close(c.likeness, 2 * (two + three) / (two + three + question) + 2 * (two + three) / (two + three + pairs));
    assert_close(c.rare_extra, one / none);
    assert_true(c.rare_missing == 0);
}

/* 推 is unknown and sounds like 退; next to 货 it counts by half. */
static void a_homophone_counts_by_its_share(void **state)
{
    (void)state;
    double question = 2 * one + two + three, common = 0.5 * two + three;
    kbg__comparison c = compare("推货", 0, "11");
    assert_close(c.covered, common / (none + three));
    assert_close(c.covers, common / question);
    assert_close(c.covers_rare, (0.5 * two * two + three * three) / (2 * one * one + two * two + three * three));
    assert_close(c.pairs, 0.5);
    assert_close(c.order, 1);
    assert_close(c.likeness, 2 * common / (none + three + question) +
                                 (0.5 * (none + three) + 0.5 * (two + three)) /
                                     (none + three + 2 * one + one + two + two + three));
    assert_close(c.rare_missing, 0.5);
    assert_close(c.rare_extra, one / none);
    /* Alone it says nothing, nor next to another unit, nor where the pair is known. */
    c = compare("推", 0, "0");
    assert_true(c.covered == 0);
    c = compare("推款", 0, "00");
    assert_true(c.covered == 0);
    c = compare("运费", 0, "00");
    assert_true(c.covered == 0);
    /* The same spelt in letters: four syllables, each as heavy as the only unit that sounds so. */
    c = compare("zenmetuihuo", 0, "1111");
    assert_close(c.covered, 0.5);
    assert_close(c.covers, 0.5);
    assert_close(c.pairs, 0.5);
    assert_close(c.order, 1);
    assert_true(c.runs_missing == 0); /* no runs any more */
    c = compare("tuihuo", 2, "11");
    assert_close(c.covers, 0.5 * (two + three) / (2 * two + three + one));
    /* Without a share they are strangers. */
    base.weights.value[KBG__WEIGHT_SOUND_SHARE] = 0;
    c = compare("推货", 0, "01");
    assert_close(c.covered, three / (none + three));
    base.weights.value[KBG__WEIGHT_SOUND_SHARE] = 0.5;
}

static void order_counts_the_longest_row(void **state)
{
    (void)state;
    double whole = 2 * one + two + three;
    kbg__comparison c = compare("退货怎么", 0, "1111");
    assert_close(c.covered, 1);
    assert_close(c.covers, 1);
    assert_close(c.order, 2 * one / whole); /* 怎么 is heavier than 退货 */
    assert_close(c.pairs, (two + three + 2 * one) / (two + three + three + one + 2 * one));
    assert_close(c.likeness, 1 + 2 * (two + three + 2 * one) /
                                     ((two + three + three + one + 2 * one) + (2 * one + one + two + two + three)));
    c = compare("货退么怎", 0, "1111");
    assert_close(c.covered, 1);
    assert_close(c.order, one / whole);
    assert_true(c.pairs == 0);
    assert_close(c.likeness, 1);
    c = compare("怎货退么", 0, "1111");
    assert_close(c.order, 2 * one / whole);
    c = compare("怎，么，退，货", 0, "1111"); /* in order but not neighbours */
    assert_close(c.order, 1);
    assert_true(c.pairs == 0);
    assert_close(c.likeness, 1);
}

static void a_repeated_unit_is_found_as_often_as_it_stands_there(void **state)
{
    (void)state;
    double question = 2 * two + three + one;
    kbg__comparison c = compare("退退退", 2, "111");
    assert_close(c.covered, 2.0 / 3);
    /* 退退 is unknown to the index and may be 退货退 without 货: both times it counts by half, and so does 货. */
    assert_close(c.covers, (2 * two + 0.5 * three) / question);
    assert_close(c.covers_rare,
                 (2 * two * two + 0.5 * three * three) / (2 * two * two + three * three + one * one));
    assert_close(c.pairs, 0.5);
    assert_close(c.order, 1);
    assert_close(c.likeness, (4 * two + three) / (3 * two + 0.5 * three + question) +
                                 (0.5 * 4 * two + 0.5 * (two + three)) /
                                     (4 * two + (two + three) + (three + two) + (two + one)));
    assert_close(c.rare_missing, two / none);
    assert_close(c.rare_extra, one / none);
    c = compare("退款", 0, "10");
    assert_close(c.covered, two / (two + one));
    assert_close(c.rare_missing, one / none);
}

/* What a unit lost between two others costs. */
static void a_lost_character_leaves_half_a_pair(void **state)
{
    (void)state;
    static const char lines[] = "{\"id\":\"0\",\"question\":\"退换货\"}\n{\"id\":\"1\",\"question\":\"开发票吧\"}\n"
                                "{\"id\":\"2\",\"question\":\"发，票，开，吗\"}\n{\"id\":\"3\",\"question\":\"票据\"}\n";
    static const struct {
        const char *message;
        uint32_t face;
        double pairs; /* of one: all units have the same mass */
    } rows[] = {
        { "退货", 0, 0.5 },
        { "退换货", 0, 1 },
        { "货退", 0, 0 },       /* not in this order */
        { "退，货", 0, 0 },     /* not neighbours */
        { "退 货", 0, 0.5 },    /* but these are */
        { "开票", 1, 0.5 },
        { "开吧", 1, 0 },       /* two are lost */
        { "开发票", 1, 1 },
        { "开票据", 1, 0.25 },  /* 开票 in part, and 票据 is known elsewhere */
        { "发开", 2, 0 },       /* no neighbours in the question */
        { "发吧", 1, 0.5 },
        { "开发吧", 1, 0.75 },  /* 开发, and 发吧 in part */
        { "fa吧", 1, 0 },       /* spelt: it may be anything */
    };
    test_base other;
    test_base_init(&other, LIT(lines));
    other.weights.value[KBG__WEIGHT_SOUND_SHARE] = 0.5;
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__comparison c;
        bool covered[KBG__UNITS_COMPARED] = { false };
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), rows[i].message, strlen(rows[i].message)), KBG_OK);
        assert_int_equal(kbg__message_set(&message, &other.corpus, &other.weights, &tokenizer, NULL), KBG_OK);
        assert_int_equal(kbg__message_take(&message, 0), KBG_OK);
        for (size_t k = 0; k < message.row.count; k++)
            message.row.units[k].mass = 1;
        message.row.pairs = 0;
        for (size_t k = 1; k < message.row.count; k++)
            message.row.pairs += message.row.units[k].touches ? 2 : 0;
        compare_face(rows[i].face, covered, &c);
        if (c.pairs != rows[i].pairs)
            fail_msg("%s: %.17g of the pairs, not %.17g", rows[i].message, c.pairs, rows[i].pairs);
    }
    /* The pair of the question behind the lost unit counts as much, and so does the unit itself. */
    double tui = (kbg__bm25_idf(4, 1) + kbg__bm25_idf(4, 1)) / 2;
    kbg__comparison c;
    bool covered[KBG__UNITS_COMPARED] = { false };
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), LIT("退货")), KBG_OK);
    assert_int_equal(kbg__message_set(&message, &other.corpus, &other.weights, &tokenizer, NULL), KBG_OK);
    assert_int_equal(kbg__message_take(&message, 0), KBG_OK);
    compare_face(0, covered, &c);
    assert_close(c.covered, 1);
    assert_close(c.covers, 2.5 / 3);
    assert_close(c.covers_rare, 2.5 / 3);
    assert_close(c.likeness, 5 * tui / (5.5 * tui) + (0.5 * 2 * tui + 0.5 * 2 * tui) / (2 * tui + 4 * tui));
    assert_close(c.rare_extra, 0.5 * tui / kbg__bm25_idf(4, 0));
    test_base_free(&other);
}

/* Both units may be misspelt, but the base knows them side by side. */
static void a_known_pair_lacks_nothing(void **state)
{
    (void)state;
    static const char lines[] = "{\"id\":\"0\",\"question\":\"退换货\"}\n{\"id\":\"1\",\"question\":\"退货\"}\n";
    test_base other;
    test_base_init(&other, LIT(lines));
    kbg__comparison c;
    bool covered[KBG__UNITS_COMPARED] = { false };
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), LIT("书退货书")), KBG_OK);
    assert_int_equal(kbg__message_set(&message, &other.corpus, &other.weights, &tokenizer, NULL), KBG_OK);
    assert_int_equal(kbg__message_take(&message, 0), KBG_OK);
    compare_face(0, covered, &c);
    assert_close(c.pairs, 0);
    assert_close(c.covers, 2 * kbg__bm25_idf(2, 2) / (2 * kbg__bm25_idf(2, 2) + kbg__bm25_idf(2, 1)));
    test_base_free(&other);
}

/* A syllable may be any unit that sounds so: it weighs what they would if they were one. */
static void syllables_weigh_what_their_sound_does(void **state)
{
    (void)state;
    static const char lines[] = "{\"id\":\"0\",\"question\":\"退货\",\"alternatives\":[\"收货\",\"获奖\"]}\n"
                                "{\"id\":\"1\",\"question\":\"或者火\",\"alternatives\":[\"火\",\"货\",\"火火\",\"货\"]}\n";
    test_base other;
    test_base_init(&other, LIT(lines));
    const double idf[][2] = { { 4, 2 }, { 1, 1 }, { 1, 1 }, { 3, 1 } }; /* 货 获 或 火: questions and items that hold it */
    double sum = 0;
    for (size_t i = 0; i < ROWS(idf); i++)
        sum += exp(-(kbg__bm25_idf(8, idf[i][0]) + kbg__bm25_idf(2, idf[i][1])) / 2);
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), LIT("tuihuo zhuang")), KBG_OK);
    assert_int_equal(kbg__message_set(&message, &other.corpus, &other.weights, &tokenizer, NULL), KBG_OK);
    assert_int_equal(kbg__message_take(&message, 0), KBG_OK);
    assert_int_equal(message.row.count, 3);
    assert_close(message.row.units[0].mass, (kbg__bm25_idf(8, 1) + kbg__bm25_idf(2, 1)) / 2);
    assert_close(message.row.units[1].mass, sum < 1 ? -log(sum) : 0);
    assert_close(message.row.units[2].mass, (kbg__bm25_idf(8, 0) + kbg__bm25_idf(2, 0)) / 2);
    for (uint16_t s = 0; s <= kbg__sound_count(); s++) {
        double mass;
        assert_int_equal(kbg__masses_of_sound(&message.masses, s, &mass), KBG_OK);
        assert_true(mass >= 0);
    }
    test_base_free(&other);
}

static void missing_runs_are_told(void **state)
{
    (void)state;
    double whole = one + none + two + three;
    kbg__comparison c = compare("iphone15退货", 3, "1000");
    assert_close(c.covered, one / whole);
    assert_close(c.runs_missing, none / whole);
    assert_close(c.rare_missing, 1);
    c = compare("iphone15退货", 0, "0011");
    assert_close(c.covered, (two + three) / whole);
    assert_close(c.runs_missing, (one + none) / whole);
    assert_close(c.pairs, (two + three) / (one + none + none + two + two + three));
    c = compare("退货多少钱", 3, "00111");
    assert_true(c.runs_missing == 0);
    assert_close(c.rare_missing, two / none);
}

static void only_the_first_units_are_compared(void **state)
{
    (void)state;
    char units[KBG__UNITS_COMPARED + 1];
    kbg__buffer text;
    kbg__buffer_init(&text, &kbg__memory_default);
    for (int i = 0; i < KBG__UNITS_COMPARED / 2; i++)
        kbg__buffer_add_cstr(&text, "怎么");
    kbg__buffer_add_cstr(&text, "退货");
    kbg__buffer_add_byte(&text, '\0');
    memset(units, '1', KBG__UNITS_COMPARED);
    units[KBG__UNITS_COMPARED] = '\0';
    kbg__comparison c = compare(text.data, 0, units);
    assert_int_equal(message.row.count, KBG__UNITS_COMPARED);
    assert_close(c.covered, 2.0 / KBG__UNITS_COMPARED);
    assert_close(c.covers, 2 * one / (2 * one + two + three)); /* 退货 was not seen */
    assert_true(c.order == 1);
    kbg__buffer_free(&text);
    /* A spelt run over the border is cut. */
    kbg__buffer_init(&text, &kbg__memory_default);
    for (int i = 0; i < KBG__UNITS_COMPARED - 1; i++)
        kbg__buffer_add_cstr(&text, "么");
    kbg__buffer_add_cstr(&text, "tuihuo");
    kbg__buffer_add_byte(&text, '\0');
    set(text.data);
    assert_int_equal(message.row.count, KBG__UNITS_COMPARED);
    kbg__buffer_free(&text);
}

/* A long question: what stands behind its first units does not count either. */
static void only_the_first_units_of_a_question_are_compared(void **state)
{
    (void)state;
    test_base other;
    kbg__buffer line;
    kbg__comparison c;
    bool covered[KBG__UNITS_COMPARED] = { false };
    kbg__buffer_init(&line, &kbg__memory_default);
    kbg__buffer_add_cstr(&line, "{\"id\":\"a\",\"question\":\"");
    for (int i = 0; i < KBG__UNITS_COMPARED - 1; i++)
        kbg__buffer_add_cstr(&line, "么");
    kbg__buffer_add_cstr(&line, "退货\"}\n");
    test_base_init(&other, line.data, line.len);
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), LIT("退货")), KBG_OK);
    /* Another corpus: the masses are taken anew. */
    assert_int_equal(kbg__message_set(&message, &other.corpus, &base.weights, &tokenizer, NULL), KBG_OK);
    assert_int_equal(kbg__message_take(&message, 0), KBG_OK);
    assert_close(message.row.whole, 2 * kbg__bm25_idf(1, 1));
    compare_face(0, covered, &c);
    assert_true(covered[0] && !covered[1]);
    assert_close(c.covered, 0.5);
    assert_close(c.covers, 1.0 / KBG__UNITS_COMPARED);
    test_base_free(&other);
    kbg__buffer_free(&line);
}

/* Shares stay shares, also where a unit weighs less in the message than in the question, or the row in order goes
 * another way than what was found first. */
static void all_stays_between_0_and_1(void **state)
{
    (void)state;
    static const char lines[] = "{\"id\":\"0\",\"question\":\"请问怎么退货\"}\n{\"id\":\"1\",\"question\":\"推货退\"}\n"
                                "{\"id\":\"2\",\"question\":\"推火推火货\"}\n{\"id\":\"3\",\"question\":\"货运货火\"}\n";
    static const char *const parts[] = { "请问", "谢谢", "退", "推", "货", "火", "获", "tuihuo", "运", "晕", "，", "怎么" };
    test_random random = { 77 };
    test_base other;
    test_base_init(&other, LIT(lines));
    other.weights.value[KBG__WEIGHT_FILLER] = 0.25;
    size_t full = 0;
    for (int round = 0; round < 4000; round++) {
        char text[200] = "";
        other.weights.value[KBG__WEIGHT_SOUND_SHARE] = test_random_below(&random, 5) / 4.0;
        for (uint32_t n = 1 + test_random_below(&random, 7); n > 0; n--)
            strcat(text, parts[test_random_below(&random, ROWS(parts))]);
        assert_int_equal(kbg__tokenize(&tokenizer, test_words(), text, strlen(text)), KBG_OK);
        assert_int_equal(kbg__message_set(&message, &other.corpus, &other.weights, &tokenizer, NULL), KBG_OK);
        assert_int_equal(kbg__message_take(&message, 0), KBG_OK);
        for (uint32_t face = 0; face < 4; face++) {
            kbg__comparison c;
            bool covered[KBG__UNITS_COMPARED] = { false };
            compare_face(face, covered, &c);
            const double shares[] = { c.covered, c.covers, c.covers_rare, c.pairs, c.order, c.likeness / 2,
                                      c.runs_missing, c.rare_missing, c.rare_extra };
            for (size_t i = 0; i < ROWS(shares); i++)
                if (!(shares[i] >= 0 && shares[i] <= 1))
                    fail_msg("%s, face %u: part %zu is %.17g", text, (unsigned)face, i, shares[i]);
            full += c.covered == 1;
        }
    }
    assert_true(full > 100);
    test_base_free(&other);
}

/* 退回 is read as 退货 where a question has that; what is in common counts by half then. */
static void a_synonym_is_read_in_place_of_its_word(void **state)
{
    (void)state;
    kbg__words *own = test_words_of(NULL, "退回 > 退货 : 0.5\n退回 > 运费 : 0.25\n退回 > 货运费 : 0.125\n退货 > 运费 : 1\n"
                                          "送回 > iphone : 0.5\n", NULL);
    double whole = 2 * one + two + three;
    words = own;
    kbg__comparison c = compare("怎么退回", 0, "1111");
    assert_close(c.covered, (2 * one + 0.5 * (two + three)) / whole);
    assert_close(c.covers, (2 * one + 0.5 * (two + three)) / whole);
    assert_close(c.covers_rare, (2 * one * one + 0.5 * (two * two + three * three)) /
                                    (2 * one * one + two * two + three * three));
    double pairs = 2 * one + (one + two) + (two + three), common = 2 * one + 0.5 * (one + two) + 0.5 * (two + three);
    assert_close(c.pairs, common / pairs);
    assert_close(c.order, 1);
    assert_close(c.likeness, (2 * one + 0.5 * (two + three)) / whole + common / pairs);
    assert_close(c.rare_missing, 0.5 * two / none);
    assert_close(c.rare_extra, 0.5 * two / none);
    /* The heaviest that the question has, whatever else it has too. */
    c = compare("退回", 1, "11");
    assert_close(c.covered, 0.25);
    /* Where neither stands, or the word itself, all is as without synonyms. */
    c = compare("退回", 3, "00");
    assert_true(c.covered == 0);
    c = compare("退货", 2, "11");
    assert_close(c.covered, 1);
    assert_close(c.likeness, 2 * (two + three) / (two + three + 2 * two + three + one) +
                                 2 * (two + three) / (two + three + (two + three) + (three + two) + (two + one)));
    c = compare("退货", 1, "11"); /* 货 is there, but not the word */
    assert_close(c.covered, 1);
    assert_close(c.covers, 2 * one / (3 * one + three));
    /* A word of two units that stands for one: both are covered, and nothing else. */
    c = compare("送回吗", 3, "110");
    assert_close(c.covered, 0.5 * one / (one + none));
    words = NULL;
    test_words_free(own);
}

/* Spaces stand between units where questions have them. */
static void synonyms_of_several_words_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *synonyms;
        double covered;
    } rows[] = {
        { "苹果机 > iPhone 15 : 0.5\n", 0.5 }, { "苹果机 > ＩＰＨＯＮＥ  15 : 0.5\n", 0.5 },
        { "苹果机 > iphone15 : 0.5\n", 0 },    { "苹果机 > iphone 15pro : 0.5\n", 0 },
        { "苹果机 > iphone 16 : 0.5\n", 0 },
    };
    test_base other;
    test_base_init(&other, LIT("{\"id\":\"0\",\"question\":\"iphone 15多少钱\"}\n"));
    for (size_t i = 0; i < ROWS(rows); i++) {
        bool covered[KBG__UNITS_COMPARED] = { false };
        kbg__comparison c;
        kbg__words *own = test_words_of(NULL, rows[i].synonyms, NULL);
        assert_int_equal(kbg__tokenize(&tokenizer, own, LIT("苹果机")), KBG_OK);
        assert_int_equal(kbg__message_set(&message, &other.corpus, &other.weights, &tokenizer, NULL), KBG_OK);
        assert_int_equal(kbg__message_take(&message, 0), KBG_OK);
        compare_face(0, covered, &c);
        assert_close(c.covered, rows[i].covered);
        test_words_free(own);
    }
    test_base_free(&other);
}

/* A word that goes over the last unit that is compared has no synonyms: what stands before it stays. */
static void a_word_that_is_cut_off_has_no_synonyms(void **state)
{
    (void)state;
    kbg__words *own = test_words_of(NULL, "退回 > 运费 : 0.5\n", NULL);
    for (size_t before = KBG__UNITS_COMPARED - 2; before <= KBG__UNITS_COMPARED; before++) {
        char text[KBG__UNITS_COMPARED * 3 + 10] = "";
        for (size_t i = 0; i < before; i++)
            strcat(text, "吗");
        strcat(text, "退回");
        words = own;
        set(text);
        assert_int_equal(tokenizer.synonyms.count, 1);
        assert_int_equal(message.synonym_count, before == KBG__UNITS_COMPARED - 2);
        words = NULL;
    }
    test_words_free(own);
}

/* More synonyms than there is room for, and longer ones: the rest does not count. */
static void synonyms_of_a_message_are_bounded(void **state)
{
    (void)state;
    char text[1200] = "", list[8000] = "退回 > 怎么退货换货运费退\n送回 > 怎么退货换货运费\n";
    for (int i = 0; i < 70; i++) {
        char line[64];
        (void)snprintf(line, sizeof(line), "w%c%c > 退 : 0.%d\n", 'a' + i / 26, 'a' + i % 26, 10 + i);
        strcat(list, line);
        (void)snprintf(line, sizeof(line), "w%c%c，", 'a' + i / 26, 'a' + i % 26);
        strcat(text, line);
    }
    kbg__words *own = test_words_of(NULL, list, NULL);
    words = own;
    set("退回");
    assert_int_equal(message.synonym_count, 0); /* nine units */
    set("送回");
    assert_int_equal(message.synonym_count, 1);
    assert_int_equal(message.synonyms[0].count, KBG__SYNONYM_UNITS);
    set(text);
    assert_int_equal(message.synonym_count, KBG__MESSAGE_SYNONYMS);
    for (size_t i = 1; i < message.synonym_count; i++)
        assert_true(message.synonyms[i].first > message.synonyms[i - 1].first);
    words = NULL;
    test_words_free(own);
}

/* A synonym of weight 1 is as good as the word itself: the message compares as if it had that. */
static void a_synonym_of_full_weight_is_as_good_as_its_target(void **state)
{
    (void)state;
    static const char *const parts[] = { "退", "货", "怎么", "吗", "，", "运", "多少", "iphone", "款", "15" };
    static const char *const targets[] = { "退货", "运费", "iphone", "多少钱" };
    test_random random = { 20260804 };
    size_t read = 0;
    base.weights.value[KBG__WEIGHT_SOUND_SHARE] = 0;
    for (int round = 0; round < 3000; round++) {
        char before[100] = "", behind[100] = "", with_word[300], with_target[300], list[100];
        const char *target = targets[test_random_below(&random, ROWS(targets))];
        for (uint32_t n = test_random_below(&random, 4); n > 0; n--)
            strcat(before, parts[test_random_below(&random, ROWS(parts))]);
        for (uint32_t n = test_random_below(&random, 4); n > 0; n--)
            strcat(behind, parts[test_random_below(&random, ROWS(parts))]);
        strcat(before, "，"); /* the word touches nothing: pairs of its edges are the same */
        (void)snprintf(with_word, sizeof(with_word), "%s哪能这样，%s", before, behind);
        (void)snprintf(with_target, sizeof(with_target), "%s%s，%s", before, target, behind);
        (void)snprintf(list, sizeof(list), "哪能这样 > %s : 1\n", target);
        kbg__words *own = test_words_of(NULL, list, NULL);
        for (uint32_t face = 0; face < 4; face++) {
            bool covered[KBG__UNITS_COMPARED] = { false };
            kbg__comparison c, expected;
            size_t len;
            const char *item = (const char *)base.store.items[face];
            const char *question = kbg__record_child_text(item, KBG__TAG_QUESTION, 0, "", &len);
            if (!strstr(question, target))
                continue;
            words = own;
            set(with_word);
            compare_face(face, covered, &c);
            words = NULL;
            set(with_target);
            compare_face(face, covered, &expected);
            assert_memory_equal(&c, &expected, sizeof(c));
            read++;
        }
        test_words_free(own);
    }
    assert_true(read > 3000);
    base.weights.value[KBG__WEIGHT_SOUND_SHARE] = 0.5;
}

/* What is known of the terms of a message need not be looked up again: the message is the same. */
static void terms_of_the_message_save_looking_up(void **state)
{
    (void)state;
    static const char *const texts[] = { "怎么退货", "请问退货吗", "退货退货推货", "iphone15多少钱", "tuihuo退款运费", "",
                                         "尺码退，货 退", "亲换货退" };
    static const kbg__weight zeros[] = { KBG__WEIGHT_COUNT, KBG__WEIGHT_CLASS_CHAR, KBG__WEIGHT_CLASS_PAIR,
                                         KBG__WEIGHT_FILLER };
    kbg__query_terms terms;
    kbg__query_terms_init(&terms, &kbg__memory_default);
    for (size_t z = 0; z < ROWS(zeros); z++)
        for (size_t i = 0; i < ROWS(texts); i++) {
            static kbg__unit_row expected;
            kbg__weights weights = base.weights;
            if (zeros[z] != KBG__WEIGHT_COUNT)
                weights.value[zeros[z]] = 0;
            assert_int_equal(kbg__tokenize(&tokenizer, test_words(), texts[i], strlen(texts[i])), KBG_OK);
            assert_int_equal(kbg__message_set(&message, &base.corpus, &weights, &tokenizer, NULL), KBG_OK);
            expected = message.row;
            assert_int_equal(kbg__query_terms_set(&terms, &base.corpus, &weights, &tokenizer), KBG_OK);
            assert_int_equal(kbg__message_set(&message, &base.corpus, &weights, &tokenizer, &terms), KBG_OK);
            assert_int_equal(message.row.count, expected.count);
            assert_true(message.row.whole == expected.whole && message.row.pairs == expected.pairs);
            for (size_t k = 0; k < expected.count; k++) {
                const kbg__message_unit *is = &message.row.units[k], *was = &expected.units[k];
                assert_true(is->mass == was->mass && is->is_known == was->is_known && is->sound == was->sound);
                assert_true(is->is_doubtful == was->is_doubtful && is->is_strange == was->is_strange);
                assert_true(is->touches == was->touches && is->is_run == was->is_run && is->start == was->start);
            }
        }
    kbg__query_terms_free(&terms);
}

static kbg_status set_and_take(kbg__message *own)
{
    kbg_status status = kbg__message_set(own, &base.corpus, &base.weights, &tokenizer, NULL);
    return status == KBG_OK ? kbg__message_take(own, 0) : status;
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    kbg__words *with_synonym = test_words_of(NULL, "退货 > 运费 : 0.5\n", NULL);
    assert_int_equal(kbg__tokenize(&tokenizer, with_synonym, LIT("退货 tuihuo")), KBG_OK);
    bool failed = true;
    size_t fail_at = 1;
    for (; failed; fail_at++) {
        test_memory memory;
        kbg__message own;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__message_init(&own, &memory.allocator);
        failed = set_and_take(&own) != KBG_OK;
        assert_int_equal(set_and_take(&own), KBG_OK);
        assert_int_equal(own.row.count, 4);
        kbg__message_free(&own);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 7); /* two arrays of sounds, the readings, numbers of sounds, the parts, an array of a part */
    test_words_free(with_synonym);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_a_row_of_units),
        cmocka_unit_test(equal_texts_have_all_in_common),
        cmocka_unit_test(nothing_in_common_gives_nothing),
        cmocka_unit_test(a_part_has_its_share),
        cmocka_unit_test(a_homophone_counts_by_its_share),
        cmocka_unit_test(order_counts_the_longest_row),
        cmocka_unit_test(a_repeated_unit_is_found_as_often_as_it_stands_there),
        cmocka_unit_test(a_lost_character_leaves_half_a_pair),
        cmocka_unit_test(a_known_pair_lacks_nothing),
        cmocka_unit_test(syllables_weigh_what_their_sound_does),
        cmocka_unit_test(missing_runs_are_told),
        cmocka_unit_test(only_the_first_units_are_compared),
        cmocka_unit_test(only_the_first_units_of_a_question_are_compared),
        cmocka_unit_test(all_stays_between_0_and_1),
        cmocka_unit_test(a_synonym_is_read_in_place_of_its_word),
        cmocka_unit_test(synonyms_of_several_words_are_read),
        cmocka_unit_test(a_word_that_is_cut_off_has_no_synonyms),
        cmocka_unit_test(synonyms_of_a_message_are_bounded),
        cmocka_unit_test(a_synonym_of_full_weight_is_as_good_as_its_target),
        cmocka_unit_test(terms_of_the_message_save_looking_up),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_base, close_base);
}
