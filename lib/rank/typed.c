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
    typed->characters[count] = KBG__SUGGEST_END;
    typed->plain = 0;
    while (typed->plain < count && !typed->letters[typed->plain])
        typed->plain++;
    for (size_t at = count, run = 0; at-- > 0;) {
        run = typed->letters[at] ? (at + 1 < count && touches[at + 1] ? run : 0) + 1 : 0;
        set_sounds(typed, at, run < KBG__SYLLABLE_LETTERS ? run : KBG__SYLLABLE_LETTERS);
    }
}
