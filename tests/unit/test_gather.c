/* SPDX-License-Identifier: MIT */
/* The scores of a random base against a second implementation of the formulas: slow, over plain arrays, no index. */
#include "support.h"

#include "base/utf8.h"
#include "rank/gather.h"
#include "text/sound.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ITEMS = 60, FACES = 10, LENGTH = 8, LETTERS = 25 };

/* A small alphabet of ideographs, some of which sound alike; none is Traditional. Words have no weight here, so
 * letters, their pairs and how these sound are all tokens of a text. */
static const char alphabet[LETTERS][4] = { "退", "货", "运", "推", "火", "费", "云", "发", "换", "飞", "单", "获", "腿",
                                           "法", "还", "晕", "肥", "担", "前", "罚", "环", "钱", "丹", "欠", "天" };

/* A text as letters of the alphabet. */
typedef struct text {
    int count;
    int letters[LENGTH];
} text;

typedef struct item {
    int question_count, keyword_count, answer_count;
    text questions[FACES], keywords[3], answers[3];
} item;

static item items[ITEMS];

static void make_text(test_random *random, text *t, uint32_t most)
{
    t->count = 1 + (int)test_random_below(random, most);
    for (int i = 0; i < t->count; i++) /* low letters are frequent */
        t->letters[i] = (int)(test_random_below(random, LETTERS) * test_random_below(random, LETTERS) / LETTERS);
}

static void write_text(kbg__buffer *out, const text *t)
{
    for (int i = 0; i < t->count; i++)
        kbg__buffer_add_cstr(out, alphabet[t->letters[i]]);
}

static void make_items(test_random *random, kbg__buffer *out)
{
    for (int n = 0; n < ITEMS; n++) {
        item *i = &items[n];
        char head[40];
        i->question_count = 1 + (int)test_random_below(random, FACES);
        i->keyword_count = (int)test_random_below(random, 4);
        i->answer_count = (int)test_random_below(random, 4);
        snprintf(head, sizeof(head), "{\"id\":\"%d\",\"question\":\"", n);
        kbg__buffer_add_cstr(out, head);
        for (int k = 0; k < i->question_count; k++) {
            make_text(random, &i->questions[k], LENGTH);
            kbg__buffer_add_cstr(out, k == 0 ? "" : k == 1 ? "\",\"alternatives\":[\"" : "\",\"");
            write_text(out, &i->questions[k]);
        }
        kbg__buffer_add_cstr(out, i->question_count > 1 ? "\"],\"keywords\":[" : "\",\"keywords\":[");
        for (int k = 0; k < i->keyword_count; k++) {
            make_text(random, &i->keywords[k], 3);
            kbg__buffer_add_cstr(out, k ? ",\"" : "\"");
            write_text(out, &i->keywords[k]);
            kbg__buffer_add_cstr(out, "\"");
        }
        kbg__buffer_add_cstr(out, "],\"answers\":[");
        for (int k = 0; k < i->answer_count; k++) {
            make_text(random, &i->answers[k], LENGTH);
            kbg__buffer_add_cstr(out, k ? ",{\"body\":\"" : "{\"body\":\"");
            write_text(out, &i->answers[k]);
            kbg__buffer_add_cstr(out, "\"}");
        }
        kbg__buffer_add_cstr(out, "]}\n");
    }
}

static int sound_of(int letter)
{
    size_t at = 0;
    return kbg__sound_of(kbg__utf8_next(alphabet[letter], 3, &at));
}

/* A letter, a pair of letters, or two sounds in a row. */
typedef struct term {
    kbg__weight weight;
    int first, second;
} term;

/* How often a term stands in a text. */
static int frequency(const text *t, const term *wanted)
{
    int count = 0;
    for (int i = 0; i < t->count; i++) {
        int here = t->letters[i], next = i + 1 < t->count ? t->letters[i + 1] : -1;
        if (wanted->weight == KBG__WEIGHT_CLASS_CHAR)
            count += here == wanted->first;
        else if (next >= 0 && wanted->weight == KBG__WEIGHT_CLASS_PAIR)
            count += here == wanted->first && next == wanted->second;
        else if (next >= 0)
            count += sound_of(here) == wanted->first && sound_of(next) == wanted->second;
    }
    return count;
}

static int total(const text *texts, int count, const term *wanted)
{
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum += frequency(&texts[i], wanted);
    return sum;
}

/* How often a term stands in all texts of an item. */
static int whole(const item *i, const term *wanted)
{
    return total(i->questions, i->question_count, wanted) + total(i->keywords, i->keyword_count, wanted) +
           total(i->answers, i->answer_count, wanted);
}

/* The terms of a message, each once. How a pair sounds counts only if no text of the base has the pair itself. */
static int terms_of(const text *message, term terms[3 * LENGTH])
{
    int count = 0;
    for (int i = 0; i < message->count; i++) {
        int here = message->letters[i], next = i + 1 < message->count ? message->letters[i + 1] : -1, added = 1;
        term found[3] = { { KBG__WEIGHT_CLASS_CHAR, here, -1 } };
        if (next >= 0) {
            bool is_known = false;
            found[added++] = (term){ KBG__WEIGHT_CLASS_PAIR, here, next };
            for (int n = 0; n < ITEMS; n++)
                is_known |= whole(&items[n], &found[1]) > 0;
            if (!is_known)
                found[added++] = (term){ KBG__WEIGHT_CLASS_SOUND, sound_of(here), sound_of(next) };
        }
        for (int k = 0; k < added; k++) {
            bool is_there = false;
            for (int n = 0; n < count; n++)
                is_there |= terms[n].weight == found[k].weight && terms[n].first == found[k].first &&
                            terms[n].second == found[k].second;
            if (!is_there)
                terms[count++] = found[k];
        }
    }
    return count;
}

static int length(const text *texts, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum += texts[i].count;
    return sum;
}

static double bm25(double n, double df, double tf, double len, double average, double k1, double b)
{
    return log(1 + (n - df + 0.5) / (df + 0.5)) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len / average));
}

static int falling(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a < b) - (a > b);
}

/* The text score of an item for a message; *shares_term is whether they have a term in common. Adds to *sounds how
 * often a sound gave a question something. */
static double slow_score(const item *wanted, const text *message, const kbg__weights *weights, bool *shares_term,
                         size_t *sounds)
{
    const double *w = weights->value, answer_weight = w[KBG__WEIGHT_FIELD_ANSWER];
    double question_count = 0, question_length = 0, item_length = 0, own_length;
    double question_scores[FACES] = { 0 }, item_score = 0;
    for (int n = 0; n < ITEMS; n++) {
        question_count += items[n].question_count;
        question_length += length(items[n].questions, items[n].question_count);
        item_length += length(items[n].questions, items[n].question_count) +
                       length(items[n].keywords, items[n].keyword_count) +
                       answer_weight * length(items[n].answers, items[n].answer_count);
    }
    own_length = length(wanted->questions, wanted->question_count) + length(wanted->keywords, wanted->keyword_count) +
                 answer_weight * length(wanted->answers, wanted->answer_count);
    *shares_term = false;
    term terms[3 * LENGTH];
    int term_count = terms_of(message, terms);
    for (int i = 0; i < term_count; i++) {
        const term *t = &terms[i];
        double question_df = 0, item_df = 0, class_weight = w[t->weight];
        if (class_weight == 0)
            continue;
        for (int n = 0; n < ITEMS; n++) {
            for (int k = 0; k < items[n].question_count; k++)
                question_df += frequency(&items[n].questions[k], t) > 0;
            item_df += whole(&items[n], t) > 0;
        }
        int answered = total(wanted->answers, wanted->answer_count, t), asked = whole(wanted, t) - answered;
        *shares_term |= asked + answered > 0;
        if (asked + answered > 0)
            item_score += class_weight * bm25(ITEMS, item_df, asked + answer_weight * answered, own_length,
                                              item_length / ITEMS, w[KBG__WEIGHT_ITEM_K1], w[KBG__WEIGHT_ITEM_B]);
        for (int k = 0; k < wanted->question_count; k++) {
            int tf = frequency(&wanted->questions[k], t);
            if (tf == 0)
                continue;
            question_scores[k] += class_weight * bm25(question_count, question_df, tf, wanted->questions[k].count,
                                                      question_length / question_count, w[KBG__WEIGHT_QUESTION_K1],
                                                      w[KBG__WEIGHT_QUESTION_B]);
            *sounds += t->weight == KBG__WEIGHT_CLASS_SOUND;
        }
    }
    double n = wanted->question_count, share = w[KBG__WEIGHT_ITEM_SHARE] * n / (n + w[KBG__WEIGHT_ITEM_HALF]);
    double best = 0, norm = 0;
    qsort(question_scores, FACES, sizeof(*question_scores), falling);
    for (int k = 0; k < 5 && k < wanted->question_count; k++) {
        best += pow(w[KBG__WEIGHT_BEST_DECAY], k) * question_scores[k];
        norm += pow(w[KBG__WEIGHT_BEST_DECAY], k);
    }
    return (1 - share) * best / norm + share * item_score;
}

static void set_weight(kbg__weights *weights, const char *name, double value)
{
    assert_int_equal(kbg__weights_set(weights, name, strlen(name), value), KBG_OK);
}

static int by_text(const void *left, const void *right)
{
    const kbg__candidate *a = left, *b = right;
    return (a->text < b->text) - (a->text > b->text);
}

/* With only the best wanted these are the same, to the last bit. Returns how many candidates there are less. */
static size_t compare_with_narrowed(const kbg__gather *all, kbg__gather *some, const test_base *base,
                                    const kbg__query_terms *terms, size_t most)
{
    if (all->count)
        qsort(all->candidates, all->count, sizeof(*all->candidates), by_text);
    some->most = most;
    assert_int_equal(kbg__gather_run(some, &base->corpus, &base->weights, terms), KBG_OK);
    for (size_t i = 0; i < all->count; i++) {
        const kbg__candidate *c = &all->candidates[i], *found = NULL;
        for (size_t k = 0; k < some->count; k++)
            if (some->candidates[k].item == c->item)
                found = &some->candidates[k];
        if (most < all->count && c->text < all->candidates[most - 1].text)
            break;
        assert_non_null(found);
        assert_true(found->text == c->text && found->item_score == c->item_score);
        assert_int_equal(found->best_count, c->best_count);
        for (uint32_t j = 0; j < c->best_count; j++)
            assert_true(found->best_face[j] == c->best_face[j] && found->best_score[j] == c->best_score[j]);
    }
    for (size_t k = 0; k < some->count; k++) /* none is there with a part of its score */
        for (size_t i = 0; i < all->count; i++)
            if (some->candidates[k].item == all->candidates[i].item)
                assert_true(some->candidates[k].text == all->candidates[i].text);
    return all->count - some->count;
}

/* What a message is searched with: once for all items, once for the best. */
static void open_all(const test_base *base, kbg__tokenizer *tokenizer, kbg__query_terms *terms, kbg__gather *all,
                     kbg__gather *narrowed)
{
    assert_int_equal(kbg__tokenizer_init(tokenizer, &kbg__memory_default, &base->rules, false), KBG_OK);
    kbg__query_terms_init(terms, &kbg__memory_default);
    kbg__gather_init(all, &kbg__memory_default);
    kbg__gather_init(narrowed, &kbg__memory_default);
}

static void close_all(test_base *base, kbg__tokenizer *tokenizer, kbg__query_terms *terms, kbg__gather *all,
                      kbg__gather *narrowed)
{
    kbg__gather_free(all);
    kbg__gather_free(narrowed);
    kbg__query_terms_free(terms);
    kbg__tokenizer_free(tokenizer);
    test_base_free(base);
}

/* Gathers all items that share a term with a message. */
static void gather_all(const test_base *base, const kbg__buffer *message, kbg__tokenizer *tokenizer,
                       kbg__query_terms *terms, kbg__gather *all)
{
    assert_int_equal(kbg__tokenize(tokenizer, test_words(), message->data, message->len), KBG_OK);
    assert_int_equal(kbg__query_terms_set(terms, &base->corpus, &base->weights, tokenizer), KBG_OK);
    assert_int_equal(kbg__gather_run(all, &base->corpus, &base->weights, terms), KBG_OK);
}

static void scores_equal_those_of_the_slow_way(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double value;
    } changes[] = { { "class.char", 1 },      { "class.pair", 0.7 },   { "class.sound", 0.3 },
                    { "field.answer", 0 },    { "field.answer", 1 },
                    { "field.answer", 0.25 }, { "question.b", 0 },     { "item.b", 1 },        { "question.k1", 0 },
                    { "item.k1", 3 },         { "best.decay", 0 },     { "best.decay", 1 },    { "best.decay", 0.4 },
                    { "item.share", 0 },      { "item.share", 1 },     { "item.half", 0 },     { "item.half", 20 } };
    test_random random = { 20260601 };
    test_base base;
    kbg__buffer lines, message;
    kbg__tokenizer tokenizer;
    kbg__query_terms terms;
    kbg__gather gather, narrowed;
    size_t compared = 0, sounds = 0, left_alone = 0, walked = 0, posted = 0;
    kbg__buffer_init(&lines, &kbg__memory_default);
    kbg__buffer_init(&message, &kbg__memory_default);
    make_items(&random, &lines);
    test_base_init(&base, lines.data, lines.len);
    assert_int_equal(base.index.statistics.items, ITEMS);
    open_all(&base, &tokenizer, &terms, &gather, &narrowed);
    set_weight(&base.weights, "class.word", 0);
    for (size_t change = 0; change < ROWS(changes); change++) {
        set_weight(&base.weights, changes[change].name, changes[change].value);
        for (int round = 0; round < 8; round++) {
            text asked;
            bool seen[ITEMS] = { false };
            make_text(&random, &asked, LENGTH);
            kbg__buffer_clear(&message);
            write_text(&message, &asked);
            gather_all(&base, &message, &tokenizer, &terms, &gather);
            for (size_t i = 0; i < gather.count; i++) {
                const kbg__candidate *c = &gather.candidates[i];
                bool shares_term;
                double expected = slow_score(&items[c->item], &asked, &base.weights, &shares_term, &sounds);
                assert_true(shares_term);
                assert_false(seen[c->item]);
                seen[c->item] = true;
                assert_close(c->text, expected);
                for (uint32_t k = 1; k < c->best_count; k++)
                    assert_true(c->best_score[k - 1] > c->best_score[k] ||
                                (c->best_score[k - 1] == c->best_score[k] && c->best_face[k - 1] < c->best_face[k]));
                compared++;
            }
            for (int n = 0; n < ITEMS; n++) {
                bool shares_term;
                (void)slow_score(&items[n], &asked, &base.weights, &shares_term, &sounds);
                assert_int_equal(seen[n], shares_term);
            }
            for (size_t most = 1; most <= 8; most++) {
                narrowed.reach.look = 1 + test_random_below(&random, 200); /* with lists left that are not walked */
                left_alone += compare_with_narrowed(&gather, &narrowed, &base, &terms, most);
                walked += narrowed.reach.walked;
                posted += gather.reach.walked;
            }
        }
    }
    assert_true(compared > 2000);
    assert_true(left_alone > 2000);
    assert_true(walked < posted * 9 / 10);
    assert_true(sounds > 500);
    close_all(&base, &tokenizer, &terms, &gather, &narrowed);
    kbg__buffer_free(&lines);
    kbg__buffer_free(&message);
}

/* With so many terms that scores are more than the numbers of bounds have room for, the best are the same too. */
static void long_messages_find_the_same(void **state)
{
    (void)state;
    test_random random = { 20261122 };
    test_base base;
    kbg__buffer lines, message;
    kbg__tokenizer tokenizer;
    kbg__query_terms terms;
    kbg__gather gather, narrowed;
    size_t most_terms = 0, left_alone = 0;
    kbg__buffer_init(&lines, &kbg__memory_default);
    kbg__buffer_init(&message, &kbg__memory_default);
    make_items(&random, &lines);
    test_base_init(&base, lines.data, lines.len);
    open_all(&base, &tokenizer, &terms, &gather, &narrowed);
    for (int round = 0; round < 40; round++) {
        kbg__buffer_clear(&message);
        for (int i = 0; i < 20 << (round % 7); i++) {
            text some;
            make_text(&random, &some, LENGTH);
            write_text(&message, &some);
        }
        gather_all(&base, &message, &tokenizer, &terms, &gather);
        most_terms = terms.count > most_terms ? terms.count : most_terms;
        for (size_t most = 1; most <= 8; most++) {
            narrowed.reach.look = 1 + test_random_below(&random, 2000);
            left_alone += compare_with_narrowed(&gather, &narrowed, &base, &terms, most);
        }
    }
    assert_true(most_terms > 400);
    assert_true(left_alone > 1000);
    close_all(&base, &tokenizer, &terms, &gather, &narrowed);
    kbg__buffer_free(&lines);
    kbg__buffer_free(&message);
}

/* Adds some ideographs, `step` apart. */
static void add_ideographs(kbg__buffer *out, uint32_t first, uint32_t count, uint32_t step)
{
    for (uint32_t i = 0; i < count; i++) {
        char bytes[4];
        kbg__buffer_add(out, bytes, kbg__utf8_put(bytes, first + i * step));
    }
}

static void begin_item(kbg__buffer *out, const char *letter, uint32_t number)
{
    char head[60];
    snprintf(head, sizeof(head), "{\"id\":\"%s%u\",\"question\":\"", letter, (unsigned)number);
    kbg__buffer_add_cstr(out, head);
}

/* Half of the items have a term twice, which is more postings than are walked before the first look. */
static void write_repeated(kbg__buffer *lines, kbg__buffer *message)
{
    for (uint32_t i = 0; i < 3000; i++) {
        begin_item(lines, "f", i);
        kbg__buffer_add_cstr(lines, i % 2 ? "一干一" : "");
        add_ideographs(lines, 0x6000 + i * 7 % 480, 20, 1);
        kbg__buffer_add_cstr(lines, "\"}\n");
    }
    for (uint32_t i = 0; i < 2; i++) {
        begin_item(lines, "s", i);
        kbg__buffer_add_cstr(lines, "一干一\"}\n");
    }
    begin_item(lines, "a", 0);
    kbg__buffer_add_cstr(lines, "一干一罕干罕");
    add_ideographs(lines, 0x6000, 20, 1);
    kbg__buffer_add_cstr(lines, "\"}\n");
    kbg__buffer_add_cstr(message, "一，罕");
}

/* The best item has two questions, one of which scores more than the numbers of bounds have room for. */
static void write_saturated(kbg__buffer *lines, kbg__buffer *message)
{
    enum { FIRST = 0x4E00, STEP = 7, ALL = 1300, PART = 1000 };
    for (uint32_t i = 0; i < 3000; i++) {
        begin_item(lines, "z", i);
        add_ideographs(lines, FIRST + 1 + i % 1000 * STEP, 3, STEP);
        kbg__buffer_add_cstr(lines, "\"}\n");
    }
    for (uint32_t i = 0; i < 70; i++) {
        begin_item(lines, "f", i);
        if (i < 60) /* backwards: no pair is one of the message */
            add_ideographs(lines, FIRST + (ALL - 1) * STEP, ALL - PART, 0 - (uint32_t)STEP);
        else
            add_ideographs(lines, FIRST, PART, STEP);
        kbg__buffer_add_cstr(lines, "\"}\n");
    }
    begin_item(lines, "a", 0);
    add_ideographs(lines, FIRST, ALL, STEP);
    kbg__buffer_add_cstr(lines, "\",\"alternatives\":[\"七\"]}\n");
    add_ideographs(message, FIRST, ALL, STEP);
}

/* More faces than a block of postings can have. The best item has some before the end of the first block, and some behind, the
 * second best behind it only. */
static void write_wide(kbg__buffer *lines, kbg__buffer *message)
{
    enum { ITEMS_OF_MANY = 300, QUESTIONS = 256, BEST = 256, SECOND = 270 };
    for (uint32_t i = 0; i < ITEMS_OF_MANY; i++) {
        uint32_t questions = i ? QUESTIONS : QUESTIONS / 2;
        begin_item(lines, i == BEST ? "a" : "f", i == BEST ? 0 : i);
        for (uint32_t k = 0; k < questions; k++) {
            bool is_good = (i == BEST && (k == 3 || k == 200 || k == 201)) || (i == SECOND && k == 5);
            kbg__buffer_add_cstr(lines, k == 0 ? "" : k == 1 ? "\",\"alternatives\":[\"" : "\",\"");
            kbg__buffer_add_cstr(lines, is_good ? "一罕，干" : (i + k) % 90 == 0 ? "一" : (i + k) % 130 == 0 ? "罕罕" : "");
            add_ideographs(lines, 0x6000 + (i * 7 + k) % 480, is_good ? 1 : 2, 1);
        }
        kbg__buffer_add_cstr(lines, "\"]}\n");
    }
    kbg__buffer_add_cstr(message, "一罕干");
}

/* Two long lists of terms of different weight. The best item has the heavier one, in its only question; with the bounds of the
 * other it would seem worse than those that have a third term three times. */
static void write_long_lists(kbg__buffer *lines, kbg__buffer *message)
{
    for (uint32_t i = 0; i < 6000; i++) {
        begin_item(lines, "f", i);
        kbg__buffer_add_cstr(lines, i % 3 ? "一" : i % 2 ? "干干干" : i % 5 ? "" : "罕");
        add_ideographs(lines, 0x6000 + i * 7 % 480, 20, 1);
        kbg__buffer_add_cstr(lines, "\"}\n");
    }
    for (uint32_t i = 0; i < 2; i++) {
        begin_item(lines, i ? "s" : "a", 0);
        kbg__buffer_add_cstr(lines, i ? "罕丁\"}\n" : "罕\"}\n");
    }
    kbg__buffer_add_cstr(message, "一，罕，干");
}

/* Where bounds were too low once, or can be, the best are found. */
static void extreme_items_are_found(void **state)
{
    (void)state;
    static const struct {
        void (*write)(kbg__buffer *lines, kbg__buffer *message);
        const char *best, *second; /* NULL: any */
        double decay, k1;
        size_t look;
    } rows[] = { { write_repeated, "a0", NULL, 0.5, 1.2, 0 },
                 { write_saturated, "a0", NULL, 0.1, 0, 0 },
                 { write_long_lists, "a0", "s0", 0.5, 1.2, 0 },
                 { write_wide, "a0", "f270", 0.5, 1.2, 0 },
                 { write_wide, "a0", "f270", 0.5, 1.2, 10 } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        test_base base;
        kbg__buffer lines, message;
        kbg__tokenizer tokenizer;
        kbg__query_terms terms;
        kbg__gather gather, narrowed;
        kbg__buffer_init(&lines, &kbg__memory_default);
        kbg__buffer_init(&message, &kbg__memory_default);
        rows[i].write(&lines, &message);
        test_base_init(&base, lines.data, lines.len);
        set_weight(&base.weights, "best.decay", rows[i].decay);
        set_weight(&base.weights, "question.k1", rows[i].k1);
        open_all(&base, &tokenizer, &terms, &gather, &narrowed);
        gather_all(&base, &message, &tokenizer, &terms, &gather);
        narrowed.reach.look = rows[i].look;
        for (size_t most = 1; most <= 8; most++)
            (void)compare_with_narrowed(&gather, &narrowed, &base, &terms, most);
        assert_string_equal(test_id(base.store.items[gather.candidates[0].item]), rows[i].best);
        if (rows[i].second)
            assert_string_equal(test_id(base.store.items[gather.candidates[1].item]), rows[i].second);
        close_all(&base, &tokenizer, &terms, &gather, &narrowed);
        kbg__buffer_free(&lines);
        kbg__buffer_free(&message);
    }
}

/* The share of the document and the weights of the best questions, for items of 1, 3 and 7 questions. */
static void shares_and_weights_add_up(void **state)
{
    (void)state;
    static const char lines[] =
        "{\"id\":\"a\",\"question\":\"甲\",\"keywords\":[\"乙\"],\"answer\":\"丙\"}\n"
        "{\"id\":\"b\",\"question\":\"甲\",\"alternatives\":[\"乙\",\"丙\"]}\n"
        "{\"id\":\"c\",\"question\":\"甲\",\"alternatives\":[\"乙\",\"丙\",\"丁\",\"戊\",\"己\",\"庚\"],\"answer\":\"辛\"}\n";
    static const struct {
        uint32_t item, questions;
        double share;
        double weights[6];
    } rows[] = {
        { 0, 1, 0.6 / 3, { 1, 0, 0, 0, 0, 0 } },
        { 1, 3, 0.6 * 3 / 5, { 4.0 / 7, 2.0 / 7, 1.0 / 7, 0, 0, 0 } },
        { 2, 7, 0.6 * 7 / 9, { 16.0 / 31, 8.0 / 31, 4.0 / 31, 2.0 / 31, 1.0 / 31, 0 } },
    };
    test_base base;
    test_base_init(&base, LIT(lines));
    set_weight(&base.weights, "item.share", 0.6);
    set_weight(&base.weights, "item.half", 2);
    set_weight(&base.weights, "best.decay", 0.5);
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(kbg__item_questions(&base.index, rows[i].item), rows[i].questions);
        assert_close(kbg__item_share(&base.index, &base.weights, rows[i].item), rows[i].share);
        for (uint32_t j = 0; j < 6; j++)
            assert_close(kbg__best_weight(&base.index, &base.weights, rows[i].item, j), rows[i].weights[j]);
    }
    test_base_free(&base);
}

/* The same scratch memory serves a large base, a small one and again the large one, also behind a failure. */
static void scratch_memory_serves_any_base(void **state)
{
    (void)state;
    static const char large[] = "{\"id\":\"a\",\"question\":\"退货\",\"alternatives\":[\"退\",\"货\"]}\n"
                                "{\"id\":\"b\",\"question\":\"退货\",\"alternatives\":[\"退款\"]}\n";
    static const char small[] = "{\"id\":\"c\",\"question\":\"退\"}\n";
    test_base bases[2];
    kbg__tokenizer tokenizer;
    test_base_init(&bases[0], LIT(large));
    test_base_init(&bases[1], LIT(small));
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &bases[0].rules, false), KBG_OK);
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), LIT("退货")), KBG_OK);
    size_t fail_at = 1;
    for (bool failed = true; failed; fail_at++) {
        test_memory memory;
        kbg__query_terms terms;
        kbg__gather gather;
        double first_text = 0;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__query_terms_init(&terms, &kbg__memory_default);
        kbg__gather_init(&gather, &memory.allocator);
        failed = false;
        for (int round = 0; round < 6; round++) {
            const test_base *base = &bases[round % 3 == 0 ? 1 : 0];
            assert_int_equal(kbg__query_terms_set(&terms, &base->corpus, &base->weights, &tokenizer), KBG_OK);
            kbg_status status = kbg__gather_run(&gather, &base->corpus, &base->weights, &terms);
            if (status != KBG_OK) {
                assert_int_equal(status, KBG_ERR_NOMEM);
                failed = true;
                status = kbg__gather_run(&gather, &base->corpus, &base->weights, &terms);
            }
            assert_int_equal(status, KBG_OK);
            assert_int_equal(gather.count, base->index.statistics.items);
            if (round % 3 == 0)
                continue;
            if (round == 1)
                first_text = gather.candidates[0].text;
            assert_true(gather.candidates[0].text == first_text);
        }
        kbg__gather_free(&gather);
        kbg__query_terms_free(&terms);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 4);
    kbg__tokenizer_free(&tokenizer);
    test_base_free(&bases[0]);
    test_base_free(&bases[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_equal_those_of_the_slow_way),
        cmocka_unit_test(long_messages_find_the_same),
        cmocka_unit_test(extreme_items_are_found),
        cmocka_unit_test(shares_and_weights_add_up),
        cmocka_unit_test(scratch_memory_serves_any_base),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
