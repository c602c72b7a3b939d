/* SPDX-License-Identifier: MIT */
#include "text/sound.h"

#include "text/sound_table.h"

#include <string.h>

enum { LONGEST_SYLLABLE = 6, LONGEST_RUN = KBG__SPELLED_SYLLABLES * LONGEST_SYLLABLE };

uint16_t kbg__sound_count(void)
{
    return (uint16_t)kbg__syllable_count;
}

uint16_t kbg__sound_of(uint32_t c)
{
    return c >= KBG__SOUND_FIRST && c <= KBG__SOUND_LAST ? kbg__sound_table[c - KBG__SOUND_FIRST] : KBG__NO_SOUND;
}

/* The sound that letters spell, KBG__NO_SOUND if none. */
static uint16_t syllable(const char *letters, size_t len)
{
    char wanted[8] = "";
    memcpy(wanted, letters, len);
    if (wanted[1] == 'v' && wanted[0] && strchr("lnjqxy", wanted[0])) /* lv: the table, made without marks, has lu */
        wanted[1] = 'u';
    size_t low = 0, high = kbg__syllable_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(kbg__syllables[middle], wanted);
        if (order == 0)
            return (uint16_t)(middle + 1);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return KBG__NO_SOUND;
}

size_t kbg__sound_spell(const char *letters, size_t len, uint16_t sounds[KBG__SPELLED_SYLLABLES])
{
    uint8_t fewest[LONGEST_RUN + 1] = { 0 }; /* syllables for the first n letters; 0 = cannot be read, but for n = 0 */
    uint8_t last[LONGEST_RUN + 1] = { 0 };   /* length of the last of them */
    if (len == 0 || len > LONGEST_RUN)
        return 0;
    for (size_t n = 1; n <= len; n++) {
        for (size_t size = 1; size <= LONGEST_SYLLABLE && size <= n; size++) {
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
