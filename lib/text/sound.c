/* SPDX-License-Identifier: MIT */
#include "text/sound.h"

#include <string.h>

enum { LONGEST_RUN = KBG__SPELLED_SYLLABLES * KBG__SYLLABLE_LETTERS };

uint16_t kbg__sound_count(void)
{
    return (uint16_t)kbg__syllable_count;
}

bool kbg__sound_has_umlaut(char letter)
{
    return letter && strchr("lnjqxy", letter);
}

/* Up to eight letters, with NULs behind them, as a number that has their order. */
static inline uint64_t number_of(const char letters[8])
{
    const unsigned char *s = (const unsigned char *)letters;
    return (uint64_t)s[0] << 56 | (uint64_t)s[1] << 48 | (uint64_t)s[2] << 40 | (uint64_t)s[3] << 32 |
           (uint64_t)s[4] << 24 | (uint64_t)s[5] << 16 | (uint64_t)s[6] << 8 | (uint64_t)s[7];
}

/* The first syllable that does not stand before these letters. */
static size_t seek(const char wanted[8])
{
    uint64_t number = number_of(wanted);
    size_t low = 0, high = kbg__syllable_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (number_of(kbg__syllables[middle]) < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The sound that letters spell, KBG__NO_SOUND if none. */
static uint16_t syllable(const char *letters, size_t len)
{
    char wanted[8] = "";
    memcpy(wanted, letters, len);
    if (wanted[1] == 'v' && kbg__sound_has_umlaut(wanted[0])) /* lv: the table, made without marks, has lu */
        wanted[1] = 'u';
    size_t found = seek(wanted);
    bool is_there = found < kbg__syllable_count && number_of(kbg__syllables[found]) == number_of(wanted);
    return is_there ? (uint16_t)(found + 1) : KBG__NO_SOUND;
}

size_t kbg__sounds_beginning(const char *letters, size_t len, uint16_t *first)
{
    char wanted[8] = "";
    memcpy(wanted, letters, len);
    size_t low = seek(wanted);
    wanted[len - 1]++; /* what stands behind all that begin so */
    *first = (uint16_t)(low + 1);
    return seek(wanted) - low;
}

size_t kbg__sound_spell(const char *letters, size_t len, uint16_t sounds[KBG__SPELLED_SYLLABLES])
{
    uint8_t fewest[LONGEST_RUN + 1] = { 0 }; /* syllables for the first n letters; 0 = cannot be read, but for n = 0 */
    uint8_t last[LONGEST_RUN + 1] = { 0 };   /* length of the last of them */
    if (len == 0 || len > LONGEST_RUN)
        return 0;
    for (size_t n = 1; n <= len; n++) {
        for (size_t size = 1; size <= KBG__SYLLABLE_LETTERS && size <= n; size++) {
            if ((n > size && fewest[n - size] == 0) || syllable(letters + n - size, size) == KBG__NO_SOUND)
                continue;
            uint8_t count = (uint8_t)(fewest[n - size] + 1);
            if (fewest[n] == 0 || count <= fewest[n]) { /* of equal ones the longer last syllable */
                fewest[n] = count;
                last[n] = (uint8_t)size;
            }
        }
    }
    size_t count = fewest[len];
    if (count > KBG__SPELLED_SYLLABLES)
        return 0;
    for (size_t i = count, n = len; i > 0; n -= last[n], i--)
        sounds[i - 1] = syllable(letters + n - last[n], last[n]);
    return count;
}
