/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "index/postings.h"

enum { TERMS = 6, MOST = 3000, POSTINGS = TERMS * KBG__POSTING_KINDS * MOST };

typedef struct plain {
    uint32_t faces[POSTINGS];
    uint8_t frequencies[POSTINGS];
    size_t ends[TERMS * KBG__POSTING_KINDS];
} plain;

/* Random postings of a few terms, with faces that ascend by up to `step`. */
static void make(test_random *random, plain *p, kbg__sorted_postings *sorted, uint32_t step)
{
    size_t count = 0, faces = 0;
    for (size_t k = 0; k < TERMS * KBG__POSTING_KINDS; k++) {
        uint32_t most = test_random_below(random, 3) ? MOST : 3, face = test_random_below(random, step);
        for (uint32_t n = test_random_below(random, most); n > 0; n--, face += 1 + test_random_below(random, step)) {
            uint32_t frequency = test_random_below(random, 9) ? 1 + test_random_below(random, 3)
                                                              : 1 + test_random_below(random, 300);
            frequency = k % KBG__POSTING_KINDS == KBG__POSTING_SINGLE ? 1 : frequency;
            p->faces[count] = face;
            p->frequencies[count++] = (uint8_t)(frequency < 255 ? frequency : 255);
            faces += frequency;
        }
        p->ends[k] = count;
    }
    assert_int_equal(kbg__sorted_postings_init(sorted, &kbg__memory_default, TERMS, faces), KBG_OK);
    faces = 0;
    for (size_t k = 0, i = 0; k < TERMS * KBG__POSTING_KINDS; k++) {
        for (; i < p->ends[k]; i++)
            for (int n = 0; n < p->frequencies[i]; n++)
                sorted->faces[faces++] = p->faces[i];
        sorted->ends[k] = (uint32_t)faces;
    }
}

static void what_is_packed_comes_back(void **state)
{
    (void)state;
    static const uint32_t steps[] = { 1, 3, 50, 1000, 30000, 300000 };
    test_random random = { 11 };
    static plain expected;
    for (size_t s = 0; s < ROWS(steps); s++) {
        kbg__sorted_postings sorted;
        uint32_t ends[TERMS];
        uint16_t *words;
        size_t at = 0;
        make(&random, &expected, &sorted, steps[s]);
        assert_int_equal(kbg__sorted_postings_pack(&sorted, &kbg__memory_default, TERMS, ends, &words), KBG_OK);
        for (size_t t = 0; t < TERMS; t++) {
            size_t start = t ? ends[t - 1] : 0;
            kbg__postings p = kbg__postings_of(words + start, ends[t] - start);
            kbg__posting_walk all = kbg__posting_walk_of(&p);
            kbg__posting posting, again;
            for (int kind = 0; kind < KBG__POSTING_KINDS; kind++) {
                kbg__posting_walk walk = kbg__posting_walk_kind(&p, (kbg__posting_kind)kind);
                size_t first = at;
                for (; at < expected.ends[t * KBG__POSTING_KINDS + (size_t)kind]; at++) {
                    assert_true(kbg__posting_next(&walk, &posting));
                    assert_true(kbg__posting_next(&all, &again));
                    assert_int_equal(posting.face, expected.faces[at]);
                    assert_int_equal(posting.frequency, expected.frequencies[at]);
                    assert_int_equal(posting.kind, kind);
                    assert_int_equal(again.face, posting.face);
                }
                assert_false(kbg__posting_next(&walk, &posting));
                assert_int_equal(p.counts[kind], at - first);
            }
            assert_false(kbg__posting_next(&all, &again));
            assert_true(kbg__postings_are_whole(words + start, ends[t] - start, (size_t)1 << KBG__FACE_BITS));
        }
        assert_int_equal(at, expected.ends[TERMS * KBG__POSTING_KINDS - 1]);
        kbg__free(&kbg__memory_default, words);
        kbg__sorted_postings_free(&sorted, &kbg__memory_default);
    }
}

/* A block has no more postings than its head can say, also where faces do not ascend. */
static void a_block_can_be_full(void **state)
{
    (void)state;
    enum { FULL = 1 << KBG__FACE_LOW_BITS };
    static const struct {
        size_t count, words;
    } rows[] = { { FULL - 1, FULL + 1 }, { FULL, FULL + 2 }, { FULL + 1, FULL + 5 }, { FULL + 7, FULL + 11 } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__sorted_postings sorted;
        uint32_t end;
        uint16_t *words;
        assert_int_equal(kbg__sorted_postings_init(&sorted, &kbg__memory_default, 1, rows[i].count), KBG_OK);
        for (size_t n = 0; n < rows[i].count; n++)
            sorted.faces[n] = (uint32_t)(n % FULL);
        for (int kind = KBG__POSTING_SINGLE; kind < KBG__POSTING_KINDS; kind++)
            sorted.ends[kind] = (uint32_t)rows[i].count;
        assert_int_equal(kbg__sorted_postings_pack(&sorted, &kbg__memory_default, 1, &end, &words), KBG_OK);
        assert_int_equal(end, rows[i].words);
        assert_int_equal(kbg__postings_are_whole(words, end, FULL), rows[i].count <= FULL); /* else a face stands twice */
        kbg__postings p = kbg__postings_of(words, end);
        assert_int_equal(p.counts[KBG__POSTING_SINGLE], rows[i].count);
        kbg__free(&kbg__memory_default, words);
        kbg__sorted_postings_free(&sorted, &kbg__memory_default);
    }
}

static void what_is_not_whole_is_told(void **state)
{
    (void)state;
    static const struct {
        uint16_t words[8];
        size_t count, face_count;
        bool is_whole;
    } rows[] = {
        { { 0 }, 0, 0, true },
        { { 0x4000, 0, 5 }, 3, 6, true },
        { { 0x4000, 0, 5 }, 3, 5, false },                     /* no such face */
        { { 0x4000, 0, 5 }, 1, 6, false },                     /* no whole head */
        { { 0x4000, 1, 5 }, 3, 6, false },                     /* fewer faces than it says */
        { { 0x4000, 0xFFFF, 5 }, 3, 6, false },
        { { 0x4000, 0, 5, 0 }, 4, 6, false },                  /* something behind */
        { { 0x4001, 0, 5 }, 3, 65536 + 6, true },
        { { 0x4001, 0, 5 }, 3, 65536 + 5, false },
        { { 0x4001, 0, 5 }, 3, 65536, false },
        { { 0x4000, 0, 0xFFFF }, 3, 65536 + 5, true },
        { { 0x0000, 0, 5, 2 }, 4, 6, true },
        { { 0x0000, 0, 5 }, 3, 6, false },                     /* no frequency */
        { { 0x8000, 2, 1, 2, 3, 0x0101, 0x0001 }, 7, 6, true },
        { { 0x8000, 2, 1, 2, 3, 0x0101 }, 6, 6, false },
        { { 0x4000, 1, 3, 5 }, 4, 6, true },
        { { 0x4000, 1, 5, 3 }, 4, 6, false },                  /* not ascending */
        { { 0x4000, 1, 5, 5 }, 4, 6, false },
        { { 0x4000, 0, 5, 0x4001, 0, 5 }, 6, 65536 + 6, true },
        { { 0x4001, 0, 5, 0x4000, 0, 5 }, 6, 65536 + 6, false },
        { { 0x4000, 0, 3, 0x4000, 0, 5 }, 6, 6, false },
        { { 0x0000, 0, 5, 0 }, 4, 6, false },                  /* 0 times */
        { { 0x8000, 1, 4, 5, 0x0001 }, 5, 6, false },
        { { 0xC000, 0, 5 }, 3, 6, false },
        { { 0xC000, 0, 5, 1 }, 4, 6, true },
        { { 0x4000, 0, 5, 0x8000, 0, 4, 1 }, 7, 6, true },
        { { 0x8000, 0, 4, 1, 0x4000, 0, 5 }, 7, 6, false },    /* kinds the other way round */
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint16_t *exact = kbg__malloc(&kbg__memory_default, rows[i].count * sizeof(*exact)); /* a read behind it is seen */
        if (exact)
            memcpy(exact, rows[i].words, rows[i].count * sizeof(*exact));
        assert_int_equal(kbg__postings_are_whole(exact, rows[i].count, rows[i].face_count), rows[i].is_whole);
        kbg__free(&kbg__memory_default, exact);
    }
}

/* Of a block that part whose faces are in a range. */
static void a_part_of_a_block_is_cut_out(void **state)
{
    (void)state;
    static const uint16_t lows[] = { 0, 3, 4, 9, 0xFFFF };
    static const uint8_t frequencies[] = { 1, 2, 3, 4, 5 };
    static const struct {
        uint32_t first, behind, from, count;
    } rows[] = {
        { 0, 0x30000, 0, 5 },       { 0x20000, 0x20001, 0, 1 }, { 0x20001, 0x20003, 0, 0 }, { 0x20003, 0x20005, 1, 2 },
        { 0x20004, 0x2FFFF, 2, 2 }, { 0x20004, 0x30000, 2, 3 }, { 0x2FFFF, 0x40000, 4, 1 }, { 0x30000, 0x40000, 0, 0 },
        { 0, 0x20000, 0, 0 },       { 0x1FFFF, 0x20004, 0, 2 }, { 0x20005, 0x20009, 0, 0 },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        for (int has = 0; has < 2; has++) {
            const kbg__posting_block block = { KBG__POSTING_OTHER, 0x20000, ROWS(lows), lows, has ? frequencies : NULL };
            kbg__posting_block part = kbg__posting_block_between(&block, rows[i].first, rows[i].behind);
            assert_int_equal(part.count, rows[i].count);
            assert_int_equal(part.base, block.base);
            assert_int_equal(part.kind, block.kind);
            if (part.count == 0)
                continue;
            assert_ptr_equal(part.lows, lows + rows[i].from);
            assert_ptr_equal(part.frequencies, has ? frequencies + rows[i].from : NULL);
        }
}

static void memory_that_runs_out_leaves_nothing(void **state)
{
    (void)state;
    for (size_t fail_at = 1; fail_at <= 4; fail_at++) {
        test_memory memory;
        kbg__sorted_postings sorted;
        uint32_t ends[1];
        uint16_t *words = NULL;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg_status status = kbg__sorted_postings_init(&sorted, &memory.allocator, 1, 10);
        if (status == KBG_OK)
            status = kbg__sorted_postings_pack(&sorted, &memory.allocator, 1, ends, &words);
        assert_int_equal(status, fail_at < 4 ? KBG_ERR_NOMEM : KBG_OK);
        kbg__free(&memory.allocator, words);
        kbg__sorted_postings_free(&sorted, &memory.allocator);
        assert_int_equal(memory.blocks, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_packed_comes_back),
        cmocka_unit_test(a_block_can_be_full),
        cmocka_unit_test(what_is_not_whole_is_told),
        cmocka_unit_test(a_part_of_a_block_is_cut_out),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
