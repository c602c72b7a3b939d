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

/* Lists of characters tell less about how the rest is written than triples do, if it can be written in several ways, so
 * that they may have to be walked further: they must be shorter by this factor to be preferred then. */
enum { MUCH_SHORTER = 2 };

/* What to look for: lists of triples that begin with codes; of characters if depth is 0. */
typedef struct kbg__typed_key {
    uint8_t codes[3];
    uint8_t depth;
    uint8_t before;
    uint8_t writing;
    uint32_t low, high; /* of characters */
    kbg__suggest_pattern pattern;
    size_t list, count; /* which lists … */
    uint64_t size;      /* … and how many bits they have */
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
    *lists = (kbg__typed_lists){ .memory = memory, .enough = 640 };
}

void kbg__typed_lists_free(kbg__typed_lists *lists)
{
    kbg__free(lists->memory, lists->of);
    kbg__free(lists->memory, lists->keys);
    kbg__typed_lists_init(lists, lists->memory);
}

/* Whether lists of first positions are meant, or of those inside. */
static bool is_first(const plan *p, const key *k)
{
    return k->before == 0 && p->place != KBG__PLACE_INSIDE;
}

/* Finds the lists of a key; returns how many. */
static size_t find(const plan *p, key *k)
{
    bool first = is_first(p, k);
    const kbg__suggest_lists *from = k->depth ? &p->suggest->triples[first] : &p->suggest->characters[first];
    k->count = k->depth ? kbg__suggest_find_triples(p->suggest, first, k->codes, k->depth, &k->list)
                        : kbg__suggest_find_characters(p->suggest, k->low, k->high, &k->list);
    if (k->count)
        k->size = kbg__suggest_list_start(from, k->list + k->count) - kbg__suggest_list_start(from, k->list);
    return k->count;
}

/* Adds a key whose lists are known. */
static void add_key(plan *p, const key *k)
{
    kbg__typed_lists *lists = p->lists;
    for (size_t i = 0; i < lists->key_count; i++) {
        key *there = &lists->keys[i];
        if (there->depth == k->depth && there->before == k->before && there->low == k->low &&
            there->high == k->high && memcmp(there->codes, k->codes, sizeof(k->codes)) == 0) {
            kbg__suggest_widen(&there->pattern, &k->pattern);
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

/* Sets a place of a pattern to an element: the character at a place of what was typed, or so many letters of a sound.
 * False if no entry has one. */
static bool set_element(const plan *p, kbg__suggest_pattern *pattern, size_t place, size_t at, size_t len)
{
    kbg__typed_classes *classes = &p->lists->classes[at][len];
    if (classes->known == KBG__CLASSES_UNKNOWN) {
        const kbg__typed_sounds *sounds = len ? &p->typed->sounds[at][len - 1] : NULL;
        uint32_t low = sounds ? (uint32_t)sounds->first << 16 : kbg__suggest_character_key(p->typed->characters[at]);
        uint32_t high = sounds ? low + ((uint32_t)sounds->count << 16) : low + 1;
        bool any = kbg__suggest_find_classes(p->suggest, low, high, &classes->low, &classes->span);
        classes->known = any ? KBG__CLASSES_SOME : KBG__CLASSES_NONE;
    }
    pattern->low[place] = classes->low;
    pattern->span[place] = classes->span;
    return classes->known == KBG__CLASSES_SOME;
}

/* The next elements, from `at` on, until there are three. */
static void follow(plan *p, size_t at, const key *k)
{
    const kbg__typed *typed = p->typed;
    key next = *k;
    if (k->depth < 3 && at == typed->count && p->place == KBG__PLACE_WHOLE) {
        next.depth = 3; /* codes behind the depth are KBG__CODE_END */
        next.pattern.low[k->depth + 1] = next.pattern.span[k->depth + 1] = 0;
        follow(p, at, &next);
        return;
    }
    if (find(p, &next) == 0)
        return;
    if (k->depth == 3 || at == typed->count) {
        add_key(p, &next);
        return;
    }
    next.depth++;
    next.codes[k->depth] = (uint8_t)kbg__suggest_code(typed->characters[at]);
    if (set_element(p, &next.pattern, next.depth, at, 0))
        follow(p, at + 1, &next);
    for (size_t len = 1; len <= typed->runs[at]; len++) {
        bool whole = typed->sounds[at][len - 1].whole;
        if ((p->sounds == WITHOUT_HALF && !whole) || !set_element(p, &next.pattern, next.depth, at, len))
            continue;
        unsigned writing = whole ? KBG__WRITING_SOUNDS : KBG__WRITING_LETTERS;
        next.codes[k->depth] = (uint8_t)(KBG__CODE_SOUND + typed->letters[at] - 'a');
        next.writing = (uint8_t)(writing < k->writing ? writing : k->writing);
        follow(p, at + len, &next);
    }
}

/* How many bits the lists of the keys from a certain one on have. */
static uint64_t size_from(const plan *p, size_t first)
{
    uint64_t size = 0;
    for (size_t i = first; i < p->lists->key_count; i++)
        size += p->lists->keys[i].size;
    return size;
}

/* Elements that are a character with a key from low to below high; what is behind it begins at `end`. Either the
 * triples that begin with it are looked up, or the character itself. */
static void begin(plan *p, const key *k, size_t end, uint32_t low, uint32_t high)
{
    key character = { .before = k->before, .writing = k->writing, .low = low, .high = high, .pattern = k->pattern };
    bool any = find(p, &character) > 0;
    uint64_t factor = p->typed->plain == p->typed->count ? 1 : MUCH_SHORTER;
    /* what stands behind it can be itself only, up to the first letter of a sound */
    for (size_t at = end; at < p->typed->count && at < end + 2 && !p->typed->letters[at]; at++)
        (void)set_element(p, &character.pattern, 2 + at - end, at, 0);
    if (end - k->before == p->typed->count && p->place != KBG__PLACE_WHOLE) {
        if (any)
            add_key(p, &character);
        return;
    }
    size_t kept = p->lists->key_count;
    follow(p, end, k);
    if (character.size < size_from(p, kept) / factor) {
        p->lists->key_count = kept;
        if (any)
            add_key(p, &character);
    }
}

/* A key of triples that begin with the element of so many letters at a place of what was typed. False if no entry has
 * such an element. */
static bool begin_key(const plan *p, size_t at, size_t len, unsigned writing, key *k)
{
    unsigned code = len ? KBG__CODE_SOUND + (unsigned)(p->typed->letters[at] - 'a')
                        : kbg__suggest_code(p->typed->characters[at]);
    *k = (key){ .codes = { (uint8_t)code }, .depth = 1, .before = (uint8_t)at,
                .writing = (uint8_t)(p->sounds == WITH_HALF ? KBG__WRITING_LETTERS : writing) };
    k->pattern = kbg__suggest_any_pattern(is_first(p, k));
    if (at > 0 && !p->typed->letters[at - 1]) /* then it can be itself only */
        (void)set_element(p, &k->pattern, 0, at - 1, 0);
    return set_element(p, &k->pattern, 1, at, len);
}

/* The element that is the character at x. */
static void begin_character(plan *p, size_t x)
{
    uint32_t low = kbg__suggest_character_key(p->typed->characters[x]);
    key k;
    if (!begin_key(p, x, 0, KBG__WRITING_CHARACTERS, &k))
        return;
    if (x == 0 || k.codes[0] < KBG__CODE_LETTER)
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
        uint32_t low = (uint32_t)sounds->first << 16, count = p->sounds == WITHOUT_HALF ? 1 : sounds->count;
        key k;
        if ((sounds->whole || p->sounds != WITHOUT_HALF) &&
            begin_key(p, at, len, sounds->whole ? KBG__WRITING_SOUNDS : KBG__WRITING_LETTERS, &k))
            begin(p, &k, at + len, low, low + (count << 16));
    }
}

/* Finds the keys for an x; returns how many bits their lists have. */
static uint64_t find_keys(plan *p, size_t x)
{
    p->lists->key_count = 0;
    begin_character(p, x);
    for (size_t back = 0; back < KBG__SYLLABLE_LETTERS && back <= x; back++)
        begin_sounds(p, x - back, x);
    return size_from(p, 0);
}

/* Adds the lists of a key. */
static void add_lists(plan *p, const key *k)
{
    kbg__typed_lists *lists = p->lists;
    bool first = is_first(p, k);
    const kbg__suggest_lists *from = k->depth ? &p->suggest->triples[first] : &p->suggest->characters[first];
    if (p->status == KBG_OK)
        p->status = kbg__grow(lists->memory, (void **)&lists->of, &lists->capacity, lists->count + k->count,
                              sizeof(*lists->of));
    if (p->status != KBG_OK)
        return;
    uint64_t start = kbg__suggest_list_start(from, k->list);
    for (size_t i = k->list; i < k->list + k->count; i++) {
        uint64_t end = kbg__suggest_list_start(from, i + 1);
        if (start < end)
            lists->of[lists->count++] =
                (kbg__typed_list){ .list = (uint32_t)i,
                                   .pair = (uint32_t)k->codes[0] * KBG__CODES + (k->depth > 1 ? k->codes[1] : 0u),
                                   .triples = k->depth > 0,
                                   .first = first,
                                   .before = k->before,
                                   .fit = (uint8_t)kbg__fit(p->place, (kbg__writing)k->writing),
                                   .pattern = k->pattern };
        start = end;
    }
}

/* Adds the shortest lists for matches of a place, without half-typed sounds or with them. */
static void add_shortest(plan *p)
{
    kbg__typed_lists *lists = p->lists;
    uint64_t best = UINT64_MAX;
    size_t chosen = 0, tried = 0, end = p->typed->count;
    size_t tries = end < TRIED_MOST ? end : TRIED_MOST;
    /* The first character, then the last, whose sound may be rare because it is half typed, then those between. */
    for (size_t n = 0; n < tries && best > lists->enough && p->status == KBG_OK; n++) {
        tried = n == 0 ? 0 : n == 1 ? end - 1 : (n - 1) * end / tries;
        uint64_t size = find_keys(p, tried);
        if (size < best) {
            best = size;
            chosen = tried;
        }
    }
    if (chosen != tried)
        (void)find_keys(p, chosen);
    for (size_t i = 0; i < lists->key_count && tries; i++)
        add_lists(p, &lists->keys[i]);
}

kbg_status kbg__typed_lists_set(kbg__typed_lists *lists, const kbg__suggest *suggest, const kbg__typed *typed)
{
    plan p = { .suggest = suggest, .typed = typed, .lists = lists };
    bool any_sounds = false;
    lists->count = 0;
    if (suggest->entry_count == 0)
        return KBG_OK;
    memset(lists->classes, 0, typed->count * sizeof(lists->classes[0]));
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

void kbg__typed_list_open(const kbg__typed_list *list, const kbg__suggest *suggest, kbg__suggest_cursor *cursor,
                          kbg__suggest_pattern *pattern)
{
    *pattern = list->pattern;
    if (list->triples) {
        *cursor = kbg__suggest_cursor_of(&suggest->triples[list->first], list->list);
        kbg__suggest_narrow_triple(suggest, list->first, list->list, list->pair, pattern);
    } else {
        *cursor = kbg__suggest_cursor_of(&suggest->characters[list->first], list->list);
        uint8_t class_ = kbg__suggest_class(suggest, list->list);
        pattern->low[1] = class_;
        pattern->span[1] = 0;
    }
}
