/* SPDX-License-Identifier: MIT */
#include "index/saved.h"

/* Lists of one kind: one for each three codes, or for each character. */
enum { LISTS_MOST = KBG__CODES * KBG__CODES * KBG__CODES };

static void list_sections(kbg__suggest_lists *l, kbg__sections *s)
{
    uint64_t bits = kbg__sections_opening(s) ? 0 : kbg__suggest_list_start(l, l->count);
    kbg__section_count(s, &l->count, LISTS_MOST);
    kbg__section_numbers(s, &bits, 1);
    kbg__packed_sections(&l->starts, s, l->count + 1);
    if (bits / 8 >= SIZE_MAX / 2)
        kbg__sections_refuse(s, "a list is too long");
    kbg__section(s, (void **)&l->bytes, s->status == KBG_OK ? kbg__suggest_list_bytes(bits) : 0, 1);
    if (!kbg__sections_opening(s) || s->status != KBG_OK)
        return;
    bool right = kbg__suggest_list_start(l, 0) == 0 && kbg__suggest_list_start(l, l->count) == bits;
    for (size_t i = 0; i < l->count && right; i++)
        right = kbg__suggest_list_start(l, i) <= kbg__suggest_list_start(l, i + 1);
    if (!right)
        kbg__sections_refuse(s, "lists of positions are not whole");
}

/* Whether classes ascend, and the first is that of KBG__SUGGEST_END, which the alphabet begins with. */
static bool check_alphabet(const kbg__suggest *g)
{
    bool right = (uint16_t)g->alphabet[0] == KBG__SUGGEST_END && g->firsts[0] == 0;
    for (size_t i = 1; i < KBG__SUGGEST_CLASSES; i++)
        right &= g->firsts[i] >= g->firsts[i - 1] && g->firsts[i] <= g->alphabet_len;
    return right;
}

/* Whether the text has its ends and counts, and nothing behind it. */
static bool check_text(const kbg__suggest *g, size_t rests)
{
    uint64_t ended = 1, rested = 0;
    size_t blocks = kbg__suggest_block_count(g), size = kbg__suggest_classes_size(g);
    if (g->classes[0] != 0 || g->classes[g->text_len - 1] != 0 || g->rests.base || g->rests.step)
        return false;
    for (size_t i = g->text_len; i < size; i++)
        if (g->classes[i] != 0)
            return false;
    for (size_t block = 0; block < blocks; block++) {
        const uint8_t *s = g->classes + block * KBG__SUGGEST_BLOCK + 1;
        if (kbg__packed_get(&g->ended, block) != ended || kbg__packed_get(&g->rested, block) != rested)
            return false;
        for (size_t i = 0; i < KBG__SUGGEST_BLOCK; i++) {
            ended += s[i] == 0;
            rested += s[i] & 1u;
        }
    }
    return rested == rests;
}

/* Whether lists and entries are of this text. Of entries that are not where they should be, suggestions are wrong and
 * nothing else. */
static bool check_entries(const kbg__suggest *g, size_t items)
{
    uint64_t most = 0;
    for (size_t i = 0; i < g->entry_count; i++) {
        uint64_t item = kbg__packed_get(&g->items, i);
        most = item > most ? item : most;
    }
    if (g->entry_count && most >= items)
        return false;
    for (int first = 0; first < 2; first++) {
        if (g->characters[first].count != g->alphabet_len)
            return false;
        for (size_t i = 0; i < KBG__SUGGEST_PAIRS; i++) {
            uint64_t pair = kbg__packed_get(&g->pairs[first], i);
            if (pair > g->triples[first].count || (i && pair < kbg__packed_get(&g->pairs[first], i - 1)))
                return false;
        }
    }
    return true;
}

void kbg__suggest_sections(kbg__suggest *g, kbg__sections *s, size_t items)
{
    size_t rests = 0, classes;
    for (size_t i = 0; i < g->text_len && !kbg__sections_opening(s); i++)
        rests += g->classes[i] & 1u;
    kbg__section_count(s, &g->text_len, UINT32_MAX - 2 * KBG__SUGGEST_BLOCK);
    kbg__section_count(s, &g->entry_count, UINT32_MAX - 1);
    kbg__section_count(s, &g->alphabet_len, 2 * (size_t)KBG__SUGGEST_BEGINS);
    if (g->text_len && g->entry_count > g->text_len / 2)
        kbg__sections_refuse(s, "there are more suggestions than text");
    kbg__section_count(s, &rests, SIZE_MAX);
    if (g->text_len == 0 || g->alphabet_len == 0)
        kbg__sections_refuse(s, "the text of suggestions has no alphabet");
    classes = s->status == KBG_OK ? kbg__suggest_classes_size(g) : 0;
    kbg__section(s, (void **)&g->classes, classes, 1);
    kbg__packed_sections(&g->rests, s, rests);
    if (g->rests.bits > 17)
        kbg__sections_refuse(s, "a class of suggestions is too large");
    kbg__section(s, (void **)&g->alphabet, s->status == KBG_OK ? kbg__suggest_alphabet_size(g) : 0,
                 sizeof(*g->alphabet));
    kbg__section(s, (void **)&g->firsts, KBG__SUGGEST_CLASSES, sizeof(*g->firsts));
    kbg__packed_sections(&g->rested, s, s->status == KBG_OK ? kbg__suggest_block_count(g) : 0);
    kbg__packed_sections(&g->ended, s, s->status == KBG_OK ? kbg__suggest_block_count(g) : 0);
    kbg__packed_sections(&g->items, s, g->entry_count);
    kbg__packed_sections(&g->sources, s, g->entry_count);
    for (int first = 0; first < 2; first++) {
        list_sections(&g->triples[first], s);
        list_sections(&g->characters[first], s);
        kbg__packed_sections(&g->thirds[first], s, g->triples[first].count);
        kbg__packed_sections(&g->pairs[first], s, KBG__SUGGEST_PAIRS);
    }
    if (!kbg__sections_opening(s) || s->status != KBG_OK)
        return;
    if (!check_alphabet(g) || !check_text(g, rests) || !check_entries(g, items)) {
        kbg__sections_refuse(s, "suggestions do not fit themselves");
        return;
    }
    kbg__suggest_set_codes(g);
}
