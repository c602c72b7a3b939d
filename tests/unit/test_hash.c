/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/hash.h"

/* The message is the bytes 0, 1, 2 …, the key the bytes 0 to 15. Computed with a second, independent implementation
 * that gives the value in the appendix of the paper for SipHash-2-4. */
static void known_values(void **state)
{
    (void)state;
    static const struct {
        size_t len;
        uint64_t hash;
    } rows[] = {
        { 0, UINT64_C(0xabac0158050fc4dc) },  { 1, UINT64_C(0xc9f49bf37d57ca93) },
        { 7, UINT64_C(0xd3927d989bb11140) },  { 8, UINT64_C(0x369095118d299a8e) },
        { 9, UINT64_C(0x25a48eb36c063de4) },  { 15, UINT64_C(0xd320d86d2a519956) },
        { 16, UINT64_C(0xcc4fdd1a7d908b66) }, { 63, UINT64_C(0x9d199062b7bbb3a8) },
    };
    static const kbg__hash_key key = { UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908) };
    char message[64];
    for (size_t i = 0; i < sizeof(message); i++)
        message[i] = (char)i;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_true(kbg__hash(key, message, rows[i].len) == rows[i].hash);
    static const kbg__hash_key zero = { 0, 0 };
    assert_true(kbg__hash(zero, NULL, 0) == UINT64_C(0xd1fba762150c532c));
    assert_true(kbg__hash(zero, LIT("退货")) == UINT64_C(0x7ebe977f2acf3477)); /* bytes above 0x7F */
}

/* Turning any one bit of message or key turns about half of the 64 bits of the hash; fewer than 12 or more than 52
 * would come up once in ten million. */
static void every_bit_counts(void **state)
{
    (void)state;
    char message[] = "0123456789abcdefghij";
    for (int bit = 0; bit < 160 + 128; bit++) {
        kbg__hash_key key = test_key;
        uint64_t before = kbg__hash(key, message, 20);
        if (bit < 160)
            message[bit / 8] = (char)(message[bit / 8] ^ 1 << bit % 8);
        else if (bit < 224)
            key.k0 ^= UINT64_C(1) << (bit - 160);
        else
            key.k1 ^= UINT64_C(1) << (bit - 224);
        uint64_t turned = before ^ kbg__hash(key, message, 20);
        int count = 0;
        for (; turned; turned &= turned - 1)
            count++;
        assert_in_range(count, 12, 52);
    }
}

static void the_length_counts(void **state)
{
    (void)state;
    static const char zeros[32];
    uint64_t hashes[32];
    for (size_t len = 0; len < 32; len++) {
        hashes[len] = kbg__hash(test_key, zeros, len);
        for (size_t other = 0; other < len; other++)
            assert_true(hashes[len] != hashes[other]);
    }
}

/* Short texts of every length, many of them alike, have different hashes with each of many keys: two would be the same
 * once in fifty runs like this one. */
static void short_texts_differ(void **state)
{
    (void)state;
    enum { TEXTS = 300, KEYS = 1000 };
    static char texts[TEXTS][KBG__HASH_SHORT];
    size_t lens[TEXTS], count = 0;
    for (size_t len = 0; len <= KBG__HASH_SHORT; len++) { /* zeros, and one or two bytes that are something else */
        lens[count++] = len;
        for (size_t i = 0; i < len; i++)
            for (int value = 1; value < 256; value = value * 3 + 1, count++) {
                lens[count] = len;
                texts[count][i] = (char)value;
                texts[count][(i + 1) % len] = (char)(value ^ (int)(count % 2));
            }
    }
    assert_in_range(count, 100, TEXTS);
    test_random random = { 4711 };
    for (int k = 0; k < KEYS; k++) {
        kbg__hash_key key = { random.state, 0 };
        (void)test_random_below(&random, 2);
        key.k1 = random.state;
        (void)test_random_below(&random, 2);
        uint32_t hashes[TEXTS];
        for (size_t i = 0; i < count; i++) {
            hashes[i] = kbg__hash_short(key, texts[i], lens[i]);
            for (size_t other = 0; other < i; other++)
                if (hashes[other] == hashes[i] &&
                    (lens[other] != lens[i] || memcmp(texts[other], texts[i], lens[i]) != 0))
                    fail_msg("texts %zu and %zu", other, i);
        }
    }
}

static void alignment_does_not_count(void **state)
{
    (void)state;
    char room[40];
    static const char text[] = "同一句话，不同的地址";
    uint64_t expected = kbg__hash(test_key, text, 30);
    for (size_t shift = 0; shift < 8; shift++) {
        memcpy(room + shift, text, 30);
        assert_true(kbg__hash(test_key, room + shift, 30) == expected);
        assert_int_equal(kbg__hash_short(test_key, room + shift, 6), kbg__hash_short(test_key, text, 6));
    }
}

static void keys_follow_the_address(void **state)
{
    (void)state;
    static const int a = 1, b = 2;
    kbg__hash_key one = kbg__hash_key_from_address(&a), same = kbg__hash_key_from_address(&a);
    kbg__hash_key other = kbg__hash_key_from_address(&b);
    assert_true(one.k0 == same.k0 && one.k1 == same.k1);
    assert_true(one.k0 != other.k0 && one.k1 != other.k1);
    assert_true(one.k0 != one.k1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_values),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(the_length_counts),
        cmocka_unit_test(short_texts_differ),
        cmocka_unit_test(alignment_does_not_count),
        cmocka_unit_test(keys_follow_the_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
