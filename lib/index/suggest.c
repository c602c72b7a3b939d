/* SPDX-License-Identifier: MIT */
#include "index/suggest.h"

#include "text/sound.h"

void kbg__suggest_free(kbg__suggest *suggest)
{
    const kbg_allocator *memory = suggest->memory;
    if (!memory)
        return;
    for (int first = 0; first < 2; first++) {
        kbg__suggest_lists_free(&suggest->triples[first], memory);
        kbg__suggest_lists_free(&suggest->characters[first], memory);
        kbg__packed_free(&suggest->thirds[first], memory);
        kbg__packed_free(&suggest->pairs[first], memory);
    }
    kbg__packed_free(&suggest->rests, memory);
    kbg__packed_free(&suggest->rested, memory);
    kbg__packed_free(&suggest->ended, memory);
    kbg__packed_free(&suggest->items, memory);
    kbg__packed_free(&suggest->sources, memory);
    kbg__free(memory, suggest->classes);
    kbg__free(memory, suggest->alphabet);
    kbg__free(memory, suggest->firsts);
    *suggest = (kbg__suggest){ 0 };
}

size_t kbg__suggest_classes_size(const kbg__suggest *suggest)
{
    return kbg__suggest_block_count(suggest) * KBG__SUGGEST_BLOCK + KBG__SUGGEST_SPARE;
}

size_t kbg__suggest_alphabet_size(const kbg__suggest *suggest)
{
    return suggest->alphabet_len + ((size_t)1 << suggest->rests.bits);
}

size_t kbg__suggest_size(const kbg__suggest *suggest)
{
    size_t size = sizeof(*suggest) + suggest->rests.size + suggest->rested.size + suggest->ended.size +
                  suggest->items.size + suggest->sources.size + kbg__suggest_classes_size(suggest) +
                  kbg__suggest_alphabet_size(suggest) * sizeof(*suggest->alphabet) +
                  KBG__SUGGEST_CLASSES * sizeof(*suggest->firsts);
    for (int first = 0; first < 2; first++)
        size += kbg__suggest_lists_size(&suggest->triples[first]) +
                kbg__suggest_lists_size(&suggest->characters[first]) + suggest->thirds[first].size +
                suggest->pairs[first].size;
    return size;
}

/* A bit for each of eight classes that is odd. */
static uint64_t odd_ones(const uint8_t *s)
{
    uint64_t word = (uint64_t)s[0] | (uint64_t)s[1] << 8 | (uint64_t)s[2] << 16 | (uint64_t)s[3] << 24 |
                    (uint64_t)s[4] << 32 | (uint64_t)s[5] << 40 | (uint64_t)s[6] << 48 | (uint64_t)s[7] << 56;
    return word & UINT64_C(0x0101010101010101);
}

uint32_t kbg__suggest_rest(const kbg__suggest *suggest, uint32_t position)
{
    uint32_t block = kbg__suggest_block(position), at = block * KBG__SUGGEST_BLOCK + 1;
    uint64_t counts = 0, number = kbg__packed_get(&suggest->rested, block);
    for (; at + 8 <= position; at += 8)
        counts += odd_ones(suggest->classes + at);
    counts += odd_ones(suggest->classes + at) & ((UINT64_C(1) << 8 * (position - at)) - 1);
    number += counts * UINT64_C(0x0101010101010101) >> 56; /* the sum of eight counts */
    return (uint32_t)kbg__packed_get(&suggest->rests, (size_t)number);
}

unsigned kbg__suggest_code(uint16_t c)
{
    if (c == KBG__SUGGEST_END)
        return KBG__CODE_END;
    if (c >= 'a' && c <= 'z')
        return KBG__CODE_LETTER + c - (unsigned)'a';
    if (c >= '0' && c <= '9')
        return KBG__CODE_DIGIT + c - (unsigned)'0';
    uint16_t sound = kbg__sound_of(c);
    return sound == KBG__NO_SOUND ? KBG__CODE_OTHER
                                  : KBG__CODE_SOUND + (unsigned)(kbg__sound_letters(sound)[0] - 'a');
}

uint32_t kbg__suggest_character_key(uint16_t character)
{
    return (uint32_t)kbg__sound_of(character) << 16 | character;
}

/* The first number from `low` on whose key is not below `key`. */
static size_t seek_character(const kbg__suggest *suggest, size_t low, uint32_t key)
{
    for (size_t high = suggest->alphabet_len; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (kbg__suggest_character_key((uint16_t)suggest->alphabet[middle]) < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t kbg__suggest_find_characters(const kbg__suggest *suggest, uint32_t low, uint32_t high, size_t *list)
{
    *list = seek_character(suggest, 0, low);
    return seek_character(suggest, *list, high) - *list;
}

size_t kbg__suggest_find_triples(const kbg__suggest *suggest, bool first, const uint8_t codes[3], size_t depth,
                                 size_t *list)
{
    uint32_t pair = (uint32_t)codes[0] * KBG__CODES + (depth > 1 ? codes[1] : 0u);
    size_t low = (size_t)kbg__packed_get(&suggest->pairs[first], pair);
    size_t end = (size_t)kbg__packed_get(&suggest->pairs[first], pair + (depth > 1 ? 1 : KBG__CODES)), high = end;
    while (depth == 3 && low < high) {
        size_t middle = low + (high - low) / 2;
        if (kbg__packed_get(&suggest->thirds[first], middle) < codes[2])
            low = middle + 1;
        else
            high = middle;
    }
    *list = low;
    if (depth < 3)
        return end - low;
    return low < end && kbg__packed_get(&suggest->thirds[first], low) == codes[2];
}

size_t kbg__suggest_entry_at(const kbg__suggest *suggest, uint32_t position)
{
    uint32_t block = kbg__suggest_block(position);
    size_t ends = (size_t)kbg__packed_get(&suggest->ended, block);
    for (uint32_t at = block * KBG__SUGGEST_BLOCK + 1; at < position; at++)
        ends += kbg__suggest_ends(suggest, at);
    /* There are as many entries, but in a file that somebody has forged. */
    return ends - 1 < suggest->entry_count ? ends - 1 : suggest->entry_count - 1;
}

/* The bounds of these two are for the same case. */
uint32_t kbg__suggest_entry_start(const kbg__suggest *suggest, uint32_t position)
{
    uint32_t start = position;
    while (start > 1 && position - start <= KBG__SUGGEST_LONGEST && !kbg__suggest_ends(suggest, start - 1))
        start--;
    return start;
}

uint32_t kbg__suggest_entry_end(const kbg__suggest *suggest, uint32_t position)
{
    uint32_t end = position;
    while (end + 1 < suggest->text_len && end - position <= KBG__SUGGEST_LONGEST && !kbg__suggest_ends(suggest, end))
        end++;
    return end;
}
