/* SPDX-License-Identifier: MIT */
#include "rank/typed.h"

#include "index/suggest.h"
#include "index/suggest_text.h"

/* A letter of sounds. `v` and ü are u behind letters that can have ü behind them: no sound has an other u there. */
static char letter_of(uint16_t character, char before)
{
    if ((character == 'v' || character == 0xFC) && kbg__sound_has_umlaut(before))
        return 'u';
    return character >= 'a' && character <= 'z' ? (char)character : '\0';
}

/* The sounds that begin with letters from `at` on, of which `most` touch each other. */
static void set_sounds(kbg__typed *typed, size_t at, size_t most)
{
    size_t len = 0;
    while (len < most) {
        kbg__typed_sounds *sounds = &typed->sounds[at][len];
        sounds->count = (uint16_t)kbg__sounds_beginning(typed->letters + at, len + 1, &sounds->first);
        if (sounds->count == 0)
            break;
        sounds->whole = kbg__sound_letters(sounds->first)[++len] == '\0'; /* the shortest stands first */
    }
    typed->runs[at] = (uint8_t)len;
}

void kbg__typed_set(kbg__typed *typed, const char *folded, size_t len)
{
    kbg__suggest_reader reader = { .text = folded, .len = len };
    bool touches[KBG__TYPED_MOST + 2];
    size_t count = 0;
    typed->count = 0;
    typed->empty = len == 0;
    while (kbg__suggest_read(&reader)) {
        for (int i = 0; i < reader.count; i++) {
            char before = reader.touches && count ? typed->letters[count - 1] : '\0';
            typed->characters[count] = reader.character[i];
            typed->letters[count] = letter_of(reader.character[i], before);
            touches[count++] = reader.touches;
        }
        if (count > KBG__TYPED_MOST)
            return;
    }
    typed->count = count;
    typed->plain = 0;
    while (typed->plain < count && !typed->letters[typed->plain])
        typed->plain++;
    for (size_t at = count, run = 0; at-- > 0;) {
        run = typed->letters[at] ? (at + 1 < count && touches[at + 1] ? run : 0) + 1 : 0;
        set_sounds(typed, at, run < KBG__SYLLABLE_LETTERS ? run : KBG__SYLLABLE_LETTERS);
    }
}

/* Ways to cut what was typed: how much of it the characters up to here match, and how it is written then. */
typedef struct states {
    size_t count;
    struct state {
        uint8_t typed, writing;
    } of[KBG__TYPED_MOST + 1];
} states;

static void add_state(states *s, size_t typed, unsigned writing)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->of[i].typed == typed) {
            if (s->of[i].writing < writing)
                s->of[i].writing = (uint8_t)writing;
            return;
        }
    }
    s->of[s->count++] = (struct state){ (uint8_t)typed, (uint8_t)writing };
}

/* A character of an entry and the letters of its sound, "" if it has none. */
typedef struct sounding {
    uint16_t character;
    const char *letters;
} sounding;

static sounding sounding_of(uint16_t character)
{
    return (sounding){ character, kbg__sound_letters(kbg__sound_of(character)) };
}

/* Whether an element that begins at `at` can match a character. */
static bool may_match(const kbg__typed *typed, size_t at, sounding c)
{
    return typed->characters[at] == c.character || (typed->letters[at] && typed->letters[at] == c.letters[0]);
}

/* From each way to cut to those that also match one more character and then may match the next. */
static void step(const kbg__typed *typed, const states *from, sounding c, sounding next, states *to)
{
    to->count = 0;
    for (size_t i = 0; i < from->count; i++) {
        size_t at = from->of[i].typed;
        unsigned writing = from->of[i].writing;
        if (at == typed->count)
            continue;
        if (typed->characters[at] == c.character && (at + 1 == typed->count || may_match(typed, at + 1, next)))
            add_state(to, at + 1, writing);
        for (size_t len = 1; len <= typed->runs[at] && c.letters[len - 1] == typed->letters[at + len - 1]; len++) {
            unsigned element = c.letters[len] ? KBG__WRITING_LETTERS : KBG__WRITING_SOUNDS;
            if (at + len == typed->count || may_match(typed, at + len, next))
                add_state(to, at + len, element < writing ? element : writing);
        }
    }
}

/* The place of a match of `count` characters. */
static kbg__match_place place_of(uint16_t next, bool first)
{
    return !first ? KBG__PLACE_INSIDE : next == KBG__SUGGEST_END ? KBG__PLACE_WHOLE : KBG__PLACE_BEGINNING;
}

unsigned kbg__typed_match(const kbg__typed *typed, const kbg__suggest *suggest, uint32_t position, bool first,
                          uint32_t *count)
{
    states rows[2];
    unsigned best = 0;
    uint32_t n = 0;
    while (n < typed->plain && typed->characters[n] == kbg__suggest_at(suggest, position + n))
        n++;
    *count = n;
    if (n < typed->plain)
        return 0;
    uint16_t character = kbg__suggest_at(suggest, position + n);
    if (n == typed->count)
        return kbg__fit(place_of(character, first), KBG__WRITING_CHARACTERS);
    rows[n % 2].count = 1;
    rows[n % 2].of[0] = (struct state){ (uint8_t)n, KBG__WRITING_CHARACTERS };
    sounding next = sounding_of(character);
    for (; next.character != KBG__SUGGEST_END && rows[n % 2].count; n++) {
        states *to = &rows[(n + 1) % 2];
        sounding c = next;
        next = sounding_of(kbg__suggest_at(suggest, position + n + 1));
        step(typed, &rows[n % 2], c, next, to);
        for (size_t i = 0; i < to->count; i++) {
            if (to->of[i].typed < typed->count)
                continue;
            unsigned fit = kbg__fit(place_of(next.character, first), (kbg__writing)to->of[i].writing);
            if (fit > best) {
                best = fit;
                *count = n + 1;
            }
        }
        if (best == 0)
            *count = n + 1;
    }
    return best;
}

/* The same from the end to the beginning: states tell how much is not matched yet. */
static void step_back(const kbg__typed *typed, const states *from, uint16_t character, states *to)
{
    const char *sound = kbg__sound_letters(kbg__sound_of(character));
    to->count = 0;
    for (size_t i = 0; i < from->count; i++) {
        size_t end = from->of[i].typed;
        if (end == 0)
            continue;
        if (typed->characters[end - 1] == character)
            add_state(to, end - 1, 0);
        for (size_t len = 1; len <= end && len <= KBG__SYLLABLE_LETTERS; len++) {
            size_t same = 0;
            while (same < len && len <= typed->runs[end - len] && sound[same] == typed->letters[end - len + same])
                same++;
            if (same == len)
                add_state(to, end - len, 0);
        }
    }
}

size_t kbg__typed_match_back(const kbg__typed *typed, size_t end, const kbg__suggest *suggest, uint32_t position,
                             uint8_t starts[KBG__TYPED_MOST])
{
    states rows[2];
    size_t count = 0;
    rows[0].count = 1;
    rows[0].of[0] = (struct state){ (uint8_t)end, 0 };
    for (uint32_t n = 0; n < end && rows[n % 2].count; n++) {
        uint16_t character = kbg__suggest_at(suggest, position - n - 1);
        if (character == KBG__SUGGEST_END)
            break;
        states *to = &rows[(n + 1) % 2];
        step_back(typed, &rows[n % 2], character, to);
        for (size_t i = 0; i < to->count; i++)
            if (to->of[i].typed == 0)
                starts[count++] = (uint8_t)(n + 1);
    }
    return count;
}
