/* SPDX-License-Identifier: MIT */
/* However what was typed is cut, one element covers its x-th character. So the lists of the triples that begin with
 * any element that covers it hold all matches, for each x; the x with the shortest lists is chosen.
 *
 * This is done for each place of a match. Where many can match, which is not at whole texts, it is done for matches
 * without half-typed sounds apart from those with them: so a list promises no more than it holds, and a walk that
 * finds enough can end early. */
#include "rank/typed_lists.h"

#include <string.h>

/* How many x are tried at most. */
enum { TRIED_MOST = 8 };

/* Lists of characters tell less about how the rest is written than triples do, so that they may have to be walked
 * further: they must be shorter by this factor to be preferred. */
enum { MUCH_SHORTER = 4 };

/* What to look for: lists of triples that begin with codes; of characters if depth is 0. */
typedef struct kbg__typed_key {
    uint8_t codes[3];
    uint8_t depth;
    uint8_t before;
    uint8_t writing;
    uint32_t low, high; /* of characters */
} key;

typedef struct plan {
    const kbg__suggest *suggest;
    const kbg__typed *typed;
    kbg__typed_lists *lists;
    kbg__match_place place;
    enum { ALL, WITHOUT_HALF, WITH_HALF } sounds; /* which matches: with half-typed sounds in them or without */
    kbg_status status;
} plan;

void kbg__typed_lists_init(kbg__typed_lists *lists, const kbg_allocator *memory)
{
    *lists = (kbg__typed_lists){ .memory = memory, .enough = 1024 };
}

void kbg__typed_lists_free(kbg__typed_lists *lists)
{
    kbg__free(lists->memory, lists->of);
    kbg__free(lists->memory, lists->keys);
    kbg__typed_lists_init(lists, lists->memory);
}

static void add_key(plan *p, const key *k)
{
    kbg__typed_lists *lists = p->lists;
    for (size_t i = 0; i < lists->key_count; i++) {
        key *there = &lists->keys[i];
        if (there->depth == k->depth && there->before == k->before && there->low == k->low &&
            there->high == k->high && memcmp(there->codes, k->codes, sizeof(k->codes)) == 0) {
            if (there->writing < k->writing)
                there->writing = k->writing;
            return;
        }
    }
    if (p->status == KBG_OK)
        p->status = kbg__grow(lists->memory, (void **)&lists->keys, &lists->key_capacity, lists->key_count + 1,
                              sizeof(*lists->keys));
    if (p->status == KBG_OK)
        lists->keys[lists->key_count++] = *k;
}

/* Whether lists of first positions are meant, or of those inside. */
static bool is_first(const plan *p, const key *k)
{
    return k->before == 0 && p->place != KBG__PLACE_INSIDE;
}

/* The next elements, from `at` on, until there are three. */
static void follow(plan *p, size_t at, const key *k)
{
    const kbg__typed *typed = p->typed;
    size_t list;
    if (k->depth < 3 && at == typed->count && p->place == KBG__PLACE_WHOLE) {
        key end = *k; /* codes behind the depth are KBG__CODE_END */
        end.depth = 3;
        follow(p, at, &end);
        return;
    }
    if (kbg__suggest_find_triples(p->suggest, is_first(p, k), k->codes, k->depth, &list) == 0)
        return;
    if (k->depth == 3 || at == typed->count) {
        add_key(p, k);
        return;
    }
    key next = *k;
    next.depth++;
    next.codes[k->depth] = (uint8_t)kbg__suggest_code(typed->characters[at]);
    follow(p, at + 1, &next);
    for (size_t len = 1; len <= typed->runs[at]; len++) {
        bool whole = typed->sounds[at][len - 1].whole;
        if (p->sounds == WITHOUT_HALF && !whole)
            continue;
        unsigned writing = whole ? KBG__WRITING_SOUNDS : KBG__WRITING_LETTERS;
        next.codes[k->depth] = (uint8_t)(KBG__CODE_SOUND + typed->letters[at] - 'a');
        next.writing = (uint8_t)(writing < k->writing ? writing : k->writing);
        follow(p, at + len, &next);
    }
}

/* Finds the lists of a key; returns how many bytes they have. */
static size_t find(const plan *p, const key *k, const kbg__suggest_lists **from, size_t *list, size_t *count)
{
    bool first = is_first(p, k);
    *from = k->depth ? &p->suggest->triples[first] : &p->suggest->characters[first];
    *count = k->depth ? kbg__suggest_find_triples(p->suggest, first, k->codes, k->depth, list)
                      : kbg__suggest_find_characters(p->suggest, first, k->low, k->high, list);
    return (*from)->of[*list + *count].start - (*from)->of[*list].start;
}

static size_t size_of(const plan *p, const key *k)
{
    const kbg__suggest_lists *from;
    size_t list, count;
    return find(p, k, &from, &list, &count);
}

/* The same of the keys from a certain one on. */
static size_t size_from(const plan *p, size_t first)
{
    size_t size = 0;
    for (size_t i = first; i < p->lists->key_count; i++)
        size += size_of(p, &p->lists->keys[i]);
    return size;
}

/* Elements that are a character with a key from low to below high; what is behind it begins at `end`. Either the
 * triples that begin with it are looked up, or the character itself. */
static void begin(plan *p, const key *k, size_t end, uint32_t low, uint32_t high)
{
    key character = { .before = k->before, .writing = k->writing, .low = low, .high = high };
    if (end - k->before == p->typed->count && p->place != KBG__PLACE_WHOLE) {
        add_key(p, &character);
        return;
    }
    size_t kept = p->lists->key_count;
    follow(p, end, k);
    if (size_of(p, &character) < size_from(p, kept) / MUCH_SHORTER) {
        p->lists->key_count = kept;
        add_key(p, &character);
    }
}

/* The element that is the character at x. */
static void begin_character(plan *p, size_t x)
{
    uint16_t character = p->typed->characters[x];
    unsigned code = kbg__suggest_code(character);
    key k = { .codes = { (uint8_t)code }, .depth = 1, .before = (uint8_t)x,
              .writing = p->sounds == WITH_HALF ? KBG__WRITING_LETTERS : KBG__WRITING_CHARACTERS };
    uint32_t low = kbg__suggest_character_key(character);
    if (x == 0 || code < KBG__CODE_LETTER)
        begin(p, &k, x + 1, low, low + 1);
    else /* within a run, where no lists of characters lead to */
        follow(p, x + 1, &k);
}

/* The elements that are the first letters of a sound, begin at `at` and cover x. */
static void begin_sounds(plan *p, size_t at, size_t x)
{
    const kbg__typed *typed = p->typed;
    for (size_t len = x - at + 1; len <= typed->runs[at]; len++) {
        const kbg__typed_sounds *sounds = &typed->sounds[at][len - 1];
        key k = { .codes = { (uint8_t)(KBG__CODE_SOUND + typed->letters[at] - 'a') }, .depth = 1, .before = (uint8_t)at,
                  .writing = p->sounds != WITH_HALF && sounds->whole ? KBG__WRITING_SOUNDS : KBG__WRITING_LETTERS };
        uint32_t low = (uint32_t)sounds->first << 16, count = p->sounds == WITHOUT_HALF ? 1 : sounds->count;
        if (sounds->whole || p->sounds != WITHOUT_HALF)
            begin(p, &k, at + len, low, low + (count << 16));
    }
}

/* Adds the lists of a key; returns how many bytes they have. */
static size_t add_lists(plan *p, const key *k)
{
    kbg__typed_lists *lists = p->lists;
    const kbg__suggest_lists *from;
    size_t list, count, size = find(p, k, &from, &list, &count);
    if (p->status == KBG_OK)
        p->status = kbg__grow(lists->memory, (void **)&lists->of, &lists->capacity, lists->count + count,
                              sizeof(*lists->of));
    for (size_t i = list; i < list + count && p->status == KBG_OK; i++)
        lists->of[lists->count++] = (kbg__typed_list){ kbg__suggest_cursor_of(from, i), k->before,
                                                       (uint8_t)kbg__fit(p->place, (kbg__writing)k->writing) };
    return size;
}

/* Adds the lists for an x; returns how many bytes they have. */
static size_t try_at(plan *p, size_t x)
{
    size_t size = 0;
    p->lists->key_count = 0;
    begin_character(p, x);
    for (size_t back = 0; back < KBG__SYLLABLE_LETTERS && back <= x; back++)
        begin_sounds(p, x - back, x);
    for (size_t i = 0; i < p->lists->key_count; i++)
        size += add_lists(p, &p->lists->keys[i]);
    return size;
}

/* Adds the shortest lists for matches of a place, without half-typed sounds or with them. */
static void add_shortest(plan *p)
{
    kbg__typed_lists *lists = p->lists;
    size_t kept = lists->count, best = SIZE_MAX, end = p->typed->count;
    size_t tries = end < TRIED_MOST ? end : TRIED_MOST;
    /* The first character, then the last, whose sound may be rare because it is half typed, then those between. */
    for (size_t n = 0; n < tries && best > lists->enough && p->status == KBG_OK; n++) {
        size_t x = n == 0 ? 0 : n == 1 ? end - 1 : (n - 1) * end / tries;
        size_t begin = lists->count, size = try_at(p, x), count = lists->count - begin;
        if (size < best && count)
            memmove(lists->of + kept, lists->of + begin, count * sizeof(*lists->of));
        if (size < best) {
            best = size;
            lists->count = kept + count;
        } else {
            lists->count = begin;
        }
    }
}

kbg_status kbg__typed_lists_set(kbg__typed_lists *lists, const kbg__suggest *suggest, const kbg__typed *typed)
{
    plan p = { .suggest = suggest, .typed = typed, .lists = lists };
    bool any_sounds = false;
    lists->count = 0;
    if (suggest->entry_count == 0)
        return KBG_OK;
    for (size_t at = 0; at < typed->count; at++)
        any_sounds |= typed->runs[at] > 0;
    for (p.place = KBG__PLACE_WHOLE; p.place >= KBG__PLACE_INSIDE; p.place--) {
        p.sounds = p.place == KBG__PLACE_WHOLE ? ALL : WITHOUT_HALF;
        add_shortest(&p);
        p.sounds = WITH_HALF;
        if (any_sounds && p.place != KBG__PLACE_WHOLE)
            add_shortest(&p);
    }
    return p.status;
}
