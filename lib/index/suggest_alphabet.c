/* SPDX-License-Identifier: MIT */
/* The alphabet of what completes, and the text packed with it. */
#include "index/suggest.h"

#include "base/sort.h"

enum { WORDS = 65536 / 64 };

/* Which characters there are. */
typedef struct used {
    uint64_t bits[WORDS];
    uint32_t before[WORDS]; /* how many have their bits in the words before */
} used;

static uint32_t bit_count(uint64_t x)
{
    x -= x >> 1 & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (uint32_t)(x * UINT64_C(0x0101010101010101) >> 56);
}

/* How many of them are smaller. */
static uint32_t rank_of(const used *u, uint16_t character)
{
    uint64_t below = (UINT64_C(1) << character % 64) - 1;
    return u->before[character / 64] + bit_count(u->bits[character / 64] & below);
}

static uint32_t take_characters(used *u, const uint16_t *text, size_t len)
{
    uint32_t count = 0;
    for (size_t i = 0; i < len; i++)
        u->bits[text[i] / 64] |= UINT64_C(1) << text[i] % 64;
    for (size_t i = 0; i < WORDS; i++) {
        u->before[i] = count;
        count += bit_count(u->bits[i]);
    }
    return count;
}

/* The alphabet in the order of keys; numbers[r] is the number of the r-th smallest character. */
static void make_alphabet(kbg__suggest *s, const used *u, uint32_t count, uint32_t *keys, uint16_t *numbers)
{
    size_t made = 0;
    for (uint32_t c = 0; c < 65536; c++)
        if (u->bits[c / 64] >> c % 64 & 1)
            keys[made++] = kbg__suggest_character_key((uint16_t)c);
    kbg__sort_numbers(keys, count);
    for (uint32_t i = 0; i < count; i++) {
        s->alphabet[i] = (uint16_t)keys[i];
        numbers[rank_of(u, s->alphabet[i])] = (uint16_t)i;
    }
}

kbg_status kbg__suggest_set_text(kbg__suggest *s, const uint16_t *text, size_t len)
{
    used *u = kbg__calloc(s->memory, 1, sizeof(*u));
    uint32_t count = u ? take_characters(u, text, len) : 0;
    uint32_t *keys = kbg__calloc(s->memory, count + (size_t)1, sizeof(*keys));
    uint16_t *numbers = kbg__calloc(s->memory, count + (size_t)1, sizeof(*numbers));
    kbg_status status = u && keys && numbers ? KBG_OK : KBG_ERR_NOMEM;
    if (status == KBG_OK) /* one bit at the least */
        status = kbg__packed_init(&s->text, s->memory, len, count > 2 ? count - 1 : 1);
    if (status == KBG_OK) {
        s->alphabet = kbg__calloc(s->memory, (size_t)1 << s->text.bits, sizeof(*s->alphabet));
        status = s->alphabet ? KBG_OK : KBG_ERR_NOMEM;
    }
    if (status == KBG_OK) {
        make_alphabet(s, u, count, keys, numbers);
        for (size_t i = 0; i < len; i++)
            kbg__packed_set(&s->text, i, numbers[rank_of(u, text[i])]);
        s->text_len = len;
    }
    kbg__free(s->memory, u);
    kbg__free(s->memory, keys);
    kbg__free(s->memory, numbers);
    return status;
}
