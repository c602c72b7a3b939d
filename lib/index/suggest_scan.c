/* SPDX-License-Identifier: MIT */
/* Finds what a list promises in the blocks that it names. */
#include "index/suggest.h"

#include <string.h>

/* Any class, and any but that of KBG__SUGGEST_END. */
enum { ALL = KBG__SUGGEST_CLASSES - 1, NOT_END = KBG__SUGGEST_CLASSES - 2 };

kbg__suggest_pattern kbg__suggest_any_pattern(bool first)
{
    return (kbg__suggest_pattern){ .low = { first ? 0 : 1 }, .span = { first ? 0 : NOT_END, ALL, ALL, ALL } };
}

static void narrow(kbg__suggest_pattern *pattern, size_t place, uint8_t low, uint8_t span)
{
    if (span < pattern->span[place]) {
        pattern->low[place] = low;
        pattern->span[place] = span;
    }
}

bool kbg__suggest_find_classes(const kbg__suggest *suggest, uint32_t low, uint32_t high, uint8_t *first_class,
                               uint8_t *span)
{
    size_t number, count = kbg__suggest_find_characters(suggest, low, high, &number);
    if (count == 0)
        return false;
    *first_class = kbg__suggest_class(suggest, (uint32_t)number);
    *span = (uint8_t)(kbg__suggest_class(suggest, (uint32_t)(number + count - 1)) - *first_class);
    return true;
}

void kbg__suggest_narrow_triple(const kbg__suggest *suggest, bool first, size_t list, uint32_t pair,
                                kbg__suggest_pattern *pattern)
{
    while (pair + 2 < KBG__SUGGEST_PAIRS && kbg__packed_get(&suggest->pairs[first], pair + (size_t)1) <= list)
        pair++;
    uint32_t codes[3] = { pair / KBG__CODES, pair % KBG__CODES,
                          (uint32_t)kbg__packed_get(&suggest->thirds[first], list) % KBG__CODES };
    for (size_t i = 0; i < 3 && (i < 2 || codes[1] != KBG__CODE_END); i++)
        narrow(pattern, i + 1, suggest->code_low[codes[i]], suggest->code_span[codes[i]]);
}

void kbg__suggest_widen(kbg__suggest_pattern *pattern, const kbg__suggest_pattern *other)
{
    for (size_t i = 0; i < KBG__SUGGEST_PATTERN; i++) {
        uint32_t end = pattern->low[i] + (uint32_t)pattern->span[i];
        uint32_t other_end = other->low[i] + (uint32_t)other->span[i];
        pattern->low[i] = pattern->low[i] < other->low[i] ? pattern->low[i] : other->low[i];
        pattern->span[i] = (uint8_t)((end > other_end ? end : other_end) - pattern->low[i]);
    }
}

kbg__suggest_scanner kbg__suggest_scanner_of(const kbg__suggest_pattern *pattern)
{
    kbg__suggest_scanner scanner;
    for (size_t i = 0; i < KBG__SUGGEST_PATTERN; i++) {
        memset(scanner.low[i], pattern->low[i], KBG__SUGGEST_LANES);
        memset(scanner.span[i], pattern->span[i], KBG__SUGGEST_LANES);
    }
    return scanner;
}

/* Whether each class is one of the pattern. */
static inline void compare(uint8_t found[KBG__SUGGEST_LANES], const uint8_t *s, const kbg__suggest_scanner *scanner)
{
    for (int i = 0; i < KBG__SUGGEST_LANES; i++)
        found[i] = (uint8_t)(((uint8_t)(s[i] - scanner->low[0][i]) <= scanner->span[0][i]) &
                             ((uint8_t)(s[i + 1] - scanner->low[1][i]) <= scanner->span[1][i]) &
                             ((uint8_t)(s[i + 2] - scanner->low[2][i]) <= scanner->span[2][i]) &
                             ((uint8_t)(s[i + 3] - scanner->low[3][i]) <= scanner->span[3][i]));
}

/* The lowest bits of eight bytes. */
static inline uint64_t gather(const uint8_t *f)
{
    uint64_t word = (uint64_t)f[0] | (uint64_t)f[1] << 8 | (uint64_t)f[2] << 16 | (uint64_t)f[3] << 24 |
                    (uint64_t)f[4] << 32 | (uint64_t)f[5] << 40 | (uint64_t)f[6] << 48 | (uint64_t)f[7] << 56;
    return (word * UINT64_C(0x0102040810204080)) >> 56;
}

uint64_t kbg__suggest_scan(const kbg__suggest *suggest, uint32_t block, const kbg__suggest_scanner *scanner)
{
    const uint8_t *s = suggest->classes + (size_t)block * KBG__SUGGEST_BLOCK;
    uint8_t found[KBG__SUGGEST_BLOCK];
    uint64_t positions = 0;
    for (int i = 0; i < KBG__SUGGEST_BLOCK; i += KBG__SUGGEST_LANES)
        compare(found + i, s + i, scanner);
    for (int i = 0; i < KBG__SUGGEST_BLOCK; i += 8)
        positions |= gather(found + i) << i;
    return positions;
}
