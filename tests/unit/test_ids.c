/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/ids.h"
#include "item/record.h"

#include <stdio.h>

enum { MANY = 20000 };

/* Adds an item with the id `id`. */
static void add(kbg__item_store *store, const char *id, size_t len)
{
    kbg__buffer fields, record;
    kbg__buffer_init(&fields, &kbg__memory_default);
    kbg__buffer_init(&record, &kbg__memory_default);
    kbg__record_text(&fields, KBG__TAG_ID, id, len);
    kbg__record_text(&record, KBG__TAG_ITEM, fields.data, fields.len);
    assert_int_equal(kbg__item_store_add(store, record.data, record.len), KBG_OK);
    kbg__buffer_free(&fields);
    kbg__buffer_free(&record);
}

static size_t name(char text[24], unsigned number)
{
    return (size_t)snprintf(text, 24, "物品-%u", number);
}

static void make_items(kbg__item_store *store, unsigned count)
{
    kbg__item_store_init(store, &kbg__memory_default);
    for (unsigned i = 0; i < count; i++) {
        char id[24];
        add(store, id, name(id, i));
    }
}

/* Each id leads to its item and others to none, however the numbers were taken. */
static void ids_lead_to_their_items(void **state)
{
    (void)state;
    static const unsigned counts[] = { 0, 1, 2, 3, 31, 32, 33, 48, 49, 100, 1000, MANY };
    for (size_t c = 0; c < ROWS(counts); c++)
        for (int one_by_one = 0; one_by_one < 2; one_by_one++) {
            kbg__item_store store;
            kbg__ids ids;
            char id[24];
            make_items(&store, counts[c]);
            kbg__ids_init(&ids, &kbg__memory_default, test_key);
            assert_int_equal(kbg__ids_find(&ids, store.items, LIT("物品-0")), KBG__NO_ITEM);
            if (!one_by_one)
                assert_int_equal(kbg__ids_set(&ids, store.items, store.count), KBG_OK);
            while (ids.count < store.count)
                assert_int_equal(kbg__ids_add(&ids, store.items), KBG_OK);
            assert_int_equal(ids.count, counts[c]);
            for (unsigned i = 0; i < counts[c] + 500; i++)
                assert_int_equal(kbg__ids_find(&ids, store.items, id, name(id, i)), i < counts[c] ? i : KBG__NO_ITEM);
            assert_int_equal(kbg__ids_find(&ids, store.items, LIT("")), KBG__NO_ITEM);
            assert_true(one_by_one || ids.slot_count <= counts[c] + counts[c] / 3 + (size_t)1);
            kbg__ids_free(&ids);
            kbg__item_store_free(&store);
        }
}

/* Ids with NUL bytes in them, and one that begins like another. */
static void all_of_an_id_counts(void **state)
{
    (void)state;
    kbg__item_store store;
    kbg__ids ids;
    kbg__item_store_init(&store, &kbg__memory_default);
    add(&store, LIT("a"));
    add(&store, LIT("a\0b"));
    add(&store, LIT("a\0"));
    kbg__ids_init(&ids, &kbg__memory_default, test_key);
    assert_int_equal(kbg__ids_set(&ids, store.items, store.count), KBG_OK);
    assert_int_equal(kbg__ids_find(&ids, store.items, LIT("a")), 0);
    assert_int_equal(kbg__ids_find(&ids, store.items, LIT("a\0b")), 1);
    assert_int_equal(kbg__ids_find(&ids, store.items, LIT("a\0")), 2);
    assert_int_equal(kbg__ids_find(&ids, store.items, LIT("a\0c")), KBG__NO_ITEM);
    kbg__ids_free(&ids);
    kbg__item_store_free(&store);
}

static void an_id_twice_is_noticed(void **state)
{
    (void)state;
    static const char *const id_sets[] = { "x x", "a b c a", "a b c d e f g h i j k l m b" };
    for (size_t i = 0; i < ROWS(id_sets); i++) {
        kbg__item_store store;
        kbg__ids ids;
        kbg__item_store_init(&store, &kbg__memory_default);
        for (const char *at = id_sets[i]; *at; at += at[1] ? 2 : 1)
            add(&store, at, 1);
        kbg__ids_init(&ids, &kbg__memory_default, test_key);
        assert_int_equal(kbg__ids_set(&ids, store.items, store.count), KBG_ERR_DUPLICATE);
        assert_int_equal(kbg__ids_find(&ids, store.items, LIT("a")), KBG__NO_ITEM);
        assert_int_equal(kbg__ids_set(&ids, store.items, store.count - 1), KBG_OK);
        assert_int_equal(kbg__ids_find(&ids, store.items, id_sets[i], 1), 0);
        kbg__ids_free(&ids);
        kbg__item_store_free(&store);
    }
}

/* A failed add leaves everything as it was; the next one succeeds. */
static void a_failed_add_adds_nothing(void **state)
{
    (void)state;
    size_t failures = 0, fail_at = 0;
    kbg__item_store store;
    make_items(&store, 500);
    do {
        test_memory memory;
        kbg__ids ids;
        char id[24];
        failures = 0;
        test_memory_init(&memory);
        memory.fail_at = ++fail_at;
        kbg__ids_init(&ids, &memory.allocator, test_key);
        for (uint32_t i = 0; i < store.count; i++) {
            kbg_status status = kbg__ids_add(&ids, store.items);
            if (status != KBG_OK) {
                failures++;
                assert_int_equal(status, KBG_ERR_NOMEM);
                assert_int_equal(ids.count, i);
                assert_int_equal(kbg__ids_find(&ids, store.items, id, name(id, i)), KBG__NO_ITEM);
                assert_int_equal(kbg__ids_add(&ids, store.items), KBG_OK);
            }
            assert_int_equal(kbg__ids_find(&ids, store.items, id, name(id, i)), i);
        }
        kbg__ids_free(&ids);
        assert_int_equal(memory.blocks, 0);
    } while (failures);
    assert_true(fail_at > 4);
    kbg__item_store_free(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_lead_to_their_items),
        cmocka_unit_test(all_of_an_id_counts),
        cmocka_unit_test(an_id_twice_is_noticed),
        cmocka_unit_test(a_failed_add_adds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
