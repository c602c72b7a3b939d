/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/record.h"
#include "item/store.h"

#include <stdio.h>

/* Adds an item with an id and a question of `len` letters. */
static kbg_status add(kbg__item_store *store, unsigned id, size_t len)
{
    kbg__buffer fields, record;
    char text[16];
    kbg__buffer_init(&fields, &kbg__memory_default);
    kbg__buffer_init(&record, &kbg__memory_default);
    int id_len = snprintf(text, sizeof(text), "%u", id);
    kbg__record_text(&fields, KBG__TAG_ID, text, (size_t)id_len);
    char *question = kbg__malloc(&kbg__memory_default, len + 1);
    memset(question, 'q', len);
    kbg__record_text(&fields, KBG__TAG_QUESTION, question, len);
    kbg__record_text(&record, KBG__TAG_ITEM, fields.data, fields.len);
    kbg_status status = kbg__item_store_add(store, record.data, record.len);
    kbg__free(&kbg__memory_default, question);
    kbg__buffer_free(&fields);
    kbg__buffer_free(&record);
    return status;
}

static void check(const kbg__item_store *store, size_t count)
{
    assert_int_equal(store->count, count);
    for (size_t i = 0; i < count; i++) {
        char text[16];
        size_t len;
        snprintf(text, sizeof(text), "%u", (unsigned)i);
        assert_string_equal(test_id(store->items[i]), text);
        (void)kbg__record_child_text((const char *)store->items[i], KBG__TAG_QUESTION, 0, NULL, &len);
        assert_int_equal(len, i * 37 % 5000);
    }
}

static void items_stay_where_they_are(void **state)
{
    (void)state;
    test_memory memory;
    kbg__item_store store;
    test_memory_init(&memory);
    kbg__item_store_init(&store, &memory.allocator);
    assert_int_equal(add(&store, 0, 0), KBG_OK);
    const kbg_item *first = store.items[0];
    for (unsigned i = 1; i < 1000; i++)
        assert_int_equal(add(&store, i, i * 37 % 5000), KBG_OK);
    assert_ptr_equal(store.items[0], first);
    assert_true(store.block_count > 1);
    check(&store, 1000);
    assert_true(store.capacity > 1000);
    kbg__item_store_shrink(&store); /* what is added behind it is the same */
    assert_int_equal(store.capacity, 1000);
    assert_int_equal(store.block_capacity, store.block_count);
    check(&store, 1000);
    assert_int_equal(add(&store, 1000, 1000 * 37 % 5000), KBG_OK);
    assert_ptr_equal(store.items[0], first);
    check(&store, 1001);
    kbg__item_store_free(&store);
    assert_int_equal(memory.blocks, 0);
}

static void an_item_larger_than_a_block_gets_its_own(void **state)
{
    (void)state;
    kbg__item_store store;
    kbg__item_store_init(&store, &kbg__memory_default);
    assert_int_equal(add(&store, 0, 10), KBG_OK);
    assert_int_equal(add(&store, 1, 3000000), KBG_OK);
    assert_int_equal(add(&store, 2, 10), KBG_OK);
    static const size_t lengths[] = { 10, 3000000, 10 };
    for (size_t i = 0; i < 3; i++) {
        size_t len;
        (void)kbg__record_child_text((const char *)store.items[i], KBG__TAG_QUESTION, 0, NULL, &len);
        assert_int_equal(len, lengths[i]);
    }
    kbg__item_store_free(&store);
}

/* Points at all items of another store. */
static kbg_status share(kbg__item_store *store, const kbg__item_store *other)
{
    kbg_status status = kbg__item_store_lean(store, other);
    for (size_t i = 0; i < other->count && status == KBG_OK; i++)
        status = kbg__item_store_point(store, other->items[i]);
    return status;
}

static void stores_share_items_and_grow_apart(void **state)
{
    (void)state;
    test_memory memory;
    kbg__item_store one, two, three;
    test_memory_init(&memory);
    kbg__item_store_init(&one, &memory.allocator);
    kbg__item_store_init(&two, &memory.allocator);
    kbg__item_store_init(&three, &memory.allocator);
    assert_int_equal(share(&two, &one), KBG_OK); /* nothing to share is no failure */
    assert_int_equal(two.count, 0);
    for (unsigned i = 0; i < 100; i++)
        assert_int_equal(add(&one, i, i * 37 % 5000), KBG_OK);
    assert_int_equal(share(&two, &one), KBG_OK);
    assert_int_equal(share(&three, &two), KBG_OK);
    assert_ptr_equal(two.items[99], one.items[99]);
    for (unsigned i = 100; i < 150; i++) /* a shared block takes no more from the others, but from its own store */
        assert_int_equal(add(&two, i, i * 37 % 5000), KBG_OK);
    for (unsigned i = 100; i < 120; i++)
        assert_int_equal(add(&one, i, i * 37 % 5000), KBG_OK);
    check(&one, 120);
    kbg__item_store_free(&one);
    check(&two, 150);
    kbg__item_store_free(&two);
    check(&three, 100);
    kbg__item_store_free(&three);
    assert_int_equal(memory.blocks, 0);
}

static void a_failure_leaves_the_store_as_it_was(void **state)
{
    (void)state;
    size_t fail_at = 1;
    for (bool failed = true; failed; fail_at++) {
        test_memory memory;
        kbg__item_store one, two;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        kbg__item_store_init(&one, &memory.allocator);
        kbg__item_store_init(&two, &memory.allocator);
        failed = false;
        for (unsigned i = 0; i < 200; i++)
            if (add(&one, i, i * 37 % 5000) != KBG_OK) {
                failed = true;
                check(&one, i);
                assert_int_equal(add(&one, i, i * 37 % 5000), KBG_OK);
            }
        if (share(&two, &one) != KBG_OK) {
            failed = true;
            assert_true(two.count < one.count);
        } else {
            check(&two, 200);
        }
        kbg__item_store_free(&two);
        check(&one, 200);
        kbg__item_store_free(&one);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_stay_where_they_are),
        cmocka_unit_test(an_item_larger_than_a_block_gets_its_own),
        cmocka_unit_test(stores_share_items_and_grow_apart),
        cmocka_unit_test(a_failure_leaves_the_store_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
