/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "text/words_read.h"
#include "text/words_save.h"

#include <stdlib.h>

static const kbg_text texts[] = { TEXT("畅享 套餐"), TEXT("cxtc"), TEXT("cx"), TEXT("流量"), TEXT("网速"), TEXT("有劳"), TEXT("亲亲") };

static void fill(kbg__words *w, const kbg_allocator *memory)
{
    kbg__words_init(w, memory);
    assert_int_equal(kbg__words_add_term(w, texts[0], texts[1], NULL), KBG_OK);
    assert_int_equal(kbg__words_add_term(w, texts[0], texts[2], NULL), KBG_OK);
    assert_int_equal(kbg__words_add_term(w, texts[3], (kbg_text){ NULL, 0 }, NULL), KBG_OK);
    assert_int_equal(kbg__words_add_synonym(w, texts[4], texts[3], 0.7, NULL), KBG_OK);
    assert_int_equal(kbg__words_add_synonym(w, texts[4], texts[0], 0.25, NULL), KBG_OK);
    assert_int_equal(kbg__words_add_synonym(w, texts[3], texts[4], 1, NULL), KBG_OK);
    assert_int_equal(kbg__words_add_filler(w, texts[5], KBG_FILLER_LEADS, NULL), KBG_OK);
    assert_int_equal(kbg__words_add_filler(w, texts[6], KBG_FILLER_TRAILS, NULL), KBG_OK);
}

static void assert_same(const kbg__words *is, const kbg__words *expected)
{
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
        assert_int_equal(kbg__words_count(is, (kbg_word_list)list), kbg__words_count(expected, (kbg_word_list)list));
    for (uint32_t i = 0; i < expected->lexicon.count; i++) {
        size_t len;
        const char *text = kbg__interner_text(&expected->lexicon, i, &len);
        uint32_t other = kbg__interner_find(&is->lexicon, text, len);
        assert_int_not_equal(other, KBG__NOT_INTERNED);
        const char *term = kbg__words_term(expected, i, &len);
        size_t other_len;
        assert_memory_equal(kbg__words_term(is, other, &other_len), term, len);
        assert_int_equal(other_len, len);
    }
    for (uint32_t i = 0; i < expected->sources.count; i++) {
        size_t len;
        const char *text = kbg__interner_text(&expected->sources, i, &len);
        uint32_t other = kbg__interner_find(&is->sources, text, len), a, b = expected->first[i];
        assert_int_not_equal(other, KBG__NOT_INTERNED);
        for (a = is->first[other]; a != UINT32_MAX && b != UINT32_MAX; a = is->synonyms[a].next, b = expected->synonyms[b].next) {
            assert_true(is->synonyms[a].weight == expected->synonyms[b].weight);
            assert_string_equal(kbg__interner_text(&is->targets, is->synonyms[a].target, NULL),
                                kbg__interner_text(&expected->targets, expected->synonyms[b].target, NULL));
        }
        assert_true(a == UINT32_MAX && b == UINT32_MAX);
    }
    for (uint32_t i = 0; i < expected->filler.count; i++) {
        size_t len;
        const char *text = kbg__interner_text(&expected->filler, i, &len);
        uint32_t other = kbg__interner_find(&is->filler, text, len);
        assert_int_not_equal(other, KBG__NOT_INTERNED);
        assert_int_equal(is->places[other], expected->places[i]);
    }
}

static void lists_come_back(void **state)
{
    (void)state;
    kbg__words w, again;
    kbg__buffer first, second;
    for (int shipped = 0; shipped < 2; shipped++) {
        fill(&w, &kbg__memory_default);
        if (shipped)
            assert_int_equal(kbg__words_add_shipped(&w), KBG_OK);
        kbg__buffer_init(&first, &kbg__memory_default);
        kbg__buffer_init(&second, &kbg__memory_default);
        kbg__words_save(&w, &first);
        kbg__words_init(&again, &kbg__memory_default);
        assert_int_equal(kbg__words_restore(&again, first.data, first.len), KBG_OK);
        assert_same(&again, &w);
        kbg__words_save(&again, &second);
        assert_int_equal(second.len, first.len);
        assert_memory_equal(second.data, first.data, first.len);
        kbg__buffer_free(&first);
        kbg__buffer_free(&second);
        kbg__words_free(&again);
        kbg__words_free(&w);
    }
}

static void no_words_have_no_bytes(void **state)
{
    (void)state;
    kbg__words w;
    kbg__buffer out;
    kbg__words_init(&w, &kbg__memory_default);
    kbg__buffer_init(&out, &kbg__memory_default);
    kbg__words_save(&w, &out);
    assert_int_equal(out.len, 0);
    assert_int_equal(kbg__words_restore(&w, NULL, 0), KBG_OK);
    assert_int_equal(kbg__words_count(&w, KBG_WORDS_LEXICON), 0);
    kbg__words_free(&w);
}

/* The bytes are a format that is saved: they must not change. */
static void entries_have_these_bytes(void **state)
{
    (void)state;
    static const char expected[] = "\1\4\0" "term" "\2\4\0" "term" "\2\0" "al" "\3\4\0" "word" "\4\0" "goal" "\0\0\0\x3F" "\4\2\0" "hi";
    kbg__words w;
    kbg__buffer out;
    kbg__words_init(&w, &kbg__memory_default);
    kbg__buffer_init(&out, &kbg__memory_default);
    assert_int_equal(kbg__words_add_term(&w, (kbg_text)TEXT("term"), (kbg_text)TEXT("al"), NULL), KBG_OK);
    assert_int_equal(kbg__words_add_synonym(&w, (kbg_text)TEXT("word"), (kbg_text)TEXT("goal"), 0.5, NULL), KBG_OK);
    assert_int_equal(kbg__words_add_filler(&w, (kbg_text)TEXT("hi"), (kbg_filler_place)0, NULL), KBG_OK);
    kbg__words_save(&w, &out);
    assert_int_equal(out.len, sizeof(expected)); /* the last byte is the place, as the literal's own NUL */
    assert_memory_equal(out.data, expected, out.len);
    kbg__buffer_free(&out);
    kbg__words_free(&w);
}

static kbg_status restore(const char *data, size_t len)
{
    kbg__words w;
    char *exact = malloc(len ? len : 1);
    memcpy(exact, data, len);
    kbg__words_init(&w, &kbg__memory_default);
    kbg_status status = kbg__words_restore(&w, exact, len);
    kbg__words_free(&w);
    free(exact);
    return status;
}

static void bytes_that_are_no_entries_are_refused(void **state)
{
    (void)state;
    static const kbg_text rows[] = {
        TEXT("\0\4\0term"),                             /* no kind */
        TEXT("\5\4\0term"),
        TEXT("\xFF"),
        TEXT("\1\0\0"),                                 /* nothing */
        TEXT("\1\4\0te\xFF\xFF"),                       /* no UTF-8 */
        TEXT("\1\xFF\xFFterm"),                         /* too long */
        TEXT("\3\4\0word\4\0goal\0\0\0\0"),             /* weight 0 */
        TEXT("\3\4\0word\4\0goal\0\0\xC0\x7F"),         /* not a number */
        TEXT("\3\4\0word\4\0goal\0\0\x80\x7F"),         /* infinite */
        TEXT("\3\4\0word\4\0goal\0\0\0\x40"),           /* 2 */
        TEXT("\4\2\0hi\x63"),                           /* no such place */
        TEXT("\4\2\0hi\xFF"),
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        if (restore(rows[i].data, rows[i].len) != KBG_ERR_FILE)
            fail_msg("row %zu", i);
}

static void each_cut_is_refused_or_has_less(void **state)
{
    (void)state;
    kbg__words w;
    kbg__buffer out;
    size_t whole = 0;
    fill(&w, &kbg__memory_default);
    kbg__buffer_init(&out, &kbg__memory_default);
    kbg__words_save(&w, &out);
    for (size_t cut = 0; cut < out.len; cut++) {
        kbg_status status = restore(out.data, cut);
        assert_true(status == KBG_OK || status == KBG_ERR_FILE);
        whole += status == KBG_OK;
    }
    assert_int_equal(whole, 2 + 2 + 3 + 2); /* behind each entry but the last, and nothing at all */
    kbg__buffer_free(&out);
    kbg__words_free(&w);
}

static void without_memory_it_says_so(void **state)
{
    (void)state;
    kbg__words w, again;
    kbg__buffer out;
    test_memory memory;
    fill(&w, &kbg__memory_default);
    kbg__buffer_init(&out, &kbg__memory_default);
    kbg__words_save(&w, &out);
    test_memory_init(&memory);
    for (memory.fail_at = 1;; memory.fail_at++) {
        memory.calls = 0;
        kbg__words_init(&again, &memory.allocator);
        kbg_status status = kbg__words_restore(&again, out.data, out.len);
        bool was_refused = memory.calls >= memory.fail_at;
        assert_int_equal(status, was_refused ? KBG_ERR_NOMEM : KBG_OK);
        kbg__words_free(&again);
        assert_int_equal(memory.blocks, 0);
        if (!was_refused)
            break;
    }
    assert_true(memory.fail_at > 10);
    kbg__buffer_free(&out);
    kbg__words_free(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_come_back),
        cmocka_unit_test(no_words_have_no_bytes),
        cmocka_unit_test(entries_have_these_bytes),
        cmocka_unit_test(bytes_that_are_no_entries_are_refused),
        cmocka_unit_test(each_cut_is_refused_or_has_less),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
