/* SPDX-License-Identifier: MIT */
/* A merged index is, list by list and text by text, the index that is built of the same items. */
#include "pieces.h"

static const char *text_of(const kbg__index *x, int class_, uint32_t term)
{
    return kbg__interner_text(&x->classes[class_].terms, term, NULL);
}

static void assert_same_class(const kbg__index *is, const kbg__index *expected, kbg__token_class class_)
{
    const kbg__interner *terms = &expected->classes[class_].terms;
    assert_int_equal(is->classes[class_].terms.count, terms->count);
    for (uint32_t t = 0; t < terms->count; t++) {
        size_t len;
        const char *text = kbg__interner_text(terms, t, &len);
        uint32_t other = kbg__interner_find(&is->classes[class_].terms, text, len);
        assert_int_not_equal(other, KBG__NOT_INTERNED);
        kbg__postings a = kbg__index_postings(is, class_, other), b = kbg__index_postings(expected, class_, t);
        assert_memory_equal(a.counts, b.counts, sizeof(a.counts));
        assert_memory_equal(a.ends, b.ends, sizeof(a.ends));
        assert_int_equal(is->classes[class_].item_df[other], expected->classes[class_].item_df[t]);
        assert_int_equal(a.most_asked, b.most_asked);
        assert_int_equal(a.most_keywords, b.most_keywords);
        assert_int_equal(a.most_answered, b.most_answered);
        assert_int_equal(a.most_seldom, b.most_seldom);
        assert_memory_equal(a.words, b.words, a.ends[KBG__POSTING_KINDS - 1] * sizeof(*a.words));
    }
}

/* The units of each sound are the same, in whatever order. */
static void assert_same_sounds(const kbg__index *is, const kbg__index *expected)
{
    const kbg__interner *terms = &expected->classes[KBG__TOKEN_CHAR].terms;
    for (uint32_t t = 0; t < terms->count; t++) {
        size_t len;
        bool found = false;
        const char *text = kbg__interner_text(terms, t, &len);
        uint32_t other = kbg__interner_find(&is->classes[KBG__TOKEN_CHAR].terms, text, len);
        uint16_t sound = expected->unit_sound[t];
        assert_int_equal(is->unit_sound[other], sound);
        for (uint32_t i = sound ? is->sound_end[sound - 1] : 0; i < is->sound_end[sound]; i++)
            found |= is->sound_units[i] == other;
        assert_int_equal(found, sound != 0);
    }
    for (size_t sound = 0; sound <= kbg__sound_count(); sound++)
        assert_int_equal(is->sound_end[sound], expected->sound_end[sound]);
}

static void assert_same_forward(const kbg__index *is, const kbg__index *expected, uint32_t face)
{
    const uint16_t *a = kbg__index_forward(is, face), *b = kbg__index_forward(expected, face);
    const uint16_t *end = is->forward + is->face_end[face];
    for (uint32_t n = 0, own, other; n < kbg__face_units(expected, face); n++) {
        a = kbg__forward_unit(a, &own);
        b = kbg__forward_unit(b, &other);
        assert_int_equal(own & KBG__UNIT_TOUCHES, other & KBG__UNIT_TOUCHES);
        assert_string_equal(text_of(is, KBG__TOKEN_CHAR, own & ~KBG__UNIT_TOUCHES),
                            text_of(expected, KBG__TOKEN_CHAR, other & ~KBG__UNIT_TOUCHES));
    }
    for (uint32_t own, other; a < end;) {
        a = kbg__forward_term(a, &own);
        b = kbg__forward_term(b, &other);
        assert_int_equal(own >> KBG__CLASS_TERM_BITS, other >> KBG__CLASS_TERM_BITS);
        assert_string_equal(text_of(is, (int)(own >> KBG__CLASS_TERM_BITS), own & KBG__TERM_MASK),
                            text_of(expected, (int)(own >> KBG__CLASS_TERM_BITS), other & KBG__TERM_MASK));
    }
    assert_ptr_equal(a, end);
}

static void assert_same_index(const kbg__index *is, const kbg__index *expected)
{
    size_t items = (size_t)expected->statistics.items, faces = expected->face_count;
    assert_memory_equal(&is->statistics, &expected->statistics, sizeof(is->statistics));
    assert_int_equal(is->face_count, faces);
    assert_int_equal(is->forward_count, expected->forward_count);
    for (int c = 0; c < KBG__TOKEN_CLASSES; c++)
        assert_same_class(is, expected, (kbg__token_class)c);
    for (uint32_t f = 0; f < faces; f++) {
        assert_int_equal(is->face_item[f], expected->face_item[f]);
        assert_int_equal(kbg__face_units(is, f), kbg__face_units(expected, f));
        assert_int_equal(is->face_field[f], expected->face_field[f]);
        assert_int_equal(is->face_form[f], expected->face_form[f]);
        assert_int_equal(is->face_end[f], expected->face_end[f]);
    }
    for (uint32_t f = 0; f < faces; f++)
        assert_same_forward(is, expected, f);
    for (size_t i = 0; i <= items; i++)
        assert_int_equal(is->item_face[i], expected->item_face[i]);
    for (uint32_t i = 0; i < items; i++) {
        assert_int_equal(kbg__item_units(is, i), kbg__item_units(expected, i));
        assert_int_equal(kbg__item_answer_units(is, i), kbg__item_answer_units(expected, i));
    }
    assert_same_sounds(is, expected);
}

static kbg_status merge(const pieces *p, const kbg_allocator *memory, kbg__index *index)
{
    kbg__merged inputs[PIECES_MOST];
    for (size_t i = 0; i < p->count; i++)
        inputs[i] = (kbg__merged){ &p->bases[i].index, p->dead[i] };
    return kbg__index_merge(index, memory, test_key, inputs, p->count);
}

static void a_merged_index_is_that_of_the_same_items(void **state)
{
    (void)state;
    test_random random = { 20261122 };
    size_t with_dead = 0;
    for (int round = 0; round < 150; round++) {
        pieces p;
        kbg__index index;
        pieces_init(&p, &random);
        assert_int_equal(merge(&p, &kbg__memory_default, &index), KBG_OK);
        assert_same_index(&index, &p.living.index);
        with_dead += p.dead[0] != NULL;
        kbg__index_free(&index);
        pieces_free(&p);
    }
    assert_true(with_dead > 50);
}

static void nothing_can_be_merged(void **state)
{
    (void)state;
    kbg__index index;
    assert_int_equal(kbg__index_merge(&index, &kbg__memory_default, test_key, NULL, 0), KBG_OK);
    assert_int_equal(index.face_count, 0);
    assert_int_equal(index.statistics.items, 0);
    assert_int_equal(index.item_face[0], 0);
    kbg__index_free(&index);
}

static void a_merge_without_memory_leaves_nothing(void **state)
{
    (void)state;
    test_random random = { 7 };
    test_memory memory;
    pieces p;
    kbg__index index;
    pieces_init(&p, &random);
    test_memory_init(&memory);
    for (size_t n = 1;; n++) {
        memory.calls = 0;
        memory.fail_at = n;
        kbg_status status = merge(&p, &memory.allocator, &index);
        if (memory.calls < n) {
            assert_int_equal(status, KBG_OK);
            assert_true(n > 20);
            break;
        }
        /* Memory that is only given back need not be had. */
        assert_true(status == KBG_ERR_NOMEM || status == KBG_OK);
        if (status == KBG_OK)
            kbg__index_free(&index);
        assert_int_equal(memory.blocks, 0);
    }
    memory.fail_at = 0;
    kbg__index_free(&index);
    assert_int_equal(memory.blocks, 0);
    pieces_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_merged_index_is_that_of_the_same_items),
        cmocka_unit_test(nothing_can_be_merged),
        cmocka_unit_test(a_merge_without_memory_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
