/* SPDX-License-Identifier: MIT */
#include "index/suggest.h"

#include "text/sound.h"

void kbg__suggest_free(kbg__suggest *suggest)
{
    const kbg_allocator *memory = suggest->memory;
    if (!memory)
        return;
    for (int first = 0; first < 2; first++) {
        kbg__free(memory, suggest->triples[first].of);
        kbg__free(memory, suggest->triples[first].bytes);
        kbg__free(memory, suggest->characters[first].of);
        kbg__free(memory, suggest->characters[first].bytes);
        kbg__free(memory, suggest->pairs[first]);
    }
    kbg__packed_free(&suggest->text, memory);
    kbg__packed_free(&suggest->items, memory);
    kbg__packed_free(&suggest->sources, memory);
    kbg__packed_free(&suggest->blocks, memory);
    kbg__free(memory, suggest->alphabet);
    kbg__free(memory, suggest->begins);
    *suggest = (kbg__suggest){ 0 };
}

static size_t lists_size(const kbg__suggest_lists *lists)
{
    return (lists->count + 1) * sizeof(*lists->of) + lists->of[lists->count].start;
}

size_t kbg__suggest_size(const kbg__suggest *suggest)
{
    size_t size = sizeof(*suggest) + suggest->text.size + suggest->items.size + suggest->sources.size +
                  suggest->blocks.size + (sizeof(*suggest->alphabet) << suggest->text.bits) +
                  suggest->text_len / 8 + 1 + 2 * KBG__SUGGEST_PAIRS * sizeof(*suggest->pairs[0]);
    for (int first = 0; first < 2; first++)
        size += lists_size(&suggest->triples[first]) + lists_size(&suggest->characters[first]);
    return size;
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

/* The first list from `low` to `high` whose key is not below `key`. */
static size_t seek(const kbg__suggest_lists *lists, size_t low, size_t high, uint32_t key)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lists->of[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t kbg__suggest_find_characters(const kbg__suggest *suggest, bool first, uint32_t low, uint32_t high, size_t *list)
{
    const kbg__suggest_lists *lists = &suggest->characters[first];
    *list = seek(lists, 0, lists->count, low);
    return seek(lists, *list, lists->count, high) - *list;
}

size_t kbg__suggest_find_triples(const kbg__suggest *suggest, bool first, const uint8_t codes[3], size_t depth,
                                 size_t *list)
{
    const kbg__suggest_lists *lists = &suggest->triples[first];
    uint32_t pair = (uint32_t)codes[0] * KBG__CODES + (depth > 1 ? codes[1] : 0u);
    size_t low = suggest->pairs[first][pair], high = suggest->pairs[first][pair + (depth > 1 ? 1 : KBG__CODES)];
    if (depth == 3) {
        uint32_t key = pair * KBG__CODES + codes[2];
        low = seek(lists, low, high, key);
        high = low + (low < high && lists->of[low].key == key);
    }
    *list = low;
    return high - low;
}

kbg__suggest_cursor kbg__suggest_cursor_of(const kbg__suggest_lists *lists, size_t list)
{
    return (kbg__suggest_cursor){ lists->bytes + lists->of[list].start, lists->bytes + lists->of[list + 1].start, 0 };
}

bool kbg__suggest_next(kbg__suggest_cursor *cursor)
{
    if (cursor->at == cursor->end)
        return false;
    uint32_t step = *cursor->at & 0x7Fu;
    for (unsigned shift = 7; *cursor->at++ & 0x80u && shift < 32; shift += 7)
        step |= (uint32_t)(*cursor->at & 0x7Fu) << shift;
    cursor->position += step;
    return true;
}

/* Whether an entry ends at a position. */
static bool is_end(const kbg__suggest *suggest, uint32_t position)
{
    return kbg__packed_bits(&suggest->text, position) == 0;
}

size_t kbg__suggest_entry_at(const kbg__suggest *suggest, uint32_t position)
{
    uint32_t block = position / KBG__SUGGEST_BLOCK;
    size_t ends = (size_t)kbg__packed_get(&suggest->blocks, block);
    for (uint32_t at = block * KBG__SUGGEST_BLOCK; at < position; at++)
        ends += is_end(suggest, at);
    /* There are as many entries, but in a file that somebody has forged. */
    return ends - 1 < suggest->entry_count ? ends - 1 : suggest->entry_count - 1;
}

/* The bounds of these two are for the same case. */
uint32_t kbg__suggest_entry_start(const kbg__suggest *suggest, uint32_t position)
{
    uint32_t start = position;
    while (start > 1 && position - start <= KBG__SUGGEST_LONGEST && !is_end(suggest, start - 1))
        start--;
    return start;
}

uint32_t kbg__suggest_entry_end(const kbg__suggest *suggest, uint32_t position)
{
    uint32_t end = position;
    while (end + 1 < suggest->text_len && end - position <= KBG__SUGGEST_LONGEST && !is_end(suggest, end))
        end++;
    return end;
}
