/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/buffer.h"

static void pieces_are_joined(void **state)
{
    (void)state;
    kbg__buffer buffer;
    kbg__buffer_init(&buffer, &kbg__memory_default);
    kbg__buffer_add(&buffer, LIT("退"));
    kbg__buffer_add(&buffer, NULL, 0);
    kbg__buffer_add_cstr(&buffer, "货");
    kbg__buffer_add_byte(&buffer, '?');
    kbg__buffer_add_code_point(&buffer, 0x1F600);
    kbg__buffer_add_code_point(&buffer, 'x');
    assert_int_equal(kbg__buffer_status(&buffer), KBG_OK);
    assert_text(buffer.data, buffer.len, "退货?\xF0\x9F\x98\x80x");
    kbg__buffer_free(&buffer);
    assert_null(buffer.data);
    assert_int_equal(buffer.len, 0);
    assert_int_equal(buffer.capacity, 0);
}

static void reserve_makes_room_and_moves_nothing(void **state)
{
    (void)state;
    kbg__buffer buffer;
    kbg__buffer_init(&buffer, &kbg__memory_default);
    kbg__buffer_add(&buffer, LIT("ab"));
    char *place = kbg__buffer_reserve(&buffer, 1000);
    assert_ptr_equal(place, buffer.data + 2);
    assert_int_equal(buffer.len, 2);
    assert_true(buffer.capacity >= 1002);
    memset(place, 'c', 1000); /* seen by the sanitizer if there is less room */
    kbg__buffer_free(&buffer);
}

static void clear_keeps_the_memory(void **state)
{
    (void)state;
    test_memory memory;
    kbg__buffer buffer;
    test_memory_init(&memory);
    kbg__buffer_init(&buffer, &memory.allocator);
    kbg__buffer_add(&buffer, LIT("一二三四五六七八九十"));
    size_t calls = memory.calls;
    kbg__buffer_clear(&buffer);
    assert_int_equal(buffer.len, 0);
    kbg__buffer_add(&buffer, LIT("十九八七六五四三二一"));
    assert_int_equal(memory.calls, calls);
    assert_text(buffer.data, buffer.len, "十九八七六五四三二一");
    kbg__buffer_free(&buffer);
    assert_int_equal(memory.blocks, 0);
}

static void a_failure_sticks_until_the_buffer_is_cleared(void **state)
{
    (void)state;
    test_memory memory;
    kbg__buffer buffer;
    test_memory_init(&memory);
    memory.fail_at = 2;
    kbg__buffer_init(&buffer, &memory.allocator);
    kbg__buffer_add(&buffer, LIT("0123456789abcdef"));
    kbg__buffer_add(&buffer, LIT("g"));
    assert_int_equal(kbg__buffer_status(&buffer), KBG_ERR_NOMEM);
    kbg__buffer_add_byte(&buffer, 'h'); /* ignored, though memory is there again */
    kbg__buffer_add_code_point(&buffer, 0x4E2D);
    assert_null(kbg__buffer_reserve(&buffer, 1));
    assert_int_equal(kbg__buffer_status(&buffer), KBG_ERR_NOMEM);
    assert_text(buffer.data, buffer.len, "0123456789abcdef");
    kbg__buffer_clear(&buffer);
    kbg__buffer_add_cstr(&buffer, "0123456789abcdefg");
    assert_int_equal(kbg__buffer_status(&buffer), KBG_OK);
    assert_text(buffer.data, buffer.len, "0123456789abcdefg");
    kbg__buffer_free(&buffer);
    assert_int_equal(memory.blocks, 0);
}

static void a_length_that_overflows_fails(void **state)
{
    (void)state;
    kbg__buffer buffer;
    kbg__buffer_init(&buffer, &kbg__memory_default);
    kbg__buffer_add_byte(&buffer, 'a');
    assert_null(kbg__buffer_reserve(&buffer, SIZE_MAX));
    assert_int_equal(kbg__buffer_status(&buffer), KBG_ERR_NOMEM);
    kbg__buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_joined),
        cmocka_unit_test(reserve_makes_room_and_moves_nothing),
        cmocka_unit_test(clear_keeps_the_memory),
        cmocka_unit_test(a_failure_sticks_until_the_buffer_is_cleared),
        cmocka_unit_test(a_length_that_overflows_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
