/* SPDX-License-Identifier: MIT */
#include "text/automaton.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { ROOT = 0, PAGE = 256, PAGES = 0x110000 / PAGE };

#define NO_WORD UINT32_MAX
#define MORE (UINT32_C(1) << 31) /* another equal word follows */

/* States are the prefixes of words, numbered by length and then in the order of their letters. So the children of a
 * state lie side by side, in order of the letters that lead to them, and begin where those of the state before end. */
typedef struct node {
    uint32_t first; /* the first child; they end at the first of the next node */
    uint32_t fail;  /* the longest proper suffix that is a state */
    uint32_t found; /* the longest suffix, this state itself included, that is a word; ROOT if none is */
    uint32_t word;  /* if it is a word: its first entry, else NO_WORD */
} node;

typedef struct entry {
    uint32_t number; /* of the word in the list, and MORE */
    uint32_t size;   /* in bytes */
} entry;

struct kbg__automaton {
    const kbg_allocator *memory;
    uint32_t state_count, entry_count;
    node *nodes;       /* one more than there are states */
    uint32_t *letters; /* the last code point of each state */
    entry *entries;    /* in the order of the words' bytes */
    /* Where a text leaves the root, which is at most letters: a page of children for 256 code points each. */
    uint16_t page_of[PAGES];
    uint32_t (*pages)[PAGE]; /* page 0 is empty */
    uint32_t page_count;
};

static inline uint32_t child_of_root(const kbg__automaton *a, uint32_t letter)
{
    return a->pages[a->page_of[letter / PAGE]][letter % PAGE];
}

static uint32_t child(const kbg__automaton *a, uint32_t state, uint32_t letter)
{
    if (state == ROOT)
        return child_of_root(a, letter);
    uint32_t low = a->nodes[state].first, end = a->nodes[state + 1].first, high = end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (a->letters[middle] < letter)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && a->letters[low] == letter ? low : ROOT;
}

/* The code point at *at; false if the bytes there are ill-formed. */
static inline bool next_letter(const char *text, size_t len, size_t *at, uint32_t *letter)
{
    size_t start = *at;
    *letter = kbg__utf8_next(text, len, at);
    return *letter != 0xFFFD || (*at - start == 3 && (unsigned char)text[start] == 0xEF);
}

bool kbg__automaton_all(const kbg__automaton *a, const char *text, size_t len, kbg__automaton_fn take, void *user_data)
{
    uint32_t state = ROOT, letter;
    for (size_t at = 0; at < len;) {
        if (!next_letter(text, len, &at, &letter)) {
            state = ROOT;
            continue;
        }
        uint32_t next = ROOT;
        while (state != ROOT && (next = child(a, state, letter)) == ROOT)
            state = a->nodes[state].fail;
        state = next != ROOT ? next : child_of_root(a, letter);
        if (state == ROOT)
            continue;
        for (uint32_t f = a->nodes[state].found; f != ROOT; f = a->nodes[a->nodes[f].fail].found) {
            const entry *e = &a->entries[a->nodes[f].word];
            for (bool more = true; more; e++) {
                more = e->number & MORE;
                if (!take(e->number & ~MORE, at - e->size, at, user_data))
                    return false;
            }
        }
    }
    return true;
}

bool kbg__automaton_longest(const kbg__automaton *a, const char *text, size_t len, kbg__automaton_fn take,
                            void *user_data)
{
    for (size_t start = 0, next; start < len; start = next) {
        uint32_t state = ROOT, best = ROOT, letter;
        size_t end = start, at = start;
        next = start;
        do {
            bool good = next_letter(text, len, &at, &letter);
            if (next == start)
                next = at;
            state = good ? child(a, state, letter) : ROOT;
            if (a->nodes[state].word != NO_WORD) {
                best = state;
                end = at;
            }
        } while (state != ROOT && at < len);
        if (best == ROOT)
            continue;
        next = end;
        if (!take(a->entries[a->nodes[best].word].number & ~MORE, start, end, user_data))
            return false;
    }
    return true;
}

/* A word in the making; the list of them is sorted. */
typedef struct sorted_word {
    const char *text;
    uint32_t len, number;
} sorted_word;

static int by_bytes(const void *left, const void *right)
{
    const sorted_word *a = left, *b = right;
    int order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);
    if (order == 0)
        order = (a->len > b->len) - (a->len < b->len);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* The words [low, high) that begin with a state, which has `size` bytes. */
typedef struct range {
    uint32_t low, high, size;
} range;

typedef struct building {
    kbg__automaton *a;
    sorted_word *words;
    range *ranges; /* of each state */
    size_t word_count, capacity;
} building;

/* Takes the words that are not empty, in order. */
static kbg_status sort_words(building *b, const kbg_text *words, size_t count)
{
    if (count >= MORE)
        return KBG_ERR_LIMIT;
    b->capacity = count;
    b->words = kbg__malloc(b->a->memory, count * sizeof(*b->words));
    if (!b->words && count)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        if (words[i].len > UINT32_MAX)
            return KBG_ERR_LIMIT;
        if (kbg__utf8_check(words[i].data, words[i].len) < words[i].len)
            return KBG_ERR_UTF8;
        if (words[i].len)
            b->words[b->word_count++] =
                (sorted_word){ .text = words[i].data, .len = (uint32_t)words[i].len, .number = (uint32_t)i };
    }
    if (b->word_count)
        qsort(b->words, b->word_count, sizeof(*b->words), by_bytes);
    return KBG_OK;
}

/* How many states the sorted words have: a word adds one for each letter behind what it shares with the one before. */
static size_t count_states(const building *b)
{
    size_t count = 1;
    for (size_t i = 0; i < b->word_count; i++) {
        const sorted_word *word = &b->words[i], *before = i ? word - 1 : NULL;
        size_t at = 0;
        while (before && at < word->len && at < before->len && word->text[at] == before->text[at])
            at++;
        while (at > 0 && at < word->len && ((unsigned char)word->text[at] & 0xC0u) == 0x80u)
            at--; /* to the first byte of a letter */
        while (at < word->len) {
            (void)kbg__utf8_next(word->text, word->len, &at);
            count++;
        }
    }
    return count;
}

static kbg_status reserve(building *b, size_t state_count)
{
    kbg__automaton *a = b->a;
    if (state_count > UINT32_MAX - 1)
        return KBG_ERR_LIMIT;
    a->nodes = kbg__calloc(a->memory, state_count + 1, sizeof(*a->nodes));
    a->letters = kbg__calloc(a->memory, state_count, sizeof(*a->letters));
    b->ranges = kbg__calloc(a->memory, state_count, sizeof(*b->ranges));
    if (b->word_count)
        a->entries = kbg__calloc(a->memory, b->word_count, sizeof(*a->entries));
    if (!a->nodes || !a->letters || !b->ranges || (b->word_count && !a->entries))
        return KBG_ERR_NOMEM;
    a->entry_count = (uint32_t)b->word_count;
    for (size_t i = 0; i < b->word_count; i++) {
        const sorted_word *word = &b->words[i];
        bool more = i + 1 < b->word_count && word[1].len == word->len &&
                    memcmp(word[1].text, word->text, word->len) == 0;
        a->entries[i] = (entry){ .number = word->number | (more ? MORE : 0), .size = word->len };
    }
    return KBG_OK;
}

/* Makes the states, those of the same length after each other. */
static void make_states(building *b)
{
    kbg__automaton *a = b->a;
    a->state_count = 1;
    b->ranges[ROOT] = (range){ .high = (uint32_t)b->word_count };
    for (uint32_t state = ROOT; state < a->state_count; state++) {
        range r = b->ranges[state];
        node *n = &a->nodes[state];
        *n = (node){ .first = a->state_count, .word = NO_WORD };
        if (state != ROOT && b->words[r.low].len == r.size)
            n->word = r.low;
        uint32_t at = r.low;
        while (at < r.high && b->words[at].len == r.size)
            at++;
        while (at < r.high) {
            const sorted_word *word = &b->words[at];
            size_t end = r.size;
            uint32_t low = at, letter = kbg__utf8_next(word->text, word->len, &end);
            size_t size = end - r.size;
            while (at < r.high && b->words[at].len >= end &&
                   memcmp(b->words[at].text + r.size, word->text + r.size, size) == 0)
                at++;
            b->ranges[a->state_count] = (range){ .low = low, .high = at, .size = (uint32_t)end };
            a->letters[a->state_count++] = letter;
        }
    }
    a->nodes[a->state_count].first = a->state_count;
}

static kbg_status make_pages(kbg__automaton *a)
{
    uint32_t end = a->nodes[ROOT + 1].first; /* of the root's children */
    a->page_count = 1;
    for (uint32_t state = ROOT + 1; state < end; state++)
        if (a->page_of[a->letters[state] / PAGE] == 0)
            a->page_of[a->letters[state] / PAGE] = (uint16_t)a->page_count++;
    a->pages = kbg__calloc(a->memory, a->page_count, sizeof(*a->pages));
    if (!a->pages)
        return KBG_ERR_NOMEM;
    for (uint32_t state = ROOT + 1; state < end; state++)
        a->pages[a->page_of[a->letters[state] / PAGE]][a->letters[state] % PAGE] = state;
    return KBG_OK;
}

/* What a state fails to is shorter than it, so it is complete already. */
static void link_states(kbg__automaton *a)
{
    for (uint32_t state = ROOT; state < a->state_count; state++) {
        node *n = &a->nodes[state];
        n->found = n->word != NO_WORD ? state : a->nodes[n->fail].found;
        for (uint32_t next = n->first; next < n[1].first; next++) {
            uint32_t f = n->fail, target = ROOT;
            while (state != ROOT && (target = child(a, f, a->letters[next])) == ROOT && f != ROOT)
                f = a->nodes[f].fail;
            a->nodes[next].fail = target;
        }
    }
}

kbg_status kbg__automaton_new(const kbg_allocator *memory, const kbg_text *words, size_t count,
                              kbg__automaton **automaton)
{
    building b = { .a = kbg__calloc(memory, 1, sizeof(*b.a)) };
    *automaton = NULL;
    if (!b.a)
        return KBG_ERR_NOMEM;
    b.a->memory = memory;
    kbg_status status = sort_words(&b, words, count);
    if (status == KBG_OK)
        status = reserve(&b, count_states(&b));
    if (status == KBG_OK) {
        make_states(&b);
        status = make_pages(b.a);
    }
    if (status == KBG_OK)
        link_states(b.a);
    kbg__free(memory, b.words);
    kbg__free(memory, b.ranges);
    if (status == KBG_OK)
        *automaton = b.a;
    else
        kbg__automaton_free(b.a);
    return status;
}

void kbg__automaton_free(kbg__automaton *automaton)
{
    if (!automaton)
        return;
    kbg__free(automaton->memory, automaton->nodes);
    kbg__free(automaton->memory, automaton->letters);
    kbg__free(automaton->memory, automaton->entries);
    kbg__free(automaton->memory, automaton->pages);
    kbg__free(automaton->memory, automaton);
}

size_t kbg__automaton_bytes(const kbg__automaton *a)
{
    return sizeof(*a) + ((size_t)a->state_count + 1) * sizeof(*a->nodes) + a->state_count * sizeof(*a->letters) +
           a->entry_count * sizeof(*a->entries) + a->page_count * sizeof(*a->pages);
}
