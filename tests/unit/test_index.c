/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "text/character.h"
#include "text/sound.h"

#include <stdio.h>

static const char items[] =
    "{\"id\":\"a\",\"question\":\"退货\",\"alternatives\":[\"退货退货\",\"运费\"],\"answer\":\"可退\"}\n"
    "{\"id\":\"b\",\"question\":\"换货\",\"keywords\":[\"换\",\"货\"],\"products\":[\"A-1\"],"
    "\"answers\":[{\"body\":\"能换\"},{\"attachments\":[{\"kind\":\"file\",\"uri\":\"x:y\"}]},{\"body\":\"换货\"}]}\n"
    "{\"id\":\"c\",\"question\":\"？！\",\"answer\":\"退退退\"}\n";

/* Faces: a 0 1 2 | answer 3; b 4 | keywords 5 | answers 6 7; c 8 | answer 9. */
static void faces_follow_the_items(void **state)
{
    (void)state;
    static const struct {
        uint32_t item, units;
        kbg__face_field field;
    } faces[] = {
        { 0, 2, KBG__FACE_QUESTION }, { 0, 4, KBG__FACE_QUESTION }, { 0, 2, KBG__FACE_QUESTION },
        { 0, 2, KBG__FACE_ANSWER },   { 1, 2, KBG__FACE_QUESTION }, { 1, 4, KBG__FACE_KEYWORDS },
        { 1, 2, KBG__FACE_ANSWER },   { 1, 2, KBG__FACE_ANSWER },   { 2, 0, KBG__FACE_QUESTION },
        { 2, 3, KBG__FACE_ANSWER },
    };
    static const uint32_t first[] = { 0, 4, 8, 10 };
    static const uint32_t units[] = { 8, 6, 0 }, answer_units[] = { 2, 4, 3 };
    test_base base;
    test_base_init(&base, LIT(items));
    const kbg__index *index = &base.index;
    assert_int_equal(index->face_count, ROWS(faces));
    for (uint32_t i = 0; i < ROWS(faces); i++) {
        assert_int_equal(index->face_item[i], faces[i].item);
        assert_int_equal(kbg__face_units(index, i), faces[i].units);
        assert_int_equal(index->face_field[i], faces[i].field);
    }
    assert_int_equal(index->statistics.items, 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(kbg__item_units(index, i), units[i]);
        assert_int_equal(kbg__item_answer_units(index, i), answer_units[i]);
    }
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(index->item_face[i], first[i]);
    assert_int_equal(index->statistics.questions, 5);
    assert_int_equal(index->statistics.question_units, 10);
    assert_int_equal(index->statistics.items_units, 14);
    assert_int_equal(index->statistics.items_answer_units, 9);
    test_base_free(&base);
}

static void postings_name_faces_and_count(void **state)
{
    (void)state;
    static const struct {
        kbg__token_class class_;
        const char *term, *postings; /* face*frequency; kinds ended by | */
        uint32_t question_df, item_df, asked, keywords, answered, seldom;
    } rows[] = {
        { KBG__TOKEN_CHAR, "退", "1*2 | 0*1 | 9*3 | 3*1 ", 2, 2, 3, 0, 3, 1 },
        { KBG__TOKEN_CHAR, "货", "1*2 | 0*1 4*1 | 5*1 | 7*1 ", 3, 2, 3, 1, 1, 1 },
        { KBG__TOKEN_CHAR, "换", "| 4*1 | 5*1 | 6*1 7*1 ", 1, 1, 2, 1, 2, 2 },
        { KBG__TOKEN_CHAR, "能", "| | | 6*1 ", 0, 1, 0, 0, 1, 1 },
        { KBG__TOKEN_CHAR, "a", "| | 5*1 | ", 0, 1, 1, 1, 0, 0 },
        { KBG__TOKEN_PAIR, "退货", "1*2 | 0*1 | | ", 1 + 1, 1, 3, 0, 0, 0 },
        { KBG__TOKEN_PAIR, "货退", "| 1*1 | | ", 1, 1, 1, 0, 0, 0 },
        { KBG__TOKEN_PAIR, "换货", "| 4*1 | | 7*1 ", 1, 1, 1, 0, 1, 1 }, /* 换 and 货 are keywords, but no pair */
        { KBG__TOKEN_PAIR, "货a", NULL, 0, 0, 0, 0, 0, 0 },
        { KBG__TOKEN_PAIR, "货运", NULL, 0, 0, 0, 0, 0, 0 },
        { KBG__TOKEN_CODE, "a-1", "| | 5*1 | ", 0, 1, 1, 1, 0, 0 },
        { KBG__TOKEN_CHAR, "?", NULL, 0, 0, 0, 0, 0, 0 },
    };
    test_base base;
    test_base_init(&base, LIT(items));
    for (size_t i = 0; i < ROWS(rows); i++) {
        char list[100] = "";
        uint32_t term =
            kbg__interner_find(&base.index.classes[rows[i].class_].terms, rows[i].term, strlen(rows[i].term));
        if (!rows[i].postings) {
            assert_int_equal(term, KBG__NOT_INTERNED);
            continue;
        }
        assert_int_not_equal(term, KBG__NOT_INTERNED);
        kbg__postings p = kbg__index_postings(&base.index, rows[i].class_, term);
        for (int kind = 0; kind < KBG__POSTING_KINDS; kind++) {
            kbg__posting_walk walk = kbg__posting_walk_kind(&p, (kbg__posting_kind)kind);
            for (kbg__posting posting; kbg__posting_next(&walk, &posting);) {
                size_t len = strlen(list);
                snprintf(list + len, sizeof(list) - len, "%u*%u ", (unsigned)posting.face, (unsigned)posting.frequency);
            }
            strcat(list, kind < KBG__POSTING_KINDS - 1 ? "| " : "");
        }
        assert_string_equal(list, rows[i].postings);
        assert_int_equal(kbg__question_df(&base.index.classes[rows[i].class_], term), rows[i].question_df);
        assert_int_equal(base.index.classes[rows[i].class_].item_df[term], rows[i].item_df);
        assert_int_equal(p.most_asked, rows[i].asked);
        assert_int_equal(p.most_keywords, rows[i].keywords);
        assert_int_equal(p.most_answered, rows[i].answered);
        assert_int_equal(p.most_seldom, rows[i].seldom);
    }
    test_base_free(&base);
}

static void a_frequency_is_255_at_most(void **state)
{
    (void)state;
    static const struct {
        int times;
        uint8_t frequency;
    } rows[] = { { 254, 254 }, { 255, 255 }, { 256, 255 }, { 600, 255 } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__buffer line;
        test_base base;
        kbg__buffer_init(&line, &kbg__memory_default);
        kbg__buffer_add_cstr(&line, "{\"id\":\"a\",\"question\":\"");
        for (int n = 0; n < rows[i].times; n++)
            kbg__buffer_add_cstr(&line, "哈");
        kbg__buffer_add_cstr(&line, "\"}");
        test_base_init(&base, line.data, line.len);
        kbg__postings p = kbg__index_postings(&base.index, KBG__TOKEN_CHAR, 0);
        kbg__posting_walk walk = kbg__posting_walk_of(&p);
        kbg__posting posting;
        assert_int_equal(kbg__postings_count(&p), 1);
        assert_true(kbg__posting_next(&walk, &posting));
        assert_int_equal(posting.frequency, rows[i].frequency);
        assert_int_equal(kbg__face_units(&base.index, 0), rows[i].times);
        test_base_free(&base);
        kbg__buffer_free(&line);
    }
}

/* Counts a token that a face has by its forward index. */
static void count_one(const kbg__index *x, kbg__token_class class_, const char *text, size_t len,
                      uint32_t *counts[KBG__TOKEN_CLASSES])
{
    uint32_t term = kbg__interner_find(&x->classes[class_].terms, text, len);
    assert_int_not_equal(term, KBG__NOT_INTERNED);
    counts[class_][term]++;
}

static bool is_run(const char *unit, size_t len)
{
    size_t at = 0;
    return kbg__character_runs(kbg__character_of(kbg__utf8_next(unit, len, &at)));
}

/* All that a face says: what is stored, and the pairs and sounds that its units tell, worked out from their texts. */
static void count_forward(const kbg__index *x, uint32_t face, uint32_t *counts[KBG__TOKEN_CLASSES])
{
    const uint16_t *at = kbg__index_forward(x, face), *end = x->forward + x->face_end[face];
    const char *before = "";
    size_t before_len = 0;
    for (uint32_t n = 0, unit; n < kbg__face_units(x, face); n++) {
        size_t len, left = 0, right = 0;
        at = kbg__forward_unit(at, &unit);
        const char *text = kbg__interner_text(&x->classes[KBG__TOKEN_CHAR].terms, unit & ~KBG__UNIT_TOUCHES, &len);
        counts[KBG__TOKEN_CHAR][unit & ~KBG__UNIT_TOUCHES]++;
        if (unit & KBG__UNIT_TOUCHES) {
            char pair[200];
            assert_true(n > 0 && before_len + len < sizeof(pair));
            memcpy(pair, before, before_len);
            memcpy(pair + before_len, text, len);
            if (!is_run(before, before_len) || !is_run(text, len))
                count_one(x, KBG__TOKEN_PAIR, pair, before_len + len, counts);
            uint16_t sounds[2] = { kbg__sound_of(kbg__utf8_next(before, before_len, &left)),
                                   kbg__sound_of(kbg__utf8_next(text, len, &right)) };
            if (sounds[0] != KBG__NO_SOUND && sounds[1] != KBG__NO_SOUND)
                count_one(x, KBG__TOKEN_SOUND, (const char *)sounds, sizeof(sounds), counts);
        }
        before = text;
        before_len = len;
    }
    for (uint32_t term; at < end;) {
        at = kbg__forward_term(at, &term);
        counts[term >> KBG__CLASS_TERM_BITS][term & KBG__TERM_MASK]++;
    }
}

/* The forward index tells what the postings hold, as often. Returns how many of the postings there are. */
static size_t check_forward(const kbg__index *x)
{
    uint32_t *counts[KBG__TOKEN_CLASSES];
    size_t compared = 0;
    for (int c = 0; c < KBG__TOKEN_CLASSES; c++) {
        counts[c] = kbg__calloc(&kbg__memory_default, x->face_count * x->classes[c].terms.count + 1, sizeof(**counts));
        assert_non_null(counts[c]);
    }
    for (uint32_t f = 0; f < x->face_count; f++) {
        uint32_t *here[KBG__TOKEN_CLASSES];
        for (int c = 0; c < KBG__TOKEN_CLASSES; c++)
            here[c] = counts[c] + (size_t)f * x->classes[c].terms.count;
        count_forward(x, f, here);
    }
    for (int c = 0; c < KBG__TOKEN_CLASSES; c++) {
        size_t terms = x->classes[c].terms.count;
        for (uint32_t t = 0; t < terms; t++) {
            kbg__postings p = kbg__index_postings(x, (kbg__token_class)c, t);
            kbg__posting_walk walk = kbg__posting_walk_of(&p);
            for (kbg__posting posting; kbg__posting_next(&walk, &posting); compared++) {
                uint32_t *count = &counts[c][posting.face * terms + t];
                assert_int_equal(*count < UINT8_MAX ? *count : UINT8_MAX, posting.frequency);
                *count = 0;
            }
        }
        for (size_t i = 0; i < x->face_count * terms; i++)
            assert_int_equal(counts[c][i], 0); /* no more than the postings */
        kbg__free(&kbg__memory_default, counts[c]);
    }
    return compared;
}

static void the_forward_index_equals_the_postings(void **state)
{
    (void)state;
    test_base base;
    test_base_init(&base, LIT(items));
    assert_true(check_forward(&base.index) >= 18 + 8 + 1 + 8); /* units, pairs, codes and sounds; words depend on ICU */
    test_base_free(&base);
}

/* Texts put together of all that neighbours can be: characters, runs of letters that spell something or nothing, digits,
 * signs that join, spaces. */
static void random_texts_are_told_by_their_units(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "退", "货", "运费", "的", "退退", "々", "〇", "ア", "한", "tuihuo", "tui", "huo", "lv", "xyz", "é", "éa", "aé",
        "я",  "199", "3",   "1",  "２",   "-", "_", ".", "/", ":", "+",      "#",   "%",   " ",  "  ",  "，", "😀", "|", "B",
    };
    test_random random = { 3 };
    size_t compared = 0;
    for (int round = 0; round < 40; round++) {
        kbg__buffer lines;
        test_base base;
        kbg__buffer_init(&lines, &kbg__memory_default);
        for (int i = 0; i < 12; i++) {
            char head[60];
            snprintf(head, sizeof(head), "{\"id\":\"%d\",\"question\":\"问", i);
            kbg__buffer_add_cstr(&lines, head);
            for (int field = 0; field < 3; field++) {
                for (uint32_t n = test_random_below(&random, 14); n > 0; n--)
                    kbg__buffer_add_cstr(&lines, parts[test_random_below(&random, ROWS(parts))]);
                kbg__buffer_add_cstr(&lines, field == 0   ? "\",\"keywords\":[\"词"
                                             : field == 1 ? "\"],\"answer\":\"答"
                                                          : "\"}\n");
            }
        }
        test_base_init(&base, lines.data, lines.len);
        compared += check_forward(&base.index);
        test_base_free(&base);
        kbg__buffer_free(&lines);
    }
    assert_true(compared > 10000);
}

static void an_empty_base_has_an_index(void **state)
{
    (void)state;
    test_base base;
    test_base_init(&base, LIT(""));
    assert_int_equal(base.index.face_count, 0);
    assert_int_equal(base.index.item_face[0], 0);
    test_base_free(&base);
}

static void memory_that_runs_out_leaves_nothing(void **state)
{
    (void)state;
    test_base base;
    test_base_init(&base, LIT(items));
    size_t fail_at = 1;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        test_memory memory;
        kbg__index index;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        status = kbg__index_build(&index, &memory.allocator, test_key, &base.rules, test_words(), &base.store);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        kbg__index_free(&index);
        kbg__index_free(&index);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 30);
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faces_follow_the_items),
        cmocka_unit_test(postings_name_faces_and_count),
        cmocka_unit_test(a_frequency_is_255_at_most),
        cmocka_unit_test(the_forward_index_equals_the_postings),
        cmocka_unit_test(random_texts_are_told_by_their_units),
        cmocka_unit_test(an_empty_base_has_an_index),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
