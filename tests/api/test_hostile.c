/* SPDX-License-Identifier: MIT */
/* Messages that are meant to be costly, on a base in which every item shares a word: each is answered or refused by
 * a documented limit, with memory in proportion to the message, and leaves the searcher as good as it was. How long
 * they take is measured by tests/bench/speed --hostile. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

enum { ITEMS = 1000, CHARACTERS = 100000 };

/* Live bytes of the allocator that each byte of a message may add to a searcher, and what it may take at first. */
enum { MOST_FOR_A_BYTE = 200, MOST_AT_FIRST = 1 << 20 };

static const char shared[] = "刷耍";

/* The n-th of the thousand characters of the base; rare ones, so that no two are variants of each other,
 * and all are in as many questions. */
static void add_character(text *t, size_t n)
{
    uint32_t c = 0x3400 + (uint32_t)(n % ITEMS);
    char utf8[3] = { (char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)), (char)(0x80 | (c & 0x3F)) };
    text_add(t, utf8, sizeof(utf8));
}

static void add_question(text *t, size_t item)
{
    text_add_cstr(t, shared);
    for (size_t i = 0; i < 4; i++)
        add_character(t, item + 211 * i);
}

static kbg_base *base_that_shares(const kbg_base_options *options)
{
    text jsonl = { 0 };
    for (size_t i = 0; i < ITEMS; i++) {
        text_add_format(&jsonl, "{\"id\":\"i%03zu\",\"short_codes\":[\"/%zu\"],\"question\":\"", i, i);
        add_question(&jsonl, i);
        text_add_cstr(&jsonl, "\"}\n");
    }
    kbg_base *base = base_with(options, jsonl.data);
    text_free(&jsonl);
    return base;
}

/* All messages have just so many characters. */
static text all_questions(void)
{
    text t = { 0 };
    for (size_t i = 0; i < CHARACTERS; i += 6)
        add_question(&t, i / 6 * 7);
    t.len = (size_t)3 * CHARACTERS;
    return t;
}

static text all_questions_as_lines(void)
{
    text t = { 0 };
    for (size_t i = 0; i < CHARACTERS; i += 8) {
        add_question(&t, i / 8 * 7);
        text_add_cstr(&t, "？\n");
    }
    return t;
}

static text one_character(void)
{
    text t = { 0 };
    for (size_t i = 0; i < CHARACTERS; i++)
        add_character(&t, 5);
    return t;
}

static text the_shared_character(void)
{
    text t = { 0 };
    text_add_repeated(&t, "刷", CHARACTERS);
    return t;
}

static text the_thousand_characters(void)
{
    text t = { 0 };
    for (size_t i = 0; i < CHARACTERS; i++)
        add_character(&t, i);
    return t;
}

static text the_shared_word(void)
{
    text t = { 0 };
    text_add_repeated(&t, shared, CHARACTERS / 2);
    return t;
}

static text letters(void)
{
    text t = { 0 };
    text_add_repeated(&t, "shua", CHARACTERS / 4);
    return t;
}

static text emoticon_beginnings(void)
{
    text t = { 0 };
    text_add_repeated(&t, "/:[", CHARACTERS / 3);
    return t;
}

static const struct {
    const char *name;
    text (*make)(void);
    const char *expected; /* NULL: whatever it is, it is always the same */
} rows[] = {
    { "all questions", all_questions, NULL },
    { "all questions as lines", all_questions_as_lines, NULL },
    { "one character", one_character, NULL },
    { "the shared character", the_shared_character, "i000 i001 i002 i003 i004 i005 i006 i007 i008 i009" },
    { "the thousand characters", the_thousand_characters, NULL },
    { "the shared word", the_shared_word, "i000 i001 i002 i003 i004 i005 i006 i007 i008 i009" },
    { "letters", letters, NULL },
    { "emoticon beginnings", emoticon_beginnings, "" },
};

static text ids_of(const kbg_hits *hits)
{
    text ids = { 0 };
    text_add_cstr(&ids, "");
    for (size_t i = 0; i < kbg_hits_count(hits); i++)
        text_add_format(&ids, i ? " %s" : "%s", kbg_item_id(kbg_hits_item(hits, i), NULL));
    return ids;
}

static void check_hits(const kbg_hits *hits, size_t len, const char *name)
{
    assert_true(kbg_hits_count(hits) <= 10);
    for (size_t i = 0; i < kbg_hits_count(hits); i++) {
        double confidence = kbg_hits_confidence(hits, i);
        if (!(confidence >= 0 && confidence <= 1))
            fail_msg("%s: confidence %g", name, confidence);
        for (size_t s = 0; s < kbg_hits_span_count(hits, i); s++) {
            size_t from, to;
            assert_true(kbg_hits_span(hits, i, s, &from, &to));
            assert_true(from < to && to <= len);
        }
    }
}

static void a_costly_message_is_answered_and_the_next_as_ever(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_of(base_that_shares(NULL));
    text question = { 0 };
    add_question(&question, 321);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text message = rows[i].make(), first = { 0 };
        for (int round = 0; round < 2; round++) {
            kbg_hits *hits;
            kbg_error *error;
            if (kbg_search(searcher, message.data, message.len, NULL, &hits, &error) != KBG_OK)
                fail_msg("%s: %s", rows[i].name, kbg_error_message(error));
            check_hits(hits, message.len, rows[i].name);
            text ids = ids_of(hits);
            if (rows[i].expected)
                assert_string_equal(ids.data, rows[i].expected);
            if (round)
                assert_string_equal(ids.data, first.data);
            else
                text_add(&first, ids.data, ids.len);
            text_free(&ids);
            kbg_hits_free(hits);
        }
        kbg_hits *hits = search(searcher, question.data, NULL);
        assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), "i321");
        kbg_hits_free(hits);
        text_free(&first);
        text_free(&message);
    }
    text_free(&question);
    kbg_searcher_free(searcher);
}

static void a_question_said_again_and_again_is_still_found(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_of(base_that_shares(NULL));
    text message = { 0 };
    for (size_t i = 0; i < CHARACTERS; i += 6)
        add_question(&message, 777);
    kbg_hits *hits = search(searcher, message.data, NULL);
    assert_int_equal(kbg_hits_count(hits), 10);
    assert_string_equal(kbg_item_id(kbg_hits_item(hits, 0), NULL), "i777");
    kbg_hits_free(hits);
    text_free(&message);
    kbg_searcher_free(searcher);
}

static void a_costly_text_completes_nothing_has_no_item_and_is_checked(void **state)
{
    (void)state;
    kbg_base *base = base_that_shares(NULL);
    kbg_rules *rules;
    assert_int_equal(kbg_rules_new(NULL, &rules, NULL), KBG_OK);
    for (int which = KBG_STARTER_ADVERTISING; which <= KBG_STARTER_SIGNALS; which++)
        assert_int_equal(kbg_rules_add_starter(rules, (kbg_starter)which, NULL), KBG_OK);
    assert_int_equal(kbg_base_set_rules(base, rules, NULL), KBG_OK);
    kbg_rules_free(rules);
    kbg_searcher *searcher = searcher_of(base);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text message = rows[i].make();
        kbg_hits *hits;
        kbg_findings *findings;
        assert_int_equal(kbg_suggest(searcher, message.data, message.len, NULL, &hits, NULL), KBG_OK);
        assert_int_equal(kbg_hits_count(hits), 0);
        kbg_hits_free(hits);
        assert_int_equal(kbg_lookup(searcher, message.data, message.len, NULL, &hits, NULL), KBG_OK);
        assert_int_equal(kbg_hits_count(hits), 0);
        kbg_hits_free(hits);
        if (kbg_check(searcher, message.data, message.len, NULL, &findings, NULL) != KBG_OK)
            fail_msg("%s cannot be checked", rows[i].name);
        kbg_findings_free(findings);
        text_free(&message);
    }
    kbg_searcher_free(searcher);
}

static void memory_follows_the_length_of_the_message(void **state)
{
    (void)state;
    counter c = { 0 };
    kbg_allocator allocator = allocator_of(&c);
    kbg_base_options *options;
    assert_int_equal(kbg_base_options_new(&allocator, &options), KBG_OK);
    kbg_base *base = base_that_shares(options);
    kbg_base_options_free(options);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t before = c.bytes;
        kbg_searcher *searcher;
        kbg_hits *hits;
        text message = rows[i].make();
        assert_int_equal(kbg_searcher_new(base, &searcher, NULL), KBG_OK);
        assert_int_equal(kbg_search(searcher, message.data, message.len, NULL, &hits, NULL), KBG_OK);
        if (c.bytes - before > MOST_AT_FIRST + MOST_FOR_A_BYTE * message.len)
            fail_msg("%s: %zu bytes for a message of %zu", rows[i].name, c.bytes - before, message.len);
        kbg_hits_free(hits);
        kbg_searcher_free(searcher);
        assert_int_equal(c.bytes, before);
        text_free(&message);
    }
    kbg_base_unref(base);
    assert_int_equal(c.live, 0);
}

static void a_host_can_set_the_limit_lower(void **state)
{
    (void)state;
    kbg_base_options *options;
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_MESSAGE_BYTES, 10000), KBG_OK);
    kbg_searcher *searcher = searcher_of(base_that_shares(options));
    kbg_base_options_free(options);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text message = rows[i].make();
        kbg_hits *hits = NULL;
        kbg_findings *findings = NULL;
        assert_int_equal(kbg_search(searcher, message.data, message.len, NULL, &hits, NULL), KBG_ERR_LIMIT);
        assert_null(hits);
        assert_int_equal(kbg_suggest(searcher, message.data, message.len, NULL, &hits, NULL), KBG_ERR_LIMIT);
        assert_null(hits);
        assert_int_equal(kbg_lookup(searcher, message.data, message.len, NULL, &hits, NULL), KBG_ERR_LIMIT);
        assert_null(hits);
        assert_int_equal(kbg_check(searcher, message.data, message.len, NULL, &findings, NULL), KBG_ERR_LIMIT);
        assert_null(findings);
        assert_int_equal(kbg_search(searcher, message.data, 9999, NULL, &hits, NULL), KBG_OK);
        kbg_hits_free(hits);
        text_free(&message);
    }
    kbg_searcher_free(searcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_costly_message_is_answered_and_the_next_as_ever),
        cmocka_unit_test(a_question_said_again_and_again_is_still_found),
        cmocka_unit_test(a_costly_text_completes_nothing_has_no_item_and_is_checked),
        cmocka_unit_test(memory_follows_the_length_of_the_message),
        cmocka_unit_test(a_host_can_set_the_limit_lower),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
