/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "index/hotness.h"
#include "index/hotness_save.h"

#include <math.h>
#include <stdio.h>

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)

static const int64_t start = INT64_C(1794268800000); /* 2026-11-10, the begin of a bucket of half a day */

static void open_hotness(kbg__hotness *h, int64_t half_life)
{
    kbg__hotness_init(h, &kbg__memory_default, test_key, half_life, 1000);
}

static void use(kbg__hotness *h, const char *id, int64_t at, double amount)
{
    kbg__use one = { id, strlen(id), at, amount };
    assert_int_equal(kbg__hotness_take(h, &one, 1, NULL), KBG_OK);
}

static double count_at(const kbg__hotness *h, const char *id, int64_t now)
{
    const kbg__hotness_entry *entry = kbg__hotness_find(h, id, strlen(id));
    kbg__hotness_now at = kbg__hotness_at(h, now);
    return entry ? kbg__hotness_count(entry, &at) : 0;
}

/* With a half-life of a day, buckets begin at midnight and at noon (UTC). */
static void counts_are_halved_by_each_half_life(void **state)
{
    (void)state;
    static const struct {
        int64_t at, now; /* behind start */
        double amount, count;
    } rows[] = {
        { 0, 0, 1, 1 },
        { 0, DAY, 1, 0.5 },
        { 0, 2 * DAY, 1, 0.25 },
        { 0, 30 * DAY, 1024, 1024.0 / (1 << 30) },
        { 0, DAY / 2, 2, 1.41421356237309504880 },
        { DAY / 2, DAY, 2, 1.41421356237309504880 },
        { 0, DAY, 0.25, 0.125 },
        { 0, DAY, 10000, 5000 },
        { 0, DAY, -1, 0 },
        { 0, 0, 0.0000004, 0 },                   /* less than half a unit */
        { 0, 0, 0.0000005, 1.0 / (1 << 20) },     /* more: a unit */
        { DAY / 2, 0, 1, 0 },                     /* the bucket behind that of now */
        { DAY / 2 - 1, 0, 1, 1.41421356237309504880 }, /* behind now in its bucket */
        { 3 * HOUR, 3 * HOUR, 5, 5 },
        { 11 * HOUR, 11 * HOUR + 1, 5, 5 },
        { 7 * HOUR, DAY + 7 * HOUR, 3, 1.5 },
        { 0, 5000 * DAY, 1e4, 0 },       /* 2^-5000 is none */
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__hotness h;
        open_hotness(&h, DAY);
        use(&h, "a", start + rows[i].at, rows[i].amount);
        double count = count_at(&h, "a", start + rows[i].now);
        if (fabs(count - rows[i].count) > 1e-7 * rows[i].count + (rows[i].at % (DAY / 2) ? 1.3 / (1 << 20) : 0))
            fail_msg("row %zu: %.17g", i, count);
        assert_true(count_at(&h, "b", start) == 0);
        kbg__hotness_free(&h);
    }
}

static void an_instant_that_is_not_known_gives_no_count(void **state)
{
    (void)state;
    static const int64_t unknown[] = { 0, -1, INT64_MIN };
    static const int64_t half_lives[] = { KBG__HALF_LIFE_LEAST, KBG__HALF_LIFE, KBG__HALF_LIFE_MOST };
    for (size_t i = 0; i < ROWS(half_lives); i++) {
        kbg__hotness h;
        open_hotness(&h, half_lives[i]);
        use(&h, "a", 1, 1);
        use(&h, "b", KBG__INSTANT_MOST, 1);
        for (size_t k = 0; k < ROWS(unknown); k++)
            assert_true(count_at(&h, "a", unknown[k]) == 0);
        assert_true(fabs(count_at(&h, "a", 1) - 1) < 1e-6);
        assert_true(count_at(&h, "b", 1) == 0);
        assert_true(fabs(count_at(&h, "b", KBG__INSTANT_MOST) - 1) < 1e-6);
        assert_true(count_at(&h, "b", INT64_MAX) == count_at(&h, "b", KBG__INSTANT_MOST));
        assert_true(isfinite(count_at(&h, "a", INT64_MAX)));
        kbg__hotness_free(&h);
    }
}

static void what_is_rejected_takes_away_but_not_below_zero(void **state)
{
    (void)state;
    kbg__hotness h;
    open_hotness(&h, DAY);
    use(&h, "a", start, -3);
    assert_true(count_at(&h, "a", start) == 0);
    use(&h, "a", start, 2);
    assert_true(count_at(&h, "a", start) == 0);
    use(&h, "a", start + DAY, 2); /* of the -1 is left -0.5 */
    assert_true(count_at(&h, "a", start + DAY) == 1.5);
    use(&h, "a", start, 1);
    assert_true(count_at(&h, "a", start + DAY) == 2);
    kbg__hotness_free(&h);
}

/* Buckets are kept by number, not by age: the newest 24 that were used. */
static void the_oldest_buckets_are_dropped(void **state)
{
    (void)state;
    kbg__hotness h;
    open_hotness(&h, DAY);
    for (int i = KBG__HOTNESS_BUCKETS; i > 0; i--)
        use(&h, "a", start + i * DAY, 9999);
    kbg__hotness_bucket buckets[KBG__HOTNESS_BUCKETS];
    const kbg__hotness_entry *entry = kbg__hotness_find(&h, LIT("a"));
    assert_int_equal(kbg__hotness_buckets(entry, buckets), KBG__HOTNESS_BUCKETS);
    uint32_t oldest = buckets[0].key;
    use(&h, "a", start, 1); /* too old */
    assert_int_equal(kbg__hotness_buckets(entry, buckets), KBG__HOTNESS_BUCKETS);
    assert_int_equal(buckets[0].key, oldest);
    use(&h, "a", KBG__INSTANT_MOST, 10000); /* takes the place of the oldest, and has no other effect */
    assert_int_equal(kbg__hotness_buckets(entry, buckets), KBG__HOTNESS_BUCKETS);
    assert_int_equal(buckets[0].key, oldest + 2);
    use(&h, "a", start + DAY, 1);
    assert_int_equal(kbg__hotness_buckets(entry, buckets), KBG__HOTNESS_BUCKETS);
    assert_int_equal(buckets[0].key, oldest + 2);
    for (int i = 1; i < KBG__HOTNESS_BUCKETS; i++)
        assert_true(buckets[i].key > buckets[i - 1].key);
    kbg__hotness_free(&h);
}

static void sums_are_bounded(void **state)
{
    (void)state;
    kbg__hotness h;
    kbg__hotness_bucket much = { 1, KBG__HOTNESS_SUM_MOST - 1 }, little = { 2, -KBG__HOTNESS_SUM_MOST }, out[24];
    open_hotness(&h, DAY);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(kbg__hotness_add(&h, LIT("a"), KBG_HOT_AS_USED, &much, 1, NULL), KBG_OK);
        assert_int_equal(kbg__hotness_add(&h, LIT("a"), KBG_HOT_AS_USED, &little, 1, NULL), KBG_OK);
    }
    assert_int_equal(kbg__hotness_buckets(kbg__hotness_find(&h, LIT("a")), out), 2);
    assert_true(out[0].sum == KBG__HOTNESS_SUM_MOST && out[1].sum == -KBG__HOTNESS_SUM_MOST);
    kbg__hotness_free(&h);
}

/* The plain way: every use by itself, in long double. Knows of the hotness only which buckets are kept. */
typedef struct plain {
    long double count, error;
} plain;

static plain plain_count(const kbg__use *uses, size_t count, const char *id, int64_t half_life, int64_t now)
{
    plain p = { 0, 0 };
    for (size_t i = 0; i < count; i++) {
        int64_t bucket = 2 * uses[i].at / half_life;
        if (strcmp(uses[i].id, id) != 0 || bucket > 2 * now / half_life)
            continue;
        int64_t newer[1000];
        size_t newer_count = 0;
        for (size_t k = 0; k < count; k++) {
            int64_t other = 2 * uses[k].at / half_life;
            bool seen = strcmp(uses[k].id, id) != 0 || other <= bucket;
            for (size_t n = 0; n < newer_count && !seen; n++)
                seen = newer[n] == other;
            if (!seen)
                newer[newer_count++] = other;
        }
        if (newer_count >= KBG__HOTNESS_BUCKETS)
            continue;
        long double left = powl(2, -(long double)(now - uses[i].at) / (long double)half_life);
        p.count += (long double)uses[i].amount * left;
        p.error += (1e-7L * fabsl((long double)uses[i].amount) + 1.3L / (1 << 20)) * left;
    }
    p.count = p.count > 0 ? p.count : 0;
    return p;
}

enum { USES = 400, IDS = 5 };

static const char *const ids[IDS] = { "a", "b", "退货", "A", "long-id-of-more-than-sixteen-bytes" };

static void random_uses(test_random *random, kbg__use *uses, size_t count, int64_t half_life)
{
    static const double amounts[] = { 1, 1, 1, 0.5, 2, -1, 0.01, 1000, 3.3 };
    static const int64_t spans[] = { 1, 3, 20, 100 }; /* in half-lives */
    int64_t span = spans[test_random_below(random, ROWS(spans))] * half_life;
    for (size_t i = 0; i < count; i++) {
        const char *id = ids[test_random_below(random, IDS)];
        int64_t back = (int64_t)((double)test_random_below(random, 1u << 30) / (1u << 30) * (double)span);
        uses[i] = (kbg__use){ id, strlen(id), start - (back < start ? back : start),
                              amounts[test_random_below(random, ROWS(amounts))] };
    }
}

static const int64_t half_lives[] = { HOUR, DAY, 7 * DAY, 7 * DAY + 1, 90 * DAY };

static void counts_are_those_of_the_plain_sum(void **state)
{
    (void)state;
    static kbg__use uses[USES];
    test_random random = { 20261122 };
    for (int round = 0; round < 60; round++) {
        int64_t half_life = half_lives[round % (int)ROWS(half_lives)];
        size_t count = 1 + test_random_below(&random, USES);
        kbg__hotness h;
        open_hotness(&h, half_life);
        random_uses(&random, uses, count, half_life);
        assert_int_equal(kbg__hotness_take(&h, uses, count, NULL), KBG_OK);
        int64_t nows[] = { start, start - half_life, start + half_life / 3, start + 10 * half_life };
        for (size_t i = 0; i < IDS; i++)
            for (size_t n = 0; n < ROWS(nows); n++) {
                plain p = plain_count(uses, count, ids[i], half_life, nows[n]);
                double is = count_at(&h, ids[i], nows[n]);
                if (fabsl((long double)is - p.count) > p.error)
                    fail_msg("round %d, %s, now %zu: %.17g, not %.17Lg", round, ids[i], n, is, p.count);
            }
        kbg__hotness_free(&h);
    }
}

/* All that a hotness holds, as bytes. */
static kbg__buffer bytes_of(const kbg__hotness *h)
{
    kbg__buffer bytes;
    kbg__buffer_init(&bytes, &kbg__memory_default);
    assert_int_equal(kbg__hotness_write(h, &bytes), KBG_OK);
    return bytes;
}

static void order_and_batches_do_not_matter(void **state)
{
    (void)state;
    static kbg__use uses[USES];
    test_random random = { 7 };
    for (int round = 0; round < 40; round++) {
        int64_t half_life = half_lives[round % (int)ROWS(half_lives)];
        kbg__hotness first;
        open_hotness(&first, half_life);
        random_uses(&random, uses, USES, half_life);
        assert_int_equal(kbg__hotness_take(&first, uses, USES, NULL), KBG_OK);
        kbg__buffer expected = bytes_of(&first);
        for (int again = 0; again < 5; again++) {
            kbg__hotness h;
            open_hotness(&h, half_life);
            for (size_t i = USES - 1; i > 0; i--) {
                size_t k = test_random_below(&random, (uint32_t)i + 1);
                kbg__use moved = uses[i];
                uses[i] = uses[k];
                uses[k] = moved;
            }
            for (size_t at = 0, size; at < USES; at += size) {
                size = 1 + test_random_below(&random, 50);
                size = size < USES - at ? size : USES - at;
                assert_int_equal(kbg__hotness_take(&h, uses + at, size, NULL), KBG_OK);
            }
            kbg__buffer bytes = bytes_of(&h);
            assert_int_equal(bytes.len, expected.len);
            assert_memory_equal(bytes.data, expected.data, bytes.len);
            for (size_t i = 0; i < IDS; i++) /* to the last bit */
                assert_true(count_at(&h, ids[i], start + DAY) == count_at(&first, ids[i], start + DAY));
            kbg__buffer_free(&bytes);
            kbg__hotness_free(&h);
        }
        kbg__buffer_free(&expected);
        kbg__hotness_free(&first);
    }
}

static void many_items_are_found_again(void **state)
{
    (void)state;
    kbg__hotness h;
    char id[16];
    kbg__hotness_init(&h, &kbg__memory_default, test_key, DAY, 5000);
    assert_null(kbg__hotness_find(&h, LIT("0")));
    for (int i = 0; i < 5000; i++) {
        (void)snprintf(id, sizeof(id), "%d", i);
        use(&h, id, start, i + 1);
    }
    size_t count = 0;
    for (const kbg__hotness_entry *e = kbg__hotness_first(&h); e; e = e->next)
        count++;
    assert_int_equal(count, 5000);
    for (int i = 0; i < 5000; i++) {
        (void)snprintf(id, sizeof(id), "%d", i);
        assert_true(count_at(&h, id, start) == i + 1);
    }
    assert_null(kbg__hotness_find(&h, LIT("5000")));
    assert_null(kbg__hotness_find(&h, LIT("")));
    kbg__hotness_free(&h);
}

static void a_batch_over_the_limit_changes_no_count(void **state)
{
    (void)state;
    kbg__hotness h;
    kbg__problem problem = { .status = KBG_OK };
    const kbg__use two[] = { { "a", 1, start, 1 }, { "b", 1, start, 1 } };
    const kbg__use three[] = { { "a", 1, start, 1 }, { "c", 1, start, 1 }, { "b", 1, start, 0 } };
    kbg__hotness_init(&h, &kbg__memory_default, test_key, DAY, 2);
    assert_int_equal(kbg__hotness_take(&h, two, 2, NULL), KBG_OK);
    assert_int_equal(kbg__hotness_take(&h, three, 3, &problem), KBG_ERR_LIMIT);
    assert_string_equal(problem.text, "hotness of 2 items is kept already, the limit is 2");
    assert_true(count_at(&h, "a", start) == 1);
    assert_int_equal(kbg__hotness_set_mark(&h, LIT("c"), KBG_HOT_PINNED, &problem), KBG_ERR_LIMIT);
    assert_int_equal(kbg__hotness_set_mark(&h, LIT("c"), KBG_HOT_AS_USED, &problem), KBG_OK);
    assert_int_equal(kbg__hotness_set_mark(&h, LIT("b"), KBG_HOT_PINNED, &problem), KBG_OK);
    kbg__hotness_free(&h);
}

static void marks_are_kept_beside_the_counts(void **state)
{
    (void)state;
    static const struct {
        kbg_hot_mark mark;
        size_t marked;
    } rows[] = { { KBG_HOT_PINNED, 1 }, { KBG_HOT_MUTED, 1 }, { KBG_HOT_MUTED, 1 }, { KBG_HOT_AS_USED, 0 },
                 { KBG_HOT_AS_USED, 0 }, { KBG_HOT_PINNED, 1 } };
    kbg__hotness h;
    open_hotness(&h, DAY);
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(kbg__hotness_set_mark(&h, LIT("a"), rows[i].mark, NULL), KBG_OK);
        assert_int_equal(kbg__hotness_mark(kbg__hotness_find(&h, LIT("a"))), rows[i].mark);
        assert_int_equal(atomic_load(&h.marked), rows[i].marked);
        use(&h, "a", start, 1);
        assert_true(count_at(&h, "a", start) == (double)i + 1);
    }
    kbg__hotness_free(&h);
}

static void memory_that_runs_out_changes_no_count(void **state)
{
    (void)state;
    kbg__use uses[40];
    char ids_of[40][8];
    for (size_t i = 0; i < ROWS(uses); i++) {
        (void)snprintf(ids_of[i], sizeof(ids_of[i]), "%zu", i % 30);
        uses[i] = (kbg__use){ ids_of[i], strlen(ids_of[i]), start, 1 };
    }
    kbg_status status = KBG_ERR_NOMEM;
    for (size_t fail_at = 1; status != KBG_OK; fail_at++) {
        test_memory memory;
        kbg__hotness h;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__hotness_init(&h, &memory.allocator, test_key, DAY, 100);
        status = kbg__hotness_take(&h, uses, ROWS(uses), NULL);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        assert_true(count_at(&h, "3", start) == (status == KBG_OK ? 2 : 0));
        memory.fail_at = 0;
        assert_int_equal(kbg__hotness_take(&h, uses, ROWS(uses), NULL), KBG_OK);
        assert_true(count_at(&h, "29", start) == (status == KBG_OK ? 2 : 1));
        kbg__hotness_free(&h);
        assert_int_equal(memory.blocks, 0);
        assert_true(fail_at < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_halved_by_each_half_life),
        cmocka_unit_test(an_instant_that_is_not_known_gives_no_count),
        cmocka_unit_test(what_is_rejected_takes_away_but_not_below_zero),
        cmocka_unit_test(the_oldest_buckets_are_dropped),
        cmocka_unit_test(sums_are_bounded),
        cmocka_unit_test(counts_are_those_of_the_plain_sum),
        cmocka_unit_test(order_and_batches_do_not_matter),
        cmocka_unit_test(many_items_are_found_again),
        cmocka_unit_test(a_batch_over_the_limit_changes_no_count),
        cmocka_unit_test(marks_are_kept_beside_the_counts),
        cmocka_unit_test(memory_that_runs_out_changes_no_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
