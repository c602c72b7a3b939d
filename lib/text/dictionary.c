/* SPDX-License-Identifier: MIT */
#include "text/dictionary.h"

#include <string.h>
#include <unicode/udata.h>

struct kbg__dictionary {
    const kbg_allocator *memory;
    UDataMemory *data;
    const uint16_t *trie;
};

/* The head of the dictionary, and what it says of the trie. */
enum { HEAD_TRIE, HEAD_SIZE = 3, HEAD_TYPE, HEAD_NUMBERS = 8, TYPE_MASK = 7, TYPE_UNITS = 1, TYPE_WITH_VALUES = 8 };

/* Nodes of ICU's UCharsTrie. A node is a branch, or a run of units that must follow each other; a value can stand
 * before. */
enum {
    LINEAR = 0x30,         /* lead unit of a run of one unit; below are branches */
    VALUE = 0x40,          /* lead unit of a node with a value in it, from its seventh bit on … */
    VALUE_TWO = 0x4040,    /* … or in the unit behind it … */
    VALUE_THREE = 0x7FC0,  /* … or in the two units behind it */
    FINAL = 0x8000,        /* a value, and nothing behind it: in the other bits … */
    FINAL_TWO = 0x4000,    /* … or there and in the unit behind … */
    FINAL_THREE = 0x7FFF,  /* … or in the two units behind */
    DELTA_TWO = 0xFC00,    /* a distance is one unit, or more from here on … */
    DELTA_THREE = 0xFFFF,  /* … or in two units behind */
    LEAST_SPLIT = 6        /* a branch of so many units is split in two */
};

enum { LONGEST_WORD = 20, UNKNOWN_COST = 255 }; /* as in ICU's CjkBreakEngine */

static UBool is_known(void *context, const char *type, const char *name, const UDataInfo *info)
{
    (void)context, (void)type, (void)name;
    return info->isBigEndian == U_IS_BIG_ENDIAN && info->sizeofUChar == sizeof(UChar) &&
           memcmp(info->dataFormat, "\x44\x69\x63\x74", 4) == 0 && info->formatVersion[0] == 1; /* Dict */
}

kbg_status kbg__dictionary_new(const kbg_allocator *memory, kbg__dictionary **dictionary)
{
    UErrorCode error = U_ZERO_ERROR;
    *dictionary = NULL;
    UDataMemory *data =
        udata_openChoice(U_ICUDATA_ALIAS U_TREE_SEPARATOR_STRING "brkitr", "dict", "cjdict", is_known, NULL, &error);
    if (U_FAILURE(error))
        return error == U_MEMORY_ALLOCATION_ERROR ? KBG_ERR_NOMEM : KBG_OK;
    const char *bytes = udata_getMemory(data);
    int32_t head[HEAD_NUMBERS];
    memcpy(head, bytes, sizeof(head));
    if ((head[HEAD_TYPE] & (TYPE_MASK | TYPE_WITH_VALUES)) != (TYPE_UNITS | TYPE_WITH_VALUES) ||
        head[HEAD_TRIE] < (int32_t)sizeof(head) || head[HEAD_TRIE] % 2 || head[HEAD_SIZE] <= head[HEAD_TRIE]) {
        udata_close(data);
        return KBG_OK;
    }
    kbg__dictionary *made = kbg__malloc(memory, sizeof(*made));
    if (!made) {
        udata_close(data);
        return KBG_ERR_NOMEM;
    }
    *made = (kbg__dictionary){ memory, data, (const uint16_t *)(const void *)(bytes + head[HEAD_TRIE]) };
    *dictionary = made;
    return KBG_OK;
}

void kbg__dictionary_free(kbg__dictionary *dictionary)
{
    if (!dictionary)
        return;
    udata_close(dictionary->data);
    kbg__free(dictionary->memory, dictionary);
}

/* Where in the trie the characters so far have led. */
typedef struct place {
    const uint16_t *at;
    uint32_t left; /* units of a run that are still to come */
} place;

struct kbg__dictionary_seen {
    const uint16_t *at;
    uint16_t left;
    uint16_t unit; /* 0 if nothing is here */
};

enum { SEEN = 1024, NOT_THERE = UINT16_MAX };

static const uint16_t *skip_delta(const uint16_t *at)
{
    uint32_t lead = *at++;
    return lead < DELTA_TWO ? at : lead == DELTA_THREE ? at + 2 : at + 1;
}

static const uint16_t *jump(const uint16_t *at)
{
    uint32_t delta = *at++;
    if (delta == DELTA_THREE) {
        delta = (uint32_t)at[0] << 16 | at[1];
        at += 2;
    } else if (delta >= DELTA_TWO) {
        delta = (delta - DELTA_TWO) << 16 | *at++;
    }
    return at + delta;
}

/* A final value, or a distance written like one; moves *at behind it. */
static uint32_t take_final(const uint16_t **at)
{
    uint32_t lead = *(*at)++ & (FINAL - 1u), value = lead;
    if (lead == FINAL_THREE) {
        value = (uint32_t)(*at)[0] << 16 | (*at)[1];
        *at += 2;
    } else if (lead >= FINAL_TWO) {
        value = (lead - FINAL_TWO) << 16 | *(*at)++;
    }
    return value;
}

/* Follows one of the `length` units of a branch; false if the unit is not among them. */
static bool follow(place *p, const uint16_t *at, uint32_t length, uint16_t unit)
{
    while (length >= LEAST_SPLIT) {
        if (unit < *at++) {
            length >>= 1;
            at = jump(at);
        } else {
            length -= length >> 1;
            at = skip_delta(at);
        }
    }
    for (; length > 1; length--) {
        if (unit == *at++) {
            if (!(*at & FINAL)) {
                uint32_t delta = take_final(&at);
                at += delta;
            }
            p->at = at;
            return true;
        }
        (void)take_final(&at);
    }
    p->at = at + 1;
    return unit == *at;
}

static bool step(place *p, uint16_t unit)
{
    const uint16_t *at = p->at;
    if (p->left == 0) {
        uint32_t lead = *at++;
        if (lead & FINAL)
            return false;
        if (lead >= VALUE)
            at += lead < VALUE_TWO ? 0 : lead < VALUE_THREE ? 1 : 2;
        lead &= VALUE - 1u;
        if (lead < LINEAR) {
            uint32_t length = lead ? lead : *at++;
            return follow(p, at, length + 1, unit);
        }
        p->left = lead - LINEAR + 1;
    }
    p->at = at + 1;
    p->left--;
    return *at == unit;
}

/* Whether what led here is a word; *cost is its value, *is_last whether no word goes on from here. */
static bool is_word(const place *p, uint32_t *cost, bool *is_last)
{
    const uint16_t *at = p->at;
    uint32_t lead = *at;
    *is_last = false;
    if (p->left || lead < VALUE)
        return false;
    *is_last = lead & FINAL;
    *cost = *is_last            ? take_final(&at)
            : lead < VALUE_TWO   ? (lead >> 6) - 1
            : lead < VALUE_THREE ? ((lead & VALUE_THREE) - VALUE_TWO) << 10 | at[1]
                                 : (uint32_t)at[1] << 16 | at[2];
    return true;
}

/* The place behind the first character of words; false if no word begins so. */
static bool begin(const kbg__dictionary *dictionary, kbg__dictionary_run *run, uint16_t unit, place *p)
{
    struct kbg__dictionary_seen *seen = &run->seen[unit % SEEN];
    if (seen->unit != unit) {
        *p = (place){ dictionary->trie, 0 };
        bool is_there = step(p, unit);
        *seen = (struct kbg__dictionary_seen){ p->at, is_there ? (uint16_t)p->left : NOT_THERE, unit };
    }
    *p = (place){ seen->at, seen->left };
    return seen->left != NOT_THERE;
}

void kbg__dictionary_run_init(kbg__dictionary_run *run, const kbg_allocator *memory)
{
    *run = (kbg__dictionary_run){ .memory = memory };
}

void kbg__dictionary_run_free(kbg__dictionary_run *run)
{
    kbg__free(run->memory, run->units);
    kbg__free(run->memory, run->words);
    kbg__free(run->memory, run->costs);
    kbg__free(run->memory, run->seen);
    kbg__dictionary_run_init(run, run->memory);
}

kbg_status kbg__dictionary_reserve(kbg__dictionary_run *run, size_t count)
{
    if (!run->seen)
        run->seen = kbg__calloc(run->memory, SEEN, sizeof(*run->seen));
    if (!run->seen ||
        kbg__grow(run->memory, (void **)&run->units, &run->unit_capacity, count, sizeof(*run->units)) ||
        kbg__grow(run->memory, (void **)&run->words, &run->word_capacity, count + 1, sizeof(*run->words)) ||
        kbg__grow(run->memory, (void **)&run->costs, &run->cost_capacity, count + 1, sizeof(*run->costs)))
        return KBG_ERR_NOMEM;
    return KBG_OK;
}

/* Notes a word of so many characters at a place, if it is the cheapest way to its end. */
static inline void note(kbg__dictionary_run *run, size_t at, uint32_t size, uint32_t cost)
{
    uint32_t sum = run->costs[at] + cost;
    if (sum < run->costs[at + size]) {
        run->costs[at + size] = sum;
        run->words[at + size] = (uint8_t)size;
    }
}

/* The cheapest way to each place; of equal ones that whose last word is the longest. */
void kbg__dictionary_break(const kbg__dictionary *dictionary, kbg__dictionary_run *run, size_t count)
{
    memset(run->costs, 0xFF, (count + 1) * sizeof(*run->costs));
    run->costs[0] = 0;
    for (size_t i = 0; i < count; i++) {
        size_t most = count - i < LONGEST_WORD ? count - i : LONGEST_WORD;
        uint32_t size = 1, cost;
        bool alone = false, is_last = false;
        place p;
        bool is_there = begin(dictionary, run, run->units[i], &p);
        while (is_there) {
            if (is_word(&p, &cost, &is_last)) {
                note(run, i, size, cost);
                alone = alone || size == 1;
            }
            is_there = !is_last && size < most && step(&p, run->units[i + size]);
            size++;
        }
        if (!alone)
            note(run, i, 1, UNKNOWN_COST);
    }
    /* words[i] is how long the word is that ends before i; turned round, that of the one that begins at i */
    uint8_t behind = 0;
    for (size_t end = count, size; end > 0; end -= size) {
        size = run->words[end];
        run->words[end] = behind;
        behind = (uint8_t)size;
    }
    run->words[0] = behind;
}
